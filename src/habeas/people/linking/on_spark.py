"""On Spark: the same pairs compared by Splink's Spark engine, for lists that one machine would compare too slowly.

Only the comparison, by far the largest part of the work at size, runs there: features and candidate pairs go out as Parquet and levels come back. On one
machine Spark is many times slower than DuckDB; the levels are the same.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from habeas.people.linking.levels import WHAT
from habeas.people.linking.vectors import Pairs, pairs_of, quiet_splink, settings_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pyspark.sql import SparkSession


@dataclass(frozen=True, slots=True)
class OnSpark:
    """A Spark session, started with :func:`functions`, and a folder that its workers see."""

    session: SparkSession
    scratch: Path


def functions() -> str:
    """Return the path of the functions that Splink brings to Spark; a session must be started with them (``spark.jars``)."""
    from splink.internals.spark.jar_location import similarity_jar_location

    return str(similarity_jar_location())


def compare_on_spark(spark: OnSpark, connection: DuckDBPyConnection, features: str, candidates: str) -> Iterator[Pairs]:
    """Yield candidate pairs with their levels, as :func:`habeas.people.linking.vectors.compare` does."""
    import pyarrow.parquet as pq

    with TemporaryDirectory(prefix="compare-", dir=spark.scratch) as place, quiet_splink(), warnings.catch_warnings():
        # PySpark and Splink warn of each other's versions, of which a user can change nothing.
        warnings.simplefilter("ignore")
        folder = Path(place)
        connection.execute(f"COPY \"{features}\" TO '{folder / 'features.parquet'}' (FORMAT parquet)")
        connection.execute(
            f'COPY (SELECT "left" AS join_key_l, "right" AS join_key_r, rules::VARCHAR AS match_key FROM "{candidates}") '  # noqa: S608 - names of ours
            f"TO '{folder / 'blocked.parquet'}' (FORMAT parquet)"
        )
        _scored(spark.session, folder).write.parquet((folder / "levels").as_uri())
        for part in sorted((folder / "levels").glob("part-*.parquet")):
            table = pq.read_table(part)
            if table.num_rows:
                yield pairs_of(table)


def _scored(session: SparkSession, folder: Path) -> Any:
    """Return the levels as a table of Spark; a weight is the number of the level plus one, and nought where there was nothing to compare."""
    from splink import Linker
    from splink.backends.spark import SparkAPI

    for name in ("features", "blocked"):
        session.read.parquet((folder / f"{name}.parquet").as_uri()).createOrReplaceTempView(f"habeas_{name}")
    parts = 2 * session.sparkContext.defaultParallelism
    api = SparkAPI(spark_session=session, break_lineage_method="persist", num_partitions_on_repartition=parts)  # type: ignore[no-untyped-call]
    linker = Linker(
        api.register("habeas_features"), settings_of("spark"), log_level=logging.CRITICAL, validate_settings=False
    )
    linker.table_management.register_blocked_pairs_for_predict(api.register("habeas_blocked"))
    scored = linker.inference.predict(warning_mode="never")
    levels = ", ".join(f"CAST(mw_{what} - 1 AS TINYINT) AS {what}" for what in WHAT)
    return session.sql(
        f"SELECT CAST(least(id_l, id_r) AS INT) AS left, CAST(greatest(id_l, id_r) AS INT) AS right, CAST(match_key AS INT) AS rules, {levels} "  # noqa: S608
        f"FROM {scored.physical_name}"
    )
