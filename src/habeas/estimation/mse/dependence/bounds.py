"""Bounds on the total without a model: what follows if no two lists depend on each other by more than a stated odds ratio.

Each two lists make a 2 x 2 table of which three cells are seen. With its odds ratio between two limits the fourth lies between two numbers, and so does
the total; it must lie between them for every two lists at once (an intersection of bounds: Manski 2003; Chernozhukov, Lee and Rosen 2013).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final, Literal

import numpy as np
from scipy.special import ndtri

from habeas import words
from habeas.errors import InputError
from habeas.estimation.distribution import Floats
from habeas.estimation.estimate import shown
from habeas.estimation.mse.dependence.curve import Curve, finite
from habeas.estimation.mse.dependence.odds import unseen_limits
from habeas.estimation.mse.histories import Histories

Direction = Literal["both", "positive", "negative"]
Given = Literal["all", "no-other"]
FARTHEST: Final = 1e6
"""The largest odds ratio that is tried in looking for the least that the table allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The smallest and the largest total if the odds ratio of every two lists keeps to a limit.

    ``limit`` θ >= 1 and ``direction`` say what is allowed: ``both`` 1/θ to θ, ``positive`` 1 to θ (persons on one list are rather on another too),
    ``negative`` 1/θ to 1. ``given`` says among whom: ``all`` persons, or those on ``no-other`` list. ``low`` and ``high`` are the bounds if the counts
    were exact, ``low_limit`` and ``high_limit`` with chance at ``level``: the true total lies between them with at least that probability if the limit
    holds. None is no bound. ``consistent`` is false where no total at all keeps to the limit; ``least`` is the smallest θ at which one does (None: not
    below a million). ``low_pair`` and ``high_pair`` name the lists that set the bounds (None: those listed set the lower).
    """

    limit: float
    direction: Direction
    given: Given
    low: float | None
    high: float | None
    low_limit: float | None
    high_limit: float | None
    level: float
    listed: int
    consistent: bool
    least: float | None
    low_pair: tuple[str, str] | None
    high_pair: tuple[str, str] | None

    def text(self, lang: words.Lang) -> str:
        """Return the bounds in words."""
        among = words.text(f"dependence.given-{self.given}", lang)
        limit = words.text("dependence.any", lang) if np.isinf(self.limit) else shown(self.limit)
        held = words.text(
            f"dependence.limit-{self.direction}", lang, limit=limit, inverse=shown(1 / self.limit), among=among
        )
        if self.low_limit is None:
            return words.text("dependence.bounds-refuted", lang, held=held, level=f"{self.level * 100:g}")
        key = "bounds" if self.high_limit is not None else "bounds-open"
        said = words.text(
            f"dependence.{key}", lang, held=held, low=shown(self.low_limit), high=shown(self.high_limit), level=f"{self.level * 100:g}"
        )  # fmt: skip
        if self.consistent:
            return said
        least = "–" if self.least is None else f"{self.least:.3g}"
        return f"{said} {words.text('dependence.bounds-least', lang, least=least)}"

    def as_json(self, lang: words.Lang = "en") -> dict[str, Any]:
        """Return the bounds as values of JSON; a limit without end is null."""
        named = ("direction", "given", "low", "high", "low_limit", "high_limit", "level", "listed", "consistent", "least")  # fmt: skip
        pairs = {
            name: list(pair) if pair else None
            for name, pair in (("low_pair", self.low_pair), ("high_pair", self.high_pair))
        }
        return {
            "limit": finite(self.limit),
            **{name: getattr(self, name) for name in named},
            **pairs,
            "message": self.text(lang),
        }


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The 2 x 2 tables of every two lists, (p,): on the first only, on the second only, on both; and the persons outside the fourth cell."""

    names: tuple[tuple[str, str], ...]
    first: Floats
    second: Floats
    both: Floats
    outside: Floats

    def span(self, least: float, most: float) -> tuple[Floats, Floats]:
        """Return between which totals each two lists put it, if the counts were exact. Where nobody is on both, no total is too large."""
        unseen = self.first * self.second / (self.both + 1)
        high = np.where(self.both > 0, self.outside + most * unseen, np.inf)
        return self.outside + least * unseen, high

    def limits(self, least: float, most: float, z: float) -> tuple[Floats, Floats]:
        """Return the same with chance."""
        low, _ = unseen_limits(self.first, self.second, self.both, np.full(len(self.first), least), z)
        if np.isinf(most):
            return self.outside + low, np.full(len(low), np.inf)
        _, high = unseen_limits(self.first, self.second, self.both, np.full(len(self.first), most), z)
        # Where less than one person is expected in the fourth cell a smaller odds ratio can have the larger upper limit.
        _, other = unseen_limits(self.first, self.second, self.both, np.full(len(self.first), least), z)
        return self.outside + low, self.outside + np.maximum(high, other)


def bounds(
    table: Histories,
    limit: float,
    *,
    direction: Direction = "both",
    given: Given = "all",
    level: float = 0.95,
) -> Bounds:
    """Return the smallest and the largest total if the odds ratio of every two lists keeps to a limit.

    For lists a and b with n_a, n_b and n_ab on both, the fourth cell is D = θ (n_a - n_ab)(n_b - n_ab)/(n_ab + 1) at odds ratio θ, and the total
    n_a + n_b - n_ab + D; among those on no other list, the total is n + θ n_a n_b/(n_ab + 1) of the cells of exactly these lists. Chance is
    held off by limits at level 1 - (1 - level)/p for each of the p pairs (Bonferroni), so that all hold at once. Pairs that cannot be on both lists
    (:attr:`Histories.impossible`) say nothing and are left out.
    Raises :class:`~habeas.errors.InputError` for a limit below 1 and for fewer than two lists.
    """
    if not limit >= 1:
        raise InputError("dependence.limit", found=limit)
    pairs = _pairs(table, given)
    z = float(ndtri(1 - (1 - level) / (2 * len(pairs.names))))
    low, high, at = _meet(*pairs.span(*_allowed(limit, direction)), table.n)
    low_limit, high_limit, _ = _meet(*pairs.limits(*_allowed(limit, direction), z), table.n)
    met, possible = low <= high, low_limit <= high_limit
    return Bounds(
        limit=limit,
        direction=direction,
        given=given,
        low=low if met else None,
        high=finite(high) if met else None,
        low_limit=low_limit if possible else None,
        high_limit=finite(high_limit) if possible else None,
        level=level,
        listed=table.n,
        consistent=met,
        least=_least(pairs, direction, table.n),
        low_pair=pairs.names[at[0]] if met and low > table.n else None,
        high_pair=pairs.names[at[1]] if met and np.isfinite(high) else None,
    )


def bounds_curve(
    table: Histories,
    limits: Iterable[float] = (1, 1.25, 1.5, 2, 3, 4, 5, 7, 10),
    *,
    direction: Direction = "both",
    given: Given = "all",
    level: float = 0.95,
) -> Curve:
    """Return the bounds with chance, at each limit to the odds ratio; there is no total in the middle, and none at all where the limit is refuted."""
    x = np.unique(np.asarray(list(limits), np.float64))
    found = [bounds(table, float(one), direction=direction, given=given, level=level) for one in x]
    low = np.array([np.nan if one.low_limit is None else one.low_limit for one in found])
    high = np.array([np.nan if one.low_limit is None else np.inf if one.high_limit is None else one.high_limit for one in found])  # fmt: skip
    return Curve(
        kind="bounds", x=x, total=np.full(len(x), np.nan), low=low, high=high, level=level, listed=table.n,
        assumption=f"dependence.assumption-bounds-{direction}",
    )  # fmt: skip


def _allowed(limit: float, direction: Direction) -> tuple[float, float]:
    return (1.0 if direction == "positive" else 1 / limit), (1.0 if direction == "negative" else limit)


def _pairs(table: Histories, given: Given) -> _Pairs:
    if table.k < 2:
        raise InputError("dependence.one-list")
    cells = dict(zip(table.masks.tolist(), table.counts.tolist(), strict=True))
    names, rows = [], []
    for i, j in combinations(range(table.k), 2):
        both = 1 << i | 1 << j
        if _never(table, both, given):
            continue
        names.append((table.lists[i], table.lists[j]))
        if given == "all":
            shared = int(table.overlaps[i, j])
            one, two = int(table.sizes[i]) - shared, int(table.sizes[j]) - shared
            rows.append((one, two, shared, one + two + shared))
        else:
            rows.append((cells.get(1 << i, 0), cells.get(1 << j, 0), cells.get(both, 0), table.n))
    if not names:
        raise InputError("dependence.no-pairs")
    found = np.array(rows, np.float64)
    return _Pairs(tuple(names), *found.T)


def _never(table: Histories, both: int, given: Given) -> bool:
    """Return whether nobody can be on both lists: among those on no other list, or at all."""
    if given == "no-other":
        return both in table.impossible
    rest = [one for one in table.impossible if one & both == both]
    return len(rest) == 1 << (table.k - 2)


def _meet(low: Floats, high: Floats, listed: int) -> tuple[float, float, tuple[int, int]]:
    """Return between what all spans lie at once, and which set it."""
    at = int(np.argmax(low)), int(np.argmin(high))
    return max(float(low[at[0]]), float(listed)), float(high[at[1]]), at


def _least(pairs: _Pairs, direction: Direction, listed: int) -> float | None:
    """Return the smallest limit at which some total suits every two lists: the wider the limit the wider every span, so it is halved in."""

    def suits(limit: float) -> bool:
        low, high, _ = _meet(*pairs.span(*_allowed(limit, direction)), listed)
        return low <= high

    if suits(1.0):
        return 1.0
    if not suits(FARTHEST):
        return None
    short, far = 0.0, float(np.log(FARTHEST))
    for _ in range(60):
        middle = (short + far) / 2
        short, far = (short, middle) if suits(float(np.exp(middle))) else (middle, far)
    return float(np.exp(far))
