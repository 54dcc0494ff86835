"""The published workbooks of detention statistics, each read once for all tests of a process."""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path
from zipfile import ZipFile

from habeas.records.statistics import Figure, SheetFigures, Workbook, read_workbook

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "ice-statistics"
FILES = sorted((DATA / "workbooks").glob("*.xlsx"))
NAMES = [path.name for path in FILES]

_CELL = re.compile(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_VALUE = re.compile(r"<v[^>]*>(.*?)</v>", re.DOTALL)
_ITEM = re.compile(r"<si>(.*?)</si>|<si/>", re.DOTALL)
_TEXT = re.compile(r"<t[^>]*>(.*?)</t>", re.DOTALL)


@cache
def workbook(name: str) -> Workbook:
    """Read one of the published workbooks."""
    return read_workbook(DATA / "workbooks" / name)


def sheet(book: Workbook, start: str) -> SheetFigures:
    """Return the first shown sheet whose name begins so."""
    return next(one for one in book.sheets if not one.hidden and one.name.strip().startswith(start))


def figures(book: Workbook, table: str) -> list[Figure]:
    """Return the figures of one table on the shown sheets of the workbook's own year."""
    shown = (one for one in book.sheets if not one.hidden and one.fiscal_year == book.fiscal_year)
    return [figure for one in shown for figure in one.figures if figure.table == table]


def filled_cells(name: str) -> int:
    """Count the cells of a workbook that hold anything, from the bytes of its parts and by no spreadsheet library."""
    with ZipFile(DATA / "workbooks" / name) as archive:
        names = archive.namelist()
        shared = archive.read("xl/sharedStrings.xml").decode() if "xl/sharedStrings.xml" in names else ""
        texts = [html.unescape("".join(_TEXT.findall(item))) for item in _ITEM.findall(shared)]
        sheets = [archive.read(one).decode() for one in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", one)]
    return sum(_holds(attributes, inner, texts) for part in sheets for attributes, inner in _CELL.findall(part))


def _holds(attributes: str, inner: str, texts: list[str]) -> bool:
    value = _VALUE.search(inner)
    if 't="s"' in attributes:
        return value is not None and texts[int(value[1])] != ""
    if 't="inlineStr"' in attributes:
        return any(_TEXT.findall(inner))
    return value is not None and value[1] != ""
