"""From sightings to runs: who was on which rosters without a break, found without looking at every person's every day in order.

A *spell* is a person on consecutive rosters under one admission with unchanged attributes; a *run* joins the spells between which no roster proves
an absence. Most persons are on every roster from their first to their last, which a sum tells; only the sightings of the others are put in order.

Tables made, all of them small beside the sightings: ``spells`` and ``runs`` with ``p`` (the identifier), ``admitted``, ``first_pos``,
``last_pos``, ``first_day``, ``last_day``, ``first_row``, ``last_row``, and ``sure_first``, ``sure_last``: the first and last day on which
every list of the day has the person (null where none has). Positions are those of :func:`habeas.custody.register_units.positions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from habeas.custody.register_units import Unit, attributes, person, positions, said

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PACK: Final = 1 << 40
"""A day's number and a row in one whole number: rows of a table stay below 2 ** 40."""


def place_units(engine: DuckDBPyConnection, given: Sequence[Unit]) -> None:
    """Make ``unit_of``: the position of each list that proves something, and ``full``: the days that prove absences, by ``k``."""
    at = positions(given)
    of_day: dict[object, int] = {}
    for one in given:
        if one.number in at:
            of_day[one.day] = of_day.get(one.day, 0) + 1
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE unit_of (unit INTEGER, file VARCHAR, sheet VARCHAR, day DATE, pos INTEGER, lists INTEGER, odd BOOLEAN)"
    )
    rows = [
        (one.number, one.file, one.sheet or "", one.day, at[one.number], of_day[one.day], one.state != "believed")
        for one in given
        if one.number in at
    ]
    if rows:
        engine.executemany("INSERT INTO unit_of VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE full_day AS SELECT pos // 2 AS k, min(day) AS day FROM unit_of WHERE pos % 2 = 0 GROUP BY k"
    )
    # What a person who is on every roster from a to b adds up to; the hash of a position makes any other set of them another sum.
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE sums AS SELECT k * 2 AS pos, sum(hash(k * 2)) OVER (ORDER BY k) AS upto, hash(k * 2) AS own FROM full_day"
    )


def _sightings(source: str, columns: Sequence[str], given: Sequence[Unit]) -> str:
    # Days are cheaper to compare than names of files, and tell as much where each has one list.
    alone = len({one.day for one in given}) == len(given)
    same = "s.day = u.day" if alone else "s.day = u.day AND s.file = u.file AND coalesce(s.sheet, '') = u.sheet"
    admitted = "admitted" if "admitted" in columns else "CAST(NULL AS TIMESTAMP) AS admitted"
    return f"""(SELECT {person()} AS p, {admitted}, {said(attributes(columns))} AS said, "row", pos, unit, lists, odd, s.day
        FROM {source} s JOIN unit_of u ON {same} WHERE person IS NOT NULL)"""  # noqa: S608 - own names


def find_spells(engine: DuckDBPyConnection, source: str, columns: Sequence[str], given: Sequence[Unit]) -> None:
    """Make ``spells`` from the sightings of the units that :func:`place_units` has placed."""
    sightings = _sightings(source, columns, given)
    packed = f"""(date_diff('day', DATE '1900-01-01', day) * {_PACK} + "row")"""
    engine.execute(f"""CREATE OR REPLACE TEMP TABLE combined AS
        SELECT p, admitted, said, count(*) AS n, min(pos) AS first_pos, max(pos) AS last_pos, sum(hash(pos)) AS total,
          min({packed}) AS first_at, max({packed}) AS last_at, bool_or(odd) AS odd
        FROM {sightings} GROUP BY p, admitted, said""")  # noqa: S608 - own names
    engine.execute("""CREATE OR REPLACE TEMP TABLE odd_person AS
        SELECT DISTINCT p FROM (
            SELECT p FROM combined LEFT JOIN sums a ON a.pos = first_pos LEFT JOIN sums b ON b.pos = last_pos
            WHERE odd OR n <> (last_pos - first_pos) // 2 + 1 OR total IS DISTINCT FROM b.upto - a.upto + a.own
            UNION ALL
            SELECT p FROM combined
            QUALIFY first_pos <= max(last_pos) OVER (PARTITION BY p ORDER BY first_pos, last_pos ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        )""")
    _order_odd(engine, sightings)
    engine.execute(f"""CREATE OR REPLACE TEMP TABLE spells AS
        SELECT p, admitted, said, first_pos, last_pos, {_day_of("first_at")} AS first_day, {_day_of("last_at")} AS last_day,
          first_at % {_PACK} AS first_row, last_at % {_PACK} AS last_row, {_day_of("first_at")} AS sure_first, {_day_of("last_at")} AS sure_last
        FROM combined ANTI JOIN odd_person USING (p)
        UNION ALL BY NAME SELECT * FROM ordered""")  # noqa: S608 - own names
    engine.execute("DROP TABLE combined; DROP TABLE ordered")
    _fill_admissions(engine)


def _day_of(packed: str) -> str:
    return f"(DATE '1900-01-01' + CAST({packed} // {_PACK} AS INTEGER))"


def _order_odd(engine: DuckDBPyConnection, sightings: str) -> None:
    """Make ``seen`` (the sightings of odd persons, each person, admission and roster once) and ``ordered``, their spells."""
    engine.execute(f"""CREATE OR REPLACE TEMP TABLE seen_odd AS
        SELECT p, admitted, said, "row", pos, unit, lists, day FROM {sightings} SEMI JOIN odd_person USING (p)""")  # noqa: S608 - own names
    engine.execute("""CREATE OR REPLACE TEMP TABLE sure AS
        SELECT p, pos, day, count(DISTINCT unit) = any_value(lists) AS sure, count(*) AS n FROM seen_odd GROUP BY p, pos, day""")
    engine.execute("""CREATE OR REPLACE TEMP TABLE ordered AS
        WITH once AS (SELECT DISTINCT ON (p, admitted, day) * FROM seen_odd ORDER BY p, admitted, day, "row"),
        beside AS (
            SELECT once.*, sure, lag(pos) OVER w AS pos_before, lag(said) OVER w AS said_before
            FROM once JOIN sure USING (p, pos, day) WINDOW w AS (PARTITION BY p, admitted ORDER BY day)),
        counted AS (
            SELECT *, count_if(pos_before IS NULL OR said <> said_before OR pos_before // 2 + 1 <= (pos - 1) // 2)
              OVER (PARTITION BY p, admitted ORDER BY day) AS nth FROM beside)
        SELECT p, admitted, any_value(said) AS said, min(pos) AS first_pos, max(pos) AS last_pos, min(day) AS first_day, max(day) AS last_day,
          arg_min("row", day) AS first_row, arg_max("row", day) AS last_row,
          min(day) FILTER (sure) AS sure_first, max(day) FILTER (sure) AS sure_last
        FROM counted GROUP BY p, admitted, nth""")


def _fill_admissions(engine: DuckDBPyConnection) -> None:
    """Give a spell without an admission that of the person's spell beside it, where no roster between them misses the person."""
    found = engine.execute("SELECT count(*) FILTER (admitted IS NULL), count(admitted) FROM spells").fetchone() or (
        0,
        0,
    )
    if not all(found):
        return
    engine.execute("""CREATE OR REPLACE TEMP TABLE spells AS
        WITH lacking AS (SELECT * FROM spells SEMI JOIN (SELECT p FROM spells WHERE admitted IS NULL) USING (p)),
        beside AS (SELECT *, max(last_pos) OVER (PARTITION BY p ORDER BY first_pos, last_pos ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached FROM lacking),
        counted AS (SELECT *, count_if(reached IS NULL OR reached // 2 + 1 <= (first_pos - 1) // 2)
            OVER (PARTITION BY p ORDER BY first_pos, last_pos ROWS UNBOUNDED PRECEDING) AS nth FROM beside),
        filled AS (SELECT * REPLACE (coalesce(admitted,
              last_value(admitted IGNORE NULLS) OVER (PARTITION BY p, nth ORDER BY first_pos, last_pos ROWS UNBOUNDED PRECEDING),
              first_value(admitted IGNORE NULLS) OVER (PARTITION BY p, nth ORDER BY first_pos, last_pos ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
            ) AS admitted), admitted AS own FROM counted)
        SELECT * EXCLUDE (reached, nth, own) REPLACE (CASE WHEN own IS NULL AND CAST(admitted AS DATE) > first_day THEN NULL ELSE admitted END AS admitted)
        FROM filled
        UNION ALL BY NAME SELECT * FROM spells ANTI JOIN lacking USING (p)""")


def find_runs(engine: DuckDBPyConnection) -> None:
    """Make ``runs`` from the spells: ``nth`` counts those of one person and admission from 1, ``spells`` says how many each is made of."""
    engine.execute("""CREATE OR REPLACE TEMP TABLE numbered AS
        WITH beside AS (SELECT *, lag(last_pos) OVER (PARTITION BY p, admitted ORDER BY first_day, last_day) AS reached FROM spells)
        SELECT *, count_if(reached IS NULL OR reached // 2 + 1 <= (first_pos - 1) // 2)
          OVER (PARTITION BY p, admitted ORDER BY first_day, last_day) AS nth FROM beside""")
    engine.execute("DROP TABLE spells")
    engine.execute("""CREATE OR REPLACE TEMP TABLE runs AS
        SELECT p, admitted, CAST(nth AS INTEGER) AS nth, count(*) AS spells, min(first_pos) AS first_pos, max(last_pos) AS last_pos,
          min(first_day) AS first_day, max(last_day) AS last_day, arg_min(first_row, first_day) AS first_row,
          arg_max(last_row, last_day) AS last_row, min(sure_first) AS sure_first, max(sure_last) AS sure_last
        FROM numbered GROUP BY p, admitted, nth""")
