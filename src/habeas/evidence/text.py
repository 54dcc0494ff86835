"""What was read out of an original: its text, with a map from every character to its page, or to its sheet and cell.

Offsets count code points of :attr:`Extract.text`. The text is normalised once, by :func:`normal`, and by nothing else; a quote
is compared with it byte for byte.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from habeas.errors import Problem

PAGE_BREAK: Final = "\f"
"""Stands between two pages and between two sheets, so that no quote crosses them unseen."""


def normal(text: str) -> str:
    """Return the text as every format hands it on: each newline a line feed, Unicode NFC, NUL as U+FFFD. Nothing else changes."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return unicodedata.normalize("NFC", plain)


def letters(number: int) -> str:
    """Return the letters of a column counted from 1: 1 is ``A``, 27 is ``AA``."""
    out = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        out = chr(65 + rest) + out
    return out


def column_number(column: str) -> int | None:
    """Return the number, counted from 1, of a column's letters (``AA`` is 27); ``None`` when they are no letters A to Z."""
    total = 0
    for letter in column.upper():
        if not "A" <= letter <= "Z":
            return None
        total = total * 26 + ord(letter) - 64
    return total or None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet inside the text, from the offset ``start``: rows end in a newline, cells are parted by a tab.

    ``widths`` holds the length of every cell, row by row, from row 1 and column A on; it, not the tabs, says where a cell
    begins, so a cell may hold tabs and newlines of its own. Empty cells at the end of a row are not kept.
    """

    name: str
    start: int
    widths: tuple[tuple[int, ...], ...]
    _rows: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lengths = (sum(row) + max(len(row), 1) for row in self.widths)
        object.__setattr__(self, "_rows", tuple(accumulate(lengths, initial=self.start)))

    @property
    def end(self) -> int:
        """The offset after the last row."""
        return self._rows[-1]

    def span(self, row: int, column: str) -> tuple[int, int] | None:
        """Return where a cell stands in the text; ``None`` beyond the last row, or the last cell of the row."""
        number = column_number(column)
        if number is None or not 1 <= row <= len(self.widths) or number > len(self.widths[row - 1]):
            return None
        before = self.widths[row - 1][: number - 1]
        start = self._rows[row - 1] + sum(before) + len(before)
        return start, start + self.widths[row - 1][number - 1]

    def cell_at(self, offset: int) -> tuple[int, str] | None:
        """Return the row and the column letters of a character; a tab or newline between cells belongs to the cell before."""
        if not self.start <= offset < self.end:
            return None
        row = bisect_right(self._rows, offset)
        place = self._rows[row - 1]
        for number, width in enumerate(self.widths[row - 1], 1):
            place += width + 1
            if offset < place:
                return row, letters(number)
        return row, "A"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """The text of one original, and how it was read.

    ``extractor`` names the reader and its version (``pdf-1``): while it stays the same, the same bytes give the same text.
    ``pages`` holds the offset at which each page begins (empty where the format has no pages); ``sheets`` the tables of a
    workbook or CSV file (a CSV file's one sheet has the name ``""``). ``encoding`` and ``delimiter`` are those that were read
    with, where the format leaves them open. ``problems`` are the doubts: a guessed encoding, pages without text.
    """

    media_type: str
    extractor: str
    text: str
    pages: tuple[int, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    problems: tuple[Problem, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Return the page, counted from 1, on which a character stands; ``None`` where the format has no pages."""
        return bisect_right(self.pages, offset) or None

    def sheet(self, name: str) -> Sheet | None:
        """Return a sheet by its exact name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def cell(self, sheet: str, row: int, column: str) -> str | None:
        """Return the content of a cell as text; ``""`` when it is empty, ``None`` when the sheet does not reach that far."""
        found = self.sheet(sheet)
        span = found.span(row, column) if found else None
        return self.text[span[0] : span[1]] if span else None

    def cell_at(self, offset: int) -> tuple[str, int, str] | None:
        """Return the sheet, row and column letters at which a character stands; ``None`` where there are no sheets."""
        for sheet in self.sheets:
            place = sheet.cell_at(offset)
            if place:
                return sheet.name, *place
        return None


def paged(pages: list[str]) -> tuple[str, tuple[int, ...]]:
    """Join page texts with :data:`PAGE_BREAK`; return the text and the offset at which each page begins."""
    starts = accumulate((len(page) + 1 for page in pages[:-1]), initial=0) if pages else ()
    return PAGE_BREAK.join(pages), tuple(starts)


def tabled(sheets: list[tuple[str, list[list[str]]]]) -> tuple[str, tuple[Sheet, ...]]:
    """Join sheets of normalised cells into one text with its map. Empty cells and rows at the ends are left out."""
    parts: list[str] = []
    made: list[Sheet] = []
    offset = 0
    for name, rows in sheets:
        kept = _trimmed(rows)
        body = "".join("\t".join(row) + "\n" for row in kept)
        made.append(Sheet(name, offset, tuple(tuple(len(cell) for cell in row) for row in kept)))
        parts.append(body)
        offset += len(body) + 1
    return PAGE_BREAK.join(parts), tuple(made)


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    kept = []
    for row in rows:
        last = len(row)
        while last and not row[last - 1]:
            last -= 1
        kept.append(row[:last])
    while kept and not kept[-1]:
        kept.pop()
    return kept
