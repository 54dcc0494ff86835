"""What the words for a time mean, and what is known while a text is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Literal, NamedTuple

from habeas.reading.times.calendar import Reference, earliest, iso, months_on, parts
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

    ``anchor`` is the date named last; ``begun`` the start named last, ``year`` the year named last, ``future`` whether the sentence has spoken of what is to come, ``seen`` the days named so far,
    ``dated`` the month named last with its year, with its sentence and block, and ``span`` the first and last month counted over last,
    ``last`` the first and last date of what was named last.
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
    sentence: int = 0
    block: int = 0
    dated: tuple[str, int, int] | None = None
    span: tuple[str, str] | None = None
    last: tuple[str, str] | None = None

    def year_for(self, month: int, day: int | None = None) -> int | None:
        """Return the year of a month that is named without one: that of a past month told right before it, else the latest before publication."""
        latest = self.reference.month_year(month, day)
        if self.dated is None or latest is None or self.reference.report_year is not None:
            return latest
        told, sentence, block = self.dated
        year, before, _ = parts(told)
        near = block == self.block and self.sentence - sentence <= 1 and not self._is_fresh(iso(latest, month))
        goes_on = before is not None and month >= before and year < latest
        return year if near and goes_on else latest

    def _is_fresh(self, month: str) -> bool:
        """Return whether a month is one of the last before publication: then it needs no year even where an older date was told before."""
        published = self.reference.month
        return published is not None and months_on(month, _FRESH) >= published

    def the_year(self) -> int | None:
        """Return the year that "the year" means: an annual report's, the one named last, or that of publication."""
        if self.reference.report_year is not None:
            return self.reference.report_year
        if self.anchor is not None:
            return parts(self.anchor)[0]
        return self.reference.year


_FRESH: Final = 4
"""Months before publication that a text names without a year, whatever it told before."""
_EXACT: Final = 24
"""Months back up to which a text means a month: "two years ago" is one, "a decade ago" a year."""
Resolver = Callable[[re.Match[str], Teller], Meant | None]
"""What takes a form apart and says what it means; None where it means no date."""


def same(told: str, *, sure: bool = True, role: Role = "on") -> Meant:
    """Return the meaning of one day, month or year."""
    return Meant(told, told, role, sure)


def number_of(words: str, teller: Teller) -> int | None:
    """Return how many a figure or a number word says; None where it is neither."""
    return int(words) if words.isdigit() else teller.lex.numbers.get(words)


def steps_back(base: str, count: int, name: str, teller: Teller) -> str | None:
    """Return the date some units before another: to the day for days, else to the month, and to the year for more than two years."""
    size, kind = teller.lex.units[name]
    if kind == "d":
        days = size * count or 1
        return (earliest(base) - timedelta(days=days)).isoformat() if len(base) == 10 else base
    told = months_on(base, -size * count)
    return told[:4] if size * count > _EXACT else told
