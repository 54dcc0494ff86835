"""The tolerance of a series: how far a published figure usually lies from the rebuilt one, learned from pairs of both.

What is learned is the logarithm of published / rebuilt. The usual ratio is a median. From how far each pair lies from the ratio
that the *others* give (leave one out) follows how far the next one may lie:

* from :data:`ORDERED` pairs on, by the order of these distances alone, whatever their distribution (jackknife prediction, in the
  manner of conformal prediction: Vovk, Gammerman and Shafer 2005; Barber, Candès, Ramdas and Tibshirani 2021);
* from :data:`FEWEST` pairs on, by their median times a factor for so few, found by simulation (``bench/tested.py``) so that normal
  distances are covered, and heavy tails too (Student's t of 3 degrees, Laplace, one in twenty ten times as far);
* below, nothing is learned.

Where the ratio drifts, the median of the :data:`NEAR` nearest periods is a better centre than that of all; it is used where it is
nearer to the pairs left out. What lies beyond the series is then foretold from one side, and its distances are those of such forecasts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from habeas.findings.tested.model import Tolerance

if TYPE_CHECKING:
    import numpy as np

LEVEL: Final = 0.95
FEWEST: Final = 8
ORDERED: Final = 39
NEAR: Final = 7
_CLEARLY: Final = 0.75
_EXACT: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A published figure beside the rebuilt one, of the days from ``first_day`` to ``last_day``."""

    published: float
    rebuilt: float
    first_day: date
    last_day: date
    place: str | None = None

    @property
    def usable(self) -> bool:
        """Whether both are above 0, so that they have a ratio."""
        return self.published > 0 and self.rebuilt > 0

    @property
    def length(self) -> int:
        """How many days the period has."""
        return (self.last_day - self.first_day).days + 1

    @property
    def middle(self) -> float:
        """The middle of the period, in days."""
        return (self.first_day.toordinal() + self.last_day.toordinal()) / 2

    def same_days(self, first: date, last: date, place: str | None) -> bool:
        """Whether a period of a place is about the same: at least half of the days of both together are common."""
        common = (min(self.last_day, last) - max(self.first_day, first)).days + 1
        every = (max(self.last_day, last) - min(self.first_day, first)).days + 1
        return self.place == place and 2 * common >= every

    def overlaps(self, other: Compared) -> bool:
        """Whether the two speak of one place and a day in common."""
        return self.place == other.place and self.first_day <= other.last_day and other.first_day <= self.last_day


def apart(pairs: Sequence[Compared]) -> list[Compared]:
    """Return pairs of which no two share a day of one place: periods as long as is usual first; of equal ones the last given.

    Published averages of a year to date repeat the months in them, and later publications repeat earlier ones: only what
    speaks of other days is other evidence.
    """
    usable = [one for one in pairs if one.usable]
    if not usable:
        return []
    usual = sorted(one.length for one in usable)[len(usable) // 2]
    order = sorted(enumerate(usable), key=lambda one: (abs(one[1].length - usual), one[1].first_day, -one[0]))
    kept: dict[str | None, list[Compared]] = {}
    for _, one in order:
        of_place = kept.setdefault(one.place, [])
        if not any(one.overlaps(other) for other in of_place):
            of_place.append(one)
    every = (one for of_place in kept.values() for one in of_place)
    return sorted(every, key=lambda one: (one.first_day, one.place or ""))


def learn(pairs: Sequence[Compared], *, at: float | None = None) -> Tolerance | None:
    """Return the tolerance that pairs teach, or None where fewer than :data:`FEWEST` of them speak of other days.

    ``at`` is the middle of the period that is to be tested, in days, for the centre where the ratio drifts.
    """
    import numpy as np

    kept = apart(pairs)
    if len(kept) < FEWEST:
        return None
    logs = np.array([math.log(one.published / one.rebuilt) for one in kept])
    days = np.array([one.middle for one in kept])
    centre, residuals, local = _centred(logs, days, at)
    half, method = _half(residuals)
    sizes = [one.published for one in kept]
    return Tolerance(
        ratio=math.exp(centre),
        factor=math.exp(max(half, _EXACT)),
        spread=math.expm1(float(np.median(residuals))),
        n=len(kept),
        level=LEVEL,
        method="conformal" if method else "spread",
        first_day=kept[0].first_day,
        last_day=max(one.last_day for one in kept),
        least=min(sizes),
        most=max(sizes),
        shortest=min(one.length for one in kept),
        around=date.fromordinal(int(days.max() if at is None else at)) if local else None,
    )


def residuals(pairs: Sequence[Compared]) -> np.ndarray:
    """Return how far the logarithm of each ratio lies from that which the others give; of pairs that are :func:`apart`."""
    import numpy as np

    logs = np.array([math.log(one.published / one.rebuilt) for one in pairs])
    days = np.array([one.middle for one in pairs])
    return _centred(logs, days, None)[1]


def _centred(logs: np.ndarray, days: np.ndarray, at: float | None) -> tuple[float, np.ndarray, bool]:
    """Return the centre, the distances of each from the centre of the others, and whether the centre is that of the nearest."""
    import numpy as np

    every = np.abs(logs - _others_median(logs))
    whole = float(np.median(logs))
    if len(logs) <= 2 * NEAR:
        return whole, every, False
    near = np.abs(logs - _nearest_median(logs, days))
    if near.mean() >= _CLEARLY * every.mean():
        return whole, every, False
    to = np.abs(days - (days.max() if at is None else at))
    centre = float(np.median(logs[np.argsort(to, kind="stable")[:NEAR]]))
    if at is not None and not days.min() <= at <= days.max():
        return centre, _one_sided(logs, days, later=at > days.max()), True
    return centre, near, True


def _one_sided(values: np.ndarray, days: np.ndarray, *, later: bool) -> np.ndarray:
    """Return how far each value lies from the median of the :data:`NEAR` before it (``later``), or after it.

    What lies beyond the series has neighbours on one side alone: so it is foretold worse than what lies in it.
    """
    import numpy as np

    ordered = values[np.argsort(days if later else -days, kind="stable")]
    before = np.lib.stride_tricks.sliding_window_view(ordered, NEAR)[:-1]
    distances: np.ndarray = np.abs(ordered[NEAR:] - np.median(before, axis=1))
    return distances


def _others_median(values: np.ndarray) -> np.ndarray:
    """Return for each value the median of all others."""
    import numpy as np

    n = len(values)
    rank = np.empty(n, dtype=int)
    rank[np.argsort(values, kind="stable")] = np.arange(n)
    ordered = np.append(np.sort(values), np.inf)

    def at(place: int) -> np.ndarray:
        """Return what stands at a place of the order when each value in turn is taken out."""
        found: np.ndarray = np.where(place < rank, ordered[place], ordered[place + 1])
        return found

    middle = (n - 1) // 2
    return at(middle) if n % 2 == 0 else (at(middle - 1) + at(middle)) / 2


def _nearest_median(values: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return for each value the median of the :data:`NEAR` others that are nearest in time: they stand beside it in the order of days."""
    import numpy as np

    n = len(values)
    order = np.argsort(days, kind="stable")
    steps = np.array([step for step in range(-NEAR, NEAR + 1) if step])
    places = np.add.outer(np.arange(n), steps)
    inside = (places >= 0) & (places < n)
    places = np.clip(places, 0, n - 1)
    far = np.where(inside, np.abs(days[order][places] - days[order][:, None]), np.inf)
    chosen = np.argsort(far, axis=1, kind="stable")[:, :NEAR]
    medians = np.empty(n)
    medians[order] = np.median(values[order][np.take_along_axis(places, chosen, axis=1)], axis=1)
    return medians


def _half(distances: np.ndarray) -> tuple[float, bool]:
    """Return how far the next pair may lie from the centre, and whether that is by order alone."""
    import numpy as np

    n = len(distances)
    if n >= ORDERED:
        rank = math.ceil((n + 1) * LEVEL)
        return float(np.sort(distances)[min(rank, n) - 1]), True
    return factor(n) * float(np.median(distances)), False


def factor(n: int) -> float:
    """Return how many median distances hold 95 % of what comes next, after ``n`` pairs, as simulated."""
    return 4.5 + 10.0 / n
