"""The audit of a case: each series of publications that it holds, kept in ``audit/`` of its tables for the report and for questions."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.case.counting import stage
from habeas.words import LANGUAGES, Lang

if TYPE_CHECKING:
    from habeas.case.releases import Releases
    from habeas.findings.audit import Audited, AuditFinding
    from habeas.publishing import AuditedFinding, AuditedSeries, Picture
    from habeas.records import Progress

FOLDER: Final = "audit"
_FILE: Final = "audit.json"
_PICTURED: Final = 80
_REVISED: Final = 500
_WHOLE: Final = "total"
_NAME: Final = re.compile(r"[^\w.-]+")
_CELLS: Final = frozenset({"file", "sheet", "line", "column", "text", "row_label", "column_label", "subject"})
"""What a table of figures has of the cells that a picture shows."""


def audited(found: Releases, to: Path, progress: Progress | None) -> None:
    """Audit every series of publications among what was read, and keep what was found in ``audit/`` of a folder."""
    from habeas.findings.audit import audit

    stage(progress, "auditing")
    with tempfile.TemporaryDirectory(prefix=".audit-", dir=to) as scratch:
        made = audit(list(found.readings), to=Path(scratch), progress=progress)
        if not made.audited:
            return
        place = to / FOLDER
        place.mkdir(parents=True, exist_ok=True)
        kept = [_kept(one, called, place) for one, called in zip(made.audited, _called(made.audited), strict=True)]
    text = json.dumps(kept, ensure_ascii=False, indent=1, default=str)
    (place / _FILE).write_text(text + "\n", encoding="utf-8")


def _called(audited: Sequence[Audited]) -> list[str]:
    """Return a name for each series that no other bears: several releases of one series are told apart by their own names."""
    often = Counter(one.name for one in audited)
    return [one.name if often[one.name] == 1 else f"{one.name} · {one.reading.release}" for one in audited]


def _kept(one: Audited, called: str, place: Path) -> dict[str, Any]:
    """Return a series as it is kept, and move the tables that follow from it to their place."""
    tables: dict[str, Path] = {}
    for path in one.tables:
        own = place / _NAME.sub("-", called)
        own.mkdir(exist_ok=True)
        tables[path.stem] = path.replace(own / path.name)
    return {
        "name": called,
        "title": {lang: _title(one, called, lang) for lang in LANGUAGES},
        "kind": one.reading.kind,
        "issues": [asdict(issue) for issue in one.publications],
        "findings": list(_pictured(one)),
        "intervals": _intervals(tables["intervals"]) if "intervals" in tables else {},
        **(_revisions(tables["revisions"]) if "revisions" in tables else {}),
    }


def _title(one: Audited, called: str, lang: Lang) -> str:
    title = one.series.title.text(lang) if one.series else one.name
    return title if called == one.name else f"{title} · {one.reading.release}"


def _pictured(one: Audited) -> Iterator[dict[str, Any]]:
    """Yield the findings, the gravest with pictures of their cells where the publications are sheets."""
    import duckdb

    from habeas.publishing import picture

    with duckdb.connect() as database:
        database.read_parquet(str(one.reading.table)).create_view("figures")
        known = {str(row[0]) for row in database.execute("DESCRIBE figures").fetchall()}
        for number, each in enumerate(one.findings):
            wanted = number < _PICTURED and known >= _CELLS
            drawn = picture(database, each.cells) if wanted else None
            yield {**_finding(each), "picture": _drawn(drawn) if drawn else None}


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


def _intervals(table: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the intervals of the whole and of its parts by one label, from the table of all."""
    lines: dict[str, list[dict[str, Any]]] = {}
    of: dict[str, str] = {}
    for row in _rows(table, "subject IS NULL", "rule, labels, first_day, last_day"):
        name = _line(row["labels"])
        if name is not None and of.setdefault(name, row["rule"]) == row["rule"]:
            lines.setdefault(name, []).append(_interval(row))
    # A line of a single interval says nothing of how the number went.
    return {
        name: lines[name] for name in sorted(lines, key=lambda name: (name != _WHOLE, name)) if len(lines[name]) > 1
    }


def _line(labels: str | None) -> str | None:
    """Return what an interval of the whole counts: everything, or one value of one label; None for finer parts."""
    apart = [value for value in json.loads(labels or "{}").values() if value != _WHOLE]
    return _WHOLE if not apart else apart[0] if len(apart) == 1 else None


def _interval(row: Mapping[str, Any]) -> dict[str, Any]:
    names = {"file": "publication", "low": "average_low", "high": "average_high"}
    return {name: row[names.get(name, name)] for name in ("file", "first_day", "last_day", "low", "high", "to_date")}


def _revisions(table: Path) -> dict[str, Any]:
    """Return how many closed figures there are and were revised, and the revised ones, the greatest change first."""
    rows = list(_rows(table, "true", '"table", measure, labels, subject, first_day'))
    changed = sorted(
        (row for row in rows if row["revisions"] and row["latest"] != row["first"]), key=_change, reverse=True
    )
    return {
        "closed": len(rows),
        "revised": sum(row["revisions"] > 0 for row in rows),
        "revisions": [_revision(row) for row in changed[:_REVISED]],
    }


def _rows(table: Path, where: str, order: str) -> Iterator[dict[str, Any]]:
    import duckdb

    with duckdb.connect() as database:
        sql = f"SELECT * FROM read_parquet($path) WHERE {where} ORDER BY {order}"  # noqa: S608 - words of ours
        asked = database.execute(sql, {"path": str(table)})
        names = [one[0] for one in asked.description or ()]
        yield from (dict(zip(names, row, strict=True)) for row in asked.fetchall())


def _change(row: Mapping[str, Any]) -> tuple[float, float]:
    """Return by how much a figure changed, as a share of the greater value, then in its unit."""
    size = abs(row["latest"] - row["first"])
    return size / max(abs(row["latest"]), abs(row["first"])), size


def _revision(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "label": " · ".join(row[name] for name in ("table", "measure", "subject", "label") if row[name]),
        "month": row["month"],
        "first": row["first"],
        "first_file": row["first_publication"],
        "last": row["latest"],
        "last_file": row["latest_publication"],
        "times": row["revisions"] + 1,
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
