"""The command that holds publications against each other and against themselves: audit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from habeas.cli.frame import DONE, NEEDS_A_PERSON, argument, command, option
from habeas.cli.show import Screen, screen

if TYPE_CHECKING:
    from habeas.findings import audit as audits

_GRAVITIES: Final = ("error", "warning", "note")
_STYLES: Final = {"error": "red", "warning": "yellow", "note": "cyan"}
_HEADINGS: Final = {"error": "audit-error", "warning": "audit-warning", "note": "audit-note"}
_SHOWN: Final = {"error": 40, "warning": 25, "note": 10}
"""So many findings of a gravity are printed; ``--all`` prints every one."""
_CELLS: Final = 6
"""So many cells of a finding are printed."""


@command("audit")
@argument("paths", nargs=-1, type=click.Path(), key="publications", required=True)
@option("--gravity", key="gravity", type=click.Choice(_GRAVITIES), default="note")
@option("--all", "everything", key="all", is_flag=True)
@option("--to", "to", key="to-audit", type=click.Path())
@option("--series", "declared", key="series", type=click.Path(), metavar="file", multiple=True)
@option("--mapping", "mappings", key="mapping", type=click.Path(), metavar="file", multiple=True)
def audit(
    context: click.Context,
    *,
    paths: tuple[str, ...],
    gravity: str,
    everything: bool,
    to: str | None,
    declared: tuple[str, ...],
    mappings: tuple[str, ...],
) -> int:
    """Audit the publications of a series."""
    from habeas.findings import audit as audits

    out = screen(context)
    with out.progress("reading-records") as progress:
        found = audits.audit(
            [Path(path) for path in paths],
            to=Path(to) if to else None,
            series=[Path(path) for path in declared],
            layouts=[Path(path) for path in mappings],
            progress=progress,
        )
    wanted = _GRAVITIES[: _GRAVITIES.index(gravity) + 1]
    if out.json:
        out.emit("audit/1", **_row(out, found, wanted))
    else:
        _tell(out, found, wanted, everything=everything)
        if to:
            out.say("audit-kept", folder=to)
    return DONE if found.sound else NEEDS_A_PERSON


def _tell(out: Screen, found: audits.Audit, wanted: Sequence[str], *, everything: bool) -> None:
    """Print what was read, then the findings, the gravest first."""
    for one in found.audited:
        _series(out, one)
    if len(found.audited) > 1:
        out.say("audit-apart", n=len(found.audited))
    for reading in found.skipped:
        out.say("audit-undeclared", "dim", kind=out.text(f"kind-{reading.kind}"), release=reading.release)
    out.problems([one for one in found.problems if one.gravity != "note"], err=False)
    findings = found.findings
    for gravity in wanted:
        ones = [one for one in findings if one.gravity == gravity]
        if ones:
            out.line()
            out.say(_HEADINGS[gravity], _STYLES[gravity], n=len(ones))
            shown = ones if everything else ones[: _SHOWN[gravity]]
            for finding in shown:
                _finding(out, finding, everything=everything)
            out.more(len(ones) - len(shown))
    if found.audited and not any(one.gravity in wanted for one in findings):
        out.say("audit-nothing", "green")


def _series(out: Screen, one: audits.Audited) -> None:
    """Print which series was audited, and over what time."""
    name = one.series.title if one.series else one.name
    days = sorted(issue.day for issue in one.publications if issue.day)
    if not days:
        out.say("audit-series", "bold", series=name, n=len(one.publications) or len(one.reading.accounts))
        return
    out.say("audit-series-days", "bold", series=name, n=len(one.publications), first=days[0], last=days[-1])
    unknown = [issue.file for issue in one.publications if issue.day is None]
    if unknown:
        out.say("audit-unstamped", "yellow", "  ", n=len(unknown), files=unknown)
    if len(one.publications) == 1:
        out.say("audit-alone", "yellow", "  ")


def _finding(out: Screen, one: audits.AuditFinding, *, everything: bool) -> None:
    out.line()
    out.line(f"{one.publication}  [{one.check}]", style="bold")
    out.line(one.text(out.lang), first="  ")
    shown = one.cells if everything else one.cells[:_CELLS]
    files: dict[str, list[audits.Cell]] = {one.publication: []}
    for cell in shown:
        files.setdefault(cell.file, []).append(cell)
    for file, cells in files.items():
        inside = [cell for cell in cells if cell.sheet or cell.line or cell.found]
        if file != one.publication:
            out.line(f"{file}:" if inside else file, first="    ", style="dim")
        for cell in inside:
            out.line(_cell(out, cell), first="      " if file != one.publication else "    ", style="dim")
    left = len(one.cells) - len(shown)
    if left:
        out.say("audit-more-cells", "dim", "    ", n=left)


def _cell(out: Screen, cell: audits.Cell) -> str:
    """Return a cell as ``sheet!D12 = 38,123.4 (label)``; of a file without sheets, its line."""
    place = cell.place.removeprefix(cell.file).removeprefix(", ")
    if cell.sheet is None and cell.line:
        place = out.text("audit-line", line=f"{cell.line}") + (f", {cell.column}" if cell.column else "")
    said = f"{place} = {cell.found}" if place and cell.found else place or cell.found
    return f"{said}  ({cell.label})" if cell.label and cell.label != cell.found else said


def _row(out: Screen, found: audits.Audit, wanted: Sequence[str]) -> dict[str, object]:
    """Return the audit as JSON."""
    return {
        "sound": found.sound,
        "findings": [_finding_row(out, one) for one in found.findings if one.gravity in wanted],
        "series": [_series_row(one) for one in found.audited],
        "skipped": [{"kind": one.kind, "release": one.release} for one in found.skipped],
        "problems": out.problem_rows(found.problems),
    }


def _finding_row(out: Screen, one: audits.AuditFinding) -> dict[str, object]:
    from dataclasses import asdict

    return {
        "publication": one.publication,
        "check": one.check,
        "gravity": one.gravity,
        "message": one.text(out.lang),
        "cells": [asdict(cell) for cell in one.cells],
        "publications": list(dict.fromkeys((one.publication, *(cell.file for cell in one.cells)))),
        "weight": one.weight,
        "day": one.day,
    }


def _series_row(one: audits.Audited) -> dict[str, object]:
    return {
        "name": one.name,
        "kind": one.reading.kind,
        "publications": [
            {"file": issue.file, "day": issue.day, "ground": issue.ground, "copy_of": issue.copy_of}
            for issue in one.publications
        ],
        "tables": [str(path) for path in one.tables],
    }
