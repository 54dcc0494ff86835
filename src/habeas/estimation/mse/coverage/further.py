"""A list that has not arrived: what one more would do to the interval, by simulating it from what is believed now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from habeas import words
from habeas.errors import InputError
from habeas.estimation.distribution import Distribution, Floats, Interval
from habeas.estimation.estimate import shown
from habeas.estimation.mse import graphs
from habeas.estimation.mse.coverage.asking import Ask
from habeas.estimation.mse.histories import Counts, Histories

_NAME: Final = "\N{PLUS SIGN} further list"
_TRIES: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Further:
    """What a further list would do.

    ``now`` is the interval without it, ``then`` (s, 2) the intervals of the simulations with it, ``points`` (s,) their numbers; ``overlap`` (s,) how many of it were on a list already in each. ``unanswered``
    simulations gave no number and are not among them.
    """

    size: int
    now: Interval
    then: Floats
    points: Floats
    overlap: Counts
    unanswered: int

    @property
    def width_now(self) -> float | None:
        """Return the width of the interval without the list."""
        return None if self.now.low is None or self.now.high is None else self.now.high - self.now.low

    @property
    def width_then(self) -> tuple[float, float, float] | None:
        """Return the middle, the lowest tenth and the highest tenth of the widths with the list; None where no simulation was answered."""
        if not len(self.then):
            return None
        low, middle, high = np.quantile(self.then[:, 1] - self.then[:, 0], [0.1, 0.5, 0.9])
        return float(middle), float(low), float(high)

    @property
    def narrower(self) -> float:
        """Return in which share of simulations the interval became narrower."""
        width = self.width_now
        return 0.0 if width is None or not len(self.then) else float((self.then[:, 1] - self.then[:, 0] < width).mean())

    def text(self, lang: words.Lang) -> str:
        """Return it in words."""
        then = self.width_then
        if then is None or self.width_now is None:
            return words.text("coverage.further-unknown", lang, size=self.size)
        return words.text(
            "coverage.further", lang, size=self.size, now=shown(self.width_now), then=shown(then[0]), low=shown(then[1]), high=shown(then[2]),
            share=round(100 * self.narrower),
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """Return it as values of JSON."""
        then = self.width_then
        return {
            "size": self.size, "low": self.now.low, "high": self.now.high, "level": self.now.level, "width": self.width_now,
            "width_then": None if then is None else {"middle": then[0], "low": then[1], "high": then[2]},
            "narrower": self.narrower, "simulations": len(self.then) + self.unanswered, "unanswered": self.unanswered,
        }  # fmt: skip


def further(
    table: Histories,
    size: int,
    *,
    overlap: int | None = None,
    simulations: int = 40,
    estimator: Ask | None = None,
    level: float = 0.95,
    seed: int = 1,
) -> Further:
    """Return what a further list of ``size`` persons would do to the interval.

    Each simulation draws a total from what the table says now, lets the list hold ``size`` of all persons at random (or ``overlap`` of the listed and the rest of
    the missing, where it is known or supposed how many it has in common), and estimates anew. A list independent of the others is supposed: one that copies them is worth less, one
    that finds other persons may be worth more. Raises :class:`~habeas.errors.InputError` where size and overlap do not fit the table, and where the table has no estimate.
    """
    if size < 1 or (overlap is not None and not 0 <= overlap <= min(size, table.n)):
        raise InputError(
            "coverage.further-does-not-fit", size=size, overlap=overlap if overlap is not None else "–", n=table.n
        )
    asked = _answer(table, estimator, level)
    if asked is None:
        raise InputError("coverage.no-estimate")
    total, now = asked
    rng = np.random.default_rng(seed)
    spans, points, common, unanswered = [], [], [], 0
    for _ in range(simulations):
        missing = _missing(total, table.n, size, overlap, rng)
        both = (
            overlap if overlap is not None else int(rng.hypergeometric(table.n, missing, min(size, table.n + missing)))
        )
        new = min(size - both, missing)
        made = _answer(_with(table, both, new, rng), estimator, level)
        if made is None or made[1].low is None or made[1].high is None:
            unanswered += 1
            continue
        spans.append((made[1].low, made[1].high))
        points.append(made[0].median)
        common.append(both)
    return Further(
        size=size, now=now, then=np.array(spans, np.float64).reshape(-1, 2), points=np.array(points, np.float64),
        overlap=np.array(common, np.int64), unanswered=unanswered,
    )  # fmt: skip


def _answer(table: Histories, estimator: Ask | None, level: float) -> tuple[Distribution, Interval] | None:
    if estimator is None:
        if (table.sizes > 0).sum() < 2 or table.impossible:
            return None
        total = graphs.posterior(table)
        return total, total.interval(level)
    made = estimator(table)
    return None if made.refused or made.distribution is None else (made.distribution, made.interval(level))


def _missing(total: Distribution, listed: int, size: int, overlap: int | None, rng: np.random.Generator) -> int:
    """Draw the persons missing; enough of them for those whom the list would be the first to have."""
    least = 0 if overlap is None else size - overlap
    drawn = total.sample(_TRIES, rng) - listed
    fitting = drawn[drawn >= least]
    if not len(fitting):
        raise InputError("coverage.further-too-many", new=least, high=shown(total.quantile(0.975) - listed))
    return max(int(fitting[0]), 0)


def _with(table: Histories, both: int, new: int, rng: np.random.Generator) -> Histories:
    """Return the table with a further list that has ``both`` of the listed, at random, and ``new`` others."""
    bit = 1 << table.k
    drawn = rng.multivariate_hypergeometric(table.counts, both)
    return Histories.of_masks(
        np.r_[table.masks, table.masks | bit, bit], np.r_[table.counts - drawn, drawn, new], (*table.lists, _NAME)
    )
