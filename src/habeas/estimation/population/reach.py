"""What a published figure lets the number be: its bounds, how far it was rounded, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np

from habeas.amount import Amount

ABOUT: Final = 0.05
"""The half width of "about", as a share of the figure, where nobody says one; taken to hold in 9 of 10 cases."""
ROUNDED_AT_MOST: Final = 0.05
"""No figure is taken to be rounded by more than this share of itself to either side, whatever zeros it ends in."""
_NINE_OF_TEN: Final = 1.6448536269514722
_COARSE: Final = 0.01


@dataclass(frozen=True, slots=True)
class Reach:
    """What a figure says: a ``value`` with standard deviation ``sd``, or that the number lies from ``low`` to ``high``.

    ``exact`` tells the first from the second; a bound is infinite where there is none.
    """

    value: float
    sd: float
    low: float
    high: float
    exact: bool


def grain(value: Decimal) -> float:
    """Return the power of ten to which a figure may have been rounded: 1 for 97,525, 100 for 72,600, 1000 for 38,000."""
    whole = value.to_integral_value()
    if whole != value or not whole:
        return 1.0
    digits = str(abs(int(whole)))
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))


def rounding(value: Decimal) -> float:
    """Return how far a figure may lie from the number for rounding alone, to either side."""
    return min(grain(value) / 2, max(ROUNDED_AT_MOST * abs(float(value)), 0.5))


def reach(amount: Amount) -> Reach | None:
    """Return what an amount says of the number, or None where it excludes nothing.

    A figure rounded by less than one per cent is a value with the variance of the uniform distribution; one rounded more is a pair
    of bounds. "Between" is a pair of bounds. "About" is a value: its width, or :data:`ABOUT`, holds in 9 of 10 cases.
    """
    stated = None if amount.stated is None else float(amount.stated)
    if amount.qualifier == "about" and stated is not None:
        share = ABOUT if amount.width is None else float(amount.width)
        half = max(share * abs(stated), rounding(amount.stated)) if amount.stated is not None else 0.0
        return Reach(stated, half / _NINE_OF_TEN, -np.inf, np.inf, exact=True)
    low = -np.inf if amount.low is None else float(amount.low)
    high = np.inf if amount.high is None else float(amount.high)
    if not np.isfinite(low) and not np.isfinite(high):
        return None
    if low == high and amount.low is not None:
        half = rounding(amount.low)
        if half <= _COARSE * abs(low) or half <= 0.5:
            return Reach(low, half / np.sqrt(3), low, high, exact=True)
        return Reach(low, 0.0, low - half, low + half, exact=False)
    if np.isfinite(low) and np.isfinite(high):
        return Reach((low + high) / 2, 0.0, low, high, exact=False)
    return Reach(low if np.isfinite(low) else high, 0.0, low, high, exact=False)
