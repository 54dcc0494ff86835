"""A generated release with its defects, its custody tables and its truth; and rows made by hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
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


OUT = datetime(2025, 1, 10, 12)
MOVED = datetime(2025, 1, 12, 15)
SCENES: dict[str, list[dict[str, Any]]] = {
    "THREE": [{"person": "a"}, {"person": "b"}, {"person": "c"}],
    "DEATHS": [
        {"person": "a1", "stint_out": OUT, "release_reason": "Died"},
        {"person": "a1", "stint_out": OUT, "release_reason": "Died", "stint_in": datetime(2025, 1, 2, 8)},
        {"person": "b2", "stint_out": OUT, "release_reason": "died"},
        {"person": None, "stint_out": OUT, "release_reason": "Died"},
        {"person": "c3", "stint_out": OUT, "release_reason": "Died", "stay_out": None},
        {"person": "c3", "stint_in": datetime(2025, 1, 20, 9), "stay_in": datetime(2025, 1, 20, 9)},
        {"person": "d4", "stint_out": OUT, "release_reason": "Order of supervision", "case_status": "7-Died"},
        {"person": "e5", "stint_out": OUT},
    ],
    "BLANK": [{"person": "a1", "criminality": "convicted"}, {"person": "b2"}, {"person": "c3", "criminality": "other"}],
    "AGES": [{"person": one, "birth_year": year} for one, year in (("a", 2008), ("b", 2007), ("c", 2006), ("d", None))],
    "NORTH": [
        {"person": "a1", "stint_out": MOVED, "release_reason": "Transferred", "stay_out": None},
        {"person": "b2"},
    ],
    "SOUTH": [{"person": "a1", "from": "NORTH", "stint_in": MOVED, "stay_in": datetime(2025, 1, 1, 8)}],
    "ONE-OTHER": [{"person": one, "criminality": what} for one, what in zip("abc", ("convicted", "convicted", "other"), strict=True)],
    "ALL-CONVICTED": [{"person": one, "criminality": "convicted"} for one in "ab"],
    "ONE-BLANK": [{"person": one, "criminality": what} for one, what in zip("abcd", ("convicted", None, "convicted", "convicted"), strict=True)],
    "ONE-NAMELESS": [{"person": "a", "criminality": "convicted"}, {"person": None, "criminality": "other"}],
    "A-CHILD": [{"person": "a", "birth_year": 2009}, {"person": "b", "birth_year": 1980}],
    "TURNING-18": [{"person": "a", "birth_year": 2007}, {"person": "b", "birth_year": 1980}],
    "GROWN": [{"person": "a", "birth_year": 1990}],
    "ONE-LEFT": [
        {"person": "a", "criminality": "convicted"},
        {"person": "b", "criminality": "other"},
        {"person": "gone", "criminality": "other", "stint_out": datetime(2025, 1, 5, 12)},
    ],
}  # fmt: skip
"""Rows made by hand, by their place: each scene is a place of its own, and its persons are in no other unless ``from`` says so."""


@dataclass(frozen=True)
class Scenes:
    """The custody tables of every scene, and the lines of each scene's rows."""

    folder: Path
    tables: CustodyTables
    lines: dict[str, list[int]]


@pytest.fixture(scope="session")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scenes]:
    """Return the scenes as one release of January 2025; what a row leaves out is null."""
    folder = tmp_path_factory.mktemp("scenes")
    rows: list[dict[str, Any]] = []
    lines: dict[str, list[int]] = {}
    for place, of in SCENES.items():
        for row in of:
            began, n = row.get("stint_in", datetime(2025, 1, 1, 8)), len(rows)
            person = row["person"] and f"{row.get('from', place)}-{row['person']}"
            own = {"row": n, "file": "a.csv", "line": n + 2, "days_only": False, "place": place, "person": person}
            stay = {"stint_in": began, "stay_in": began, "stay_out": row.get("stint_out")}
            rows.append({**stay, **row, **own})
            lines.setdefault(place, []).append(n + 2)
    known = [{name: row.get(name) for name in SCHEMA} for row in rows]
    pq.write_table(pa.Table.from_pylist(known, schema=pa.schema(SCHEMA)), folder / "rows.parquet")
    days = (date(2025, 1, 1), date(2025, 1, 31))
    with Custody(folder / "rows.parquet", datetime(2025, 1, 31, 23, 59, 59), days=days) as custody:
        custody.write(folder / "custody")
    with CustodyTables(folder / "custody", rows=folder / "rows.parquet") as opened:
        yield Scenes(folder / "custody", opened, lines)
