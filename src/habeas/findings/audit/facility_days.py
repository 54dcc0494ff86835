"""Facility-days audited: counts of persons by place and day, each place held against what it usually does.

How far a place moves in a day is learnt from the place: moves are measured in square roots of its size, as counts vary by chance, and
what 99 of its 100 days do not exceed is usual. A count that stands still is told where the place so seldom does that it would happen
by chance less than once in some thousand such files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from habeas.findings.audit.model import AuditFinding, Cell, Gravity
from habeas.findings.audit.series import Bounded, Daily, Rule, Series, built_in, quoted
from habeas.records import Reading

if TYPE_CHECKING:
    import duckdb

_SHOWN: Final = 12
_BUSY: Final = 30
"""A place that holds so many does not empty for a day unnoticed."""
_ENOUGH: Final = 100
"""Days of a place from which what it usually does is learnt."""
_OFTEN: Final = 3
"""A place that is empty more often between two busy days is one where persons stay for a day, such as before a flight."""
_SPIKE: Final = 2.5
_ZERO: Final = 1.5
_STEP: Final = 6.0
_TOGETHER: Final = 3
_STILL: Final = -3.5
"""A count that stands still is told where the chance of it, over all days of its place, is less than ten to this power."""
_LEAST_STILL: Final = 20
_TOTAL: Final = 0.03
_WINDOW: Final = 14
_MOVES: Final = 10
"""Two stretches of a fortnight with so many moves are not equal by chance."""

_DAYS: Final = """
CREATE OR REPLACE TEMP TABLE days AS
SELECT file, sheet, line, place, day, {column} AS n, lag({column}) OVER each AS p, lead({column}) OVER each AS x,
    lag({column}, 2) OVER each AS pp, lag(day) OVER each AS before, lead(day) OVER each AS after
FROM source WHERE {column} IS NOT NULL WINDOW each AS (PARTITION BY place ORDER BY day, line)
"""
_USUAL: Final = """
CREATE OR REPLACE TEMP TABLE usual AS
SELECT place, count(*) AS known, quantile_cont(abs(n - p) / sqrt(greatest(n, p)), 0.99) AS step,
    quantile_cont(abs(n - (p + x) / 2.0) / sqrt(greatest(n, p, x)), 0.99) AS bend
FROM days WHERE greatest(n, p) >= 10 AND day = before + 1 GROUP BY place HAVING count(*) >= $enough
"""
_SPIKES: Final = """
CREATE OR REPLACE TEMP TABLE spikes AS
SELECT file, sheet, line, place, day, n, p, x, aside / sqrt(greatest(p, n, x)) / bend AS times
FROM (SELECT *, greatest(n - greatest(p, x), least(p, x) - n, 0) AS aside FROM days) JOIN usual USING (place)
WHERE day = before + 1 AND after = day + 1 AND greatest(n, p, x) >= $busy AND aside > 3 * abs(p - x) + 10
    AND aside > 0.5 * greatest(p, n, x)
    AND aside > (CASE WHEN n = 0 THEN $zero ELSE $spike END) * bend * sqrt(greatest(p, n, x))
"""
_STEPS: Final = """
SELECT file, sheet, line, place, day, n, p, abs(n - p) / sqrt(greatest(n, p)) / step AS times
FROM days JOIN usual USING (place)
WHERE day = before + 1 AND greatest(n, p) >= $large AND abs(n - p) > $step * step * sqrt(greatest(n, p))
    AND abs(n - p) > 0.5 * greatest(n, p) AND NOT (after = day + 1 AND abs(x - p) < 0.5 * abs(n - p))
    AND NOT coalesce(abs(n - pp) < 0.5 * abs(n - p), false)
ORDER BY times DESC, place, day
"""
_STILLS: Final = """
WITH marked AS (
    SELECT *, sum((n IS DISTINCT FROM p OR day <> before + 1)::INTEGER) OVER (PARTITION BY place ORDER BY day) AS run FROM days
), runs AS (
    SELECT place, n, min(day) AS first, max(day) AS last, count(*) AS many, any_value(file) AS file, any_value(sheet) AS sheet,
        min(line) AS line
    FROM marked GROUP BY place, n, run HAVING n >= $least AND count(*) >= 7
), seen AS (
    SELECT runs.*, count(*) AS known, sum((days.n = days.p)::INTEGER) AS equal
    FROM runs JOIN days ON days.place = runs.place AND days.n BETWEEN runs.n * 0.5 AND runs.n * 2 GROUP BY ALL
)
SELECT *, greatest((equal - many + 1) / (known - many + 1), 1 / known) AS share, (many - 1) * log10(share) + log10(known) AS chance
FROM seen WHERE known >= 60 + many AND chance < $still ORDER BY chance, place, first
"""
_GAPS: Final = """
SELECT file, sheet, line, place, day, n, p, before, day - before - 1 AS many, count(*) OVER (PARTITION BY place) AS times FROM days
WHERE day > before + 1 AND day - before <= 31 AND n >= $busy AND p >= $busy
QUALIFY times <= $often ORDER BY least(n, p) DESC, place, day
"""
_TOTALS: Final = """
SELECT * FROM (
    SELECT day, held, lag(held) OVER each AS p, lead(held) OVER each AS x, lag(day) OVER each AS before, lead(day) OVER each AS after
    FROM (SELECT day, sum(coalesce(spikes.p, days.n)) AS held FROM days LEFT JOIN spikes USING (place, day) GROUP BY day)
    WINDOW each AS (ORDER BY day))
WHERE day = before + 1 AND after = day + 1 AND greatest(p, x) >= 200
    AND greatest(held - greatest(p, x), least(p, x) - held) > $total * greatest(p, x)
ORDER BY day
"""
_STRETCHES: Final = """
CREATE OR REPLACE TEMP TABLE stretches AS
SELECT * FROM (
    SELECT file, sheet, line, place, day, count(*) OVER each AS many, min(day) OVER each AS first, sum(n) OVER each AS held,
        sum((n <> p)::INTEGER) OVER each AS moves, min(n) OVER each AS least,
        sum(hash(n, day)::HUGEINT) OVER each AS same_days,
        sum(n * n) OVER each AS squares, sum(n * (day - DATE '2000-01-01')) OVER each AS turned
    FROM days WHERE place IN (SELECT place FROM days GROUP BY place HAVING count(*) FILTER (n >= 10) >= $window)
    WINDOW each AS (PARTITION BY place ORDER BY day ROWS BETWEEN $window - 1 PRECEDING AND CURRENT ROW))
WHERE many = $window AND day - first = $window - 1 AND moves >= $moves AND least >= 10
"""
_COPIES: Final = """
SELECT list(DISTINCT place ORDER BY place) AS places, min(first) AS first, max(day) AS last, count(DISTINCT day) AS many,
    any_value(file) AS file, any_value(sheet) AS sheet, min(line) AS line
FROM (SELECT *, list(place) OVER (PARTITION BY day, held, same_days) AS alike FROM stretches)
WHERE len(list_distinct(alike)) > 1 GROUP BY list_sort(list_distinct(alike)) ORDER BY many DESC, places
"""
_AGAIN: Final = """
SELECT place, min(day) AS first, max(day) AS last, any_value(file) AS file, any_value(sheet) AS sheet, max(line) AS line
FROM stretches GROUP BY place, held, squares, turned - (first - DATE '2000-01-01') * held
HAVING count(*) > 1 AND max(day) - min(day) >= $window ORDER BY place, first
"""


def audit_facility_days(reading: Reading) -> Iterable[AuditFinding]:
    """Audit one reading of facility-days by the declaration that covers it, and yield what is wrong or unlikely in it."""
    import duckdb

    series = next((one for one in built_in() if one.covers(reading)), None)
    if series is None:
        return
    with duckdb.connect() as database:
        database.execute(f"CREATE VIEW source AS SELECT * FROM read_parquet({quoted(str(reading.table))})")  # noqa: S608 - quoted
        columns = {row[0] for row in database.execute("DESCRIBE source").fetchall()}
        name = reading.accounts[0].file if reading.accounts else reading.release
        yield from _bounds(database, series, columns)
        yield from _repeated(database)
        for rule in series.of(Daily):
            if rule.column in columns and filled(database, rule.column):
                database.execute(_DAYS.format(column=f'"{rule.column}"'))
                database.execute(_USUAL, {"enough": _ENOUGH})
                yield from _missing(database, rule, name)
                yield from _moves(database, rule, name)
                yield from _stretches(database, rule)


def filled(database: duckdb.DuckDBPyConnection, column: str) -> bool:
    """Whether the view ``source`` has a value in a column."""
    row = database.execute(f'SELECT count("{column}") FROM source').fetchone()  # noqa: S608 - a declared column
    return row is not None and row[0] > 0


def rows_of(database: duckdb.DuckDBPyConnection, sql: str, **values: object) -> list[dict[str, Any]]:
    """Return the rows of a query, by the names of its columns."""
    result = database.execute(sql, values) if values else database.execute(sql)
    names = [one[0] for one in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def cell_of(row: dict[str, Any], label: str, found: object) -> Cell:
    """Return the row of a place and day as a cell."""
    return Cell(file=row["file"], sheet=row["sheet"], line=row["line"], label=label, found=f"{found}")


def finding_of(
    rule: Rule, row: dict[str, Any], key: str, gravity: Gravity, cells: tuple[Cell, ...], **values: object
) -> AuditFinding:
    """Return a finding of a rule about the row of a place and day; ``weight`` is taken from the values."""
    weight = values.pop("weight", 0.0)
    return AuditFinding(
        publication=cells[0].file if cells else row["file"],
        check=rule.name,
        gravity=gravity,
        key=f"audit_vintages.days-{key}",
        values={"what": rule.said, **values},
        cells=cells,
        weight=float(weight) if isinstance(weight, int | float) else 0.0,
        day=row.get("day") or row.get("first"),
    )


def _bounds(database: duckdb.DuckDBPyConnection, series: Series, columns: set[str]) -> Iterator[AuditFinding]:
    """Yield, for each bound, the rows whose parts are more than the whole: one finding a rule and file."""
    for rule in series.of(Bounded):
        if not {*rule.parts, rule.whole} <= columns:
            continue
        parts = " + ".join(f'"{part}"' for part in rule.parts)
        rows = rows_of(
            database,
            f"""SELECT file, sheet, line, place, day, {parts} AS part, "{rule.whole}" AS whole, count(*) OVER (PARTITION BY file) AS many
            FROM source WHERE {parts} > "{rule.whole}" ORDER BY part - whole DESC, place, day""",  # noqa: S608 - declared columns
        )
        for file in dict.fromkeys(row["file"] for row in rows):
            here = [row for row in rows if row["file"] == file]
            first = here[0]
            cells = tuple(
                cell_of(row, f"{row['place']}, {row['day']}", f"{row['part']} > {row['whole']}")
                for row in here[:_SHOWN]
            )
            more = first["part"] - first["whole"]
            yield finding_of(
                rule, first, "parts", rule.gravity, cells,
                n=len(here), place=first["place"], day=first["day"], part=first["part"], whole=first["whole"], weight=more,
            )  # fmt: skip


def _repeated(database: duckdb.DuckDBPyConnection) -> Iterator[AuditFinding]:
    """Yield places that have several rows of one day: one finding a file."""
    rows = rows_of(
        database,
        """SELECT file, any_value(sheet) AS sheet, max(line) AS line, min(line) AS other, place, day, count(*) AS many
        FROM source GROUP BY file, place, day HAVING count(*) > 1 ORDER BY file, day, place""",
    )
    rule = Rule(name="one-row-a-day", en="", es="")
    for file in dict.fromkeys(row["file"] for row in rows):
        here = [row for row in rows if row["file"] == file]
        first = here[0]
        cells = tuple(cell_of(row, f"{row['place']}, {row['day']}", row["many"]) for row in here[:_SHOWN])
        values = {
            "n": len(here),
            "place": first["place"],
            "day": first["day"],
            "other": first["other"],
            "line": first["line"],
        }
        yield finding_of(rule, first, "repeated", "error", cells, **values, weight=len(here))


def _missing(database: duckdb.DuckDBPyConnection, rule: Daily, name: str) -> Iterator[AuditFinding]:
    """Yield the days that no place has, and the places that have none for a while although they are busy before and after."""
    gaps = rows_of(
        database,
        """SELECT day AS after, before, day - before - 1 AS many FROM (SELECT day, lag(day) OVER (ORDER BY day) AS before
        FROM (SELECT DISTINCT day FROM days)) WHERE day > before + 1 ORDER BY many DESC, day""",
    )
    if gaps:
        first = gaps[0]
        total = sum(row["many"] for row in gaps)
        yield finding_of(
            rule, {**first, "file": name}, "no-day", "warning", (Cell(file=name),),
            n=total, gaps=len(gaps), before=first["before"], after=first["after"], weight=total,
        )  # fmt: skip
    everywhere = {(row["before"], row["after"]) for row in gaps}
    for row in rows_of(database, _GAPS, busy=_BUSY, often=_OFTEN):
        if any(
            row["before"] <= before and after <= row["day"] and (after - before).days - 1 == row["many"]
            for before, after in everywhere
        ):
            continue
        cells = (cell_of(row, f"{row['place']}, {row['day']}", row["n"]),)
        values = {key: row[key] for key in ("place", "before", "day", "p")}
        yield finding_of(
            rule, row, "gap", "warning", cells, **values, n=row["many"], now=row["n"], weight=min(row["n"], row["p"])
        )


def _moves(database: duckdb.DuckDBPyConnection, rule: Daily, name: str) -> Iterator[AuditFinding]:
    """Yield counts that jump for a day, places that fill or empty in a day, counts that stand still, and totals that jump."""
    database.execute(_SPIKES.replace("$busy", str(_BUSY)).replace("$zero", str(_ZERO)).replace("$spike", str(_SPIKE)))
    for day, group in groupby(
        rows_of(database, "SELECT * FROM spikes ORDER BY day, times DESC, place"), key=lambda row: row["day"]
    ):
        yield from _spikes_told(rule, day, list(group))
    for row in rows_of(database, _STEPS, large=_ENOUGH, step=_STEP):
        cells = (cell_of(row, f"{row['place']}, {row['day']}", row["n"]),)
        values = {key: row[key] for key in ("place", "day", "n", "p")}
        yield finding_of(
            rule, row, "step", "note", cells, **values, times=round(row["times"], 1), weight=abs(row["n"] - row["p"])
        )
    still: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(database, _STILLS, least=_LEAST_STILL, still=_STILL):
        still.setdefault(row["place"], []).append(row)
    for rows in still.values():
        yield _still_told(rule, rows)
    for row in rows_of(database, _TOTALS, total=_TOTAL):
        values = {key: row[key] for key in ("day", "held", "p", "x")}
        yield finding_of(
            rule, row, "total", "warning", (Cell(file=name),), **values, weight=abs(row["held"] - row["p"])
        )


def _spikes_told(rule: Daily, day: date, rows: list[dict[str, Any]]) -> Iterator[AuditFinding]:
    """Yield the counts that jump on a day: those of several places are one finding, the day is doubted and not the places."""
    cells = tuple(cell_of(row, f"{row['place']}, {day}", row["n"]) for row in rows[:_SHOWN])
    if len(rows) >= _TOGETHER:
        places = [row["place"] for row in rows[:_SHOWN]]
        held, before = sum(row["n"] for row in rows), sum(row["p"] for row in rows)
        values = {
            "places": places,
            "day": day,
            "n": len(rows),
            "held": held,
            "p": before,
            "x": sum(row["x"] for row in rows),
        }
        yield finding_of(rule, rows[0], "together", "warning", cells, **values, weight=abs(held - before))
        return
    for row, cell in zip(rows, cells, strict=True):
        values = {key: row[key] for key in ("place", "day", "n", "p", "x")}
        times = round(row["times"], 1)
        yield finding_of(rule, row, "spike", "warning", (cell,), **values, times=times, weight=abs(row["n"] - row["p"]))


def _still_told(rule: Daily, rows: list[dict[str, Any]]) -> AuditFinding:
    first = rows[0]
    cells = tuple(cell_of(row, f"{row['place']}, {row['first']} – {row['last']}", row["n"]) for row in rows[:_SHOWN])
    return finding_of(
        rule, first, "still", "warning", cells,
        n=len(rows), place=first["place"], held=first["n"], many=first["many"], first=first["first"], last=first["last"],
        share=round(100 * first["share"]), weight=-first["chance"],
    )  # fmt: skip


def _stretches(database: duckdb.DuckDBPyConnection, rule: Daily) -> Iterator[AuditFinding]:
    """Yield stretches of a fortnight that another place has on the same days, or the same place at another time."""
    database.execute(_STRETCHES.replace("$window", str(_WINDOW)).replace("$moves", str(_MOVES)))
    for row in rows_of(database, _COPIES):
        cells = (cell_of(row, ", ".join(row["places"]), f"{row['first']} – {row['last']}"),)
        values = {"places": row["places"], "first": row["first"], "last": row["last"]}
        yield finding_of(rule, row, "copied", "warning", cells, **values, weight=row["many"])
    seen: set[str] = set()
    for row in rows_of(database, _AGAIN, window=_WINDOW):
        if row["place"] in seen:  # a long stretch that is repeated is many of a fortnight
            continue
        seen.add(row["place"])
        cells = (cell_of(row, row["place"], f"{row['first']}, {row['last']}"),)
        values = {"place": row["place"], "first": row["first"], "last": row["last"], "many": _WINDOW}
        yield finding_of(rule, row, "again", "warning", cells, **values, weight=_WINDOW)
