"""Workbooks as they can go wrong: clear problems with file, sheet and cell, and every other figure used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook as Book
from tests.records.statistics_files import DATA, workbook

from habeas.errors import InputError
from habeas.records.statistics import Figure, Place, Workbook, read_workbook

NAME = "20220111045516-FY22_detentionStats01102022.xlsx"
DETENTION, FACILITIES = "Detention FY22", "Facilities FY22"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shorten a published workbook: no sheets of alternatives and footnotes, and ten facilities."""
    book = openpyxl.load_workbook(DATA / "workbooks" / NAME, data_only=True)
    for one in book.sheetnames:
        if one.startswith(("ATD", "Footnotes")):
            del book[one]
    book[FACILITIES].delete_rows(18, 200)
    path = tmp_path_factory.mktemp("statistics") / NAME
    book.save(path)
    return path


@pytest.fixture
def altered(original: Path, tmp_path: Path) -> Callable[[Callable[[Book], None]], Workbook]:
    """Change the workbook and read it."""

    def change(how: Callable[[Book], None]) -> Workbook:
        book = openpyxl.load_workbook(original)
        how(book)
        path = tmp_path / NAME
        book.save(path)
        return read_workbook(path)

    return change


Altered = Callable[[Callable[[Book], None]], Workbook]


def told(book: Workbook, gravity: str = "error") -> list[tuple[str, str, str | None]]:
    """Return the problems of a workbook: key, sheet and cell."""
    return [
        (
            one.key.removeprefix("records.statistics-"),
            sheet.name,
            f"{one.place.letters}{one.place.line}" if one.place else None,
        )
        for sheet in book.sheets
        for one in sheet.doubts
        if one.gravity == gravity
    ]


def content(book: Workbook, *without: str) -> list[Figure]:
    """Return the figures of all tables but some."""
    return [one for sheet in book.sheets for one in sheet.figures if one.table not in without]


def test_the_shortened_original_has_no_errors(original: Path) -> None:
    """What the tests below find is of their own making, and the shortened copy reads as the published file does."""
    book = read_workbook(original)
    assert told(book) == []
    assert numbers(book) == numbers(workbook(NAME))


def numbers(book: Workbook) -> set[tuple[Place, float | None]]:
    """Return the cells of the sheet of detention with their numbers, to twelve digits: the copy does not keep more."""
    figures = (one for sheet in book.sheets if sheet.name == DETENTION for one in sheet.figures)
    return {(one.place, None if one.value is None else float(f"{one.value:.12g}")) for one in figures}


def test_a_renamed_sheet_is_read_by_what_it_holds(original: Path, altered: Altered) -> None:
    """Sheets have any name: the figures are the same."""

    def rename(book: Book) -> None:
        for number, sheet in enumerate(book.worksheets):
            sheet.title = f"Tabelle{number}"

    changed = altered(rename)
    assert told(changed) == []
    assert content(changed) == content(read_workbook(original))


def test_a_header_that_moved_is_found_by_its_words(original: Path, altered: Altered) -> None:
    """Columns in another order, and a header two lines lower, change no figure but its place."""

    def swap(book: Book) -> None:
        sheet = book[FACILITIES]
        for line in range(7, 18):
            one, two = sheet.cell(line, 10), sheet.cell(line, 13)
            one.value, two.value = two.value, one.value

    def values(book: Workbook) -> set[tuple[str | None, str, float | None]]:
        return {
            (one.subject, f"{one.measure}{sorted(one.labels.items())}", one.value)
            for one in content(book)
            if one.table == "facilities"
        }

    changed = altered(swap)
    assert told(changed) == []
    assert values(changed) == values(read_workbook(original))

    def lower(book: Book) -> None:
        sheet = book[DETENTION]
        merged = [str(one) for one in sheet.merged_cells.ranges]
        for one in merged:
            sheet.unmerge_cells(one)
        sheet.insert_rows(9, 2)

    changed = altered(lower)
    # Figures of book-outs by facility type stand under a header that was merged over them, and now is not.
    assert told(changed) == [("cell-unknown", DETENTION, f"L{line}") for line in (31, 32, 33)]
    assert len(content(changed)) == len(content(read_workbook(original), "book-outs-by-facility-type"))


def test_a_table_without_its_header_is_set_aside_whole(original: Path, altered: Altered) -> None:
    """The table says so once, with its title and cell; the table beside it and all others are used."""

    def blank(book: Book) -> None:
        for column in range(1, 7):
            book[DETENTION].cell(19, column).value = None

    changed = altered(blank)
    assert told(changed) == [("no-header", DETENTION, "A20")]
    (error,) = [one for sheet in changed.sheets for one in sheet.doubts if one.gravity == "error"]
    assert error.n == 24
    assert "criminality and arresting agency" in error.values["title"]
    assert content(changed) == content(read_workbook(original), "currently-detained-by-criminality")


def test_a_title_that_is_merged_and_broken_is_the_title(original: Path, altered: Altered) -> None:
    """Capitals, breaks and more merged cells in a title change nothing."""

    def dress(book: Book) -> None:
        sheet = book[DETENTION]
        for one in [str(one) for one in sheet.merged_cells.ranges if "A18" in str(one)]:
            sheet.unmerge_cells(one)
        sheet["A18"] = "  ICE CURRENTLY DETAINED\nby Criminality  and Arresting Agency "
        sheet.merge_cells("A18:G18")

    assert content(altered(dress)) == content(read_workbook(original))


def test_a_word_in_place_of_a_number_is_set_aside_alone(original: Path, altered: Altered) -> None:
    """One cell is lost, with its place; its row is used. A number typed as text is read, and told."""

    def write(book: Book) -> None:
        book[DETENTION]["B21"] = "see note"
        book[DETENTION]["B22"] = "1,234"
        book[FACILITIES]["J9"] = True

    changed = altered(write)
    assert told(changed) == [("not-a-number", DETENTION, "B21"), ("not-a-number", FACILITIES, "J9")]
    assert ("number-as-text", DETENTION, "B22") in told(changed, "warning")
    assert [one.value for one in content(changed) if one.repaired == "1234.0"] == [1234]
    assert len(content(changed)) == len(content(read_workbook(original))) - 2


def test_facilities_without_a_header_are_one_problem(original: Path, altered: Altered) -> None:
    """The sheet is set aside whole, told once; the other sheets are used."""

    def blank(book: Book) -> None:
        book[FACILITIES].delete_rows(7)

    changed = altered(blank)
    assert [(key, sheet) for key, sheet, _ in told(changed)] == [("sheet-unknown", FACILITIES)]
    assert content(changed) == content(read_workbook(original), "facilities")


def test_a_sheet_of_another_year_is_of_that_year(altered: Altered) -> None:
    """Its figures are used under its own fiscal year, and the workbook says so."""

    def age(book: Book) -> None:
        book[DETENTION]["A3"] = "ICE DETENTION DATA, FY2021"

    changed = altered(age)
    assert ("other-year", DETENTION, None) in told(changed, "warning")
    months = {
        one.period.month.year for one in content(changed) if one.table == "book-ins-by-agency" and one.period.month
    }
    assert months == {2020, 2021}
    assert changed.fiscal_year == 2022


def test_a_column_that_nobody_knows_is_set_aside(original: Path, altered: Altered) -> None:
    """A new column in a table or among facilities is named; the columns beside it are used."""

    def add(book: Book) -> None:
        book[DETENTION]["F19"] = "Somebody Else"
        book[FACILITIES]["K7"] = "Level Q"

    changed = altered(add)
    assert told(changed) == [("column-unknown", DETENTION, "F19"), ("column-unknown", FACILITIES, "K7")]
    assert len(content(changed)) == len(content(read_workbook(original))) - 4 - 10


def test_a_label_that_nobody_knows_is_used_as_published(original: Path, altered: Altered) -> None:
    """A new criminality keeps its own words, with a warning."""

    def name(book: Book) -> None:
        book[DETENTION]["A22"] = "Under Review"

    changed = altered(name)
    assert told(changed) == []
    assert ("label-unknown", DETENTION, "A22") in told(changed, "warning")
    assert {one.labels.get("criminality") for one in content(changed)} >= {"Under Review"}
    assert len(content(changed)) == len(content(read_workbook(original)))


def test_figures_without_a_label_are_set_aside(altered: Altered) -> None:
    """A row that lost its label counts nobody knows what."""

    def blank(book: Book) -> None:
        book[DETENTION]["A21"] = None

    assert told(altered(blank)) == [("no-label", DETENTION, "B21")]


def test_a_workbook_without_a_stamp_says_what_stays_unknown(altered: Altered) -> None:
    """Without the day of the pull, figures are used, and no day of them is made up."""

    def blank(book: Book) -> None:
        book[FACILITIES]["A6"] = None

    changed = altered(blank)
    assert changed.pulled is None
    assert "no-stamp" in {key for key, _, _ in told(changed, "warning")}
    assert {one.period.last_day for one in content(changed) if one.measure == "adp" and one.table == "facilities"} == {
        None
    }


def test_a_formula_without_its_result_is_no_empty_cell(original: Path, altered: Altered) -> None:
    """A program that does not compute leaves formulas without results: their figures are unknown, and told."""

    def formulas(book: Book) -> None:
        book[DETENTION]["B20"] = "=SUM(B21:B23)"

    changed = altered(formulas)
    assert told(changed) == []
    assert ("formula-failed", DETENTION, "B20") in told(changed, "warning")
    assert len(content(changed)) == len(content(read_workbook(original)))


def test_a_stray_cell_is_set_aside_with_its_place(altered: Altered) -> None:
    """What belongs to nothing is neither dropped nor guessed at."""

    def scribble(book: Book) -> None:
        book[DETENTION]["AB40"] = 17

    assert told(altered(scribble)) == [("cell-unknown", DETENTION, "AB40")]


def files(folder: Path) -> Iterator[Path]:
    for name, content in (
        ("text.xlsx", b"Name,Address\n1,2\n"),
        ("broken.xlsx", b"PK\x03\x04 broken"),
        ("empty.xlsx", b""),
    ):
        path = folder / name
        path.write_bytes(content)
        yield path
    yield folder / "missing.xlsx"


def test_what_is_no_workbook_is_said_to_be_none(tmp_path: Path) -> None:
    """A file that cannot be opened raises one error that names it and the way out."""
    for path in files(tmp_path):
        with pytest.raises(InputError, match=rf"{path.name} cannot be read as a workbook") as caught:
            read_workbook(path)
        assert path.name in caught.value.text("es")


# --- the sheet of time in custody, made small ---

LENGTHS: list[list[object]] = [
    ["Average In Custody Length of Stay (ICLOS)"],
    [],
    ["Population", 2023, None, None, None],
    [None, "November", None, "December", None],
    [None, "mid ", "end", "mid ", "end"],
    ["Adult Facility Individuals", 40.5, 41.5, 42.5, 0],
    ["Total", 40.5, 41.5, 42.5, 0],
]


def lengths(folder: Path, rows: list[list[object]]) -> Workbook:
    """Write the sheet of time in custody alone, and read it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    path = folder / "FY24_lengths.xlsx"
    book.save(path)
    return read_workbook(path)


def test_time_in_custody_is_read_by_three_lines_of_header(tmp_path: Path) -> None:
    """Year and month reach right from where they stand; a column of zeros alone was not filled in."""
    book = lengths(tmp_path, LENGTHS)
    found = {one.place.letters: (one.column_label, one.value) for one in content(book) if one.place.line == 6}
    assert found == {
        "B": ("2023 Nov mid", 40.5),
        "C": ("2023 Nov end", 41.5),
        "D": ("2023 Dec mid", 42.5),
        "E": ("2023 Dec end", None),
    }
    assert told(book) == []
    assert ("not-filled", "Sheet", "E5") in told(book, "warning")


def test_time_in_custody_without_its_title_is_set_aside(tmp_path: Path) -> None:
    """Nobody knows what the numbers count."""
    book = lengths(tmp_path, [["Something else"], *LENGTHS[1:]])
    assert [key for key, _, _ in told(book)] == ["no-title"]
    assert content(book) == []


def test_a_column_without_a_month_is_set_aside(tmp_path: Path) -> None:
    """Numbers of no month are not of the month before."""
    rows = [list(row) for row in LENGTHS]
    rows[3] = [None, None, None, "December", None]
    book = lengths(tmp_path, rows)
    assert ("no-month", "Sheet", "B5") in told(book, "warning")
    assert {place for _, _, place in told(book)} == {"B6", "B7", "C6", "C7"}
    assert {one.place.letters for one in content(book)} == {"D", "E"}


def test_a_population_that_nobody_knows_is_set_aside(tmp_path: Path) -> None:
    """A new group is no known one."""
    rows = [*LENGTHS[:5], ["Visitors", 1, 2, 3, 4], LENGTHS[6]]
    book = lengths(tmp_path, rows)
    assert told(book) == [("no-label", "Sheet", "A6")]


def test_a_facility_without_a_name_keeps_its_figures(original: Path, altered: Altered) -> None:
    """The numbers are used, of no facility, and told."""

    def blank(book: Book) -> None:
        book[FACILITIES]["A9"] = None

    changed = altered(blank)
    assert told(changed) == []
    assert ("no-name", FACILITIES, "B9") in told(changed, "warning")
    assert len(content(changed)) == len(content(read_workbook(original))) - 1
    assert {one.subject for one in content(changed) if one.table == "facilities" and one.place.line == 9} == {None}


def test_a_name_that_says_another_year_is_told(original: Path, tmp_path: Path) -> None:
    """The headings are used; the name of the file is only a name."""
    path = tmp_path / "FY23_detentionStats.xlsx"
    path.write_bytes(original.read_bytes())
    book = read_workbook(path)
    assert book.fiscal_year == 2022
    assert "name-year" in {key for key, _, _ in told(book, "warning")}
