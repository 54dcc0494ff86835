"""Lengths of stay: how many are still held after so many days, with those who have not left counted for as long as they were seen.

The estimator is Kaplan and Meier's (1958), with Greenwood's variance and log-log limits, from ``scipy.stats.ecdf``.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

LEVEL: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """Length of stay in one stratum; days. ``median`` is None where fewer than half had left; its bounds where those are not reached."""

    stratum: str
    stays: int
    censored: int
    median: float | None
    median_low: float | None
    median_high: float | None


def curve(days: np.ndarray, ended: np.ndarray, stratum: str) -> tuple[pa.Table, Length]:
    """Return the curve of whole days and its median, from lengths in days and whether each was seen to end.

    Lengths are counted in days begun, so that the curve has a step a day and the table stays short.
    """
    import numpy as np
    import pyarrow as pa
    from scipy.stats import CensoredData, ecdf

    whole = np.ceil(np.maximum(days, 0)).astype(np.int64)
    held = int((~ended).sum())
    made = ecdf(CensoredData(uncensored=whole[ended].astype(float), right=whole[~ended].astype(float)))
    steps = made.sf.quantiles
    low, high = _limits(made.sf, len(steps))
    counted = [np.bincount(whole[mask], minlength=int(whole.max(initial=0)) + 1) for mask in (ended, ~ended)]
    at = steps.astype(np.int64)
    after = np.cumsum((counted[0] + counted[1])[::-1])[::-1]
    table = pa.table(
        {
            "stratum": [stratum] * len(at),
            "days": at,
            "at_risk": after[at],
            "ended": counted[0][at],
            "censored": counted[1][at],
            "still_held": made.sf.probabilities,
            "low": low,
            "high": high,
        }
    )
    median = _crossing(at, made.sf.probabilities)
    # The bounds of the median are where the bounds of the curve cross one half (Brookmeyer and Crowley 1982).
    length = Length(
        stratum=stratum,
        stays=len(days),
        censored=held,
        median=median,
        median_low=_crossing(at, low),
        median_high=_crossing(at, high),
    )
    return table, length


def _limits(survival: object, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the limits at each step; where nobody or everybody is still held they are the value itself."""
    import numpy as np

    if n < 2:
        values = survival.probabilities  # type: ignore[attr-defined]
        return values, values
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # where all or none are still held, log-log has no limits
        interval = survival.confidence_interval(confidence_level=LEVEL, method="log-log")  # type: ignore[attr-defined]
    values = survival.probabilities  # type: ignore[attr-defined]
    low, high = interval.low.probabilities, interval.high.probabilities
    return np.where(np.isnan(low), values, low), np.where(np.isnan(high), values, high)


def _crossing(days: np.ndarray, held: np.ndarray) -> float | None:
    """Return the first day on which at most half are still held."""
    found = (held <= 0.5).nonzero()[0]
    return float(days[found[0]]) if len(found) else None
