"""Which period lists are of, and that an estimate from them is of everybody held in it, never of those held on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from habeas.estimation.estimate import Reason


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day that lists tell of."""

    first: date
    last: date

    def overlaps(self, other: Period) -> bool:
        """Return whether two periods have a day in common."""
        return self.first <= other.last and other.first <= self.last


def ever_held(period: Period | None) -> Reason:
    """Return the note that goes with every estimate from lists: it counts who was ever held in the period, not who is held now.

    Lists gather over time. Whoever left custody before another list began counts as missed by it, as everybody else does: the number is of all who passed through.
    """
    if period is None:
        return Reason("strata.ever-held", "note")
    return Reason("strata.ever-held-between", "note", {"first": period.first, "last": period.last})
