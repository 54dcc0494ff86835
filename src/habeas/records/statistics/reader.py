"""The reader of detention statistics: workbooks in, one long table of figures out."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from habeas.errors import InputError, Problem
from habeas.records.model import Account, Progress, Reading, Until
from habeas.records.reader import Recognition
from habeas.records.sheets import Sheet
from habeas.records.statistics.cells import plain
from habeas.records.statistics.facilities import known_headers
from habeas.records.statistics.model import Doubt, Figure, SheetFigures, Workbook
from habeas.records.statistics.vocabulary import vocabulary
from habeas.records.statistics.workbook import read_workbook
from habeas.records.writing import Told, folder, write_problems, write_rows

RELEASE: Final = "ice-detention-statistics"
SCHEMA: Final = {
    "file": "string", "sheet": "string", "line": "int64", "column": "string", "hidden": "bool_", "publication": "string",
    "fiscal_year": "int32", "pulled": "date32", "captured": "timestamp", "as_of": "date32", "table": "string", "subject": "string",
    "measure": "string", "unit": "string", "row_label": "string", "column_label": "string", "labels": "string", "month": "date32",
    "first_day": "date32", "last_day": "date32", "partial": "bool_", "future": "bool_", "value": "float64", "text": "string",
    "repaired": "string", "days_only": "bool_", "unread": "string",
}  # fmt: skip
"""The columns of the table of figures, beside ``row``, with their Arrow types."""


class StatisticsReader:
    """Reads workbooks of detention statistics of every fiscal year; a workbook is recognised by the titles of its tables."""

    name = "ice-detention-statistics"

    def recognise(self, sheets: Sequence[Sheet]) -> Recognition:
        """Count the titles and headers that are known; all sheets of a workbook that has two of them are read."""
        if any(sheet.packing != "workbook" for sheet in sheets):
            return Recognition(known=0)
        known = sum(_known(sheet) for sheet in sheets)
        return Recognition(known=known, sheets=tuple(sheets)) if known > 1 else Recognition(known=0)

    def read(
        self, sheets: Sequence[Sheet], to: Path, scratch: Path, *, progress: Progress | None, today: date
    ) -> tuple[tuple[Reading, ...], tuple[Problem, ...]]:
        """Read recognised workbooks into one reading, whatever their fiscal years; one that cannot be read again is a problem."""
        del today  # nothing is measured by it: a workbook has its own stamp
        files = list(dict.fromkeys((sheet.path, sheet.file) for sheet in sheets))
        books: list[Workbook] = []
        problems: list[Problem] = []
        for done, (path, name) in enumerate(files, 1):
            try:
                books.append(read_workbook(_unpacked(path, scratch / f"workbook-{done}"), name=name))
            except InputError as error:
                problems.append(Problem(error.key, name, values=error.values))
            if progress:
                progress(done, len(files))
        return ((_reading(books, folder(to, "figures", RELEASE)),) if books else ()), tuple(problems)


def _known(sheet: Sheet) -> int:
    words = vocabulary()
    titles = sum(1 for row in sheet.head for cell in row if cell and words.title(plain(cell)))
    return titles + max((known_headers(words, [cell or "" for cell in row]) for row in sheet.head), default=0)


def _unpacked(path: Path, to: Path) -> Path:
    """Return where a workbook's bytes are, unpacked from gzip where that is around it. Its name stays: it says when it was captured."""
    with path.open("rb") as file:
        if file.read(2) != b"\x1f\x8b":
            return path
    to.mkdir()
    made = to / path.name.removesuffix(".gz")
    with gzip.open(path) as packed, made.open("wb") as out:
        shutil.copyfileobj(packed, out)
    return made


def _reading(books: Sequence[Workbook], to: Path) -> Reading:
    table, problems = to / "rows.parquet", to / "problems.parquet"
    write_rows(table, SCHEMA, _rows(books))
    write_problems(problems, (told for book in books for sheet in book.sheets for told in _told(book, sheet)))
    pulled = max((book.pulled for book in books if book.pulled), default=None)
    years = sorted({book.fiscal_year for book in books if book.fiscal_year})
    return Reading(
        kind="figures",
        reader=StatisticsReader.name,
        generation=", ".join(f"FY{year}" for year in years),
        release=RELEASE,
        table=table,
        problems=problems,
        accounts=tuple(_account(book, sheet) for book in books for sheet in book.sheets),
        until=None if pulled is None else Until(moment=datetime.combine(pulled, time.min), ground="stated"),
        unknown_columns={
            f"{book.file}: {sheet.name}": unknown
            for book in books
            for sheet in book.sheets
            if (unknown := _unknown(sheet))
        },
    )


def _account(book: Workbook, sheet: SheetFigures) -> Account:
    """Account for the cells that are figures or not understood; titles, labels, headers and notes are in neither sum."""
    used, aside = sheet.account.figures, sheet.account.set_aside
    return Account(
        file=book.file, sheet=sheet.name, reader=StatisticsReader.name, rows=used + aside, used=used, set_aside=aside
    )


def _unknown(sheet: SheetFigures) -> tuple[str, ...]:
    return tuple(one.found or "" for one in sheet.doubts if one.key == "records.statistics-column-unknown")


def _rows(books: Sequence[Workbook]) -> Iterator[tuple[Any, ...]]:
    for book in books:
        publication = None if book.fiscal_year is None else f"FY{book.fiscal_year}"
        for sheet in book.sheets:
            for one in sheet.figures:
                yield (
                    book.file, sheet.name, one.place.line, one.place.letters, sheet.hidden, publication, sheet.fiscal_year,
                    book.pulled, book.captured, *_figure(one),
                )  # fmt: skip


def _figure(one: Figure) -> tuple[Any, ...]:
    period = one.period
    labels = json.dumps(dict(one.labels), ensure_ascii=False, sort_keys=True)
    return (
        one.as_of, one.table, one.subject, one.measure, one.unit, one.row_label, one.column_label, labels, period.month,
        period.first_day, period.last_day, period.partial, period.future, one.value, one.text, one.repaired, True, None,
    )  # fmt: skip


def _told(book: Workbook, sheet: SheetFigures) -> Iterator[Told]:
    """Yield the problems of a sheet: what was set aside one by one, doubts of one kind together, the first of them named."""
    for doubts in _together(sheet.doubts):
        first = doubts[0]
        yield Told(
            key=first.key,
            gravity=first.gravity,
            file=book.file,
            sheet=sheet.name,
            line=first.place.line if first.place else None,
            column=first.place.letters if first.place else None,
            found=first.found,
            expected=first.expected,
            n=sum(one.n for one in doubts),
            values=first.values,
        )


def _together(doubts: Iterable[Doubt]) -> Iterator[list[Doubt]]:
    kinds: dict[object, list[Doubt]] = {}
    for number, one in enumerate(doubts):
        alone = one.gravity == "error" or one.key == "records.statistics-label-unknown"
        kinds.setdefault((one.key, number if alone else None), []).append(one)
    return iter(kinds.values())
