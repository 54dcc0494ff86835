"""Statistics among the records: workbooks are recognised by what they hold, and become one table with its problems and accounts."""

from __future__ import annotations

import gzip
import json
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from tests.records.statistics_files import DATA, workbook

from habeas import words
from habeas.records import Outcome, Reading, read_records
from habeas.records.statistics.reader import SCHEMA

NAMES = (
    "FY19-detentionstats.xlsx",
    "20240514055812-FY24_detentionStats05132024.xlsx",
    "FY26_detentionStats_02122026.xlsx",
)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Read three workbooks of three editions together."""
    return read_records([DATA / "workbooks" / name for name in NAMES], tmp_path_factory.mktemp("read"))


@pytest.fixture(scope="module")
def reading(outcome: Outcome) -> Reading:
    """Return the one reading of them."""
    (one,) = outcome.readings
    return one


def ask(path: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as engine:
        return engine.execute(query, [str(path)]).fetchall()


def test_workbooks_of_all_years_are_one_reading(outcome: Outcome, reading: Reading) -> None:
    """A long table of figures, whatever the year; the editions are named, and the last stamp is how far it reaches."""
    assert outcome.problems == ()
    assert (reading.kind, reading.reader, reading.generation) == (
        "figures",
        "ice-detention-statistics",
        "FY2019, FY2024, FY2026",
    )
    assert reading.until is not None
    assert (reading.until.moment, reading.until.ground) == (datetime(2026, 2, 5), "stated")
    assert reading.unknown_columns == {}


def test_rows_are_numbered_and_accounted_for(reading: Reading) -> None:
    """Figures in the table are those of the accounts, and cells set aside those of the problems."""
    assert reading.rows == reading.used + reading.set_aside
    assert ask(reading.table, "SELECT count(*), count(DISTINCT row), min(row), max(row) FROM read_parquet(?)") == [
        (reading.used, reading.used, 0, reading.used - 1)
    ]
    assert ask(reading.problems, "SELECT sum(n) FROM read_parquet(?) WHERE gravity = 'error'") == [(reading.set_aside,)]
    sheets = [(name, sheet.name) for name in NAMES for sheet in workbook(name).sheets]
    assert [(one.file, one.sheet) for one in reading.accounts] == sheets


def test_the_table_has_its_columns(reading: Reading) -> None:
    """Every figure keeps file, sheet, line and column, its text, and its labels as JSON."""
    with duckdb.connect() as engine:
        names = [
            row[0] for row in engine.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(reading.table)]).fetchall()
        ]
    assert names == ["row", *SCHEMA]
    query = """
        SELECT sheet, line, "column", publication, fiscal_year, pulled, value, text, labels, month, first_day, last_day, partial
        FROM read_parquet(?) WHERE "table" = 'book-ins-by-agency' AND publication = 'FY2026' AND "column" = 'N' AND line = 20"""
    (found,) = ask(reading.table, query)
    assert found[:8] == ("Detention FY26", 20, "N", "FY2026", 2026, date(2026, 2, 5), 7940.0, "7940")
    assert json.loads(found[8]) == {"agency": "total"}
    assert found[9:] == (date(2026, 2, 1), date(2026, 2, 1), date(2026, 2, 7), True)


def test_a_hidden_sheet_is_marked(reading: Reading) -> None:
    """A sheet that the publisher hid is read, and told apart by a column."""
    query = "SELECT DISTINCT sheet FROM read_parquet(?) WHERE hidden"
    assert ask(reading.table, query) == [("Sheet1",)]


def test_every_problem_has_words(reading: Reading) -> None:
    """Each problem can be said in both languages, with what was found."""
    rows = ask(reading.problems, 'SELECT key, found, expected, n, "values", file, sheet FROM read_parquet(?)')
    assert rows
    for key, found, expected, n, values, file, sheet in rows:
        given = {
            "found": found or "",
            "expected": expected or "",
            "n": n,
            "sheet": sheet or file,
            **json.loads(values or "{}"),
        }
        for lang in words.LANGUAGES:
            assert words.text(key, lang, **given)


def test_reading_twice_gives_the_same_bytes(reading: Reading, tmp_path: Path) -> None:
    """The table is a function of the files."""
    again = read_records([DATA / "workbooks" / name for name in NAMES], tmp_path).readings[0]
    assert again.table.read_bytes() == reading.table.read_bytes()
    assert again.problems.read_bytes() == reading.problems.read_bytes()


def test_a_packed_workbook_is_read(tmp_path: Path) -> None:
    """A workbook inside gzip is the same workbook."""
    packed = tmp_path / f"{NAMES[0]}.gz"
    with (DATA / "workbooks" / NAMES[0]).open("rb") as source, gzip.open(packed, "wb") as target:
        shutil.copyfileobj(source, target)
    (one,) = read_records([packed], tmp_path / "to").readings
    assert one.used == workbook(NAMES[0]).figures


def test_a_workbook_of_something_else_is_left_to_others(tmp_path: Path) -> None:
    """One known title is no workbook of statistics; the file is a problem, not a table of nonsense."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "ICE Removals: FY2024"
    sheet["A2"] = "Somebody"
    sheet["B2"] = "Else"
    book.save(tmp_path / "other.xlsx")
    outcome = read_records([tmp_path / "other.xlsx"], tmp_path / "to")
    assert outcome.readings == ()
    assert outcome.unread
