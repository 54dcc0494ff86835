"""The parts of the reader of statistics: numbers, periods, bed-days, blocks and words."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.records.failed import is_failed
from habeas.records.statistics import Place, SheetAccount, periods
from habeas.records.statistics.bed_days import days_around, last_day
from habeas.records.statistics.blocks import find_blocks
from habeas.records.statistics.cells import Page, plain, shown
from habeas.records.statistics.model import Figure, Period, Value
from habeas.records.statistics.numbers import Number, read_number
from habeas.records.statistics.periods import Clock
from habeas.records.statistics.vocabulary import fold_header, vocabulary

DAYS = st.dates(date(2018, 10, 1), date(2030, 9, 30))


def page(cells: dict[tuple[int, int], Value], **rest: object) -> Page:
    """Return a sheet of these cells, by line and column."""
    assert not rest
    return Page("Sheet", {Place(*place): value for place, value in cells.items()})


# --- numbers ---


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (0, Number(0.0)),
        (12.5, Number(12.5)),
        ("1,234", Number(1234.0, "1234.0")),
        (" 17 ", Number(17.0, "17.0")),
        ("12.5%", Number(0.125, "0.125")),
        ("$7,500.00", Number(7500.0, "7500.0")),
        ("-", Number(None)),
        ("N/A", Number(None)),
        ("#DIV/0!", Number(None, None, failed=True)),
        ("=A1+A2", Number(None, None, failed=True)),
        ("about 40", None),
        ("1,23", None),
        ("12 13", None),
        ("", None),
        (True, None),
        (date(2024, 1, 1), None),
        (datetime(2024, 1, 1), None),
    ],
)
def test_a_cell_is_a_number_a_mark_or_neither(value: Value, number: Number | None) -> None:
    """Nothing is guessed: a word, a date and a truth value are no numbers; a mark is no zero."""
    assert read_number(value) == number


@given(st.integers(0, 10**9))
def test_a_number_typed_with_commas_is_that_number(count: int) -> None:
    """Thousands may be set off by commas."""
    found = read_number(f"{count:,}")
    assert found is not None
    assert found.value == count


@pytest.mark.parametrize(
    ("value", "text"), [(3.0, "3"), (0.1, "0.1"), (7, "7"), (True, "TRUE"), (datetime(2024, 7, 25), "2024-07-25")]
)
def test_a_cell_is_shown_in_its_shortest_form(value: Value, text: str) -> None:
    """A number that a spreadsheet shows as 3 is not 3.0, and a day has no time."""
    assert shown(value) == text


def test_a_formula_sign_alone_is_no_formula() -> None:
    """A cell with nothing but "=" failed at nothing."""
    assert not is_failed("=")


# --- periods ---


@given(DAYS, st.integers(1, 12))
def test_a_fiscal_month_lies_in_its_year(day: date, number: int) -> None:
    """A month of a fiscal year begins on its first day, within October to September."""
    year = periods.fiscal_year_of(day)
    period = periods.fiscal_month(year, number, Clock(day))
    assert period.month == period.first_day
    assert period.month is not None
    assert (period.month.month, periods.fiscal_year_of(period.month)) == (number, year)


@given(DAYS, DAYS)
def test_a_month_is_over_not_over_or_to_come(last: date, day: date) -> None:
    """Known up to a day: a month that begins after it is to come, one that ends after it is partial, and ends with it."""
    period = periods.month(day.year, day.month, Clock(last))
    first = day.replace(day=1)
    end = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    assert period.future == (first > last)
    assert period.partial == (first <= last < end)
    assert period.last_day == (last if period.partial else end)


@given(DAYS)
def test_a_sheet_that_reaches_a_month_leaves_its_end_unknown(day: date) -> None:
    """Where only the latest month with figures is known, it is partial without a last day; those before are over."""
    reached = day.replace(day=1)
    clock = Clock(None, reached)
    assert periods.month(day.year, day.month, clock) == Period(month=reached, first_day=reached, partial=True)
    before = reached - timedelta(days=1)
    assert not periods.month(before.year, before.month, clock).partial
    assert periods.month(before.year, before.month, clock).last_day == before
    after = (reached + timedelta(days=31)).replace(day=1)
    assert periods.month(after.year, after.month, clock).future


def test_without_a_stamp_no_end_is_made_up() -> None:
    """Nothing known, nothing said."""
    assert periods.fiscal_year(2024, Clock(None)) == Period(first_day=date(2023, 10, 1))


@given(DAYS)
def test_quarters_cover_a_fiscal_year(day: date) -> None:
    """The four quarters of a year follow one another from October to September."""
    year = periods.fiscal_year_of(day)
    quarters = [periods.fiscal_quarter(year, number, Clock(date(2040, 1, 1))) for number in (1, 2, 3, 4)]
    assert (quarters[0].first_day, quarters[3].last_day) == (date(year - 1, 10, 1), date(year, 9, 30))
    for one, two in pairwise(quarters):
        assert one.last_day
        assert one.last_day + timedelta(days=1) == two.first_day


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("ICE DETENTION DATA, EOFY2024", [2024]),
        ("Facilities EOYFY20 ", [2020]),
        ("ATD FY21 YTD", [2021]),
        ("Arrests FY2018 - YTD2022", [2018, 2022]),
        ("Fiscal Year (FY)  2022 Quarter 2 Data", [2022]),
        ("pursuant to the Fiscal Year 2020 Department of Homeland Security", [2020]),
        ("20240105184536-FY24_detentionStats01042024.xlsx", [2024]),
        ("FY20_detention-stats", [2020]),
        ("NDS 2019", []),
    ],
)
def test_fiscal_years_are_read_as_they_are_written(text: str, years: list[int]) -> None:
    """Two digits or four, of the end of the year or to date."""
    assert periods.fiscal_years_in(" ".join(text.split())) == years


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Source: ICE Integrated Decision Support (IIDS), 10/07/2024", [date(2024, 10, 7)]),
        ("Participants Report, 9.20.2025", [date(2025, 9, 20)]),
        ("as of 06/08/22.", [date(2022, 6, 8)]),
        ("FY2022 (10/1/2021 - 3/31/2022)", [date(2021, 10, 1), date(2022, 3, 31)]),
        ("13/45/2024", []),
        ("ICE Policy 11065.1", []),
    ],
)
def test_days_are_read_month_first(text: str, days: list[date]) -> None:
    """American dates with slashes or points; what is no day of the calendar is none."""
    assert list(periods.days_in(text)) == days


def test_a_capture_is_read_from_the_front_of_the_name() -> None:
    """Fourteen digits of a moment, and nothing else."""
    assert periods.captured("20240105184536-FY24.xlsx") == datetime(2024, 1, 5, 18, 45, 36)
    assert periods.captured("FY24_detentionStats.xlsx") is None
    assert periods.captured("20241305184536-x.xlsx") is None


# --- bed-days ---


@pytest.mark.parametrize("seed", range(20))
def test_the_day_is_found_from_the_averages_alone(seed: int) -> None:
    """Of 43 days around the stamp, simulated averages give the true day, or none; never a wrong one."""
    chance = random.Random(seed)  # noqa: S311 - a simulation, nothing secret
    first, count = date(2023, 10, 1), chance.randint(30, 360)
    true = first + timedelta(days=count - 1)
    averages = [chance.randint(1, 10**6) / count for _ in range(12)]
    stamp = true - timedelta(days=chance.randint(-10, 12))
    assert last_day(averages, first, days_around(stamp, first, date(2024, 9, 30))) == true


def test_a_few_rounded_averages_do_not_hide_the_day() -> None:
    """One average in ten may be rounded; more, and nothing is said."""
    first, days = date(2023, 10, 1), days_around(date(2024, 3, 1), date(2023, 10, 1), date(2024, 9, 30))
    exact = [n / 157 for n in range(10_001, 10_041)]
    assert last_day([*exact, 12.34], first, days) == date(2024, 3, 5)
    assert last_day([round(one, 1) for one in exact], first, days) is None


def test_averages_rounded_alike_fit_by_their_rounding_and_say_nothing() -> None:
    """Written to two decimals, averages over any days are whole over 100 days; to three, over 125 more often than not."""
    first, days = date(2023, 10, 1), days_around(date(2024, 1, 12), date(2023, 10, 1), date(2024, 9, 30))
    exact = [n / 103 for n in range(10_001, 10_041)]
    assert last_day(exact, first, days) == date(2024, 1, 11)
    assert [last_day([round(one, digits) for one in exact], first, days) for digits in (1, 2, 3)] == [None] * 3


def test_whole_averages_and_too_few_say_nothing() -> None:
    """A whole number fits every day, and four averages are too few to be more than chance."""
    first, days = date(2023, 10, 1), days_around(date(2024, 3, 1), date(2023, 10, 1), date(2024, 9, 30))
    assert last_day([float(n) for n in range(50)], first, days) is None
    assert last_day([n / 157 for n in (10_001, 10_002, 10_003, 10_004)], first, days) is None
    assert last_day([], first, days) is None


def test_of_days_that_are_multiples_the_first_is_taken() -> None:
    """Averages over 19 days fit 38 days as well."""
    first = date(2023, 10, 1)
    found = last_day(
        [n / 19 for n in range(1001, 1020)], first, days_around(date(2023, 10, 24), first, date(2024, 9, 30))
    )
    assert found == date(2023, 10, 19)


# --- places, blocks and words ---


@given(st.integers(0, 20_000))
def test_a_column_is_named_as_a_spreadsheet_names_it(column: int) -> None:
    """A, …, Z, AA, …: reading the name back as a number of base 26 gives the column."""
    number = 0
    for letter in Place(1, column).letters:
        number = number * 26 + ord(letter) - 64
    assert number == column + 1


def test_tables_side_by_side_end_where_the_other_begins() -> None:
    """A block reaches right to the title beside it and down to the next title in its columns, though that one stands higher up."""
    cells: dict[tuple[int, int], Value] = {
        (1, 0): "ICE Currently Detained by Criminality and Arresting Agency",
        (1, 8): "ICE Initial Book-Ins by Arresting Agency and Month: FY2024",
        (9, 0): "ICE Initial Book-Ins by Criminality: FY2024",
        (9, 7): "ICE Final Book Outs : FY2024",
        (20, 0): "ICE Final Book Outs by Release Reason, Month and Criminality: FY2024",
    }
    found = {one.table.id: (one.title, one.bottom, one.right) for one in find_blocks(page(cells), vocabulary())}
    assert found["currently-detained-by-criminality"] == (Place(1, 0), 8, 7)
    assert found["book-ins-by-agency"][1] == 8
    assert found["book-ins-by-facility-type-criminality"] == (Place(9, 0), 19, 6)
    assert found["book-outs-by-facility-type"] == (Place(9, 7), 19, found["book-ins-by-agency"][2])


def test_a_cell_is_never_used_twice() -> None:
    """A figure cannot be made of a cell that is one already."""
    one = page({(1, 0): 5})
    figure = Figure(place=Place(1, 0), table="removals", measure="removals", unit="persons", text="5", value=5)
    one.figure(figure)
    with pytest.raises(ValueError, match="used twice"):
        one.figure(figure)


def test_an_account_that_loses_a_cell_is_refused() -> None:
    """Cells in are figures, words and cells set aside."""
    assert SheetAccount(cells=6, figures=3, words=2, set_aside=1).cells == 6
    with pytest.raises(ValueError, match="7 cells in, 6 accounted for"):
        SheetAccount(cells=7, figures=3, words=2, set_aside=1)


def test_what_nothing_has_become_of_is_set_aside() -> None:
    """Closing a sheet leaves no cell without an end."""
    one = page({(1, 0): 5, (2, 3): "a word", (3, 0): "  "})
    one.word(Place(3, 0))
    figures, doubts, account = one.close()
    assert figures == ()
    assert [(doubt.place, doubt.found, doubt.n) for doubt in doubts] == [
        (Place(1, 0), "5", 1),
        (Place(2, 3), "a word", 1),
    ]
    assert account == SheetAccount(cells=3, figures=0, words=1, set_aside=2)


def test_every_title_is_of_one_kind_of_table() -> None:
    """Of all patterns, the first that fits a title is the only one that does: their order does not matter."""
    titles = [
        "ICE Final Releases by Facility Type: FY2022", "ICE Final Book Outs by Release Reason, Month and Criminality: FY2024",
        "ICE Final Book Outs : EOFY2024", "ICE Average Daily Population by Month: FY2024", "ICE Removals: FY2019 ",
        "ICE Average Length of Stay Adult Facility Type by Month and Arresting Agency: FY2022",
        "ICE Average Length of Stay by Arresting Agency, Month and Criminality: FY2019 ",
        "ICE Initial Book-Ins by Criminality: FY2024", "ICE Initial Book-Ins by Arresting Agency and Month: EOFY2020",
        "Aliens with Positive Credible Fear Determination Parole Status: FY2023 - FY2025",
        "ATD Active Population by Status, Extended Case Management Service, Count and ALIP, FY21",
        "Active ATD Participants and Average Length in Program, FY24,  as of 01/27/2024, by AOR and Technology",
        "\nFY24 thru January Court Appearance: Final Hearings*", "September 2024\n\nThis Segregation Review", "February 2025",
    ]  # fmt: skip
    words = vocabulary()
    for title in titles:
        assert len([table.id for table in words.tables if table.title.search(plain(title))]) == 1, title


def test_a_header_is_known_whatever_its_year() -> None:
    """The fiscal year in a header changes with each edition."""
    assert fold_header("FY24 ALOS") == fold_header("FY19  Alos")
    assert fold_header("Pending FY25 Inspection") == fold_header("Pending FY24 Inspection")
    assert fold_header("%") == "%"


def test_every_dimension_of_a_table_is_known() -> None:
    """Tables name dimensions, rows of their own, or kinds of columns that the reader has."""
    words = vocabulary()
    for table in words.tables:
        assert all(one in words.dimensions or one in {"month", "date", "fiscal_year"} for one in table.columns)
        assert table.by_row is not None or all(one.headers for one in table.rows)
        assert table.default.measure or table.by_row or all(one.measure for one in table.named.values())
