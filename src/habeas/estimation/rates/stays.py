"""How long stays last and how full a place is, each with its interval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from habeas.custody.lengths import LEVEL, curve
from habeas.errors import InputError
from habeas.estimation.distribution import Distribution
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.rates.rate import Known, bounds_of, ratio


def mean_stay(person_days: Known, admissions: Known, *, level: float = 0.95, **settings: Any) -> Estimate:
    """Return the mean length of stay in days: person-days over admissions of the same period (Little 1961).

    The chance is that of admissions, exact Poisson; bounds and distributions of either are combined as in :func:`rate`.
    """
    turned = ratio(admissions, person_days, level=level)
    point_, low, high = (None if not one else 1 / one for one in (turned.point, turned.high, turned.low))
    reasons = [one for one in turned.reasons if one.gravity != "note"]
    if turned.point is not None and turned.point == 0:
        reasons.append(Reason("rates.no-admissions", "warn"))
    renamed = [
        Reason("rates.at-least-admissions", one.gravity, one.values) if one.key == "rates.at-least" else one
        for one in reasons
    ]
    return Estimate(
        method="stay", quantity="stay", point=point_, low=low if low is not None else 0.0, high=high, level=level,
        assumption="rates.assume-mean-stay", diagnostics={"admissions": turned.diagnostics["observed"], "person_days": turned.diagnostics["expected"]},
        settings={"of": "mean", **settings},
    ).with_reasons(*renamed)  # fmt: skip


def median_stay(days: ArrayLike, ended: ArrayLike, **settings: Any) -> Estimate:
    """Return the median length of stay in days at 95 %, from lengths seen so far and whether each was seen to end.

    Kaplan and Meier's estimate with the limits of :mod:`habeas.custody`: those who have not left count for as long as they were seen. Without an answer
    where fewer than half had left. Raises :class:`~habeas.errors.InputError` where the two have different lengths or there is no stay.
    """
    lengths, over = np.asarray(days, np.float64), np.asarray(ended, bool)
    if lengths.shape != over.shape or not len(lengths):
        raise InputError("rates.stays", days=len(lengths), ended=len(over))
    if not over.any():
        found: tuple[float | None, float | None, float | None] = (None, None, None)
    else:
        _, made = curve(lengths, over, "all")
        found = (made.median, made.median_low, made.median_high)
    reasons = (
        []
        if found[0] is not None
        else [Reason("rates.half-not-left", "warn", {"n": len(lengths), "left": int(over.sum())})]
    )
    return Estimate(
        method="stay", quantity="stay", point=found[0], low=found[1], high=found[2], level=LEVEL,
        assumption="rates.assume-median-stay", diagnostics={"stays": len(lengths), "not_ended": int((~over).sum())},
        settings={"of": "median", **settings}, reasons=tuple(reasons),
    )  # fmt: skip


def occupancy(
    held: Known, capacities: Mapping[str, float | tuple[float, float]], *, level: float = 0.95, **settings: Any
) -> Mapping[str, Estimate]:
    """Return occupancy in percent of each kind of capacity (design, official, operational, emergency), never of a mixture of them.

    ``held`` and each capacity are numbers, bounds, or (``held``) a distribution; bounds give bounds, at their extremes. A capacity of 0 refuses.
    """
    return {kind: _occupancy(held, one, kind, level, settings) for kind, one in sorted(capacities.items())}


def _occupancy(
    held: Known, capacity: float | tuple[float, float], kind: str, level: float, settings: Mapping[str, Any]
) -> Estimate:
    least, most = capacity if isinstance(capacity, tuple) else (capacity, capacity)
    rest: dict[str, Any] = {
        "method": "occupancy", "quantity": "occupancy", "assumption": "rates.assume-occupancy",
        "settings": {"capacity": kind, "bounds": [least, most], **settings},
    }  # fmt: skip
    if not 0 < least <= most:
        refusal = Reason("rates.no-capacity", "refuse", {"found": least, "kind": kind})
        return Estimate(point=None, low=None, high=None, level=level, reasons=(refusal,), **rest)
    if isinstance(held, Distribution):
        span = held.interval(level)
        low, high, middle = span.low, span.high, held.median
        known: Distribution | None = Distribution(held.support * 100 * 2 / (least + most), held.weight)
    else:
        low, high = bounds_of(held)
        middle, known, level = low if high is None else (low + high) / 2, None, 1.0
    reasons = [] if high is not None else [Reason("rates.held-at-least", "warn", {"found": round(low or 0)})]
    return Estimate(
        point=200 * middle / (least + most), low=None if low is None else 100 * low / most, high=None if high is None else 100 * high / least,
        level=level, distribution=known if least == most else None, reasons=tuple(reasons), **rest,
    )  # fmt: skip
