"""Where words stand in a text: found exactly, found several times, or the passage nearest to them.

A quote is first sought code point by code point. Where that fails, runs of blanks and line breaks count as equal, because a
quote that is typed or folded in YAML has other line ends than a page; what is handed back is always the text's own wording.
Nothing else is treated as equal: other differences make a :class:`Nearest`, for a person to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from habeas.errors import InputError
from habeas.evidence.model import TextQuote
from habeas.evidence.text import Extract

CONTEXT: Final = 32
"""Code points of prefix and of suffix that a quote is kept with; more where it would otherwise not be unique."""
_MOST_CONTEXT: Final = 512
_SHOWN: Final = 5
_WORD: Final = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Found:
    """The one place where the words stand. ``typed`` is false when only blanks differ from what was asked for."""

    quote: TextQuote
    typed: bool = True


@dataclass(frozen=True, slots=True)
class Nearest:
    """The passage most like the words, ``text[start:end]``, and how like, from 0 to 100 (share of equal code points)."""

    passage: str
    score: float
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The words stand in ``n`` places that prefix and suffix do not tell apart; ``contexts`` shows the first of them."""

    n: int
    starts: tuple[int, ...]
    contexts: tuple[str, ...]


def find(extract: Extract, exact: str, prefix: str = "", suffix: str = "") -> Found | Nearest | Ambiguous:
    """Find words in the text of an original. ``prefix`` and ``suffix`` are what stands right before and after them.

    Raises :class:`~habeas.errors.InputError` when there are no words to find.
    """
    if not exact.strip():
        raise InputError("evidence.quote-empty")
    for typed, places in (
        (True, _exactly(extract.text, exact, prefix, suffix)),
        (False, _loosely(extract.text, *(normalize("NFC", part) for part in (exact, prefix, suffix)))),
    ):
        spans = list(places)
        if len(spans) == 1:
            return Found(quote_at(extract, *spans[0]), typed)
        if spans:
            starts = tuple(start for start, _ in spans[:_SHOWN])
            return Ambiguous(len(spans), starts, tuple(_context(extract.text, *span) for span in spans[:_SHOWN]))
    return _nearest(extract, exact, prefix, suffix)


def quote_at(extract: Extract, start: int, end: int) -> TextQuote:
    """Return the quote of ``text[start:end]``, with as much around it as tells it from other places with the same words."""
    text = extract.text
    if not 0 <= start < end <= len(text):
        raise InputError("evidence.quote-outside", start=start, end=end, length=len(text))
    exact, width = text[start:end], CONTEXT
    while width < _MOST_CONTEXT and _repeats(text, text[max(0, start - width) : end + width]):
        width *= 2
    return TextQuote(
        exact=exact,
        prefix=text[max(0, start - width) : start],
        suffix=text[end : end + width],
        start=start,
        end=end,
        page=extract.page_at(start),
    )


def places(text: str, exact: str, prefix: str, suffix: str) -> list[tuple[int, int]]:
    """Return every place where the words stand exactly, between prefix and suffix in which only blanks may differ."""
    found = list(_exactly(text, exact, prefix, suffix))
    return found or [
        (start, start + len(exact))
        for start in _starts(text, exact)
        if _preceded(text, start, prefix.split()) and _followed(text, start + len(exact), suffix.split())
    ]


def _repeats(text: str, passage: str) -> bool:
    first = text.find(passage)
    return text.find(passage, first + 1) >= 0


def _exactly(text: str, exact: str, prefix: str, suffix: str) -> Iterator[tuple[int, int]]:
    for at in _starts(text, prefix + exact + suffix):
        start = at + len(prefix)
        yield start, start + len(exact)


def _starts(text: str, passage: str) -> Iterator[int]:
    """Yield every place where a passage begins; two of them may overlap."""
    at = text.find(passage)
    while at >= 0:
        yield at
        at = text.find(passage, at + 1)


def _loosely(text: str, exact: str, prefix: str, suffix: str) -> Iterator[tuple[int, int]]:
    """Yield every place where the words follow one another with any blanks between, and so do those before and after.

    A pattern of :mod:`re` would say the same, and take ten times as long to compile as it takes to look.
    """
    words, before, after = exact.split(), prefix.split(), suffix.split()
    for start in _starts(text, words[0]):
        end = _end(text, start, words)
        if end is not None and _preceded(text, start, before) and _followed(text, end, after):
            yield start, end


def _end(text: str, start: int, words: list[str]) -> int | None:
    """Return where words end that begin at a place, at least one blank between two; None where they do not stand there."""
    at = start
    for number, word in enumerate(words):
        begins = _past_blanks(text, at) if number else at
        if (number and begins == at) or not text.startswith(word, begins):
            return None
        at = begins + len(word)
    return at


def _followed(text: str, end: int, words: list[str]) -> bool:
    return not words or _end(text, _past_blanks(text, end), words) is not None


def _preceded(text: str, start: int, words: list[str]) -> bool:
    at = start
    for number, word in enumerate(reversed(words)):
        ends = at
        while ends and text[ends - 1].isspace():
            ends -= 1
        if (number and ends == at) or not text.endswith(word, 0, ends):
            return False
        at = ends - len(word)
    return True


def _past_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _context(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return " ".join(f"{before}[{text[start:end]}]{after}".split())


def _nearest(extract: Extract, exact: str, prefix: str, suffix: str) -> Nearest:
    from rapidfuzz import fuzz

    text = extract.text
    wanted = prefix + exact + suffix
    best = fuzz.partial_ratio_alignment(wanted, text) if text else None
    if best is None:
        return Nearest("", 0.0, 0, 0)
    start, end = (best.dest_start, best.dest_end) if len(wanted) <= len(text) else (0, len(text))
    start, end = _whole_words(text, start, end)
    score = round(fuzz.ratio(wanted, text[start:end]), 1)
    return Nearest(text[start:end], score, start, end, extract.page_at(start))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a passage to whole words, and drop the blanks at its ends."""
    while 0 < start < end and _WORD.match(text[start]) and _WORD.match(text[start - 1]):
        start -= 1
    while start < end < len(text) and _WORD.match(text[end - 1]) and _WORD.match(text[end]):
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
