"""The mortality rate that the claims of a case come to: what was said of deaths over what was said, or estimated, of those held."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from habeas.amount import Amount
from habeas.claims import Claim
from habeas.errors import InputError
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
    held_claims: Collection[str] = (),
    held_who: str = "all held",
    held_subject: str | None = None,
    persons: int | None = None,
    level: float = 0.95,
) -> tuple[Estimate, ...]:
    """Return a mortality rate for each standing claim of deaths of a subject, from ``since`` to the day the claim is about, the earliest first.

    ``who`` names the definitions of deaths to use (each stays a rate of its own; all, where it is left out). What is documented is the least that
    there were: a documented count has no upper limit. Where the day of a count is known only as a month or year, person-years run to its first day at
    the least and to its last at the most. ``held`` is the population: a band of :mod:`habeas.estimation.population`, or rows (day, low, high), and
    ``held_claims`` are the ids of the claims it rests on; where it is left out, rows are made of the claims of ``population`` whose ``who`` is ``held_who``. ``settings["claims"]`` holds the ids of all that a rate rests on.
    A count whose days the population does not
    reach is a refused rate, beside the others.
    """
    known = [one for one in claims if one.stands and one.polarity == "affirmed"]
    rows, ids = (held, {}) if held is not None else population_rows(known, held_subject or subject, held_who)
    found = []
    for claim in known:
        if (
            claim.subject != subject
            or claim.predicate not in (_COUNTED, _DOCUMENTED)
            or not isinstance(claim.value, Amount)
        ):
            continue
        if claim.modality in ("target", "hypothetical") or (who is not None and claim.value.who not in who):
            continue
        windows = _windows(claim, since)
        if windows is None or not claim.value.known:
            continue
        made = _rate(claim, windows, _Held(rows, ids, held_who, tuple(held_claims)), persons=persons, level=level)
        found.append((windows[1].last, claim.id, made))
    return tuple(one for _, _, one in sorted(found, key=lambda one: one[:2]))


def population_rows(claims: Iterable[Claim], subject: str, who: str) -> tuple[list[Row], dict[date, tuple[str, ...]]]:
    """Return rows (day, low, high) of the standing claims of how many were held under one definition, and the ids of those claims by day.

    A claim of a month or year holds on its first and its last day. Claims of one day that differ are all kept: the row goes from the lowest to
    the highest. Claims with an open bound, targets, hypotheses and allegations make no row.
    """
    days: dict[date, tuple[float, float]] = {}
    used: dict[date, tuple[str, ...]] = {}
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
        for day in {span.first_imprecise, span.last_imprecise}:
            low, high = days.get(day, (float(amount.low), float(amount.high)))
            used[day] = tuple(sorted({*used.get(day, ()), claim.id}))
            days[day] = min(low, float(amount.low)), max(high, float(amount.high))
    return [(day, *days[day]) for day in sorted(days)], used


def _windows(claim: Claim, since: date) -> tuple[Days, Days] | None:
    """Return the shortest and the longest period that a count may be of; None where its end is unknown or lies before ``since``.

    A count of a stretch of days is of that stretch. One as of a day runs from ``since`` to that day, which may be known as a month or year only.
    """
    span = claim.span
    if span is None or span.last_imprecise is None or span.last_imprecise < since:
        return None
    certain = span.certain_range
    if certain is not None and certain[0] < certain[1]:
        return Days(*certain), Days(*certain)
    first = max(span.first_imprecise or since, since)
    return Days(since, first), Days(since, span.last_imprecise)


@dataclass(frozen=True, slots=True)
class _Held:
    """The population, the claims it was made of where it was made of claims, and who is counted in it."""

    rows: Band | Sequence[Row]
    ids: Mapping[date, tuple[str, ...]]
    who: str
    given: tuple[str, ...] = ()

    def claims(self, window: Days) -> tuple[str, ...]:
        """Return the ids of the claims that the line through a period is drawn from: its own, the last before it and the first after it."""
        before = max((day for day in self.ids if day <= window.first), default=window.first)
        after = min((day for day in self.ids if day >= window.last), default=window.last)
        return tuple(
            sorted({*self.given, *(one for day, ones in self.ids.items() if before <= day <= after for one in ones)})
        )


def _rate(claim: Claim, windows: tuple[Days, Days], held: _Held, *, persons: int | None, level: float) -> Estimate:
    """Return the rate of one claim over the person-years from the least to the most that its days allow."""
    least, most = windows
    low, high = bounds_of(claim.value) if isinstance(claim.value, Amount) else (0.0, None)
    who = claim.value.who if isinstance(claim.value, Amount) else None
    settings = {
        "claims": sorted({claim.id, *held.claims(most)}), "deaths_claim": claim.id, "who": who, "held_who": held.who,
        "from": most.first.isoformat(), "to": sorted({least.last.isoformat(), most.last.isoformat()}),
    }  # fmt: skip
    reasons = _reasons(claim, who, most, held)
    try:
        years = _years(held.rows, least, most)
    except InputError as error:
        # One count that the population does not reach takes nothing from the others.
        reasons.append(Reason(error.key, "refuse", error.values))
        return Estimate(
            method="rate", quantity="rate", point=None, low=None, high=None, level=level,
            assumption="rates.assume-rate", settings=settings, reasons=tuple(reasons),
        )  # fmt: skip
    deaths = (low, None if claim.predicate == _DOCUMENTED else high)
    made = rate(deaths, years, level=level, persons=persons, reasons=reasons, settings=settings)
    if deaths[1] is not None or high is None:
        return made
    # What is documented is the least; beside it stands what the rate is if nothing was missed, so that a reader sees both.
    whole = rate((low, high), years, level=level, persons=persons)
    told = None if whole.refused else [whole.point, whole.low, whole.high]
    return replace(made, diagnostics={**made.diagnostics, "if_complete": told})


def _reasons(claim: Claim, who: str | None, most: Days, held: _Held) -> list[Reason]:
    """Return what must be known of the two numbers: what is documented, who is counted, and how far apart the reports are."""
    # What refuses an estimate of the population refuses a rate over it.
    found = [one for one in getattr(held.rows, "reasons", ()) if isinstance(one, Reason) and one.gravity == "refuse"]
    if claim.predicate == _DOCUMENTED:
        found.append(Reason("rates.documented", "warn", {}))
    if who != held.who:
        found.append(Reason("rates.other-who", "warn", {"deaths": who or "–", "held": held.who}))
    if held.ids:
        found.append(Reason("rates.from-reports", "warn", {"n": len(held.claims(most))}))
    days = held.rows.days if isinstance(held.rows, Band) else [one[0] for one in held.rows]
    gap = widest_gap(days, most.first, most.last)
    if gap > _WIDE:
        found.append(Reason("rates.wide-gap", "warn", {"days": gap}))
    return found


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
