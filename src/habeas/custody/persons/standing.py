"""Where a person stands on the day of the register: the last record, official lists that no longer have them, and what follows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from habeas.custody.persons.agreeing import blank
from habeas.custody.persons.events import EARLY, LATE, Step
from habeas.custody.persons.model import Delisting, LastSeen, Source, Status
from habeas.custody.persons.rows import Row
from habeas.custody.persons.timeline import Spell
from habeas.people.lists import ListAbout
from habeas.when import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Rosters:
    """Official lists of who is held, each with the day it gives, in order of days; ``series`` are those of one authority."""

    every: tuple[ListAbout, ...]
    series: Mapping[str | None, tuple[ListAbout, ...]]

    @classmethod
    def of(cls, lists: Mapping[str, ListAbout], today: date) -> Rosters:
        """Return the official rosters among lists, up to a day."""
        found = [
            one for one in lists.values() if one.official and one.kind == "roster" and one.as_of and one.as_of <= today
        ]
        ordered = sorted(found, key=lambda one: (one.as_of or date.min, one.name))
        keepers = dict.fromkeys(one.authority for one in ordered if one.authority)
        return cls(
            every=tuple(ordered),
            series={each: tuple(one for one in ordered if one.authority == each) for each in keepers},
        )

    def latest(self, names: Collection[str]) -> ListAbout | None:
        """Return the newest official roster that has the person and is the newest of its authority; None where none is."""
        newest = {one.authority: one.as_of for one in self.every}
        alone = self.every[-1].as_of if self.every else None
        found = [
            one
            for one in self.every
            if one.name in names and one.as_of == (newest[one.authority] if one.authority else alone)
        ]
        return found[-1] if found else None

    def without(self, names: Iterable[str], since: int) -> tuple[ListAbout, ...]:
        """Return the official rosters of a day or later that do not have the person."""
        has = set(names)
        return tuple(one for one in self.every if one.name not in has and one.as_of and one.as_of.toordinal() >= since)


def whole(one: ListAbout) -> Source:
    """Return a list as a whole as a source: it is of a day, and a name is not in it."""
    return Source(list=one.name, row=0, source=one.source, reported=(one.as_of, one.as_of))


def _lateness(step: Step) -> tuple[bool, int, int]:
    """Return how late a record of custody is; one with a day of its own goes before one that has only the day of its report."""
    return step.kind != "reported", step.high if step.high < LATE else step.low, step.low


def last_seen(spells: Sequence[Spell]) -> LastSeen | None:
    """Return the last record of a person in custody; one with a day of its own before one that has only the day of its report."""
    every = [one for spell in spells for one in spell.steps]
    if not every:
        return None
    last = max(every, key=_lateness)
    return LastSeen(
        kind=last.kind,
        when=last.event().when,
        sure="possible" if last.kind == "reported" else "certain",
        place=last.place,
        authority=last.authority,
        sources=last.sources,
    )


def delistings(
    rows: Sequence[Row], steps: Sequence[Step], rosters: Rosters, perhaps: frozenset[str]
) -> Iterator[Delisting]:
    """Give each time that a person was on an official list and then not: as that list says, as another list tells, or as two lists of one authority show.

    Two lists show nothing where the later one is among ``perhaps``: a row of it may be of the person, and waits for somebody to decide.
    """
    official = {row.list: row.about for row in rows if row.about and row.about.official}
    for step in steps:
        for source in step.sources if step.kind == "delisted" else ():
            keeper = official[source.list].authority if source.list in official else None
            yield Delisting(
                list=source.list,
                authority=keeper,
                when=step.event().when,
                own=source.list in official,
                sources=(source,),
            )
    names = {row.list for row in rows} | perhaps
    for authority, series in rosters.series.items():
        for number, one in enumerate(series):
            later = next((other for other in series[number + 1 :] if other.as_of != one.as_of), None)
            row = next((row for row in rows if row.list == one.name), None)
            if later is None or row is None:
                continue
            if any(other.name in names for other in series[number + 1 :] if other.as_of == later.as_of):
                continue
            yield Delisting(
                list=one.name,
                authority=authority,
                when=Span.some_day(one.as_of, later.as_of),
                sources=(row.source(), whole(later)),
            )


def statuses(
    spells: Sequence[Spell],
    after: Sequence[tuple[Step, Step]],
    rows: Sequence[Row],
    *,
    rosters: Rosters,
    gone: Sequence[Delisting],
    perhaps: frozenset[str],
    today: date,
) -> tuple[Status, ...]:
    """Return where the person stands, the best supported first; never none. ``perhaps`` are lists with a row that may be of the person."""
    undated = _undated_end(rows)
    if undated is not None:
        return undated, *(
            _open(spells[-1], rows, rosters, gone, perhaps=perhaps, today=today) if spells and spells[-1].steps else ()
        )
    if not spells:
        return (Status(kind="unknown", sure="possible", because=("no-custody",)),)
    ended = [one.end for one in spells if one.end]
    dead = next((one for one in ended if one.kind == "died"), None)
    final = dead or (ended[-1] if ended else None)
    later = [step for step, end in after if end is final]
    if final is None or not (dead or later or spells[-1].end):
        return _open(spells[-1], rows, rosters, gone, perhaps=perhaps, today=today)
    because = ("died" if dead else "released", *(("seen-after",) if later else ()))
    sources = final.sources + tuple(source for one in later for source in one.sources)
    first = Status(
        kind="dead" if dead else "released",
        sure="possible" if later else "certain",
        since=final.event().when,
        because=because,
        sources=sources,
    )
    if not later:
        return (first,)
    return first, Status(kind="held", sure="possible", because=("seen-after",), sources=later[-1].sources)


def _undated_end(rows: Sequence[Row]) -> Status | None:
    """Return the status of a person of whom a row says that they died or were released, without a day that can be read.

    A cell that says nothing says no end; a row of a list of deaths says it without any.
    """
    for kind, names in (
        ("dead", ("died_when", "death_cause", "died_place", "remains")),
        ("released", ("released_when",)),
    ):
        told = [
            one.value.source
            for row in rows
            for name in names
            for one in row.told.get(name, ())
            if not blank(one.value.said)
        ]
        if kind == "dead":
            told += [row.source() for row in rows if row.about and row.about.kind == "deaths"]
        dated = [
            one
            for row in rows
            for one in row.told.get(names[0], ())
            if one.value.when and one.value.when.outer != (None, None)
        ]
        if told and not dated:
            status = "dead" if kind == "dead" else "released"
            return Status(kind=status, sure="possible", because=("end-undated",), sources=tuple(told))  # type: ignore[arg-type]
    return None


def _open(
    spell: Spell,
    rows: Sequence[Row],
    rosters: Rosters,
    gone: Sequence[Delisting],
    *,
    perhaps: frozenset[str],
    today: date,
) -> tuple[Status, ...]:
    """Return the statuses of a person whose last record is in custody: held, or whereabouts unknown."""
    trace = max(spell.steps, key=_lateness)
    since = trace.event().when
    on = rosters.latest({row.list for row in rows})
    if on is not None and on.as_of is not None and trace.low <= on.as_of.toordinal():
        row = next(row for row in rows if row.list == on.name)
        held = Status(kind="held", sure="certain", since=since, because=("on-official-list",), sources=(row.source(),))
        if on.as_of == rosters.every[-1].as_of:
            return (held,)
        if not gone:  # a later list of another authority is not the one that would have them
            return replace(held, sure="possible"), replace(_nowhere(trace, rows, rosters, (), perhaps), sure="possible")
    elif trace.exact and trace.low == today.toordinal() and trace.kind != "reported":
        return (Status(kind="held", sure="certain", since=since, because=("seen-today",), sources=trace.sources),)
    held = Status(kind="held", sure="possible", since=since, because=("no-end-recorded",), sources=trace.sources)
    return _nowhere(trace, rows, rosters, gone, perhaps), held


def _nowhere(
    trace: Step, rows: Sequence[Row], rosters: Rosters, gone: Sequence[Delisting], perhaps: frozenset[str]
) -> Status:
    """Return whereabouts unknown: for certain where an official list that would have the person has no row that may be theirs."""
    low = trace.low if trace.low > EARLY else trace.high
    later = rosters.without({row.list for row in rows}, low)
    absent = tuple(one for one in later if one.name not in perhaps)
    because = (*(("not-on-official-list",) if absent else ()), *(("delisted",) if gone else ()))
    doubt = ("perhaps-on-official-list" if later else "no-official-list",)
    sources = trace.sources + tuple(whole(one) for one in absent or later)
    return Status(
        kind="unknown",
        sure="certain" if because else "possible",
        since=trace.event().when,
        because=because or doubt,
        sources=sources + tuple(source for one in gone for source in one.sources),
    )
