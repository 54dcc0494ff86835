"""Length of stay: the share still held after so many days, with those not yet out counted as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from markupsafe import Markup

from habeas import words
from habeas.publishing.charts import Drawn
from habeas.publishing.charts.survival import survival
from habeas.publishing.context import Edition, Page
from habeas.publishing.pages.records import Plot, begin, chart, finish, offered, why
from habeas.publishing.pages.records_population import value_name
from habeas.publishing.records_load import AFTER
from habeas.publishing.records_view import Lengths, Records


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """One line of the table: of whom, how many stays ended and did not, the median, and the share still held after some days."""

    name: str
    ended: str
    censored: str
    median: str
    shares: Sequence[str]


def write(edition: Edition, record: Records) -> None:
    """Write the page on the length of stay of a release."""
    page = begin(edition, record, "lengths")
    whole = next((one for one in record.lengths if one.stratum == "all"), None)
    table = offered(
        edition, record, "lengths", ("stratum", "days", "still_held", "low", "high"),
        ((one.stratum, step.days, step.held, step.low, step.high) for one in record.lengths for step in one.steps),
    )  # fmt: skip
    finish(
        page, record, "lengths", drawn=_drawn(edition, record, whole) if whole else None, told=_told(page, record, whole) if whole else (),
        strata=[_stratum(edition, one) for one in record.lengths], table=table, after=AFTER,
        note=partial(why, page, record, "lengths"),
    )  # fmt: skip


def _told(page: Page, record: Records, whole: Lengths) -> list[Markup]:
    """Return the sentences over the chart, each with its footnote."""
    t = page.edition.t
    found = [
        t("records-stays", n=whole.ended + whole.censored, censored=whole.censored),
        t("records-median", median=median(page.edition, whole)),
    ]
    before = record.totals.get("stays_before")
    if isinstance(before, int) and before:
        found.append(t("records-stays-before", n=before, day=date.fromisoformat(str(record.totals["first_day"]))))
    low, high = record.totals.get("person_years_low"), record.totals.get("person_years_high")
    if isinstance(low, int | float) and isinstance(high, int | float):
        years = words.number(round(low)) if round(low) == round(high) else f"{words.number(round(low))}–{words.number(round(high))}"  # fmt: skip
        found.append(t("records-person-years", years=years))
    return [Markup("{}{}").format(one, why(page, record, "lengths")) for one in found]


def median(edition: Edition, lengths: Lengths) -> str:
    """Return a median with its interval in words; an end that is not reached says so."""
    t = edition.t
    if lengths.median is None:
        return t("records-not-reached")
    ends = [t("records-not-reached") if one is None else words.number(round(one, 1)) for one in (lengths.median_low, lengths.median_high)]  # fmt: skip
    return t("records-median-ends", days=round(lengths.median, 1), low=ends[0], high=ends[1])


def share(lengths: Lengths, days: int) -> str:
    """Return the share still held after a number of days with its interval; a dash where the curve does not reach so far."""
    step = lengths.after.get(days)
    return "–" if step is None else f"{step.held:.1%} ({step.low:.1%}–{step.high:.1%})".replace("%", " %")


def _stratum(edition: Edition, one: Lengths) -> Stratum:
    dimension, _, value = one.stratum.partition(":")
    return Stratum(
        name=edition.t("records-all") if one.stratum == "all" else value_name(edition, dimension, value),
        ended=words.number(one.ended),
        censored=words.number(one.censored),
        median=median(edition, one),
        shares=[share(one, days) for days in AFTER],
    )


def _drawn(edition: Edition, record: Records, whole: Lengths) -> Drawn:
    t = edition.t
    curve = [(one.days, one.held, one.low, one.high) for one in whole.steps if one.days <= whole.drawn]
    specs = [survival(curve, t("records-days-axis"), phone=phone) for phone in (False, True)]
    title, subtitle = t("records-curve"), t("records-curve-how", n=record.below)
    said = "; ".join(t("records-after", n=days, share=share(whole, days)) for days in AFTER)
    alt = t("alt", title=title, n=len(AFTER), figures=said)
    return chart(
        edition,
        record,
        Plot(
            name="lengths",
            title=title,
            subtitle=subtitle,
            alt=alt,
            specs=specs,
            columns=("days", "still_held", "low", "high"),
            rows=curve,
        ),
    )
