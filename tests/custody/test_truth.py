"""Custody of a generated release with its defects, against the truth that the generator knows."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from habeas.custody import Custody, Engine, Totals

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
import release

UNTIL, DAYS = datetime(2026, 3, 10, 23, 59), (date(2024, 6, 1), date(2026, 3, 9))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, duck: Engine) -> tuple[Path, Totals]:
    """Return the folder of a release with its truth and its custody."""
    folder = tmp_path_factory.mktemp("truth")
    rows = release.generate(folder, rows=12_000, seed=11, form="canonical")
    return folder, Custody(rows, UNTIL, engine=duck, days=DAYS).write(folder / "custody")


def test_persons_stints_and_stays_lie_between_certain_and_possible(made: tuple[Path, Totals]) -> None:
    """Twins, rows without an identifier and open stints leave a doubt, and the truth within it; every twin but none else is doubted."""
    folder, totals = made
    true: dict[str, Any] = json.loads((folder / "truth" / "totals.json").read_text(encoding="utf-8"))
    for name in ("persons", "stints", "stays"):
        certain, possible = getattr(totals, name)
        assert certain <= true[name] <= possible
    assert totals.persons[0] == true["persons_with_id"]
    assert totals.stints[0] == true["rows"] - true["rows_without_id"] - true["bond_twins"] - true["same_day_twins"]
    assert (totals.rows_without_id, totals.rows_left_out) == (true["rows_without_id"], 0)
    assert min(true["bond_twins"], true["same_day_twins"], true["rows_without_id"]) > 0


@pytest.mark.parametrize("kind", ["midnight", "any"])
def test_the_truth_of_every_place_and_day_lies_between_certain_and_possible(
    made: tuple[Path, Totals], kind: str
) -> None:
    """In no place and on no day is more certain, or less possible, than is true; and most of it is certain."""
    folder, _ = made
    true = {
        (one["place"], one["day"]): one[kind]
        for one in pq.read_table(folder / "truth" / "census.parquet").to_pylist()
        if one[kind]
    }
    rows = pq.read_table(folder / "custody" / "census.parquet").to_pylist()
    bounds = [
        (one[f"{kind}_certain"], true.get((one["place"], one["day"]), 0), one[f"{kind}_possible"]) for one in rows
    ]
    assert all(low <= truth <= high for low, truth, high in bounds)
    assert sum(truth for _, truth, _ in bounds) > sum(low for low, _, _ in bounds) > 0.98 * sum(t for _, t, _ in bounds)
