"""Which given names a word may stand for: pet names, ways of writing one name, and diminutives by rule where the base is a known name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Final

from habeas.people.names.folding import fold
from habeas.people.names.sounds import sound
from habeas.people.names.wording import common, wording
from habeas.people.names.words import joined_abdul

_ENDINGS: Final = (
    ("cito", ("", "e", "o")),
    ("cita", ("", "e", "a")),
    ("ecito", ("", "e")),
    ("ecita", ("", "e")),
    ("quito", ("co",)),
    ("quita", ("ca",)),
    ("guito", ("go",)),
    ("guita", ("ga",)),
    ("cito", ("zo", "so")),
    ("cita", ("za", "sa")),
    ("itos", ("os", "o")),
    ("itas", ("as", "a")),
    ("ito", ("o", "", "e", "io")),
    ("ita", ("a", "", "e", "ia")),
    ("illo", ("o", "")),
    ("illa", ("a", "")),
    ("ico", ("o", "")),
    ("ica", ("a", "")),
    ("in", ("o", "e")),
    ("ina", ("a",)),
)
"""Endings of diminutives, and what the base may end in instead."""


@cache
def _heads() -> Mapping[str, str]:
    """Return ways of writing a name by the one kept for all; a word in two families keeps the first, a head is its own."""
    known = wording()
    heads = {name: name for name in (*known.spellings, *known.arabic)}
    for table in (known.spellings, known.arabic):
        for name, forms in table.items():
            for form in forms:
                heads.setdefault(fold(form), heads[name])
    return heads


@cache
def _pets() -> Mapping[str, tuple[str, ...]]:
    """Return pet names with the names that they may stand for, in the order of the table."""
    found: dict[str, list[str]] = {}
    heads = _heads()
    for name, forms in wording().nicknames.items():
        for form in forms:
            first = name.partition("_")[0]
            head = heads.get(first, first)
            if head not in found.setdefault(fold(form), []):
                found[fold(form)].append(head)
    return {form: tuple(names) for form, names in found.items()}


@cache
def _known() -> frozenset[str]:
    given = common()
    return frozenset(given.men) | frozenset(given.women) | frozenset(wording().nicknames)


@cache
def _by_sound() -> Mapping[str, str]:
    """Return the families of spellings by sound, for spellings that no table has; a sound of two families is no one's."""
    found: dict[str, str | None] = {}
    for form, head in _heads().items():
        key = sound(form)
        found[key] = head if found.get(key, head) == head else None
    return {key: head for key, head in found.items() if head and len(key) > 3}


@lru_cache(maxsize=1 << 18)
def stands_for(token: str) -> frozenset[str]:
    """Return every given name that a word may stand for, each in the one spelling kept for its family; the word's own always among them.

    ``Chepe`` stands for José, ``Beto`` for seven names, ``Jhon`` for John; ``Rosita`` by rule for Rosa, since Rosa is a known name. An unknown
    word stands for itself.
    """
    return frozenset((*_own(fold(token)),))


@lru_cache(maxsize=1 << 18)
def canonical(token: str) -> str:
    """Return one word for a given name: that of its family of spellings, or the name that a pet name stands for.

    Where it may stand for several, the first of the table: compare :func:`stands_for` to see all of them.
    """
    return next(iter(_meant(fold(token))))


def listed(word: str) -> bool:
    """Whether a folded word stands in a table of given names, pet names or ways of writing one."""
    return word in _known() or word in _heads() or word in _pets()


def _own(word: str) -> Iterator[str]:
    head = _head(word)
    yield head
    yield from _meant(word)
    yield from _pets().get(head, ())


def _meant(word: str) -> tuple[str, ...]:
    """Return the names that a word most likely means; a full name means itself first, though it may be a pet name as well."""
    if word in _known() or word in _heads():
        return (_head(word),)
    if word in _pets():
        return _pets()[word]
    return tuple(_bases(word)) or (_head(word),)


def _head(word: str) -> str:
    heads = _heads()
    if word in heads:
        return heads[word]
    servant = joined_abdul(word)
    if servant:
        return f"abdul{heads.get(servant, servant)}"
    return word if word in _known() or word in _pets() else _by_sound().get(sound(word), word)


def _bases(word: str) -> Iterator[str]:
    """Yield the known names of which a word is the diminutive by its ending."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word.removesuffix(ending)
            for base in (stem + one for one in instead):
                if base in _known():
                    yield _head(base)


__all__ = ["canonical", "listed", "stands_for"]
