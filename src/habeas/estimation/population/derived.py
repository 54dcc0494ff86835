"""Figures that were reckoned from others: an exact sum of a stock and running totals of the right time, too exact to be chance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Final

from habeas.estimation.population.figures import STOCKS, Figure, Kind
from habeas.estimation.population.reach import grain
from habeas.words import number

_NEAR: Final = 62
"""The days that may lie between a figure and the running totals it was made from."""
_CHANCE: Final = 0.05
"""So many sums may be expected to hit a figure by chance, at most, for one that does to be believed."""


@dataclass(frozen=True, slots=True)
class Sum:
    """How a figure comes about: in figures, ``39,538 + 61,300 – 3,313``, and the figures it is of."""

    said: str
    of: tuple[str, ...]


def search(one: Figure, figures: Sequence[Figure]) -> Sum | None:
    """Return the sum that a stock figure is, of an earlier stock and of running totals in and out near its own day.

    With c sums tried, a figure known to the grain g and sums spread over a fifth of it, c · g / (v / 5) would hit it by chance; where
    that is above one in twenty (all figures are round, or very many), none is believed.
    """
    value = one.value
    if one.amount.qualifier != "exact" or value is None or value <= 0:
        return None
    bases = [
        other
        for other in figures
        if other.kind in STOCKS and other is not one and _exact(other) and other.last < one.first
    ]
    inward = [other for other in figures if _near(other, one, "in_total")]
    outward: list[Figure | None] = [None, *(other for other in figures if _near(other, one, "out_total"))]
    dead: list[Figure | None] = [None, *(other for other in figures if _near(other, one, "deaths_total"))]
    tried = len({(b.value, i.value) for b in bases for i in inward}) * len(_distinct(outward)) * len(_distinct(dead))
    if not tried or tried * grain(value) / (float(value) / 5) > _CHANCE:
        return None
    for base, came, left, died in product(bases, inward, outward, dead):
        parts = [came, *(part for part in (left, died) if part is not None)]
        total = (base.value or 0) + (came.value or 0) - sum((part.value or Decimal(0)) for part in parts[1:])
        if total == value:
            said = f"{number(base.value or 0)} + {number(came.value or 0)}"
            said += "".join(f" – {number(part.value or 0)}" for part in parts[1:])
            return Sum(said, (base.ref, *(part.ref for part in parts)))
    return None


def _distinct(figures: Iterable[Figure | None]) -> set[Decimal | None]:
    return {None if one is None else one.value for one in figures}


def _exact(one: Figure) -> bool:
    return one.amount.qualifier == "exact"


def _near(other: Figure, one: Figure, kind: Kind) -> bool:
    gap = max((other.first - one.last).days, (one.first - other.last).days)
    return other.kind == kind and other.value is not None and gap <= _NEAR
