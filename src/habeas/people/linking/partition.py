"""Partitions: which mentions are one person, from the weights of pairs, what people decided, and what cannot be.

Groups are joined nearest first by the *mean* weight of all pairs between them (average linkage), so that no chain of doubtful pairs makes one person
of strangers: that B is like A and C like B is no reason by itself that C is A. A pair that was never a candidate counts against the
joining of its groups. Average linkage is reducible (Bruynooghe 1978), so joining all groups that are each other's nearest at once gives the same result as one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
MISSING: Final = -6.0
"""The weight of a pair that no rule found or whose weight was too small to keep."""
MOST: Final = 12.0
"""Weights beyond this say no more: the model was never tested there."""
NEVER: Final = -1e6
"""The weight of two mentions of which a person said, or of which it is impossible otherwise, that they are two."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Weighed pairs of mentions: ``left`` < ``right``, ``weight`` in ln odds."""

    left: Ints
    right: Ints
    weight: Floats


@dataclass(frozen=True, slots=True)
class Partition:
    """Which mentions are together.

    ``label`` gives each mention its group: the number of the group's first mention. ``weakest`` is, for each mention, the mean weight at the weakest joining
    that made its group, infinite for a mention that stands alone or that only people joined; ``joinings`` are the weights of all joinings by the group's label.
    """

    label: Ints
    weakest: Floats
    joined: Ints
    joinings: Floats

    @property
    def count(self) -> int:
        """How many groups there are."""
        return int((self.label == np.arange(len(self.label))).sum())

    @property
    def wrong(self) -> Floats:
        """The chance of each joining to be false, where weights are calibrated ln odds."""
        return np.asarray(1.0 / (1.0 + np.exp(np.minimum(self.joinings, 40.0))))


def join(n: int, edges: Edges, threshold: float, *, together: Any | None = None) -> Partition:
    """Join ``n`` mentions while the mean weight between two groups is above ``threshold``.

    ``together`` are labels of what people joined already; they are never taken apart here, and pairs weighing :data:`NEVER` keep groups apart for good.
    """
    label = np.arange(n, dtype=np.int64) if together is None else first_of(np.asarray(together, dtype=np.int64))
    size = np.bincount(label, minlength=n).astype(float)
    a, b, total, count = _gather(
        label, edges.left, edges.right, np.minimum(edges.weight, MOST), np.ones(len(edges.left)), n
    )
    weakest = np.full(n, np.inf)
    labels: list[Longs] = []
    scores: list[Floats] = []
    while len(a):
        pairs = size[a] * size[b]
        mean = (total + MISSING * (pairs - count)) / pairs
        one, two, at = _nearest(a, b, mean, threshold, n)
        if not len(one):
            break
        parent = np.arange(n)
        parent[two] = one
        size[one] += size[two]
        weakest[one] = np.minimum(np.minimum(weakest[one], weakest[two]), at)
        label = parent[label]
        labels.append(one)
        scores.append(at)
        a, b, total, count = _gather(parent, a, b, total, count, n)
    where = np.concatenate(labels) if labels else np.empty(0, np.int64)
    return Partition(
        label=label.astype(np.int32),
        weakest=weakest[label],
        joined=label[where].astype(np.int32),
        joinings=np.concatenate(scores) if scores else np.empty(0),
    )


def _gather(  # noqa: PLR0917 - the columns of one table
    parent: Any, left: Any, right: Any, total: Any, count: Any, n: int
) -> tuple[Longs, Longs, Floats, Floats]:
    """Return the pairs of groups after a joining, with the sums of weights and the numbers of pairs between them."""
    a, b = parent[left], parent[right]
    apart = a != b
    a, b = np.minimum(a, b)[apart], np.maximum(a, b)[apart]
    keys, place = np.unique(a.astype(np.int64) * n + b, return_inverse=True)
    sums = np.bincount(place, weights=total[apart], minlength=len(keys))
    counts = np.bincount(place, weights=count[apart], minlength=len(keys))
    return keys // n, keys % n, sums.astype(float), counts.astype(float)


def _nearest(a: Longs, b: Longs, mean: Floats, threshold: float, n: int) -> tuple[Longs, Longs, Floats]:
    """Return the pairs of groups that are each other's nearest, above the threshold; of equals, the first in order of mentions."""
    above = mean > threshold
    a, b, mean = a[above], b[above], mean[above]
    order = np.lexsort((b, a, -mean))
    a, b, mean = a[order], b[order], mean[order]
    best = np.full(n, len(a), dtype=np.int64)
    places = np.arange(len(a))
    np.minimum.at(best, a, places)
    np.minimum.at(best, b, places)
    mutual = (best[a] == places) & (best[b] == places)
    return a[mutual], b[mutual], mean[mutual]


def first_of(label: Any) -> Longs:
    """Return labels renamed to the first mention of each group."""
    _, place = np.unique(label, return_inverse=True)
    first = np.full(place.max() + 1 if len(place) else 0, len(place), dtype=np.int64)
    np.minimum.at(first, place, np.arange(len(place)))
    return np.asarray(first[place])


def components(n: int, left: Any, right: Any) -> Longs:
    """Return for each of ``n`` mentions the first mention that a chain of pairs leads to."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(left), np.int8), (left, right)), shape=(n, n))
    return first_of(connected_components(graph, directed=False)[1])
