"""Measures: the readings that the claims on one subject give of a measured requirement.

Every claim of the measure itself is a reading; where the measure is the quotient of two others, every pair of claims is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final, NamedTuple, cast

from habeas.amount import Amount, Answer, Comparator
from habeas.claims import Claim
from habeas.errors import InputError
from habeas.standards.model import Requirement

_NUMBER: Final = "1"  # the unit of a pure number: the unit of the requirement goes with the figure above the line
_MOST_PAIRS: Final = 100  # beyond this a reader is not helped by each pair, and the extremes decide alike
_LEAST, _GREATEST = Decimal("-Infinity"), Decimal("Infinity")


class Measured(NamedTuple):
    """One distinct figure, and the claims that state it."""

    amount: Amount
    claims: tuple[Claim, ...]


class Measures:
    """What the claims on one subject measure; a quotient is reckoned once for all the requirements that compare it."""

    def __init__(self, said: Mapping[str, Sequence[Claim]]) -> None:
        self._said = said
        self._quotients: dict[tuple[object, ...], list[Measured]] = {}

    def readings(self, row: Requirement, names: tuple[str, ...]) -> Iterator[tuple[Measured, Answer]]:
        """Yield each distinct figure with whether it meets the requirement: figures of the measure itself, then quotients."""
        quotient = row.quotient or ()
        met = _threshold(row)
        direct = (claim for name in names if name not in quotient for claim in self._said.get(name, ()))
        for one in _distinct(direct, row.unit):
            yield one, met(one.amount)
        if not set(quotient) <= set(names):
            return
        for one in self._reckoned(row):
            answer = met(one.amount)
            yield one, "possible" if row.ceiling and answer == "certain" else answer

    def _reckoned(self, row: Requirement) -> list[Measured]:
        """Return one figure over the other, for every pair, in the unit of the requirement."""
        if row.quotient is None:
            return []
        key = (row.quotient, row.scale, row.unit)
        if key not in self._quotients:
            top = [
                Measured(_as(row.unit, one.amount if row.scale == 1 else one.amount * row.scale), one.claims)
                for one in self._side(row.quotient[0])
            ]
            bottom = [Measured(_as(_NUMBER, one.amount), one.claims) for one in self._side(row.quotient[1])]
            self._quotients[key] = [
                Measured(one.amount / two.amount, (*one.claims, *two.claims)) for one, two in _pairs(top, bottom)
            ]
        return self._quotients[key]

    def _side(self, name: str) -> Iterator[Measured]:
        """Yield the distinct figures of one side of a quotient; none can be negative, so one that is says nothing."""
        for one in _distinct(self._said.get(name, ()), None):
            try:
                yield Measured(one.amount.not_negative(), one.claims)
            except InputError:
                yield Measured(Amount.between(None, None), one.claims)


def _threshold(row: Requirement) -> Callable[[Amount], Answer]:
    comparator, threshold = cast("Comparator", row.comparator), row.threshold
    if threshold is None:
        raise InputError("standards.half-measured")
    limit = Amount.exact(threshold)
    return lambda amount: amount.meets(comparator, limit)


def _distinct(claims: Iterable[Claim], unit: str | None) -> list[Measured]:
    """Group claims that state the same bounds, so that every pair of different figures is reckoned once."""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    amounts: dict[tuple[object, ...], Amount] = {}
    for claim in claims:
        if not isinstance(claim.value, Amount):
            continue
        amount = _opposite(claim.value) if claim.polarity == "denied" else claim.value
        key = (amount.low, amount.high, amount.low_open, amount.high_open, amount.qualifier, amount.stated)
        groups.setdefault(key, []).append(claim)
        amounts.setdefault(key, _as(unit or amount.unit, amount))
    return [Measured(amounts[key], tuple(members)) for key, members in groups.items()]


def _as(unit: str | None, amount: Amount) -> Amount:
    """Return the amount in a unit, without who is counted: readings of one requirement are compared by their bounds."""
    if amount.definition == (unit, None, None, None) and amount.ratio is None:
        return amount
    return replace(amount, unit=unit, who=None, measure=None, capacity=None, ratio=None)


def _opposite(amount: Amount) -> Amount:
    """Return what a denial of the amount leaves: the other side of a one-sided bound, and nothing known otherwise."""
    low, high = amount.low, amount.high
    if low is not None and high is None:
        return Amount.between(None, low, high_open=not amount.low_open, unit=amount.unit)
    if high is not None and low is None:
        return Amount.between(high, None, low_open=not amount.high_open, unit=amount.unit)
    return Amount.between(None, None, unit=amount.unit)


def _pairs(top: list[Measured], bottom: list[Measured]) -> Iterator[tuple[Measured, Measured]]:
    """Yield every pair of figures; where there are very many, for each figure the pairs with the extremes of the other side.

    The extremes suffice: a quotient of figures that are not negative rises with the one and falls with the other, so no pair
    of a figure lies outside its pairs with the least and the greatest.
    """
    if len(top) * len(bottom) <= _MOST_PAIRS:
        yield from ((one, two) for one in top for two in bottom)
        return
    seen: set[tuple[int, int]] = set()
    ends = _extremes(bottom)
    seen.update((one, two) for one in range(len(top)) for two in ends)
    seen.update((one, two) for one in _extremes(top) for two in range(len(bottom)))
    yield from ((top[one], bottom[two]) for one, two in sorted(seen))


def _extremes(sides: list[Measured]) -> set[int]:
    """Return the places of the figures with the least and the greatest bounds at either end, unknown ones the widest."""
    places = range(len(sides))
    amounts = [one.amount for one in sides]

    def low(place: int) -> tuple[Decimal, bool]:
        amount = amounts[place]
        return (_LEAST, False) if amount.low is None else (amount.low, amount.low_open)

    def high(place: int) -> tuple[Decimal, bool]:
        amount = amounts[place]
        return (_GREATEST, True) if amount.high is None else (amount.high, not amount.high_open)

    return {choose(places, key=key) for choose in (min, max) for key in (low, high)}
