"""The fields of the record of a person, and how each is asked for: the catalogue of lists' fields, with what ``fields.toml`` here adds."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from habeas import words
from habeas.people.lists import ListField, list_fields

Only = Literal["death", "release", "transfer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAbout:
    """A field of the record.

    ``article`` is the letter of Article 17(3) of the ICPPED, ``rule`` what else asks for the field (``7(a)``: Nelson Mandela Rules;
    ``BoP 12(c)``: Body of Principles). ``many``: several values can be true together (three hearings). ``only``: asked for where a record says
    that the person died, was released or was transferred. ``unless``: not asked for where one of these fields is known. ``part_of`` is the
    field that this one is a part of: it is not asked for by itself. ``question`` is what to ask, in both languages; None: nothing is asked.
    """

    id: str
    type: Literal["text", "time", "place", "authority", "count"]
    label: words.Said
    article: str | None = None
    rule: str | None = None
    many: bool = False
    only: Only | None = None
    unless: tuple[str, ...] = ()
    part_of: str | None = None
    question: words.Said | None = None

    @property
    def due(self) -> bool:
        """Whether a register has to hold it: an article or rule asks for it, by itself."""
        return self.question is not None and self.part_of is None


@cache
def fields() -> Mapping[str, FieldAbout]:
    """Return every field by its id, in the order of the catalogue of lists' fields."""
    text = (resources.files("habeas.custody.persons") / "fields.toml").read_text(encoding="utf-8")
    own = {one["id"]: one for one in tomllib.loads(text)["field"]}
    return {one.id: _field(one, own.get(one.id, {})) for one in list_fields().values()}


def _field(one: ListField, own: Mapping[str, Any]) -> FieldAbout:
    asked = words.Said(own["en"], own["es"]) if "en" in own else None
    return FieldAbout(
        id=one.id,
        type=one.type,
        label=words.Said(one.en, one.es),
        article=one.article,
        rule=one.rule,
        many=own.get("many", False),
        only=own.get("only"),
        unless=tuple(own.get("unless", ())),
        part_of=own.get("part_of"),
        question=asked,
    )


@cache
def due_fields() -> tuple[FieldAbout, ...]:
    """Return the fields that a register has to hold."""
    return tuple(one for one in fields().values() if one.due)


@cache
def fillers() -> frozenset[str]:
    """Return the words, folded, that lists write where they do not know."""
    text = (resources.files("habeas.custody.persons") / "fields.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["fillers"]["words"])
