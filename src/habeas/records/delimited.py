"""Delimited text: its encoding and its delimiter found by content, its records written as columns of text with their lines.

The engine reads a file as long as every record is a line of its own. Where a value holds a line break, a line is empty or has more
fields than the rest, Python's reader takes over, which is slower and knows the line on which each record begins.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from habeas.errors import Problem
from habeas.records.engine import ROW_GROUP, connect, literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DELIMITERS: Final = (",", "\t", "|", ";")
SAMPLE: Final = 60
_BLOCK: Final = 1 << 20
_LONGEST_VALUE: Final = 1 << 24
_MOST_LINES: Final = 200
"""A record over more lines than this is taken for a quotation mark that nobody closed."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class UnclosedQuoteError(Exception):
    """A quotation mark opens on ``line`` and is never closed, so nobody can say where the records end."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Delimited:
    """A delimited file unpacked: ``rows`` is a Parquet file of text columns ``c0``, ``c1``, … and, where ``lined``, ``line``.

    Without it, a record stands on the line of its number.
    """

    rows: Path
    width: int
    lined: bool
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    path: Path
    lines: int
    plain_breaks: bool
    problems: tuple[Problem, ...] = ()


def unpack(path: Path, name: str, scratch: Path) -> Delimited:
    """Write the records of a delimited file as Parquet.

    Raises:
        UnclosedQuoteError: a quotation mark swallows the rest of the file.
        UnicodeError: the file is not text.
    """
    text = _as_utf8(path, name, scratch)
    delimiter, width = _shape(text.path)
    rows = scratch / "rows.parquet"
    with connect(scratch) as engine:
        if text.plain_breaks and copy(engine, text.path, text.lines, rows, delimiter, width):
            return Delimited(rows=rows, width=width, lined=False, problems=text.problems)
    width = _write_lined(text.path, rows, delimiter)
    return Delimited(rows=rows, width=width, lined=True, problems=text.problems)


def _encoding(path: Path) -> tuple[str, bool]:
    """Return the encoding of a file, and whether that is a guess. UTF-8 that decodes is certain in practice."""
    with path.open("rb") as file:
        start = file.read(_BLOCK)
        for mark, encoding in _MARKS:
            if start.startswith(mark):
                return encoding, False
        if b"\0" in start:
            return _without_mark(start), True
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while start:
                decoder.decode(start)
                start = file.read(_BLOCK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252", True
    return "utf-8", False


def _without_mark(start: bytes) -> str:
    """Return which UTF-16 it is where every other byte of Western text is zero."""
    for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[0::2])):
        if zeros.count(0) > len(zeros) * 0.7:
            return encoding
    raise UnicodeError


def _as_utf8(path: Path, name: str, scratch: Path) -> _Text:
    encoding, guessed = _encoding(path)
    problems = (
        (Problem("records.encoding-guessed", name, gravity="note", values={"encoding": encoding}),) if guessed else ()
    )
    target = path
    if encoding != "utf-8":
        target = scratch / "text.csv"
        lost = 0
        with (
            path.open(encoding=encoding, errors="replace", newline="") as given,
            target.open("w", encoding="utf-8", newline="") as out,
        ):
            while block := given.read(_BLOCK):
                lost += block.count("\ufffd")
                out.write(block)
        if lost:
            problems = (*problems, Problem("records.bytes-unreadable", name, gravity="warning", values={"n": lost}))
    lines, plain = _breaks(target)
    return _Text(target, lines, plain, problems)


def _breaks(path: Path) -> tuple[int, bool]:
    """Return how many lines a file has, and whether each ends with LF or CRLF."""
    feeds, returns, pairs, last = 0, 0, 0, b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            feeds += block.count(b"\n")
            returns += block.count(b"\r")
            pairs += block.count(b"\r\n") + (last == b"\r" and block[:1] == b"\n")
            last = block[-1:]
    return feeds + (last not in {b"\n", b""}), returns == pairs


def _reader(path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line on which it begins."""
    csv.field_size_limit(_LONGEST_VALUE)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        before = 0
        while True:
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise UnclosedQuoteError(before + 1) from error
            if reader.line_num - before > _MOST_LINES:
                raise UnclosedQuoteError(before + 1)
            yield before + 1, record
            before = reader.line_num


def _shape(path: Path) -> tuple[str, int]:
    """Return the delimiter that cuts the most records of the sample alike, and the widest record under it."""
    best, best_score, width = ",", (-1, -1), 1
    for delimiter in DELIMITERS:
        sample = list(_sampled(path, delimiter))
        cut = [n for n in sample if n > 1]
        score = (max(map(cut.count, cut), default=0), max(cut, default=0))
        if score > best_score:
            best, best_score, width = delimiter, score, max(sample, default=1)
    return best, width


def _sampled(path: Path, delimiter: str) -> Iterator[int]:
    """Yield how many fields the first records have; those before a quotation mark that nobody closed count too."""
    with suppress(UnclosedQuoteError):
        for _, record in islice(_reader(path, delimiter), SAMPLE):
            yield len(record)


def copy(engine: DuckDBPyConnection, path: Path, lines: int, rows: Path, delimiter: str, width: int) -> bool:  # noqa: PLR0917
    """Let the engine unpack a file of so many lines; false where its records are not one a line, so that their lines are not known."""
    import duckdb

    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width))
    source = (
        f"read_csv({literal(str(path))}, auto_detect=false, header=false, delim={literal(delimiter)}, quote='\"', escape='\"',"
        f" null_padding=true, max_line_size={_LONGEST_VALUE}, columns={{{columns}}})"
    )
    target = f"{literal(str(rows))} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE {ROW_GROUP})"
    try:
        written = engine.execute(f"COPY (SELECT * FROM {source}) TO {target}").fetchone()  # noqa: S608 - own names
    except duckdb.Error:
        return False
    return written is not None and written[0] == lines


def _write_lined(path: Path, rows: Path, delimiter: str) -> int:
    import pyarrow as pa
    import pyarrow.parquet as pq

    width = max((len(record) for _, record in _reader(path, delimiter)), default=1)
    schema = pa.schema([("line", pa.int64()), *((f"c{i}", pa.string()) for i in range(width))])
    with pq.ParquetWriter(rows, schema) as writer:
        records = _reader(path, delimiter)
        while block := list(islice(records, ROW_GROUP // 4)):
            writer.write_batch(pa.record_batch(_columns(block, width), schema=schema))
    return width


def _columns(block: Sequence[tuple[int, list[str]]], width: int) -> list[list[int] | list[str | None]]:
    lines = [line for line, _ in block]
    padded = [[*record, *[""] * (width - len(record))] for _, record in block]
    return [lines, *(list(column) for column in zip(*padded, strict=True))]
