"""Bytes to characters: the encoding is read where the file states it, proved where it can be, and said aloud where guessed."""

from __future__ import annotations

import codecs
from typing import Final, NamedTuple

from habeas.errors import Problem

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; those of UTF-32 come first, because UTF-16's begins the same."""

_FALLBACK: Final = "windows-1252"
_WEB_NAMES: Final = {"iso8859-1": "cp1252", "ascii": "cp1252"}
"""What these labels mean on web pages (WHATWG Encoding Standard, section 4.2)."""


class Decoded(NamedTuple):
    """The characters, the encoding they were read with, and what was doubtful about it."""

    text: str
    encoding: str
    problems: tuple[Problem, ...]


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode by byte order mark, else the declared encoding, else UTF-8, else Windows-1252 with a problem.

    UTF-8 that decodes is certain in practice; Windows-1252 accepts almost any bytes and is a guess. Bytes that have no meaning
    become U+FFFD and are reported.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], name, ())
    problems: tuple[Problem, ...] = ()
    if declared:
        codec = _codec(declared)
        text = _strict(data, codec) if codec else None
        if codec and text is not None:
            return Decoded(text, codec, ())
        problems = (Problem("evidence.encoding-wrong", gravity="warning", values={"declared": declared}),)
    text = _strict(data, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", problems)
    guess = Problem("evidence.encoding-guessed", gravity="warning", values={"encoding": _FALLBACK})
    return _lenient(data, "cp1252", (*problems, guess))


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, UnicodeError):
        return None


def _lenient(data: bytes, codec: str, problems: tuple[Problem, ...]) -> Decoded:
    text = data.decode(codec, errors="replace")
    lost = text.count("\ufffd")
    if lost and _strict(data, codec) is None:
        problems = (*problems, Problem("evidence.bytes-unreadable", gravity="warning", values={"n": lost}))
    return Decoded(text, codec, problems)


def _codec(label: str) -> str | None:
    """Return Python's name of a text encoding; ``None`` when it is unknown or, like ``base64``, no text encoding."""
    try:
        name = codecs.lookup(label.strip()).name
        "".encode(name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return None if name in {"undefined", "idna", "punycode", "utf-7"} else _WEB_NAMES.get(name, name)
