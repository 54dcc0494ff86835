"""Whom and what a claim is about: the place or system its sentence names, and the group that is counted."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from habeas.reading.kinds.context import Context
from habeas.reading.kinds.lexicon import Hit, Lexicon, nouns
from habeas.reading.model import Sentence
from habeas.reading.tokens import plain
from habeas.words import LANGUAGES, Lang

FILE: Final = Path(__file__).with_name("who.toml")
_REACH: Final = 22.0
_BESIDE: Final = 3.0
_INSIDE: Final = frozenset("de of del la las los the el y and for".split())
_PLACE_NOUNS: Final = frozenset({"facility", "building"})


@cache
def _groups() -> tuple[dict[Lang, Lexicon], dict[str, tuple[str, str]]]:
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return (
        {lang: Lexicon({name: one[lang] for name, one in raw.items()}) for lang in LANGUAGES},
        {name: (one["said"][0], one["said"][1]) for name, one in raw.items()},
    )


def who(context: Context) -> str | None:
    """Return who is counted, in the language of the text: "sentenced, awaiting trial"; None where nothing is said."""
    lexicons, said = _groups()
    lang = context.sentence.lang
    lows = tuple(token.low for token in context.sentence.tokens)
    hits = [hit for hit in lexicons[lang].hits(lows) if _near(context, hit)]
    within = [
        one
        for one in hits
        for other in hits
        if other.first <= one.first and one.last <= other.last and other.last - other.first > one.last - one.first
    ]
    found = [hit.name for hit in hits if hit not in within]
    names = [said[name][1 if lang == "es" else 0] for name in dict.fromkeys(found)]
    return ", ".join(names) or None


def _near(context: Context, hit: Hit) -> bool:
    """Tell whether a group named in the sentence is that of this figure: beside it, or with no other figure between."""
    lo, hi = sorted((hit.first, context.first))
    parted = any(lo < a < hi for a, _ in context.rivals)
    return context.distance(hit) <= (_BESIDE if parted else _REACH)


def place(sentence: Sentence, near: int) -> str | None:
    """Return the place of detention or the system that a sentence names, the one nearest to a token, in its own words."""
    best: tuple[int, str] | None = None
    for hit in nouns(sentence).values():
        if hit.name not in _PLACE_NOUNS:
            continue
        words = _named(sentence, hit.first, hit.last)
        if words is not None:
            far = min(abs(hit.first - near), abs(hit.last - near))
            if best is None or far < best[0]:
                best = (far, words)
    return best[1] if best else _acronym(sentence, near) or _country(sentence)


COUNTRIES: Final = Path(__file__).with_name("countries.toml")


@cache
def _countries() -> dict[Lang, Lexicon]:
    raw = tomllib.loads(COUNTRIES.read_text(encoding="utf-8"))
    return {lang: Lexicon({"country": [plain(name) for name in raw[lang]]}) for lang in LANGUAGES}


def _country(sentence: Sentence) -> str | None:
    """Return the first country a sentence names, as it stands there."""
    tokens = sentence.tokens
    for hit in _countries()[sentence.lang].hits(tuple(token.low.removesuffix("'s") for token in tokens)):
        if tokens[hit.first].text[:1].isupper():
            return (
                " ".join(token.text for token in tokens[hit.first : hit.last + 1]).removesuffix("’s").removesuffix("'s")
            )
    return None


_OPENERS: Final = frozenset(
    "the el la los las in en a an of at on by for from this that these one two three four five six seven eight nine ten both some all most other "
    "un una dos tres cuatro cinco seis siete ocho nueve diez otros otras ambos al del por para con sin segun our its their new".split()
)
"""Words that begin a sentence with a capital and are no part of a name."""


def _is_name(word: str) -> bool:
    return word[:1].isupper() and word[:1].isalpha()


def _named(sentence: Sentence, first: int, last: int) -> str | None:
    """Return a noun of a place with its name: "the Izalco prison", "penal de Mariona", "cárceles de Venezuela"."""
    tokens = sentence.tokens
    start, end = first, last
    while start > 0 and _is_name(tokens[start - 1].text) and (start > 1 or tokens[0].low not in _OPENERS):
        start -= 1
    place, named = last + 1, start < first
    while place < len(tokens) and place - last <= 8:
        token = tokens[place]
        if token.text[:1].isupper():
            end, named = place, True
        elif token.low not in _INSIDE:
            break
        place += 1
    if not named:
        return None
    return " ".join(token.text for token in tokens[start : end + 1])


_NEVER: Final = frozenset("NGO ONG USD EE UU US UN ONU CNN AFP AP EFE BBC".split())


def _acronym(sentence: Sentence, near: int) -> str | None:
    found = [
        (abs(number - near), token.text)
        for number, token in enumerate(sentence.tokens)
        if len(token.text) >= 3 and token.text.isupper() and token.text.isalpha() and token.text not in _NEVER
    ]
    return min(found)[1] if found else None
