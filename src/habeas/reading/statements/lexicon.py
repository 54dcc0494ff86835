"""Lexicon: the words and patterns of statements, read from the data files beside this module and made into rules."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from habeas.reading.statements.durations import numbers
from habeas.words import Lang

_MACRO: Final = re.compile(r"%([a-z_]+)%")


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern on a line and what it states. ``value`` is the answer (none, insufficient, ...) or a whole ``key=value``.

    ``given`` must be said in the same sentence, where there is one.
    ``weight`` says which of two sayings of the same thing is kept: the greater one.
    """

    name: str
    pattern: re.Pattern[str]
    value: str
    weight: int = 1
    given: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules of one language for one kind of statement. ``trigger`` is a word without which no rule can apply."""

    trigger: re.Pattern[str]
    names: re.Pattern[str]
    tags: Mapping[str, str]
    rules: tuple[Rule, ...]
    words: Mapping[str, re.Pattern[str]]


@cache
def grammar(file: str, lang: Lang) -> Grammar:
    """Return the grammar of a data file (``conditions``, ``legal``, ``allegations``) in a language."""
    source = resources.files("habeas.reading.statements") / f"{file}.toml"
    raw = tomllib.loads(source.read_text(encoding="utf-8"))[lang]
    macros: dict[str, str] = {"number": numbers(lang)} | raw.get("macros", {})
    groups = {f"g{number}": tag for number, tag in enumerate(raw.get("names", {}))}
    names = "|".join(f"(?P<{group}>{_filled('|'.join(raw['names'][tag]), macros)})" for group, tag in groups.items())
    return Grammar(
        trigger=_compiled("|".join(raw["triggers"]), macros),
        names=re.compile(rf"(?<!\S)(?:{names})(?!\S)") if names else re.compile(r"(?!)"),
        tags=groups,
        rules=tuple(_rule(one, macros) for one in raw.get("rules", [])),
        words={name: _compiled("|".join(given), macros) for name, given in raw.get("words", {}).items()},
    )


def _rule(given: Mapping[str, Any], macros: Mapping[str, str]) -> Rule:
    said = "|".join(given["says"])
    also = _compiled("|".join(given["given"]), macros) if "given" in given else None
    return Rule(given["name"], _compiled(said, macros), given["value"], given.get("weight", 1), also)


def _compiled(pattern: str, macros: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{_filled(pattern, macros)})(?!\S)")


def _filled(pattern: str, macros: Mapping[str, str]) -> str:
    for _ in range(4):  # a macro may name others
        if "%" not in pattern:
            break
        pattern = _MACRO.sub(lambda hit: f"(?:{macros[hit.group(1)]})", pattern)
    return pattern
