"""Observed flights: two counts of one number stay two, and what nobody saw is unknown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas import words
from habeas.records import Outcome, Reading, read_records
from habeas.records.flights import WordedDay, read_worded_day

PUBLISHED = Path(__file__).parents[2].parent / "shared" / "data" / "flights" / "yakima_observed_flights.csv"
TITLES = (
    "Date", "Flight count", "Flight number", "Tail number", "Operator", "Owner", "Previous Airport", "Next Airport",
    "From NWDC - Boarded Plane", "From Plane - Boarded Bus to NWDC", "From NWDC - Boarded Plane",
    "From Plane - Boarded Bus to NWDC", "# Buses", "Observations", "Link",
)  # fmt: skip
GOOD = (
    "Tuesday, May 14, 2019",
    "3",
    "AB1",
    "N1",
    "Air",
    "Air LLC",
    "KAAA",
    "KBBB",
    "70",
    "0",
    "78",
    "4",
    "3",
    "seen",
    "",
)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """Read the published table of flights."""
    (one,) = read_records([PUBLISHED], tmp_path_factory.mktemp("flights")).readings
    return one


def ask(path: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as engine:
        return engine.execute(query, [str(path)]).fetchall()


def made(folder: Path, rows: Sequence[Sequence[str]], titles: Sequence[str] = TITLES) -> Outcome:
    """Write rows as the publisher does, and read them."""
    path = folder / "flights.csv"
    path.write_text(
        "\n".join("|".join(f'"{cell}"' for cell in row) for row in [titles, *rows]) + "\n", encoding="utf-8"
    )
    return read_records([path], folder / "to")


def changed(**cells: str) -> tuple[str, ...]:
    """Return a good row in which some cells hold something else, by their place: ``c0`` is the first."""
    return tuple(cells.get(f"c{place}", cell) for place, cell in enumerate(GOOD))


def problems(outcome: Outcome) -> list[tuple[str, int]]:
    (one,) = outcome.readings
    return ask(one.problems, "SELECT replace(key, 'records.', ''), line FROM read_parquet(?)")


# --- what was published ---


def test_every_published_line_is_accounted_for(reading: Reading) -> None:
    """126 lines: 114 flights, and 12 that say there was none, each with its reason."""
    assert (reading.kind, reading.rows, reading.used, reading.set_aside) == ("flights", 126, 114, 12)
    reasons = ask(reading.problems, "SELECT key, count(*) FROM read_parquet(?) WHERE gravity = 'error' GROUP BY key")
    assert reasons == [("records.flight-none", 12)]
    assert ask(reading.table, "SELECT count(DISTINCT row), count(DISTINCT flight) FROM read_parquet(?)") == [(114, 114)]


def test_both_counts_stand_side_by_side(reading: Reading) -> None:
    """The first observer counted 70 boarding and none taken off, the second 78 and 4: neither is the mean of both."""
    query = "SELECT boarded, taken_off, boarded_rival, taken_off_rival FROM read_parquet(?) WHERE flight = 3"
    assert ask(reading.table, query) == [(70, 0, 78, 4)]
    query = "SELECT count(*) FROM read_parquet(?) WHERE boarded <> boarded_rival OR taken_off <> taken_off_rival"
    ((differ,),) = ask(reading.table, query)
    assert differ > 0


def test_what_nobody_counted_is_unknown(reading: Reading) -> None:
    """On the day of military exercises nobody could see the flight: four counts are unknown, not 0."""
    query = "SELECT boarded, taken_off, boarded_rival, taken_off_rival, buses FROM read_parquet(?) WHERE flight = 30"
    assert ask(reading.table, query) == [(None, None, None, None, None)]
    query = "SELECT boarded_rival, unread FROM read_parquet(?) WHERE flight = 88"
    assert ask(reading.table, query) == [(None, "boarded_rival")]


def test_days_in_words_are_read_and_their_weekdays_held(reading: Reading) -> None:
    """First and last day are read; a misspelt weekday is told, and its date used."""
    assert ask(reading.table, "SELECT min(day), max(day), count(day) FROM read_parquet(?)") == [
        (date(2019, 5, 7), date(2021, 6, 25), 114)
    ]
    told = ask(reading.problems, "SELECT found, expected FROM read_parquet(?) WHERE key = 'records.flight-weekday'")
    assert told == [("Tudsay, June 22, 2021", "Tuesday")]


def test_every_problem_has_words(reading: Reading) -> None:
    """Each can be said in both languages."""
    for key, found, expected in ask(reading.problems, "SELECT key, found, expected FROM read_parquet(?)"):
        for lang in words.LANGUAGES:
            assert words.text(key, lang, found=found or "", expected=expected or "", n=1)


# --- days in words ---


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.booleans(), st.booleans())
def test_a_day_written_out_reads_back(day: date, weekday: bool, short: bool) -> None:
    """With its weekday or without, the month in full or by three letters."""
    month = words.MONTHS["en"][day.month - 1]
    name = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[day.weekday()]
    text = f"{f'{name}, ' if weekday else ''}{month[:3] if short else month} {day.day}, {day.year}"
    assert read_worded_day(text) == WordedDay(day, name if weekday else None)


@pytest.mark.parametrize(
    "text", ["", "Tuesday", "May 32, 2019", "Juny 3, 2019", "Week of Aug 24th", "2019", "x May 7, 2019 and later"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    """Nothing is made of half a date, or of one that is in no calendar."""
    assert read_worded_day(text) is None


def test_signs_after_a_day_do_not_matter() -> None:
    """A quotation mark or a full stop left at the end."""
    assert (
        read_worded_day("Tuesday, May 26, 2020.")
        == read_worded_day("Tuesday, May 26, 2020'")
        == WordedDay(date(2020, 5, 26), "Tuesday")
    )


# --- what can go wrong ---


@pytest.mark.parametrize("column", [8, 9, 10, 11])
@pytest.mark.parametrize("text", ["?", "", "2?", "about 40", "-3", "1.5"])
def test_a_count_that_is_none_is_unknown_and_the_others_stay(tmp_path: Path, column: int, text: str) -> None:
    """One unreadable count takes neither the row nor its rival with it."""
    outcome = made(tmp_path, [changed(**{f"c{column}": text})])
    (one,) = outcome.readings
    expected = [70, 0, 78, 4]
    expected[column - 8] = None  # type: ignore[call-overload]
    assert ask(one.table, "SELECT boarded, taken_off, boarded_rival, taken_off_rival FROM read_parquet(?)") == [
        tuple(expected)
    ]
    assert problems(outcome) == ([("flight-unknown", 2)] if text else [])


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(1, 6))
def test_a_wrong_weekday_is_another_one(day: date, off: int) -> None:
    """The weekday before a date is kept apart from the date, so that the two can be held together."""
    other = f"{day + timedelta(days=off):%A}"
    read = read_worded_day(f"{other}, {words.MONTHS['en'][day.month - 1]} {day.day}, {day.year}")
    assert read == WordedDay(day, other)
    assert f"{day:%A}" != other


def test_a_weekday_that_is_not_the_dates_is_told(tmp_path: Path) -> None:
    """14 May 2019 was a Tuesday."""
    assert problems(made(tmp_path, [changed(c0="Monday, May 14, 2019")])) == [("flight-weekday", 2)]


def test_a_row_without_a_day_is_set_aside(tmp_path: Path) -> None:
    """A flight of no day cannot be held against anything."""
    outcome = made(tmp_path, [changed(c0="some day in May"), GOOD])
    (one,) = outcome.readings
    assert (one.rows, one.used, one.set_aside) == (2, 1, 1)
    assert problems(outcome) == [("flight-no-day", 2)]


def test_a_flight_called_off_but_counted_is_a_flight(tmp_path: Path) -> None:
    """Words like "cancelled" make a row no flight only where nobody was counted."""
    cancelled = changed(c3="flight cancelled")
    assert problems(made(tmp_path, [cancelled])) == []
    nobody = changed(c3="flight cancelled", c8="", c9="", c10="", c11="")
    assert problems(made(tmp_path, [nobody])) == [("flight-none", 2)]


def test_a_flight_out_of_order_and_blank_lines_are_told(tmp_path: Path) -> None:
    """Days go on; a line of nothing is no row."""
    outcome = made(tmp_path, [GOOD, tuple("" for _ in GOOD), changed(c0="Sunday, May 12, 2019")])
    (one,) = outcome.readings
    assert (one.rows, one.used) == (2, 2)
    assert [account.blank for account in one.accounts] == [1]
    assert problems(outcome) == [("flight-order", 4)]


def test_columns_are_found_by_their_headers(tmp_path: Path) -> None:
    """In another order, with a column that nobody knows: the same counts, the column named."""
    order = list(reversed(range(len(TITLES))))
    rows = [[*(GOOD[place] for place in order), "x"]]
    (one,) = made(tmp_path, rows, [*(TITLES[place] for place in order), "Mood"]).readings
    assert one.unknown_columns == {"flights.csv": ("Mood",)}
    # The observer whose column stands first is the first: reversed, the two change places.
    assert ask(one.table, "SELECT boarded, boarded_rival FROM read_parquet(?)") == [(78, 70)]


def test_one_observer_alone_leaves_the_rival_unknown(tmp_path: Path) -> None:
    """Where a header stands there once, nobody else counted."""
    keep = [place for place in range(len(TITLES)) if place not in {10, 11}]
    (one,) = made(tmp_path, [[GOOD[place] for place in keep]], [TITLES[place] for place in keep]).readings
    assert ask(one.table, "SELECT boarded, boarded_rival FROM read_parquet(?)") == [(70, None)]
