"""The distribution of one unknown number: points with weights, or draws of several runs, asked for in one way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """The bounds of a number at a level; ``None`` is no bound on that side."""

    low: float | None
    high: float | None
    level: float


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """What is known of one number.

    ``support`` (n,) ascends and ``weight`` (n,) sums to 1. ``chains`` (c, d) holds the draws of c runs as they came, where the number was sampled.
    """

    support: Floats
    weight: Floats
    chains: Floats | None = None

    @classmethod
    def of_weights(cls, support: ArrayLike, weight: ArrayLike) -> Distribution:
        """Return the distribution over points (n,) with weights (n,), which need not sum to 1 nor come in order."""
        points, weights = np.asarray(support, np.float64), np.asarray(weight, np.float64)
        order = np.argsort(points, kind="stable")
        return cls(points[order], weights[order] / weights.sum())

    @classmethod
    def of_draws(cls, chains: ArrayLike) -> Distribution:
        """Return the distribution of draws: (c, d) for c runs of d draws each, or (d,) of one run."""
        runs = np.atleast_2d(np.asarray(chains, np.float64))
        points, seen = np.unique(runs, return_counts=True)
        return cls(points, seen / runs.size, runs)

    @property
    def mean(self) -> float:
        """Return the mean."""
        return float(self.weight @ self.support)

    @property
    def sd(self) -> float:
        """Return the standard deviation."""
        return float(np.sqrt(self.weight @ (self.support - self.mean) ** 2))

    @property
    def median(self) -> float:
        """Return the median."""
        return self.quantile(0.5)

    def quantile(self, share: float) -> float:
        """Return the smallest point at which the distribution reaches a share."""
        reached = np.cumsum(self.weight)
        # Sums of weights miss a share that they reach in exact arithmetic by parts in 1e15.
        return float(self.support[min(int(np.searchsorted(reached, share - 1e-12)), len(self.support) - 1)])

    def interval(self, level: float = 0.95) -> Interval:
        """Return the central interval: as much lies below it as above."""
        tail = (1 - level) / 2
        return Interval(self.quantile(tail), self.quantile(1 - tail), level)

    def above(self, value: float) -> float:
        """Return the probability that the number is larger than a value."""
        return float(self.weight[self.support > value].sum())

    def sample(self, n: int, rng: np.random.Generator) -> Floats:
        """Return ``n`` draws (n,)."""
        places = np.searchsorted(np.cumsum(self.weight), rng.random(n) * self.weight.sum(), side="right")
        drawn: Floats = self.support[np.minimum(places, len(self.support) - 1)]
        return drawn

    def as_json(self, points: int = 201) -> dict[str, Any]:
        """Return mean, standard deviation and ``points`` quantiles, evenly spaced, from which a curve can be drawn."""
        shares = np.linspace(0, 1, points)
        reached = np.cumsum(self.weight)
        places = np.minimum(np.searchsorted(reached, shares - 1e-12), len(self.support) - 1)
        return {
            "mean": self.mean,
            "sd": self.sd,
            "share": [round(float(one), 6) for one in shares],
            "quantile": [float(one) for one in self.support[places]],
        }
