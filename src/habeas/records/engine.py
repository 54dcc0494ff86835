"""The engine that readers run on: DuckDB in process, bounded in memory, spilling to a folder that is thrown away."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from habeas.errors import StorageError

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
        engine.execute("SET enable_progress_bar = false")  # it would be printed among what a program reads
        yield engine


@contextmanager
def room_for(folder: Path) -> Iterator[None]:
    """Say that there was no room for what is written to a folder, in place of what the system or the engine says of it.

    Raises:
        StorageError: the disk is full, a quota is reached, or neither memory nor disk holds what the engine sets down for a while.
    """
    try:
        yield
    except Exception as error:
        if is_full(error):
            raise StorageError("records.disk-full", folder=str(folder), found=str(error).splitlines()[0]) from None
        raise


def is_full(error: Exception) -> bool:
    """Whether an error says that there is no room on the disk, or none in memory and on the disk together."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    return type(error).__module__.startswith(("duckdb", "_duckdb")) and any(one in str(error) for one in _SAID)


_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SAID: Final = ("No space left on device", "Disk quota exceeded", "File too large", "Out of Memory Error")


def quoted(name: str) -> str:
    """Return a name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | None) -> str:
    """Return a text as SQL writes it; ``None`` is NULL."""
    return "NULL" if value is None else "'" + value.replace("'", "''") + "'"
