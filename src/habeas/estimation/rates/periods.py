"""Figures over periods, and the days that two sets of them have in common: a rate needs deaths and person-years of the same days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from habeas import words
from habeas.errors import InputError
from habeas.estimation.estimate import Reason

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """All days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InputError("rates.reversed", first=self.first, last=self.last)

    @property
    def years(self) -> float:
        """Return the length in years: whole years count as one each, the rest as its share of the year that it begins."""
        end = self.last + _DAY
        whole = end.year - self.first.year
        if _later(self.first, whole) > end:
            whole -= 1
        start = _later(self.first, whole)
        return whole + (end - start).days / (_later(self.first, whole + 1) - start).days

    def holds(self, other: Days) -> bool:
        """Return whether every day of another period is of this one."""
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: Days) -> bool:
        """Return whether the periods have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def text(self, lang: words.Lang) -> str:
        """Return the period in words."""
        if self.first == self.last:
            return words.day(self.first, lang)
        return words.text("rates.days", lang, first=self.first, last=self.last)


def _later(day: date, years: int) -> date:
    """Return the same day so many years later; 1 March for 29 February of a year that has none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def year(number: int, starts: int = 1) -> Days:
    """Return the year of a number whose first month is ``starts``: with 10, the year 2004 runs from 1 October 2003 to 30 September 2004."""
    if starts == 1:
        return Days(date(number, 1, 1), date(number, 12, 31))
    return Days(date(number - 1, starts, 1), date(number, starts, 1) - _DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of deaths, or of person-years, of a period.

    The true number lies between ``low`` and ``high``; ``None`` is no upper bound. ``label`` is the period as its table names it; ``claims`` are the
    ids of what it rests on.
    """

    days: Days
    low: float
    high: float | None
    label: str = ""
    place: str = ""
    age: str = ""
    row: int | None = None
    claims: tuple[str, ...] = ()

    def text(self, lang: words.Lang) -> str:
        """Return what names the figure: its label, else its days, and its place."""
        said = self.label or self.days.text(lang)
        return f"{self.place}, {said}" if self.place else said


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Deaths and person-years of the same days: ``days`` are the runs of them, ``reasons`` say which rows fell out and why."""

    days: tuple[Days, ...]
    deaths: tuple[Figure, ...]
    exposures: tuple[Figure, ...]
    reasons: tuple[Reason, ...]


def agree(deaths: Iterable[Figure], exposures: Iterable[Figure], *, as_of: date | None = None) -> Agreement:
    """Return the figures whose days both sides cover wholly, place by place and age by age, and say what is left out.

    A period cannot be divided: what of its deaths fell on which day is not known. So a figure is used only where the figures of the other side that
    are used cover all of its days. Periods that end after ``as_of`` are not over, and their counts are not whole: they are left out. Figures of one
    side that overlap would be counted twice: that refuses the rate. Person-years of 0 under deaths contradict them, and are left out with them.
    """
    sides = {"deaths": sorted(deaths, key=_order), "person-years": sorted(exposures, key=_order)}
    reasons = [one for name, rows in sides.items() for one in _twice(name, rows)]
    empty = [one for one in sides["person-years"] if one.high == 0 and _died(one, sides["deaths"])]
    if empty:
        reasons.append(_reason("rates.nobody-held", empty))
        sides["person-years"] = [one for one in sides["person-years"] if one not in empty]
    for name, rows in sides.items():
        late = [one for one in rows if as_of is not None and one.days.last > as_of]
        if late:
            reasons.append(_reason(f"rates.not-over-{name}", late, as_of=as_of))
        sides[name] = [one for one in rows if one not in late]
    used = {name: list(rows) for name, rows in sides.items()}
    # Leaving a row out uncovers days of the other side, so both sides are gone over until nothing falls out any more.
    while True:
        kept = {
            "deaths": _covered(used["deaths"], used["person-years"]),
            "person-years": _covered(used["person-years"], used["deaths"]),
        }
        if kept == used:
            break
        used = kept
    for name, other in (("deaths", "person-years"), ("person-years", "deaths")):
        reasons += _left_out(name, [one for one in sides[name] if one not in used[name]], sides[other])
    runs = merged(one.days for one in used["deaths"])
    return Agreement(
        days=runs, deaths=tuple(used["deaths"]), exposures=tuple(used["person-years"]), reasons=tuple(reasons)
    )


def _died(empty: Figure, deaths: Sequence[Figure]) -> bool:
    """Return whether somebody died where nobody was held."""
    return any(one.low > 0 and _kind(one) == _kind(empty) and one.days.meets(empty.days) for one in deaths)


def _order(one: Figure) -> tuple[str, str, date, date, float]:
    return one.place, one.age, one.days.first, one.days.last, one.low


def _kind(one: Figure) -> tuple[str, str]:
    return one.place, one.age


def _covered(rows: Sequence[Figure], others: Sequence[Figure]) -> list[Figure]:
    """Return the rows all of whose days are days of others of the same place and age."""
    runs = {kind: merged(one.days for one in ones) for kind, ones in groupby(others, _kind)}
    return [one for one in rows if any(run.holds(one.days) for run in runs.get(_kind(one), ()))]


def merged(days: Iterable[Days]) -> tuple[Days, ...]:
    """Return the runs of days that periods make together, in their order."""
    runs: list[Days] = []
    for one in sorted(days):
        if runs and one.first <= runs[-1].last + _DAY:
            runs[-1] = Days(runs[-1].first, max(runs[-1].last, one.last))
        else:
            runs.append(one)
    return tuple(runs)


def _twice(name: str, rows: Sequence[Figure]) -> list[Reason]:
    """Return a refusal for each figure that has days in common with the one before it."""
    found = []
    for _, ones in groupby(rows, _kind):
        before: Figure | None = None
        for one in ones:
            if before is not None and before.days.meets(one.days):
                found.append(Reason(f"rates.overlap-{name}", "refuse", {"row": one, "other": before}))
            before = one if before is None or one.days.last > before.days.last else before
    return found


def _left_out(name: str, rows: Sequence[Figure], others: Sequence[Figure]) -> list[Reason]:
    """Return why rows were left out: the other side says nothing of their days, or not of all of them."""
    part = [one for one in rows if any(_kind(one) == _kind(two) and one.days.meets(two.days) for two in others)]
    none = [one for one in rows if one not in part]
    return [_reason(f"rates.{key}-{name}", ones) for key, ones in (("none", none), ("part", part)) if ones]


def _reason(key: str, rows: Sequence[Figure], **more: object) -> Reason:
    total = sum(one.low for one in rows)
    shown = [*rows[:8], words.Said("…", "…")] if len(rows) > 8 else rows
    return Reason(key, "warn", {"rows": list(shown), "n": len(rows), "total": round(total), **more})
