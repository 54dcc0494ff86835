"""The folder of derived tables: written whole or not at all, stamped with what it was made from."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.errors import StorageError

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

_STAMP: Final = "stamp.json"
_ROWS_A_GROUP: Final = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a set of tables was made from: the ledger's head, the case file, and the code. Equal stamps mean equal bytes."""

    ledger_seq: int
    ledger_hash: str
    about: str
    code: str


@cache
def code_fingerprint() -> str:
    """Return the SHA-256 over every file of the package that can change a result."""
    digest = hashlib.sha256()
    for name, path in sorted(_files(resources.files("habeas"), "")):
        digest.update(name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
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

    def stamp(self) -> Stamp | None:
        """Return what the tables present were made from, or None when there are none that can be used."""
        try:
            return Stamp(**json.loads((self.path / _STAMP).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, stamp: Stamp, tables: Mapping[str, pa.Table]) -> None:
        """Replace the tables by these. A failure in the middle leaves the earlier ones as they were."""
        self.close()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            fresh = Path(tempfile.mkdtemp(prefix=".tables-", dir=self.path.parent))
        except OSError as error:
            raise StorageError(
                "tables.cannot-write", folder=str(self.path), found=error.strerror or str(error)
            ) from None
        try:
            self._fill(fresh, stamp, tables)
            self._swap(fresh)
        except OSError as error:
            raise StorageError(
                "tables.cannot-write", folder=str(self.path), found=error.strerror or str(error)
            ) from None
        finally:
            shutil.rmtree(fresh, ignore_errors=True)

    def _fill(self, fresh: Path, stamp: Stamp, tables: Mapping[str, pa.Table]) -> None:
        import pyarrow.parquet as pq

        for name, table in sorted(tables.items()):
            pq.write_table(table, fresh / f"{name}.parquet", compression="zstd", row_group_size=_ROWS_A_GROUP)
        (fresh / _STAMP).write_text(json.dumps(asdict(stamp), sort_keys=True, indent=1) + "\n", encoding="utf-8")

    def _swap(self, fresh: Path) -> None:
        # The text cache lives beside the tables and outlives them: it depends on the originals alone. The old stamp goes
        # first and the new one comes last, so a kill between the two means "build again", never a mixture.
        self.path.mkdir(exist_ok=True)
        (self.path / _STAMP).unlink(missing_ok=True)
        for old in self.path.glob("*.parquet"):
            old.unlink()
        for table in sorted(fresh.glob("*.parquet")):
            table.replace(self.path / table.name)
        (fresh / _STAMP).replace(self.path / _STAMP)

    def rows(self, table: str, **equal: object) -> list[dict[str, Any]]:
        """Return the rows of a table whose columns have these values, in the table's order, as plain dictionaries."""
        where = " and ".join(f'"{name}" = ?' for name in equal)
        return self.query(f'select * from "{table}"{" where " + where if where else ""}', list(equal.values()))  # noqa: S608

    def counts(self) -> dict[str, int]:
        """Return how many rows each table has, and under ``standing`` how many claims count as evidence."""
        import pyarrow.parquet as pq

        made = {path.stem: pq.read_metadata(path).num_rows for path in sorted(self.path.glob("*.parquet"))}
        stands = pq.read_table(self.path / "claims.parquet", columns=["stands"]).column("stands")
        return {**made, "standing": sum(stands.to_pylist())}

    def query(self, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
        """Run SQL over the tables, each a view of its own name; nothing can be written and no network reached."""
        found = self._opened().execute(sql, list(values))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

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
