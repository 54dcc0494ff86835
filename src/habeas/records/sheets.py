"""Sheets: whatever a file is, it opens as sheets of rows, each row with the line under which the file shows it.

What a file is, is read from its first bytes; its name is only held against that. A sheet is unpacked once into a folder that is
thrown away, as Parquet, so that no sheet of any size is ever in memory as a whole afterwards.
"""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from habeas.errors import Problem
from habeas.records import delimited, spreadsheet
from habeas.records.engine import is_full, literal, quoted

HEAD: Final = 60
"""How many rows of a sheet are looked at for its header."""

Packing = Literal["parquet", "workbook", "text"]
_BY_NAME: Final[Mapping[str, Packing]] = {
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), "workbook"),
    **dict.fromkeys((".csv", ".tsv", ".txt", ".psv"), "text"),
    ".parquet": "parquet",
}
_SAID: Final = {"parquet": "Parquet", "workbook": "XLSX", "text": "CSV"}
_TAKEN: Final = frozenset({"line", "file_row_number"})
"""Names that stand for the number of a row while it is read."""
_MARKUP: Final = (b"<!doctype", b"<html", b"<table", b"<?xml", b"%pdf", b"{\\rtf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of a file, or the whole of a file that has no sheets (``name`` is then ``None``).

    ``head`` holds the first rows as text; ``columns`` the names and types of the columns in ``rows``, a Parquet file. Where
    ``named``, the columns' names are the header (head is then that one row), else the header is among the rows. ``height`` counts
    the rows of the sheet, whatever they hold. Where formulas ``failed``, their cells hold "=" and what is known of them. The file ``path``
    itself is untouched; ``rows`` lives no longer than the reading.
    """

    file: str
    path: Path
    name: str | None
    rows: Path
    columns: Mapping[str, str]
    head: tuple[tuple[str | None, ...], ...]
    height: int
    packing: Packing
    lines: tuple[int, ...] = field(default=(), repr=False)
    lined: bool = False
    failed: bool = False

    @property
    def named(self) -> bool:
        """Whether the names of the columns are the header."""
        return self.packing == "parquet"

    @property
    def source(self) -> str:
        """SQL of all rows: ``line`` (as the file shows it, from 1), then the columns under their names, streaming."""
        line = "line" if self.lined else "file_row_number + 1 AS line"
        columns = ", ".join(map(quoted, self.columns))
        return f"(SELECT {line}, {columns} FROM read_parquet({literal(str(self.rows))}, file_row_number = true))"  # noqa: S608

    def line_of(self, row: int) -> int:
        """Return the line of a row of the head."""
        return self.lines[row] if self.lines else row + 1


class Opened(NamedTuple):
    """The sheets of a file, and what kept others from being read."""

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...]


def open_file(path: Path, scratch: Path, *, name: str | None = None) -> Opened:
    """Open a file as sheets; nothing is raised for a file that cannot be read, it is a problem. OSError: the disk is full.

    ``scratch`` is an empty folder of this file alone, ``name`` what the file is called in problems and tables.
    """
    name = name or path.name
    try:
        found = _packing(path, name, scratch)
        if isinstance(found, Problem):
            return Opened((), (found,))
        packing, source = found
        opened = _OPENERS[packing](source, path, name, scratch)
    except OSError as error:
        if is_full(error):
            raise
        return Opened((), (Problem("records.file-unreadable", name, values={"why": error.strerror or str(error)}),))
    said = _BY_NAME.get(_suffix(path))
    if said and said != packing:
        values: dict[str, object] = {"said": _SAID[said], "found": _SAID[packing]}
        return Opened(
            opened.sheets, (Problem("records.form-differs", name, gravity="note", values=values), *opened.problems)
        )
    return opened


def _suffix(path: Path) -> str:
    return next((one for one in reversed(path.suffixes) if one.lower() != ".gz"), "").lower()


def _packing(path: Path, name: str, scratch: Path) -> tuple[Packing, Path] | Problem:
    """Return how a file is packed and where its bytes are, unpacked from gzip where that was around it."""
    with path.open("rb") as file:
        start = file.read(512)
    if start.startswith(b"\x1f\x8b"):
        inner = scratch / "inner"
        try:
            with gzip.open(path) as packed, inner.open("wb") as out:
                shutil.copyfileobj(packed, out)
        except (EOFError, gzip.BadGzipFile) as error:
            return Problem("records.zip-broken", name, values={"why": str(error)})
        path = inner
        with path.open("rb") as file:
            start = file.read(512)
    if not start:
        return Problem("records.empty-file", name)
    if start.startswith(b"PAR1"):
        return "parquet", path
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        return spreadsheet.fault(path, name) or ("workbook", path)
    if start.lstrip().lower().startswith(_MARKUP):
        return Problem("records.not-a-table", name, values={"found": start.lstrip()[:20].decode("latin-1")})
    return "text", path


def _open_parquet(source: Path, path: Path, name: str, scratch: Path) -> Opened:
    import duckdb

    with duckdb.connect() as engine:
        try:
            described = engine.execute(f"DESCRIBE SELECT * FROM read_parquet({literal(str(source))})").fetchall()  # noqa: S608
            height = _one(engine.execute(f"SELECT count(*) FROM read_parquet({literal(str(source))})").fetchone())  # noqa: S608
        except duckdb.Error as error:
            why = str(error).splitlines()[0]
            return Opened((), (Problem("records.parquet-unreadable", name, values={"why": why}),))
    columns = {str(row[0]): str(row[1]) for row in described}
    titles = tuple(columns)
    if _TAKEN.intersection(map(str.lower, titles)):
        source, columns = (
            _renamed(source, scratch / "renamed.parquet"),
            {f"c{n}": columns[one] for n, one in enumerate(titles)},
        )
    sheet = Sheet(
        file=name,
        path=path,
        name=None,
        rows=source,
        columns=columns,
        head=(titles,),
        height=height,
        packing="parquet",
    )
    return Opened((sheet,), ())


def _renamed(source: Path, to: Path) -> Path:
    """Copy a Parquet file with columns called ``c0``, ``c1``, …: its own names stand for something else here."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(source) as file:
        names = [f"c{n}" for n in range(len(file.schema_arrow.names))]
        fields = [one.with_name(name) for one, name in zip(file.schema_arrow, names, strict=True)]
        with pq.ParquetWriter(to, pa.schema(fields), compression="snappy") as writer:
            for batch in file.iter_batches():
                writer.write_batch(batch.rename_columns(names))
    return to


def _open_text(source: Path, path: Path, name: str, scratch: Path) -> Opened:
    try:
        text = delimited.unpack(source, name, scratch)
    except delimited.UnclosedQuoteError as error:
        return Opened((), (Problem("records.quote-unclosed", name, row=error.line),))
    except UnicodeError:
        return Opened((), (Problem("records.not-a-table", name, values={"found": "0x00"}),))
    return Opened((_sheet(text.rows, path, name, None, text.width, "text", lined=text.lined),), text.problems)


def _open_workbook(source: Path, path: Path, name: str, scratch: Path) -> Opened:
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for one in spreadsheet.unpack(source, name, scratch):
        if isinstance(one, Problem):
            problems.append(one)
        elif one.width and one.height:
            sheets.append(_sheet(one.rows, path, name, one.name, one.width, "workbook", failed=one.failed))
        else:
            problems.append(Problem("records.empty-sheet", name, gravity="note", values={"sheet": one.name}))
    return Opened(tuple(sheets), tuple(problems))


_OPENERS: Final = {"parquet": _open_parquet, "text": _open_text, "workbook": _open_workbook}


def _sheet(  # noqa: PLR0917 - what a sheet is
    rows: Path,
    path: Path,
    file: str,
    name: str | None,
    width: int,
    packing: Packing,
    *,
    lined: bool = False,
    failed: bool = False,
) -> Sheet:
    """Describe an unpacked sheet, its head read from it."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(rows) as unpacked:
        height = unpacked.metadata.num_rows
        head: list[dict[str, Any]] = []
        for batch in unpacked.iter_batches(batch_size=HEAD):
            head = batch.to_pylist()
            break
    return Sheet(
        file=file,
        path=path,
        name=name,
        rows=rows,
        columns={f"c{i}": "VARCHAR" for i in range(width)},
        head=tuple(tuple(row[f"c{i}"] for i in range(width)) for row in head),
        height=height,
        packing=packing,
        lines=tuple(row["line"] for row in head) if lined else (),
        lined=lined,
        failed=failed,
    )


def _one(row: tuple[Any, ...] | None) -> int:
    return int(row[0]) if row else 0


def named(paths: Iterator[Path] | list[Path] | tuple[Path, ...]) -> dict[Path, str]:
    """Return what each file is called: its name, with as many of the folders above it as tell it from others of that name."""
    names = {path: path.name for path in paths}
    depth = 1
    while len(set(names.values())) < len(names) and depth < 40:
        depth += 1
        shared = {name for name in names.values() if list(names.values()).count(name) > 1}
        names = {path: "/".join(path.parts[-depth:]) if name in shared else name for path, name in names.items()}
    return names
