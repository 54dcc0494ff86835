"""Worlds with a known total, fitted to the lists at hand: independent lists, lists that depend two by two, and persons some of whom are hard to reach.

A world says how likely each history is; tables are drawn from it, and an estimator is tried on them. None of these worlds is the real one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from habeas.errors import InputError
from habeas.estimation.distribution import Floats
from habeas.estimation.mse.histories import Histories

Design = Literal["independent", "pairwise", "hard-to-reach"]
PAIR_LISTS: Final = 10
"""Up to this many lists the world of pairs is fitted, cell by cell."""
SHRINK: Final = 1.0
"""Standard deviation that the interactions of two lists are drawn to zero with, so that empty cells leave them finite."""
HARD: Final = (0.5, 0.2)
"""The share of persons who are hard to reach, and the odds of being on any list that they have, over those of the others."""


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """A total, and either how likely each history is, (2**k,), or classes of persons: their shares (c,) and chances of being on each list (c, k)."""

    lists: tuple[str, ...]
    total: int
    cells: Floats | None = None
    shares: Floats | None = None
    chances: Floats | None = None

    def draw(self, rng: np.random.Generator) -> Histories:
        """Return the table of those listed, of one world drawn at random."""
        if self.cells is not None:
            return Histories.of_dense(rng.multinomial(self.total, self.cells), self.lists)
        assert self.shares is not None  # noqa: S101 - a world has cells or classes
        assert self.chances is not None  # noqa: S101
        of = np.repeat(np.arange(len(self.shares)), rng.multinomial(self.total, self.shares))
        masks = np.zeros(self.total, np.int64)
        for at in range(len(self.lists)):
            masks |= (rng.random(self.total) < self.chances[of, at]).astype(np.int64) << at
        return Histories.of_masks(masks, np.ones(self.total, np.int64), self.lists)

    @classmethod
    def of_classes(cls, total: int, shares: ArrayLike, chances: ArrayLike, lists: tuple[str, ...]) -> World:
        """Return a world of classes within which lists are independent."""
        return cls(lists, total, shares=np.asarray(shares, np.float64), chances=np.atleast_2d(np.asarray(chances, np.float64)))  # fmt: skip


def fitted(table: Histories, design: Design) -> World | None:
    """Return the world of a design with the table's own list sizes and number listed; None where no such world has a total.

    Raises :class:`~habeas.errors.InputError` for fewer than two lists with persons.
    """
    if table.k < 2 or not table.sizes.all():
        raise InputError("calibration.lists")
    ordered = table.canonical()
    return {"independent": independent, "pairwise": pairwise, "hard-to-reach": classes}[design](ordered)


def independent(table: Histories) -> World | None:
    """Return the world in which lists are independent: the total at which as many are listed as are, 1 - n/N = Π (1 - n_j/N) (Darroch 1958)."""
    return _mixture(table, np.ones(1), np.ones(1))


def classes(table: Histories, share: float = HARD[0], odds: float = HARD[1]) -> World | None:
    """Return the world in which a share of persons has so many times the odds of being on each list, with the sizes of the lists and the number listed.

    Lists then depend on each other though within each class they do not: who is on one is rather one of those easily reached. Sizes and number listed
    say nothing of the share and the odds, which is the point: they are an alternative that the table cannot rule out by them.
    """
    return _mixture(table, np.array([1 - share, share]), np.array([1.0, odds]))


def pairwise(table: Histories) -> World | None:
    """Return the world of the log-linear model with every interaction of two lists, each drawn to zero by a normal of standard deviation 1.

    None above ten lists, where the model is not fitted.
    """
    if table.k > PAIR_LISTS:
        return None
    counts = table.dense()[1:].astype(np.float64)
    on = ((np.arange(1 << table.k)[:, None] >> np.arange(table.k)) & 1).astype(np.float64)
    both = np.stack([on[:, i] * on[:, j] for i, j in combinations(range(table.k), 2)], axis=1)
    design = np.hstack([np.ones((len(on), 1)), on, both])
    penalty = np.r_[np.full(1 + table.k, 1e-8), np.full(both.shape[1], SHRINK**-2)]
    fit = np.exp(design @ _poisson(design[1:], counts, penalty))
    # What is seen of the listed is kept; only the persons on no list are the model's.
    fit[1:] *= counts.sum() / fit[1:].sum()
    return World(table.lists, round(fit.sum()), cells=fit / fit.sum()) if np.isfinite(fit).all() else None


def _poisson(design: Floats, counts: Floats, penalty: Floats) -> Floats:
    """Return the coefficients that maximise the penalised Poisson likelihood, by Newton's steps, halved while they do not improve."""

    def value(at: Floats) -> float:
        linear = np.minimum(design @ at, 50.0)
        return float(counts @ linear - np.exp(linear).sum() - 0.5 * penalty @ at**2)

    found = np.zeros(design.shape[1])
    found[0] = np.log(counts.mean())
    best = value(found)
    for _ in range(100):
        fit = np.exp(np.minimum(design @ found, 50.0))
        slope = design.T @ (counts - fit) - penalty * found
        step = np.linalg.solve(design.T @ (fit[:, None] * design) + np.diag(penalty), slope)
        size = 1.0
        while size > 1e-6 and value(found + size * step) < best:
            size /= 2
        found = found + size * step
        now = value(found)
        if abs(now - best) < 1e-9 * (1 + abs(best)):
            break
        best = now
    return found


def _mixture(table: Histories, shares: Floats, odds: Floats) -> World | None:
    """Return the world of classes with the sizes of the lists, at the total where as many are listed as are; None where nobody is on two lists."""
    sizes, listed = table.sizes.astype(np.float64), float(table.n)
    if sizes.sum() <= listed:
        return None
    least = max(listed, float(sizes.max())) + 1e-6

    def more(total: float) -> float:
        chances = _chances(sizes / total, shares, odds)
        return total * (1 - float(shares @ np.prod(1 - chances, axis=1))) - listed

    if more(least) >= 0:
        return World.of_classes(round(least), shares, _chances(sizes / least, shares, odds), table.lists)
    most = least
    while more(most) < 0:
        most *= 2
        if most > 1e12:
            return None
    total = brentq(more, least, most, xtol=0.1)
    return World.of_classes(round(total), shares, _chances(sizes / total, shares, odds), table.lists)


def _chances(inclusion: Floats, shares: Floats, odds: Floats) -> Floats:
    """Return each class's chance of being on each list, (c, k), whose mean is the inclusion (k,): halving on the odds of the first class."""
    low, high = np.full(len(inclusion), -60.0), np.full(len(inclusion), 60.0)

    def at(logit: Floats) -> Floats:
        return 1 / (1 + np.exp(-(logit + np.log(odds)[:, None])))

    for _ in range(80):
        middle = (low + high) / 2
        small = shares @ at(middle) < inclusion
        low, high = np.where(small, middle, low), np.where(small, high, middle)
    found: Floats = at((low + high) / 2)
    return found
