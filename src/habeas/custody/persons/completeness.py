"""How complete the records are: for how many persons each field is known, in all, and by list, authority and period.

A disputed field is not known, an unclear one neither. ``low`` and ``high`` hold the share whatever is true of the doubtful: ``low`` counts a field only
where nothing disputes it and no part of the record may be somebody else's (or each of its rows says it), ``high`` wherever anything is said; both
also for the persons of the partition for estimates, in which some of these are one.

By list: the persons on it, and what that list says. By authority: the persons on whose way it is recorded. By period: that of the deprivation of
liberty, where its date lies within one; else the key is null, as it is for persons without a recorded authority.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from habeas.custody.persons.catalogue import due_fields
from habeas.custody.persons.model import FieldState, FieldStatus, PersonFile
from habeas.custody.persons.naming import keepers

if TYPE_CHECKING:
    import pyarrow as pa

    from habeas.custody.persons.register import Period, PersonRegister

Group = tuple[str, str | None]
_ORDER: Final = ("all", "list", "authority", "period")


@dataclass(slots=True)
class _One:
    """A person, as counted: how each field stands (and whether for certain), in which groups, and which lists say it."""

    stands: dict[str, FieldStatus]
    firm: frozenset[str]
    not_asked: frozenset[str]
    groups: set[Group]
    said_by: dict[str, set[str]] = field(default_factory=dict)


@dataclass(slots=True)
class _Count:
    asked: int = 0
    known: int = 0
    disputed: int = 0
    unclear: int = 0
    firm: int = 0


def completeness(register: PersonRegister, period: Period = "year") -> pa.Table:
    """Return a row for each field of each group.

    Columns: ``by`` (all, list, authority, period), ``key`` (null: none is known), ``field``, ``article``, ``rule``, ``persons`` (of the group),
    ``asked`` (of whom the field is asked for: a date of death of those recorded as dead), ``known``, ``disputed``, ``unclear``, ``missing``
    (the four add up to ``asked``), ``share`` (known of asked; null where it is asked for of nobody), ``low``, ``high``.
    """
    import pyarrow as pa

    named = keepers(register)
    ones = {one.id: _one(one, named, period) for one in register.persons}
    persons, counts = _tally(ones.values())
    _, other = _tally(_merged(ones, register))
    rows: list[dict[str, Any]] = []
    for group in sorted(persons, key=lambda one: (_ORDER.index(one[0]), one[1] is None, one[1] or "")):
        for about in due_fields():
            count, merged = counts.get((group, about.id), _Count()), other.get((group, about.id), _Count())
            missing = count.asked - count.known - count.disputed - count.unclear
            rows.append(
                {
                    "by": group[0], "key": group[1], "field": about.id, "article": about.article, "rule": about.rule,
                    "persons": persons[group], "asked": count.asked, "known": count.known, "disputed": count.disputed,
                    "unclear": count.unclear, "missing": missing, **_shares(count, merged),
                }
            )  # fmt: skip
    return pa.Table.from_pylist(rows, schema=_schema())


def _schema() -> pa.Schema:
    import pyarrow as pa

    texts = [(name, pa.string()) for name in ("by", "key", "field", "article", "rule")]
    numbers = [(name, pa.int32()) for name in ("persons", "asked", "known", "disputed", "unclear", "missing")]
    return pa.schema([*texts, *numbers, *((name, pa.float64()) for name in ("share", "low", "high"))])


def _shares(count: _Count, merged: _Count) -> dict[str, float | None]:
    if not count.asked:
        return {"share": None, "low": None, "high": None}
    lows, highs = [count.firm / count.asked], [(count.known + count.disputed) / count.asked]
    if merged.asked:
        lows.append(merged.firm / merged.asked)
        highs.append((merged.known + merged.disputed) / merged.asked)
    return {"share": count.known / count.asked, "low": min(lows), "high": max(highs)}


def _one(person: PersonFile, named: Mapping[str, str], period: Period) -> _One:
    states = dict(person.fields)
    if "name" not in states and (part := next((states[one] for one in ("given", "surname1") if one in states), None)):
        states["name"] = part
    due = [one.id for one in due_fields()]
    firm = frozenset(
        name for name in due if name in states and states[name].status == "known" and _firm(person, states[name])
    )
    groups: set[Group] = {("all", None), ("period", _period(person, period))}
    groups |= {("list", one) for one in person.lists}
    groups |= {("authority", named[one]) for one in person.authorities} or {("authority", None)}
    return _One(
        stands={name: states[name].status for name in due if name in states},
        firm=firm,
        not_asked=frozenset(person.not_asked).difference(states),
        groups=groups,
        said_by={name: {value.source.list for value in states[name].values} for name in due if name in states},
    )


def _firm(person: PersonFile, state: FieldState) -> bool:
    """Whether a field is known of the person whoever the rows are about: nobody doubts that they are one, or each row says it."""
    return not person.doubtful or len({one.source.mention for one in state.values}) == len(person.mentions)


def _period(person: PersonFile, period: Period) -> str | None:
    step = next((one for one in person.events if one.kind == "deprived"), None)
    if step is None or step.first is None or step.last is None:
        return None
    length = 4 if period == "year" else 7
    first, last = step.first.isoformat()[:length], step.last.isoformat()[:length]
    return first if first == last else None


def _merged(ones: Mapping[str, _One], register: PersonRegister) -> Iterator[_One]:
    """Give the persons of the partition for estimates: what several records have, as that of one."""
    grouped: dict[str, list[str]] = {}
    for person in register.persons:
        grouped.setdefault(register.estimates.get(person.mentions[0], person.id), []).append(person.id)
    for names in grouped.values():
        yield ones[names[0]] if len(names) == 1 else _as_one([ones[name] for name in names])


def _as_one(several: Sequence[_One]) -> _One:
    stands: dict[str, FieldStatus] = {}
    said_by: dict[str, set[str]] = {}
    for one in several:
        for name, status in one.stands.items():
            before = stands.get(name, "missing")
            stands[name] = max(before, status, key=("missing", "unclear", "known", "disputed").index)
            said_by.setdefault(name, set()).update(one.said_by.get(name, ()))
    return _One(
        stands=stands,
        firm=frozenset(name for one in several for name in one.firm if stands[name] == "known"),
        not_asked=frozenset.intersection(*(one.not_asked for one in several)).difference(stands),
        groups=set().union(*(one.groups for one in several)),
        said_by=said_by,
    )


def _tally(ones: Iterable[_One]) -> tuple[dict[Group, int], dict[tuple[Group, str], _Count]]:
    """Return how many persons each group has, and the counts of each of its fields."""
    persons: dict[Group, int] = {}
    left_out: dict[tuple[Group, str], int] = {}
    counts: dict[tuple[Group, str], _Count] = {}
    for one in ones:
        for group in one.groups:
            persons[group] = persons.get(group, 0) + 1
            for name in one.not_asked:
                left_out[group, name] = left_out.get((group, name), 0) + 1
            for name, status in one.stands.items():
                if group[0] == "list" and group[1] not in one.said_by[name]:
                    continue
                count = counts.setdefault((group, name), _Count())
                count.known += status == "known"
                count.disputed += status == "disputed"
                count.unclear += status == "unclear"
                count.firm += name in one.firm
    for group, n in persons.items():
        for about in due_fields():
            counts.setdefault((group, about.id), _Count()).asked = n - left_out.get((group, about.id), 0)
    return persons, counts
