"""The forms in which a text names times, one pattern each, for English and for Spanish: compiled from forms.toml.

Patterns are written for a *line*: the plain words of a sentence with one blank between them. What a form means is in resolve.py.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from habeas.reading.times.lexicon import Lexicon, choice, lexicon
from habeas.words import Lang

_PIECE: Final = re.compile(r"%(\w+)%")
_GROUP: Final = re.compile(r"\(\?P<\w+>")
_OPEN: Final = r"(?<![^ (\-–—/])"
_CLOSE: Final = r"(?![^ \-–—/])"


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of one language. ``every`` finds them all, its group names are the forms' names; ``point`` takes a date apart."""

    every: re.Pattern[str]
    each: dict[str, re.Pattern[str]]
    since: re.Pattern[str]
    until: re.Pattern[str]
    began: re.Pattern[str]


@cache
def forms(lang: Lang) -> Forms:
    """Return the compiled forms of a language."""
    lex = lexicon(lang)
    data = tomllib.loads(files(__package__).joinpath("forms.toml").read_text(encoding="utf-8"))
    pieces = _words(lex)
    for name, body in [*data["pieces"]["all"].items(), *data["pieces"][lang].items()]:
        pieces[name] = _filled(body, pieces)
    listed = [(one["name"], _filled(one[lang], pieces)) for one in data["forms"] if lang in one]
    found = "|".join(f"(?P<{name}>{_GROUP.sub('(?:', body)})" for name, body in listed)
    return Forms(
        every=re.compile(rf"{_OPEN}(?:{found}){_CLOSE}"),
        each={name: re.compile(rf"(?:{body}){_CLOSE}") for name, body in listed},
        since=re.compile(
            rf"(?:^|.* |\()(?:{choice(lex.since)})(?: the| el| about| around)?(?: [\"“«])?(?: antes de| before)?$"
        ),
        began=re.compile(r"(?:^|.* )(?:since|ever since|desde que|desde)(?: [^ ;:]+){1,14}$"),
        until=re.compile(rf"(?:^|.* |\()(?:{choice(lex.until)})(?: the| el| about| around)?$"),
    )


def _filled(body: str, pieces: dict[str, str]) -> str:
    return _PIECE.sub(lambda named: pieces[named[1]], body)


def _words(lex: Lexicon) -> dict[str, str]:
    short = [name for name in lex.months if len(name) <= 4 and name not in ("june", "july", "may", "mayo")]
    return {
        "month": rf"(?:{choice(set(lex.months) - set(short))}(?:'s)?|{choice(short)}(?: \.)?)",
        "count": rf"(?:[0-9]{{1,3}}|{choice(lex.numbers)})",
        "unit": choice(lex.units),
        "week": choice(lex.weekdays),
        "ordinal": choice(lex.ordinals),
        "block": choice(lex.blocks),
        "part": choice(lex.parts),
        "events": choice({name for event in lex.events for name in event.words} | set(lex.event_common)),
        "verbs": choice(lex.event_verbs),
        "heads": choice(lex.event_begin),
        "named": choice(lex.inaugurations),
        "now": choice(lex.now),
    }
