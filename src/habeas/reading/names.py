"""Whether two texts name one speaker, or one subject, in English or Spanish.

In doubt it is the same one: an error then counts one independent source too few, never one too many.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from habeas.reading.tokens import plain

_WORD: Final = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+")
_SHARED: Final = 0.8
"""Of the words of the shorter name, this share must be in the longer one."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name without what tells nothing: its words in one language and form, and its initials."""

    words: frozenset[str]
    initials: str
    own: bool
    """Whether one of its words is not shared by many: "Cristosal" is, "the ministry" is not."""
    body: bool
    """Whether it names a body that "the group" may stand for later: "Cristosal", "the Prison Observatory", not "the minister"."""
    again: bool
    """Whether it stands for a body that was named before: "the group", "la entidad"."""


@lru_cache(maxsize=16_384)
def folded(words: str) -> Name:
    """Return a name without accents, capitals, articles and small words, each word in the form that stands for its like."""
    idle, general, again, same = _lists()
    said = [(word, plain(word).replace(".", "")) for word in _WORD.findall(words)]
    # "UN" is no article, whatever "un" is.
    kept = [low for word, low in said if low not in idle or (len(word) > 1 and word.isupper())]
    initials = "".join(word[0] for word in kept)
    forms = frozenset(same.get(word, word) for word in kept)
    own, stands = bool(forms - general - again), bool(forms) and forms <= again
    return Name(forms, initials, own, own or (bool(forms & again) and not stands), stands)


def same_speaker(one: str | None, other: str | None) -> bool:
    """Tell whether two names may be of one speaker: words shared, or one is the initials of the other; no name equals only no name."""
    if one is None or other is None:
        return one is other
    return same_name(one, other)


@lru_cache(maxsize=65_536)
def same_name(one: str, other: str) -> bool:
    """Tell whether two names may be of one person, body or place."""
    mine, theirs = folded(one), folded(other)
    if not mine.words or not theirs.words:
        return plain(one).strip() == plain(other).strip()
    few, many = sorted((mine, theirs), key=lambda name: len(name.words))
    if len(few.words & many.words) >= _SHARED * len(few.words):
        return True
    return any(
        len(short.words) == 1 and len(long.initials) > 1 and short.words == {long.initials}
        for short, long in ((mine, theirs), (theirs, mine))
    )


@cache
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str], dict[str, str]]:
    told = tomllib.loads((resources.files("habeas.reading") / "names.toml").read_text(encoding="utf-8"))
    same = {word: form for form, words in told["same"].items() for word in words}
    return frozenset(told["idle"]), frozenset(told["general"]), frozenset(told["again"]), same
