"""Each graph by itself: its probability, and the mean and variance of the total under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from habeas.errors import InputError
from habeas.estimation.distribution import Floats
from habeas.estimation.mse.graphs.chordal import EXACT_LISTS, graphs
from habeas.estimation.mse.graphs.posterior import CAP, default_prior
from habeas.estimation.mse.graphs.scores import subset_scores, sum_over, total_scores
from habeas.estimation.mse.histories import Histories

_KNOTS: Final = 160


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """Of each graph but the complete one (g,): its probability, and the mean and variance of the total under it."""

    weight: Floats
    mean: Floats
    variance: Floats


def _knots(limit: int) -> Floats:
    """Return the numbers missing that are looked at: all of few, else more and more thinly."""
    if limit <= _KNOTS:
        return np.arange(limit + 1.0)
    found: Floats = np.unique(np.round(np.r_[np.arange(20.0), np.geomspace(20, limit, _KNOTS)]))
    return found


def parts(table: Histories, *, prior: float | None = None, cap: float = CAP, power: float = 1.0) -> Parts:
    """Return what each graph says by itself, for up to seven lists. Totals are looked at on some hundred points: moments are good to a percent or so.

    The sums over totals of N^0, N^1 and N^2 come from adding 0, log N and 2 log N to what goes with each total.
    """
    kept = table.canonical()
    if not 2 <= kept.k <= EXACT_LISTS:
        raise InputError(
            "graphs.one-list" if kept.k < 2 else "estimation.too-many-cells", found=kept.k, most=EXACT_LISTS
        )
    known, limit = graphs(kept.k), max(round(cap * kept.n), 1)
    missing = _knots(limit)
    scores = subset_scores(kept, missing, default_prior(kept) if prior is None else prior, np.arange(1 << kept.k))
    base = total_scores(kept, missing, power) + np.log(np.gradient(missing) if len(missing) > 1 else np.ones(1))
    logs = [sum_over(known, scores, base + times * np.log(kept.n + missing))[1][:-1] for times in (0, 1, 2)]
    weight = np.exp(logs[0] - logs[0].max())
    mean = np.exp(logs[1] - logs[0])
    variance: Floats = np.maximum(np.exp(logs[2] - logs[0]) - mean**2, 0.0)
    return Parts(weight / weight.sum(), mean, variance)
