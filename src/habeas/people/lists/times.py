"""Days as lists write them: read once for each different text of a column; what can be two days keeps both as bounds.

ISO days, days with the month in words, months and years alone, and everything that :mod:`habeas.when` reads are certain in their form. 3/4/2023 is read
day first or month first where another value of the same column can be read so only, or a mapping says so; else it is some day between the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from habeas.about import Dates
from habeas.errors import InputError
from habeas.when import Span, parse

Trouble = Literal["unread", "two-digit-year", "future"]
_ISO: Final = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_PARTS: Final = re.compile(
    r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?:[T ,]+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?\s?m\.?)?)?",
    re.IGNORECASE,
)
_YEAR: Final = re.compile(r"((?:18|19|20)\d{2})(?:\.0+)?")
_COMPACT: Final = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?")
_OLDEST: Final = 110
"""Nobody on a list was born so many years ago: what tells the century of a year of birth of two digits."""


@dataclass(frozen=True, slots=True)
class TimeRead:
    """A text read as a time: its outer days, and its EDTF; ``trouble`` says why it was not. ``two``: its day and month can be exchanged."""

    first: date | None = None
    last: date | None = None
    edtf: str | None = None
    trouble: Trouble | None = None
    two: bool = False


def read_times(
    texts: Sequence[str], dates: Dates | None, today: date, *, birth: bool, past: bool = False
) -> list[TimeRead]:
    """Return the reading of each of the different texts of one column. ``birth``: of births; ``past``: of what has happened. Neither lies ahead."""
    order = dates or _order(texts)
    found = [_read(text, order, today, birth=birth) for text in texts]
    if not (birth or past):
        return found
    return [TimeRead(trouble="future") if one.first is not None and one.first > today else one for one in found]


def _order(texts: Iterable[str]) -> Dates | None:
    """Return which of day and month comes first, where values show it and none denies it."""
    day_first = month_first = False
    for text in texts:
        parts = _PARTS.fullmatch(text)
        if parts and int(parts[3]) <= 12 < int(parts[1]) <= 31:
            day_first = True
        elif parts and int(parts[1]) <= 12 < int(parts[3]) <= 31:
            month_first = True
    if day_first and month_first:
        return None
    return "day-first" if day_first else "month-first" if month_first else None


def _read(text: str, order: Dates | None, today: date, *, birth: bool) -> TimeRead:
    if iso := _ISO.fullmatch(text):
        return _one(_day(iso[1], iso[3], iso[4]))
    if parts := _PARTS.fullmatch(text):
        return _either(parts, order, today, birth=birth)
    if year := _YEAR.fullmatch(text):
        return _span(Span.some_day(date(int(year[1]), 1, 1), date(int(year[1]), 12, 31)))
    if compact := _COMPACT.fullmatch(text):
        return _one(_day(*compact.groups()))
    if _SERIAL.fullmatch(text):
        return TimeRead(
            trouble="unread"
        )  # a number of days is what a program made of a date, and which program nobody knows
    try:
        return _span(parse(text))
    except InputError:
        return TimeRead(trouble="unread")


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _one(day: date | None) -> TimeRead:
    if day is None:
        return TimeRead(trouble="unread")
    return TimeRead(day, day, day.isoformat())


def _span(span: Span) -> TimeRead:
    first, last = span.outer
    return TimeRead(first, last, span.to_edtf())


def _either(parts: re.Match[str], order: Dates | None, today: date, *, birth: bool) -> TimeRead:
    """Read two numbers and a year, in the column's order; without one, in both."""
    years = _years(parts[4], today, birth=birth)
    if len(years) != 1:
        return TimeRead(trouble="two-digit-year")
    a, b = parts[1], parts[3]
    orders: Sequence[tuple[str, str]] = {"day-first": ((a, b),), "month-first": ((b, a),), None: ((a, b), (b, a))}[
        order
    ]
    days = sorted({found for day, month in orders if (found := _day(years[0], month, day)) is not None})
    if not days:
        return TimeRead(trouble="unread")
    if len(days) == 1:
        return TimeRead(days[0], days[0], days[0].isoformat())
    return TimeRead(days[0], days[-1], Span.some_day(days[0], days[-1]).to_edtf(exact=True), two=True)


def _years(said: str, today: date, *, birth: bool) -> list[str]:
    """Return the years that are meant: of a birth, those of two digits that nobody alive rules out; else no century is guessed."""
    if len(said) == 4:
        return [said]
    if not birth:
        return []
    return [year for year in (f"19{said}", f"20{said}") if today.year - _OLDEST < int(year) <= today.year]
