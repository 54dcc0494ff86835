"""The published workbooks held against each other: what is found stands in their cells, and an error typed into a copy is found."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from tests.findings.audit.conftest import DATA, WORKBOOKS

from habeas.findings.audit import AuditFinding, Publications
from habeas.findings.audit.intervals import charted, intervals
from habeas.findings.audit.run import CHECKS, _function
from habeas.findings.audit.series import built_in
from habeas.records import Reading, read_records

ACROSS = [place for place in CHECKS if ".across_" in place]
ICE = next(one for one in built_in() if one.name == "ice-detention-statistics")
SPRING = [
    "20240202132107-FY24_detentionStats02012024.xlsx",
    "20240216025958-FY24_detentionStats02152024.xlsx",
    "20240301110420-FY24_detentionStats02292024.xlsx",
    "20240315041043-FY24_detentionStats03142024.xlsx",
    "20240330001816-FY24_detentionStats03292024.xlsx",
]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """Return the 39 workbooks, read once."""
    return read_records(sorted(WORKBOOKS.glob("*.xlsx")), tmp_path_factory.mktemp("read")).readings[0]


@pytest.fixture(scope="module")
def publications(read: Reading) -> Iterator[Publications]:
    """Return the publications of the 39 workbooks."""
    with Publications([read]) as made:
        yield made


@pytest.fixture(scope="module")
def found(publications: Publications) -> list[AuditFinding]:
    """Return all that the checks across publications find in the 39 workbooks."""
    return [one for place in ACROSS for one in _function(place)(publications, ICE)]


def _short(one: AuditFinding) -> str:
    return one.publication[:8] if one.publication[0].isdigit() else one.publication[:4]


def test_the_errors_of_the_39_workbooks(found: list[AuditFinding]) -> None:
    """Five things cannot be true of two publications at once: bed-days lost three times, removals, and a year set to 0."""
    errors = {
        (_short(one), one.check, str(one.values.get("subject", one.values.get("label", "")))[:9])
        for one in found
        if one.gravity == "error"
    }
    assert errors == {
        ("20220525", "bed-days-facilities", "MOSHANNON"),
        ("20220217", "bed-days-facilities", "EAST HIDA"),
        ("20230317", "bed-days-facilities", "EAST HIDA"),
        ("20230722", "removals-grow", "Removals "),
        ("FY26", "emptied", "Total ICE"),
    }


def test_how_much_is_found_in_the_39_workbooks(found: list[AuditFinding]) -> None:
    """A person can read it all: some hundred and forty findings, of which half are notes on places."""
    told = Counter(one.gravity for one in found)
    assert told["error"] == 5
    assert 60 <= told["warning"] <= 85
    assert 50 <= told["note"] <= 75
    assert all(one.cells for one in found)


def test_what_is_remarkable_is_found(found: list[AuditFinding]) -> None:
    """The list that was not renewed, the rounded one, the stamp left standing, and the arrests of citizens that went from 255 to 3."""
    told = {(_short(one), one.check) for one in found}
    assert {
        ("20240607", "table-repeated"), ("20240119", "rounded"), ("20240607", "stamp"), ("20210415", "places"), ("20240301", "places-changed"),
    } <= told  # fmt: skip
    citizens = next(one for one in found if _short(one) == "20220618" and one.check == "revised-beyond-usual")
    assert "citizens" in citizens.text("en")
    assert (citizens.values["before"], citizens.values["found"]) == (255, 3)


def test_each_finding_says_itself_in_both_languages(found: list[AuditFinding]) -> None:
    """No sentence has a place left open, and the languages differ."""
    for one in found:
        english, spanish = one.text("en"), one.text("es")
        assert english != spanish
        assert not re.search(r"[{}]|None|nan|Decimal|inf", english + spanish)


def test_cells_hold_what_is_said_of_them(found: list[AuditFinding]) -> None:
    """Cells named by errors and warnings hold, in the workbook, the text that the finding shows."""
    wanted = [cell for one in found if one.gravity != "note" for cell in one.cells if cell.line is not None]
    held = 0
    for file in (
        "FY22-detentionStats.xlsx",
        "20220525005322-FY22_detentionStats05242022.xlsx",
        "FY26_detentionStats_02122026.xlsx",
    ):
        book = openpyxl.load_workbook(WORKBOOKS / file, data_only=True)
        for cell in wanted:
            if cell.file == file and cell.sheet:
                shown = book[cell.sheet][f"{cell.column}{cell.line}"].value
                assert _same(shown, cell.found)
                held += 1
    assert held >= 30


def _same(shown: Any, found: str) -> bool:
    try:
        return abs(float(shown) - float(found.rstrip("%"))) < 1e-6 * max(abs(float(shown)), 1)
    except (TypeError, ValueError):
        return str(shown).strip() == found.strip()


def test_interval_averages_stand_to_the_census_as_one_number(publications: Publications) -> None:
    """From the released records, persons at midnight were held in 99 of 100 as many in each interval of fiscal year 2024.

    The ratio of the interval averages to the census of midnights moves within one in a hundred, over fourteen intervals: what is
    derived from rounded-looking averages is what was held between two publications. Persons at any moment of the day are more.
    """
    line = charted(intervals(publications, ICE), "bed-days-national", agency="total", criminality="total")
    census = DATA / "ice-census" / "facility_day_population_2022-10_2026-03.parquet"
    ratios, moments = [], []
    with duckdb.connect() as database:
        for one in line:
            if one.year != 2024:
                continue
            assert one.exact
            midnight, moment = database.execute(
                f"SELECT sum(n_detained_at_midnight) / $days, sum(n_detained) / $days FROM read_parquet('{census}') WHERE date BETWEEN $first AND $last",  # noqa: S608 - a path of our own
                {"days": one.days_low, "first": one.first_day, "last": one.last_day},
            ).fetchone() or (0, 0)
            ratios.append(one.average_low / midnight)
            moments.append(one.average_low / moment)
    assert len(ratios) == 14
    assert 1.011 < min(ratios) <= max(ratios) < 1.017
    assert max(moments) < 0.99


def test_intervals_of_the_sheets_are_consecutive(publications: Publications) -> None:
    """Exact intervals of a year touch each other: none overlaps, and no day is left out."""
    for year in (2022, 2024):
        line = [
            one
            for one in charted(intervals(publications, ICE), "bed-days-national", agency="total", criminality="total")
            if one.year == year
        ]
        assert [one.first_day for one in line[1:]] == [one.last_day + timedelta(days=1) for one in line[:-1]]


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[str, str, str, Any], list[AuditFinding]]:
    """Return what copies five workbooks of spring 2024, types a value into a cell of one, and audits them."""

    def edit(file: str, sheet: str, cell: str, value: Any) -> list[AuditFinding]:
        folder = tmp_path / "books"
        folder.mkdir()
        for name in SPRING:
            shutil.copy(WORKBOOKS / name, folder / name)
        book = openpyxl.load_workbook(folder / file)
        at = book[next(name for name in book.sheetnames if name.strip() == sheet)][cell]
        at.value = value(at.value) if callable(value) else value
        book.save(folder / file)
        reading = read_records(sorted(folder.iterdir()), tmp_path / "read").readings[0]
        with Publications([reading]) as made:
            return [one for place in ACROSS for one in _function(place)(made, ICE)]

    return edit


def _rests_on(found: list[AuditFinding], file: str, cell: str) -> list[str]:
    return [
        one.check
        for one in found
        if any(spot.file == file and f"{spot.column}{spot.line}" == cell for spot in one.cells)
    ]


def test_a_digit_too_many_in_a_length_of_stay_is_found(
    publications: Publications, edited: Callable[..., list[AuditFinding]]
) -> None:
    """The length of stay of one facility, ten times as long in one workbook, is out of line."""
    row = publications.rows(
        f"""SELECT sheet, "column" || line AS cell FROM figures WHERE file = '{SPRING[2]}' AND measure = 'alos' AND "table" = 'facilities'
        AND subject = 'Stewart Detention Center'"""  # noqa: S608 - names of our own
    )[0]
    found = edited(SPRING[2], row["sheet"].strip(), row["cell"], lambda value: float(value) * 10)
    assert "cell-out-of-line" in _rests_on(found, SPRING[2], row["cell"])


def test_a_fall_in_book_ins_is_found(publications: Publications, edited: Callable[..., list[AuditFinding]]) -> None:
    """Book-ins of the year to date, less in one workbook than in the one before, are an error that names both cells."""
    row = publications.rows(
        f"""SELECT sheet, "column" || line AS cell, value FROM figures WHERE file = '{SPRING[3]}' AND "table" = 'book-ins-by-agency'
        AND marks['agency'] = 'ice' AND month IS NULL"""  # noqa: S608 - names of our own
    )[0]
    found = edited(SPRING[3], row["sheet"].strip(), row["cell"], row["value"] // 2)
    assert _rests_on(found, SPRING[3], row["cell"]) == ["book-ins-grow"]


def test_the_example_of_the_documentation_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """docs/vintages.md says how to ask for intervals; said to five workbooks, it prints a line an interval."""
    (tmp_path / "workbooks").mkdir()
    for name in SPRING:
        shutil.copy(WORKBOOKS / name, tmp_path / "workbooks" / name)
    monkeypatch.chdir(tmp_path)
    text = (Path(__file__).parents[3] / "docs" / "vintages.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(compile(example, "docs/vintages.md", "exec"), {})  # noqa: S102 - our own documentation
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(SPRING)
    assert lines[1].startswith("2024-01-28 2024-02-10 38388.0 38388.0 True")
