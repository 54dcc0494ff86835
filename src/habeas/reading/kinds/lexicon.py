"""The words of :file:`lexicon.toml`, and where a sentence has them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from habeas.reading.model import Sentence
from habeas.words import LANGUAGES, Lang

FILE: Final = Path(__file__).with_name("lexicon.toml")


class Hit(NamedTuple):
    """Words of a class: token indices ``first`` to ``last`` (the last included)."""

    first: int
    last: int
    name: str


class _Phrase(NamedTuple):
    words: tuple[str, ...]
    name: str


class Lexicon:
    """One group of classes in one language; finds their words in the tokens of a sentence."""

    def __init__(self, classes: dict[str, list[str]]) -> None:
        self._exact: dict[str, list[_Phrase]] = {}
        self._stems: dict[str, list[_Phrase]] = {}
        for name, phrases in classes.items():
            for phrase in phrases:
                words = tuple(phrase.split())
                table = self._stems if words[0].endswith("*") else self._exact
                table.setdefault(words[0].rstrip("*"), []).append(_Phrase(words[1:], name))
        self._known: dict[str, tuple[_Phrase, ...]] = {}

    def _of(self, word: str) -> tuple[_Phrase, ...]:
        """Return the phrases that begin with a word; remembered, for the same words come again and again."""
        made = self._known.get(word)
        if made is None:
            found = list(self._exact.get(word, ()))
            for size in range(2, len(word) + 1):
                found += self._stems.get(word[:size], ())
            made = self._known[word] = tuple(found)
        return made

    def hits(self, lows: tuple[str, ...]) -> Iterator[Hit]:
        """Yield every occurrence of every phrase, in the order of the words."""
        for place, word in enumerate(lows):
            for rest, name in self._of(word):
                if not rest:
                    yield Hit(place, place, name)
                elif _fits(rest, lows, place + 1):
                    yield Hit(place, place + len(rest), name)


def _fits(rest: tuple[str, ...], lows: tuple[str, ...], place: int) -> bool:
    if place + len(rest) > len(lows):
        return False
    return all(
        lows[place + n].startswith(word[:-1]) if word[-1] == "*" else lows[place + n] == word
        for n, word in enumerate(rest)
    )


@cache
def _lexicons() -> dict[tuple[str, Lang], Lexicon]:
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        (group, lang): Lexicon({name: both[lang] for name, both in raw[group].items()})
        for group in ("noun", "cue")
        for lang in LANGUAGES
    }


def nouns(sentence: Sentence) -> dict[int, Hit]:
    """Return the counted nouns of a sentence by their first token, the longest where several begin there."""
    found: dict[int, Hit] = {}
    for hit in _lexicons()["noun", sentence.lang].hits(tuple(token.low for token in sentence.tokens)):
        before = found.get(hit.first)
        if before is None or hit.last > before.last:
            found[hit.first] = hit
    return found


def cues(sentence: Sentence) -> tuple[Hit, ...]:
    """Return the cues of a sentence; the month of May is none of what might be."""
    hits = _lexicons()["cue", sentence.lang].hits(tuple(token.low for token in sentence.tokens))
    return tuple(hit for hit in hits if hit.name != "might" or sentence.tokens[hit.first].text != "May")
