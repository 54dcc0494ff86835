"""Lengths of stay: how many are still held after so many days, with those who have not left counted for as long as they were seen.

The estimator is Kaplan and Meier's (1958), with Greenwood's variance and log-log limits, from ``scipy.stats.ecdf``.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

LEVEL: Final = 0.95
STRATA: Final = ("sex", "criminality")


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """Length of stay in one stratum; days. ``median`` is None where fewer than half had left; its bounds where those are not reached."""

    stratum: str
    stays: int
    censored: int
    median: float | None
    median_low: float | None
    median_high: float | None


def curves(stays: pa.Table) -> tuple[pa.Table, Length]:
    """Return the curves of all stays and of each value of :data:`STRATA`, and the length of all.

    ``stays`` has ``days_low``, ``open`` and the strata.
    """
    import pyarrow as pa

    days, ended = stays["days_low"].to_numpy(), ~stays["open"].to_numpy(zero_copy_only=False)
    made = [curve(days[mask], ended[mask], stratum) for stratum, mask in _strata(stays)]
    return pa.concat_tables(table for table, _ in made), made[0][1]


def _strata(stays: pa.Table) -> list[tuple[str, Any]]:
    """Return the strata with which of the stays are in each: all, then each value of each dimension in its order."""
    import numpy as np
    import pyarrow.compute as pc

    found: list[tuple[str, Any]] = [("all", np.ones(stays.num_rows, dtype=bool))]
    for name in STRATA:
        values = sorted(one for one in pc.unique(stays[name]).to_pylist() if one is not None)
        found += [(f"{name}:{one}", pc.fill_null(pc.equal(stays[name], one), False).to_numpy()) for one in values]
    return found


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
    length = Length(
        stratum=stratum,
        stays=len(days),
        censored=held,
        median=half(zip(at, made.sf.probabilities, strict=True)),
        median_low=half(zip(at, low, strict=True)),
        median_high=half(zip(at, high, strict=True)),
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


def half(curve: Iterable[tuple[float, float]]) -> float | None:
    """Return the first day on which at most half are still held, from (days, share) in order; None where that is not reached.

    Of a curve that is the median, of its limits the limits of the median (Brookmeyer and Crowley 1982).
    """
    return next((float(days) for days, held in curve if held <= 0.5), None)
