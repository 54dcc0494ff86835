"""The steps of a person's way: what rows say with a time, rows that agree being one step, in order of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from habeas.custody.persons.agreeing import blank, same_words
from habeas.custody.persons.model import Event, EventKind, Source
from habeas.custody.persons.rows import Days, Row
from habeas.when import Span

EARLY: Final = date.min.toordinal()
LATE: Final = date.max.toordinal()

CUSTODY: Final = frozenset({"deprived", "admitted", "transferred", "seen", "listed", "reported"})
ENDS: Final = frozenset({"released", "died"})
COURT: Final = frozenset({"first-court", "hearing"})
HOLDING: Final = frozenset({"roster", "leaked"})
"""Kinds of lists that list who is held: to be on one is a record of custody."""
_APART: Final = frozenset({"deaths", "hospital", "press"})
"""Kinds of lists of which to be on them says nothing of custody."""
_ONCE: Final = frozenset({"deprived", "released", "died", "first-court"})
_EXACTLY: Final = frozenset({"seen", "listed", "reported", "hearing"})
_RANKS: Final = {
    kind: rank
    for rank, kind in enumerate(
        ("ordered", "deprived", "admitted", "first-court", "hearing", "seen", "reported", "listed", "transferred", "delisted",
         "release-order", "released", "died")
    )
}  # fmt: skip

_NO_DAYS: Final[Days] = (None, None)
_OVER: Final = frozenset({"released_when", "died_when", "delisted_when"})
"""Fields with which a row itself says that custody, or the listing, ended."""


@dataclass(frozen=True, slots=True)
class _Way:
    """The step that a row with a time in a field tells, and which fields say where, from where and by whom."""

    kind: EventKind
    time: str
    places: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()


_WAYS: Final = (
    _Way("deprived", "deprived_when", ("deprived_place",), ("deprived_by",)),
    _Way("admitted", "admitted_when", ("held_place",), ("custodian",)),
    _Way("seen", "seen_when", ("seen_place", "held_place"), ("seen_by", "custodian")),
    _Way("transferred", "transferred_when", ("transferred_to",), ("transferred_by",), ("transferred_from",)),
    _Way("first-court", "first_court_when"),
    _Way("hearing", "hearing_when"),
    _Way("ordered", "ordered_when", (), ("ordered_by",)),
    _Way("release-order", "release_order_when"),
    _Way("delisted", "delisted_when"),
    _Way("released", "released_when", ("released_place",)),
    _Way("died", "died_when", ("died_place",)),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step as one row says it, or several that agree; ``low`` and ``high`` are its outer days as ordinals."""

    kind: EventKind
    low: int
    high: int
    place: str | None
    origin: str | None
    authority: str | None
    sources: tuple[Source, ...]
    mentions: frozenset[str]

    @property
    def exact(self) -> bool:
        """Whether it is known to the day."""
        return self.low == self.high

    @property
    def holder(self) -> str | None:
        """Who then held the person, as far as it says: of a trace the authority is who saw them, of a transfer who moved them."""
        return None if self.kind in {"seen", "transferred", *ENDS} else self.authority

    @property
    def dated(self) -> bool:
        """Whether anything is known of when it was."""
        return self.low > EARLY or self.high < LATE

    def event(self) -> Event:
        """Return it as the record has it."""
        first, last = day(self.low), day(self.high)
        when = Span.on(first) if first is not None and first == last else Span.some_day(first, last)
        return Event(
            kind=self.kind,
            when=when,
            sources=self.sources,
            place=self.place,
            origin=self.origin,
            authority=self.authority,
        )


def day(ordinal: int) -> date | None:
    """Return the day of an ordinal, None where it stands for no limit."""
    return None if ordinal <= EARLY or ordinal >= LATE else date.fromordinal(ordinal)


def ordinals(first: date | None, last: date | None) -> tuple[int, int]:
    """Return outer days as ordinals."""
    return first.toordinal() if first else EARLY, last.toordinal() if last else LATE


def same_place(one: str | None, other: str | None) -> bool:
    """Whether two places can be one: also where one of them is not said."""
    return one is None or other is None or same_words(one, other)


def steps_of(rows: Iterable[Row]) -> list[Step]:
    """Return the steps of one person in order of time, those without a time last."""
    return sorted(_joined([one for row in rows for one in _of_row(row)]), key=_order)


def _order(step: Step) -> tuple[int, int, int]:
    """Return where a step stands: what begins custody by its first day, what ends it by its last, all others by their middle."""
    if not step.dated:
        return LATE, _RANKS[step.kind], 0
    if step.low <= EARLY or step.high >= LATE:
        at = step.high if step.low <= EARLY else step.low
    elif step.kind in {"ordered", "deprived", "admitted"}:
        at = step.low
    else:
        at = step.high if step.kind in ENDS else (step.low + step.high) // 2
    return at, _RANKS[step.kind], step.high


def _of_row(row: Row) -> Iterator[Step]:
    """Give what one row says with a time, and that it says where somebody is held, or lists whom a place holds."""
    for way in _WAYS:
        told = row.told.get(way.time)
        if told:
            ends = row.first(*way.places), row.first(*way.origins), row.first(*way.authorities)
            for one in told:
                if blank(one.value.said) and not any(ends):  # "released: no", "hearing: pending": no step
                    continue
                yield _step(
                    row, way.kind, one.value.when.outer if one.value.when else _NO_DAYS, one.value.source, *ends
                )
    yield from _held(row)


def _held(row: Row) -> Iterator[Step]:
    """Give the record of custody that a row is: on a list of who is held, on its day; else the report that a person is held somewhere."""
    place, holder, about = row.first("held_place"), row.first("custodian"), row.about
    holding = about is not None and about.kind in HOLDING
    if about is not None and holding and about.official:
        holder = holder or about.authority
    listed = row.told.get("listed_when", ()) if about is None or about.kind not in _APART else ()
    for one in listed:
        days = one.value.when.outer if one.value.when else _NO_DAYS
        yield _step(row, "listed", days, one.value.source, place, None, holder)
    if listed or any(not blank(one.value.said) for name in _OVER for one in row.told.get(name, ())):
        return
    if about is not None and holding and about.as_of:
        yield _step(row, "listed", (about.as_of, about.as_of), row.source(), place, None, holder)
    elif place and not row.told.keys() & {"admitted_when", "seen_when"}:
        days = row.reported if row.reported != _NO_DAYS else (about.as_of, about.as_of) if about else _NO_DAYS
        yield _step(row, "reported", days, row.told["held_place"][0].value.source, place, None, holder)


def _step(row: Row, kind: EventKind, days: Days, source: Source, *ends: str | None) -> Step:
    """Return a step of one row; ``ends`` are the place, the origin and the authority."""
    place, origin, authority = ends
    return Step(kind, *ordinals(*days), place, origin, authority, (source,), frozenset((row.mention,)))


def _joined(steps: Sequence[Step]) -> list[Step]:
    """Return the steps with those that can be one and the same as one; the most exact take the others in."""
    made: list[Step] = []
    for step in sorted(steps, key=lambda one: (one.high - one.low, one.low, _RANKS[one.kind])):
        for place, other in enumerate(made):
            if other.kind == step.kind and _one(other, step):
                made[place] = _both(other, step)
                break
        else:
            made.append(step)
    return made


def _one(one: Step, other: Step) -> bool:
    if not one.dated or not other.dated:
        return not one.dated and not other.dated and same_place(one.place, other.place)
    if max(one.low, other.low) > min(one.high, other.high):
        return False
    if one.kind in _ONCE:
        return True
    if one.kind in _EXACTLY and (one.low, one.high) != (other.low, other.high):
        return False
    return same_place(one.place, other.place) and same_place(one.origin, other.origin)


def _both(one: Step, other: Step) -> Step:
    return Step(
        one.kind,
        max(one.low, other.low),
        min(one.high, other.high),
        _agreed(one.place, other.place),
        _agreed(one.origin, other.origin),
        _agreed(one.authority, other.authority),
        one.sources + other.sources,
        one.mentions | other.mentions,
    )


def _agreed(one: str | None, other: str | None) -> str | None:
    """Return the fuller of two names that can be one, None where they cannot: which is right is not guessed."""
    if one is None or other is None:
        return one or other
    if not same_words(one, other):
        return None
    return one if len(one) >= len(other) else other
