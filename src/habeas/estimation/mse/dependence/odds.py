"""Curves: two lists by their odds ratio, the saturated model by its highest-order interaction, any estimate by the odds of being on no list."""

from __future__ import annotations

from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from habeas.errors import InputError
from habeas.estimation.distribution import Floats
from habeas.estimation.estimate import Estimate
from habeas.estimation.mse.dependence.curve import FACTORS, Curve
from habeas.estimation.mse.histories import Histories

HALF: Final = 0.5
"""What is added to each seen cell so that limits exist and are less skewed (Sadinle 2009)."""


def two_lists(table: Histories, odds: ArrayLike = FACTORS, *, level: float = 0.95) -> Curve:
    """Return the total by the odds ratio θ between two lists: n + θ n10 n01 / (n11 + 1).

    At θ = 1 that is Chapman's (1951) estimate; the limits are the transformed logit limits of Sadinle (2009), eq. 7, with θ as an offset. Certain: the
    three seen cells. Possible: everything else, which is why θ is an axis and not a result.
    Raises :class:`~habeas.errors.InputError` unless there are two lists.
    """
    if table.k != 2:
        raise InputError("dependence.not-two-lists", found=table.k)
    x = _ascending(odds)
    first, second, both = (float(one) for one in table.dense()[1:])
    low, high = unseen_limits(np.array(first), np.array(second), np.array(both), x, float(ndtri((1 + level) / 2)))
    return Curve(
        kind="odds-ratio", x=x, total=table.n + x * first * second / (both + 1), low=table.n + low, high=table.n + high, level=level, listed=table.n,
        assumption="dependence.assumption-independent", pair=(table.lists[0], table.lists[1]), pair_odds=x,
    )  # fmt: skip


def unseen_limits(first: Floats, second: Floats, both: Floats, odds: Floats, z: float) -> tuple[Floats, Floats]:
    """Return the limits of the fourth cell of a 2 x 2 table from the other three and its odds ratio; ``z`` is a quantile of the normal.

    Sadinle (2009): θ(a + ½)(b + ½)/(c + ½) · exp(±z s) - ½, s² = 1/(a + ½) + 1/(b + ½) + 1/(c + ½) + (c + ½)/(θ(a + ½)(b + ½)). Where nobody is on both,
    no number is too many, and the upper limit is infinite.
    """
    a, b, c = first + HALF, second + HALF, both + HALF
    middle = odds * a * b / c
    spread = z * np.sqrt(1 / a + 1 / b + 1 / c + 1 / middle)
    low: Floats = np.maximum(middle * np.exp(-spread) - HALF, 0.0)
    high: Floats = np.where(both > 0, middle * np.exp(spread) - HALF, np.inf)
    return low, high


def interaction(table: Histories, factors: ArrayLike = FACTORS, *, level: float = 0.95) -> Curve:
    """Return the total under the saturated log-linear model by its highest-order interaction λ, which no table can tell.

    With λ = 0, the persons on no list are the product of the cells with an odd number of lists over that of the cells with an even number (Fienberg
    1972). With λ they are exp(λ) times as many for an even number of lists and exp(-λ) for an odd one: that is the factor. The limits are those of the
    logarithm by the delta method.
    Raises :class:`~habeas.errors.InputError` where a cell is empty (the model then does not tell the total for any λ) and where lists are fewer than two.
    """
    if table.k < 2:
        raise InputError("dependence.one-list")
    if table.k > 12 or len(table.masks) < (1 << table.k) - 1:
        raise InputError("dependence.empty-cells", found=(1 << min(table.k, 60)) - 1 - len(table.masks))
    x = _ascending(factors)
    logs = np.log(table.counts)
    odd = table.on.sum(axis=1) % 2 == 1
    missing = x * np.exp(logs[odd].sum() - logs[~odd].sum())
    spread = float(ndtri((1 + level) / 2)) * np.sqrt((1 / table.counts).sum() + 1 / missing)
    pair = fullest_pair(table)
    return Curve(
        kind="interaction", x=x, total=table.n + missing, low=table.n + missing * np.exp(-spread), high=table.n + missing * np.exp(spread), level=level,
        listed=table.n, assumption="dependence.assumption-interaction", pair=pair, pair_odds=_odds_of(table, pair, missing),
    )  # fmt: skip


def scaled(
    estimate: Estimate, table: Histories, factors: ArrayLike = FACTORS, *, pair: tuple[str, str] | None = None
) -> Curve:
    """Return an estimate by a factor on the odds of being on no list, given all that its model says of those listed.

    Those odds are the persons on no list over those listed, so the factor multiplies them in the point and in both limits, draw by draw. Which histories the
    listed have does not hang on it: no table speaks for or against it. ``pair`` names the two lists by which the factor is also told as an odds ratio; where none is given, the two
    with most persons on both and on no other.
    Raises :class:`~habeas.errors.InputError` where the estimate has no number or ``pair`` are not two of its lists.
    """
    if estimate.point is None or estimate.listed is None:
        raise InputError("dependence.no-number")
    if pair is not None and (len(set(pair)) != 2 or not set(pair) <= set(table.lists)):
        raise InputError("dependence.no-pair", found=list(pair), lists=list(table.lists))
    x = _ascending(factors)
    listed = estimate.listed
    low = 0.0 if estimate.low is None else max(estimate.low - listed, 0.0)
    high = np.inf if estimate.high is None else estimate.high - listed
    missing = x * max(estimate.point - listed, 0.0)
    chosen = pair or (fullest_pair(table) if table.k > 1 else None)
    return Curve(
        kind="unseen", x=x, total=listed + missing, low=listed + x * low, high=listed + x * high, level=estimate.level, listed=listed,
        assumption=estimate.assumption, pair=chosen, pair_odds=None if chosen is None else _odds_of(table, chosen, missing),
    )  # fmt: skip


def pair_odds(table: Histories, first: str, second: str, missing: float) -> float | None:
    """Return the odds ratio between two lists among those on no other list, if so many are on none; None where nobody is on one of them alone."""
    found = float(_odds_of(table, (first, second), np.array([missing]))[0])
    return found if np.isfinite(found) else None


def seen_odds(table: Histories) -> dict[tuple[str, str], float | None]:
    """Return the odds ratio of every two lists among the persons on at least one other list, where all four cells are seen.

    A measure for what is to be expected among those on no other list, and no proof of it. Half a person is added to each cell (Haldane 1956). None where
    nobody is on another list.
    """
    found: dict[tuple[str, str], float | None] = {}
    for i, j in combinations(range(table.k), 2):
        other = (table.masks & ~(1 << i | 1 << j)) != 0
        a, b = table.on[:, i], table.on[:, j]
        cells = [float(table.counts[other & (a == one) & (b == two)].sum()) + HALF for one, two in ((True, True), (False, False), (True, False), (False, True))]  # fmt: skip
        found[table.lists[i], table.lists[j]] = cells[0] * cells[1] / (cells[2] * cells[3]) if other.any() else None
    return found


def fullest_pair(table: Histories) -> tuple[str, str]:
    """Return the two lists with most persons on exactly these two; of equals the first by name."""
    cells = dict(zip(table.masks.tolist(), table.counts.tolist(), strict=True))
    pairs = {
        tuple(sorted((table.lists[i], table.lists[j]))): cells.get(1 << i | 1 << j, 0)
        for i, j in combinations(range(table.k), 2)
    }
    first, second = min(pairs, key=lambda one: (-pairs[one], one))
    return first, second


def _odds_of(table: Histories, pair: tuple[str, str], missing: Floats) -> Floats:
    """Return n_ab n_0 / (n_a n_b) of those on no other list, (n,); nan where one of the three seen cells is empty."""
    i, j = (1 << table.lists.index(name) for name in pair)
    cells = dict(zip(table.masks.tolist(), table.counts.tolist(), strict=True))
    both, first, second = (cells.get(mask, 0) for mask in (i | j, i, j))
    if not (both and first and second):
        return np.full(len(missing), np.nan)
    odds: Floats = missing * both / (first * second)
    return odds


def _ascending(values: ArrayLike) -> Floats:
    x = np.unique(np.asarray(values, np.float64))
    if not len(x) or not np.isfinite(x).all() or x[0] <= 0:
        raise InputError("dependence.factors", found=x.tolist())
    return x
