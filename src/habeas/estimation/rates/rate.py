"""A rate: deaths over person-years, with the chance in the deaths and the doubt in both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from habeas.amount import Amount
from habeas.errors import InputError
from habeas.estimation.distribution import Distribution
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.rates import poisson
from habeas.estimation.rates.periods import Agreement, Figure

PER: Final = 100_000

Known = int | float | tuple[float, float | None] | Amount | Distribution
"""A number that is certain, bounds (``None`` is no upper bound), what someone stated, or a distribution."""


def rate(
    deaths: Known,
    person_years: Known,
    *,
    level: float = 0.95,
    persons: int | None = None,
    reasons: Iterable[Reason] = (),
    settings: Mapping[str, Any] | None = None,
) -> Estimate:
    """Return deaths per 100,000 person-years with exact limits.

    Bounds are combined at their extremes: the lower limit is that of the fewest deaths over the most person-years, the upper that of the most deaths
    over the fewest; where deaths are "at least" so many there is no upper limit. Distributions are averaged over before the limits are
    solved for. ``persons`` is how many were ever held, where that is known. What is certain: the limits, if deaths fall independently of each other
    at one rate. Raises :class:`~habeas.errors.InputError` for counts below 0 and levels outside 0 to 1.
    """
    found = _ratio(deaths, person_years, level)
    told = [*reasons, *_doubts(found, persons)]
    scaled = None if found.curve is None else _times(found.curve, PER)
    return Estimate(
        method="rate", quantity="rate", level=level, assumption="rates.assume-rate", distribution=scaled,
        point=_per(found.middle), low=_per(found.low), high=_per(found.high),
        diagnostics=found.diagnostics(), settings={"per": PER, "interval": "garwood", **(settings or {})},
    ).with_reasons(*told)  # fmt: skip


def ratio(
    observed: Known, expected: Known, *, level: float = 0.95, reasons: Iterable[Reason] = (), **settings: Any
) -> Estimate:
    """Return observed over expected deaths with exact limits; ``expected`` may be bounds or a distribution, as in :func:`rate`."""
    found = _ratio(observed, expected, level)
    told = [*reasons, *(one for one in _doubts(found, None) if one.key != "rates.above-one")]
    return Estimate(
        method="ratio", quantity="ratio", level=level, assumption="rates.assume-ratio", distribution=found.curve,
        point=found.middle, low=found.low, high=found.high, diagnostics=found.diagnostics("observed", "expected"),
        settings={"interval": "garwood", **settings},
    ).with_reasons(*told)  # fmt: skip


def agreed_rate(
    agreement: Agreement,
    *,
    level: float = 0.95,
    persons: int | None = None,
    reasons: Iterable[Reason] = (),
    **settings: Any,
) -> Estimate:
    """Return the rate over the days of which there are both deaths and person-years; every row that fell out is a reason."""
    claims = sorted({one for figure in (*agreement.deaths, *agreement.exposures) for one in figure.claims})
    days = [[one.first.isoformat(), one.last.isoformat()] for one in agreement.days]
    return rate(
        total(agreement.deaths), total(agreement.exposures), level=level, persons=persons,
        reasons=(*agreement.reasons, *reasons), settings={"days": days, "claims": claims, **settings},
    )  # fmt: skip


def total(figures: Iterable[Figure]) -> tuple[float, float | None]:
    """Return the bounds of a sum of figures; without an upper bound where one of them has none."""
    ones = list(figures)
    highs = [one.high for one in ones]
    known = [one for one in highs if one is not None]
    return sum(one.low for one in ones), sum(known) if len(known) == len(highs) else None


# --- bounds and distributions


def bounds_of(known: Known) -> tuple[float, float | None]:
    """Return the bounds of a number: of a distribution its ends, else those stated; ``None`` is no upper bound."""
    low, high, _ = _bounds(known)
    return low.quantile(0), None if high is None else high.quantile(1)


class _Side:
    """One number, from below and from above: each a distribution, that of a single point where the bound is one."""

    def __init__(self, known: Known, name: str) -> None:
        self.low, self.high, self.exact = _bounds(known)
        for one in (self.low, self.high):
            if one is not None and float(one.support.min()) < 0:
                raise InputError("rates.below-0", name=name, found=float(one.support.min()))
        self.sampled = isinstance(known, Distribution)

    @property
    def middle(self) -> float:
        """Return the number itself, the median of its distribution, the middle of its bounds, or the bound that there is."""
        low = self.low.median
        return low if self.high is None else (low + self.high.median) / 2


def _bounds(known: Known) -> tuple[Distribution, Distribution | None, bool]:
    if isinstance(known, Distribution):
        return known, known, False
    if isinstance(known, Amount):
        if known.low is None and known.high is None:
            raise InputError("rates.no-bounds", found=str(known.stated))
        # "more than 250" of whole persons is at least 251.
        low = 0.0 if known.low is None else float(known.low) + (1 if known.low_open else 0)
        high = None if known.high is None else float(known.high) - (1 if known.high_open else 0)
        return _bounds((low, high))
    if isinstance(known, tuple):
        low, high = known
        if high is not None and high < low:
            raise InputError("rates.bounds-reversed", low=low, high=high)
        return poisson.point(low), None if high is None else poisson.point(high), low == high
    return poisson.point(known), poisson.point(known), True


class _Found:
    """What came of two numbers: the ratio in the middle, its limits, and what says how they were come by."""

    def __init__(self, top: _Side, bottom: _Side, level: float) -> None:
        self.top, self.bottom = top, bottom
        tail = (1 - level) / 2
        self.middle: float | None = None
        self.low: float | None = None
        self.high: float | None = None
        self.curve: Distribution | None = None
        most = bottom.high
        self.exposed = bottom.middle > 0 and (most is None or float(most.support.max()) > 0)
        if not self.exposed:
            return
        self.middle = top.middle / bottom.middle
        self.low = 0.0 if most is None else poisson.lower(top.low, most, tail)
        if top.high is not None:
            self.high = poisson.upper(top.high, bottom.low, tail)
        if (top.sampled or bottom.sampled) and top.high is not None and most is not None and self.high is not None:
            self.curve = poisson.curve(top.low, bottom.low)

    def diagnostics(self, top: str = "deaths", bottom: str = "person_years") -> dict[str, Any]:
        """Return the bounds of both numbers: of a distribution those between which 95 in 100 of it lie; no number is no upper bound."""
        return {
            top: [_end(self.top.low, 0.025), _end(self.top.high, 0.975)],
            bottom: [_end(self.bottom.low, 0.025), _end(self.bottom.high, 0.975)],
        }


def _end(one: Distribution | None, share: float) -> float | None:
    return None if one is None else one.quantile(share)


def _ratio(top: Known, bottom: Known, level: float) -> _Found:
    if not 0 < level < 1:
        raise InputError("rates.level", found=level)
    return _Found(_Side(top, "deaths"), _Side(bottom, "person-years"), level)


def _doubts(found: _Found, persons: int | None) -> list[Reason]:
    """Return what must be known to read the rate, and what refuses it."""
    top, bottom, told = found.top, found.bottom, []
    fewest = top.low.quantile(0)
    if not found.exposed:
        told.append(Reason("rates.no-person-years", "refuse", {"found": round(fewest)}))
        return told
    if persons is not None and fewest > persons:
        told.append(Reason("rates.more-deaths-than-persons", "refuse", {"found": round(fewest), "persons": persons}))
    most = None if bottom.high is None else float(bottom.high.support.max())
    if most is not None and fewest > most:
        told.append(Reason("rates.above-one", "warn", {"found": round(fewest), "years": round(most, 1)}))
    if top.high is None:
        told.append(Reason("rates.at-least", "warn", {"found": round(fewest)}))
    elif not top.exact and not top.sampled:
        told.append(Reason("rates.middle", "note"))
    elif top.exact and fewest == 0:
        told.append(Reason("rates.none-seen", "note"))
    if not bottom.exact and not bottom.sampled:
        told.append(Reason("rates.range-of-years", "note"))
    return told


def _per(value: float | None) -> float | None:
    return None if value is None else value * PER


def _times(one: Distribution, factor: float) -> Distribution:
    return Distribution(one.support * factor, one.weight)
