"""Failed formulas: cells whose computation failed (``#N/A``, ``#DIV/0!``) or was never done, which readers in compiled code give as empty.

Such a cell was meant to say something: an end of custody that is not computed is not a custody without end. It is found in the
sheet's own part of the file, a block at a time, so that it is not lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Final, NamedTuple
from zipfile import BadZipFile, ZipFile

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
_BLOCK: Final = 1 << 22


class Place(NamedTuple):
    """A cell: its line as the file shows it (from 1) and its column (from 0)."""

    line: int
    column: int

    @property
    def letters(self) -> str:
        """The column as a spreadsheet names it: 0 is ``A``, 26 is ``AA``."""
        left, name = self.column + 1, ""
        while left:
            left, rest = divmod(left - 1, 26)
            name = chr(65 + rest) + name
        return name


def failed_formulas(path: Path) -> Mapping[int, Mapping[Place, str]]:
    """Return the failed formulas of each sheet of an XLSX file, by the number of the sheet in the workbook's order (from 0).

    Empty for other kinds of workbook, and for one whose parts cannot be found by name: then nothing is known of such cells.
    """
    try:
        with ZipFile(path) as archive:
            found = {}
            for number, part in enumerate(_parts(archive)):
                if part is None:
                    continue
                with archive.open(part) as rows:
                    failed = _failed(rows)
                if failed:
                    found[number] = failed
            return found
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


def _failed(part: IO[bytes]) -> dict[Place, str]:
    found: dict[Place, str] = {}
    for rows in _blocks(part):
        if b't="e"' in rows:
            found |= {
                Place(int(line), _column(letters)): value.decode() for letters, line, value in _CELL.findall(rows)
            }
        if b"<f" in rows:
            found |= {
                Place(int(line), _column(letters)): f"={formula.decode()}"
                for letters, line, formula in _FORMULA.findall(rows)
            }
    return found


def _blocks(part: IO[bytes]) -> Iterator[bytes]:
    """Yield a sheet's part in blocks that end with a whole row: no sheet of any size is held whole."""
    left = b""
    while block := part.read(_BLOCK):
        whole = left + block
        end = whole.rfind(b"</row>")
        if end < 0:
            left = whole
            continue
        yield whole[:end]
        left = whole[end:]
    yield left


def is_failed(text: str) -> bool:
    """Whether a text stands for a figure that was not computed."""
    return text.lower() in FAILURES or (text.startswith("=") and len(text) > 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
