"""The census: how many persons were certainly and possibly held, by place and day, at midnight and at any moment of the day.

A person counts once where stints overlap. Each stint adds the days that the person's earlier stints do not cover: summed, these
parts are distinct persons, without a list of who they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import ibis

from habeas.custody import moments

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from habeas.custody.rules import Rule

COUNTS: Final = ("midnight_certain", "midnight_possible", "any_certain", "any_possible")
BANDS: Final = ((0, 17), (18, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, 130))
"""Ages in whole years, first and last of each band."""


class Days(NamedTuple):
    """The first and the last day of a census."""

    first: date
    last: date


def whole_days(until: datetime, at: time | None = None) -> date:
    """Return the last day whose end, or whose moment ``at``, the release still knows of."""
    ends = at or time(23, 59, 59)
    return until.date() if until.time() >= ends else until.date() - timedelta(days=1)


def presence(stints: ir.Table, rule: Rule, days: Days, at: time | None = None) -> ir.Table:
    """Return the days of each stint as numbers: held at midnight on ``start`` up to but not on the end, at any moment ``start`` to end.

    ``at`` is the moment of day that stands for midnight, where it is another.

    Columns ``midnight_certain``, ``midnight_possible``, ``any_certain``, ``any_possible`` are the first day no longer counted.
    A row without an identifier (``rule.without_id == "possible"``) and a possible twin count as possible only: their certain days are none.
    """
    first, beyond = moments.day_number(days.first), moments.day_number(days.last) + 1
    shift = ibis.interval(microseconds=1)

    def midnight(moment: Any) -> Any:
        """Return the first day at whose midnight somebody who leaves at the moment is not held, or who comes is."""
        if at is not None:
            since = ibis.interval(seconds=at.hour * 3600 + at.minute * 60 + at.second)
            return moments.day(moment - since - shift) + 1
        return moments.day(moment - shift) + 1 if rule.midnight == "start" else moments.day(moment)

    # An end not known: possibly held on at the release's last moment; certainly so unless a later row shows otherwise.
    first_end = stints.ended_first.coalesce(stints.ended_last)
    start, any_start = midnight(stints.started_first), moments.day(stints.started_first)
    certain = ~stints.possible_twin
    if rule.without_id == "possible":
        certain = certain & (stints.number >= 0)
    ends = {
        "midnight_certain": certain.ifelse(midnight(first_end).fill_null(beyond), start),
        "midnight_possible": midnight(stints.ended_last).fill_null(beyond),
        "any_certain": certain.ifelse((moments.day(first_end) + 1).fill_null(beyond), any_start),
        "any_possible": (moments.day(stints.ended_last) + 1).fill_null(beyond),
    }
    begun = {}
    if rule.intervals:  # certain is only who had begun at the latest of the moments at which that can have been
        late, any_late = midnight(stints.started_last), moments.day(stints.started_last)
        begun = {"midnight_certain_start": late, "any_certain_start": any_late}
        ends["midnight_certain"] = certain.ifelse(ends["midnight_certain"], late)
        ends["any_certain"] = certain.ifelse(ends["any_certain"], any_late)
    return stints.select(
        "number",
        "row",
        "place_no",
        **{name: ibis.greatest(one, first).cast("int32") for name, one in begun.items()},
        start=ibis.greatest(start, first).cast("int32"),
        any_start=ibis.greatest(any_start, first).cast("int32"),
        **{name: ibis.least(end, beyond).cast("int32") for name, end in ends.items()},
    )


def seen(present: ir.Table) -> ir.Table:
    """Return who is present on any day of the census."""
    return present.filter((present.midnight_possible > present.start) | (present.any_possible > present.any_start))


def parts(present: ir.Table, keys: Sequence[str], columns: Sequence[str] = COUNTS) -> ir.Table:
    """Return for each stint the days that no earlier stint of the same ``keys`` covers: ``from_<count>`` to ``to_<count>``."""
    made = present
    for name in columns:
        start = "start" if name.startswith("midnight") else "any_start"
        start = f"{name}_start" if f"{name}_start" in present.columns else start
        before = ibis.window(group_by=list(keys), order_by=[made[start], made.row], preceding=(None, 1))
        covered = made[name].max().over(before)
        made = made.mutate(
            **{f"from_{name}": ibis.greatest(made[start], covered.fill_null(made[start])), f"to_{name}": made[name]}
        )
    return made


def cut_plain(present: ir.Table, keys: Sequence[str], kind: str) -> ir.Table:
    """Return ``kind`` ("midnight" or "any") of :func:`parts` for persons of whom no two stints overlap.

    At midnight each stint is its own part. On the day of a move the earlier stint has the day. ``known`` is 1 for who is certain.
    """
    start = "start" if kind == "midnight" else "any_start"
    known = (present[f"{kind}_certain"] > present[start]).cast("int64")
    if kind == "midnight":
        made = present.mutate(part_from=present.start, part_to=present.midnight_possible, known=known)
    else:
        cut = parts(present.mutate(known=known), keys, ("any_possible",))
        made = cut.mutate(part_from=cut.from_any_possible, part_to=cut.to_any_possible)
    return made.filter(made.part_to > made.part_from)


def plain_parts(present: ir.Table, keys: Sequence[str]) -> ir.Table:
    """Return :func:`parts` for persons of whom no two stints overlap, with one sort instead of four."""
    cut = parts(present, keys, ("any_possible",))
    certain = cut.any_certain > cut.any_start
    return cut.mutate(
        from_midnight_certain=cut.start,
        to_midnight_certain=cut.midnight_certain,
        from_midnight_possible=cut.start,
        to_midnight_possible=cut.midnight_possible,
        from_any_certain=cut.from_any_possible,
        to_any_certain=certain.ifelse(cut.to_any_possible, cut.from_any_possible),
    )


def plain_changes(cut: ir.Table, keys: Sequence[str], kind: str) -> ir.Table:
    """Return :func:`changes` of the parts that :func:`cut_plain` gives: certain and possible parts are the same days, so one sum does."""
    sides = [
        cut.select(*keys, n=cut[f"part_{side}"], known=cut.known * sign, every=ibis.literal(sign, type="int64"))
        for side, sign in (("from", 1), ("to", -1))
    ]
    both = ibis.union(*sides)
    return both.group_by([*keys, "n"]).aggregate(
        **{f"{kind}_certain": both.known.sum(), f"{kind}_possible": both.every.sum()}
    )


def together(*changes: ir.Table, keys: Sequence[str], columns: Sequence[str] = COUNTS) -> ir.Table:
    """Return the sum of changes; one that lacks a count changes nothing of it."""
    zero = ibis.literal(0, type="int64")
    every = ibis.union(
        *(
            one.select(
                *keys, "n", **{name: one[name].cast("int64") if name in one.columns else zero for name in columns}
            )
            for one in changes
        )
    )
    return every.group_by([*keys, "n"]).aggregate(**{name: every[name].sum().cast("int64") for name in columns})


def changes(made: ir.Table, keys: Sequence[str], columns: Sequence[str] = COUNTS) -> ir.Table:
    """Return by ``keys`` and day number ``n`` how much each count rises or falls on the day."""
    sides = []
    for name in columns:
        true = made.filter(made[f"to_{name}"] > made[f"from_{name}"])
        for side, sign in (("from", 1), ("to", -1)):
            zero = {other: ibis.literal(0, type="int64") for other in columns}
            side_rows = true.group_by([*keys, true[f"{side}_{name}"].name("n")]).aggregate(change=true.count() * sign)
            sides.append(side_rows.select(*keys, "n", **{**zero, name: side_rows.change.cast("int64")}))
    every = ibis.union(*sides)
    return every.group_by([*keys, "n"]).aggregate(**{name: every[name].sum() for name in columns})


def census(
    change: ir.Table,
    keys: Sequence[str],
    days: Days,
    columns: Sequence[str] = COUNTS,
    values: ir.Table | None = None,
) -> ir.Table:
    """Return the counts of every day and every value of ``keys``, zeros included, from the changes of days.

    ``values`` are the values to show, by default those that change.
    """
    grid: Any = moments.calendar(days.first, days.last)
    if keys:
        values = change.select(*keys).distinct() if values is None else values
        grid = values.cross_join(grid)
    known = change.rename(**{f"known_{key}": key for key in [*keys, "n"]})
    same = [grid.n == known.known_n, *(grid[key].identical_to(known[f"known_{key}"]) for key in keys)]
    full = grid.left_join(known, same)
    running = ibis.window(group_by=list(keys) or None, order_by=full.n, preceding=(None, 0))
    return full.select(
        "day", *keys, **{name: full[name].fill_null(0).sum().over(running).cast("int64") for name in columns}
    )


def by_age(made: ir.Table) -> ir.Table:
    """Return the parts of persons by age band: an age on a day is one of two where only the year of birth is known.

    A person is possibly in a band on the days on which either age is in it, certainly where both are.
    """
    rows = made.filter(made.birth_year.notnull())
    return ibis.union(*(_in_band(rows, low, high) for low, high in BANDS))


def _in_band(rows: ir.Table, low: int, high: int) -> ir.Table:
    """Return the parts of persons in one band; the youngest has no certain beginning but birth."""

    def new_year(after: int) -> Any:
        return moments.new_year(rows.birth_year + after)

    possible, certain = (new_year(low), new_year(high + 2)), (new_year(low + 1 if low else 0), new_year(high + 1))
    limits = {}
    for name in COUNTS:
        first, beyond = certain if name.endswith("certain") else possible
        limits[f"from_{name}"] = ibis.greatest(rows[f"from_{name}"], first).cast("int32")
        limits[f"to_{name}"] = ibis.least(rows[f"to_{name}"], beyond).cast("int32")
    label = f"{low}+" if high == BANDS[-1][1] else f"{low}–{high}"
    return rows.mutate(value=ibis.literal(label), **limits)
