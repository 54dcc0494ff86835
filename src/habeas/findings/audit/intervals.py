"""Intervals: what averages of a year to date say of the days between two publications.

An average to date times its days is the number of bed-days since the year began: a whole number, wherever the cell was not rounded. The
difference between two publications of a year is the bed-days of the days between them, and divided by these, the average of that
interval: what was held lately, which no average to date tells. Where a cell was rounded, or its last day is not known, there is a low and a
high.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from json import loads
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

from habeas.findings.audit.model import Cell
from habeas.findings.audit.publications import Publication, Publications, cells
from habeas.findings.audit.series import Averaged, Series, quoted
from habeas.findings.audit.vintages import Vintages, subject_sql, vintages_of

_WHOLE: Final = 0.004
"""So far from a whole number bed-days may lie; cells hold 15 digits."""
_HALF: Final = 0.5
"""The last day of a table is known where so many of its averages are whole bed-days up to it: by chance it is one in 125."""
_MOST: Final = 0.9
_DECIMALS: Final = 3
"""A table is rounded where so many of its averages, and no fewer than ``_FEW``, have so few decimals."""
_FEW: Final = 5
_WINDOW: Final = (-1, 28)
"""Days from the stamp to the last day counted, where no other publication of the series tells which are usual."""

_SUMMED: Final = """
WITH chosen AS (
    SELECT number, fiscal_year, "table", {subject} AS subject, value, first_day, last_day, cell, marks, {labels} AS labels,
        last_day - first_day + 1 AS days, abs(value * days - round(value * days)) <= {whole} AS fits,
        length(regexp_extract(printf('%.9f', value), '\\.(\\d*[1-9])', 1)) AS decimals
    FROM figures {joined}
    WHERE ({of}) AND value IS NOT NULL AND month IS NULL AND first_day IS NOT NULL AND NOT coalesce(hidden, false)
        AND coalesce(last_day <> first_day, true)
), told AS (
    SELECT number, "table", fiscal_year, coalesce(avg(fits::INTEGER) FILTER (decimals > 0) >= {half}, false) AS fitting,
        coalesce(avg((decimals <= {decimals})::INTEGER) FILTER (decimals > 0) >= {most}, false)
            AND count(*) FILTER (decimals > 0) >= {few} AS rounded,
        max(decimals) FILTER (decimals <= {decimals}) AS places
    FROM chosen GROUP BY ALL
)
SELECT number, fiscal_year, subject, labels::VARCHAR AS labels, first_day, last_day, any_value(days) AS days,
    bool_and(fitting AND NOT rounded AND fits) AS exact, any_value(rounded) AS rounded,
    any_value(last_day IS NOT NULL AND (fitting OR rounded)) AS dated, sum(value) AS average,
    sum(CASE WHEN rounded THEN 0.5 * pow(10, -places) ELSE 0 END) AS half, list(cell ORDER BY cell.line, cell.column) AS cells
FROM chosen JOIN told USING (number, "table", fiscal_year)
GROUP BY number, fiscal_year, subject, labels, first_day, last_day
HAVING count(*) = count(DISTINCT {apart})
ORDER BY fiscal_year, subject, labels, first_day
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Average:
    """One average to date, or a sum of them, as bed-days since ``first_day``; ``low`` and ``high`` are equal where they are exact.

    ``last`` holds the earliest and the latest day that can be the last one counted.
    """

    publication: Publication
    subject: str | None
    labels: str
    first_day: date
    last: tuple[date, date]
    average: float
    low: float
    high: float
    exact: bool
    found: tuple[Mapping[str, Any], ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells that it is made of."""
        return cells(self.found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The days between two publications of a year (the first has none before it), and what they say of these days.

    ``first_day`` to ``last_day`` are the days, both included; ``days_low`` and ``days_high`` how many, two numbers where the last day of
    either publication is not known. ``bed_days`` and ``average`` likewise have a low and a high, equal where ``exact``. Bed-days that are
    negative cannot be true. ``labels`` are JSON, as in the table of figures. ``rule`` names the declaration.
    """

    rule: str
    publication: str
    previous: str | None
    year: int | None
    subject: str | None
    labels: str
    first_day: date
    last_day: date
    days_low: int
    days_high: int
    bed_days_low: float
    bed_days_high: float
    average_low: float
    average_high: float
    exact: bool
    now: Average
    before: Average | None

    @property
    def to_date(self) -> float:
        """The average to date that the later publication gives."""
        return self.now.average

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells it rests on, those of the later publication first."""
        return self.now.cells + (self.before.cells if self.before else ())


def intervals(publications: Publications, series: Series) -> tuple[Interval, ...]:
    """Return every interval of every series of averages that is declared, by rule, subject, labels and day."""
    return tuple(one for rule in series.of(Averaged) for one in intervals_of(publications, series, rule))


_KEPT: WeakKeyDictionary[Vintages, dict[str, tuple[Interval, ...]]] = WeakKeyDictionary()


def intervals_of(publications: Publications, series: Series, rule: Averaged) -> tuple[Interval, ...]:
    """Return the intervals of one declared series of averages, made once for all who ask."""
    kept = _KEPT.setdefault(vintages_of(publications, series), {})
    if rule.name not in kept:
        kept[rule.name] = tuple(_intervals(publications, series, rule))
    return kept[rule.name]


def _intervals(publications: Publications, series: Series, rule: Averaged) -> Iterator[Interval]:
    for _, group in groupby(
        averages(publications, series, rule), key=lambda one: (one.subject, one.labels, one.first_day)
    ):
        before: Average | None = None
        for now in group:
            if before is None or now.last[1] > before.last[1]:
                yield _interval(rule.name, before, now)
                before = now


def averages(publications: Publications, series: Series, rule: Averaged) -> list[Average]:
    """Return the averages to date of a rule as bed-days: those of one subject, labels and year together, in order of their vintages."""
    vintages = vintages_of(publications, series)
    ranks = {one.number: rank for rank, one in enumerate(vintages.order)}
    rows = publications.rows(_sql(series, rule))
    usual = _usual_last(publications, rows)
    made = [_average(publications.at(row["number"]), row, usual) for row in rows]
    keep = [one for one in made if one is not None]
    keep.sort(key=lambda one: (one.first_day, one.subject or "", one.labels, ranks[one.publication.number]))
    return keep


def _sql(series: Series, rule: Averaged) -> str:
    joined, subject = subject_sql(series)
    over = quoted(rule.over)
    labels = f"to_json(map_from_entries(list_filter(map_entries(marks), lambda one: one.key <> {over})))"
    return _SUMMED.format(
        of=rule.of.sql(),
        labels=labels if rule.over else "labels",
        apart=f"marks[{over}]" if rule.over else "cell",
        joined=joined,
        subject=subject,
        whole=_WHOLE,
        half=_HALF,
        few=_FEW,
        most=_MOST,
        decimals=_DECIMALS,
    )


def _usual_last(publications: Publications, rows: list[dict[str, Any]]) -> tuple[int, int]:
    """Return the least and the most days from the stamp to the last day counted, of the publications that tell it."""
    found = {
        (row["last_day"] - pulled).days
        for row in rows
        if row["dated"] and (pulled := publications.at(row["number"]).pulled) and row["last_day"] < _year_end(row)
    }
    return (min(found), max(found)) if found else _WINDOW


def _year_end(row: Mapping[str, Any]) -> date:
    first: date = row["first_day"]
    return first.replace(year=first.year + 1) - timedelta(days=1)


def _average(publication: Publication, row: Mapping[str, Any], usual: tuple[int, int]) -> Average | None:
    """Return a row as bed-days; None where nothing tells of which days it is, or it is an average over other days than its table."""
    if row["dated"] and not row["exact"] and not row["rounded"]:
        return None
    first, average, half = row["first_day"], row["average"], row["half"]
    if row["dated"]:
        last = (row["last_day"], row["last_day"])
    elif publication.pulled is None:
        return None
    else:
        until = min(_year_end(row), publication.captured.date() if publication.captured else date.max)
        low, high = (min(publication.pulled + timedelta(days=days), until) for days in usual)
        last = (max(low, first), max(high, first))
    days = [(one - first).days + 1 for one in last]
    if row["exact"]:
        low_, high_ = (float(round(average * days[0])),) * 2
    else:
        low_, high_ = max(average - half, 0) * days[0], (average + half) * days[1]
    return Average(
        publication=publication,
        subject=row["subject"],
        labels=row["labels"],
        first_day=first,
        last=last,
        average=average,
        low=low_,
        high=high_,
        exact=row["exact"],
        found=tuple(row["cells"]),
    )


def _interval(rule: str, before: Average | None, now: Average) -> Interval:
    began = before.last if before else (now.first_day - timedelta(days=1),) * 2
    days_low, days_high = max((now.last[0] - began[1]).days, 1), (now.last[1] - began[0]).days
    low, high = now.low - (before.high if before else 0), now.high - (before.low if before else 0)
    ends = [bed_days / days for bed_days in (low, high) for days in (days_low, days_high)]
    return Interval(
        rule=rule,
        publication=now.publication.file,
        previous=before.publication.file if before else None,
        year=now.publication.year,
        subject=now.subject,
        labels=now.labels,
        first_day=began[1] + timedelta(days=1),
        last_day=now.last[1],
        days_low=days_low,
        days_high=days_high,
        bed_days_low=low,
        bed_days_high=high,
        average_low=min(ends),
        average_high=max(ends),
        exact=now.exact and (before is None or before.exact),
        now=now,
        before=before,
    )


def charted(found: Iterable[Interval], rule: str, subject: str | None = None, **labels: str) -> tuple[Interval, ...]:
    """Return the intervals of one line of a chart, by day: those of a rule, a subject and labels (``agency="ice"``)."""
    return tuple(
        sorted(
            (
                one
                for one in found
                if one.rule == rule and one.subject == subject and labels.items() <= loads(one.labels).items()
            ),
            key=lambda one: (one.first_day, one.last_day),
        )
    )


_COLUMNS: Final = {
    "rule": "string", "publication": "string", "previous": "string", "year": "int32", "subject": "string", "labels": "string",
    "first_day": "date32", "last_day": "date32", "days_low": "int32", "days_high": "int32", "bed_days_low": "float64",
    "bed_days_high": "float64", "average_low": "float64", "average_high": "float64", "to_date": "float64", "exact": "bool_",
}  # fmt: skip


def write_intervals(publications: Publications, series: Series, to: Path) -> Path:
    """Write the intervals as ``intervals.parquet`` into a folder: the columns of :class:`Interval`, and ``cells``, the places they rest on."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = intervals(publications, series)
    columns = {
        name: pa.array([getattr(one, name) for one in found], getattr(pa, form)()) for name, form in _COLUMNS.items()
    }
    columns["cells"] = pa.array([[cell.place for cell in one.cells] for one in found], pa.list_(pa.string()))
    to.mkdir(parents=True, exist_ok=True)
    path = to / "intervals.parquet"
    pq.write_table(pa.table(columns), path, compression="zstd")
    return path
