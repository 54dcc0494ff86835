"""The words with which a language states numbers, from ``lexicon.toml``, ready for looking up."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Final

from habeas.reading.tokens import tokens
from habeas.words import Lang

Phrase = tuple[str, ...]


def phrase(words: str) -> Phrase:
    """Return the plain tokens of a phrase, as they stand in a sentence."""
    return tuple(token.low for token in tokens(words, 0, len(words)))


class Phrases:
    """Phrases with what they mean, found by their first word or by their last; the longest wins."""

    def __init__(self, meant: Mapping[Phrase, Any]) -> None:
        self._from: dict[str, list[tuple[Phrase, Any]]] = {}
        self._to: dict[str, list[tuple[Phrase, Any]]] = {}
        for one, value in sorted(meant.items(), key=lambda pair: -len(pair[0])):
            self._from.setdefault(one[0], []).append((one, value))
            self._to.setdefault(one[-1], []).append((one, value))

    def at(self, lows: tuple[str, ...], first: int) -> tuple[int, Any] | None:
        """Return the index after the longest phrase that begins at a word, and what it means."""
        if first >= len(lows):
            return None
        for one, value in self._from.get(lows[first], ()):
            if lows[first : first + len(one)] == one:
                return first + len(one), value
        return None

    def before(self, lows: tuple[str, ...], last: int) -> tuple[int, Any] | None:
        """Return the index of the first word of the longest phrase that ends just before an index, and what it means."""
        if last < 1:
            return None
        for one, value in self._to.get(lows[last - 1], ()):
            if last >= len(one) and lows[last - len(one) : last] == one:
                return last - len(one), value
        return None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words. ``sets`` are single words by name, ``lists`` phrases by name."""

    sets: Mapping[str, frozenset[str]]
    stems: Mapping[str, tuple[str, ...]]
    lists: Mapping[str, Phrases]
    scales: Mapping[str, Decimal]
    glued: Mapping[str, Decimal]
    spelled: Mapping[str, str]
    collectives: Mapping[str, Decimal]
    parts: Mapping[str, int]
    ready: Phrases
    """Ready-made and vague amounts: (low, high, kind)."""
    multiples: Phrases
    before: Phrases
    after: Phrases
    triggers: frozenset[str]
    """Words that may begin a number which is not written in digits."""


@cache
def lexicon(lang: Lang) -> Lexicon:
    """Return the words of a language."""
    given: dict[str, Any] = tomllib.loads(
        (resources.files("habeas.reading.numbers") / "lexicon.toml").read_text(encoding="utf-8")
    )[lang]
    sets = {name: frozenset(words.split()) for name, words in given.items() if isinstance(words, str)}
    lists = {name: _listed(words) for name, words in given.items() if isinstance(words, list)}
    ready: dict[Phrase, tuple[Decimal, Decimal, str]] = {}
    for kind in ("fixed", "rounded"):
        ready |= {phrase(words): (Decimal(value), Decimal(value), kind) for words, value in given[kind].items()}
    ready |= {phrase(words): (Decimal(low), Decimal(high), "vague") for words, (low, high) in given["vague"].items()}
    multiples = {phrase(words): Decimal(value) for words, value in given["multiples"].items()}
    for verb, value in given.get("multiplying", {}).items():
        multiples |= {phrase(form): Decimal(value) for form in _spanish(verb)}
    numbers = sets["numerals"]
    firsts = {one[0] for one in (*ready, *multiples)}
    return Lexicon(
        sets=sets,
        stems={"changes": tuple(sorted(sets["changes"])), "over": tuple(sorted(sets["over_stems"]))},
        lists=lists,
        scales={word: Decimal(value) for word, value in given["scales"].items()},
        glued={word: Decimal(value) for word, value in given["glued"].items()},
        spelled=given["numbers"],
        collectives={word: Decimal(value) for word, value in given["collectives"].items()},
        parts=given["parts"],
        ready=Phrases(ready),
        multiples=Phrases(multiples),
        before=_bounds(given["before"], _inflected(given["verbs"], lang)),
        after=_bounds(given["after"]),
        triggers=frozenset(firsts | numbers | set(given["parts"]) | sets["parts_one"]),
    )


def _listed(words: Iterable[Any]) -> Phrases:
    return Phrases({tuple(one) if isinstance(one, list) else phrase(one): True for one in words})


def _bounds(*given: Mapping[str, list[str]]) -> Phrases:
    return Phrases({phrase(words): kind for one in given for kind, listed in one.items() for words in listed})


_ENDINGS: Final = {
    "ar": "ar a an o aron aba aban ando ado aria arian aran ara e en aramos ase asen",
    "er": "er e en io ieron ia ian iendo ido eria erian eran era a an iera ieran",
}
"""Of the third person and the impersonal forms, without accents."""


def _inflected(verbs: Mapping[str, str], lang: Lang) -> dict[str, list[str]]:
    """Return the forms of the verbs that bound a figure (superan, exceeded, exceder de)."""
    made: dict[str, list[str]] = {}
    for kind, listed in verbs.items():
        forms = made.setdefault(kind, [])
        for verb in listed.split():
            if lang == "es":
                found = _spanish(verb)
                forms += [*found, *(f"{form} de" for form in found if verb.endswith("er"))]
            else:
                forms += _english(verb)
    return made


def _spanish(verb: str) -> list[str]:
    return [verb[:-2] + one for one in _ENDINGS[verb[-2:]].split()]


def _english(verb: str) -> list[str]:
    stem = verb.removesuffix("e")
    double = f"{verb}p" if verb == "top" else stem
    plural = f"{verb}es" if verb.endswith(("s", "ch")) else f"{verb}s"
    return [verb, plural, f"{double}ed", f"{double}ing"]
