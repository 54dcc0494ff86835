"""Bed-days: the day up to which averages of a year to date were counted, read from the averages themselves.

An average daily population times the number of its days is a whole number of bed-days. Of the days around a workbook's stamp, the one
that makes the published averages of a sheet whole is the last day they count; a sheet is often drawn on another day than the stamped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

_TOLERANCE: Final = 0.004
"""So far from a whole number a product may lie; cells hold 15 digits. One average in 125 fits a wrong day by chance."""
_EXACT: Final = 1e-6
_ROUNDED: Final = 1000
"""Averages written to so few digits say nothing: those of two decimals are whole over 100 days, whatever was counted."""
_SHARE: Final = 0.9
_FEWEST: Final = 5
_MOST: Final = 1500
_BEFORE: Final = timedelta(days=14)
_AFTER: Final = timedelta(days=28)


def last_day(averages: Iterable[float], first: date, days: Sequence[date]) -> date | None:
    """Return the day of ``days`` up to which averages since ``first`` were counted; ``None`` where none fits, or several do.

    Twice the true number of days fits as well, so that of days whose numbers are multiples of one another the first is it. Averages
    of three decimals or fewer fit by their rounding and say nothing; fewer than five others are too few.
    """
    told = [value for value in averages if abs(value * _ROUNDED - round(value * _ROUNDED)) > _EXACT][:_MOST]
    if len(told) < _FEWEST:
        return None
    fitting = [(day, count) for day in days if (count := (day - first).days + 1) > 1 and _fits(told, count)]
    if not fitting or any(count % fitting[0][1] for _, count in fitting):
        return None
    return fitting[0][0]


def days_around(stamp: date, first: date, last: date) -> list[date]:
    """Return the days, within a year from ``first`` to ``last``, on which figures of a workbook with this stamp can have ended."""
    begin, end = max(first, stamp - _BEFORE), min(last, stamp + _AFTER)
    return [begin + timedelta(days=n) for n in range((end - begin).days + 1)]


def _fits(averages: Sequence[float], count: int) -> bool:
    allowed = len(averages) * (1 - _SHARE)
    misses = 0
    for value in averages:
        product = value * count
        misses += abs(product - round(product)) > _TOLERANCE
        if misses > allowed:
            return False
    return True
