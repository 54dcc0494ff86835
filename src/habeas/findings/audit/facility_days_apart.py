"""Two files of facility-days that have days in common, held against each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from habeas.findings.audit.facility_days import filled, finding_of, rows_of
from habeas.findings.audit.model import AuditFinding, Cell
from habeas.findings.audit.series import Daily, Rule, built_in, quoted
from habeas.records import Reading

if TYPE_CHECKING:
    import duckdb

_ENOUGH: Final = 100
"""Days in common from which the ratio of two files is learnt."""

_RATIOS: Final = """
WITH pairs AS (
    SELECT one.place, one.day, one.n AS held, coalesce(other.n, 0) AS counted
    FROM one LEFT JOIN other ON one.place = other.place AND other.day = one.day + {shift}
    WHERE one.day + {shift} BETWEEN (SELECT min(day) FROM other) AND (SELECT max(day) FROM other)
)
"""


def compare_facility_days(one: Reading, other: Reading) -> Iterator[AuditFinding]:
    """Hold two readings of facility-days against each other on the days both have.

    A count at midnight is that of the first moment of the next day: the second is shifted by the day by which they agree best. The ratio of
    their totals, day by day, is learnt; told are the days whose ratio lies far outside, and the places whose totals differ by far more.
    """
    import duckdb

    with duckdb.connect() as database:
        for name, reading in (("one", one), ("other", other)):
            column = _main(reading.table)
            database.execute(
                f'CREATE TABLE {name} AS SELECT place, day, sum("{column}") AS n FROM read_parquet({quoted(str(reading.table))}) '  # noqa: S608 - own names
                f'WHERE "{column}" IS NOT NULL GROUP BY place, day'
            )
        shift = min((0, 1, -1), key=lambda days: _apart(database, days))
        ratios = _RATIOS.format(shift=shift)
        yield from _days_apart(database, ratios, one, other, shift)
        yield from _places_apart(database, ratios, one, other)


def _main(table: Path) -> str:
    """Return the column of counts that a file of facility-days is followed by."""
    import duckdb

    with duckdb.connect() as database:
        database.execute(f"CREATE VIEW source AS SELECT * FROM read_parquet({quoted(str(table))})")  # noqa: S608 - quoted
        columns = {row[0] for row in database.execute("DESCRIBE source").fetchall()}
        rules = [rule for series in built_in() if series.kind == "facility-days" for rule in series.of(Daily)]
        return next(rule.column for rule in rules if rule.column in columns and filled(database, rule.column))


def _apart(database: duckdb.DuckDBPyConnection, shift: int) -> float:
    row = database.execute(
        f"{_RATIOS.format(shift=shift)} SELECT sum(abs(held - counted)), count(*) FROM pairs"  # noqa: S608 - a number
    ).fetchone()
    return float(row[0] / row[1]) if row and row[1] else float("inf")


_AGREE: Final = Rule(name="files-agree", en="", es="")


def _days_apart(
    database: duckdb.DuckDBPyConnection, ratios: str, one: Reading, other: Reading, shift: int
) -> Iterator[AuditFinding]:
    """Yield how the totals of two files stand to each other, and the days on which they do otherwise."""
    rows = rows_of(
        database,
        f"{ratios} SELECT day, sum(held) AS held, sum(counted) AS counted FROM pairs GROUP BY day ORDER BY day",  # noqa: S608 - a query of our own
    )
    told = sorted(row["counted"] / row["held"] for row in rows if row["held"])
    if len(told) < _ENOUGH:
        return
    low, middle, high = (told[int(at * (len(told) - 1))] for at in (0.01, 0.5, 0.99))
    files = (one.accounts[0].file, other.accounts[0].file)
    cells = tuple(Cell(file=file) for file in files)
    yield finding_of(
        _AGREE, rows[0], "agree", "note", cells,
        one=files[0], other=files[1], n=len(rows), shift=shift, low=round(low, 4), middle=round(middle, 4), high=round(high, 4),
    )  # fmt: skip
    width = max(high - low, 0.002)
    for row in rows:
        ratio = row["counted"] / row["held"] if row["held"] else 0.0
        if not low - 2 * width <= ratio <= high + 2 * width:
            values = {
                "one": files[0],
                "other": files[1],
                "day": row["day"],
                "held": row["held"],
                "counted": row["counted"],
            }
            bounds = {"low": round(low, 4), "high": round(high, 4), "ratio": round(ratio, 4)}
            yield finding_of(
                _AGREE, row, "day-apart", "warning", cells, **values, **bounds, weight=abs(row["held"] - row["counted"])
            )


def _places_apart(
    database: duckdb.DuckDBPyConnection, ratios: str, one: Reading, other: Reading
) -> Iterator[AuditFinding]:
    """Yield places whose totals over all days differ by a tenth or more, and by more than a person a day."""
    rows = rows_of(
        database,
        f"""{ratios} SELECT place, min(day) AS first, count(*) AS many, sum(held) AS held, sum(counted) AS counted FROM pairs
        GROUP BY place HAVING abs(sum(held) - sum(counted)) > greatest(0.1 * greatest(sum(held), sum(counted)), count(*))
        ORDER BY abs(sum(held) - sum(counted)) DESC""",  # noqa: S608 - a query of our own
    )
    files = (one.accounts[0].file, other.accounts[0].file)
    cells = tuple(Cell(file=file) for file in files)
    for row in rows:
        values = {"one": files[0], "other": files[1], "place": row["place"], "many": row["many"]}
        counts = {"held": row["held"], "counted": row["counted"]}
        yield finding_of(
            _AGREE, row, "place-apart", "warning", cells, **values, **counts, weight=abs(row["held"] - row["counted"])
        )
