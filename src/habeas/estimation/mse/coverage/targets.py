"""Lists that may hold others than are counted: what becomes of the estimate if some of those only they have are no targets."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from habeas.errors import InputError
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.mse.coverage.asking import Ask, asked
from habeas.estimation.mse.histories import Histories
from habeas.estimation.mse.period import Period, ever_held

_STEPS: Final = 11


def non_targets(
    table: Histories,
    name: str,
    share: float,
    *,
    estimator: Ask | None = None,
    level: float = 0.95,
    steps: int = _STEPS,
    period: Period | None = None,
) -> Estimate:
    """Return the range of the total if up to a ``share`` of the persons whom only the list ``name`` has should not be counted.

    A list of a hospital holds persons who were never in custody; they are on no other list, so they look like persons whom the others missed, and swell the estimate. Whoever is on another list too is
    taken for a target. The point is the estimate if all are targets; ``low`` and ``high`` are the lowest and highest ends of all intervals on the way, so that ``high`` is an upper bound and ``low`` holds at
    the full share. ``diagnostics["curve"]`` has each step. Raises :class:`~habeas.errors.InputError` for a list that there is not and a share outside 0 to 1.
    """
    if name not in table.lists:
        raise InputError("coverage.no-such-list", found=[name], known=list(table.lists))
    if not 0 <= share <= 1:
        raise InputError("coverage.no-share", found=share)
    ask = asked(estimator, level)
    only = int(table.counts[table.masks == 1 << table.lists.index(name)].sum())
    curve: list[dict[str, Any]] = []
    first: Estimate | None = None
    for step in np.linspace(0, share, max(steps, 2)):
        out = round(only * float(step))
        made = ask(_less(table, name, out))
        first = first or made
        answered = not made.refused and made.point is not None
        curve.append({
            "share": float(step), "non_targets": out, "listed": table.n - out, "estimate": made.point if answered else None,
            "low": made.low if answered else None, "high": made.high if answered else None,
        })  # fmt: skip
    answers = [one for one in curve if one["estimate"] is not None]
    lows, highs = ([one[end] for one in answers] for end in ("low", "high"))
    found = Estimate(
        method="targets", quantity="total", point=curve[0]["estimate"], level=level, listed=table.n, assumption="coverage.non-targets-assumption",
        low=min(lows) if lows and None not in lows else None, high=max(highs) if highs and None not in highs else None,
        diagnostics={"curve": curve, "only_there": only}, settings={"list": name, "share": share, "steps": len(curve)},
    )  # fmt: skip
    told = {
        "list": name,
        "share": round(100 * share),
        "n": only,
        "low": _whole(answers, -1),
        "high": _whole(answers, 0),
    }
    reasons = [*(first.reasons if first else ()), ever_held(period)]
    if len(answers) == len(curve):
        reasons.append(Reason("coverage.non-targets", "warn" if share and only else "note", told))
    else:
        values = {"n": len(curve) - len(answers), "steps": len(curve)}
        reasons.append(Reason("coverage.non-targets-unanswered", "refuse", values))
    return found.with_reasons(*reasons)


def _less(table: Histories, name: str, out: int) -> Histories:
    counts = table.counts.copy()
    counts[table.masks == 1 << table.lists.index(name)] -= out
    return Histories.of_masks(table.masks, counts, table.lists, table.impossible)


def _whole(answers: list[dict[str, Any]], at: int) -> object:
    return round(answers[at]["estimate"]) if answers else "–"
