"""The census against counting person by person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.custody.conftest import UNTIL, Open, write

from habeas.custody import Custody, Engine

FIRST, LAST = date(2025, 1, 1), date(2025, 1, 12)
END = datetime(2025, 1, 12, 23, 59, 59)
PLACES = ("A", "B")


@st.composite
def row(draw: st.DrawFn) -> dict[str, Any]:
    """One stint of few persons in two places within twelve days, so that all that can go wrong does."""
    start = datetime(2025, 1, 1) + timedelta(hours=draw(st.integers(0, 11 * 24)))
    hours = draw(st.one_of(st.none(), st.integers(0, 5 * 24)))
    only = draw(st.booleans())
    if only:
        start = datetime.combine(start.date(), datetime.min.time())
        hours = None if hours is None else hours // 24 * 24
    return {
        "person": draw(st.sampled_from([None, "p1", "p2", "p3"])),
        "place": draw(st.sampled_from(PLACES)),
        "stint_in": start,
        "stint_out": None if hours is None else start + timedelta(hours=hours),
        "days_only": only,
        "sex": draw(st.sampled_from([None, "male", "female"])),
        "birth_year": draw(st.sampled_from([None, 2007, 1980])),
    }


def counted(rows: Sequence[Mapping[str, Any]], places: Sequence[str]) -> dict[date, tuple[int, int, int, int]]:
    """Count each day by asking each row whether it holds its person, certainly and possibly."""
    rows = [{**one, "nth": n} for n, one in enumerate(rows)]
    ordered = sorted(
        enumerate(rows),
        key=lambda one: (one[1]["stint_in"], one[1]["stint_out"] or datetime.max, one[1]["place"], one[0]),
    )
    ordered = [one for at, one in enumerate(ordered) if not any(_same(one[1], before[1]) for before in ordered[:at])]
    spans: list[tuple[Any, bool, str, datetime, datetime | None, datetime | None]] = []
    twins = [any(_twin(before, one) for _, before in ordered if before is not one) for _, one in ordered]
    for at, (number, one) in enumerate(ordered):
        later = [
            _latest(other, "stint_in")
            for (_, other), twin in zip(ordered[at + 1 :], twins[at + 1 :], strict=True)
            if one["person"] and other["person"] == one["person"] and not twin
        ]
        first, last = one["stint_out"], one["stint_out"]
        if last is None and later:
            first, last = one["stint_in"], max(min(later), _latest(one, "stint_in"))
        sure = one["person"] is not None and not twins[at]
        spans.append((one["person"] or number, sure, one["place"], one["stint_in"], first, last))
    found = {}
    for n in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=n)
        here = [one for one in spans if one[2] in places]

        def held(certain: bool, midnight: bool, day: date = day, here: Sequence[Any] = here) -> int:
            who = set()
            for person, known, _, start, first, last in here:
                end = first if certain else last
                gone = end is not None and (end.date() <= day if midnight else end.date() < day)
                if start.date() <= day and not gone and (known or not certain):
                    who.add(person)
            return len(who)

        found[day] = (held(True, True), held(False, True), held(True, False), held(False, False))
    return found


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    told = ("person", "place", "stint_in", "stint_out", "days_only")
    return one["person"] is not None and all(one[name] == other[name] for name in told)


def _twin(before: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    """Return whether one may be the booking before it: of those that begin together the longest with an end comes first."""
    if one["person"] is None or any(one[name] != before[name] for name in ("person", "place")):
        return False
    if one["stint_in"] == before["stint_in"]:
        return _rank(before) < _rank(one)
    reaches = before["stint_out"] is None or one["stint_in"] < _latest(before, "stint_out")
    return (
        one["stint_in"].date() == before["stint_in"].date() and before["stint_in"] < one["stint_in"] and bool(reaches)
    )


def _rank(one: Mapping[str, Any]) -> tuple[bool, timedelta, int]:
    end = one["stint_out"]
    return end is None, datetime.min - _latest(one, "stint_out") if end else timedelta(0), one["nth"]


def _latest(one: Mapping[str, Any], name: str) -> datetime:
    moment: datetime = one[name]
    return moment + timedelta(seconds=86_399) if one["days_only"] else moment


def pairs(rows: Sequence[Mapping[str, Any]]) -> dict[date, tuple[int, int, int, int]]:
    """Return the four counts of each day of a census."""
    names = ("midnight_certain", "midnight_possible", "any_certain", "any_possible")
    return {one["day"]: tuple(one[name] for name in names) for one in rows}


@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(row(), min_size=1, max_size=9))
def test_the_census_is_what_counting_one_by_one_gives(rows: list[dict[str, Any]], tmp_path: Path, duck: Engine) -> None:
    """By place and nationally, at midnight and at any moment, certainly and possibly: every day equal to the oracle."""
    path = write(tmp_path / "rows.parquet", rows)
    custody = Custody(path, END, engine=duck, days=(FIRST, LAST))
    by_place = duck.fetch(custody.census()).to_pylist()
    for place in {one["place"] for one in rows}:
        assert pairs([one for one in by_place if one["place"] == place]) == counted(rows, [place])
    assert pairs(duck.fetch(custody.national()).to_pylist()) == counted(rows, PLACES)


@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(row(), min_size=1, max_size=9))
def test_counts_keep_their_order_and_their_sums(rows: list[dict[str, Any]], tmp_path: Path, duck: Engine) -> None:
    """Certain is at most possible, midnight at most any moment; the values of a dimension add up to all; every book balances."""
    custody = Custody(write(tmp_path / "rows.parquet", rows), END, engine=duck, days=(FIRST, LAST))
    national = pairs(duck.fetch(custody.national()).to_pylist())
    assert all(one[0] <= one[1] <= one[3] and one[0] <= one[2] <= one[3] for one in national.values())
    by_sex = duck.fetch(custody.census_by("sex")).to_pylist()
    for day, counts in national.items():
        here = [one for one in by_sex if one["day"] == day]
        assert tuple(sum(one[name] for one in here) for name in ("midnight_certain", "any_possible")) == (
            counts[0],
            counts[3],
        )
    books = duck.fetch(custody.balance()).to_pylist()
    assert all(one["held_at_start"] + one["arrivals"] == one["departures"] + one["held_at_end"] for one in books)


def test_an_age_is_one_of_two(opened: Open, duck: Engine) -> None:
    """Born in 2007: on a day of 2025 seventeen or eighteen, so possibly in both bands and certainly in neither."""
    rows = [
        {
            "person": "p",
            "place": "A",
            "stint_in": datetime(2025, 1, 2),
            "stint_out": datetime(2025, 1, 5),
            "birth_year": 2007,
        }
    ]
    made = duck.fetch(opened(rows, days=(date(2025, 1, 3), date(2025, 1, 3))).census_by("age_band")).to_pylist()
    told = {one["value"]: (one["midnight_certain"], one["midnight_possible"]) for one in made}
    assert told == {"0–17": (0, 1), "18–24": (0, 1)}


def test_a_moved_person_counts_once_in_the_nation_and_in_both_places(opened: Open, duck: Engine) -> None:
    """On the day of a transfer both places held the person at some moment; at midnight only the second did."""
    rows = [
        {"person": "p", "place": "A", "stint_in": datetime(2025, 1, 2, 8), "stint_out": datetime(2025, 1, 3, 10)},
        {"person": "p", "place": "B", "stint_in": datetime(2025, 1, 3, 12), "stint_out": datetime(2025, 1, 5, 9)},
    ]
    custody = opened(rows, days=(date(2025, 1, 3), date(2025, 1, 3)))
    by_place = {
        one["place"]: (one["midnight_certain"], one["any_certain"]) for one in duck.fetch(custody.census()).to_pylist()
    }
    assert by_place == {"A": (0, 1), "B": (1, 1)}
    assert [(one["midnight_certain"], one["any_certain"]) for one in duck.fetch(custody.national()).to_pylist()] == [
        (1, 1)
    ]


@pytest.mark.parametrize(("hour", "last"), [(8, date(2025, 1, 30)), (23, date(2025, 1, 31))])
def test_the_census_ends_with_the_last_whole_day(opened: Open, hour: int, last: date) -> None:
    """A release drawn in the morning knows nothing of that day's midnight."""
    until = UNTIL.replace(hour=hour)
    rows = [{"person": "p", "place": "A", "stint_in": datetime(2025, 1, 2, 8), "stint_out": datetime(2025, 1, 3)}]
    assert opened(rows, until).days.last == last


def test_the_census_begins_when_departures_do(opened: Open) -> None:
    """Those who left before the earliest published end are not in the release, so the days before it are not whole."""
    rows = [
        {"person": "p", "place": "A", "stint_in": datetime(2010, 1, 2, 8), "stint_out": datetime(2025, 1, 3)},
        {"person": "q", "place": "A", "stint_in": datetime(2012, 1, 2, 8)},
    ]
    assert opened(rows).days.first == date(2025, 1, 3)


def test_the_published_layout_is_that_of_the_published_table(example: Path, duck: Engine) -> None:
    """Columns, their order and their types are those of the facility-day table; zeros are rows; midnight is within any moment."""
    import pyarrow.parquet as pq
    from tests.custody.conftest import EXAMPLE

    published = pq.read_schema(EXAMPLE.parents[1] / "ice-census" / "facility_day_population_2022-10_2026-03.parquet")
    custody = Custody(
        example,
        datetime(2022, 11, 30, 23, 59, 59),
        rule="ddp-2026-03",
        engine=duck,
        days=(date(2017, 8, 1), date(2017, 9, 30)),
    )
    made = duck.fetch(custody.as_published())
    assert [(one.name, one.type) for one in made.schema] == [(one.name, one.type) for one in published]
    rows = made.to_pylist()
    assert len(rows) == 61 * len({one["detention_facility_code"] for one in rows})
    assert all(one["n_detained_at_midnight"] <= one["n_detained"] for one in rows)
    krome = {
        one["date"].day: (one["n_detained"], one["n_detained_at_midnight"])
        for one in rows
        if one["detention_facility_code"] == "KROME NORTH SPC" and one["date"].month == 8
    }
    assert [krome[day] for day in (25, 26, 30, 31)] == [(0, 0), (1, 1), (1, 1), (1, 0)]
