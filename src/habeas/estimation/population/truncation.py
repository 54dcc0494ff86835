"""A normal number of which one bound, or both, are known: how probable that was, and its mean and variance then."""

from __future__ import annotations

import numpy as np
from scipy.special import log_ndtr

from habeas.estimation.distribution import Floats

_LARGEST = 300.0
"""The logarithm of a number whose square is still one."""
_LEAST = 1e-10
"""Of the variance, what is left at least: less is lost in rounding."""
_LOG_ROOT_TWO_PI = 0.5 * np.log(2 * np.pi)


def truncated(mean: Floats, variance: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats, Floats]:
    """Return (log probability, mean, variance) of a normal number given that it lies between ``low`` and ``high``.

    All have one shape, or broadcast to it; a bound is infinite where there is none. The moments are those of the doubly truncated
    normal distribution (Johnson, Kotz & Balakrishnan 1994, section 13.10.1), reckoned in logarithms so that a bound forty
    standard deviations away gives numbers and no zeros.
    """
    wide = np.sqrt(variance)
    first, last = (low - mean) / wide, (high - mean) / wide
    # The tail to the left of the mean is the one that logarithms keep exact: look from that side.
    with np.errstate(invalid="ignore"):  # no bound on either side: nothing to look from
        flip = first + last > 0
    first, last = np.where(flip, -last, first), np.where(flip, -first, last)
    below = log_ndtr(first)
    upto = log_ndtr(last)
    log_mass = upto + np.log1p(-np.exp(np.minimum(below - upto, -1e-15)))
    at_first, at_last = (_ratio(edge, log_mass) for edge in (first, last))
    shift = at_first - at_last
    spread = 1 + _times(first, at_first) - _times(last, at_last) - shift**2
    # Between bounds that are narrow beside the doubt the differences cancel: there the number is all but uniform.
    narrow = last - first < 1e-3
    with np.errstate(invalid="ignore"):
        middle = np.where(narrow, (first + last) / 2, shift)
        spread = np.where(narrow, np.maximum((last - first) ** 2 / 12, _LEAST), np.clip(spread, _LEAST, 1.0))
    moved = np.where(flip, -middle, middle)
    return log_mass, mean + wide * moved, variance * spread


def _ratio(edge: Floats, log_mass: Floats) -> Floats:
    """Return the density at an edge over the mass between the edges; zero at an infinite one."""
    finite = np.isfinite(edge)
    safe = np.where(finite, edge, 0.0)
    # Where bounds stand all but upon each other the mass is nothing and the ratio beyond all numbers; the caller takes the narrow case apart.
    log = np.minimum(-0.5 * safe**2 - _LOG_ROOT_TWO_PI - log_mass, _LARGEST)
    found: Floats = np.where(finite, np.exp(log), 0.0)
    return found


def _times(edge: Floats, ratio: Floats) -> Floats:
    """Return edge times ratio, zero where the edge is infinite."""
    return np.where(np.isfinite(edge), edge, 0.0) * ratio
