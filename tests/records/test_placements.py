"""Placements: a column that slid is set aside and explained, dates that slid take their rows with them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from habeas.records.header import Header, find
from habeas.records.layout import built_in
from habeas.records.placements import check_days
from habeas.records.reader import Preparation, prepare
from habeas.records.sheets import Sheet, open_file

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "segregation"
RHU = (
    "Name",
    "Alien #",
    "Date in",
    "Date out",
    "Total days",
    "Initial placement",
    "Placement reason",
    "Disc seg",
    "Release reason",
)

Row = tuple[str, str, str]


def rows(n: int = 80) -> list[Row]:
    """Return started, ended and days (both days counted) of synthetic placements."""
    chance = Random(3)  # noqa: S311 - synthetic rows
    made, day = [], date(2019, 1, 1)
    for _ in range(n):
        day += timedelta(days=chance.randint(0, 3))
        taken = chance.choice([1, 2, 3, 5, 8, 13, 30, 61])
        made.append((str(day), str(day + timedelta(days=taken)), str(taken + 1)))
    return made


def prepared(path: Path, scratch: Path) -> list[tuple[Sheet, Header, Preparation]]:
    scratch.mkdir(exist_ok=True)
    found = []
    for sheet in open_file(path, scratch).sheets:
        header = find(sheet, built_in())
        assert isinstance(header, Header)
        found.append((sheet, header, prepare(sheet, header)))
    return found


def one(tmp_path: Path, given: list[Row]) -> tuple[Sheet, Header, Preparation]:
    lines = [f",,{went_in},{out},{days},medical,,N," for went_in, out, days in given]
    (tmp_path / "x.csv").write_text("\n".join([",".join(RHU), *lines]) + "\n", encoding="utf-8")
    return prepared(tmp_path / "x.csv", tmp_path / "s")[0]


def slid(given: list[Row], column: int, by: int) -> list[Row]:
    """Move one column up by some lines."""
    moved = [list(row) for row in given]
    for at, row in enumerate(moved):
        row[column] = given[at + by][column] if at + by < len(given) else ""
    return [(row[0], row[1], row[2]) for row in moved]


def test_columns_in_place_are_left_alone(tmp_path: Path) -> None:
    """No problem, no column set aside."""
    _, _, found = one(tmp_path, rows())
    assert (found.problems, found.columns, found.refusal) == ((), None, None)


def test_a_single_slip_is_a_warning_on_its_line(tmp_path: Path) -> None:
    """The value stays as published."""
    given = rows()
    given[10] = (*given[10][:2], "999")
    _, _, found = one(tmp_path, given)
    assert [(it.key, it.row, it.gravity) for it in found.problems] == [("records.days-differ", 12, "warning")]
    assert found.columns is None


@pytest.mark.parametrize("by", [1, 2, 7])
def test_days_that_slid_are_set_aside_and_explained(tmp_path: Path, by: int) -> None:
    """The column goes, the dates stay; the problem says by how many lines."""
    _, header, found = one(tmp_path, slid(rows(), 2, by))
    assert found.columns is not None
    assert found.columns.keys() == header.columns.keys() - {"days_stated"}
    (problem,) = found.problems
    assert (problem.key, problem.values["low"], problem.values["high"]) == ("records.days-shifted", by, by)
    assert all(f" {problem.values['explained']} " in problem.text(lang) for lang in ("en", "es"))


@pytest.mark.parametrize("column", [0, 1])
def test_a_date_that_slid_takes_its_rows_with_it(tmp_path: Path, column: int) -> None:
    """A row that joins dates of two persons is worse than none: the sheet is refused."""
    _, _, found = one(tmp_path, slid(rows(), column, 2))
    assert found.refusal == "records.dates-shifted"
    assert [RHU[2 + column]] == [problem.column for problem in found.problems]


def test_days_that_agree_with_nothing_are_kept_and_doubted(tmp_path: Path) -> None:
    """One warning stands for all of them."""
    chance = Random(5)  # noqa: S311 - synthetic rows
    _, _, found = one(tmp_path, [(went_in, out, str(chance.randint(100, 900))) for went_in, out, _ in rows()])
    assert [(it.key, it.values["n"]) for it in found.problems] == [("records.days-inconsistent", 80)]
    assert found.columns is None


def test_total_days_of_the_published_workbook_belong_to_rows_further_down(tmp_path: Path) -> None:
    """In all six sheets; the distance grows as the sheet goes on, and the values count both days.

    Measured on the workbook: year, rows with both, in place, in long runs elsewhere, nearest and farthest distance.
    """
    found = [
        (
            sheet.name,
            it.fit.known,
            it.fit.fitting,
            it.fit.explained,
            min(it.fit.shifts),
            max(it.fit.shifts),
            it.slid,
            it.fit.added,
        )
        for sheet, header, _ in prepared(DATA / "15_16_17_18_19_20_RHU_admission_Redacted.xlsx", tmp_path / "s")
        if (it := check_days(sheet, header))
    ]
    assert found == [
        ("2020", 136, 39, 85, 1, 10, "days_stated", 1),
        ("2019", 468, 39, 332, 13, 56, "days_stated", 1),
        ("2018", 590, 42, 380, 60, 118, "days_stated", 1),
        ("2017", 534, 39, 325, 134, 168, "days_stated", 1),
        ("2016", 443, 33, 191, 185, 213, "days_stated", 1),
        ("2015", 361, 15, 83, 240, 254, "days_stated", 1),
    ]


def test_the_distance_grows_down_every_published_sheet(tmp_path: Path) -> None:
    """Cells were taken out of one column: what follows can only move further."""
    for sheet, header, _ in prepared(DATA / "15_16_17_18_19_20_RHU_admission_Redacted.xlsx", tmp_path / "s"):
        it = check_days(sheet, header)
        assert it is not None
        assert sorted(it.fit.shifts) == list(it.fit.shifts)


def test_moments_told_twice_agree_and_days_count_midnights(tmp_path: Path) -> None:
    """In the other workbook the stated days are those between the dates on every line with both moments."""
    ((sheet, header, found),) = prepared(DATA / "smu.xlsx", tmp_path / "s")
    it = check_days(sheet, header)
    assert it is not None
    assert (it.fit.verdict, it.fit.known, it.fit.fitting, it.fit.added) == ("consistent", 3424, 3424, 0)
    assert [(check.key, check.field) for check in found.checks[:2]] == [
        ("records.split-differs", "started"),
        ("records.split-differs", "ended"),
    ]
    assert violations(sheet, header, found.checks[0].condition) == 0
    assert violations(sheet, header, found.checks[1].condition) == 0


def test_a_moment_that_differs_from_its_parts_is_found(tmp_path: Path) -> None:
    """The condition holds on the line where hour and moment disagree, and on no other."""
    titles = "citizenship,housing,assigned_dt,removed_dt,days_in_seg,assigned_date,assigned_hour,removed_date,removed_hour,hashid"
    good = "X,A,6/27/2013 1:31:00AM,6/28/2013 1:00:00PM,1,6/27/2013,1:31:00AM,6/28/2013,1:00:00PM,a1"
    (tmp_path / "x.csv").write_text(
        "\n".join([titles, good, good.replace(",1:00:00PM", ",2:00:00PM")]), encoding="utf-8"
    )
    ((sheet, header, found),) = prepared(tmp_path / "x.csv", tmp_path / "s")
    assert [violations(sheet, header, check.condition) for check in found.checks[:2]] == [0, 1]


def test_formulas_left_over_below_a_table_are_rows_of_nothing_but_days(tmp_path: Path) -> None:
    """350 rows of 2020, 108 of 2019 and 35 of 2017 hold a number of days alone."""
    found = {
        sheet.name: violations(
            sheet, header, next(check.condition for check in got.checks if check.key == "records.only-days")
        )
        for sheet, header, got in prepared(DATA / "15_16_17_18_19_20_RHU_admission_Redacted.xlsx", tmp_path / "s")
    }
    assert found == {"2020": 350, "2019": 108, "2018": 0, "2017": 35, "2016": 0, "2015": 0}


def violations(sheet: Sheet, header: Header, condition: str) -> int:
    import duckdb

    with duckdb.connect() as engine:
        query = f"SELECT count(*) FROM {sheet.source} WHERE line > {header.line} AND ({condition})"  # noqa: S608 - own names
        found = engine.execute(query).fetchone()
    assert found is not None
    return int(found[0])
