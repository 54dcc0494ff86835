"""Going through models by a criterion, with those left unfitted that cannot win; compiled.

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
