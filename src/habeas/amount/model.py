"""What an amount is: bounds that are known, open or unknown, and what exactly they are an amount of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final, Literal, Self, get_args

from habeas.amount import units
from habeas.amount.bounds import Bounds, plain, spread
from habeas.errors import InputError
from habeas.when import Answer
from habeas.words import Lang

Qualifier = Literal["exact", "at_least", "at_most", "more_than", "less_than", "about", "range"]
Capacity = Literal["design", "official", "operational", "emergency"]
Comparator = Literal[">=", ">", "<=", "<", "=="]
Number = int | float | Decimal
_Reckon = Callable[[Bounds, Bounds], Bounds]

_WHOLE: Final = Decimal(1)
_MOST_DIGITS: Final = 40  # of a figure that someone states
_MOST_RECKONED: Final = 120  # of one that was reckoned: 50 digits, up to 100 places before or after the point
_QUALIFIERS: Final = get_args(Qualifier)
_COMPARATORS: Final = get_args(Comparator)
DEFINITION: Final = ("unit", "who", "measure", "capacity")


def figure(value: Number | str, *, most: int = _MOST_DIGITS) -> Decimal:
    """Return a number as an exact decimal without trailing zeros; a float by its shortest decimal form.

    Raises :class:`InputError` for a truth value, for what is not finite, and for more digits than ``most``.
    """
    if isinstance(value, bool):
        raise InputError("amount.truth-value", found=value)
    try:
        exact = value if isinstance(value, Decimal) else Decimal(str(value))
    except ArithmeticError:
        raise InputError("amount.not-a-number", found=str(value)) from None
    if not exact.is_finite():
        raise InputError("amount.not-finite", found=str(value))
    if exact and (len(exact.as_tuple().digits) > most or abs(exact.adjusted()) > most):
        raise InputError("amount.too-long", found=str(value)[:60], most=most)
    return plain(exact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """Bounds as a multiple of another amount, not yet known here: ``of`` is the key or id of the claim that states it."""

    of: str
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        _write_plainly(self, ("low", "high"))

    @property
    def bounds(self) -> Bounds:
        """The multiple, as an interval."""
        return Bounds(self.low, self.high, self.low_open, self.high_open)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A counted or measured quantity as someone stated it, or as it follows from others.

    The true value lies between ``low`` and ``high``; ``None`` is an unknown bound, and an open end is itself left out. Where
    the bounds say it and nothing was said of the true value ("about 12,500" without a width), both are unknown and
    ``stated`` keeps the figure. ``width`` is the fraction the coder gave for "about" (0.05 is five per cent). ``unit`` is of
    the vocabulary (``persons/cell``), ``who`` says in free words who is counted, ``measure`` what kind of number it is (stock,
    flow_in, deaths ...), ``capacity`` the kind of a capacity. An amount with a ``ratio`` has unknown bounds until it is
    resolved against the amount the ratio is of; its ``stated`` figure is the multiple as said.
    Equality covers every field. Bounds are decimals without trailing zeros.
    """

    qualifier: Qualifier
    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False
    unit: str | None = None
    who: str | None = None
    measure: str | None = None
    capacity: Capacity | None = None
    stated: Decimal | None = None
    width: Decimal | None = None
    ratio: Ratio | None = None

    def __post_init__(self) -> None:
        _write_plainly(self, ("low", "high", "stated", "width"))
        low, high = self.low, self.high
        if (low is None and self.low_open) or (high is None and self.high_open):
            raise InputError("amount.open-unknown")
        if low is not None and high is not None and low >= high and self.bounds.empty:
            raise InputError("amount.empty", low=low, high=high)
        if self.qualifier not in _QUALIFIERS:
            raise InputError("amount.qualifier", found=str(self.qualifier), known=_QUALIFIERS)
        if self.width is not None and self.width < 0:
            raise InputError("amount.width", found=self.width)

    # --- made from figures

    @classmethod
    def exact(cls, n: Number, **definition: Any) -> Self:
        """Return the amount that is n and nothing else."""
        value = figure(n)
        return cls(qualifier="exact", low=value, high=value, stated=value, **definition)

    @classmethod
    def at_least(cls, n: Number, **definition: Any) -> Self:
        """Return n or more."""
        return cls(qualifier="at_least", low=figure(n), stated=figure(n), **definition)

    @classmethod
    def at_most(cls, n: Number, **definition: Any) -> Self:
        """Return n or less; how much less is unknown."""
        return cls(qualifier="at_most", high=figure(n), stated=figure(n), **definition)

    @classmethod
    def more_than(cls, n: Number, **definition: Any) -> Self:
        """Return more than n, n itself left out."""
        return cls(qualifier="more_than", low=figure(n), low_open=True, stated=figure(n), **definition)

    @classmethod
    def less_than(cls, n: Number, **definition: Any) -> Self:
        """Return less than n, n itself left out."""
        return cls(qualifier="less_than", high=figure(n), high_open=True, stated=figure(n), **definition)

    @classmethod
    def about(cls, n: Number, *, width: Number | None = None, **definition: Any) -> Self:
        """Return n give or take the fraction ``width`` of it; without a width the bounds stay unknown."""
        value = figure(n)
        share = None if width is None else figure(width)
        if share is not None and share < 0:
            raise InputError("amount.width", found=share)
        bounds = Bounds() if share is None else spread(value, share)
        return cls(qualifier="about", low=bounds.low, high=bounds.high, stated=value, width=share, **definition)

    @classmethod
    def range(cls, low: Number, high: Number, **definition: Any) -> Self:
        """Return what lies from low to high, both included."""
        if figure(low) > figure(high):
            raise InputError("amount.reversed", low=figure(low), high=figure(high))
        return cls.between(low, high, **definition)

    @classmethod
    def between(
        cls,
        low: Number | None,
        high: Number | None,
        *,
        low_open: bool = False,
        high_open: bool = False,
        **definition: Any,
    ) -> Self:
        """Return the amount with these bounds, ``None`` where unknown, and the qualifier that says them."""
        first = None if low is None else figure(low, most=_MOST_RECKONED)
        last = None if high is None else figure(high, most=_MOST_RECKONED)
        return cls._of(Bounds(first, last, low_open, high_open), **definition)

    @classmethod
    def _of(cls, bounds: Bounds, **definition: Any) -> Self:
        low, high, low_open, high_open = bounds.low, bounds.high, bounds.low_open, bounds.high_open
        stated: Decimal | None = None
        qualifier: Qualifier = "range"
        if bounds.point:
            qualifier, stated = "exact", low
        elif low is not None and high is None:
            qualifier, stated = "more_than" if low_open else "at_least", low
        elif high is not None and low is None:
            qualifier, stated = "less_than" if high_open else "at_most", high
        return cls(
            qualifier=qualifier,
            low=low,
            high=high,
            low_open=low_open,
            high_open=high_open,
            stated=stated,
            **definition,
        )

    # --- what it is

    @property
    def bounds(self) -> Bounds:
        """The interval in which the true value lies."""
        return Bounds(self.low, self.high, self.low_open, self.high_open)

    @property
    def known(self) -> bool:
        """Whether anything is excluded at all: false where neither bound is known."""
        return self.low is not None or self.high is not None

    @property
    def definition(self) -> tuple[str | None, str | None, str | None, str | None]:
        """What it is an amount of: unit, who is counted, measure, capacity; ``None`` where unstated."""
        return self.unit, self.who, self.measure, self.capacity

    def not_negative(self) -> Self:
        """Return the same amount with zero as its least value: for what is counted or measured and cannot be less."""
        bounds = self.bounds.intersection(Bounds(low=Decimal(0)))
        if bounds.empty:
            raise InputError("amount.negative", found=self)
        if bounds == self.bounds:
            return self
        return replace(self, low=bounds.low, low_open=bounds.low_open)

    def resolve(self, base: Amount) -> Amount:
        """Return the amount that the ratio of this one is of ``base``; itself when it has no ratio.

        The unit, who, measure and capacity of this amount stand where stated, those of the base otherwise.
        """
        if self.ratio is None:
            return self
        bounds = self.ratio.bounds * base.bounds
        mine = {name: getattr(self, name) for name in DEFINITION}
        kept = {name: mine[name] if mine[name] is not None else getattr(base, name) for name in DEFINITION}
        if self.qualifier == "about" and self.stated is not None and base.stated is not None:
            stated = (Bounds(self.stated, self.stated) * Bounds(base.stated, base.stated)).low
            return Amount(qualifier="about", low=bounds.low, high=bounds.high, stated=stated, **kept)
        return Amount._of(bounds, **kept)

    # --- compared

    def contains(self, other: Amount | Number) -> Answer:
        """Say whether the value of ``other`` is one that this amount allows: for all its readings, some or none."""
        theirs = other.bounds if isinstance(other, Amount) else _point(other)
        if self.bounds.intersection(theirs).empty:
            return "no"
        sure = self.known and (not isinstance(other, Amount) or other.known)
        return "certain" if sure and self.bounds.holds(theirs) else "possible"

    def meets(self, comparator: Comparator, threshold: Amount | Number) -> Answer:
        """Say whether the value stands in the relation to the threshold: certain (every reading), possible (some), no (none).

        An amount with a unit is only held against a threshold of the same unit; a plain number takes the amount's unit.
        """
        if isinstance(threshold, Amount):
            same_unit(self, threshold)
        mine = self.bounds
        theirs = threshold.bounds if isinstance(threshold, Amount) else _point(threshold)
        if comparator == "==":
            if mine.intersection(theirs).empty:
                return "no"
            return "certain" if mine.point and theirs.point else "possible"
        if comparator not in _COMPARATORS:
            raise InputError("amount.comparator", found=str(comparator), known=_COMPARATORS)
        one, two = (mine, theirs) if comparator in (">=", ">") else (theirs, mine)
        strictly = comparator in (">", "<")
        if one.above(two, strictly=strictly):
            return "certain"
        return "no" if two.above(one, strictly=not strictly) else "possible"

    def intersection(self, other: Amount) -> Amount | None:
        """Return what both allow, or ``None`` when no value is allowed by both."""
        same_unit(self, other)
        if self == other:
            return self
        bounds = self.bounds.intersection(other.bounds)
        return None if bounds.empty else Amount._of(bounds, **_shared(self, other))

    def hull(self, other: Amount) -> Amount:
        """Return the smallest amount that allows what either allows; an unknown bound of one stays unknown."""
        same_unit(self, other)
        return self if self == other else Amount._of(self.bounds.hull(other.bounds), **_shared(self, other))

    def rounded(self, digits: int = 4) -> Amount:
        """Return the amount with its bounds rounded outward to so many significant digits, whole numbers kept whole."""
        bounds = self.bounds.rounded(digits)
        if bounds == self.bounds:
            return self
        return Amount._of(bounds, **{name: getattr(self, name) for name in DEFINITION})

    # --- reckoned with

    def __neg__(self) -> Amount:
        return self * -1

    def __add__(self, other: Amount | Number) -> Amount:
        other = self._like(other)
        same_unit(self, other)
        return self._reckoned(other, self.bounds + other.bounds, lambda one, two: one + two, _shared(self, other))

    def __sub__(self, other: Amount | Number) -> Amount:
        other = self._like(other)
        same_unit(self, other)
        return self._reckoned(other, self.bounds - other.bounds, lambda one, two: one - two, _shared(self, other))

    def __mul__(self, other: Amount | Number) -> Amount:
        if not isinstance(other, Amount):
            return self._scaled(self.bounds * _point(other), _point(other), over=False)
        kept = _carried(self, other, units.times(self.unit, other.unit))
        return self._reckoned(other, self.bounds * other.bounds, lambda one, two: one * two, kept)

    def __truediv__(self, other: Amount | Number) -> Amount:
        if not isinstance(other, Amount):
            return self._scaled(self.bounds / _point(other), _point(other), over=True)
        kept = _carried(self, other, units.over(self.unit, other.unit))
        return self._reckoned(other, self.bounds / other.bounds, lambda one, two: one / two, kept)

    def __radd__(self, other: Number) -> Amount:
        return self + other

    def __rmul__(self, other: Number) -> Amount:
        return self * other

    def __rsub__(self, other: Number) -> Amount:
        return self._like(other) - self

    def __rtruediv__(self, other: Number) -> Amount:
        return Amount.exact(other, unit=units.NONE) / self

    def _like(self, other: Amount | Number) -> Amount:
        """Return a plain number as an exact amount of the same definition."""
        if isinstance(other, Amount):
            return other
        return Amount.exact(other, **{name: getattr(self, name) for name in DEFINITION})

    def _scaled(self, bounds: Bounds, by: Bounds, *, over: bool) -> Amount:
        kept = {name: getattr(self, name) for name in DEFINITION}
        reckon = (lambda one, two: one / two) if over else (lambda one, two: one * two)
        return self._reckoned(Amount._of(by), bounds, reckon, kept)

    def _reckoned(self, other: Amount, bounds: Bounds, reckon: _Reckon, kept: Mapping[str, Any]) -> Amount:
        """Return the amount with these bounds; where one side is "about" a figure, it is about the figure reckoned."""
        sides = {self.qualifier, other.qualifier}
        if "about" not in sides or sides - {"about", "exact"} or self.ratio is not None or other.ratio is not None:
            return Amount._of(bounds, **kept)
        figures = [Bounds(stated, stated) for stated in (self.stated, other.stated)]
        stated = reckon(*figures).low
        if stated is None:
            return Amount._of(bounds, **kept)
        return Amount(qualifier="about", low=bounds.low, high=bounds.high, stated=stated, **kept)

    # --- said and kept

    def text(self, lang: Lang) -> str:
        """Return the amount in words: ``at least 261 persons``, ``al menos 261 personas``."""
        from habeas.amount.saying import say

        return say(self, lang)

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON: decimals as strings, fields that are unknown, unstated or false left out."""
        from habeas.amount.keeping import plain_json

        return plain_json(self)

    @classmethod
    def from_json(cls, made: Mapping[str, Any]) -> Self:
        """Read what :meth:`as_json` wrote. Raises :class:`InputError` on a field that is unknown or malformed."""
        from habeas.amount.keeping import values

        return cls(**values(made))


def _write_plainly(made: Ratio | Amount, names: tuple[str, ...]) -> None:
    """Take trailing zeros off, so that equal amounts are kept as equal bytes."""
    for name in names:
        value = getattr(made, name)
        if value is not None and not (value and value.same_quantum(_WHOLE)):
            object.__setattr__(made, name, plain(value))


def _point(value: Number) -> Bounds:
    exact = figure(value)
    return Bounds(exact, exact)


def same_unit(one: Amount, two: Amount) -> None:
    """Raise :class:`InputError` where both state a unit and they differ."""
    if one.unit is not None and two.unit is not None and one.unit != two.unit:
        raise InputError("amount.units", one=one.unit, two=two.unit)


def _shared(one: Amount, two: Amount) -> dict[str, Any]:
    """Return the definition both have; a field in which they differ is unstated in the result."""
    mine = ((name, getattr(one, name)) for name in DEFINITION)
    return {name: value if value == getattr(two, name) else None for name, value in mine}


def _carried(one: Amount, two: Amount, unit: str | None) -> dict[str, Any]:
    """Return the definition of a product or quotient: who and capacity stand where one states them and the other nothing."""
    kept: dict[str, Any] = {"unit": unit}
    for name in ("who", "capacity"):
        said = {value for value in (getattr(one, name), getattr(two, name)) if value is not None}
        kept[name] = said.pop() if len(said) == 1 else None
    return kept
