"""What relations imply: the interval holds every possible value, no less, and the arithmetic is written out."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.findings import claims_made as made

from habeas.amount import Amount
from habeas.findings import tight
from habeas.findings.bounds import exact
from habeas.findings.equation import Equation, evaluate, names, read

TIMES = "\N{MULTIPLICATION SIGN}"
DASH = "\N{EN DASH}"
WHOLE = st.tuples(st.integers(1, 6), st.integers(0, 3)).map(lambda pair: (pair[0], pair[0] + pair[1]))


def test_the_structure_at_65_to_70_a_cell_holds_16640_to_17920() -> None:
    """Eight buildings of 32 cells for 65 to 70 imply that many places, with the arithmetic."""
    (found,) = [one for one in made.implied(made.structure()) if one.name == "capacity"]
    assert (found.amount.low, found.amount.high) == (Decimal(16640), Decimal(17920))
    assert found.steps == (f"8 {TIMES} 32 {TIMES} 65{DASH}70 = 16,640{DASH}17,920",)
    assert set(found.figure.ids) == {"buildings", "cells", "designed"}


def test_40000_places_mean_156_a_cell_and_064_square_metres_each() -> None:
    """The same engine, solving for what is unsaid in linked relations, gives the persons a cell and the area of each."""
    found = made.implied(made.structure())
    (persons,) = [one for one in found if one.name == "persons_per_cell"]
    assert (persons.amount.low, persons.amount.high) == (Decimal("156.25"), Decimal("156.25"))
    (area,) = [one for one in found if one.name == "area_per_person" and "official" in one.figure.ids]
    assert area.amount.low == area.amount.high == Decimal("0.64")
    assert area.steps == (f"40,000 / (8 {TIMES} 32) = 156.25", "100 / 156.25 = 0.64")
    assert set(area.figure.ids) == {"official", "buildings", "cells", "area"}


def test_each_reading_is_its_own_result() -> None:
    """Rival figures for persons a cell give one result each."""
    claims = [
        *made.structure(),
        made.claim("eighty", "cecot", "persons_per_cell", 80, capacity="design"),
        made.claim("hundred", "cecot", "persons_per_cell", Amount.at_least(100), capacity="design"),
    ]
    places = {one.steps[0] for one in made.implied(claims) if one.name == "capacity"}
    assert places == {
        f"8 {TIMES} 32 {TIMES} 65{DASH}70 = 16,640{DASH}17,920",
        f"8 {TIMES} 32 {TIMES} 80 = 20,480",
        f"8 {TIMES} 32 {TIMES} (\N{GREATER-THAN OR EQUAL TO} 100) = \N{GREATER-THAN OR EQUAL TO} 25,600",
    }


def test_too_many_rival_facts_are_taken_together_as_a_range() -> None:
    """More combinations than can be listed give one result over the whole range, which names every claim."""
    claims = [made.claim(f"b{n}", "cecot", "buildings", n) for n in range(1, 10)]
    claims += [made.claim(f"c{n}", "cecot", "cells_per_building", n) for n in range(10, 20)]
    (found,) = [one for one in made.implied(claims) if one.name == "cells"]
    assert (found.amount.low, found.amount.high) == (Decimal(10), Decimal(9 * 19))
    assert len(found.figure.ids) == 19


def test_occupancy_takes_stocks_and_capacity_and_not_other_dates_of_residents() -> None:
    """A population implies an occupancy; residents are used some years away, and not more."""
    claims = [
        made.claim("held", "prisons", "population", 110000, who="all held", span=made.month(2024, 3)),
        made.claim("places", "prisons", "capacity", 40000, capacity="official", who="all held"),
        made.claim("near", "country", "residents", 6000000, who="residents", span=made.month(2022, 6)),
        made.claim("far", "country", "residents", 5000000, who="residents", span=made.month(2007, 6)),
    ]
    found = {one.name: one for one in made.implied(claims)}
    assert found["occupancy"].amount.low == Decimal(275)
    rates = [one for one in made.implied(claims) if one.name == "population_rate"]
    assert [set(one.figure.ids) for one in rates] == [{"held", "near"}]
    assert rates[0].states == ("time",)


def test_unknown_bounds_imply_nothing_and_about_stays_about() -> None:
    """A figure with no bounds narrows nothing; about a number implies about a number."""
    claims = [
        made.claim("b", "cecot", "buildings", 8),
        made.claim("c", "cecot", "cells_per_building", Amount.about(32)),
    ]
    (found,) = made.implied(claims)
    assert found.amount.qualifier == "about"
    assert found.amount.stated == Decimal(256)
    assert found.amount.high is None
    claims[1] = made.claim("c", "cecot", "cells_per_building", Amount.at_least(0))
    assert made.implied(claims) == []


def _equations() -> list[Equation]:
    texts = ("w == x * y", "w == x / y", "w == x + y - z", "w == 100 * x / y", "w == x / (y * z)")
    return [read(text) for text in texts]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(_equations()), st.data())
def test_the_interval_holds_every_brute_force_solution(equation: Equation, data: st.DataObject) -> None:
    """For every name and every whole value of the others in their ranges, the exact value lies in the implied interval."""
    ranges = {name: data.draw(WHOLE) for name in equation.names}
    for name in equation.names:
        node = equation.solve(name)
        amounts = {one: Amount.range(*ranges[one]) for one in names(node)}
        implied = evaluate(node, amounts, exact)
        for chosen in product(*(range(ranges[one][0], ranges[one][1] + 1) for one in names(node))):
            values = {one: Fraction(value) for one, value in zip(names(node), chosen, strict=True)}
            value = evaluate(node, values, Fraction)
            assert implied.low is None or Fraction(implied.low) <= value
            assert implied.high is None or value <= Fraction(implied.high)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(_equations()), st.data())
def test_z3_reaches_the_ends_of_an_implied_interval_and_nothing_beyond(equation: Equation, data: st.DataObject) -> None:
    """The ends of what interval arithmetic implies can be, and nothing outside can: the bound is tight."""
    name = data.draw(st.sampled_from(equation.names))
    node = equation.solve(name)
    inputs = {one: Amount.range(*data.draw(WHOLE)) for one in names(node)}
    implied = evaluate(node, inputs, exact)
    if implied.low is not None and implied.low < 0:
        return
    slack = Decimal("1e-40")
    assert tight(equation, name, inputs, implied, slack)


def test_z3_refuses_an_interval_that_is_too_wide_or_too_narrow() -> None:
    """The confirmation can fail: a wrong end on either side is noticed."""
    equation = read("capacity == buildings * cells * persons")
    inputs = {"buildings": Amount.exact(8), "cells": Amount.exact(32), "persons": Amount.range(65, 70)}
    assert tight(equation, "capacity", inputs, Amount.range(16640, 17920), Decimal(0))
    for wrong in (
        Amount.range(16639, 17920),
        Amount.range(16641, 17920),
        Amount.range(16640, 17921),
        Amount.range(16640, 17919),
    ):
        assert not tight(equation, "capacity", inputs, wrong, Decimal(0))
