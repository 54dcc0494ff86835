"""Which language a passage is in; neither English nor Spanish is said to be neither, and is not read."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from habeas.words import Lang

_WORD: Final = re.compile(r"[^\W\d_]+")
_ENOUGH: Final = 8
"""Words below which a passage takes the language around it: names and headings look like any language."""
_KNOWN: Final = ("en", "es", "pt", "fr", "it", "de", "nl", "ca", "gl", "ro", "tr", "pl", "sv", "da", "no", "eu")
_LATIN: Final = re.compile(r"[A-Za-zÀ-ɏ]")


def language(passage: str, around: Lang | None = None) -> Lang | None:
    """Return the language of a passage, ``around`` for one too short to tell, None for another language or script."""
    words = _WORD.findall(passage)
    letters = sum(len(word) for word in words)
    if letters and len(_LATIN.findall(passage)) < letters / 2:
        return None
    if len(words) < _ENOUGH:
        return around
    told = _identifier().classify(passage)[0]
    if told == "en":
        return "en"
    if told == "es":
        return "es"
    return around if len(words) < 2 * _ENOUGH and _near(passage, around) else None


_OWN: Final = {
    "en": frozenset("the of and to in was were is are that for with by on at as from it had has not".split()),
    "es": frozenset("el la los las de del que en y a un una por con para se su es no al lo fue son más".split()),
}


def _near(passage: str, around: Lang | None) -> bool:
    """Tell whether a short passage has enough of the small words of the language around it."""
    if around is None:
        return False
    words = [word.casefold() for word in _WORD.findall(passage)]
    return sum(word in _OWN[around] for word in words) >= len(words) / 5


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    made = LanguageIdentifier.from_model_file(MODEL_FILE)
    made.set_languages(list(_KNOWN))
    return made
