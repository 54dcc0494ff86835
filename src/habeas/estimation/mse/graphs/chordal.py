"""Decomposable graphs: all of them for up to seven lists, each as the cliques that multiply and the separators that divide.

A graph over k lists is decomposable when its lists can be put in an order in which the earlier neighbours of each are all neighbours of each other
(Lauritzen 1996, proposition 2.17). Its likelihood is then the product over lists of that of a list with its earlier neighbours, over that of the
neighbours alone; what is in both cancels, and cliques over separators is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

EXACT_LISTS: Final = 7
"""Up to this many lists every decomposable graph is looked at: 2, 8, 61, 822, 18,154 and 617,675 for 2 to 7 lists."""


@dataclass(frozen=True, slots=True, eq=False)
class Graphs:
    """The decomposable graphs over k lists.

    Graph g has the subsets of lists ``subsets[starts[g]:starts[g + 1]]``, as bit masks, with the powers ``powers`` (cliques 1, separators -1 or less).
    ``edges`` (g,) is a bit mask over pairs in the order (0, 1), (0, 2), (1, 2), (0, 3) ...; the last graph is the complete one.
    """

    k: int
    starts: NDArray[np.int64]
    subsets: NDArray[np.int32]
    powers: NDArray[np.int8]
    edges: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.edges)


@lru_cache(maxsize=8)
def graphs(k: int) -> Graphs:
    """Return every decomposable graph over k lists, 1 to 7. They are made once in a process (seven lists take about a second)."""
    most = 1 << (k * (k - 1) // 2)
    starts, subsets, powers, edges = _every(k, most)
    return Graphs(k, starts, subsets, powers, edges)


def pairs(k: int) -> list[tuple[int, int]]:
    """Return the pairs of lists in the order of the bits of ``Graphs.edges``."""
    return [(a, b) for b in range(1, k) for a in range(b)]


@njit(cache=True, nogil=True)
def _every(
    k: int, most: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int8], NDArray[np.int64]]:  # pragma: no cover - compiled
    room = 1 << 16
    subsets, powers = np.empty(room, np.int32), np.empty(room, np.int8)
    starts, edges = np.empty(1 << 12, np.int64), np.empty(1 << 12, np.int64)
    near, power = np.zeros(k, np.int64), np.zeros(1 << k, np.int64)
    found, used = 0, 0
    for code in range(most):
        near[:] = 0
        at = 0
        for b in range(1, k):
            for a in range(b):
                if code >> at & 1:
                    near[a] |= 1 << b
                    near[b] |= 1 << a
                at += 1
        if not _spelt(near, power):
            continue
        if found + 2 > len(starts):
            starts, edges = np.append(starts, np.empty_like(starts)), np.append(edges, np.empty_like(edges))
        if used + (1 << k) > len(subsets):
            subsets, powers = np.append(subsets, np.empty_like(subsets)), np.append(powers, np.empty_like(powers))
        starts[found], edges[found] = used, code
        for mask in range(1, 1 << k):
            if power[mask] != 0:
                subsets[used], powers[used] = mask, power[mask]
                used += 1
        found += 1
    starts[found] = used
    return starts[: found + 1].copy(), subsets[:used].copy(), powers[:used].copy(), edges[:found].copy()


@njit(cache=True, nogil=True)
def _spelt(near: NDArray[np.int64], power: NDArray[np.int64]) -> bool:  # pragma: no cover - compiled
    """Put the powers of the subsets of a graph into ``power``; False where the graph is not decomposable.

    Lists are taken by how many of their neighbours were taken before (maximum cardinality search, Tarjan & Yannakakis 1984).
    """
    k = len(near)
    power[:] = 0
    done = 0
    for _ in range(k):
        best, most = -1, -1
        for v in range(k):
            if done >> v & 1:
                continue
            known, size = near[v] & done, 0
            while known:
                known &= known - 1
                size += 1
            if size > most:
                best, most = v, size
        before = near[best] & done
        for u in range(k):
            if before >> u & 1 and (before & ~(1 << u)) & ~near[u]:
                return False
        power[before | 1 << best] += 1
        power[before] -= 1
        done |= 1 << best
    return True
