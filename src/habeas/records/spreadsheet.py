"""Workbooks (XLSX, XLSB, XLS, ODS): every sheet unpacked to columns of text by a reader in compiled code, one sheet at a time.

A date cell comes out as ISO 8601, a number as its shortest decimal form. A row is counted as the program that shows it counts. A cell
whose formula failed or was not computed comes out as "=" and what is known of it, which no form can be read from: it is not an empty cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zipfile import BadZipFile, ZipFile

from habeas.errors import Problem
from habeas.records.engine import ROW_GROUP
from habeas.records.failed import Place, failed_formulas

if TYPE_CHECKING:
    import pyarrow as pa
    from fastexcel import ExcelReader

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


class Unpacked(NamedTuple):
    """One sheet as a Parquet file of ``height`` rows and the text columns ``c0``, ``c1``, …; row n is row n of the sheet. ``failed``: a formula has no value."""

    name: str
    rows: Path
    width: int
    height: int
    failed: bool


def fault(path: Path, name: str) -> Problem | None:
    """Say why a file that is packed as a workbook cannot be opened as one; ``None`` where nothing speaks against it."""
    with path.open("rb") as file:
        start = file.read(8)
    if start == _OLE:
        return Problem("records.encrypted", name) if _holds(path, _ENCRYPTED) else None
    try:
        with ZipFile(path) as archive:
            parts = frozenset(archive.namelist())
    except (BadZipFile, OSError, ValueError) as error:
        return Problem("records.zip-broken", name, values={"why": str(error)})
    return None if parts.intersection(_PARTS) else Problem("records.zip-other", name)


def _holds(path: Path, wanted: bytes) -> bool:
    """Look for bytes in a file without holding it whole."""
    tail = b""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            if wanted in tail + block:
                return True
            tail = block[-len(wanted) :]
    return False


def unpack(path: Path, name: str, scratch: Path) -> Iterator[Unpacked | Problem]:
    """Yield every sheet of a workbook, or the problem that keeps it from being read; one sheet at a time is in memory."""
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        names = book.sheet_names
    except fastexcel.FastExcelError as error:
        yield Problem("records.workbook-unreadable", name, values={"why": _first_line(error)})
        return
    failed = failed_formulas(path)
    for number, sheet in enumerate(names):
        try:
            yield _sheet(book, sheet, scratch / f"sheet-{number}.parquet", failed.get(number, {}))
        except fastexcel.FastExcelError as error:
            yield Problem("records.sheet-unreadable", name, values={"sheet": sheet, "why": _first_line(error)})


def _sheet(book: ExcelReader, sheet: str, rows: Path, failed: Mapping[Place, str]) -> Unpacked:
    import pyarrow as pa
    import pyarrow.parquet as pq

    # Not eager: the eager way starts at the first filled row, and rows would then be counted from there.
    batch, errors = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_arrow_with_errors()
    table = pa.Table.from_batches([batch]).rename_columns([f"c{i}" for i in range(batch.num_columns)])
    # What XLSX says of a cell goes before what the reader says: it has the formula, too.
    wrong = {Place(one.offset_position[0] + 1, one.offset_position[1]): "#" for one in errors.errors} if errors else {}
    wrong |= failed
    table = _marked(table, wrong)
    if table.num_columns:
        pq.write_table(table, rows, row_group_size=ROW_GROUP, compression="snappy")
    return Unpacked(sheet, rows, table.num_columns, table.num_rows, failed=bool(wrong))


def _marked(table: pa.Table, failed: Mapping[Place, str]) -> pa.Table:
    """Return the rows with a text in each cell whose formula failed."""
    import pyarrow as pa

    columns: dict[int, dict[int, str]] = {}
    for place, text in failed.items():
        if place.line <= table.num_rows and place.column < table.num_columns:
            columns.setdefault(place.column, {})[place.line - 1] = text if text.startswith("=") else f"={text}"
    for number, texts in columns.items():
        cells = table.column(number).to_pylist()
        for row, text in texts.items():
            cells[row] = text
        table = table.set_column(number, table.field(number), pa.array(cells, table.field(number).type))
    return table


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
