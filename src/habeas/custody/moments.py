"""Moments as Ibis expressions that mean the same on both engines: the latest moment of a bare date, days as numbers, minutes."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

FAR: Final = datetime(9999, 12, 31)
_EPOCH: Final = date(1970, 1, 1)
_DAY_LESS_A_SECOND: Final = 86_399


def far() -> Any:
    """Return a moment after every other: it stands where an end is not known, so that nulls compare."""
    return ibis.literal(FAR, type="timestamp(6)")


def timed(table: ir.Table) -> ir.Table:
    """Return a table whose moments are microseconds by type: kept tables of one engine say so and those of the other do not."""
    moments = [name for name, form in table.schema().items() if form.is_timestamp()]
    return table.mutate(**{name: table[name].cast("timestamp(6)") for name in moments})


def latest(moment: Any, days_only: Any) -> Any:
    """Return the last second of a moment's day where only the day is published, else the moment."""
    return days_only.ifelse(moment + ibis.interval(seconds=_DAY_LESS_A_SECOND), moment).cast("timestamp(6)")


def day(moment: Any) -> Any:
    """Return the number of a moment's day, counted from 1970-01-01."""
    return moment.date().epoch_days().cast("int32")


def micros(start: Any, end: Any) -> Any:
    """Return the microseconds from one moment to another (negative where the other is earlier)."""
    return end.delta(start, unit="microsecond").cast("int64")


def at(day: date) -> Any:
    """Return the first moment of a day."""
    return ibis.literal(datetime(day.year, day.month, day.day), type="timestamp(6)")


def day_number(value: date) -> int:
    """Return the number of a day, counted from 1970-01-01."""
    return (value - _EPOCH).days


def calendar(first: date, last: date) -> ir.Table:
    """Return one row a day from first to last: ``n`` (int32, days from 1970-01-01) and ``day`` (date)."""
    numbers = ibis.range(day_number(first), day_number(last) + 1).unnest().name("n").as_table()
    n = numbers.n.cast("int32")
    return numbers.select(n=n, day=(ibis.literal(_EPOCH, type="date") + n.as_interval("D")).cast("date"))


def new_year(year: Any) -> Any:
    """Return the number of 1 January of a year from 1601 on, counted from 1970-01-01 (Gregorian leap years)."""
    leaps = (year - 1969) // 4 - (year - 1901) // 100 + (year - 1601) // 400
    return ((year - 1970) * 365 + leaps).cast("int32")
