"""The best model that steps lead to: from each of several models to the best of its neighbours, one interaction more or less, until none is better."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from habeas.estimation.distribution import Floats
from habeas.estimation.mse.loglinear.newton import climb, expected, margins_of
from habeas.estimation.mse.loglinear.searching import through
from habeas.estimation.mse.loglinear.terms import Codes

_NONE = np.zeros(0, np.int64)
_BETTER = 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class Stepped:
    """Where steps ended: the code of the best model, its criterion (infinite where no total follows from any) and constant, models fitted, and starts that ended there."""

    code: int
    value: float
    constant: float
    fitted: int
    ends: int


class Steps:
    """Steps over one table; every model is fitted once, however often it is come to."""

    def __init__(self, cells: Floats, allowed: NDArray[np.bool_], k: int, optional: Codes, penalty: float) -> None:
        self._margins, self._allowed, self._k, self._optional, self._penalty = (
            margins_of(cells),
            allowed,
            k,
            optional,
            penalty,
        )
        self._near = cells + 0.5
        self._known: dict[int, tuple[float, float]] = {}

    def __call__(self, begin: Codes) -> Stepped:
        """Return where the steps from the models ``begin`` (s,) end."""
        found = [self._from(int(code)) for code in begin]
        best = min(found, key=lambda code: (self._known[code][0], code))
        value, constant = self._known[best]
        return Stepped(best, value, constant, len(self._known), found.count(best))

    def _from(self, code: int) -> int:
        self._fit([code], self._near)
        while True:
            near = neighbours(code, self._optional)
            if new := [one for one in near if one not in self._known]:
                self._fit(new, self._expected(code))
            best = min(near, key=lambda one: (self._known[one][0], one), default=code)
            if not self._known[best][0] < self._known[code][0] - _BETTER:
                return code
            code = best

    def _fit(self, codes: list[int], near: Floats) -> None:
        models = np.array(codes, np.int64)
        out = np.zeros((len(models), 3))
        starts = np.zeros(len(models) + 1, np.int64)
        through(
            self._margins, self._allowed, self._k, self._optional, models, starts, _NONE, _NONE, near, self._penalty, np.inf, out
        )  # fmt: skip
        size = np.bitwise_count(models).astype(np.float64) + self._k + 1
        value = np.where(out[:, 2] > 0, self._penalty * size - 2 * out[:, 0], np.inf)
        self._known.update(zip(codes, zip(value.tolist(), out[:, 1].tolist(), strict=True), strict=True))

    def _expected(self, code: int) -> Floats:
        """Return what a model expects: its neighbours are fitted from there."""
        held = self._optional[code >> np.arange(len(self._optional)) & 1 == 1]
        terms = np.r_[1 << np.arange(self._k), held, 0].astype(np.int64)
        room = (*(np.zeros(1 << self._k) for _ in range(3)), np.zeros((len(terms), len(terms))))
        climb(self._margins, terms, len(terms), self._allowed, self._near, self._k, room)
        return expected(room[0], room[2])


@cache
def _inside(terms: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return, for each interaction, the code of those inside it and of those around it."""
    return [
        (
            sum(1 << at for at, other in enumerate(terms) if other != term and other & term == other),
            sum(1 << at for at, other in enumerate(terms) if other != term and other & term == term),
        )
        for term in terms
    ]


def neighbours(code: int, optional: Codes) -> list[int]:
    """Return the hierarchical models with one interaction more or less."""
    return [
        code ^ 1 << at
        for at, (parts, wholes) in enumerate(_inside(tuple(optional.tolist())))
        if (not code & wholes if code >> at & 1 else code & parts == parts)
    ]
