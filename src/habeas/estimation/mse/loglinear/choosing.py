"""Choosing a model for a table, over and over: for the table itself, for each table drawn from it, and for each with one person less."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from habeas.estimation.distribution import Floats
from habeas.estimation.mse.loglinear.newton import margins_of
from habeas.estimation.mse.loglinear.searching import through
from habeas.estimation.mse.loglinear.stepping import Steps
from habeas.estimation.mse.loglinear.terms import Codes, Family, family, optional_of

Criterion = Literal["bic", "aic"]
Search = Literal["all", "steps"]
WINDOW: Final = 20.0
"""Models so far behind the best in BIC have less than e^-10 of its weight, and are left out of an average (Occam's window, Madigan & Raftery 1994)."""
ALL_LISTS: Final = 6
"""Up to so many lists all models of pairs are gone through: 32,768."""
_NEAR: Final = 5
_BOTH: Final = 8
"""Up to so many lists steps in drawn tables begin at no interaction as well as at the best model; with more, at the best alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The choice for one table.

    ``total`` is infinite where none follows from any model; ``held`` (t,) are the terms of the best model, ``value`` its criterion without the constant of the
    counts, ``fitted`` how many models were fitted. ``ends`` is how many starts of steps ended there, ``out`` (m, 3) all models where all were fitted.
    """

    total: float
    held: NDArray[np.bool_]
    value: float
    fitted: int
    ends: int = 1
    out: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Chooser:
    """How a model is chosen: among which, by what, and where to begin."""

    k: int
    order: int
    allowed: NDArray[np.bool_]
    criterion: Criterion = "bic"
    search: Search = "all"
    average: bool = False
    first: Codes | None = None
    begin: Codes | None = None

    @property
    def optional(self) -> Codes:
        """Return the sets of lists that may interact."""
        return optional_of(self.k, self.order)

    @property
    def family(self) -> Family:
        """Return the models that are gone through."""
        return family(self.k, self.order)

    def penalty(self, cells: Floats) -> float:
        """Return what a parameter costs: the logarithm of the persons listed (BIC), or 2 (AIC)."""
        return float(np.log(cells.sum())) if self.criterion == "bic" else 2.0

    def look(self, cells: Floats, window: float) -> tuple[Floats, int]:
        """Return log likelihood, constant and information of each model (m, 3), and how many were fitted: see :func:`.searching.through`."""
        every = self.family
        out = np.zeros((len(every), 3))
        first = self.first if self.first is not None else np.zeros(1, np.int64)
        fitted = through(
            margins_of(cells), self.allowed, self.k, every.optional, every.models, every.starts, every.above, first,
            near(cells), self.penalty(cells), window, out,
        )  # fmt: skip
        return out, int(fitted)

    def values(self, out: Floats, cells: Floats) -> tuple[Floats, Floats]:
        """Return criterion and total of each model, infinite where none follows or it was passed over."""
        size = np.bitwise_count(self.family.models).astype(np.float64) + self.k + 1
        told = out[:, 2] > 0
        value = np.where(told, self.penalty(cells) * size - 2 * out[:, 0], np.inf)
        return value, np.where(told, cells.sum() + np.exp(np.minimum(out[:, 1], 700.0)), np.inf)

    def __call__(self, cells: Floats) -> Choice:
        """Return the choice for the counts of a table (2^k,)."""
        if cells.sum() == 0:
            return Choice(np.inf, np.zeros(len(self.optional), np.bool_), np.inf, 0)
        if self.search == "steps":
            return self._by_steps(cells)
        return self.of(*self.look(cells, WINDOW if self.average else 0.0), cells)

    def of(self, out: Floats, fitted: int, cells: Floats) -> Choice:
        """Return the choice among models that were looked at."""
        value, total = self.values(out, cells)
        best = int(np.argmin(value))
        found = float(total[best])
        if self.average and np.isfinite(value[best]):
            near_best = value < value[best] + WINDOW
            found = float(np.average(total[near_best], weights=weights(value[near_best])))
        return Choice(found, self._marked(int(self.family.models[best])), float(value[best]), fitted)

    def _by_steps(self, cells: Floats) -> Choice:
        steps = Steps(cells, self.allowed, self.k, self.optional, self.penalty(cells))
        found = steps(self.begin if self.begin is not None else np.zeros(1, np.int64))
        total = float(cells.sum() + np.exp(min(found.constant, 700.0))) if np.isfinite(found.value) else np.inf
        return Choice(total, self._marked(found.code), found.value, found.fitted, found.ends)

    def _marked(self, code: int) -> NDArray[np.bool_]:
        held: NDArray[np.bool_] = code >> np.arange(len(self.optional)) & 1 == 1
        return held

    def neighbours(self, best: Codes) -> Codes:
        """Return where to begin in a like table: at the largest model, at those with one term less, and at those that were best."""
        every = self.family
        ones = np.bitwise_count(every.models).astype(np.int64)
        return np.unique(np.r_[np.flatnonzero(ones >= ones[0] - 1), best[:_NEAR]]).astype(np.int64)


def near(cells: Floats) -> Floats:
    """Return an expectation to start from: the counts, and a little in each cell."""
    return cells + 0.5


def weights(value: Floats) -> Floats:
    """Return the weights of models by a criterion: exp(-value/2), summing to 1 (Raftery 1995 for BIC)."""
    found = np.exp(-(value - value.min()) / 2)
    weighed: Floats = found / found.sum()
    return weighed


def begun(chooser: Chooser, cells: Floats, seed: int, starts: int) -> tuple[Choice, Chooser]:
    """Return the choice for a table from everything that there is to look at, and how to choose for tables like it.

    Steps begin at the models without and with all interactions and at others drawn by chance; for like tables, without any and at the best, for many lists at the best alone.
    """
    if chooser.search == "all":
        out, fitted = chooser.look(cells, np.inf)
        chosen = replace(chooser.of(out, fitted, cells), out=out)
        return chosen, replace(chooser, first=chooser.neighbours(np.argsort(chooser.values(out, cells)[0])))
    terms, rng = len(chooser.optional), np.random.default_rng(seed)
    drawn = _hierarchical(rng.random((starts - 2, terms)) < 0.5, chooser.optional)
    begin = np.r_[0, (1 << terms) - 1, drawn @ (1 << np.arange(terms))].astype(np.int64)
    chosen = replace(chooser, begin=begin)(cells)
    best = int(chosen.held @ (1 << np.arange(terms)))
    return chosen, replace(chooser, begin=np.array([0, best] if chooser.k <= _BOTH else [best], np.int64))


def _hierarchical(held: NDArray[np.bool_], optional: Codes) -> NDArray[np.bool_]:
    """Return models (s, t) without the sets that lack a part."""
    found = held.copy()
    for at, term in enumerate(optional):
        parts = [other for other in range(at) if optional[other] & term == optional[other]]
        found[:, at] &= found[:, parts].all(axis=1)
    return found
