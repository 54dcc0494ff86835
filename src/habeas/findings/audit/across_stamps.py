"""Stamps: the day a publication says it was drawn, held against its figures, its neighbours, and the day it was captured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from statistics import median
from typing import Final

from habeas.findings.audit.across_cells import rounded
from habeas.findings.audit.model import AuditFinding, Cell
from habeas.findings.audit.publications import Publication, Publications
from habeas.findings.audit.series import Series
from habeas.findings.audit.vintages import EPOCH, Role, Vintages, vintages_of

_WEEK: Final = 7
_APART: Final = 3
"""Sheets of one publication may end some days apart; a stamp that stands still while a sheet moved on by more was not renewed."""


def stamps(publications: Publications, series: Series) -> Iterable[AuditFinding]:
    """Tell stamps that cannot be of the day of their figures: out of order, of another year, after the capture, not renewed."""
    vintages = vintages_of(publications, series)
    told: set[str] = set()
    for publication, finding in (*_after_capture(publications.all), *_of_another_year(series, vintages.order)):
        told.add(publication.file)
        yield finding
    for year in sorted({one.year or 0 for one in vintages.order}):
        issues = [one for one in vintages.order if (one.year or 0) == year and one.pulled]
        yield from _out_of_order([one for one in issues if one.file not in told], _reached(vintages))
        yield from _not_renewed(vintages, issues)
        yield from _two_of_one_stamp(vintages, issues)
    yield from _older_again(vintages, told)


def _finding(
    publication: Publication, key: str, cells: Sequence[Publication], weight: float, **values: object
) -> AuditFinding:
    return AuditFinding(
        publication=publication.file,
        check="stamp",
        gravity="note" if key == "older-again" else "error" if key in _FALSE else "warning",
        key=f"audit_vintages.{key}",
        values={"day": publication.pulled or "?", **values},
        cells=tuple(Cell(file=one.file, label="", found=f"{one.pulled or ''}") for one in cells),
        weight=weight,
        day=publication.day,
    )


_FALSE: Final = frozenset({"stamp-after-capture", "stamp-of-year", "stamp-order"})
"""What cannot be true; a stamp that was not renewed may be one of another sheet."""


def _after_capture(issues: Iterable[Publication]) -> Iterator[tuple[Publication, AuditFinding]]:
    for one in issues:
        if one.pulled and one.captured and one.pulled > one.captured.date():
            days = (one.pulled - one.captured.date()).days
            yield one, _finding(one, "stamp-after-capture", [one], days, captured=one.captured.date(), n=days)


def _of_another_year(series: Series, issues: Iterable[Publication]) -> Iterator[tuple[Publication, AuditFinding]]:
    """Yield stamps from before the year of count began, or from more than a year after it ended."""
    if series.year is None:
        return
    month, day = series.year
    for one in issues:
        if one.pulled is None or one.year is None:
            continue
        begins = date(one.year - (month > 1), month, day)
        late = date(begins.year + 2, month, day)
        if not begins <= one.pulled < late:
            days = (begins - one.pulled).days if one.pulled < begins else (one.pulled - late).days
            yield one, _finding(one, "stamp-of-year", [one], days, year=one.name or str(one.year), begins=begins)


def _out_of_order(issues: Sequence[Publication], reached: Mapping[int, date]) -> Iterator[AuditFinding]:
    """Yield the fewest stamps that have to be wrong for the order of the figures to be right.

    Of two of which either may be, the one is doubted whose averages reach another day than is usual after a stamp.
    """
    stamps = [one.pulled or date.min for one in issues]
    offsets = [
        (reached[one.number] - stamp).days if one.number in reached else None
        for one, stamp in zip(issues, stamps, strict=True)
    ]
    usual = median([one for one in offsets if one is not None] or [0])
    sound = [1.0 if one is not None and abs(one - usual) <= _WEEK else 0.6 for one in offsets]
    kept = _heaviest(stamps, sound)
    for n, one in enumerate(issues):
        if n in kept:
            continue
        before = next((issues[m] for m in range(n - 1, -1, -1) if m in kept), None)
        after = next((issues[m] for m in range(n + 1, len(issues)) if m in kept), None)
        near = [other for other in (before, after) if other is not None]
        days = max(abs(((one.pulled or date.min) - (other.pulled or date.min)).days) for other in near) if near else 0
        yield _finding(
            one,
            "stamp-order",
            [one, *near],
            days,
            earlier=before.file if before else "",
            before=(before.pulled if before else None) or "?",
            later=after.file if after else "",
            after=(after.pulled if after else None) or "?",
        )


def _heaviest(days: Sequence[date], weights: Sequence[float]) -> set[int]:
    """Return the positions of a run of days that never go back, not necessarily together, of the greatest weight."""
    best: list[tuple[float, int | None]] = []
    for n, day in enumerate(days):
        weight, before = max(((best[m][0], m) for m in range(n) if days[m] <= day), default=(0.0, None))
        best.append((weight + weights[n], before))
    last = max(range(len(best)), key=lambda n: best[n][0]) if best else None
    kept: set[int] = set()
    while last is not None:
        kept.add(last)
        last = best[last][1]
    return kept


def _not_renewed(vintages: Vintages, issues: Sequence[Publication]) -> Iterator[AuditFinding]:
    """Yield publications that bear the stamp of the one before although the days their averages reach moved on."""
    reached = _reached(vintages)
    for before, one in pairwise(issues):
        ends, began = reached.get(one.number), reached.get(before.number)
        if one.pulled == before.pulled and ends and began and (ends - began).days > _APART:
            days = (ends - began).days
            yield _finding(
                one, "stamp-still", [one, before], days, earlier=before.file, n=days, until=ends, began=began
            )


def _two_of_one_stamp(vintages: Vintages, issues: Sequence[Publication]) -> Iterator[AuditFinding]:
    """Yield publications of one stamp whose figures up to one day differ: only one of them can be what was drawn that day."""
    import numpy as np

    figures, reached = vintages.figures, _reached(vintages)
    for before, one in pairwise(issues):
        moved = reached.get(one.number, date.min).toordinal() - reached.get(before.number, date.min).toordinal()
        if one.pulled != before.pulled or moved > _APART:  # a stamp that was not renewed is told as such
            continue
        ranks = [vintages.order.index(before), vintages.order.index(one)]
        here = (figures.rank == ranks[1]) & (figures.role == Role.RUNNING) & (figures.before >= 0) & (figures.last >= 0)
        at = np.flatnonzero(here)
        at = at[(figures.rank[figures.before[at]] == ranks[0]) & (figures.last[figures.before[at]] == figures.last[at])]
        other = at[figures.value[at] != figures.value[figures.before[at]]]
        if len(other):
            first = int(other[0])
            yield replace(
                _finding(
                    one,
                    "stamp-twice",
                    [],
                    len(other),
                    earlier=before.file,
                    n=len(other),
                    all=len(at),
                    label=vintages.labels(first),
                    found=rounded(figures.value[first]),
                    before=rounded(figures.value[figures.before[first]]),
                ),
                cells=vintages.cells([spot for at_ in other[:6] for spot in (int(at_), int(figures.before[at_]))]),
            )


def _reached(vintages: Vintages) -> dict[int, date]:
    """Return the latest day that figures to date of a publication reach, as its averages say, by its number."""
    import numpy as np

    figures = vintages.figures
    last = np.full(len(vintages.order), -1)
    here = (figures.role == Role.RUNNING) & (figures.last >= 0)
    np.maximum.at(last, figures.rank[here], figures.last[here])
    return {
        one.number: date.fromordinal(EPOCH.toordinal() + int(day))
        for one, day in zip(vintages.order, last, strict=True)
        if day >= 0
    }


def _older_again(vintages: Vintages, told: set[str]) -> Iterator[AuditFinding]:
    """Yield publications that were captured after one with later figures: an older issue that was put up again."""
    latest: Publication | None = None
    by_capture = sorted(
        (one for one in vintages.order if one.captured and one.file not in told),
        key=lambda one: (one.captured, one.file),
    )
    ranks = {one.number: rank for rank, one in enumerate(vintages.order)}
    for one in by_capture:
        if latest is not None and one.year == latest.year and ranks[one.number] < ranks[latest.number]:
            if one.pulled and latest.pulled and one.pulled < latest.pulled:
                yield _finding(one, "older-again", [one, latest], 1, later=latest.file, after=latest.pulled)
            continue
        latest = one
