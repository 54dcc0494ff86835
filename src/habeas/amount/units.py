"""Units: their words in both languages, and what a product or quotient of two units is."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, NamedTuple

from habeas import words
from habeas.words import LANGUAGES, Lang

NONE: Final = "1"  # the unit of a pure number, as UCUM writes it


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of ``units.toml``."""

    id: str
    counted: bool
    one: Mapping[Lang, str]
    many: Mapping[Lang, str]
    whole: Mapping[Lang, str] | None


class _Parts(NamedTuple):
    """A unit as the units above and below the line, by id."""

    above: tuple[str, ...]
    below: tuple[str, ...]


@cache
def _raw() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((resources.files("habeas.amount") / "units.toml").read_text(encoding="utf-8"))


@cache
def _units() -> Mapping[str, Unit]:
    return {
        name: Unit(
            id=name,
            counted=raw["counted"],
            one={lang: raw[lang]["one"] for lang in LANGUAGES},
            many={lang: raw[lang]["many"] for lang in LANGUAGES},
            whole=raw.get("whole"),
        )
        for name, raw in _raw().items()
    }


@cache
def _singulars() -> Mapping[str, str]:
    return {unit.one["en"]: name for name, unit in _units().items()} | {name: name for name in _units()}


def fold(said: str) -> str:
    """Return words without case, accents or doubled spaces, for comparison only."""
    apart = unicodedata.normalize("NFKD", said.casefold())
    return " ".join("".join(mark for mark in apart if not unicodedata.combining(mark)).split())


@cache
def _aliases() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, raw in _raw().items():
        forms = [name]
        for lang in LANGUAGES:
            forms += [raw[lang]["one"], raw[lang]["many"], *raw[lang].get("also", [])]
        for form in forms:
            found.setdefault(fold(form), set()).add(name)
    return {form: frozenset(names) for form, names in found.items()}


def read(said: str) -> frozenset[str]:
    """Return the ids of the units that the words may mean, in either language; empty when they are no known unit."""
    folded = fold(said)
    if folded in _aliases():
        return _aliases()[folded]
    for joint in (" per ", " por ", " al ", "/"):
        top, found, rest = folded.partition(joint)
        if found:
            return _read_below(top.strip(), rest)
    return frozenset()


def _read_below(top: str, rest: str) -> frozenset[str]:
    for joint in (" and ", " y ", " per ", " por "):
        rest = rest.replace(joint, "/")
    below = [_one(part.strip()) for part in rest.split("/")]
    if None in below:
        return frozenset()
    return frozenset("/".join([name, *(part for part in below if part)]) for name in _aliases().get(top, ()))


def _one(said: str) -> str | None:
    names = _aliases().get(said)
    return _units()[next(iter(names))].one["en"] if names and len(names) == 1 else None


def counted(unit: str | None) -> bool:
    """Whether the unit counts things, so that English says "fewer" and not "less"."""
    parts = _parts(unit)
    return bool(parts and parts.above and _units()[parts.above[0]].counted)


def attach(figure: str, unit: str | None, lang: Lang, *, single: bool) -> str:
    """Write a figure with its unit: ``65 to 70 persons per cell``; ``single`` says the figure is exactly one."""
    if unit is None or unit == NONE:
        return figure
    known = _units().get(unit)
    if known is not None and known.whole is not None:
        return known.whole[lang].replace("{n}", figure)
    parts = _parts(unit)
    if parts is None or not parts.above:
        return f"{figure} {unit}"
    forms = [_units()[name].one if single else _units()[name].many for name in parts.above]
    top = "-".join(form[lang] for form in forms)
    if not parts.below:
        return f"{figure} {top}"
    below = words.listing([_units()[name].one[lang] for name in parts.below], lang)
    return f"{figure} {top} {words.text('amount.per', lang, unit=below)}"


@cache
def _parts(unit: str | None) -> _Parts | None:
    """Split a unit at its lines; ``None`` when a part of it is in no table."""
    if unit is None:
        return None
    if unit == NONE:
        return _Parts((), ())
    if unit in _units():
        return _Parts((unit,), ())
    top, *below = unit.split("/")
    above = () if top == NONE else tuple(top.split("*"))
    names = [_singulars().get(name) for name in (*above, *below)]
    if None in names:
        return None
    known = tuple(name for name in names if name is not None)
    return _Parts(known[: len(above)], known[len(above) :])


@cache
def times(one: str | None, two: str | None) -> str | None:
    """Return the unit of a product, or ``None`` where either is unstated or unknown: buildings x cells/building is cells."""
    left, right = _parts(one), _parts(two)
    if left is None or right is None:
        return None
    return _join((*left.above, *right.above), (*left.below, *right.below))


@cache
def over(one: str | None, two: str | None) -> str | None:
    """Return the unit of a quotient, or ``None`` where either is unstated or unknown: m2/cell by persons/cell is m2/person."""
    left, right = _parts(one), _parts(two)
    if left is None or right is None:
        return None
    return _join((*left.above, *right.below), (*left.below, *right.above))


def _join(above: Sequence[str], below: Sequence[str]) -> str:
    """Cancel, and write what is left in the order of the table, so that the order of the operands does not show."""
    top, line = list(above), list(below)
    for name in above:
        if name in line:
            line.remove(name)
            top.remove(name)
    order = list(_units())
    head = "*".join(sorted(top, key=order.index)) or NONE
    return "/".join([head, *(_units()[name].one["en"] for name in sorted(line, key=order.index))])
