"""Files that mostly repeat each other: a roster a day says of most persons, letter by letter, what it said the day before.

Such files are read by their lines. A line is understood once, however many files have it, and each file is then a list of lines that are understood already.
What comes out is what reading each file by itself gives; a file of which that is not sure (a quotation mark that is not closed on
its line, a row to set aside, a line wider than the header, bytes that are no UTF-8, a moment that is too late for this file and not for another) is
handed back, to be read by itself.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from habeas.errors import Problem
from habeas.records import delimited
from habeas.records.engine import ROW_GROUP, literal
from habeas.records.header import Header
from habeas.records.line_notes import Notes
from habeas.records.reader import Preparation
from habeas.records.repeated import Batch, Lines, Repeated, numbers
from habeas.records.rosters import days_in_name
from habeas.records.sheets import Sheet
from habeas.records.statement import Statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HOOK: Final = "roster"
"""The hook of the layouts whose files are read so: it says nothing of a file but its day and who stands on it twice."""
_LARGEST: Final = 64 << 20
"""A file of more bytes is read by itself."""
_MOST: Final = 400_000
"""So many different lines are understood at once."""
_YEAR: Final = timedelta(days=366)


def first_lines(names: Mapping[Path, str]) -> Mapping[bytes, list[Path]]:
    """Return the files that may be read so, by their first line, where at least two have it."""
    found: dict[bytes, list[Path]] = {}
    for path in names:
        if path.suffix.lower() in {".csv", ".txt", ".tsv", ".psv"}:
            try:
                if path.stat().st_size <= _LARGEST:
                    with path.open("rb") as file:
                        found.setdefault(file.readline(1 << 14).rstrip(b"\r\n"), []).append(path)
            except OSError:
                continue
    return {line: paths for line, paths in found.items() if len(paths) > 1 and line.strip()}


def pretended(line: bytes, path: Path) -> Iterator[Sheet]:
    """Yield a sheet of nothing but a first line, cut in each way, to see whether anybody knows it as a header."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return
    for delimiter in delimited.DELIMITERS:
        titles = tuple(next(csv.reader([text], delimiter=delimiter), []))
        if len(titles) > 1:
            columns = {f"c{n}": "VARCHAR" for n in range(len(titles))}
            yield Sheet(
                file=path.name,
                path=path,
                name=None,
                rows=path,
                columns=columns,
                head=(titles,),
                height=1,
                packing="text",
            )


def fits(sheet: Sheet, header: Header | Problem) -> str | None:
    """Return the delimiter of a sheet whose kind of file can be read by its lines, else None."""
    if isinstance(header, Problem) or sheet.packing != "text" or header.row != 0 or sheet.lined:
        return None
    layout = header.layout
    if (
        "person" not in header.columns
        or layout.hook != HOOK
        or "day" in header.columns
        or header.unnamed
        or layout.release is None
        or layout.kind != "roster"
    ):
        return None
    titles = [title or "" for title in sheet.head[0]]
    with sheet.path.open(encoding="utf-8-sig", newline="") as file:
        first = file.readline().rstrip("\r\n")
    return next((one for one in delimited.DELIMITERS if next(csv.reader([first], delimiter=one), []) == titles), None)


class Reader:
    """Reads files of one header; ``batch`` takes them one after another, until :meth:`full`, and :meth:`understood` ends it."""

    def __init__(self, engine: DuckDBPyConnection, scratch: Path, number: int) -> None:
        self._engine = engine
        self._scratch = scratch
        self._number = number
        self._batches = 0
        self._new()

    def _new(self) -> None:
        self._batch = Batch()
        self._files: list[Repeated] = []

    @property
    def full(self) -> bool:
        """Whether the lines of the files so far should be understood before more are taken."""
        return len(self._batch.lines) >= _MOST

    def take(self, lines: Lines, part: int, pulled: date | None, today: date) -> bool:
        """Take a file; False where it has to be read by itself."""
        import numpy as np

        days = days_in_name(lines.file.rsplit("/", 1)[-1])
        rows = _rows(lines.path) if len(days) == 1 else None
        if rows is None:
            return False
        known = self._batch.lines
        at = np.fromiter(map(known.get, rows, repeat(-1)), np.int32, len(rows))
        unknown = np.flatnonzero(at < 0)
        width, delimiter = len(lines.sample.columns), lines.delimiter
        if not all(_whole(rows[number], width, delimiter) for number in unknown):
            return False
        for number in unknown:
            place = known.setdefault(rows[number], len(known))
            if place == len(self._batch.first):
                self._batch.first.append((part, int(number) + 2))
            at[number] = place
        self._files.append(
            Repeated(
                part=part, lines=lines, batch=self._batch, at=at, day=days[0], latest=(pulled or today) + _YEAR
            )
        )  # fmt: skip
        return True

    def understood(self) -> tuple[list[Repeated], list[tuple[int, Lines]]]:
        """Understand the lines of the files taken. Return these files, and those that have to be read by themselves after all."""
        files, batch = self._files, self._batch
        self._new()
        if not files:
            return [], []
        self._batches += 1
        folder = self._scratch / f"lines-{self._number}-{self._batches}"
        folder.mkdir()
        statement = self._statement(files, batch, folder)
        if statement is None:
            return [], [(one.part, one.lines) for one in files]
        _understand(self._engine, statement, batch, folder)
        noted = Notes(self._engine, statement, batch)
        kept, back = [], []
        for one in files:
            if noted.doubtful(one):
                back.append((one.part, one.lines))
            else:
                kept.append(replace(one, notes=tuple(noted.of(one))))
        return kept, back

    def _statement(self, files: Sequence[Repeated], batch: Batch, folder: Path) -> Statement | None:
        """Return the statement that reads the lines as one sheet; None where the engine cuts them otherwise."""
        lines, sample = files[0].lines, files[0].lines.sample
        text, rows = folder / "lines.csv", folder / "rows.parquet"
        with text.open("wb") as out:
            out.write(b"x\n")  # the header's line
            out.writelines(row + b"\n" for row in batch.lines)
        width = len(sample.columns)
        if not delimited.copy(self._engine, text, len(batch.lines) + 1, rows, lines.delimiter, width):
            return None
        text.unlink()
        sheet = replace(sample, file=lines.file, rows=rows, height=len(batch.lines) + 1, lined=False, lines=())
        preparation = Preparation(constants={"day": files[0].day})
        return Statement(sheet, lines.header, preparation, max(one.latest for one in files))


def _rows(path: Path) -> list[bytes] | None:
    """Return the lines of a file below its first; None where it is no plain UTF-8 text with one kind of line end."""
    text = path.read_bytes()
    if b"\r" in text:
        if text.count(b"\r") != text.count(b"\r\n"):
            return None
        text = text.replace(b"\r\n", b"\n")
    if b"\0" in text or text.startswith(b"\xef\xbb\xbf"):
        return None
    if not text.isascii():
        try:
            text.decode("utf-8")
        except UnicodeDecodeError:
            return None
    rows = text.split(b"\n")
    if not rows[-1]:
        rows.pop()
    return rows[1:]


def _whole(row: bytes, width: int, delimiter: str) -> bool:
    """Whether a line is a record of its own: not empty, every quotation mark closed on it, no wider than the header."""
    if not row or row.count(b'"') % 2:
        return False
    if row.count(delimiter.encode()) < width:
        return True
    return len(next(csv.reader([row.decode()], delimiter=delimiter), [])) <= width


def _understand(engine: DuckDBPyConnection, statement: Statement, batch: Batch, folder: Path) -> None:
    """Read the lines of a batch as the rows of one sheet are read."""
    import numpy as np
    import pyarrow.parquet as pq

    texts, read, rows = folder / "texts.parquet", folder / "values.parquet", folder / "staged.parquet"
    for query, to in ((statement.texts, texts), (statement.read(texts), read), (statement.staged(read), rows)):
        engine.execute(
            f"COPY ({query}) TO {literal(str(to))} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE {ROW_GROUP})"
        )
    table = pq.ParquetFile(rows).read()
    place = np.full(len(batch.lines), -1, dtype=np.int32)
    place[numbers(table["line"]) - 2] = np.arange(table.num_rows, dtype=np.int32)
    batch.table, batch.place = table, place
    for one in (texts, read, rows):
        one.unlink()
