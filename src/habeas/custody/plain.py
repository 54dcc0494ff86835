"""Plain rows: those of persons about whom no row leaves a doubt, told apart from the rest in one sort.

Nearly all persons of a release have stays that are published and stints that follow each other, each with its times. Of them a row is a
stint as it stands, and the row after it is the next stint. The rest (rows that overlap or begin together, dates without times, no
published stay, an end that another row contradicts) go the long way of :mod:`habeas.custody.stints`; so does a person's every row where
one of them is of the rest. Both ways give the same for plain rows; the short one sorts once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import ibis

from habeas.custody import moments

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from habeas.custody.engine import Engine
    from habeas.custody.rules import Rule

LINK: Final = (
    "number", "row", "n_rows", "place_no", "reason_no", "stay_in", "stay_out", "days_only", "started_first", "started_last",
    "ended_first", "ended_last", "open", "possible_twin", "begun", "nth", "first", "last",
    "moved",
)  # fmt: skip
"""What a stint is, as numbers and moments: ``nth`` is its place among its person's, ``first`` and ``last`` are of its stay, ``moved`` says that it is in
another place than the one before it in the stay."""


def coded(rows: ir.Table, name: str, engine: Engine) -> ir.Table:
    """Return every text of a column with its number, from 0 in the order of bytes: ``place`` and ``place_no``."""
    known = rows.filter(rows[name].notnull()).select(text=name).distinct()
    number = ibis.row_number().over(order_by=known.text).cast("int32")
    return engine.keep(known.select(**{name: known.text, f"{name}_no": number}), f"coded_{name}")


def persons(rows: ir.Table, engine: Engine) -> ir.Table:
    """Return every identifier with its ``number``: the first row that bears it. What follows sorts numbers, not texts."""
    known = rows.filter(rows.person.notnull())
    return engine.keep(known.group_by("person").aggregate(number=known.row.min().cast("int32")), "persons")


def numbered(rows: ir.Table, persons: ir.Table, places: ir.Table, reasons: ir.Table, rule: Rule) -> ir.Table:
    """Return the rows as numbers and moments. A row without an identifier is a person of its own, below 0."""
    used = rows.filter(rows.person.notnull()) if rule.without_id == "left-out" else rows
    made = used.select(
        "stay_in", "stint_in", "stint_out", "stay_out", "days_only", row=used.row.cast("int32"),
        of=used.person, at=used.place, why=used.release_reason, unread=unread(used),
    )  # fmt: skip
    made = made.left_join(persons, made["of"] == persons.person)
    made = made.left_join(places, made["at"] == places.place)
    made = made.left_join(reasons, made["why"] == reasons.release_reason)
    return made.select(
        "row", "stay_in", "stint_in", "stint_out", "stay_out", "days_only", "unread",
        number=made.number.fill_null(-1 - made.row).cast("int32"), place_no="place_no", reason_no="release_reason_no",
    )  # fmt: skip


def unread(rows: ir.Table) -> Any:
    """Return whether an end was published that could not be read."""
    if "unread" not in rows.columns:
        return ibis.literal(value=False)
    return rows.unread.contains("stint_out").fill_null(False)


def along(numbered: ir.Table, rule: Rule, engine: Engine) -> ir.Table:
    """Return the rows in a row a person, each with what comes before and after it, and whether that leaves a doubt (``odd``)."""
    window = ibis.window(group_by="number", order_by=[numbered.stay_in, numbered.stint_in, numbered.row])
    made = numbered.mutate(
        nth=ibis.row_number().over(window).cast("int32"),
        stay_before=numbered.stay_in.lag().over(window),
        stay_after=numbered.stay_in.lead().over(window),
        in_before=numbered.stint_in.lag().over(window),
        out_before=numbered.stint_out.coalesce(moments.far()).lag().over(window),
        in_after=numbered.stint_in.lead().over(window),
        place_before=numbered.place_no.lag().over(window),
        place_after=numbered.place_no.lead().over(window),
    )
    doubts = [
        made.stay_in.isnull(),
        made.days_only,
        made.stint_out.isnull() & (made.stay_out.notnull() | made.unread),
        made.stint_in < made.out_before,
        made.stint_in == made.in_before,
    ]
    if rule.intervals:
        doubts.append(ibis.literal(value=True))
    if rule.same_day == "last":
        doubts.append(moments.day(made.stint_in) == moments.day(made.in_before))
    if rule.by_stay_out:
        out_before = numbered.stay_out.lag().over(window)
        made = made.mutate(stay_out_before=out_before)
        doubts.append((made.stay_in == made.stay_before) & ~made.stay_out.identical_to(made.stay_out_before))
    odd: Any = ibis.literal(value=False)
    for doubt in doubts:
        odd = odd | doubt.fill_null(False)
    goes_on = (made.stay_after == made.stay_in).fill_null(False)
    kept = made.select(
        "number", "row", "place_no", "reason_no", "stay_in", "stint_in", "stint_out", "stay_out", "nth",
        first=(made.stay_before != made.stay_in).fill_null(True),
        moved=((made.stay_before != made.stay_in) | (made.place_before != made.place_no)).fill_null(True),
        next_place_no=goes_on.ifelse(made.place_after, ibis.null("int32")),
        next_in=goes_on.ifelse(made.in_after, ibis.null("timestamp(6)")),
        odd=odd,
    )  # fmt: skip
    return moments.timed(engine.keep(kept, "along"))


def odd_persons(along: ir.Table, engine: Engine) -> ir.Table:
    """Return the numbers of the persons of whom any row leaves a doubt."""
    return engine.keep(along.filter(along.odd).select("number").distinct(), "odd")


def links(plain: ir.Table) -> ir.Table:
    """Return plain rows as stints."""
    end = plain.stint_out.cast("timestamp(6)")
    begun = plain.stint_in.cast("timestamp(6)")
    return plain.select(
        number=plain.number, row=plain.row, n_rows=ibis.literal(1, type="int32"), place_no=plain.place_no,
        reason_no=plain.reason_no, stay_in=plain.stay_in.cast("timestamp(6)"), stay_out=plain.stay_out.cast("timestamp(6)"),
        days_only=ibis.literal(value=False), started_first=begun, started_last=begun, ended_first=end, ended_last=end,
        open=plain.stint_out.isnull(), possible_twin=ibis.literal(value=False), begun=plain.stay_in.cast("timestamp(6)"),
        nth=plain.nth, first=plain["first"], last=plain.next_in.isnull(), moved=plain.moved,
    )[list(LINK)]  # fmt: skip


def steps(plain: ir.Table) -> tuple[ir.Table, ir.Table]:
    """Return the moves between places, and the ways in and out of custody; see :func:`habeas.custody.movements.steps`."""
    known = plain.number >= 0
    none, never = ibis.null("int32"), ibis.null("timestamp(6)")
    moved = plain.filter(plain.next_in.notnull()).select(
        from_no="place_no", to_no="next_place_no", reason_no=none, known=known, left_at="stint_out", at="next_in"
    )
    came = plain.filter(plain["first"]).select(
        from_no=none, to_no="place_no", reason_no=none, known=known, left_at=never, at="stint_in"
    )
    gone = plain.filter(plain.next_in.isnull() & plain.stint_out.notnull()).select(
        from_no="place_no", to_no=none, reason_no="reason_no", known=known, left_at=never, at="stint_out"
    )
    return moved, came.union(gone)
