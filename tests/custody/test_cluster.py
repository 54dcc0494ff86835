"""The same rows on DuckDB, on Spark in this machine's own processes, and on a standalone cluster of two workers."""

from __future__ import annotations

import sys
import time
from datetime import date, datetime
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.custody.cluster import WORKERS, cluster

from habeas.custody import TABLES as TABLES_OF_CUSTODY
from habeas.custody import Custody, Engine, engine
from habeas.errors import InputError

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
import release

KINDS = ("duckdb", "local", "cluster")
ROWS = 3_000
# Compiling costs more here than running: Java compiles fast rather than well.
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


UNTIL = datetime(2026, 3, 10, 23, 59)


def _custody(on: Engine, source: Path, to: Path) -> None:
    """Carry a release, with its twins and missing identifiers, to every table of custody."""
    Custody(source, UNTIL, engine=on, days=(date(2025, 12, 1), date(2026, 3, 9))).write(to / "custody")


def _steps(on: Engine, source: Path, to: Path) -> None:
    """Do, with each verb of the engine, what custody does, in small: windows, groups, days from times, joins with a calendar, sorts."""
    rows = on.table(source)
    along = ibis.window(group_by=rows.person, order_by=[rows.stint_in, rows.row])
    kept = on.keep(
        rows.filter(rows.person.notnull()).mutate(
            before=rows.place.lag().over(along),
            nth=ibis.row_number().over(along),
            day=rows.stint_in.date(),
            midnight=rows.stint_in.truncate("D"),
            minutes=rows.stint_out.delta(rows.stint_in, unit="minute"),
            later=rows.stint_in + ibis.interval(hours=30),
        ),
        "steps",
    )
    on.write(kept.drop("file"), to / "rows.parquet", ["row"])
    moves = kept.group_by("before", "place").agg(
        n=ibis._.count(), persons=ibis._.person.nunique(), minutes=ibis._.minutes.sum(), first=ibis._.stint_in.min()
    )
    on.write(moves, to / "moves.parquet", ["before", "place"])
    days = kept.select("day").distinct()
    held = days.join(kept, (days.day >= kept.midnight.date()) & (days.day < kept.stint_out.date()))
    on.write(held.group_by(days.day).agg(n=ibis._.count()), to / "held.parquet", ["day"])
    total = on.fetch(kept.agg(n=ibis._.count(), half=ibis._.nth.mean(), last=ibis._.stint_out.max()))
    pq.write_table(total, to / "total.parquet")
    on.write(kept.filter(kept.place == "nowhere").select("row", "place"), to / "none.parquet", ["row"])


TABLES = ("rows", "moves", "held", "total", "none")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Do the steps on each kind of engine, one after the other: PySpark has one session at a time."""
    folder = tmp_path_factory.mktemp("engines")
    table, _ = release.canonical(ROWS, 3)
    pq.write_table(table, folder / "stints.parquet")
    for kind in KINDS:
        (folder / kind).mkdir()
    with engine() as on:
        _steps(on, folder / "stints.parquet", folder / "duckdb")
        _custody(on, folder / "stints.parquet", folder / "duckdb")
    with pytest.MonkeyPatch.context() as quick:
        quick.setenv("JAVA_TOOL_OPTIONS", JAVA)
        _on_spark(folder)
    return folder


def _on_spark(folder: Path) -> None:
    """Do the steps on this machine's own processes and on a cluster, and ask the cluster for more than it has."""
    with engine("spark", scratch=folder) as on:
        _steps(on, folder / "stints.parquet", folder / "local")
        assert str(on.backend._session.sparkContext.master) == "local[2]"
    with cluster(folder / "spark") as master:
        with engine("spark", master=master, memory="512MB", scratch=folder) as on:
            _steps(on, folder / "stints.parquet", folder / "cluster")
            _custody(on, folder / "stints.parquet", folder / "cluster")
            (folder / "workers").write_text(str(_workers(on)), encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("habeas.custody.spark.WORKER_SECONDS", 2.0)
            with pytest.raises(InputError) as caught:
                engine("spark", master=master, memory="900MB", scratch=folder)
        (folder / "greedy").write_text(str(caught.value), encoding="utf-8")


def _workers(on: Engine) -> int:
    """Return how many workers have an executor of the session's; the driver is listed too."""
    end = time.monotonic() + 20
    status = on.backend._session.sparkContext._jsc.sc()
    while status.getExecutorMemoryStatus().size() < WORKERS + 1 and time.monotonic() < end:
        time.sleep(0.1)
    return int(status.getExecutorMemoryStatus().size()) - 1


@pytest.mark.parametrize("kind", ["local", "cluster"])
@pytest.mark.parametrize("table", TABLES)
def test_spark_gives_the_rows_of_duckdb(made: Path, kind: str, table: str) -> None:
    """Every table is equal in its columns, types, values and order."""
    expected = pq.read_table(made / "duckdb" / f"{table}.parquet")
    found = pq.read_table(made / kind / f"{table}.parquet")
    assert found.schema.names == expected.schema.names
    assert found.schema.types == expected.schema.types
    assert found.equals(expected)
    assert (expected.num_rows > 0) == (table != "none")


@pytest.mark.parametrize("table", TABLES_OF_CUSTODY)
def test_spark_gives_the_custody_of_duckdb(made: Path, table: str) -> None:
    """Stints, stays, census, movements, balance and lengths of stay are equal row for row, on the harder of the two: rows go from worker to worker."""
    expected = pq.read_table(made / "duckdb" / "custody" / f"{table}.parquet")
    found = pq.read_table(made / "cluster" / "custody" / f"{table}.parquet")
    assert found.schema.types == expected.schema.types
    assert found.equals(expected)
    assert expected.num_rows > 0


def test_spark_gives_the_totals_of_duckdb(made: Path) -> None:
    """The totals are the same bytes."""
    totals = [(made / one / "custody" / "totals.json").read_bytes() for one in ("duckdb", "cluster")]
    assert totals[0] == totals[1]


def test_both_workers_of_the_cluster_take_part(made: Path) -> None:
    """The cluster is no single process in disguise."""
    assert (made / "workers").read_text(encoding="utf-8") == str(WORKERS)


def test_times_stay_naive_and_exact(made: Path) -> None:
    """Spark's times are the published ones, to the microsecond, in no zone."""
    for kind in KINDS:
        assert pq.read_schema(made / kind / "rows.parquet").field("stint_in").type == pa.timestamp("us")
    source = pq.read_table(made / "stints.parquet", columns=["row", "stint_in", "person"])
    known = source.filter(source["person"].is_valid()).sort_by("row")
    assert pq.read_table(made / "cluster" / "rows.parquet")["stint_in"].to_pylist() == known["stint_in"].to_pylist()


def test_sessions_leave_nothing_behind(made: Path) -> None:
    """Scratch folders are gone when their sessions are closed."""
    assert list(made.glob("habeas-engine-*")) == []


def test_a_cluster_without_a_free_worker_is_said(made: Path) -> None:
    """A master whose workers cannot give the memory asked for is an error that says so, not a wait without end."""
    said = (made / "greedy").read_text(encoding="utf-8")
    assert "none of its workers was free within 2 s" in said
    assert "ask for less memory" in said
