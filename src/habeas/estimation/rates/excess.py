"""Deaths beyond those expected: what a place or a country had before, carried on, against what was counted since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammainc, gammaincinv
from scipy.stats import chi2, poisson

from habeas.errors import InputError
from habeas.estimation.distribution import Distribution
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.rates.periods import Figure
from habeas.estimation.rates.poisson import point, thinned


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """Deaths expected in a period: their distribution, and how much the earlier periods varied beyond chance (1 is chance alone)."""

    distribution: Distribution
    dispersion: float
    periods: int
    deaths: int


def expected_from(
    deaths: Sequence[Figure], person_years: Sequence[Figure], for_years: float, *, points: int = 401
) -> Expected:
    """Return the deaths expected in ``for_years`` person-years at the rate of earlier periods (exact counts, the same periods on both sides).

    The rate has the gamma distribution of Jeffreys' prior. Where the periods vary more than chance would have it (Pearson's chi-square over its degrees
    of freedom), the variance of the rate is multiplied by as much, and what a single further period would vary by beyond chance is added
    (quasi-Poisson; McCullagh and Nelder 1989), averaged over what so few periods leave open of that factor. Raises :class:`~habeas.errors.InputError` where no period has both numbers.
    """
    exposures = {one.days: one.low for one in person_years}
    pairs = [(one.low, exposures[one.days]) for one in deaths if exposures.get(one.days, 0) > 0]
    if not pairs:
        raise InputError("rates.no-earlier")
    counts, years = (np.array(side, np.float64) for side in zip(*pairs, strict=True))
    rate = counts.sum() / years.sum()
    free = len(pairs) - 1
    dispersion = (
        max(1.0, float((((counts - rate * years) ** 2) / (rate * years)).sum() / free)) if free and rate > 0 else 1.0
    )
    shape = float(counts.sum()) + 0.5
    mean = shape / float(years.sum()) * for_years
    # How much periods vary is itself read from a few of them: as X2 / chi2, never below chance alone.
    spread = (
        np.maximum(free * dispersion / chi2.ppf((np.arange(15) + 0.5) / 15, free), 1.0)
        if dispersion > 1
        else np.ones(1)
    )
    variance = spread * mean**2 / shape + (spread - 1) * mean
    shares = (np.arange(points) + 0.5) / points
    drawn = gammaincinv((mean**2 / variance)[:, None], shares[None, :]) * (variance / mean)[:, None]
    known = Distribution.of_weights(drawn.ravel(), np.ones(drawn.size))
    return Expected(thinned(known), dispersion, len(pairs), round(float(counts.sum())))


def excess(
    observed: int | tuple[int, int | None],
    expected: Expected | Distribution | float,
    *,
    level: float = 0.95,
    **settings: Any,
) -> Estimate:
    """Return observed minus expected deaths with exact limits: those of the observed count's mean, averaged over the expected.

    ``observed`` may be bounds; at least so many leaves the excess without an upper limit. Below 0 are fewer deaths than expected. The diagnostics hold
    the probability of so many deaths or more if nothing had changed.
    """
    low, high = observed if isinstance(observed, tuple) else (observed, observed)
    if low < 0:
        raise InputError("rates.below-0", name="deaths", found=low)
    known = expected.distribution if isinstance(expected, Expected) else expected
    around = thinned(known if isinstance(known, Distribution) else point(known))
    tail = (1 - level) / 2
    reasons = [] if high is not None else [Reason("rates.at-least", "warn", {"found": low})]
    if isinstance(expected, Expected):
        if expected.dispersion > 1.5:
            reasons.append(Reason("rates.earlier-varied", "warn", {"times": round(expected.dispersion, 1)}))
        if expected.periods < 3:
            reasons.append(Reason("rates.few-earlier", "warn", {"n": expected.periods}))
    middle = around.mean
    return Estimate(
        method="excess", quantity="excess", level=level, assumption="rates.assume-excess",
        point=(low if high is None else (low + high) / 2) - middle,
        low=_limit(low, around, tail), high=None if high is None else _limit(high + 1, around, 1 - tail),
        diagnostics={
            "observed": [low, high], "expected": round(middle, 3), "expected_interval": [around.quantile(tail), around.quantile(1 - tail)],
            "so_many_or_more": float(around.weight @ poisson.sf(low - 1, around.support)),
        },
        settings=settings,
    ).with_reasons(*reasons)  # fmt: skip


def _limit(shape: float, around: Distribution, share: float) -> float:
    """Return x with P(Gamma(shape) - E <= x) = share over the expected E; ``Gamma(0)`` is nought."""

    def short(x: float) -> float:
        at = np.maximum(x + around.support, 0.0)
        reached = gammainc(shape, at) if shape > 0 else (x + around.support >= 0).astype(np.float64)
        return float(around.weight @ reached) - share

    if shape <= 0:
        return -around.quantile(1 - share)
    least = -float(around.support.max())
    most = float(gammaincinv(shape, max(share, 1 - share))) * 1.01 + 1
    return float(brentq(short, least - 1e-9, most, xtol=1e-10))
