"""``habeas test``: one figure and series of figures, against tables and facility-days; and what is wrong with what was given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.case import records_files as files
from tests.cli.conftest import Run

from habeas.words import LANGUAGES

DATA = Path(__file__).parents[2].parent / "shared" / "data"
DAYS = DATA / "ice-census" / "facility_day_population_2022-10_2026-03.parquet"
WORKBOOK = DATA / "ice-statistics" / "workbooks" / "FY24_detentionStats.xlsx"
MONTH = ("--first-day", "2025-01-05", "--last-day", "2025-01-19")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of tables that ``habeas custody --to`` wrote of the synthetic release."""
    from habeas.case import Counting, read_files

    folder = tmp_path_factory.mktemp("release")
    with read_files([files.written(folder / "release.csv")], folder / "tables", counted=Counting()):
        return folder / "tables"


def test_a_figure_is_defined_counted_and_judged(run: Run, tables: Path) -> None:
    """Forty held at midnight are contradicted by two: by how much, and in which file and lines; status 1."""
    told = run("test", "--population", 40, "--on", "2025-01-08", "--at", "midnight", "--tables", tables)
    assert told.status == 1
    assert (
        told.out.index("Published: 40 persons")
        < told.out.index("Persons held at midnight")
        < told.out.index("Contradicted:")
    )
    assert "The records give 3 certainly, 4 possibly." in told.out
    assert "Contradicted: 36 more than the records allow" in told.out
    assert "release.csv, line 3; release.csv, line 4;" in told.out


def test_a_supported_figure_ends_well(run: Run, tables: Path) -> None:
    """Status 0 where the figure lies within certain and possible by every way of counting."""
    assert run("test", "--population", 3, "--on", "2025-01-08", "--at", "midnight", "--tables", tables).status == 0
    told = run("test", "--book-ins", "about 3", *MONTH, "--tables", tables, "--lang", "es")
    assert told.status == 0
    assert "Estancias iniciadas, sin contar traslados" in told.out


def test_shares_are_read_as_they_are_written(run: Run, tables: Path) -> None:
    """A percentage, a share of 1, a bound and "none" are read; a third of those held that night are female."""
    how = (
        "--part",
        "sex=female",
        "--of",
        "held",
        "--at",
        "midnight",
        "--on",
        "2025-01-08",
        "--tables",
        tables,
        "--json",
    )
    for said in ("33%", "0.33", "at least 20 %"):
        assert json.loads(run("test", "--share", said, *how).out)["figure"]["outcome"] != "contradicted", said
    told = run("test", "--share", "none", *how)
    assert told.status == 1
    assert json.loads(told.out)["figure"]["universal"] == "none"


def test_a_series_teaches_its_definition_and_tolerance(run: Run) -> None:
    """Twelve months of a workbook against facility-days: the way that fits is told, with the ratio, and nothing is contradicted."""
    told = run("test", WORKBOOK, "--facility-days", DAYS, "--without", "HOLD")
    assert told.status == 0
    assert "adp-by-agency-month-criminality: 13 figures" in told.out
    assert "Persons held at midnight, all places together, in the days of each figure." in told.out
    assert told.out.count("Fits best: a figure lies 0.1") == 1
    assert "times the records; 95 % lie from" in told.out
    assert "0 contradicted" in told.out
    assert "FY24_detentionStats.xlsx, Detention" in told.out


def test_a_figure_is_tested_with_what_workbooks_teach(run: Run) -> None:
    """An average that is two percent too large for its publisher is contradicted, the one he published is not."""
    how = ("--first-day", "2024-01-01", "--last-day", "2024-01-31", "--facility-days", DAYS, WORKBOOK)
    assert run("test", "--average", "38,194", *how).status == 0
    told = run("test", "--average", "39,500", *how, "--json")
    answer = json.loads(told.out)
    assert told.status == 1
    assert answer["figure"]["tolerance"]["n"] == 11
    assert answer["figure"]["judged"][0]["off"] > 500


def test_a_figure_of_one_place_is_tested_with_what_the_places_teach(run: Run) -> None:
    """Of one facility the tolerance is that of single facilities, which is wider."""
    how = (
        "--first-day",
        "2023-10-01",
        "--last-day",
        "2024-09-30",
        "--place",
        "ADAMSMS",
        "--facility-days",
        DAYS,
        WORKBOOK,
    )
    answer = json.loads(run("test", "--average", "2,150", *how, "--json").out)
    assert answer["figure"]["tolerance"]["n"] > 40
    assert 1.02 < answer["figure"]["tolerance"]["factor"] < 1.2
    assert run("test", "--average", "3,150", *how).status == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Nothing to test"),
        (("--population", "3", "--deaths", "2"), "one figure at a time"),
        (("--population", "many", "--on", "2025-01-08"), "many"),
        (("--population", "3", "--on", "8 January"), "8 January"),
        (("--population", "3", "--first-day", "2025-01-08"), "--last-day"),
        (("--population", "3", "--on", "2025-01-08", "--who", "convicted"), "criminality=convicted"),
        (("--population", "3", "--on", "2025-01-08", "--who", "height=tall"), "height"),
        (("--share", "70%", "--on", "2025-01-08"), "--part"),
        (("--share", "170%", "--part", "sex=male", "--on", "2025-01-08"), "more than the whole"),
        (("--population", "3", "--on", "2025-01-08", "--facility-days", "days.parquet"), "not both"),
        (("no-such-file.xlsx",), "no-such-file.xlsx"),
        (
            ("--population", "3", "--on", "2025-01-08", "--place", "AAAB"),
            "no place AAAB. Places are given by their codes, such as AAAA",
        ),
    ],
)
def test_wrong_input_is_said_clearly(run: Run, tables: Path, arguments: tuple[str, ...], message: str) -> None:
    """Nothing given, two figures, words for a number or a day, half a period, an unknown field or place: one message, status 2."""
    for lang in LANGUAGES:
        told = run("test", *arguments, "--tables", tables, "--lang", lang)
        assert told.status == 2, told
        assert told.out == ""
    assert message in run("test", *arguments, "--tables", tables).err


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--population", "3", "--on", "2019-01-08"), "whole from"),
        (("--population", "3", "--on", "2025-01-08", "--without", "CASTLE"), "no place has CASTLE"),
        (("--population", "3"), "does not say of which days"),
        (
            ("--population", "3", "--on", "2025-01-08", "--who", "criminality=convicted"),
            "no record tells the criminality",
        ),
    ],
)
def test_what_the_release_cannot_answer_is_not_testable(
    run: Run, tables: Path, arguments: tuple[str, ...], reason: str
) -> None:
    """A day outside of the release, a word that is in no name, a field it leaves empty: told, and no verdict; status 0."""
    told = run("test", *arguments, "--tables", tables)
    assert told.status == 0, told
    assert "Not testable" in told.out
    assert reason in told.out


def test_a_case_is_asked_where_no_tables_are_named(run: Run, tmp_path: Path) -> None:
    """In a case with a release the figure is tested against the case's own tables, with the same verdict."""
    assert run("init", tmp_path / "north").status == 0
    assert run("add", files.written(tmp_path / "release.csv"), "--case", tmp_path / "north").status == 0
    assert run("build", tmp_path / "north").status in (0, 1)
    told = run("test", "--population", 40, "--on", "2025-01-08", "--at", "midnight", "--case", tmp_path / "north")
    assert told.status == 1
    assert "The records give 3 certainly, 4 possibly." in told.out
    assert "release.csv, line 3" in told.out


def test_a_file_without_figures_is_refused(run: Run, tables: Path, tmp_path: Path) -> None:
    """A table of something else is no workbook of statistics."""
    told = run("test", files.written(tmp_path / "stints.csv"), "--tables", tables)
    assert told.status == 2
    assert "No workbook of statistics" in told.err
