"""What ``case.toml`` says of estimates: which numbers nobody reports are to be worked out, and what cannot be known from the evidence.

::

    [[estimates]]
    id = "held"                        # its name: small letters, digits and hyphens
    kind = "population"                # how many were held between reports
    en = "…"                           # what it is called in the report
    es = "…"
    subject = "sv-prisons"             # whose figures of population are used
    who = "all held"                   # whom they count; figures of others are used through a conversion alone
    flows = ["el-salvador"]            # subjects whose arrests, releases and deaths are stated to be of this population
    flow_who = ["…"]                   # of these flows, those that count so alone; left out: all
    flow_since = 2022-03-27            # they are running totals since that day
    by = "month"                       # or day, week
    since = 2007-01-01                 # left out: the first figure
    until = 2026-01-01                 # left out: the last figure
    trusted = []                       # sources that are stated to have no bias
    each_source = false                # estimate again without each source in turn
    [[estimates.conversions]]
    from = "sentenced and awaiting trial"
    to = "all held"
    multiply = [1, 1.02]
    add = [0, 500]
    source = { en = "…", es = "…" }    # who states it; or words that are the same in both languages

    [[estimates]]
    id = "mortality"
    kind = "mortality"                 # deaths over person-years
    subject = "el-salvador"            # whose deaths
    who = ["held under the emergency"] # each a rate of its own; left out: all
    since = 2022-03-27                 # from when deaths are counted
    held = "held"                      # the estimate of population before this one that says how many were held

    [[estimates]]
    id = "unlisted"
    kind = "mse"                       # persons on no list, from the lists of the case
    lists = ["families", "court"]      # names of lists of the case; left out: all
    models = ["graphs", "loglinear"]   # shown beside the average over links
    official = 320                     # a number that the estimate is held against
    independence = "…"                 # why two lists alone may be taken to be independent
    partitions = 200
    seed = 1
    decisions = [{ reason = "gate.…", who = "…", when = 2026-01-01, why = "…" }] # sets a refusal aside

``note = { en = "…", es = "…" }`` stands on the page of any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Literal, get_args

from habeas.about.checks import fault, named, pair, strings
from habeas.errors import Problem
from habeas.words import Said

EstimateKind = Literal["population", "mortality", "mse"]
KINDS: Final[tuple[EstimateKind, ...]] = get_args(EstimateKind)
ESTIMATES: Final = frozenset({"estimates"})
_ALL: Final = frozenset({"id", "kind", "en", "es", "note"})
_OWN: Final[Mapping[str, frozenset[str]]] = {
    "population": frozenset(
        {
            "subject",
            "who",
            "flows",
            "flow_who",
            "flow_since",
            "by",
            "since",
            "until",
            "trusted",
            "conversions",
            "each_source",
            "level",
        }
    ),
    "mortality": frozenset({"subject", "who", "since", "held", "level"}),
    "mse": frozenset({"lists", "models", "official", "independence", "partitions", "seed", "decisions", "level"}),
}
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "population": ("subject", "who"), "mortality": ("subject", "since", "held"), "mse": (),
}  # fmt: skip
_MODELS: Final = ("graphs", "latent", "loglinear", "chao")
_BY: Final = ("day", "week", "month")
_CONVERSION: Final = frozenset({"from", "to", "multiply", "add", "source"})
_DECISION: Final = ("reason", "who", "when", "why")
_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateAbout:
    """One estimate that a case asks for: its name, kind and words, and its settings as written, days as days."""

    id: str
    kind: EstimateKind
    title: Said
    note: Said | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)


def estimates_about(raw: Mapping[str, Any]) -> tuple[EstimateAbout, ...]:
    """Return the estimates of a file without faults."""
    return tuple(
        EstimateAbout(
            id=one["id"],
            kind=one["kind"],
            title=Said(one["en"], one["es"]),
            note=Said(one["note"]["en"], one["note"]["es"]) if "note" in one else None,
            settings={name: _day(value) for name, value in one.items() if name not in _ALL},
        )
        for one in raw.get("estimates", ())
    )


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def estimates_faults(raw: Mapping[str, Any], subjects: set[str]) -> Iterator[Problem]:
    """Yield the faults of what is said of estimates."""
    found = raw.get("estimates", [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        yield fault("not-tables", "estimates", name="estimates")
        return
    seen: dict[str, str] = {}
    lists = _names(raw.get("lists", []))
    for number, one in enumerate(found, 1):
        where = f"estimates[{number}]"
        yield from _common(one, where, seen)
        kind = one.get("kind")
        if kind not in KINDS:
            yield fault("not-one-of", f"{where}.kind", found=str(kind)[:60], known=KINDS)
            continue
        known = _ALL | _OWN[kind]
        for name in sorted(set(one) - known):
            yield fault("unknown-field", f"{where}.{name}", known=sorted(known))
        for name in _NEEDED[kind]:
            if name not in one:
                yield fault("missing", f"{where}.{name}")
        yield from _values(one, where, subjects)
        yield from _of_kind(one, where, lists, seen)
        if named(one.get("id")):
            seen[one["id"]] = kind


def _names(lists: Any) -> set[str]:
    """Return the names of the case's lists, as far as they can be read."""
    if not isinstance(lists, list):
        return set()
    return {str(one.get("name", one.get("source"))) for one in lists if isinstance(one, dict)}


def _common(one: Mapping[str, Any], where: str, seen: Mapping[str, str]) -> Iterator[Problem]:
    if not named(one.get("id")):
        yield fault("missing", f"{where}.id")
    elif not _ID.fullmatch(one["id"]):
        yield fault("list-name", f"{where}.id", found=one["id"][:60])
    elif one["id"] in seen:
        yield fault("twice", where, found=one["id"])
    if not pair(one):
        yield fault("needs-both-languages", where)
    if "note" in one and not pair(one["note"]):
        yield fault("needs-both-languages", f"{where}.note")


def _values(one: Mapping[str, Any], where: str, subjects: set[str]) -> Iterator[Problem]:
    """Yield the faults of single values, whatever the kind."""
    yield from _targets(one, where, subjects)
    for name in ("flows", "flow_who", "trusted", "lists", "models"):
        if name in one and not strings(one[name]):
            yield fault("not-list", f"{where}.{name}")
    for name in ("since", "until", "flow_since"):
        if name in one and not isinstance(one[name], date):
            yield fault("not-a-day", f"{where}.{name}", found=str(one[name])[:60])
    for name in ("held", "independence"):
        if name in one and not named(one[name]):
            yield fault("not-words", f"{where}.{name}", found=str(one[name])[:60])
    if "each_source" in one and not isinstance(one["each_source"], bool):
        yield fault("not-one-of", f"{where}.each_source", found=str(one["each_source"])[:60], known=["true", "false"])
    if "by" in one and one["by"] not in _BY:
        yield fault("not-one-of", f"{where}.by", found=str(one["by"])[:60], known=_BY)
    yield from _numbers(one, where)


def _targets(one: Mapping[str, Any], where: str, subjects: set[str]) -> Iterator[Problem]:
    targets = [("subject", one["subject"])] if "subject" in one else []
    targets += [("flows", target) for target in one["flows"]] if strings(one.get("flows")) else []
    for name, target in targets:
        if not named(target) or target not in subjects:
            yield fault("link", f"{where}.{name}", found=str(target)[:60])


def _numbers(one: Mapping[str, Any], where: str) -> Iterator[Problem]:
    for name, least, most in (("partitions", 1, 10_000), ("seed", 0, 2**31 - 1), ("official", 0, 10**12)):
        if name in one and not _whole(one[name], least, most):
            yield fault("not-whole", f"{where}.{name}", found=str(one[name])[:60], least=least, most=most)
    level = one.get("level", 0.95)
    if isinstance(level, bool) or not isinstance(level, int | float) or not 0 < level < 1:
        yield fault("not-probability", f"{where}.level", found=str(level)[:60])


def _whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _of_kind(one: Mapping[str, Any], where: str, lists: set[str], seen: Mapping[str, str]) -> Iterator[Problem]:
    who = one.get("who")
    if one["kind"] == "population":
        if "who" in one and not named(who):
            yield fault("not-words", f"{where}.who", found=str(who)[:60])
        yield from _conversions(one.get("conversions", []), f"{where}.conversions")
    elif one["kind"] == "mortality":
        if "who" in one and not strings(who):
            yield fault("not-list", f"{where}.who")
        if named(one.get("held")) and seen.get(one["held"]) != "population":
            before = sorted(name for name, kind in seen.items() if kind == "population")
            yield fault("estimate-held", f"{where}.held", found=one["held"][:60], known=before)
    else:
        for name in one["lists"] if strings(one.get("lists")) else ():
            if name not in lists:
                yield fault("estimate-list", f"{where}.lists", found=name[:60], known=sorted(lists))
        for name in one["models"] if strings(one.get("models")) else ():
            if name not in _MODELS:
                yield fault("not-one-of", f"{where}.models", found=name[:60], known=_MODELS)
        yield from _decisions(one.get("decisions", []), f"{where}.decisions")


def _conversions(found: Any, where: str) -> Iterator[Problem]:
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        yield fault("not-tables", where, name=where)
        return
    for number, one in enumerate(found, 1):
        for name in sorted(set(one) - _CONVERSION):
            yield fault("unknown-field", f"{where}[{number}].{name}", known=sorted(_CONVERSION))
        for name in ("from", "to", "source"):
            if not named(one.get(name)) and not (name == "source" and pair(one.get(name))):
                yield fault("missing", f"{where}[{number}].{name}")
        for name in ("multiply", "add"):
            if name in one and not _range(one[name]):
                yield fault("estimate-range", f"{where}[{number}].{name}", found=str(one[name])[:60])


def _range(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(one, int | float) and not isinstance(one, bool) for one in value)
        and value[0] <= value[1]
    )


def _decisions(found: Any, where: str) -> Iterator[Problem]:
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        yield fault("not-tables", where, name=where)
        return
    for number, one in enumerate(found, 1):
        for name in sorted(set(one) - set(_DECISION)):
            yield fault("unknown-field", f"{where}[{number}].{name}", known=list(_DECISION))
        for name in _DECISION:
            if name == "when" and isinstance(one.get(name), date):
                continue
            if name == "when" and name in one:
                yield fault("not-a-day", f"{where}[{number}].when", found=str(one[name])[:60])
            elif not named(one.get(name)):
                yield fault("missing", f"{where}[{number}].{name}")
