"""The words a claim is quoted by: the figure with what bounds it, the noun it counts, and the cue that says what is meant."""

from __future__ import annotations

from typing import Final

from habeas.reading.kinds.context import Context
from habeas.reading.kinds.lexicon import Hit

_CLOSE: Final = 5
_BEFORE: Final = 3
_BEHIND: Final = 4


def quote(context: Context, *cues: Hit | None) -> tuple[int, int]:
    """Return the offsets of the quote: the quantity, its noun, and each cue that is close enough.

    A figure that stands alone is quoted with the words around it up to the next mark: a bare number is no evidence.
    """
    tokens = context.sentence.tokens
    start, end = context.quantity.start, context.quantity.end
    alone = context.noun is None
    if context.noun is not None:
        end = max(end, tokens[context.noun.last].end)
        start = min(start, tokens[context.noun.first].start)
    for hit in cues:
        if hit is not None and context.distance(hit) <= _CLOSE:
            start = min(start, tokens[hit.first].start)
            end = max(end, tokens[hit.last].end)
            alone = alone and context.first <= hit.first and hit.last <= context.last
    return _around(context, start, end) if alone else (start, end)


def _around(context: Context, start: int, end: int) -> tuple[int, int]:
    """Return the offsets with a few words before and behind, up to a mark of punctuation."""
    tokens = context.sentence.tokens
    for place in range(context.first - 1, max(-1, context.first - 1 - _BEFORE), -1):
        if not _is_word(tokens[place].text):
            break
        start = min(start, tokens[place].start)
    for place in range(context.last + 1, min(len(tokens), context.last + 1 + _BEHIND)):
        if not _is_word(tokens[place].text):
            break
        end = max(end, tokens[place].end)
    return start, end


def _is_word(text: str) -> bool:
    return text[0].isalnum()
