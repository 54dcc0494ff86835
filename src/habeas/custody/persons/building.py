"""From rows to the records of persons: each field judged, each way put in order, for every person of a partition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from habeas.custody.persons.agreeing import blank, judged
from habeas.custody.persons.catalogue import FieldAbout, fields
from habeas.custody.persons.clocks import clocks_of
from habeas.custody.persons.events import LATE, Step, steps_of
from habeas.custody.persons.laws import Law
from habeas.custody.persons.model import FieldState, PersonFile, Source
from habeas.custody.persons.register import PersonRegister
from habeas.custody.persons.rows import Row, Told, last_day, read_rows
from habeas.custody.persons.standing import Rosters, delistings, last_seen, statuses
from habeas.custody.persons.timeline import Spell, spells_of, stretches
from habeas.errors import InputError, Problem
from habeas.people.lists import ListAbout
from habeas.quiet import undisturbed

if TYPE_CHECKING:
    import pyarrow as pa

_DEATH: Final = frozenset({"died_when", "died_place", "death_cause", "death_circumstances", "remains"})
_RELEASE: Final = frozenset({"released_when", "released_place"})
_TRANSFER: Final = frozenset({"transferred_when", "transferred_from", "transferred_to", "transferred_by"})
_ONLY: Final = {"death": _DEATH, "release": _RELEASE, "transfer": _TRANSFER}
_AGAIN: Final = frozenset({"deprived_when", "deprived_place", "deprived_by", "first_court_when", *_RELEASE})
"""Fields of which two values are no rivals where a person was deprived of liberty again after a release."""


def build_persons(
    partition: pa.Table,
    mentions: pa.Table,
    statements: pa.Table,
    *,
    lists: Mapping[str, ListAbout],
    laws: Sequence[Law] = (),
    as_of: date | None = None,
) -> PersonRegister:
    """Return the register of persons.

    ``partition`` has the columns ``mention`` and ``person``, and where the linkage gives them ``estimate``, ``weakest`` and ``hidden``; ``mentions``
    and ``statements`` are the tables of :mod:`habeas.people.lists`. ``as_of`` is the day of the register; without it, the last day on which a row or a
    list was reported. Equal input gives an equal register. What could not be used is in ``problems``; nothing else is lost by it.

    Raises :class:`InputError` where no day is given and no list names one.
    """
    with undisturbed():
        return _built(partition, read_rows(mentions, statements, lists), lists=lists, laws=laws, as_of=as_of)


def _built(
    partition: pa.Table,
    read: tuple[dict[str, Row], tuple[Problem, ...]],
    *,
    lists: Mapping[str, ListAbout],
    laws: Sequence[Law],
    as_of: date | None,
) -> PersonRegister:
    """Return the register of the rows that were read."""
    rows, problems = read
    today = as_of or last_day(rows)
    if today is None:
        if rows:
            raise InputError("persons.no-day")
        today = date.min
    links, lost = _links(partition, rows)
    rosters = Rosters.of(lists, today)
    grouped: dict[str, list[str]] = {}
    for key in rows:
        if key in links:
            grouped.setdefault(links[key][0], []).append(key)
    build = _Build(rows, rosters, laws, today)
    perhaps: dict[str, set[str]] = {}
    for key, (_, estimate, *_rest) in links.items():
        if key in rows:
            perhaps.setdefault(estimate, set()).add(rows[key].list)
    persons = tuple(
        build.person(
            name,
            keys,
            min(links[key][2] for key in keys),
            max(links[key][3] for key in keys),
            frozenset().union(*(perhaps[links[key][1]] for key in keys)),
        )
        for name, keys in grouped.items()
    )
    return PersonRegister(
        persons=tuple(sorted(persons, key=lambda one: one.id)),
        lists=dict(lists),
        laws=tuple(laws),
        as_of=today,
        estimates={key: links[key][1] for key in rows if key in links},
        problems=(*problems, *lost, *build.problems),
    )


def _links(
    partition: pa.Table, rows: Mapping[str, Row]
) -> tuple[dict[str, tuple[str, str, float, float]], tuple[Problem, ...]]:
    """Return person, person of the estimate, weakest link and hidden persons of each mention."""
    n = partition.num_rows
    names = set(partition.column_names)
    mention, person = partition["mention"].to_pylist(), partition["person"].to_pylist()
    estimate = partition["estimate"].to_pylist() if "estimate" in names else person
    weakest = partition["weakest"].to_pylist() if "weakest" in names else [1.0] * n
    hidden = partition["hidden"].to_pylist() if "hidden" in names else [0.0] * n
    found = {
        key: (one, other or one, 1.0 if weak is None else weak, hid or 0.0)
        for key, one, other, weak, hid in zip(mention, person, estimate, weakest, hidden, strict=True)
    }
    counted = (
        ("persons.mention-without-person", [key for key in rows if key not in found]),
        ("persons.person-without-mention", [key for key in found if key not in rows]),
    )
    return found, tuple(Problem(key, values={"n": len(keys), "names": keys[:5]}) for key, keys in counted if keys)


class _Build:
    """Makes the records, with the problems that are met."""

    def __init__(self, rows: Mapping[str, Row], rosters: Rosters, laws: Sequence[Law], today: date) -> None:
        self._rows, self._rosters, self._laws, self._today = rows, rosters, laws, today
        self.problems: list[Problem] = []

    def person(
        self, name: str, keys: Sequence[str], weakest: float, hidden: float, perhaps: frozenset[str]
    ) -> PersonFile:
        """Return the record of one person from the rows of its mentions; ``perhaps`` are the lists with a row that the estimate takes for theirs."""
        rows = [self._rows[key] for key in keys]
        steps, future = self._steps(rows)
        spells, after = spells_of(steps)
        gone = tuple(delistings(rows, steps, self._rosters, perhaps))
        first, *others = statuses(
            spells, after, rows, rosters=self._rosters, gone=gone, perhaps=perhaps, today=self._today
        )
        told = told_of(rows)
        again = sum(any(one.kind == "deprived" for one in spell.steps) for spell in spells) > 1
        states = states_of(told, again=again)
        return PersonFile(
            id=name,
            mentions=tuple(keys),
            lists=tuple(dict.fromkeys(row.list for row in rows)),
            fields=states,
            status=first,
            others=tuple(others),
            events=tuple(one.event() for one in steps if one.dated),
            undated=tuple(one.event() for one in (*steps, *future) if not one.dated or one in future),
            timeline=stretches(spells, after, steps, self._today),
            clocks=clocks_of(spells, steps, self._laws, self._today),
            last_seen=last_seen(spells),
            delisted=gone,
            authorities=_authorities(steps, spells),
            not_asked=_not_asked(states, dead=first.kind == "dead"),
            weakest=weakest,
            hidden=hidden,
        )

    def _steps(self, rows: Sequence[Row]) -> tuple[list[Step], list[Step]]:
        """Return the steps up to the day of the register, and those that would be after it, each a problem."""
        now = self._today.toordinal()
        every = steps_of(rows)
        future = [one for one in every if one.low > now and one.dated]
        for one in future:
            for source in one.sources:
                self.problems.append(_late(source, self._today))
        return [one for one in every if one not in future] if future else every, future


def _late(source: Source, today: date) -> Problem:
    return Problem(
        "persons.after-today", source.source or source.list, row=source.row or None, column=source.column, gravity="warning",
        values={"day": today},
    )  # fmt: skip


def told_of(rows: Iterable[Row]) -> dict[str, list[Told]]:
    """Return what rows say, by field, in the order of the rows."""
    found: dict[str, list[Told]] = {}
    for row in rows:
        for name, told in row.told.items():
            found.setdefault(name, []).extend(told)
    return found


def states_of(told: Mapping[str, Sequence[Told]], *, again: bool = False) -> dict[str, FieldState]:
    """Return how each field stands of which anything is said, in the order of the catalogue."""
    return {name: judged(_about(one, again=again), told[name]) for name, one in fields().items() if name in told}


def _about(one: FieldAbout, *, again: bool) -> FieldAbout:
    from dataclasses import replace

    return replace(one, many=True) if again and one.id in _AGAIN else one


def _not_asked(states: Mapping[str, FieldState], *, dead: bool) -> tuple[str, ...]:
    """Return the fields that ask for nothing: of a death where none is recorded, a part of what is known, what nobody has to hold."""
    said = frozenset(states)
    ends = {name for name, one in states.items() if not all(blank(each.said) for each in one.values)}
    ends |= _DEATH if dead else frozenset()
    known = {name for name, one in states.items() if one.status in {"known", "disputed"}}
    return tuple(
        one.id
        for one in fields().values()
        if one.id not in said
        and (
            not one.due or (one.only is not None and not ends & _ONLY[one.only]) or bool(known.intersection(one.unless))
        )
    )


def _authorities(steps: Sequence[Step], spells: Sequence[Spell]) -> tuple[str, ...]:
    """Return the authorities of a person's way, who held last first."""
    held = [one for spell in spells for one in spell.steps if one.holder]
    held.sort(key=lambda one: (one.kind == "deprived", -(one.high if one.high < LATE else one.low)))
    moved = [one for one in steps if one.kind == "transferred" and one.authority]
    return tuple(dict.fromkeys(one.authority for one in (*held, *moved) if one.authority))
