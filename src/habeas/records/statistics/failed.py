"""Failed formulas: cells whose computation failed (``#N/A``, ``#DIV/0!``) or was never done, which readers in compiled code give as empty.

Such a cell was meant to hold a figure; it is found in the sheet's own part of the file, so that it is not lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from habeas.records.statistics.model import Place

FAILURES: Final = frozenset(
    {"#n/a", "#ref!", "#div/0!", "#value!", "#name?", "#num!", "#null!", "#getting_data", "#spill!", "#calc!"}
)
_CELL: Final = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"[^>]*>(?:(?!</c>).)*?<v[^>]*>([^<]*)</v>', re.DOTALL
)
_FORMULA: Final = re.compile(
    rb'<c\b(?![^>]*\bt="str")[^>]*\br="([A-Z]+)(\d+)"[^>]*>\s*<f[^>]*?(?:/>|>([^<]*)</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)
"""A cell with a formula and no value: whoever wrote the file did not compute it. One whose value is an empty text did (``t="str"``)."""
_SHEET: Final = re.compile(rb"<sheet\b([^>]*)/?>")
_RELATION: Final = re.compile(rb"<Relationship\b([^>]*)/?>")
_NAMED: Final = re.compile(rb'([\w:]+)="([^"]*)"')


def failed_formulas(path: Path) -> Mapping[int, Mapping[Place, str]]:
    """Return the failed formulas of each sheet of an XLSX file, by the number of the sheet in the workbook's order (from 0).

    Empty for other kinds of workbook, and for one whose parts cannot be found by name: then nothing is known of such cells.
    """
    try:
        with ZipFile(path) as archive:
            return {
                number: found
                for number, part in enumerate(_parts(archive))
                if part and (found := _failed(archive.read(part)))
            }
    except (BadZipFile, KeyError, OSError):
        return {}


def _parts(archive: ZipFile) -> list[str | None]:
    """Return the parts of the sheets, in the workbook's order."""
    relations = {
        one.get(b"Id", b""): one.get(b"Target", b"").decode()
        for one in map(_attributes, _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")))
    }
    sheets = map(_attributes, _SHEET.findall(archive.read("xl/workbook.xml")))
    return [_part(relations.get(one.get(b"r:id", b""))) for one in sheets]


def _part(target: str | None) -> str | None:
    if target is None:
        return None
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _attributes(given: bytes) -> dict[bytes, bytes]:
    return dict(_NAMED.findall(given))


def _failed(part: bytes) -> dict[Place, str]:
    found = {}
    if b't="e"' in part:
        found = {Place(int(line), _column(letters)): value.decode() for letters, line, value in _CELL.findall(part)}
    if b"<f" in part:
        found |= {
            Place(int(line), _column(letters)): f"={formula.decode()}"
            for letters, line, formula in _FORMULA.findall(part)
        }
    return found


def is_failed(text: str) -> bool:
    """Whether a text stands for a figure that was not computed."""
    return text.lower() in FAILURES or (text.startswith("=") and len(text) > 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
