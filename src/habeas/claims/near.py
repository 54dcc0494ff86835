"""Words compared as a person compares them: without case, accents or doubled spaces; and the closest of those known."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

_CLOSE: Final = 70.0  # of 100; below it a proposal is more noise than help
_MOST: Final = 3


def plain(said: str) -> str:
    """Return words for comparison only: no case, no accents, ``_`` and ``-`` as spaces, single spaces."""
    apart = unicodedata.normalize("NFKD", said.casefold().replace("_", " ").replace("-", " "))
    return " ".join("".join(mark for mark in apart if not unicodedata.combining(mark)).split())


def nearest(found: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return up to three of the known words that are close to what was found, the closest first."""
    from rapidfuzz import fuzz, process

    hits = process.extract(
        plain(found)[:200], sorted(known), scorer=fuzz.WRatio, processor=plain, limit=_MOST, score_cutoff=_CLOSE
    )
    return tuple(word for word, _, _ in hits)
