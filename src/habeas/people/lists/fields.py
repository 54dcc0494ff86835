"""Fields: what a list can say of a person, as data (``fields.toml``), and which headers mean which field."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from habeas import words
from habeas.about import ListKind

FieldType = Literal["text", "time", "place", "authority", "count"]
NAMED: Final = frozenset({"name", "given", "surname1", "surname2"})
"""The fields of which one at least makes a row a mention of somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListField:
    """A field that a list can have of a person.

    ``article`` is the letter of Article 17(3) of the ICPPED that asks for it, ``rule`` what else does: a rule of the Nelson Mandela
    Rules, or Principle 12 of the Body of Principles (``BoP 12``); ``None`` where nothing does. ``headers`` are folded; ``also`` are headers that mean it
    only beside a column of surnames. ``join`` stands between the parts where several columns of a list hold parts of it.
    """

    id: str
    type: FieldType
    en: str
    es: str
    headers: tuple[str, ...]
    sensitivity: str
    article: str | None = None
    rule: str | None = None
    join: str | None = None
    also: tuple[str, ...] = ()

    def text(self, lang: words.Lang) -> str:
        """Return what the field is called in a language."""
        return self.es if lang == "es" else self.en


@cache
def _catalogue() -> Mapping[str, Any]:
    return tomllib.loads((resources.files("habeas.people.lists") / "fields.toml").read_text(encoding="utf-8"))


@cache
def list_fields() -> Mapping[str, ListField]:
    """Return every field by its id, in the order of the catalogue."""
    return {one["id"]: _field(one) for one in _catalogue()["field"]}


def _field(raw: Mapping[str, Any]) -> ListField:
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}
    return ListField(**given)


@cache
def by_header() -> Mapping[str, str]:
    """Return the id of the field that each folded header means."""
    return {header: one.id for one in list_fields().values() for header in one.headers}


@cache
def beside_surnames() -> Mapping[str, str]:
    """Return the headers that mean another field where the list has a column of surnames."""
    return {header: one.id for one in list_fields().values() for header in one.also}


def of_kind(kind: ListKind | None) -> Mapping[str, str]:
    """Return which fields ``event_when`` and ``event_place`` are in a list of a kind: none where nobody stated the kind."""
    found: Mapping[str, str] = _catalogue()["kinds"].get(kind, {}) if kind else {}
    return found
