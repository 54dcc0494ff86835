"""Normal numbers seen as values and within bounds: evidence, corrected values, and what the rest says of each, for many settings at once.

Values are conditioned on exactly. Bounds are truncations, solved by expectation propagation (Minka 2001; in the form of
Rasmussen & Williams 2006, section 3.6): each bound is stood for by a normal value whose mean and variance give the moments of
the truncated number. With values alone the answer is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from habeas.estimation.distribution import Floats
from habeas.estimation.population.reach import Reach
from habeas.estimation.population.truncation import truncated

_ROUNDS = 60
_DAMPING = 0.7
_ENOUGH = 1e-6
_LEAST = 1e-10
_FARTHEST = 1e6
"""So many standard deviations of what was held before, and the rounds have run away."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What was seen of n numbers: ``value`` where ``exact``, elsewhere that it lies between ``low`` and ``high``."""

    value: Floats
    low: Floats
    high: Floats
    exact: NDArray[np.bool_]


def seen_of(reaches: Sequence[Reach]) -> Seen:
    """Return what figures say as arrays."""
    value, low, high = (np.array([getattr(one, name) for one in reaches]) for name in ("value", "low", "high"))
    return Seen(value, low, high, np.array([one.exact for one in reaches], dtype=bool))


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """The answer under each of g settings of n numbers seen.

    ``evidence`` (g,) is the log marginal likelihood; ``value`` and ``noise`` (g, n) the normal values that stand for what was seen
    (the value itself and 0 where it was exact); ``others_mean`` and ``others_variance`` (g, n) what all the other numbers say
    of each; ``rounds`` how often the bounds were gone through, ``settled`` whether they had settled.
    """

    evidence: Floats
    value: Floats
    noise: Floats
    others_mean: Floats
    others_variance: Floats
    rounds: int
    settled: bool


def solve(mean: Floats, covariance: Floats, seen: Seen) -> Solved:
    """Condition numbers of ``mean`` (n,) and ``covariance`` (g, n, n) on what was seen of them.

    The covariance holds all that keeps a figure from the number, its own error included.
    """
    exact, bounded = np.flatnonzero(seen.exact), np.flatnonzero(~seen.exact)
    count, size = covariance.shape[0], covariance.shape[1]
    evidence = np.zeros(count)
    left_mean = np.broadcast_to(mean[bounded], (count, len(bounded)))
    left = covariance[:, bounded[:, None], bounded]
    if len(exact):
        root = np.linalg.cholesky(covariance[:, exact[:, None], exact])
        both = np.concatenate(
            [
                covariance[:, exact[:, None], bounded],
                np.broadcast_to((seen.value - mean)[exact][None, :, None], (count, len(exact), 1)),
            ],
            axis=2,
        )
        solved = np.linalg.solve(root, both)
        across, rest = solved[:, :, :-1], solved[:, :, -1]
        evidence = -0.5 * (rest**2).sum(axis=1) - np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)
        evidence = evidence - 0.5 * len(exact) * np.log(2 * np.pi)
        left_mean = left_mean + np.einsum("gab,ga->gb", across, rest)
        left = left - np.swapaxes(across, 1, 2) @ across
    value = np.tile(np.where(seen.exact, seen.value, mean), (count, 1))
    noise = np.zeros((count, size))
    rounds, settled = 0, True
    if len(bounded):
        sites = _propagate(left_mean, left, seen.low[bounded], seen.high[bounded])
        # A probability is no more than 1, whatever rounds that ran away make of it.
        evidence = evidence + np.minimum(sites.evidence, 0.0)
        value[:, bounded], noise[:, bounded] = sites.value, sites.noise
        rounds, settled = sites.rounds, sites.settled
    others_mean, others_variance = _others(mean, covariance, value, noise)
    if len(bounded):
        others_mean[:, bounded], others_variance[:, bounded] = sites.others_mean, sites.others_variance
    return Solved(evidence, value, noise, others_mean, others_variance, rounds, settled)


def _others(mean: Floats, covariance: Floats, value: Floats, noise: Floats) -> tuple[Floats, Floats]:
    """Return what all others say of each number: the leave-one-out formulas of Rasmussen & Williams (2006, eqs 5.12)."""
    inverse = np.linalg.inv(covariance + noise[:, :, None] * np.eye(covariance.shape[1]))
    diagonal = np.diagonal(inverse, axis1=1, axis2=2)
    rest = np.einsum("gij,gj->gi", inverse, value - mean)
    return value - rest / diagonal, 1 / diagonal - noise


def _propagate(mean: Floats, covariance: Floats, low: Floats, high: Floats) -> Solved:
    """Solve for bounds alone: ``mean`` (g, m), ``covariance`` (g, m, m), bounds (m,)."""
    spread = np.diagonal(covariance, axis1=1, axis2=2)
    start = np.full(mean.shape, 1e-8) / spread
    precision, shift = start, start * mean
    unit = np.eye(mean.shape[1])
    at, settled, rounds = mean, False, 0
    lost = np.zeros(len(mean), dtype=bool)
    for rounds in range(1, _ROUNDS + 1):
        root = np.sqrt(precision)
        inner = unit + root[:, :, None] * covariance * root[:, None, :]
        half = np.linalg.solve(np.linalg.cholesky(inner), root[:, :, None] * covariance)
        after = covariance - np.swapaxes(half, 1, 2) @ half
        now = mean + np.einsum("gij,gj->gi", after, shift - precision * mean)
        own = np.maximum(np.diagonal(after, axis1=1, axis2=2), _LEAST * spread)
        # Under some settings the bounds cannot be met and the rounds run away: such a one is given up, and weighs nothing.
        lost |= ~np.isfinite(now).all(axis=1) | (np.abs(now - mean) > _FARTHEST * np.sqrt(spread)).any(axis=1)
        if lost.any():
            precision, shift = (
                np.where(lost[:, None], one, other) for one, other in ((start, precision), (start * mean, shift))
            )
            now, own = np.where(lost[:, None], mean, now), np.where(lost[:, None], spread, own)
        other_variance = 1 / np.maximum(1 / own - precision, 1e-12 / spread)
        other_mean = other_variance * (now / own - shift)
        log_mass, hat, hat_variance = truncated(other_mean, other_variance, low, high)
        # Where the rest says nothing firm of a number, its bound is left as it stood: no normal value can stand for it.
        firm = (1 / own - precision > 1e-9 / own) & np.isfinite(log_mass)
        wanted = np.where(firm, np.maximum(1 / hat_variance - 1 / other_variance, 1e-10 / spread), precision)
        wanted_shift = np.where(firm, hat / hat_variance - other_mean / other_variance, shift)
        settled = bool(np.max(np.abs(now - at) / np.sqrt(spread)) < _ENOUGH) and rounds > 2
        if settled:
            break
        at = now
        precision = (1 - _DAMPING) * precision + _DAMPING * wanted
        shift = (1 - _DAMPING) * shift + _DAMPING * wanted_shift
    pull = shift - precision * mean
    joint = -0.5 * precision * mean**2 + shift * mean
    evidence = joint.sum(axis=1) + 0.5 * np.einsum("gi,gij,gj->g", pull, after, pull)
    evidence -= 0.5 * np.linalg.slogdet(inner)[1]
    single = -0.5 * precision * other_mean**2 + shift * other_mean - 0.5 * np.log1p(precision * other_variance)
    single += 0.5 * (shift - precision * other_mean) ** 2 / (1 / other_variance + precision)
    evidence += (log_mass - single).sum(axis=1)
    # A setting under which bounds cannot be met at all weighs nothing.
    evidence = np.where(np.isfinite(evidence) & ~lost, evidence, -1e300)
    return Solved(evidence, shift / precision, 1 / precision, other_mean, other_variance, rounds, settled)
