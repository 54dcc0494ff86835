"""Tables of published counts: each number of a row becomes a row of its own, with what it counts, of whom, where and when.

Which tables are known, and which of their columns say what, is in ``counts.toml``. A row is used where it says what it is about and
holds at least one number; a cell without a number says nothing, and nothing is taken for 0.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from habeas.errors import Problem
from habeas.records.layout import fold
from habeas.records.model import Account, Progress, Reading, Until
from habeas.records.reader import Recognition
from habeas.records.sheets import Sheet
from habeas.records.values import BLANK
from habeas.records.writing import Told, folder, write_problems, write_rows

SCHEMA: Final = {
    "file": "string", "sheet": "string", "line": "int64", "column": "string", "measure": "string", "unit": "string",
    "counted_by": "string", "fiscal_year": "int32", "year": "int32", "from_year": "int32", "month": "int32", "day": "date32",
    "period": "string", "agency": "string", "place_name": "string", "state": "string", "place_type": "string", "lat": "float64",
    "lon": "float64", "source": "string", "value": "float64", "text": "string", "days_only": "bool_", "unread": "string",
}  # fmt: skip
"""The columns of the table of counts, beside ``row``, with their Arrow types: ``value`` is ``text`` as a number, in ``unit``.

``year`` is the year of a number, and of a change the later one, ``from_year`` the earlier; ``counted_by`` is who counted.
"""

_MONTHS: Final = {"Jun": 6, "Jul": 7}
_NUMBER: Final = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?%?")
_ORDERS: Final[Mapping[str, tuple[str, ...]]] = {"month-first": ("%m/%d/%Y",), "day-first": ("%d/%m/%Y",)}


@dataclass(frozen=True, slots=True)
class Cells:
    """Columns with numbers: the pattern of their headers, which of several with one header is meant, and what they count."""

    header: re.Pattern[str]
    nth: int
    measure: str
    unit: str


@dataclass(frozen=True, slots=True)
class Table:
    """A known table: the headers of what its rows are about, those of its numbers, and which of the first a row must have."""

    name: str
    keys: Mapping[str, str]
    cells: tuple[Cells, ...]
    about: tuple[str, ...]
    dates: str | None


@dataclass(frozen=True, slots=True)
class _Number:
    """One column with numbers: its place, its header, and what the header says."""

    place: int
    title: str
    cells: Cells
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Header:
    table: Table
    row: int
    keys: Mapping[str, int]
    numbers: tuple[_Number, ...]
    titles: tuple[str, ...]

    @property
    def known(self) -> int:
        return len(self.keys) + len(self.numbers)

    @property
    def unknown(self) -> tuple[str, ...]:
        taken = {*self.keys.values(), *(one.place for one in self.numbers)}
        return tuple(title for place, title in enumerate(self.titles) if title and place not in taken)


@dataclass(slots=True)
class _Lines:
    """The lines of one sheet: how many used, set aside and blank, the rows made of them, and what was told."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    used: int = 0
    aside: int = 0
    blank: int = 0
    latest: date | None = None


@cache
def tables() -> tuple[Table, ...]:
    """Return the tables that are known, in the order in which they are tried."""
    given = tomllib.loads((resources.files("habeas.records") / "counts.toml").read_text(encoding="utf-8"))
    return tuple(
        Table(
            name=one["name"],
            keys=one["keys"],
            cells=tuple(
                Cells(re.compile(cell["header"], re.IGNORECASE), cell.get("nth", 1), cell["measure"], cell["unit"])
                for cell in one["cells"]
            ),
            about=tuple(one["about"]),
            dates=one.get("dates"),
        )
        for one in given["table"]
    )


class CountsReader:
    """Reads tables of published counts, by their headers."""

    name = "published-counts"

    def recognise(self, sheets: Sequence[Sheet]) -> Recognition:
        """Count the headers that are known; a sheet all of whose keys and kinds of numbers a table has is read."""
        found = [(sheet, header) for sheet in sheets if (header := _header(sheet))]
        return Recognition(known=sum(header.known for _, header in found), sheets=tuple(sheet for sheet, _ in found))

    def read(
        self, sheets: Sequence[Sheet], to: Path, scratch: Path, *, progress: Progress | None, today: date
    ) -> tuple[tuple[Reading, ...], tuple[Problem, ...]]:
        """Read recognised sheets, one reading a file: two tables of counts are never added up."""
        del scratch
        by_file: dict[str, list[Sheet]] = {}
        for sheet in sheets:
            by_file.setdefault(sheet.file, []).append(sheet)
        readings: list[Reading] = []
        for done, (file, ones) in enumerate(by_file.items(), 1):
            readings.append(_read(file, ones, to, today))
            if progress:
                progress(done, len(by_file))
        return tuple(readings), ()


def _read(file: str, sheets: Sequence[Sheet], to: Path, today: date) -> Reading:
    read = [(sheet, header, _lines(sheet, header)) for sheet in sheets if (header := _header(sheet))]
    made = folder(to, "counts", file)
    write_rows(made / "rows.parquet", SCHEMA, (row for _, _, lines in read for row in lines.rows))
    write_problems(made / "problems.parquet", (one for _, _, lines in read for one in lines.told))
    latest = max((lines.latest for _, _, lines in read if lines.latest and lines.latest <= today), default=None)
    return Reading(
        kind="counts",
        reader=CountsReader.name,
        generation=", ".join(dict.fromkeys(header.table.name for _, header, _ in read)),
        release=file,
        table=made / "rows.parquet",
        problems=made / "problems.parquet",
        accounts=tuple(_account(sheet, lines) for sheet, _, lines in read),
        until=None if latest is None else Until(moment=datetime.combine(latest, time.max), ground="latest"),
        unknown_columns={sheet.file: header.unknown for sheet, header, _ in read if header.unknown},
    )


def _header(sheet: Sheet) -> _Header | None:
    """Return the header by the table that knows most of a row's cells, the first row that any table knows."""
    for row, cells in enumerate(sheet.head):
        titles = tuple((cell or "").strip() for cell in cells)
        found = [one for table in tables() if (one := _match(table, row, titles))]
        if found:
            return max(found, key=lambda one: one.known)
    return None


def _match(table: Table, row: int, titles: tuple[str, ...]) -> _Header | None:
    """Return the header of a table, where a row has every key of it and at least one column of each kind of number."""
    folded = [fold(title) for title in titles]
    keys = {name: folded.index(fold(title)) for name, title in table.keys.items() if fold(title) in folded}
    if len(keys) < len(table.keys):
        return None
    numbers: list[_Number] = []
    seen: Counter[str] = Counter()
    for place, title in enumerate(titles):
        seen[title] += 1
        if place in keys.values():
            continue
        for cells in table.cells:
            said = cells.header.fullmatch(title)
            if said and cells.nth == seen[title]:
                numbers.append(_Number(place, title, cells, said.groupdict()))
    measures = {one.cells.measure for one in numbers}
    complete = measures == {one.measure for one in table.cells}
    return _Header(table, row, keys, tuple(numbers), titles) if complete else None


def _lines(sheet: Sheet, header: _Header) -> _Lines:
    import duckdb

    with duckdb.connect() as engine:
        rows = engine.execute(f"SELECT * FROM {sheet.source} ORDER BY line").fetchall()  # noqa: S608 - own names
    lines = _Lines()
    for line, *cells in rows:
        if line <= sheet.line_of(header.row) and not sheet.named:
            continue
        texts = ["" if cell is None else " ".join(str(cell).split()) for cell in cells]
        if not any(texts):
            lines.blank += 1
        else:
            _line(lines, _Row(sheet, header, line, texts))
    return lines


@dataclass(frozen=True, slots=True)
class _Row:
    sheet: Sheet
    header: _Header
    line: int
    texts: Sequence[str]

    def key(self, name: str) -> str | None:
        """Return what a row says of one key, ``None`` where it says nothing."""
        place = self.header.keys.get(name)
        text = "" if place is None else self.texts[place]
        return None if text in BLANK else text

    def told(self, key: str, gravity: str, place: int, expected: str | None = None) -> Told:
        """Return a problem in one column of this row."""
        return Told(
            key=key, gravity=gravity, file=self.sheet.file, sheet=self.sheet.name, line=self.line,
            column=self.header.titles[place], found=self.texts[place][:200], expected=expected,
        )  # fmt: skip


def _line(lines: _Lines, row: _Row) -> None:
    """Use a row, a number a time, or set it aside: one that does not say what it is about, and one without any number."""
    unread: list[str] = []
    keys = dict(_keys(lines, row, unread))
    missing = next((name for name in row.header.table.about if keys.get(name) is None), None)
    if missing is not None:
        lines.aside += 1
        lines.told.append(row.told("records.count-about-nothing", "error", row.header.keys[missing]))
        return
    made = list(_numbers(lines, row, keys, unread))
    if not made:
        lines.aside += 1
        lines.told.append(row.told("records.count-no-number", "error", row.header.numbers[0].place))
        return
    lines.used += 1
    lines.rows += made
    day = keys.get("day")
    if day is not None:
        lines.latest = max(day, lines.latest or day)


def _keys(lines: _Lines, row: _Row, unread: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield what a row is about, each key in its form; what cannot be read is told of and left blank."""
    for name, place in row.header.keys.items():
        text = row.key(name)
        value = _READ[name](text, row.header.table) if text is not None and name in _READ else text
        if text is not None and value is None:
            unread.append(name)
            lines.told.append(row.told("records.value-unreadable", "warning", place, _EXPECTED[name]))
        yield name, value


def _numbers(lines: _Lines, row: _Row, keys: Mapping[str, Any], unread: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    for one in row.header.numbers:
        text = row.texts[one.place]
        if text in BLANK:
            continue
        if not _NUMBER.fullmatch(text):
            lines.told.append(row.told("records.value-unreadable", "warning", one.place, "12, 1,234, 56.7"))
            continue
        said = one.said
        columns = {
            **keys, "file": row.sheet.file, "sheet": row.sheet.name, "line": row.line, "column": one.title,
            "measure": one.cells.measure, "unit": one.cells.unit, "counted_by": said.get("by"), "year": _full(said.get("year")),
            "from_year": _full(said.get("year2")), "month": _MONTHS.get(said.get("month") or ""),
            "value": float(text.replace(",", "").removesuffix("%")), "text": text, "days_only": True,
            "unread": ", ".join(unread) or None,
        }  # fmt: skip
        yield tuple(columns.get(name) for name in SCHEMA)


def _full(year: str | None) -> int | None:
    """Return a year of a header; two digits are of this century, which the tables that have them say in their names."""
    return None if year is None else int(year) if len(year) == 4 else 2000 + int(year)


def _year(text: str, _table: Table) -> int | None:
    return int(text) if re.fullmatch(r"(19|20)\d{2}", text) else None


def _day(text: str, table: Table) -> date | None:
    for form in ("%Y-%m-%d", *_ORDERS.get(table.dates or "", ())):
        try:
            return datetime.strptime(text[:10], form).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    return None


def _degrees(most: float) -> Any:
    def read(text: str, _table: Table) -> float | None:
        try:
            value = float(text)
        except ValueError:
            return None
        return value if abs(value) <= most else None

    return read


_READ: Final = {"fiscal_year": _year, "day": _day, "lat": _degrees(90), "lon": _degrees(180)}
_EXPECTED: Final = {"fiscal_year": "2024", "day": "2025-09-21, 09/21/2025", "lat": "-90 – 90", "lon": "-180 – 180"}


def _account(sheet: Sheet, lines: _Lines) -> Account:
    return Account(
        file=sheet.file, sheet=sheet.name, reader=CountsReader.name, rows=lines.used + lines.aside, used=lines.used,
        set_aside=lines.aside, blank=lines.blank,
    )  # fmt: skip
