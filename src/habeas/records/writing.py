"""Writing: the two files of a reading whose reader makes its rows in memory: one published figure or flight each, never a release."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.records.listing import COLUMNS

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK: Final = 20_000
"""Rows written at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One problem of a reading: see :attr:`habeas.records.Reading.problems`."""

    key: str
    gravity: str
    file: str
    sheet: str | None = None
    line: int | None = None
    column: str | None = None
    found: str | None = None
    expected: str | None = None
    n: int = 1
    values: Mapping[str, object] = field(default_factory=dict)


def folder(to: Path, kind: str, release: str) -> Path:
    """Return an empty folder ``<kind>-<release>``."""
    made = to / re.sub(r"[^A-Za-z0-9._-]+", "-", f"{kind}-{release}").strip("-.")
    if made.exists():
        shutil.rmtree(made)
    made.mkdir(parents=True)
    return made


def write_rows(path: Path, schema: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> int:
    """Write rows to Parquet, ``row`` in front of them; ``schema`` names the columns and their Arrow types. Return how many there are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = pa.schema([("row", pa.int64()), *((name, _type(pa, kind)) for name, kind in schema.items())])
    number = 0
    with pq.ParquetWriter(path, types, compression="zstd") as writer:
        for block in _blocks(rows):
            columns = [range(number, number + len(block)), *zip(*block, strict=True)]
            arrays = [pa.array(column, field.type) for column, field in zip(columns, types, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=types))
            number += len(block)
    return number


def write_problems(path: Path, problems: Iterable[Told]) -> None:
    """Write the list of problems."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    numbers = {"line", "n"}
    types = pa.schema([(name, pa.int64() if name in numbers else pa.string()) for name in COLUMNS])
    rows = [
        {name: getattr(one, name) for name in COLUMNS[:-1]}
        | {"values": json.dumps(dict(one.values), ensure_ascii=False, sort_keys=True) if one.values else None}
        for one in problems
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=types), path, compression="zstd")


def _type(pa: Any, kind: str) -> pa.DataType:
    return pa.timestamp("us") if kind == "timestamp" else getattr(pa, kind)()


def _blocks(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    block: list[Sequence[Any]] = []
    for row in rows:
        block.append(row)
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block
