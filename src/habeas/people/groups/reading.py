"""Groups as a case or a file of their own describes them, in TOML, read strictly: every fault reported at once, good groups kept."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from habeas.amount import parse as parse_amount
from habeas.errors import InputError, Problem, because
from habeas.people.groups.model import Condition, Count, Group
from habeas.people.groups.spelling import one_of
from habeas.people.lists import list_fields
from habeas.when import parse as parse_time
from habeas.words import LANGUAGES, Said

_FIELDS: Final = frozenset(
    {"id", "en", "es", "note", "counts", "lists", "fixed_by", "conditions", "suffice", "part_of", "parts"}
)
_COUNT: Final = frozenset({"claim", "persons", "who", "source"})
_CONDITION: Final = frozenset({"field", "when", "said"})
_MORE: Final = {True: frozenset({"event"}), False: frozenset({"event", "list", "place"})}
"""What a condition can be on besides the fields of lists, where it is a time and where it is words."""
_PARTS: Final = ("disjoint", "complete")


def read_groups_file(path: Path) -> tuple[tuple[Group, ...], tuple[Problem, ...]]:
    """Return the groups of a TOML file with ``[[groups]]``, and its problems. Raises :class:`InputError` where it is no TOML file."""
    try:
        raw = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise InputError("groups.unreadable", file=path.name, found=because(error)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("groups.unreadable", file=path.name, found=str(error)) from None
    return read_groups(raw.get("groups", []), path.name)


def read_groups(raw: Any, file: str = "case.toml") -> tuple[tuple[Group, ...], tuple[Problem, ...]]:
    """Return the groups that the tables ``[[groups]]`` of a case describe, and the problems.

    A table with a fault is set aside whole: half a group would count wrongly. So are the parts of a whole that is not there.
    """
    if not _tables(raw):
        return (), (Problem("groups.not-tables", file, column="groups"),)
    groups: list[Group] = []
    problems: list[Problem] = []
    for number, table in enumerate(raw, 1):
        faults = list(_faults(table, f"groups[{number}]", file, [one.id for one in groups]))
        problems += faults
        if not faults:
            groups.append(_group(table))
    kept, lost = _whole(groups, file)
    return kept, (*problems, *lost)


def check_lists(groups: Sequence[Group], lists: Collection[str]) -> tuple[Problem, ...]:
    """Return a problem for each list that a group names and that there is not: it makes nobody a member."""
    problems: list[Problem] = []
    for group in groups:
        named = [one for one in group.lists if one not in lists]
        for condition in (*group.conditions, *group.fixed_by):
            if condition.fields == ("list",):
                named += [one for one in condition.said if not any(one_of(name, [one]) for name in lists)]
        if named:
            values: dict[str, object] = {"group": group, "found": named, "known": sorted(lists) or ["–"]}
            problems.append(Problem("groups.no-list", gravity="warning", values=values))
    return tuple(problems)


def _fault(key: str, file: str, where: str, **values: object) -> Problem:
    return Problem(f"groups.{key}", file, column=where, values=values)


def _named(raw: Any) -> bool:
    return isinstance(raw, str) and bool(raw.strip())


def _both(raw: Any) -> bool:
    return isinstance(raw, dict) and all(_named(raw.get(lang)) for lang in LANGUAGES)


def _source(raw: Any) -> bool:
    """Whether a source is given in words: the same in both languages, or one for each."""
    return _named(raw) or _both(raw)


def _words(raw: Any) -> bool:
    return isinstance(raw, list) and bool(raw) and all(_named(one) for one in raw)


def _faults(table: Mapping[str, Any], where: str, file: str, known: Sequence[str]) -> Iterator[Problem]:
    yield from _unknown(table, _FIELDS, where, file)
    if not _named(table.get("id")):
        yield _fault("missing", file, f"{where}.id")
    elif table["id"] in known:
        yield _fault("twice", file, f"{where}.id", found=table["id"])
    if not all(_named(table.get(lang)) for lang in LANGUAGES):
        yield _fault("both-languages", file, where)
    if "note" in table and not _both(table["note"]):
        yield _fault("both-languages", file, f"{where}.note")
    yield from _membership_faults(table, where, file)


def _membership_faults(table: Mapping[str, Any], where: str, file: str) -> Iterator[Problem]:
    """Yield the faults of what says who is of the group, and of its counts and parts."""
    if "lists" in table and not _words(table["lists"]):
        yield _fault("not-list", file, f"{where}.lists", example='lists = ["flight"]')
    if "part_of" in table and not _named(table["part_of"]):
        yield _fault("missing", file, f"{where}.part_of")
    if "suffice" in table and not isinstance(table["suffice"], bool):
        yield _fault("not-truth", file, f"{where}.suffice", found=str(table["suffice"])[:40])
    parts = table.get("parts", [])
    if not isinstance(parts, list) or not set(map(str, parts)) <= set(_PARTS):
        yield _fault("parts", file, f"{where}.parts", known=_PARTS, found=str(parts)[:60])
    yield from _count_faults(table.get("counts", []), f"{where}.counts", file)
    for name in ("fixed_by", "conditions"):
        yield from _condition_faults(table.get(name, []), f"{where}.{name}", file)
    if table.get("suffice") is True and not table.get("conditions"):
        yield _fault("nothing-suffices", file, f"{where}.suffice")


def _tables(raw: Any) -> bool:
    return isinstance(raw, list) and all(isinstance(one, dict) for one in raw)


def _unknown(table: Mapping[str, Any], known: frozenset[str], where: str, file: str) -> Iterator[Problem]:
    for name in sorted(set(table) - known):
        yield _fault("unknown-field", file, f"{where}.{name}", known=sorted(known))


def _read(read: Callable[[], object], where: str, file: str) -> Iterator[Problem]:
    """Yield why an amount or a time cannot be read."""
    try:
        read()
    except InputError as error:
        yield Problem(error.key, file, column=where, values=error.values)


def _count_faults(counts: Any, where: str, file: str) -> Iterator[Problem]:
    if not _tables(counts):
        yield _fault("not-counts", file, where, example='counts = [{ claim = "…" }, { persons = "238", source = "…" }]')
        return
    for number, count in enumerate(counts, 1):
        at = f"{where}[{number}]"
        yield from _unknown(count, _COUNT, at, file)
        if "who" in count and not _named(count["who"]):
            yield _fault("missing", file, f"{at}.who")
        elif _named(count.get("claim")) == ("persons" in count):
            yield _fault("claim-or-persons", file, at)
        elif ("persons" in count or "source" in count) and not _source(count.get("source")):
            yield _fault("count-source", file, at)
        elif "persons" in count:
            yield from _read(partial(_amount, count), f"{at}.persons", file)


def _condition_faults(conditions: Any, where: str, file: str) -> Iterator[Problem]:
    if not _tables(conditions):
        yield _fault("not-conditions", file, where, example='{ field = "nationality", said = ["Venezuela"] }')
        return
    for number, one in enumerate(conditions, 1):
        at = f"{where}[{number}]"
        yield from _unknown(one, _CONDITION, at, file)
        yield from _field_faults(one.get("field"), f"{at}.field", file, of_time="when" in one)
        if ("when" in one) == ("said" in one):
            yield _fault("when-or-said", file, at)
        elif "said" in one and not _words(one["said"]):
            yield _fault("not-list", file, f"{at}.said", example='said = ["Venezuela"]')
        elif "when" in one:
            yield from _read(partial(parse_time, str(one["when"])), f"{at}.when", file)


def _field_faults(raw: Any, where: str, file: str, *, of_time: bool) -> Iterator[Problem]:
    """Yield the fields that no list can have, or no time: a condition on them would be met by nobody, without a word."""
    if not _named(raw) and not _words(raw):
        yield _fault("missing", file, where)
        return
    known = {one.id for one in list_fields().values() if one.type == "time" or not of_time} | _MORE[of_time]
    found = [one for one in ([raw] if isinstance(raw, str) else raw) if one not in known]
    if found:
        yield _fault("condition-field", file, where, found=found, known=sorted(known))


def _amount(count: Mapping[str, Any]) -> Any:
    return parse_amount(count["persons"], unit="persons", who=count.get("who")).not_negative()


def _group(table: Mapping[str, Any]) -> Group:
    note = table.get("note")
    return Group(
        id=table["id"],
        en=table["en"],
        es=table["es"],
        counts=tuple(_count(one) for one in table.get("counts", [])),
        lists=tuple(table.get("lists", [])),
        fixed_by=tuple(_condition(one) for one in table.get("fixed_by", [])),
        conditions=tuple(_condition(one) for one in table.get("conditions", [])),
        suffice=table.get("suffice", False),
        part_of=table.get("part_of"),
        parts=frozenset(table.get("parts", [])),
        note=None if note is None else Said(note["en"], note["es"]),
    )


def _count(raw: Mapping[str, Any]) -> Count:
    if "claim" in raw:
        return Count(claim=raw["claim"], source=_said(raw.get("source", "")))
    return Count(amount=_amount(raw), source=_said(raw["source"]))


def _said(source: str | Mapping[str, str]) -> str | Said:
    return source if isinstance(source, str) else Said(source["en"], source["es"])


def _condition(raw: Mapping[str, Any]) -> Condition:
    fields = raw["field"]
    return Condition(
        fields=(fields,) if isinstance(fields, str) else tuple(fields),
        when=parse_time(str(raw["when"])) if "when" in raw else None,
        said=tuple(raw.get("said", ())),
    )


def _whole(groups: Sequence[Group], file: str) -> tuple[tuple[Group, ...], list[Problem]]:
    """Return the groups without the parts whose whole is not there or is part of themselves, and a problem for each of those."""
    kept = {one.id: one for one in groups}
    problems: list[Problem] = []
    for one in groups:
        seen: list[str] = []
        at: Group | None = one
        while at is not None and at.id not in seen:
            seen.append(at.id)
            above = at.part_of
            if above is not None and above not in {each.id for each in groups}:
                problems.append(_fault("no-whole", file, f"{one.id}.part_of", found=above))
                kept.pop(one.id)
                break
            at = None if above is None else next(each for each in groups if each.id == above)
        else:
            if at is not None:
                problems.append(_fault("circle", file, f"{one.id}.part_of", found=[*seen, at.id]))
                kept.pop(one.id)
    return tuple(kept.values()), problems
