"""Rosters: the day from the file's name, persons listed twice, and the days of a series."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.records.header import Header, find
from habeas.records.layout import built_in
from habeas.records.model import Kind, Reading
from habeas.records.reader import Preparation, prepare
from habeas.records.rosters import RosterDays, days_in_name, roster_days
from habeas.records.sheets import open_file

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "rikers"
FOIL = '"INMATEID","ADMITTED_DT","DISCHARGED_DT","CUSTODY_LEVEL","BRADH","RACE","GENDER","AGE","INMATE_STATUS_CODE","SEALED"\n'
ROW = '"{}","2019-01-01 10:00:00","","MED ","N","O ","M ","47","DE","N"\n'


def prepared(path: Path, scratch: Path) -> tuple[Header, Preparation]:
    """Return the header of a file and what the hook of its layout says."""
    scratch.mkdir()
    (sheet,) = open_file(path, scratch).sheets
    header = find(sheet, built_in())
    assert isinstance(header, Header)
    return header, prepare(sheet, header)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(("%Y%m%d", "%Y-%m-%d", "%Y_%m_%d")))
def test_the_day_is_read_from_any_common_name(day: date, form: str) -> None:
    """Year first, with or without marks between."""
    assert days_in_name(f"DOC_Inmates_InCustody_Daily_{day.strftime(form)}.csv") == (day,)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("roster.csv", ()),
        ("roster_20191301.csv", ()),
        ("roster_120190101.csv", ()),
        ("roster_2019-0101.csv", ()),
        ("20190101_20190131.csv", (date(2019, 1, 1), date(2019, 1, 31))),
        ("20190101 (2019-01-01).csv", (date(2019, 1, 1),)),
    ],
)
def test_a_name_is_not_read_beyond_what_it_says(name: str, days: tuple[date, ...]) -> None:
    """No day, an impossible one and two of them are each what they are."""
    assert days == days_in_name(name)


@pytest.mark.parametrize(
    ("name", "refusal"), [("roster.csv", "records.roster-no-day"), ("20190101-20190131.csv", "records.roster-two-days")]
)
def test_a_roster_without_one_day_is_refused(tmp_path: Path, name: str, refusal: str) -> None:
    """Nothing is guessed: no row of it is used, and the reason is named."""
    (tmp_path / name).write_text(FOIL + ROW.format("a1"), encoding="utf-8")
    assert prepared(tmp_path / name, tmp_path / "s")[1].refusal == refusal


def test_who_is_listed_twice_is_named_by_lines_and_never_by_identifier(tmp_path: Path) -> None:
    """The second and third row of one person each name the first; rows without an identifier are nobody's second."""
    path = tmp_path / "roster_20190101.csv"
    path.write_text(
        FOIL + "".join(ROW.format(one) for one in ("zz91", "b2", "zz91 ", "", "", "zz91")), encoding="utf-8"
    )
    _, found = prepared(path, tmp_path / "s")
    assert [(one.row, one.values["first"]) for one in found.problems] == [(4, 2), (7, 2)]
    assert all(one.gravity == "warning" for one in found.problems)
    assert not any("zz91" in one.text(lang) for one in found.problems for lang in ("en", "es"))


def test_both_published_formats_are_one_layout(tmp_path: Path) -> None:
    """The 39 published files are recognised by their headers, each with its day and every column known."""
    files = sorted(DATA.rglob("*.csv"))
    assert len(files) == 39
    for number, path in enumerate(files):
        header, found = prepared(path, tmp_path / str(number))
        day = found.constants["day"]
        assert isinstance(day, date)
        assert path.stem.endswith(day.strftime("%Y%m%d"))
        assert (header.layout.name, header.generation) == (
            "nyc-roster",
            "foil" if day <= date(2022, 6, 30) else "portal",
        )
        assert header.unknown == ()
        assert len(found.problems) <= 3


def reading(tmp_path: Path, rows: list[tuple[date, str, str | None]], kind: Kind = "roster") -> Reading:
    """Return a reading whose table has a day, a file and a person a row."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    days, files, persons = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    table = {
        "day": pa.array(days, pa.date32()),
        "file": pa.array(files, pa.string()),
        "person": pa.array(persons, pa.string()),
    }
    pq.write_table(pa.table(table), tmp_path / "rows.parquet")
    where = tmp_path / "rows.parquet"
    return Reading(
        kind=kind, reader="x", generation="", release="", table=where, problems=where, accounts=(), unknown_columns={}
    )


def test_days_of_a_series_are_covered_missing_repeated_or_unchanged(tmp_path: Path) -> None:
    """A gap, two files for a day, and a list that is the one of the covered day before it, in whatever order."""
    one, two, four, five = (date(2022, 7, day) for day in (1, 2, 4, 5))
    rows: list[tuple[date, str, str | None]] = [
        (one, "a", "p"), (one, "a", "q"), (two, "b", "q"), (two, "b", "p"), (two, "c", "p"), (four, "d", "p"), (five, "e", "p"),
        (five, "e", None),
    ]  # fmt: skip
    expected = RosterDays(
        covered=(one, two, four, five), missing=(date(2022, 7, 3),), repeated=(two,), unchanged=((two, one),)
    )
    assert expected == roster_days(reading(tmp_path, rows))


@given(st.sets(st.integers(0, 60), min_size=1))
def test_covered_and_missing_days_make_up_the_span(tmp_path_factory: pytest.TempPathFactory, days: set[int]) -> None:
    """Every day between the first and the last is one or the other, once."""
    start = date(2020, 2, 1)
    covered = [start + timedelta(days=n) for n in sorted(days)]
    found = roster_days(reading(tmp_path_factory.mktemp("r"), [(day, str(day), f"p{day}") for day in covered]))
    span = [covered[0] + timedelta(days=n) for n in range((covered[-1] - covered[0]).days + 1)]
    assert span == sorted([*found.covered, *found.missing])


def test_days_of_another_kind_are_refused(tmp_path: Path) -> None:
    """Stints have no days of a roster."""
    with pytest.raises(ValueError, match="stints"):
        roster_days(reading(tmp_path, [], "stints"))
