"""What can be wrong with a value of ``case.toml``, whichever table it stands in."""

from __future__ import annotations

from typing import Any, Final

from habeas.errors import Problem
from habeas.words import LANGUAGES

FILE: Final = "case.toml"


def pair(raw: Any) -> bool:
    """Whether a table has words in both languages."""
    return isinstance(raw, dict) and all(isinstance(raw.get(lang), str) and raw[lang].strip() for lang in LANGUAGES)


def named(raw: Any) -> bool:
    """Whether something is words."""
    return isinstance(raw, str) and bool(raw.strip())


def strings(raw: Any) -> bool:
    """Whether something is a list of words."""
    return isinstance(raw, list) and all(isinstance(one, str) for one in raw)


def fault(key: str, where: str, **values: object) -> Problem:
    """Return a fault of ``case.toml``, at a place in it."""
    return Problem(f"about.{key}", FILE, column=where, values=values)


def within(found: Any, limit: float) -> bool:
    """Whether something is a number between a limit and its negative."""
    return isinstance(found, int | float) and not isinstance(found, bool) and -limit <= found <= limit
