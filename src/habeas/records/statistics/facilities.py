"""Facilities: the sheet with one line a facility, its columns read by what their headers say in any edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from habeas.records.failed import Place
from habeas.records.statistics import periods
from habeas.records.statistics.bed_days import days_around, last_day
from habeas.records.statistics.body import Times
from habeas.records.statistics.cells import Page, shown
from habeas.records.statistics.model import Figure, Period
from habeas.records.statistics.numbers import read_number
from habeas.records.statistics.vocabulary import Counted, Vocabulary, fold_header

_ENOUGH: Final = 6
"""So many known headers make a line the header; no other sheet has two of them on one line."""
_SEARCHED: Final = 60
_SUMS: Final = (
    ("classification", 4, "Level A–D"),
    ("sex", 4, "Male/Female × Crim/Non-Crim"),
    ("threat", 4, "ICE Threat Level 1–3, None"),
)
_SAME: Final = 0.05
"""Sums of one facility that differ by less than this many persons a day are taken as equal: some editions round their cells."""


@dataclass(frozen=True, slots=True)
class _Header:
    line: int
    columns: Mapping[int, tuple[str, Counted]]
    titles: Mapping[int, str]
    unknown: tuple[int, ...]


def read_facilities(page: Page, words: Vocabulary, times: Times) -> bool:
    """Read a sheet of facilities; return whether it is one, which its header says."""
    header = _find(page, words)
    if header is None:
        return False
    for line in page.lines:
        if line < header.line:
            _loose(page, words, line, header=True)
        elif line == header.line:
            page.word(*(Place(line, column) for column in header.columns))
    for column in header.unknown:
        places = [Place(line, column) for line in page.lines if line >= header.line]
        page.aside(
            "records.statistics-column-unknown", places, expected="Name, Address, …", values={"title": "facilities"}
        )
    _body(page, words, header, replace(times, clock=_clock(page, header, times)))
    return True


def known_headers(words: Vocabulary, titles: Iterable[str]) -> int:
    """Return how many headers of the sheet of facilities are among these; 0 where they are too few, or none counts persons."""
    found = [words.facility[key] for title in titles if (key := fold_header(title)) in words.facility]
    counts = any(counted.unit == "persons" for _, counted in found)
    return len(found) if counts and len(found) >= _ENOUGH else 0


def _find(page: Page, words: Vocabulary) -> _Header | None:
    for line in list(page.lines)[:_SEARCHED]:
        titles = {column: " ".join(shown(value).split()) for column, value in page.lines[line].items()}
        columns = {
            column: words.facility[key]
            for column, title in titles.items()
            if (key := fold_header(title)) in words.facility
        }
        if known_headers(words, titles.values()):
            unknown = tuple(column for column, title in titles.items() if title and column not in columns)
            return _Header(line, columns, titles, unknown)
    return None


def _clock(page: Page, header: _Header, times: Times) -> periods.Clock:
    """Return how far the averages reach: up to the day before the stamp, unless the averages themselves say another day."""
    pulled, year = times.pulled, times.fiscal_year
    if pulled is None or year is None:
        return periods.Clock(None)
    first, last = date(year - 1, 10, 1), date(year, 9, 30)
    stated = min(pulled - timedelta(days=1), last)
    columns = [column for column, (_, counted) in header.columns.items() if counted.measure == "adp"]
    cells = (page.cells.get(Place(line, column)) for line in page.lines if line > header.line for column in columns)
    found = last_day((one for one in cells if isinstance(one, float)), first, days_around(pulled, first, last))
    if found is not None and found != stated:
        page.doubt(
            "records.statistics-other-day", Place(header.line, columns[0]), found=f"{found}", expected=f"{pulled}"
        )
    return periods.Clock(found or stated)


def _loose(page: Page, words: Vocabulary, line: int, *, header: bool = False) -> None:
    """Take headings, notes and blanks of a line as words."""
    for column in page.lines[line]:
        place = Place(line, column)
        text = page.words_of.get(place)
        value = page.cells[place]
        if isinstance(value, str) and (not text or words.is_note(text) or (header and words.is_heading(text))):
            page.word(place)


def _body(page: Page, words: Vocabulary, header: _Header, times: Times) -> None:
    name = next((column for column, (kind, _) in header.columns.items() if kind == "name"), None)
    for line in page.lines:
        if line <= header.line:
            continue
        filled = [
            column
            for column in page.lines[line]
            if column in header.columns and shown(page.lines[line][column]).strip()
        ]
        others = [column for column in filled if column != name]
        if not others:
            _loose(page, words, line)
            continue
        if name not in filled:
            first = Place(line, others[0])
            page.doubt("records.statistics-no-name", first, found=shown(page.cells[first])[:60])
        _facility(page, header, line, name, times)
        _loose(page, words, line)


def _facility(page: Page, header: _Header, line: int, name: int | None, times: Times) -> None:
    row = page.lines[line]
    subject = " ".join(shown(row[name]).split()) if name is not None and name in row else None
    stated = periods.day(times.pulled)
    year = Period() if times.fiscal_year is None else periods.fiscal_year(times.fiscal_year, times.clock)
    made: list[Figure] = []
    for column, (kind, counted) in header.columns.items():
        place = Place(line, column)
        if place not in page.cells:
            continue
        text = shown(page.cells[place])
        if not text.strip():
            page.word(place)
            continue
        number = read_number(page.cells[place]) if counted.unit else None
        if counted.unit and number is None:
            page.aside(
                "records.statistics-not-a-number", [place], expected="1234", values={"title": header.titles[column]}
            )
            continue
        if number:
            page.doubt_number(place, number)
        repaired = number.repaired if number else _zip(page, place, text) if kind == "zip" else None
        made.append(
            Figure(
                place=place,
                table="facilities",
                measure=counted.measure or kind,
                unit=counted.unit or "text",
                text=text,
                value=number.value if number else None,
                subject=subject or None,
                row_label=subject or None,
                column_label=header.titles[column],
                labels=counted.labels,
                period=year if counted.unit in {"persons", "days"} else stated,
                repaired=repaired,
            )
        )
    for figure in made:
        page.figure(figure)
    _check(page, Place(line, min(header.columns)), made)


def _zip(page: Page, place: Place, text: str) -> str | None:
    """Return a postal code with the zeros that a spreadsheet took from its front; ``None`` where it has lost none."""
    digits = text.strip()
    if not digits.isdigit() or not 3 <= len(digits) < 5:
        return None
    page.doubt("records.statistics-zip", place, found=digits, expected=digits.zfill(5))
    return digits.zfill(5)


def _check(page: Page, place: Place, made: Sequence[Figure]) -> None:
    """Warn where the average daily population of a facility is one number by classification and another by sex or threat level."""
    sums: dict[str, float] = {}
    for label, parts, title in _SUMS:
        values = [figure.value for figure in made if figure.measure == "adp" and label in figure.labels]
        known = [value for value in values if value is not None]
        if len(known) == parts:
            sums[title] = sum(known)
    if sums and max(sums.values()) - min(sums.values()) > _SAME:
        said = "; ".join(f"{title}: {value:.2f}" for title, value in sums.items())
        page.doubt("records.statistics-sums-differ", place, found=said)
