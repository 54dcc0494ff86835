"""What the words for a time mean, and what is known while a text is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, NamedTuple

from habeas.reading.times.calendar import Reference, earliest, months_on, parts
from habeas.reading.times.lexicon import Lexicon

Role = Literal["on", "since", "until", "span"]


class Meant(NamedTuple):
    """What a form means: the first and last date, its role where the form itself has one, and whether the text says it all."""

    low: str | None
    high: str | None
    role: Role = "on"
    sure: bool = True
    ahead: bool = False


@dataclass(slots=True)
class Teller:
    """What is known while a text is read: its language's words, its publication, and the date named last (``day``: the day, weekdays too).

    ``anchor`` is the date named last; ``begun`` the start named last, ``year`` the year named last, ``future`` whether the sentence has spoken of what is to come, ``seen`` the days named so far.
    """

    lex: Lexicon
    reference: Reference
    words: frozenset[str]
    anchor: str | None = None
    begun: str | None = None
    day: str | None = None
    year: int | None = None
    future: bool = False
    seen: set[str] = field(default_factory=set)
    numeric_day_first: bool = True

    def year_for(self, month: int, day: int | None = None) -> int | None:
        """Return the year of a month that is named without one."""
        return self.reference.month_year(month, day)

    def the_year(self) -> int | None:
        """Return the year that "the year" means: an annual report's, the one named last, or that of publication."""
        if self.reference.report_year is not None:
            return self.reference.report_year
        if self.anchor is not None:
            return parts(self.anchor)[0]
        return self.reference.year


Resolver = Callable[[re.Match[str], Teller], Meant | None]
"""What takes a form apart and says what it means; None where it means no date."""


def same(told: str, *, sure: bool = True, role: Role = "on") -> Meant:
    """Return the meaning of one day, month or year."""
    return Meant(told, told, role, sure)


def number_of(words: str, teller: Teller) -> int | None:
    """Return how many a figure or a number word says; None where it is neither."""
    return int(words) if words.isdigit() else teller.lex.numbers.get(words)


def steps_back(base: str, count: int, name: str, teller: Teller) -> str | None:
    """Return the date some units before another: to the day for days, else to the month, and to the year for two years or more."""
    size, kind = teller.lex.units[name]
    if kind == "d":
        days = size * count or 1
        return (earliest(base) - timedelta(days=days)).isoformat() if len(base) == 10 else base
    told = months_on(base, -size * count)
    return told[:4] if size * count >= 24 else told
