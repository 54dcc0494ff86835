"""What the total would be under another criterion, another order of interaction, or averaged: how much of it is the statistician's choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from habeas.estimation.distribution import Floats
from habeas.estimation.estimate import Reason, shown
from habeas.estimation.mse.loglinear.choosing import Choice, Chooser

MATTERS: Final = 2.0
"""The missing under another choice over those under the one that was made, either way, from which it is told."""


def sensitivity(chooser: Chooser, cells: Floats, chosen: Choice) -> list[dict[str, Any]]:
    """Return rows of what was changed, criterion, order and the total (None where none follows); only where all models can be gone through, up to five lists."""
    if chooser.search != "all" or not 2 < chooser.k < 6:
        return []
    made = replace(chooser, average=False)
    other = replace(made, criterion="aic" if made.criterion == "bic" else "bic")
    changed: list[tuple[str | None, Chooser]] = [
        (None, chooser),
        ("criterion", other),
        ("average", replace(made, average=not chooser.average)),
    ]
    changed += [("order", replace(made, order=order)) for order in range(1, chooser.k) if order != made.order]
    rows = []
    for name, one in changed:
        total = chosen.total if name is None else one(cells).total
        rows.append({
            "changed": name, "criterion": one.criterion, "order": one.order, "average": one.average,
            "estimate": float(total) if np.isfinite(total) else None,
        })  # fmt: skip
    return rows


def of_sensitivity(rows: Sequence[dict[str, Any]], point: float, listed: int) -> list[Reason]:
    """Return that another criterion or order matters; an order of 1, independence, is no rival where models with interactions were looked at."""
    found = []
    for changed in ("criterion", "order"):
        rivals = [one for one in rows if one["changed"] == changed and one["estimate"] is not None and one["order"] > 1]
        ratios = [(_apart(one["estimate"], point, listed), one) for one in rivals]
        if not ratios:
            continue
        ratio, row = max(ratios, key=lambda each: each[0])
        if ratio > MATTERS:
            values = {
                "point": shown(point),
                "other": shown(row["estimate"]),
                "value": str(row[changed]).upper() if changed == "criterion" else row[changed],
            }
            found.append(Reason(f"loglinear.other-{changed}", "warn", values))
    return found


def _apart(one: float, two: float, listed: int) -> float:
    """Return how many times the missing of one total are those of the other, the larger over the smaller."""
    small, large = sorted(max(each - listed, 1.0) for each in (one, two))
    return large / small
