"""Shares: of those held, admitted, released or removed, how many have a value; and "all" and "none", which one record can contradict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from habeas.findings.tested import flows
from habeas.findings.tested.model import BASES, Definition, Figure, Moment, Persons, Rebuilt, Way
from habeas.findings.tested.records import NotTestable, within

if TYPE_CHECKING:
    from habeas.findings.tested.custody_tables import CustodyTables


def ways(figure: Figure) -> tuple[Way, ...]:
    """Return of whom the share may be one: as the figure says, else of those held in its days, and of those admitted in several."""
    several = figure.first_day != figure.last_day
    bases = [figure.whole] if figure.whole else ["held", "admitted"] if several else ["held"]
    made: list[Way] = []
    for base in bases:
        if base == "held":
            moments: list[Moment] = [figure.at] if figure.at else ["midnight", "any-moment"]
            made += [Way(at=at, base="held") for at in moments]
        else:
            variant = {"admitted": "stays", "released": "every-exit", "removed": "left-the-country"}[base]
            made.append(Way(base=base, variant=variant))  # type: ignore[arg-type]
    return tuple(made)


def rebuilt(tables: CustodyTables, definition: Definition, *, rows: bool = True) -> Rebuilt:
    """Return the share of persons who have ``definition.part``, among those of ``definition.way.base``.

    A person is one who certainly has the value, certainly has it not, possibly either, or of whom no record tells (blank).
    """
    if definition.part is None or definition.way.base not in BASES:
        raise NotTestable("tested.no-part")
    within(definition, tables.first_day, tables.last_day)
    tables.told(definition.part[0])
    persons = _counted(tables, definition)
    if not persons.every:
        raise NotTestable("tested.nobody")
    (has, has_most), (lacks, lacks_most), blank = persons.having, persons.lacking, persons.silent
    return Rebuilt(
        low=has / max(has + lacks_most, 1),
        high=has_most / max(has_most + lacks, 1),
        least=has / max(has + lacks_most + blank, 1),
        most=(has_most + blank) / max(has_most + blank + lacks, 1),
        blank=blank / persons.every,
        persons=persons,
        rows=tables.rows_of(
            f"held where {_where(tables, definition)} and {_against(tables, definition, persons)}", wanted=rows
        ),
    )


def _counted(tables: CustodyTables, definition: Definition) -> Persons:
    """Return who has the value of the part and who lacks it.

    Who is certain is certainly in the whole, and every record of theirs agrees: a person without an identifier is never certain.
    """
    where, sure, day = _where(tables, definition), _sure(tables, definition), _day(definition)
    part = (definition.part,) if definition.part else ()
    yes, maybe = tables.has(part, day, "certain"), tables.has(part, day)
    blank = tables.has(part, day, "blank")
    sql = f"""
    with persons as (
      select who, bool_or({sure}) as sure, bool_and({yes}) as always, bool_or({maybe}) as ever, bool_and({blank}) as silent
      from held where {where} group by who)
    select count(*) filter (sure and always), count(*) filter (ever), count(*) filter (sure and not ever and not silent),
      count(*) filter (not silent and not always), count(*) filter (silent), count(*)
    from persons"""  # noqa: S608 - words of ours, values quoted
    has, has_most, lacks, lacks_most, silent, every = tables.ask(sql)[0]
    return Persons(having=(has, has_most), lacking=(lacks, lacks_most), silent=silent, every=every)


def _day(definition: Definition) -> str:
    """Return the day on which an age is asked: the first of the days, or that of the admission or the end."""
    if definition.way.base == "held":
        return f"date '{definition.first_day}'"
    return "started_first" if definition.way.variant == "stays" else "coalesce(ended_last, started_first)"


def _where(tables: CustodyTables, definition: Definition) -> str:
    """Return the condition on ``held`` of who is possibly in the whole."""
    first, last = within(definition, tables.first_day, tables.last_day)
    who = tables.has(definition.who, _day(definition))
    if definition.way.base == "held":
        start, maybe = ("night_from", "night_maybe") if definition.way.at == "midnight" else ("day_from", "day_maybe")
        return f"{start} <= '{last}' and {maybe} > '{first}' and {tables.where(definition)} and {who}"
    view, start, end, where = flows.source(tables, definition)
    _, possible = flows.days_of(start, end, first, last)
    of_kind, _ = flows.kinds(definition)
    return (
        f"stay in (select stay from {view} where {end} is not null and {where} and {possible} and {of_kind}) and {who}"  # noqa: S608 - words of ours, values quoted
    )


def _sure(tables: CustodyTables, definition: Definition) -> str:
    """Return the condition on ``held`` of who is certainly in the whole."""
    first, last = within(definition, tables.first_day, tables.last_day)
    who = tables.has(definition.who, _day(definition), "certain")
    if definition.way.base == "held":
        start, sure = ("night_from", "night_sure") if definition.way.at == "midnight" else ("day_from", "day_sure")
        return f"({start} <= '{last}' and {sure} > '{first}' and {sure} > {start} and {who})"
    view, start, end, where = flows.source(tables, definition)
    certain, _ = flows.days_of(start, end, first, last)
    of_kind, _ = flows.kinds(definition)
    return f"(sure and stay in (select stay from {view} where {end} is not null and {where} and {certain} and {of_kind}) and {who})"  # noqa: S608 - words of ours, values quoted


def _against(tables: CustodyTables, definition: Definition, persons: Persons) -> str:
    """Return the condition of the rows that count: of a share the part; of "all" and "none" the counterexamples.

    Where no counterexample is certain, those that are possible, and the records that do not tell.
    """
    part, day = ((definition.part,) if definition.part else ()), _day(definition)
    possibly, certainly, silent = (tables.has(part, day, how) for how in ("possible", "certain", "blank"))
    if definition.universal is None:
        return possibly
    sure = persons.against(definition.universal)[0] > 0
    if definition.universal == "none":
        return f"{certainly} and {_sure(tables, definition)}" if sure else f"(({possibly}) or {silent})"
    return f"not ({possibly}) and not ({silent}) and {_sure(tables, definition)}" if sure else f"not ({certainly})"
