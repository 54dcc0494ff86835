"""The second example: figures that are published, and rows that nobody can take for a person's."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from habeas.case import Case

EXAMPLE = Path(__file__).parents[2] / "examples" / "ice-detention"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Carry the example from its folder to its tables."""
    folder = tmp_path_factory.mktemp("ice") / "case"
    folder.mkdir()
    shutil.copy(EXAMPLE / "case.toml", folder)
    with Case(folder, actor="test") as made:
        assert not made.add(EXAMPLE / "evidence").problems
        assert not made.code(*sorted((EXAMPLE / "claims").iterdir())).problems
        made.build()
    return folder


def test_the_release_is_counted_and_balances(case: Path) -> None:
    """All 1,500 rows are used; every row without an identifier is one possible person more; every place balances."""
    with Case(case) as made, made.custody() as found:
        totals = found.held().totals
    assert (totals.rows, totals.rows_left_out, totals.unbalanced) == (1500, 0, ())
    certain, possible = totals.persons
    assert possible - certain == totals.rows_without_id


def test_nothing_in_the_release_looks_real() -> None:
    """Its number is no number of a release, its places are called synthetic."""
    import openpyxl

    for file in sorted((EXAMPLE / "evidence").glob("*.xlsx")):
        sheet = openpyxl.load_workbook(file, read_only=True).worksheets[0]
        rows = list(sheet.iter_rows(values_only=True))
        assert "synthetic: no row is about a real person" in str(rows[2][0])
        names = {str(row[2]).casefold() for row in rows[7:]}
        assert all("synthetic" in name for name in names), file.name


def test_the_extract_has_its_places_and_days() -> None:
    """Five places on nineteen days, and nobody at midnight who was not there at some moment."""
    with (EXAMPLE / "evidence" / "facility-days-2026.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5 * 19
    assert all(int(row["n_detained_at_midnight"]) <= int(row["n_detained"]) for row in rows)
