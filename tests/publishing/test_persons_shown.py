"""What may leave of the records of persons: whatever stands for a day shows no day, and whatever few have is not named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.custody.persons.conftest import World, day, one_person

from habeas.custody.orders import find_orders
from habeas.custody.persons import PersonFile, PersonRegister
from habeas.publishing.persons_shown import Discretion, coarse, edge
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


def days_of(month: int) -> st.SearchStrategy[date]:
    """Return days of one month of 2024."""
    return st.integers(1, 28).map(lambda n: date(2024, month, n)) | st.just(
        edge(date(2024, month, 1), "month", last=True)
    )


def story(*days: date) -> PersonFile:
    """Return somebody deprived of liberty, admitted, seen elsewhere and heard, of whom a judge orders release and who is released."""
    taken, admitted, heard, seen, ordered, freed = days
    return one_person(
        {"deprived_when": taken, "admitted_when": admitted, "held_place": "Penal Uno"},
        {"seen_when": seen, "seen_place": "Penal Dos", "first_court_when": heard},
        {"release_order_when": ordered, "released_when": freed},
        as_of=date(2024, 12, 13),
    )


REGISTER = replace(register(), as_of=date(2024, 12, 13))
MONTHS = st.tuples(*(days_of(month) for month in (1, 3, 5, 7, 9, 11)))


@settings(max_examples=40, deadline=None)
@given(MONTHS, MONTHS, st.integers(3, 6))
def test_nothing_that_is_shown_tells_more_of_a_day_than_its_month(
    one: tuple[date, ...], other: tuple[date, ...], n: int
) -> None:
    """Of two stories with all days in the same months, over or still open, everything shown is the same: gaps, clocks, status, findings."""
    shown = []
    by_month = told(REGISTER)
    for days in (one, other):
        person = story(*days) if n == 6 else one_person(*_open(days[:n]), as_of=date(2024, 12, 13))
        record = by_month.person(person)
        findings = [by_month.order(each) for each in find_orders([], [person])]
        shown.append((record.timeline, record.clocks, record.status, record.last_seen, findings))
    assert _without_rows(shown[0]) == _without_rows(shown[1])


def _open(days: Sequence[date]) -> list[dict[str, date | str]]:
    first: dict[str, date | str] = {"deprived_when": days[0], "admitted_when": days[1], "held_place": "Penal Uno"}
    later: list[dict[str, date | str]] = [{"seen_when": each, "seen_place": f"Penal {each.month}"} for each in days[2:]]
    return [first, *later]


def _without_rows(shown: object) -> str:
    return re.sub(r"reported=\(.*?\)\)", "", repr(shown))


@settings(max_examples=20, deadline=None)
@given(MONTHS)
def test_what_is_shown_of_numbers_of_days_holds_them(days: tuple[date, ...]) -> None:
    """Every gap and clock as shown allows what the exact days say."""
    person = story(*days)
    shown = told(REGISTER).person(person)
    both = [*zip(_numbers(person), _numbers(shown), strict=True)]
    assert len(both) > 3
    for (low, high), (least, most) in both:
        assert least <= low <= high <= most


def _numbers(person: PersonFile) -> list[tuple[int, int]]:
    """Return the numbers of days of gaps and clocks; -1 stands for none."""
    found = [*(one.days for one in person.timeline if one.days), *((one.low, one.high) for one in person.clocks)]
    return [(-1 if low is None else low, -1 if high is None else high) for low, high in found]


def test_a_gap_and_a_clock_show_what_the_months_allow() -> None:
    """41 days without a record from March to April are shown as at most 59, whatever the day of the register; by the day, as 41."""
    said = [{"seen_when": date(2025, month, on), "seen_place": f"Penal {month}"} for month, on in ((3, 2), (4, 13))]
    person = one_person(*said, as_of=date(2025, 6, 30))
    by_month, by_day = (told(register(), grain) for grain in ("month", "day"))
    world = replace(by_month.view, register=replace(by_month.view.register, as_of=date(2025, 6, 30)))
    shown = Discretion(world, "en").person(person)
    gaps = [(one.first, one.last, one.days) for one in shown.timeline if one.kind == "gap"]
    assert gaps == [
        (date(2025, 3, 1), date(2025, 4, 30), (0, 59)),
        (date(2025, 4, 1), None, (61, 90)),
    ]
    (since,) = (one for one in shown.clocks if one.kind == "since-trace")
    assert (since.low, since.high) == (61, 90)
    exact = by_day.person(person)
    assert [one.days for one in exact.timeline] == [one.days for one in person.timeline]
    assert (41, 41) in [one.days for one in exact.timeline]
    assert exact.clocks == person.clocks


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
