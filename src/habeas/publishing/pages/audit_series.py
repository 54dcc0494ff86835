"""What follows from a series: the average of each interval between two publications, and the figures that were revised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from habeas import words
from habeas.publishing.audit_view import AuditedSeries, Interval
from habeas.publishing.charts import Chart, Drawn, intervals, worded
from habeas.publishing.context import Edition
from habeas.publishing.links import slug
from habeas.publishing.taking import offered

ROWS: Final = 30
NAMED: Final = frozenset({"total", "adult", "family", "ice", "cbp", "convicted", "pending", "other"})
"""Lines that have words; the statistics of any other publisher have their own codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The intervals of one thing counted: the chart, the lines of its table, and how many lines are only in the table to take away."""

    name: str
    drawn: Drawn
    rows: Sequence[tuple[str, str, str, str]]
    more: int


def write(edition: Edition, series: AuditedSeries) -> None:
    """Write the page, where there is something to say."""
    from habeas.publishing.pages.audit import address

    if not series.intervals and not series.revisions:
        return
    page = edition.page(address(series))
    page.write(
        "audit_series.html", title=edition.t("audit-series-title"), here="audit", series=series, about=series.title[edition.lang],
        counted=[_counted(edition, series, name, found) for name, found in series.intervals.items() if found],
        intervals=_intervals(edition, series), revisions=_revisions(edition, series), shown=series.revisions[:ROWS],
        exact=exact,
    )  # fmt: skip


def exact(low: float, high: float) -> str:
    """Return an average to one decimal, or its limits where they differ at that."""
    said = [f"{round(one, 1):,.1f}" for one in (low, high)]
    return said[0] if said[0] == said[1] else f"{said[0]}–{said[1]}"


def _counted(edition: Edition, series: AuditedSeries, name: str, found: Sequence[Interval]) -> Counted:
    latest = sorted(found, key=lambda one: one.first_day)[::-1]
    rows = [
        (
            f"{words.day(one.first_day, edition.lang)} – {words.day(one.last_day, edition.lang)}",
            exact(one.low, one.high),
            "–" if one.to_date is None else exact(one.to_date, one.to_date),
            one.file,
        )
        for one in latest[:ROWS]
    ]
    return Counted(name=name, drawn=_chart(edition, series, name, found), rows=rows, more=max(0, len(latest) - ROWS))


def _called(edition: Edition, name: str) -> str:
    """Return what a line counts in words; what has none stands as it is coded."""
    return edition.t(f"audit-line-{name}") if name in NAMED else name


def _chart(edition: Edition, series: AuditedSeries, name: str, found: Sequence[Interval]) -> Drawn:
    t = edition.t
    bars = [
        intervals.Bar(first=one.first_day, last=one.last_day, low=one.low, high=one.high, to_date=one.to_date)
        for one in found
    ]
    named = (t("audit-interval"), t("audit-to-date"))
    wide, phone = (intervals.by_interval(bars, named, edition.lang, phone=small) for small in (False, True))
    title, last = t("audit-intervals-of", name=_called(edition, name)), max(found, key=lambda one: one.last_day)
    subtitle, source = t("audit-intervals-how"), t("audit-source", name=series.title[edition.lang])
    alt = t(
        "audit-intervals-alt", title=title, n=len(found), first=last.first_day, last=last.last_day,
        average=exact(last.low, last.high), to_date="–" if last.to_date is None else exact(last.to_date, last.to_date),
    )  # fmt: skip
    return edition.draw(
        Chart(
            name=f"{slug(series.name)}-{slug(name)}.{edition.lang}",
            title=title,
            subtitle=subtitle,
            source=source,
            alt=alt,
            wide=wide,
            phone=phone,
            full=worded(wide, {"title": title, "subtitle": subtitle, "source": source}),
            columns=("file", "first_day", "last_day", "average_low", "average_high", "average_to_date"),
            rows=[_row(one) for one in found],
        )
    )


def _row(one: Interval) -> tuple[object, ...]:
    return one.file, one.first_day, one.last_day, one.low, one.high, one.to_date


def _intervals(edition: Edition, series: AuditedSeries) -> str | None:
    columns = ("counted", "file", "first_day", "last_day", "average_low", "average_high", "average_to_date")
    rows = ((name, *_row(one)) for name, found in series.intervals.items() for one in found)
    return offered(edition, f"{slug(series.name)}.intervals", columns, rows) if series.intervals else None


def _revisions(edition: Edition, series: AuditedSeries) -> str | None:
    columns = ("figure", "month", "first_value", "first_file", "last_value", "last_file", "values")
    rows = (
        (one.label, one.month, one.first, one.first_file, one.last, one.last_file, one.times)
        for one in series.revisions
    )
    return offered(edition, f"{slug(series.name)}.revisions", columns, rows) if series.revisions else None
