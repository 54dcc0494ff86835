"""What an order or a law is for the persons it covers, and what is found when it is held against their records."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from habeas import words
from habeas.claims import time_words
from habeas.custody.persons.model import EventKind, Source
from habeas.when import Span

Act = Literal["deprivation", "admission", "detention", "transfer", "removal"]
Duty = Literal["release", "hearing"]
Sure = Literal["certain", "possible"]
Gravity = Literal["error", "warning", "note"]
FindingKind = Literal["forbidden", "past-release", "late-hearing", "no-hearing", "no-order"]

ACTS: Final[Mapping[Act, frozenset[EventKind]]] = {
    "deprivation": frozenset({"deprived"}),
    "admission": frozenset({"admitted"}),
    "detention": frozenset({"deprived", "admitted", "seen", "listed"}),
    "transfer": frozenset({"transferred"}),
    "removal": frozenset({"transferred"}),
}
"""Which steps of a person's way an act is seen by. Lists have one field for transfers; a removal is one out of the country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """When an order was given, by one source: a claim of the case, or the case's own words."""

    span: Span
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whom and what an order covers; all of what is stated must hold, and of each any. Nothing stated is everybody.

    ``persons`` are ids of persons or keys of mentions; ``groups`` ids of counted groups; ``under`` words of the grounds; ``places``
    those where an act happened, from where or to where. Words are compared without case and accents; ``*`` stands for any letters.
    """

    persons: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """What an order requires: release or a hearing, ``within_days`` of the order, or ``by`` a day."""

    duty: Duty
    within_days: int | None = None
    by: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An order or a law.

    ``issued`` has every rival dating. ``in_force`` is None where nobody states for how long it held: it then holds until a source says that
    it was lifted. ``source`` are the case's words for where it stands, ``claims`` ids of claims that state it.
    """

    id: str
    en: str
    es: str
    issued: tuple[Dated, ...]
    in_force: Span | None = None
    by: str = ""
    scope: Scope = field(default_factory=Scope)
    forbids: tuple[Act, ...] = ()
    requires: tuple[Required, ...] = ()
    source: str = ""
    claims: tuple[str, ...] = ()

    def text(self, lang: words.Lang) -> str:
        """Return the order's words in a language."""
        return self.es if lang == "es" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFinding:
    """What records say against an order, of one person. ``id`` is a hash of what it says and rests on, stable over builds.

    ``certain`` is what follows under every date that the sources allow; on the day of the order itself the hour decides, which a day does not
    tell: ``possible``. ``days`` are those between order and record, at least and at most (None: no limit is known). The order is cited by
    ``claims``, ``source`` or rows in ``ordered_in``, the records by rows in ``events``; ``against`` are rows of other lists by whose
    dates it would not hold.
    """

    id: str
    kind: FindingKind
    answer: Sure
    gravity: Gravity
    person: str
    key: str
    order: str | None = None
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    days: tuple[int, int | None] | None = None
    claims: tuple[str, ...] = ()
    source: str = ""
    ordered_in: tuple[Source, ...] = ()
    events: tuple[Source, ...] = ()
    against: tuple[Source, ...] = ()

    def text(self, lang: words.Lang) -> str:
        """Return the finding as a sentence or two."""
        return words.text(f"orders.{self.key}", lang, **self.values)

    def more(self, lang: words.Lang) -> tuple[str, ...]:
        """Return both citations in words, and what speaks against, a line each."""
        lines: list[str] = []
        if by := [one for one in (*self.claims, self.source) if one]:
            lines.append(words.text("orders.cites-order", lang, by=by))
        for key, rows in (
            ("cites-order-rows", self.ordered_in),
            ("cites-rows", self.events),
            ("cites-against", self.against),
        ):
            if rows:
                lines.append(words.text(f"orders.{key}", lang, rows=[cited(one, lang) for one in rows]))
        return tuple(lines)


@dataclass(frozen=True, slots=True)
class Day:
    """A time as a sentence says it: "on 2 June 2025", "in May 2025"."""

    span: Span

    def text(self, lang: words.Lang) -> str:
        """Return it in words."""
        return time_words(self.span, lang)


@dataclass(frozen=True, slots=True)
class Where:
    """A place as a sentence says it: by its name, or that none is stated."""

    place: str | None

    def text(self, lang: words.Lang) -> str:
        """Return it in words."""
        return self.place or words.text("persons.place-unsaid", lang)


def cited(one: Source, lang: words.Lang) -> str:
    """Return a row as a reader finds it: list, row, column."""
    key = "orders.at-column" if one.column else "orders.at" if one.row else "orders.at-list"
    return words.text(key, lang, list=one.list, row=str(one.row), column=one.column or "")


def made(
    kind: FindingKind,
    answer: Sure,
    person: str,
    key: str,
    *,
    order: Order | None = None,
    values: Mapping[str, object],
    days: tuple[int, int | None] | None = None,
    ordered_in: tuple[Source, ...] = (),
    events: tuple[Source, ...] = (),
    against: tuple[Source, ...] = (),
    note: bool = False,
) -> OrderFinding:
    """Return a finding with its id and gravity: what is certain is a warning, what is possible, or a ``note``, a note; no verdict is law."""
    rows = tuple(f"{one.list}:{one.mention}:{one.column}" for one in (*ordered_in, *events))
    said = (kind, answer, person, order.id if order else "", str(days), *rows)
    return OrderFinding(
        id="O-" + hashlib.sha256("\n".join(said).encode()).hexdigest()[:10],
        kind=kind,
        answer=answer,
        gravity="warning" if answer == "certain" and not note else "note",
        person=person,
        key=key,
        order=order.id if order else None,
        values={"person": person, **({"order": order} if order else {}), **values},
        days=days,
        claims=order.claims if order else (),
        source=order.source if order else "",
        ordered_in=ordered_in,
        events=events,
        against=against,
    )


def between(earlier: Span, later: Span) -> tuple[int | None, int | None]:
    """Return the days from one time to another, at least and at most; None where the sources set no limit."""
    (first, last), (then, until) = earlier.outer, later.outer
    return _days(last, then), _days(first, until)


def _days(one: date | None, other: date | None) -> int | None:
    return None if one is None or other is None else (other - one).days
