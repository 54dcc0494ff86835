"""The engine that readers run on: DuckDB in process, bounded in memory, spilling to a folder that is thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY: Final = "1600MB"
THREADS: Final = 2
ROW_GROUP: Final = 20_480
"""Rows of a Parquet file written at once: of a table of fifty columns of text, the engine holds a few such groups in memory."""


@contextmanager
def connect(scratch: Path) -> Iterator[DuckDBPyConnection]:
    """Open an engine in memory that spills to ``scratch`` and keeps rows in the order in which they were published."""
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "threads": THREADS,
        "temp_directory": str(scratch / "spill"),
        "preserve_insertion_order": True,
        "autoinstall_known_extensions": False,  # no connection that nobody asked for
        "autoload_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=settings) as engine:
        yield engine


def quoted(name: str) -> str:
    """Return a name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | None) -> str:
    """Return a text as SQL writes it; ``None`` is NULL."""
    return "NULL" if value is None else "'" + value.replace("'", "''") + "'"
