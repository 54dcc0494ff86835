"""A check against a number that is known: hide a list, and predict how many are on it from the other lists alone.

The persons of one list are a population of known size. Which other lists they are on makes a table of that population; the persons on none of
the others are its missing, and how many they are is known. An estimator that does not find them there has no claim to find those on no list at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from habeas import words
from habeas.estimation.estimate import Reason, shown
from habeas.estimation.mse.calibration.own import Estimator, by
from habeas.estimation.mse.gate.of_table import OVERLAP
from habeas.estimation.mse.histories import Histories

FEWEST: Final = 4
"""With three lists two are left, whose dependence no estimator can see: that it misses then says nothing of what it does with three."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """One list hidden: its size, how many of it are on other lists, and what these predict of its size. None where they say nothing."""

    list: str
    size: int
    listed: int
    point: float | None
    low: float | None
    high: float | None
    level: float

    @property
    def held(self) -> bool | None:
        """Return whether the interval holds the size; None without a prediction."""
        if self.point is None:
            return None
        return (self.low is None or self.low <= self.size) and (self.high is None or self.size <= self.high)

    def text(self, lang: words.Lang) -> str:
        """Return the check in words."""
        if self.point is None:
            return words.text("calibration.hidden-nothing", lang, list=self.list, size=self.size, listed=self.listed)
        key = "calibration.hidden-held" if self.held else "calibration.hidden-missed"
        said = shown(self.high) if self.high is not None else words.text("dependence.no-bound", lang)
        return words.text(
            key, lang, list=self.list, size=self.size, listed=self.listed, point=shown(self.point), low=shown(self.low), high=said
        )  # fmt: skip

    def as_json(self, lang: words.Lang = "en") -> dict[str, Any]:
        """Return the check as values of JSON."""
        return {
            **{
                name: getattr(self, name)
                for name in ("list", "size", "listed", "point", "low", "high", "level", "held")
            },
            "message": self.text(lang),
        }


def hide_a_list(table: Histories, estimator: Estimator = "graphs", *, level: float = 0.95) -> tuple[Hidden, ...]:
    """Return, for each list in turn, its size as the other lists predict it from its own persons on them.

    Needs three lists: with fewer, nothing is returned. A list of whom fewer than seven persons are on two of the others has no prediction. That an
    estimator passes says that it allows for the dependence of the others among persons of this list, and nothing of persons whom no list reaches.
    """
    if table.k < 3:
        return ()
    ordered = table.canonical()
    return tuple(_hidden(ordered, at, estimator, level) for at in range(table.k))


def _hidden(table: Histories, at: int, estimator: Estimator, level: float) -> Hidden:
    on = table.on[:, at]
    bit = 1 << at
    impossible = [_shut(one ^ bit, at) for one in table.impossible if one & bit and one != bit]
    rest = Histories.of_masks(
        [_shut(int(one) & ~bit, at) for one in table.masks[on]],
        table.counts[on],
        [name for place, name in enumerate(table.lists) if place != at],
        impossible,
    )
    known = int(table.sizes[at])
    twice = int(rest.counts[rest.on.sum(axis=1) > 1].sum())
    if twice < OVERLAP:
        return Hidden(table.lists[at], known, rest.n, None, None, None, level)
    estimate = by(estimator, level)(rest)
    return Hidden(table.lists[at], known, rest.n, estimate.point, estimate.low, estimate.high, level)


def _shut(mask: int, at: int) -> int:
    """Return a history without the place of a list."""
    return (mask & ((1 << at) - 1)) | (mask >> (at + 1) << at)


def of_hidden(found: Sequence[Hidden]) -> list[Reason]:
    """Return that most lists were predicted too small or too large: of four lists or more, where at least two could be predicted."""
    told = [one for one in found if one.point is not None]
    low = sum(one.high is not None and one.high < one.size for one in told)
    high = sum(one.low is not None and one.low > one.size for one in told)
    if len(found) < FEWEST or len(told) < 2 or max(low, high) * 2 <= len(told):
        return []
    key = "calibration.hidden-mostly-low" if low > high else "calibration.hidden-mostly-high"
    return [Reason(key, "warn", {"missed": max(low, high), "told": len(told)})]
