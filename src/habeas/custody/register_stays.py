"""From runs to what a register says: stays, events with their intervals, the history of attributes, and who vanished.

All dates are known no better than the lists allow. A list of a day is true at one hour of it (:mod:`habeas.custody.register_hour`). Whoever is first on
the list of a day began after the last list before that proves the absence and by this one; whoever is last on it left after it and by the next that
proves the absence. An admission that lies within that time is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from habeas.custody.register_hour import Hour
from habeas.custody.register_units import attributes
from habeas.records.engine import literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_MOMENT: Final = "CAST({} AS TIMESTAMP)"
_STEP: Final = "to_microseconds(1)"
_CANONICAL: Final = {
    "sex": "VARCHAR", "nationality": "VARCHAR", "birth_year": "INTEGER", "criminality": "VARCHAR", "authority": "VARCHAR",
    "programme": "VARCHAR",
}  # fmt: skip


def bound(engine: DuckDBPyConnection, hour: Hour) -> None:
    """Make ``stays`` (one a person and admission, or a run without one) and ``bounded``: the runs with the intervals of their ends.

    ``usable`` is the admission where it is not after the first list of the stay. A stay is not ``certain`` to be another than the one before
    where its admission lies before a list that still has the person under the other.
    """
    engine.execute(f"""CREATE OR REPLACE TEMP TABLE bounded AS
        WITH dated AS (
            SELECT runs.*, before.day AS after_day, after.day AS by_day,
              min(first_day) OVER (PARTITION BY p, admitted) AS stay_first
            FROM runs LEFT JOIN full_day before ON before.k = (first_pos - 1) // 2 LEFT JOIN full_day after ON after.k = last_pos // 2 + 1),
        timed AS (
            SELECT *, admitted = date_trunc('day', admitted) AS day_alone, after_day + {hour.sql} + {_STEP} AS low,
              coalesce(sure_first, by_day, last_day) + {hour.sql} AS high,
              by_day + {hour.sql} AS gone, coalesce(sure_last, after_day) + {hour.sql} + {_STEP} AS held,
              CASE WHEN CAST(admitted AS DATE) <= stay_first THEN admitted END AS usable
            FROM dated),
        fitted AS (
            SELECT *, CASE WHEN nth = 1 THEN usable END AS from_low,
              CASE WHEN nth = 1 THEN usable + CASE WHEN day_alone THEN to_seconds(86399) ELSE to_seconds(0) END END AS from_high FROM timed)
        SELECT *, row_number() OVER (ORDER BY p, first_day, admitted, last_day) - 1 AS run,
          coalesce(from_low <= high AND from_high >= coalesce(low, from_high), false) AS fits
        FROM fitted""")  # noqa: S608 - own names
    engine.execute("DROP TABLE runs")
    engine.execute(f"""CREATE OR REPLACE TEMP TABLE stay_of AS
        WITH keyed AS (SELECT *, CASE WHEN admitted IS NULL THEN run END AS alone FROM bounded),
        grouped AS (
            SELECT p, admitted, alone, min(first_day) AS first_day, max(last_day) AS last_day, min(first_pos) AS first_pos,
              max(last_pos) AS last_pos, any_value(usable) AS usable, count(*) AS runs, min(run) AS first_run
            FROM keyed GROUP BY p, admitted, alone),
        beside AS (
            SELECT *, max(last_day) OVER w AS reached_day, max(last_pos) OVER w AS reached FROM grouped
            WINDOW w AS (PARTITION BY p ORDER BY first_day, admitted, first_run ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
        SELECT p, admitted, alone, runs, row_number() OVER (ORDER BY first_run) - 1 AS stay,
          CASE WHEN reached IS NULL THEN true WHEN admitted IS NULL THEN reached // 2 + 1 <= (first_pos - 1) // 2
            ELSE usable IS NOT NULL AND usable > reached_day + {hour.sql} AND first_pos > reached END AS certain
        FROM beside""")  # noqa: S608 - own names
    engine.execute("""CREATE OR REPLACE TEMP TABLE stays AS
        SELECT b.*, s.stay, s.certain, s.runs FROM bounded b JOIN stay_of s
        ON b.p = s.p AND b.admitted IS NOT DISTINCT FROM s.admitted AND (s.alone IS NULL OR s.alone = b.run)""")
    engine.execute("DROP TABLE bounded; DROP TABLE stay_of")


def fetch_told(engine: DuckDBPyConnection, source: str) -> None:
    """Make ``told``: the published rows that outputs point to (first and last of each run, and of each change of attributes)."""
    engine.execute("""CREATE OR REPLACE TEMP TABLE wanted AS
        SELECT first_row AS "row" FROM stays UNION SELECT last_row FROM stays
        UNION SELECT n.first_row FROM numbered n SEMI JOIN (
            SELECT p, admitted FROM numbered GROUP BY ALL HAVING count(DISTINCT said) > 1) USING (p, admitted)
        UNION SELECT n.first_row FROM numbered n WHERE admitted IS NULL""")
    engine.execute(f'CREATE OR REPLACE TEMP TABLE told AS SELECT s.* FROM {source} s SEMI JOIN wanted USING ("row")')  # noqa: S608


EVENTS: Final = f"""
    WITH every AS (
        SELECT p, stay, run, certain, 'admitted' AS kind, 0 AS turn, usable AS earliest,
          usable + CASE WHEN day_alone THEN to_seconds(86399) ELSE to_seconds(0) END AS latest,
          CAST(NULL AS DATE) AS after_day, CAST(usable AS DATE) AS by_day, first_row AS seen
        FROM stays WHERE usable IS NOT NULL AND nth = 1
        UNION ALL
        SELECT p, stay, run, certain AND sure_first IS NOT NULL, 'listed', 1, low, high, after_day, first_day, first_row FROM stays
        UNION ALL
        SELECT p, stay, run, certain AND sure_last IS NOT NULL, 'delisted', 2, held, gone, last_day, by_day, last_row
        FROM stays WHERE by_day IS NOT NULL)
    SELECT row_number() OVER (ORDER BY run, turn) - 1 AS event, p AS person, stay, run AS stint, kind, {_MOMENT.format("earliest")} AS earliest,
      {_MOMENT.format("latest")} AS latest, after_day, by_day, certain, file, sheet, line
    FROM every JOIN told ON told."row" = seen ORDER BY event"""  # noqa: S608 - own names


def history(columns: Sequence[str]) -> str | None:
    """Return SQL of the history: each value of each attribute that changed within a stay; None where rows have no attributes."""
    names = attributes(columns)
    if not names:
        return None
    told = ", ".join(f"told.{quoted(name)}" for name in names)
    before = ", ".join(f"lag({quoted(name)}) OVER w AS {quoted(f'before {name}')}" for name in names)
    changes = ", ".join(
        f"place > 1 AND {quoted(name)} IS DISTINCT FROM {quoted(f'before {name}')} AS {quoted(f'new {name}')}"
        for name in names
    )
    ever = ", ".join(f"bool_or({quoted(f'new {name}')}) OVER stays AS {quoted(f'ever {name}')}" for name in names)
    each = " UNION ALL ".join(
        f"SELECT stay, p, first_day, first_row, ended_before, stay_last, {literal(name)} AS field, CAST({quoted(name)} AS VARCHAR) AS value"  # noqa: S608
        f" FROM ever WHERE {quoted(f'ever {name}')} AND (place = 1 OR {quoted(f'new {name}')})"
        for name in names
    )
    return f"""
        WITH of_stay AS (
            SELECT s.stay, n.p, n.first_day, n.last_day, n.first_row, {told}
            FROM numbered n JOIN stays s ON n.p = s.p AND n.admitted IS NOT DISTINCT FROM s.admitted AND n.nth = s.nth
            JOIN told ON told."row" = n.first_row),
        beside AS (SELECT *, row_number() OVER w AS place, lag(last_day) OVER w AS ended_before, {before}
            FROM of_stay WINDOW w AS (PARTITION BY stay ORDER BY first_day, first_row)),
        changed AS (SELECT *, {changes} FROM beside),
        ever AS MATERIALIZED (SELECT *, max(last_day) OVER stays AS stay_last, {ever} FROM changed WINDOW stays AS (PARTITION BY stay)),
        each AS ({each})
        SELECT p AS person, stay, field, value, first_day AS first_seen,
          coalesce(lead(ended_before) OVER (PARTITION BY stay, field ORDER BY first_day, first_row), stay_last) AS last_seen, file, sheet, line
        FROM each JOIN told ON told."row" = first_row ORDER BY stay, field, first_day, first_row"""  # noqa: S608 - own names


def vanished(columns: Sequence[str]) -> str:
    """Return SQL of who vanished: each last sighting of a person, between which two lists, and the day of a return if there was one.

    A person who is listed on under another admission has not vanished.
    """
    names = "".join(f", told.{quoted(name)}" for name in attributes(columns))
    admitted = "told.admitted" if "admitted" in columns else "CAST(NULL AS TIMESTAMP)"
    return f"""
        WITH gone AS (
            SELECT p, last_day, last_row, full_day.day AS by_day,
              lead(first_day) OVER (PARTITION BY presences.p ORDER BY nth) AS returned,
              lead(admissions) OVER (PARTITION BY presences.p ORDER BY nth) AS admissions_after, admissions
            FROM presences LEFT JOIN full_day ON full_day.k = last_pos // 2 + 1)
        SELECT gone.p AS person, stays.stay, {admitted} AS admitted, gone.last_day AS last_seen, gone.by_day AS gone_by,
          date_diff('day', gone.last_day, gone.by_day) - 1 AS days_between, returned,
          CASE WHEN returned IS NOT NULL THEN coalesce(list_has_any(admissions, admissions_after), false) END AS same_admission,
          told.file, told.sheet, told.line{names}
        FROM gone JOIN told ON told."row" = gone.last_row
        LEFT JOIN stays ON stays.last_row = gone.last_row
        WHERE gone.by_day IS NOT NULL ORDER BY last_seen DESC, person"""  # noqa: S608 - own names


def canonical(columns: Sequence[str], source: str, place: str, hour: Hour) -> str:
    """Return SQL of the runs as canonical stints that bear the intervals of their ends, for :class:`habeas.custody.Custody`.

    A stay begins with its usable admission. Who is on the first list and has none counts from just before that day. A row without an
    identifier is a stint of its own, of nobody, from the list before to the list after.
    """
    said = ", ".join(
        f"CAST({quoted(name) if name in columns else 'NULL'} AS {kind}) AS {name}" for name, kind in _CANONICAL.items()
    )
    admitted = "admitted" if "admitted" in columns else "CAST(NULL AS TIMESTAMP)"
    return f"""
        WITH first AS (SELECT CAST(min(day) AS TIMESTAMP) - {_STEP} AS before FROM full_day),
        runs AS (
            SELECT run, p AS person, last_row AS seen, first_row AS from_row, usable,
              CASE WHEN fits THEN greatest(from_low, coalesce(low, from_low)) ELSE coalesce(low, before) END AS started_first,
              CASE WHEN fits THEN least(from_high, high) WHEN low IS NULL THEN before ELSE high END AS started_last,
              held AS ended_first, gone AS ended_last
            FROM stays, first
            UNION ALL
            SELECT NULL, NULL, s."row", s."row", CASE WHEN {admitted} <= s.day + {hour.sql} THEN {admitted} END,
              coalesce(before.day + {hour.sql} + {_STEP}, first.before), coalesce(before.day + {hour.sql} + {_STEP}, first.before) + to_microseconds(0),
              u.day + {hour.sql} + {_STEP}, coalesce(after.day + {hour.sql}, u.day + {hour.sql} + {_STEP})
            FROM {source} s JOIN unit_of u ON s.file = u.file AND s.day = u.day AND coalesce(s.sheet, '') = u.sheet
            LEFT JOIN full_day before ON before.k = (u.pos - 1) // 2 LEFT JOIN full_day after ON after.k = u.pos // 2 + 1, first
            WHERE s.person IS NULL),
        told_too AS (SELECT * FROM told UNION ALL SELECT s.* FROM {source} s WHERE person IS NULL),
        placed AS (
            SELECT runs.*, f.file, f.sheet, f.line,
              CASE WHEN usable IS NULL THEN started_first ELSE least(usable, started_first) END AS stay_in,
              {", ".join(f"l.{quoted(name)}" for name in _CANONICAL if name in columns) or "NULL AS nothing"}
            FROM runs JOIN told_too f ON f."row" = from_row JOIN told_too l ON l."row" = seen)
        SELECT row_number() OVER (ORDER BY run NULLS LAST, seen) - 1 AS "row", file, sheet, line, person, {literal(place)} AS place,
          {literal(place)} AS place_name, {_MOMENT.format("stay_in")} AS stay_in, {_MOMENT.format("started_first")} AS stint_in,
          CAST(NULL AS TIMESTAMP) AS stint_out, CAST(NULL AS TIMESTAMP) AS stay_out, false AS days_only,
          CAST(NULL AS VARCHAR) AS release_reason, {said}, {_MOMENT.format("started_first")} AS started_first,
          {_MOMENT.format("started_last")} AS started_last, {_MOMENT.format("ended_first")} AS ended_first,
          {_MOMENT.format("ended_last")} AS ended_last
        FROM placed ORDER BY "row\""""  # noqa: S608 - own names


NO_HISTORY: Final = """SELECT CAST(NULL AS VARCHAR) AS person, CAST(NULL AS BIGINT) AS stay, CAST(NULL AS VARCHAR) AS field, CAST(NULL AS VARCHAR) AS value,
    CAST(NULL AS DATE) AS first_seen, CAST(NULL AS DATE) AS last_seen, CAST(NULL AS VARCHAR) AS file, CAST(NULL AS VARCHAR) AS sheet,
    CAST(NULL AS BIGINT) AS line WHERE false"""
"""SQL of a history of rosters that say nothing of a person but the identifier."""
