"""The account of a case: how many are known by name, counted without name and estimated on no list; held, released, dead, and whose whereabouts nobody says.

Each line counts its own persons under its own definition. Lines overlap, and nothing here is added up: a total of them would count persons twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

from habeas import words
from habeas.errors import Problem
from habeas.words import Said

if TYPE_CHECKING:
    from habeas.case.case import Case
    from habeas.case.results import CaseEstimate, Persons
    from habeas.custody.persons import PersonFile
    from habeas.people.groups import GroupState
    from habeas.records import Progress

What = Literal["named", "nameless", "counted", "unlisted", "ever", "now", "released", "dead", "whereabouts"]
WHATS: Final[tuple[What, ...]] = (
    "named", "nameless", "counted", "unlisted", "ever", "now", "released", "dead", "whereabouts",
)  # fmt: skip
_NAMED: Final = ("name", "given", "surname1", "surname2")
_STATUS: Final[Mapping[What, str]] = {"now": "held", "released": "released", "dead": "dead", "whereabouts": "unknown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One number of the account: of whom, what, at least and at most how many (None: no bound), under which definition, and what it rests on.

    Where both bounds are None nobody can say; ``definition`` then says why. ``level`` is that of an interval, None where the bounds are what is certain and
    what is possible. ``why`` holds ids of claims, of persons in the case, or of estimates; ``kind`` says which.
    """

    of: Said
    what: What
    low: float | None = None
    high: float | None = None
    level: float | None = None
    definition: Said = field(default_factory=lambda: Said("", ""))
    kind: Literal["claims", "persons", "estimate", "group"] = "claims"
    why: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Return whether anything can be said."""
        return self.low is not None or self.high is not None

    def name(self, lang: words.Lang) -> str:
        """Return what the line counts."""
        return words.text(f"account.what-{self.what}", lang)

    def number(self, lang: words.Lang) -> str:
        """Return the number in words: one, from one to another, at least, at most, or that it is unknown."""
        low, high = (None if one is None else round(one) for one in (self.low, self.high))
        if low is None and high is None:
            return words.text("account.unknown", lang)
        if low is not None and high is not None:
            return words.say(low, lang) if low == high else words.text("account.between", lang, low=low, high=high)
        key = "at-least" if high is None else "at-most"
        return words.text(f"account.{key}", lang, n=low if high is None else high)

    def as_json(self, lang: words.Lang) -> dict[str, Any]:
        """Return the line as values of JSON."""
        return {
            "of": self.of.text(lang), "what": self.what, "low": self.low, "high": self.high, "level": self.level, "known": self.known,
            "definition": self.definition.text(lang), "kind": self.kind, "why": list(self.why),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The account: its lines, what the case says first to whoever reads of its persons, and what could not be made of what the account rests on."""

    lines: tuple[Line, ...]
    note: Said | None = None
    problems: tuple[Problem, ...] = ()


def account(case: Case, progress: Progress | None = None) -> Account:
    """Return the account of a case."""
    from habeas.case import estimating

    persons = case.persons(progress=progress) if case.about.people.lists else None
    estimates = estimating.load(case, progress)
    lines = [*_listed(persons, estimates), *_groups(persons), *_reported(estimates)]
    return Account(
        lines=tuple(lines), note=persons.note if persons else None, problems=tuple(estimating.problems(estimates))
    )


def _said(key: str, **values: object) -> Said:
    return Said(*(words.text(f"account.{key}", lang, **values) for lang in words.LANGUAGES))


# --- persons on the lists of the case


def _listed(persons: Persons | None, estimates: Sequence[CaseEstimate]) -> Iterator[Line]:
    if persons is None or not persons.register.persons:
        return
    of = _said("of-lists")
    register = persons.register.persons
    named = [one for one in register if any(one.state(name).status in {"known", "disputed"} for name in _NAMED)]
    rows = int(persons.summary.get("nameless", len(register) - len(named)))
    low, high = persons.summary.get("interval", (len(register), len(register)))
    yield Line(
        of=of, what="named", low=max(0, low - rows), high=max(0, high - rows), level=0.95, kind="persons",
        definition=_said("def-named", records=len(named), lists=sorted(persons.register.lists)), why=tuple(one.id for one in named),
    )  # fmt: skip
    if rows:
        without = tuple(one.id for one in register if one not in named)
        yield Line(of=of, what="nameless", low=0, high=rows, definition=_said("def-nameless", n=rows), kind="persons", why=without)  # fmt: skip
    for what in _STATUS:
        yield _status(of, what, register, persons.register.as_of)
    unlisted = [one for one in estimates if one.kind == "mse"]
    if not unlisted:
        yield Line(of=of, what="unlisted", definition=_said("def-no-estimate"), kind="estimate")
    for one in unlisted:
        yield from _of_lists(one)


def _of_lists(one: CaseEstimate) -> Iterator[Line]:
    """Give how many are on no list, and how many there ever were, by an estimate; unknown where it is refused."""
    for what in ("unlisted", "ever"):
        if (
            one.problem is not None
            or one.told["en"]["linked"]["refused"]
            or one.told["en"]["linked"]["estimate"] is None
        ):
            key = "def-not-made" if one.problem is not None else "def-refused"
            yield Line(of=one.title, what=what, definition=_said(key), kind="estimate", why=(one.id,))
            continue
        linked = one.told["en"]["linked"]
        bounds = linked["missing"] if what == "unlisted" else linked
        yield Line(
            of=one.title, what=what, low=bounds["low"], high=bounds["high"], level=linked["level"], definition=_said(f"def-{what}"), kind="estimate",
            why=(one.id,),
        )  # fmt: skip


def _status(of: Said, what: What, register: Sequence[PersonFile], day: date) -> Line:
    """Return of how many persons the records say a status: for certain, and possibly."""
    kind = _STATUS[what]
    sure = tuple(one.id for one in register if one.status.kind == kind and one.status.sure == "certain")
    may = tuple(one.id for one in register if any(each.kind == kind for each in (one.status, *one.others)))
    definition = _said(f"def-status-{what}", day=day)
    return Line(of=of, what=what, low=len(sure), high=len(may), definition=definition, kind="persons", why=may)


def _groups(persons: Persons | None) -> Iterator[Line]:
    """Give how many of each counted group nobody has named; groups that are a part of another are in it."""
    for one in persons.groups if persons is not None else ():
        if one.group.part_of is None and (one.size is not None or one.identified.high):
            yield _group(one)


def _group(one: GroupState) -> Line:
    of, open_ = Said(one.group.en, one.group.es), one.unidentified
    claims = tuple(count.claim for count in one.counts if count.claim)
    if open_ is None:
        return Line(of=of, what="counted", definition=_said("def-group-uncounted"), kind="group", why=(one.group.id,))
    definition = _said("def-group", size=one.size, identified=one.identified)
    why, kind = (claims, "claims") if claims else ((one.group.id,), "group")
    return Line(of=of, what="counted", low=open_.low, high=open_.high, definition=definition, kind=kind, why=why)  # type: ignore[arg-type]


# --- persons whom figures count


def _reported(estimates: Sequence[CaseEstimate]) -> Iterator[Line]:
    """Give for each population what figures and estimates say; nothing of it is known by name."""
    for one in estimates:
        if one.kind == "population":
            yield from _population(one, estimates)


def _population(one: CaseEstimate, estimates: Sequence[CaseEstimate]) -> Iterator[Line]:
    of = one.title
    if one.problem is not None:
        yield Line(of=of, what="now", definition=_said("def-not-made"), kind="estimate", why=(one.id,))
        return
    told = one.told["en"]
    band, day = told["band"], date.fromisoformat(told["days"][-1])
    yield Line(
        of=of, what="now", low=band["0.025"][-1], high=band["0.975"][-1], level=0.95, definition=_said("def-now", day=day), kind="estimate",
        why=(one.id,),
    )  # fmt: skip
    yield _flow(of, "ever", "in", told["figures"])
    yield _flow(of, "released", "out", told["figures"])
    yield _dead(of, one, estimates)
    yield Line(of=of, what="named", definition=_said("def-unnamed"))
    yield Line(of=of, what="whereabouts", definition=_said("def-nobody-says"))


def _flow(of: Said, what: What, kind: str, figures: Sequence[Mapping[str, Any]]) -> Line:
    """Return the greatest running total that anybody gives of arrests or releases: the least that there were."""
    totals = [one for one in figures if one["kind"] == f"{kind}_total" and one["low"] is not None]
    if not totals:
        return Line(of=of, what=what, definition=_said("def-nobody-says"))
    chief = max(totals, key=lambda one: (one["low"], one["last"], one["ref"]))
    definition = _said(f"def-flow-{kind}", day=date.fromisoformat(chief["last"]))
    return Line(of=of, what=what, low=chief["low"], definition=definition, why=(chief["ref"],))


def _dead(of: Said, one: CaseEstimate, estimates: Sequence[CaseEstimate]) -> Line:
    """Return the greatest count of deaths that a rate rests on: the least that there were."""
    rates = [
        rate
        for each in estimates
        if each.kind == "mortality" and each.problem is None and each.told["en"]["held"] == one.id
        for rate in each.told["en"]["rates"]
        if (rate["diagnostics"].get("deaths") or [None])[0] is not None
    ]
    if not rates:
        return Line(of=of, what="dead", definition=_said("def-nobody-says"))
    chief = max(rates, key=lambda rate: (rate["diagnostics"]["deaths"][0], rate["settings"]["deaths_claim"]))
    last = date.fromisoformat(chief["settings"]["to"][-1])
    definition = _said("def-dead", first=date.fromisoformat(chief["settings"]["from"]), last=last)
    return Line(
        of=of,
        what="dead",
        low=chief["diagnostics"]["deaths"][0],
        definition=definition,
        why=(chief["settings"]["deaths_claim"],),
    )
