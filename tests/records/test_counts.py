"""Published counts: each number is a row with what it counts; wide tables lose none, and nothing blank becomes 0."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from habeas.records import Outcome, Reading, read_records
from habeas.records.counts import tables

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "mortality"
ROWS = {
    "average_daily_population.csv": ("average-population-by-year", 25, 0, 25),
    "doj_comparison_summary.csv": ("deaths-by-agency-two-counts", 50, 0, None),
    "ice_deaths_by_facility.csv": ("deaths-by-facility", 120, 0, 120),
    "ice_deaths_by_fy.csv": ("deaths-by-year", 23, 0, 23),
    "ice_deaths_by_fy_facility.csv": ("deaths-by-year-and-facility", 247, 0, 247),
    "mortality_rates_by_administration.csv": ("mortality-by-administration", 5, 0, 25),
    "prison_agency_counts_2019-2024.csv": ("deaths-and-population-by-agency", 102, 13, None),
    "totalDetained.csv": ("held-by-day", 147, 0, 6 * 147),
}
"""What each published table is known as, its rows, how many of them hold no number, and how many numbers it holds."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    """Read the published tables."""
    outcome = read_records(sorted(FOLDER.iterdir()), tmp_path_factory.mktemp("counts"))
    assert outcome.problems == ()
    return {one.release: one for one in outcome.readings}


def ask(reading: Reading, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as engine:
        return engine.execute(query.format(rows=f"'{reading.table}'", problems=f"'{reading.problems}'")).fetchall()


def made(folder: Path, text: str) -> Outcome:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return read_records([path], folder / "to")


def test_every_published_table_is_known_and_accounted_for(published: dict[str, Reading]) -> None:
    """Rows in = used + set aside, and each cell with a number is a row."""
    assert set(published) == set(ROWS)
    for file, (name, rows, aside, cells) in ROWS.items():
        one = published[file]
        assert (one.kind, one.generation, one.rows, one.set_aside) == ("counts", name, rows, aside), file
        if cells is not None:
            assert ask(one, "SELECT count(*) FROM {rows}") == [(cells,)], file


def test_two_tables_of_the_same_deaths_have_one_sum_by_year(published: dict[str, Reading]) -> None:
    """Deaths by year and facility add up to deaths by year, the death at a place that nobody names included."""
    query = "SELECT fiscal_year, sum(value) FROM {rows} GROUP BY 1 ORDER BY 1"
    by_year = ask(published["ice_deaths_by_fy.csv"], query)
    by_place = ask(published["ice_deaths_by_fy_facility.csv"], query)
    assert by_place == by_year
    assert ask(published["ice_deaths_by_facility.csv"], "SELECT sum(value) FROM {rows}")[0][0] == sum(
        n for _, n in by_year
    )


def test_a_wide_table_says_who_counted_and_in_which_year(published: dict[str, Reading]) -> None:
    """A header such as ``CMP.2019`` becomes two columns; ``NA`` gives no row."""
    one = published["doj_comparison_summary.csv"]
    found = ask(one, "SELECT counted_by, value FROM {rows} WHERE agency = 'Alabama' AND year = 2019 ORDER BY 1")
    assert found == [("BJS", 129.0), ("CMP", 130.0)]
    assert ask(one, "SELECT count(*) FROM {rows} WHERE agency = 'Alabama' AND counted_by = 'CMP'") == [(2,)]


def test_a_change_has_the_year_before_beside_its_own(published: dict[str, Reading]) -> None:
    """Two-digit years of a change are both kept; deaths and populations stay apart by what they measure."""
    one = published["prison_agency_counts_2019-2024.csv"]
    query = "SELECT from_year, year, round(value, 2) FROM {rows} WHERE agency = 'Alabama' AND measure = 'change-of-deaths' AND year = 2024 ORDER BY 1"
    assert ask(one, query) == [(2019, 2024, 113.08), (2023, 2024, -15.55)]
    query = "SELECT month, value FROM {rows} WHERE agency = 'Alabama' AND measure = 'population' AND year IN (2019, 2020) ORDER BY year"
    assert ask(one, query) == [(6, 27638.0), (7, 26890.0)]


def test_headers_that_stand_twice_are_counts_and_shares(published: dict[str, Reading]) -> None:
    """The first ``ICE`` counts persons, the second is its share in percent; the day is read month first."""
    query = "SELECT measure, counted_by, value, unit FROM {rows} WHERE day = DATE '2025-09-21' ORDER BY 1, 2"
    assert ask(published["totalDetained.csv"], query) == [
        ("held", "CBP", 13747.0, "persons"),
        ("held", "ICE", 46015.0, "persons"),
        ("held", "Total", 59762.0, "persons"),
        ("share-of-held", "CBP", 23.0, "percent"),
        ("share-of-held", "ICE", 77.0, "percent"),
        ("share-of-held", "Total", 100.0, "percent"),
    ]


def test_what_is_not_understood_is_set_aside_or_left_blank_and_told(tmp_path: Path) -> None:
    """A year that is none, and a row without a number, are set aside; a coordinate off the globe is left blank and the row used."""
    text = (
        "fiscal_year,detention_center_name,detention_center_state,detention_center_type,latitude,longitude,deaths_n\n"
        "2004,A,TX,Public,31.0,-97.0,2\ntotal,,,,,,2\n2005,B,TX,Public,99.0,-97.0,1\n2006,C,TX,Public,31.0,-97.0,\n"
        "2007,D,TX,Public,31.0,-97.0,about 3\n"
    )
    (one,) = made(tmp_path, text).readings
    assert (one.rows, one.used, one.set_aside) == (5, 2, 3)
    found = ask(one, "SELECT line, key, gravity FROM {problems} ORDER BY line, key")
    assert found == [
        (3, "records.count-about-nothing", "error"),
        (3, "records.value-unreadable", "warning"),
        (4, "records.value-unreadable", "warning"),
        (5, "records.count-no-number", "error"),
        (6, "records.count-no-number", "error"),
        (6, "records.value-unreadable", "warning"),
    ]
    assert ask(one, "SELECT place_name, lat, unread FROM {rows} ORDER BY line") == [
        ("A", 31.0, None),
        ("B", None, "lat"),
    ]


def test_a_table_that_lacks_a_column_is_not_taken_for_a_known_one(tmp_path: Path) -> None:
    """Every key of a table has to be there: ``deaths_n`` alone says nothing of what it counts."""
    outcome = made(tmp_path, "place,deaths_n\nA,2\n")
    assert outcome.readings == ()
    assert [one.key for one in outcome.unread] == ["records.layout-unknown"]


@settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(
    cells=st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 10**6)), min_size=4, max_size=4), min_size=1, max_size=12
    )
)
def test_each_number_is_a_row_and_each_line_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[int | None]]
) -> None:
    """Whatever is blank: as many rows as numbers, and as many lines used as hold one."""
    folder = tmp_path_factory.mktemp("wide")
    lines = ["Agency,BJS.2001,BJS.2002,CMP.2001,CMP.2002"]
    lines += [",".join([f"A{n}", *("NA" if one is None else str(one) for one in row)]) for n, row in enumerate(cells)]
    (one,) = made(folder, "\n".join(lines) + "\n").readings
    assert one.rows == len(cells)
    assert one.used == sum(any(value is not None for value in row) for row in cells)
    expected = sorted(value for row in cells for value in row if value is not None)
    assert [int(value) for (value,) in ask(one, "SELECT value FROM {rows} ORDER BY value")] == expected


def test_every_table_names_columns_of_the_schema() -> None:
    """What a table says of a row has a column to go into, and what a row must have is among it."""
    from habeas.records.counts import SCHEMA

    for one in tables():
        assert set(one.keys) <= set(SCHEMA)
        assert set(one.about) <= set(one.keys)
