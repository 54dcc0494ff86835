"""Whether a figure is told as a fact, or as what is planned or might be."""

from __future__ import annotations

from habeas.reading.kinds.context import Context
from habeas.reading.model import Modality


def modality(context: Context, kind: str) -> Modality:
    """Return whether a figure is planned or supposed: "plans to build a prison for 4,000", "could exceed 1,000"."""
    plan = context.near("plan", within=12)
    if plan is not None and (plan.last < context.first or kind in ("capacity", "cost")):
        return "target"
    might = context.near("might", within=5)
    return "hypothetical" if might is not None and might.last < context.first else "fact"
