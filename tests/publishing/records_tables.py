"""Synthetic tables of custody in the schema that the pages read: persons are random numbers, places and days invented."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import duckdb

from habeas.publishing import Records, RuleCount, Site, load_records
from habeas.records import Account, Reading, Until

FIRST: Final = "2024-01-01"
DAYS: Final = 90
UNTIL: Final = datetime(2024, 3, 20, 12)
"""The last moment of the release; the tables go on after it, so that a page which shows more is caught."""
SITES: Final = (
    Site(code="AAA", latitude=30.0, longitude=-95.0, subject="cecot"),
    Site(code="BBB", latitude=34.0, longitude=-118.0),
    Site(code="CCC", latitude=25.8, longitude=-80.2),
)

_STINTS: Final = """
CREATE TABLE stints AS
WITH persons AS (SELECT range AS k, md5('p' || range) AS person FROM range($persons)),
legs AS (
  SELECT k, person, leg, hash(k * 10 + leg) % 1000 AS r,
    CAST('2024-01-01' AS TIMESTAMP) + to_minutes(CAST(hash('s' || k) % ($days * 1440) AS BIGINT)) AS began
  FROM persons, range(3) AS t(leg) WHERE leg <= hash('n' || k) % 3
), placed AS (
  SELECT *, began + to_minutes(CAST(leg * 12000 AS BIGINT)) AS a,
    began + to_minutes(CAST(leg * 12000 + 3000 + r * 8 AS BIGINT)) AS b,
    leg = hash('n' || k) % 3 AS final
  FROM legs
)
SELECT CAST(row_number() OVER (ORDER BY k, leg) - 1 AS BIGINT) AS stint, k AS stay, person,
  CAST(row_number() OVER (ORDER BY k, leg) - 1 AS BIGINT) AS row, 1 AS n_rows,
  chr(CAST(65 + (r * r // 1000) % $places % 26 AS INTEGER)) || chr(CAST(65 + (r * r // 1000) % $places % 26 AS INTEGER)) || chr(CAST(65 + (r * r // 1000) % $places // 26 + (r * r // 1000) % $places % 26 AS INTEGER)) AS place,
  a AS started_first, a AS started_last,
  CASE WHEN b < $until THEN b END AS ended_first, CASE WHEN b < $until THEN b + to_minutes(CASE WHEN r % 40 = 0 THEN 3000 ELSE 0 END) END AS ended_last,
  b >= $until AS open,
  CASE WHEN k % 10 < 8 THEN 'male' ELSE 'female' END AS sex,
  list_extract(['MEXICO', 'GUATEMALA', 'HONDURAS', 'PERU', 'INDIA', 'CHINA', 'HAITI', 'CUBA', 'BRAZIL', 'EL SALVADOR', 'NEPAL', 'OMAN', 'TOGO'],
    CAST(1 + (hash('c' || k) % 169) ** 0.5 // 1 % 13 AS INTEGER)) AS nationality,
  CASE WHEN final THEN list_extract(['Removed', 'Bonded Out', 'Died', 'Paroled'], CAST(1 + r % 4 AS INTEGER)) ELSE 'Transferred' END AS reason, leg, final
FROM placed WHERE a < $until
"""
_TABLES: Final = {
    "census": """
WITH d AS (SELECT CAST(range AS DATE) AS day FROM range(CAST('2024-01-01' AS TIMESTAMP), $until + INTERVAL 1 DAY, INTERVAL 1 DAY)),
p AS (SELECT DISTINCT place FROM stints),
held AS (SELECT day, place,
  count(DISTINCT person) FILTER (started_last < day + 1 AND coalesce(ended_first, $until) >= day + 1) AS midnight_certain,
  count(DISTINCT person) FILTER (started_first < day + 1 AND coalesce(ended_last, $until) >= day + 1) AS midnight_possible,
  count(DISTINCT person) FILTER (coalesce(ended_first, $until) >= day) AS any_certain, count(DISTINCT person) AS any_possible
  FROM stints JOIN d ON started_first < day + 1 AND coalesce(ended_last, $until) >= day GROUP BY ALL)
SELECT d.day, p.place, coalesce(midnight_certain, 0) AS midnight_certain, coalesce(midnight_possible, 0) AS midnight_possible,
  coalesce(any_certain, 0) AS any_certain, coalesce(any_possible, 0) AS any_possible
FROM d CROSS JOIN p LEFT JOIN held USING (day, place) ORDER BY day, place""",
    "national": """SELECT day, CAST(sum(midnight_certain) AS BIGINT) AS midnight_certain, CAST(sum(midnight_possible) AS BIGINT) AS midnight_possible,
  CAST(sum(any_certain) AS BIGINT) AS any_certain, CAST(sum(any_possible) AS BIGINT) AS any_possible FROM census GROUP BY day ORDER BY day""",
    "census_by": """SELECT day, dimension, value, count(*) FILTER (coalesce(ended_first, $until) >= day + 1) AS midnight_certain, count(*) AS midnight_possible,
  count(*) AS any_certain, count(*) AS any_possible
FROM (SELECT d.day, ended_first, sex, nationality FROM stints JOIN (SELECT DISTINCT day FROM census) AS d
  ON started_first < d.day + 1 AND coalesce(ended_last, $until) >= d.day + 1)
UNPIVOT (value FOR dimension IN (sex, nationality)) GROUP BY ALL ORDER BY ALL""",
    "movements": """WITH legs AS (SELECT *, lead(place) OVER w AS next, lead(started_first) OVER w AS later, row_number() OVER w AS turn
  FROM stints WINDOW w AS (PARTITION BY person ORDER BY started_first))
SELECT CAST(NULL AS VARCHAR) AS from_place, place AS to_place, count(*) AS n_certain, count(*) AS n_possible, CAST(NULL AS DOUBLE) AS median_minutes,
  CAST(min(started_first) AS DATE) AS first_day, CAST(max(started_first) AS DATE) AS last_day, CAST(NULL AS VARCHAR) AS reason FROM legs WHERE turn = 1 GROUP BY place
UNION ALL SELECT place, next, count(*), count(*), median(greatest(0, epoch(later - coalesce(ended_first, later)) / 60)), CAST(min(later) AS DATE), CAST(max(later) AS DATE), NULL
  FROM legs WHERE next IS NOT NULL GROUP BY place, next
UNION ALL SELECT place, NULL, count(*), count(*), NULL, CAST(min(ended_first) AS DATE), CAST(max(ended_first) AS DATE), reason
  FROM legs WHERE next IS NULL AND NOT open GROUP BY place, reason""",
    "balance": """WITH i AS (SELECT to_place AS place, sum(n_certain) AS n FROM movements WHERE to_place IS NOT NULL GROUP BY 1),
o AS (SELECT from_place AS place, sum(n_certain) AS n FROM movements WHERE from_place IS NOT NULL GROUP BY 1)
SELECT place, CAST(0 AS BIGINT) AS held_at_start, CAST(coalesce(i.n, 0) AS BIGINT) AS arrivals, CAST(coalesce(o.n, 0) AS BIGINT) AS departures,
  CAST(coalesce(i.n, 0) - coalesce(o.n, 0) AS BIGINT) AS held_at_end FROM (SELECT DISTINCT place FROM stints) LEFT JOIN i USING (place) LEFT JOIN o USING (place)""",
}


def write(folder: Path, *, persons: int = 300, days: int = DAYS, places: int = 8) -> Path:
    """Write the tables of a synthetic release and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as link:
        link.execute("SET threads = 2")
        link.execute(f"SET VARIABLE until = CAST('{FIRST}' AS TIMESTAMP) + INTERVAL {days} DAY")
        values = {"persons": str(persons), "days": str(days), "places": str(places), "until": "getvariable('until')"}

        def filled(sql: str) -> str:
            for name, value in values.items():
                sql = sql.replace(f"${name}", value)
            return sql

        link.execute(filled(_STINTS))
        for name, sql in _TABLES.items():
            link.execute(f"CREATE TABLE {name} AS {filled(sql)}")
        link.execute("ALTER TABLE stints ADD COLUMN place_name VARCHAR")
        link.execute("UPDATE stints SET place_name = 'Place ' || place")
        for name in ("stints", *_TABLES):
            link.execute(f"COPY {name} TO '{folder / name}.parquet' (FORMAT parquet)")
        _lengths(link, folder)
        (rows, of) = link.execute("SELECT count(*), count(DISTINCT person) FROM stints").fetchone() or (0, 0)
    totals = {
        "rule": "habeas", "rows": rows, "persons_certain": of, "persons_possible": of + 3, "stays_certain": of, "stays_possible": of + 3,
        "person_years_low": 40.25, "person_years_high": 41.5, "until": UNTIL.isoformat(),
        "first_day": "2024-01-01", "last_day": "2024-03-19", "stays_before": 2,
    }  # fmt: skip
    (folder / "totals.json").write_text(json.dumps(totals))
    return folder


def _lengths(link: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the product-limit curve of all stays, worked out one day at a time."""
    sql = """SELECT ceil(epoch(coalesce(max(ended_first), getvariable('until')) - min(started_first)) / 86400), bool_or(open) FROM stints GROUP BY person"""
    stays = [(float(length), bool(held)) for length, held in link.execute(sql).fetchall()]
    at_risk, share = len(stays), 1.0
    rows = []
    for day in sorted({length for length, _ in stays}):
        ended = sum(length == day and not held for length, held in stays)
        censored = sum(length == day and held for length, held in stays)
        share *= 1 - ended / at_risk
        rows.append(("all", day, at_risk, ended, censored, share, max(0.0, share - 0.05), min(1.0, share + 0.05)))
        at_risk -= ended + censored
    link.execute(
        "CREATE TABLE lengths (stratum VARCHAR, days DOUBLE, at_risk BIGINT, ended BIGINT, censored BIGINT, still_held DOUBLE, low DOUBLE, high DOUBLE)"
    )
    link.executemany("INSERT INTO lengths VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    link.execute(f"COPY lengths TO '{folder / 'lengths'}.parquet' (FORMAT parquet)")


def rows(folder: Path, table: str, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Return what a question about one table of a release gives."""
    with duckdb.connect() as link:
        link.read_parquet(str(folder / f"{table}.parquet")).create_view(table)
        return link.execute(sql, list(values)).fetchall()


def reading(folder: Path, *, found: str = "8017-01-01") -> Reading:
    """Return a reading with two sheets and three problems in two groups; ``found`` is what stood in the rows."""
    problems = folder / "problems.parquet"
    lines = [
        ("records.roster-no-day", "error", "a.xlsx", "FY24", 9, "Book In", found, "a date", 2),
        ("records.no-such-message", "warning", "a.xlsx", "FY24", 12, "Gender", found, "sex", 1),
        ("records.no-such-message", "warning", "b.xlsx", None, 3, "Gender", found, "sex", 1),
    ]
    with duckdb.connect() as link:
        link.execute(
            'CREATE TABLE problems (key VARCHAR, gravity VARCHAR, file VARCHAR, sheet VARCHAR, line BIGINT, "column" VARCHAR, found VARCHAR, expected VARCHAR, n BIGINT)'
        )
        link.executemany("INSERT INTO problems VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", lines)
        link.execute(f"COPY problems TO '{problems}' (FORMAT parquet)")
    accounts = (
        Account(file="a.xlsx", sheet="FY24", reader="ice-detentions", rows=700, used=698, set_aside=2, blank=1),
        Account(file="b.xlsx", sheet=None, reader="ice-detentions", rows=50, used=50, set_aside=0),
    )
    return Reading(
        kind="stints", reader="ice-detentions", generation="2026-03", release="March 2026", table=folder / "stints.parquet", problems=problems,
        accounts=accounts, until=Until(moment=UNTIL, ground="stated"), unknown_columns={"a.xlsx": ("Shoe Size",)},
    )  # fmt: skip


def records(folder: Path) -> Records:
    """Return a loaded synthetic release."""
    write(folder)
    compared = (
        RuleCount(rule="habeas", counts={"stints_certain": 598}),
        RuleCount(rule="vera", counts={"stints_certain": 601}),
    )
    return load_records(folder, [reading(folder)], name="synthetic", sites=SITES, compared=compared)
