"""Comparison with a reference of the same ages: prisoners are younger than a country, and a crude rate hides it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.special import gammaincinv

from habeas.errors import InputError
from habeas.estimation.distribution import Distribution, Floats
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.rates.rate import PER, Known, ratio


def standardised_ratio(
    deaths: Known,
    person_years: Mapping[str, float],
    reference: Mapping[str, float | tuple[float, float]],
    *,
    level: float = 0.95,
    **settings: Any,
) -> Estimate:
    """Return deaths over those expected at a reference's rates by age (indirect standardisation, the SMR), with exact limits.

    ``person_years`` by age; ``reference`` by age: deaths per 100,000 person-years, or (deaths, person-years), whose own chance then goes into the limits.
    The deaths need not be known by age. Raises :class:`~habeas.errors.InputError` where an age with person-years has no reference.
    """
    missing = sorted(age for age, years in person_years.items() if years > 0 and age not in reference)
    if missing:
        raise InputError("rates.no-reference", found=missing, known=sorted(reference))
    fixed = sum(
        person_years[age] * float(one) / PER
        for age, one in sorted(reference.items())
        if age in person_years and not isinstance(one, tuple)
    )
    counted = [
        (person_years[age], *one)
        for age, one in sorted(reference.items())
        if age in person_years and isinstance(one, tuple)
    ]
    reasons = [] if counted else [Reason("rates.reference-certain", "note")]
    expected: Known = fixed if not counted else _expected(fixed, counted)
    return ratio(deaths, expected, level=level, reasons=reasons, standardisation="indirect", **settings)


def _expected(fixed: float, counted: list[tuple[float, float, float]]) -> Distribution:
    """Return the deaths expected at rates that rest on counts: a gamma distribution with the mean and variance of their weighted sum."""
    weights = np.array([years / reference for years, _, reference in counted])
    seen = np.array([deaths for _, deaths, _ in counted]) + 0.5
    return _gamma(float(weights @ seen), float(weights**2 @ seen), fixed)


def _gamma(mean: float, variance: float, added: float = 0.0, points: int = 401) -> Distribution:
    shares = (np.arange(points) + 0.5) / points
    drawn: Floats = gammaincinv(mean**2 / variance, shares) * variance / mean
    return Distribution(drawn + added, np.full(points, 1 / points))


def direct_rate(
    deaths: Mapping[str, int],
    person_years: Mapping[str, float],
    standard: Mapping[str, float],
    *,
    level: float = 0.95,
    **settings: Any,
) -> Estimate:
    """Return the rate per 100,000 person-years that a standard population would have at the rates by age found here.

    The interval is the gamma interval of Fay and Feuer (1997, Statistics in Medicine 16, 791-801): exact where the standard is proportional to the
    person-years, and on the safe side in their simulations. Raises :class:`~habeas.errors.InputError` where an age of the standard has no
    person-years, for its rate is then unknown and not nought.
    """
    missing = sorted(age for age, weight in standard.items() if weight > 0 and person_years.get(age, 0) <= 0)
    beside = sorted(age for age, count in deaths.items() if count > 0 and standard.get(age, 0) <= 0)
    if missing:
        raise InputError("rates.no-years-of-age", found=missing)
    if beside:
        raise InputError("rates.no-standard", found=beside, known=sorted(standard))
    ages = sorted(age for age, weight in standard.items() if weight > 0)
    share = np.array([standard[age] for age in ages]) / sum(standard[age] for age in ages)
    weight = share / np.array([person_years[age] for age in ages])
    count = np.array([deaths.get(age, 0) for age in ages], np.float64)
    point, low, high = gamma_interval(count, weight, level)
    return Estimate(
        method="direct", quantity="rate", point=point * PER, low=low * PER, high=high * PER, level=level,
        assumption="rates.assume-direct", diagnostics={"deaths": int(count.sum()), "ages": len(ages)},
        settings={"per": PER, "interval": "fay-feuer", "standardisation": "direct", **settings},
    )  # fmt: skip


def gamma_interval(count: Floats, weight: Floats, level: float = 0.95) -> tuple[float, float, float]:
    """Return a weighted sum of Poisson counts with the limits of Fay and Feuer (1997): y, low, high.

    With ``v`` the variance of y and ``w`` the largest weight: low = v/2y chi2(tail; 2y2/v), high = (v + w2)/2(y + w) chi2(1 - tail; 2(y + w)2/(v + w2)).
    """
    tail = (1 - level) / 2
    y, v, w = float(weight @ count), float(weight**2 @ count), float(weight.max())
    low = v / y * float(gammaincinv(y**2 / v, tail)) if y > 0 else 0.0
    high = (v + w**2) / (y + w) * float(gammaincinv((y + w) ** 2 / (v + w**2), 1 - tail))
    return y, low, high
