"""What a text states without counting: everything found, said once, in the order of its words."""

from __future__ import annotations

from collections.abc import Iterable

from habeas.reading.model import Document, Found
from habeas.reading.statements.alleged import alleged
from habeas.reading.statements.conditions import conditions
from habeas.reading.statements.legal import legal
from habeas.reading.statements.line import line


def statements(document: Document, *, unreal: bool = False) -> tuple[Found, ...]:
    """Return the conditions and the legal acts and limits of a text in order, each value once, where it is said best.

    ``unreal`` takes in what is only possible, planned or denied ("visits could be banned"), marked by ``modality`` and
    ``denied``; without it only facts and rules are given.
    """
    plain = tuple(line(sentence) for sentence in document.sentences)
    found = [*conditions(document, plain), *legal(document, plain)]
    if not unreal:
        found = [(weight, one) for weight, one in found if one.modality == "fact" and not one.denied]
    return _once(found)


def allegations(document: Document) -> tuple[Found, ...]:
    """Return what a text alleges of ill-treatment, disappearance and arbitrary arrest, in order; never a fact of this program's."""
    found = alleged(document, tuple(line(sentence) for sentence in document.sentences))
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _once(found: Iterable[tuple[int, Found]]) -> tuple[Found, ...]:
    """Keep one saying of each value, and one value of each condition in a sentence: the weightiest, and the first of those."""
    kept: dict[tuple[object, ...], tuple[int, Found]] = {}
    for weight, one in found:
        key: tuple[object, ...] = (one.sentence, (one.value_text or "").partition("=")[0])
        if one.kind != "condition":
            key = (one.sentence, one.value_text)
        if key not in kept or weight > kept[key][0]:
            kept[key] = (weight, one)
    said: dict[tuple[object, ...], tuple[int, Found]] = {}
    for weight, one in kept.values():
        key = (one.kind, one.value_text, one.denied, one.modality)
        if key not in said or weight > said[key][0]:
            said[key] = (weight, one)
    return tuple(sorted((one for _, one in said.values()), key=lambda one: (one.start, one.end, one.value_text or "")))
