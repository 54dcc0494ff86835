"""Placements in isolation: the days that a publisher states, held against the dates that stand beside them.

Started, ended and days say one thing twice. Where the stated days stand on the wrong lines they are set aside as a column, and the
rest of each row is used; where one of the dates slid, the rows themselves cannot be trusted and all are set aside. In the published
workbook of the restricted housing unit the column "Total days" belongs to rows further down, by more lines the further down one goes
(cells of the column were taken out, and the rest moved up), while all other columns stand together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from habeas.errors import Problem
from habeas.records import values
from habeas.records.engine import quoted
from habeas.records.header import Header
from habeas.records.reader import Check, Preparation
from habeas.records.sheets import Sheet
from habeas.records.shifted import Fit, examine

_ADDED: Final = (0, 1)
"""Publishers count the days between two dates, or both dates as days."""
_MOST: Final = 200_000
"""Above so many rows the sheet is not compared; no published list of placements comes near it."""
_PART: Final = 0.3
"""A date is held to have slid only where at least this share of its values fits elsewhere: neighbouring dates resemble each other."""

Days = list[int | None]


@dataclass(frozen=True, slots=True)
class DaysCheck:
    """What the comparison of one sheet gave: the column at fault (``days_stated``, ``started``, ``ended``) if one slid, and the fit.

    ``lines`` are the lines of the sheet in order: position n of the fit is line ``lines[n]``.
    """

    slid: str | None
    fit: Fit
    lines: tuple[int, ...]


def check_days(sheet: Sheet, header: Header) -> DaysCheck | None:
    """Compare stated days and dates of a sheet, ``None`` where it lacks one of the three columns or has too many rows."""
    wanted = ("started", "ended", "days_stated")
    if not all(len(header.columns.get(name, ())) == 1 for name in wanted) or sheet.height > _MOST:
        return None
    lines, started, ended, stated = _columns(sheet, header)
    taken = [None if one is None or two is None else two - one for one, two in zip(started, ended, strict=True)]
    fit = examine(stated, taken, added=_ADDED)
    if fit.verdict in {"consistent", "untested"}:
        return DaysCheck(None, fit, lines)
    tries = [("days_stated", fit), *_dates(started, ended, stated)]
    slid, best = max(
        ((name, one) for name, one in tries if one.verdict == "shifted"),
        key=lambda one: one[1].explained,
        default=(None, fit),
    )
    return DaysCheck(slid, best, lines)


def _dates(started: Days, ended: Days, stated: Days) -> Iterator[tuple[str, Fit]]:
    """Yield the fit of each date with the one that the other two columns give, where much of it fits elsewhere."""
    for name, column, base, sign in (("ended", ended, started, 1), ("started", started, ended, -1)):
        given = [
            None if one is None or two is None else one + sign * two for one, two in zip(base, stated, strict=True)
        ]
        fit = examine(column, given, added=tuple(-sign * one for one in _ADDED))
        if fit.explained >= _PART * max(1, fit.known):
            yield name, fit


def _columns(sheet: Sheet, header: Header) -> tuple[tuple[int, ...], Days, Days, Days]:
    """Return the lines of a sheet and its three columns as days: dates as days since 1970."""
    import duckdb

    texts = {name: values.trimmed(found[0], sheet.columns[found[0]]) for name, found in header.columns.items()}
    fields = header.layout.fields
    dates = (
        f"CAST({values.value(fields[name], texts[name], header.layout.dates)} AS DATE)" for name in ("started", "ended")
    )
    # A year of two digits is read as one of the first century: no date to compare with.
    started, ended = (
        f"CASE WHEN {one} >= DATE '1900-01-01' THEN date_diff('day', DATE '1970-01-01', {one}) END" for one in dates
    )
    stated = values.value(fields["days_stated"], texts["days_stated"], None)
    query = f"SELECT line, {started}, {ended}, {stated} FROM {sheet.source} WHERE line > ? ORDER BY line"  # noqa: S608 - own names
    with duckdb.connect() as engine:
        rows = engine.execute(query, [header.line]).fetchall()
    columns = zip(*rows, strict=True) if rows else ((), (), (), ())
    lines, one, two, three = columns
    return tuple(lines), list(one), list(two), list(three)


def prepare_placements(sheet: Sheet, header: Header) -> Preparation:
    """Set aside what slid, warn of what does not agree, and set aside rows that hold nothing but a number of days."""
    checks = tuple(_checks(header))
    found = check_days(sheet, header)
    if found is None:
        return Preparation(checks=checks)
    if found.slid in {"started", "ended"}:
        return Preparation(
            refusal="records.dates-shifted", problems=(_shifted(sheet, header, found, "records.dates-shifted-how"),)
        )
    if found.slid:
        columns: Mapping[str, tuple[str, ...]] = {
            name: one for name, one in header.columns.items() if name != "days_stated"
        }
        return Preparation(
            checks=checks, columns=columns, problems=(_shifted(sheet, header, found, "records.days-shifted"),)
        )
    return Preparation(checks=checks, problems=tuple(_misfits(sheet, header, found)))


def _shifted(sheet: Sheet, header: Header, found: DaysCheck, key: str) -> Problem:
    """Say which column slid, from which line on, by how many lines, and on how many lines that rests."""
    fit, lines = found.fit, found.lines
    slid = [run for run in fit.runs if run.shift]
    words: dict[str, object] = {
        "sheet": sheet.name or sheet.file,
        "known": fit.known,
        "fitting": fit.fitting,
        "explained": fit.explained,
        "low": min(run.shift for run in slid),
        "high": max(run.shift for run in slid),
        "n": len(lines),
    }
    column = header.titles.get(header.columns[found.slid or "days_stated"][0])
    return Problem(key, sheet.file, row=lines[slid[0].first], column=column, gravity="warning", values=words)


def _misfits(sheet: Sheet, header: Header, found: DaysCheck) -> Iterator[Problem]:
    """Yield a warning for each line that does not agree, or one for the column where too many do not."""
    fit, lines = found.fit, found.lines
    column = header.titles.get(header.columns["days_stated"][0])
    if fit.verdict == "inconsistent":
        said: dict[str, object] = {
            "sheet": sheet.name or sheet.file,
            "known": fit.known,
            "fitting": fit.fitting,
            "n": len(fit.misfits),
        }
        yield Problem(
            "records.days-inconsistent",
            sheet.file,
            row=lines[fit.misfits[0]],
            column=column,
            gravity="warning",
            values=said,
        )
        return
    for at in fit.misfits:
        yield Problem("records.days-differ", sheet.file, row=lines[at], column=column, gravity="warning")


def _checks(header: Header) -> Iterator[Check]:
    """Yield the conditions on single rows: a moment told twice must be one moment, and a row needs more than a number of days."""
    text = {name: f"coalesce(trim(CAST({quoted(found[0])} AS VARCHAR)), '')" for name, found in header.columns.items()}
    for name in ("started", "ended"):
        if {name, f"{name}_day", f"{name}_hour"} <= text.keys():
            parts = f"concat({text[f'{name}_day']}, ' ', {text[f'{name}_hour']})"
            expected = " ".join(header.titles[header.columns[f"{name}_{part}"][0]] for part in ("day", "hour"))
            yield Check(
                key="records.split-differs",
                condition=f"{text[name]} <> {parts}",
                field=name,
                expected=expected,
                gravity="warning",
            )
    if "days_stated" in text:
        empty = [f"{one} = ''" for name, one in text.items() if name != "days_stated"]
        yield Check(
            key="records.only-days",
            condition=" AND ".join([f"{text['days_stated']} <> ''", *empty]),
            field="days_stated",
        )
