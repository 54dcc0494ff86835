"""Words and figures of a sentence, each with its offsets, and their plain forms in which rules are written."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from habeas.reading.model import Token

_TOKEN: Final = re.compile(
    r"[0-9]+(?:[.,\u00a0\u202f\u2009'’][0-9]+)*"  # a figure with its separators
    r"|(?:[^\W\d_]\.){2,}"  # U.S., EE.UU. come as letters with points
    r"|[^\W\d_]+(?:[’'-][^\W\d_]+)*(?:’|'(?=\s))?(?:-[0-9]+)?"  # words, hyphenated ones, MS-13, prisoners'
    r"|\S",
    re.UNICODE,
)


@lru_cache(maxsize=65_536)
def plain(word: str) -> str:
    """Return a word without capitals and accents (ñ becomes n), with a straight apostrophe; never nothing."""
    bare = word.casefold().replace("’", "'")
    if bare.isascii():
        return bare
    spread = unicodedata.normalize("NFKD", bare)
    # An accent that stands alone is a token too, and rules look at the first letter of every token.
    return "".join(letter for letter in spread if not unicodedata.combining(letter)) or bare or word


def tokens(text: str, start: int, end: int) -> tuple[Token, ...]:
    """Return the tokens of ``text[start:end]``, with the offsets of the whole text."""
    return tuple(
        Token(hit.start(), hit.end(), hit.group(), plain(hit.group())) for hit in _TOKEN.finditer(text, start, end)
    )
