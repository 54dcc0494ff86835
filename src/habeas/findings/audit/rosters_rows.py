"""Rows of rosters that cannot be right: identifiers that became numbers, cells under another's title, lines cut off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from habeas.custody.register_units import attributes, person
from habeas.findings.audit.model import AuditFinding, Cell
from habeas.findings.audit.rosters import Rosters, finding
from habeas.records.engine import literal, quoted

_FEW: Final = 60
"""A column of so many different values at most is a list of codes."""
_RARE: Final = 0.0005
"""A value on fewer rows than this part of the series is none of its column's codes."""
_COMMON: Final = 0.01


def _cell(row: dict[str, Any], **said: str) -> Cell:
    return Cell(file=row["file"], sheet=row["sheet"], line=row["line"], **said)


def float_identifiers(given: Rosters) -> Iterator[AuditFinding]:
    """Yield the files whose identifiers are written as numbers with a decimal."""
    query = f"""SELECT file, any_value(sheet) AS sheet, min(line) AS line, min(day) AS day, count(*) AS n FROM rows
        WHERE person <> {person()} GROUP BY file ORDER BY file"""  # noqa: S608 - own names
    for row in given.ask(query):
        yield finding(
            row["file"], "float-ids", "warning", [_cell(row)], day=row["day"], weight=float(row["n"]), n=row["n"]
        )


def shifted_cells(given: Rosters) -> Iterator[AuditFinding]:
    """Yield files with rows of which two values and more are not those of their columns, and at least one is another column's.

    The codes of a column are the values that stand on enough rows of the series; a value that its column's form cannot read counts too.
    """
    names = [name for name in attributes(given.columns) if name != "age"]
    texts = _text_columns(given, names)
    told = [
        f"CASE WHEN {quoted(name)} IN ({_listed(strange)}) THEN 1 ELSE 0 END"
        for name, strange in texts.items()
        if strange
    ]
    unread = "CASE WHEN unread IS NULL THEN 0 ELSE len(string_split(unread, ', ')) END"
    odd = " + ".join([unread, *told])
    query = f"""SELECT file, sheet, line, day, n FROM (SELECT file, sheet, line, day, {odd} AS n FROM rows
        WHERE unread IS NOT NULL{"".join(f" OR {quoted(name)} IN ({_listed(strange)})" for name, strange in texts.items() if strange)})
        WHERE n >= 2 ORDER BY day, file, line"""  # noqa: S608 - own names
    by_file: dict[str, list[dict[str, Any]]] = {}
    for row in given.ask(query):
        by_file.setdefault(row["file"], []).append(row)
    for file, rows in by_file.items():
        cells = [_cell(row) for row in rows]
        yield finding(
            file,
            "shifted",
            "error",
            cells,
            day=rows[0]["day"],
            weight=float(len(rows)),
            n=len(rows),
            line=str(rows[0]["line"]),
        )


def _listed(values: list[str]) -> str:
    return ", ".join(map(literal, values))


def _text_columns(given: Rosters, names: list[str]) -> dict[str, list[str]]:
    """Return for each column of codes the rare values that are common in another column of codes."""
    types = {row["column_name"]: row["column_type"] for row in given.ask("DESCRIBE rows")}
    counted: dict[str, dict[str, int]] = {}
    for name in names:
        if types[name] == "VARCHAR":
            rows = given.ask(f"SELECT {quoted(name)} AS v, count(*) AS n FROM rows WHERE v IS NOT NULL GROUP BY v")  # noqa: S608
            counted[name] = {row["v"]: row["n"] for row in rows}
    every = max(given.reading.used, 1)
    codes = {name: {v for v, n in ones.items() if n >= _COMMON * every} for name, ones in counted.items()}
    few = {
        name for name, ones in counted.items() if sum(n >= _RARE * every for n in ones.values()) <= _FEW and codes[name]
    }
    common = {name: codes[name] for name in few}
    return {
        name: sorted(v for v, n in counted[name].items() if n < _RARE * every and any(v in other for key, other in common.items() if key != name))
        for name in few
    }  # fmt: skip


def last_line_cut(given: Rosters) -> Iterator[AuditFinding]:
    """Yield files whose last row lacks values that every other row of the file has: the file ends in the middle of a line."""
    names = [name for name in (*attributes(given.columns), "admitted") if name in given.columns]
    if not names:
        return
    # Of columns that are filled on all rows of a file but its last, the ones that are blank there.
    blanks = ", ".join(
        f"count(*) FILTER ({quoted(name)} IS NULL) = 1 AND bool_or(line = last AND {quoted(name)} IS NULL) AS {quoted(name)}"
        for name in names
    )
    query = f"""WITH ends AS (SELECT file AS of_file, max(line) AS last FROM rows GROUP BY file)
        SELECT file, any_value(sheet) AS sheet, any_value(day) AS day, max(line) AS line, count(*) AS rows, {blanks}
        FROM rows JOIN ends ON of_file = file GROUP BY file ORDER BY file"""  # noqa: S608 - own names
    for row in given.ask(query):
        # The columns at the end of the line: one blank value alone can be one that was not known.
        lacking = [name for name in names if row[name]]
        if row["rows"] > 20 and len(lacking) >= 2:
            yield finding(
                row["file"],
                "line-cut",
                "warning",
                [_cell(row)],
                day=row["day"],
                weight=float(len(lacking)),
                line=str(row["line"]),
                columns=lacking,
            )


def impossible_admissions(given: Rosters) -> Iterator[AuditFinding]:
    """Yield lists with persons who were admitted on a later day."""
    if "admitted" not in given.columns:
        return
    rows = given.ask(
        "SELECT file, sheet, line, day, admitted FROM rows WHERE CAST(admitted AS DATE) > day ORDER BY day, file, line"
    )
    by_file: dict[tuple[str, Any], list[dict[str, Any]]] = {}
    for row in rows:
        by_file.setdefault((row["file"], row["day"]), []).append(row)
    for (file, day), ones in by_file.items():
        cells = [_cell(row, label="admitted", found=str(row["admitted"])) for row in ones]
        latest = max(row["admitted"] for row in ones).date()
        yield finding(
            file,
            "admitted-after",
            "error",
            cells,
            day=day,
            weight=float(len(ones)),
            n=len(ones),
            day_said=day,
            latest=latest,
        )


CHECKS: Final = (float_identifiers, shifted_cells, last_line_cut, impossible_admissions)
