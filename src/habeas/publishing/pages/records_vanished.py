"""Who appeared on the lists of a register and who vanished from them, day by day; persons are named by the line of a list alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from habeas.publishing.charts import Drawn, lists
from habeas.publishing.context import Edition, Page
from habeas.publishing.pages.records import Plot, begin, chart, finish, offered, why
from habeas.publishing.records_view import Records

if TYPE_CHECKING:
    from habeas.custody import Register, RosterDay

DAYS: Final = 62
SIGHTED: Final = 120
DRAWN: Final = 420
WEEK: Final = 7
"""Who came and went over more days than these is not drawn beside what a day brings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the table: a day with its list, or days in a row that have none."""

    first: date
    last: date
    day: RosterDay


def write(edition: Edition, record: Records) -> None:
    """Write the page of a register; a release of stints has none."""
    made = record.register
    if made is None:
        return
    page = begin(edition, record, "vanished")
    columns = ("day", "state", "listed", "listed_possible", "appeared", "vanished", "away", "previous", "copy_of")
    table = offered(edition, record, "lists", columns, ([getattr(one, name) for name in columns] for one in made.days))
    shown = _lines(made.days)[::-1]
    finish(
        page, record, "vanished", told=_told(page, record, made), drawn=_drawn(edition, record, made.days), table=table,
        days=shown[:DAYS], more=max(0, len(shown) - DAYS), sighted=record.vanished[:SIGHTED],
        unseen=max(0, len(record.vanished) - SIGHTED),
    )  # fmt: skip


def _told(page: Page, record: Records, made: Register) -> list[Markup]:
    """Return the sentences over the chart, each with its footnote."""
    t = page.edition.t
    counts = {
        state: len(made.of_state(state)) for state in ("believed", "stale", "missing", "doubled", "partial", "foreign")
    }
    hour = made.at.strftime("%H:%M")
    said = [
        t("vanished-days", n=len(made.days), believed=counts["believed"], stale=counts["stale"], missing=counts["missing"]),
        t("vanished-hour", at=hour, fitting=made.fitting, admissions=made.admissions) if made.hour_learned else t("vanished-no-hour"),
        t("vanished-all", n=len(record.vanished), same=sum(one.same_admission for one in record.vanished)),
    ]  # fmt: skip
    doubted = counts["doubled"] + counts["partial"] + counts["foreign"]
    if doubted:
        said.append(t("vanished-doubted", n=doubted))
    return [Markup("{}{}").format(one, why(page, record, "vanished")) for one in said]


def _lines(days: Sequence[RosterDay]) -> list[Line]:
    """Return the days, those in a row that have no list as one line."""
    found: list[Line] = []
    for one in days:
        if one.state == "missing" and found and found[-1].day.state == "missing":
            found[-1] = replace(found[-1], last=one.day)
        else:
            found.append(Line(first=one.day, last=one.day, day=one))
    return found


def _shown(days: Sequence[RosterDay]) -> list[lists.DayList]:
    """Return the latest days, from the first of which a list proves something."""
    some = [_day(one) for one in days[-DRAWN:]]
    known = next((number for number, one in enumerate(some) if one.vanished is not None), 0)
    return some[max(0, known - 1) :]


def _day(one: RosterDay) -> lists.DayList:
    near = one.previous is not None and (one.day - one.previous).days <= WEEK
    return lists.DayList(day=one.day, appeared=one.appeared if near else None, vanished=one.vanished if near else None)


def _drawn(edition: Edition, record: Records, days: Sequence[RosterDay]) -> Drawn:
    t = edition.t
    some = _shown(days)
    named = (t("vanished-appeared"), t("vanished-vanished"), t("vanished-blind"))
    specs = [lists.by_list(some, named, edition.lang, phone=phone) for phone in (False, True)]
    title = t("vanished-by-day", first=some[0].day, last=some[-1].day)
    most = max(some, key=lambda one: one.vanished or 0)
    alt = t(
        "vanished-alt", title=title, appeared=sum(one.appeared or 0 for one in some),
        vanished=sum(one.vanished or 0 for one in some), day=most.day, n=most.vanished or 0,
    )  # fmt: skip
    rows = [(one.day, one.appeared, one.vanished) for one in days if one.day >= some[0].day]
    return chart(
        edition,
        record,
        Plot(
            name="vanished", title=title, subtitle=t("vanished-how"), alt=alt, specs=specs,
            columns=("day", "appeared", "vanished"), rows=rows,
        ),
    )  # fmt: skip
