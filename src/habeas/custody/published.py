"""The census in the layout in which the Deportation Data Project publishes facility-days, so that the two can be held together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from habeas.custody import census as counting
from habeas.custody import moments
from habeas.custody.stints import described

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from habeas.custody.census import Days
    from habeas.custody.engine import Engine

_COLUMNS = {
    "n_detained": None,
    "n_detained_male": ("sex", "male"),
    "n_detained_female": ("sex", "female"),
    "n_detained_convicted_criminal": ("criminality", "convicted"),
}


def census(present: ir.Table, rows: ir.Table, places: ir.Table, days: Days, engine: Engine) -> ir.Table:
    """Return facility and day with who was held there at any moment of it, in all and by some attributes, and after 23:59.

    Persons count once a place and day. Possibly under 18: the year of birth allows an age of 17 on the day.
    """
    keys = ["number", "place"]
    told = described(present, rows, ("place", "sex", "criminality", "birth_year", "place_name"))
    made = counting.parts(engine.keep(told, "told"), keys, ("midnight_possible", "any_possible"))
    made = engine.keep(made, "published_parts")
    sides = [_side(made, "n_detained_at_midnight", "midnight_possible")]
    for name, wanted in _COLUMNS.items():
        part = made if wanted is None else made.filter(made[wanted[0]] == wanted[1])
        sides.append(_side(part, name, "any_possible"))
    sides.append(_side(_minors(made), "n_detained_possibly_under_18", "any_possible"))
    names = ["n_detained", "n_detained_at_midnight", *list(_COLUMNS)[1:], "n_detained_possibly_under_18"]
    filled = [
        side.select(
            "place",
            "n",
            **{name: side[name] if name in side.columns else ibis.literal(0, type="int64") for name in names},
        )
        for side in sides
    ]
    every = ibis.union(*filled)
    change = every.group_by(["place", "n"]).aggregate(**{name: every[name].sum() for name in names})
    change = engine.keep(change, "published_changes")
    full = counting.census(change, ["place"], days, names, places.select("place"))
    # The name that most rows of the code bear; the first by the alphabet where two are as frequent.
    counted = told.group_by(["place", "place_name"]).aggregate(n=told.count())
    best = ibis.window(group_by="place", order_by=[counted.n.desc(), counted.place_name])
    called = counted.mutate(rank=ibis.row_number().over(best))
    called = called.filter(called["rank"] == 0).select(code="place", detention_facility="place_name")
    out = full.left_join(called, full.place == called.code)
    columns: dict[str, Any] = {name: out[name].cast("int32") for name in names}
    return out.select(
        detention_facility_code=out.place, date=out.day, **columns, detention_facility=out.detention_facility
    )


def _side(made: ir.Table, name: str, count: str) -> ir.Table:
    change = counting.changes(made, ["place"], (count,))
    return change.select("place", "n", **{name: change[count].cast("int64")})


def _minors(made: ir.Table) -> ir.Table:
    """Return the days on which the year of birth allows an age under 18."""
    rows = made.filter(made.birth_year.notnull())
    grown = moments.new_year(rows.birth_year + 19)
    return rows.mutate(to_any_possible=ibis.least(rows.to_any_possible, grown).cast("int32"))
