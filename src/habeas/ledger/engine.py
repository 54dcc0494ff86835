"""Opening SQLite or PostgreSQL so that a transaction is what it says, and saying what went wrong when it cannot be.

SQLite keeps its rollback journal (mode DELETE) and syncs fully: the one file is the whole ledger whenever nobody writes,
so that copying the case folder is the backup. A writer begins with ``BEGIN IMMEDIATE``: it waits its turn before it
reads, not after.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from habeas.errors import HabeasError, LedgerError, MissingExtra, StorageError

WRITES: Final = "habeas_writes"
THROWN: Final = (
    DBAPIError,
    UnicodeDecodeError,
)  # SQLite quotes a damaged schema in its message, whatever bytes it holds

# SQLite's primary result codes (sqlite.org/rescode.html) and PostgreSQL's states (its appendix A) with a message of ours.
_SQLITE: Final = {
    3: "ledger.read-only",  # PERM
    5: "ledger.busy",
    6: "ledger.busy",  # LOCKED
    8: "ledger.read-only",
    10: "ledger.disk-refuses",  # IOERR: a full disk, a quota or a file size limit, or a failing disk
    11: "ledger.damaged",  # CORRUPT
    13: "ledger.disk-full",
    14: "ledger.cannot-open",
    26: "ledger.not-a-ledger",  # NOTADB
}
_POSTGRESQL: Final = {
    "55P03": "ledger.busy",  # lock_not_available
    "40P01": "ledger.busy",  # deadlock_detected
    "25006": "ledger.read-only",  # read_only_sql_transaction
    "42501": "ledger.read-only",  # insufficient_privilege
    "53100": "ledger.disk-full",
    "58030": "ledger.disk-refuses",  # io_error
    "XX001": "ledger.damaged",  # data_corrupted
    "XX002": "ledger.damaged",  # index_corrupted
}
_STORAGE: Final = frozenset(
    {"ledger.read-only", "ledger.disk-full", "ledger.disk-refuses", "ledger.cannot-open", "ledger.cannot-write"}
)


def address(url: str) -> URL:
    """Return the URL of a ledger, PostgreSQL's driver filled in. Raises :class:`LedgerError` where it is none."""
    try:
        found = make_url(url)
    except (ArgumentError, ValueError):
        raise LedgerError("ledger.not-a-url", found=url.partition("@")[0][:80]) from None
    if found.drivername in ("postgresql", "postgres"):
        found = found.set(drivername="postgresql+psycopg")
    if found.drivername not in ("sqlite", "postgresql+psycopg") or (
        found.drivername == "sqlite" and found.database in (None, "", ":memory:")
    ):
        raise LedgerError("ledger.not-a-url", found=found.render_as_string(hide_password=True))
    return found


def place(url: URL) -> str:
    """Return where a ledger is, for messages: the path of its file, or the URL without its password."""
    return str(url.database) if url.drivername == "sqlite" else url.render_as_string(hide_password=True)


def engine(url: URL, wait: float) -> Engine:
    """Return an engine whose writers wait ``wait`` seconds for one another."""
    if url.drivername == "sqlite":
        made = create_engine(url, connect_args={"timeout": wait})
        event.listen(made, "connect", _connected_sqlite)
        event.listen(made, "begin", _begun_sqlite)
        return made
    try:
        made = create_engine(url, connect_args={"connect_timeout": max(2, round(wait))})
    except (ModuleNotFoundError, NoSuchModuleError):
        raise MissingExtra("ledger.no-driver") from None

    def begun(connection: Connection) -> None:
        if connection.get_execution_options().get(WRITES):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, round(wait * 1000))}")

    event.listen(made, "begin", begun)
    return made


def _connected_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing of its own accord: see _begun_sqlite
    connection.execute("PRAGMA synchronous = EXTRA").close()  # FULL, and the folder is synced once the journal is gone
    connection.execute("PRAGMA cell_size_check = ON").close()


def _begun_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def clear(file: str, *, wait: float = 0.0, writing: bool = False) -> Iterator[None]:
    """Turn what the database throws into an error that says what happened and the way out."""
    try:
        yield
    except THROWN as error:
        raise said(error, file, wait=wait, writing=writing) from error


def said(error: Exception, file: str, *, wait: float = 0.0, writing: bool = False) -> HabeasError:
    """Return what the database threw, one of ``THROWN``, as an error of habeas."""
    thrown = error.orig if isinstance(error, DBAPIError) else error
    found = (str(thrown).strip() or type(thrown).__name__).splitlines()[0]
    if isinstance(thrown, UnicodeDecodeError):
        key = "ledger.damaged"
    else:
        key = _sqlite_key(thrown) if isinstance(thrown, sqlite3.Error) else _postgresql_key(thrown)
    if key == "ledger.cannot-open" and writing and Path(file).exists():
        key = "ledger.cannot-write"
    kind = StorageError if key in _STORAGE else LedgerError
    return kind(key, file=file, found=found, wait=wait)


def _sqlite_key(thrown: sqlite3.Error) -> str:
    code = getattr(thrown, "sqlite_errorcode", None)
    if code is None:  # the driver itself: words in the file that are not UTF-8
        return "ledger.damaged" if "UTF-8" in str(thrown) else "ledger.failed"
    return _SQLITE.get(code & 0xFF, "ledger.failed")


def _postgresql_key(thrown: BaseException | None) -> str:
    state = getattr(thrown, "sqlstate", None)
    if state is None or state[:2] in ("08", "28", "3D", "57"):
        return "ledger.unreachable"
    return _POSTGRESQL.get(state, "ledger.failed")
