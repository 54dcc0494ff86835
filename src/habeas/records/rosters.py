"""Rosters: a file a day with everybody in custody on it. The day is in the file's name, and what is not in a file is the point.

A roster turns into events elsewhere; here is what has to be known before: which days are covered, which are missing, and on which
days the publisher put out the list of the day before again.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from habeas.errors import Problem
from habeas.records import values
from habeas.records.engine import literal, quoted
from habeas.records.header import Header
from habeas.records.model import Reading
from habeas.records.reader import Check, Preparation
from habeas.records.sheets import Sheet

_DAY: Final = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterDays:
    """Which days a series of rosters covers.

    ``covered`` are the days with at least one row, ``missing`` those between the first and the last without any, ``repeated`` those for
    which more than one file was read. ``unchanged`` pairs a day with the covered day before it where both list exactly the same
    persons: in a jail with admissions every day that is a list put out again and not a count. Rows without a person are in no
    set, and a day that has such rows is never called unchanged.
    """

    covered: tuple[date, ...]
    missing: tuple[date, ...]
    repeated: tuple[date, ...]
    unchanged: tuple[tuple[date, date], ...]


def days_in_name(name: str) -> tuple[date, ...]:
    """Return the different days that a file's name holds, year first: ``…_20190101.csv``, ``2019-01-01.csv``."""
    found = {day for one in _DAY.finditer(name) if (day := _day(*(int(one[n]) for n in (1, 3, 4))))}
    return tuple(sorted(found))


def prepare_roster(sheet: Sheet, header: Header) -> Preparation:
    """Give every row of a roster its day, and name the persons who are on it twice; both of their rows are used.

    Without exactly one day in the file's name and without a column for it, no row can be used.
    """
    problems, checks = tuple(_twice(sheet, header)), tuple(_header_again(header))
    if "day" in header.columns:
        return Preparation(problems=problems, checks=checks)
    days = days_in_name(sheet.file.rsplit("/", 1)[-1])
    if len(days) != 1:
        return Preparation(refusal="records.roster-no-day" if not days else "records.roster-two-days")
    return Preparation(constants={"day": days[0]}, problems=problems, checks=checks)


def _header_again(header: Header) -> Iterator[Check]:
    """Yield what sets a row aside that is the header once more: its identifier is the title of the identifiers."""
    for place in header.columns.get("person", ())[:1]:
        title = literal(header.titles.get(place, "").lower())
        condition = f"lower(trim(CAST({quoted(place)} AS VARCHAR))) = {title}"
        yield Check(key="records.roster-header-again", condition=condition, field="person")


def _twice(sheet: Sheet, header: Header) -> Iterator[Problem]:
    """Yield a warning for each row whose person has stood on the list before. The identifier itself stays out of it; blank and withheld ones are nobody's."""
    import duckdb

    places = header.columns.get("person", ())
    if not places or "day" in header.columns:
        return
    person = values.trimmed(places[0], sheet.columns[places[0]])
    known = f"{person} IS NOT NULL AND NOT {values.blank(person)} AND NOT {values.redacted(person)}"
    query = (
        f"SELECT list_sort(list(line)) FROM {sheet.source} WHERE line > ? AND {known} GROUP BY {person}"  # noqa: S608
        " HAVING count(*) > 1 ORDER BY 1"
    )
    with duckdb.connect() as engine:
        found = engine.execute(query, [header.line]).fetchall()
    for (lines,) in found:
        for line in lines[1:]:
            column = header.titles.get(places[0])
            yield Problem(
                "records.roster-twice",
                sheet.file,
                row=line,
                column=column,
                gravity="warning",
                values={"first": lines[0]},
            )


def roster_days(reading: Reading) -> RosterDays:
    """Return which days the rosters of a reading cover. Raises ValueError for a reading of another kind."""
    import duckdb

    if reading.kind != "roster":
        raise ValueError(f"roster_days of {reading.kind}")
    query = (
        "SELECT day, count(DISTINCT file), count(*) = count(person), md5(string_agg(DISTINCT person, ' ' ORDER BY person))"  # noqa: S608
        f" FROM read_parquet({literal(str(reading.table))}) WHERE day IS NOT NULL GROUP BY day ORDER BY day"
    )
    with duckdb.connect() as engine:
        rows = engine.execute(query).fetchall()
    covered = tuple(row[0] for row in rows)
    pairs = itertools.pairwise(rows)
    return RosterDays(
        covered=covered,
        missing=tuple(_between(covered)),
        repeated=tuple(row[0] for row in rows if row[1] > 1),
        unchanged=tuple((two[0], one[0]) for one, two in pairs if one[2] and two[2] and one[3] == two[3]),
    )


def _between(covered: tuple[date, ...]) -> Iterator[date]:
    for one, two in itertools.pairwise(covered):
        for step in range(1, (two - one).days):
            yield one + timedelta(days=step)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
