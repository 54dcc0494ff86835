"""Units of the calendar: they tile it, and a stretch is known by its days alone."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.when import units
from habeas.when.units import Unit

DAYS = st.dates(date(1001, 1, 1), date(2998, 12, 31))
KINDS = sorted(units.AROUND)


@pytest.mark.parametrize("kind", KINDS)
@given(day=DAYS)
def test_units_of_a_kind_follow_each_other_without_gap(kind: str, day: date) -> None:
    """Every day is in one unit of each kind, and the next day after a unit begins the next one."""
    around = units.AROUND[kind]
    first, last = around(day)
    assert first <= day <= last
    assert (first, last) == around(first) == around(last)
    assert around(last + units.ONE_DAY)[0] == last + units.ONE_DAY


@pytest.mark.parametrize("kind", KINDS)
@given(day=DAYS)
def test_a_unit_is_known_from_its_days(kind: str, day: date) -> None:
    """No two kinds have a unit of the same days, so a stretch names one unit."""
    unit = units.calendar_unit(*units.AROUND[kind](day))
    assert unit is not None
    assert kind == unit.kind


@given(day=DAYS)
def test_the_parts_of_a_month_tile_it(day: date) -> None:
    """Early, middle and late days make up the month, and so do its two halves."""
    first, last = units.months(day.year, day.month, day.month)
    for parts, stretch in ((3, units.part_of_month), (2, units.half_of_month)):
        pieces = [stretch(day.year, day.month, n) for n in range(1, parts + 1)]
        assert (first, last) == (pieces[0][0], pieces[-1][1])
        assert all(one[1] + units.ONE_DAY == other[0] for one, other in itertools.pairwise(pieces))


def test_the_parts_of_a_decade_tile_it() -> None:
    """Early, middle and late years make up the decade."""
    pieces = [units.part_of_decade(1990, n) for n in (1, 2, 3)]
    assert units.years(1990, 1999) == (pieces[0][0], pieces[-1][1])
    assert all(one[1] + units.ONE_DAY == other[0] for one, other in itertools.pairwise(pieces))


@given(first=DAYS, days=st.integers(0, 5000))
def test_an_enclosing_unit_holds_the_stretch_and_no_smaller_kind_does(first: date, days: int) -> None:
    """The unit found is the smallest kind whose unit reaches the last day."""
    last = first + timedelta(days=days)
    found = units.enclosing(first, last)
    if found is None:
        assert units.AROUND["millennium"](first)[1] < last
        return
    assert found[0] <= first <= last <= found[1]
    smaller = [around(first) for around in units.AROUND.values() if around(first)[1] < found[1]]
    assert all(unit[1] < last for unit in smaller if (unit[1] - unit[0]) < (found[1] - found[0]))


def test_nothing_encloses_two_millennia() -> None:
    """A stretch across the year 2000 has no unit that holds it."""
    assert units.enclosing(date(1999, 12, 31), date(2000, 1, 1)) is None


@pytest.mark.parametrize(
    ("first", "last", "unit"),
    [
        (date(2024, 2, 29), date(2024, 2, 29), Unit("day", 2024, 2, 29)),
        (date(2024, 4, 1), date(2024, 6, 30), Unit("quarter", 2024, 0, 2)),
        (date(2024, 5, 1), date(2024, 8, 31), Unit("third", 2024, 0, 2)),
        (date(2024, 7, 1), date(2024, 12, 31), Unit("half", 2024, 0, 2)),
        (date(1990, 1, 1), date(1999, 12, 31), Unit("decade", 1990)),
        (date(2024, 2, 21), date(2024, 2, 29), Unit("part", 2024, 2, 3)),
        (date(2024, 2, 16), date(2024, 2, 29), Unit("fortnight", 2024, 2, 2)),
        (date(1994, 1, 1), date(1996, 12, 31), Unit("part-of-decade", 1990, 0, 2)),
        (date(2024, 2, 2), date(2024, 2, 29), None),
        (date(2024, 4, 1), date(2024, 7, 31), None),
    ],
)
def test_a_stretch_has_the_name_people_would_use(first: date, last: date, unit: Unit | None) -> None:
    """Halves, thirds, quarters and parts are counted within what holds them."""
    assert unit == units.named_unit(first, last)


@given(day=DAYS, count=st.integers(-1000, 1000))
def test_months_are_counted_by_the_calendar(day: date, count: int) -> None:
    """The day stays, or is the last of a shorter month; the months differ by the count."""
    there = units.shift_months(day, count)
    assert count == (there.year - day.year) * 12 + there.month - day.month
    assert there.day == min(day.day, units.last_of(there.year, there.month))
