"""CSV: rows and cells. The encoding and the delimiter are worked out from the bytes, and stated."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Final

from habeas.errors import InputError, Problem
from habeas.evidence.decode import decode
from habeas.evidence.text import Extract, normal, tabled

EXTRACTOR: Final = "csv-1"
DELIMITERS: Final = (",", ";", "\t", "|")
_SAMPLE: Final = 65_536
_LONGEST_CELL: Final = 131_072
"""A longer cell is a quotation mark that was never closed."""


def read(data: bytes) -> Extract:
    """Read a CSV file as one sheet of the name ``""``; rows count records from 1, blank lines included."""
    decoded = decode(data)
    text = decoded.text.removeprefix("\ufeff")
    delimiter, problems = _delimiter(text)
    try:
        rows = [[normal(cell) for cell in row] for row in _rows(text, delimiter)]
    except csv.Error as error:
        raise InputError("evidence.csv-broken", found=str(error)) from None
    body, sheets = tabled([("", rows)])
    return Extract(
        media_type="text/csv",
        extractor=EXTRACTOR,
        text=body,
        sheets=sheets,
        encoding=decoded.encoding,
        delimiter=delimiter,
        problems=(*decoded.problems, *problems),
    )


def _rows(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)  # one limit holds for a whole process: whoever read before may have set another
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _delimiter(text: str) -> tuple[str, tuple[Problem, ...]]:
    """Return the delimiter under which most sampled rows have the same number of cells, above one.

    Where two delimiters fit equally well the first of :data:`DELIMITERS` is used, and a problem says so. A file of one column
    has no delimiter to find: the comma, which then parts nothing, is used.
    """
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: sample.rfind("\n") + 1] or sample
    fits = {delimiter: _fit(sample, delimiter) for delimiter in DELIMITERS}
    best = max(fits.values())
    if best == (0.0, 0):
        return ",", ()
    equal = [delimiter for delimiter, fit in fits.items() if fit == best]
    if len(equal) == 1:
        return equal[0], ()
    names: list[object] = [f"“{delimiter}”" for delimiter in equal]
    return equal[0], (
        Problem("evidence.delimiter-guessed", gravity="warning", values={"found": names, "used": equal[0]}),
    )


def _fit(sample: str, delimiter: str) -> tuple[float, int]:
    """Return the share of rows that have the commonest number of cells, and that number; zeros when it is one."""
    try:
        sizes = Counter(len(row) for row in _rows(sample, delimiter) if row)
    except csv.Error:
        return 0.0, 0
    if not sizes:
        return 0.0, 0
    size, times = max(sizes.items(), key=lambda pair: (pair[1], pair[0]))
    return (0.0, 0) if size == 1 else (times / sizes.total(), size)
