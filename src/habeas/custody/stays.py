"""Stays: one unbroken time in custody of one person, made of stints."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import ibis

from habeas.custody import moments

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from habeas.custody.engine import Engine
    from habeas.custody.rules import Rule

_DAY: Final = 86_400_000_000
_SHIFT: Final = (
    2**26
)  # more stints than any release; a length in seconds and the stint's number then fit one whole number


def with_stays(stints: ir.Table, tolerance_minutes: int) -> ir.Table:
    """Return the stints with ``begun``, the moment that names their person's stay.

    That is the stay's book-in as published. Where none is published, stints follow each other in one stay when at most
    ``tolerance_minutes`` lie between them.
    """
    published = stints.filter(stints.stay_in.notnull()).mutate(begun=stints.stay_in.cast("timestamp(6)"))
    rest = stints.filter(stints.stay_in.isnull())
    order = [rest.started_first, rest.stint]
    end = rest.ended_last.coalesce(moments.far())
    rest = rest.mutate(covered=end.max().over(ibis.window(group_by="number", order_by=order, preceding=(None, 1))))
    reached = rest.covered + ibis.interval(minutes=tolerance_minutes)
    rest = rest.mutate(
        head=(rest.covered.isnull() | ((rest.covered < moments.far()) & (rest.started_first > reached))).ifelse(
            rest.started_first, ibis.null("timestamp(6)")
        )
    )
    rest = rest.mutate(
        begun=rest["head"]
        .max()
        .over(ibis.window(group_by="number", order_by=[rest.started_first, rest.stint], preceding=(None, 0)))
        .cast("timestamp(6)")
    )
    return published.union(rest.drop("covered", "head")[published.columns])


def stays(stints: ir.Table, rule: Rule, until: datetime, engine: Engine) -> ir.Table:
    """Return the stays, numbered from 0 by ``stay`` in the order of persons and moments.

    A stay begins at its published book-in, even where no stint is known until later. It ended as the rule says; where a published
    end is wanted and missing, it ended no earlier than its last stint, and it is open where that stint is. ``days_low`` and
    ``days_high`` are its length in days: for one that is not known to have ended, up to the release's last moment at the most.
    """
    end = stints.ended_last.coalesce(moments.far())
    seconds: Any = ibis.greatest(moments.micros(stints.started_first, ibis.least(end, _at(until))), 0) // 1_000_000
    keys = ["number", "begun"] + (["stay_out"] if rule.by_stay_out else [])
    made = stints.group_by(keys).aggregate(
        started_last=stints.started_last.min(),
        stint_end_first=stints.ended_first.coalesce(moments.far()).max(),
        stint_end_last=end.max(),
        published_end=stints.stay_out.max(),
        days_only=stints.days_only.max(),
        last_open=stints.open.argmax(stints.stint),
        n_stints=stints.count(),
        n_places=stints.place.nunique(),
        first_stint=stints.stint.min(),
        first_place=stints.place.argmin(stints.stint),
        last_place=stints.place.argmax(stints.stint),
        last_row=stints.row.argmax(stints.stint),
        longest_place=stints.place.argmax(seconds * _SHIFT + stints.stint % _SHIFT),
    )
    made = made.mutate(**_ends(made, rule))
    made = made.mutate(open=made.ended_last.isnull())
    latest = made.ended_last.coalesce(_at(until))
    made = made.mutate(
        started_first=made.begun,
        started_last=made.days_only.ifelse(moments.latest(made.begun, made.days_only), made.begun),
        days_low=_days(made.begun, made.ended_first.coalesce(_at(until))),
        days_high=_days(made.begun, ibis.greatest(latest, made.begun)),
    )
    total = ibis.window(order_by=[made.number < 0, made.number, made.begun, made.first_stint])
    return engine.keep(made.mutate(stay=ibis.row_number().over(total).cast("int64")), "stays")


def _ends(made: ir.Table, rule: Rule) -> dict[str, Any]:
    """Return the earliest and the latest end of each stay; no latest end: it is not known to have ended."""
    none = ibis.null("timestamp(6)")
    first = (made.stint_end_first < moments.far()).ifelse(made.stint_end_first, none)
    last = (made.stint_end_last < moments.far()).ifelse(made.stint_end_last, none)
    if rule.stay_end == "stint":
        return {"ended_first": made.last_open.ifelse(none, first), "ended_last": made.last_open.ifelse(none, last)}
    known = made.published_end
    ended = moments.latest(known, made.days_only)
    return {
        "ended_first": known.coalesce(made.last_open.ifelse(none, first)).cast("timestamp(6)"),
        "ended_last": ended.cast("timestamp(6)"),
    }


def _at(until: datetime) -> Any:
    return ibis.literal(until, type="timestamp(6)")


def _days(start: Any, end: Any) -> Any:
    return ibis.greatest(moments.micros(start, end), 0) / _DAY
