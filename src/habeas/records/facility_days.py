"""Facility-days: persons held by place and day, held against what must be true of any such count."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from habeas.records.engine import literal, quoted
from habeas.records.header import Header
from habeas.records.reader import Check, Preparation
from habeas.records.sheets import Sheet

_PARTS: Final = ("male", "female", "convicted", "under_18")
_COUNTS: Final = ("midnight", "any", *_PARTS, "headcount")


def prepare_facility_days(sheet: Sheet, header: Header) -> Preparation:
    """Warn where more are held at midnight than at any moment of the day, or a part is larger than all; set negative counts aside."""
    return Preparation(checks=tuple(_checks(header)), release=header.generation or sheet.file)


def _checks(header: Header) -> Iterator[Check]:
    counts = {
        name: f"TRY_CAST({quoted(found[0])} AS BIGINT)" for name, found in header.columns.items() if name in _COUNTS
    }
    for name, count in counts.items():
        yield Check(key="records.facility-day-negative", condition=f"{count} < 0", field=name, expected="≥ 0")
    if "any" not in counts:
        return
    if "midnight" in counts:
        more = f"{counts['midnight']} > {counts['any']}"
        yield Check(key="records.facility-day-midnight", condition=more, field="midnight", gravity="warning")
    for name in _PARTS:
        if name in counts:
            more = f"{counts[name]} > {counts['any']}"
            yield Check(key="records.facility-day-parts", condition=more, field=name, gravity="warning")
    if {"male", "female"} <= counts.keys():
        more = f"{counts['male']} + {counts['female']} > {counts['any']}"
        yield Check(key="records.facility-day-parts", condition=more, field="female", gravity="warning")


class Grid(NamedTuple):
    """The days and places of facility-days, and what is not in them.

    ``missing`` counts the pairs of a place and a day between the first and the last without a row, ``repeated`` rows whose pair stood
    there before, ``zeros`` rows in which nobody was held. ``unsexed`` counts rows whose men and women are fewer than all.
    """

    rows: int
    places: int
    days: int
    first: str
    last: str
    missing: int
    repeated: int
    zeros: int
    unsexed: int


def grid_of(table: Path) -> Grid:
    """Measure the grid of a table of facility-days; where nothing but a headcount is published, that is what is looked at."""
    import duckdb

    source = f"read_parquet({literal(str(table))})"
    with duckdb.connect() as engine:
        names = {row[0] for row in engine.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}  # noqa: S608 - own names
        held = 'coalesce("any", headcount)' if "headcount" in names else '"any"'
        query = f"""
            SELECT count(*), count(DISTINCT place), date_diff('day', min(day), max(day)) + 1, min(day)::VARCHAR, max(day)::VARCHAR,
              count(DISTINCT (place, day)), count(*) FILTER ({held} = 0), count(*) FILTER (male + female < "any") FROM {source}"""  # noqa: S608 - own names
        row = engine.execute(query).fetchone()
    if row is None:  # an aggregate always has a row
        raise ValueError(str(table))
    rows, places, days, first, last, pairs, zeros, unsexed = row
    return Grid(rows, places, days, first, last, places * days - pairs, rows - pairs, zeros, unsexed)
