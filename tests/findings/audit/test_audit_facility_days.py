"""The audit of facility-days: silent on counts that move as counts do, and every planted error is found at its place and day."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.findings.audit.conftest import DATA

from habeas.findings.audit import AuditFinding, audit
from habeas.findings.audit.facility_days import audit_facility_days
from habeas.findings.audit.facility_days_apart import compare_facility_days
from habeas.records import Reading, read_records

CENSUS = DATA / "ice-census"
FIRST = date(2024, 1, 1)
DAYS = 400
Row = dict[str, Any]
Write = Callable[..., Reading]


def _rows(seed: int = 3) -> list[Row]:
    """Return counts of 8 places over 400 days that drift by a few persons a day; parts and any-moment counts follow from them."""
    chance = random.Random(seed)  # noqa: S311 - a simulation
    made: list[Row] = []
    for number in range(8):
        held = 60 + 40 * number
        for day in range(DAYS):
            held = max(held + chance.randint(-4, 4), 45)
            some = held + chance.randint(0, 5)
            women = some // 5
            made.append(
                {
                    "detention_facility_code": f"PLACE{number}", "date": FIRST + timedelta(days=day), "n_detained": some,
                    "n_detained_at_midnight": held, "n_detained_male": some - women, "n_detained_female": women,
                    "n_detained_convicted_criminal": some // 3, "n_detained_possibly_under_18": 0,
                }
            )  # fmt: skip
    return made


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return what writes rows as a published file and reads it."""

    def make(rows: Sequence[Row], name: str = "days.parquet") -> Reading:
        path = tmp_path / name
        pq.write_table(pa.Table.from_pylist(list(rows)), path)
        return read_records([path], tmp_path / f"read-{name}").readings[0]

    return make


@pytest.fixture(scope="module")
def clean() -> list[Row]:
    """Return counts without any error."""
    return _rows()


def _planted(rows: list[Row], place: str, days: Sequence[int], **values: int) -> list[Row]:
    wanted = {FIRST + timedelta(days=day) for day in days}
    return [
        {**one, **values} if one["detention_facility_code"] == place and one["date"] in wanted else one for one in rows
    ]


def _found(reading: Reading) -> list[AuditFinding]:
    found = list(audit_facility_days(reading))
    assert all(one.text("en") and one.text("es") for one in found)
    return found


def _told(reading: Reading) -> list[tuple[str, object, object]]:
    return [
        (one.key.removeprefix("audit_vintages.days-"), one.values.get("place"), one.values.get("day"))
        for one in _found(reading)
    ]


@pytest.mark.parametrize("seed", range(3, 7))
def test_counts_without_errors_are_silent(write: Write, seed: int) -> None:
    """Counts that drift from day to day give no finding."""
    assert _told(write(_rows(seed))) == []


def test_more_at_midnight_than_at_any_moment_is_an_error(write: Write, clean: list[Row]) -> None:
    """Rows whose part is more than the whole are one error a rule, with the worst named first."""
    planted = _planted(_planted(clean, "PLACE1", [30], n_detained=3), "PLACE2", [40], n_detained_male=900)
    found = _found(write(planted))
    errors = {one.check: one for one in found if one.gravity == "error"}
    assert set(errors) == {"midnight-within-any", "sexes-within-any", "convicted-within-any"}
    assert errors["sexes-within-any"].values["place"] == "PLACE2"
    assert errors["midnight-within-any"].cells[0].line == 1 * DAYS + 30 + 1


def test_two_rows_of_one_day_are_an_error(write: Write, clean: list[Row]) -> None:
    """A place has one count a day; the rows are named."""
    found = _found(write([*clean, clean[DAYS + 7]]))
    assert [
        (one.gravity, one.values["place"], one.values["other"], one.values["line"])
        for one in found
        if one.check == "one-row-a-day"
    ] == [("error", "PLACE1", DAYS + 8, len(clean) + 1)]


def test_a_zero_in_a_busy_series_is_told(write: Write, clean: list[Row]) -> None:
    """A place that is empty for a day, with as many before as after, is told with that day."""
    told = _told(write(_planted(clean, "PLACE4", [200], n_detained_at_midnight=0)))
    assert told == [("spike", "PLACE4", FIRST + timedelta(days=200))]


@pytest.mark.parametrize("factor", [0.2, 3.0])
def test_a_count_that_jumps_for_a_day_is_told(write: Write, clean: list[Row], factor: float) -> None:
    """A fifth or three times of a place's count on one day is far beyond what the place does."""
    at = 5 * DAYS + 120
    planted = list(clean)
    planted[at] = {
        **clean[at],
        "n_detained_at_midnight": round(clean[at]["n_detained_at_midnight"] * factor),
        "n_detained": 2000,
    }
    assert _told(write(planted)) == [("spike", "PLACE5", FIRST + timedelta(days=120))]


def test_a_count_that_stands_still_is_told_where_the_place_moves(write: Write, clean: list[Row]) -> None:
    """Three weeks of one number, in a place that changes almost daily, were likely not renewed; the days are named."""
    still = clean[6 * DAYS + 150]["n_detained_at_midnight"]
    found = _found(write(_planted(clean, "PLACE6", range(150, 171), n_detained_at_midnight=still)))
    assert [(one.key, one.values["many"], one.values["first"]) for one in found if "many" in one.values] == [
        ("audit_vintages.days-still", 21, FIRST + timedelta(days=150))
    ]


def test_a_place_that_always_stands_still_is_silent(write: Write, clean: list[Row]) -> None:
    """What a place usually does is learnt from it: one whose count changes every third week is not told."""
    chance = random.Random(1)  # noqa: S311 - a simulation
    held, rows = 80, []
    for day in range(DAYS):
        held += chance.choice((-1, 1)) if day % 20 == 0 else 0
        rows.append(
            {**clean[day], "detention_facility_code": "QUIET", "n_detained_at_midnight": held, "n_detained": held + 60}
        )
    assert _told(write([*clean, *rows])) == []


def test_a_place_that_empties_in_a_day_is_a_note(write: Write, clean: list[Row]) -> None:
    """Hundreds moved out at once, and not back, are worth knowing."""
    found = _found(write(_planted(clean, "PLACE7", range(300, DAYS), n_detained_at_midnight=12)))
    assert ("note", "audit_vintages.days-step", FIRST + timedelta(days=300)) in [
        (one.gravity, one.key, one.values.get("day")) for one in found
    ]


def test_a_column_copied_from_another_place_is_told(write: Write, clean: list[Row]) -> None:
    """Two places with the same moving counts for three weeks are told together."""
    source = clean[2 * DAYS + 50 : 2 * DAYS + 75]
    planted = list(clean)
    for offset, one in enumerate(source):
        at = 3 * DAYS + 50 + offset
        planted[at] = {**planted[at], "n_detained_at_midnight": one["n_detained_at_midnight"]}
    found = [one for one in _found(write(planted)) if one.key == "audit_vintages.days-copied"]
    assert [one.values["places"] for one in found] == [["PLACE2", "PLACE3"]]


def test_a_stretch_that_repeats_an_earlier_one_is_told(write: Write, clean: list[Row]) -> None:
    """A place whose fortnights are those of months ago, day by day, repeats itself."""
    planted = list(clean)
    for offset in range(20):
        planted[DAYS + 300 + offset] = {
            **planted[DAYS + 300 + offset],
            "n_detained_at_midnight": clean[DAYS + 100 + offset]["n_detained_at_midnight"],
        }
    found = [one for one in _found(write(planted)) if one.key == "audit_vintages.days-again"]
    assert [(one.values["place"]) for one in found] == ["PLACE1"]


def test_a_day_that_no_place_has_is_told(write: Write, clean: list[Row]) -> None:
    """Days missing from the whole file are one finding, and no gap of each place besides."""
    gone = {FIRST + timedelta(days=day) for day in (90, 91, 200)}
    found = _found(write([one for one in clean if one["date"] not in gone]))
    assert [(one.key, one.values["n"], one.values["gaps"]) for one in found] == [("audit_vintages.days-no-day", 3, 2)]


def test_a_busy_place_without_rows_for_some_days_is_told(write: Write, clean: list[Row]) -> None:
    """A place that has no row for a week, busy before and after, was emptied or its days are missing."""
    gone = {FIRST + timedelta(days=day) for day in range(100, 107)}
    found = _found(
        write([one for one in clean if not (one["detention_facility_code"] == "PLACE3" and one["date"] in gone)])
    )
    assert [(one.key, one.values["place"], one.values["n"]) for one in found] == [
        ("audit_vintages.days-gap", "PLACE3", 7)
    ]


def test_a_day_on_which_half_of_all_is_missing_is_told(write: Write, clean: list[Row]) -> None:
    """The total of all places does not fall by half and return in a day."""
    day = FIRST + timedelta(days=222)
    planted = [
        {**one, "n_detained_at_midnight": 0}
        if one["date"] == day and one["detention_facility_code"] > "PLACE3"
        else one
        for one in clean
    ]
    assert _told(write(planted)) == [("together", None, day)]


def test_a_total_that_falls_in_many_small_places_is_told(write: Write, clean: list[Row]) -> None:
    """Where every place loses a tenth for a day, none of them jumps, but all together do."""
    day = FIRST + timedelta(days=250)
    planted = [
        {**one, "n_detained_at_midnight": round(one["n_detained_at_midnight"] * 0.9)} if one["date"] == day else one
        for one in clean
    ]
    assert _told(write(planted)) == [("total", None, day)]


def test_two_files_of_the_same_days_are_held_against_each_other(write: Write, clean: list[Row]) -> None:
    """A headcount of the first moment agrees with the midnight before; a day and a place on which it does not are told."""
    counts = [
        {
            "detention_facility_code": one["detention_facility_code"], "date": one["date"] + timedelta(days=1),
            "n": one["n_detained_at_midnight"],
        }
        for one in clean
    ]  # fmt: skip
    first, second = write(clean, "population.parquet"), write(counts, "counts.parquet")
    agreed = list(compare_facility_days(first, second))
    assert [(one.gravity, one.values["shift"], one.values["middle"]) for one in agreed] == [("note", 1, 1.0)]
    day = FIRST + timedelta(days=60)
    wrong = [
        {**one, "n": one["n"] // 2}
        if one["date"] == day + timedelta(days=1) or one["detention_facility_code"] == "PLACE2"
        else one
        for one in counts
    ]
    told = list(compare_facility_days(first, write(wrong, "wrong.parquet")))
    assert [one.values["day"] for one in told if one.key == "audit_vintages.days-day-apart"] == [day]
    assert [one.values["place"] for one in told if one.key == "audit_vintages.days-place-apart"] == ["PLACE2"]
    assert all(one.text("en") and one.text("es") for one in told)


def test_the_census_files_are_read_and_compared_by_one_audit() -> None:
    """Both published files: no error in either, few findings, and totals that agree within three in a thousand of their ratio."""
    made = audit(sorted(CENSUS.iterdir()))
    assert not [one for one in made.findings if one.gravity == "error"]
    population = [
        one
        for one in made.findings
        if one.publication.startswith("facility_day_population") and one.check == "midnight"
    ]
    assert {(one.key.removeprefix("audit_vintages.days-"), one.values["place"]) for one in population} == {
        ("spike", "LRDICDF"),
        ("spike", "PINEPLA"),
        ("still", "BASILLA"),
        ("still", "OZARKMO"),
        ("still", "RWCCMLA"),
    }
    agree = next(one for one in made.findings if one.key == "audit_vintages.days-agree")
    assert (agree.values["n"], agree.values["shift"], agree.values["middle"]) == (460, 1, 1.0062)
    headcount = [one for one in made.findings if one.publication.startswith("facility_headcount")]
    assert 40 <= len(headcount) <= 70
    evacuated = {
        (one.values["place"], one.values.get("day")) for one in headcount if one.key == "audit_vintages.days-step"
    }
    assert ("YUBAJCA", date(2017, 2, 14)) in evacuated
