"""The audit of a case: each series of publications that it holds, kept in ``audit/`` of its tables for the report and for questions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.case.counting import stage
from habeas.words import LANGUAGES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from habeas.case.releases import Releases
    from habeas.findings.audit import Audited, AuditFinding, Publications, Revised, Series
    from habeas.findings.audit import Interval as Counted
    from habeas.publishing import AuditedFinding, AuditedSeries, Picture
    from habeas.records import Progress

FOLDER: Final = "audit"
_FILE: Final = "audit.json"
_PICTURED: Final = 80
_REVISED: Final = 500
_WHOLE: Final = "total"


def audited(found: Releases, to: Path, progress: Progress | None) -> None:
    """Audit every series of publications among what was read, and keep what was found in ``audit/`` of a folder."""
    from habeas.findings.audit import audit

    stage(progress, "auditing")
    made = audit(list(found.readings), progress=progress)
    if not made.audited:
        return
    place = to / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    kept = [_kept(one, place) for one in made.audited]
    text = json.dumps(kept, ensure_ascii=False, indent=1, default=str)
    (place / _FILE).write_text(text + "\n", encoding="utf-8")


def _kept(one: Audited, place: Path) -> dict[str, Any]:
    """Return a series as it is kept, and write the tables that follow from it."""
    from habeas.findings.audit import Publications

    title = {lang: one.series.title.text(lang) if one.series else one.name for lang in LANGUAGES}
    kept: dict[str, Any] = {"name": one.name, "title": title, "kind": one.reading.kind}
    if one.series is None or not one.publications:
        return {**kept, "findings": [_finding(finding) for finding in one.findings]}
    with Publications([one.reading]) as publications:
        return {
            **kept,
            "issues": [asdict(issue) for issue in one.publications],
            "findings": list(_pictured(one.findings, publications.database)),
            "intervals": _intervals(publications, one.series, place / one.name),
            **_revisions(publications, one.series, place / one.name),
        }


def _pictured(findings: Sequence[AuditFinding], database: DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    from habeas.publishing import picture

    for number, one in enumerate(findings):
        drawn = picture(database, one.cells) if number < _PICTURED else None
        yield {**_finding(one), "picture": _drawn(drawn) if drawn else None}


def _drawn(one: Picture) -> dict[str, Any]:
    return {**asdict(one), "doubted": sorted(one.doubted), "ground": sorted(one.ground)}


def _finding(one: AuditFinding) -> dict[str, Any]:
    return {
        "publication": one.publication,
        "check": one.check,
        "gravity": one.gravity,
        "day": one.day,
        "text": {lang: one.text(lang) for lang in LANGUAGES},
        "cells": [asdict(cell) for cell in one.cells],
    }


def _intervals(publications: Publications, series: Series, place: Path) -> dict[str, list[dict[str, Any]]]:
    """Write every interval, and return those of the whole and of its parts by one label."""
    from habeas.findings.audit import intervals, write_intervals

    found = intervals(publications, series)
    if not found:
        return {}
    write_intervals(publications, series, place)
    lines: dict[str, list[dict[str, Any]]] = {}
    of: dict[str, str] = {}
    for one in found:
        name = _line(one)
        if name is not None and of.setdefault(name, one.rule) == one.rule:
            lines.setdefault(name, []).append(_interval(one))
    # A line of a single interval says nothing of how the number went.
    return {
        name: lines[name] for name in sorted(lines, key=lambda name: (name != _WHOLE, name)) if len(lines[name]) > 1
    }


def _revisions(publications: Publications, series: Series, place: Path) -> dict[str, Any]:
    """Write every closed figure, and return those that were revised, the greatest change first."""
    from habeas.findings.audit import revisions, write_revisions

    found = revisions(publications, series)
    if not found:
        return {}
    write_revisions(publications, series, place)
    changed = sorted((one for one in found if one.revisions and one.latest != one.first), key=_change, reverse=True)
    return {
        "closed": len(found),
        "revised": sum(one.revisions > 0 for one in found),
        "revisions": [_revision(one) for one in changed[:_REVISED]],
    }


def _change(one: Revised) -> tuple[float, float]:
    """Return by how much a figure changed, as a share of the greater value, then in its unit."""
    size = abs(one.latest - one.first)
    return size / max(abs(one.latest), abs(one.first)), size


def _revision(one: Revised) -> dict[str, Any]:
    table = " · ".join(part for part in (one.table, one.measure, one.subject, one.label) if part)
    return {
        "label": table,
        "month": one.month,
        "first": one.first,
        "first_file": one.first_publication,
        "last": one.latest,
        "last_file": one.latest_publication,
        "times": one.revisions + 1,
    }


def _line(one: Counted) -> str | None:
    """Return what an interval of the whole counts: everything, or one value of one label; None for places and finer parts."""
    if one.subject is not None:
        return None
    apart = [value for value in json.loads(one.labels or "{}").values() if value != _WHOLE]
    return _WHOLE if not apart else apart[0] if len(apart) == 1 else None


def _interval(one: Counted) -> dict[str, Any]:
    return {
        "file": one.publication,
        "first_day": one.first_day,
        "last_day": one.last_day,
        "low": one.average_low,
        "high": one.average_high,
        "to_date": one.now.average,
    }


def load(folder: Path) -> tuple[AuditedSeries, ...]:
    """Return the audits that were kept in a folder of tables; none where there were none."""
    path = folder / FOLDER / _FILE
    if not path.is_file():
        return ()
    return tuple(_series(one) for one in json.loads(path.read_text(encoding="utf-8")))


def _series(raw: Mapping[str, Any]) -> AuditedSeries:
    from habeas.publishing import AuditedSeries, Interval, Issue, Revision

    return AuditedSeries(
        name=raw["name"],
        title=raw["title"],
        kind=raw["kind"],
        issues=tuple(Issue(**_days(_only(one, Issue), "day")) for one in raw.get("issues", ())),
        findings=tuple(_read(one) for one in raw["findings"]),
        intervals={
            name: tuple(Interval(**_days(one, "first_day", "last_day")) for one in found)
            for name, found in raw.get("intervals", {}).items()
        },
        revisions=tuple(Revision(**_days(one, "month")) for one in raw.get("revisions", ())),
        revised=raw.get("revised", 0),
        closed=raw.get("closed", 0),
    )


def _only(raw: Mapping[str, Any], form: Any) -> dict[str, Any]:
    return {name: raw[name] for name in form.__dataclass_fields__}


def _read(raw: Mapping[str, Any]) -> AuditedFinding:
    from habeas.findings.audit import Cell
    from habeas.publishing import AuditedFinding

    drawn = raw.get("picture")
    cells = tuple(Cell(**cell) for cell in raw["cells"])
    return AuditedFinding(**{**_days(raw, "day"), "cells": cells, "picture": _picture(drawn) if drawn else None})


def _picture(raw: Mapping[str, Any]) -> Picture:
    from habeas.publishing import Picture, PictureRow

    rows = tuple(PictureRow(line=row["line"], label=row["label"], texts=tuple(row["texts"])) for row in raw["rows"])
    sets = {name: frozenset((line, column) for line, column in raw[name]) for name in ("doubted", "ground")}
    return Picture(
        **{**raw, "columns": tuple(raw["columns"]), "heads": tuple(raw["heads"]), "rows": rows, **sets},
    )


def _days(raw: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**raw, **{name: date.fromisoformat(raw[name]) if raw[name] else None for name in names}}
