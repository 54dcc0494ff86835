"""A flow over time: how many had come (or gone) by each day, from totals of periods and from running totals, with its doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from typing import Final

import numpy as np

from habeas.errors import InputError
from habeas.estimation.distribution import Floats
from habeas.estimation.population.course import Course
from habeas.estimation.population.figures import TOTALS, Figure
from habeas.estimation.population.normal import seen_of, solve
from habeas.estimation.population.reach import Reach
from habeas.estimation.population.timeline import Timeline, walk, within

_ROUGHNESS: Final = (0.001, 0.003, 0.006, 0.01, 0.017, 0.03, 0.08, 0.2)
_BENDING: Final = (0.0, 0.3, 1.0, 3.0, 10.0)
_ERRORS: Final = (0.0005, 0.005, 0.03, 0.15)
_LIKELY: Final = (0.005, 1.0)
"""The error of one figure of a flow, as a share of it, held likely before: log-normal, by median and spread."""
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
    course: Course
    inverse: Floats
    rows: Floats
    roughness: float
    bending: float
    error: float

    def across(self, rows: Floats) -> Floats:
        """Return the covariance (size, n) of the running total with weighted sums ``rows`` (n, size) of it."""
        clipped = _clipped(rows, self.clip)
        mine = self.course.across(self.rows)
        found = self.course.across(clipped) - mine @ (self.inverse @ (mine.T @ clipped.T))
        return found[self.clip.astype(np.int64)]


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

    The prior is a :class:`~.course.Course`; how uneven it is, how far its rate bends, and the relative error of a single figure are
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
    value, seen = np.array(values), seen_of(reaches)
    scale, places = _size(figures, value), max(line.at(window[1]) - line.at(window[0]), 1.0)
    none, unit = np.zeros(line.size), np.full(line.size, scale**2 / places)
    unit[0] = 0.0
    ramp = np.arange(line.size) / max(line.size - 1, 1) * 3 * scale
    bent = unit / places**2
    loose = np.array([0.0 if one.kind not in TOTALS else 1.0 for one in figures] + [0.0] * (len(rows) - len(figures)))
    uneven = rows @ walk(unit, rows) + np.diag(loose * within(unit, rows))
    bending = rows @ Course(none, bent, none).across(rows)
    fixed = rows @ Course(none, none, ramp).across(rows) + np.diag([one.sd**2 + 0.01 for one in reaches])
    erring = np.diag((np.abs(value) + 1.0) ** 2)
    # Totals of periods one after another tell uneven rates and wrong counts apart by nothing: there a count is taken to be right within a few parts
    # in a thousand. Running totals that rivals give of the same days do tell.
    running = any(one.kind in TOTALS for one in figures)
    grid = list(product(_ROUGHNESS, _BENDING, _ERRORS if running else _ERRORS[:2]))
    covariance = np.stack(
        [fixed + rough**2 * uneven + bend**2 * bending + error**2 * erring for rough, bend, error in grid]
    )
    try:
        solved = solve(np.zeros(len(rows)), covariance, seen)
    except np.linalg.LinAlgError:
        raise InputError("population.flow-unfit", kind=figures[0].kind) from None
    likely = np.array([-0.5 * (np.log(error / _LIKELY[0]) / _LIKELY[1]) ** 2 for *_, error in grid])
    best = int(np.argmax(solved.evidence + likely))
    rough, bend, error = grid[best]
    course = Course(unit * rough**2, bent * bend**2, ramp)
    inverse = np.linalg.inv(covariance[best] + np.diag(solved.noise[best]))
    mean = course.across(rows) @ (inverse @ solved.value[best])
    start, end = (round(line.at(day)) for day in window)
    clip = np.clip(np.arange(line.size), start, end).astype(np.float64)
    moved = mean[clip.astype(np.int64)]
    return Flow(
        sign=sign, figures=tuple(figures), first=window[0], last=window[1], mean=moved - moved[0], clip=clip, course=course,
        inverse=inverse, rows=rows, roughness=rough, bending=bend, error=error,
    )  # fmt: skip


def _size(figures: Sequence[Figure], value: Floats) -> float:
    """Return about how many came in all: the highest running total, or the totals of all periods together."""
    running = [float(said) for one, said in zip(figures, value, strict=False) if one.kind in TOTALS]
    single = [float(said) for one, said in zip(figures, value, strict=False) if one.kind not in TOTALS]
    return max(max(running, default=0.0), sum(single), 1.0)


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
