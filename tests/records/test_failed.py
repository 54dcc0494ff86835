"""Cells and columns that hide something: formulas without a value, names that stand for something else, many workbooks at once."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from habeas.custody import Custody
from habeas.records import Outcome, Reading, opening, read_records
from habeas.records.failed import Place, _blocks, failed_formulas, is_failed

TITLES = (
    "Stay Book In Date Time",
    "Detention Book In Date Time",
    "Detention Book Out Date Time",
    "Stay Book Out Date Time",
    "Detention Facility Code",
    "Gender",
    "Birth Year",
    "Detention Release Reason",
    "Anonymized Unique Identifier",
)
ROW = (
    "2025-03-15 20:41",
    "2025-03-15 20:41",
    "2025-03-16 01:00",
    "2025-03-16 01:00",
    "AAA",
    "Male",
    "1987",
    "Removed",
    "a1b2",
)


def workbook(path: Path, cells: dict[str, str], rows: int = 2) -> Path:
    """Write a workbook of stints; ``cells`` are replaced, a formula among them without a value."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(TITLES)
    for number in range(rows):
        sheet.append([*ROW[:-1], f"a1b{number}"])
    for place, text in cells.items():
        sheet[place] = text
    book.save(path)
    return path


def failing(path: Path, cells: dict[str, str], to: Path) -> Path:
    """Copy a workbook with the value that a program stored for each failed formula."""
    with ZipFile(path) as given, ZipFile(to, "w") as made:
        for name in given.namelist():
            part = given.read(name)
            if name.endswith("sheet1.xml"):
                for place, error in cells.items():
                    start = part.index(f'<c r="{place}"'.encode())
                    end = part.index(b"</c>", start) + 4
                    part = part[:start] + f'<c r="{place}" t="e"><f>A1</f><v>{error}</v></c>'.encode() + part[end:]
            made.writestr(name, part)
    return to


def read(paths: list[Path], to: Path) -> Outcome:
    return read_records(paths, to, today=date(2026, 6, 1))


def ask(reading: Reading, columns: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as engine:
        return engine.execute(f"SELECT {columns} FROM read_parquet(?) ORDER BY line", [str(reading.table)]).fetchall()  # noqa: S608


def told(reading: Reading) -> list[tuple[Any, ...]]:
    with duckdb.connect() as engine:
        query = (
            'SELECT key, line, "column", found FROM read_parquet(?) WHERE gravity <> \'note\' ORDER BY line, "column"'
        )
        return engine.execute(query, [str(reading.problems)]).fetchall()


def test_a_formula_that_was_never_computed_is_a_problem_and_not_an_empty_cell(tmp_path: Path) -> None:
    """The end of a stint that a formula would have given is unknown; the row says so and is not one of somebody still held."""
    path = workbook(tmp_path / "a.xlsx", {"C2": "=B2+1"})
    (reading,) = read([path], tmp_path / "out").readings
    assert told(reading) == [("records.value-unreadable", 2, "Detention Book Out Date Time", "=B2+1")]
    assert ask(reading, "stint_out IS NULL, unread") == [(True, "stint_out"), (False, None)]
    assert reading.until is not None
    with Custody(reading.table, reading.until.moment) as custody:
        assert custody.totals().open_stints == 0


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!", "#VALUE!"])
def test_a_formula_that_failed_is_a_problem_of_its_cell(tmp_path: Path, error: str) -> None:
    """Moments, choices and texts whose formula failed are blank and told, each with what stood there."""
    path = workbook(tmp_path / "a.xlsx", {"C2": "=A1", "F2": "=A1", "H3": "=A1"})
    path = failing(path, {"C2": error, "F2": error, "H3": error}, tmp_path / "b.xlsx")
    (reading,) = read([path], tmp_path / "out").readings
    assert [(line, column, found) for _, line, column, found in told(reading)] == [
        (2, "Detention Book Out Date Time", f"={error}"),
        (2, "Gender", f"={error}"),
        (3, "Detention Release Reason", f"={error}"),
    ]
    assert ask(reading, "sex, release_reason") == [(None, "Removed"), ("male", None)]


def test_a_row_whose_beginning_was_not_computed_is_set_aside(tmp_path: Path) -> None:
    """Rows in = used + set aside, also where a formula failed in what a row needs."""
    path = workbook(tmp_path / "a.xlsx", {"B3": "=NOW()", "A3": "=NOW()"})
    (reading,) = read([path], tmp_path / "out").readings
    assert (reading.rows, reading.used, reading.set_aside) == (2, 1, 1)


def test_a_text_that_looks_like_a_formula_is_a_text_where_no_formula_failed(tmp_path: Path) -> None:
    """A sound workbook is read as it is."""
    path = workbook(tmp_path / "a.xlsx", {})
    (reading,) = read([path], tmp_path / "out").readings
    assert told(reading) == []
    assert failed_formulas(path) == {}


def test_failed_cells_are_found_wherever_blocks_end() -> None:
    """Blocks end with whole rows, whatever the size of what is read at once; nothing is lost between two."""

    class Slowly:
        """Gives a few bytes at a time."""

        def __init__(self, text: bytes, step: int) -> None:
            self.text, self.step, self.at = text, step, 0

        def read(self, _: int) -> bytes:
            self.at += self.step
            return self.text[self.at - self.step : self.at]

    text = b"<sheetData>" + b"".join(b'<row r="%d"><c r="A%d"/></row>' % (n, n) for n in range(1, 9)) + b"</sheetData>"
    for step in (1, 7, 31, 64, 5000):
        part: Any = Slowly(text, step)
        blocks = list(_blocks(part))
        assert b"".join(blocks) == text
        assert all(block.count(b"<c") == block.count(b"/></row") or block.endswith(b"/>") for block in blocks)


def test_a_place_is_named_as_a_spreadsheet_names_it() -> None:
    """Column 0 is A, 26 is AA; "=" alone failed at nothing."""
    assert [Place(1, n).letters for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert is_failed("#N/A")
    assert not is_failed("=")


@pytest.mark.parametrize("name", ["line", "Line", "file_row_number", "row", "file"])
def test_a_parquet_may_have_columns_that_are_called_as_ours(tmp_path: Path, name: str) -> None:
    """A column with the name of a row's number is one nobody knows; the rows keep their lines."""
    cells = {title: [text, text] for title, text in zip(TITLES, ROW, strict=True)}
    pq.write_table(pa.table({**cells, name: [700, 800]}), tmp_path / "a.parquet")
    (reading,) = read([tmp_path / "a.parquet"], tmp_path / "out").readings
    assert (reading.rows, reading.used) == (2, 2)
    assert ask(reading, "line") == [(1,), (2,)]
    assert list(reading.unknown_columns.values()) == [(name,)]


def test_workbooks_opened_two_at_a_time_give_what_one_at_a_time_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order of files and the bytes of the tables do not depend on how many are opened at once."""
    paths = [workbook(tmp_path / f"{n}.xlsx", {}, rows=n + 1) for n in range(5)]
    tables = []
    for workers in (1, 2):
        monkeypatch.setattr(opening, "_workers", lambda _, n=workers: n)
        readings = read(paths, tmp_path / f"out{workers}").readings
        assert [one.rows for one in readings] == [1, 2, 3, 4, 5]
        tables.append([one.table.read_bytes() for one in readings])
    assert tables[0] == tables[1]


def test_two_are_opened_at_once_only_where_memory_holds_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With little memory, one processor or one workbook, one at a time."""
    paths = [workbook(tmp_path / f"{n}.xlsx", {}) for n in range(2)]
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(opening, "_memory", lambda: 10**12)
    assert opening._workers(paths) == 2
    assert opening._workers(paths[:1]) == 1
    assert opening._workers([paths[0], tmp_path / "none.csv"]) == 1
    monkeypatch.setattr(opening, "_memory", lambda: 1000)
    assert opening._workers(paths) == 1
    monkeypatch.setattr(opening, "_memory", lambda: 10**12)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert opening._workers(paths) == 1


def test_the_machine_may_not_say_how_much_memory_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then it is taken for none, and files are opened one by one."""

    def silent(_: str) -> int:
        raise ValueError

    assert opening._memory() > 0
    monkeypatch.setattr(os, "sysconf", silent)
    assert opening._memory() == 0


def test_opening_is_a_stage_of_its_own(tmp_path: Path) -> None:
    """A progress that can tell stages apart hears how many files are opened, then how many rows are read."""

    class Told:
        """Remembers what it is told."""

        def __init__(self) -> None:
            self.heard: list[object] = []

        def stage(self, name: str) -> None:
            self.heard.append(name)

        def __call__(self, done: int, total: int) -> None:
            self.heard.append((done, total))

    progress = Told()
    paths = [workbook(tmp_path / f"{n}.xlsx", {}) for n in range(2)]
    read_records(paths, tmp_path / "out", progress=progress)
    assert progress.heard[:4] == ["opening-files", (1, 2), (2, 2), "reading-records"]
    assert progress.heard[-1] == (6, 6)
