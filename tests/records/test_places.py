"""Lists of places: each list is read by its headers, every row is used or set aside, and what cannot be a place is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from habeas import words
from habeas.records import Outcome, Reading, read_records

LISTS = Path(__file__).parents[2].parent / "shared" / "data" / "facilities"
ROWS = {
    # rows of the file as counted with another tool, and how many of them can be used
    "09foia5638detentionfacilitylist.xls": ("places-ice", 275, 275, 2009),
    "2015IceDetentionFacilityListing.xlsx": ("places-ice", 209, 209, 2015),
    "ddp_facilities.csv": ("places-ddp", 844, 844, None),
    "detention_system_data_2026-07.csv": ("places-system", 1615, 1615, 2026),
    "detloc_lookup_full.csv": ("place-codes", 543, 543, None),
    "facility_crosswalk.csv": ("places-crosswalk", 400, 400, None),
    "facility_list_foia_2017.csv.gz": ("places-ice", 1685, 1478, 2017),
    "facility_roster.csv": ("places-roster", 962, 962, None),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """Read the eight published lists."""
    return read_records(sorted(LISTS.iterdir()), tmp_path_factory.mktemp("lists"))


def ask(reading: Reading, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as engine:
        return engine.execute(query.format(rows=f"'{reading.table}'", problems=f"'{reading.problems}'")).fetchall()


def made(folder: Path, text: str, name: str = "list.csv") -> Outcome:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_records([path], folder / "to")


def told(outcome: Outcome) -> list[tuple[Any, ...]]:
    (reading,) = outcome.readings
    return ask(reading, "SELECT key, gravity, line FROM {problems} ORDER BY line, key")


def test_every_published_list_is_read_and_every_row_accounted_for(published: Outcome) -> None:
    """Eight files, XLS and packed CSV among them, nine sheets; no file is unknown, and only redacted rows and notes are set aside."""
    assert published.unread == ()
    by_file = {one.accounts[0].file: one for one in published.readings if one.reader != "places-notes"}
    assert set(by_file) == set(ROWS)
    for file, (layout, rows, used, _) in ROWS.items():
        one = by_file[file]
        assert (one.reader, one.rows, one.used, one.set_aside) == (layout, rows, used, rows - used), file
    (notes,) = [one for one in published.readings if one.reader == "places-notes"]
    assert (notes.rows, notes.used, notes.set_aside) == (38, 0, 38)


def test_a_list_says_of_which_year_it_is(published: Outcome) -> None:
    """The year stands above the header or in the file's name; a list that says none is of no year."""
    for one in published.readings:
        if one.kind == "places" and one.used:
            found = ask(one, "SELECT DISTINCT list_year FROM {rows}")
            assert found == [(ROWS[one.accounts[0].file][3],)], one.accounts[0].file


def test_codes_are_capitals_and_names_as_published(published: Outcome) -> None:
    """A code that the agency writes is kept; ``NA`` is none."""
    roster = next(one for one in published.readings if one.reader == "places-roster")
    assert ask(roster, "SELECT count(*) FROM {rows} WHERE place IS NULL") == [(9,)]
    assert ask(roster, "SELECT name FROM {rows} WHERE place = 'ADAMSMS'") == [
        ("Adams County Detention Center (Mississippi)",)
    ]


def test_a_code_on_two_rows_is_noted_with_its_lines(published: Outcome) -> None:
    """One code for several sites is told of, and both rows are used."""
    roster = next(one for one in published.readings if one.reader == "places-roster")
    found = ask(roster, "SELECT line, values FROM {problems} WHERE key = 'records.place-code-twice' ORDER BY line")
    assert [line for line, _ in found][:1] == [288]
    assert '"STFRCTX"' in found[0][1]
    assert '["288", "310"]' in found[0][1]


HEADER = "detention_facility_code,name,address_full,city,county,state,latitude,longitude,field_office\n"


def test_a_remark_below_the_table_is_set_aside(tmp_path: Path) -> None:
    """A row that has a name and nothing that says where is no place; a place without a code is one."""
    text = HEADER + ",Somewhere,,Town,,TX,,,\n,Source: the agency,,,,,,,\n"
    (reading,) = made(tmp_path, text).readings
    assert (reading.used, reading.set_aside) == (1, 1)
    assert ask(reading, "SELECT key, line FROM {problems}") == [("records.place-remark", 3)]


@pytest.mark.parametrize(
    ("lat", "lon", "key"),
    [
        ("-97.5", "31.2", "records.place-swapped"),
        ("95", "200", "records.place-off-globe"),
        ("31.2", "-197.5", "records.place-off-globe"),
        ("0", "0", "records.place-nowhere"),
        ("31.2", "-97.5", None),
        ("", "", None),
    ],
)
def test_coordinates_that_cannot_be_are_warned_of(tmp_path: Path, lat: str, lon: str, key: str | None) -> None:
    """Latitude and longitude that are swapped, off the globe or nought are told of; the row is used."""
    outcome = made(tmp_path, HEADER + f"AAA,Jail,1 Main St,Town,,TX,{lat},{lon},\n")
    assert {found for found, gravity, _ in told(outcome) if gravity == "warning"} == ({key} if key else set())
    assert outcome.readings[0].used == 1


def test_a_list_without_names_is_not_read(tmp_path: Path) -> None:
    """The problem says which column is missing, and under which headers it was looked for."""
    text = "DETLOC,Address,City,County,State,Zip,AOR\nAAA,1 Main St,Town,,TX,79999,ELP\n"
    outcome = made(tmp_path, text)
    assert outcome.readings == ()
    (problem,) = outcome.unread
    assert problem.key == "records.column-missing"
    assert problem.values["fields"] == "name"


def test_a_list_of_persons_with_addresses_is_no_list_of_places(tmp_path: Path) -> None:
    """Names, addresses and towns alone make no list of facilities: a layout needs the agency's code, or the list's own number."""
    outcome = made(tmp_path, "Name,Address,City,County,State,Zip\nA,1 Main St,Town,,TX,79999\n")
    assert outcome.readings == ()


@pytest.mark.parametrize(
    ("name", "above", "year"),
    [
        ("list_2017.csv", "", 2017),
        ("list.csv", "", None),
        ("list_2011.csv", "Population as of August 15, 2009\n", 2009),
        ("list.csv", "FY2016 data as of 12/08/2015; FY2014 data as of 10/6/2014\n", 2015),
    ],
)
def test_the_year_stands_above_the_header_or_in_the_name(
    tmp_path: Path, name: str, above: str, year: int | None
) -> None:
    """Whole dates above the header go before the file's name; a fiscal year beside them is no date."""
    text = above + "DETLOC,Name,Address,City,County,State,Zip\nAAA,Jail,1 Main St,Town,,TX,79999\n"
    (reading,) = made(tmp_path, text, name).readings
    assert ask(reading, "SELECT list_year FROM {rows}") == [(year,)]


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_problems_are_said_in_both_languages(tmp_path: Path, lang: words.Lang) -> None:
    """Each message of lists is complete with its values."""
    text = HEADER + ",Source,,,,,,,\nAAA,Jail,1 Main St,Town,,TX,-97.5,31.2,\nAAA,Annex,2 Main St,Town,,TX,95,100,\n"
    from habeas.case import every_problem

    (reading,) = made(tmp_path, text).readings
    said = [one.text(lang) for one in every_problem(reading)]
    assert len(said) >= 4
    assert all("{" not in one for one in said)
