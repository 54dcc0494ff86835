"""Facility-days: the two published files are read whole, and what must hold of such counts is held."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from habeas import words
from habeas.records import Outcome, Reading, read_records
from habeas.records.facility_days import Grid, grid_of

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "ice-census"
CANONICAL = ["day", "place", "place_name", "midnight", "any", "male", "female", "convicted", "under_18"]
TITLES = (
    "detention_facility_code,date,n_detained,n_detained_at_midnight,n_detained_male,n_detained_female,"
    "n_detained_convicted_criminal,n_detained_possibly_under_18,detention_facility"
)


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    """Read both published files together."""
    outcome = read_records(sorted(DATA.iterdir()), tmp_path_factory.mktemp("facility-days"))
    assert outcome.problems == ()
    return {one.generation: one for one in outcome.readings}


def ask(path: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as engine:
        return engine.execute(query, [str(path)]).fetchall()


def test_every_published_row_is_used(readings: dict[str, Reading]) -> None:
    """888,699 rows of daily populations and 928,231 headcounts, none set aside, nothing doubtful."""
    assert {name: (one.kind, one.rows, one.used) for name, one in readings.items()} == {
        "daily-population": ("facility-days", 888_699, 888_699),
        "headcount": ("facility-days", 928_231, 928_231),
    }
    assert all(ask(one.problems, "SELECT count(*) FROM read_parquet(?)") == [(0,)] for one in readings.values())


def test_both_have_the_canonical_columns(readings: dict[str, Reading]) -> None:
    """What is not published is there and unknown: headcounts say nothing of a midnight after the day or of any moment of it."""
    for one in readings.values():
        with duckdb.connect() as engine:
            names = [
                row[0] for row in engine.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(one.table)]).fetchall()
            ]
        assert [name for name in names if name in CANONICAL] == CANONICAL
    unknown = 'SELECT count("any"), count(midnight), count(headcount) FROM read_parquet(?)'
    assert ask(readings["headcount"].table, unknown) == [(0, 0, 928_231)]


def test_the_grid_is_full(readings: dict[str, Reading]) -> None:
    """Daily populations have each of 707 places on each of 1,257 days once, zeros included; headcounts only where somebody was held."""
    assert grid_of(readings["daily-population"].table) == Grid(
        rows=888_699, places=707, days=1257, first="2022-10-01", last="2026-03-10", missing=0, repeated=0, zeros=603_430, unsexed=10_617
    )  # fmt: skip
    found = grid_of(readings["headcount"].table)
    assert (found.rows, found.places, found.first, found.last) == (928_231, 977, "2005-09-23", "2024-01-04")
    assert (found.repeated, found.zeros) == (0, 0)
    assert found.missing == 977 * 6678 - 928_231


def test_a_headcount_is_that_of_the_midnight_before(readings: dict[str, Reading]) -> None:
    """Where both files speak of a place and a day, the headcount fits the midnight of the day before far better than that of the day."""
    query = f"""
        WITH h AS (SELECT place, day, headcount FROM '{readings["headcount"].table}' WHERE day < DATE '2023-11-01'),
             p AS (SELECT place, day, midnight FROM '{readings["daily-population"].table}')
        SELECT avg(CAST(h.headcount = before.midnight AS INT)), avg(CAST(h.headcount = same.midnight AS INT)),
          sum(abs(h.headcount - before.midnight)) / sum(h.headcount), sum(abs(h.headcount - same.midnight)) / sum(h.headcount)
        FROM h JOIN p AS before ON before.place = h.place AND before.day = h.day - 1
          JOIN p AS same ON same.place = h.place AND same.day = h.day"""  # noqa: S608 - own files
    with duckdb.connect() as engine:
        ((equal_before, equal_same, off_before, off_same),) = engine.execute(query).fetchall()
    assert (round(equal_before, 2), round(equal_same, 2)) == (0.52, 0.27)
    assert off_before < 0.01
    assert off_same > 0.03


# --- what can go wrong ---


def made(folder: Path, *rows: str) -> Outcome:
    path = folder / "days.csv"
    path.write_text("\n".join([TITLES, *rows]) + "\n", encoding="utf-8")
    return read_records([path], folder / "to")


def problems(outcome: Outcome) -> list[tuple[str, str, int]]:
    (one,) = outcome.readings
    return ask(one.problems, "SELECT replace(key, 'records.', ''), gravity, line FROM read_parquet(?)")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("AAA,2025-01-01,10,8,6,4,3,0,Alpha", []),
        ("AAA,2025-01-01,10,8,6,3,3,0,Alpha", []),  # one of unknown sex
        ("AAA,2025-01-01,10,11,6,4,3,0,Alpha", [("facility-day-midnight", "warning", 2)]),
        ("AAA,2025-01-01,10,8,6,5,3,0,Alpha", [("facility-day-parts", "warning", 2)]),
        ("AAA,2025-01-01,10,8,6,4,13,0,Alpha", [("facility-day-parts", "warning", 2)]),
        ("AAA,2025-01-01,10,-1,6,4,3,0,Alpha", [("facility-day-negative", "error", 2)]),
    ],
)
def test_what_cannot_be_is_told(tmp_path: Path, row: str, told: list[tuple[str, str, int]]) -> None:
    """More at midnight than in the whole day, or a part above all, is used and told; fewer than nobody is set aside."""
    outcome = made(tmp_path, row)
    assert problems(outcome) == told
    for key, _, _ in told:
        assert all(words.text(f"records.{key}", lang, n=1) for lang in words.LANGUAGES)


def test_a_row_without_place_or_day_is_set_aside(tmp_path: Path) -> None:
    """Nobody can be held nowhere, or on no day."""
    outcome = made(
        tmp_path, ",2025-01-01,1,1,1,0,0,0,Alpha", "AAA,,1,1,1,0,0,0,Alpha", "AAA,2025-01-01,1,1,1,0,0,0,Alpha"
    )
    (one,) = outcome.readings
    assert (one.rows, one.used, one.set_aside) == (3, 1, 2)


def test_a_word_in_place_of_a_count_is_unknown(tmp_path: Path) -> None:
    """The count is unknown, the row is used, and the word is told."""
    outcome = made(tmp_path, "AAA,2025-01-01,many,8,6,4,3,0,Alpha")
    (one,) = outcome.readings
    assert ask(one.table, 'SELECT "any", midnight FROM read_parquet(?)') == [(None, 8)]
    assert [key for key, _, _ in problems(outcome)] == ["value-unreadable"]


def test_missing_days_and_repeats_are_counted(tmp_path: Path) -> None:
    """The measure of the grid sees a day without a row, and a row that stands there twice."""
    rows = ("AAA,2025-01-01,1,1,1,0,0,0,Alpha", "AAA,2025-01-03,0,0,0,0,0,0,Alpha", "AAA,2025-01-03,2,2,1,0,0,0,Alpha")
    (one,) = made(tmp_path, *rows).readings
    assert grid_of(one.table) == Grid(3, 1, 3, "2025-01-01", "2025-01-03", missing=1, repeated=1, zeros=1, unsexed=1)
