"""Small tables that people hand to an estimate: headers and rows with the numbers that the file shows, whatever the format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from habeas.errors import InputError, Problem, because
from habeas.evidence import Extract, extract

_KINDS: Final = {
    **dict.fromkeys((".csv", ".tsv", ".txt"), "text/csv"),
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its number as the file shows it, and its cells by header."""

    row: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table of one file: ``headers`` in their order, ``rows`` without the empty ones, and what was doubtful in reading it."""

    file: str
    headers: tuple[str, ...]
    rows: tuple[TableRow, ...]
    problems: tuple[Problem, ...]


def read_table(path: Path) -> TableFile:
    """Read the first sheet of a CSV or XLSX file whose first row that is not empty holds the headers.

    Cells come as text, stripped. A row with more cells than headers is a problem and set aside. Raises
    :class:`~habeas.errors.InputError` where the file cannot be read, holds no table, or names two columns alike.
    """
    file = path.name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError("estimation.unreadable", file=str(path), found=because(error)) from None
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        raise InputError("estimation.no-such-kind", file=file, found=path.suffix or "–")
    read = extract(content, kind)
    rows = [(at, row) for at, row in enumerate(_cells(read), 1) if any(row)]
    if not rows:
        raise InputError("estimation.no-table", file=file)
    headers = list(rows[0][1])
    while headers and not headers[-1]:
        headers.pop()
    twice = sorted({one for one in headers if headers.count(one) > 1})
    if twice:
        raise InputError("estimation.header-twice", file=file, found=twice)
    problems = [*read.problems]
    found = []
    for at, row in rows[1:]:
        if any(row[len(headers) :]):
            problems.append(
                Problem("estimation.row-too-long", file, at, values={"found": len(row), "expected": len(headers)})
            )
            continue
        found.append(TableRow(at, dict(zip(headers, [*row, *[""] * len(headers)], strict=False))))
    return TableFile(file, tuple(headers), tuple(found), tuple(problems))


def _cells(read: Extract) -> list[list[str]]:
    """Return the cells of the first sheet, row by row."""
    if not read.sheets:
        return []
    sheet, found = read.sheets[0], []
    at = sheet.start
    for widths in sheet.widths:
        row = []
        for width in widths:
            row.append(read.text[at : at + width].strip())
            at += width + 1
        at += 0 if widths else 1
        found.append(row)
    return found
