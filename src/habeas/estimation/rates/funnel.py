"""A funnel over places: which rates are out of line with all places together, given how many person-years each rests on.

Spiegelhalter (2005, Statistics in Medicine 24, 1185-1202): limits are drawn around one rate for all, exact Poisson, narrowing with person-years. Places
outside are not ranked; being outside is a question to ask of the place and of its counting, never a finding.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from scipy.stats import chi2

from habeas import words
from habeas.errors import InputError
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.rates.poisson import quantile
from habeas.estimation.rates.rate import PER, rate

_OUTER: Final = 0.998
_WINSORISED: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelPlace:
    """A place: its deaths and person-years, its rate per 100,000 with exact 95 % limits, and the funnel's limits at its person-years.

    ``beyond`` is ``above-998``, ``above-95``, ``below-95``, ``below-998`` or ``within``.
    """

    place: str
    deaths: int
    person_years: float
    rate: float
    low: float
    high: float
    low95: float
    high95: float
    low998: float
    high998: float
    beyond: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """Places around one rate; ``curve`` holds the limits over person-years for drawing, rates per 100,000.

    ``dispersion`` is how much places vary beyond chance (the mean of their squared standard scores, the outermost tenths drawn in; 1 is chance alone).
    """

    target: Estimate
    places: tuple[FunnelPlace, ...]
    curve: tuple[dict[str, float], ...]
    dispersion: float
    reasons: tuple[Reason, ...]

    def as_json(self, lang: words.Lang = "en") -> dict[str, Any]:
        """Return the funnel as values of JSON."""
        return {
            "target": self.target.as_json(lang), "places": [asdict(one) for one in self.places], "curve": list(self.curve),
            "dispersion": self.dispersion, "reasons": [one.as_json(lang) for one in self.reasons],
        }  # fmt: skip


def funnel(places: Iterable[tuple[str, int, float]], *, target: float | None = None, points: int = 60) -> Funnel:
    """Return the funnel of places (name, deaths, person-years) around their common rate, or around ``target`` per 100,000.

    Places without person-years are left out and named. Raises :class:`~habeas.errors.InputError` where none is left.
    """
    given = sorted(places)
    used = [one for one in given if one[2] > 0]
    if not used:
        raise InputError("rates.no-places")
    deaths, years = sum(one[1] for one in used), sum(one[2] for one in used)
    common = rate(deaths, years)
    centre = (common.point if target is None else target) or 0.0
    found = tuple(_place(one, centre) for one in used)
    spread = _dispersion(used, centre)
    reasons = (
        [Reason("rates.funnel-empty", "warn", {"places": [one[0] for one in given if one[2] <= 0]})]
        if len(used) < len(given)
        else []
    )
    if spread is not None and spread > float(chi2.ppf(0.975, len(used))) / len(used):
        reasons.append(Reason("rates.overdispersed", "warn", {"times": round(spread, 1)}))
    reach = np.geomspace(min(one[2] for one in used), max(one[2] for one in used), points)
    curve = tuple({"person_years": float(one), **_limits(centre, float(one))} for one in reach)
    return Funnel(target=common, places=found, curve=curve, dispersion=spread or 1.0, reasons=tuple(reasons))


def _limits(centre: float, years: float) -> dict[str, float]:
    """Return the funnel's limits at so many person-years, per 100,000; never below 0."""
    mean = centre / PER * years
    found = {}
    for name, level in (("95", 0.95), ("998", _OUTER)):
        for side, share in (("low", (1 - level) / 2), ("high", (1 + level) / 2)):
            found[f"{side}{name}"] = max(quantile(mean, share), 0.0) / years * PER
    return found


def _place(one: tuple[str, int, float], centre: float) -> FunnelPlace:
    name, deaths, years = one
    own, around = rate(deaths, years), _limits(centre, years)
    value = deaths / years * PER
    beyond = "within"
    for level in ("95", "998"):
        if value > around[f"high{level}"]:
            beyond = f"above-{level}"
        elif value < around[f"low{level}"]:
            beyond = f"below-{level}"
    return FunnelPlace(
        place=name, deaths=deaths, person_years=years, rate=value, low=own.low or 0.0, high=own.high or 0.0, beyond=beyond, **around
    )  # fmt: skip


def _dispersion(used: list[tuple[str, int, float]], centre: float) -> float | None:
    """Return the mean squared standard score of the places, the outermost tenth at each end set to its border; None for fewer than 2."""
    if len(used) < 2 or centre <= 0:
        return None
    means = np.array([one[2] for one in used]) * centre / PER
    # Square roots of Poisson counts have a variance that hardly depends on their mean (Spiegelhalter 2005, section 3.2.2).
    scores = 2 * (np.sqrt([one[1] for one in used]) - np.sqrt(means))
    low, high = np.quantile(scores, [_WINSORISED, 1 - _WINSORISED])
    return float((np.clip(scores, low, high) ** 2).mean())


def inflated(limit: float, centre: float, dispersion: float) -> float:
    """Return a limit moved out by the square root of the dispersion, as Spiegelhalter does where places vary beyond chance."""
    return max(centre + (limit - centre) * float(np.sqrt(dispersion)), 0.0)
