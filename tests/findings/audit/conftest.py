"""The published workbooks read once for all tests of the audit, and publications made of a few lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from habeas.records import Reading

DATA = Path(__file__).parents[4] / "shared" / "data"
WORKBOOKS = DATA / "ice-statistics" / "workbooks"

Made = Callable[[Sequence[Mapping[str, Any]]], Reading]


def figure(file: str = "a.xlsx", **given: Any) -> dict[str, Any]:
    """Return one row of a table of figures: a cell of a table of book-ins, changed as given; ``labels`` as a mapping."""
    base: dict[str, Any] = {
        "file": file, "sheet": "Detention", "line": 1, "column": "B", "hidden": False, "publication": "FY2024", "fiscal_year": 2024,
        "pulled": date(2024, 2, 6), "captured": None, "as_of": None, "table": "book-ins-by-agency", "subject": None,
        "measure": "book-ins", "unit": "persons", "row_label": "ICE", "column_label": "Total", "labels": {"agency": "ice"},
        "month": None, "first_day": date(2023, 10, 1), "last_day": date(2024, 2, 5), "partial": True, "future": False, "value": 1.0,
        "text": "1", "repaired": None, "days_only": True, "unread": None,
    }  # fmt: skip
    made = {**base, **given}
    return {**made, "labels": json.dumps(made["labels"])}


@pytest.fixture
def reading(tmp_path: Path) -> Made:
    """Return what makes a reading of figures."""

    def make(figures: Sequence[Mapping[str, Any]]) -> Reading:
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = tmp_path / "rows.parquet"
        rows = [{"row": number, **one} for number, one in enumerate(figures)]
        pq.write_table(pa.Table.from_pylist(rows), table)
        return Reading(
            kind="figures",
            reader="ice-detention-statistics",
            generation="",
            release="ice-detention-statistics",
            table=table,
            problems=tmp_path / "problems.parquet",
            accounts=(),
            unknown_columns={},
        )

    return make
