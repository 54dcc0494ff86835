"""Rosters as evidence: which files there are for which day, which of them is a copy of an earlier one, and in what order they count.

A *unit* is one list of one day: a file, or the rows of a day in a file of several. A unit is known by its persons, whatever their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

from habeas.records.engine import quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

State = Literal["believed", "stale", "doubled", "partial", "foreign", "missing"]
STATES: Final[tuple[State, ...]] = ("believed", "stale", "doubled", "partial", "foreign", "missing")
FIXED: Final = frozenset(
    {"row", "file", "sheet", "line", "person", "day", "admitted", "discharged", "days_only", "unread"}
)
"""Columns of a roster's table that are no attribute of a person."""
_WRAP: Final = 1 << 64
CERTAIN_CHANGES: Final = 7.0
"""Where so many changes are expected, no change at all happens by chance once in a thousand times (Poisson)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One list of one day.

    ``rows`` it has, ``known`` of them with an identifier; ``persons`` and ``whole`` are fingerprints of who is on it, and of everything
    its rows say (0 where no other unit has the same persons). ``copy_of`` is the earlier day whose list it repeats, where it is ``stale``; ``same_rows`` says whether the rows are
    the same too, attributes included. ``number`` is its place among all units by day.
    """

    number: int
    file: str
    sheet: str | None
    day: date
    rows: int
    known: int
    persons: tuple[int, int]
    whole: tuple[int, int] = (0, 0)
    state: State = "believed"
    copy_of: date | None = None
    same_rows: bool = False

    @property
    def proves_absence(self) -> bool:
        """Whether who is not on it was not listed on its day."""
        return self.state in {"believed", "doubled"}

    @property
    def proves_presence(self) -> bool:
        """Whether who is on it was listed on its day, by it at least."""
        return self.state in {"believed", "doubled", "partial"}


def person() -> str:
    """Return SQL of an identifier: a spreadsheet that took it for a number wrote ``12345.0`` for ``12345``."""
    return r"CASE WHEN ends_with(person, '0') AND regexp_full_match(person, '\d+\.0+') THEN split_part(person, '.', 1) ELSE person END"


def attributes(columns: Iterable[str]) -> tuple[str, ...]:
    """Return the columns of a roster's table that say something of a person."""
    return tuple(name for name in columns if name not in FIXED)


def said(columns: Sequence[str]) -> str:
    """Return SQL of a number that stands for all that a row says of its person, apart from the day."""
    return f"hash({', '.join(map(quoted, columns))})" if columns else "CAST(0 AS UBIGINT)"


def units(engine: DuckDBPyConnection, source: str, columns: Sequence[str]) -> tuple[Unit, ...]:
    """Return the units of a table in the order of their days, none of them judged yet."""
    query = f"""
        SELECT file, sheet, day, count(*), count(p), coalesce(bit_xor(hash(p)) FILTER (p IS NOT NULL), 0),
          CAST(coalesce(sum(hash(p)) FILTER (p IS NOT NULL), 0) % {_WRAP} AS UBIGINT)
        FROM (SELECT file, sheet, day, {person()} AS p FROM {source}) WHERE day IS NOT NULL
        GROUP BY ALL ORDER BY day, file, sheet"""  # noqa: S608 - own names
    made = [
        Unit(number=n, file=one[0], sheet=one[1], day=one[2], rows=one[3], known=one[4], persons=(one[5], one[6]))
        for n, one in enumerate(engine.execute(query).fetchall())
    ]
    return _with_rows(engine, source, columns, made)


def _with_rows(
    engine: DuckDBPyConnection, source: str, columns: Sequence[str], given: Sequence[Unit]
) -> tuple[Unit, ...]:
    """Return the units with the fingerprints of their rows, of those alone whose persons are also another's: others are no copies."""
    times = Counter(one.persons for one in given)
    days = sorted({one.day for one in given if times[one.persons] > 1})
    if not days:
        return tuple(given)
    row = f"hash(p, {'admitted, ' if 'admitted' in columns else ''}{said(attributes(columns))})"
    listed = ", ".join(f"DATE '{day}'" for day in days)
    query = f"""
        SELECT file, sheet, day, bit_xor({row}), CAST(sum({row}) % {_WRAP} AS UBIGINT)
        FROM (SELECT *, {person()} AS p FROM {source}) WHERE day IN ({listed}) GROUP BY ALL"""  # noqa: S608 - own names
    whole = {one[:3]: one[3:] for one in engine.execute(query).fetchall()}
    return tuple(replace(one, whole=whole.get((one.file, one.sheet, one.day), one.whole)) for one in given)


def without_copies(given: Sequence[Unit], expected: float | None) -> tuple[Unit, ...]:
    """Return the units with those that repeat an earlier day's list marked as stale, and days of which two lists differ as doubled.

    ``expected`` is how many changes a day the series usually has; None where it is not known yet. A list that names the same persons
    is a copy where changes should have been (:data:`CERTAIN_CHANGES`); where they are not known, where its rows are the same too.
    Rows without an identifier make no list the copy of another unless all rows are the same.
    """
    seen: dict[tuple[int, int], Unit] = {}
    made: list[Unit] = []
    for one in given:
        before = seen.get(one.persons)
        if before is not None and before.day < one.day and _copies(before, one, expected):
            made.append(replace(one, state="stale", copy_of=before.day, same_rows=before.whole == one.whole))
            continue
        made.append(one)
        seen[one.persons] = one
    return _doubled(made)


def _copies(before: Unit, one: Unit, expected: float | None) -> bool:
    if not one.known:
        return False
    if one.known < one.rows and before.whole != one.whole:
        return False
    if expected is None:
        return before.whole == one.whole
    return expected * (one.day - before.day).days >= CERTAIN_CHANGES


def _doubled(given: Sequence[Unit]) -> tuple[Unit, ...]:
    """Mark the lists of days that have several which differ; of several that name the same persons the first speaks for the day."""
    by_day: dict[date, list[Unit]] = {}
    for one in given:
        if one.state != "stale":
            by_day.setdefault(one.day, []).append(one)
    doubled = {day for day, ones in by_day.items() if len({one.persons for one in ones}) > 1}
    first = {day: ones[0].number for day, ones in by_day.items()}
    made = []
    for one in given:
        if one.state == "stale":
            made.append(one)
        elif one.day in doubled:
            made.append(replace(one, state="doubled"))
        elif first[one.day] != one.number:
            made.append(replace(one, state="stale", copy_of=one.day, same_rows=_rows_of(by_day[one.day], one)))
        else:
            made.append(one)
    return tuple(made)


def _rows_of(ones: Sequence[Unit], one: Unit) -> bool:
    return ones[0].whole == one.whole


def positions(given: Sequence[Unit]) -> Mapping[int, int]:
    """Return the position of each unit that proves anything: ``2 k`` for the k-th day that proves absences, odd between two such days.

    Nobody was absent between two sightings where no even position lies between theirs.
    """
    k, found = 0, {}
    last: date | None = None
    for one in given:
        if one.proves_absence:
            k += one.day != last
            last = one.day
            found[one.number] = 2 * k
        elif one.proves_presence:
            found[one.number] = 2 * k + 1
    return found


def full_days(given: Sequence[Unit]) -> tuple[date, ...]:
    """Return the days that prove absences, in order: the k-th of them, from 1, has position ``2 k``."""
    return tuple(dict.fromkeys(one.day for one in given if one.proves_absence))
