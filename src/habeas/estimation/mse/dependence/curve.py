"""The total as a function of what no table can tell, and the value of it that would make an official count true.

Every curve here is straight: the persons on no list are a factor times what they are under the assumption (factor 1), because the cells that are seen say
nothing of that factor (Aleshin-Guendel, Sadinle and Wakefield 2024; Gerritse, van der Heijden and Bakker 2015).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from habeas.errors import InputError
from habeas.estimation.distribution import Floats
from habeas.estimation.estimate import shown
from habeas.words import LANGUAGES, Lang, Said
from habeas.words import text as message

Kind = Literal["odds-ratio", "interaction", "unseen", "bounds"]
FACTORS: Final[Floats] = np.round(np.geomspace(0.1, 10, 41), 6)
"""The factors of a curve where none are asked for: a tenth to ten times, 1 in the middle."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The total and its interval, (n,) each, at every value of ``x`` (n,), ascending and above 0.

    ``x`` is, by ``kind``: ``odds-ratio`` the odds ratio between two lists; ``interaction`` and ``unseen`` what the persons on no list are multiplied by
    (of the first it is exp of plus or minus the highest-order interaction); ``bounds`` the limit to the odds ratio of every two lists. ``nan`` is
    unknown, ``inf`` no bound. ``listed`` counts the persons on at least one list. ``pair`` names two lists and ``pair_odds`` (n,) the odds ratio
    between them, at each ``x``, among those who are on no other list. ``assumption`` is the message of what ``x`` = 1 says.
    """

    kind: Kind
    x: Floats
    total: Floats
    low: Floats
    high: Floats
    level: float
    listed: int
    assumption: str
    pair: tuple[str, str] | None = None
    pair_odds: Floats | None = None

    def at(self, x: float) -> tuple[float, float, float]:
        """Return total, low and high at a value of x within the curve, between its points on a straight line."""
        total, low, high = (_between(x, self.x, values) for values in (self.total, self.low, self.high))
        return total, low, high

    @property
    def words(self) -> Said:
        """Return what the curve says, in both languages."""
        return Said(*(self.text(lang) for lang in LANGUAGES))

    def text(self, lang: Lang) -> str:
        """Return what the curve says: what is moved, where it stands at 1, and where at its ends."""
        first, second = self.pair or ("", "")
        said = [message(f"dependence.curve-{self.kind}", lang, first=first, second=second)]
        said += [self._point(x, lang) for x in dict.fromkeys((1.0, float(self.x[0]), float(self.x[-1])))]
        if self.pair_odds is not None and self.kind in {"interaction", "unseen"}:
            odds = shown(_between(1.0, self.x, self.pair_odds))
            said.append(message("dependence.curve-pair", lang, first=first, second=second, odds=odds))
        return " ".join(one for one in said if one)

    def _point(self, x: float, lang: Lang) -> str:
        if not self.x[0] <= x <= self.x[-1]:
            return ""
        total, low, high = self.at(x)
        if math.isnan(low) and math.isnan(total):
            return message("dependence.point-none", lang, x=shown(x))
        key = "dependence.point-range" if math.isnan(total) else "dependence.point"
        return message(key, lang, x=shown(x), **{
            name: _said(value, lang) for name, value in (("total", total), ("low", low), ("high", high))
        })  # fmt: skip

    def as_json(self, lang: Lang = "en") -> dict[str, Any]:
        """Return the curve as values of JSON; what is unknown or without bound is null."""
        columns = {"x": self.x, "total": self.total, "low": self.low, "high": self.high, "pair_odds": self.pair_odds}
        return {
            "kind": self.kind,
            "level": self.level,
            "listed": self.listed,
            "pair": list(self.pair) if self.pair else None,
            **{name: None if values is None else [finite(one) for one in values] for name, values in columns.items()},
            "assumption": {"key": self.assumption, "message": message(self.assumption, lang)},
            "message": self.text(lang),
        }


@dataclass(frozen=True, slots=True)
class Tipping:
    """Which factor would make an official count true.

    ``factor`` multiplies the persons on no list, and is the odds ratio where the curve is of one; None where no factor does, because more persons are
    listed, or nobody is missing under the assumption. Between ``low`` and ``high`` (None: no bound) the official count lies in the interval of the
    estimate. ``pair_odds`` is the odds ratio between the two lists of the curve, among those on no other, at ``factor``.
    """

    official: float
    kind: Kind
    factor: float | None
    low: float | None
    high: float | None
    listed: int
    assumption: str
    pair: tuple[str, str] | None = None
    pair_odds: float | None = None

    def text(self, lang: Lang) -> str:
        """Return in words what would have to be true for the official count to be."""
        values = {"official": shown(self.official), "listed": self.listed}
        if self.factor is None:
            key = "below-listed" if self.official < self.listed else "no-factor"
            return message(f"dependence.tipping-{key}", lang, **values)
        first, second = self.pair or ("", "")
        values |= {"factor": shown(self.factor), "first": first, "second": second}
        key = "odds-ratio" if self.kind == "odds-ratio" else "unseen"
        said = [message(f"dependence.tipping-{key}", lang, **values), message(self.assumption, lang)]
        said.append(message(f"dependence.tipping-{self._range()}", lang, low=shown(self.low), high=shown(self.high)))
        if self.pair_odds is not None and self.kind != "odds-ratio":
            said.append(message("dependence.tipping-pair", lang, **values | {"odds": shown(self.pair_odds)}))
        return " ".join(said)

    def _range(self) -> str:
        if self.high is None:
            return "from"
        return "within" if (self.low or 0.0) <= 1 <= self.high else "range"

    def as_json(self, lang: Lang = "en") -> dict[str, Any]:
        """Return it as values of JSON."""
        return {
            "official": self.official,
            "factor": self.factor,
            "low": self.low,
            "high": self.high,
            "pair": list(self.pair) if self.pair else None,
            "pair_odds": self.pair_odds,
            "message": self.text(lang),
        }


def tipping(curve: Curve, official_total: float) -> Tipping:
    """Return which factor would make an official total true, and which would put it into the interval.

    Raises :class:`~habeas.errors.InputError` for a curve of bounds, which has no factor, and for a total that is not a number of persons.
    """
    if curve.kind == "bounds":
        raise InputError("dependence.no-tipping")
    if not math.isfinite(official_total) or official_total < 0:
        raise InputError("dependence.official", found=official_total)
    missing = official_total - curve.listed
    total, low, high = (
        _factor(missing, values - curve.listed, curve.x) for values in (curve.total, curve.low, curve.high)
    )
    odds = None
    if curve.pair_odds is not None and total is not None:
        odds = finite(curve.pair_odds[0] / curve.x[0] * total)
    return Tipping(
        official=official_total, kind=curve.kind, factor=total, low=high or 0.0, high=low, listed=curve.listed, assumption=curve.assumption,
        pair=curve.pair, pair_odds=odds,
    )  # fmt: skip


def _factor(missing: float, values: Floats, x: Floats) -> float | None:
    """Return where a curve of the missing reaches a number, going on straight beyond its ends; None where it never does.

    Limits with a chance part of their own are not quite straight, so the curve is followed where it was reckoned.
    """
    if missing < 0 or not np.isfinite(values).all() or values[-1] <= 0:
        return None
    if missing <= values[0] or missing >= values[-1]:
        end = 0 if missing <= values[0] else -1
        return float(x[end] * missing / values[end]) if values[end] > 0 else None
    return float(np.interp(missing, values, x))


def _between(x: float, at: Floats, values: Floats) -> float:
    if not np.isfinite(values).all():
        return float(values[int(np.argmin(abs(at - x)))])
    return float(np.interp(x, at, values))


def _said(value: float, lang: Lang) -> object:
    if math.isinf(value):
        return message("dependence.no-bound", lang)
    return shown(None if math.isnan(value) else value)


def finite(value: float) -> float | None:
    """Return a number as JSON has it: null where it is unknown or has no bound."""
    return float(value) if math.isfinite(value) else None
