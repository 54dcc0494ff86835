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
# A length in seconds (68 years at most), a stint's place in its person's order and a place's number fit one whole number of 64 bits.
_SECONDS: Final = 2**31 - 1
_NTHS: Final = 2**11
_PLACES: Final = 2**20
# Ten slots of three bits, so that no sum of marks can leave 64 bits.
_SLOTS: Final = 10
_MARK: Final = 2 ** (3 * (_SLOTS - 1))
_TWICE: Final = sum(0b110 << 3 * slot for slot in range(_SLOTS))


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
    # The longest, the later of two, and its place in one whole number: a text would have to be sorted.
    longest = (ibis.least(seconds, _SECONDS) * _NTHS + ibis.least(stints.nth, _NTHS - 1)) * _PLACES + stints.place_no
    keys = ["number", "begun"] + (["stay_out"] if rule.by_stay_out else [])
    first, last = stints["first"], stints["last"]
    slot = stints.place_no % (2 * _SLOTS)
    mark = stints.moved.ifelse(ibis.literal(_MARK, type="int64") >> (slot % _SLOTS * 3), 0)
    made = stints.group_by(keys).aggregate(
        stint_end_first=stints.ended_first.coalesce(moments.far()).max(),
        stint_end_last=end.max(),
        published_end=stints.stay_out.max(),
        days_only=stints.days_only.max(),
        last_open=(stints.open & last).max(),
        n_stints=stints.count(),
        n_moved=stints.moved.sum(),
        marks_low=(slot < _SLOTS).ifelse(mark, 0).sum(),
        marks_high=(slot >= _SLOTS).ifelse(mark, 0).sum(),
        first_no=first.ifelse(stints.place_no, ibis.null("int32")).max(),
        last_no=last.ifelse(stints.place_no, ibis.null("int32")).max(),
        last_row=last.ifelse(stints.row, ibis.null("int32")).max(),
        reason_no=last.ifelse(stints.reason_no, ibis.null("int32")).max(),
        longest_no=longest.max(),
    )
    total = ibis.window(order_by=[made.number < 0, made.number, made.begun, made.last_row])
    made = made.mutate(
        **_ends(made, rule),
        longest_no=(made.longest_no % _PLACES).cast("int32"),
        stay=ibis.row_number().over(total).cast("int64"),
        # Each place marks one of some slots, three bits wide. While none is marked twice, no two places that a stay moved to are the
        # same, and their number is that of the moves; so it is with two moves, which go to different places. The rest is counted out.
        doubtful=(made.n_moved > 2)
        & ((made.n_moved > 7) | ((made.marks_low & _TWICE) != 0) | ((made.marks_high & _TWICE) != 0)),
        n_places=made.n_moved.cast("int64"),
    )
    kept = [*keys, "stay", "ended_first", "ended_last", "days_only", "n_stints", "n_places", "doubtful"]
    made = engine.keep(made.select(*kept, "first_no", "last_no", "longest_no", "last_row", "reason_no"), "stays")
    return _with_places(made, stints, keys, engine)


def _with_places(made: ir.Table, stints: ir.Table, keys: list[str], engine: Engine) -> ir.Table:
    """Return the stays with ``n_places`` counted out where it is doubtful."""
    of = made.filter(made.doubtful).select(of_stay="stay", **{f"of_{key}": made[key] for key in keys})
    few = stints.join(of, [stints[key].identical_to(of[f"of_{key}"]) for key in keys])
    counted = engine.keep(few.group_by("of_stay").aggregate(counted=few.place_no.nunique()), "stays_counted")
    joined = made.left_join(counted, made.stay == counted.of_stay)
    return joined.mutate(n_places=joined.counted.fill_null(joined.n_places)).drop("of_stay", "counted", "doubtful")


def measured(stays: ir.Table, until: datetime) -> ir.Table:
    """Return the stays with their beginning and their length in days, ``days_low`` to ``days_high``."""
    begun, ended = stays.begun, stays.ended_last
    latest = ended.coalesce(_at(until))
    return stays.mutate(
        open=ended.isnull(),
        started_first=begun,
        started_last=stays.days_only.ifelse(moments.latest(begun, stays.days_only), begun).cast("timestamp(6)"),
        days_low=_days(begun, stays.ended_first.coalesce(_at(until))),
        days_high=_days(begun, ibis.greatest(latest, begun)),
    )


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
