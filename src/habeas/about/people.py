"""What ``case.toml`` says of persons: its lists, its counted groups, orders and law, and what its owner lets a machine assert.

::

    law = "law.toml"              # the limits of the law, beside case.toml

    [people]
    assert_above = 0.999          # rows are asserted to be one person without a person above this probability; left out: never
    publish = ["nationality"]     # fields whose values the report may show as lists write them; left out: none
    periods = "month"             # how exact the times of others are in the report: day, month or year
    note = { en = "…", es = "…" } # stands on every page on persons of the report, and before the register in the terminal

    [[lists]]
    source = "families"           # the id of a source of the case
    name = "families"             # left out: the id of the source
    kind = "family"
    authority = "…"
    official = false
    each_once = false
    as_of = 2023-05-01
    mapping = "lists/families.toml"
    dates = "day-first"
    scope = "…"

Groups and orders are read by the rooms that use them; here they are tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Literal, get_args

from habeas.about.checks import fault, named, strings
from habeas.errors import Problem
from habeas.words import LANGUAGES, Said

ListKind = Literal["leaked", "family", "court", "flight", "press", "hospital", "deaths", "roster", "other"]
LIST_KINDS: Final[tuple[ListKind, ...]] = get_args(ListKind)
Dates = Literal["day-first", "month-first"]
DATES: Final[tuple[Dates, ...]] = get_args(Dates)
"""How 3/4/2023 is read."""
PEOPLE: Final = frozenset({"lists", "groups", "orders", "law", "people"})
_TABLES: Final = ("lists", "groups", "orders")
_LIST: Final = frozenset(
    {"source", "name", "kind", "authority", "official", "each_once", "as_of", "mapping", "dates", "scope"}
)
_PEOPLE: Final = frozenset({"assert_above", "publish", "periods", "note"})
_PERIODS: Final = ("day", "month", "year")
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleAbout:
    """What a case says of persons. ``lists`` are tables with a ``source`` each; ``groups`` and ``orders`` as written. ``law`` is a path within the case.

    ``assert_above`` is the probability above which the owner of the case lets rows be asserted to be one person without a person; None: never.
    ``publish`` and ``periods`` say what of the records of persons the report may show; ``note`` is what whoever reads of them has to know first.
    """

    lists: tuple[Mapping[str, Any], ...] = ()
    groups: tuple[Mapping[str, Any], ...] = ()
    orders: tuple[Mapping[str, Any], ...] = ()
    law: str | None = None
    assert_above: float | None = None
    publish: tuple[str, ...] = ()
    periods: str = "month"
    note: Said | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    """The name of each list, by the id of its source."""


def people_about(raw: Mapping[str, Any]) -> PeopleAbout:
    """Return what a file without faults says of persons."""
    lists, people = tuple(_days(one) for one in raw.get("lists", ())), raw.get("people", {})
    return PeopleAbout(
        lists=lists,
        groups=tuple(raw.get("groups", ())),
        orders=tuple(raw.get("orders", ())),
        law=raw.get("law"),
        assert_above=people.get("assert_above"),
        publish=tuple(people.get("publish", ())),
        periods=people.get("periods", "month"),
        note=Said(people["note"]["en"], people["note"]["es"]) if "note" in people else None,
        names={one["source"]: one.get("name", one["source"]) for one in lists},
    )


def _days(one: Mapping[str, Any]) -> Mapping[str, Any]:
    found = one.get("as_of")
    return {**one, "as_of": found.date()} if isinstance(found, datetime) else one


def people_faults(raw: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the faults of what is said of persons; those within groups and orders are told where these are read."""
    for name in _TABLES:
        found = raw.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            yield fault("not-tables", name, name=name)
        elif name == "lists":
            yield from _list_faults(found)
    if "law" in raw and not named(raw["law"]):
        yield fault("not-words", "law", found=str(raw["law"])[:60])
    people = raw.get("people", {})
    if not isinstance(people, dict):
        yield fault("not-table", "people", example="[people] assert_above = 0.999")
        return
    for name in sorted(set(people) - _PEOPLE):
        yield fault("unknown-field", f"people.{name}", known=sorted(_PEOPLE))
    above = people.get("assert_above", 0.5)
    if isinstance(above, bool) or not isinstance(above, int | float) or not 0 <= above < 1:
        yield fault("not-probability", "people.assert_above", found=str(above)[:60])
    if not strings(people.get("publish", [])):
        yield fault("not-list", "people.publish")
    yield from _note_faults(people.get("note"))
    if people.get("periods", "month") not in _PERIODS:
        yield fault("not-one-of", "people.periods", found=str(people["periods"])[:60], known=_PERIODS)


def _note_faults(note: Any) -> Iterator[Problem]:
    for lang in LANGUAGES if note is not None else ():
        if not isinstance(note, dict) or not named(note.get(lang)):
            yield fault("missing", f"people.note.{lang}")


def _list_faults(lists: list[Mapping[str, Any]]) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for number, one in enumerate(lists, 1):
        where = f"lists[{number}]"
        for name in sorted(set(one) - _LIST):
            yield fault("unknown-field", f"{where}.{name}", known=sorted(_LIST))
        if not named(one.get("source")):
            yield fault("missing", f"{where}.source")
        ids = {(name, said) for name, said in _ids(one).items() if named(said)}
        if again := sorted(ids & seen):
            yield fault("twice", where, found=again[0][1])
        seen |= ids
        yield from _value_faults(one, where)


def _ids(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return what may stand for one list only: its source, and what it is called."""
    return {"source": one.get("source"), "name": one.get("name", one.get("source"))}


def _value_faults(one: Mapping[str, Any], where: str) -> Iterator[Problem]:
    called = _ids(one)["name"]
    if ("name" in one or named(called)) and not (named(called) and _NAME.fullmatch(called)):
        yield fault("list-name", f"{where}.name", found=str(called)[:60])
    for name in ("authority", "mapping", "scope"):
        if name in one and not named(one[name]):
            yield fault("not-words", f"{where}.{name}", found=str(one[name])[:60])
    for name, known in (("kind", LIST_KINDS), ("dates", DATES)):
        if name in one and one[name] not in known:
            yield fault("not-one-of", f"{where}.{name}", found=str(one[name])[:60], known=known)
    for name in ("official", "each_once"):
        if name in one and not isinstance(one[name], bool):
            yield fault("not-one-of", f"{where}.{name}", found=str(one[name])[:60], known=["true", "false"])
    if "as_of" in one and not isinstance(one["as_of"], date):
        yield fault("not-a-day", f"{where}.as_of", found=str(one["as_of"])[:60])
