"""The relations between quantities, read from ``relations.yaml``; every fault of the file is reported at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final, Literal, get_args

from habeas.claims import SubjectType
from habeas.errors import Faults, InputError, Problem
from habeas.findings import equation as equations
from habeas.findings.equation import Equation
from habeas.words import LANGUAGES, Lang

Time = Literal["standing", "same-day", "flow", "growing"]
Use = Literal["imply", "contradict", "derive"]
Speakers = Literal["same", "other", "any"]

GROWING: Final = "*growing"
SELF: Final = "self"
FILE: Final = "relations.yaml"
_DEFINITION: Final = ("unit", "who", "measure", "capacity")
_KNOWN: Final = frozenset(
    {
        "en", "es", "of", "equation", "variables", "time", "agree", "states", "solves", "uses", "derives", "speakers",
        "group", "says",
    }
)  # fmt: skip
_PARTS: Final = ("further", "contradiction", "readings", "flow")
_PLACES: Final = frozenset({"implied", "who", "varies", "start", "when"})
_VARIABLE: Final = frozenset({"predicate", "via", "optional", "slow"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """Where the figures of one name of an equation are found: predicates, and links from the subject of the relation."""

    predicates: tuple[str, ...]
    via: tuple[str, ...] = (SELF,)
    optional: bool = False
    slow: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One relation. The fields are those of the file, which says what each means. Equality covers every field."""

    id: str
    en: str
    es: str
    of: tuple[SubjectType, ...]
    equation: Equation
    derives: Equation
    variables: Mapping[str, Variable]
    time: Time
    agree: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    solves: tuple[str, ...] = ()
    uses: tuple[Use, ...] = get_args(Use)
    speakers: Speakers = "any"
    group: str | None = None
    says: Mapping[str, Mapping[Lang, str]] = field(default_factory=dict)

    def text(self, lang: Lang) -> str:
        """Return the relation in words."""
        return self.es if lang == "es" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The relations, how two figures for one quantity are compared (``same`` in the file), and what is told (``told``).

    ``change`` are the predicates whose change is told, ``gravest`` those that a requirement may be about, the gravest first,
    with words for it, ``questions`` the requirements that ask one thing, the one that is asked first, and ``unasked`` the
    predicates that nobody is asked for.
    """

    relations: Mapping[str, Relation]
    agree: tuple[str, ...]
    states: tuple[str, ...]
    apart: Mapping[str, frozenset[str]]
    rounded: frozenset[str]
    change: frozenset[str] = frozenset()
    gravest: Mapping[str, Mapping[Lang, str]] = field(default_factory=dict)
    questions: tuple[tuple[str, ...], ...] = ()
    unasked: frozenset[str] = frozenset()

    def of(self, time: Time, use: Use) -> tuple[Relation, ...]:
        """Return the relations that bind in time in one way and serve one use, in the order of the file."""
        return tuple(one for one in self.relations.values() if one.time == time and use in one.uses)


@cache
def load() -> Rules:
    """Read the relations of the package. Raises :class:`Faults` with every fault of the file."""
    import yaml

    text = (resources.files("habeas.findings") / FILE).read_text(encoding="utf-8")
    return rules(yaml.safe_load(text))


def rules(raw: Any) -> Rules:
    """Make the rules from what a YAML file holds. Raises :class:`Faults` with every fault."""
    problems = list(faults(raw))
    if problems:
        raise Faults("findings.relation-faults", problems, file=FILE)
    same, told = raw["same"], raw.get("told", {})
    return Rules(
        relations={name: _relation(name, one) for name, one in raw["relations"].items()},
        agree=tuple(same["agree"]),
        states=tuple(same.get("states", ())),
        apart={name: frozenset(values) for name, values in same.get("apart", {}).items()},
        rounded=frozenset(same.get("rounded", ())),
        change=frozenset(told.get("change", ())),
        gravest={name: dict(zip(LANGUAGES, said, strict=True)) for name, said in told.get("gravest", {}).items()},
        questions=tuple(map(tuple, told.get("questions", ()))),
        unasked=frozenset(told.get("unasked", ())),
    )


def faults(raw: Any, predicates: Mapping[str, Any] | None = None) -> Iterator[Problem]:
    """Yield every fault of a relations file; with the vocabulary's predicates, also those names it does not have."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("relations"), Mapping):
        yield Problem("findings.relation-shape", FILE)
        return
    if not isinstance(raw.get("same"), Mapping) or not _words(raw["same"].get("agree")):
        yield Problem("findings.relation-same", FILE, column="same")
    yield from _told_faults(raw.get("told", {}), predicates)
    for name, one in raw["relations"].items():
        if not isinstance(one, Mapping):
            yield Problem("findings.relation-shape", FILE, column=str(name))
            continue
        yield from _relation_faults(str(name), one, predicates)


def _told_faults(told: Any, predicates: Mapping[str, Any] | None) -> Iterator[Problem]:
    """Yield the faults of what is told: lists of predicates, and lists of lists of requirements that ask one thing."""
    if not isinstance(told, Mapping):
        yield Problem("findings.relation-shape", FILE, column="told")
        return
    for column, kind in (("change", list), ("unasked", list), ("gravest", dict)):
        named = told.get(column, kind())
        if not isinstance(named, kind):
            yield _fault("findings.relation-missing", "told", column)
            continue
        for name in named:
            if predicates is not None and name not in predicates:
                yield _fault("findings.relation-predicate", "told", column, found=str(name))
            if isinstance(named, dict) and not _pair(named[name]):
                yield _fault("findings.relation-missing", "told", f"{column}.{name}")
    asked = told.get("questions", [])
    if not isinstance(asked, list) or not all(isinstance(one, list) and one for one in asked):
        yield _fault("findings.relation-missing", "told", "questions")


def _relation_faults(name: str, one: Mapping[str, Any], predicates: Mapping[str, Any] | None) -> Iterator[Problem]:
    for column in sorted(set(map(str, one)) - _KNOWN):
        yield _fault("findings.relation-unknown", name, column, known=sorted(_KNOWN))
    for lang in LANGUAGES:
        if not isinstance(one.get(lang), str) or not one[lang].strip():
            yield _fault("findings.relation-missing", name, lang)
    yield from _choices(name, "of", one.get("of"), get_args(SubjectType))
    yield from _choices(name, "time", [one.get("time")], get_args(Time))
    yield from _choices(name, "uses", one.get("uses", list(get_args(Use))), get_args(Use))
    yield from _choices(name, "speakers", [one.get("speakers", "any")], get_args(Speakers))
    for column in ("agree", "states"):
        yield from _choices(name, column, one.get(column, []), _DEFINITION)
    both = set(one.get("agree") or ()) & set(one.get("states") or ())
    if both:
        yield _fault("findings.relation-both", name, "agree", found=sorted(both))
    yield from _equation_faults(name, one, predicates)


def _equation_faults(name: str, one: Mapping[str, Any], predicates: Mapping[str, Any] | None) -> Iterator[Problem]:
    read: dict[str, Equation] = {}
    for column in ("equation", "derives"):
        if column == "derives" and column not in one:
            continue
        try:
            read[column] = equations.read(str(one.get(column, "")))
        except InputError as error:
            yield Problem(error.key, FILE, column=f"{name}.{column}", values=error.values)
    if "equation" not in read:
        return
    found = set(read["equation"].names)
    if "derives" in read and set(read["derives"].names) != found:
        yield _fault("findings.relation-derives", name, "derives", found=sorted(set(read["derives"].names) ^ found))
    for column in ("solves", "variables"):
        for extra in sorted(set(map(str, one.get(column) or ())) - found):
            yield _fault("findings.relation-name", name, f"{column}.{extra}", known=sorted(found))
    yield from _says_faults(name, one.get("says") or {}, found)
    variables = one.get("variables") or {}
    for variable in sorted(found):
        yield from _variable_faults(name, variable, variables.get(variable), predicates)


def _says_faults(name: str, says: Any, found: set[str]) -> Iterator[Problem]:
    if not isinstance(says, Mapping):
        yield _fault("findings.relation-shape", name, "says")
        return
    for part, said in says.items():
        where = f"says.{part}"
        if part not in found and part not in _PARTS:
            yield _fault("findings.relation-name", name, where, known=sorted(found | set(_PARTS)))
        for lang in LANGUAGES:
            words = said.get(lang) if isinstance(said, Mapping) else None
            if not isinstance(words, str) or not words.strip():
                yield _fault("findings.relation-missing", name, f"{where}.{lang}")
                continue
            for place in sorted(set(re.findall(r"\{([^}]*)\}", words)) - found - _PLACES):
                yield _fault("findings.relation-name", name, f"{where}.{lang}.{place}", known=sorted(found | _PLACES))


def _variable_faults(name: str, variable: str, raw: Any, predicates: Mapping[str, Any] | None) -> Iterator[Problem]:
    where = f"variables.{variable}"
    if raw is not None and not isinstance(raw, Mapping):
        yield _fault("findings.relation-shape", name, where)
        return
    for extra in sorted(set(raw or ()) - _VARIABLE):
        yield _fault("findings.relation-unknown", name, f"{where}.{extra}", known=sorted(_VARIABLE))
    for predicate in _variable(variable, raw or {}).predicates:
        if predicates is not None and predicate != GROWING and predicate not in predicates:
            yield _fault("findings.relation-predicate", name, where, found=predicate)


def _choices(name: str, column: str, found: Any, known: tuple[str, ...]) -> Iterator[Problem]:
    if not isinstance(found, list) or (not found and column == "of"):
        yield _fault("findings.relation-missing", name, column)
        return
    for value in found:
        if value not in known:
            yield _fault("findings.relation-choice", name, column, found=str(value), known=list(known))


def _words(raw: Any) -> bool:
    return isinstance(raw, list) and bool(raw) and all(one in _DEFINITION for one in raw)


def _pair(raw: Any) -> bool:
    return isinstance(raw, list) and len(raw) == len(LANGUAGES) and all(isinstance(one, str) and one for one in raw)


def _fault(key: str, name: str, column: str, **values: object) -> Problem:
    return Problem(key, FILE, column=f"{name}.{column}", values=values)


def _relation(name: str, raw: Mapping[str, Any]) -> Relation:
    equation = equations.read(raw["equation"])
    variables = raw.get("variables") or {}
    return Relation(
        id=name,
        en=raw["en"],
        es=raw["es"],
        of=tuple(raw["of"]),
        equation=equation,
        derives=equations.read(raw.get("derives", raw["equation"])),
        variables={one: _variable(one, variables.get(one) or {}) for one in equation.names},
        time=raw["time"],
        agree=tuple(raw.get("agree", ())),
        states=tuple(raw.get("states", ())),
        solves=tuple(raw.get("solves", ())),
        uses=tuple(raw.get("uses", get_args(Use))),
        speakers=raw.get("speakers", "any"),
        group=raw.get("group"),
        says={part: {lang: said[lang] for lang in LANGUAGES} for part, said in raw.get("says", {}).items()},
    )


def _variable(name: str, raw: Mapping[str, Any]) -> Variable:
    return Variable(
        predicates=_many(raw.get("predicate", name)),
        via=_many(raw.get("via", SELF)),
        optional=bool(raw.get("optional", False)),
        slow=int(raw.get("slow", 0)),
    )


def _many(raw: Any) -> tuple[str, ...]:
    return tuple(map(str, raw)) if isinstance(raw, list) else (str(raw),)
