"""Persons on rosters followed from list to list: twice on one, missing from one alone, admitted at two moments, younger than before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby, pairwise
from typing import Any, Final

from habeas.custody.register_units import person
from habeas.findings.audit.model import AuditFinding, Cell
from habeas.findings.audit.rosters import Rosters, finding

_MANY: Final = 10
"""So many persons twice on one list are told together."""
_BLOCK: Final = 5
"""So many persons next to each other on the list before, missing together, are a piece of the file and no chance."""
_DENSE: Final = 2


def _cell(row: dict[str, Any], **said: str) -> Cell:
    return Cell(file=row["file"], sheet=row["sheet"], line=row["line"], **said)


def listed_twice(given: Rosters) -> Iterator[AuditFinding]:
    """Yield persons who stand on lists twice: each person once for lists that follow each other, many on one list together."""
    admitted = "count(DISTINCT admitted)" if "admitted" in given.columns else "1"
    query = f"""SELECT p, day, file, any_value(sheet) AS sheet, list_sort(list(line)) AS lines, {admitted} AS admissions FROM (
            SELECT *, {person()} AS p FROM rows WHERE person IS NOT NULL) GROUP BY p, day, file HAVING count(*) > 1 ORDER BY p, day, file"""  # noqa: S608
    rows = given.ask(query)
    n_of: dict[str, int] = {}
    for row in rows:
        n_of[row["file"]] = n_of.get(row["file"], 0) + 1
    many = {file for file, n in n_of.items() if n >= _MANY}
    for file in sorted(many):
        ones = sorted((row for row in rows if row["file"] == file), key=lambda row: row["lines"])
        cells = [_cell({**row, "line": row["lines"][1]}) for row in ones]
        yield finding(
            file, "twice", "warning", cells, day=ones[0]["day"], weight=float(len(ones)), key="twice-many", n=len(ones)
        )
    for _, group in groupby((row for row in rows if row["file"] not in many), key=lambda row: row["p"]):
        ones = list(group)
        first = ones[0]
        cells = [_cell({**first, "line": line}) for line in first["lines"]]
        key = "twice-admissions" if first["admissions"] > 1 else "twice"
        last: date = ones[-1]["day"]
        yield finding(
            first["file"],
            "twice",
            "warning",
            cells,
            day=first["day"],
            weight=1.0,
            key=key,
            n=len(ones),
            first=first["day"],
            last=last,
        )


def skipped(given: Rosters) -> Iterator[AuditFinding]:
    """Yield lists on which persons are missing who are on the one before and the one after, under one admission.

    Some leave for a few days and come back, as for weekends only: that is a note. A piece of the file before that is missing as a whole is a warning.
    """
    settled = [one.day for one in given.register.days if one.state in {"believed", "doubled"}]
    following = dict(pairwise(settled))
    rows = given.ask("""SELECT gone_by AS day, returned, file, sheet, line, last_seen FROM vanished
        WHERE same_admission AND returned IS NOT NULL ORDER BY gone_by, file, line""")
    files = {one.day: one.files[0] for one in given.register.days if one.files}
    for day, group in groupby(rows, key=lambda row: row["day"]):
        ones = [row for row in group if following.get(day) == row["returned"]]
        if not ones:
            continue
        block = _block(ones)
        cells = [Cell(file=files[day]), *(_cell(row, label=str(row["last_seen"])) for row in block or ones)]
        values = {"n": len(ones), "day_said": day, "before": ones[0]["last_seen"], "after": following[day]}
        if block:
            lines = {"first": str(block[0]["line"]), "last": str(block[-1]["line"]), "block": len(block)}
            yield finding(
                files[day],
                "skipped",
                "warning",
                cells,
                day=day,
                weight=float(len(block)),
                key="skipped-block",
                **values,
                **lines,
            )
        else:
            yield finding(files[day], "skipped", "note", cells, day=day, weight=float(len(ones)), **values)


def _block(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the longest stretch of rows whose lines lie close together, where it is long."""
    best: list[dict[str, Any]] = []
    start = 0
    for end in range(len(rows)):
        while (
            rows[end]["line"] - rows[start]["line"] > _DENSE * (end - start) + 1
            or rows[end]["file"] != rows[start]["file"]
        ):
            start += 1
        if end - start + 1 > len(best):
            best = rows[start : end + 1]
    return best if len(best) >= _BLOCK else []


def away(given: Rosters) -> Iterator[AuditFinding]:
    """Yield one note of all stays with holes: persons absent from several lists who come back under the admission they had."""
    rows = given.ask("""SELECT file, sheet, line, last_seen, gone_by, returned, date_diff('day', last_seen, returned) - 1 AS days, stay
        FROM vanished WHERE same_admission AND returned IS NOT NULL ORDER BY days DESC, file, line""")
    if not rows:
        return
    stays = len({row["stay"] for row in rows})
    cells = [_cell(row, label=f"{row['last_seen']} – {row['returned']}") for row in rows]
    yield finding(
        rows[0]["file"], "away", "note", cells, day=rows[0]["last_seen"], n=stays, holes=len(rows), days=rows[0]["days"]
    )


def redated(given: Rosters) -> Iterator[AuditFinding]:
    """Yield persons who are listed on without a break under an admission that lies before a list that had them under another."""
    if "admitted" not in given.columns:
        return
    rows = given.ask(f"""WITH new AS (SELECT person, stay, earliest AS admitted FROM events WHERE kind = 'admitted' AND NOT certain),
            sighted AS (SELECT person, stay, by_day, file, sheet, line FROM events WHERE kind = 'listed'),
            many AS (SELECT {person()} AS p, day FROM rows WHERE person IS NOT NULL GROUP BY p, day HAVING count(DISTINCT admitted) > 1)
        SELECT new.admitted, min(by_day) AS day, arg_min(file, by_day) AS file, arg_min(sheet, by_day) AS sheet, arg_min(line, by_day) AS line,
          any_value(new.person) AS p
        FROM new JOIN sighted USING (person, stay) WHERE NOT EXISTS (SELECT 1 FROM many WHERE many.p = new.person)
        GROUP BY new.stay, new.admitted ORDER BY day, file, line""")  # noqa: S608 - own names
    for row in rows:
        cell = _cell(row, label="admitted", found=str(row["admitted"]))
        yield finding(
            row["file"],
            "redated",
            "warning",
            [cell],
            day=row["day"],
            weight=1.0,
            day_said=row["day"],
            admitted=row["admitted"].date(),
        )


def ages(given: Rosters) -> Iterator[AuditFinding]:
    """Yield lists with persons whose age falls, or grows by more years than passed since the lists that had them younger."""
    if "age" not in given.columns:
        return
    rows = given.ask(f"""WITH each AS (
            SELECT {person()} AS p, age, min(day) AS first, max(day) AS last, arg_min(file, day) AS file, arg_min(sheet, day) AS sheet,
              arg_min(line, day) AS line, arg_max(file, day) AS last_file, arg_max(sheet, day) AS last_sheet, arg_max(line, day) AS last_line
            FROM rows WHERE person IS NOT NULL AND age IS NOT NULL GROUP BY p, age),
        beside AS (SELECT *, lag(age) OVER w AS age_before, lag(last) OVER w AS last_before, lag(first) OVER w AS first_before,
              lag(last_file) OVER w AS file_before, lag(last_sheet) OVER w AS sheet_before, lag(last_line) OVER w AS line_before
            FROM each WINDOW w AS (PARTITION BY p ORDER BY first, age)),
        judged AS (SELECT *, age < age_before AS fell, first <= last_before AS mixed,
            age - age_before > floor(date_diff('day', first_before, first) / 365.25) + 1 AS jumped FROM beside WHERE age_before IS NOT NULL)
        SELECT * FROM judged WHERE fell OR mixed OR jumped ORDER BY first, file, line""")  # noqa: S608 - own names
    for file, group in groupby(sorted(rows, key=lambda row: (row["first"], row["file"])), key=lambda row: row["file"]):
        ones = sorted(group, key=lambda row: -abs(row["age"] - row["age_before"]))
        worst = ones[0]
        cells = [cell for row in ones for cell in (_cell(row, label="age", found=str(row["age"])), _then(row))]
        fell = sum(bool(row["fell"] or row["mixed"]) for row in ones)
        values = {
            "day_said": worst["first"],
            "age": worst["age"],
            "before": worst["age_before"],
            "last": worst["last_before"],
        }
        yield finding(
            file, "age", "warning", cells, day=worst["first"], weight=float(len(ones)),
            n=len(ones), fell=fell, jumped=len(ones) - fell, **values,
        )  # fmt: skip


def _then(row: dict[str, Any]) -> Cell:
    """Return the last cell that has the age before."""
    place = {name: row[f"{name}_before"] for name in ("file", "sheet", "line")}
    return _cell(place, label="age", found=str(row["age_before"]))


CHECKS: Final = (listed_twice, skipped, away, redated, ages)
