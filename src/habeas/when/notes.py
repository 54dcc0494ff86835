"""The notes that a span's text carries in parentheses where its words alone do not say what its outer days are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, Final

from habeas import words
from habeas.errors import InputError
from habeas.when.lexicon import plain
from habeas.when.span import Span

_FLAGS: Final[tuple[bool | None, ...]] = (True, False, None)
_SIDES: Final = ("started", "ended")
_WITH_NOTES: Final = re.compile(r"(.+?) \(([^()]+)\)")


def note(side: str, flag: bool | None, lang: words.Lang) -> str:
    """Return the words for what an outer day is."""
    return words.text(f"when.{side}-{ {True: 'yes', False: 'no', None: 'unknown'}[flag] }", lang)


@cache
def _known() -> dict[str, tuple[str, bool | None]]:
    return {
        plain(note(side, flag, lang)): (side, flag) for side in _SIDES for flag in _FLAGS for lang in words.LANGUAGES
    }


def with_notes(text: str, read: Callable[[str], Span | None]) -> Span | None:
    """Read words that may end in notes; None where a note, or what is before the notes, is not known."""
    match = _WITH_NOTES.fullmatch(text)
    if match is None:
        return read(text)
    found: dict[str, Any] = {}
    for part in match[2].split(";"):
        known = _known().get(part.strip())
        if known is None:
            return None
        found[known[0]] = known[1]
    span = read(match[1])
    if span is None:
        return None
    try:
        return replace(span, **found)
    except InputError:  # a real start or end of a side without a day
        return None


def notes(base: Span, span: Span, lang: words.Lang) -> str:
    """Return the notes that make the one span's words mean the other, or nothing where they already do."""
    said = [note(side, getattr(span, side), lang) for side in _SIDES if getattr(span, side) is not getattr(base, side)]
    return f" ({'; '.join(said)})" if said else ""
