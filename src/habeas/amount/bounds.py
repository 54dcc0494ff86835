"""Intervals of decimals whose ends may be open, closed or unknown, and arithmetic that never leaves a possible value out.

An end that is ``None`` is unknown: nothing is excluded on that side. Sums, products and quotients are rounded outward (the
low end down, the high end up) to 50 digits, so that for every x in A and y in B, x op y is in A op B. The rules are those of
extended interval arithmetic (IEEE 1788-2015, sections 7 and 10), with open ends added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Final, NamedTuple

_DOWN: Final = Context(prec=50, rounding=ROUND_FLOOR, Emax=100, Emin=-100, traps=[])
_UP: Final = Context(prec=50, rounding=ROUND_CEILING, Emax=100, Emin=-100, traps=[])
_ZERO: Final = Decimal(0)


class _End(NamedTuple):
    """One end: its value, or the side (-1, +1) on which it is unknown, and whether the value itself is left out."""

    value: Decimal | None
    side: int
    open: bool


class _Corner(NamedTuple):
    """A product or quotient of two ends, rounded both ways; ``None`` on an unknown side."""

    low: Decimal | None
    high: Decimal | None
    side: int
    open: bool


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval. Equality covers every field."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False

    @property
    def empty(self) -> bool:
        """Whether no value at all lies between the ends."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and (self.low_open or self.high_open))

    @property
    def point(self) -> bool:
        """Whether exactly one value lies between the ends."""
        return self.low is not None and self.low == self.high and not (self.low_open or self.high_open)

    def __neg__(self) -> Bounds:
        low = None if self.high is None else self.high.copy_negate()
        high = None if self.low is None else self.low.copy_negate()
        return Bounds(low, high, self.high_open, self.low_open)

    def __add__(self, other: Bounds) -> Bounds:
        low = None if self.low is None or other.low is None else _DOWN.add(self.low, other.low)
        high = None if self.high is None or other.high is None else _UP.add(self.high, other.high)
        return _finite(low, high, self.low_open or other.low_open, self.high_open or other.high_open)

    def __sub__(self, other: Bounds) -> Bounds:
        return self + -other

    def __mul__(self, other: Bounds) -> Bounds:
        return _span(_product(one, two) for one in _ends(self) for two in _ends(other))

    def __truediv__(self, other: Bounds) -> Bounds:
        if self.low is not None and self.low >= _ZERO and other.low is not None and other.low > _ZERO:
            return self._over_positive(other)
        side = other.sign
        if side == 0:
            return Bounds()
        return _span(corner for one in _ends(self) for two in _ends(other) for corner in _quotient(one, two, side))

    def _over_positive(self, other: Bounds) -> Bounds:
        """Divide what is not negative by what is positive: the usual case, reckoned from two corners and not four."""
        assert self.low is not None  # noqa: S101 - the caller's condition
        assert other.low is not None  # noqa: S101 - the caller's condition
        low, low_open = _ZERO, self.low_open or self.low != _ZERO
        if self.low != _ZERO and other.high is not None:
            low, low_open = _DOWN.divide(self.low, other.high), self.low_open or other.high_open
        high = None if self.high is None else _UP.divide(self.high, other.low)
        return _finite(low, high, low_open, high != _ZERO and (self.high_open or other.low_open))

    @property
    def sign(self) -> int:
        """1 where no value is below zero, -1 where none is above, 0 where both may be (or all is zero)."""
        if self.low == self.high == _ZERO:
            return 0
        if self.low is not None and self.low >= _ZERO:
            return 1
        return -1 if self.high is not None and self.high <= _ZERO else 0

    def intersection(self, other: Bounds) -> Bounds:
        """Return the values in both; :attr:`empty` when there is none."""
        low, low_open = _tightest(self.low, self.low_open, other.low, other.low_open, largest=True)
        high, high_open = _tightest(self.high, self.high_open, other.high, other.high_open, largest=False)
        return Bounds(low, high, low_open, high_open)

    def hull(self, other: Bounds) -> Bounds:
        """Return the smallest interval that holds both; a side unknown in one is unknown in the hull."""
        low, low_open = _widest(self.low, self.low_open, other.low, other.low_open, smallest=True)
        high, high_open = _widest(self.high, self.high_open, other.high, other.high_open, smallest=False)
        return Bounds(low, high, low_open, high_open)

    def holds(self, other: Bounds) -> bool:
        """Whether every value of ``other`` is one of these."""
        both = self.intersection(other)
        return (both.low, both.high) == (other.low, other.high) and (both.low_open, both.high_open) == (
            other.low_open,
            other.high_open,
        )

    def above(self, other: Bounds, *, strictly: bool) -> bool:
        """Whether every value here is at least (strictly: more than) every value of ``other``."""
        low, high = self.low, other.high
        if low is None or high is None:
            return False
        if low == high:
            return not strictly or self.low_open or other.high_open
        return low > high

    def rounded(self, digits: int) -> Bounds:
        """Return the ends rounded outward to so many significant digits, whole numbers kept whole."""
        low = None if self.low is None else round_to(self.low, digits, ROUND_FLOOR)
        high = None if self.high is None else round_to(self.high, digits, ROUND_CEILING)
        return Bounds(low, high, self.low_open and low == self.low, self.high_open and high == self.high)


def round_to(value: Decimal, digits: int, rounding: str) -> Decimal:
    """Round to significant digits, but never coarser than a whole number."""
    places = min(0, value.adjusted() - digits + 1)
    if value == _ZERO or value.as_tuple().exponent >= places:  # type: ignore[operator]  # finite: an int
        return value
    return plain(value.quantize(Decimal(1).scaleb(places), rounding, _DOWN))


def plain(value: Decimal) -> Decimal:
    """Return the same number written without trailing zeros or exponent, so that equal numbers are the same bytes."""
    if not value:
        return _ZERO
    if value.same_quantum(_ZERO):
        return value
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 - only finite numbers reach this
    kept = len(digits)
    while exponent < 0 and digits[kept - 1] == 0:
        kept -= 1
        exponent += 1
    if exponent > 0:
        return Decimal((sign, digits + (0,) * exponent, 0))
    return Decimal((sign, digits[:kept], exponent))


def spread(centre: Decimal, width: Decimal) -> Bounds:
    """Return the figure give or take a fraction of itself: ``centre ± centre x width``."""
    half = centre.copy_abs()
    low = _DOWN.subtract(centre, _UP.multiply(half, width))
    high = _UP.add(centre, _UP.multiply(half, width))
    return _finite(low, high, False, False)


def _finite(low: Decimal | None, high: Decimal | None, low_open: bool, high_open: bool) -> Bounds:
    low = plain(low) if low is not None and low.is_finite() else None
    high = plain(high) if high is not None and high.is_finite() else None
    return Bounds(low, high, low_open and low is not None, high_open and high is not None)


def _ends(bounds: Bounds) -> tuple[_End, _End]:
    return _End(bounds.low, -1, bounds.low_open), _End(bounds.high, 1, bounds.high_open)


def _side(end: _End) -> int:
    if end.value is None:
        return end.side
    return (end.value > _ZERO) - (end.value < _ZERO)


def _zero(one: _End, two: _End) -> _Corner:
    """Zero times anything: reached when the end that is zero is a possible value itself."""
    reached = any(end.value == _ZERO and not end.open for end in (one, two))
    return _Corner(_ZERO, _ZERO, 0, not reached)


def _product(one: _End, two: _End) -> _Corner:
    if _ZERO in (one.value, two.value):
        return _zero(one, two)
    if one.value is None or two.value is None:
        return _Corner(None, None, _side(one) * _side(two), True)
    low, high = _DOWN.multiply(one.value, two.value), _UP.multiply(one.value, two.value)
    return _Corner(low, high, 0, one.open or two.open)


def _quotient(one: _End, two: _End, side: int) -> Iterator[_Corner]:
    """Yield the corner of one end over another; ``side`` is the sign of the divisor, which is never zero itself.

    Where both ends vanish, or both are unknown, the other corners already span every limit.
    """
    if two.value == _ZERO:
        if one.value != _ZERO:
            yield _Corner(None, None, _side(one) * side, True)
    elif two.value is None:
        if one.value is not None:
            yield _Corner(_ZERO, _ZERO, 0, one.value != _ZERO or one.open)
    elif one.value is None:
        yield _Corner(None, None, one.side * side, True)
    elif one.value == _ZERO:
        yield _Corner(_ZERO, _ZERO, 0, one.open)
    else:
        low, high = _DOWN.divide(one.value, two.value), _UP.divide(one.value, two.value)
        yield _Corner(low, high, 0, one.open or two.open)


def _span(corners: Iterable[_Corner]) -> Bounds:
    """Return the interval that the corners span; an end is closed when any corner reaches it."""
    found = list(corners)
    lows = [corner.low for corner in found if corner.low is not None and corner.low.is_finite()]
    highs = [corner.high for corner in found if corner.high is not None and corner.high.is_finite()]
    low = None if not lows or any(_falls(corner) for corner in found) else min(lows)
    high = None if not highs or any(_rises(corner) for corner in found) else max(highs)
    low_open = all(corner.open for corner in found if corner.low == low)
    high_open = all(corner.open for corner in found if corner.high == high)
    return _finite(low, high, low_open, high_open)


def _falls(corner: _Corner) -> bool:
    return corner.side < 0 if corner.low is None else not corner.low.is_finite()


def _rises(corner: _Corner) -> bool:
    return corner.side > 0 if corner.high is None else not corner.high.is_finite()


def _tightest(
    one: Decimal | None, one_open: bool, two: Decimal | None, two_open: bool, *, largest: bool
) -> tuple[Decimal | None, bool]:
    if one is None:
        return two, two_open
    if two is None:
        return one, one_open
    if one == two:
        return one, one_open or two_open
    return (one, one_open) if (one > two) == largest else (two, two_open)


def _widest(
    one: Decimal | None, one_open: bool, two: Decimal | None, two_open: bool, *, smallest: bool
) -> tuple[Decimal | None, bool]:
    if one is None or two is None:
        return None, False
    if one == two:
        return one, one_open and two_open
    return (one, one_open) if (one < two) == smallest else (two, two_open)
