"""One log-linear model on one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlogy

from habeas.errors import InputError
from habeas.estimation.distribution import Floats
from habeas.estimation.mse.histories import Histories
from habeas.estimation.mse.loglinear.choosing import near
from habeas.estimation.mse.loglinear.existence import Existence, proved
from habeas.estimation.mse.loglinear.newton import climb, expected, margins_of
from habeas.estimation.mse.loglinear.terms import closed, written


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """One model fitted by maximum likelihood.

    ``missing`` are those on no list and ``total`` all, None where no total follows (``existence`` says why); ``log_error`` is the standard error of the logarithm
    of the missing. ``coefficients`` are of the sets of lists, by their names joined by ×, minus infinity for interactions without a member. ``expected`` (2^k,) are
    the persons expected with each history. ``deviance`` is twice the log likelihood lost against the table itself.
    """

    model: str
    parameters: int
    total: float | None
    missing: float | None
    log_error: float | None
    log_likelihood: float
    deviance: float
    bic: float
    aic: float
    coefficients: Mapping[str, float]
    expected: Floats
    existence: Existence


def fit(table: Histories, terms: Iterable[Iterable[str]] = ()) -> Fit:
    """Fit the model with the interactions ``terms``, each the names of some lists (none: independence), over the histories that can occur.

    Raises :class:`~habeas.errors.InputError` for an unknown list, above 20 lists, for an empty table, and where an impossible history has members.
    """
    cells, allowed = opened(table)
    if table.n == 0:
        raise InputError("loglinear.nobody")
    if cells[~allowed].any():
        raise InputError("loglinear.impossible-seen")
    sets = closed(terms, table.lists)
    room = work(table.k, len(sets))
    kernel = np.array(sets, np.int64)
    margins = margins_of(cells)
    found, constant, information = climb(margins, kernel, len(sets), allowed, near(cells), table.k, room)
    existence = proved(cells, allowed, sets)
    told = existence.total and information > 0
    level = float(found - gammaln(cells + 1).sum())
    saturated = float((xlogy(cells, cells) - cells).sum())
    missing = float(np.exp(min(constant, 700.0))) if told else None
    each = expected(room[0], room[2])
    each[0] = np.nan if missing is None else missing
    return Fit(
        model=written(sets, table.lists), parameters=len(sets), total=None if missing is None else table.n + missing, missing=missing,
        log_error=float(information**-0.5) if told else None, log_likelihood=level, deviance=max(2 * float(saturated - found), 0.0),
        bic=float(np.log(table.n)) * len(sets) - 2 * level, aic=2 * len(sets) - 2 * level,
        coefficients={_name(one, table.lists): float(room[0][one]) if margins[one] > 0 else -np.inf for one in sets},
        expected=each, existence=existence,
    )  # fmt: skip


def opened(table: Histories) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the counts (2^k,) and which histories can occur (2^k,)."""
    cells = table.dense().astype(np.float64)
    allowed = np.ones(len(cells), np.bool_)
    allowed[[0, *table.impossible]] = False
    return cells, allowed


def work(k: int, terms: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Return room for a fit: see :func:`.newton.climb`."""
    return np.zeros(1 << k), np.zeros(1 << k), np.zeros(1 << k), np.zeros((terms, terms))


def _name(term: int, lists: tuple[str, ...]) -> str:
    return "×".join(name for at, name in enumerate(lists) if term >> at & 1) or "1"
