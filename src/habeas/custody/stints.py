"""Stints: one person in one place from one moment to another, made from published rows.

A stint's ``number`` names its person by a whole number: the first row that bears the identifier; a row without one is a person of
its own, below 0, whom :attr:`Rule.without_id` says how to count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import ibis

from habeas.custody import moments, plain

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from habeas.custody.engine import Engine
    from habeas.custody.rules import Rule

ATTRIBUTES: Final = ("sex", "nationality", "birth_year", "criminality", "authority", "programme", "release_reason")
"""What a stint says of its person and its end, as published on its row."""

_MOMENTS: Final = ("stay_in", "stint_in", "stint_out", "stay_out")
INTERVALS: Final = ("started_first", "started_last", "ended_first", "ended_last")
"""What rows may bear where no one moment is known: the interval of a stint's beginning and the one of its end."""

_PROVENANCE: Final = ("row", "file", "sheet", "line")

_ORDER: Final = ("number", "started_first", "ended_order", "place", "row")


def booked(rows: ir.Table, persons: ir.Table, rule: Rule, engine: Engine) -> ir.Table:
    """Return one row a booking: its person's number, place and moments, its first published ``row`` and how many tell it (``n_rows``).

    Rows that agree in person, place and every moment are one booking told twice, whatever they say of bond. Rows without an
    identifier are never joined to another: nothing shows that two of them are one. What else a row says is not carried along:
    :func:`described` fetches it by ``row``.
    """
    used = rows.filter(rows.person.notnull()) if rule.without_id == "left-out" else rows
    # An end that is published and cannot be read is not an end that is missing: nothing says that the person is held on.
    used = used.mutate(end_unread=plain.unread(used))
    named = persons.rename(known_person="person")
    between = [name for name in INTERVALS if rule.intervals and name in used.columns]
    told = ["person", "place", *_MOMENTS, *between, "days_only", "end_unread"]
    if rule.twins == "equal":
        told = [name for name in used.columns if name not in _PROVENANCE]
    joined = used.select(*told, "row").left_join(named, used.person == named.known_person)
    joined = joined.mutate(number=joined.number.fill_null(-1 - joined.row)).drop("known_person", "person")
    keys = ["number", *(name for name in told if name != "person")]
    found = joined.group_by(keys).aggregate(n_rows=joined.count().cast("int32"), row=joined.row.min())
    return engine.keep(
        found.select("number", "place", *_MOMENTS, *between, "days_only", "end_unread", "n_rows", "row"), "booked"
    )


def described(table: ir.Table, rows: ir.Table, names: tuple[str, ...], by: str = "row") -> ir.Table:
    """Return a table with what the published row ``by`` says under some names."""
    said = rows.select(said_row="row", **{name: rows[name] for name in names})
    return table.join(said, table[by] == said.said_row).drop("said_row")


def stints(booked: ir.Table, rule: Rule, engine: Engine) -> ir.Table:
    """Return the stints of rows of any kind in their order, numbered from 0 by ``stint``: the long way, see :mod:`habeas.custody.plain`.

    ``ended_first`` and ``ended_last`` bound the end: equal where it is published to the minute. An open stint whose person begins another
    one, or whose stay is published as ended, ended by then and possibly at once. Any other open stint has no end: the person is held
    on at the release's last moment.
    """
    out, only = booked.stint_out, booked.days_only
    given = {name: booked[name] for name in INTERVALS if name in booked.columns}
    made = booked.mutate(
        **{f"given_{name}": one for name, one in given.items()},
        started_first=booked.stint_in,
        started_last=moments.latest(booked.stint_in, only),
        ended_order=out.coalesce(moments.far()),
        booked_out=moments.latest(out, only),
        stay_limit=moments.latest(booked.stay_out, only),
    )
    if given:
        made = made.mutate(
            started_first=made.given_started_first.coalesce(made.started_first),
            started_last=made.given_started_last.coalesce(made.started_last),
        )
    made = engine.keep(_twins(made, rule), "twins")
    # What comes next is another booking: a possible twin says nothing of the end of the booking that it may be.
    after = ibis.window(group_by="number", order_by=[made[name] for name in _ORDER[1:]], following=(1, None))
    next_start = made.possible_twin.ifelse(ibis.null("timestamp(6)"), made.started_last).min().over(after)
    made = made.mutate(next_start=next_start)
    out = made.stint_out
    if rule.contradicted:
        by_then = ibis.least(made.next_start.coalesce(moments.far()), made.stay_limit.coalesce(moments.far()))
        by_then = (by_then < moments.far()).ifelse(ibis.greatest(by_then, made.started_last), ibis.null("timestamp(6)"))
        bounded = out.isnull() & (by_then.notnull() | made.end_unread)
        first, last = bounded.ifelse(made.started_first, out), made.booked_out.coalesce(by_then)
    else:
        first, last = out, made.booked_out
    if given:
        first, last = made.given_ended_first.coalesce(first), made.given_ended_last.coalesce(last)
    made = made.mutate(ended_first=first.cast("timestamp(6)"), ended_last=last.cast("timestamp(6)"))
    made = made.drop(*(f"given_{name}" for name in given))
    made = made.mutate(open=made.ended_last.isnull())
    kept = engine.keep(made.drop("next_start", "booked_out", "stay_limit"), "unnumbered")
    total = ibis.window(order_by=[(kept.number < 0), *(kept[name] for name in _ORDER)])
    return kept.mutate(stint=ibis.row_number().over(total).cast("int64")).drop("ended_order")


def _twins(made: ir.Table, rule: Rule) -> ir.Table:
    """Mark, or leave out, a person's rows at one place that begin on one day, as the rule says.

    Few rows share person, place and day, so those that do are found first and looked at alone.
    """
    no: Any = ibis.literal(value=False)
    if rule.same_day == "keep":
        return made.mutate(possible_twin=no)
    made = made.mutate(on_day=moments.day(made.started_first))
    keys = ["number", "place", "on_day"] + (["stay_in"] if rule.same_day == "last" else [])
    many = made.filter(made.number >= 0).group_by(keys).aggregate(together=ibis._.count())
    many = many.filter(many.together > 1).drop("together")
    few = made.semi_join(many, keys)
    window = ibis.window(group_by=keys, order_by=[few.started_first, few.ended_order, few.row])
    if rule.same_day == "last":
        place = few.mutate(after=few.row.lead().over(window))
        dropped = place.filter(place.after.notnull()).select("row")
        return made.anti_join(dropped, "row").mutate(possible_twin=no).drop("on_day")
    # An open booking may reach over any other of its day: the other may be the same booking, told with its end. Of those that
    # begin at the same moment the longest whose end is known is the one that is certain.
    end = few.booked_out.coalesce(moments.far())
    order = [few.started_first, few.booked_out.isnull(), end.desc(), few.row]
    covered = end.max().over(ibis.window(group_by=keys, order_by=order, preceding=(None, 1)))
    before = few.started_first.lag().over(ibis.window(group_by=keys, order_by=order))
    marked = few.mutate(overlaps=(few.started_first < covered) | (few.started_first == before))
    marked = marked.filter(marked.overlaps.fill_null(False)).select(twin_row="row")
    joined = made.left_join(marked, made.row == marked.twin_row)
    return joined.mutate(possible_twin=joined.twin_row.notnull()).drop("twin_row", "on_day")


def links(stints: ir.Table, rows: ir.Table, places: ir.Table, reasons: ir.Table, rule: Rule) -> ir.Table:
    """Return stints that have a stay as :data:`habeas.custody.plain.LINK` describes them."""
    told = described(stints, rows, ("release_reason",))
    made = told.left_join(reasons, "release_reason").left_join(places, told.place == places.place)
    window = ibis.window(group_by=["number", "begun", *(["stay_out"] if rule.by_stay_out else [])], order_by=made.stint)
    nth = ibis.row_number().over(ibis.window(group_by="number", order_by=made.stint)).cast("int32")
    return made.mutate(
        reason_no=made.release_reason_no,
        nth=nth,
        first=made.row.lag().over(window).isnull(),
        last=made.row.lead().over(window).isnull(),
        moved=(made.place_no != made.place_no.lag().over(window)).fill_null(True),
        number=made.number.cast("int32"),
        row=made.row.cast("int32"),
        **{name: made[name].cast("timestamp(6)") for name in ("stay_in", "stay_out", "started_first", "started_last")},
    ).select(*plain.LINK)
