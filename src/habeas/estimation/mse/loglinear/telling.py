"""What there is to know of a choice: the models behind it, those left out and why, and how near it is to using up the table."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from habeas.estimation.distribution import Floats
from habeas.estimation.mse.histories import Histories
from habeas.estimation.mse.loglinear.choosing import Choice, Chooser, weights
from habeas.estimation.mse.loglinear.existence import proved
from habeas.estimation.mse.loglinear.terms import written

_SHOWN: Final = 10
_PROVED: Final = 5
_FAR: Final = 15.0
"""A number on no list e^15 times those listed, or less than e^-15 persons, is on its way to infinity or to nothing."""


def diagnostics(
    table: Histories, cells: Floats, allowed: NDArray[np.bool_], chooser: Chooser, chosen: Choice
) -> dict[str, Any]:
    """Return the diagnostics of a choice; ``chosen.out`` (m, 3) holds every model where all were gone through."""
    singles = [1 << at for at in range(table.k)]
    held = [*singles, *(int(term) for term in chooser.optional[chosen.held])]
    parameters = len(held) + 1
    told: dict[str, Any] = {
        "model": written(held, table.lists),
        "parameters": parameters,
        "cells": int(allowed.sum()),
        chooser.criterion: chosen.value + _constant(cells) if np.isfinite(chosen.value) else None,
        "saturated_best": bool(np.isfinite(chosen.total)) and table.k > 2 and parameters >= int(allowed.sum()),
        "never": len(proved(cells, allowed, [*held, 0]).never) if np.isfinite(chosen.total) else 0,
        "models": chosen.fitted,
        "better_without_total": [],
    }
    if chosen.out is None:
        return {**told, "ends": chosen.ends}
    return {**told, **_of_all(table, cells, allowed, chooser, chosen.out)}


def _of_all(
    table: Histories, cells: Floats, allowed: NDArray[np.bool_], chooser: Chooser, out: Floats
) -> dict[str, Any]:
    every = chooser.family
    constant = _constant(cells)
    value, total = chooser.values(out, cells)
    size = np.bitwise_count(every.models) + table.k + 1
    anyway = chooser.penalty(cells) * size - 2 * out[:, 0]
    told = np.isfinite(value)
    order = np.argsort(value, kind="stable")
    weight = weights(anyway)

    def terms(at: int) -> list[int]:
        return [*(1 << one for one in range(table.k)), *every.terms(int(every.models[at]))]

    lost = np.flatnonzero(~told)
    better = lost[np.argsort(anyway[lost])][:_PROVED]
    best = float(value[order[0]])
    return {
        "models": len(every),
        "p_not_identified": float(weight[lost].sum()),
        "without_total": {
            "endless": int((out[lost, 1] > np.log(table.n) + _FAR).sum()),
            "nobody": int((out[lost, 1] < -_FAR).sum()),
            "not_identified": int((np.abs(out[lost, 1]) <= _FAR).sum()),
        },
        "better_without_total": [
            {
                "model": written(terms(int(at)), table.lists),
                chooser.criterion: float(anyway[at]) + constant,
                "why": proved(cells, allowed, [*terms(int(at)), 0]).status,
            }
            for at in better
            if anyway[at] < best
        ],
        "best": [
            {
                "model": written(terms(int(at)), table.lists), chooser.criterion: float(value[at]) + constant,
                "weight": float(weight[at]), "total": float(total[at]),
            }
            for at in order[:_SHOWN]
            if told[at]
        ],
    }  # fmt: skip


def _constant(cells: Floats) -> float:
    """Return what no model changes: a criterion is told with it, as other programmes print it."""
    return 2 * float(gammaln(cells + 1).sum())
