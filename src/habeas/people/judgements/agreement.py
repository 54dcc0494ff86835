"""How far reviewers agree: Cohen's kappa of each two persons over pairs that one judged without seeing the other, with an interval.

What counts is what each person said *first* and did not undo: who is shown the other's answer and changes their own does not agree
more for it. Judgements that settle a pair (round 3) are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import nan
from typing import Final

import numpy as np

from habeas.people.judgements.board import Board
from habeas.people.judgements.model import SECOND, SETTLES, VERDICTS, Judgement, Pair, Verdict, standing

_DRAWS: Final = 4000
_SEED: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Kappa:
    """Cohen's kappa of two persons (1960): 1 is full agreement, 0 what chance would give, below 0 is worse.

    ``pairs`` is how many pairs of mentions it rests on, ``agreed`` on how many of them the two said the same. ``low`` to ``high`` is the
    95 % credible interval under one pseudo-pair spread over the cells of the table (Perks 1947; Basu, Banerjee and Sen 2000), which
    covers where the large-sample interval does not: few pairs, or few disagreements. All three are None where
    nothing varies, or no pair was judged by both: agreement is then not defined.
    """

    first: str
    second: str
    kappa: float | None
    low: float | None
    high: float | None
    pairs: int
    agreed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A pair on which persons differed at first; ``settled`` where it is not open any more."""

    pair: Pair
    judgements: tuple[Judgement, ...]
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The persons with how many pairs each judged, the coefficients, and what they differ on.

    ``alpha`` is Krippendorff's, nominal, over all persons, on ``units`` pairs judged by two or more; None where it is not defined. ``seen``
    counts pairs that two persons judged with neither blind to the other: they are no measure of agreement and left out.
    """

    persons: Mapping[str, int]
    kappas: tuple[Kappa, ...]
    alpha: float | None
    units: int
    seen: int
    differences: tuple[Difference, ...]

    @property
    def open(self) -> tuple[Difference, ...]:
        """The differences that wait for somebody to settle them."""
        return tuple(one for one in self.differences if not one.settled)


def agreement(said: Iterable[Judgement]) -> Agreement:
    """Return how far persons agree, of every judgement that was not undone, those replaced later included."""
    every = tuple(said)
    firsts = _firsts(every)
    persons: dict[str, int] = {}
    for by_person in firsts.values():
        for name in by_person:
            persons[name] = persons.get(name, 0) + 1
    blind = {pair: kept for pair, by in firsts.items() if len(kept := _apart(by)) > 1}
    seen = sum(len(by) > 1 and pair not in blind for pair, by in firsts.items())
    return Agreement(
        persons=dict(sorted(persons.items())),
        kappas=tuple(_kappa(a, b, firsts) for a, b in combinations(sorted(persons), 2)),
        alpha=_alpha(blind),
        units=len(blind),
        seen=seen,
        differences=_differences(firsts, every),
    )


def _firsts(said: Iterable[Judgement]) -> dict[Pair, dict[str, Judgement]]:
    """Return what each person said first of each pair, the pairs in order."""
    found: dict[Pair, dict[str, Judgement]] = {}
    for one in said:
        if one.round != SETTLES and one.a != one.b:
            found.setdefault(one.pair, {}).setdefault(one.by, one)
    return dict(sorted(found.items()))


def _blind(a: Judgement, b: Judgement) -> bool:
    return SECOND in (a.round, b.round)


def _apart(by: Mapping[str, Judgement]) -> dict[str, Judgement]:
    """Return the judgements that are blind to one another: the second reviewers', and the first one before them."""
    seconds = {name: one for name, one in by.items() if one.round == SECOND}
    if not seconds:
        return {}
    first = next(((name, one) for name, one in by.items() if one.round != SECOND), None)
    return seconds if first is None else {first[0]: first[1], **seconds}


def _kappa(a: str, b: str, firsts: Mapping[Pair, Mapping[str, Judgement]]) -> Kappa:
    both = [(by[a].verdict, by[b].verdict) for by in firsts.values() if a in by and b in by and _blind(by[a], by[b])]
    table = _table(both)
    value, low, high = kappa_of(table)
    return Kappa(
        first=a, second=b, kappa=value, low=low, high=high, pairs=len(both), agreed=sum(x == y for x, y in both)
    )


def _table(both: Iterable[tuple[Verdict, Verdict]]) -> np.ndarray:
    """Return how often the two persons said what, with the verdicts that neither used left out."""
    counts = np.zeros((len(VERDICTS), len(VERDICTS)))
    for x, y in both:
        counts[VERDICTS.index(x), VERDICTS.index(y)] += 1
    used = np.flatnonzero(counts.sum(axis=0) + counts.sum(axis=1))
    return counts[np.ix_(used, used)]


def kappa_of(table: np.ndarray) -> tuple[float | None, float | None, float | None]:
    """Return Cohen's kappa of a square table of counts with its 95 % interval; None thrice where it is not defined."""
    if len(table) < 2:
        return None, None, None
    prior = 1 / table.size
    draws = np.random.default_rng(_SEED).gamma(table.ravel() + prior, size=(_DRAWS, table.size))
    drawn = _coefficients(draws.reshape(_DRAWS, *table.shape))
    low, high = (float(one) for one in np.nanquantile(drawn, [0.025, 0.975]))
    value = float(_coefficients(table[None])[0])
    return round(value, 4), round(min(low, value), 4), round(max(high, value), 4)


def _coefficients(tables: np.ndarray) -> np.ndarray:
    """Return (observed - expected) / (1 - expected) of each table: Cohen 1960, equation 1."""
    shares = tables / tables.sum(axis=(1, 2), keepdims=True)
    observed = np.trace(shares, axis1=1, axis2=2)
    expected = (shares.sum(axis=2) * shares.sum(axis=1)).sum(axis=1)
    return np.asarray((observed - expected) / (1 - expected))


def _alpha(units: Mapping[Pair, Mapping[str, Judgement]]) -> float | None:
    if len({one.verdict for by in units.values() for one in by.values()}) < 2:
        return None
    import krippendorff

    names = sorted({name for by in units.values() for name in by})
    rows = [[float(VERDICTS.index(by[name].verdict)) if name in by else nan for by in units.values()] for name in names]
    return round(float(krippendorff.alpha(reliability_data=rows, level_of_measurement="nominal")), 4)


def _differences(firsts: Mapping[Pair, Mapping[str, Judgement]], said: tuple[Judgement, ...]) -> tuple[Difference, ...]:
    board = Board(standing(said))
    found = []
    for pair, by in firsts.items():
        if len({one.verdict for one in by.values()}) > 1:
            now = {one.verdict for one in board.ruling(pair)}
            found.append(Difference(pair=pair, judgements=tuple(by.values()), settled=len(now) < 2))
    return tuple(found)
