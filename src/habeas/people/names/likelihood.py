"""How likely a word is as a first given name, a later one, or a surname: counts of the lists, and behind them the common names, sounds and endings.

The probability of a word in a role is its count there, smoothed towards less and less specific knowledge (Jelinek and Mercer 1980, interpolation): the
word with its particle, the word, the common names that come with habeas, words that sound the same, and last the ending of the word. Only what
a word says for one role against another counts in a split.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from habeas.people.names.nicknames import listed
from habeas.people.names.rows import CLASSES, Ints, Vocabulary, particle_class
from habeas.people.names.sounds import bones, sound
from habeas.people.names.wording import common

Floats = NDArray[np.float64]
FIRST, LATER, SURNAME = 0, 1, 2
ROLES: Final = 3
_JOINT: Final = 30.0
_TEXT: Final = 400.0
"""Bearers that weigh as much as what is expected of a word with its particle, and of a word, without having met it."""
_FLOOR: Final = 1e-5
"""Share of a word that nothing is known of but its ending, in either role."""
_SHIPPED, _SOUND, _BONES, _ENDING = 0.55, 0.3, 0.03, 0.05
"""How much common names, equal sounds, equal bones and the ending say of a word that was not met.

These four, the numbers above and those of the lexicon were set by eye on made-up lists. None is critical: with half or twice of any one of them
the share of 16,938 made-up names in one string that are split as they were written moves by 0.11 percentage points at most.
"""
_PARTICLES: Final = np.array(
    [
        [0.9985, 0.0002, 0.0011, 0.0001, 0.00005, 0.00005],
        [0.953, 0.018, 0.0268, 0.0002, 0.0015, 0.0005],
        [0.95, 0.018, 0.024, 0.003, 0.0005, 0.0045],
    ]
)
"""Share of words with each class of particles in each role, before any list is seen."""
_SEEN: Final = 300.0
_INITIAL: Final = np.log(np.array([0.002, 0.09, 0.004]) / 20)
"""An initial is seldom a first given name, more often a later one than a surname; each of twenty letters."""
_LISTED: Final = 4.0
"""How many bearers a name counts for that stands only among nicknames, spellings or compounds."""
_LENGTHS: Final = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Forms:
    """What is known of each word of a vocabulary that does not change while learning, by number."""

    text: Ints
    particle: Ints
    initial: NDArray[np.bool_]
    sound: Ints
    bones: Ints
    endings: tuple[Ints, ...]
    texts: tuple[str, ...]
    shipped: Floats
    """Share of each text among the common names in each role, (3, texts)."""


def forms(vocabulary: Vocabulary) -> Forms:
    """Return the forms of the words of a vocabulary."""
    words = list(vocabulary)
    number: dict[str, int] = {}
    text = np.array([number.setdefault(word.text, len(number)) for word in words], np.int32)
    texts = tuple(number)
    return Forms(
        text,
        np.array([particle_class(word) for word in words], np.int32),
        np.array([word.initial for word in words], np.bool_),
        _coded([sound(one) for one in texts]),
        _coded([bones(one) for one in texts]),
        tuple(_coded([one[-length:] for one in texts]) for length in _LENGTHS),
        texts,
        _shipped(texts),
    )


def _coded(keys: list[str]) -> Ints:
    number: dict[str, int] = {}
    return np.array([number.setdefault(key, len(number)) for key in keys], np.int32)


def _shipped(texts: tuple[str, ...]) -> Floats:
    known = common()
    tables = (known.men, known.women, known.surnames)
    men, women, surnames = (np.array([table.get(one, 0.0) for one in texts]) for table in tables)
    # Pet names and ways of writing a name are given names, compounds are surnames, unless the tables of common names say otherwise.
    given = men + women
    given[[n for n, one in enumerate(texts) if not given[n] and not surnames[n] and listed(one)]] = _LISTED
    surnames[[n for n, one in enumerate(texts) if " " in one or one == "delao"]] += _LISTED
    totals = [sum(table.values()) for table in tables]
    share = given / (totals[0] + totals[1])
    return np.stack([share, share, surnames / totals[2]])


def log_likelihoods(known: Forms, counts: Floats) -> Floats:
    """Return the log probability of each word in each role, (3, words), from expected counts of the same shape."""
    texts = _summed(known.text, counts, len(known.texts))
    totals = texts.sum(axis=1, keepdims=True)
    text = (texts + _TEXT * _behind(known, texts)) / (totals + _TEXT)
    particle = _summed(known.particle, counts, CLASSES)
    particle = (particle + _SEEN * _PARTICLES) / (particle.sum(axis=1, keepdims=True) + _SEEN)
    expected = text[:, known.text] * particle[:, known.particle]
    result = np.log((counts + _JOINT * expected) / (totals + _JOINT))
    result[:, known.initial] = _INITIAL[:, None]
    return np.asarray(result)


def _summed(where: Ints, counts: Floats, size: int) -> Floats:
    return np.stack([np.bincount(where, row, minlength=size) for row in counts]).astype(np.float64)


def _behind(known: Forms, texts: Floats) -> Floats:
    """Return what is expected of each text in each role without having seen it: common names, sounds, endings."""
    share = texts / np.maximum(texts.sum(axis=1, keepdims=True), 1.0)
    seen = 0.5 * share + 0.5 * known.shipped if texts.sum() else known.shipped
    heard, bare = _spread(known.sound, seen), _spread(known.bones, seen)
    lean = _lean(known, texts + 2000 * known.shipped)
    ending = _FLOOR * 2 * np.stack([1 - lean, 1 - lean, lean])
    return _SHIPPED * known.shipped + _SOUND * heard + _BONES * bare + _ENDING * ending


def _spread(key: Ints, seen: Floats) -> Floats:
    """Return for each text the mean share of the texts that have the same key."""
    size = int(key.max(initial=0)) + 1
    number = np.maximum(np.bincount(key, minlength=size), 1)
    return np.asarray((_summed(key, seen, size) / number)[:, key])


def _lean(known: Forms, weights: Floats) -> Floats:
    """Return how far each text looks like a surname by its ending, from 0 to 1: longer endings first, each smoothed by the shorter."""
    given, surname = weights[: LATER + 1].sum(axis=0), weights[SURNAME]
    met = (given + surname) > 0
    own = np.where(met, surname / np.maximum(given + surname, 1e-9), 0.0)
    lean: Any = np.full(len(own), 0.5)
    for ending in known.endings:
        size = int(ending.max(initial=0)) + 1
        number = np.bincount(ending, met, minlength=size)[ending]
        total = np.bincount(ending, own * met, minlength=size)[ending]
        # A text says nothing about itself by its ending.
        lean = (total - own * met + 3 * lean) / (number - met + 3)
    return np.asarray(np.clip(lean, 0.02, 0.98))


__all__ = ["FIRST", "LATER", "ROLES", "SURNAME", "Floats", "Forms", "forms", "log_likelihoods"]
