"""The record of one person: what lists say of each field of Article 17(3), when and where they were held, and what nobody has said.

All of it is frozen and made of plain values, so that ``msgspec`` writes and reads it as JSON without hooks.

*Certain* and *possible* are about days: what follows from the bounds that lists give for their dates. That a list says a thing does not make
it true; every value and every step names the rows that say it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from habeas import words
from habeas.when import Span

Sure = Literal["certain", "possible"]
FieldStatus = Literal["known", "disputed", "unclear", "missing"]
EventKind = Literal[
    "deprived", "admitted", "transferred", "seen", "listed", "reported", "first-court", "hearing", "ordered", "release-order",
    "delisted", "released", "died",
]  # fmt: skip
StretchKind = Literal["held", "gap", "overlap", "after-end"]
StatusKind = Literal["held", "released", "dead", "unknown"]
ClockKind = Literal["held", "since-trace", "first-court", "administrative"]
Verdict = Literal["within", "past", "possibly-past", "cannot-tell"]
SURE: Final = 0.99
"""From which probability on a link is held for certain where what is known is counted."""

QuestionKind = Literal["missing", "disputed", "unclear", "gap", "overlap", "after-end", "whereabouts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The row of a list that says a thing. ``row`` counts as the file shows it: the header is row 1.

    ``column`` is the header's word (None where the list as a whole says it: that it was kept on a day, or that a name is not in it);
    ``row`` is then 0. ``source`` names the source or file of the list, ``reported`` the outer days on which it was reported.
    """

    list: str
    row: int
    column: str | None = None
    mention: str = ""
    source: str = ""
    reported: tuple[date | None, date | None] = (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One thing that a row says of a field.

    ``said`` is as written. ``when`` is what it means where the field is a time (None: not understood), ``place`` where it is a place that
    the case knows.
    """

    said: str
    source: Source
    when: Span | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldState:
    """What is said of one field of one person.

    ``known``: something is said and all of it can be true together. ``disputed``: ``rivals`` are two or more groups of positions in
    ``values``; those of a group agree, no two groups can both be true. ``unclear``: what is written cannot be understood, or says only that
    it is not known. ``missing``: no list says anything.
    ``asked`` is False where the field asks for nothing (yet): how someone died of whom no record says that they died.
    """

    status: FieldStatus
    values: tuple[Value, ...] = ()
    rivals: tuple[tuple[int, ...], ...] = ()
    asked: bool = True


MISSING: Final = FieldState(status="missing")
NOT_ASKED: Final = FieldState(status="missing", asked=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step of a person's way, said by one row or by several that agree; ``when`` is then what all of them allow.

    ``place`` is where it happened or where the person then was (of a transfer: the destination), ``origin`` from where a transfer went.
    ``authority`` is who acted, held, or (of a trace) saw the person; None: no list records who.
    """

    kind: EventKind
    when: Span
    sources: tuple[Source, ...]
    place: str | None = None
    origin: str | None = None
    authority: str | None = None

    @property
    def first(self) -> date | None:
        """The first day on which it can have been; None without a limit."""
        return self.when.outer[0]

    @property
    def last(self) -> date | None:
        """The last day on which it can have been; None without a limit."""
        return self.when.outer[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days of a person's time line. ``first`` and ``last`` are its outer days (``last`` None: open, until today), both of it.

    ``held``: in custody at ``place`` (None: it is not said where; ``placed`` is ``possible`` where only one of its ends says so). ``certain_days`` are the days on every one of which that is certain where
    the dates are inexact. ``sure`` is ``possible`` where no record ties its two ends together, and for the open end of the last one.
    ``gap``: no record for ``days`` (at least, at most; days between two records, neither of them counted, or since the last one until today);
    ``silent`` are those days for which no date allows a record.
    ``place`` is where the record before it leaves the person, ``other`` where the one after it has them.
    ``overlap``: at ``place`` and ``other`` on the same days. ``after-end``: a record of custody at ``place`` after the recorded release or
    death that is last in ``sources``.
    ``authority`` is who held, or (``took``) who deprived of liberty, where nobody recorded who held then; of a gap who moved the person meanwhile.
    None: none recorded.
    """

    kind: StretchKind
    sure: Sure
    first: date | None
    last: date | None
    place: str | None = None
    placed: Sure = "certain"
    authority: str | None = None
    took: bool = False
    certain_days: tuple[date, date] | None = None
    days: tuple[int, int | None] | None = None
    silent: tuple[date, date] | None = None
    other: str | None = None
    sources: tuple[Source, ...] = ()

    def text(self, lang: words.Lang) -> str:
        """Return the stretch as a sentence."""
        from habeas.custody.persons.saying import say_stretch

        return say_stretch(self, lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """A clock held against one limit of the case's law file.

    ``hours`` is the limit. ``applies`` is ``possible`` where the person may have been deprived of liberty outside of the days on which it was
    in force. ``suspended_by`` is the id of the law that says it did not hold then (``suspended``: on that day for certain, or possibly): the
    verdict is told all the same.
    """

    law: str
    hours: int
    verdict: Verdict
    applies: Sure = "certain"
    suspended_by: str | None = None
    suspended: Sure = "certain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Days between two things: at least ``low``, at most ``high`` (None: no limit is known).

    ``start`` and ``end`` are the outer days of the two. ``running``: it has not ended, and is counted to the day of the register. ``recorded`` is False where no list records the end (or the
    start): nothing follows from that for whether it happened.
    """

    kind: ClockKind
    low: int | None
    high: int | None
    running: bool = False
    recorded: bool = True
    start: tuple[date | None, date | None] = (None, None)
    end: tuple[date | None, date | None] = (None, None)
    against: tuple[Against, ...] = ()
    sources: tuple[Source, ...] = ()

    def text(self, lang: words.Lang) -> str:
        """Return the clock as a sentence."""
        from habeas.custody.persons.saying import say_clock

        return say_clock(self, lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSeen:
    """The last record of a person in custody: where, when and by whom. ``possible`` where the day of the record is only that of its report."""

    kind: EventKind
    when: Span
    sure: Sure
    place: str | None
    authority: str | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delisting:
    """A person was on an official list and then no longer: ``when`` is between the two (``sources``: the last that has them, then the other).

    ``own`` is False where the official list itself is not at hand: ``list`` is then the one that tells of it (families, of the list at a gate).
    """

    list: str
    authority: str | None
    when: Span
    own: bool = True
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where a person stands on the day of the register. ``unknown``: last recorded in custody, and nobody says where now.

    ``because`` are keys of messages (``persons.status-because-…``) that say why.
    """

    kind: StatusKind
    sure: Sure
    since: Span | None = None
    because: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """What is known of one person of the register.

    ``fields`` has the fields of which a list says something; :meth:`state` answers for all. ``events`` are in order of time; ``undated`` are
    those whose time no list says, or not so that it can be understood. ``weakest`` and ``hidden`` are of the linkage: the probability of the
    weakest link that holds the mentions together, and how many persons may be hidden in this one.
    ``others`` are the statuses that the records allow besides ``status``. ``orders`` are ids of findings about orders.
    """

    id: str
    mentions: tuple[str, ...]
    lists: tuple[str, ...]
    fields: Mapping[str, FieldState]
    status: Status
    events: tuple[Event, ...] = ()
    undated: tuple[Event, ...] = ()
    timeline: tuple[Stretch, ...] = ()
    clocks: tuple[Clock, ...] = ()
    last_seen: LastSeen | None = None
    delisted: tuple[Delisting, ...] = ()
    others: tuple[Status, ...] = ()
    authorities: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()
    weakest: float = 1.0
    hidden: float = 0.0

    def state(self, name: str) -> FieldState:
        """Return what is said of a field, by its id."""
        return self.fields.get(name) or (NOT_ASKED if name in self.not_asked else MISSING)

    @property
    def doubtful(self) -> bool:
        """Whether this person may be two: a link is not certain, or the linkage counts a part of a person more."""
        return self.weakest < SURE or self.hidden > 1 - SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question to an authority (None: no list says which authority answers for the person) about one person.

    ``number`` counts from 1 through all questions to that authority. ``field`` is None where the question is about the time line.
    ``values`` are the rival or unclear values as written; a request quotes them only where the requester asked for the field.
    """

    number: int
    authority: str | None
    person: str
    kind: QuestionKind
    field: str | None = None
    article: str | None = None
    rule: str | None = None
    values: tuple[str, ...] = ()
    about: Stretch | None = None
