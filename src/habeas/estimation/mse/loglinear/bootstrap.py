"""The interval: tables drawn from the table, in each of which the model is chosen anew, corrected for bias and for its change (BCa, Efron 1987).

An interval from the chosen model alone takes the choice for known. Drawing tables and choosing again in each lets the doubt about the model into the interval
(Silverman, Chan & Vincent 2024).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from habeas.estimation.distribution import Distribution, Floats, Interval
from habeas.estimation.mse.loglinear.choosing import Chooser


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Totals of drawn tables (b,), infinite where none follows; of the table with a person less (m,), with the persons each stands for (m,); and the share of draws that chose the same model."""

    totals: Floats
    without: Floats
    persons: Floats
    same: float


def draw(
    chooser: Chooser,
    cells: Floats,
    best: NDArray[np.bool_],
    draws: int,
    *,
    seed: int,
    progress: Callable[[float], None] | None = None,
) -> Drawn:
    """Draw tables of as many persons, each with a history by its share of the table, and leave out one person of each history; ``best`` (t,) is the model of the table."""
    rng = np.random.default_rng(seed)
    at = np.flatnonzero(cells)
    totals, same = np.empty(draws), 0
    for turn, counts in enumerate(rng.multinomial(int(cells.sum()), cells[at] / cells.sum(), size=draws)):
        table = np.zeros(len(cells))
        table[at] = counts
        found = chooser(table)
        totals[turn] = found.total
        same += bool((found.held == best).all())
        if progress is not None and turn % 20 == 0:
            progress(turn / (draws + len(at)))
    without = np.empty(len(at))
    for turn, cell in enumerate(at):
        table = cells.copy()
        table[cell] -= 1
        without[turn] = chooser(table).total
    if progress is not None:
        progress(1.0)
    return Drawn(totals, without, cells[at], same / draws if draws else 0.0)


def bias(point: float, totals: Floats) -> float:
    """Return z0 = Φ^-1 of the share of draws below the point (Efron 1987); half of those equal to it count, and it stays finite."""
    equal = np.isclose(totals, point, rtol=1e-9)
    share = ((totals < point) & ~equal).sum() + 0.5 * equal.sum()
    return float(ndtri(np.clip(share, 0.5, len(totals) - 0.5) / len(totals)))


def acceleration(without: Floats, persons: Floats) -> float:
    """Return a = Σ w d³ / (6 (Σ w d²)^1.5), with d = mean - without and as many w as persons have the history (Efron 1987); 0 where nothing changes."""
    sound = np.isfinite(without)
    if not sound.any():
        return 0.0
    values, many = without[sound], persons[sound]
    d = np.average(values, weights=many) - values
    square = float(many @ d**2)
    # Rounding alone is no change.
    if square <= (1e-7 * abs(values).max()) ** 2:
        return 0.0
    return float(many @ d**3 / (6 * square**1.5))


def confidence(totals: Floats, z0: float, a: float) -> tuple[Floats, Floats]:
    """Return the draws in order and the weight of each (b,), with which their quantile at any share is the end of the BCa interval at that share.

    The end at share s is the quantile of the draws at Φ(z0 + (z0 + z_s)/(1 - a (z0 + z_s))) (Efron 1987); turned round, a draw at share u stands at
    s = Φ(w/(1 + a w) - z0), w = Φ^-1(u) - z0.
    """
    w = ndtri(np.arange(1, len(totals)) / len(totals)) - z0
    turned = np.where(w > 0, np.inf, -np.inf)
    sound = 1 + a * w > 0  # beyond, the correction has run past every share
    turned[sound] = w[sound] / (1 + a * w[sound])
    turned = np.r_[-np.inf, turned, np.inf]
    return np.sort(totals), np.diff(ndtr(turned - z0))


def interval(totals: Floats, weight: Floats, level: float) -> Interval:
    """Return the central interval; an end among draws without a total is no end."""
    reached = np.cumsum(weight)
    tail = (1 - level) / 2
    ends = [
        float(totals[min(int(np.searchsorted(reached, share - 1e-12)), len(totals) - 1)]) for share in (tail, 1 - tail)
    ]
    low, high = (one if np.isfinite(one) else None for one in ends)
    return Interval(low, high, level)


def distribution(totals: Floats, weight: Floats) -> Distribution | None:
    """Return the distribution of the draws that have a total; None where fewer than two have one."""
    kept = np.isfinite(totals) & (weight > 0)
    return Distribution.of_weights(totals[kept], weight[kept]) if kept.sum() > 1 else None
