"""Mortality: deaths over person-years of the same days, each count of deaths a rate of its own, with exact limits and the days it covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from habeas import words
from habeas.publishing import labels
from habeas.publishing.charts import Drawn
from habeas.publishing.charts.estimators import Row, estimators
from habeas.publishing.charts.funnel import Spot, funnel
from habeas.publishing.links import slug
from habeas.publishing.pages.estimates_words import Sheet, Written, number
from habeas.publishing.small_cells import small

_TELLING: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One rate of the table."""

    who: str
    deaths: str
    note: Markup
    days: str
    years: str
    rate: str
    complete: str
    refused: str


def write(sheet: Sheet) -> Written:
    """Write the page; return what the last rate that stands comes to."""
    rates: Sequence[Mapping[str, Any]] = sheet.told["rates"]
    chief = next((one for one in reversed(rates) if not one["refused"] and one["low"] is not None), None)
    said = sheet.t("rate-none") if chief is None else _said(sheet, chief)
    note = sheet.claim(chief["settings"]["deaths_claim"]) if chief else Markup("")
    shared = _shared(rates)
    held = next((one for one in sheet.edition.view.estimates if one.id == sheet.told["held"]), None)
    sheet.write(
        "estimates_mortality.html",
        chief=Markup("{}{}").format(said, note),
        drawn=_drawn(sheet, rates),
        funnel=_funnel(sheet),
        lines=[_line(sheet, one) for one in rates],
        assumption=rates[0]["assumption"]["message"],
        warnings=sheet.warnings(shared),
        since=date.fromisoformat(sheet.told["since"]),
        held=(held.title.text(sheet.lang), sheet.page.href(f"estimates/{slug(held.id)}.html")) if held else None,
    )
    return Written(said)


def _said(sheet: Sheet, one: Mapping[str, Any]) -> str:
    claim = sheet.edition.disclosed.claims[one["settings"]["deaths_claim"]]
    return sheet.t(
        "rate-said", who=labels.who(sheet.edition.view, claim, sheet.lang), deaths=labels.value(sheet.edition.view, claim, sheet.lang),
        first=date.fromisoformat(one["settings"]["from"]), last=date.fromisoformat(one["settings"]["to"][-1]), rate=_rate(sheet, one),
        complete=f" ({complete})" if (complete := _complete(sheet, one)) else "",
    )  # fmt: skip


def _rate(sheet: Sheet, one: Mapping[str, Any]) -> str:
    """Return a rate with its bounds. Without an upper bound only the lower one is said: the number itself is that of the deaths counted."""
    if one["refused"] or (one["low"] is None and one["high"] is None):
        return "–"
    bounds = sheet.between(one["low"], one["high"])
    return bounds if one["high"] is None else f"{number(one['estimate'])} ({bounds})"


def _complete(sheet: Sheet, one: Mapping[str, Any]) -> str:
    """Return what a rate is with its interval if the count missed nobody; nothing where that is what is said already."""
    told = one["diagnostics"].get("if_complete")
    # Bounds an order of magnitude apart come of a count whose days are not known, and say nothing.
    if one["refused"] or told is None or told[2] > _TELLING * told[1]:
        return ""
    return sheet.t("rate-if-complete", bounds=sheet.between(told[1], told[2]))


def _shared(rates: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return what is said against every rate, or in the same words against several; each once, what refuses one alone stands in its row."""
    found: dict[str, Mapping[str, Any]] = {}
    several = {one["reason"] for rate in rates for one in rate["warnings"] if one["gravity"] != "refuse"}
    for rate in rates:
        for one in rate["warnings"]:
            if one["reason"] in several and one["reason"] != "rates.at-least":
                found.setdefault(one["message"], one)
    return list(found.values())


def _line(sheet: Sheet, one: Mapping[str, Any]) -> Line:
    view, claim = sheet.edition.view, sheet.edition.disclosed.claims[one["settings"]["deaths_claim"]]
    years = one["diagnostics"].get("person_years") or [None, None]
    last = [date.fromisoformat(each) for each in one["settings"]["to"]]
    ends = words.day(last[-1], sheet.lang)
    first = words.day(date.fromisoformat(one["settings"]["from"]), sheet.lang)
    refusing = [each["message"] for each in one["warnings"] if each["gravity"] == "refuse"]
    return Line(
        who=labels.who(view, claim, sheet.lang), deaths=labels.value(view, claim, sheet.lang), note=sheet.claim(claim.id),
        days=sheet.t("days-to" if len(last) == 1 else "days-to-latest", first=first, last=ends),
        years=sheet.between(*years) if years[0] is not None else "–", rate=_rate(sheet, one), complete=_complete(sheet, one),
        refused=" ".join(refusing),
    )  # fmt: skip


def _drawn(sheet: Sheet, rates: Sequence[Mapping[str, Any]]) -> Drawn | None:
    shown = [one for one in rates if not one["refused"] and one["low"] is not None]
    if not shown:
        return None
    rows = []
    for one in shown:
        claim = sheet.edition.disclosed.claims[one["settings"]["deaths_claim"]]
        label = f"{labels.who(sheet.edition.view, claim, sheet.lang)}, {labels.when(claim, sheet.lang)}"
        rows.append(Row(label=label, point=one["estimate"], low=one["low"], high=one["high"]))
    table = [(row.label, one["estimate"] if row.high is not None else None, row.low, row.high) for row, one in zip(rows, shown, strict=True)]  # fmt: skip
    said = "; ".join(f"{row.label}: {sheet.between(row.low, row.high)}" for row in rows[:12])
    return sheet.chart(
        "rates", lambda phone: estimators(rows, (), phone=phone), ("deaths", "rate", "low", "high"), table, alt=said
    )


def _funnel(sheet: Sheet) -> Drawn | None:
    """Return the funnel over places; none where there is none, or a place of few deaths could tell of a person."""
    found = sheet.told.get("funnel")
    if not found or found["target"]["estimate"] is None:
        return None
    places = [one for one in found["places"] if not small(one["deaths"])]
    if len(places) < 2:
        return None
    spots = [Spot(label=one["place"], person_years=one["person_years"], rate=one["rate"], outside=one["beyond"] != "within") for one in places]  # fmt: skip
    target = found["target"]["estimate"]
    said = {"x": sheet.t("funnel-x"), "target": sheet.t("funnel-target", rate=number(target))}
    outside = [one.label for one in spots if one.outside]
    return sheet.chart(
        "funnel", lambda phone: funnel(spots, found["curve"], target, said, phone=phone), ("place", "person_years", "rate", "outside"),
        [(one.label, one.person_years, one.rate, one.outside) for one in spots],
        alt=sheet.t("funnel-alt", n=len(spots), outside=outside or ["–"]),
    )  # fmt: skip
