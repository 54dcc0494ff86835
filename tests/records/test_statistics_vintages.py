"""The same workbooks as another project parsed them: equal cell for cell, and where not, it is known why.

Differences, all looked up in the cells: (1) the other tables of held by disposition in FY2024 are read by position: the
column of families had gone, so that their families are adults and their total is empty; (2) they drop facilities whose average
length of stay is empty; (3) agencies lose their name above criminalities, so that three groups bear the same words; (4) of
book-outs they read the first 25 lines, so that from FY2024 on the reasons after "Paroled" are not among theirs; (5) they have no
totals of segregation, nothing of the first sheet of it (May 2024), and rows of nothing for cells that are empty.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import duckdb
import pytest
from tests.records.statistics_files import DATA, NAMES, figures, workbook

from habeas.records.statistics import Figure, Workbook
from habeas.records.statistics.vocabulary import vocabulary

UNMATCHED = {
    "20210113002029-FY21-detentionstats.xlsx",  # before the first vintage of FY2021 that they have
    "20210415122347-FY21_detention-stats_0414.xlsx",
    "FY24_detentionStats.xlsx",  # after the last of FY2024
}
CRIMINALITY = {
    "Convicted Criminal": "convicted",
    "Pending Criminal Charges": "pending",
    "Other Immigration Violator": "other",
    None: "total",
    "Total": "total",
}
Cells = Counter[tuple[Any, ...]]


def theirs(table: str, year: int, day: date) -> list[dict[str, Any]]:
    """Return the rows of one vintage."""
    path = DATA / "parsed_vintages" / f"{table}.parquet"
    with duckdb.connect() as engine:
        asked = engine.execute(
            "SELECT * FROM read_parquet(?) WHERE fiscal_year = ? AND file_date = ?", [str(path), year, day]
        )
        names = [one[0] for one in asked.description or ()]
        return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]


@cache
def vintage(name: str) -> date | None:
    """Return the day by which the other project names the vintage of a workbook: same year, stamp and removals; of equals the first."""
    book = workbook(name)
    removals = next(one.value for one in figures(book, "removals") if one.labels["removed"] == "total")
    path = DATA / "parsed_vintages" / "removals.parquet"
    query = "SELECT min(file_date) FROM read_parquet(?) WHERE fiscal_year = ? AND pull_date = ? AND removals = ?"
    with duckdb.connect() as engine:
        row = engine.execute(query, [str(path), book.fiscal_year, book.pulled, removals]).fetchone()
    return None if row is None or row[0] is None else date.fromisoformat(str(row[0])[:10])


FIRST = "20240514055812-FY24_detentionStats05132024.xlsx"
MATCHED = [name for name in NAMES if name not in UNMATCHED]


def number(value: Any) -> float | None:
    """Return a number to ten significant digits, none for one that is missing."""
    return None if value is None or value != value else float(f"{value:.10g}")  # noqa: PLR0124 - not a number is not itself


def published(one: Figure) -> float | None:
    """Return the number in a cell, the zero of a month to come too, which the other project keeps."""
    return 0.0 if one.value is None and one.text == "0" else number(one.value)


def monthly(book: Workbook, table: str, *names: str) -> Cells:
    """Return our cells: the last words of the row, the month (or "FY"), and the number."""
    return Counter(
        (
            *(one.labels.get(name) or "total" for name in names),
            one.column_label if one.period.month else "FY",
            published(one),
        )
        for one in figures(book, table)
    )


def other(rows: list[dict[str, Any]], value: str, year: str, label: Any) -> Cells:
    """Return their cells in the same form; the whole year stands beside each month."""
    months: Cells = Counter((*label(row), row["month"], number(row[value])) for row in rows)
    years: Cells = Counter((*label(row), "FY", number(row[year])) for row in rows if row["month"] == "Oct")
    return months + years


def test_which_workbooks_have_a_vintage() -> None:
    """36 of the 39 workbooks are among their 102 vintages."""
    assert {name for name in NAMES if vintage(name) is None} == UNMATCHED


@pytest.mark.parametrize("name", MATCHED)
def test_averages_by_agency_and_criminality_are_equal(name: str) -> None:
    """Every average daily population and length of stay is equal; their groups of criminalities are of no agency, so they are compared as one."""
    book, day = workbook(name), vintage(name)
    assert day
    agencies = {"CBP Average": "cbp", "ICE Average": "ice", "Average": "total"}

    def label(row: dict[str, Any]) -> tuple[str, str]:
        words = " ".join(row["agency"].split())
        return (
            (agencies[words], "total")
            if words in agencies
            else ("any", {**CRIMINALITY, "Non-Criminal": "not-convicted"}[words])
        )

    for table, rows, value in (
        ("adp-by-agency-month-criminality", "adp-by-agency-criminality", "adp"),
        ("alos-by-agency-month-criminality", "stay-length-by-agency-criminality", "avg_stay_length_days"),
    ):
        ours = monthly(book, table, "agency", "criminality")
        merged: Cells = Counter()
        for (agency, criminality, month, count), n in ours.items():
            merged[agency if criminality == "total" else "any", criminality, month, count] += n
        assert merged == other(theirs(rows, book.fiscal_year or 0, day), value, f"{value}_fy_ytd", label)


@pytest.mark.parametrize("name", MATCHED)
def test_book_ins_and_book_outs_are_equal(name: str) -> None:
    """Every book-in by agency and book-out by reason and criminality is equal, month by month and for the year."""
    book, day, words = workbook(name), vintage(name), vocabulary()
    assert day
    rows = theirs("book-ins-by-arresting-agency", book.fiscal_year or 0, day)
    agency = words.dimensions["agency"]
    expected = other(rows, "n_book_ins", "n_book_ins_ytd", lambda row: (agency.word(row["arresting_agency"]),))
    assert filled(monthly(book, "book-ins-by-agency", "agency")) == filled(expected)
    rows = theirs("book-outs-by-reason", book.fiscal_year or 0, day)
    reason = words.dimensions["release_reason"]

    def label(row: dict[str, Any]) -> tuple[str | None, str]:
        return reason.word(row["release_reason"]), CRIMINALITY[row["criminality"]]

    if rows:
        ours = filled(monthly(book, "book-outs-by-reason", "release_reason", "criminality"))
        given = filled(other(rows, "n_book_outs", "n_book_outs_ytd", label))
        assert given - ours == Counter()
        known = {cell[0] for cell in given}
        assert not {cell[0] for cell in ours - given} & known
        assert known >= {"total", "bonded-out", "order-of-supervision", "paroled"}


def filled(cells: Cells) -> Cells:
    """Return the cells that hold a number."""
    return Counter({cell: n for cell, n in cells.items() if cell[-1] is not None})


@pytest.mark.parametrize("name", MATCHED)
def test_those_held_are_equal(name: str) -> None:
    """Held by criminality is equal; held by disposition too, but for FY2024, where their columns slid by one and ours are right."""
    book, day, words = workbook(name), vintage(name), vocabulary()
    assert day
    ours = {
        (one.labels["criminality"], one.labels["agency"], one.measure): published(one)
        for one in figures(book, "currently-detained-by-criminality")
    }
    for row in theirs("currently-detained-by-criminality", book.fiscal_year or 0, day):
        group = CRIMINALITY[row["criminality"]]
        for agency, column in (("ice", "ice"), ("cbp", "cbp"), ("total", "total")):
            assert ours[group, agency, "detained"] == number(row[column])
        assert (ours[group, "ice", "share"], ours[group, "cbp", "share"]) == (
            number(row["percent_ice"]),
            number(row["percent_cbp"]),
        )
    held = {
        (one.labels["disposition"], one.labels["facility_type"]): published(one)
        for one in figures(book, "currently-detained-by-disposition")
    }
    for row in theirs("currently-detained-by-disposition", book.fiscal_year or 0, day):
        disposition = words.dimensions["disposition"].word(row["disposition"])
        given = [number(row[column]) for column in ("fsc_frc", "adult", "total")]
        found = [held.get((disposition or "", kind)) for kind in ("family", "adult", "total")]
        if (disposition, "family") not in held and book.fiscal_year == 2024:
            assert (found[0], given[2]) == (None, None)
            assert found[1:] == given[:2]
        else:
            assert found == given


@pytest.mark.parametrize("name", MATCHED)
def test_facilities_are_equal(name: str) -> None:
    """Every facility of theirs has the same numbers here; those that they lack have no average length of stay."""
    book, day = workbook(name), vintage(name)
    assert day
    lines: dict[int, dict[str, float | None]] = defaultdict(dict)
    names: dict[int, str | None] = {}
    for one in figures(book, "facilities"):
        names[one.place.line] = one.subject
        if one.measure == "alos":
            lines[one.place.line]["alos"] = published(one)
        elif one.measure == "adp" and one.column_label:
            lines[one.place.line][one.column_label.lower().replace(" ", "_")] = published(one)
    columns = ("alos", "level_a", "level_b", "level_c", "level_d", "male_crim")
    ours = Counter((names[line], *(row.get(column) for column in columns)) for line, row in lines.items())
    rows = theirs("facilities", book.fiscal_year or 0, day)
    given = Counter((" ".join(row["name"].split()), *(number(row[column]) for column in columns)) for row in rows)
    assert given - ours == Counter()
    assert all(row[1] is None for row in ours - given)


@pytest.mark.parametrize("name", MATCHED)
def test_segregation_is_equal(name: str) -> None:
    """Every placement count by facility and month is equal."""
    book, day = workbook(name), vintage(name)
    assert day
    ours = Counter(
        (one.period.month, one.subject, published(one)) for one in figures(book, "segregation") if one.subject
    )
    rows = list(placements(theirs("segregation", book.fiscal_year or 0, day)))
    assert Counter(rows) == (ours if name != FIRST else Counter())
    assert bool(ours) == any(one.name.strip().endswith("Monthly Segregation") for one in book.sheets)


def placements(rows: list[dict[str, Any]]) -> Iterator[tuple[date, str, float | None]]:
    """Yield their counts: month, facility (the total under one word), number."""
    for row in rows:
        facility = vocabulary().dimensions["facility"].word(row["facility"]) or ""
        yield date.fromisoformat(str(row["date"])[:10]), facility, number(row["placement_count"])
