"""The problems of the rows of a reading, as messages: grouped, or each by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from habeas.errors import Problem

if TYPE_CHECKING:
    from habeas.records import Reading

_ORDER: Final = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Problems of one kind in one column: the first of them, and on how many lines (``n``) of how many ``sheets`` they stand."""

    first: Problem
    sheet: str | None
    n: int
    sheets: int


def grouped(one: Reading) -> tuple[Group, ...]:
    """Return the problems of a reading in groups: rows set aside first, then doubts, then notes, the most frequent first."""
    rows = _rows(
        one,
        """
        select key, gravity, "column", expected, cast(sum(n) as bigint) as n, count(distinct (file, sheet)) as sheets,
          unnest(arg_min({'file': file, 'sheet': sheet, 'line': line, 'found': found, 'values': "values"}, file_row_number))
        from read_parquet($path, file_row_number = true) group by key, gravity, "column", expected""",
    )
    rows.sort(
        key=lambda row: (_ORDER[row["gravity"]], -row["n"], row["key"], row["column"] or "", row["expected"] or "")
    )
    return tuple(Group(first=_problem(row), sheet=row["sheet"], n=row["n"], sheets=row["sheets"]) for row in rows)


def every_problem(one: Reading) -> Iterator[Problem]:
    """Yield each problem of a reading, in the order of sheets and lines; one of a whole sheet comes before those of its lines."""
    for row in _rows(one, "select * from read_parquet($path)"):
        yield _problem(row)


def _rows(one: Reading, sql: str) -> list[dict[str, Any]]:
    import duckdb

    with duckdb.connect() as link:
        asked = link.execute(sql, {"path": str(one.problems)})
        names = [column[0] for column in asked.description or ()]
        return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]


def _problem(row: Mapping[str, Any]) -> Problem:
    """Return a row of a list of problems as what is said of it; ``sheet`` stands with the file."""
    values = {name: row[name] if row[name] is not None else "" for name in ("found", "expected", "n")}
    values |= {"sheet": row["sheet"] or row["file"], **json.loads(row["values"] or "{}")}
    place = row["file"] if row["sheet"] is None else f"{row['file']}, {row['sheet']}"
    return Problem(row["key"], place, row=row["line"], column=row["column"], gravity=row["gravity"], values=values)
