"""Partial pooling: the persons missing per person listed in each stratum, drawn to what the strata have in common as far as they are alike.

With x the persons missing in a stratum and n those listed, θ = log(x / n) of the strata is normal around a common mean μ with standard deviation τ (Rubin 1981;
Gelman et al., Bayesian Data Analysis, ch. 5). What a stratum's own table says enters whole and not as a mean with a standard error: its posterior of θ
over what was believed of θ before, so that nothing believed before is counted once a stratum. μ and τ are gone through on a grid; nothing is sampled until strata are added.

What graphs believe of θ before: under the hyper-Dirichlet law with little weight in each cell the share p of persons on no list has the law
p^(δ-1) (1-p)^(-δ) with a small δ, which for θ = log(p / (1-p)) is nearly (1-p) = n / (n + x). The number of persons says nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import ndtr

from habeas.estimation.distribution import Distribution, Floats

_LOWEST: Final = -9.0
"""Fewer than one missing per 8,000 listed is one bin."""
_BINS: Final = 320
_TAUS: Final = (0.03, 5.0, 36)
_MUS: Final = 96
_NEGLIGIBLE: Final = 1e-7
SCALE: Final = 1.0
"""The scale of the half-Cauchy law of τ before the strata are seen (Gelman 2006): strata whose rates differ by a factor of e are no surprise."""


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What strata say together: ``missing`` (strata, draws) are draws of the persons missing in each, drawn jointly; ``mu`` and ``tau`` the common mean of log(missing / listed) and the spread around it."""

    missing: Floats
    mu: Distribution
    tau: Distribution


def pool(
    totals: Sequence[Distribution],
    listed: Sequence[int],
    *,
    power: float = 1.0,
    draws: int = 4000,
    seed: int = 1,
    scale: float = SCALE,
) -> Learned:
    """Return what two or more strata say together.

    ``totals`` are posteriors of the strata's totals, under a prior of log(missing / listed) that goes with (listed / total)^``power`` and is taken out again (1 for
    graphs, 0 where it was flat); ``listed`` the persons on at least one list in each, all above 0.
    Beyond the largest total that a posterior looked at nothing is possible, as there.
    """
    n = np.asarray(listed, np.float64)
    inside = [_Likelihood.of(one, here, power) for one, here in zip(totals, n, strict=True)]
    top = max(float(np.log(one.edges[-1] / here)) for one, here in zip(inside, n, strict=True))
    theta = np.r_[-np.inf, np.linspace(_LOWEST, max(top, _LOWEST + 1.0), _BINS)]
    edges = np.exp(theta)[None, :] * n[:, None]
    mass = np.array([one.within(ends) for one, ends in zip(inside, edges, strict=True)])
    widths = np.diff(edges, axis=1)
    level = mass / widths
    level /= level.max(axis=1, keepdims=True)
    # First the whole range, then where the common mean can be.
    mu = np.linspace(_LOWEST, theta[-1], _MUS)
    tau = np.geomspace(*_TAUS)
    for _ in range(2):
        kernel = _kernel(theta, mu, tau)
        marginal = level @ kernel.reshape(len(theta) - 1, -1)
        weight = _posterior(marginal, tau, len(mu), scale)
        held = np.flatnonzero(weight.sum(axis=1) > _NEGLIGIBLE)
        step = mu[1] - mu[0]
        found = mu, weight, kernel
        mu = np.linspace(mu[held[0]] - step, mu[held[-1]] + step, _MUS)
    mu, weight, kernel = found
    missing = _drawn(inside, edges, level, (kernel, weight), (draws, seed))
    return Learned(
        missing, Distribution.of_weights(mu, weight.sum(axis=1)), Distribution.of_weights(tau, weight.sum(axis=0))
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Likelihood:
    """A likelihood of the persons missing as steps: between ``edges`` (m + 1,) it is level, and ``below`` (m + 1,) is its integral up to each edge."""

    edges: Floats
    below: Floats

    @classmethod
    def of(cls, total: Distribution, listed: float, power: float) -> _Likelihood:
        """Return the likelihood of a posterior: each point with the prior taken out, standing for the whole numbers up to the next.

        The density of log(missing / listed) is that of the missing times the missing; half a person is added, so that nobody missing is not impossible.
        """
        missing = np.maximum(total.support - listed, 0.0)
        kept, place = np.unique(np.floor(missing), return_inverse=True)
        weight = np.bincount(place, weights=total.weight * total.support**power * (missing + 0.5))
        edges = np.r_[kept, kept[-1] + 1.0]
        if kept[0] > 0:
            edges, weight = np.r_[0.0, edges], np.r_[0.0, weight]
        return cls(edges, np.r_[0.0, np.cumsum(weight)])

    def within(self, ends: Floats) -> Floats:
        """Return the integral between ends (b + 1,), as (b,)."""
        found: Floats = np.diff(np.interp(ends, self.edges, self.below))
        return found

    def at(self, share: Floats, low: Floats, high: Floats) -> Floats:
        """Return the whole numbers of persons at shares of the integral between ``low`` and ``high``."""
        first, last = np.interp(low, self.edges, self.below), np.interp(high, self.edges, self.below)
        found: Floats = np.floor(np.interp(first + share * (last - first), self.below, self.edges))
        below: Floats = np.minimum(found, self.edges[-1] - 1.0)
        return below


def _kernel(theta: Floats, mu: Floats, tau: Floats) -> Floats:
    """Return the probability of each bin of log(missing / listed) under each mean and spread, (bins, means, spreads)."""
    ends = ndtr((theta[:, None, None] - mu[None, :, None]) / tau[None, None, :])
    found: Floats = np.diff(ends, axis=0)
    return found


def _posterior(marginal: Floats, tau: Floats, means: int, scale: float) -> Floats:
    """Return the posterior of mean and spread (means, spreads): flat in the mean, half-Cauchy in the spread."""
    with np.errstate(divide="ignore"):
        logs = np.log(marginal).sum(axis=0).reshape(means, len(tau))
    # The grid of spreads is even in their logarithm: each point stands for a width in proportion to it.
    logs = logs + np.log(tau / (1 + (tau / scale) ** 2))[None, :]
    weight = np.exp(logs - logs.max())
    found: Floats = weight / weight.sum()
    return found


def _drawn(
    inside: Sequence[_Likelihood], edges: Floats, level: Floats, found: tuple[Floats, Floats], times: tuple[int, int]
) -> Floats:
    """Return draws of the persons missing, (strata, draws): first of mean and spread, then of each stratum given them."""
    (kernel, weight), (draws, seed) = found, times
    rng = np.random.default_rng(seed)
    flat = kernel.reshape(kernel.shape[0], -1)
    chosen, seen = np.unique(rng.choice(flat.shape[1], draws, p=weight.ravel()), return_counts=True)
    bins = np.empty((len(inside), draws), np.int64)
    at = 0
    for which, many in zip(chosen, seen, strict=True):
        reached = np.cumsum(level * flat[:, which], axis=1)
        for stratum, row in enumerate(reached):
            bins[stratum, at : at + many] = np.searchsorted(row, rng.random(many) * row[-1], side="right")
        at += many
    bins = np.minimum(bins, kernel.shape[0] - 1)
    share = rng.random(bins.shape)
    return np.array([
        one.at(share[stratum], edges[stratum][bins[stratum]], edges[stratum][bins[stratum] + 1]) for stratum, one in enumerate(inside)
    ])  # fmt: skip
