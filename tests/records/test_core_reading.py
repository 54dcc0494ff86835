"""Reading: every published row is used or set aside with its reason, whatever the format, and the same bytes come out again."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas.errors import Faults
from habeas.records import Outcome, Reading, read_records, roster_days

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
import release

DATA = Path(__file__).parents[2].parent / "shared" / "data"
TODAY = date(2026, 6, 1)
TITLES = (
    "Detention Book In Date Time",
    "Detention Book Out Date Time",
    "Detention Facility Code",
    "Detention Facility",
    "Gender",
    "Birth Year",
    "Bond Posted Amount",
    "Detention Release Reason",
    "Anonymized Unique Identifier",
)
GOOD = (
    "3/15/2025 20:41",
    "3/16/2025 01:00",
    "AAA",
    "Alpha Center",
    "Male",
    "1987",
    "$7,500.00",
    "Removed",
    "a1b2",
)


def read(paths: list[Path], to: Path, **rest: Any) -> Outcome:
    return read_records(paths, to, today=TODAY, **rest)


def table(reading: Reading, columns: str = "*") -> list[tuple[Any, ...]]:
    with duckdb.connect() as engine:
        return engine.execute(f"SELECT {columns} FROM read_parquet(?)", [str(reading.table)]).fetchall()  # noqa: S608


def problems(reading: Reading, columns: str = "key, line, n") -> list[tuple[Any, ...]]:
    with duckdb.connect() as engine:
        return engine.execute(f"SELECT {columns} FROM read_parquet(?)", [str(reading.problems)]).fetchall()  # noqa: S608


def written(folder: Path, rows: list[tuple[str, ...]], titles: tuple[str, ...] = TITLES, name: str = "DET.csv") -> Path:
    """Write a pipe-delimited file of detentions."""
    path = folder / name
    path.write_text("\n".join("|".join(row) for row in [titles, *rows]) + "\n", encoding="utf-8")
    return path


def changed(**fields: str) -> tuple[str, ...]:
    """Return a good row in which some columns hold something else; ``stint_in`` is the first column, and so on."""
    names = ("came", "went", "code", "place", "sex", "born", "bond", "reason", "person")
    return tuple(fields.get(name, value) for name, value in zip(names, GOOD, strict=True))


def one(tmp_path: Path, rows: list[tuple[str, ...]]) -> Reading:
    (reading,) = read([written(tmp_path, rows)], tmp_path / "to").readings
    return reading


def balanced(reading: Reading) -> None:
    """Hold that no row is lost: rows in are rows used and rows set aside, in the accounts, the table and the problems."""
    assert reading.rows == reading.used + reading.set_aside
    assert table(reading, "count(*), count(DISTINCT row), min(row), max(row)") == [
        (reading.used, reading.used, 0 if reading.used else None, reading.used - 1 if reading.used else None)
    ]
    aside = sum(n for gravity, n in problems(reading, "gravity, n") if gravity == "error")
    assert reading.set_aside == aside


# --- what was really published ---


def test_all_21_published_stints_are_used(tmp_path: Path) -> None:
    """Three persons, 21 stints of snake-case headers, one of them open; the place is the facility's name for want of a code."""
    outcome = read([DATA / "ice-stints" / "example_stints_21_rows.csv"], tmp_path)
    (reading,) = outcome.readings
    balanced(reading)
    assert (outcome.problems, reading.kind, reading.rows, reading.used) == ((), "stints", 21, 21)
    assert problems(reading) == []
    assert dict(reading.unknown_columns) == {}
    assert table(reading, "count(DISTINCT person), count(*) - count(stint_out), count(*) FILTER (days_only)") == [
        (3, 1, 0)
    ]
    assert table(reading, "count(*) FILTER (place <> place_name), count(*) FILTER (stint_in = stint_out)") == [(0, 1)]
    first = table(reading, "line, place, stay_in, stint_out, sex, nationality, birth_year, release_reason, authority")[
        0
    ]
    assert first == (
        2,
        "LOS CUST CASE",
        datetime(2012, 3, 23, 3, 55),
        datetime(2012, 3, 23, 14, 30),
        "male",
        "MEXICO",
        1983,
        "Transferred",
        "Los Angeles Area of Responsibility",
    )
    assert reading.until is not None
    assert (reading.until.ground, reading.until.moment.date()) == ("latest", date(2022, 8, 11))


def test_removals_below_a_preamble_with_withheld_columns(tmp_path: Path) -> None:
    """6,529 rows below six lines; two columns are withheld as a whole and said so once each; the title says until when."""
    (reading,) = read([DATA / "ice-stints" / "seattle_expedited_removals.csv"], tmp_path).readings
    balanced(reading)
    assert (reading.kind, reading.rows, reading.used) == ("removals", 6529, 6529)
    assert sorted(problems(reading, 'key, gravity, line, n, "column"')) == [
        ("records.withheld", "note", 8, 6529, "Date of Birth"),
        ("records.withheld", "note", 8, 6529, "Event Number"),
    ]
    assert table(reading, "min(line), max(line), min(departed), count(birth_date), count(event_number)") == [
        (8, 6536, datetime(2012, 1, 3), 0, 0)
    ]
    assert reading.until is not None
    assert (reading.until.ground, reading.until.moment.date()) == ("stated", date(2019, 7, 6))
    assert table(reading, "bool_and(days_only)") == [(True,)]


@pytest.fixture(scope="module")
def rosters(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return read(sorted((DATA / "rikers").rglob("*.csv")), tmp_path_factory.mktemp("rosters"))


def test_39_rosters_of_both_formats_are_one_table(rosters: Outcome) -> None:
    """Every row is used with the day of its file's name; persons keep their identifiers over the change of format."""
    (reading,) = rosters.readings
    balanced(reading)
    assert (reading.kind, len(reading.accounts), reading.rows, reading.set_aside) == ("roster", 39, 295_232, 0)
    assert reading.generation == "foil, portal"
    days = roster_days(reading)
    assert (len(days.covered), days.repeated) == (39, ())
    before, after = (f"SELECT person FROM t WHERE day = DATE '{day}'" for day in ("2022-06-30", "2022-07-01"))  # noqa: S608
    with duckdb.connect() as engine:
        engine.read_parquet(str(reading.table)).create_view("t")
        kept = engine.execute(f"SELECT count(*) FROM ({before} INTERSECT {after})").fetchone()  # noqa: S608
    assert kept == (5515,)


def test_rows_keep_the_order_of_files_and_lines(rosters: Outcome) -> None:
    """Row numbers follow the files as given and the lines in them."""
    found = table(rosters.readings[0], "row, file, line")
    assert [row for row, _, _ in found] == list(range(len(found)))
    assert [(file, line) for _, file, line in found] == sorted((file, line) for _, file, line in found)


def test_segregation_workbooks_say_what_they_set_aside(tmp_path: Path) -> None:
    """Left-over formulas are set aside under their own name, a year of two digits is not guessed, an end before its start is no row."""
    outcome = read(sorted((DATA / "segregation").glob("*.xlsx")), tmp_path)
    housing, management = outcome.readings
    for reading in (housing, management):
        balanced(reading)
    assert (housing.rows, housing.used, len(housing.accounts)) == (3026, 2532, 6)
    keys = [key for key, gravity in problems(housing, "key, gravity") if gravity == "error"]
    assert (keys.count("records.only-days"), keys.count("records.value-missing")) == (493, 1)
    assert (management.rows, management.used) == (3433, 3432)
    assert problems(management, "key, line, found") == [
        ("records.value-unreadable", 194, "12/4/2013 1:022:00PM"),
        ("records.value-outside", 2437, "03/30/18 12:00:00PM"),
        ("records.value-before", 3434, "3/31/2020 12:00:00PM"),
    ]


# --- a generated release ---

COMPARED = (
    "person, place, place_name, stay_in, stint_in, stint_out, stay_out, days_only, lower(release_reason), lower(stay_release_reason), "
    "sex, nationality, birth_year, criminality, authority, programme"
)


@pytest.mark.parametrize("form", ["parquet", "xlsx"])
def test_a_generated_release_is_read_as_it_was_made(tmp_path: Path, form: str) -> None:
    """All 53 columns are known; each row comes out with the values it was made with, from Parquet as from workbooks with a preamble."""
    files = release.generate(tmp_path / "given", rows=2_000, seed=5, form=form)
    outcome = read(files, tmp_path / "to")
    (reading,) = outcome.readings
    balanced(reading)
    assert outcome.problems == ()
    assert (reading.rows, reading.used, reading.generation, reading.release) == (
        2_000,
        2_000,
        "2026-03",
        "2026-ICLI-00005",
    )
    assert dict(reading.unknown_columns) == {}
    made, _truth = release.canonical(2_000, 5)
    with duckdb.connect() as engine:
        engine.register("made", made)
        expected = engine.execute(f"SELECT {COMPARED} FROM made ORDER BY ALL").fetchall()  # noqa: S608
    with duckdb.connect() as engine:
        found = engine.execute(f"SELECT {COMPARED} FROM read_parquet(?) ORDER BY ALL", [str(reading.table)]).fetchall()  # noqa: S608
    assert expected == found
    assert reading.until is not None
    assert (reading.until.ground, reading.until.moment.date()) == (
        "stated",
        date(2026, 3, 11),
    )


def test_one_spelling_a_reason_is_the_first_published(tmp_path: Path) -> None:
    """Letter case and spaces do not make a reason of its own."""
    reading = one(
        tmp_path, [changed(reason="Order of  Recognizance"), changed(reason="ORDER OF RECOGNIZANCE"), changed()]
    )
    assert table(reading, "release_reason") == [("Order of Recognizance",), ("Order of Recognizance",), ("Removed",)]


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    """Two readings of one release are the same, byte for byte."""
    files = release.generate(tmp_path / "given", rows=1_000, seed=3, form="parquet")
    one, two = (read(files, tmp_path / name).readings[0] for name in ("one", "two"))
    assert one.table.read_bytes() == two.table.read_bytes()
    assert one.problems.read_bytes() == two.problems.read_bytes()


# --- headers of every edition ---

EDITIONS = {
    ("ice-detentions", "2023"): "Detention ID, Case ID, Subject ID, Stay Book In Date, Detention Book In Date, Detention Facility, Detention Facility Code, Detention Book Out Date, Detention Release Reason, Stay Book Out Date, Stay Release Reason, Religion, Marital, Gender, Birth Date, Ethnicity, Alien File Number, Birth Year, Entry Status, Bond Posted Date, Bond Posted Amount, Initial Bond Set Amount, Case Status, Case Category, Final Order Yes No, Final Order Date, Departed Date, Departure Country, Case Threat Level, Charge, Charge Code, Charge Section Code, Anonymized Identifier",
    ("ice-arrests", "2023"): "Apprehension Date, Apprehension Method, Arrest Created By, Case ID, Subject ID, Alien File Number, Anonymized Identifier",
    ("ice-removals", "2023"): "Departure Date, Port of Departure, Departure Country, Case Status, Case Category, Final Order Yes No, Final Order Date, Case ID, Gender, Birth Country, Citizenship Country, Birth Date, Birth Year, Alien File Number, Entry Status, Entry Date, MSC Charge, MSC Charge Date, MSC Charge Code, MSC Conviction Date, MSC Criminal Charge Status, Case Threat Level, Processing Disposition Code, Processing Disposition, Current Program, Apprehension Date, Charge Section Code, Charge Code, Anonymized Identifer",
    ("ice-detentions", "2022"): ", ".join(release_titles := ["Stay Book In Date Time", "Detention Book In Date And Time", "Detention Book Out Date Time", "Stay Book Out Date Time", "Birth Country PER", "Birth Country ERO", "Citizenship Country", "Race", "Ethnic", "Gender", "Birth Date", "Birth Year", "Entry Date", "Entry Status", "Most Serious Conviction (MSC) Criminal Charge Category", "MSC Charge", "MSC Charge Code", "MSC Conviction Date", "MSC Sentence Days", "MSC Sentence Months", "MSC Sentence Years", "MSC Crime Class", "Case Threat Level", "Apprehension Threat Level", "Final Program", "Detention Facility Code", "Detention Facility", "Area of Responsibility", "Docket Control Office", "Detention Release Reason", "Stay Release Reason", "Alien File Number", "Anonymized Identifier"]),
    ("ice-detentions", "2025"): "Stay Book In Date Time, Book In Date Time, Detention Facility, Detention Facility Code, Detention Book Out Date Time, Stay Book Out Date Time, Detention Release Reason, Stay Book Out Date, Stay Release Reason, Religion, Gender, Marital Status, Birth Date, Birth Year, Ethnicity, Entry Status, Felon, Bond Posted Date, Bond Posted Amount, Case Status, Case Category, Final Order Yes No, Final Order Date, Case Threat Level, Book In Criminality, Final Charge, Departed Date, Departure Country, Initial Bond Set Amount, Citizenship Country, Final Program, Most Serious Conviction (MSC) Charge Code, MSC Charge, Alien File Number, EID Case ID, EID Subject ID, Unique Identifier",
    ("ice-arrests", "2025"): "Apprehension Date, State, County, AOR, Final Program, Final Program Group, Method, Criminality, Case Status, Case Category, Departed Date, Departure Country, Final Order Yes No, Final Order Date, Birth Date, Birth Year, Citizenship Country, Gender, Apprehension Site Landmark, Alien File Number, EID Case ID, EID Subject ID, Unique Identifier",
    ("ice-encounters", "2025"): "Event Date, Responsible AOR, Responsible Site, Lead Event Type, Lead Source, Event Type, Final Program, Final Program Group, Encounter Criminality, Processing Disposition, Case Status, Case Category, Departed Date, Departure Country, Final Order Yes No, Final Order Date, Birth Date, Birth Year, Citizenship Country, Gender, Event Landmark, Alien File Number, EID Case ID, EID Subject ID, Unique Identifier",
    ("ice-removals", "2025"): "Departed Date, Port of Departure, Departure Country, Docket AOR, Apprehension State, Apprehension County, Case Status, Gender, Birth Country, Citizenship Country, Birth Date, Birth Year, Entry Date, Entry Status, MSC NCIC Charge, MSC NCIC Charge Code, MSC Charge Date, MSC Criminal Charge Status, MSC Criminal Charge Status Code, MSC Conviction Date, Case Threat Level, Case Criminality, Felon, Processing Disposition, Case Category, Final Program, Final Program Code, Case Category Time of Arrest, Latest Arrest Program Current, Latest Arrest Program Current Code, Latest Person Apprehension Date, Final Order Yes No, Final Order Date, Final Charge Code, Final Charge Section Code, Prior Deport Yes No, Latest Person Departed Date, Alien File Number, EID Case ID, EID Subject ID, Unique Identifier",
    ("ice-detentions", "2026-03"): "Stay Book In Date Time, Book In Date Time, Detention Facility, Book Out Date Time, Stay Book Out Date Time, Detention Release Reason, Stay Book Out Date, Stay Release Reason, Religion, Gender, Marital Status, Ethnicity, Birth Country, Citizenship Country, Entry Status, Known Terrorist Yes No, Suspected Gang Yes No, MSC Charge, MSC Sentence Days, MSC Sentence Months, MSC Sentence Years, MSC Charge Code, Aggravated Felon Yes No, Offense INA 236C Yes No, Case INA 236C Yes No, Bond Posted Date, Bond Posted Amount, Case Status, Case Category, Final Order Yes No, Final Order Date, Case Threat Level, Detainee Classification, Final Charge, Departed Date, Departure Country, Initial Bond Set Amount, Initial Bond Set Date, Detention Facility Code, Birth Date, Birth Year, Book In Criminality, Race, Entry Date, Apprehension Final Program, MSC Charge Date, MSC Conviction Date, MSC Criminal Charge Status, MSC Criminal Charge Status Code, MSC Crime Class, Book In Site, Book In AOR, Anonymized Identifier",
    ("ice-arrests", "2026-03"): "Apprehension Date, Apprehension Type, State, County, TOA Current Duty AOR, Apprehension Final Program, Arresting Agency, Apprehension Method, Apprehension Criminality, Case Status, Case Category, Departure Country, Final Order Yes No, Birth Date, Birth Year, Citizenship Country, Gender, Departed Date, Final Order Date, Apprehension Site Landmark, Operation, TOA Current Duty Site, Case Criminality, Case Threat Level, Anonymized Identifier",
    ("ice-detainers", "2026-03"): "Detainer Prepare Date, Facility State, Facility AOR, Port of Departure, Departure Country, Departed Date, Case Status, Detainer Criminality, Detainer Facility, Detainer Facility Code, Facility City, Detainer Threat Level, Gender, Citizenship Country, Birth Country, Birth Date, Birth Year, Entry Status, MSC Charge, MSC Sentence Days, MSC Sentence Months, MSC Sentence Years, MSC Charge Code, MSC Charge Date, MSC Conviction Date, Aggravated Felon Yes No, Processing Disposition, Case Category, TOA Case Category, TOA Current Program, Apprehension Method, Final Order Yes No, Final Order Date, Apprehension Date, Entry Date, Prior Felony Yes No, Multiple Prior MISD Yes No, Violent Misdemeanor Yes No, Illegal Entry Yes No, Illegal Reentry Yes No, Immigration Fraud Yes No, Significant Risk Yes No, Other Removal Reason Yes No, Other Removal Reason, Criminal Street Gang Yes No, Aggravated Felony Yes No, Deportation Ordered Yes No, Order to Show Cause Served Yes No, Order to Show Cause Served Date, Biometric Match Yes No, Statements Made Yes No, Unlawful Attempt Yes No, Unlawful Entry Yes No, Visa Yes No, Federal Register Notice Yes No, Resume Custody Yes No, Detainer Lift Reason, Detainer Lift Reason Code, Active Investigation Yes No, Arrest Warrant Served Date, Detainer Type, Notify Release Request Yes No, TOD Current Duty Site, EID DTA ID, Anonymized Identifier",
    ("ice-detentions", "2026-06"): "Birth Year, Bond Posted Amount, Bond Posted Date, Book In Criminality, Detention Book In Date Time, Case Category, Case Status, Case Threat Level, Citizenship Country, Departed Date, Departure Country, Detention Book Out Date Time, Detention Facility, Detention Facility Code, Detention Release Reason, Entry Date, Entry Status, Ethnicity, Felon, Final Charge, Final Order Date, Final Order Yes No, Apprehension Final Program, Gender, Initial Bond Set Amount, Marital Status, MSC Charge, Religion, Stay Book In Date Time, Stay Book Out Date Time, Stay Release Reason, Apprehension Final Program Group, Alien File Number, Anonymized Unique Identifier",
    ("ice-arrests", "2026-06"): "AOR, County, Apprehension Criminality, Apprehension Date, Event Landmark, Apprehension Method, State, City, Birth Year, Case Category, Case Status, Case Threat Level, Citizenship Country, Departed Date, Departure Country, Final Order Date, Final Order Yes No, Final Program, Final Program Group, Gender, Alien File Number, Anonymized Unique Identifier",
}  # fmt: skip


@pytest.mark.parametrize("edition", EDITIONS, ids="-".join)
@pytest.mark.parametrize("backwards", [False, True])
def test_every_published_header_is_known_in_any_order(
    tmp_path: Path, edition: tuple[str, str], *, backwards: bool
) -> None:
    """Each edition is found by its headers alone, with no column left over and one field a column."""
    titles = EDITIONS[edition].split(", ")
    titles = titles[::-1] if backwards else titles
    cells = ["1/2/2024" if "Date" in title else "A" if title == "Detention Facility Code" else "" for title in titles]
    path = written(tmp_path, [tuple(cells)], tuple(titles), "given.csv")
    (reading,) = read([path], tmp_path / "to").readings
    assert (reading.reader, reading.generation) == edition
    assert dict(reading.unknown_columns) == {}
    assert (reading.rows, reading.used) == (1, 1)


# --- wrong rows ---


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"came": ""}, "records.value-missing"),
        ({"came": "(b)(6),(b)(7)(c )"}, "records.value-missing"),
        ({"came": "soon"}, "records.value-unreadable"),
        ({"came": "3/15/0199 20:41"}, "records.value-outside"),
        ({"came": "3/15/8017 20:41", "went": ""}, "records.value-outside"),
        ({"code": "", "place": ""}, "records.value-missing"),
        ({"went": "3/15/2025 20:40"}, "records.value-before"),
    ],
)
def test_rows_that_cannot_be_used_are_set_aside_one_by_one(tmp_path: Path, fields: dict[str, str], key: str) -> None:
    """Without a beginning or a place, outside of possible time, or ending before it begins: each is named with its line."""
    reading = one(tmp_path, [GOOD, changed(**fields), GOOD])
    balanced(reading)
    assert [(key, 3, 1)] == [row for row in problems(reading) if row[0] != "records.withheld"]
    assert table(reading, "row, line") == [(0, 2), (1, 4)]


@pytest.mark.parametrize(
    ("fields", "column", "key"),
    [
        ({"went": "3/15/8017 20:41"}, "stint_out", "records.value-outside"),
        ({"went": "never"}, "stint_out", "records.value-unreadable"),
        ({"born": "87"}, "birth_year", "records.value-unreadable"),
        ({"born": "2987"}, "birth_year", "records.value-outside"),
        ({"bond": "much"}, "bond_posted_amount", "records.value-unreadable"),
        ({"sex": "Q"}, "sex", "records.value-unreadable"),
    ],
)
def test_a_bad_value_elsewhere_is_blank_and_told_once(
    tmp_path: Path, fields: dict[str, str], column: str, key: str
) -> None:
    """The rows are used, the value is blank, ``unread`` names the field, and one warning stands for both lines."""
    reading = one(tmp_path, [GOOD, changed(**fields), changed(**fields)])
    balanced(reading)
    assert problems(reading, "key, gravity, line, n") == [(key, "warning", 3, 2)]
    assert table(reading, f"{column} IS NULL, unread") == [(False, None), (True, column), (True, column)]


def test_rows_without_an_identifier_are_used(tmp_path: Path) -> None:
    """Nobody is lost for want of a number."""
    reading = one(tmp_path, [changed(person=""), changed(person="(b)(6)")])
    assert table(reading, "person") == [(None,), (None,)]
    assert reading.used == 2


def test_identifiers_are_in_no_problem(tmp_path: Path) -> None:
    """Neither what was found nor any other column of the problems holds a person's number."""
    reading = one(tmp_path, [changed(came="", person="zz91"), changed(went="x", person="zz91")])
    assert not any("zz91" in str(cell) for row in problems(reading, "*") for cell in row)


def test_a_day_without_time_ends_no_earlier_than_it_began(tmp_path: Path) -> None:
    """A bare date is midnight and marked as a day; it is not held to lie before a moment of the same day."""
    reading = one(tmp_path, [changed(went="3/15/2025"), GOOD, changed(went="3/14/2025")])
    assert table(reading, "days_only, stint_out") == [
        (True, datetime(2025, 3, 15)),
        (False, datetime(2025, 3, 16, 1)),
    ]
    assert problems(reading) == [("records.value-before", 4, 1)]


def test_a_column_in_which_every_time_is_midnight_has_days_only(tmp_path: Path) -> None:
    """A spreadsheet writes a day as its midnight; where no value has another time, no value has one."""
    reading = one(tmp_path, [changed(came="3/15/2025 00:00", went=""), changed(came="3/16/2025 00:00", went="")])
    assert table(reading, "days_only") == [(True,), (True,)]
    reading = one(tmp_path, [changed(came="3/15/2025 00:00", went=""), changed(came="3/16/2025 00:01", went="")])
    assert table(reading, "days_only") == [(False,), (False,)]


def test_blank_rows_are_counted_apart(tmp_path: Path) -> None:
    """A row without any value is no row."""
    reading = one(tmp_path, [GOOD, ("",) * 9, GOOD])
    assert [(it.rows, it.used, it.blank) for it in reading.accounts] == [(2, 2, 1)]


def test_unknown_columns_are_named(tmp_path: Path) -> None:
    """A title nobody knows, and a column without title but with values, are listed and noted."""
    path = written(tmp_path, [(*GOOD, "x", "y", "")], (*TITLES, "Shoe Size", "", ""))
    (reading,) = read([path], tmp_path / "to").readings
    assert dict(reading.unknown_columns) == {"DET.csv": ("Shoe Size", "#11")}
    assert problems(reading, "key, gravity, found") == [("records.columns-unknown", "note", "Shoe Size, #11")]


def test_two_columns_of_one_header_that_differ_are_doubted(tmp_path: Path) -> None:
    """The first speaks where both do; the second where the first is blank."""
    path = written(tmp_path, [(*GOOD, "Female"), (*changed(sex=""), "Female"), (*GOOD, "Male")], (*TITLES, "Gender"))
    (reading,) = read([path], tmp_path / "to").readings
    assert table(reading, "sex") == [("male",), ("female",), ("male",)]
    assert problems(reading) == [("records.columns-differ", 2, 1)]


CELLS = st.sampled_from(("", "3/15/2025 20:41", "3/15/2025", "13/45/2025", "NA", "(b)(6)", "1/1/0199", "x"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(CELLS, CELLS, st.sampled_from(("", "AAA")), st.sampled_from(("", "Alpha"))), min_size=1, max_size=20
    )
)
def test_no_row_is_lost(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str, str]]) -> None:
    """Whatever the cells hold, each row that is not blank is used or set aside."""
    folder = tmp_path_factory.mktemp("r")
    path = written(folder, [(*row, "", "", "", "", "") for row in rows])
    (reading,) = read([path], folder / "to").readings
    balanced(reading)
    assert reading.rows == sum(any(row) for row in rows)
    assert sum(it.blank for it in reading.accounts) == sum(not any(row) for row in rows)


# --- wrong files ---


def keys(outcome: Outcome) -> list[tuple[str, str | None]]:
    return [(it.key, it.file) for it in outcome.problems]


def test_a_csv_file_named_as_a_workbook_is_read_as_what_it_is(tmp_path: Path) -> None:
    """The name is held against the bytes and loses."""
    outcome = read([written(tmp_path, [GOOD], name="DET.xlsx")], tmp_path / "to")
    assert keys(outcome) == [("records.form-differs", "DET.xlsx")]
    assert [it.used for it in outcome.readings] == [1]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "records.empty-file"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "records.encrypted",
        ),
        (b"PK\x03\x04 broken", "records.zip-broken"),
        (b"PAR1 broken", "records.parquet-unreadable"),
        (b"<!DOCTYPE html><p>Not found", "records.not-a-table"),
        (b"Color,Taste,Weight\nred,sweet,3\n", "records.layout-unknown"),
        (b"1,2,3\n4,5,6\n", "records.no-header"),
        (b"\x1f\x8b broken", "records.zip-broken"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem_in_both_languages(tmp_path: Path, content: bytes, key: str) -> None:
    """Nothing is raised, the other file is read, and the reason can be said."""
    (tmp_path / "bad.xlsx").write_bytes(content)
    outcome = read([tmp_path / "bad.xlsx", written(tmp_path, [GOOD])], tmp_path / "to")
    assert (key, "bad.xlsx") in keys(outcome)
    assert [it.used for it in outcome.readings] == [1]
    assert all(it.text(lang) for it in outcome.problems for lang in ("en", "es"))
    assert [it.key for it in outcome.unread] == [key]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    """A name that leads nowhere is said, not raised."""
    assert keys(read([tmp_path / "no.csv"], tmp_path / "to")) == [("records.file-unreadable", "no.csv")]


def test_a_sheet_that_nobody_knows_is_named(tmp_path: Path) -> None:
    """The detentions are read; the other sheet of the workbook is a problem with its rows counted."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (TITLES, GOOD):
        sheet.append(list(row))
    other = book.create_sheet("Other")
    other.append(["Color", "Taste"])
    other.append(["red", "sweet"])
    book.save(tmp_path / "DET.xlsx")
    outcome = read([tmp_path / "DET.xlsx"], tmp_path / "to")
    assert [(it.key, it.values["sheet"], it.values["n"]) for it in outcome.problems] == [
        ("records.layout-unknown", "Other", 2)
    ]
    assert [(it.sheet, it.used) for it in outcome.readings[0].accounts] == [("Sheet", 1)]


def test_files_that_name_no_release_are_releases_of_their_own(tmp_path: Path) -> None:
    """Nobody is followed from one to the other, and both files are told so; files of one release number are one."""
    two = [written(tmp_path, [GOOD], name=name) for name in ("DET1.csv", "DET2.csv")]
    outcome = read(two, tmp_path / "to")
    assert [it.release for it in outcome.readings] == ["DET1.csv", "DET2.csv"]
    assert keys(outcome) == [("records.release-unnamed", "DET1.csv"), ("records.release-unnamed", "DET2.csv")]
    same = [written(tmp_path, [GOOD], name=f"2026-ICLI-00005_{n}.csv") for n in (1, 2)]
    (reading,) = read(same, tmp_path / "to").readings
    assert (reading.release, reading.used) == ("2026-ICLI-00005", 2)


def test_a_mapping_of_the_users_own_reads_a_file_of_no_known_layout(tmp_path: Path) -> None:
    """Its columns are found by its aliases, its order of day and month is kept."""
    mapping = tmp_path / "own.toml"
    mapping.write_text(
        'name = "own"\nkind = "stints"\nmin_fields = 2\ndates = "day-first"\nrelease = "r1"\n[field.place]\naliases = ["Centro"]\n'
        'form = "code"\nrequired = true\n[field.stint_in]\naliases = ["Ingreso"]\nform = "moment"\nrequired = true\n',
        encoding="utf-8",
    )
    path = written(tmp_path, [("Sur", "3/4/2022"), ("Norte", "4/13/2022")], ("Centro", "Ingreso"), "lista.csv")
    (reading,) = read([path], tmp_path / "to", layouts=[mapping]).readings
    assert (reading.reader, reading.release, reading.used, reading.set_aside) == ("own", "r1", 1, 1)
    assert table(reading, "place, stint_in, person") == [("Sur", datetime(2022, 4, 3), None)]


def test_a_mapping_with_faults_stops_before_anything_is_read(tmp_path: Path) -> None:
    """All its faults are named."""
    (tmp_path / "own.toml").write_text('name = ""\nkind = "jail"\n', encoding="utf-8")
    with pytest.raises(Faults) as raised:
        read([written(tmp_path, [GOOD])], tmp_path / "to", layouts=[tmp_path / "own.toml"])
    assert len(raised.value.problems) == 3
    assert all(raised.value.text(lang) for lang in ("en", "es"))


def test_progress_ends_with_all_rows(tmp_path: Path) -> None:
    """Done never falls and ends at the whole."""
    told: list[tuple[int, int]] = []
    paths = [written(tmp_path, [GOOD] * 5, name=f"2026-ICLI-00005_{n}.csv") for n in (1, 2)]
    read(paths, tmp_path / "to", progress=lambda done, total: told.append((done, total)))
    assert told == [(6, 12), (12, 12)]


def test_a_typing_error_is_not_the_last_moment_of_a_release(tmp_path: Path) -> None:
    """A book-out months after the day of reading is kept as published; the release still knows no later moment than today's."""
    header = "Unique Identifier,Stay Book In Date Time,Book In Date Time,Detention Book Out Date Time,Detention Facility Code"
    late = "2027-01-01 08:00"
    lines = [
        f"{'a' * 40},2025-01-01 08:00,2025-01-01 08:00,{late},AAA",
        f"{'b' * 40},2025-01-02 08:00,2025-01-02 08:00,2025-01-05 08:00,AAA",
    ]
    path = tmp_path / "detentions.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    (reading,) = read([path], tmp_path / "out").readings
    assert table(reading, "stint_out")[0] == (datetime(2027, 1, 1, 8),)
    assert reading.until is not None
    assert (reading.until.ground, reading.until.moment) == ("latest", datetime(2025, 1, 5, 8))
