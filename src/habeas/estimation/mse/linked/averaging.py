"""Averaging: the posteriors of many capture tables as one, and where its spread comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from habeas.estimation.distribution import Distribution, Floats
from habeas.estimation.estimate import Estimate
from habeas.estimation.mse import graphs
from habeas.estimation.mse.graphs.parts import parts
from habeas.estimation.mse.histories import Histories
from habeas.estimation.mse.linked.partitions import Tables

_PARTED: Final = 60
"""Of more different tables than these, so many, the commonest first, say how far graphs disagree about one table."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What an estimator says of one table; ``between`` is the variance of the means of its models, ``p_not_identified`` the probability that nothing identified the total: both None where it does not tell."""

    total: Distribution
    between: float | None = None
    p_not_identified: float | None = None


Estimator = Callable[[Histories], "Answer | Distribution | Estimate | None"]
"""What answers for one table: a distribution of its total, an estimate that has one, or None for no answer."""


@dataclass(frozen=True, slots=True, eq=False)
class Averaged:
    """What many tables say together.

    ``linkage``, ``model`` and ``chance`` are the parts of the variance of ``total``: between partitions, between models within a partition, and within a
    model; ``model`` is None where the estimator does not tell its models apart (``chance`` then holds both). ``means`` (u,) are those of the tables that
    were answered, ``answered`` (u,) which those are.
    """

    total: Distribution | None
    linkage: float
    model: float | None
    chance: float
    answered: np.ndarray
    means: Floats
    p_not_identified: float | None


def by_graphs(table: Histories) -> Answer | None:
    """Return the answer of decomposable graphs; None for a table of which fewer than two lists hold anybody."""
    kept = table.without(*(name for name, size in zip(table.lists, table.sizes, strict=True) if not size))
    if kept.k < 2:
        return None
    found = graphs.find(kept.canonical())
    return Answer(found.total, p_not_identified=found.p_not_identified)


def average(tables: Tables, estimator: Estimator, progress: Callable[[float], None] | None = None) -> Averaged:
    """Return the posteriors of tables averaged, each counted as often as partitions gave it (Sadinle 2018: linkage averaging).

    The parts of the variance follow from the law of total variance, once over partitions and once over models within each:

        Var N = Var_P E[N | P]  +  E_P Var_G E[N | P, G]  +  E_P E_G Var[N | P, G]
                 linkage            model                     chance
    """
    answers = []
    for at, table in enumerate(tables.tables):
        answers.append(_answer(estimator(table)))
        if progress:
            progress((at + 1) / len(tables.tables))
    answered = np.array([one is not None for one in answers], bool)
    there = [one for one in answers if one is not None]
    weight = tables.times[answered].astype(np.float64)
    if not there:
        return Averaged(None, 0.0, None, 0.0, answered, np.empty(0), None)
    weight /= weight.sum()
    means = np.array([one.total.mean for one in there])
    within = float(weight @ np.array([one.total.sd**2 for one in there]))
    between = _between(tables, answered, there, estimator)
    said = [one.p_not_identified for one in there]
    known = [one for one in said if one is not None]
    return Averaged(
        total=_mixed([one.total for one in there], weight),
        linkage=float(weight @ (means - weight @ means) ** 2),
        model=None if between is None else min(between, within),
        chance=within - min(between or 0.0, within),
        answered=answered,
        means=means,
        p_not_identified=float(weight @ np.array(known)) if len(known) == len(said) else None,
    )


def _answer(given: Answer | Distribution | Estimate | None) -> Answer | None:
    if isinstance(given, Estimate):
        told = given.diagnostics.get("p_not_identified")
        if given.distribution is None or given.refused:
            return None
        return Answer(given.distribution, p_not_identified=None if told is None else float(told))
    return Answer(given) if isinstance(given, Distribution) else given


def _between(tables: Tables, answered: np.ndarray, there: list[Answer], estimator: Estimator) -> float | None:
    """Return the variance between models within a table, on average over partitions; None where it is not known."""
    weight = tables.times[answered].astype(np.float64)
    if estimator is not by_graphs:
        told = [one.between for one in there]
        known = [one for one in told if one is not None]
        return float(weight @ np.array(known) / weight.sum()) if len(known) == len(told) else None
    asked = np.argsort(-weight, kind="stable")[: _PARTED if tables.tables[0].k < graphs.EXACT_LISTS else _PARTED // 10]
    kept = [table for table, is_there in zip(tables.tables, answered, strict=True) if is_there]
    found = [_between_graphs(kept[at]) for at in asked]
    if any(one is None for one in found):
        return None
    return float(weight[asked] @ np.array(found, np.float64) / weight[asked].sum())


def _between_graphs(table: Histories) -> float | None:
    if table.k > graphs.EXACT_LISTS:
        return None
    of = parts(table)
    return float(of.weight @ (of.mean - of.weight @ of.mean) ** 2)


def _mixed(totals: list[Distribution], weight: Floats) -> Distribution:
    """Return a mixture over whole persons."""
    ends = [(int(np.rint(one.support[0])), int(np.rint(one.support[-1]))) for one in totals]
    low = min(first for first, _ in ends)
    whole = np.zeros(max(last for _, last in ends) - low + 1)
    for one, share in zip(totals, weight, strict=True):
        np.add.at(whole, np.rint(one.support).astype(np.int64) - low, share * one.weight)
    held = np.flatnonzero(whole)
    return Distribution.of_weights(held + low, whole[held])
