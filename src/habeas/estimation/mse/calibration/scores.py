"""How an estimator did over many tables of one world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from habeas.estimation.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Scored:
    """What became of one table: point and interval (None: no answer, or no bound), whether the gate refused it, and the truth."""

    point: float | None
    low: float | None
    high: float | None
    refused: bool
    truth: float

    @classmethod
    def of(cls, estimate: Estimate, truth: float) -> Scored:
        """Return what became of an estimate."""
        return cls(estimate.point, estimate.low, estimate.high, estimate.refused, truth)

    @property
    def held(self) -> bool:
        """Return whether the interval holds the truth; an open end holds all on its side, no answer holds nothing."""
        if self.point is None:
            return False
        return (self.low is None or self.low <= self.truth) and (self.high is None or self.truth <= self.high)


@dataclass(frozen=True, slots=True)
class Score:
    """Over ``tables`` tables: the share of intervals that hold the truth, of all that were answered and of those the gate let through.

    ``bias`` is the median of (point - truth)/truth, ``width`` the mean of (high - low)/truth where both ends are bounded, ``refused`` the share refused or without answer. None:
    there was none.
    """

    tables: int
    coverage: float | None
    coverage_given: float | None
    bias: float | None
    width: float | None
    refused: float

    @property
    def error(self) -> float | None:
        """Return the standard error of the coverage, by chance of the simulation; None without answers."""
        if self.coverage is None or not self.tables:
            return None
        # With nothing or everything held the usual formula says 0: two tables are added to each side (Agresti and Coull 1998).
        share = (self.coverage * self.tables + 2) / (self.tables + 4)
        return float(np.sqrt(share * (1 - share) / (self.tables + 4)))


def score(rows: Sequence[Scored]) -> Score:
    """Return the score of what became of many tables."""
    answered = [one for one in rows if one.point is not None]
    given = [one for one in answered if not one.refused]
    widths = [(one.high - one.low) / one.truth for one in answered if one.low is not None and one.high is not None]
    errors = [(one.point - one.truth) / one.truth for one in answered if one.point is not None]
    return Score(
        tables=len(rows),
        coverage=_share([one.held for one in answered]),
        coverage_given=_share([one.held for one in given]),
        bias=float(np.median(errors)) if errors else None,
        width=float(np.mean(widths)) if widths else None,
        refused=1 - len(given) / len(rows) if rows else 0.0,
    )


def _share(held: Sequence[bool]) -> float | None:
    return float(np.mean(held)) if held else None
