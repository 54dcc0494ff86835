"""Draws: partitions sampled for estimates, with everything in them that is uncertain.

A partition made from match probabilities alone is confidently wrong: shared error and missed candidates dominate. So each draw first draws the model: how far
its weights are off as a whole and for each two lists (learned from made-up lists with known truth), and the rates of agreement (Dirichlet); then a
partition by Gibbs sampling of one mention after the other inside the components of plausible pairs; then how many matches no rule found.

Given all others, a mention joins a person with odds of exp(mean weight of its pairs with the person's mentions) against standing alone: as in the estimation partition,
evidence that all pairs of a person share counts once and not once a pair. These conditionals make a chain (a dependency network: Heckerman et al. 2000,
JMLR 1, 49-75), whose draws are held against made-up lists with known truth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from numba import njit

from habeas.people.linking.partition import MISSING, MOST, NEVER, Edges, first_of

PLAUSIBLE: Final = -5.0
"""Pairs with less weight than this are not drawn."""
_SWEEPS: Final = 6
_TRIES: Final = 8


Barred = Callable[[Any], tuple[Any, Any]]


@njit(cache=True, nogil=True)
def _gather(  # noqa: PLR0917 - compiled
    others: Any, weights: Any, label: Any, sums: Any, counts: Any, near: Any
) -> int:
    """Add up the pairs of a mention by the group of the other: ``sums`` and ``counts`` by group, ``near`` the groups; return how many there are."""
    found = 0
    for e in range(len(others)):
        g = label[others[e]]
        if counts[g] == 0:
            near[found] = g
            found += 1
        sums[g] += weights[e]
        counts[g] += 1
    return found


@njit(cache=True, nogil=True)
def _choose(near: Any, sums: Any, counts: Any, size: Any, gain: Any) -> int:
    """Return the place in ``near`` of the group that a mention joins, or how many there are where it stands alone."""
    found, top = len(near), 0.0
    gain[found] = 0.0
    for f in range(found):
        g = near[f]
        gain[f] = (sums[g] + MISSING * (size[g] - counts[g])) / size[g] if size[g] else -np.inf
        top = max(top, gain[f])
    at = np.random.random() * np.exp(gain[: found + 1] - top).sum()  # noqa: NPY002 - compiled
    for f in range(found):
        at -= np.exp(gain[f] - top)
        if at <= 0.0:
            return f
    return found


@njit(cache=True, nogil=True)
def _sweep(order: Any, bounds: Any, others: Any, weights: Any, label: Any, seed: int) -> None:  # noqa: PLR0917 - compiled
    """Sample the group of each mention given the others, :data:`_SWEEPS` times over; ``label`` is changed in place.

    ``others`` and ``weights`` from ``bounds[i]`` to ``bounds[i + 1]`` are the pairs of mention i.
    """
    np.random.seed(seed)  # noqa: NPY002 - compiled code has its own generator, seeded here
    n = len(label)
    size = np.bincount(label, minlength=n)
    sums, counts, near, gain = np.zeros(n), np.zeros(n, np.int64), np.empty(n, np.int64), np.empty(n + 1)
    spare = np.flatnonzero(size == 0)
    spares = len(spare)
    spare = np.append(spare, np.empty(n - spares, np.int64))
    for _ in range(_SWEEPS):
        for i in order:
            one, last = bounds[i], bounds[i + 1]
            found = _gather(others[one:last], weights[one:last], label, sums, counts, near)
            home = label[i]
            size[home] -= 1
            if size[home] == 0:
                spare[spares] = home
                spares += 1
            chosen = _choose(near[:found], sums, counts, size, gain)
            if chosen == found:
                spares -= 1
                label[i] = spare[spares]
            else:
                label[i] = near[chosen]
            size[label[i]] += 1
            for f in range(found):
                sums[near[f]] = 0.0
                counts[near[f]] = 0


@dataclass(frozen=True, slots=True)
class Uncertain:
    """What is drawn beside the partition.

    ``spread`` and ``list_spread`` are standard deviations in ln odds, ``found`` are the parameters of a beta
    distribution of the share of matches that the rules of blocking find.
    """

    slope: float
    shift: float
    spread: float
    list_spread: float
    found: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Field:
    """Plausible pairs as a graph: the pairs of mention i lie from ``bounds[i]`` to ``bounds[i + 1]``; ``edge`` says which pair each is."""

    order: npt.NDArray[np.int64]
    bounds: npt.NDArray[np.int64]
    other: npt.NDArray[np.int64]
    edge: npt.NDArray[np.int64]

    @classmethod
    def of(cls, n: int, edges: Edges) -> Field:
        """Lay out the plausible pairs of ``n`` mentions."""
        both = np.concatenate([edges.left, edges.right]).astype(np.int64)
        other = np.concatenate([edges.right, edges.left]).astype(np.int64)
        edge = np.tile(np.arange(len(edges.left)), 2)
        by = np.argsort(both, kind="stable")
        return cls(np.unique(both), np.searchsorted(both[by], np.arange(n + 1)), other[by], edge[by])


def draw(
    n: int, edges: Edges, start: Any, uncertain: Uncertain, *,
    kinds: Any, lists: Any, wobble: Any, decided: Any, barred: Barred, matches: float, draws: int, seed: int,
) -> npt.NDArray[np.int32]:  # fmt: skip
    """Return ``draws`` partitions as labels (draws, n), each label the first mention of its person.

    ``edges`` are plausible pairs, ``start`` the labels to begin from, ``kinds`` the pair of lists of each pair. ``wobble(rng)`` returns what drawn rates
    of agreement change in the weight of each pair. ``decided`` marks pairs that people decided or that cannot be: they are never drawn otherwise.
    ``barred(label)`` returns the pairs inside of groups that cannot be one person, weighed or not; ``start`` has none. ``matches`` is how many pairs are
    expected to be one person.
    """
    rng = np.random.default_rng(seed)
    field = Field.of(n, edges)
    weight = np.clip(edges.weight, None, MOST)
    result = np.empty((draws, n), np.int32)
    for d in range(draws):
        effects = rng.normal(0.0, uncertain.list_spread, int(kinds.max()) + 1 if len(kinds) else 1)
        drawn = uncertain.slope * weight + rng.normal(uncertain.shift, uncertain.spread) + effects[kinds] + wobble(rng)
        drawn = np.where(decided, np.where(edges.weight > 0, -NEVER, NEVER), drawn)
        label = np.asarray(start, dtype=np.int64).copy()
        _sweep(field.order, field.bounds, field.other, drawn[field.edge], label, int(rng.integers(2**31)))
        label = _possible(label, start, barred)
        share = float(rng.beta(*uncertain.found))
        lost = int(rng.poisson(_alone(label) * matches * (1.0 - share) / max(share, 0.05)))
        result[d] = first_of(_possible(_with_lost(label, lists, lost, rng), label, barred))
    return result


def _possible(label: Any, before: Any, barred: Barred) -> Any:
    """Return labels with each group that cannot be one person parted as it was ``before``, where it could."""
    left, _ = barred(label)
    if not len(left):
        return label
    wrong = np.isin(label, label[left])
    return first_of(
        np.asarray(label, np.int64) * (len(label) + 1) + np.where(wrong, np.asarray(before, np.int64) + 1, 0)
    )


def _alone(label: Any) -> float:
    """Return which share of all pairs of mentions of one person are pairs of a person with two mentions.

    A missed match joins two persons only where nothing else does: of a person with three mentions two links are enough.
    """
    sizes = np.bincount(label)
    pairs = float((sizes * (sizes - 1) / 2).sum())
    return float((sizes == 2).sum()) / pairs if pairs else 0.0


def _with_lost(label: Any, lists: Any, lost: int, rng: np.random.Generator) -> npt.NDArray[np.int32]:
    """Join as many persons of different lists as there are matches that no rule found; which they are nobody knows, so they are drawn."""
    if lost:
        parent = np.arange(len(label))
        for _ in range(lost):
            for _ in range(_TRIES):
                i, j = rng.integers(0, len(label), 2)
                a, b = _root(parent, int(label[i])), _root(parent, int(label[j]))
                if a != b and lists[i] != lists[j]:
                    parent[max(a, b)] = min(a, b)
                    break
        while (parent[parent] != parent).any():
            parent = parent[parent]
        label = parent[label]
    return first_of(label).astype(np.int32)


def _root(parent: Any, of: int) -> int:
    while parent[of] != of:
        of = int(parent[of])
    return of
