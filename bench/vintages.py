"""Measure which share of errors planted in single cells the checks across publications find, by table.

    python bench/vintages.py TABLE [--runs 100] [--each 8]

TABLE is the table of figures of a reading of workbooks. An error is one that a typist makes: a digit replaced, two swapped, one dropped
or one doubled. Only figures that are not 0 are changed, ``each`` of them in a run, in different tables. An error is found where a
finding that is not there without it rests on its cell.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb

from habeas.findings.audit.model import AuditFinding
from habeas.findings.audit.publications import Publications
from habeas.findings.audit.run import CHECKS, _function
from habeas.findings.audit.series import Series, built_in
from habeas.records import Reading

_ACROSS = [place for place in CHECKS if ".across_" in place]


def mistyped(value: float, chance: random.Random) -> float:
    """Return a number with one error of typing: a digit replaced, two swapped, one dropped or doubled."""
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    whole = text.split(".")[0]
    for _ in range(20):
        at = chance.randrange(max(len(whole), min(len(text), len(whole) + 3)))
        kind = chance.choice(("replaced", "swapped", "dropped", "doubled"))
        if text[at] == ".":
            continue
        if kind == "replaced":
            made = text[:at] + chance.choice("0123456789") + text[at + 1 :]
        elif kind == "swapped" and at + 1 < len(whole):
            made = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        elif kind == "dropped" and len(whole) > 1 and at < len(whole):
            made = text[:at] + text[at + 1 :]
        else:
            made = text[:at] + text[at] + text[at:]
        if float(made) != value:
            return float(made)
    return value + 1


def findings(table: Path, series: Series, reading: Reading, places: list[str]) -> list[AuditFinding]:
    """Return what the checks find in a table of figures."""
    del table
    with Publications([reading]) as publications:
        return [one for place in places for one in _function(place)(publications, series)]


def spots(found: list[AuditFinding]) -> Counter[tuple[Any, ...]]:
    """Return the cells that findings rest on, with the check."""
    return Counter(
        (one.check, cell.file, cell.sheet, cell.line, cell.column, cell.found) for one in found for cell in one.cells
    )


def planted(
    table: Path, to: Path, chance: random.Random, each: int, years: list[int]
) -> dict[tuple[Any, ...], tuple[str, bool]]:
    """Write a table of figures with errors into a file; return their cells, what was changed, and whether by a tenth or more."""
    with duckdb.connect() as engine:
        engine.execute(f"CREATE TABLE figures AS SELECT * FROM read_parquet('{table}')")  # noqa: S608 - a path of our own
        rows = engine.execute(
            'SELECT "row", file, sheet, line, "column", "table", measure, value FROM figures '
            "WHERE value IS NOT NULL AND value <> 0 AND NOT hidden AND unit <> 'text' AND list_contains(?, publication[3:]::INTEGER)",
            [years],
        ).fetchall()
        by_table: dict[tuple[str, str], list[Any]] = {}
        for row in rows:
            by_table.setdefault((row[5], row[6]), []).append(row)
        made: dict[tuple[Any, ...], tuple[str, bool]] = {}
        for kind in chance.sample(sorted(by_table), each):
            number, file, sheet, line, column, _, _, value = chance.choice(by_table[kind])
            new = mistyped(value, chance)
            engine.execute(
                'UPDATE figures SET value = ?, text = ? WHERE "row" = ? AND file = ?', [new, repr(new), number, file]
            )
            made[file, sheet, line, column] = (" ".join(kind), abs(new - value) >= 0.1 * value)
        engine.execute(f"COPY figures TO '{to}' (FORMAT parquet)")
    return made


def main() -> None:
    """Plant errors, look for them, and print the share found by table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--each", type=int, default=8)
    parser.add_argument(
        "--years", nargs="*", type=int, default=[2022, 2024], help="plant in publications of these years"
    )
    parser.add_argument("--all", action="store_true", help="all checks, not only those across publications")
    given = parser.parse_args()
    places = list(CHECKS) if given.all else _ACROSS
    series = next(one for one in built_in() if one.name == "ice-detention-statistics")
    chance = random.Random(4)
    total: Counter[tuple[str, bool]] = Counter()
    found: Counter[tuple[str, bool]] = Counter()
    began = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(folder) / "rows.parquet"
        clean = spots(findings(given.table, series, _reading(given.table), places))
        for _ in range(given.runs):
            made = planted(given.table, changed, chance, given.each, given.years)
            now = spots(findings(changed, series, _reading(changed), places))
            new = {spot[1:5] for spot in now if spot not in clean}
            for spot, what in made.items():
                total[what] += 1
                found[what] += spot in new
    print(f"{'':65} {'by a tenth or more':>18} {'by less':>14}")
    for table in sorted({table for table, _ in total}):
        print(f"{table:65} {_share(found, total, table, True):>18} {_share(found, total, table, False):>14}")
    print(
        f"{'all':65} {_share(found, total, '', True):>18} {_share(found, total, '', False):>14}  {perf_counter() - began:.0f} s"
    )


def _share(found: Counter[tuple[str, bool]], total: Counter[tuple[str, bool]], table: str, large: bool) -> str:
    names = {name for name, _ in total} if not table else {table}
    hits, all_ = sum(found[name, large] for name in names), sum(total[name, large] for name in names)
    return f"{hits} of {all_} {hits / all_:4.0%}" if all_ else "-"


def _reading(table: Path) -> Reading:
    fields: dict[str, Any] = {"table": table, "kind": "figures", "release": "ice-detention-statistics"}
    made = object.__new__(Reading)
    for name, value in fields.items():
        object.__setattr__(made, name, value)
    return made


if __name__ == "__main__":
    main()
