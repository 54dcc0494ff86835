"""Measure the audit: how long 134 workbooks take, and which share of errors planted in single cells is found inside a publication.

    python bench/audit.py speed [--workbooks DIR] [--count 134]
    python bench/audit.py cells [--workbooks DIR] [--runs 60] [--each 8] [--to FILE]

``speed`` copies the published workbooks until there are ``count``, with other stamps and other last digits in every average, so that no
copy is one. ``cells`` changes single figures of some workbooks as a typist does (bench/vintages.py), a few of different tables in a
run, and counts where a finding of the checks within a publication rests on the cell, and where it names that cell first.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb

from habeas.findings.audit.publications import Publications
from habeas.findings.audit.run import CHECKS, _function
from habeas.findings.audit.series import Series, built_in
from habeas.records import Reading, read_records
from vintages import mistyped

WORKBOOKS = Path(__file__).parents[1].parent / "shared" / "data" / "ice-statistics" / "workbooks"
SOME = ("20210415", "20220414", "20230317", "20240301", "FY25", "FY26")
_STAMP = re.compile(r"(IIDS\)?,? ?)(\d\d)/(\d\d)/(\d{4})")
_LONG = re.compile(rb"(<v>\d+\.\d{6,})\d(</v>)")


def varied(source: Path, to: Path, turn: int) -> None:
    """Copy a workbook with another stamp, and another last digit in every long number."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sharedStrings.xml"):
                data = _STAMP.sub(lambda found: _later(found, turn), data.decode()).encode()
            elif name.startswith("xl/worksheets/"):
                data = _LONG.sub(rb"\g<1>%d\g<2>" % (turn % 10), data)
            new.writestr(name, data)


def _later(found: re.Match[str], turn: int) -> str:
    day = date(int(found[4]), int(found[2]), int(found[3])) + timedelta(days=turn)
    return f"{found[1]}{day:%m/%d/%Y}"


def many(folder: Path, to: Path, count: int) -> None:
    """Fill a folder with published workbooks and copies that differ."""
    files = sorted(folder.glob("*.xlsx"))
    for number in range(count):
        source, turn = files[number % len(files)], number // len(files)
        place = to / (f"{source.stem}-{turn}.xlsx" if turn else source.name)
        if turn:
            varied(source, place, turn)
        else:
            place.write_bytes(source.read_bytes())


def speed(folder: Path, count: int) -> None:
    """Time ``habeas audit`` on many workbooks, as a whole process."""
    with tempfile.TemporaryDirectory() as place:
        many(folder, Path(place), count)
        started = perf_counter()
        command = [sys.executable, "-m", "habeas", "audit", place, "--json"]
        done = subprocess.run(command, capture_output=True, check=False)
        took = perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{count} workbooks audited: {took:.1f} s, {peak:.0f} MB, exit status {done.returncode}")


def cells(folder: Path, runs: int, each: int) -> None:
    """Plant errors in single cells of some workbooks, one workbook at a time, and count what is found, by table."""
    series = next(one for one in built_in() if one.name == "ice-detention-statistics")
    chance = random.Random(7)
    tried: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    named: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as place:
        chosen = [path for path in sorted(folder.glob("*.xlsx")) if path.name.startswith(SOME)]
        for number, path in enumerate(chosen):
            reading = read_records([path], Path(place) / str(number)).readings[0]
            known = {one[2:] for one in spots(reading, series)}
            for _ in range(runs // len(chosen)):
                planted = plant(reading, chance, each)
                new = [one for one in spots(reading, series) if one[2:] not in known]
                for key, table, measure in planted:
                    tried[table, measure] += 1
                    found[table, measure] += any(one[1] == key for one in new)
                    named[table, measure] += any(one[1] == key and one[0] for one in new)
                restore(reading)
    tell(tried, found, named)


def tell(tried: Counter[tuple[str, str]], found: Counter[tuple[str, str]], named: Counter[tuple[str, str]]) -> None:
    """Print a line a table and measure."""
    for key in sorted(tried):
        share, first = 100 * found[key] / tried[key], 100 * named[key] / tried[key]
        print(f"| {key[0]} | {key[1]} | {tried[key]} | {share:.0f} % | {first:.0f} % |")
    total = sum(tried.values())
    print(f"| all | | {total} | {100 * found.total() / total:.0f} % | {100 * named.total() / total:.0f} % |")


def spots(reading: Reading, series: Series) -> set[tuple[Any, ...]]:
    """Return what the checks within find: whether a cell stands first, its place, and the finding's check and sentence."""
    made = set()
    with Publications([reading]) as publications:
        for place in CHECKS:
            if ".within_" in place:
                for one in _function(place)(publications, series):
                    said = (one.check, one.text("en"))
                    made |= {
                        (at == 0, (cell.sheet, cell.line, cell.column), *said) for at, cell in enumerate(one.cells)
                    }
    return made


def plant(reading: Reading, chance: random.Random, each: int) -> list[tuple[tuple[Any, ...], str, str]]:
    """Change single figures of a reading, in different tables; return their places, tables and measures."""
    kept = reading.table.with_suffix(".kept")
    reading.table.rename(kept)
    with duckdb.connect() as database:
        database.execute(f"CREATE TABLE f AS SELECT * FROM read_parquet('{kept}')")  # noqa: S608 - a path of our own
        rows = database.execute(
            'SELECT "row", "table", measure, sheet, line, "column", value FROM f WHERE value <> 0 AND unit <> \'text\''
        ).fetchall()
        tables: dict[str, list[tuple[Any, ...]]] = {}
        for row in rows:
            tables.setdefault(row[1], []).append(row)
        planted = []
        for table in chance.sample(sorted(tables), min(each, len(tables))):
            row, _, measure, sheet, line, column, value = chance.choice(tables[table])
            new = mistyped(value, chance)
            while abs(new - value) < 1e-5 * abs(value):  # rounded, not mistyped
                new = mistyped(value, chance)
            database.execute(
                'UPDATE f SET value = ?, text = ? WHERE "row" = ?', [new, repr(new).removesuffix(".0"), row]
            )
            planted.append(((sheet, line, column), table, measure))
        database.execute(f"COPY f TO '{reading.table}' (FORMAT parquet)")
    return planted


def restore(reading: Reading) -> None:
    """Put the figures back as they were read."""
    reading.table.with_suffix(".kept").replace(reading.table)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("speed", "cells"))
    parser.add_argument("--workbooks", type=Path, default=WORKBOOKS)
    parser.add_argument("--count", type=int, default=134)
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--each", type=int, default=8)
    given = parser.parse_args()
    if given.what == "speed":
        speed(given.workbooks, given.count)
    else:
        cells(given.workbooks, given.runs, given.each)


if __name__ == "__main__":
    main()
