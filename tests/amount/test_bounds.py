"""Interval arithmetic: nothing possible is ever left out, and nothing unknown is ever narrowed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from operator import add, mul, sub, truediv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.amount.bounds import Bounds, plain, round_to, spread

FIGURES = st.decimals(-(10**9), 10**9, places=4, allow_nan=False, allow_infinity=False)
STEPS = st.decimals(0, 10**6, places=3, allow_nan=False, allow_infinity=False)
Op = Callable[[object, object], object]


@st.composite
def bounds_and_member(draw: st.DrawFn, *, positive: bool = False) -> tuple[Bounds, Fraction]:
    """Draw an interval and one value in it."""
    member = draw(st.decimals(0, 10**6, places=3) if positive else FIGURES)
    below = draw(st.none() | STEPS)
    above = draw(st.none() | STEPS)
    low = None if below is None else member - below
    high = None if above is None else member + above
    low_open = bool(below) and draw(st.booleans())
    high_open = bool(above) and draw(st.booleans())
    return Bounds(low, high, low_open, high_open), Fraction(member)


def holds(bounds: Bounds, value: Fraction) -> bool:
    """Whether an exact fraction lies within the bounds."""
    if bounds.low is not None:
        low = Fraction(bounds.low)
        if value < low or (value == low and bounds.low_open):
            return False
    if bounds.high is not None:
        high = Fraction(bounds.high)
        if value > high or (value == high and bounds.high_open):
            return False
    return True


@pytest.mark.parametrize("op", [add, sub, mul], ids=["add", "sub", "mul"])
@given(one=bounds_and_member(), two=bounds_and_member())
def test_inclusion(op: Op, one: tuple[Bounds, Fraction], two: tuple[Bounds, Fraction]) -> None:
    """For x in A and y in B, x op y is in A op B, exactly."""
    result = op(one[0], two[0])
    member = op(one[1], two[1])
    assert isinstance(result, Bounds)
    assert isinstance(member, Fraction)
    assert holds(result, member)


@given(one=bounds_and_member(), two=bounds_and_member())
def test_inclusion_of_quotients(one: tuple[Bounds, Fraction], two: tuple[Bounds, Fraction]) -> None:
    """For x in A and y in B, y not zero, x / y is in A / B, however the digits run on."""
    if two[1] != 0:
        assert holds(one[0] / two[0], one[1] / two[1])


@given(one=bounds_and_member(positive=True), two=bounds_and_member(positive=True))
def test_inclusion_at_zero(one: tuple[Bounds, Fraction], two: tuple[Bounds, Fraction]) -> None:
    """Where the divisor's interval begins at zero, the quotient still holds every possible value."""
    floor = Bounds(low=Decimal(0))
    above, below = one[0].intersection(floor), two[0].intersection(floor)
    if two[1] != 0:
        assert holds(above / below, one[1] / two[1])


@pytest.mark.parametrize("op", [add, sub, mul, truediv], ids=["add", "sub", "mul", "div"])
@given(one=bounds_and_member(), two=bounds_and_member(), looser=st.sampled_from(["low", "high", "both"]))
def test_unknown_never_narrows(op: Op, one: tuple[Bounds, Fraction], two: tuple[Bounds, Fraction], looser: str) -> None:
    """Forgetting a bound of an operand never makes the result exclude more."""
    first, second = one[0], two[0]
    low = None if looser in ("low", "both") else first.low
    high = None if looser in ("high", "both") else first.high
    wider = Bounds(low, high, first.low_open and low is not None, first.high_open and high is not None)
    narrow, wide = op(first, second), op(wider, second)
    assert isinstance(narrow, Bounds)
    assert isinstance(wide, Bounds)
    assert wide.holds(narrow)


@pytest.mark.parametrize("op", [add, mul], ids=["add", "mul"])
@given(one=bounds_and_member(), two=bounds_and_member())
def test_commutative(op: Op, one: tuple[Bounds, Fraction], two: tuple[Bounds, Fraction]) -> None:
    """Sums and products do not depend on the order of their operands."""
    assert op(one[0], two[0]) == op(two[0], one[0])


@given(one=bounds_and_member(), two=bounds_and_member())
def test_hull_and_intersection(one: tuple[Bounds, Fraction], two: tuple[Bounds, Fraction]) -> None:
    """The hull holds both; the intersection is held by both, and a common value lies in it."""
    hull, both = one[0].hull(two[0]), one[0].intersection(two[0])
    assert hull.holds(one[0])
    assert hull.holds(two[0])
    if holds(two[0], one[1]):
        assert holds(both, one[1])
    if not both.empty:
        assert one[0].holds(both)
        assert two[0].holds(both)


@given(one=bounds_and_member(), digits=st.integers(1, 12))
def test_rounding_is_outward(one: tuple[Bounds, Fraction], digits: int) -> None:
    """Rounded bounds hold all that the bounds held."""
    assert one[0].rounded(digits).holds(one[0])


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (Bounds(Decimal(0), Decimal(1)), Bounds(Decimal(2), None, low_open=True), Bounds(Decimal(0), None)),
        (Bounds(Decimal(0), Decimal(1), low_open=True), Bounds(Decimal(2)), Bounds(Decimal(0), None, low_open=True)),
        (Bounds(Decimal(8), Decimal(8)), Bounds(Decimal(65)), Bounds(Decimal(520))),
        (Bounds(Decimal(0), Decimal(0)), Bounds(), Bounds(Decimal(0), Decimal(0))),
        (Bounds(Decimal(0), Decimal(5)), Bounds(Decimal(0), Decimal(3)), Bounds(Decimal(0), Decimal(15))),
        (Bounds(Decimal(1)), Bounds(Decimal(1)), Bounds(Decimal(1))),
        (Bounds(high=Decimal(5)), Bounds(high=Decimal(3)), Bounds()),
    ],
)
def test_products_at_the_ends(one: Bounds, two: Bounds, expected: Bounds) -> None:
    """A product reaches zero only where zero itself is possible, and an unbounded positive keeps its lower bound."""
    assert one * two == expected


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (Bounds(Decimal(6), Decimal(6)), Bounds(Decimal(0), Decimal(3)), Bounds(Decimal(2), None)),
        (Bounds(Decimal(6), Decimal(6)), Bounds(Decimal(2), None), Bounds(Decimal(0), Decimal(3), low_open=True)),
        (Bounds(Decimal(6), Decimal(6)), Bounds(Decimal(-1), Decimal(3)), Bounds()),
        (Bounds(Decimal(6), Decimal(6)), Bounds(Decimal(0), Decimal(0)), Bounds()),
        (Bounds(Decimal(6), Decimal(6)), Bounds(high=Decimal(3)), Bounds()),
        (Bounds(Decimal(1)), Bounds(Decimal(1)), Bounds(Decimal(0), None, low_open=True)),
        (Bounds(Decimal(6), Decimal(6)), Bounds(Decimal(-3), Decimal(0)), Bounds(None, Decimal(-2))),
        (Bounds(Decimal(0), Decimal(0)), Bounds(Decimal(2)), Bounds(Decimal(0), Decimal(0))),
    ],
)
def test_quotients_at_the_ends(one: Bounds, two: Bounds, expected: Bounds) -> None:
    """A divisor that may be zero inside leaves the quotient unknown; at its end it leaves one side unknown."""
    assert one / two == expected


def test_division_rounds_outward() -> None:
    """One third has no last digit, so its bounds lie on both sides of it."""
    third = Bounds(Decimal(1), Decimal(1)) / Bounds(Decimal(3), Decimal(3))
    assert third.low is not None
    assert third.high is not None
    assert Fraction(third.low) < Fraction(1, 3) < Fraction(third.high)


def test_what_is_too_large_becomes_unknown() -> None:
    """A bound that outgrows the reckoning is given up, never cut off."""
    huge = Bounds(Decimal("1e90"), Decimal("1e90"))
    product = huge * huge
    assert product.high is None
    assert product.low is not None
    assert product.low < Decimal("1e180")


@given(value=FIGURES | st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_plain_keeps_the_number(value: Decimal) -> None:
    """Equal numbers are written alike, and none changes."""
    assert plain(value) == value
    assert "E" not in f"{plain(value):f}"
    assert str(plain(value + 0)) == str(plain(plain(value + 0)))


@pytest.mark.parametrize(
    ("value", "expected"),
    [("5.00", "5"), ("1E+3", "1000"), ("0.640", "0.64"), ("-0", "0"), ("0E-9", "0"), ("100", "100")],
)
def test_plain_writes_no_trailing_zero(value: str, expected: str) -> None:
    """Trailing zeros and exponents do not survive."""
    assert expected == str(plain(Decimal(value)))


@pytest.mark.parametrize(
    ("value", "digits", "rounding", "expected"),
    [
        ("54.794520547945", 4, "ROUND_FLOOR", "54.79"),
        ("54.794520547945", 4, "ROUND_CEILING", "54.8"),
        ("156789.25", 4, "ROUND_CEILING", "156790"),
        ("0.0012345", 2, "ROUND_FLOOR", "0.0012"),
        ("36515", 2, "ROUND_FLOOR", "36515"),
    ],
)
def test_round_to(value: str, digits: int, rounding: str, expected: str) -> None:
    """A figure is rounded to significant digits and never coarser than whole numbers."""
    assert expected == str(round_to(Decimal(value), digits, rounding))


@given(centre=FIGURES, width=st.decimals(0, 2, places=3))
def test_spread_holds_its_centre(centre: Decimal, width: Decimal) -> None:
    """Give or take a fraction, the figure itself stays possible, and so do both ends."""
    around = spread(centre, width)
    half = abs(Fraction(centre)) * Fraction(width)
    for member in (Fraction(centre), Fraction(centre) - half, Fraction(centre) + half):
        assert holds(around, member)
