"""Units of the calendar: days, months, years and what lies between, each a stretch from a first to a last day.

A stretch is a pair of days, both included. A unit is a stretch that has a name; ``n`` counts it within what holds it (the
second quarter, the first half), from 1.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

Stretch = tuple[date, date]
ONE_DAY: Final = timedelta(days=1)

_BLOCKS: Final = {"quarter": 3, "third": 4, "half": 6}
_ROUND: Final = {"decade": 10, "century": 100, "millennium": 1000}


class Unit(NamedTuple):
    """A named stretch: its kind, its year, its month (0 above the month), and which one it is of its kind."""

    kind: str
    year: int
    month: int = 0
    n: int = 0


def last_of(year: int, month: int) -> int:
    """Return how many days a month has."""
    return calendar.monthrange(year, month)[1]


def months(year: int, first: int, last: int) -> Stretch:
    """Return the stretch from one month of a year to another."""
    return date(year, first, 1), date(year, last, last_of(year, last))


def years(first: int, last: int) -> Stretch:
    """Return the stretch from one year to another."""
    return date(first, 1, 1), date(last, 12, 31)


def block(kind: str, year: int, n: int) -> Stretch:
    """Return the nth quarter, third (four months) or half of a year."""
    size = _BLOCKS[kind]
    return months(year, size * (n - 1) + 1, size * n)


def part_of_month(year: int, month: int, n: int) -> Stretch:
    """Return the early (1 to 10), middle (11 to 20) or late (21 on) days of a month."""
    return date(year, month, 10 * n - 9), date(year, month, last_of(year, month) if n == 3 else 10 * n)


def half_of_month(year: int, month: int, n: int) -> Stretch:
    """Return the first (1 to 15) or second (16 on) half of a month."""
    return date(year, month, 15 * n - 14), date(year, month, last_of(year, month) if n == 2 else 15)


def part_of_decade(year: int, n: int) -> Stretch:
    """Return the early (0 to 3), middle (4 to 6) or late (7 to 9) years of a decade."""
    return years(year + (0, 4, 7)[n - 1], year + (3, 6, 9)[n - 1])


def _block_around(kind: str) -> Callable[[date], Stretch]:
    return lambda day: block(kind, day.year, (day.month - 1) // _BLOCKS[kind] + 1)


def _round_around(size: int) -> Callable[[date], Stretch]:
    def around(day: date) -> Stretch:
        start = day.year - day.year % size
        return years(start, start + size - 1)

    return around


# The kinds from the smallest, each with the unit of it that holds a day.
AROUND: Final[Mapping[str, Callable[[date], Stretch]]] = {
    "day": lambda day: (day, day),
    "month": lambda day: months(day.year, day.month, day.month),
    **{kind: _block_around(kind) for kind in _BLOCKS},
    "year": lambda day: years(day.year, day.year),
    **{kind: _round_around(size) for kind, size in _ROUND.items()},
}


def calendar_unit(first: date, last: date) -> Unit | None:
    """Return the calendar unit that a stretch is, or None."""
    for kind, around in AROUND.items():
        if around(first) == (first, last):
            month = first.month if kind in ("day", "month") else 0
            n = first.day if kind == "day" else (first.month - 1) // _BLOCKS[kind] + 1 if kind in _BLOCKS else 0
            return Unit(kind, first.year, month, n)
    return None


def named_unit(first: date, last: date) -> Unit | None:
    """Return the unit that a stretch is, the early, middle and late parts and the halves of a month among them, or None."""
    unit = calendar_unit(first, last)
    if unit is not None:
        return unit
    if (first.year, first.month) == (last.year, last.month):
        for kind, parts, stretch in (("part", 3, part_of_month), ("fortnight", 2, half_of_month)):
            for n in range(1, parts + 1):
                if stretch(first.year, first.month, n) == (first, last):
                    return Unit(kind, first.year, first.month, n)
    decade = first.year - first.year % 10
    for n in (1, 2, 3):
        if part_of_decade(decade, n) == (first, last):
            return Unit("part-of-decade", decade, 0, n)
    return None


def enclosing(first: date, last: date) -> Stretch | None:
    """Return the smallest calendar unit that holds a stretch; None where not even one millennium does."""
    for around in AROUND.values():
        unit = around(first)
        if last <= unit[1]:
            return unit
    return None


def with_neighbours(kind: str, unit: Stretch) -> Stretch:
    """Return a unit together with the one before and the one after it."""
    around = AROUND[kind]
    return around(unit[0] - ONE_DAY)[0], around(unit[1] + ONE_DAY)[1]


def shift_months(day: date, count: int) -> date:
    """Return the same day of a month some months away, or the last day of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, last_of(year, month + 1)))
