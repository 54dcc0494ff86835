"""The best models of a table by a criterion: among all of a family, with those left unfitted that cannot win, or by steps from several starts; compiled.

A model inside another never fits better. So twice the best log likelihood of any model that holds it, less its own penalty, bounds what a model can reach; one
whose bound is behind the best is passed over, and the choice is the same as if all had been fitted (Furnival & Wilson 1974 did so for regressions).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from habeas.estimation.mse.loglinear.newton import climb


@njit(cache=True, nogil=True, error_model="numpy")
def fit_code(held, counts, family, start, terms, room):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, PLR0917  # pragma: no cover - compiled
    """Fit the model that holds the optional terms marked in ``held``; return as :func:`.newton.climb`, and its number of terms."""
    margins, allowed, k = counts
    p = 0
    for one in range(k):
        terms[p] = 1 << one
        p += 1
    for at in range(len(family)):
        if held[at]:
            terms[p] = family[at]
            p += 1
    terms[p] = 0
    p += 1
    found, constant, information = climb(margins, terms, p, allowed, start, k, room)
    return found, constant, information, p


@njit(cache=True, nogil=True, error_model="numpy")
def through(margins, allowed, k, optional, models, starts, over, first, near, penalty, window, out):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, PLR0917  # pragma: no cover - compiled
    """Go through the models of a family; return how many were fitted.

    ``first`` are the places of models to begin with, ``near`` (2^k,) an expectation to start from. ``out`` (m, 3) gets the log likelihood, or
    its bound where the model is passed over, the constant, and the information on it (-1 where passed over). Models are passed over that cannot come within
    ``window`` of the least of penalty · terms - 2 · log likelihood among those from which a total follows.
    """
    counts, size, most = (margins, allowed, k), 1 << k, k + len(optional) + 1
    room = (np.zeros(size), np.zeros(size), np.zeros(size), np.zeros((most, most)))
    terms, held = np.zeros(most, np.int64), np.zeros(len(optional), np.bool_)
    best, fitted = np.inf, 0
    out[:, 2] = -1.0
    for turn in range(len(first) + len(models)):
        at = first[turn] if turn < len(first) else turn - len(first)
        if out[at, 2] >= 0.0:
            continue
        ones = 0
        for bit in range(len(optional)):
            held[bit] = models[at] >> bit & 1
            ones += held[bit]
        if turn >= len(first):
            bound = np.inf
            for place in range(starts[at], starts[at + 1]):
                bound = min(bound, out[over[place], 0])
            if penalty * (ones + k + 1) - 2 * bound > best + window:
                out[at, 0] = bound
                continue
        out[at, 0], out[at, 1], out[at, 2], p = fit_code(held, counts, optional, near, terms, room)
        fitted += 1
        if out[at, 2] > 0.0:
            best = min(best, penalty * p - 2 * out[at, 0])
    return fitted


@njit(cache=True, nogil=True, error_model="numpy")
def _may(optional, held, at):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # pragma: no cover - compiled
    """Return whether a term can be added or taken out and the model stay hierarchical."""
    for other in range(len(optional)):
        if held[at]:
            if other != at and held[other] and optional[other] & optional[at] == optional[at]:
                return False
        elif not held[other] and other != at and optional[other] & optional[at] == optional[other]:
            return False
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def stepwise(margins, allowed, k, optional, begin, near, penalty, held):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, C901, PLR0917  # pragma: no cover - compiled
    """Step from each of several models to the best of its neighbours, one term more or less, until none is better.

    ``begin`` (s, t) marks the terms of the models to start from. Returns the criterion and the constant of the best model found, how many
    were fitted, and how many starts ended there; ``held`` (t,) marks its terms. The criterion is infinite where no total follows from any.
    """
    counts, size, most = (margins, allowed, k), 1 << k, k + len(optional) + 1
    room = (np.zeros(size), np.zeros(size), np.zeros(size), np.zeros((most, most)))
    terms, now = np.zeros(most, np.int64), np.zeros(len(optional), np.bool_)
    best, total, fitted, ends = np.inf, np.inf, 0, 0
    start, kept = np.empty(size), np.empty(size)
    for turn in range(len(begin)):
        now[:] = begin[turn]
        start[:] = near
        here, here_total, chosen, first = np.inf, np.inf, 0, -1
        while chosen >= 0 or first == -1:
            chosen = -1
            for at in range(first, len(optional)):  # -1 stands for the model itself, where a start is new
                if at >= 0:
                    if not _may(optional, now, at):
                        continue
                    now[at] = not now[at]
                found, constant, information, p = fit_code(now, counts, optional, start, terms, room)
                if at >= 0:
                    now[at] = not now[at]
                else:
                    start[:] = room[1]
                fitted += 1
                value = penalty * p - 2 * found
                if information > 0.0 and value < here - 1e-7:
                    chosen, here, here_total = at, value, constant
                    kept[:] = room[1]
            first = 0
            if chosen >= 0:
                now[chosen] = not now[chosen]
                start[:] = kept
        if here < best - 1e-6:
            best, total, ends = here, here_total, 1
            held[:] = now
        elif here < best + 1e-6:
            ends += 1
    return best, total, fitted, ends
