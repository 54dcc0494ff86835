"""Limits of a Poisson mean from the count that was seen, exact, also where count and exposure are themselves in doubt.

Exact limits are Garwood's (1936, Biometrika 28, 437-442): the lower is the mean under which as many or more are seen with probability
``tail``, the upper the mean under which as few or fewer are. They are quantiles of gamma distributions, ``Gamma(d)`` and ``Gamma(d + 1)``.
Where the exposure is a distribution, the same probabilities are averaged over it before the equation is solved, so that with an exposure
that is certain they are Garwood's to the last digit.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammainc, gammaincinv
from scipy.stats import poisson

from habeas.estimation.distribution import Distribution, Floats

MOST_POINTS: Final = 401
"""So many points of a distribution are enough: limits move by parts in ten thousand with more."""


def garwood(count: float, level: float = 0.95) -> tuple[float, float]:
    """Return the exact limits of the mean of a Poisson count; (0, 3.689) for no event at 95 %."""
    tail = (1 - level) / 2
    low = float(gammaincinv(count, tail)) if count > 0 else 0.0
    return low, float(gammaincinv(count + 1, 1 - tail))


def point(value: float) -> Distribution:
    """Return the distribution of a number that is certain."""
    return Distribution(np.array([float(value)]), np.array([1.0]))


def lower(count: Distribution, exposure: Distribution, tail: float) -> float:
    """Return the lower limit of events per exposure where both are distributions; 0 where no event has a probability of ``tail``."""
    if float(count.weight[count.support <= 0].sum()) >= tail:
        return 0.0
    return _root(count, exposure, 0.0, tail)


def upper(count: Distribution, exposure: Distribution, tail: float) -> float | None:
    """Return the upper limit of events per exposure where both are distributions; None where no exposure has a probability of ``tail``."""
    if float(exposure.weight[exposure.support <= 0].sum()) >= tail:
        return None
    return _root(count, exposure, 1.0, 1 - tail)


def _root(count: Distribution, exposure: Distribution, added: float, share: float) -> float:
    """Return the rate at which the gamma distributions of ``count + added``, averaged over both, reach a share."""
    counts, exposures = thinned(count), thinned(exposure)
    shapes = counts.support[:, None] + added
    weights = counts.weight[:, None] * exposures.weight[None, :]
    none = shapes <= 0

    def short(rate: float) -> float:
        reached = np.where(none, 1.0, gammainc(np.where(none, 1.0, shapes), rate * exposures.support[None, :]))
        return float((weights * reached).sum() - share)

    ends = [float(gammaincinv(max(float(shape), 1e-9), share)) for shape in (shapes.min(), shapes.max())]
    some = exposures.support[exposures.support > 0]
    low, high = ends[0] / float(some.max()), ends[1] / float(some.min())
    if high - low <= 1e-12 * high and len(some) == len(exposures.support):
        return high
    while short(high) < 0:
        high *= 2  # some of the weight is on no exposure, so that the rest has to reach the more
    return float(brentq(short, low * 0.999, high * 1.001, xtol=1e-14 * high, rtol=1e-12))


def thinned(one: Distribution, points: int = MOST_POINTS) -> Distribution:
    """Return a distribution of at most so many points, of equal weight at the middles of equal shares."""
    if len(one.support) <= points:
        return one
    shares = (np.arange(points) + 0.5) / points
    places = np.minimum(np.searchsorted(np.cumsum(one.weight), shares), len(one.support) - 1)
    return Distribution(one.support[places], np.full(points, 1 / points))


def curve(count: Distribution, exposure: Distribution, points: int = 101) -> Distribution:
    """Return what is known of events per exposure as points of equal weight: Jeffreys' ``Gamma(d + 1/2)`` over both distributions.

    For a picture: its quantiles lie just inside the exact limits.
    """
    shares = (np.arange(points) + 0.5) / points
    some = exposure.support > 0
    exposure = Distribution.of_weights(exposure.support[some], exposure.weight[some])
    counts, exposures = thinned(count, points), thinned(exposure, points)
    drawn: Floats = gammaincinv(counts.support[:, None] + 0.5, shares[None, :])
    values = drawn[:, :, None] / exposures.support[None, None, :]
    weights = np.broadcast_to(counts.weight[:, None, None] * exposures.weight[None, None, :], values.shape)
    return thinned(Distribution.of_weights(values.ravel(), weights.ravel()), 2001)


def quantile(mean: float, share: float) -> float:
    """Return the quantile of a Poisson count, made continuous by interpolation (Spiegelhalter 2005, appendix A.1.1).

    With r the smallest count whose cumulative probability reaches ``share``: ``r - (P(R <= r) - share) / P(R = r)``. It may lie below 0 by
    less than 1 where 0 alone reaches the share.
    """
    if mean <= 0:
        return 0.0
    r = float(poisson.ppf(share, mean))
    return r - float((poisson.cdf(r, mean) - share) / poisson.pmf(r, mean))
