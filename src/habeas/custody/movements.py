"""Movements: from which place to which, how many and how long between, and whether every place's book balances."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import ibis

from habeas.custody import moments
from habeas.custody.stints import described

if TYPE_CHECKING:
    import ibis.expr.types as ir

KEYS = ("from_place", "to_place", "reason")


def steps(stints: ir.Table, rows: ir.Table) -> ir.Table:
    """Return every arrival and every departure of a stint as one row a step, in the order of a person's stay.

    ``from_place`` null: into custody, or from a place not told. ``to_place`` null: out of custody, or to a place not told; the
    ``reason`` then is the published one. Possible twins are in no step: they are one booking with the stint they overlap.
    """
    used = stints.filter(~stints.possible_twin)
    window = ibis.window(group_by=["number", "begun"], order_by=[used.stint])
    used = used.mutate(
        left_place=used.place.lag().over(window),
        left_at=used.ended_last.lag().over(window),
        left_open=used.ended_last.isnull().lag().over(window),
        next_place=used.place.lead().over(window),
    )
    none = ibis.null("string")
    known = used.number >= 0
    # A stint that is open and followed by another (rules that do not end it) has not been left: what comes next is an arrival.
    arrival = used.select(
        from_place=used.left_open.fill_null(True).ifelse(none, used.left_place),
        to_place=used.place,
        reason=none,
        known=known,
        left_at=used.left_open.fill_null(True).ifelse(ibis.null("timestamp(6)"), used.left_at).cast("timestamp(6)"),
        at=used.started_first.cast("timestamp(6)"),
    )
    gone = described(used.filter(used.ended_last.notnull() & used.next_place.isnull()), rows, ("release_reason",))
    departure = gone.select(
        from_place=gone.place,
        to_place=none,
        reason=gone.release_reason,
        known=gone.number >= 0,
        left_at=ibis.null("timestamp(6)"),
        at=gone.ended_last.cast("timestamp(6)"),
    )
    return arrival.union(departure)


def movements(steps: ir.Table) -> ir.Table:
    """Return the edges: ``n_certain`` by persons with an identifier, ``n_possible`` by all, the median of minutes between places."""
    minutes = moments.micros(steps.left_at, steps["at"]) / 60_000_000
    rows = steps.mutate(minutes=minutes)
    return rows.group_by(list(KEYS)).aggregate(
        n_certain=rows.known.sum().cast("int64"),
        n_possible=rows.count(),
        median_minutes=rows.minutes.median().cast("float64"),
        first_day=rows["at"].date().min(),
        last_day=rows["at"].date().max(),
    )


def balance(stints: ir.Table, start: datetime | None, end: datetime) -> ir.Table:
    """Return the book of each place over [start, end): held at the start + arrivals = departures + held at the end.

    Each side is counted by itself, from the moments of stints, so that the sum can fail. ``start`` None is before every stint.
    """
    used = stints.filter(~stints.possible_twin)
    begin: Any = ibis.literal(start or datetime(1000, 1, 1), type="timestamp(6)")
    finish = ibis.literal(end, type="timestamp(6)")
    out = used.ended_last.coalesce(moments.far())
    came, left = used.started_first, out
    before, gone_before = came < begin, left < begin
    return used.group_by("place").aggregate(
        held_at_start=(before & ~gone_before).sum().cast("int64"),
        arrivals=((came < finish) & ~before).sum().cast("int64"),
        departures=((left < finish) & ~gone_before).sum().cast("int64"),
        held_at_end=((came < finish) & ~(left < finish)).sum().cast("int64"),
    )
