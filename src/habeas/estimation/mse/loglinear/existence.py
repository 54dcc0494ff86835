"""Whether a model's likelihood has a highest point on a table, and whether a total follows from it, proved by linear programming.

The likelihood of a sparse table may climb for ever: it has a highest point if and only if the margins that the model fits lie inside the cone of all margins
that it can produce, and not on its edge (Fienberg & Rinaldo 2012, theorem 3). The edge is described by directions d of the terms with X d <= 0 on the histories
that can occur and X d = 0 on those that do; a history with X d < 0 under any of them is expected never, and is taken out. On what remains the fit exists
(the extended maximum). A parameter of one interaction that has no member is the simplest case (Chan, Silverman & Vincent 2021).

Those on no list are exp(θ_0). A total follows if and only if θ_0 is a combination of the rows of X that remain.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from habeas.estimation.distribution import Floats
from habeas.estimation.mse.histories import Histories
from habeas.estimation.mse.loglinear.terms import closed

Status = Literal["inside", "edge", "endless", "nobody", "not-identified"]
_OFF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Existence:
    """What linear programming proves of a model on a table.

    ``inside``: the likelihood has a highest point. ``edge``: it has one once the histories ``never`` (bit masks) are taken out, and a total follows from it.
    Else there is no total: ``endless`` and ``nobody`` where the number on no list runs off to infinity or to nothing as the likelihood climbs, ``not-identified``
    where any number fits as well as any other.
    """

    status: Status
    never: tuple[int, ...] = ()

    @property
    def total(self) -> bool:
        """Return whether a total follows."""
        return self.status in {"inside", "edge"}


def exists(table: Histories, terms: Iterable[Iterable[str]] = ()) -> Existence:
    """Return whether the model with the interactions ``terms``, each the names of some lists, can be fitted and gives a total.

    Raises :class:`~habeas.errors.InputError` where a list is named that is not there, and above 20 lists.
    """
    cells = table.dense()
    allowed = np.ones(len(cells), np.bool_)
    allowed[[0, *table.impossible]] = False
    return proved(cells, allowed, closed(terms, table.lists))


def proved(cells: NDArray[np.number], allowed: NDArray[np.bool_], terms: Iterable[int]) -> Existence:
    """Return the proof for counts (2^k,), histories that can occur (2^k,) and all terms of a model, the constant among them."""
    sets = np.array(sorted(set(terms)), np.int64)
    where = np.flatnonzero(allowed)
    design = ((where[:, None] & sets) == sets).astype(np.float64)
    seen = cells[where] > 0
    never = _edge(design, seen)
    rest = design[~never]
    constant = np.zeros(len(sets))
    constant[0] = 1.0
    if np.linalg.matrix_rank(np.vstack([rest, constant])) == np.linalg.matrix_rank(rest):
        off = tuple(int(one) for one in where[never])
        return Existence("edge" if off else "inside", off)
    return Existence(_way(design, seen), tuple(int(one) for one in where[never]))


def _edge(design: Floats, seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which histories are expected never: those below 0 in some direction of recession, all found by one programme that lowers as many as it can."""
    empty = np.flatnonzero(~seen)
    if not len(empty):
        return np.zeros(len(design), np.bool_)
    terms = design.shape[1]
    found = linprog(
        np.r_[np.zeros(terms), -np.ones(len(empty))],
        A_ub=np.hstack([design[empty], np.eye(len(empty))]),
        b_ub=np.zeros(len(empty)),
        A_eq=np.hstack([design[seen], np.zeros((int(seen.sum()), len(empty)))]),
        b_eq=np.zeros(int(seen.sum())),
        bounds=[(None, None)] * terms + [(0, 1)] * len(empty),
        method="highs",
    )
    never = np.zeros(len(design), np.bool_)
    never[empty] = found.x[terms:] > _OFF
    return never


def _way(design: Floats, seen: NDArray[np.bool_]) -> Status:
    """Return where θ_0 goes along the directions in which the likelihood does not fall: up only, down only, or either way."""
    ends = []
    for sign in (-1.0, 1.0):
        aim = np.zeros(design.shape[1])
        aim[0] = sign
        found = linprog(
            aim, A_ub=design[~seen], b_ub=np.zeros(int((~seen).sum())), A_eq=design[seen], b_eq=np.zeros(int(seen.sum())),
            bounds=[(-1, 1)] * design.shape[1], method="highs",
        )  # fmt: skip
        ends.append(abs(found.fun) > 1e-7)
    return "not-identified" if all(ends) else "endless" if ends[0] else "nobody"
