"""The mortality rate that the claims of a case come to: what was said of deaths over what was said, or estimated, of those held."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from habeas.amount import Amount
from habeas.claims import Claim
from habeas.estimation.distribution import Distribution
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.rates.exposure import Band, Row, person_years, widest_gap
from habeas.estimation.rates.periods import Days
from habeas.estimation.rates.rate import bounds_of, rate

_COUNTED: Final = "deaths"
_DOCUMENTED: Final = "deaths_documented"
_WIDE: Final = 183
"""Reports more than half a year apart leave a straight line between them to carry too much."""


def from_claims(
    claims: Iterable[Claim],
    *,
    subject: str,
    since: date,
    who: Collection[str] | None = None,
    held: Band | Sequence[Row] | None = None,
    held_who: str = "all held",
    held_subject: str | None = None,
    persons: int | None = None,
    level: float = 0.95,
) -> tuple[Estimate, ...]:
    """Return a mortality rate for each standing claim of deaths of a subject, from ``since`` to the day the claim is about, the earliest first.

    ``who`` names the definitions of deaths to use (each stays a rate of its own; all, where it is left out). What is documented is the least that
    there were: a documented count has no upper limit. Where the day of a count is known only as a month or year, person-years run to its first day at
    the least and to its last at the most. ``held`` is the population: a band of :mod:`habeas.estimation.population`, or rows (day, low, high); where it is
    left out, rows are made of the claims of ``population`` whose ``who`` is ``held_who``. ``settings["claims"]`` holds the ids of all that a rate rests on.
    Raises :class:`~habeas.errors.InputError` where the population is not known from ``since`` to the last day.
    """
    known = [one for one in claims if one.stands and one.polarity == "affirmed"]
    rows, rest = (held, ()) if held is not None else population_rows(known, held_subject or subject, held_who)
    found = []
    for claim in known:
        if (
            claim.subject != subject
            or claim.predicate not in (_COUNTED, _DOCUMENTED)
            or not isinstance(claim.value, Amount)
        ):
            continue
        if who is not None and claim.value.who not in who:
            continue
        window = _window(claim, since)
        if window is None or not claim.value.known:
            continue
        least, most = (Days(since, last) for last in window)
        made = _rate(claim, least, most, _Held(rows, rest, held_who), persons=persons, level=level)
        found.append((window, claim.id, made))
    return tuple(one for _, _, one in sorted(found, key=lambda one: (one[0][0], one[1])))


def population_rows(claims: Iterable[Claim], subject: str, who: str) -> tuple[list[Row], tuple[str, ...]]:
    """Return rows (day, low, high) of the standing claims of how many were held under one definition, and the ids of those claims.

    A claim of a month or year holds on its first and its last day. Claims of one day that differ are all kept: the row goes from the lowest to
    the highest. Claims with an open bound, targets, hypotheses and allegations make no row.
    """
    days: dict[date, tuple[float, float]] = {}
    used = []
    for claim in claims:
        amount, span = claim.value, claim.span
        if (
            claim.predicate != "population"
            or claim.subject != subject
            or not isinstance(amount, Amount)
            or amount.who != who
        ):
            continue
        if claim.modality not in ("fact", "estimate") or amount.low is None or amount.high is None or span is None:
            continue
        if span.first_imprecise is None or span.last_imprecise is None:
            continue
        used.append(claim.id)
        for day in {span.first_imprecise, span.last_imprecise}:
            low, high = days.get(day, (float(amount.low), float(amount.high)))
            days[day] = min(low, float(amount.low)), max(high, float(amount.high))
    return [(day, *days[day]) for day in sorted(days)], tuple(sorted(used))


def _window(claim: Claim, since: date) -> tuple[date, date] | None:
    """Return the first and the last day that may be the last of the count; None where no end is known or it lies before ``since``."""
    span = claim.span
    if span is None or span.last_imprecise is None or span.last_imprecise < since:
        return None
    certain = span.certain_range
    first = span.last_imprecise if certain and certain[1] > certain[0] else span.first_imprecise
    return max(first or since, since), span.last_imprecise


@dataclass(frozen=True, slots=True)
class _Held:
    """The population, the claims it was made of where it was made of claims, and who is counted in it."""

    rows: Band | Sequence[Row]
    claims: tuple[str, ...]
    who: str


def _rate(claim: Claim, least: Days, most: Days, held: _Held, *, persons: int | None, level: float) -> Estimate:
    """Return the rate of one claim over the person-years from the least to the most that its day allows."""
    value = claim.value
    assert isinstance(value, Amount)  # noqa: S101 - the caller has looked
    low, high = bounds_of(value)
    deaths = (low, None if claim.predicate == _DOCUMENTED else high)
    reasons = [Reason("rates.documented", "warn", {"found": round(low)})] if claim.predicate == _DOCUMENTED else []
    if value.who != held.who:
        reasons.append(Reason("rates.other-who", "warn", {"deaths": value.who or "–", "held": held.who}))
    days = held.rows.days if isinstance(held.rows, Band) else [one[0] for one in held.rows]
    gap = widest_gap(days, most.first, most.last)
    if gap > _WIDE:
        reasons.append(Reason("rates.wide-gap", "warn", {"days": gap}))
    return rate(
        deaths, _years(held.rows, least, most), level=level, persons=persons, reasons=reasons,
        settings={
            "claims": sorted({claim.id, *held.claims}), "deaths_claim": claim.id, "who": value.who, "held_who": held.who,
            "from": most.first.isoformat(), "to": sorted({least.last.isoformat(), most.last.isoformat()}),
        },
    )  # fmt: skip


def _years(rows: Band | Sequence[Row], least: Days, most: Days) -> Distribution | tuple[float, float]:
    """Return person-years that end on a day not known exactly: bounds, or the two distributions in equal parts where there are two."""
    short, long = (person_years(rows, one.first, one.last) for one in (least, most))
    if isinstance(short, tuple) or isinstance(long, tuple):
        return bounds_of(short)[0], bounds_of(long)[1] or 0.0
    if least == most:
        return long
    return Distribution.of_weights(
        np.concatenate([short.support, long.support]), np.concatenate([short.weight, long.weight])
    )
