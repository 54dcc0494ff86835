"""The 39 published workbooks: every filled cell is a figure, a word, or set aside, and each says when and what it counts."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from tests.records.statistics_files import NAMES, figures, filled_cells, sheet, workbook

from habeas.records.statistics.vocabulary import LONG, vocabulary

STRAY = "`"
"""A sign that somebody typed beside the sheet of segregation; it belongs to nothing."""
LAST = "20240330001816-FY24_detentionStats03292024.xlsx"
END = "FY24_detentionStats.xlsx"
DRAWN = {
    # last day of the averages on the sheets of detention and of facilities, by file; the stamp is the day after the latter in all others
    "20210113002029-FY21-detentionstats.xlsx": (None, date(2020, 12, 26)),
    "20210415122347-FY21_detention-stats_0414.xlsx": (date(2021, 4, 10), date(2021, 4, 3)),
    "20240607205454-FY24_detentionStats06062024.xlsx": (date(2024, 6, 1), date(2024, 5, 12)),
    LAST: (date(2024, 3, 23), date(2024, 3, 17)),
    END: (date(2024, 9, 30), date(2024, 9, 30)),
    "FY26_detentionStats_02122026.xlsx": (date(2026, 2, 7), date(2026, 2, 4)),
}


def test_there_are_39_workbooks() -> None:
    """The tests below are of all published workbooks at hand, FY2019 to FY2026."""
    assert len(NAMES) == 39
    assert {workbook(name).fiscal_year for name in NAMES} == set(range(2019, 2027))


@pytest.mark.parametrize("name", NAMES)
def test_every_filled_cell_is_accounted_for(name: str) -> None:
    """Figures, words and cells set aside are as many as the file's own parts have filled cells; only a stray sign is set aside."""
    book = workbook(name)
    accounts = [one.account for one in book.sheets]
    assert sum(one.cells for one in accounts) == filled_cells(name)
    errors = [(doubt.found, doubt.n) for one in book.sheets for doubt in one.doubts if doubt.gravity == "error"]
    assert sum(one.set_aside for one in accounts) == sum(n for _, n in errors)
    assert all(found == STRAY for found, _ in errors)
    for one in book.sheets:
        places = [figure.place for figure in one.figures]
        assert len(set(places)) == len(places) == one.account.figures


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_says_what_it_counts(name: str) -> None:
    """A figure has a measure and a unit; one that is no text has a value, a mark, or a reason to be unknown."""
    for one in workbook(name).sheets:
        for figure in one.figures:
            assert figure.measure
            assert figure.unit in {"persons", "days", "share", "usd", "placements", "beds", "text"}
            assert figure.text.strip()
            if figure.unit != "text" and figure.value is None:
                empty = figure.text in {"0", "-", "N/A", "*", "**", "***", "#N/A"}
                assert empty, (one.name, figure)
            if figure.period.first_day and figure.period.last_day:
                assert figure.period.first_day <= figure.period.last_day


@pytest.mark.parametrize("name", NAMES)
def test_totals_are_the_sums_of_their_parts(name: str) -> None:
    """Rows of persons by criminality and by disposition add up to the published total: no cell is under a wrong label."""
    book = workbook(name)
    for table, dimension, other in (
        ("currently-detained-by-criminality", "criminality", "agency"),
        ("currently-detained-by-disposition", "disposition", "facility_type"),
        ("book-ins-by-facility-type-criminality", "criminality", "facility_type"),
    ):
        sums: Counter[str] = Counter()
        totals: Counter[str] = Counter()
        for one in figures(book, table):
            if one.measure != "share" and one.value is not None:
                sums[one.labels[other]] += int(one.value) if one.labels[dimension] != "total" else 0
                totals[one.labels[other]] += int(one.value) if one.labels[dimension] == "total" else 0
        assert totals
        assert sums == totals


def test_tables_side_by_side_are_told_apart() -> None:
    """Book-ins stand to the right of those held, three tables stand in one band, and each figure is under its own title."""
    book = workbook(END)
    (total,) = [
        one
        for one in figures(book, "book-ins-by-agency")
        if one.labels["agency"] == "total" and one.period.month is None
    ]
    assert (total.place.letters, total.place.line, total.value) == ("V", 20, 277_913)
    assert [one.value for one in figures(book, "removals")] == [271_484, 49_435]
    assert [one.value for one in figures(book, "book-outs-by-facility-type")] == [268_480, 268_480]
    assert {one.place.letters for one in figures(book, "currently-detained-by-criminality")} == set("BCDEF")


def test_a_value_stands_under_a_header_merged_over_it() -> None:
    """Where the header "Total" is merged over J to L, figures in L are under it."""
    found = figures(workbook("20220111045516-FY22_detentionStats01102022.xlsx"), "book-outs-by-facility-type")
    assert [(one.place.letters, one.value) for one in found] == [("L", 84_026), ("L", 22_094), ("L", 61_932)]


def test_labels_of_groups_reach_the_lines_below_them() -> None:
    """A reason, an agency or an area stands once; the lines under it are its parts."""
    book = workbook(END)
    reasons = {one.labels["release_reason"] for one in figures(book, "book-outs-by-reason")}
    assert len(reasons) == 13  # of 13 known reasons one was not used in FY2024; the total
    bonded = [
        one.value
        for one in figures(book, "book-outs-by-reason")
        if one.labels == {"release_reason": "bond-set-by-judge", "criminality": "convicted"}
        and one.period.month is None
    ]
    assert bonded == [2176]
    held = {
        (one.labels["agency"], one.labels["criminality"]) for one in figures(book, "adp-by-agency-month-criminality")
    }
    assert len(held) == 12
    areas = {one.labels["area"] for one in figures(book, "atd-by-area-technology")}
    assert len(areas) == 26
    assert "Total" not in areas


def test_months_are_of_the_fiscal_year() -> None:
    """October is of the year before; the months of a whole year are over."""
    book = workbook(END)
    months = sorted({one.period.month for one in figures(book, "adp-by-facility-type-month") if one.period.month})
    assert (months[0], months[-1], len(months)) == (date(2023, 10, 1), date(2024, 9, 1), 12)
    assert not any(one.period.partial or one.period.future for one in figures(book, "adp-by-facility-type-month"))


def test_a_month_to_come_is_unknown_and_the_current_is_partial() -> None:
    """In a workbook of March 2024, March is not over, and the zeros of April to September count nobody."""
    found = [one for one in figures(workbook(LAST), "adp-by-agency-month-criminality") if one.period.month]
    march = [one for one in found if one.period.month == date(2024, 3, 1)]
    assert all(one.period.partial and one.period.last_day == date(2024, 3, 23) and one.value for one in march)
    later = [one for one in found if one.period.month and one.period.month > date(2024, 3, 1)]
    assert len(later) == 6 * 12
    assert all(one.value is None and one.text == "0" and one.period.future for one in later)
    earlier = [one for one in found if one.period.month and one.period.month < date(2024, 3, 1)]
    assert not any(one.period.partial or one.period.future for one in earlier)


@pytest.mark.parametrize("name", DRAWN)
def test_the_last_day_is_the_one_that_makes_bed_days_whole(name: str) -> None:
    """Each sheet is taken up to the day that its own averages say, which on the sheet of detention is not the stamped one."""
    book = workbook(name)
    held, places = DRAWN[name]
    year = [one for one in figures(book, "adp-by-agency-month-criminality") if one.period.month is None]
    assert held is None or {one.period.last_day for one in year} == {held}
    first = date((book.fiscal_year or 0) - 1, 10, 1)
    adp = [one for one in figures(book, "facilities") if one.measure == "adp"]
    assert {one.period.last_day for one in adp} == {places}
    days = (places - first).days + 1
    assert all(abs(one.value * days - round(one.value * days)) < 0.004 for one in adp if one.value)


def test_a_sheet_rounded_to_cents_does_not_tell_its_day() -> None:
    """Averages of two decimals are whole over 100 days whatever was counted: the sheet of January 2024 is taken up to its stamp."""
    adp = [
        one
        for one in figures(workbook("20240119051317-FY24_detentionStats01182024.xlsx"), "facilities")
        if one.measure == "adp"
    ]
    assert all(abs(round(one.value, 2) - one.value) < 1e-9 for one in adp if one.value)
    assert {one.period.last_day for one in adp} == {date(2024, 1, 11)}


def test_a_stamp_that_is_not_of_the_figures_is_told() -> None:
    """A workbook stamped 13 May with figures for June says so, and does not call them figures to come."""
    book = workbook("20240607205454-FY24_detentionStats06062024.xlsx")
    told = [doubt for doubt in sheet(book, "Detention").doubts if doubt.key == "records.statistics-other-day"]
    assert [(one.found, one.expected) for one in told] == [("2024-06-01", "2024-05-13")]
    june = [one for one in figures(book, "book-ins-by-agency") if one.period.month == date(2024, 6, 1)]
    assert all(one.period.partial and one.value for one in june)


def test_facilities_are_read_by_header_in_every_edition() -> None:
    """A facility's average by classification is its average by sex and criminality, in every edition; one line does not add up."""
    told = Counter(
        (name, doubt.found)
        for name in NAMES
        for one in workbook(name).sheets
        for doubt in one.doubts
        if doubt.key == "records.statistics-sums-differ"
    )
    assert [name for name, _ in told] == ["20240917171209-FY24_detentionStats09172024.xlsx"]


@pytest.mark.parametrize(
    ("name", "count"), [("FY24_detentionStats.xlsx", 109), ("FY26_detentionStats_02122026.xlsx", 220)]
)
def test_notes_in_the_first_column_are_no_facilities(name: str, count: int) -> None:
    """Facilities are lines with figures; footnotes below them are words."""
    found = {one.place.line: one.subject for one in figures(workbook(name), "facilities")}
    assert len(found) == count
    assert not any((subject or "").startswith(("[", "*", "(*")) for subject in found.values())


def test_a_postal_code_keeps_its_text_and_gets_its_zeros() -> None:
    """The text stays as published; what it is read as stands beside it."""
    codes = {one.text: one.repaired for one in figures(workbook(END), "facilities") if one.measure == "zip"}
    assert codes["39120"] is None
    lost = {text: repaired for text, repaired in codes.items() if len(text) < 5}
    assert lost
    assert all(repaired == text.zfill(5) for text, repaired in lost.items())


def test_a_failed_formula_is_no_empty_cell() -> None:
    """Two facilities of FY2019 have "#N/A" in place of their figures: they are unknown, not missing, and told."""
    one = sheet(workbook("FY19-detentionstats.xlsx"), "Facilities")
    failed = [figure for figure in one.figures if figure.text == "#N/A"]
    assert (len(failed), len({figure.place.line for figure in failed})) == (26, 2)
    assert all(figure.value is None and figure.subject for figure in failed)
    assert sum(doubt.n for doubt in one.doubts if doubt.key == "records.statistics-formula-failed") == 26


def test_a_hidden_sheet_is_read_and_marked() -> None:
    """One workbook hides a sheet of facilities that bears the facilities' codes, another one of an earlier year."""
    hidden = next(
        one for one in workbook("20240514055812-FY24_detentionStats05132024.xlsx").sheets if one.name == "Sheet1"
    )
    assert hidden.hidden
    assert {one.text for one in hidden.figures if one.measure == "facility-code"} >= {"ADLNTCA", "BAKERFL"}
    older = next(
        one
        for one in workbook("20220217041740-FY22_detentionStats_02162022.xlsx").sheets
        if one.name == "Detention EOFY2020"
    )
    assert (older.hidden, older.fiscal_year) == (True, 2020)
    assert "records.statistics-other-year" in {one.key for one in older.doubts}


def test_two_fiscal_years_of_one_sheet_are_told_apart() -> None:
    """A workbook that keeps last year's sheet of alternatives to detention has each under its own year."""
    years = {one.name.strip(): one.fiscal_year for one in workbook(END).sheets if one.name.startswith("ATD")}
    assert years == {"ATD EOFY24": 2024, "ATD EOFY23": 2023}


def test_a_year_that_is_not_written_is_read_from_the_order_of_columns() -> None:
    """After December 2025 the workbook of February 2026 writes January 2025 again: the label stays, the month is January 2026."""
    one = sheet(workbook("FY26_detentionStats_02122026.xlsx"), "ICLOS")
    last = [figure for figure in one.figures if figure.place.letters == "BW" and figure.table == "iclos"]
    assert {(figure.column_label, figure.period.month) for figure in last} == {("2025 Jan end", date(2026, 1, 1))}
    assert {figure.period.last_day for figure in last} == {date(2026, 1, 31)}


def test_a_column_that_was_not_filled_in_is_unknown() -> None:
    """For eleven months of FY2025 the workbook of 2026 publishes nothing but zeros of time in custody: nobody was counted."""
    one = sheet(workbook("FY26_detentionStats_02122026.xlsx"), "ICLOS")
    empty = [figure for figure in one.figures if figure.place.letters == "AR"]
    assert empty
    assert all(figure.value is None and figure.text == "0" for figure in empty)
    filled = [figure for figure in one.figures if figure.place.letters == "B" and figure.text == "0"]
    assert filled
    assert all(figure.value == 0 for figure in filled)


def test_segregation_has_one_table_a_month() -> None:
    """Each month's list adds up to its published total, the one that lost its header too."""
    found = figures(workbook("FY25_detentionStats09242025.xlsx"), "segregation")
    months = sorted({one.period.month for one in found if one.period.month})
    assert len(months) == 17
    assert all(after > before for before, after in pairwise(months))
    for month in months:
        parts = [one for one in found if one.period.month == month]
        total = [one.value for one in parts if one.subject is None]
        assert [sum(one.value or 0 for one in parts if one.subject)] == total


def test_no_label_is_as_long_as_what_is_taken_for_prose() -> None:
    """Notes are told from labels by their length; the longest label of any edition is shorter."""
    longest = max(len(one.row_label or "") for name in NAMES for s in workbook(name).sheets for one in s.figures)
    words = vocabulary()
    assert longest < LONG + 60  # two labels joined
    assert not any(
        words.is_note((one.subject or "").lower()) for name in NAMES for one in figures(workbook(name), "facilities")
    )


@pytest.mark.parametrize(
    "kind", ["currently-detained-by-disposition", "transgender", "bond", "segregation-by-reason", "semiannual-citizens"]
)
def test_a_kind_of_table_has_its_figures(kind: str) -> None:
    """Tables that came later are there in the workbooks that have their sheets."""
    assert sum(bool(figures(workbook(name), kind)) for name in NAMES) >= 10
