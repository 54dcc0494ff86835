"""The hour at which a series of rosters is taken, as far as its own admissions tell it.

A roster of a day lists who is held at one moment of that day, and says not which. Whoever is admitted before it is on the day's list, whoever
is admitted after it on the next one: the hour that parts most of them so is taken for the hour of all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DAY: Final = 24 * 60
_ENOUGH: Final = 20
"""Fewer admissions say nothing of the hour."""


@dataclass(frozen=True, slots=True)
class Hour:
    """The moment of day at which the lists are taken to be true, and its ground.

    ``fitting`` of ``admissions`` of which the day before the first sighting has a list agree with it. With too few of them the hour is the
    end of the day, by convention and not by evidence; ``learned`` says which it is.
    """

    at: time
    admissions: int = 0
    fitting: int = 0

    @property
    def learned(self) -> bool:
        """Whether the hour follows from admissions."""
        return self.admissions >= _ENOUGH

    def of(self, day: date) -> datetime:
        """Return the moment of a day's list."""
        return datetime.combine(day, self.at)

    @property
    def sql(self) -> str:
        """SQL of the time from the beginning of a day to its list."""
        since = timedelta(hours=self.at.hour, minutes=self.at.minute, seconds=self.at.second)
        return f"to_seconds({int(since.total_seconds())})"


END: Final = Hour(time(23, 59, 59))


def learn(engine: DuckDBPyConnection) -> Hour:
    """Return the hour from ``runs``: the earliest minute of the day that parts the most admissions.

    Used are the first runs of a stay whose admission has a time of day and whose first list follows a list of the day before.
    """
    found = engine.execute("""
        SELECT CAST(ceil(date_diff('second', CAST(r.first_day AS TIMESTAMP), admitted) / 60.0) AS INTEGER) AS minute, count(*)
        FROM runs r JOIN full_day f ON f.k = (r.first_pos - 1) // 2 AND f.day = r.first_day - 1
        WHERE nth = 1 AND admitted <> date_trunc('day', admitted) AND admitted >= r.first_day - INTERVAL 1 DAY
          AND admitted < r.first_day + INTERVAL 1 DAY
        GROUP BY minute""").fetchall()
    at = [0] * (2 * _DAY + 1)
    for minute, n in found:
        at[minute + _DAY] += n
    upto = [0, *accumulate(at)]
    total = upto[-1]
    if total < _ENOUGH:
        return END
    # Admissions later than the list of the day before and no later than that of the day itself.
    fits = [upto[minute + _DAY + 1] - upto[minute + 1] for minute in range(_DAY)]
    best = max(range(_DAY), key=lambda minute: (fits[minute], -minute))
    return Hour(time(best // 60, best % 60), total, fits[best])
