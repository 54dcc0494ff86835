"""Reading a claims file: YAML by its nodes, so that each field keeps its true line; spreadsheets by rows and columns.

Nothing is interpreted here: a field is the words in it, so that YAML and spreadsheets of the same claims give the same rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from habeas.claims.coding.nodes import Listing, Mapped, Node, Scalar, compose
from habeas.claims.coding.rows import FIELDS, HEAD, VERSION, Cell, Row, Sheet, parts_of
from habeas.claims.near import nearest, plain
from habeas.errors import InputError, Problem

LARGEST: Final = 64 * 1024 * 1024
_CLAIMS_SHEETS: Final = ("claims", "afirmaciones")
_HEAD_SHEETS: Final = ("file", "archivo")
_LISTS: Final = ("derived_from",)


def read(path: Path) -> Sheet:
    """Read a claims file by its suffix: ``.yaml``, ``.yml``, ``.csv``, ``.xlsx`` or ``.ods``.

    Raises :class:`InputError` where nothing of it can be read: missing, empty, too large, not what its suffix says, or of a
    newer format.
    """
    kind = path.suffix.lower()
    readers = {".yaml": _yaml, ".yml": _yaml, ".csv": _csv, ".xlsx": _workbook, ".ods": _workbook}
    if kind not in readers:
        raise InputError("claims.file-kind", file=path.name, found=kind or "-", known=sorted(readers))
    sheet = readers[kind](path.name, _bytes(path))
    version = sheet.head.get("habeas")
    if version is not None and version.text != VERSION:
        raise InputError("claims.file-version", file=path.name, found=version.text[:40], expected=VERSION)
    return sheet


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise InputError("claims.file-large", file=path.name, found=size // 2**20, expected=LARGEST // 2**20)
        content = path.read_bytes()
    except OSError as error:
        raise InputError("claims.file-missing", file=str(path), found=error.strerror or str(error)) from None
    if not content.strip():
        raise InputError("claims.file-empty", file=path.name)
    return content


def _decoded(file: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError("claims.file-encoding", file=file, row=line) from None


def _yaml(file: str, content: bytes) -> Sheet:
    root = compose(file, _decoded(file, content))
    if not isinstance(root, Mapped):
        raise InputError("claims.file-shape", file=file)
    return _YamlFile(file).sheet(root)


class _YamlFile:
    """One YAML file of claims, read from its nodes."""

    def __init__(self, file: str) -> None:
        self.file = file

    def sheet(self, root: Mapped) -> Sheet:
        problems: list[Problem] = []
        head: dict[str, Cell] = {}
        rows: list[Row] = []
        for name, line, node in self._pairs(root, problems):
            if name == "claims":
                if isinstance(node, Listing):
                    rows += [self._row(one) for one in node.nodes]
                elif not _nothing(node):
                    problems.append(Problem("claims.claims-list", self.file, line, name))
            elif name not in HEAD:
                problems.append(_unknown(self.file, line, name, (*HEAD, "claims")))
            else:
                self._cell(name, line, node, head, problems)
        return Sheet(self.file, head, tuple(rows), tuple(problems))

    def _row(self, node: Node) -> Row:
        if not isinstance(node, Mapped):
            return Row(node.line, {}, (Problem("claims.claim-shape", self.file, node.line),))
        problems: list[Problem] = []
        cells: dict[str, Cell] = {}
        for name, line, value in self._pairs(node, problems):
            if name not in FIELDS:
                problems.append(_unknown(self.file, line, name, FIELDS))
            else:
                self._cell(name, line, value, cells, problems)
        return Row(node.line, cells, tuple(problems))

    def _pairs(self, node: Mapped, problems: list[Problem]) -> Iterator[tuple[str, int, Node]]:
        seen: dict[str, int] = {}
        for key, value in node.pairs:
            name = key.text if isinstance(key, Scalar) else "?"
            if name in seen:
                values: dict[str, object] = {"first": seen[name]}
                problems.append(Problem("claims.field-twice", self.file, key.line, name, values=values))
                continue
            seen[name] = key.line
            yield name, key.line, value

    def _cell(self, name: str, line: int, node: Node, cells: dict[str, Cell], problems: list[Problem]) -> None:
        if _nothing(node):
            return
        parts = _texts(node) if name in _LISTS else None
        if isinstance(node, Scalar):
            if text := node.text.strip():
                cells[name] = Cell(text, line, parts_of(text) if name in _LISTS else ())
        elif parts is not None:
            cells[name] = Cell(", ".join(parts), line, parts)
        else:
            problems.append(Problem("claims.field-shape", self.file, line, name))


def _nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.nothing


def _texts(node: Node) -> tuple[str, ...] | None:
    """Return the words of a list of single values; ``None`` where it is anything else."""
    if not isinstance(node, Listing):
        return None
    texts = [one.text.strip() for one in node.nodes if isinstance(one, Scalar)]
    return tuple(texts) if len(texts) == len(node.nodes) else None


def _unknown(file: str, row: int, name: str, known: Sequence[str]) -> Problem:
    close = nearest(name, known)
    key = "claims.unknown-field-near" if close else "claims.unknown-field"
    values: dict[str, object] = {"found": name[:60], "near": ", ".join(close), "known": ", ".join(known)}
    return Problem(key, file, row, name[:60], values=values)


def _csv(file: str, content: bytes) -> Sheet:
    text = _decoded(file, content)
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        lines = list(_csv_lines(text, delimiter))
    except csv.Error as error:
        raise InputError("claims.file-csv", file=file, found=str(error)) from None
    return _tabular(file, lines, {})


def _csv_lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line on which it begins: a quoted cell may hold line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    for record in reader:
        yield begins, record
        begins = reader.line_num + 1


def _workbook(file: str, content: bytes) -> Sheet:
    import python_calamine

    _refuse_bomb(file, content)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        tables = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
        grids = {
            name: (table.to_python(skip_empty_area=False) if table.height else []) for name, table in tables.items()
        }
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise InputError("claims.file-workbook", file=file, found=str(error)) from None
    named = {plain(name): grid for name, grid in grids.items()}
    rows = next((named[name] for name in _CLAIMS_SHEETS if name in named), next(iter(grids.values()), []))
    about = next((named[name] for name in _HEAD_SHEETS if name in named), [])
    head = {
        plain(_words(line[0])): Cell(_words(line[1]), number)
        for number, line in enumerate(about, 1)
        if len(line) > 1 and _words(line[0]) and _words(line[1])
    }
    return _tabular(file, [(number, [_words(one) for one in line]) for number, line in enumerate(rows, 1)], head)


def _refuse_bomb(file: str, content: bytes) -> None:
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(one.file_size for one in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise InputError("claims.file-workbook", file=file, found=str(error)) from None
    if size > 4 * LARGEST:
        raise InputError("claims.file-large", file=file, found=size // 2**20, expected=4 * LARGEST // 2**20)


def _words(value: Any) -> str:
    """Return a spreadsheet's value as the words a person would have typed: whole numbers without ``.0``, dates as ISO."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    return text.removesuffix(" 00:00:00").strip()


def _tabular(file: str, lines: Sequence[tuple[int, list[str]]], head: Mapping[str, Cell]) -> Sheet:
    """Make rows of a table whose first line that is not empty names the columns."""
    full = [(number, line) for number, line in lines if any(one.strip() for one in line)]
    problems = [_unknown(file, cell.row, name, HEAD) for name, cell in head.items() if name not in HEAD]
    if not full:
        return Sheet(file, head, (), tuple(problems))
    top, titles = full[0]
    names = [plain(title).replace(" ", "_") for title in titles]
    for place, (name, title) in enumerate(zip(names, titles, strict=True)):
        if name and name not in FIELDS:
            problems.append(_unknown(file, top, title, FIELDS))
        elif name and name in names[:place]:
            problems.append(Problem("claims.field-twice", file, top, name, values={"first": top}))
    rows = [_table_row(file, number, names, line) for number, line in full[1:]]
    return Sheet(file, head, tuple(rows), tuple(problems))


def _table_row(file: str, number: int, names: Sequence[str], line: Sequence[str]) -> Row:
    cells: dict[str, Cell] = {}
    problems: list[Problem] = []
    for place, text in enumerate(line):
        name = names[place] if place < len(names) else ""
        said = text.strip()
        if not said:
            continue
        if not name:
            problems.append(Problem("claims.no-column", file, number, values={"found": said[:60]}))
        elif name in FIELDS and name not in cells:
            cells[name] = Cell(said, number, parts_of(said) if name in _LISTS else ())
    return Row(number, cells, tuple(problems))
