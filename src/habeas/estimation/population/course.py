"""How a running total may go before any figure is seen: a steady rate, a rate that bends, and unevenness from day to day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from habeas.estimation.distribution import Floats
from habeas.estimation.population.timeline import walk


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """The prior of a running total at the places of a timeline.

    ``steps`` (size,) are variances of uneven steps, ``bends`` (size,) of changes of the rate from place to place, ``ramp`` (size,) is the standard
    deviation of a steady rate's total. The level is free.
    """

    steps: Floats
    bends: Floats
    ramp: Floats

    @property
    def level(self) -> float:
        """Return the variance of the level."""
        return float(np.max(self.ramp) ** 2)

    def across(self, rows: Floats) -> Floats:
        """Return the covariance (size, n) of the total with weighted sums ``rows`` (n, size) of it."""
        steady = np.outer(self.ramp, rows @ self.ramp) + self.level * rows.sum(axis=1)
        found: Floats = walk(self.steps, rows) + self._bent(rows) + steady
        return found

    def _bent(self, rows: Floats) -> Floats:
        """Return the covariance of a walk whose rate itself is a walk: the sums of a sum, so that no matrix of places is formed."""
        if not self.bends.any():
            return np.zeros((len(self.bends), len(rows)))
        back = np.cumsum(rows.T[::-1], axis=0)[::-1]
        back = np.cumsum(back[::-1], axis=0)[::-1]
        rate = np.cumsum(self.bends[:, None] * back, axis=0)
        found: Floats = np.cumsum(rate, axis=0)
        return found
