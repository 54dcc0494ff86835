"""Markdown: the characters as they are; a note's front matter is its description, and no part of its text."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from habeas.evidence.decode import decode
from habeas.evidence.text import Extract, normal

EXTRACTOR: Final = "md-1"

_FRONT: Final = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_NOTE: Final = re.compile(r"^kind[ \t]*:[ \t]*(['\"]?)note\1[ \t]*(?:#.*)?$", re.MULTILINE)


class Parts(NamedTuple):
    """A Markdown file taken apart. ``front`` is a note's YAML, else ``None``; ``open_front`` when it is never closed."""

    front: str | None
    body: str
    open_front: bool = False


def split(text: str) -> Parts:
    """Part a note's front matter from its body.

    Only front matter that says ``kind: note`` is taken off: that of somebody else's Markdown is part of what they wrote.
    """
    if not text.startswith("---"):
        return Parts(None, text)
    fenced = _FRONT.match(text)
    if fenced is None:
        head = text.partition("\n\n")[0]
        return Parts(None, text, open_front=bool(_NOTE.search(head)))
    if not _NOTE.search(fenced[1]):
        return Parts(None, text)
    return Parts(fenced[1], text[fenced.end() :].lstrip("\n"))


def read(data: bytes) -> Extract:
    """Read Markdown as it is written; offsets count from the first character after a note's front matter."""
    decoded = decode(data)
    return Extract(
        media_type="text/markdown",
        extractor=EXTRACTOR,
        text=split(normal(decoded.text)).body,
        encoding=decoded.encoding,
        problems=decoded.problems,
    )
