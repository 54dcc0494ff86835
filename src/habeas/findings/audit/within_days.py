"""Days: how many the averages of a table were taken over, held against the stamp; months to come; years to come; files given twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from habeas.findings.audit.model import AuditFinding, Cell, Gravity
from habeas.findings.audit.publications import Publication, Publications, cells
from habeas.findings.audit.series import Series, Stamp, learnt
from habeas.findings.audit.wording import Opening, Quoted, Sentence

_AVERAGES: Final = """
SELECT number, sheet, coalesce(hidden, false) AS hidden, "table", fiscal_year, first_day, list(value ORDER BY line, place) AS found,
    list(grain ORDER BY line, place) AS grains, list(cell ORDER BY line, place) AS held
FROM figures WHERE {condition} AND value <> round(value) AND first_day IS NOT NULL GROUP BY ALL HAVING count(*) >= $fewest
ORDER BY number, sheet
"""
_LATER: Final = """
SELECT number, sheet, month, list(cell ORDER BY line, place) AS held, count(*) AS n
FROM figures WHERE month > pulled AND value <> 0 AND NOT coalesce(hidden, false)
GROUP BY ALL ORDER BY number, sheet, month
"""
_FEWEST: Final = 5
_LEAST: Final = 20
"""Fewer days than this are told from nothing: every value fits some small number of days by chance."""
_YEAR: Final = 366
_SHARE: Final = 0.9
_MOST: Final = 0.1
"""A product that rounding alone can move by more than this says nothing about being whole."""
_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class _Days:
    """The number of days that the averages of a table fit, how many of them do, and which do not; no days where none fits nine in ten."""

    days: int | None
    fitting: int
    of: int
    others: tuple[int, ...]
    best: int
    second: int | None = None


def audit_days(publications: Publications, series: Series) -> Iterator[AuditFinding]:
    """Find averages over another number of days than the stamp says, months and years that had not come, and files given twice."""
    yield from _to_come(publications, series)
    yield from _copies(publications)
    reached: dict[int, date] = {}
    for rule in series.of(Stamp):
        for row in publications.rows(_AVERAGES.format(condition=rule.of.sql()), {"fewest": _FEWEST}):
            found = _fitted(row["found"], row["grains"])
            if found is None:
                continue
            if found.days is not None and not row["hidden"]:
                last = row["first_day"] + timedelta(days=found.days - 1)
                reached[row["number"]] = max(last, reached.get(row["number"], last))
            yield from _held(rule, row, found, publications.at(row["number"]))
    yield from _after_stamp(publications, reached)


def _to_come(publications: Publications, series: Series) -> Iterator[AuditFinding]:
    """Yield publications that speak of days after today."""
    if publications.today is None:
        return
    for one in publications.all:
        begins = one.year and series.year and date(one.year - (series.year[0] > 1), *series.year)
        late = next((day for day in (one.pulled, begins) if day and day > publications.today), None)
        if late:
            values = {"day": late, "today": publications.today}
            yield _whole(one, "to-come", "error", "audit.to-come", values, (late - publications.today).days)


def _copies(publications: Publications) -> Iterator[AuditFinding]:
    for one in publications.copies:
        yield _whole(one, "copy", "note", "audit.copy", {"other": one.copy_of}, one.figures, one.copy_of)


def _whole(  # noqa: PLR0917 - what a finding is made of
    one: Publication,
    check: str,
    gravity: Gravity,
    key: str,
    values: Mapping[str, object],
    weight: float,
    other: str | None = None,
) -> AuditFinding:
    """Return a finding about a publication as a whole."""
    files = [one.file, *([other] if other else [])]
    stamp = f"{one.pulled}" if one.pulled else ""
    return AuditFinding(
        publication=one.file,
        check=check,
        gravity=gravity,
        key=key,
        values=values,
        cells=tuple(Cell(file=file, found=stamp) for file in files),
        weight=weight,
        day=one.day,
    )


def _held(rule: Stamp, row: Mapping[str, Any], found: _Days, one: Publication) -> Iterator[AuditFinding]:
    """Hold the averages of one table against the stamp."""
    values: dict[str, object] = {
        "what": Opening(rule.said),
        "sheet": row["sheet"].strip(),
        "of": found.of,
        "fitting": found.fitting,
    }
    if found.days is None:
        values |= {"best": found.best, "n": found.of - found.fitting, "second": found.second}
        yield _finding(rule, one, "audit.two-days" if found.second else "audit.no-days", "warning", values, row, found)
        return
    last = row["first_day"] + timedelta(days=found.days - 1)
    if one.pulled is None or one.year != row["fiscal_year"]:
        return
    stamped = min(one.pulled - timedelta(days=1), _end(row["first_day"]))
    if last == _end(row["first_day"]) and one.pulled >= last:
        return
    off = max(rule.earliest - (last - stamped).days, (last - stamped).days - rule.latest)
    if off <= 0:
        return
    captured = one.captured.date() if one.captured else None
    impossible = captured is not None and last > captured
    values |= {"days": found.days, "last": last, "pulled": one.pulled, "usual": _usual(rule, stamped)}
    values["capture"] = Sentence("audit.days-after-capture", {"captured": captured}) if impossible else ""
    gravity: Gravity = "error" if impossible else "note" if off == 1 else rule.gravity
    yield _finding(rule, one, "audit.other-days", gravity, values, row, found, off)


def _usual(rule: Stamp, stamped: date) -> Sentence:
    values = {
        "first": stamped + timedelta(days=rule.earliest),
        "last": stamped + timedelta(days=rule.latest),
        "learnt": learnt(rule.learnt),
    }
    return Sentence("audit.days-usual" if rule.earliest != rule.latest else "audit.days-usual-one", values)


def _end(begins: date) -> date:
    """Return the last day of the year that begins on a day."""
    return date(begins.year + 1, begins.month, begins.day) - timedelta(days=1)


def _finding(  # noqa: PLR0917 - what a finding is made of
    rule: Stamp,
    one: Publication,
    key: str,
    gravity: Gravity,
    values: Mapping[str, object],
    row: Mapping[str, Any],
    found: _Days,
    weight: float = 0.0,
) -> AuditFinding:
    held = row["held"] if found.days is not None else [row["held"][at] for at in found.others]
    return AuditFinding(
        publication=one.file,
        check=rule.name,
        gravity=gravity,
        key=key,
        values=values,
        cells=cells(held[:_SHOWN]),
        weight=weight or len(found.others),
        day=one.day,
    )


def _fitted(values: Sequence[float], grains: Sequence[float]) -> _Days | None:
    """Return the number of days of which averages are taken; None where they are rounded too much to say."""
    import numpy as np

    value, grain = np.array(values), np.array(grains)
    days = np.arange(_LEAST, _YEAR + 1)
    slack = days[:, None] * (grain / 2 + 1e-6 + 1e-10 * value)
    sharp = slack[-1] < _MOST
    if sharp.sum() < _FEWEST:
        return None
    product = days[:, None] * value[sharp]
    fits = np.abs(product - np.round(product)) <= slack[:, sharp]
    counts = fits.sum(axis=1)
    enough = np.flatnonzero(counts >= _SHARE * sharp.sum())
    # Twice the number of days fits as well, and by chance a few more: the least of the best is it.
    at = int(enough[0]) if len(enough) else int(np.flatnonzero(counts >= _SHARE * counts.max())[0])
    second = None
    if not len(enough):
        left = fits[:, ~fits[at]].sum(axis=1)
        others = np.flatnonzero(left >= _SHARE * (~fits[at]).sum())
        second = int(days[others[0]]) if len(others) else None
    return _Days(
        days=int(days[at]) if len(enough) else None,
        fitting=int(counts[at]),
        of=int(sharp.sum()),
        others=tuple(int(one) for one in np.flatnonzero(sharp)[~fits[at]]),
        best=int(days[at]),
        second=second,
    )


def _after_stamp(publications: Publications, reached: Mapping[int, date]) -> Iterable[AuditFinding]:
    """Yield publications that have figures of a month after their stamp, and after the day that their averages reach."""
    of: dict[int, list[dict[str, Any]]] = {}
    for row in publications.rows(_LATER):
        if row["month"] > reached.get(row["number"], date.min):
            of.setdefault(row["number"], []).append(row)
    for number, rows in of.items():
        one = publications.at(number)
        sheets = list(dict.fromkeys(Quoted(row["sheet"].strip()) for row in rows))
        yield AuditFinding(
            publication=one.file,
            check="month-after-stamp",
            gravity="warning",
            key="audit.after-stamp",
            values={
                "sheets": sheets,
                "month": min(row["month"] for row in rows),
                "pulled": one.pulled,
                "n": sum(row["n"] for row in rows),
            },
            cells=cells(cell for row in rows for cell in row["held"][:_SHOWN]),
            weight=sum(row["n"] for row in rows),
            day=one.day,
        )
