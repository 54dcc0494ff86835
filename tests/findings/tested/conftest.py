"""A generated release with its defects, its custody tables and its truth; and rows made by hand."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from habeas.custody import Custody, engine
from habeas.findings.tested import CustodyTables

sys.path.insert(0, str(Path(__file__).parents[3] / "bench"))
import release

UNTIL, DAYS = datetime(2026, 3, 10, 23, 59), (date(2024, 6, 1), date(2026, 3, 9))
SCHEMA = {
    "row": pa.int64(), "file": pa.string(), "sheet": pa.string(), "line": pa.int64(), "person": pa.string(), "place": pa.string(),
    "place_name": pa.string(), "stay_in": pa.timestamp("us"), "stint_in": pa.timestamp("us"), "stint_out": pa.timestamp("us"),
    "stay_out": pa.timestamp("us"), "days_only": pa.bool_(), "release_reason": pa.string(), "sex": pa.string(),
    "nationality": pa.string(), "birth_year": pa.int32(), "criminality": pa.string(), "authority": pa.string(),
    "programme": pa.string(), "case_status": pa.string(),
}  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A release: its custody tables, its rows, and the folder of its truth."""

    tables: Path
    rows: Path
    truth: Path

    def true(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a table of the truth."""
        found: list[dict[str, Any]] = pq.read_table(self.truth / f"{name}.parquet").to_pylist()
        return found


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return a release of 12,000 rows with the measured defects."""
    folder = tmp_path_factory.mktemp("tested")
    rows = release.generate(folder, rows=12_000, seed=11, form="canonical")
    with engine("duckdb") as running:
        Custody(rows, UNTIL, engine=running, days=DAYS).write(folder / "custody")
    return Made(tables=folder / "custody", rows=rows[0], truth=folder / "truth")


@pytest.fixture(scope="session")
def tables(made: Made) -> Iterator[CustodyTables]:
    with CustodyTables(made.tables, rows=made.rows, without=("HOLD", "HOSPITAL")) as opened:
        yield opened


Hand = Callable[[Sequence[Mapping[str, Any]]], CustodyTables]


@pytest.fixture
def hand(tmp_path: Path) -> Iterator[Hand]:
    """Return custody tables of rows made by hand: each a stint of January 2025; what a row leaves out is null."""
    opened: list[CustodyTables] = []

    def make(rows: Sequence[Mapping[str, Any]]) -> CustodyTables:
        full = [
            {
                "row": n, "file": "a.csv", "line": n + 2, "days_only": False, "place": "NORTH", "stint_in": datetime(2025, 1, 1, 8),
                "stay_in": row.get("stint_in", datetime(2025, 1, 1, 8)), "stay_out": row.get("stint_out"), **row,
            }
            for n, row in enumerate(rows)
        ]  # fmt: skip
        pq.write_table(pa.Table.from_pylist(full, schema=pa.schema(SCHEMA)), tmp_path / "rows.parquet")
        with Custody(
            tmp_path / "rows.parquet", datetime(2025, 1, 31, 23, 59, 59), days=(date(2025, 1, 1), date(2025, 1, 31))
        ) as custody:
            custody.write(tmp_path / "custody")
        opened.append(CustodyTables(tmp_path / "custody", rows=tmp_path / "rows.parquet"))
        return opened[-1]

    yield make
    for one in opened:
        one.link.close()
