"""The latent class model with memberships and the missing count integrated out: its density, its gradient, and draws of its prior.

Written from Manrique-Vallier (2016), sections 2 and 3. The classes are the sticks of a truncated Dirichlet process; the concentration is integrated out
too, which leaves the broken sticks, as ``e = -log(1 - v)``, with a multivariate Lomax density. Every ``1 - p`` and ``1 - v`` is kept as a logarithm and
never made by subtraction: a stick that takes all but 1e-300 of the rest is as exact as one that takes half.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from habeas.estimation.distribution import Floats
from habeas.estimation.mse.histories import Histories

FAR: Final = 300.0
"""The logarithm of a stick is kept within plus and minus this: beyond it a class holds less than one person in e^e^300."""


@dataclass(frozen=True, slots=True)
class At:
    """Where P walkers stand in a model of K classes and J lists, and what the model says there.

    ``logits`` (K, P, J) of the probability to be on a list, ``sticks`` (K - 1, P) the logarithm of ``e``. ``fit`` and ``prior`` (P,) are the logarithms of
    the integrated likelihood and of the prior density, followed by their slopes in the shapes of what they are slopes of. ``weights`` and ``none``
    (K, P) are the logarithms of the share of a class and of the probability to be on no list in it; ``listed`` (K, P) is the share of a class among those
    listed, ``unseen`` (P,) the logarithm of the odds of being on no list against being listed.
    """

    logits: Floats
    sticks: Floats
    fit: Floats
    prior: Floats
    fit_by_logit: Floats
    fit_by_stick: Floats
    prior_by_logit: Floats
    prior_by_stick: Floats
    weights: Floats
    none: Floats
    listed: Floats
    unseen: Floats

    def taken(self, order: np.ndarray) -> At:
        """Return the walkers of ``order`` (any number of them)."""
        return self._made(lambda name: _along(getattr(self, name), order))

    def where(self, chosen: np.ndarray, other: At) -> At:
        """Return the walkers of another where ``chosen`` (P,), else these."""

        def pick(name: str) -> Floats:
            here: Floats = getattr(self, name)
            return np.where(chosen[None, :, None] if here.ndim == 3 else chosen, getattr(other, name), here)

        return self._made(pick)

    @staticmethod
    def _made(make: Callable[[str], Floats]) -> At:
        return At(**{one.name: make(one.name) for one in fields(At)})


def _along(values: Floats, order: np.ndarray) -> Floats:
    found: Floats = values[order] if values.ndim == 1 else values[:, order]
    return found


@dataclass(frozen=True, slots=True)
class Model:
    """The histories seen and the prior.

    ``on`` (m, J) tells the lists of each history that occurs, ``counts`` (m,) its persons, ``off`` (i, J) the lists of each history that cannot occur.
    ``shape`` and ``rate`` are those of the gamma prior of the concentration.
    """

    on: Floats
    counts: Floats
    off: Floats
    classes: int
    shape: float
    rate: float

    @classmethod
    def of(cls, table: Histories, classes: int, shape: float = 0.25, rate: float = 0.25) -> Model:
        """Return the model of a table; its cost grows with the histories that occur, never with those that could."""
        gone = np.array(sorted(table.impossible), np.int64)
        off = ((gone[:, None] >> np.arange(table.k)) & 1).astype(np.float64)
        return cls(table.on.astype(np.float64), table.counts.astype(np.float64), off, classes, shape, rate)

    @property
    def n(self) -> float:
        """Return the persons listed."""
        return float(self.counts.sum())

    def drawn(self, walkers: int, rng: np.random.Generator) -> At:
        """Return walkers drawn from the prior, independent of each other."""
        even = rng.random((self.classes, walkers, self.on.shape[1]))
        concentration = np.maximum(rng.gamma(self.shape, 1 / self.rate, walkers), 1e-300)
        sticks = np.log(rng.exponential(size=(self.classes - 1, walkers))) - np.log(concentration)
        return self.at(np.log(even) - np.log1p(-even), np.clip(sticks, -FAR, FAR))

    def at(self, logits: Floats, sticks: Floats) -> At:
        """Return what the model says of walkers, slopes and all."""
        walkers = logits.shape[1]
        far = np.exp(-np.abs(logits))
        near = np.log1p(far)
        p = np.where(logits >= 0, 1.0, far) / (1 + far)
        none = -(np.maximum(logits, 0.0) + near).sum(2)
        e, weights = broken(sticks)
        share, by_class = self._shares(logits, none + weights)
        seen, gone, gone_on = self._seen(logits, none)
        listed = weights + np.log(seen)
        top = listed.max(0)
        u = np.exp(listed - top)
        total = u.sum(0)
        u /= total
        log_listed = np.log(total) + top
        held = by_class.sum(2)
        flat = by_class.reshape(-1, by_class.shape[2])
        missing = self.n * u / seen
        fit_by_logit = (flat @ self.on).reshape(logits.shape) - p * (held + missing * gone)[:, :, None]
        if gone_on is not None:
            fit_by_logit += missing[:, :, None] * gone_on
        by_weight = held - self.n * u
        nobody = none + weights
        high = nobody.max(0)
        return At(
            logits=logits, sticks=sticks, fit=share @ self.counts - self.n * log_listed, prior=self._prior(logits, near, sticks, e),
            fit_by_logit=fit_by_logit, fit_by_stick=_by_stick(e, by_weight, walkers), prior_by_logit=1 - 2 * p,
            prior_by_stick=1 - (self.shape + self.classes - 1) * e / (self.rate + e.sum(0)), weights=weights, none=none, listed=u,
            unseen=np.log(np.exp(nobody - high).sum(0)) + high - log_listed,
        )  # fmt: skip

    def fit(self, logits: Floats, sticks: Floats) -> Floats:
        """Return the logarithm of the integrated likelihood alone, (P,)."""
        none = -np.logaddexp(0.0, logits).sum(2)
        weights = broken(sticks)[1]
        rows = logits.reshape(-1, logits.shape[2]) @ self.on.T
        cells = rows.reshape(*none.shape, -1) + (none + weights)[:, :, None]
        listed = weights + np.log(self._seen(logits, none)[0])
        found: Floats = _summed(cells) @ self.counts - self.n * _summed(listed)
        return found

    def _shares(self, logits: Floats, base: Floats) -> tuple[Floats, Floats]:
        """Return the logarithm of the probability of each history seen (P, m), and its persons by class (K, P, m)."""
        cells = (logits.reshape(-1, logits.shape[2]) @ self.on.T).reshape(*base.shape, -1)
        cells += base[:, :, None]
        top = cells.max(0)
        cells -= top
        np.exp(cells, out=cells)
        total = cells.sum(0)
        cells *= self.counts / total
        return np.log(total) + top, cells

    def _seen(self, logits: Floats, none: Floats) -> tuple[Floats, Floats, Floats | None]:
        """Return by class the probability of a history that can be seen, that of those that cannot, and the latter's by list (None where all can)."""
        gone = np.exp(none)
        seen = -np.expm1(none)
        if not len(self.off):
            return np.maximum(seen, 1e-300), gone, None
        cells = (logits.reshape(-1, logits.shape[2]) @ self.off.T).reshape(*none.shape, -1)
        cells = np.exp(cells + none[:, :, None])
        hidden = cells.sum(2)
        on = (cells.reshape(-1, cells.shape[2]) @ self.off).reshape(logits.shape)
        # The slope of log(seen) is -(sum of f (x - p)) / seen over the histories that are never seen; ``on`` is the sum of f x.
        return np.maximum(seen - hidden, 1e-300), gone + hidden, on

    def _prior(self, logits: Floats, near: Floats, sticks: Floats, e: Floats) -> Floats:
        """Return the logarithm of the prior density, (P,), up to a constant: uniform probabilities, sticks with the concentration integrated out."""
        even = -(np.abs(logits) + 2 * near).sum((0, 2))
        found: Floats = even + sticks.sum(0) - (self.shape + self.classes - 1) * np.log(self.rate + e.sum(0))
        return found


def broken(sticks: Floats) -> tuple[Floats, Floats]:
    """Return ``e`` (K - 1, P) and the logarithms of the shares of the classes (K, P), which sum to 1."""
    e = np.exp(sticks)
    weights = np.zeros((len(e) + 1, e.shape[1]))
    np.cumsum(-e, axis=0, out=weights[1:])
    # log(1 - exp(-e)): the tiny e have no digits left in exp(-e), the large ones none in expm1.
    weights[:-1] += np.where(e < 0.7, np.log(-np.expm1(-np.minimum(e, 1.0))), np.log1p(-np.exp(-np.maximum(e, 0.5))))
    return e, weights


def _by_stick(e: Floats, by_weight: Floats, walkers: int) -> Floats:
    """Return slopes by stick (K - 1, P) from slopes by log share (K, P): a stick takes for its class from all that come after."""
    after = np.zeros((len(by_weight), walkers))
    np.cumsum(by_weight[::-1], axis=0, out=after[::-1])
    capped = np.minimum(e, 600.0)
    # e / (exp(e) - 1) is 1 at 0 and nothing far out; e times the rest of the slopes is nothing where e is too large for a float to matter.
    own = by_weight[:-1] * np.where(e < 600, capped / np.maximum(np.expm1(capped), 1e-300), 0.0)
    found: Floats = own - e * after[1:]
    return found


def _summed(logs: Floats) -> Floats:
    """Return the logarithm of the sum over classes (the first axis)."""
    top = logs.max(0)
    found: Floats = np.log(np.exp(logs - top).sum(0)) + top
    return found
