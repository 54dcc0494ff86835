"""What may leave of the records of persons: whatever stands for a day shows no day, and whatever few have is not named."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.custody.persons.conftest import World, day

from habeas.custody.persons import Clock, PersonFile, PersonRegister, Stretch
from habeas.publishing.persons_shown import Discretion, above, below, coarse, edge
from habeas.publishing.persons_view import GRAINS, Grain, PersonsView, Shown
from habeas.when import Span

DAYS = st.dates(date(2021, 1, 1), date(2026, 12, 31))


def register(towns: int = 6) -> PersonRegister:
    """Return persons held at one prison, each taken in the same street by an officer whom one row names."""
    world = World()
    world.list("families")
    world.list("press", kind="press")
    for n in range(towns):
        said = {
            "deprived_when": day(0),
            "deprived_place": "Calle Ocho 12",
            "deprived_by": "policía" if n else "Cabo Ramos",
            "held_place": "Penal Uno",
            "admitted_when": day(3),
        }
        world.row(f"P-{n}", "families", said)
    return world.register()


def told(persons: PersonRegister, periods: Grain = "month", **more: object) -> Discretion:
    """Return what decides of a register."""
    return Discretion(
        PersonsView(register=persons, shown=Shown(periods=periods), open_lists=frozenset({"press"})), "en"
    )


@given(DAYS, DAYS)
def test_days_of_one_month_are_shown_alike(one: date, other: date) -> None:
    """Two days are told apart exactly where their months are; a day shown by the year tells no month."""
    months = [coarse(Span.on(each), "month").text("en") for each in (one, other)]
    assert (months[0] == months[1]) == ((one.year, one.month) == (other.year, other.month))
    years = [coarse(Span.on(each), "year").text("en") for each in (one, other)]
    assert (years[0] == years[1]) == (one.year == other.year)


@given(DAYS, st.integers(0, 500), st.sampled_from(GRAINS))
def test_what_is_shown_holds_what_is_true(first: date, length: int, grain: Grain) -> None:
    """A shown time allows every day that the record allows, so that nothing false is said."""
    span = Span.some_day(first, first + timedelta(days=length))
    low, high = coarse(span, grain).outer
    assert low is not None
    assert high is not None
    assert low <= first <= first + timedelta(days=length) <= high
    assert edge(first, grain, last=False) <= first <= edge(first, grain, last=True)


@given(st.integers(0, 4000))
def test_a_range_of_days_holds_the_number_and_many_others(days: int) -> None:
    """From a number of days as it is shown, and a day that is known, no other day can be counted: a week of them is left, or more."""
    assert below(days) <= days < above(days)
    assert above(days) - below(days) >= 7
    assert below(below(days)) == below(days)


def test_a_gap_and_a_clock_show_ranges() -> None:
    """41 days without a record are shown as 30 to 60; by the day, as 41."""
    gap = Stretch(kind="gap", sure="certain", first=date(2025, 3, 2), last=date(2025, 4, 13), days=(41, 41))
    clock = Clock(kind="since-trace", low=41, high=None, running=True)
    person = PersonFile(
        id="P-1",
        mentions=(),
        lists=(),
        fields={},
        status=register(1).persons[0].status,
        timeline=(gap,),
        clocks=(clock,),
    )
    by_month, by_day = (told(register(), grain).person(person) for grain in ("month", "day"))
    assert by_month.timeline[0].days == (30, 60)
    assert (by_month.timeline[0].first, by_month.timeline[0].last) == (date(2025, 3, 1), date(2025, 4, 30))
    assert (by_month.clocks[0].low, by_month.clocks[0].high) == (30, None)
    assert by_day == person


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Penal Uno", True), ("policía", True), ("POLICIA", True), ("Cabo Ramos", False), ("Calle Ocho 12", False)],
)
def test_what_few_have_and_where_they_were_taken_is_not_named(name: str, shown: bool) -> None:
    """A prison of six persons is named, an officer in one row is not, and no street, however many were taken in it."""
    assert told(register()).names(name) is shown


def test_what_the_case_knows_is_named_however_few_were_there() -> None:
    """A place of the case is named with one person, by the case's name for it."""
    view = PersonsView(register=register(1))
    assert Discretion(view, "es").place("Penal Uno") == "un lugar que no se muestra"
    assert Discretion(view, "es", subjects={"penal-uno": "Centro Penal Uno"}).place("penal-uno") == "Centro Penal Uno"
    assert Discretion(view, "es").place(None) is None


def test_a_value_is_withheld_unless_the_case_names_its_field() -> None:
    """A time is its month, a shared place its name, an officer's name nothing; named by the case, all are as written."""
    person = register().persons[0]
    values = {
        name: person.state(name).values[0] for name in ("deprived_when", "deprived_place", "deprived_by", "held_place")
    }
    closed = told(register())
    assert {name: closed.value(name, value) for name, value in values.items()} == {
        "deprived_when": "May 2022", "deprived_place": None, "deprived_by": None, "held_place": "Penal Uno",
    }  # fmt: skip
    opened = Discretion(PersonsView(register=register(), shown=Shown(publish=frozenset(values))), "en")
    assert [opened.value(name, value) for name, value in values.items()] == [value.said for value in values.values()]
