"""Population between reports: the band, every rival figure with what it was used for, what each source errs by, and which figure is out of line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from markupsafe import Markup

from habeas import words
from habeas.publishing import labels
from habeas.publishing.charts import Drawn
from habeas.publishing.charts.band import Band, Look, Rival, band_over_time
from habeas.publishing.pages.estimates_words import Sheet, Written, number, percent

_STOCKS: Final = frozenset({"stock", "average"})
_OUT_OF_LINE: Final = 0.05
_RECENT: Final = 5 * 365
_LOOKS: Final[Mapping[str, Look]] = {"used": "used", "censored": "censored", "derived": "derived", "copy": "copy"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure of the table."""

    number: int
    text: str
    note: Markup
    who: str
    counted: str
    when: str
    use: str
    used: bool
    why: str


def write(sheet: Sheet) -> Written:
    """Write the page; return what it comes to on the last day that figures reach, and on the last day of all."""
    told = sheet.told
    days = [date.fromisoformat(one) for one in told["days"]]
    figures = sorted(told["figures"], key=lambda one: (one["kind"] not in _STOCKS, one["first"], one["value"]))
    stocks = [one for one in figures if one["kind"] in _STOCKS]
    solid = max((date.fromisoformat(one["last"]) for one in figures if one["used"]), default=days[-1])
    reached = max((k for k, day in enumerate(days) if day <= solid), default=len(days) - 1)
    known = [_on(sheet, days, k, told["band"]) for k in dict.fromkeys((reached, len(days) - 1))]
    lines = [_line(sheet, place, one) for place, one in enumerate(figures, 1)]
    sheet.write(
        "estimates_population.html",
        known=known,
        drawn=[_drawn(sheet, days, solid, stocks, name) for name in ("band", *(("recent",) if _long(days) else ()))],
        lines=lines[: len(stocks)],
        flows=lines[len(stocks) :],
        surprises=[_surprise(sheet, one) for one in _surprising(stocks)],
        sources=_sources(sheet),
        without=_without(sheet),
        last=words.day(days[-1], sheet.lang),
        assumption=told["assumption"]["message"],
        warnings=sheet.warnings(told["warnings"]),
        conversions=[_conversion(sheet, one) for one in told["settings"]["conversions"]],
        flow_scopes=[sheet.edition.subject(one) for one in told["settings"]["flow_scopes"]],
    )
    return Written(known[0])


def _on(sheet: Sheet, days: Sequence[date], at: int, band: Mapping[str, Sequence[float]]) -> str:
    low, point, high = (band[share][at] for share in ("0.025", "0.5", "0.975"))
    return sheet.t("held-on", day=days[at], point=number(point), low=number(low), high=number(high))


def _long(days: Sequence[date]) -> bool:
    return (days[-1] - days[0]).days > 2 * _RECENT


def _drawn(sheet: Sheet, days: Sequence[date], solid: date, stocks: Sequence[Mapping[str, Any]], name: str) -> Drawn:
    """Draw the band with all its figures; of many years also the last few, where figures stand too close to be told apart."""
    begins = solid - timedelta(_RECENT) if name == "recent" else days[0]
    kept = [k for k, day in enumerate(days) if day >= begins]
    days = [days[k] for k in kept]
    band = {share: [values[k] for k in kept] for share, values in sheet.told["band"].items()}
    drawn = Band(
        days=days, median=band["0.5"], inner=(band["0.25"], band["0.75"]), outer=(band["0.05"], band["0.95"]), solid=solid,
    )  # fmt: skip
    rivals = [
        Rival(
            day=date.fromisoformat(one["day"]), value=one["value"], low=one["low"], high=one["high"], look=_LOOKS.get(one["use"], "other"),
            label=f"{labels.short(sheet.edition.disclosed.claims[one['ref']].value)} {_who(sheet, one)}", number=place,  # type: ignore[arg-type]
        )
        for place, one in enumerate(stocks, 1)
        if date.fromisoformat(one["day"]) >= begins
    ]  # fmt: skip
    keys = {name: sheet.t(f"key-{name}") for name in ("inner", "outer", "used", "censored", "derived", "copy", "other")}
    rows = [
        (day, *(band[share][k] for share in ("0.025", "0.05", "0.25", "0.5", "0.75", "0.95", "0.975")))
        for k, day in enumerate(days)
    ]
    said = sheet.t(
        "band-alt", n=len(rivals), first=_on(sheet, days, 0, band), last=_on(sheet, days, len(days) - 1, band)
    )
    return sheet.chart(
        name, lambda phone: band_over_time(drawn, rivals, keys, sheet.lang, phone=phone),
        ("day", "q025", "q05", "q25", "q50", "q75", "q95", "q975"), rows, alt=said,
    )  # fmt: skip


def _who(sheet: Sheet, one: Mapping[str, Any]) -> str:
    return labels.who(sheet.edition.view, sheet.edition.disclosed.claims[one["ref"]], sheet.lang)


def _line(sheet: Sheet, place: int, one: Mapping[str, Any]) -> Line:
    view, claim = sheet.edition.view, sheet.edition.disclosed.claims[one["ref"]]
    return Line(
        number=place, text=labels.value(view, claim, sheet.lang), note=sheet.claim(claim.id), who=_who(sheet, one),
        counted=labels.counted(view, claim, sheet.lang), when=labels.when(claim, sheet.lang),
        use=sheet.t(f"use-{one['use']}"), used=one["used"], why=one["why"] or "",
    )  # fmt: skip


def _surprising(stocks: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    found = [one for one in stocks if one["surprise"] and one["surprise"]["tail"] < _OUT_OF_LINE]
    return sorted(found, key=lambda one: one["surprise"]["tail"])


def _surprise(sheet: Sheet, one: Mapping[str, Any]) -> Markup:
    """Return what all other figures put a figure at, and what would have to be false for it to hold."""
    claim, found = sheet.edition.disclosed.claims[one["ref"]], one["surprise"]
    tail = found["tail"] * 100
    said = sheet.t(
        "surprise-high" if found["z"] > 0 else "surprise-low", figure=labels.value(sheet.edition.view, claim, sheet.lang), who=_who(sheet, one),
        when=labels.when(claim, sheet.lang), low=number(found["low"]), high=number(found["high"]),
        chance="< 0.1 %" if tail < 0.1 else f"{tail:.1f} %", apart=number(abs(one["value"] - found["expected"])),
    )  # fmt: skip
    return Markup("{}{}").format(said, sheet.claim(claim.id))


def _sources(sheet: Sheet) -> list[tuple[str, int, str, str]]:
    """Return each source with its figures, how far they lie above the number, and the interval of that."""
    named = {one["source"]: _who(sheet, one) for one in sheet.told["figures"]}
    return [
        (
            named.get(one["source"], one["source"]), one["figures"], percent(one["bias"]),
            sheet.t("from-to", low=percent(one["low"]), high=percent(one["high"])),
        )
        for one in sheet.told["sources"]
    ]  # fmt: skip


def _without(sheet: Sheet) -> list[tuple[str, str, str]]:
    named = {one["source"]: _who(sheet, one) for one in sheet.told["figures"]}
    return [
        (named.get(one["source"], one["source"]), number(one["estimate"]), sheet.between(one["low"], one["high"]))
        for one in sheet.told["without"]
    ]


def _conversion(sheet: Sheet, one: Mapping[str, Any]) -> str:
    def said(name: str) -> str:
        known = sheet.edition.view.vocabulary.phrase(name, sheet.lang)
        return known or sheet.edition.subject(name)

    return sheet.t(
        "conversion", origin=said(one["from"]), target=said(one["to"]), source=one["source"],
        multiply="–".join(dict.fromkeys(f"{each:g}" for each in one["multiply"])), add="–".join(dict.fromkeys(number(each) for each in one["add"])),
    )  # fmt: skip
