"""Counts by who people are and how they left, held to plain counting in Python over the tables of a generated release."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.findings.tested.conftest import Made

from habeas.amount import Amount
from habeas.findings.tested import CustodyTables, Definition, Figure, Way, hold_figure

Row = Mapping[str, Any]
DAYS = [date(2024, 8, 3), date(2025, 1, 12), date(2025, 7, 4), date(2026, 2, 20)]
FIRST, LAST = date(2025, 3, 1), date(2025, 5, 31)
FREED = ("paroled", "order of", "bonded out", "relief granted", "proceedings terminated")


@pytest.fixture(scope="module")
def stints(made: Made) -> list[Row]:
    found: list[Row] = pq.read_table(made.tables / "stints.parquet").to_pylist()
    return found


@pytest.fixture(scope="module")
def stays(made: Made) -> list[Row]:
    found: list[Row] = pq.read_table(made.tables / "stays.parquet").to_pylist()
    return found


def person(row: Row) -> object:
    """Return who a row is of; a row without an identifier is somebody of its own."""
    return row["person"] or ("nobody", row["row"])


def telling(**values: Any) -> Callable[[Row], bool]:
    """Return whether a row tells every one of some values."""
    return lambda row: all(row[name] == value for name, value in values.items())


def aged(day: date, least: int, most: int) -> Callable[[Row], bool]:
    """Return whether a row's year of birth is from so many to so many years before the day's."""
    return lambda row: row["birth_year"] is not None and least <= day.year - row["birth_year"] <= most


def sure(row: Row) -> bool:
    return row["person"] is not None and not row["possible_twin"]


def held(stints: list[Row], day: date, *, midnight: bool, has: Callable[[Row], bool]) -> tuple[int, int]:
    """Count who was certainly and possibly held on a day, by looking at each stint."""
    certain, possible = set(), set()
    for row in filter(has, stints):
        began, first, last = row["started_first"], row["ended_first"] or row["ended_last"], row["ended_last"]
        if midnight:
            night = datetime.combine(day + timedelta(days=1), time())
            came, stayed, may_have = began < night, first is None or first >= night, last is None or last >= night
        else:
            start = datetime.combine(day, time())
            came = began < start + timedelta(days=1)
            stayed, may_have = first is None or first >= start, last is None or last >= start
        if came and may_have:
            possible.add(person(row))
        if came and stayed and sure(row):
            certain.add(person(row))
    return len(certain), len(possible)


def counted(tables: CustodyTables, day: date, way: Way, **more: Any) -> tuple[float, float]:
    found = tables.rebuilt(Definition(measure="population", way=way, first_day=day, last_day=day, **more), rows=False)
    return found.low, found.high


@pytest.mark.parametrize("midnight", [True, False])
@pytest.mark.parametrize(
    ("who", "has"),
    [
        ((("sex", "female"),), telling(sex="female")),
        ((("criminality", "convicted"),), telling(criminality="convicted")),
        (
            (("nationality", "MEXICO"), ("sex", "male")),
            telling(nationality="MEXICO", sex="male"),
        ),
    ],
)
def test_who_is_held_is_counted_by_what_their_rows_say(
    tables: CustodyTables, stints: list[Row], who: Any, has: Callable[[Row], bool], midnight: bool
) -> None:
    """On each day those with every value are as many as looking at each stint gives, certainly and possibly."""
    way = Way(at="midnight" if midnight else "any-moment")
    for day in DAYS:
        assert counted(tables, day, way, who=who) == held(stints, day, midnight=midnight, has=has)


def test_ages_are_counted_on_the_day(tables: CustodyTables, stints: list[Row]) -> None:
    """Under 18 and adult, by the year of birth: who turns 18 in the year of the day is possibly either and certainly neither."""
    for day in DAYS:
        for value, certainly, possibly in (("under-18", (0, 17), (0, 18)), ("adult", (19, 130), (18, 130))):
            low, _ = held(stints, day, midnight=True, has=aged(day, *certainly))
            _, high = held(stints, day, midnight=True, has=aged(day, *possibly))
            assert counted(tables, day, Way(at="midnight"), who=(("age", value),)) == (low, high)
            assert high > 0


def test_one_place_and_one_sex_together(tables: CustodyTables, stints: list[Row]) -> None:
    """A place and a value narrow the count together; once in each place is the sum over places."""
    place = max(
        {row["place"] for row in stints if row["place"]}, key=lambda one: sum(row["place"] == one for row in stints)
    )
    male = (("sex", "male"),)
    by_place = [
        held(stints, DAYS[1], midnight=False, has=telling(place=one, sex="male"))
        for one in sorted({row["place"] for row in stints if row["place"]})
    ]
    assert counted(tables, DAYS[1], Way(at="any-moment"), who=male, place=place) in by_place
    each = counted(tables, DAYS[1], Way(at="any-moment", once=False), who=male)
    assert each == (sum(low for low, _ in by_place), sum(high for _, high in by_place))


def within(row: Row, first: str, last: str) -> bool:
    return row[last] is not None and FIRST <= row[last].date() <= LAST and row[first] is not None


def flows(tables: CustodyTables, measure: Any, variant: Any, who: Any = ()) -> tuple[float, float, float]:
    definition = Definition(measure=measure, way=Way(variant=variant), first_day=FIRST, last_day=LAST, who=who)
    found = tables.rebuilt(definition, rows=False)
    return found.low, found.high, found.most


def test_how_people_left_is_counted_by_their_reasons(tables: CustodyTables, stays: list[Row]) -> None:
    """Removed, left the country, freed: each by the beginnings of the reasons, in any letter case; no reason is blank."""
    ended = [row for row in stays if within(row, "ended_first", "ended_last")]
    reasons = [(row["release_reason"] or "").lower() for row in ended]
    blank = sum(not reason or reason.startswith("processing disposition") for reason in reasons)
    known = [(row, reason) for row, reason in zip(ended, reasons, strict=True) if row["person"] is not None]
    removed, freed = (
        [row for row, reason in known if reason.startswith(beginnings)] for beginnings in (("removed",), FREED)
    )
    out = [row for row, reason in known if reason.startswith(("removed", "voluntary", "withdrawal", "title 42"))]
    for measure, variant, rows in (
        ("removals", "removed", removed), ("removals", "left-the-country", out), ("releases", "freed", freed),
    ):  # fmt: skip
        low, high, most = flows(tables, measure, variant)
        assert low == len(rows) > 0
        assert high - low == sum(
            row["person"] is None and reason.startswith({"removed": ("removed",), "freed": FREED}.get(
                variant, ("removed", "voluntary", "withdrawal", "title 42")
            )) for row, reason in zip(ended, reasons, strict=True)
        )  # fmt: skip
        assert most - high == blank


def test_who_came_is_counted_by_what_their_rows_say(tables: CustodyTables, stays: list[Row]) -> None:
    """Stays begun in the days by persons with a value; those without an identifier are possible."""
    began = [row for row in stays if FIRST <= row["started_first"].date() <= LAST and row["sex"] == "female"]
    low, high, most = flows(tables, "book-ins", "stays", (("sex", "female"),))
    assert (low, high) == (sum(row["person"] is not None for row in began), len(began))
    assert most == high + sum(FIRST <= row["started_first"].date() <= LAST and row["sex"] is None for row in stays)


def test_an_average_length_lies_where_its_stays_put_it(tables: CustodyTables, stays: list[Row]) -> None:
    """The average of those with an identifier lies within the bounds, and the bounds within the shortest and the longest stay."""
    ended = [row for row in stays if within(row, "ended_first", "ended_last")]
    known = [row["days_low"] for row in ended if row["person"] is not None]
    low, high, _ = flows(tables, "length", "")
    assert low <= sum(known) / len(known) <= high
    assert min(row["days_low"] for row in ended) < low
    assert high < max(row["days_high"] for row in ended)


def test_shares_are_of_persons_not_of_rows(tables: CustodyTables, stints: list[Row]) -> None:
    """Of those held at midnight the share of convicted is that of persons, whoever has several rows."""
    day = DAYS[1]
    part = [held(stints, day, midnight=True, has=telling(criminality=one)) for one in ("convicted", "pending", "other")]
    figure = Figure(
        measure="share", amount=Amount.exact(round(part[0][0] / sum(low for low, _ in part), 3)), part=("criminality", "convicted"),
        whole="held", at="midnight", first_day=day, last_day=day,
    )  # fmt: skip
    found = hold_figure(figure, tables)
    assert found.outcome == "supported"
    rebuilt = found.judged[0].rebuilt
    assert rebuilt is not None
    assert rebuilt.persons is not None
    assert abs(rebuilt.persons.having[1] - part[0][1]) <= 2
    assert rebuilt.persons.every >= max(high for _, high in part)


def test_the_query_under_a_number_gives_its_rows(tables: CustodyTables) -> None:
    """The rows that are counted are those that the query gives, and each stands in a line of the file."""
    found = tables.rebuilt(Definition(measure="book-ins", way=Way(variant="stints"), first_day=FIRST, last_day=FIRST))
    assert len(tables.ask(found.rows.query)) == found.rows.n >= found.low
    cells = tables.located(found.rows)
    assert len(cells) == found.rows.n
    assert {cell.file for cell in cells} == {"synthetic.parquet"}
    assert [cell.line for cell in cells][:5] == [cell.line for cell in found.rows.sample]
