"""Workbooks: every sheet, hidden ones too, cell by cell, as stored and not as shown.

``0.64`` shown as 64 % is read as ``0.64``; dates are ISO. A merged cell has its content where the file keeps it, in its first
cell; the others are empty, nothing is filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import IO, Any, Final
from zipfile import ZipFile

from habeas.errors import InputError, Problem
from habeas.evidence import archive
from habeas.evidence.formats import rows_only
from habeas.evidence.text import Extract, column_number, normal, tabled

EXTRACTOR: Final = "xlsx-1"
CELLS_LIMIT: Final = 20_000_000
"""Cells between A1 and the last one used, over all sheets. One stray cell in row 1,048,576 would otherwise fill the memory."""
UNFOLDED_LIMIT: Final = 128 * 2**20
"""Bytes up to which a workbook that is no bomb is unfolded for its text: a few hundred thousand rows; a larger one holds records."""

_PLACE: Final = re.compile(rb"<(?:[\w.-]+:)?(?:c|row)\s[^>]*?\br\s*=\s*[\"']([A-Za-z]{0,3})(\d{1,7})[\"']")
_CELL: Final = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_PIECE: Final = 2**20
_OVERLAP: Final = 1024


def read(data: bytes) -> Extract:
    """Read a workbook. Raises InputError when it is broken or locked.

    One that spreads over more than :data:`CELLS_LIMIT` cells, or unfolds to more than :data:`UNFOLDED_LIMIT`, gives no text.
    """
    if archive.unfolded(data) > UNFOLDED_LIMIT:
        return Extract(media_type=archive.SHEET, extractor=EXTRACTOR, text="", problems=(rows_only(),))
    archive.check(data)
    cells = _measure(data)
    if cells > CELLS_LIMIT:
        values: dict[str, object] = {"found": cells, "limit": CELLS_LIMIT}
        doubt = Problem("evidence.sheet-too-wide", gravity="warning", values=values)
        return Extract(media_type=archive.SHEET, extractor=EXTRACTOR, text="", problems=(doubt,))
    text, sheets = tabled(list(_sheets(data)))
    return Extract(media_type=archive.SHEET, extractor=EXTRACTOR, text=text, sheets=sheets)


def _sheets(data: bytes) -> Iterator[tuple[str, list[list[str]]]]:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        for sheet in book.sheets_metadata:
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet:
                rows = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                yield sheet.name, [[normal(written(cell)) for cell in row] for row in rows]
    except calamine.PasswordError:
        raise InputError("evidence.office-password") from None
    except calamine.CalamineError:
        raise InputError("evidence.office-broken") from None


def _measure(data: bytes) -> int:
    """Return over how many cells the sheets spread, before a reader sets memory aside for every cell between."""
    total = 0
    with ZipFile(BytesIO(data)) as container:
        for member in container.infolist():
            with container.open(member) as stream:
                total += _area(stream)
    return total


def _area(stream: IO[bytes]) -> int:
    """Return rows times columns up to the furthest cell. Where no cell states its place, all could stand in one row."""
    row = column = cells = 0
    tail = b""
    while piece := stream.read(_PIECE):
        window = tail + piece
        for name, number in set(_PLACE.findall(window)):
            row = max(row, int(number))
            column = max(column, column_number(name.decode()) or 0)
        cells += len(_CELL.findall(window))
        tail = window[-_OVERLAP:]
    return row * column if column else max(row, 1) * min(cells, 16_384)


def written(cell: Any) -> str:
    """Write a stored value: ``36000``, ``0.64``, ``2023-02-25``, ``TRUE``; a whole number has no decimals."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)
