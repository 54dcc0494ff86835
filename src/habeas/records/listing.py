"""The list of problems of a reading: one a row set aside, one a kind of doubt and column with how many lines it stands for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from habeas.errors import Problem
from habeas.records.engine import literal, quoted
from habeas.records.statement import Reason, Statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS: Final = ("key", "gravity", "file", "sheet", "line", "column", "found", "expected", "n", "values")
_TYPES: Final = (
    "VARCHAR",
    "VARCHAR",
    "VARCHAR",
    "VARCHAR",
    "BIGINT",
    "VARCHAR",
    "VARCHAR",
    "VARCHAR",
    "BIGINT",
    "VARCHAR",
)


class Listed(NamedTuple):
    """One problem as it is listed; ``part`` is the number of its sheet."""

    part: int
    key: str
    gravity: str
    file: str
    sheet: str | None
    line: int | None = None
    column: str | None = None
    found: str | None = None
    expected: str | None = None
    n: int = 1
    values: str | None = None


class Staged(NamedTuple):
    """A sheet whose rows are staged: the statement, the file of its rows, and what is to be told of the sheet itself."""

    statement: Statement
    rows: Path
    notes: tuple[Listed, ...]


def of_problem(statement: Statement, problem: Problem) -> Listed:
    """List a problem that a hook or a sheet gave."""
    values = dict(problem.values)
    n = values.get("n", 1)
    return Listed(
        part=statement.part,
        key=problem.key,
        gravity=problem.gravity,
        file=statement.sheet.file,
        sheet=statement.sheet.name,
        line=problem.row,
        column=problem.column,
        n=n if isinstance(n, int) else 1,
        values=said(values) if values else None,
    )


def note(statement: Statement, key: str, gravity: str = "note", **rest: Any) -> Listed:
    """List something of a whole sheet."""
    return Listed(
        part=statement.part, key=key, gravity=gravity, file=statement.sheet.file, sheet=statement.sheet.name, **rest
    )


def said(values: Mapping[str, object]) -> str:
    """Return what else a message says, as it is kept."""
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True, default=str)


def of_header(statement: Statement, unknown: Sequence[str]) -> Iterator[Listed]:
    """Yield a note of the columns that are not read, and of an edition that nobody knows."""
    header = statement.header
    if unknown:
        yield note(statement, "records.columns-unknown", found=", ".join(unknown), n=len(unknown))
    if header.layout.generations and header.generation is None:
        yield note(
            statement, "records.edition-unknown", expected=", ".join(name for name, _ in header.layout.generations)
        )


def doubts(engine: DuckDBPyConnection, statement: Statement, rows: Path, count: int) -> Iterator[Listed]:
    """Yield what is doubtful of the used rows of a sheet, one a reason and field, and what the publisher withheld in all its rows."""
    told: list[tuple[Reason, str]] = []
    for name, field in statement.fields.items():
        status = quoted(f"s:{name}")
        told.append(
            (Reason("records.value-unreadable", name, "", statement.expected(field), "warning"), f"{status} = 1")
        )
        told.append((Reason("records.value-outside", name, "", statement.bounds(field), "warning"), f"{status} = 2"))
    told += [(one, quoted(f"k:{n}")) for n, one in enumerate(statement.warnings)]
    tests = [f'"x:aside" IS NULL AND {test}' for _, test in told] + [
        quoted(f"r:{name}") for name in statement.withheld()
    ]
    if not tests:
        return
    asked = ", ".join(f"count(*) FILTER ({test}), min(line) FILTER ({test})" for test in tests)
    got = engine.execute(f"SELECT {asked} FROM read_parquet({literal(str(rows))})").fetchone() or ()  # noqa: S608 - own names
    pairs = list(zip(got[::2], got[1::2], strict=True))
    for (one, _), (n, line) in zip(told, pairs, strict=False):
        if n:
            found = _found(engine, statement, one.field, line)
            yield note(
                statement,
                one.key,
                one.gravity,
                line=line,
                column=statement.title(one.field),
                found=found,
                expected=one.expected,
                n=n,
            )
    for name, (n, line) in zip(statement.withheld(), pairs[len(told) :], strict=True):
        if n:
            values = said({"rows": count})
            yield note(statement, "records.withheld", line=line, column=statement.title(name), n=n, values=values)


def _found(engine: DuckDBPyConnection, statement: Statement, field: str, line: int) -> str | None:
    """Return what a line has published for a field."""
    query = f"SELECT {statement.published(field)} FROM {statement.sheet.source} WHERE line = ?"  # noqa: S608 - own names
    row = engine.execute(query, [line]).fetchone()
    return None if row is None or row[0] is None else str(row[0])


def write(engine: DuckDBPyConnection, sheets: Sequence[Staged], to: Path, others: Sequence[Listed] = ()) -> None:
    """Write the problems of a group of sheets, in the order of sheets and lines; what concerns a whole sheet comes first.

    ``others`` are those of parts that were not staged.
    """
    import pyarrow as pa

    names = ", ".join(f"{quoted(name)} {kind}" for name, kind in zip(COLUMNS, _TYPES, strict=True))
    engine.execute(f"CREATE OR REPLACE TEMP TABLE problems (part BIGINT, {names}, turn BIGINT DEFAULT 0)")
    told = [*(one for staged in sheets for one in staged.notes), *others]
    if told:
        numbers = {"part", "line", "n"}
        columns = zip(*told, strict=True)
        arrays = {
            name: pa.array(column, pa.int64() if name in numbers else pa.string())
            for name, column in zip(Listed._fields, columns, strict=True)
        }
        engine.register("told_now", pa.table({**arrays, "turn": pa.array(range(len(told)), pa.int64())}))
        engine.execute("INSERT INTO problems SELECT * FROM told_now")
        engine.unregister("told_now")
    for staged in sheets:
        engine.execute(f"INSERT INTO problems {_aside(staged)}")
    listed = ", ".join(map(quoted, COLUMNS))
    query = f"SELECT {listed} FROM problems ORDER BY part, line NULLS FIRST, turn, key"  # noqa: S608 - own names
    engine.execute(f"COPY ({query}) TO {literal(str(to))} (FORMAT parquet, COMPRESSION zstd)")
    engine.execute("DROP TABLE problems")


def _aside(staged: Staged) -> str:
    """Return SQL of the rows that are set aside, each with its reason; where a sheet is refused as a whole, one problem stands for all."""
    statement = staged.statement
    source = f"read_parquet({literal(str(staged.rows))})"
    if statement.preparation.refusal:
        key = literal(statement.preparation.refusal)
        return (
            f"SELECT {statement.part}, {key}, 'error', min(file), min(sheet), min(line), NULL, NULL, NULL, count(*), NULL, 0"  # noqa: S608
            f" FROM {source} HAVING count(*) > 0"
        )

    def chosen(values: Sequence[str | None]) -> str:
        arms = " ".join(f"WHEN {n} THEN {literal(one)}" for n, one in enumerate(values, 1))
        return f"CASE aside {arms} END" if arms else "NULL"

    reasons = statement.reasons
    key, column = chosen([one.key for one in reasons]), chosen([statement.title(one.field) for one in reasons])
    expected = chosen([one.expected for one in reasons])
    return (
        f"SELECT {statement.part}, {key}, 'error', staged.file, staged.sheet, line, {column}, found, {expected}, 1, NULL, 0"  # noqa: S608
        f' FROM (SELECT line, "x:aside" AS aside, {statement.found()} AS found FROM {statement.sheet.source}'
        f' JOIN (SELECT line, "x:aside" FROM {source} WHERE "x:aside" IS NOT NULL) USING (line)),'
        f" (SELECT {literal(statement.sheet.file)} AS file, CAST({literal(statement.sheet.name)} AS VARCHAR) AS sheet) AS staged"
    )
