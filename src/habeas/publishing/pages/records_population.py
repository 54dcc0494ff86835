"""The population by day: all places together as a band, then by each dimension in small, few persons hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from habeas.publishing.charts import Drawn, days
from habeas.publishing.context import Edition, Page
from habeas.publishing.hover import hovering
from habeas.publishing.pages.records import Plot, begin, chart, finish, offered, why
from habeas.publishing.records_view import Dimension, Official, Records, Series
from habeas.publishing.small_cells import Cell, pair

DRAWN: Final = 420
READOUTS: Final = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One dimension: its chart, and the table of what each value comes to on the last day and at its peak."""

    name: str
    drawn: Drawn
    rows: Sequence[tuple[str, str, str]]
    note: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """A claim as it was tested: its sentence with a footnote, the definition, and the verdict."""

    outcome: str
    said: Markup
    note: Markup
    definition: str
    verdict: str


def write(edition: Edition, record: Records) -> None:
    """Write the page on the population of a release."""
    page = begin(edition, record, "population")
    if not record.national:
        finish(page, record, "population", drawn=None, told=(), parts=(), table="", official=())
        return
    columns = ("day", "midnight_certain", "midnight_possible", "any_certain", "any_possible")
    table = offered(
        edition, record, "population", columns,
        ((d.day, d.midnight_certain, d.midnight_possible, d.any_certain, d.any_possible) for d in record.national),
    )  # fmt: skip
    finish(
        page, record, "population", drawn=_national(edition, record), told=_told(page, record), table=table,
        parts=[_part(page, record, one) for one in record.dimensions], official=_official(page, record),
    )  # fmt: skip


def _told(page: Page, record: Records) -> list[Markup]:
    """Return the sentences over the chart, each with its footnote."""
    t, last = page.edition.t, record.national[-1]
    if record.register:
        return _listed(page, record)
    peak = max(record.national, key=lambda one: one.midnight_possible)
    return [
        Markup("{}{}").format(t("records-last-day", day=last.day, n=pair(last.midnight_certain, last.midnight_possible), moment=pair(last.any_certain, last.any_possible)), why(page, record, "national")),
        Markup("{}{}").format(t("records-peak", day=peak.day, n=pair(peak.midnight_certain, peak.midnight_possible)), why(page, record, "national")),
    ]  # fmt: skip


def _public(edition: Edition, record: Records) -> list[Official]:
    """Return the figures that were tested and whose claims may be shown, those with a mark first."""
    return sorted((one for one in record.official if one.claim in edition.view.claims), key=lambda one: not one.drawn)


def _marks(edition: Edition, record: Records) -> list[days.Mark]:
    """Return the published figures as marks beside the population, numbered as the list below the chart."""
    first, last = record.national[0].day, record.national[-1].day
    return [
        days.Mark(
            first=one.first, last=one.last, low=max(one.low, 0) if one.low > float("-inf") else one.high,
            high=one.high if one.high < float("inf") else one.low, outcome=one.outcome, number=number,
        )
        for number, one in enumerate(_public(edition, record), 1)
        if one.drawn and one.first is not None and one.last is not None and one.first <= last and one.last >= first
    ]  # fmt: skip


def _official(page: Page, record: Records) -> list[Tested]:
    """Return what was tested, each with the claim's footnote."""
    edition = page.edition
    return [
        Tested(
            outcome=one.outcome,
            said=edition.told(edition.view.claims[one.claim]),
            note=page.notes.claim(edition.view.claims[one.claim]),
            definition=one.definition[edition.lang],
            verdict=one.verdict[edition.lang],
        )
        for one in _public(edition, record)
    ]


def _listed(page: Page, record: Records) -> list[Markup]:
    """Return the sentences over the chart of a register: of days whose list is believed, for of others nobody knows how many there were."""
    t = page.edition.t
    covered = (
        [(one.listed, one.day) for one in record.register.covered if one.listed is not None] if record.register else []
    )
    if not covered:
        return []
    last, peak = covered[-1], max(covered, key=lambda one: (one[0], one[1]))
    said = (t("records-lists-last-day", n=last[0], day=last[1]), t("records-lists-peak", n=peak[0], day=peak[1]))
    return [Markup("{}{}").format(one, why(page, record, "days")) for one in said]


def _national(edition: Edition, record: Records) -> Drawn:
    t, lang = edition.t, edition.lang
    step = max(1, -(-len(record.national) // DRAWN))
    some = list(record.national)[::-1][::step][::-1]
    midnight = [(one.midnight_certain, one.midnight_possible) for one in some]
    moment = [(one.any_certain, one.any_possible) for one in some]
    shown = [one.day for one in some]
    lists = record.register is not None
    named = (t("records-lists-hour" if lists else "records-midnight"), t("records-any"))
    marks = _marks(edition, record)
    specs = [days.by_day(shown, midnight, moment, named, lang, marks, phone=phone) for phone in (False, True)]
    first, last = record.national[0], record.national[-1]
    title = t("records-by-day", first=first.day, last=last.day)
    subtitle = t("records-band") + (" " + t("records-every", n=step) if step > 1 else "")
    subtitle += " " + t("official-marks") if marks else ""
    peak = max(record.national, key=lambda one: one.midnight_possible)
    alt = t(
        "records-alt-days", title=title, low=pair(first.midnight_certain, first.midnight_possible), peak=pair(peak.midnight_certain, peak.midnight_possible),
        day=peak.day, last=pair(last.midnight_certain, last.midnight_possible),
    )  # fmt: skip
    rows = [(one.day, one.midnight_certain, one.midnight_possible, one.any_certain, one.any_possible) for one in some]
    columns = ("day", "midnight_certain", "midnight_possible", "any_certain", "any_possible")
    drawn = chart(
        edition,
        record,
        Plot(name="population", title=title, subtitle=subtitle, alt=alt, specs=specs, columns=columns, rows=rows),
    )
    at = days.frame(shown, midnight, moment, marks, phone=False)
    sparse = some[::-1][:: max(1, -(-len(some) // READOUTS))][::-1]
    stops = [(at.x(one.day), t("records-lists-hover" if lists else "records-hover", day=one.day, n=pair(one.midnight_certain, one.midnight_possible), moment=pair(one.any_certain, one.any_possible))) for one in sparse]  # fmt: skip
    return replace(drawn, wide=hovering(drawn.wide, stops, at.width, at.height))


def _part(page: Page, record: Records, dimension: Dimension) -> Part:
    edition, name = page.edition, dimension.name
    t = edition.t
    found = [
        days.Panel(
            name=value_name(edition, name, one.value),
            last=one.cells[-1].text(record.below),
            counts=_counts(one, record.below),
        )
        for one in dimension.series
    ]
    specs = [days.panels(dimension.days, found, phone=phone) for phone in (False, True)]
    title = t("records-by", dimension=t(f"records-dimension-{name}"))
    subtitle = t("records-panels", last=dimension.days[-1])
    if dimension.step > 1:
        subtitle += " " + t("records-every", n=dimension.step)
    alt = t("alt", title=title, n=len(found), figures="; ".join(f"{one.name}: {one.last}" for one in found))
    rows = [
        (day, one.value if one.value is not None else "(other)", *_exact(cell), "" if cell.shown == "number" else cell.text(record.below))
        for one in dimension.series
        for day, cell in zip(dimension.days, one.cells, strict=True)
    ]  # fmt: skip
    drawn = chart(
        edition,
        record,
        Plot(name=f"by-{name}", title=title, subtitle=subtitle, alt=alt, specs=specs, columns=("day", "value", "certain", "possible", "hidden"), rows=rows),
    )  # fmt: skip
    table = [
        (panel.name, panel.last, _peak(one, dimension, page, record.below))
        for panel, one in zip(found, dimension.series, strict=True)
    ]
    return Part(name=name, drawn=drawn, rows=table, note=why(page, record, "census_by"))


def _exact(cell: Cell) -> tuple[int | None, int | None]:
    return (cell.certain, cell.possible) if cell.shown == "number" else (None, None)


def _counts(series: Series, below: int) -> list[tuple[float, float] | None]:
    return [
        (one.certain, one.possible)
        if one.certain is not None and one.possible is not None
        else (1, below - 1)
        if one.shown == "range"
        else None
        for one in series.cells
    ]


def _peak(series: Series, dimension: Dimension, page: Page, below: int) -> str:
    """Return the greatest count of the days drawn as it may be shown, with its day; what is withheld is not among them."""
    shown = [(one.possible, -k) for k, one in enumerate(series.cells) if one.possible]
    if not shown:
        few = next((one for one in series.cells if one.shown == "range"), None)
        return few.text(below) if few else "–"
    k = -max(shown)[1]
    return page.edition.t("records-peak-cell", n=series.cells[k].text(below), day=dimension.days[k])


def value_name(edition: Edition, dimension: str, value: str | None) -> str:
    """Return a value of a dimension in words; what has no words stands as published."""
    if value is None:
        return edition.t("records-other")
    if not value:
        return edition.t("records-not-stated")
    known = {
        "male": "records-male", "female": "records-female", "unknown": "records-unknown", "convicted": "records-convicted",
        "pending": "records-pending", "other": "records-other-criminality",
    }  # fmt: skip
    key = known.get(value) if dimension in ("sex", "criminality") or value == "unknown" else None
    return edition.t(key) if key else value
