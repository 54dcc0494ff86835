"""What is known of the number held between reports: a band of days, every figure with its use, every source with its bias."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from habeas import words
from habeas.estimation.distribution import Distribution, Floats
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.population.figures import Figure
from habeas.estimation.population.mixture import Mixture

Use = Literal["used", "censored", "derived", "copy", "not-comparable", "left-out", "no-pair"]
"""``used``: as a value; ``censored``: as a bound; ``derived``: reckoned from other figures; ``copy``: a statement that counts
once, elsewhere; ``not-comparable``: of another scope or definition, with no stated conversion; ``left-out``: its source was
left out on request, or nothing is excluded by it; ``no-pair``: a flow whose other side (in, or out) nobody gives."""

SHARES: Final = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)
"""The quantiles of the band, in the order of the rows of :attr:`PopulationEstimate.quantiles`: 50, 90 and 95 % and the median."""


@dataclass(frozen=True, slots=True)
class Surprise:
    """How far a figure is from what all the others say of it.

    ``low`` to ``high`` is the 90 % interval that all other figures give for it, its own rounding and the doubt about its
    source included; ``tail`` the two-sided probability of a figure at least so far out; ``z`` the same in standard
    deviations, positive where the figure is higher than expected.
    """

    expected: float
    low: float
    high: float
    z: float
    tail: float


@dataclass(frozen=True, slots=True)
class UsedFigure:
    """A figure, what it was used for, and why: a row of the table and a mark of the picture.

    ``low`` and ``high`` are the bounds as drawn (``None``: open on that side), after conversion and with rounding. ``why`` says in
    words why it was not used, or how. ``day`` is where it is drawn: the middle of its days.
    """

    figure: Figure
    use: Use
    day: date
    value: float
    low: float | None
    high: float | None
    why: Reason | None = None
    of: tuple[str, ...] = ()
    surprise: Surprise | None = None

    @property
    def used(self) -> bool:
        """Return whether the figure took part in the estimate."""
        return self.use in ("used", "censored")

    def label(self, lang: words.Lang) -> str:
        """Return the figure in words: ``at least 100,000, Amnesty International``."""
        said = self.figure.amount.text(lang)
        return f"{said}, {self.figure.source}" if self.figure.source else said

    def as_json(self, lang: words.Lang) -> dict[str, Any]:
        """Return the row for a reader in a language."""
        told = self.surprise
        return {
            **self.figure.as_json(), "label": self.label(lang), "use": self.use, "used": self.used,
            "day": self.day.isoformat(), "value": self.value, "low": self.low, "high": self.high,
            "why": self.why.text(lang) if self.why else None, "of": list(self.of),
            "surprise": None
            if told is None
            else {"expected": told.expected, "low": told.low, "high": told.high, "z": told.z, "tail": told.tail},
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceBias:
    """By how much the figures of a source lie above the number, as a share of it (0.05: 5 % above), with an interval."""

    source: str
    figures: int
    bias: float
    low: float
    high: float
    level: float

    def as_json(self) -> dict[str, Any]:
        """Return the bias as values of JSON."""
        return {
            "source": self.source, "figures": self.figures, "bias": self.bias, "low": self.low, "high": self.high, "level": self.level,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class WithoutSource:
    """What the estimate becomes on the last day when all that one source says is left out; ``None`` where nothing is left."""

    source: str
    day: date
    point: float | None
    low: float | None
    high: float | None

    def as_json(self) -> dict[str, Any]:
        """Return it as values of JSON."""
        return {
            "source": self.source, "day": self.day.isoformat(), "estimate": self.point, "low": self.low, "high": self.high,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class PopulationEstimate:
    """The number held over time: ``quantiles`` (7, n) at the shares of :data:`SHARES` on ``days`` (n), and what it rests on.

    Outside its days nothing is estimated. ``covered`` (n,) says of which days both sides of the flow are known.
    """

    scope: str
    definition: str
    by: Literal["day", "week", "month"]
    level: float
    days: tuple[date, ...]
    quantiles: Floats
    covered: NDArray[np.bool_]
    figures: tuple[UsedFigure, ...]
    sources: tuple[SourceBias, ...]
    without: tuple[WithoutSource, ...] = ()
    reasons: tuple[Reason, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    diagnostics: Mapping[str, Any] = field(default_factory=dict)
    mixture: Mixture | None = None

    @property
    def median(self) -> Floats:
        """Return the median on every day (n,)."""
        found: Floats = self.quantiles[SHARES.index(0.5)]
        return found

    def band(self, level: float) -> tuple[Floats, Floats]:
        """Return the central interval on every day at 0.5, 0.9 or 0.95: (low (n,), high (n,))."""
        tail = round((1 - level) / 2, 6)
        return self.quantiles[SHARES.index(tail)], self.quantiles[SHARES.index(round(1 - tail, 6))]

    @property
    def surprising(self) -> tuple[UsedFigure, ...]:
        """Return the figures that are out of line with all the others (fewer than 1 in 20 so far out), the farthest first."""
        found = [one for one in self.figures if one.surprise is not None and one.surprise.tail < 0.05]
        return tuple(sorted(found, key=lambda one: one.surprise.tail if one.surprise else 1.0))

    def on(self, day: date) -> Estimate:
        """Return the estimate for a day, with its distribution; without an answer for a day outside the estimate."""
        rest: dict[str, Any] = {
            "method": "population", "quantity": "held", "assumption": "population.assumption",
            "settings": {**self.settings, "day": day.isoformat(), "scope": self.scope, "definition": self.definition},
            "reasons": self.reasons, "diagnostics": self.diagnostics,
        }  # fmt: skip
        if self.mixture is None or not self.days or not self.days[0] <= day <= self.days[-1]:
            return Estimate(point=None, low=None, high=None, level=self.level, **rest)
        at = (day - self.days[0]).days
        support, weight = self.mixture.points(np.interp(at, self._offsets, np.arange(len(self.days))))
        return Estimate.of(Distribution.of_weights(support, weight), level=self.level, **rest)

    @property
    def _offsets(self) -> Floats:
        return np.array([(one - self.days[0]).days for one in self.days], dtype=np.float64)

    def summary(self, lang: words.Lang = "en") -> str:
        """Return the estimate in words: the last day, each source's bias, what is out of line, and every reason to take care."""
        from habeas.estimation.population.saying import summary

        return summary(self, lang)

    def as_json(self, lang: words.Lang = "en") -> dict[str, Any]:
        """Return the estimate as values of JSON; the band as one list a share."""
        return {
            "scope": self.scope, "definition": self.definition, "by": self.by, "level": self.level,
            "assumption": {"key": "population.assumption", "message": words.text("population.assumption", lang)},
            "days": [one.isoformat() for one in self.days],
            "band": {f"{share:g}": [round(float(one), 1) for one in row] for share, row in zip(SHARES, self.quantiles, strict=True)},
            "covered": [bool(one) for one in self.covered],
            "figures": [one.as_json(lang) for one in self.figures],
            "sources": [one.as_json() for one in self.sources],
            "without": [one.as_json() for one in self.without],
            "warnings": [one.as_json(lang) for one in self.reasons],
            "diagnostics": dict(self.diagnostics), "settings": dict(self.settings),
        }  # fmt: skip

    def __repr__(self) -> str:
        span = f"{self.days[0]} to {self.days[-1]}" if self.days else "no days"
        return f"<PopulationEstimate {self.scope or '–'}: {span}, {sum(one.used for one in self.figures)} of {len(self.figures)} figures>"
