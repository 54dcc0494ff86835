"""Canonical stints made by hand, and the published example."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from habeas.custody import Custody, Engine, engine

EXAMPLE = Path(__file__).parents[3] / "shared" / "data" / "ice-stints" / "example_stints_21_rows.csv"
SCHEMA = pa.schema(
    {
        "row": pa.int64(), "file": pa.string(), "sheet": pa.string(), "line": pa.int64(), "person": pa.string(), "place": pa.string(),
        "place_name": pa.string(), "stay_in": pa.timestamp("us"), "stint_in": pa.timestamp("us"), "stint_out": pa.timestamp("us"),
        "stay_out": pa.timestamp("us"), "days_only": pa.bool_(), "release_reason": pa.string(), "sex": pa.string(),
        "nationality": pa.string(), "birth_year": pa.int32(), "criminality": pa.string(), "authority": pa.string(),
        "programme": pa.string(),
    }
)  # fmt: skip
UNTIL = datetime(2025, 1, 31, 23, 59, 59)

Open = Callable[..., Custody]


def write(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Write rows as canonical stints; what a row leaves out is null, its stay that of its stint."""
    full = [
        {"row": n, "file": "a.csv", "line": n + 2, "days_only": False, "stay_in": row["stint_in"], **row}
        for n, row in enumerate(rows)
    ]
    pq.write_table(pa.Table.from_pylist(full, schema=SCHEMA), path)
    return path


@pytest.fixture(scope="session")
def duck() -> Iterator[Engine]:
    with engine("duckdb") as one:
        yield one


@pytest.fixture
def opened(tmp_path: Path, duck: Engine) -> Open:
    """Open custody over rows made by hand."""

    def make(rows: Sequence[Mapping[str, Any]], until: datetime = UNTIL, **options: Any) -> Custody:
        return Custody(write(tmp_path / "rows.parquet", rows), until, engine=duck, **options)

    return make


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the 21 published stints as canonical stints."""
    path = tmp_path_factory.mktemp("example") / "rows.parquet"
    with duckdb.connect() as con:
        con.execute(f"""
            copy (select row_number() over () - 1 as row, 'example.csv' as file, null::varchar as sheet,
                row_number() over () + 1 as line, anonymized_identifier as person, detention_facility as place,
                detention_facility as place_name, stay_book_in_date_time::timestamp as stay_in,
                detention_book_in_date_and_time::timestamp as stint_in,
                nullif(detention_book_out_date_time, 'NA')::timestamp as stint_out,
                nullif(stay_book_out_date_time, 'NA')::timestamp as stay_out, false as days_only,
                nullif(detention_release_reason, 'NA') as release_reason, lower(gender) as sex, citizenship_country as nationality,
                birth_year::int as birth_year, null::varchar as criminality, area_of_responsibility as authority,
                null::varchar as programme
            from read_csv('{EXAMPLE}', all_varchar=true)) to '{path}' (format parquet)""")  # noqa: S608 - a file of ours
    return path
