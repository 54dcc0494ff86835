"""Quotations of a text: the words between quotation marks, across sentences."""

from __future__ import annotations

import re
from typing import Final

from habeas.reading.model import Document

_PAIRS: Final = {"“": "”", "«": "»", "‹": "›", "„": "“", "‘": "’"}
_MARK: Final = re.compile(r"[“”«»‹›„\"‘]|(?<!\w)'(?=\w)|(?<=[\w.,!?…])'(?!\w)|’(?!\w)")
_WORDS: Final = re.compile(r"\w+")
_SPEECH: Final = 5
"""Words below which what stands in quotation marks is a term and no speech."""


def quotations(document: Document) -> tuple[tuple[int, int], ...]:
    """Return the offsets of what is quoted, marks included, in order; terms of a few words are left out."""
    found: list[tuple[int, int]] = []
    for block in document.blocks:
        if block.lang:
            found.extend(_in(document.text, block.start, block.end))
    return tuple(found)


def _in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for hit in _MARK.finditer(text, start, end):
        mark = hit.group()
        if opened is None:
            closing = _PAIRS.get(mark) or (mark if mark in "\"'" else None)
            if closing and not (mark in "\"'" and text[hit.end() : hit.end() + 1] in {" ", ""}):
                opened = (hit.start(), closing)
        elif mark == opened[1]:
            if len(_WORDS.findall(text, opened[0], hit.end())) >= _SPEECH:
                found.append((opened[0], hit.end()))
            opened = None
    if opened is not None and opened[1] in '”»"' and text[opened[0] - 1 : opened[0]] in {"", "\n", " "}:
        found.append((opened[0], end))  # a quotation that the next paragraph goes on with
    return found
