"""Errors planted in copies of published workbooks are found, and named: of each kind one, by what is inside the publication alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.findings.audit.conftest import WORKBOOKS

from habeas.findings.audit import Audit, AuditFinding, audit

NAME = "20240301110420-FY24_detentionStats02292024.xlsx"
EARLIER = "20240216025958-FY24_detentionStats02152024.xlsx"
TODAY = date(2026, 11, 24)


def audited(folder: Path, *edits: Callable[[Workbook], None]) -> Audit:
    """Audit a copy of a workbook with errors planted in it, and nothing else."""
    book = openpyxl.load_workbook(WORKBOOKS / NAME, data_only=True)
    for edit in edits:
        edit(book)
    book.save(folder / NAME)
    return audit([folder / NAME], today=TODAY)


def put(sheet: str, cell: str, value: float | str | None) -> Callable[[Workbook], None]:
    """Return an edit that puts a value into a cell."""
    return lambda book: book[sheet].__setitem__(cell, value)


def line(sheet: Worksheet, number: int) -> list[Any]:
    """Return the values of a line."""
    return [sheet.cell(number, column).value for column in range(1, 28)]


def shift_facility(book: Workbook) -> None:
    """Move the figures of one facility a column to the right."""
    sheet = book["Facilities FY24"]
    for column in range(27, 9, -1):
        sheet.cell(30, column).value = sheet.cell(30, column - 1).value
    sheet.cell(30, 9).value = None


def repeat_facility(book: Workbook) -> None:
    """Write one facility over the next."""
    sheet = book["Facilities FY24"]
    for column, value in enumerate(line(sheet, 45), 1):
        sheet.cell(46, column).value = value


def swap_codes(book: Workbook) -> None:
    """Put the postal code of a facility under the state and the state under the postal code."""
    sheet = book["Facilities FY24"]
    sheet["D33"].value, sheet["E33"].value = sheet["E33"].value, sheet["D33"].value


def shift_month(book: Workbook) -> None:
    """Move the line of convicted persons whom ICE arrested a month to the right."""
    sheet = book["Detention FY24"]
    for column in range(8, 2, -1):
        sheet.cell(96, column).value = sheet.cell(96, column - 1).value
    sheet.cell(96, 2).value = None


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """Return the audit of one copy with an error of each kind, each in a table of its own."""
    return audited(
        tmp_path_factory.mktemp("many"),
        put("Detention FY24", "C10", 17402),  # a total of persons held by processing disposition
        put("Facilities FY24", "J20", 31.71),  # an average of a facility, of 176.669
        put("Facilities FY24", "J25", 5000.0),  # an average that is whole, and not what the other columns add up to
        put("ATD FY24 YTD", "B55", 700),  # a part
        put("Monthly Bond Statistics", "E6", 0.211),  # a share
        put("Monthly Bond Statistics", "G4", -12),  # a count below nothing
        shift_facility,
        repeat_facility,
        swap_codes,
        shift_month,
    )


def of(made: Audit, check: str) -> list[AuditFinding]:
    """Return the findings of a check."""
    return [one for one in made.findings if one.check == check]


def rests_on(one: AuditFinding, spot: str, first: bool = True) -> bool:
    """Whether a finding rests on a cell, or doubts it first."""
    places = [f"{cell.sheet}!{cell.column}{cell.line}" for cell in one.cells]
    return places[0] == spot if first else spot in places


def test_the_workbook_itself_has_one_thing_only(tmp_path: Path) -> None:
    """A copy without an error, written anew, has what the publisher did: an average of averages, of a quarter of 2022."""
    found = audited(tmp_path).findings
    assert [(one.check, one.gravity) for one in found] == [("consecutive-days-by-reason", "warning")]
    assert "the mean of its parts as if each were as large" in found[0].text("en")


def test_a_wrong_total_is_named(many: Audit) -> None:
    """The total is in two sums; it is doubted first, with the figure that would fit."""
    found = [one for one in many.findings if rests_on(one, "Detention FY24!C10")]
    assert found
    assert found[0].gravity == "error"
    assert "would fit" in found[0].text("en")


def test_a_wrong_average_is_named_with_what_was_there(many: Audit) -> None:
    """Two sums say what the average of a facility's classification level was: what stood in the cell before."""
    found = [one for one in many.findings if rests_on(one, "Facilities FY24!J20")]
    assert found
    assert "176.669 would fit" in found[0].text("en")


def test_an_average_that_is_whole_and_too_much_is_found(many: Audit) -> None:
    """What a facility holds by classification, by sex and by threat level is the same; where it is not, its part is doubted."""
    found = [one for one in many.findings if rests_on(one, "Facilities FY24!J25", first=False)]
    assert [one.gravity for one in found if "facility-levels" in one.check] == ["error"]


def test_a_wrong_part_is_named(many: Audit) -> None:
    """A count of one area breaks sums over areas and over technologies."""
    assert any(rests_on(one, "ATD FY24 YTD!B55") for one in many.findings)


def test_a_wrong_share_is_named(many: Audit) -> None:
    """The counts beside a share say what it is."""
    found = of(many, "share-with-bond")
    assert any(rests_on(one, "Monthly Bond Statistics!E6") for one in found)


def test_what_cannot_be_is_named(many: Audit) -> None:
    """No count is below 0."""
    assert [one.cells[0].place for one in of(many, "not-negative")] == [f"{NAME}, Monthly Bond Statistics!G4"]


def test_a_shifted_line_is_named(many: Audit) -> None:
    """Put back by a column, what does not add up adds up: of a facility, and of a line of months."""
    found = of(many, "shifted")
    assert {cell.line for one in found for cell in one.cells} == {30, 96}
    assert all("one column too far to the right" in one.text("en") for one in found)


def test_a_facility_given_twice_is_named(many: Audit) -> None:
    """One line written over the next is the same place twice."""
    found = of(many, "facility-twice")
    assert [{cell.line for cell in one.cells} for one in found] == [{45, 46}]


def test_texts_under_the_wrong_header_are_named(many: Audit) -> None:
    """No state is five digits, and no postal code two letters."""
    assert rests_on(of(many, "state")[0], "Facilities FY24!D33")
    assert rests_on(of(many, "postal-code")[0], "Facilities FY24!E33")


def test_every_finding_is_said_in_both_languages(many: Audit) -> None:
    """No sentence lacks a value, and English and Spanish differ."""
    for one in many.findings:
        assert one.text("en") != one.text("es")
        assert "{" not in one.text("en") + one.text("es")
        assert one.cells
        assert one.publication == NAME


def test_a_wrong_stamp_is_named(tmp_path: Path) -> None:
    """Moved back by two weeks, the stamp is not of the days that the averages count."""

    def stamp(book: Workbook) -> None:
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and "02/20/2024" in cell.value:
                        cell.value = cell.value.replace("02/20/2024", "02/05/2024")

    found = of(audited(tmp_path, stamp), "stamp-of-facilities")
    assert [one.gravity for one in found] == ["warning"]
    assert "19 February 2024" in found[0].text("en")


def test_figures_of_another_issue_are_named(tmp_path: Path) -> None:
    """Half a sheet pasted from the publication before is an average over other days."""
    other = openpyxl.load_workbook(WORKBOOKS / EARLIER, data_only=True)["Facilities FY24"]

    def paste(book: Workbook) -> None:
        sheet = book["Facilities FY24"]
        for number in range(8, 70):
            for column in range(10, 23):
                sheet.cell(number, column).value = other.cell(number, column).value

    found = of(audited(tmp_path, paste), "stamp-of-facilities")
    assert len(found) == 1
    assert "127 days" in found[0].text("en")
    assert "142 days" in found[0].text("en")


def test_a_table_that_stops_is_named(tmp_path: Path) -> None:
    """With half of the areas and of the facilities gone, what is left does not add up to what is told of all."""

    def cut(book: Workbook) -> None:
        book["ATD FY24 YTD"].delete_rows(90, 100)
        book["Facilities FY24"].delete_rows(70, 60)

    made = audited(tmp_path, cut)
    assert any(one.check == "facilities-and-all" and "may be missing" in one.text("en") for one in made.findings)
    assert any("monitored" in one.check and "may be missing" in one.text("en") for one in made.findings)


def test_a_workbook_of_a_year_to_come_is_named() -> None:
    """Read in 2023, a workbook of 2024 speaks of days that have not come."""
    found = of(audit([WORKBOOKS / NAME], today=date(2023, 3, 1)), "to-come")
    assert [one.gravity for one in found] == ["error"]
