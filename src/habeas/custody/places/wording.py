"""The words of names and addresses of places, kept as data: one spelling for each, and what a word says of a place."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final, Literal

Function = Literal["hotel", "hold", "juvenile", "hospital", "jail"]

_APOSTROPHE: Final = re.compile("['\u2019`\u00b4]")
_WORD: Final = re.compile(r"[A-Z0-9]+")
_NOTE: Final = re.compile(r"(?<=[A-Z]{4})\d\b")
_INITIALS: Final = re.compile(r"\b(?:[A-Z]\.){2,}")


@dataclass(frozen=True, slots=True)
class Purpose:
    """By which words of a name (``unless`` others are in it), types of a list and ends of a code a place is for something."""

    id: Function
    names: frozenset[str]
    unless: frozenset[str]
    types: frozenset[str]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """How words are spelt and what they say; see ``words.toml``."""

    spellings: Mapping[str, str]
    phrases: Mapping[str, tuple[str, ...]]
    kinds: frozenset[str]
    fillers: frozenset[str]
    markers: frozenset[str]
    owners: Mapping[str, str]
    sorts: Mapping[str, str]
    functions: tuple[Purpose, ...]
    streets: Mapping[str, str]
    stops: frozenset[str]
    weak: frozenset[str]
    states: Mapping[str, str]


@cache
def wording() -> Wording:
    """Return the words that come with habeas."""
    given: dict[str, Any] = tomllib.loads(
        (resources.files("habeas.custody") / "places" / "words.toml").read_text(encoding="utf-8")
    )
    return Wording(
        spellings=_spelt(given["spellings"]),
        phrases={short: tuple(long.split()) for short, long in given["phrases"].items()},
        kinds=frozenset(given["kinds"]["words"]),
        fillers=frozenset(given["fillers"]["words"]),
        markers=frozenset(given["markers"]["words"]),
        owners=_spelt(given["owners"]),
        sorts=_spelt(given["sorts"]),
        functions=tuple(
            Purpose(
                one["id"],
                frozenset(one["names"]),
                frozenset(one.get("unless", ())),
                frozenset(one["types"]),
                tuple(one.get("codes", ())),
            )
            for one in given["function"]
        ),
        streets=_spelt(given["streets"]),
        stops=frozenset(given["street_parts"]["stops"]),
        weak=frozenset(given["street_parts"]["weak"]),
        states={name: short for short, name in (one.split(" ", 1) for one in given["states"]["names"])},
    )


def _spelt(given: Mapping[str, list[str]]) -> dict[str, str]:
    """Return each form with its one spelling; a form of two words keeps the first."""
    found: dict[str, str] = {}
    for word, forms in given.items():
        for form in forms:
            found.setdefault(form, word)
    return found


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> tuple[str, ...]:
    """Return the words of a text: capitals, no accents, no punctuation; ``S.P.C.`` is one word, and so is ``VETERAN'S``.

    A single digit at the end of a word is the mark of a footnote: ``Center2``.
    """
    bare = "".join(one for one in unicodedata.normalize("NFKD", text).upper() if not unicodedata.combining(one))
    bare = _INITIALS.sub(lambda found: found[0].replace(".", "") + " ", bare)
    return tuple(_WORD.findall(_NOTE.sub("", _APOSTROPHE.sub("", bare))))


def slug(text: str) -> str:
    """Return a text as lower-case words with hyphens, for a key: ``ST. LUCIE CO. JAIL`` is ``st-lucie-co-jail``."""
    return "-".join(plain(text)).lower()
