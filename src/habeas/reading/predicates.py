"""From what was read to a claim of the vocabulary: which predicate, and its value as a coder writes it. The table is data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Final

from habeas.reading.model import Reading
from habeas.words import LANGUAGES, Lang

_BEFORE: Final[Mapping[str, Mapping[Lang, str]]] = {
    "exact": {"en": "{n}", "es": "{n}"},
    "at_least": {"en": "at least {n}", "es": "al menos {n}"},
    "at_most": {"en": "up to {n}", "es": "hasta {n}"},
    "approx": {"en": "about {n}", "es": "cerca de {n}"},
}
_RANGE: Final[Mapping[Lang, str]] = {"en": "{low} to {high}", "es": "entre {low} y {high}"}
_NUMBER: Final = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(\w*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A reading in the terms of the vocabulary. ``predicate`` is None where it has none, ``value`` where the person must choose.

    ``reckoned`` says that the value is not the figure of the text but follows from it: ``("+", 100)`` or ``("-", 24)``, and the figure.
    """

    predicate: str | None = None
    value: str | None = None
    reckoned: tuple[str, int, str] | None = None


def mapped(reading: Reading, lang: Lang = "en") -> Mapped:
    """Return what a reading says in the terms of the vocabulary, its value in words of a language that :mod:`habeas.amount` reads."""
    key, _, said = (reading.value_text or "").partition("=")
    for line in _lines(reading.kind):
        if line.get("unit", reading.unit) == reading.unit and line.get("key", key) == key and _fits(line, said):
            return _mapped(line, reading, said, lang)
    return Mapped()


def with_predicate(reading: Reading) -> str | None:
    """Return the predicate of the vocabulary for a reading, None where it has none."""
    return mapped(reading).predicate


def stated(reading: Reading, lang: Lang = "en") -> str | None:
    """Return the figure of a reading in words, as a coder writes it ("at least 261"); None where it has none."""
    return _figure(reading, lang)


def unit_words(unit: str, lang: Lang) -> str:
    """Return a unit of readings in words, as it stands after a figure."""
    pair = _data()["units"].get(unit)
    return str(pair[LANGUAGES.index(lang)]) if pair else unit.replace("_", " ")


def _fits(line: Mapping[str, Any], said: str) -> bool:
    return bool(line.get("value", said) == said)


def _mapped(line: Mapping[str, Any], reading: Reading, said: str, lang: Lang) -> Mapped:
    predicate = str(line["predicate"])
    if "choices" in line:
        return Mapped(predicate=predicate, value=line["choices"].get(said))
    if line.get("text"):
        return Mapped(predicate=predicate, value=said or reading.value_text)
    if "factor" in line:
        return Mapped(predicate=predicate, value=_in_units(line["factor"], said))
    if said:
        return _from_text(predicate, line, said)
    add = line.get("add")
    if add is None:
        return Mapped(predicate=predicate, value=stated(reading, lang))
    return Mapped(
        predicate=predicate, value=_figure(reading, lang, add), reckoned=("+", add, stated(reading, lang) or "")
    )


def _from_text(predicate: str, line: Mapping[str, Any], said: str) -> Mapped:
    """Return a figure that stands in the text of a condition, as in ``hours_locked_in=23``."""
    hit = _NUMBER.fullmatch(said)
    if hit is None:
        return Mapped(predicate=predicate)
    whole = line.get("from")
    if whole is None:
        return Mapped(predicate=predicate, value=_plain(Decimal(hit[1])))
    return Mapped(predicate=predicate, value=_plain(whole - Decimal(hit[1])), reckoned=("-", whole, hit[1]))


def _in_units(factors: Mapping[str, int], said: str) -> str | None:
    hit = _NUMBER.fullmatch(said)
    factor = factors.get(hit[2]) if hit else None
    return _plain(Decimal(hit[1]) * factor) if hit and factor else None


def _figure(reading: Reading, lang: Lang, add: int = 0) -> str | None:
    if reading.value is not None:
        return _BEFORE.get(reading.qualifier, _BEFORE["exact"])[lang].format(n=_plain(reading.value + add))
    low, high = reading.low, reading.high
    if low is not None and high is not None:
        return _RANGE[lang].format(low=_plain(low + add), high=_plain(high + add))
    if low is not None:
        return _BEFORE["at_least"][lang].format(n=_plain(low + add))
    return _BEFORE["at_most"][lang].format(n=_plain(high + add)) if high is not None else None


def _plain(figure: Decimal) -> str:
    """Write a figure with grouped thousands, as :func:`habeas.amount.parse` reads it."""
    said = f"{figure:,f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def _lines(kind: str) -> Iterator[Mapping[str, Any]]:
    return iter(_table().get(kind, ()))


@cache
def _table() -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    found: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for line in _data()["map"]:
        found[line["kind"]] = (*found.get(line["kind"], ()), line)
    return found


@cache
def _data() -> Mapping[str, Any]:
    place = resources.files("habeas.reading") / "predicates.toml"
    return tomllib.loads(place.read_text(encoding="utf-8"))
