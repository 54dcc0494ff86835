"""Days of a register: how many each list has, who came and went between two, and which list cannot be believed as a whole.

What is usual is learned from the series itself. A list that misses many persons who stand on the one before and the one after, under the same
admission, is not whole (``partial``): who is on it was there, who is not may have been. One on which hardly anybody of its neighbours
stands is another jail's (``foreign``).
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from habeas.custody.register_units import State, Unit, full_days

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_FEWEST: Final = 10
"""So many persons have to be missing at least before a list is doubted."""
_PART: Final = 0.003
"""And such a part of the list."""
_TIMES: Final = 4
"""And so many times as many as nine of ten other lists miss."""
_STRANGE: Final = 0.2
"""The part of the persons expected in common with a neighbour below which a list is another jail's; or, of its size, cut short."""
_SMALL: Final = 20
"""Lists of fewer persons are never called another jail's: all of them can leave."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened between the list of a day and the one before it that proves absences.

    ``listed`` persons are on it, ``appeared`` of them were not on the one before, ``vanished`` were and are not. ``skipped`` are on the lists
    before and after it under one admission, and not on it; ``away`` are all who are missing from it and come back under the admission they had.
    """

    day: date
    before: date | None
    listed: int
    appeared: int
    vanished: int
    skipped: int
    away: int

    @property
    def gap(self) -> int:
        """How many days lie between the two lists; 0 for the first."""
        return (self.day - self.before).days if self.before else 0

    @property
    def common(self) -> int:
        """How many are on both lists."""
        return self.listed - self.appeared


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual in a series: changes a day, the part of the persons who stay from one day to the next, and how many each list skips, in order."""

    changes: float | None
    staying: float | None
    skipped: tuple[int, ...] = ()

    def limit(self, one: Change) -> float:
        """Return how many persons a list may skip and be whole, by what the other lists skip."""
        others = list(self.skipped)
        if one.skipped in others:
            others.remove(one.skipped)
        often = others[int(0.9 * (len(others) - 1))] if others else 0
        return max(_FEWEST, _PART * one.listed, _TIMES * often)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterDay:
    """One day of a register.

    ``listed`` persons are on every list of the day, ``listed_possible`` on any, with a person for each row without an identifier
    (``without_id``). ``twice`` are rows of persons beyond their first. ``appeared`` and ``vanished`` compare it with
    ``previous``, the day of the believed list before; null where the day's list proves nothing. ``away`` are persons not on it who
    come back under the admission they had. ``copy_of`` is the day whose list a stale one repeats.
    """

    day: date
    state: State
    files: tuple[str, ...] = ()
    rows: int = 0
    listed: int | None = None
    listed_possible: int | None = None
    without_id: int = 0
    twice: int = 0
    appeared: int | None = None
    vanished: int | None = None
    away: int | None = None
    previous: date | None = None
    copy_of: date | None = None
    same_rows: bool = False


def find_presences(engine: DuckDBPyConnection) -> None:
    """Make ``presences`` from the runs: a person's unbroken time on the lists, whatever the admissions."""
    engine.execute("""CREATE OR REPLACE TEMP TABLE presences AS
        WITH beside AS (SELECT p, admitted, first_pos, last_pos, first_day, last_day, first_row, last_row,
            max(last_pos) OVER (PARTITION BY p ORDER BY first_pos, last_pos ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached FROM runs),
        counted AS (SELECT *, count_if(reached IS NULL OR reached // 2 + 1 <= (first_pos - 1) // 2)
            OVER (PARTITION BY p ORDER BY first_pos, last_pos ROWS UNBOUNDED PRECEDING) AS nth FROM beside)
        SELECT p, CAST(nth AS INTEGER) AS nth, min(first_pos) AS first_pos, max(last_pos) AS last_pos, min(first_day) AS first_day,
          max(last_day) AS last_day, arg_min(first_row, first_day) AS first_row, arg_max(last_row, last_day) AS last_row,
          list(DISTINCT admitted) FILTER (admitted IS NOT NULL) AS admissions
        FROM counted GROUP BY p, nth""")


_APART: Final = """(SELECT last_pos // 2 + 1 AS a,
    CASE WHEN list_has_any(admissions, after) OR admissions IS NULL AND after IS NULL THEN b END AS b
    FROM (SELECT last_pos, admissions, lead(admissions) OVER w AS after, (lead(first_pos) OVER w - 1) // 2 AS b FROM presences
        WINDOW w AS (PARTITION BY p ORDER BY nth)))"""
"""SQL of the absences from lists a to b of those who came back under an admission they had before, or where neither time says one."""


def blocks(engine: DuckDBPyConnection) -> tuple[tuple[int, int, int], ...]:
    """Return from which list to which so many persons were away together, of several lists that follow each other."""
    query = f"SELECT a, b, count(*) FROM {_APART} WHERE b > a GROUP BY a, b HAVING count(*) >= {_SMALL} ORDER BY a, b"  # noqa: S608
    return tuple(engine.execute(query).fetchall())


def changes(engine: DuckDBPyConnection, given: Sequence[Unit]) -> tuple[Change, ...]:
    """Return what happened at each day that proves absences, in order."""
    days = full_days(given)
    appeared = _counts(engine, "SELECT (first_pos + 1) // 2, count(*) FROM presences GROUP BY 1")
    gone = _counts(engine, "SELECT last_pos // 2 + 1, count(*) FROM presences GROUP BY 1")
    odd_in = _counts(
        engine,
        "SELECT (first_pos + 1) // 2, count(*) FROM presences WHERE last_pos < (first_pos + 1) // 2 * 2 GROUP BY 1",
    )
    skipped = _counts(engine, f"SELECT a, count(*) FROM {_APART} WHERE a = b GROUP BY a")  # noqa: S608 - own names
    began = _counts(engine, f"SELECT a, count(*) FROM {_APART} WHERE b IS NOT NULL GROUP BY a")  # noqa: S608 - own names
    ended = _counts(engine, f"SELECT b + 1, count(*) FROM {_APART} WHERE b IS NOT NULL GROUP BY 1")  # noqa: S608 - own names
    made: list[Change] = []
    listed = away = 0
    for k, day in enumerate(days, 1):
        # Who was seen only between two lists that prove absences is on neither of them.
        came = appeared.get(k, 0) - odd_in.get(k, 0)
        left = gone.get(k, 0) - odd_in.get(k, 0)
        listed += came - left
        away += began.get(k, 0) - ended.get(k, 0)
        made.append(Change(day, days[k - 2] if k > 1 else None, listed, came, left, skipped.get(k, 0), away))
    return tuple(made)


def _counts(engine: DuckDBPyConnection, query: str) -> Mapping[int, int]:
    return dict(engine.execute(query).fetchall())


def usual(found: Sequence[Change]) -> Usual:
    """Return what is usual in a series; what one list alone cannot teach is None. A list with the same persons and other rows counts too."""
    between = [one for one in found if one.before is not None]
    daily = [(one.appeared + one.vanished) / one.gap for one in between]
    staying = [
        (one.common / (one.common + one.vanished)) ** (1 / one.gap) for one in between if one.common + one.vanished
    ]
    return Usual(
        changes=statistics.median(daily) if daily else None,
        staying=statistics.median(staying) if len(staying) > 1 else None,
        skipped=tuple(sorted(one.skipped for one in found[1:-1])),
    )


def doubted(
    found: Sequence[Change], given: Sequence[Unit], away: Sequence[tuple[int, int, int]] = ()
) -> tuple[Unit, ...]:
    """Return the units with those marked that cannot be believed as a whole: ``partial`` or ``foreign``.

    One day is judged at a time where days follow each other: an odd list makes its neighbours look odd. Lists that follow each other and
    lack most of the persons of the one before, who come back together (``away``, of :func:`blocks`), are judged together.
    """
    normal = usual(found)
    judged = {one.day: state for one, state in _judged(found, normal)}
    for first, last, n in away:
        before, inside = found[first - 2] if first > 1 else None, found[first - 1 : last]
        if before is not None and n > before.listed / 2 and last < len(found):
            strange = inside[0].common < _STRANGE * min(inside[0].listed, before.listed)
            judged |= {one.day: "foreign" if strange else "partial" for one in inside}
    return tuple(
        replace(one, state=judged[one.day]) if one.day in judged and one.state == "believed" else one for one in given
    )


def _judged(found: Sequence[Change], normal: Usual) -> list[tuple[Change, State]]:
    made: list[tuple[Change, State]] = []
    for place, one in enumerate(found):
        before = found[place - 1] if place else None
        after = found[place + 1] if place + 1 < len(found) else None
        if made and before is made[-1][0]:
            continue
        state = _middle(one, before, after, normal) if before and after else _edge(one, before, after, normal)
        if state is not None:
            made.append((one, state))
    return made


def _middle(one: Change, before: Change, after: Change, normal: Usual) -> State | None:
    """Judge a list between two others by those who stand on both and not on it."""
    del after
    if one.skipped <= normal.limit(one):
        return None
    strange = one.common < _STRANGE * min(one.listed, before.listed) and one.listed >= _SMALL
    return "foreign" if strange else "partial"


def _edge(one: Change, before: Change | None, after: Change | None, normal: Usual) -> State | None:
    """Judge the first or the last list by how many it has in common with the one beside it."""
    beside = before or after
    if beside is None or normal.staying is None or beside.listed < _SMALL:
        return None
    common, gap = (one.common, one.gap) if before else (after.common, after.gap) if after else (0, 0)
    expected = min(one.listed, beside.listed) * normal.staying**gap
    if one.listed >= _SMALL and common < _STRANGE * expected:
        # Of two lists that differ one cannot say which is the stranger: it takes a third.
        return "foreign"
    if one.listed < beside.listed * normal.staying**gap * (1 - _STRANGE) and beside.listed - common > _FEWEST:
        left = beside.listed * (1 - normal.staying**gap)
        if beside.listed - common > _TIMES * max(left, 1.0):
            return "partial"
    return None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many a list that is not believed as it stands has: persons on every list of its day and on any, rows beyond a person's first."""

    every: int
    some: int
    twice: int = field(default=0)


def calendar(given: Sequence[Unit], found: Sequence[Change], counted: Mapping[date, Counted]) -> tuple[RosterDay, ...]:
    """Return every day from the first to the last with what its lists are worth."""
    from datetime import timedelta

    by_day: dict[date, list[Unit]] = {}
    for one in given:
        by_day.setdefault(one.day, []).append(one)
    change = {one.day: one for one in found}
    made: list[RosterDay] = []
    first, last = (min(by_day), max(by_day)) if by_day else (None, None)
    known: dict[date, RosterDay] = {}
    previous: date | None = None
    day = first
    while day is not None and last is not None and day <= last:
        row = _day(day, by_day.get(day, []), change.get(day), counted.get(day), known, previous)
        known[day] = row
        made.append(row)
        if day in change:
            previous = day
        day += timedelta(days=1)
    return tuple(made)


def _day(  # noqa: PLR0917 - what a day is made of
    day: date,
    units: Sequence[Unit],
    change: Change | None,
    counted: Counted | None,
    known: Mapping[date, RosterDay],
    previous: date | None,
) -> RosterDay:
    if not units:
        return RosterDay(day=day, state="missing", previous=previous)
    used = [one for one in units if one.state != "stale"] or list(units)
    state = used[0].state
    copied = known.get(used[0].copy_of) if state == "stale" and used[0].copy_of else None
    listed = copied.listed if copied else counted.every if counted else change.listed if change else None
    possible = counted.some if counted else listed
    without = max(one.rows - one.known for one in used)
    twice = counted.twice if counted else max(used[0].known - (listed or 0), 0)
    return RosterDay(
        day=day,
        state=state,
        files=tuple(dict.fromkeys(one.file for one in units)),
        rows=sum(one.rows for one in used),
        listed=listed,
        listed_possible=None if possible is None else possible + without,
        without_id=without,
        twice=twice,
        appeared=change.appeared if change and change.before else None,
        vanished=change.vanished if change and change.before else None,
        away=change.away if change else None,
        previous=previous,
        copy_of=used[0].copy_of,
        same_rows=used[0].same_rows,
    )
