"""Amounts: what they allow, how they compare and reckon, and that they survive being kept."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.amount import Amount, Answer, Comparator, Ratio, differences, hull
from habeas.amount.bounds import Bounds
from habeas.amount.model import figure
from habeas.errors import InputError

NUMBERS = st.decimals(0, 10**7, places=2, allow_nan=False, allow_infinity=False)
UNITS = st.sampled_from([None, "persons", "cells", "m2/cell", "parsecs"])
COMPARATORS = st.sampled_from(get_args(Comparator))


@st.composite
def amounts(draw: st.DrawFn, *, unit: str | None = None, ratios: bool = False) -> Amount:
    """Draw amounts of every qualifier."""
    n, more = draw(NUMBERS), draw(NUMBERS)
    width = draw(st.none() | st.decimals(0, 1, places=2))
    given_unit = unit or draw(UNITS)
    definition: dict[str, Any] = {
        "unit": given_unit,
        "who": draw(st.none() | st.sampled_from(["all held", "sentenced"])),
    }
    made = [
        Amount.exact(n, **definition),
        Amount.at_least(n, **definition),
        Amount.at_most(n, **definition),
        Amount.more_than(n, **definition),
        Amount.less_than(n, **definition),
        Amount.about(n, width=width, **definition),
        Amount.range(n, n + more, **definition),
        Amount.between(n, n + more + 1, low_open=True, **definition),
        Amount.between(None, None, **definition),
    ]
    if ratios:
        made.append(Amount(qualifier="exact", stated=n, ratio=Ratio(of="k", low=n, high=n), **definition))
    return draw(st.sampled_from(made))


@pytest.mark.parametrize(
    ("amount", "bounds", "qualifier"),
    [
        (Amount.exact(5), Bounds(Decimal(5), Decimal(5)), "exact"),
        (Amount.at_least(261), Bounds(low=Decimal(261)), "at_least"),
        (Amount.at_most(40000), Bounds(high=Decimal(40000)), "at_most"),
        (Amount.more_than(80000), Bounds(low=Decimal(80000), low_open=True), "more_than"),
        (Amount.less_than(9), Bounds(high=Decimal(9), high_open=True), "less_than"),
        (Amount.about(12500), Bounds(), "about"),
        (Amount.about(12500, width=Decimal("0.05")), Bounds(Decimal(11875), Decimal(13125)), "about"),
        (Amount.range(65, 70), Bounds(Decimal(65), Decimal(70)), "range"),
        (Amount.range(65, 65), Bounds(Decimal(65), Decimal(65)), "exact"),
        (Amount.between(None, None), Bounds(), "range"),
        (Amount.between(3, None, low_open=True), Bounds(Decimal(3), None, low_open=True), "more_than"),
        (Amount.between(None, 3, high_open=True), Bounds(None, Decimal(3), high_open=True), "less_than"),
    ],
)
def test_constructors(amount: Amount, bounds: Bounds, qualifier: str) -> None:
    """Each form has its bounds and its qualifier, and what was not said is unknown."""
    assert (bounds, qualifier) == (amount.bounds, amount.qualifier)


def test_about_without_width_keeps_its_figure() -> None:
    """The words "about 12,500" say a figure and no bounds: the figure is kept, the bounds are not guessed."""
    amount = Amount.about(12500, unit="persons")
    assert (amount.stated, amount.known) == (Decimal(12500), False)


@pytest.mark.parametrize(
    ("value", "key"),
    [
        (True, "amount.truth-value"),
        (float("nan"), "amount.not-finite"),
        (float("inf"), "amount.not-finite"),
        (Decimal("sNaN"), "amount.not-finite"),
        (10**41, "amount.too-long"),
        (Decimal("1e-50"), "amount.too-long"),
        ("x", "amount.not-a-number"),
    ],
)
def test_figure_refuses(value: Any, key: str) -> None:
    """What is no plain finite number is refused with its reason."""
    with pytest.raises(InputError) as caught:
        figure(value)
    assert key == caught.value.key


def test_float_is_its_shortest_decimal() -> None:
    """0.6 in a file is six tenths, not the binary fraction beside it."""
    assert Amount.exact(0.6) == Amount.exact(Decimal("0.6"))


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"qualifier": "range", "low": Decimal(3), "high": Decimal(2)}, "amount.empty"),
        ({"qualifier": "range", "low": Decimal(3), "high": Decimal(3), "low_open": True}, "amount.empty"),
        ({"qualifier": "range", "low_open": True}, "amount.open-unknown"),
        ({"qualifier": "roughly"}, "amount.qualifier"),
        ({"qualifier": "about", "width": Decimal(-1)}, "amount.width"),
    ],
)
def test_impossible_amounts_are_refused(fields: dict[str, Any], key: str) -> None:
    """An amount no value can have is not made."""
    with pytest.raises(InputError) as caught:
        Amount(**fields)
    assert key == caught.value.key


def test_reversed_range_is_refused() -> None:
    """A range typed the wrong way round is not turned silently."""
    with pytest.raises(InputError) as caught:
        Amount.range(70, 65)
    assert caught.value.key == "amount.reversed"


def test_negative_width_is_refused() -> None:
    """A figure cannot be known to less than nothing."""
    with pytest.raises(InputError) as caught:
        Amount.about(1, width=-1)
    assert caught.value.key == "amount.width"


# --- comparison

READINGS: list[tuple[Amount, str, int, Answer]] = [
    (Amount.at_least(261), ">=", 261, "certain"),
    (Amount.at_least(261), ">", 261, "possible"),
    (Amount.at_least(261), "<", 261, "no"),
    (Amount.at_least(261), "<=", 261, "possible"),
    (Amount.more_than(261), ">", 261, "certain"),
    (Amount.more_than(261), "<=", 261, "no"),
    (Amount.at_most(3), ">=", 4, "no"),
    (Amount.at_most(4), ">=", 4, "possible"),
    (Amount.less_than(4), ">=", 4, "no"),
    (Amount.less_than(4), "<", 4, "certain"),
    (Amount.exact(4), "==", 4, "certain"),
    (Amount.range(3, 5), "==", 4, "possible"),
    (Amount.range(3, 5), "==", 6, "no"),
    (Amount.about(4), ">=", 1, "possible"),
    (Amount.about(4), "==", 4, "possible"),
    (Amount.about(100, width=Decimal("0.05")), ">=", 95, "certain"),
    (Amount.between(None, None), "<", 4, "possible"),
]


@pytest.mark.parametrize(("amount", "comparator", "threshold", "expected"), READINGS)
def test_meets(amount: Amount, comparator: Comparator, threshold: int, expected: Answer) -> None:
    """Certain when every reading meets it, no when none does, possible otherwise; unknown bounds decide nothing."""
    assert expected == amount.meets(comparator, threshold)


@given(amount=amounts(), comparator=COMPARATORS, threshold=NUMBERS)
def test_meets_agrees_with_each_member(amount: Amount, comparator: Comparator, threshold: Decimal) -> None:
    """A certain answer holds, and a no fails, for values the amount allows."""
    answer = amount.meets(comparator, threshold)
    members = [
        end
        for end, opened in ((amount.low, amount.low_open), (amount.high, amount.high_open))
        if end is not None and not opened
    ]
    if amount.low is not None and amount.high is not None:
        members.append((amount.low + amount.high) / 2)
    for value in members:
        true = {">=": value >= threshold, ">": value > threshold, "<=": value <= threshold, "<": value < threshold}
        holds = true.get(comparator, value == threshold)
        assert not (answer == "certain" and not holds)
        assert not (answer == "no" and holds)


@given(amount=amounts(unit="persons"), threshold=amounts(unit="persons"))
def test_comparisons_are_opposites(amount: Amount, threshold: Amount) -> None:
    """What is certainly "at least" is never "less than", and the other way."""
    flipped = {"certain": "no", "no": "certain", "possible": "possible"}
    assert flipped[amount.meets("<", threshold)] == amount.meets(">=", threshold)
    assert flipped[amount.meets("<=", threshold)] == amount.meets(">", threshold)


def test_unlike_units_are_not_compared() -> None:
    """Persons are not held against cells."""
    persons, cells = Amount.exact(5, unit="persons"), Amount.exact(5, unit="cells")
    for call in (lambda: persons.meets(">=", cells), lambda: persons + cells, lambda: persons.hull(cells)):
        with pytest.raises(InputError) as caught:
            call()
        assert caught.value.key == "amount.units"


def test_unknown_comparator_is_refused() -> None:
    """A comparison that does not exist is named, with those that do."""
    with pytest.raises(InputError) as caught:
        Amount.exact(1).meets("!=", 1)  # type: ignore[arg-type]
    assert caught.value.key == "amount.comparator"


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (Amount.at_least(261), Amount.exact(300), "certain"),
        (Amount.at_least(261), Amount.exact(200), "no"),
        (Amount.range(65, 70), Amount.range(60, 66), "possible"),
        (Amount.range(65, 70), 66, "certain"),
        (Amount.about(12500), Amount.exact(12500), "possible"),
        (Amount.exact(12500), Amount.about(12500), "possible"),
        (Amount.less_than(5), 5, "no"),
    ],
)
def test_contains(one: Amount, two: Amount | int, expected: Answer) -> None:
    """An amount contains another for all its readings, some or none; of unknown readings nothing is certain."""
    assert expected == one.contains(two)


# --- reckoning


@given(one=amounts(unit="persons"), two=amounts(unit="persons"))
def test_hull_and_intersection(one: Amount, two: Amount) -> None:
    """Both are the same either way round, and the hull allows what either allows."""
    assert one.hull(two).bounds == two.hull(one).bounds
    assert one.hull(two).bounds.holds(one.bounds)
    both, other = one.intersection(two), two.intersection(one)
    assert (both and both.bounds) == (other and other.bounds)
    assert one.intersection(one) == one
    assert one.hull(one) == one


@given(many=st.lists(amounts(unit="persons"), max_size=5))
def test_hull_of_many(many: list[Amount]) -> None:
    """The hull of several amounts holds each of them, and that of none is none."""
    whole = hull(many)
    assert (whole is None) == (not many)
    for one in many:
        assert whole is not None
        assert whole.bounds.holds(one.bounds)
        assert whole.unit == "persons"


def test_hull_of_unlike_units_is_refused() -> None:
    """Persons and cells have no common interval."""
    with pytest.raises(InputError) as caught:
        hull([Amount.exact(1, unit="persons"), Amount.exact(1), Amount.exact(1, unit="cells")])
    assert caught.value.key == "amount.units"


def test_reckoned_bounds_are_bounds_again() -> None:
    """The fifty digits of a quotient are not refused as a typing error when they are given back."""
    third = Amount.exact(1) / 3
    assert Amount.between(third.low, third.high).bounds == third.bounds


def test_disjoint_amounts_have_no_intersection() -> None:
    """Where no value is allowed by both, there is no amount."""
    assert Amount.at_most(5).intersection(Amount.more_than(5)) is None


@given(one=amounts(), two=amounts(), op=st.sampled_from(["+", "*"]))
def test_order_does_not_matter(one: Amount, two: Amount, op: str) -> None:
    """Sums and products are the same either way round, in every field."""
    two = replace(two, unit=one.unit) if op == "+" else two
    assert (one + two == two + one) if op == "+" else (one * two == two * one)


@given(amount=amounts(), n=st.integers(1, 1000))
def test_plain_numbers_scale(amount: Amount, n: int) -> None:
    """A plain number scales an amount and leaves its definition; adding and taking it away loses no possible value."""
    assert (amount * n).definition == amount.definition
    assert (n * amount) == (amount * n)
    assert (amount + n - n).bounds.holds(amount.bounds)
    assert (n + amount) == (amount + n)
    assert (n - amount).bounds == (-amount + n).bounds


def test_structure_of_the_prison() -> None:
    """Eight buildings of 32 cells for 65 to 70 hold 16,640 to 17,920, as designed."""
    cells = Amount.exact(8, unit="buildings") * Amount.exact(32, unit="cells/building")
    places = cells * Amount.range(65, 70, unit="persons/cell", capacity="design")
    expected = Amount.range(16640, 17920, unit="persons", capacity="design")
    assert expected == places
    assert Amount.at_most(40000, unit="persons").contains(places) == "certain"
    assert places.contains(40000) == "no"


def test_forty_thousand_need_the_cells_to_hold_156() -> None:
    """40,000 in 256 cells are 156.25 a cell, and 0.64 m2 each in cells of 100 m2."""
    per_cell = Amount.exact(40000, unit="persons") / Amount.exact(256, unit="cells")
    area = Amount.exact(100, unit="m2/cell") / per_cell
    assert Amount.exact(156.25, unit="persons/cell") == per_cell
    assert Amount.exact(0.64, unit="m2/person") == area


def test_price_under_each_headcount() -> None:
    """Six million dollars a year for 238 to 300 persons are about 55 to 69 a person and day."""
    days = Amount.exact(365, unit="days")
    price = Amount.exact(6_000_000, unit="USD") / (Amount.range(238, 300, unit="persons") * days)
    assert Amount.range(Decimal("54.79"), Decimal("69.07"), unit="USD/person/day") == price.rounded(4)


def test_a_maximum_divides_only_when_it_cannot_be_negative() -> None:
    """A price over "up to 40,000 persons" has a lower bound once the count is known not to be negative."""
    price, held = Amount.exact(6_000_000, unit="USD"), Amount.at_most(40000, unit="persons")
    assert not (price / held).known
    assert (price / held.not_negative()).low == Decimal(150)


def test_not_negative() -> None:
    """Zero is the least count; what is wholly below it is refused."""
    assert Amount.at_most(5).not_negative().bounds == Bounds(Decimal(0), Decimal(5))
    assert Amount.at_least(5).not_negative() == Amount.at_least(5)
    with pytest.raises(InputError) as caught:
        Amount.exact(-1).not_negative()
    assert caught.value.key == "amount.negative"


def test_about_survives_reckoning() -> None:
    """About 100 m2 for exactly 80 persons is about 1.25 m2 each, its bounds as unknown as before."""
    area = Amount.about(100, unit="m2/cell") / Amount.exact(80, unit="persons/cell")
    assert (area.qualifier, area.stated, area.known, area.unit) == ("about", Decimal("1.25"), False, "m2/person")


def test_about_over_nothing_known_has_no_figure() -> None:
    """About 100 for exactly no one has no quotient, and so no figure either."""
    area = Amount.about(100) / Amount.exact(0)
    assert (area.stated, area.known) == (None, False)


def test_rounding_what_is_short_changes_nothing() -> None:
    """A stated figure comes back from rounding as it was, its qualifier with it."""
    assert Amount.at_least(261, unit="persons").rounded(4) == Amount.at_least(261, unit="persons")


def test_about_by_a_range_has_no_figure() -> None:
    """About 100 over 65 to 70 has no single figure and no known bounds."""
    area = Amount.about(100) / Amount.range(65, 70)
    assert (area.stated, area.known) == (None, False)


@pytest.mark.parametrize(
    ("one", "two", "who"),
    [("all held", "all held", "all held"), ("all held", "sentenced", None), ("all held", None, None)],
)
def test_sums_keep_only_a_shared_definition(one: str | None, two: str | None, who: str | None) -> None:
    """The sum of unlike counts is a count of nobody in particular."""
    assert who == (Amount.exact(1, who=one) + Amount.exact(2, who=two)).who


def test_one_over_an_amount() -> None:
    """A plain number divided by an amount turns its unit over."""
    assert (1 / Amount.exact(4, unit="persons")).bounds == Bounds(Decimal("0.25"), Decimal("0.25"))
    assert (1 / Amount.exact(4, unit="persons")).unit == "1/person"


@given(one=amounts(), two=amounts())
def test_division_includes_every_quotient(one: Amount, two: Amount) -> None:
    """The quotient of two possible figures is a possible figure of the quotient."""
    if not one.bounds.point or not two.bounds.point or not two.low or one.low is None:
        return
    quotient = one / two
    assert quotient.low is not None
    assert quotient.high is not None
    assert Fraction(quotient.low) <= Fraction(one.low) / Fraction(two.low) <= Fraction(quotient.high)


# --- ratios


def test_ratio_is_unknown_until_resolved() -> None:
    """More than double another figure says nothing by itself, and its bounds once that figure is known."""
    ratio = Amount(qualifier="more_than", stated=Decimal(2), ratio=Ratio(of="pop", low=Decimal(2), low_open=True))
    assert not ratio.known
    assert Amount.more_than(72000, unit="persons", who="all held") == ratio.resolve(
        Amount.exact(36000, unit="persons", who="all held")
    )


def test_ratio_of_an_unknown_stays_unknown() -> None:
    """Double "about 36,000" is about 72,000 with unknown bounds when exact, and unknown when not."""
    double = Amount(qualifier="exact", stated=Decimal(2), ratio=Ratio(of="pop", low=Decimal(2), high=Decimal(2)))
    assert not double.resolve(Amount.about(36000)).known
    about = Amount(qualifier="about", stated=Decimal(2), ratio=Ratio(of="pop"))
    resolved = about.resolve(Amount.exact(36000))
    assert (resolved.qualifier, resolved.stated, resolved.known) == ("about", Decimal(72000), False)


def test_amount_without_ratio_resolves_to_itself() -> None:
    """Resolving what needs no base changes nothing."""
    assert Amount.at_least(3) == Amount.at_least(3).resolve(Amount.exact(7))


@given(base=amounts(unit="persons"), n=st.integers(1, 9))
def test_resolving_is_multiplying(base: Amount, n: int) -> None:
    """A multiple of a base has the bounds of the product."""
    ratio = Amount(qualifier="exact", stated=Decimal(n), ratio=Ratio(of="k", low=Decimal(n), high=Decimal(n)))
    assert (base * n).bounds == ratio.resolve(base).bounds


# --- definitions and keeping


def test_differences_name_the_fields() -> None:
    """Two figures are unlike in each field that differs, or that only one states; case and accents do not matter."""
    one = Amount.exact(1, unit="persons", who="Presos políticos", measure="stock", capacity=None)
    two = Amount.exact(1, unit="persons", who="presos  politicos", measure="flow_in", capacity="design")
    assert differences(one, two) == ("measure", "capacity")
    assert differences(one, one) == ()
    assert differences(two, one) == differences(one, two)


@given(amount=amounts(ratios=True))
def test_kept_and_read_back(amount: Amount) -> None:
    """JSON keeps every field."""
    kept = amount.as_json()
    assert amount == Amount.from_json(kept)
    assert kept == Amount.from_json(kept).as_json()


@pytest.mark.parametrize(
    "made",
    [
        {},
        {"qualifier": "exact", "colour": "red"},
        {"qualifier": "exact", "low": 5},
        {"qualifier": "exact", "low": "five"},
        {"qualifier": "exact", "low": "NaN"},
        {"qualifier": "exact", "low_open": "yes"},
        {"qualifier": "exact", "ratio": "twice"},
        {"qualifier": "exact", "ratio": {}},
        {"qualifier": "exact", "ratio": {"of": "k", "shade": "1"}},
        {"qualifier": 5},
    ],
)
def test_mangled_json_is_refused(made: dict[str, Any]) -> None:
    """A field that is unknown, missing or of the wrong form is never read as an amount."""
    with pytest.raises(InputError) as caught:
        Amount.from_json(made)
    assert caught.value.key == "amount.json"


def test_equal_numbers_are_equal_bytes() -> None:
    """65 and 65.00 are the same amount and are kept alike."""
    assert Amount.exact(Decimal("65.00")).as_json() == Amount.exact(65).as_json()
