"""The words for time from the data file, as tables and as pieces of patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from habeas.words import Lang


@dataclass(frozen=True, slots=True)
class Event:
    """A well-known event: the ISO date on which it began, the words for it, and words of which a text must hold one."""

    start: str
    words: tuple[str, ...]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words for time of one language."""

    months: dict[str, int]
    shy: frozenset[str]
    before: frozenset[str]
    year_before: frozenset[str]
    year_not_before: frozenset[str]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    units: dict[str, tuple[int, str]]
    now: frozenset[str]
    ordinals: dict[str, int]
    blocks: dict[str, int]
    parts: dict[str, str]
    since: tuple[str, ...]
    until: tuple[str, ...]
    events: tuple[Event, ...]
    event_verbs: tuple[str, ...]
    event_begin: tuple[str, ...]
    event_common: tuple[str, ...]
    inaugurations: dict[str, tuple[str, ...]]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))


@cache
def lexicon(lang: Lang) -> Lexicon:
    """Return the words for time of a language."""
    data = _data()
    return Lexicon(
        months={name: number for number, names in enumerate(data["months"][lang], 1) for name in names},
        shy=frozenset(data["months_shy"][lang]),
        before=frozenset(data["before"][lang]),
        year_before=frozenset(data["year_before"][lang]),
        year_not_before=frozenset(data["year_not_before"][lang]),
        weekdays={name: number for number, name in enumerate(data["weekdays"][lang])},
        numbers={name: int(value) for name, value in _pairs(data["numbers"][lang])},
        units={name: (int(value[:-1]), value[-1]) for name, value in _pairs(data["units"][lang])},
        now=frozenset(data["now"][lang]),
        ordinals={name: int(value) for name, value in _pairs(data["ordinals"][lang])},
        blocks={name: int(value) for name, value in _pairs(data["blocks"][lang])},
        parts=dict(_pairs(data["parts"][lang])),
        since=tuple(data["roles"][lang]["since"]),
        until=tuple(data["roles"][lang]["until"]),
        events=tuple(Event(one["start"], tuple(one[lang]), frozenset(one.get("needs", ()))) for one in data["events"]),
        event_verbs=tuple(data["event_verbs"][lang]),
        event_begin=tuple(data["event_begin"][lang]),
        event_common=tuple(data["event_common"][lang]),
        inaugurations={name: tuple(months) for name, months in data["inaugurations"].items()},
    )


@cache
def words(name: str, lang: Lang) -> tuple[str, ...]:
    """Return a list of the data file that tells how times are used."""
    return tuple(_data()[name][lang])


def choice(names: Iterable[str]) -> str:
    """Return a pattern that takes any of the names, the longest first."""
    return "(?:" + "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))) + ")"


def _pairs(entries: list[str]) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (entry.rpartition("/") for entry in entries)]
