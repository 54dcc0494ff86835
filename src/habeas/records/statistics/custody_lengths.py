"""The sheet "ICLOS and Detainees": average time in custody so far, and persons by time in custody, twice a month.

Its header has three lines: year, month, and "mid" or "end"; the upper two stand over the first of their columns only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from habeas.records.failed import Place
from habeas.records.statistics import periods
from habeas.records.statistics.cells import Page, shown
from habeas.records.statistics.model import Figure, Period
from habeas.records.statistics.numbers import read_number
from habeas.records.statistics.vocabulary import Vocabulary

_HALVES: Final = frozenset({"mid", "end"})
_POPULATIONS: Final = (
    ("family-with-fear-finding", re.compile(r"(fsc|frc) facility .*fear|^family units with a positive fear")),
    ("adult-with-fear-finding", re.compile(r"adult facility .*fear|^single adults with a positive fear")),
    ("family", re.compile(r"^(fsc|frc) facility")),
    ("adult", re.compile(r"^adult facility")),
    ("total", re.compile(r"^total$")),
)
_LENGTHS: Final = {
    "0-180 days": "0-180",
    "181-365 days": "181-365",
    "366-730 days": "366-730",
    "more than 730 days": "731-",
    "total": "total",
}
_TITLES: Final = {"average in custody length of stay": "iclos", "detainees": "detainees-by-time-in-custody"}


@dataclass(frozen=True, slots=True)
class _Column:
    label: str
    period: Period
    filled: bool


def read_custody_lengths(page: Page, words: Vocabulary) -> bool:
    """Read the sheet; return whether it is it, which its lines of "mid" and "end" say."""
    headers = [
        line for line, cells in page.lines.items() if sum(_plain(value) in _HALVES for value in cells.values()) > 1
    ]
    if not headers:
        return False
    starts = [_start(page, header) for header in headers]
    filled = _filled(page, headers, starts)
    for header, start, end in zip(headers, starts, [*starts[1:], max(page.lines) + 1], strict=True):
        table = _title(page, start, header)
        columns = _columns(page, header, filled)
        if table is None:
            places = [Place(line, column) for line in page.lines if start <= line < end for column in page.lines[line]]
            page.aside("records.statistics-no-title", places, expected=", ".join(_TITLES))
            continue
        for line in range(header + 1, end):
            if line in page.lines:
                _label_group(page, line, table)
        _read(page, table, columns, [line for line in page.lines if header < line < end])
    for place, text in page.words_of.items():
        if words.is_note(text):
            page.word(place)
    return True


def _plain(value: object) -> str:
    return value.strip().lower() if isinstance(value, str) else ""


def _start(page: Page, header: int) -> int:
    """Return the line of the title above a header: the nearest that has a text in its first column and nothing beside it."""
    above = [line for line, cells in page.lines.items() if line < header - 2 and list(cells) == [0]]
    return max(above, default=header - 2)


def _title(page: Page, start: int, header: int) -> str | None:
    text = page.words_of.get(Place(start, 0), "")
    table = next((name for title, name in _TITLES.items() if text.startswith(title)), None)
    if table is None:
        return None
    for line in range(start, header + 1):
        page.word(*(Place(line, column) for column in page.lines.get(line, {})))
    return table


def _filled(page: Page, headers: list[int], starts: list[int]) -> set[int]:
    """Return the columns in which at least one figure of the whole sheet is not zero."""
    top = {line for start, header in zip(starts, headers, strict=True) for line in range(start, header + 1)}
    return {
        column
        for line, cells in page.lines.items()
        if line not in top
        for column, value in cells.items()
        if column and (number := read_number(value)) and number.value
    }


def _columns(page: Page, header: int, filled: set[int]) -> Mapping[int, _Column]:
    """Read the three lines of the header. A month that goes back without a new year begins one, with a warning: columns follow time."""
    rows = [page.lines.get(line, {}) for line in (header - 2, header - 1)]
    columns: dict[int, _Column] = {}
    year = month = published = None
    last: tuple[int, int, str] | None = None
    for column in sorted(page.lines[header]):
        half = _plain(page.lines[header][column])
        if half not in _HALVES:
            continue
        if (stated := _year(rows[0].get(column))) is not None:
            year = published = stated
        month = periods.month_number(_plain(rows[1].get(column))) or month
        if year is None or month is None or published is None:
            page.doubt("records.statistics-no-month", Place(header, column), found=half)
            continue
        if last is not None and (year, month, half == "end") <= (last[0], last[1], last[2] == "end"):
            year += 1
            expected = f"{year}"
            page.doubt(
                "records.statistics-year-repeated", Place(header, column), found=f"{published}", expected=expected
            )
        last = year, month, half
        label = f"{published} {periods.MONTHS[month - 1].title()} {half}"
        columns[column] = _Column(label, periods.half_month(year, month, half), column in filled)
        if column not in filled:
            page.doubt("records.statistics-not-filled", Place(header, column), found=label, expected="> 0")
    return columns


def _year(value: object) -> int | None:
    return (
        int(value) if isinstance(value, int | float) and not isinstance(value, bool) and 1990 < value < 2100 else None
    )


def _label_group(page: Page, line: int, table: str) -> None:
    """Take a line that holds nothing but the name of a population as a label."""
    if list(page.lines[line]) == [0] and table != "iclos" and _population(page.words_of.get(Place(line, 0), "")):
        page.word(Place(line, 0))


def _population(text: str) -> str | None:
    return next((word for word, pattern in _POPULATIONS if pattern.search(text)), None)


def _read(page: Page, table: str, columns: Mapping[int, _Column], lines: list[int]) -> None:
    group: str | None = None
    for line in lines:
        label = page.words_of.get(Place(line, 0), "")
        cells = [column for column in page.lines[line] if column]
        if not cells:
            group = _population(label) or group
            continue
        labels = _labels(table, label, group)
        if labels is None:
            page.aside(
                "records.statistics-no-label",
                [Place(line, column) for column in page.lines[line]],
                values={"title": table},
            )
            continue
        page.word(Place(line, 0))
        row = " ".join(shown(page.cells[Place(line, 0)]).split())
        for figure in _figures(page, table, columns, line, (row, labels)):
            page.figure(figure)


def _labels(table: str, label: str, group: str | None) -> Mapping[str, str] | None:
    if table == "iclos":
        population = _population(label)
        return None if population is None else {"population": population}
    length = _LENGTHS.get(label)
    return None if length is None or group is None else {"population": group, "days": length}


def _figures(
    page: Page, table: str, columns: Mapping[int, _Column], line: int, labels: tuple[str, Mapping[str, str]]
) -> Iterator[Figure]:
    for column in page.lines[line]:
        place = Place(line, column)
        if column not in columns:
            continue
        number = read_number(page.cells[place])
        if number is None:
            page.aside("records.statistics-not-a-number", [place], expected="1234")
            continue
        page.doubt_number(place, number)
        yield Figure(
            place=place,
            table=table,
            measure="iclos" if table == "iclos" else "detained",
            unit="days" if table == "iclos" else "persons",
            text=shown(page.cells[place]),
            value=number.value if columns[column].filled else None,
            row_label=labels[0],
            column_label=columns[column].label,
            labels=labels[1],
            period=columns[column].period,
            repaired=number.repaired,
        )
