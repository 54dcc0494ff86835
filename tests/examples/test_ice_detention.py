"""The second example: figures that are published, and rows that nobody can take for a person's."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from habeas.case import Case, auditing

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
        book = openpyxl.load_workbook(file, read_only=True)
        rows = list(book.worksheets[0].iter_rows(values_only=True))
        book.close()
        assert "synthetic: no row is about a real person" in str(rows[2][0])
        names = {str(row[2]).casefold() for row in rows[7:]}
        assert all("synthetic" in name for name in names), file.name


def test_the_extract_has_its_places_and_days() -> None:
    """Five places on nineteen days, and nobody at midnight who was not there at some moment."""
    with (EXAMPLE / "evidence" / "facility-days-2026.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5 * 19
    assert all(int(row["n_detained_at_midnight"]) <= int(row["n_detained"]) for row in rows)


def test_the_audit_finds_the_defects_that_the_example_explains(case: Path) -> None:
    """What the README says of the workbooks is found in them: three things that cannot be true, and a stamp that does not fit."""
    (series,) = (one for one in auditing.load(case / "tables") if one.kind == "figures")
    assert len(series.issues) == 6
    errors = {one.check for one in series.findings if one.gravity == "error"}
    assert {"average-population-by-type", "share-with-bond"} <= errors
    text = " ".join(one.text["en"] for one in series.findings)
    assert "54.16" in text
    assert "50.1481" in text
    assert "bed-days" in text
    assert "14 March 2022" in text
    assert [round(one.low) for one in series.intervals["total"]][-2:] == [19_051, 25_600]


def test_every_finding_has_a_picture_of_its_cells_or_names_none(case: Path) -> None:
    """The doubted cell is in the picture, with what stands in it."""
    (series,) = (one for one in auditing.load(case / "tables") if one.kind == "figures")
    drawn = [one for one in series.findings if one.picture is not None]
    assert len(drawn) >= 8
    for one in drawn:
        assert one.picture is not None
        cell = one.cells[0]
        (row,) = (row for row in one.picture.rows if row.line == cell.line)
        assert cell.column is not None
        assert row.texts[one.picture.columns.index(cell.column)] == cell.found


def test_the_invented_figures_are_tested_against_the_release(case: Path) -> None:
    """The one that the records allow is supported, the other is contradicted; real figures are tested against nothing invented."""
    with Case(case) as made:
        keys = {one.id: one.key for one in made.claims()}
        held = {keys[one.figure.claim or ""]: one.outcome for one in made.tested("2026-SYNT-00001")}
    assert held == {"synthetic-held-2024-06": "supported", "synthetic-held-2025-06": "contradicted"}
