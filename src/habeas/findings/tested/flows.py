"""Who came, who left and how, who died, and for how long they had been held: counted over the days of a figure.

A stay is counted where its beginning, or its end, certainly or possibly falls into the days.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from habeas.findings.tested.model import Definition, Rebuilt, Rows
from habeas.findings.tested.records import NotTestable, quoted, within

if TYPE_CHECKING:
    from habeas.findings.tested.custody_tables import CustodyTables

_KINDS: Final = {
    "freed": ("freed",),
    "removed": ("removed",),
    "left-the-country": ("removed", "departed"),
}


def rebuilt(tables: CustodyTables, definition: Definition, *, rows: bool = True) -> Rebuilt:
    """Return how many came or left in the days of a definition, how many died, or the average length of the stays that ended."""
    first, last = within(definition, tables.first_day, tables.last_day)
    if definition.measure == "deaths":
        return _deaths(tables, definition, first, last, rows=rows)
    if definition.measure == "length":
        return _length(tables, definition, first, last, rows=rows)
    return _counted(tables, definition, first, last, rows=rows)


def source(tables: CustodyTables, definition: Definition) -> tuple[str, str, str, str]:
    """Return for what comes or leaves: the view, the moments between which it did, and the condition of place and kind.

    The kind is of the variant: where it is one of some kinds, ``{kind}`` in the condition is to be filled.
    """
    variant = definition.way.variant
    if variant == "stints":
        return "held", "started_first", "started_last", tables.where(definition)
    place = definition.place
    if variant == "stays":
        return "stayed", "started_first", "started_last", f"first_place = {quoted(place)}" if place else "true"
    return "stayed", "ended_first", "ended_last", f"last_place = {quoted(place)}" if place else "true"


def days_of(start: str, end: str, first: date, last: date) -> tuple[str, str]:
    """Return the conditions that a moment between two certainly, and possibly, falls into the days."""
    begins = f"cast(coalesce({start}, {end}) as date)"
    ends = f"cast({end} as date)"
    certain = f"{begins} >= '{first}' and {ends} <= '{last}'"
    return certain, f"{ends} >= '{first}' and {begins} <= '{last}'"


def kinds(definition: Definition) -> tuple[str, str]:
    """Return the conditions that somebody left in the way of the variant, and that nothing says in which way."""
    wanted = _KINDS.get(definition.way.variant)
    if wanted is None:
        return "true", "false"
    told = ", ".join(quoted(one) for one in wanted)
    return f"coalesce(kind in ({told}), false)", "kind is null"


def _counted(tables: CustodyTables, definition: Definition, first: date, last: date, *, rows: bool) -> Rebuilt:
    view, start, end, where = source(tables, definition)
    certain, possible = days_of(start, end, first, last)
    of_kind, silent = kinds(definition)
    sure = tables.has(definition.who, start, "certain")
    maybe = tables.has(definition.who, start)
    # Not known to be of another kind, nor of another value, and silent of one of them.
    blank = (
        f"({of_kind} or {silent}) and ({maybe} or {tables.has(definition.who, start, 'blank')})"
        if definition.who
        else (f"({of_kind} or {silent})")
    )
    asked = f"from {view} where {end} is not null and {where} and {possible}"
    low, high, most = tables.ask(f"""
        select count(*) filter (sure and {certain} and {of_kind} and {sure}), count(*) filter ({of_kind} and {maybe}),
          count(*) filter ({blank})
        {asked}""")[0]
    counted = f"{end} is not null and {where} and {possible} and {of_kind} and {maybe}"
    share = (most - high) / most if most else 0.0
    under = _rows(tables, view, counted, wanted=rows)
    return Rebuilt(low=low, high=high, least=low, most=most, blank=share, rows=under)


def _rows(tables: CustodyTables, view: str, where: str, *, wanted: bool) -> Rows:
    """Return the rows under stays or stints: of a stay, the stints it is made of."""
    if view == "held":
        return tables.rows_of(f"held where {where}", wanted=wanted)
    return tables.rows_of(f"held where stay in (select stay from stayed where {where})", wanted=wanted)  # noqa: S608 - words of ours, values quoted


def _deaths(tables: CustodyTables, definition: Definition, first: date, last: date, *, rows: bool) -> Rebuilt:
    """Return how many persons died in custody.

    Several rows of one identifier are one death. A death of a row without an identifier, or of somebody whom a later row places
    in custody again, is possible; so is one of whom the case alone is closed as died. Stays that ended for no reason told may be deaths.
    """
    certain, possible = days_of("ended_first", "ended_last", first, last)
    who = tables.has(definition.who, "ended_first")
    where = f"{tables.where(definition)} and ended_last is not null and {possible}"
    died = "coalesce(kind = 'died', false)"
    closed = (
        "row in (select row from rows where contains(lower(case_status), 'died'))" if tables.has_status else "false"
    )
    sure = f"sure and {certain} and {died} and came_last <= ended_last and {tables.has(definition.who, 'ended_first', 'certain')}"
    found = f"held where {where} and ({died} or {closed}) and {who}"
    low, high = tables.ask(f"select count(distinct who) filter ({sure}), count(distinct who) from {found}")[0]  # noqa: S608 - words of ours, values quoted
    place = f" and last_place = {quoted(definition.place)}" if definition.place else ""
    ended = f"stayed where ended_last is not null and {possible}{place}"
    unknown, every = tables.ask(f"select count(*) filter (kind is null), count(*) from {ended}")[0]  # noqa: S608 - words of ours, values quoted
    blank = unknown / every if every else 0.0
    under = tables.rows_of(found, wanted=rows)
    return Rebuilt(low=low, high=high, least=low, most=high + unknown, blank=blank, rows=under)


def _length(tables: CustodyTables, definition: Definition, first: date, last: date, *, rows: bool) -> Rebuilt:
    """Return the average length in days of the stays that ended in the days of a definition.

    The bounds are the least and the greatest average over every choice of the stays that only possibly count.
    """
    _, start, end, where = source(tables, definition)
    certain, possible = days_of(start, end, first, last)
    in_all = f"{end} is not null and {where} and {possible} and {tables.has(definition.who, start)}"
    sure = f"sure and {certain} and {tables.has(definition.who, start, 'certain')}"
    found = tables.ask(f"select {sure}, days_low, days_high from stayed where {in_all}")  # noqa: S608 - words of ours, values quoted
    if not found:
        raise NotTestable("tested.nobody-left")
    known = [(low, high) for yes, low, high in found if yes]
    doubtful = [(low, high) for yes, low, high in found if not yes]
    low = _least([one for one, _ in known], [one for one, _ in doubtful])
    high = -_least([-one for _, one in known], [-one for _, one in doubtful])
    return Rebuilt.pair(low, high, _rows(tables, "stayed", in_all, wanted=rows))


def _least(known: list[float], doubtful: list[float]) -> float:
    """Return the least average of all that is known and of any choice of what is doubtful."""
    chosen = sorted(doubtful)
    total, n = sum(known), len(known)
    if not n:
        total, n = chosen.pop(0), 1
    for one in chosen:
        if one >= total / n:
            break
        total, n = total + one, n + 1
    return total / n
