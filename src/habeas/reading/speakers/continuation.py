"""Whether a sentence without a word of saying goes on with the speaker of the one before."""

from __future__ import annotations

from typing import Final

from habeas.reading.model import Document
from habeas.reading.speakers.lines import Line


def goes_on(document: Document, line: Line, *, fresh: bool) -> bool:
    """Tell whether a sentence goes on with the report before it; ``fresh`` where it begins a paragraph."""
    linked = _linked(line)
    if document.report_year is not None:
        return linked and not fresh
    return linked if fresh else True


def looks_back(line: Line) -> bool:
    """Tell whether a sentence says whose the words before it were: "Son datos del ministerio"."""
    return line.words[0] in {"son", "these", "those"} and any(word in line.lexicon.data for word in line.words[:4])


def _linked(line: Line) -> bool:
    words = [word for word in line.words[:4] if word not in {"«", '"', "“"}]
    return any(tuple(words[:size]) in line.lexicon.links for size in (1, 2, 3))
