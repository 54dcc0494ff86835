"""What a table says of graphs and totals: one table of log likelihoods over subsets of lists and candidate totals serves every graph.

Under the hyper-Dirichlet law with ``prior`` per cell (Dawid & Lauritzen 1993), the counts of a margin over the lists s have the likelihood

    L(s, N) = Γ(A) / Γ(A + N) · Π over cells c of the margin  Γ(a_s + n_c) / Γ(a_s),    a_s = prior · 2^(k - |s|),  A = prior · 2^k

and a decomposable graph that of its cliques over that of its separators (Madigan & York 1997, section 3). Only the cell of a margin in which nobody is
on any of its lists depends on the number missing: it holds the listed who are on none of s, and all who are missing.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.special import gammaln

from habeas.estimation.distribution import Floats
from habeas.estimation.mse.graphs.chordal import Graphs
from habeas.estimation.mse.histories import Histories

_NEGLIGIBLE = 45.0
"""A graph whose whole posterior lies this many logarithms below the best (3e-20 of it) is left out of sums over totals."""
_STRIDE = 16


def subset_scores(table: Histories, missing: Floats, prior: float, masks: NDArray[np.int64]) -> Floats:
    """Return log L(s, N) for the subsets of lists ``masks`` (s,) and the candidate missing counts (t,), as (s, t); the empty subset is 0."""
    whole = prior * 2.0**table.k
    total = gammaln(whole) - gammaln(whole + table.n + missing)
    found = np.zeros((len(masks), len(missing)))
    for at, mask in enumerate(masks):
        if mask == 0:
            continue
        alpha = prior * 2.0 ** (table.k - int(mask).bit_count())
        cells, place = np.unique(table.masks & mask, return_inverse=True)
        counts = np.bincount(place, weights=table.counts, minlength=len(cells))
        absent = float(counts[0]) if cells[0] == 0 else 0.0
        seen = counts[1:] if cells[0] == 0 else counts
        fixed = float((gammaln(alpha + seen) - gammaln(alpha)).sum())
        found[at] = fixed + total + gammaln(alpha + absent + missing) - gammaln(alpha)
    return found


def total_scores(table: Histories, missing: Floats, prior_power: float = 1.0) -> Floats:
    """Return what goes with a total whatever the graph (t,): the ways to choose the missing, and the prior of the total, N^-prior_power."""
    total = table.n + missing
    found: Floats = gammaln(total + 1) - gammaln(missing + 1) - gammaln(table.n + 1) - prior_power * np.log(total)
    return found


def sum_over(every: Graphs, scores: Floats, totals: Floats) -> tuple[Floats, Floats]:
    """Return, up to one constant, the log posterior of each total over all graphs but the complete one (t,), and of each graph over all totals (g,).

    ``scores`` (2**k, t) and ``totals`` (t,). Graphs are gone through one after another; nothing of the size of graphs times totals is kept.
    """
    coarse = np.unique(np.r_[np.arange(0, len(totals), _STRIDE), len(totals) - 1])
    if len(every) * len(totals) < 5_000_000:
        kept = np.arange(len(every))
        peak = np.full(len(every), -np.inf)
    else:
        peak = _peaks(
            every.starts, every.subsets, every.powers, scores, np.ascontiguousarray(scores[:, coarse]), totals, coarse
        )
        # Held against the best of those that count: the complete graph, the last, is kept whatever it is worth.
        worth = peak > peak[:-1].max() - _NEGLIGIBLE - np.log(len(totals))
        worth[-1] = True
        kept = np.flatnonzero(worth)
    by_total, by_graph = _summed(every.starts, every.subsets, every.powers, scores, totals, kept, len(every) - 1)
    graphs = peak.copy()  # of graphs left out the peak stands for the whole: both are nothing
    graphs[kept] = by_graph
    return by_total, graphs


@njit(cache=True, nogil=True)
def _peaks(starts, subsets, powers, scores, thin, totals, coarse):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0917  # pragma: no cover - compiled
    """Return the largest score of each graph over totals: looked for on every sixteenth, then around the best of these."""
    peaks = np.empty(len(starts) - 1)
    row = np.empty(len(coarse))
    base = totals[coarse]
    for g in range(len(starts) - 1):
        row[:] = base
        for e in range(starts[g], starts[g + 1]):
            power = powers[e]
            line = thin[subsets[e]]
            for t in range(len(row)):
                row[t] += power * line[t]
        best = np.argmax(row)
        peak = row[best]
        for t in range(coarse[max(best - 1, 0)], coarse[min(best + 1, len(coarse) - 1)] + 1):
            value = totals[t]
            for e in range(starts[g], starts[g + 1]):
                value += powers[e] * scores[subsets[e], t]
            peak = max(peak, value)
        peaks[g] = peak
    return peaks


@njit(cache=True, nogil=True)
def _summed(starts, subsets, powers, scores, totals, kept, complete):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0917  # pragma: no cover - compiled
    """Return log sums over graphs but the complete one (t,), and over totals (kept,), with one running maximum each."""
    size = len(totals)
    row, top, summed = np.empty(size), np.full(size, -np.inf), np.zeros(size)
    graphs = np.empty(len(kept))
    for at in range(len(kept)):
        g = kept[at]
        row[:] = totals
        for e in range(starts[g], starts[g + 1]):
            power = powers[e]
            line = scores[subsets[e]]
            for t in range(size):
                row[t] += power * line[t]
        best = row.max()
        whole = 0.0
        for t in range(size):
            if row[t] > best - 50.0:
                whole += np.exp(row[t] - best)
        graphs[at] = best + np.log(whole)
        if g == complete:
            continue
        for t in range(size):
            value = row[t]
            if value <= top[t]:
                if value > top[t] - 50.0:
                    summed[t] += np.exp(value - top[t])
            else:
                summed[t] = summed[t] * np.exp(top[t] - value) + 1.0 if summed[t] > 0 else 1.0
                top[t] = value
    return top + np.log(summed), graphs
