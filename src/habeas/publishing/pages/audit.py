"""The audit: each series of publications held against what must be true of it, every finding with a picture of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from habeas.publishing.audit_view import AuditedFinding, AuditedSeries
from habeas.publishing.context import Edition
from habeas.publishing.links import slug
from habeas.publishing.taking import offered

if TYPE_CHECKING:
    from habeas.findings.audit import Cell

SHOWN: Final = 80
"""Findings of a series that stand on the page; the table to take away has all."""
CELLS: Final = 12
OF_PERSONS: Final = frozenset({"admitted-after", "age", "away", "redated", "skipped", "twice"})
"""What is found of single persons on rosters; it is counted here and not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A series as the page shows it; ``more`` counts the findings that are only in the table to take away."""

    series: AuditedSeries
    id: str
    title: str
    counts: Sequence[tuple[str, int]]
    findings: Sequence[AuditedFinding]
    more: int
    persons: int
    table: str
    follows: str | None


def write(edition: Edition) -> None:
    """Write the page of the audit, and a page on each series that has more to tell."""
    from habeas.publishing.pages import audit_series

    page = edition.page("audit/index.html")
    parts = [_part(edition, one) for one in edition.view.audits]
    page.write("audit.html", title=edition.t("audit-title"), here="audit", parts=parts, cells=CELLS)
    for one in edition.view.audits:
        audit_series.write(edition, one)


def address(series: AuditedSeries) -> str:
    """Return the page on what follows from a series, within a language's folder."""
    return f"audit/{slug(series.name)}.html"


def public(series: AuditedSeries) -> tuple[AuditedFinding, ...]:
    """Return the findings that may leave: of rosters none about single persons, and of the others no value of a person's row."""
    if series.kind != "roster":
        return series.findings
    found = (one for one in series.findings if one.check not in OF_PERSONS)
    return tuple(replace(one, cells=tuple(replace(cell, found="") for cell in one.cells)) for one in found)


def _part(edition: Edition, series: AuditedSeries) -> Part:
    found = public(series)
    counts = [(gravity, sum(one.gravity == gravity for one in found)) for gravity in ("error", "warning", "note")]
    return Part(
        series=series,
        id=f"series-{slug(series.name)}",
        title=series.title[edition.lang],
        counts=counts,
        findings=found[:SHOWN],
        more=max(0, len(found) - SHOWN),
        persons=len(series.findings) - len(found),
        table=_table(edition, series),
        follows=address(series) if series.intervals or series.revisions else None,
    )


def _table(edition: Edition, series: AuditedSeries) -> str:
    """Write the findings of a series to take away, in the language of the page, and return the address in the site."""
    columns = ("publication", "day", "check", "gravity", "message", "cells")
    rows = (
        (one.publication, one.day, one.check, one.gravity, one.text[edition.lang], "; ".join(map(_cell, one.cells)))
        for one in public(series)
    )
    return offered(edition, f"{slug(series.name)}.audit", columns, rows, worded=True)


def _cell(cell: Cell) -> str:
    return f"{cell.place} = {cell.found}" if cell.found else cell.place
