"""Flights seen by observers: one row a flight, each number counted twice over and kept so, side by side as rivals, never averaged.

The published table has the same two headers twice: two observers counted who boarded the plane and who was taken off it. A question
mark or an empty cell is unknown, never 0. A line that says there was no flight is no flight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final, NamedTuple

from habeas.errors import Problem
from habeas.records.layout import fold
from habeas.records.model import Account, Progress, Reading, Until
from habeas.records.reader import Recognition
from habeas.records.sheets import Sheet
from habeas.records.writing import Told, folder, write_problems, write_rows
from habeas.words import MONTHS

_TEXTS: Final = {
    "flight_number": ("Flight number",),
    "tail_number": ("Tail number",),
    "operator": ("Operator",),
    "owner": ("Owner",),
    "from_place": ("Previous Airport",),
    "to_place": ("Next Airport",),
    "road_snoqualmie": ("Snoq Pass",),
    "road_white_pass": ("White Pass",),
    "observations": ("Observations",),
    "link": ("Link",),
}
_COUNTS: Final = {
    "boarded": ("From NWDC - Boarded Plane",),
    "taken_off": ("From Plane - Boarded Bus to NWDC",),
}
"""Who boarded the plane, and who was taken off it to the detention centre: each header stands once for each observer."""
_OTHERS: Final = {"day": ("Date",), "flight": ("Flight count",), "buses": ("# Buses",)}
_ENOUGH: Final = 5
_RIVALS: Final = ("", "_rival")
SCHEMA: Final = {
    "file": "string", "sheet": "string", "line": "int64", "day": "date32", "flight": "int32",
    "boarded": "int32", "boarded_rival": "int32", "taken_off": "int32", "taken_off_rival": "int32", "buses": "int32",
    **dict.fromkeys(_TEXTS, "string"), "days_only": "bool_", "unread": "string",
}  # fmt: skip
"""The columns of the table of flights, beside ``row``, with their Arrow types."""

_WORDED: Final = re.compile(
    r"(?:(?P<weekday>[a-z]+)[, ]+)?(?P<month>[a-z]+)\.? (?P<day>\d{1,2}),? (?P<year>\d{4})[^a-z0-9]*", re.IGNORECASE
)
_NO_FLIGHT: Final = re.compile(r"\bno flight\b|\bcancell?ed\b", re.IGNORECASE)
_MONTHS: Final = tuple(name.lower() for name in MONTHS["en"])
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNKNOWN: Final = frozenset({"", "?", "-", "--", "n/a", "na"})


class WordedDay(NamedTuple):
    """A day read from words, and the weekday written before it, ``None`` where there is none or it is no weekday's name."""

    day: date
    weekday: str | None


def read_worded_day(text: str) -> WordedDay | None:
    """Read a day written out ("Tuesday, May 7, 2019"); ``None`` where the text is no day, or not one of the calendar."""
    found = _WORDED.fullmatch(" ".join(text.split()))
    month = next(
        (
            n
            for n, name in enumerate(_MONTHS, 1)
            if found and len(found["month"]) > 2 and name.startswith(found["month"].lower())
        ),
        None,
    )
    if found is None or month is None:
        return None
    try:
        day = date(int(found["year"]), month, int(found["day"]))
    except ValueError:
        return None
    return WordedDay(day, found["weekday"])


@dataclass(slots=True)
class _Lines:
    """The lines of one sheet: used, set aside, and blank, with what was told of them."""

    used: list[tuple[Any, ...]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    aside: int = 0
    blank: int = 0
    latest: date | None = None


class FlightsReader:
    """Reads tables of observed flights, by their headers."""

    name = "observed-flights"

    def recognise(self, sheets: Sequence[Sheet]) -> Recognition:
        """Count the headers that are known; a sheet with both counts and the day among them is read."""
        found = [(sheet, header) for sheet in sheets if (header := _header(sheet))]
        return Recognition(
            known=sum(len(header.columns) for _, header in found), sheets=tuple(sheet for sheet, _ in found)
        )

    def read(
        self, sheets: Sequence[Sheet], to: Path, scratch: Path, *, progress: Progress | None, today: date
    ) -> tuple[tuple[Reading, ...], tuple[Problem, ...]]:
        """Read recognised sheets into one reading of flights."""
        del scratch, today
        made = folder(to, "flights", self.name)
        read: list[tuple[Sheet, _Header, _Lines]] = []
        for done, sheet in enumerate(sheets, 1):
            header = _header(sheet)
            if header is not None:
                read.append((sheet, header, _lines(sheet, header)))
            if progress:
                progress(done, len(sheets))
        write_rows(made / "rows.parquet", SCHEMA, (row for _, _, lines in read for row in lines.used))
        write_problems(made / "problems.parquet", (one for _, _, lines in read for one in lines.told))
        latest = max((lines.latest for _, _, lines in read if lines.latest), default=None)
        reading = Reading(
            kind="flights",
            reader=self.name,
            generation="",
            release=self.name,
            table=made / "rows.parquet",
            problems=made / "problems.parquet",
            accounts=tuple(_account(sheet, lines) for sheet, _, lines in read),
            until=None if latest is None else Until(moment=datetime.combine(latest, time.max), ground="latest"),
            unknown_columns={sheet.file: header.unknown for sheet, header, _ in read if header.unknown},
        )
        return (reading,), ()


@dataclass(frozen=True, slots=True)
class _Header:
    """Where the header stands, and which column holds what; ``titles`` are the headers as published."""

    row: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    unknown: tuple[str, ...]


def _header(sheet: Sheet) -> _Header | None:
    for row, cells in enumerate(sheet.head):
        titles = [(cell or "").strip() for cell in cells]
        columns = dict(_columns([fold(title) for title in titles]))
        if len(columns) >= _ENOUGH and {"day", *_COUNTS} <= columns.keys():
            taken = set(columns.values())
            unknown = tuple(title for place, title in enumerate(titles) if title and place not in taken)
            return _Header(row, columns, {name: titles[place] for name, place in columns.items()}, unknown)
    return None


def _columns(folded: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield each field with its column; a count's header that stands there again is its rival's. A third observer is not known."""
    for name, aliases in (_TEXTS | _OTHERS | _COUNTS).items():
        wanted = {fold(alias) for alias in aliases}
        found = [place for place, title in enumerate(folded) if title in wanted]
        if name in _COUNTS:
            yield from ((f"{name}{suffix}", place) for suffix, place in zip(_RIVALS, found, strict=False))
        elif found:
            yield name, found[0]


def _lines(sheet: Sheet, header: _Header) -> _Lines:
    import duckdb

    with duckdb.connect() as engine:
        rows = engine.execute(f"SELECT * FROM {sheet.source} ORDER BY line").fetchall()  # noqa: S608 - own names
    lines = _Lines()
    for line, *cells in rows:
        if line <= sheet.line_of(header.row) and not sheet.named:
            continue
        texts = {name: " ".join(str(cells[place] or "").split()) for name, place in header.columns.items()}
        if not any(str(cell or "").strip() for cell in cells):
            lines.blank += 1
        else:
            _line(lines, _Row(sheet, header, line, texts))
    return lines


@dataclass(frozen=True, slots=True)
class _Row:
    sheet: Sheet
    header: _Header
    line: int
    texts: Mapping[str, str]

    def told(self, key: str, gravity: str, name: str, found: str, expected: str | None = None) -> Told:
        """Return a problem in one column of this row."""
        column = self.header.titles[name]
        return Told(
            key=key, gravity=gravity, file=self.sheet.file, sheet=self.sheet.name, line=self.line, column=column,
            found=found[:200], expected=expected,
        )  # fmt: skip


def _line(lines: _Lines, row: _Row) -> None:
    """Use a row or set it aside: one that says there was no flight, and one without a day, are none."""
    none = _no_flight(row)
    if none is not None:
        lines.aside += 1
        lines.told.append(row.told("records.flight-none", "error", none, row.texts[none]))
        return
    worded = read_worded_day(row.texts["day"]) or _iso(row.texts["day"])
    if worded is None:
        lines.aside += 1
        lines.told.append(row.told("records.flight-no-day", "error", "day", row.texts["day"], "Tuesday, May 7, 2019"))
        return
    true = _WEEKDAYS[worded.day.weekday()]
    if worded.weekday is not None and worded.weekday.lower() not in {true.lower(), true[:3].lower()}:
        lines.told.append(row.told("records.flight-weekday", "warning", "day", row.texts["day"], true))
    if lines.latest and worded.day < lines.latest:
        lines.told.append(row.told("records.flight-order", "warning", "day", row.texts["day"], f"{lines.latest}"))
    lines.latest = max(worded.day, lines.latest or worded.day)
    lines.used.append(_values(lines, row, worded.day))


def _no_flight(row: _Row) -> str | None:
    """Return the column that says there was no flight, of a row in which nobody was counted; ``None`` where none says so."""
    counts = [row.texts.get(f"{name}{suffix}", "") for name in _COUNTS for suffix in _RIVALS]
    if any(counts):
        return None
    names = [name for name in ("day", "flight", "flight_number", "tail_number", "operator") if name in row.texts]
    return next((name for name in names if _NO_FLIGHT.search(row.texts[name])), None)


def _iso(text: str) -> WordedDay | None:
    try:
        return WordedDay(date.fromisoformat(text[:10]), None)
    except ValueError:
        return None


def _values(lines: _Lines, row: _Row, day: date) -> tuple[Any, ...]:
    numbers: dict[str, int | None] = {}
    unread: list[str] = []
    for name in ("flight", *(f"{count}{suffix}" for count in _COUNTS for suffix in _RIVALS), "buses"):
        text = row.texts.get(name, "")
        numbers[name] = int(text.replace(",", "")) if re.fullmatch(r"\d{1,3}(,\d{3})+|\d+", text) else None
        if numbers[name] is None and text:
            unread.append(name)
            gravity = "note" if text in _UNKNOWN else "warning"
            lines.told.append(row.told("records.flight-unknown", gravity, name, text, "0, 1, 2, …"))
    texts = {name: _text(row.texts.get(name, "")) for name in _TEXTS}
    columns = {
        "file": row.sheet.file, "sheet": row.sheet.name, "line": row.line, "day": day, **numbers, **texts, "days_only": True,
        "unread": ", ".join(unread) or None,
    }  # fmt: skip
    return tuple(columns[name] for name in SCHEMA)


def _text(text: str) -> str | None:
    return None if text in _UNKNOWN else text


def _account(sheet: Sheet, lines: _Lines) -> Account:
    used = len(lines.used)
    return Account(
        file=sheet.file, sheet=sheet.name, reader=FlightsReader.name, rows=used + lines.aside, used=used,
        set_aside=lines.aside, blank=lines.blank,
    )  # fmt: skip
