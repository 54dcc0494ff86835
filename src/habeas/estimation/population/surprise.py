"""How far each figure is from what all the others say: leave one out, without fitting again."""

from __future__ import annotations

import numpy as np
from scipy.special import log_ndtr, logsumexp, ndtr, ndtri

from habeas.estimation.distribution import Floats
from habeas.estimation.population.mixture import Mixture
from habeas.estimation.population.model import Fit
from habeas.estimation.population.parts import Figures
from habeas.estimation.population.result import Surprise

_NINE_OF_TEN = (0.05, 0.5, 0.95)


def each(fit: Fit, figures: Figures) -> list[Surprise]:
    """Return the surprise of every figure, in their order.

    What the rest says of figure i under one setting of the unknown shares is exact (the leave-one-out formula, or the cavity of a bound);
    the settings are weighed as if the figure had not been seen: by their weight over what they gave it.
    """
    said = _likely(fit, figures)
    logs = np.log(fit.weight)[:, None] - np.maximum(said, -700.0)
    weights = np.exp(logs - logsumexp(logs, axis=0))
    return [_one(fit, figures, at, weights[:, at]) for at in range(len(figures.sd))]


def _likely(fit: Fit, figures: Figures) -> Floats:
    """Return the log density of values, and the log probability of bounds, under the rest (g, n)."""
    seen = figures.seen
    deviate = (seen.value - fit.others_mean) / fit.others_sd
    density = -0.5 * deviate**2 - np.log(fit.others_sd) - 0.5 * np.log(2 * np.pi)
    low, high = ((edge - fit.others_mean) / fit.others_sd for edge in (seen.low, seen.high))
    flip = low + np.where(np.isfinite(high), high, 0) > 0
    first, last = np.where(flip, -high, low), np.where(flip, -low, high)
    above = log_ndtr(last)
    mass = above + np.log1p(-np.exp(np.minimum(log_ndtr(first) - above, -1e-15)))
    found: Floats = np.where(seen.exact, density, mass)
    return found


def _one(fit: Fit, figures: Figures, at: int, weight: Floats) -> Surprise:
    mean, sd = fit.others_mean[:, at], fit.others_sd[:, at]
    spread = Mixture(weight, mean[:, None], sd[:, None], floor=-np.inf)
    low, middle, high = (float(one) for one in spread.quantiles(_NINE_OF_TEN)[:, 0])
    seen = figures.seen
    if seen.exact[at]:
        below = float(weight @ ndtr((seen.value[at] - mean) / sd))
        above = float(weight @ ndtr((mean - seen.value[at]) / sd))
        return Surprise(middle, low, high, _deviate(below, above), min(2 * min(below, above), 1.0))
    # A bound is out of line only where the number is on its wrong side.
    short = float(weight @ ndtr((seen.high[at] - mean) / sd))
    over = float(weight @ ndtr((mean - seen.low[at]) / sd))
    tail = (
        min(2 * min(short, over), 1.0) if np.isfinite(seen.low[at]) and np.isfinite(seen.high[at]) else min(short, over)
    )
    size = max(float(ndtri(1 - min(tail / 2, 0.5))), 0.0) if tail > 1e-15 else 8.0
    return Surprise(middle, low, high, size if over < short else -size, tail)


def _deviate(below: float, above: float) -> float:
    """Return the normal deviate of a place, from its smaller tail."""
    return float(-ndtri(max(above, 1e-300))) if above < below else float(ndtri(max(below, 1e-300)))
