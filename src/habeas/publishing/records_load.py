"""Loading a release for its pages: DuckDB sums the tables of custody, and only sums come into memory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.publishing.records_view import (
    DIMENSIONS,
    DayCount,
    Dimension,
    Edge,
    Lengths,
    Official,
    PlaceRow,
    ProblemGroup,
    Records,
    RuleCount,
    Series,
    Site,
    Step,
    Vanished,
)
from habeas.publishing.small_cells import BELOW, hide

if TYPE_CHECKING:
    from habeas.custody import Register
    from habeas.records import Reading

POINTS: Final = 180
SPARK: Final = 60
NAMED: Final = 10
STEPS: Final = 300
REST: Final = 40
FEW_LEFT: Final = 0.005
AFTER: Final = (30, 90, 180, 365)


def load_records(
    folder: Path,
    readings: Sequence[Reading] = (),
    *,
    name: str = "records",
    sites: Sequence[Site] = (),
    compared: Sequence[RuleCount] = (),
    register: Register | None = None,
    official: Sequence[Official] = (),
    below: int = BELOW,
) -> Records:
    """Return a release as its pages need it, from the folder of its tables of custody and the readings they were made from.

    ``compared`` is what each named rule counts, under the names of ``totals.json`` (pairs are certain and possible). Days after the release's last moment are left out. Counts by a dimension are
    hidden where they are below ``below`` (:mod:`habeas.publishing.small_cells`).
    """
    totals = json.loads((folder / "totals.json").read_text(encoding="utf-8"))
    told = next((one.until for one in readings if one.until is not None), None)
    until = datetime.fromisoformat(totals["until"])
    last = date.fromisoformat(totals["last_day"])
    with _tables(folder) as ask:
        days = [DayCount(**row) for row in ask(_NATIONAL, {"last": last})]
        return Records(
            name=name,
            folder=folder,
            release=next((one.release for one in readings), ""),
            editions=tuple(dict.fromkeys(f"{one.reader} {one.generation}".strip() for one in readings)),
            until=until,
            ground=told.ground if told is not None and told.moment == until else "given",
            sheets=tuple(account for one in readings for account in one.accounts),
            problems=tuple(_problems(readings)),
            unknown_columns=_unknown(readings),
            totals=_paired(totals),
            compared=tuple(RuleCount(rule=one.rule, counts=_paired(one.counts)) for one in compared),
            national=days,
            dimensions=tuple(_dimensions(ask, days, last, below)),
            places=tuple(_places(ask, days, last)),
            edges=tuple(Edge(**row) for row in ask(_EDGES, {})),
            lengths=tuple(_lengths(ask, below)),
            sites=tuple(sites),
            register=register,
            official=tuple(official),
            vanished=tuple(_vanished(register)) if register else (),
            below=below,
        )


def _vanished(register: Register) -> Iterator[Vanished]:
    """Yield who vanished, the latest first; nothing of the person but the line on which it was seen last."""
    import duckdb

    with duckdb.connect() as link:
        rows = link.execute(_VANISHED, {"path": str(register.table("vanished"))}).fetchall()
    for last_seen, gone_by, file, line, returned, same in rows:
        yield Vanished(
            last_seen=last_seen, gone_by=gone_by, file=file, line=line, returned=returned, same_admission=bool(same)
        )


def nights_above(folder: Path, capacities: Mapping[str, tuple[float, float]], last: date) -> dict[str, tuple[int, int]]:
    """Return, for each place with a capacity (low, high), the nights certainly and possibly above it, up to a day."""
    found = {}
    with _tables(folder) as ask:
        for place, (low, high) in sorted(capacities.items()):
            (row,) = ask(_ABOVE, {"place": place, "low": low, "high": high, "last": last})
            found[place] = (int(row["certainly"]), int(row["possibly"]))
    return found


def _paired(totals: Mapping[str, object]) -> dict[str, object]:
    """Return the totals with each pair under two names, as its tables have them: what is certain and what is possible."""
    found: dict[str, object] = {}
    for name, value in totals.items():
        if isinstance(value, list | tuple) and len(value) == 2 and name != "unbalanced":
            ends = ("low", "high") if name == "person_years" else ("certain", "possible")
            found.update({f"{name}_{end}": one for end, one in zip(ends, value, strict=True)})
        else:
            found[name] = value
    return found


@contextmanager
def _tables(folder: Path) -> Iterator[Any]:
    import duckdb

    with duckdb.connect() as link:
        link.execute("SET threads = 2")
        link.execute("SET memory_limit = '1GB'")
        for one in ("stints", "census", "national", "census_by", "movements", "balance", "lengths"):
            path = folder / f"{one}.parquet"
            if path.is_file():
                link.read_parquet(str(path)).create_view(one)

        def ask(sql: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
            cursor = link.execute(sql, {name: one for name, one in values.items() if f"${name}" in sql})
            names = [one[0] for one in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        yield ask


_VANISHED: Final = """
SELECT last_seen, gone_by, file, line, returned, same_admission FROM read_parquet($path) ORDER BY gone_by DESC, last_seen DESC, file, line
"""
_NATIONAL: Final = """
SELECT CAST(day AS DATE) AS day, midnight_certain, midnight_possible, any_certain, any_possible
FROM national WHERE day <= $last ORDER BY day
"""
_ABOVE: Final = """
SELECT count(*) FILTER (midnight_certain > $high) AS certainly, count(*) FILTER (midnight_possible > $low) AS possibly
FROM census WHERE place = $place AND day <= $last
"""
_EDGES: Final = """
SELECT from_place AS origin, to_place AS target, reason, n_certain AS certain, n_possible AS possible, median_minutes,
  CAST(first_day AS DATE) AS first, CAST(last_day AS DATE) AS last
FROM movements ORDER BY n_possible DESC, n_certain DESC, from_place NULLS FIRST, to_place NULLS FIRST, reason NULLS FIRST
"""
_BIGGEST: Final = """
SELECT coalesce(value, '') AS value FROM census_by WHERE dimension = $dimension AND day <= $last
GROUP BY ALL HAVING max(midnight_possible) > 0 ORDER BY sum(midnight_possible) DESC, 1
"""
_SERIES: Final = """
SELECT CAST(day AS DATE) AS day, CASE WHEN list_contains($named, coalesce(value, '')) THEN coalesce(value, '') END AS value,
  CAST(sum(midnight_certain) AS BIGINT) AS certain, CAST(sum(midnight_possible) AS BIGINT) AS possible
FROM census_by WHERE dimension = $dimension AND list_contains($days, CAST(day AS DATE)) GROUP BY ALL
"""
_PLACES: Final = """
WITH named AS (SELECT place, arg_max(place_name, row) AS name FROM stints WHERE place_name IS NOT NULL GROUP BY place),
known AS (SELECT * FROM census WHERE day <= $last),
spans AS (SELECT place, CAST(min(day) AS DATE) AS first, CAST(max(day) AS DATE) AS last FROM known WHERE any_possible > 0 GROUP BY place),
inside AS (
  SELECT known.place, count(*) AS nights, avg(midnight_certain) AS mean_low, avg(midnight_possible) AS mean_high,
    max(midnight_possible) AS peak, CAST(min(day) FILTER (midnight_possible = top) AS DATE) AS peak_day
  FROM (SELECT known.*, max(midnight_possible) OVER (PARTITION BY known.place) AS top FROM known) AS known
  JOIN spans USING (place) WHERE day BETWEEN spans.first AND spans.last GROUP BY known.place
),
final AS (SELECT place, midnight_certain, midnight_possible FROM known WHERE day = $final)
SELECT spans.place, named.name, spans.first, spans.last, nights, mean_low, mean_high, peak, peak_day,
  coalesce(final.midnight_certain, 0) AS last_certain, coalesce(final.midnight_possible, 0) AS last_possible,
  balance.held_at_start, balance.arrivals, balance.departures, balance.held_at_end
FROM spans JOIN inside USING (place) LEFT JOIN named USING (place) LEFT JOIN final USING (place) LEFT JOIN balance USING (place)
ORDER BY peak DESC, spans.place
"""
_SPARKS: Final = """
SELECT place, list((midnight_certain, midnight_possible) ORDER BY day) AS spark
FROM census WHERE list_contains($days, CAST(day AS DATE)) GROUP BY place
"""
_STEPS: Final = (
    "SELECT days, at_risk, ended, censored, still_held, low, high FROM lengths WHERE stratum = $stratum ORDER BY days"
)


def _unknown(readings: Sequence[Reading]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in readings:
        found.update({file: columns for file, columns in one.unknown_columns.items() if columns})
    return found


def _problems(readings: Sequence[Reading]) -> Iterator[ProblemGroup]:
    import duckdb

    paths = [str(one.problems) for one in readings if one.problems.is_file()]
    if not paths:
        return
    with duckdb.connect() as link:
        rows = link.execute(
            """SELECT key, gravity, "column", min(expected), CAST(sum(coalesce(n, 1)) AS BIGINT), min(file), arg_min(sheet, (file, line)), arg_min(line, (file, line))
            FROM read_parquet($paths) GROUP BY key, gravity, "column" ORDER BY gravity, 5 DESC, key, "column" """,
            {"paths": paths},
        ).fetchall()
    for key, gravity, column, expected, n, file, sheet, line in rows:
        yield ProblemGroup(
            key=key, gravity=gravity, column=column, expected=expected, n=n, file=file or "", sheet=sheet, line=line
        )


def _every(days: Sequence[date], points: int) -> tuple[int, list[date]]:
    """Return a step and the days a step apart, counted back from the last one."""
    step = max(1, -(-len(days) // points))
    return step, list(days)[::-1][::step][::-1]


def _dimensions(ask: Any, national: Sequence[DayCount], last: date, below: int) -> Iterator[Dimension]:
    step, days = _every([one.day for one in national], POINTS)
    for name in DIMENSIONS if days else ():
        values = [row["value"] for row in ask(_BIGGEST, {"dimension": name, "last": last})]
        if not any(values):  # nothing but what is not stated
            continue
        named: list[str | None] = [*values[:NAMED]]
        rows = ask(_SERIES, {"dimension": name, "named": named, "days": days})
        counts = {(row["day"], row["value"]): (row["certain"], row["possible"]) for row in rows}
        if len(values) > NAMED or any(value is None for _, value in counts):
            named.append(None)
        columns = [hide([counts.get((day, value), (0, 0)) for value in named], below) for day in days]
        series = [Series(value=value, cells=tuple(column[k] for column in columns)) for k, value in enumerate(named)]
        yield Dimension(name=name, step=step, days=tuple(days), series=tuple(series))


def _places(ask: Any, national: Sequence[DayCount], last: date) -> Iterator[PlaceRow]:
    if not national:
        return
    _, days = _every([one.day for one in national], SPARK)
    sparks = {row["place"]: tuple((int(a), int(b)) for a, b in row["spark"]) for row in ask(_SPARKS, {"days": days})}
    for row in ask(_PLACES, {"last": last, "final": national[-1].day}):
        yield PlaceRow(**row, spark=sparks.get(row["place"], ()))


def _lengths(ask: Any, below: int) -> Iterator[Lengths]:
    strata = [
        row["stratum"] for row in ask("SELECT DISTINCT stratum FROM lengths ORDER BY (stratum <> 'all'), stratum", {})
    ]
    for stratum in strata:
        rows = ask(_STEPS, {"stratum": stratum})
        # Where fewer than a few persons are still at risk, a step of the curve is one person's length of stay.
        kept = [row for row in rows if row["at_risk"] >= below]
        ended, censored = sum(row["ended"] for row in rows), sum(row["censored"] for row in rows)
        if not kept or (stratum != "all" and ended + censored < below):
            continue
        drawn = next((float(row["days"]) for row in kept if row["still_held"] < FEW_LEFT), float(kept[-1]["days"]))
        yield Lengths(
            stratum=stratum,
            steps=tuple(_fewer(kept, drawn)),
            ended=int(ended),
            censored=int(censored),
            median=_half(kept, "still_held"),
            median_low=_half(kept, "low"),
            median_high=_half(kept, "high"),
            after={days: _after(kept, days) for days in AFTER},
            drawn=drawn,
        )


def _half(rows: Sequence[Mapping[str, Any]], column: str) -> float | None:
    from habeas.custody import half

    return half((row["days"], row[column]) for row in rows if row[column] is not None)


def _step(row: Mapping[str, Any]) -> Step:
    held = float(row["still_held"])
    # An interval that cannot be stated (NaN) is none: the share alone.
    low, high = (held if row[name] is None or row[name] != row[name] else float(row[name]) for name in ("low", "high"))
    return Step(days=float(row["days"]), held=held, low=low, high=high, at_risk=int(row["at_risk"]))


def _after(rows: Sequence[Mapping[str, Any]], days: float) -> Step | None:
    """Return the step in force after a number of days, or None where the curve does not reach so far."""
    before = [row for row in rows if row["days"] <= days]
    return _step(before[-1]) if before and rows[-1]["days"] >= days else None


def _fewer(rows: Sequence[Mapping[str, Any]], drawn: float) -> Iterator[Step]:
    """Yield the steps a few days apart, finer up to the days that are drawn, the first and the last always."""
    due = 0.0
    for k, row in enumerate(rows):
        following = float(rows[k + 1]["days"]) if k + 1 < len(rows) else None
        if following is None or following > due:
            yield _step(row)
            day, end = float(row["days"]), float(rows[-1]["days"])
            width = max(1.0, drawn / STEPS if day <= drawn else (end - drawn) / REST)
            due = (day // width + 1) * width
