"""The database that a linkage runs on: features in from Parquet, pairs with their levels out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from habeas.people.linking.keys import count_indistinct, make_candidates, make_keys
from habeas.people.linking.on_spark import OnSpark, compare_on_spark
from habeas.people.linking.vectors import CHUNK, Pairs, compare

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Tell = Callable[[int, int], None]


@contextmanager
def opened(features: pa.Table, memory: str) -> Iterator[DuckDBPyConnection]:
    """Lend a database that holds the features, read from a Parquet file as Splink's engines read them; gone when the block ends."""
    import duckdb
    import pyarrow.parquet as pq

    with TemporaryDirectory(prefix="habeas-link-") as folder, duckdb.connect() as connection:
        path = Path(folder) / "features.parquet"
        pq.write_table(features, path)
        connection.execute(f"SET memory_limit = '{memory}'")
        connection.execute(f"SET temp_directory = '{folder}'")
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("CREATE TABLE features AS SELECT * FROM read_parquet(?)", [str(path)])
        yield connection


@dataclass(frozen=True, slots=True)
class Compared:
    """How many pairs were compared, and how many mentions with nobody, because too many others bear their name and nothing else tells them apart."""

    pairs: int
    indistinct: int


def candidates(
    connection: DuckDBPyConnection, tell: Tell, *, newer_than: int | None = None, spark: OnSpark | None = None
) -> tuple[Pairs, Compared]:
    """Return the candidate pairs with their levels, in the order of their mentions, and what was compared; see :func:`make_candidates`."""
    make_keys(connection, "features", "keys")
    count = make_candidates(connection, "keys", "candidates", chunk=CHUNK, newer_than=newer_than)
    done = 0
    parts = []
    for part in (
        compare(connection, "features", "candidates")
        if spark is None
        else compare_on_spark(spark, connection, "features", "candidates")
    ):
        done += len(part)
        tell(done, max(count, 1))
        parts.append(part)
    return _in_order(parts), Compared(count, count_indistinct(connection, "features", "keys"))


def given(connection: DuckDBPyConnection, left: Any, right: Any) -> Pairs:
    """Return given pairs with their levels, each once, in the order of their mentions."""
    table = pa.table({"left": pa.array(left, pa.int32()), "right": pa.array(right, pa.int32())})
    connection.register("given_pairs", table)
    connection.execute(
        'CREATE OR REPLACE TABLE chosen AS SELECT DISTINCT "left", "right", 0 AS rules, 0 AS chunk FROM given_pairs WHERE "left" < "right"'
    )
    connection.unregister("given_pairs")
    return _in_order(list(compare(connection, "features", "chosen")))


def _in_order(parts: list[Pairs]) -> Pairs:
    pairs = Pairs.joined(parts)
    return pairs.take(np.lexsort((pairs.right, pairs.left)))
