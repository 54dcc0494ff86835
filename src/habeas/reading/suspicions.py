"""What about a text makes its reading doubtful: wrong decoding, another language, hidden characters. It is told, and nothing is mended."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

from habeas.errors import Problem
from habeas.reading.document import document
from habeas.reading.languages import language

# Bytes 80 to BF as Latin-1 and as Windows-1252 show them.
_SECOND: Final = "\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
_MOJIBAKE: Final = re.compile(
    rf"[\u00c2\u00c3\u00c5][{_SECOND}]|\u00e2[{_SECOND}]{{2}}|\u221a[\u00b1\u00b0\u00a9\u2260\u2265\u222b]"
)
_LOST: Final = re.compile("\ufffd+")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_HIDDEN: Final = re.compile("[\u200b\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069](?<!^\ufeff)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_PARAGRAPH: Final = re.compile(r"[^\n\f]+(?:\n(?![ \t]*\n)[^\n\f]+)*")
_SAMPLE: Final = 200
"""Paragraphs whose language is looked at, evenly over a long text."""
_ENOUGH: Final = 8
_FOREIGN: Final = 0.1
_CONTENTS: Final = 0.5
_AROUND: Final = 12


def suspicions(text: str) -> tuple[Problem, ...]:
    """Return what makes the reading of a text doubtful, in the order of what weighs most; none for a text that looks sound.

    Each problem names the line where it is first seen (``row``, from 1) and how often. All are warnings, but for a text without a word or
    without a passage in English or Spanish, of which nothing is read.
    """
    if not _WORD.search(text):
        return (Problem("reading.no-words"),)
    marks: tuple[Callable[[str], Iterator[Problem]], ...] = (_languages, _decoding, _hidden, _contents)
    return tuple(problem for look in marks for problem in look(text))


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _seen(text: str, pattern: re.Pattern[str], key: str) -> Iterator[Problem]:
    """Yield one problem for all that a pattern finds, with the first in its surroundings."""
    found = [hit.start() for hit in pattern.finditer(text)]
    if found:
        start = found[0]
        shown = "".join(_shown(letter) for letter in text[max(0, start - _AROUND) : start + _AROUND])
        yield Problem(key, row=_line(text, start), gravity="warning", values={"n": len(found), "found": shown.strip()})


def _shown(letter: str) -> str:
    """Return a character as it can be printed on one line: what cannot be seen, by its number."""
    if letter.isspace():
        return " "
    return f"[U+{ord(letter):04X}]" if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn") else letter


def _decoding(text: str) -> Iterator[Problem]:
    yield from _seen(text, _MOJIBAKE, "reading.wrong-decoding")
    yield from _seen(text, _LOST, "reading.lost-characters")


def _hidden(text: str) -> Iterator[Problem]:
    yield from _seen(text, _CONTROL, "reading.control-characters")
    yield from _seen(text, _HIDDEN, "reading.hidden-characters")


def _languages(text: str) -> Iterator[Problem]:
    """Tell of passages in neither language: all of them, or a tenth and more of the words that were looked at."""
    passages = [hit for hit in _PARAGRAPH.finditer(text) if len(_WORD.findall(hit.group()[:2_000])) >= _ENOUGH]
    step = max(1, len(passages) // _SAMPLE)
    sizes = {True: 0, False: 0}
    first = None
    for hit in passages[::step]:
        known = language(hit.group()[:5_000]) is not None
        sizes[known] += len(hit.group())
        if not known and first is None:
            first = hit.start()
    if first is None:
        return
    if not sizes[True]:
        yield Problem("reading.other-language", row=_line(text, first))
    elif sizes[False] >= _FOREIGN * (sizes[True] + sizes[False]):
        share = round(100 * sizes[False] / (sizes[True] + sizes[False]))
        yield Problem(
            "reading.partly-other-language", row=_line(text, first), gravity="warning", values={"share": share}
        )


def _contents(text: str) -> Iterator[Problem]:
    """Tell where most of the lines are a table of contents, which is not read."""
    blocks = document(text[:20_000]).blocks
    rows = [one for one in blocks if one.kind == "contents"]
    if len(rows) > 2 and len(rows) > _CONTENTS * len(blocks):
        yield Problem(
            "reading.mostly-contents", row=_line(text, rows[0].start), gravity="warning", values={"n": len(rows)}
        )
