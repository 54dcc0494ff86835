"""Staging: the rows of a sheet as texts, each with its line, its key and a number that is equal for equal cells.

The key of a row is made of the list's name and of its filled cells with their headers, in the order of the headers' words: it stays
what it is where rows or columns are moved, empty columns come or go, or the file is packed otherwise. A row that is equal to another of its list counts as the second, third, …
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from habeas.errors import Problem
from habeas.people.lists.headers import Column, Header
from habeas.people.lists.values import fold
from habeas.records import Sheet, connect, plain

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

_SPACES: Final = " \t\r\n\u00a0"
_UNIT: Final = "\x1f"
_RECORD: Final = "\x1e"
KEY: Final = 12
"""How many hexadecimal digits of its SHA-256 a key has."""
_FOOTER: Final = re.compile(
    r"(?:sub)?total(?:es)?\b.*|fuentes?\s*:.*|sources?\s*:.*|elaborad[oa]\b.*|actualizad[oa]\b.*|updated\b.*|notas?:.*|notes?:.*"
)

"""What begins a line under a list. Fuentes is a surname too: only with a colon after it is the line no person's."""


class Staged(NamedTuple):
    """The rows of a sheet that can be mentions: ``line``, the columns, and ``content`` (a number) and ``cells`` (a text), equal where the cells are.

    ``rows`` are all below the header; those that can be no mention are in ``problems``.
    """

    table: pa.Table
    rows: int
    problems: tuple[Problem, ...]


def stage(sheet: Sheet, header: Header, file: str, scratch: Path) -> Staged:
    """Read a sheet's rows below its header."""
    with connect(scratch) as engine:
        wanted = [*header.known, *([header.lists] if header.lists else [])]
        query = f"SELECT {_columns(sheet, header, wanted)} FROM {sheet.source} WHERE line > {header.line}"  # noqa: S608 - own names
        table = engine.execute(query).to_arrow_table()
        unnamed = tuple(_unnamed(engine, sheet, header, file))
    staged = _without_others(table, header, file)
    return staged._replace(problems=(*unnamed, *staged.problems))


def _unnamed(engine: DuckDBPyConnection, sheet: Sheet, header: Header, file: str) -> Iterator[Problem]:
    """Say which columns have values and no header, as a spreadsheet letters them."""
    places = {one.name: place for place, one in enumerate(header.columns) if not one.title}
    if not places:
        return
    counts = ", ".join(f"count({_text(name, sheet.columns[name])})" for name in places)
    found = engine.execute(f"SELECT {counts} FROM {sheet.source} WHERE line > {header.line}").fetchone() or ()  # noqa: S608 - own names
    letters = [_letters(place) for place, n in zip(places.values(), found, strict=True) if n]
    if letters:
        yield Problem(
            "lists.columns-unnamed",
            file,
            row=header.line or None,
            gravity="warning",
            values={"n": len(letters), "columns": letters},
        )


def _letters(place: int) -> str:
    """Return how a spreadsheet calls a column: A, B, and AA after Z."""
    return ("" if place < 26 else _letters(place // 26 - 1)) + chr(ord("A") + place % 26)


def _columns(sheet: Sheet, header: Header, wanted: Sequence[Column]) -> str:
    """Return SQL of what is selected: the line, texts without spaces around them, what tells rows apart, and how many cells are filled.

    The column of lists tells no rows apart and fills none: a row is what it is whether its list stands in a file with others or in one of its own.
    """
    columns = header.columns
    texts = {one.name: _text(one.name, sheet.columns[one.name]) for one in columns}
    ordered = sorted((one for one in columns if one != header.lists), key=lambda one: (plain(one.title), one.title))
    cells = " || ".join(
        f"coalesce({_literal(plain(one.title) + _UNIT)} || {texts[one.name]} || {_literal(_RECORD)}, '')"
        for one in ordered
    )
    filled = " + ".join(f"CAST({texts[one.name]} IS NOT NULL AS INTEGER)" for one in ordered)
    kept = ", ".join(f"{texts[one.name]} AS {_quoted(one.name)}" for one in {one.name: one for one in wanted}.values())
    same = " AND ".join(f"coalesce({texts[one.name]}, '') = {_literal(one.title)}" for one in columns)
    return f"CAST(line AS BIGINT) AS line, {kept}, hash({cells}) AS content, sha256({cells})[1:32] AS cells, {filled} AS filled, {same} AS heading"


def _text(name: str, kind: str) -> str:
    text = _quoted(name) if kind == "VARCHAR" else f"CAST({_quoted(name)} AS VARCHAR)"
    if kind in {"DOUBLE", "FLOAT"}:
        text = rf"regexp_replace({text}, '\.0$', '')"
    return f"nullif(trim({text}, '{_SPACES}'), '')"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _without_others(table: pa.Table, header: Header, file: str) -> Staged:
    """Take out the rows that name nobody: empty ones, headers that stand there again, and lines under the list."""
    import pyarrow.compute as pc

    rows, problems = table.num_rows, []
    blank = pc.equal(table.column("filled"), 0)
    again = pc.fill_null(table.column("heading"), fill_value=False)
    footer = _footers(table, header)
    for key, mask, gravity in (
        ("blank-rows", blank, "note"),
        ("header-again", again, "note"),
        ("not-a-person", footer, "warning"),
    ):
        lines = table.filter(mask).column("line")
        if len(lines):
            problems.append(
                Problem(f"lists.{key}", file, row=lines[0].as_py(), gravity=gravity, values={"n": len(lines)})
            )
    kept = table.filter(pc.invert(pc.or_(pc.or_(blank, again), footer))).drop_columns(["filled", "heading"])
    return Staged(kept, rows, tuple(problems))


def _footers(table: pa.Table, header: Header) -> Any:
    """Return which rows hold one cell that says a total or a source, in a list of three columns and more."""
    import pyarrow as pa
    import pyarrow.compute as pc

    alone = pc.equal(table.column("filled"), 1)
    if len(header.columns) < 3:
        return pc.and_(alone, pa.scalar(value=False))
    rows = pc.indices_nonzero(alone)
    places = rows.to_pylist()
    found = [False] * table.num_rows
    for one in header.known:
        texts = table.column(one.name).take(rows).to_pylist()
        for place, text in zip(places, texts, strict=True):
            found[place] = found[place] or (text is not None and _FOOTER.fullmatch(fold(text)) is not None)
    return pa.array(found, pa.bool_())


def keys(name: str, table: pa.Table) -> tuple[list[str], int]:
    """Return the key of every row of a list, and how many rows are equal to one before them.

    A key is the start of a SHA-256 over the list's name, the row's cells (as their own SHA-256) and which of equal rows it is.
    """
    seen: dict[str, int] = {}
    taken: set[str] = set()
    made: list[str] = []
    again = 0
    start = hashlib.sha256(f"{name}{_UNIT}".encode())
    for cells in table.column("cells").to_pylist():
        n = seen.get(cells, 0)
        seen[cells] = n + 1
        again += n > 0
        key = _key(start, cells, n)
        while key in taken:  # two rows whose keys begin alike: the later one is told apart, as an equal row is
            n += 1
            key = _key(start, cells, n)
        taken.add(key)
        made.append(key)
    return made, again


def _key(start: Any, cells: str, n: int) -> str:
    digest = start.copy()
    digest.update(f"{cells}{_UNIT}{n}".encode())
    return str(digest.hexdigest()[:KEY])
