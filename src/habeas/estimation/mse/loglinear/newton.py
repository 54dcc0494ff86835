"""The Newton step of Poisson log-linear models over the cells of a table, compiled.

With one term for each set t of lists of the model, log μ_c = Σ θ_t over the t inside the history c. Every sum that a step needs is a sum over histories that
hold a set: the margins Σ_{c ⊇ t} n_c, their expectation Σ_{c ⊇ t} μ_c, and the information of two terms s and t, which is the expected margin of s and t joined
(Bishop, Fienberg & Holland 1975, chapter 3). So one sum over subsets and one over supersets, k·2^(k-1) additions each, serve all terms, and no design matrix is
ever multiplied.

The constant stands last. What is left of its information when all other terms are known (the last pivot) is that of the logarithm of those on no list: where
nothing is left, no total follows from the model.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numba import njit

from habeas.estimation.distribution import Floats

STEPS: Final = 100
CLOSE: Final = 1e-9
"""The likelihood is within this of its highest."""
SINGULAR: Final = 1e-13
"""A pivot below this part of its diagonal is rounding: the term follows from those before it."""
TELLING: Final = 1e-5
"""Less information than this on the logarithm of those on no list (a standard error of 316, of a factor of e^316) is none: it is on its way to 0."""
STEEP: Final = 500.0


@njit(cache=True, nogil=True, error_model="numpy")
def below(values, k):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201  # pragma: no cover - compiled
    """Replace each value by the sum over all subsets."""
    for bit in range(k):
        step = 1 << bit
        for base in range(0, len(values), 2 * step):
            for at in range(base, base + step):
                values[at + step] += values[at]


@njit(cache=True, nogil=True, error_model="numpy")
def above(values, k):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201  # pragma: no cover - compiled
    """Replace each value by the sum over all supersets."""
    for bit in range(k):
        step = 1 << bit
        for base in range(0, len(values), 2 * step):
            for at in range(base, base + step):
                values[at] += values[at + step]


@njit(cache=True, nogil=True, error_model="numpy")
def _solve(square, right, p):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # pragma: no cover - compiled
    """Solve by Cholesky's root, in place, leaving out terms that follow from others; return the last pivot, 0 where it is rounding."""
    last = 0.0
    for j in range(p):
        pivot = square[j, j]
        least = SINGULAR * pivot
        for q in range(j):
            pivot -= square[j, q] ** 2
        last = pivot if pivot > least else 0.0
        root = math.sqrt(last)
        square[j, j] = root
        for i in range(j + 1, p):
            if root == 0.0:
                square[i, j] = 0.0
                continue
            rest = square[i, j]
            for q in range(j):
                rest -= square[i, q] * square[j, q]
            square[i, j] = rest / root
    for i in range(p):
        rest = right[i]
        for q in range(i):
            rest -= square[i, q] * right[q]
        right[i] = rest / square[i, i] if square[i, i] > 0 else 0.0
    for i in range(p - 1, -1, -1):
        rest = right[i]
        for q in range(i + 1, p):
            rest -= square[q, i] * right[q]
        right[i] = rest / square[i, i] if square[i, i] > 0 else 0.0
    return last


@njit(cache=True, nogil=True, error_model="numpy")
def _open(margins, terms, p, allowed, cells, k):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0917  # pragma: no cover - compiled
    """Put 1 into ``cells`` where a history can occur, drop terms whose margin is 0, and return how many are left.

    Such a term is at minus infinity, and every history that holds it is expected never: they go together (Chan, Silverman & Vincent 2021).
    """
    cells[:] = 0.0
    kept = 0
    for at in range(p):
        if margins[terms[at]] > 0:
            terms[kept] = terms[at]
            kept += 1
        else:
            cells[terms[at]] = 1.0
    if kept < p:
        below(cells, k)
    for cell in range(len(cells)):
        cells[cell] = 1.0 if cells[cell] == 0.0 and allowed[cell] else 0.0
    cells[0] = 0.0
    return kept


@njit(cache=True, nogil=True, error_model="numpy")
def _expect(theta, terms, p, k, room):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # pragma: no cover - compiled
    """Put the sums over supersets of what is expected at ``theta`` into room, and return whether that is beyond all bounds."""
    grid, expected, cells, _ = room
    grid[:] = 0.0
    for i in range(p):
        grid[terms[i]] = theta[i]
    below(grid, k)
    steep = False
    for cell in range(len(expected)):
        expected[cell] = 0.0
        if cells[cell] > 0.0:
            steep = steep or grid[cell] > STEEP
            expected[cell] = math.exp(min(grid[cell], STEEP))
    above(expected, k)
    return steep


@njit(cache=True, nogil=True, error_model="numpy")
def climb(margins, terms, p, allowed, start, k, room):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, C901, PLR0917  # pragma: no cover - compiled
    """Fit a model; return its log likelihood (without the constant of the counts), the constant θ, and the information on it.

    ``margins`` (2^k,) are the sums of the counts over supersets; ``terms`` (p,) end with 0, the constant, and are reordered; ``allowed`` (2^k,) is 0 for
    histories that cannot occur; ``start`` (2^k,) is an expectation near the fit, such as that of a like model. ``room`` is (grid, expected, cells, square)
    to work in; ``grid`` holds the terms afterwards, see :func:`expected`, and ``cells`` which histories the model can have.
    """
    grid, expected, cells, square = room
    p = _open(margins, terms, p, allowed, cells, k)
    if p == 0:
        return 0.0, -np.inf, 0.0
    theta, step, slope = np.zeros(p), np.zeros(p), np.zeros(p)
    # The first step is Fisher's scoring from the expectation of another model: weights and working logarithms are taken from there.
    for cell in range(len(start)):
        expected[cell] = start[cell] * cells[cell]
        grid[cell] = expected[cell] * (math.log(expected[cell]) - 1.0) if expected[cell] > 1e-12 else 0.0
    above(expected, k)
    above(grid, k)
    best, information = -np.inf, 0.0
    for turn in range(STEPS):
        for i in range(p):
            slope[i] = margins[terms[i]] + (grid[terms[i]] if turn == 0 else -expected[terms[i]])
            step[i] = slope[i]
            for j in range(i + 1):
                square[i, j] = expected[terms[i] | terms[j]]
        information = _solve(square, step, p)
        gain = 0.0
        for i in range(p):
            gain += slope[i] * step[i]
            slope[i] = theta[i]
        if turn > 0 and gain < CLOSE:
            for i in range(p):
                theta[i] += step[i]
            best += gain / 2
            break
        for _ in range(40):
            for i in range(p):
                theta[i] = slope[i] + step[i]
            steep, found = _expect(theta, terms, p, k, room), 0.0
            for i in range(p):
                found += theta[i] * margins[terms[i]]
            found -= expected[0]
            if not steep and found >= best - 1e-9 * (1 + abs(found)):
                best = found
                break
            for i in range(p):
                step[i] *= 0.5 if turn > 0 else 0.0
            if turn == 0:  # the start was no good: begin where all histories are alike
                step[p - 1] = math.log(margins[0] / cells.sum())
        else:
            theta[:] = slope
            break
    grid[:] = 0.0
    for i in range(p):
        grid[terms[i]] = theta[i]
    return best, theta[p - 1], information if information > TELLING else 0.0


def margins_of(cells: Floats) -> Floats:
    """Return the sums of the counts of a table (2^k,) over supersets."""
    found = cells.copy()
    step = 1
    while step < len(found):
        halves = found.reshape(-1, 2, step)
        halves[:, 0] += halves[:, 1]
        step *= 2
    return found


def expected(grid: Floats, cells: Floats) -> Floats:
    """Return the persons expected with each history (2^k,), from what a fit left: its terms, and which histories it can have."""
    found = grid.copy()
    step = 1
    while step < len(found):
        halves = found.reshape(-1, 2, step)
        halves[:, 1] += halves[:, 0]
        step *= 2
    return np.where(cells > 0, np.exp(np.minimum(found, STEEP)), 0.0)
