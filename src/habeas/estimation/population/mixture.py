"""Mixtures of normal distributions over many days: quantiles and points, from the answers under each setting of the unknowns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from habeas.estimation.distribution import Floats

_STEPS = np.linspace(-5.5, 5.5, 45)


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """For each of n days a mixture of g normals: ``weight`` (g,) sums to 1, ``mean`` and ``sd`` are (g, n).

    What is counted is not negative: quantiles and points are cut at ``floor``.
    """

    weight: Floats
    mean: Floats
    sd: Floats
    floor: float = 0.0

    def quantiles(self, shares: Sequence[float]) -> Floats:
        """Return the quantiles (shares, n).

        The distribution function is taken at 45 places a day and inverted between them in units of normal deviates, in which
        it is nearly straight: what that leaves is below a hundredth of a standard deviation.
        """
        centre, wide = self._spread()
        places = centre + wide * _STEPS[:, None]
        reached = np.zeros_like(places)
        for weight, mean, sd in zip(self.weight, self.mean, self.sd, strict=True):
            reached += weight * ndtr((places - mean) / sd)
        deviates = ndtri(np.clip(reached, 1e-12, 1 - 1e-12))
        wanted = ndtri(np.asarray(shares))
        found = np.stack([np.interp(wanted, deviates[:, at], places[:, at]) for at in range(places.shape[1])], axis=1)
        cut: Floats = np.maximum(found, self.floor)
        return cut

    def points(self, at: float, points: int = 801) -> tuple[Floats, Floats]:
        """Return points and weights of the distribution at a place among the days (between two of them, of what lies between)."""
        low = int(np.floor(at))
        high, part = min(low + 1, self.mean.shape[1] - 1), at - low
        mean = (1 - part) * self.mean[:, low] + part * self.mean[:, high]
        sd = np.sqrt((1 - part) * self.sd[:, low] ** 2 + part * self.sd[:, high] ** 2)
        centre = float(self.weight @ mean)
        wide = float(np.sqrt(self.weight @ (sd**2 + (mean - centre) ** 2)))
        edges = centre + wide * np.linspace(-5.5, 5.5, points + 1)
        reached = (self.weight[:, None] * ndtr((edges - mean[:, None]) / sd[:, None])).sum(axis=0)
        weight = np.diff(reached)
        places = np.maximum((edges[:-1] + edges[1:]) / 2, self.floor)
        return places, weight / weight.sum()

    def _spread(self) -> tuple[Floats, Floats]:
        """Return mean and standard deviation of the mixture on each day."""
        centre = self.weight @ self.mean
        wide = np.sqrt(self.weight @ (self.sd**2 + (self.mean - centre) ** 2))
        return centre, np.maximum(wide, 1e-9)
