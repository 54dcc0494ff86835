"""Workbooks: every sheet read by what stands in it, whatever it is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from habeas.records.failed import Place
from habeas.records.layout import fold
from habeas.records.statistics import periods
from habeas.records.statistics.bed_days import days_around, last_day
from habeas.records.statistics.blocks import Block, find_blocks
from habeas.records.statistics.body import Body, Times
from habeas.records.statistics.cells import Page, pages, shown
from habeas.records.statistics.columns import find_heading
from habeas.records.statistics.custody_lengths import read_custody_lengths
from habeas.records.statistics.facilities import read_facilities
from habeas.records.statistics.model import Doubt, SheetFigures, Workbook
from habeas.records.statistics.numbers import read_number
from habeas.records.statistics.periods import Clock
from habeas.records.statistics.vocabulary import Vocabulary, vocabulary

_SOURCE: Final = "integrated decision support"
_HEAD: Final = 12
"""Headings of a sheet stand within so many lines of its top."""


def read_workbook(path: Path, *, name: str | None = None) -> Workbook:
    """Read a workbook of detention statistics: every cell that is not empty becomes a figure, a word, or is set aside with a problem.

    ``name`` is what the file is called in the result.

    Raises:
        InputError: the file is no workbook that can be read.
    """
    words = vocabulary()
    file = name or path.name
    sheets = pages(path)
    years = [_stated_year(page, words) for page in sheets]
    named = periods.fiscal_years_in(path.name)
    fiscal_year = _most([year for page, year in zip(sheets, years, strict=True) if year and not page.hidden] or named)
    pulled = _pulled(sheets)
    stamp = Clock(None if pulled is None else pulled - timedelta(days=1))
    read = tuple(
        _sheet(page, words, Times(fiscal_year=year or fiscal_year, clock=stamp, pulled=pulled), fiscal_year)
        for page, year in zip(sheets, years, strict=True)
    )
    read = _with_faults(read, fiscal_year, pulled, named[0] if named else None)
    return Workbook(
        file=file, fiscal_year=fiscal_year, pulled=pulled, captured=periods.captured(path.name), sheets=read
    )


def _sheet(page: Page, words: Vocabulary, times: Times, fiscal_year: int | None) -> SheetFigures:
    """Read one sheet by what it holds, and account for its cells."""
    if times.fiscal_year != fiscal_year:
        values = {"hidden": "yes" if page.hidden else "no"}
        found, expected = f"FY{times.fiscal_year}", f"FY{fiscal_year}"
        page.doubt("records.statistics-other-year", None, found=found, expected=expected, values=values)
    if not (_definitions(page) or read_facilities(page, words, times) or read_custody_lengths(page, words)):
        blocks = find_blocks(page, words)
        times = _held(page, blocks, words, times)
        for block in blocks:
            Body(page, block, words, times).read()
    for place in list(page.left()):
        text = page.words_of.get(place, "")
        if isinstance(page.cells[place], str) and (not text or words.is_heading(text) or words.is_note(text)):
            page.word(place)
    if not page.read:
        page.aside("records.statistics-sheet-unknown", page.left())
    figures, doubts, account = page.close()
    return SheetFigures(
        name=page.name,
        hidden=page.hidden,
        fiscal_year=times.fiscal_year,
        figures=figures,
        doubts=doubts,
        account=account,
    )


def _held(page: Page, blocks: Sequence[Block], words: Vocabulary, times: Times) -> Times:
    """Return how far the figures of a sheet reach: up to the day that its averages say, else as far as its months and the stamp do."""
    pulled, year = times.pulled, times.fiscal_year
    months = [one for block in blocks for one in _months(page, block, words, year)]
    if year is None or not months:
        return times
    reached, place = max(months)
    averages = [value for block in blocks for value in _averages(page, block, words)]
    first, last = date(year - 1, 10, 1), date(year, 9, 30)
    found = last_day(averages, first, days_around(pulled, first, last)) if pulled else None
    if found is not None and (found.year, found.month) == (reached.year, reached.month):
        if found != min((pulled or found) - timedelta(days=1), last):
            page.note("records.statistics-other-day", place, found=f"{found}", expected=f"{pulled}")
        return replace(times, clock=Clock(found))
    if pulled and reached >= pulled:
        page.doubt("records.statistics-after-stamp", place, found=f"{reached:%Y-%m}", expected=f"{pulled}")
    over = (
        pulled is not None
        and periods.month(reached.year, reached.month, Clock(pulled - timedelta(days=1))).partial is False
    )
    return times if over and pulled and reached < pulled else replace(times, clock=Clock(None, reached))


def _months(page: Page, block: Block, words: Vocabulary, year: int | None) -> Iterator[tuple[date, Place]]:
    """Yield the first days of months in which a table of the sheet's own year has figures other than 0, with their cells."""
    heading = None if block.table.rows[0].name == "fiscal_year" else find_heading(page, block, words)
    for line in block.lines(page) if heading else ():
        for column, one in heading.columns.items() if heading and line > heading.line else ():
            number = read_number(page.cells.get(Place(line, column), ""))
            first = one.first or (date(year - (one.month >= 10), one.month, 1) if one.month and year else None)
            if number and number.value and first:
                yield first, Place(line, column)


def _averages(page: Page, block: Block, words: Vocabulary) -> Iterator[float]:
    """Yield the average daily populations of the year to date."""
    heading = find_heading(page, block, words) if block.table.default.measure == "adp" else None
    for column, one in heading.columns.items() if heading else ():
        cells = (page.cells.get(Place(line, column)) for line in block.lines(page) if heading and line > heading.line)
        yield from (cell for cell in cells if isinstance(cell, float) and not one.month)


def _definitions(page: Page) -> bool:
    """Take a list of terms and definitions as words: two columns of text under a header that says so. Return whether it is one."""
    for line, cells in page.lines.items():
        if [fold(shown(value)) for value in cells.values()] == ["term", "definition"]:
            page.word(
                *(place for place in page.cells if place.line >= line and place.column < 2 and place in page.words_of)
            )
            return True
    return False


def _stated_year(page: Page, words: Vocabulary) -> int | None:
    """Return the fiscal year that a sheet's headings state, else its name."""
    texts = [text for place, text in page.words_of.items() if place.line <= _HEAD and words.is_heading(text)]
    found = [
        year for text in texts if not text.startswith("these statistics") for year in periods.fiscal_years_in(text)
    ]
    return _most(found or periods.fiscal_years_in(page.name))


def _most(years: Sequence[int]) -> int | None:
    """Return the year stated most often, of several the first."""
    return Counter(years).most_common(1)[0][0] if years else None


def _pulled(sheets: Sequence[Page]) -> date | None:
    """Return the day of the stamp, on whichever shown sheet it stands."""
    texts = (text for page in sheets if not page.hidden for text in page.words_of.values() if _SOURCE in text)
    return next((day for text in texts for day in periods.days_in(text)), None)


def _with_faults(
    sheets: tuple[SheetFigures, ...], fiscal_year: int | None, pulled: date | None, named: int | None
) -> tuple[SheetFigures, ...]:
    """Add what concerns the workbook as a whole to its first sheet."""
    told: list[Doubt] = []
    if pulled is None:
        told.append(
            Doubt(key="records.statistics-no-stamp", gravity="warning", expected="Source: … (IIDS), 10/07/2024")
        )
    elif fiscal_year and not date(fiscal_year - 1, 10, 1) <= pulled <= date(fiscal_year, 11, 15):
        told.append(
            Doubt(
                key="records.statistics-stamp-outside",
                gravity="warning",
                found=f"{pulled}",
                expected=f"FY{fiscal_year}",
            )
        )
    if named and fiscal_year and named != fiscal_year:
        told.append(
            Doubt(
                key="records.statistics-name-year", gravity="warning", found=f"FY{named}", expected=f"FY{fiscal_year}"
            )
        )
    if not told or not sheets:
        return sheets
    first = sheets[0]
    return (replace(first, doubts=(*told, *first.doubts)), *sheets[1:])
