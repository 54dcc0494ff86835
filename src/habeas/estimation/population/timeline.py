"""The days of an estimate as evenly spaced places, figures as weights over them, and walks whose steps differ from day to day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from habeas.estimation.distribution import Floats
from habeas.estimation.population.figures import Figure

By = Literal["day", "week", "month"]
_MOST: Final = 1200
"""So many places are reckoned with at most: above, a place is several days."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Places ``step`` days apart from ``first``; the last is at ``last`` or after it."""

    first: date
    last: date
    step: int
    size: int

    @classmethod
    def over(cls, first: date, last: date) -> Timeline:
        """Return the timeline from the first day to the last."""
        days = (last - first).days
        step = max(1, -(-days // _MOST))
        return cls(first, last, step, -(-days // step) + 1)

    def at(self, day: date) -> float:
        """Return where a day lies among the places, cut at both ends."""
        return min(max((day - self.first).days / self.step, 0.0), float(self.size - 1))

    def day_of(self, place: int) -> date:
        """Return the day of a place."""
        return self.first + timedelta(days=place * self.step)

    def point(self, day: date) -> Floats:
        """Return the weights (size,) of one day: of the two places it lies between."""
        row = np.zeros(self.size)
        at = self.at(day)
        low = int(at)
        row[low] = 1 - (at - low)
        if at > low:
            row[low + 1] += at - low
        return row

    def stretch(self, first: date, last: date) -> Floats:
        """Return the weights (size,) of the average from the first day to the last."""
        low, high = self.at(first), self.at(last)
        if high - low < 1:
            return (self.point(first) + self.point(last)) / 2
        row = np.zeros(self.size)
        row[int(np.ceil(low)) : int(high) + 1] = 1.0
        row /= row.sum()
        return row

    def rows(self, figures: Sequence[Figure]) -> Floats:
        """Return the weights (figures, size) of figures: the average over the days that each may be of."""
        if not figures:
            return np.zeros((0, self.size))
        return np.stack([self.stretch(one.first, one.last) for one in figures])

    def shown(self, by: By) -> list[date]:
        """Return the days to print: each day, every seventh, or the last of each month; the first and the last always."""
        days = [self.first + timedelta(days=one) for one in range((self.last - self.first).days + 1)]
        if by == "week":
            days = [*days[::7], days[-1]]
        elif by == "month":
            days = [days[0], *(one for one in days if (one + timedelta(days=1)).day == 1), days[-1]]
        return sorted(set(days))


def walk(steps: Floats, rows: Floats) -> Floats:
    """Return the covariance (size, n) of a walk at its places with weighted sums ``rows`` (n, size) of it.

    ``steps`` (size,) are the variances of the steps that lead to each place. The walk is the running sum of its steps, so that its
    covariance is the running sum of their variances up to the earlier place, and no matrix of places is ever formed.
    """
    back = np.cumsum(rows.T[::-1], axis=0)[::-1]
    found: Floats = np.cumsum(steps[:, None] * back, axis=0)
    return found


def within(steps: Floats, rows: Floats) -> Floats:
    """Return the variance (n,) of a walk on one unknown day of a stretch about its average there: a sixth of the variance across it."""
    inside: NDArray[np.bool_] = rows > 0
    first = np.argmax(inside, axis=1)
    last = rows.shape[1] - 1 - np.argmax(inside[:, ::-1], axis=1)
    reached = np.cumsum(steps)
    found: Floats = np.where((rows > 0).sum(axis=1) > 2, (reached[last] - reached[first]) / 6, 0.0)
    return found
