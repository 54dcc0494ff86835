"""Decomposable graphs over more than seven lists: too many to go through, so several independent chains walk among them.

A step takes a pair of lists and adds or removes their edge where the graph stays decomposable (Giudici & Green 1999; Green & Thomas 2013). Only four
subsets of lists change the likelihood then: with S the common neighbours of a and b, by L(S+ab) L(S) / (L(S+a) L(S+b)). The total is summed out
at every step with the same table of subsets and totals as in the exact case, so a chain moves among graphs alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from habeas.estimation.distribution import Floats
from habeas.estimation.mse.graphs.chordal import pairs
from habeas.estimation.mse.histories import Histories

WALKED_LISTS: Final = 24
"""Up to this many lists are walked among: a place for each subset of them takes 64 MB then."""
_TAIL: Final = 50.0
"""What lies this many logarithms below the best (2e-22 of it) adds nothing that a sum of floats keeps."""


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """What the chains found: the posterior of the totals of each chain (c, t), how often each pair had an edge (c, pairs), and how often each stood at the complete graph (c,)."""

    by_total: Floats
    edges: Floats
    complete: Floats


def walk(
    table: Histories,
    missing: Floats,
    totals: Floats,
    prior: float,
    *,
    steps: int,
    runs: int,
    seed: int,
    progress: Callable[[float], None] | None,
) -> Sampled:
    """Walk ``runs`` chains of ``steps`` steps each; the first fifth of each is not counted. Every second chain starts from a chain of lists, the others without edges."""
    codes = np.array([(a, b) for a, b in pairs(table.k)], np.int64)
    found = []
    for run, source in enumerate(np.random.SeedSequence(seed).spawn(runs)):
        near = _start(table.k, linked=run % 2 == 1)
        # A number of 32 bits for the compiled generator, whose stream is the same everywhere.
        found.append(
            _walk(
                (table.masks, table.counts, table.k),
                missing,
                totals,
                prior,
                codes,
                near,
                steps,
                int(source.generate_state(1)[0]),
            )
        )
        if progress:
            progress((run + 1) / runs)
    by_total, edges, complete = (np.array([one[at] for one in found]) for at in range(3))
    return Sampled(by_total, edges, complete)


def _start(k: int, *, linked: bool) -> NDArray[np.int64]:
    near = np.zeros(k, np.int64)
    if linked:
        for at in range(k - 1):
            near[at] |= 1 << at + 1
            near[at + 1] |= 1 << at
    return near


@njit(cache=True, nogil=True)
def _score(mask, table, prior, missing, row):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # pragma: no cover - compiled
    """Put log L(mask, N) into ``row``: see :mod:`.scores`."""
    masks, counts, k = table
    size, n = 0, counts.sum()
    for at in range(k):
        size += mask >> at & 1
    alpha, whole = prior * 2.0 ** (k - size), prior * 2.0**k
    cells = masks & mask
    order = np.argsort(cells)
    fixed, absent, at = 0.0, 0.0, 0
    while at < len(order):
        cell, held = cells[order[at]], 0.0
        while at < len(order) and cells[order[at]] == cell:
            held += counts[order[at]]
            at += 1
        if cell == 0:
            absent = held
        else:
            fixed += math.lgamma(alpha + held) - math.lgamma(alpha)
    fixed += math.lgamma(whole) - math.lgamma(alpha)
    for t in range(len(missing)):
        row[t] = fixed + math.lgamma(alpha + absent + missing[t]) - math.lgamma(whole + n + missing[t])


@njit(cache=True, nogil=True)
def _parted(near, a, b, common):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # pragma: no cover - compiled
    """Return whether a and b are apart once their common neighbours are taken away."""
    reached, edge = 1 << a, 1 << a
    while edge:
        new = 0
        for v in range(len(near)):
            if edge >> v & 1:
                new |= near[v]
        edge = new & ~reached & ~common
        reached |= edge
        if reached >> b & 1:
            return False
    return True


@njit(cache=True, nogil=True)
def _whole(near, common):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # pragma: no cover - compiled
    """Return whether lists are all neighbours of each other."""
    for v in range(len(near)):  # noqa: SIM110 - compiled code knows no generator
        if common >> v & 1 and common & ~(1 << v) & ~near[v]:
            return False
    return True


@njit(cache=True, nogil=True)
def _row_of(mask, known, rows, table, prior, missing):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0917  # pragma: no cover - compiled
    """Return where the scores of a subset stand in ``rows``, and ``rows``, which may have grown for it."""
    if known[mask] >= 0:
        return known[mask], rows
    at = known[-1]
    if at == len(rows):
        rows = np.concatenate((rows, np.zeros_like(rows)))
    known[mask] = at
    known[-1] += 1
    _score(mask, table, prior, missing, rows[at])
    return at, rows


@njit(cache=True, nogil=True)
def _level(row):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # pragma: no cover - compiled
    """Return the logarithm of the sum over totals."""
    best, summed = row.max(), 0.0
    for value in row:
        if value > best - _TAIL:
            summed += np.exp(value - best)
    return best + np.log(summed)


@njit(cache=True, nogil=True)
def _legal(near, a, b):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # pragma: no cover - compiled
    """Return whether the graph stays decomposable when the edge between a and b is added or removed."""
    common = near[a] & near[b]
    return _whole(near, common) if near[a] >> b & 1 else _parted(near, a, b, common)


@njit(cache=True, nogil=True)
def _propose(near, a, b, known, rows, table, prior, missing, row, new):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0917  # pragma: no cover - compiled
    """Put the scores over totals with the edge between a and b added or removed into ``new``; return ``rows``."""
    common = near[a] & near[b]
    way = -1.0 if near[a] >> b & 1 else 1.0
    new[:] = row
    for which in range(4):
        mask, sign = common, way
        if which == 0:
            mask = common | 1 << a | 1 << b
        elif which > 1:
            mask, sign = common | 1 << (a if which == 2 else b), -way
        at, rows = _row_of(mask, known, rows, table, prior, missing)
        for t in range(len(row)):
            new[t] += sign * rows[at, t]
    return rows


@njit(cache=True, nogil=True)
def _count(by_total, row, level):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # pragma: no cover - compiled
    """Add the posterior of the total under the graph where the chain stands."""
    for t in range(len(row)):
        if row[t] > level - _TAIL:
            by_total[t] += np.exp(row[t] - level)


@njit(cache=True, nogil=True)
def _walk(table, missing, totals, prior, codes, wanted, steps, seed):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0917  # pragma: no cover - compiled
    np.random.seed(seed)  # noqa: NPY002 - compiled code has this generator only
    # Where the row of each subset stands, and last how many rows there are.
    known = np.full((1 << table[2]) + 1, -1, np.int32)
    known[0], known[-1] = 0, 1
    rows, near = np.zeros((256, len(missing))), np.zeros_like(wanted)
    row, new = totals.copy(), np.zeros(len(missing))
    for v in range(len(near)):
        at, rows = _row_of(np.int64(1 << v), known, rows, table, prior, missing)
        row += rows[at]
    level, joined = _level(row), 0
    by_total, edges, complete, kept = np.zeros(len(missing)), np.zeros(len(codes)), 0.0, 0.0
    for step in range(-len(codes), steps):
        # Steps before 0 put in the edges of the start, one after another.
        pick = step + len(codes) if step < 0 else np.random.randint(len(codes))  # noqa: NPY002
        a, b = codes[pick]
        if _legal(near, a, b) and (step >= 0 or wanted[a] >> b & 1):
            rows = _propose(near, a, b, known, rows, table, prior, missing, row, new)
            then = _level(new)
            # The first sixth cools down: a chain that is strict at once can stay in the first valley it falls into.
            heat = max(1.0, 20.0 * (1.0 - step * 6.0 / steps))
            if step < 0 or np.log(np.random.random()) * heat < then - level:  # noqa: NPY002
                level = then
                row[:] = new
                joined += -1 if near[a] >> b & 1 else 1
                near[a] ^= 1 << b
                near[b] ^= 1 << a
        if step * 5 >= steps and step % 5 == 0:
            kept += 1.0
            for p in range(len(codes)):
                edges[p] += near[codes[p, 0]] >> codes[p, 1] & 1
            if joined == len(codes):
                complete += 1.0
            else:
                _count(by_total, row, level)
    return by_total / max(by_total.sum(), 1e-300), edges / kept, complete / kept
