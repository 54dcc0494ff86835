"""The posterior of a total under decomposable graphs: exact at every candidate, or exact at some hundreds and interpolated between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.interpolate import CubicSpline

from habeas.estimation.distribution import Distribution, Floats
from habeas.estimation.mse.graphs.chordal import EXACT_LISTS, graphs, pairs
from habeas.estimation.mse.graphs.sampling import walk
from habeas.estimation.mse.graphs.scores import subset_scores, sum_over, total_scores
from habeas.estimation.mse.histories import Histories

CAP: Final = 30.0
"""The most persons on no list that are looked at, in multiples of those listed: what is usual, and shown with others beside it."""
_KNOTS: Final = 360
_EACH: Final = 40
_PART: Final = 1 / 3
_MOST: Final = (60_000, 4_000)
"""The most knots, where graphs are gone through and where they are walked among."""
_POINTS: Final = 200_000
_TAIL: Final = 45.0
STEPS: Final = 1_000_000
RUNS: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a table says: the total, the probability that nothing identifies it (the complete graph), that of each pair's edge, the best graphs, and how far chains differ.

    ``p_not_identified`` is the posterior probability of the complete graph where every graph is equally likely before. ``edges`` (pairs,) and ``best``
    (edge codes with probabilities) leave it out unless ``complete`` was asked for. ``spread`` is the largest distance in total variation between the
    posterior of a chain and that of all; None where graphs were gone through.
    """

    total: Distribution
    p_not_identified: float
    edges: Floats
    best: tuple[tuple[int, float], ...]
    looked_at: int
    spread: float | None


def default_prior(table: Histories) -> float:
    """Return the prior count of a cell that adds up to one person over all cells: 2^-k."""
    return 2.0**-table.k


def find(
    table: Histories,
    *,
    prior: float | None = None,
    cap: float = CAP,
    power: float = 1.0,
    missing: ArrayLike | None = None,
    complete: bool = False,
    exact: bool = False,
    steps: int = STEPS,
    runs: int = RUNS,
    seed: int = 1,
    progress: Callable[[float], None] | None = None,
) -> Found:
    """Return what a table says of its total under decomposable graphs.

    ``missing`` are the candidate numbers on no list, where they are given; else all whole numbers from 0 to ``cap`` times the listed, looked at one by
    one where ``exact``. ``power`` is that of the prior of the total, N^-power. ``complete`` counts the complete graph in, under which nothing says how
    many are missing but the prior and the cap.
    """
    alpha = default_prior(table) if prior is None else prior
    limit = max(round(cap * table.n), 1)
    if missing is not None:
        knots = np.asarray(missing, np.float64)
        every = knots
    else:
        every = np.arange(limit + 1.0)
        knots = every if exact or limit <= _KNOTS + _EACH else knots_of(table, limit)
    if table.k <= EXACT_LISTS:
        return _gone_through(table, knots, every, alpha, power, complete=complete, given=missing is not None or exact)
    return _walked(table, knots, alpha, power, steps=steps, runs=runs, seed=seed, progress=progress)


def knots_of(table: Histories, limit: int) -> Floats:
    """Return the numbers missing that are looked at: every small one, then ever farther apart, as far as the posterior is smooth.

    Under any graph the logarithm of the number missing is known no better than to one over the root of the largest overlap; a third of that is how far
    apart knots stand, within what can be computed.
    """
    overlaps = table.overlaps - np.diag(table.sizes)
    wanted = np.log(limit / _EACH) * np.sqrt(max(float(overlaps.max(initial=0)), 1.0)) / _PART
    most = _MOST[table.k > EXACT_LISTS]
    number = int(np.clip(wanted, _KNOTS, most))
    found: Floats = np.unique(np.round(np.r_[np.arange(_EACH), np.geomspace(_EACH, limit, number)]))
    return found


def _gone_through(
    table: Histories, knots: Floats, every: Floats, alpha: float, power: float, *, complete: bool, given: bool
) -> Found:
    known = graphs(table.k)
    scores = subset_scores(table, knots, alpha, np.arange(1 << table.k))
    base = total_scores(table, knots, power)
    # A knot stands for the totals around it where graphs are weighed over totals, and for itself where it is interpolated.
    width = np.log(np.gradient(knots)) if not given and len(knots) < len(every) else np.zeros(len(knots))
    by_total, by_graph = sum_over(known, scores, base + width)
    by_total -= width
    whole = by_graph.max()
    weights = np.exp(by_graph - whole)
    unidentified = float(weights[-1] / weights.sum())
    if complete:
        last = slice(known.starts[-2], known.starts[-1])
        row = base + (known.powers[last].astype(float)[:, None] * scores[known.subsets[last]]).sum(axis=0)
        by_total = np.logaddexp(by_total, row)
    else:
        # Held against the best of those that count: beside a complete graph that has it all every other would be 0.
        weights = np.append(np.exp(by_graph[:-1] - by_graph[:-1].max()), 0.0)
    weights /= weights.sum()
    order = np.argsort(-weights, kind="stable")[:5]
    present = (known.edges[:, None] >> np.arange(len(pairs(table.k)))) & 1
    return Found(
        total=_distribution(table, knots, by_total, every if not given else knots),
        p_not_identified=unidentified,
        edges=weights @ present,
        best=tuple((int(known.edges[at]), float(weights[at])) for at in order if weights[at] > 0),
        looked_at=len(known),
        spread=None,
    )


def _walked(table: Histories, knots: Floats, alpha: float, power: float, *, steps: int, runs: int, seed: int, progress: Callable[[float], None] | None) -> Found:  # fmt: skip
    width = np.gradient(knots) if len(knots) > 1 else np.ones(1)
    found = walk(
        table,
        knots,
        total_scores(table, knots, power) + np.log(width),
        alpha,
        steps=steps,
        runs=runs,
        seed=seed,
        progress=progress,
    )
    mean = found.by_total.mean(axis=0)
    spread = float(np.abs(found.by_total - mean).sum(axis=1).max() / 2)
    with np.errstate(divide="ignore"):
        by_total = np.maximum(np.log(mean / width), -700.0)
    return Found(
        total=_distribution(table, knots, by_total, np.arange(knots[-1] + 1.0), smooth=False),
        p_not_identified=float(found.complete.mean()),
        edges=found.edges.mean(axis=0),
        best=(),
        looked_at=steps * runs,
        spread=spread,
    )


def _distribution(table: Histories, knots: Floats, logs: Floats, every: Floats, *, smooth: bool = True) -> Distribution:
    """Return the distribution of the total over whole numbers missing, interpolated where only some were looked at."""
    logs = logs - logs.max()
    if len(knots) == len(every):
        return Distribution.of_weights(table.n + knots, np.exp(logs))
    held = knots[logs > -_TAIL]
    low, high = held[0], held[-1]
    inside = every[int(low) : int(high) + 1]
    if len(inside) > _POINTS:
        inside = np.unique(np.round(np.linspace(low, high, _POINTS)))
    x, at = np.log1p(knots), np.log1p(inside)
    between = CubicSpline(x, logs)(at) if smooth else np.interp(at, x, logs)
    return Distribution.of_weights(table.n + inside, np.exp(between - between.max()))
