"""Partitions of mentions into persons: the capture table of each, and the partitions at the two ends of what is plausible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from habeas.errors import InputError
from habeas.estimation.mse.histories import Counts, Histories

_DENSE: Final = 14
"""Up to this many lists histories are counted in an array with a place for each."""
_LOOKED_AT: Final = 200
"""Of more partitions than these, so many, evenly spaced, say which pairs of mentions are together how often."""


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """The different capture tables of some partitions: ``times`` (u,) says how many partitions gave each."""

    tables: tuple[Histories, ...]
    times: Counts

    @property
    def listed(self) -> Counts:
        """Return how many persons are on at least one list in each table, (u,)."""
        return np.array([one.n for one in self.tables], np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Mentions:
    """Partitions of the mentions that count: labels (m, n), the list of each mention (n,), and the names of the lists, sorted."""

    labels: NDArray[np.int64]
    list_of: NDArray[np.int64]
    lists: tuple[str, ...]

    @classmethod
    def of(cls, labels: ArrayLike, list_of: ArrayLike, lists: Sequence[str], without: Iterable[str] = ()) -> Mentions:
        """Return partitions without the mentions of some lists. Raises :class:`~habeas.errors.InputError` where shapes or names do not fit."""
        given, of, left_out = np.atleast_2d(np.asarray(labels)), np.asarray(list_of), set(without)
        unknown = sorted(left_out - set(lists))
        if unknown:
            raise InputError("linked.no-such-list", found=unknown, known=list(lists))
        fits = given.ndim == 2 and of.shape == (given.shape[1],) and len(given)
        if not fits or given.dtype.kind not in "iu" or of.dtype.kind not in "iu":
            raise InputError("linked.labels-do-not-fit", found=_shape(given), expected=_shape(of))
        if len(set(lists)) != len(lists) or (len(of) and not 0 <= of.min() <= of.max() < len(lists)):
            raise InputError("linked.lists-do-not-fit", known=list(lists))
        kept = sorted(name for name in lists if name not in left_out)
        place = np.array([kept.index(name) if name in kept else -1 for name in lists], np.int64)[of]
        counts = place >= 0
        return cls(_numbered(given[:, counts]), place[counts], tuple(kept))

    def thinned(self, most: int) -> Mentions:
        """Return at most so many of the partitions, evenly spaced."""
        if len(self.labels) <= most:
            return self
        return Mentions(self.labels[_spread(len(self.labels), most)], self.list_of, self.lists)


def tabulate(labels: ArrayLike, list_of: ArrayLike, lists: Sequence[str], *, without: Iterable[str] = ()) -> Tables:
    """Return the different capture tables of partitions.

    ``labels`` (m, n) says of each of m partitions whose each mention is, by any whole number; ``list_of`` (n,) in which list it stands, as a place in ``lists``. A person who
    is twice on one list is once on it. Mentions of lists in ``without`` are not counted.
    """
    return tables_of(Mentions.of(labels, list_of, lists, without))


def tables_of(mentions: Mentions) -> Tables:
    """Return the different capture tables of partitions, in the order in which they first came."""
    places = [np.flatnonzero(mentions.list_of == at) for at in range(len(mentions.lists))]
    found: dict[bytes, list[Any]] = {}
    masks = np.zeros(mentions.labels.shape[1], np.int64)
    for label in mentions.labels:
        masks[:] = 0
        for at, place in enumerate(places):
            # A person twice on a list gets the same bit twice: the last writing counts, and all are alike.
            masks[label[place]] |= 1 << at
        cells, counts = _counted(masks, len(places))
        key = cells.tobytes() + b"|" + counts.tobytes()
        if key in found:
            found[key][1] += 1
        else:
            found[key] = [Histories.of_masks(cells, counts, mentions.lists), 1]
    return Tables(
        tuple(table for table, _ in found.values()), np.array([times for _, times in found.values()], np.int64)
    )


def joined(labels: ArrayLike, share: float) -> NDArray[np.int64]:
    """Return the partition (n,) that joins all mentions which are together in at least a share of partitions (m, n), and whoever that chains."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    given = np.atleast_2d(np.asarray(labels))
    looked = given[_spread(len(given), min(len(given), _LOOKED_AT))]
    n = given.shape[1]
    keys, times = np.unique(
        np.concatenate([_pairs(one) for one in looked]) if n else np.empty(0, np.int64), return_counts=True
    )
    kept = keys[times >= share * len(looked) - 1e-9]
    graph = coo_array((np.ones(len(kept), np.int8), (kept // max(n, 1), kept % max(n, 1))), shape=(n, n))
    found: NDArray[np.int64] = connected_components(graph, directed=False)[1].astype(np.int64)
    return found


def _pairs(label: NDArray[Any]) -> NDArray[np.int64]:
    """Return all pairs of mentions of one person in a partition, each as one number."""
    order = np.argsort(label, kind="stable")
    ordered, n = label[order], len(label)
    found, lag = [np.empty(0, np.int64)], 1
    while lag < n:
        alike = ordered[lag:] == ordered[:-lag]
        if not alike.any():
            break
        found.append(order[:-lag][alike] * n + order[lag:][alike])
        lag += 1
    return np.concatenate(found)


def _counted(masks: Counts, k: int) -> tuple[Counts, Counts]:
    """Return the histories that occur and how many persons have each; 0, that of nobody, is left out."""
    if k <= _DENSE:
        cells = np.bincount(masks, minlength=1 << k)
        cells[0] = 0
        held = np.flatnonzero(cells)
        return held, cells[held]
    held, counts = np.unique(masks[masks != 0], return_counts=True)
    return held, counts


def _numbered(labels: NDArray[Any]) -> NDArray[np.int64]:
    """Return labels as whole numbers below the number of mentions: as they are where they are so already, else numbered anew in each partition."""
    n = labels.shape[1]
    whole = labels.astype(np.int64)
    if whole.size and whole.min() >= 0 and whole.max() < n:
        return whole
    numbered = [np.unique(one, return_inverse=True)[1] for one in whole]
    return np.array(numbered, np.int64).reshape(whole.shape)


def _spread(of: int, most: int) -> NDArray[np.int64]:
    """Return ``most`` places of ``of``, evenly spaced."""
    found: NDArray[np.int64] = np.linspace(0, of - 1, most).astype(np.int64)
    return found


def _shape(values: NDArray[Any]) -> str:
    return " × ".join(str(one) for one in values.shape) or "–"
