"""What a table of deaths and person-years comes to: one rate over the days that agree, and by place, by period, by age, against a reference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from habeas import words
from habeas.errors import InputError
from habeas.estimation.estimate import Estimate, Reason
from habeas.estimation.rates.funnel import Funnel, funnel
from habeas.estimation.rates.periods import Agreement, Days, Figure, agree
from habeas.estimation.rates.published import Comparison, PublishedRow, compare_published
from habeas.estimation.rates.rate import agreed_rate, rate, total
from habeas.estimation.rates.reading import ReadFigures, Reference
from habeas.estimation.rates.standard import direct_rate, standardised_ratio

By = Literal["place", "period"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RateRow:
    """The rate of one place or period, with the deaths and person-years it rests on (low, high)."""

    name: str
    deaths: tuple[float, float | None]
    person_years: tuple[float, float | None]
    rate: Estimate

    def as_json(self, lang: words.Lang) -> dict[str, Any]:
        """Return it as values of JSON."""
        numbers = {"name": self.name, "deaths": list(self.deaths), "person_years": list(self.person_years)}
        return {**numbers, **self.rate.as_json(lang)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RatesAnswer:
    """One rate for all, its parts, the funnel over places, and the comparisons that were asked for."""

    overall: Estimate
    agreement: Agreement
    total: RateRow
    rows: tuple[RateRow, ...] = ()
    funnel: Funnel | None = None
    standardised: tuple[Estimate, ...] = ()
    comparison: Comparison | None = None
    dated: bool = True
    """Whether it is known which days the periods are; not so for fiscal years without a first month."""

    @property
    def refused(self) -> bool:
        """Return whether the rate of all is refused."""
        return self.overall.refused

    def as_json(self, lang: words.Lang) -> dict[str, Any]:
        """Return the answer as values of JSON."""
        compared = self.comparison
        return {
            "rate": self.total.as_json(lang),
            "days": [[one.first.isoformat(), one.last.isoformat()] for one in self.agreement.days] if self.dated else None,
            "rows": [one.as_json(lang) for one in self.rows],
            "funnel": self.funnel.as_json(lang) if self.funnel else None,
            "standardised": [one.as_json(lang) for one in self.standardised],
            "published": None if compared is None else {
                "agrees": compared.agrees, "rows": [one.as_json(lang) for one in compared.rows],
                "reasons": [one.as_json(lang) for one in compared.reasons],
            },
        }  # fmt: skip


def answer(
    read: ReadFigures,
    *,
    by: By | None = None,
    reference: Reference | None = None,
    published: Sequence[PublishedRow] = (),
    as_of: date | None = None,
    level: float = 0.95,
) -> RatesAnswer:
    """Return the rates of what was read.

    ``as_of`` is the day after which no period is over; where fiscal years have no known first month nothing is held against it. A funnel is drawn where
    rates by place are asked for and all counts are exact. Raises :class:`~habeas.errors.InputError` where one of the two sides is missing, and
    where a reference is given and the person-years are not by age, or not exact.
    """
    for side, key in ((read.deaths, "rates.no-deaths-given"), (read.exposures, "rates.no-years-given")):
        if not side:
            raise InputError(key)
    found = agree(read.deaths, read.exposures, as_of=None if read.fiscal else as_of)
    reasons = [Reason("rates.stock", "warn")] if read.stock else []
    differ = sum(one.low != one.high for one in found.deaths)
    if read.rivals and differ:
        reasons.append(Reason("rates.rivals", "warn", {"columns": list(read.rivals), "n": differ}))
    labels: dict[str, Any] = {}
    if read.fiscal:
        reasons.append(Reason("rates.fiscal-unknown", "warn"))
        labels = {"days": None, "years": sorted({one.label for one in found.deaths})}
    overall = agreed_rate(found, level=level, reasons=reasons, **labels)
    rows = tuple(_rows(found, by, level))
    return RatesAnswer(
        overall=overall, agreement=found, total=RateRow(name="", deaths=total(found.deaths), person_years=total(found.exposures), rate=overall),
        dated=not read.fiscal,
        rows=rows, funnel=_funnel(rows) if by == "place" else None,
        standardised=() if reference is None else tuple(_standardised(found, reference, level)),
        comparison=compare_published(published, read.deaths, read.exposures, level=level) if published else None,
    )  # fmt: skip


def _rows(found: Agreement, by: By | None, level: float) -> Iterable[RateRow]:
    if by is None:
        return
    groups = _by_place(found) if by == "place" else _by_period(found)
    for name, deaths, exposures in groups:
        top, bottom = total(deaths), total(exposures)
        claims = sorted({one for figure in (*deaths, *exposures) for one in figure.claims})
        made = rate(top, bottom, level=level, settings={by: name, "claims": claims})
        yield RateRow(name=name, deaths=top, person_years=bottom, rate=made)


def _by_place(found: Agreement) -> Iterable[tuple[str, list[Figure], list[Figure]]]:
    for place in sorted({one.place for one in (*found.deaths, *found.exposures)}):
        yield (
            place,
            [one for one in found.deaths if one.place == place],
            [one for one in found.exposures if one.place == place],
        )


def _by_period(found: Agreement) -> Iterable[tuple[str, list[Figure], list[Figure]]]:
    """Yield the figures by the shortest periods that no figure of either side crosses."""
    figures = sorted((*found.deaths, *found.exposures), key=lambda one: one.days)
    blocks: list[Days] = []
    for one in figures:
        if blocks and blocks[-1].meets(one.days):
            blocks[-1] = Days(blocks[-1].first, max(blocks[-1].last, one.days.last))
        else:
            blocks.append(one.days)
    for block in blocks:
        own = [one for one in figures if block.holds(one.days)]
        name = next((one.label for one in own if one.days == block and one.label), f"{block.first}/{block.last}")
        yield (
            name,
            [one for one in found.deaths if block.holds(one.days)],
            [one for one in found.exposures if block.holds(one.days)],
        )


def _funnel(rows: Sequence[RateRow]) -> Funnel | None:
    """Return the funnel of rows whose numbers are all exact; None where one is not, or none has person-years."""
    exact = all(one.deaths[0] == one.deaths[1] and one.person_years[0] == one.person_years[1] for one in rows)
    if not exact or not any(one.person_years[0] > 0 for one in rows):
        return None
    return funnel((one.name, round(one.deaths[0]), one.person_years[0]) for one in rows)


def _standardised(found: Agreement, reference: Reference, level: float) -> Iterable[Estimate]:
    years = _by_age(found.exposures)
    if not any(years):
        raise InputError("rates.no-ages")
    if reference.rates:
        yield standardised_ratio(total(found.deaths), years, reference.rates, level=level)
    if reference.standard:
        deaths = {age: round(count) for age, count in _by_age(found.deaths).items()}
        yield direct_rate(deaths, years, reference.standard, level=level)


def _by_age(figures: Iterable[Figure]) -> Mapping[str, float]:
    """Return exact numbers summed by age."""
    sums: dict[str, float] = {}
    for one in figures:
        if one.low != one.high:
            raise InputError("rates.ages-exact", found=one)
        sums[one.age] = sums.get(one.age, 0.0) + one.low
    return sums
