"""Findings kept: a row a finding, and a row a cell it rests on, as CSV and as Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from habeas.findings.audit.model import AuditFinding

FINDINGS: Final = ("finding", "publication", "day", "check", "gravity", "weight", "message_en", "message_es", "cells")
CELLS: Final = ("finding", "file", "sheet", "line", "column", "label", "found")


def write_findings(findings: Sequence[AuditFinding], to: Path) -> tuple[Path, ...]:
    """Write ``findings`` and ``finding-cells`` into a folder, as CSV and Parquet each, in the order of the findings.

    ``finding`` numbers them from 1; ``cells`` counts the cells that a finding rests on.
    """
    import pyarrow as pa
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    told = pa.schema([(name, _forms(pa).get(name, pa.string)()) for name in FINDINGS])
    held = pa.schema([(name, _forms(pa).get(name, pa.string)()) for name in CELLS])
    rows = [_row(number, one) for number, one in enumerate(findings, 1)]
    cells = [
        (number, cell.file, cell.sheet, cell.line, cell.column, cell.label, cell.found)
        for number, one in enumerate(findings, 1)
        for cell in one.cells
    ]
    to.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, schema, values in (("findings", told, rows), ("finding-cells", held, cells)):
        table = pa.Table.from_arrays(
            [pa.array([row[at] for row in values], schema.field(at).type) for at in range(len(schema))], schema=schema
        )
        pq.write_table(table, to / f"{name}.parquet")
        pc.write_csv(table, to / f"{name}.csv")
        written += [to / f"{name}.parquet", to / f"{name}.csv"]
    return tuple(written)


def _forms(pa: Any) -> dict[str, Any]:
    """Return the Arrow types of the columns that are no text."""
    return {"finding": pa.int64, "day": pa.date32, "weight": pa.float64, "cells": pa.int64, "line": pa.int64}


def _row(number: int, one: AuditFinding) -> tuple[object, ...]:
    said = (one.text("en"), one.text("es"))
    return (number, one.publication, one.day, one.check, one.gravity, one.weight, *said, len(one.cells))
