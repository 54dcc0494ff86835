"""The folder of derived tables: written whole or not at all, stamped with what it was made from and what came of it.

The stamp holds the SHA-256 of every table. Tables that are not those of their stamp (a damaged file, a writer that was killed,
two builds at once) count as not made, and the next build makes them again.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.errors import StorageError

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

_STAMP: Final = "stamp.json"
_ROWS_A_GROUP: Final = 5_000
_FRESH: Final = ".tables-"
_DAY: Final = 86_400
_ENGINES: Final = ("pyarrow", "z3-solver")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a set of tables was made from: the ledger's head, the case file, and the code. Equal stamps mean equal bytes."""

    ledger_seq: int
    ledger_hash: str
    about: str
    code: str


@cache
def code_fingerprint(rooms: tuple[str, ...] = (), engines: tuple[str, ...] = _ENGINES) -> str:
    """Return the SHA-256 over every file of the package, or of some rooms, and the versions of the engines, that can change a result."""
    digest = hashlib.sha256()
    for name, path in sorted(_files(resources.files("habeas"), "")):
        if rooms and name.partition("/")[0] not in rooms:
            continue
        digest.update(name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for engine in engines:
        digest.update(f"{engine} {metadata.version(engine)}".encode())
    return digest.hexdigest()


def _files(root: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for path in root.iterdir():
        name = f"{prefix}{path.name}"
        if path.is_dir() and path.name != "__pycache__":
            yield from _files(path, f"{name}/")
        elif name.endswith((".py", ".yaml", ".toml")):
            yield name, path


class Folder:
    """The derived tables of one case, one Parquet file a table, read with DuckDB."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: DuckDBPyConnection | None = None

    def __repr__(self) -> str:
        return f"Folder({str(self.path)!r})"

    def stamp(self) -> Stamp | None:
        """Return what the tables present were made from, or None when there are none, or they are not those of the stamp."""
        stamp, noted = self._noted()
        return stamp if stamp is not None and noted == self.hashes() else None

    def said(self) -> Stamp | None:
        """Return what the stamp says the tables were made from; the tables themselves are not looked at."""
        return self._noted()[0]

    def _noted(self) -> tuple[Stamp | None, Mapping[str, str]]:
        try:
            raw = json.loads((self.path / _STAMP).read_text(encoding="utf-8"))
            return Stamp(**raw["made_from"]), dict(raw["tables"])
        except (OSError, ValueError, TypeError, KeyError):
            return None, {}

    def hashes(self) -> dict[str, str]:
        """Return the SHA-256 of each table as it is now, by its name; a table that cannot be read has none."""
        found: dict[str, str] = {}
        for path in sorted(self.path.glob("*.parquet")):
            with suppress(OSError), path.open("rb") as file:
                found[path.stem] = hashlib.file_digest(file, "sha256").hexdigest()
        return found

    def discard(self) -> None:
        """Take the stamp away, so that nothing reads the tables before they are made anew."""
        (self.path / _STAMP).unlink(missing_ok=True)

    def write(self, stamp: Stamp, tables: Mapping[str, pa.Table]) -> None:
        """Replace the tables by these. A failure in the middle leaves the earlier ones, or none that count as made.

        Raises :class:`StorageError` when the disk is full or cannot be written.
        """
        self.close()
        with self._guarded():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            sweep(self.path.parent, _FRESH)
            fresh = Path(tempfile.mkdtemp(prefix=_FRESH, dir=self.path.parent))
            try:
                self._fill(fresh, stamp, tables)
                self._swap(fresh)
            finally:
                shutil.rmtree(fresh, ignore_errors=True)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            found = error.strerror or str(error)
            raise StorageError("tables.cannot-write", folder=str(self.path), found=found) from None

    @staticmethod
    def _fill(fresh: Path, stamp: Stamp, tables: Mapping[str, pa.Table]) -> None:
        import pyarrow.parquet as pq

        for name, table in sorted(tables.items()):
            pq.write_table(table, fresh / f"{name}.parquet", compression="zstd", row_group_size=_ROWS_A_GROUP)
        noted = {"made_from": asdict(stamp), "tables": Folder(fresh).hashes()}
        (fresh / _STAMP).write_text(json.dumps(noted, sort_keys=True, indent=1) + "\n", encoding="utf-8")

    def _swap(self, fresh: Path) -> None:
        # The texts lie beside the tables and outlive them: they depend on the originals alone. The old stamp goes first and the
        # new one comes last, so a kill between the two means "build again", never a mixture.
        self.path.mkdir(exist_ok=True)
        with alone(self.path):
            (self.path / _STAMP).unlink(missing_ok=True)
            made = sorted(fresh.glob("*.parquet"))
            for old in {path.name for path in self.path.glob("*.parquet")} - {path.name for path in made}:
                (self.path / old).unlink(missing_ok=True)
            for table in made:
                table.replace(self.path / table.name)
            (fresh / _STAMP).replace(self.path / _STAMP)

    def rows(self, table: str, **equal: object) -> list[dict[str, Any]]:
        """Return the rows of a table whose columns have these values, in the table's order, as plain dictionaries."""
        where = " and ".join(f'"{name}" = ?' for name in equal)
        return self.query(f'select * from "{table}"{" where " + where if where else ""}', list(equal.values()))  # noqa: S608

    def counts(self) -> dict[str, int]:
        """Return how many rows each table has, and under ``standing`` how many claims count as evidence."""
        names = [path.stem for path in sorted(self.path.glob("*.parquet"))]
        every = ", ".join(f'(select count(*) from "{name}") as "{name}"' for name in names)  # noqa: S608 - names of ours
        return self.query(f"select {every}, (select count(*) from claims where stands) as standing")[0]  # noqa: S608

    def query(self, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
        """Run SQL over the tables, each a view of its own name; nothing can be written and no network reached.

        Raises :class:`StorageError` when a table is no longer there, as when another process makes them anew.
        """
        import duckdb

        try:
            found = _asked(self._opened(), sql, values)
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        except (duckdb.IOException, duckdb.CatalogException) as error:
            said = str(error).splitlines()[0]
            raise StorageError("tables.unreadable", folder=str(self.path), found=said) from None

    def _opened(self) -> DuckDBPyConnection:
        """Return the connection that has a view for each table; it is opened once for each set of tables."""
        import duckdb

        if self._connection is None:
            self._connection = duckdb.connect(config={"threads": 2, "autoinstall_known_extensions": False})
            for path in sorted(self.path.glob("*.parquet")):
                place = str(path).replace("'", "''")
                self._connection.execute(f"create view \"{path.stem}\" as from read_parquet('{place}')")
        return self._connection

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _asked(connection: DuckDBPyConnection, sql: str, values: Sequence[object]) -> DuckDBPyConnection:
    """Run SQL with values. Given as Python objects they would make the engine load all of pandas, only to look whether they are its."""
    if not values:
        return connection.execute(sql)
    connection.execute(f"prepare asked as {sql}")
    return connection.execute(f"execute asked({', '.join(map(_literal, values))})")


def _literal(value: object) -> str:
    """Return a value as SQL writes it."""
    if value is None:
        return "null"
    if isinstance(value, bool | int | float):
        return str(value)
    quoted = ["'" + part.replace("'", "''") + "'" for part in str(value).split("\0")]
    return " || chr(0) || ".join(quoted)  # SQL ends at a NUL byte


def sweep(folder: Path, beginning: str) -> None:
    """Remove what builds that were killed left behind; one that is younger than a day may still be at work."""
    for left in folder.glob(f"{beginning}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _DAY:
                shutil.rmtree(left, ignore_errors=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one writer at a time swap tables in; a file system that knows no locks is written without one."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
