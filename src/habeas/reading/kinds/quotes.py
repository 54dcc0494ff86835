"""The words a claim is quoted by: the figure with what bounds it, the noun it counts, and the cue that says what is meant."""

from __future__ import annotations

from typing import Final

from habeas.reading.kinds.context import Context
from habeas.reading.kinds.lexicon import Hit

_CLOSE: Final = 5


def quote(context: Context, *cues: Hit | None) -> tuple[int, int]:
    """Return the offsets of the quote: the quantity, its noun, and each cue that is close enough."""
    tokens = context.sentence.tokens
    start, end = context.quantity.start, context.quantity.end
    if context.noun is not None:
        end = max(end, tokens[context.noun.last].end)
        start = min(start, tokens[context.noun.first].start)
    for hit in cues:
        if hit is not None and context.distance(hit) <= _CLOSE:
            start = min(start, tokens[hit.first].start)
            end = max(end, tokens[hit.last].end)
    return start, end
