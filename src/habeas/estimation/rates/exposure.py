"""Person-years: how many years all who were held spent in custody together, from how many were held on which day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from habeas.errors import InputError
from habeas.estimation.distribution import Distribution, Floats
from habeas.estimation.rates.periods import Days

Row = tuple[date, float, float]
_LEVELS: Final = (0.95, 0.9, 0.5)
_POINTS: Final = 401


@runtime_checkable
class Band(Protocol):
    """How many were held on each of some days, as a posterior band; what :mod:`habeas.estimation.population` returns is one."""

    @property
    def days(self) -> Sequence[date]:
        """Return the days, ascending."""
        ...

    @property
    def median(self) -> Floats:
        """Return the median on each day."""
        ...

    def band(self, level: float) -> tuple[Floats, Floats]:
        """Return the central interval on each day."""
        ...


def person_years(band: Band | Iterable[Row], first: date, last: date) -> Distribution | tuple[float, float]:
    """Return the person-years from the first day to the last, both included.

    Of rows ``(day, low, high)`` the result is bounds (low, high); of a posterior band it is a distribution whose days are taken to err together: all
    high, or all low. Days that err apart would make the sum surer than this, never less sure. Between two days the number is taken to move in a
    straight line. Raises :class:`~habeas.errors.InputError` where the days of the band do not reach from the first to the last.
    """
    window = Days(first, last)
    if isinstance(band, Band):
        days, shares, rows = _of_band(band)
        return _together(shares, np.array([_sum(days, row, window) for row in rows]))
    rows_given = sorted(band)
    days = [one[0] for one in rows_given]
    wrong = next((one for one in rows_given if not 0 <= one[1] <= one[2]), None)
    if wrong is not None:
        raise InputError("rates.band-reversed", day=wrong[0], low=wrong[1], high=wrong[2])
    low = _sum(days, [one[1] for one in rows_given], window)
    high = _sum(days, [one[2] for one in rows_given], window)
    return low, high


def person_years_of_draws(days: Sequence[date], draws: ArrayLike, first: date, last: date) -> Distribution:
    """Return the person-years from draws (n, days) of the number held: how the days err together is that of the draws."""
    window = Days(first, last)
    return Distribution.of_draws([[_sum(days, row, window) for row in np.atleast_2d(np.asarray(draws, np.float64))]])


def widest_gap(days: Iterable[date], first: date, last: date) -> int:
    """Return the most days between two reports from the first day to the last."""
    seen = sorted({min(max(one, first), last) for one in days} | {first, last})
    return max(((two - one).days for one, two in pairwise(seen)), default=0)


def _sum(days: Sequence[date], held: ArrayLike, window: Days) -> float:
    """Return the average number held on the days of a period, times its length in years."""
    if not days or days[0] > window.first or days[-1] < window.last:
        known = Days(days[0], days[-1]) if days else None
        raise InputError("rates.band-short", wanted=window, known=known or "–")
    at = np.array([(one - days[0]).days for one in days], np.float64)
    every = np.arange((window.first - days[0]).days, (window.last - days[0]).days + 1)
    return float(np.interp(every, at, np.asarray(held, np.float64)).mean()) * window.years


def _of_band(band: Band) -> tuple[Sequence[date], list[float], list[Floats]]:
    """Return the days, shares in their order and a row of quantiles for each."""
    found: dict[float, Floats] = {0.5: band.median}
    for level in _LEVELS:
        found[(1 - level) / 2], found[(1 + level) / 2] = band.band(level)
    shares = sorted(found)
    return band.days, shares, [found[one] for one in shares]


def _together(shares: Sequence[float], sums: Floats) -> Distribution:
    """Return the distribution that has these quantiles, straight between and beyond them in units of normal deviates."""
    at = ndtri(np.asarray(shares))
    slopes = [(sums[1] - sums[0]) / (at[1] - at[0]), (sums[-1] - sums[-2]) / (at[-1] - at[-2])]
    wide = np.array([at[0] - 3, *at, at[-1] + 3])
    values = np.array([sums[0] - 3 * slopes[0], *sums, sums[-1] + 3 * slopes[1]])
    edges = np.linspace(wide[0], wide[-1], _POINTS + 1)
    middles = (edges[:-1] + edges[1:]) / 2
    return Distribution.of_weights(np.maximum(np.interp(middles, wide, values), 0.0), np.diff(ndtr(edges)))
