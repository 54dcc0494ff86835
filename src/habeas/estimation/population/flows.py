"""A flow over time: how many had come (or gone) by each day, from totals of periods and from running totals, with its doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np

from habeas.errors import InputError
from habeas.estimation.distribution import Floats
from habeas.estimation.population.figures import TOTALS, Figure
from habeas.estimation.population.normal import seen_of, solve
from habeas.estimation.population.reach import Reach
from habeas.estimation.population.timeline import Timeline, walk, within

_ROUGHNESS: Final = (0.003, 0.01, 0.03, 0.08, 0.2, 0.5)
_ERRORS: Final = (0.0005, 0.005, 0.03, 0.15)
_SLACK: Final = 0.01
MOST: Final = 300
"""So many figures of one flow are reckoned with one by one; totals of more periods are added up first."""


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """The running total of one flow at the places of a timeline: its ``mean`` (size,), and its covariance by :meth:`across`.

    It is known from ``first`` to ``last``; outside, it stands still here, and what goes on there is left to the number's own drift.
    """

    sign: int
    figures: tuple[Figure, ...]
    first: date
    last: date
    mean: Floats
    clip: Floats
    steps: Floats
    ramp: Floats
    inverse: Floats
    rows: Floats
    roughness: float
    error: float

    def across(self, rows: Floats) -> Floats:
        """Return the covariance (size, n) of the running total with weighted sums ``rows`` (n, size) of it."""
        clipped = _clipped(rows, self.clip)
        mine = _prior(self.steps, self.ramp, self.rows)
        found = _prior(self.steps, self.ramp, clipped) - mine @ (self.inverse @ (mine.T @ clipped.T))
        return found[self.clip.astype(np.int64)]

    def variance(self) -> Floats:
        """Return the variance (size,) of the running total since the first day."""
        mine = _prior(self.steps, self.ramp, self.rows)
        own = np.cumsum(self.steps) + self.ramp**2 + _level(self.ramp)
        found: Floats = (own - ((mine @ self.inverse) * mine).sum(axis=1))[self.clip.astype(np.int64)]
        return found


def _level(ramp: Floats) -> float:
    return float(np.max(ramp) ** 2)


def _prior(steps: Floats, ramp: Floats, rows: Floats) -> Floats:
    """Return the covariance (size, n) of a walk on a steady rate from an unknown level with weighted sums of it."""
    found: Floats = walk(steps, rows) + np.outer(ramp, rows @ ramp) + _level(ramp) * rows.sum(axis=1)
    return found


def _clipped(rows: Floats, clip: Floats) -> Floats:
    """Return weights with those outside the known days put on the nearest known one."""
    found = np.zeros_like(rows)
    np.add.at(found.T, clip.astype(np.int64), rows.T)
    return found


def known(figures: Sequence[Figure]) -> tuple[date, date]:
    """Return the first and last day between which a flow is known; running totals count from their first day, where that is said."""
    starts = [one.since for one in figures if one.since is not None and one.kind in TOTALS]
    firsts = [one.first if one.kind in TOTALS else one.first - timedelta(days=1) for one in figures]
    return min([*firsts, *starts]), max(one.last for one in figures)


def flow(
    sign: int, figures: Sequence[Figure], reaches: Sequence[Reach], line: Timeline, window: tuple[date, date]
) -> Flow:
    """Return the running total of a flow, of use from the first to the last day of a window.

    The prior is a steady rate, unknown, on which a walk is laid; its roughness and the relative error of a single figure are
    those of the highest evidence on a grid. A running total is a weighted sum of the state over the days on which it may have been
    said; the total of a period is the difference of two days. Bounds are truncations as everywhere.

    Raises :class:`~habeas.errors.InputError` where the figures contradict each other so far that nothing fits.
    """
    rows, values = _rows(figures, line)
    reaches = narrowed(figures, reaches)
    starts = [one.since for one in figures if one.since is not None and one.kind in TOTALS]
    begun = min(starts, default=None)
    if begun is not None and begun >= line.first:
        rows, values = np.vstack([rows, line.point(begun)]), [*values, 0.0]
        reaches = [*reaches, Reach(0.0, 0.25, 0.0, 0.0, exact=True)]
    elif begun is None and any(one.kind not in TOTALS for one in figures):
        rows, values = np.vstack([rows, line.point(line.first)]), [*values, 0.0]
        reaches = [*reaches, Reach(0.0, 0.25, 0.0, 0.0, exact=True)]
    first, last = window
    value = np.array(values)
    scale = max(float(np.ptp(np.append(value, 0.0))), 1.0)
    ramp = np.arange(line.size) / max(line.size - 1, 1) * 3 * scale
    unit = np.full(line.size, scale**2 / max(line.at(last) - line.at(first), 1.0))
    unit[0] = 0.0
    seen = seen_of(reaches)
    size = np.abs(value) + 1.0
    grid = [(rough, error) for rough in _ROUGHNESS for error in _ERRORS]
    walks, fixed = rows @ walk(unit, rows), rows @ (_prior(np.zeros(line.size), ramp, rows))
    loose = np.array([0.0 if one.kind not in TOTALS else 1.0 for one in figures] + [0.0] * (len(rows) - len(figures)))
    loose = loose * within(unit, rows)
    own = np.diag(np.array([one.sd**2 for one in reaches]))
    covariance = np.stack(
        [
            fixed + rough**2 * (walks + np.diag(loose)) + own + np.diag((error * size) ** 2) + np.eye(len(rows)) * 0.01
            for rough, error in grid
        ]
    )
    try:
        solved = solve(np.zeros(len(rows)), covariance, seen)
    except np.linalg.LinAlgError:
        raise InputError("population.flow-unfit", kind=figures[0].kind) from None
    best = int(np.argmax(solved.evidence))
    rough, error = grid[best]
    steps = unit * rough**2
    inverse = np.linalg.inv(covariance[best] + np.diag(solved.noise[best]))
    mean = _prior(steps, ramp, rows) @ (inverse @ solved.value[best])
    places = np.clip(np.arange(line.size), round(line.at(first)), round(line.at(last))).astype(np.float64)
    moved = mean[places.astype(np.int64)]
    return Flow(
        sign=sign, figures=tuple(figures), first=first, last=last, mean=moved - moved[0], clip=places,
        steps=steps, ramp=ramp, inverse=inverse, rows=rows, roughness=rough, error=error,
    )  # fmt: skip


def narrowed(figures: Sequence[Figure], reaches: Sequence[Reach]) -> list[Reach]:
    """Return what figures say, running totals that are open narrowed by those before and after: they only grow.

    No total is below what was reached before, nor above what was reached after, by more than a hundredth: rival counters differ by as much. Where they
    contradict each other further, nothing is concluded.
    """
    totals = [(one, said) for one, said in zip(figures, reaches, strict=True) if one.kind in TOTALS]
    return [
        said if one.kind not in TOTALS or said.exact else _narrowed(said, *_reached(totals, one.first, one.last))
        for one, said in zip(figures, reaches, strict=True)
    ]


def _reached(totals: Sequence[tuple[Figure, Reach]], first: date, last: date) -> tuple[float, float]:
    """Return what running totals had reached for certain before a day, and had not reached after it."""
    lows = [said.value if said.exact else said.low for one, said in totals if one.last < first]
    highs = [said.value if said.exact else said.high for one, said in totals if one.first > last]
    return max(lows, default=-np.inf) * (1 - _SLACK), min(highs, default=np.inf) * (1 + _SLACK)


def _narrowed(said: Reach, low: float, high: float) -> Reach:
    first, last = max(said.low, low), min(said.high, high)
    return replace(said, low=first, high=last) if first < last else said


def _rows(figures: Sequence[Figure], line: Timeline) -> tuple[Floats, list[float]]:
    """Return what each figure is a sum of, and its value."""
    found = []
    for one in figures:
        if one.kind in TOTALS:
            found.append(line.stretch(one.first, one.last))
        else:
            found.append(line.point(one.last) - line.point(one.first - timedelta(days=1)))
    return np.stack(found), [float(one.value or 0) for one in figures]


def added_up(figures: Sequence[Figure]) -> list[Figure]:
    """Return totals of periods as they are or, where they are very many, added up over months; running totals are left as they are."""
    from habeas.amount import Amount
    from habeas.when import Span

    single = [one for one in figures if one.kind not in TOTALS]
    if len(figures) <= MOST or any(one.bounded or one.value is None for one in single):
        return list(figures)
    several = max(2, -(-len(single) // MOST))
    ordered = sorted(single, key=lambda one: (one.first, one.last))
    found = [one for one in figures if one.kind in TOTALS]
    for at in range(0, len(ordered), several):
        part = ordered[at : at + several]
        total = sum(float(one.value or 0) for one in part)
        span = Span.every_day(part[0].first, part[-1].last)
        found.append(replace(part[0], amount=Amount.exact(round(total)), span=span))
    return found
