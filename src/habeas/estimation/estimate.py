"""An estimate is an object, never a bare number: interval, level, method, assumption, diagnostics, and why it should not be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from habeas import words
from habeas.errors import MissingExtra
from habeas.estimation.distribution import Distribution, Floats, Interval

if TYPE_CHECKING:
    import altair as alt

Gravity = Literal["refuse", "warn", "note"]
PERSONS = frozenset({"total", "missing", "held"})
"""Quantities that count persons, and are printed whole."""
_RANK: Mapping[Gravity, int] = {"refuse": 0, "warn": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an estimate is refused, or must be used with care; ``key`` names its words and ``values`` fill them.

    ``refuse`` withholds the number until a person decides otherwise on the record, ``warn`` goes with the number wherever it goes, ``note`` says how
    to read it.
    """

    key: str
    gravity: Gravity
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, lang: words.Lang) -> str:
        """Return the reason in words."""
        return words.text(self.key, lang, **self.values)

    def as_json(self, lang: words.Lang) -> dict[str, str]:
        """Return the reason for a reader in a language."""
        return {"reason": self.key, "gravity": self.gravity, "message": self.text(lang)}


@dataclass(frozen=True, kw_only=True, eq=False)
class Estimate:
    """What a method makes of the evidence, with all that is needed to defend it, repeat it or refuse it.

    ``point``, ``low`` and ``high`` are in the unit of ``quantity`` (persons for ``total`` and ``held``); ``None`` is no answer, or no bound on that
    side. They are what the method found; where :attr:`refused` is true nothing that habeas prints gives them as an answer. ``listed`` counts the persons
    who are on at least one list. ``assumption`` is the message of what makes the number identified, which no evidence in the table can test.
    ``diagnostics`` and ``settings`` hold values of JSON; ``settings`` is all that is needed to get the same numbers again. ``override`` is the
    recorded decision (who, when, why) under which a refusal is set aside.
    """

    method: str
    quantity: str
    point: float | None
    low: float | None
    high: float | None
    level: float = 0.95
    listed: int | None = None
    assumption: str
    distribution: Distribution | None = None
    diagnostics: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    override: str | None = None

    @classmethod
    def of(cls, distribution: Distribution, *, level: float = 0.95, **rest: Any) -> Estimate:
        """Return the estimate whose point is the median of a distribution and whose interval is the central one."""
        span = distribution.interval(level)
        return cls(
            point=distribution.median, low=span.low, high=span.high, level=level, distribution=distribution, **rest
        )

    @property
    def refused(self) -> bool:
        """Return whether the number must not be used: a reason refuses it and no decision on the record sets that aside."""
        return self.override is None and any(one.gravity == "refuse" for one in self.reasons)

    @property
    def missing(self) -> Interval | None:
        """Return the interval of the persons on no list, where there is a count of those listed."""
        if self.listed is None:
            return None
        low, high = (None if one is None else max(one - self.listed, 0.0) for one in (self.low, self.high))
        return Interval(low, high, self.level)

    def interval(self, level: float | None = None) -> Interval:
        """Return the interval: the one stated, or at another level where the whole distribution is known."""
        if level is None or level == self.level or self.distribution is None:
            return Interval(self.low, self.high, self.level)
        return self.distribution.interval(level)

    def with_reasons(self, *more: Reason) -> Estimate:
        """Return the estimate with further reasons, the gravest first; one said twice stands once."""
        found = {(one.key, str(sorted(one.values.items(), key=str))): one for one in (*self.reasons, *more)}
        return replace(self, reasons=tuple(sorted(found.values(), key=lambda one: _RANK[one.gravity])))

    def overridden(self, decision: str) -> Estimate:
        """Return the estimate with the recorded decision under which it is given although it is refused."""
        return replace(self, override=decision)

    def summary(self, lang: words.Lang = "en") -> str:
        """Return the estimate in words: number, interval, what is assumed, and every reason against it."""
        said = [self._headline(lang), words.text(self.assumption, lang)]
        if self.override is not None:
            said.append(words.text("estimation.overridden", lang, decision=self.override))
        said += [f"- {one.text(lang)}" for one in self.reasons]
        return "\n".join(said)

    def _headline(self, lang: words.Lang) -> str:
        method = words.text(f"estimation.method-{self.method}", lang)
        quantity = words.text(f"estimation.quantity-{self.quantity}", lang)
        if self.refused:
            return words.text("estimation.refused", lang, method=method, quantity=quantity)
        if self.point is None:
            return words.text("estimation.no-answer", lang, method=method, quantity=quantity)
        key = (
            "bounds"
            if self.low is not None and self.high is not None
            else "floor"
            if self.low is not None
            else "ceiling"
        )
        if self.low is None and self.high is None:
            key = "bare"
        return words.text(
            f"estimation.said-{key}", lang, method=method, quantity=quantity, point=self._shown(self.point), low=self._shown(self.low), high=self._shown(self.high),
            level=f"{self.level * 100:g}",
        )  # fmt: skip

    def _shown(self, value: float | None) -> object:
        return shown(value, whole=self.quantity in PERSONS)

    def as_json(self, lang: words.Lang = "en") -> dict[str, Any]:
        """Return the estimate as values of JSON. What is refused keeps its numbers under ``found``, never under ``estimate``."""
        numbers = {"estimate": self.point, "low": self.low, "high": self.high}
        return {
            "method": self.method,
            "quantity": self.quantity,
            **(dict.fromkeys(numbers) if self.refused else numbers),
            "level": self.level,
            "listed": self.listed,
            "refused": self.refused,
            "found": numbers if self.refused else None,
            "assumption": {"key": self.assumption, "message": words.text(self.assumption, lang)},
            "warnings": [one.as_json(lang) for one in self.reasons],
            "override": self.override,
            "diagnostics": dict(self.diagnostics),
            "settings": dict(self.settings),
            "posterior": None if self.distribution is None or self.refused else self.distribution.as_json(),
        }

    def draws(self, n: int | None = None, seed: int = 1) -> Floats:
        """Return draws (runs, draws) of the number: those that were made, or ``n`` (1,000 where none is asked for) from its distribution."""
        if self.distribution is None:
            return np.empty((0, 0))
        if n is None and self.distribution.chains is not None:
            return self.distribution.chains
        return self.distribution.sample(n or 1000, np.random.default_rng(seed))[None, :]

    def to_arviz(self) -> Any:
        """Return the draws as ArviZ keeps them: a group ``posterior`` with ``chain`` and ``draw``.

        Raises :class:`~habeas.errors.MissingExtra` where the extra ``arviz`` is not installed.
        """
        try:
            from arviz_base import from_dict
        except ImportError:
            raise MissingExtra("estimation.no-arviz") from None
        return from_dict({"posterior": {self.quantity: self.draws()}})

    def plot(self, lang: words.Lang = "en") -> alt.Chart:
        """Return a picture of the estimate: its distribution with point, interval and those listed."""
        from habeas.estimation.pictures import plot

        chart: alt.Chart = plot(self, lang)
        return chart

    def __repr__(self) -> str:
        return f"<Estimate {self.method} {self.quantity}: {'refused' if self.refused else f'{shown(self.point)} [{shown(self.low)}, {shown(self.high)}]'}>"


def shown(value: float | None, *, whole: bool = False) -> object:
    """Return a number as words print it: whole from 100 upwards and where it counts persons, else with as many digits as say something; a dash where there is none."""
    if value is None:
        return "–"
    if whole:
        return round(value)
    if abs(value) >= 100 or float(value).is_integer():
        return round(value)
    return float(f"{value:.3g}")
