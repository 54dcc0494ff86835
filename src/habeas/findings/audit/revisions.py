"""Revisions: every figure of a period that was over, as first published and as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.findings.audit.publications import Publications
from habeas.findings.audit.series import Closed, Series
from habeas.findings.audit.vintages import Role, Vintages, vintages_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

_COLUMNS: Final = {
    "table": "string", "measure": "string", "unit": "string", "subject": "string", "labels": "string", "label": "string",
    "month": "date32", "first_day": "date32", "last_day": "date32", "first": "float64", "first_publication": "string",
    "first_cell": "string", "latest": "float64", "latest_publication": "string", "latest_cell": "string", "least": "float64",
    "greatest": "float64", "publications": "int32", "revisions": "int32",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """One figure of a month or a longer period that was over, through all publications that give it.

    ``first`` is its value in the first publication for which the period was over, ``latest`` in the last; ``least`` and ``greatest``
    bound what was ever published. ``publications`` counts those that give it, ``revisions`` how often its value changed from one to
    the next. ``labels`` are JSON as in the table of figures; the cells are written as a person finds them.
    """

    table: str
    measure: str
    unit: str | None
    subject: str | None
    labels: str | None
    label: str
    month: date | None
    first_day: date | None
    last_day: date | None
    first: float
    first_publication: str
    first_cell: str
    latest: float
    latest_publication: str
    latest_cell: str
    least: float
    greatest: float
    publications: int
    revisions: int


def revisions(publications: Publications, series: Series, *, revised_only: bool = False) -> tuple[Revised, ...]:
    """Return the closed figures of a series by table, measure, labels and period; with ``revised_only`` those that changed."""
    vintages = vintages_of(publications, series)
    first, latest, summary = _chains(vintages, series)
    if revised_only:
        kept = [n for n, one in enumerate(summary) if one[3]]
        first, latest, summary = first[kept], latest[kept], [summary[n] for n in kept]
    told = _told(vintages, [*first.tolist(), *latest.tolist()])
    made = [
        _revised(told[int(one)], told[int(other)], spread)
        for one, other, spread in zip(first, latest, summary, strict=True)
    ]
    return tuple(
        sorted(
            made,
            key=lambda one: (one.table, one.measure, one.labels or "", one.subject or "", one.first_day or date.min),
        )
    )


def _chains(vintages: Vintages, series: Series) -> tuple[Ints, Ints, list[tuple[float, float, int, int]]]:
    """Return the first and the last closed figure of each chain, and its least, its greatest, how many and how often it changed."""
    import numpy as np

    figures = vintages.figures
    at = np.flatnonzero(vintages.named_by(series.of(Closed)) & np.isin(figures.role, (Role.MONTH, Role.OVER)))
    if not len(at):
        return at, at, []
    begins = np.flatnonzero(np.append(True, figures.chain[at][1:] != figures.chain[at][:-1]))
    ends = np.append(begins[1:], len(at)) - 1
    value = figures.value[at]
    changed = np.append(0, (value[1:] != value[:-1]) & (figures.chain[at][1:] == figures.chain[at][:-1])).astype(
        np.int64
    )
    summary = zip(
        np.minimum.reduceat(value, begins).tolist(),
        np.maximum.reduceat(value, begins).tolist(),
        (ends - begins + 1).tolist(),
        np.add.reduceat(changed, begins).tolist(),
        strict=True,
    )
    return at[begins], at[ends], list(summary)


def _told(vintages: Vintages, positions: list[int]) -> dict[int, dict[str, Any]]:
    """Return what the database holds of figures, by their positions."""
    if not positions:
        return {}
    by_id = {int(vintages.figures.id[one]): one for one in positions}
    listed = ", ".join(map(str, by_id))
    rows = vintages.publications.rows(
        f"""SELECT rowid AS id, file, "table", measure, unit, subject, labels, month, first_day, last_day, value, cell.label AS label,
        concat(file, ', ', sheet, '!', "column", line) AS place FROM figures WHERE rowid IN ({listed})"""  # noqa: S608 - numbers
    )
    return {by_id[row["id"]]: row for row in rows}


def _revised(first: dict[str, Any], latest: dict[str, Any], spread: tuple[float, float, int, int]) -> Revised:
    least, greatest, publications, changed = spread
    return Revised(
        **{
            name: latest[name]
            for name in ("table", "measure", "unit", "subject", "labels", "month", "first_day", "last_day")
        },
        label=latest["label"] or "",
        first=first["value"],
        first_publication=first["file"],
        first_cell=first["place"],
        latest=latest["value"],
        latest_publication=latest["file"],
        latest_cell=latest["place"],
        least=least,
        greatest=greatest,
        publications=publications,
        revisions=changed,
    )


def write_revisions(publications: Publications, series: Series, to: Path) -> Path:
    """Write the closed figures as ``revisions.parquet`` into a folder: the columns of :class:`Revised`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    found = revisions(publications, series)
    columns = {
        name: pa.array([getattr(one, name) for one in found], getattr(pa, form)()) for name, form in _COLUMNS.items()
    }
    to.mkdir(parents=True, exist_ok=True)
    path = to / "revisions.parquet"
    pq.write_table(pa.table(columns), path, compression="zstd")
    return path
