"""Asking: the place that a person means by an id, a code, a line of a list or a name; and what a register says of it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from habeas.custody.places.judging import GRADES, Judgement
from habeas.custody.places.mentions import Mention
from habeas.custody.places.names import read_name
from habeas.custody.places.register import Place, PlaceRegister, Relation, resolve
from habeas.errors import InputError

_SHOWN: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What is known of one place.

    ``said`` is what each list says, in the order of the lists, nothing averaged. ``joined`` gives each mention but the first the best
    judgement by which it belongs with one before it. ``relations`` are those of the place; ``undecided`` the judgements that a
    person has to make, each with the id of the other place.
    """

    place: Place
    name: str
    said: tuple[Mention, ...]
    joined: tuple[Judgement, ...]
    relations: tuple[Relation, ...]
    undecided: tuple[tuple[str, Judgement], ...]


def find_place(register: PlaceRegister, asked: str) -> Place:
    """Return the place that is meant by an id, a code, a line of a list (``list.csv:12``) or a name.

    Raises :class:`InputError` where there is none, naming names that are close, or several, naming their ids.
    """
    found = _exact(register, asked) or _by_name(register, asked)
    if not found:
        raise InputError("places.unknown", found=asked, close=_close(register, asked) or ["–"])
    if len(found) > 1:
        raise InputError(
            "places.several", found=asked, n=len(found), places=[_told(register, one) for one in found[:_SHOWN]]
        )
    return found[0]


def decision_key(register: PlaceRegister, asked: str) -> str:
    """Return how a decision is to name what is asked for, so that it means the same mentions when the register is built again.

    What was asked for itself, where it means mentions of one place alone; else the place's id; where that fits another site of
    the same code too, a line of a list. Raises :class:`InputError` as :func:`find_place` does.
    """
    place = find_place(register, asked)
    for key in (asked, place.id):
        found = set(resolve(register.mentions, key))
        if found and found <= set(place.mentions):
            return key
    return register.mentions[place.mentions[0]].place


def _exact(register: PlaceRegister, asked: str) -> list[Place]:
    named = [one for one in register.places if one.id == asked]
    if named:
        return named
    numbers = resolve(register.mentions, asked) or resolve(register.mentions, asked.upper())
    return _places(register, numbers)


def _by_name(register: PlaceRegister, asked: str) -> list[Place]:
    """Return the places one of whose names is the same, else those with a name that holds all its words."""
    words = read_name(asked).words
    each = [(n, read_name(name)) for n, one in enumerate(register.mentions) for name in one.names]
    same = _places(register, [n for n, name in each if name.words == words])
    return same or _places(register, [n for n, name in each if words and words <= name.words | name.inside])


def _places(register: PlaceRegister, numbers: Sequence[int]) -> list[Place]:
    found = {register.of[n].id: register.of[n] for n in numbers}
    return [found[name] for name in sorted(found)]


def _close(register: PlaceRegister, asked: str) -> list[str]:
    """Return codes and names that are spelt nearly so."""
    known: dict[str, str] = {}
    for one in register.mentions:
        for text in (*one.names, *((one.code,) if one.code else ())):
            known.setdefault(text.casefold(), text)
    return [known[one] for one in difflib.get_close_matches(asked.casefold(), known, n=4, cutoff=0.7)]


def _told(register: PlaceRegister, one: Place) -> str:
    return f"{one.id} ({name_of(register.said(one))})"


def name_of(said: Sequence[Mention]) -> str:
    """Return the name to call a place by: the one that most lists give, of these the one that is not all capitals, then the latest."""
    lists: dict[frozenset[str], set[str]] = {}
    for one in said:
        lists.setdefault(read_name(one.name).words, set()).add(one.list)
    best = max(
        said, key=lambda one: (len(lists[read_name(one.name).words]), not one.name.isupper(), one.year or 0, one.name)
    )
    return best.name


def account_of(register: PlaceRegister, place: Place) -> Account:
    """Return what is known of a place, and why its mentions are held for one."""
    inside = [one for one in register.between(place, place) if one.verdict == "same"]
    relations = [one for one in register.relations if place.id in {one.a, one.b}]
    open_to: dict[str, Judgement] = {}
    for one in register.judgements:
        here, there = register.of[one.a], register.of[one.b]
        if one.verdict == "undecided" and here is not there and place in {here, there}:
            open_to.setdefault((there if here is place else here).id, one)
    said = register.said(place)
    return Account(
        place=place,
        name=name_of(said),
        said=said,
        joined=tuple(_joined(place.mentions, inside)),
        relations=tuple(relations),
        undecided=tuple(sorted(open_to.items())),
    )


def _joined(members: Sequence[int], inside: Sequence[Judgement]) -> list[Judgement]:
    """Return for each mention the best judgement with one that is already explained, until all are: a tree of the surest judgements."""
    ordered = sorted(inside, key=lambda one: (one.source != "person", GRADES.index(one.grade), one.pair))
    explained, left = {members[0]}, list(ordered)
    found: list[Judgement] = []
    while len(explained) < len(members):
        step = next((one for one in left if (one.a in explained) != (one.b in explained)), None)
        if step is None:  # a chain that a refused judgement closes: what is left stands unexplained
            break
        explained |= {step.a, step.b}
        found.append(step)
    return found


def counted(register: PlaceRegister) -> Mapping[str, int]:
    """Return how many places bear each flag."""
    counts: dict[str, int] = {}
    for one in register.places:
        for flag in one.flags:
            counts[flag] = counts.get(flag, 0) + 1
    return dict(sorted(counts.items()))
