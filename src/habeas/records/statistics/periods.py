"""Periods: fiscal years, their months, and what of them was over on the day of the pull.

A fiscal year runs from 1 October of the year before to 30 September.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final, NamedTuple

from habeas import words
from habeas.records.statistics.model import Period

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES: Final = {name.lower(): number for names in (MONTHS, words.MONTHS["en"]) for number, name in enumerate(names, 1)}
_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})(?!\d)")
_YEAR: Final = re.compile(
    r"\b(?:e?oy?)?fy ?(20\d\d|\d\d)(?!\d)|\bfiscal year (?:\(fy\) )?(20\d\d)|\bytd ?(20\d\d)", re.IGNORECASE
)
_CAPTURED: Final = re.compile(r"^(\d{14})(?!\d)")


class Clock(NamedTuple):
    """How far the figures of a sheet reach: up to and including the day ``last``.

    Where that day is not known, ``reached`` is the first day of the latest month with figures, whose end is then not known either.
    """

    last: date | None
    reached: date | None = None


def month_number(name: str) -> int | None:
    """Return the number of a month by its English name or its first three letters."""
    return _NAMES.get(name.strip().lower())


def days_in(text: str) -> Iterator[date]:
    """Yield the days that a text names as month, day and year (10/07/2024, 9.20.2025, 06/08/22)."""
    for found in _DAY.finditer(text):
        month, day, year = (int(part) for part in found.groups())
        try:
            yield date(year + 2000 if year < 100 else year, month, day)
        except ValueError:
            continue


def fiscal_years_in(text: str) -> list[int]:
    """Return the fiscal years that a text names (FY24, EOFY2024, EOYFY20, YTD2022), in its order."""
    years = (int(next(part for part in found.groups() if part)) for found in _YEAR.finditer(text))
    return [year + 2000 if year < 100 else year for year in years]


def fiscal_year_of(day: date) -> int:
    """Return the fiscal year that a day falls in."""
    return day.year + (day.month >= 10)


def captured(file: str) -> datetime | None:
    """Return the moment in front of a file's name, by which a web archive marks when it took the file."""
    found = _CAPTURED.match(file)
    try:
        return datetime.strptime(found[1], "%Y%m%d%H%M%S") if found else None  # noqa: DTZ007 - times are naive here
    except ValueError:
        return None


def _ended(first: date, last: date, clock: Clock, month: date | None) -> Period:
    """Return a period, cut at the last day counted where it was not over by then; no end where nothing says so."""
    end, reached = clock
    if end is None and reached is not None:
        if first > reached:
            return Period(month=month, first_day=first, last_day=last, future=True)
        over = last < reached
        return Period(month=month, first_day=first, last_day=last if over else None, partial=not over)
    if end is None:
        return Period(month=month, first_day=first)
    if end < first:
        return Period(month=month, first_day=first, last_day=last, future=True)
    return Period(month=month, first_day=first, last_day=min(end, last), partial=end < last)


def month(year: int, number: int, clock: Clock) -> Period:
    """Return a calendar month."""
    first = date(year, number, 1)
    return _ended(first, date(year, number, calendar.monthrange(year, number)[1]), clock, first)


def fiscal_month(fiscal_year: int, number: int, clock: Clock) -> Period:
    """Return a month of a fiscal year: October is the first."""
    return month(fiscal_year - (number >= 10), number, clock)


def fiscal_year(year: int, clock: Clock) -> Period:
    """Return a fiscal year, up to the last day counted."""
    return _ended(date(year - 1, 10, 1), date(year, 9, 30), clock, None)


def fiscal_quarter(year: int, quarter: int, clock: Clock) -> Period:
    """Return a quarter of a fiscal year: the first is October to December."""
    start = 10 + 3 * (quarter - 1)
    begun, number = (year - 1, start) if start <= 12 else (year, start - 12)
    last = date(begun, number + 2, calendar.monthrange(begun, number + 2)[1])
    return _ended(date(begun, number, 1), last, clock, None)


def through(fiscal: int, number: int) -> Period:
    """Return a fiscal year through the end of a month."""
    year = fiscal - (number >= 10)
    return Period(
        first_day=date(fiscal - 1, 10, 1),
        last_day=date(year, number, calendar.monthrange(year, number)[1]),
        partial=number != 9,
    )


def half_month(year: int, number: int, half: str) -> Period:
    """Return the day of a count at the "end" of a month: its last. Which day "mid" is, the workbooks do not say: only its month is known."""
    first = date(year, number, 1)
    last = date(year, number, calendar.monthrange(year, number)[1])
    return Period(month=first, first_day=last if half == "end" else None, last_day=last if half == "end" else None)


def day(one: date | None) -> Period:
    """Return a period of one day, or of no known day."""
    return Period(first_day=one, last_day=one)
