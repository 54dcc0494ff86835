"""What a counted group is, who is of it for certain or possibly, and what follows for how many of it are identified.

A group is persons whom a source counts and nobody names: "238 persons on three flights, 23 of them Salvadoran". Persons of the lists are
matched into it little by little; nobody is put there who could only be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from habeas import words
from habeas.amount import Amount
from habeas.when import Span

Sure = Literal["certain", "possible"]
Gravity = Literal["error", "warning", "note"]
Tier = Literal["register", "estimate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One figure for how many persons a group has: a claim of the case (``claim``: its key or id), or an amount with its ``source`` in words.

    ``amount`` of a claim is None until the claims are known. ``who`` is whom the amount counts in both languages, where the case has words for it.
    """

    claim: str | None = None
    amount: Amount | None = None
    source: str | words.Said = ""
    who: words.Said | None = None

    def text(self, lang: words.Lang) -> str:
        """Return the figure, whom it counts, and who says it."""
        if self.amount is None:
            return words.text("groups.count-unknown", lang, claim=self.claim or self.source)
        who = self.who or self.amount.who
        said = words.text("groups.count-who", lang, amount=self.amount, who=who) if who else self.amount.text(lang)
        by = ", ".join(words.say(one, lang) for one in (self.claim, self.source) if one)
        return words.text("groups.count-said", lang, said=said, by=by) if by else said


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What lists say of whoever is of the group: a time within ``when``, or one of the words in ``said``, in one of ``fields``.

    ``fields`` are ids of fields of lists (``transferred_when``, ``nationality``), ``event`` (what the list lists), or ``list``. ``said`` is
    compared without case and accents; ``*`` stands for any letters.
    """

    fields: tuple[str, ...]
    when: Span | None = None
    said: tuple[str, ...] = ()

    @property
    def ties(self) -> bool:
        """Whether it ties a person to an event, a place or a list, which a nationality alone does not."""
        return self.when is not None or any(
            one in {"place", "list"} or one.endswith(("_place", "_from", "_to")) for one in self.fields
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A counted group as the case describes it.

    ``lists`` say of each of their rows that it is of the group; ``fixed_by`` is what a row says that settles it. ``conditions`` hold of
    everybody in the group; where they ``suffice``, whoever certainly meets all of them is of it. ``part_of`` is the whole it is a part
    of; ``parts`` says of its own parts whether they are ``disjoint`` (nobody is in two) and ``complete`` (everybody is in one).
    """

    id: str
    en: str
    es: str
    counts: tuple[Count, ...] = ()
    lists: tuple[str, ...] = ()
    fixed_by: tuple[Condition, ...] = ()
    conditions: tuple[Condition, ...] = ()
    suffice: bool = False
    part_of: str | None = None
    parts: frozenset[Literal["disjoint", "complete"]] = frozenset()
    note: words.Said | None = None

    def text(self, lang: words.Lang) -> str:
        """Return the group's words in a language."""
        return self.es if lang == "es" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a person is, or may be, of a group: a message of ``groups`` with its values, and the row that says it.

    ``where`` is the entry of the ledger, or the line of a file, that holds a person's decision.
    """

    key: str
    answer: Sure
    mention: str
    list: str
    row: int
    column: str | None = None
    said: str | None = None
    where: str = ""
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def text(self, lang: words.Lang) -> str:
        """Return the reason in words, its place first."""
        said = words.text(
            f"groups.{self.key}", lang, column=self.column or "", said=self.said or "", where=self.where, **self.values
        )
        return words.text("groups.at", lang, list=self.list, row=str(self.row), said=said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person of one tier who is, or may be, of a group, with every reason; ``named`` is whether any list gives a name.

    ``unknown`` are the conditions that no list says anything about, by their place in the group.
    """

    person: str
    answer: Sure
    mentions: tuple[str, ...]
    named: bool
    reasons: tuple[Reason, ...]
    unknown: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """A whole number that is at least ``low`` and at most ``high``; None is no known limit."""

    low: int
    high: int | None

    def text(self, lang: words.Lang) -> str:
        """Return it in words: ``191``, ``191 to 204``, ``at least 191``."""
        if self.high is None:
            return words.text("groups.at-least", lang, low=self.low)
        return (
            words.say(self.low, lang)
            if self.low == self.high
            else words.text("groups.range", lang, low=self.low, high=self.high)
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """The members of one tier. Persons without a name in any list are of the group, and identified is none of them."""

    members: tuple[Member, ...]

    def of(self, answer: Sure, *, named: bool = True) -> tuple[Member, ...]:
        """Return the members who are certain, or possible, with a name or without."""
        return tuple(one for one in self.members if one.answer == answer and one.named == named)

    @property
    def identified(self) -> Range:
        """How many persons with a name are of the group: those who certainly are, to those and who possibly are."""
        sure = len(self.of("certain"))
        return Range(sure, sure + len(self.of("possible")))


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFinding:
    """What does not fit in a group: a message of ``groups`` with its values, and the persons, claims and rows it rests on."""

    key: str
    gravity: Gravity
    group: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    persons: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()

    def text(self, lang: words.Lang) -> str:
        """Return the finding in words."""
        return words.text(f"groups.{self.key}", lang, **self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupState:
    """How far a group is identified now.

    ``counts`` are the rival figures that can be used, ``size`` from the least to the most that they allow (None where none can be used).
    ``register`` and ``estimate`` are the members by the links that are asserted and by all plausible links. ``excluded`` are persons of
    the register whom a decision took out. ``parts`` are the ids of its parts.
    """

    group: Group
    counts: tuple[Count, ...]
    size: Range | None
    register: Tally
    estimate: Tally
    excluded: tuple[Member, ...] = ()
    parts: tuple[str, ...] = ()
    findings: tuple[GroupFinding, ...] = ()

    @property
    def identified(self) -> Range:
        """Persons identified: the fewest who certainly are of the group in either tier, to the most who possibly are in either."""
        one, other = self.register.identified, self.estimate.identified
        return Range(min(one.low, other.low), max(one.high or 0, other.high or 0))

    @property
    def unidentified(self) -> Range | None:
        """Persons of the group whom no list names: least size less the most identified, to the most size less the fewest; never below 0."""
        if self.size is None:
            return None
        known = self.identified
        high = None if self.size.high is None else max(0, self.size.high - known.low)
        return Range(max(0, self.size.low - (known.high or 0)), high)

    @property
    def unnamed(self) -> int:
        """Rows of the register that are certainly of the group and give no name."""
        return len(self.register.of("certain", named=False))

    def why(self, person: str) -> tuple[Reason, ...]:
        """Return why a person, of either tier, is or may be of the group, or is not by a decision; empty where nothing says so."""
        every = (*self.register.members, *self.excluded, *self.estimate.members)
        return next((one.reasons for one in every if one.person == person), ())
