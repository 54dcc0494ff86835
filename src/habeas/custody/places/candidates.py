"""Candidates: which pairs of mentions are looked at. A pair that shares no code, address, number, town or rare word is no candidate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from habeas.custody.places.addresses import address_key
from habeas.custody.places.mentions import Mention
from habeas.custody.places.names import read_name

COMMON: Final = 80
"""A word that more mentions of a state share is no ground for looking at all pairs of them; together with a town it is."""

Pair = tuple[int, int]
Key = tuple[object, ...]


def pairs(mentions: Sequence[Mention]) -> list[Pair]:
    """Return the candidate pairs of mentions, each once, the earlier mention first, in order."""
    blocks = _blocks(mentions, range(len(mentions)))
    found: set[Pair] = set()
    for key, members in blocks.items():
        if key[0] not in {"word", "town"} or len(members) <= COMMON:
            found.update(combinations(members, 2))
    return sorted(found)


def across(mentions: Sequence[Mention], asked: Sequence[Mention]) -> Iterator[list[int]]:
    """Yield for each of ``asked`` the mentions that it is to be held against, by the same grounds.

    One that does not say its state is held against those of any state that share a word of its own, whatever their number.
    """
    blocks = _blocks(mentions, range(len(mentions)))
    words: dict[str, list[int]] = {}
    for n, one in enumerate(mentions):
        for word in _words(one):
            words.setdefault(word, []).append(n)
    for one in asked:
        found = {n for key in _keys(one) for n in blocks.get(key, ())}
        if one.state is None:
            found |= {n for word in _words(one) for n in words.get(word, ())}
        yield sorted(found)


def _blocks(mentions: Sequence[Mention], numbers: Iterable[int]) -> Mapping[Key, list[int]]:
    blocks: dict[Key, list[int]] = {}
    for n in numbers:
        for key in _keys(mentions[n]):
            blocks.setdefault(key, []).append(n)
    return blocks


def _keys(one: Mention) -> Iterator[Key]:
    """Yield what a mention is looked up by."""
    if one.code:
        yield ("code", one.code)
    for scheme, number in one.ids:
        yield ("id", scheme, number)
    state = one.state or ""  # lists of a country without states are held together all the same
    site = address_key(one.address)
    if site is not None:
        yield ("address", *site)
    town = one.address.town
    if town:
        yield ("town", state, town)
    for name in one.names:
        yield ("name", state, read_name(name).words)
    for word in _words(one):
        yield ("word", state, word)
        if town:
            yield ("here", state, town, word)


def _words(one: Mention) -> set[str]:
    return {word for name in one.names for word in (read_name(name).own or read_name(name).words)}
