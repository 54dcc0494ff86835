"""Movements: from which place to which, how many and how long between, and whether every place's book balances."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import ibis

from habeas.custody import moments

if TYPE_CHECKING:
    import ibis.expr.types as ir

KEYS = ("from_place", "to_place", "reason")


def steps(stints: ir.Table) -> tuple[ir.Table, ir.Table]:
    """Return the moves of persons between places, and their ways in and out of custody, each as one row.

    ``from_no`` null: into custody, or from a place not told. ``to_no`` null: out of custody, or to a place not told; the reason then
    is the published one. Possible twins are in no step: they are one booking with the stint they overlap.
    """
    used = stints.filter(~stints.possible_twin)
    window = ibis.window(group_by=["number", "begun"], order_by=[used.nth])
    used = used.mutate(
        left_no=used.place_no.lag().over(window),
        # A stint that is open and followed by another (rules that do not end it) has not been left: what comes next is an arrival.
        left_at=used.ended_last.lag().over(window),
        next_no=used.place_no.lead().over(window),
    )
    none, never = ibis.null("int32"), ibis.null("timestamp(6)")
    known = used.number >= 0
    moved = used.filter(used.left_at.notnull()).select(
        from_no="left_no", to_no="place_no", reason_no=none, known=known, left_at="left_at", at="started_first"
    )
    came = used.filter(used.left_at.isnull()).select(
        from_no=none, to_no="place_no", reason_no=none, known=known, left_at=never, at="started_first"
    )
    gone = used.filter(used.ended_last.notnull() & used.next_no.isnull()).select(
        from_no="place_no", to_no=none, reason_no="reason_no", known=known, left_at=never, at="ended_last"
    )
    return moved, came.union(gone)


def movements(moved: ir.Table, outside: ir.Table, places: ir.Table, reasons: ir.Table) -> ir.Table:
    """Return the edges: ``n_certain`` by persons with an identifier, ``n_possible`` by all, the median of minutes between places."""
    minutes = moments.micros(moved.left_at, moved["at"]) / 60_000_000
    sides = (
        _edges(moved, ["from_no", "to_no"], minutes.median().cast("float64")),
        _edges(outside, ["from_no", "to_no", "reason_no"], ibis.null("float64")),
    )
    every = ibis.union(*sides)
    origin = places.select(from_no="place_no", from_place="place")
    target = places.select(to_no="place_no", to_place="place")
    named = every.left_join(origin, "from_no").left_join(target, "to_no")
    named = named.left_join(reasons.select(reason_no="release_reason_no", reason="release_reason"), "reason_no")
    return named.select(*KEYS, "n_certain", "n_possible", "median_minutes", "first_day", "last_day")


def _edges(rows: ir.Table, keys: list[str], median: Any) -> ir.Table:
    grouped = rows.group_by(keys).aggregate(
        n_certain=rows.count(where=rows.known),
        n_possible=rows.count(),
        median_minutes=median,
        first_day=rows["at"].min().date(),
        last_day=rows["at"].max().date(),
    )
    if "reason_no" not in keys:
        grouped = grouped.mutate(reason_no=ibis.null("int32"))
    return grouped.select(
        "from_no", "to_no", "reason_no", "n_certain", "n_possible", "median_minutes", "first_day", "last_day"
    )


def balance(stints: ir.Table, places: ir.Table, start: datetime | None, end: datetime) -> ir.Table:
    """Return the book of each place over [start, end): held at the start + arrivals = departures + held at the end.

    Each side is counted by itself, from the moments of stints, so that the sum can fail. ``start`` None is before every stint.
    """
    used = stints.filter(~stints.possible_twin)
    begin: Any = ibis.literal(start or datetime(1000, 1, 1), type="timestamp(6)")
    finish = ibis.literal(end, type="timestamp(6)")
    out = used.ended_last.coalesce(moments.far())
    came, left = used.started_first, out
    before, gone_before = came < begin, left < begin
    books = used.group_by("place_no").aggregate(
        held_at_start=(before & ~gone_before).sum().cast("int64"),
        arrivals=((came < finish) & ~before).sum().cast("int64"),
        departures=((left < finish) & ~gone_before).sum().cast("int64"),
        held_at_end=((came < finish) & ~(left < finish)).sum().cast("int64"),
    )
    return books.join(places, "place_no").select("place", "held_at_start", "arrivals", "departures", "held_at_end")
