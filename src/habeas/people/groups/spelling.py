"""Words of cells, compared as people mean them: without case, accents and double spaces; ``*`` stands for any letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import lru_cache


@lru_cache(maxsize=1 << 15)
def plain(text: str) -> str:
    """Return a text in small letters, without accents, single-spaced."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return " ".join(bare.split())


def one_of(text: str, patterns: Iterable[str]) -> bool:
    """Whether a text is one of some words. Brackets and question marks in them are letters like others."""
    return _one_of(text, tuple(patterns))


@lru_cache(maxsize=1 << 15)
def _one_of(text: str, patterns: tuple[str, ...]) -> bool:
    said = plain(text)
    return any(fnmatchcase(said, _pattern(one)) for one in patterns)


@lru_cache(maxsize=1 << 12)
def _pattern(text: str) -> str:
    return plain(text).replace("[", "[[]").replace("?", "[?]")
