"""Where a model's readings stand: each in its sentence and between those beside it, as those of the grammar do."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from habeas.reading.model import Document, Reading
from habeas.reading.predicates import with_predicate
from habeas.reading.whole import Passage


def placed(made: Document, readings: Sequence[Reading]) -> tuple[Passage, ...]:
    """Return readings of a text with the predicate that they map to and the sentences around them."""
    sentences = made.sentences
    starts = [one.start for one in sentences]
    found = []
    for one in readings:
        first = max(0, bisect_right(starts, one.start) - 1)
        last = max(first, bisect_left(starts, one.end) - 1)
        after = sentences[min(len(sentences) - 1, last + 1)]
        found.append(
            Passage(
                reading=replace(one, predicate=with_predicate(one)),
                before=min(sentences[max(0, first - 1)].start, one.start),
                begins=min(sentences[first].start, one.start),
                ends=max(sentences[last].end, one.end),
                after=max(after.end, one.end),
            )
        )
    return tuple(found)
