"""A whole text read piece by piece: what it says, each reading with the sentences around it, and what of the text was not read.

A reading never spans two pages, so a report of thousands of pages is read in pieces of pages, and memory holds one piece.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from habeas.errors import Problem
from habeas.reading.document import document
from habeas.reading.model import Document, Reading
from habeas.reading.predicates import with_predicate
from habeas.reading.reader import readings
from habeas.reading.suspicions import suspicions
from habeas.words import Lang

_PIECE: Final = 150_000
"""Code points of a piece; a piece ends with its page, or its paragraph."""
_PARAGRAPH: Final = re.compile(r"\n[ \t]*\n|\f")
_COUNTED: Final = frozenset({"no-words", "other-language", "partly-other-language", "mostly-contents"})
"""Suspicions that a text as a whole was read from knows better: it has counted what it did not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A reading among its sentences: ``text[before:after]`` is to be shown, ``text[begins:ends]`` is the sentence that holds it."""

    reading: Reading
    before: int
    begins: int
    ends: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What was read of a text: ``language`` is that of most of its sentences, None where no passage is English or Spanish.

    ``foreign`` passages are in another language and ``contents`` lines in a table of contents: neither was read. ``doubts`` say what of its
    characters makes the reading doubtful, as where it was decoded wrongly.
    """

    passages: tuple[Passage, ...]
    language: Lang | None
    words: int
    sentences: int
    foreign: int
    contents: int
    doubts: tuple[Problem, ...]


def read_whole(
    text: str,
    *,
    lang: Lang | None = None,
    published: str | None = None,
    pages: Sequence[int] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Whole:
    """Read a text of any length; ``pages`` are the offsets at which its pages begin.

    ``published`` is as for :func:`habeas.reading.read`. ``progress`` is told how many pages were read, or pieces where there are none.
    The readings are in the order of their words, their offsets those of the whole text.
    """
    pieces = list(_pieces(text, pages))
    found: list[Passage] = []
    langs: Counter[Lang] = Counter()
    told: Counter[str] = Counter()
    year: int | None = None
    for number, (start, end, done) in enumerate(pieces, 1):
        made = document(text[start:end], lang=lang, published=published)
        lang = lang or (made.lang if made.sentences else None)
        year = made.report_year or year
        made = replace(made, report_year=year)
        langs.update(one.lang for one in made.sentences)
        told.update(block.kind for block in made.blocks)
        found += _placed(made, start)
        if progress:
            progress(done if pages else number, len(pages) if pages else len(pieces))
    return Whole(
        passages=tuple(found),
        language=langs.most_common(1)[0][0] if langs else None,
        words=sum(1 for _ in re.finditer(r"\S+", text)),
        sentences=langs.total(),
        foreign=told["foreign"],
        contents=told["contents"],
        doubts=tuple(one for one in suspicions(text) if one.key.removeprefix("reading.") not in _COUNTED),
    )


def _pieces(text: str, pages: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield where each piece begins and ends, and how many pages are read with it."""
    edges = [*pages[1:], len(text)] if pages else [*(hit.end() for hit in _PARAGRAPH.finditer(text)), len(text)]
    start = 0
    for number, edge in enumerate(edges, 1):
        if edge == len(text):  # pages after it are empty
            if edge > start:
                yield start, edge, len(edges)
            return
        if edge - start >= _PIECE:
            yield start, edge, number
            start = edge


def _placed(made: Document, offset: int) -> Iterator[Passage]:
    """Yield the readings of a piece in the offsets of the whole text, each with its sentence and those beside it."""
    sentences = made.sentences
    at = 0
    for one in readings(made):
        while at and sentences[at].start > one.start:
            at -= 1
        while at + 1 < len(sentences) and sentences[at + 1].start <= one.start:
            at += 1
        last = at
        while last + 1 < len(sentences) and sentences[last + 1].start < one.end:
            last += 1
        before, after = sentences[max(0, at - 1)], sentences[min(len(sentences) - 1, last + 1)]
        yield Passage(
            reading=replace(one, start=one.start + offset, end=one.end + offset, predicate=with_predicate(one)),
            before=before.start + offset,
            begins=sentences[at].start + offset,
            ends=max(sentences[last].end, one.end) + offset,
            after=max(after.end, one.end) + offset,
        )
