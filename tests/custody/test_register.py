"""Registers from rosters: what a series proves of who was held from when to when, and what it does not."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from habeas.custody import Register, make_register
from habeas.errors import InputError
from habeas.records import Reading, read_records

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "rikers"
FIRST = date(2020, 3, 1)
SCHEMA = pa.schema(
    {
        "row": pa.int64(), "file": pa.string(), "sheet": pa.string(), "line": pa.int64(), "person": pa.string(), "day": pa.date32(),
        "admitted": pa.timestamp("us"), "sex": pa.string(), "status": pa.string(), "days_only": pa.bool_(), "unread": pa.string(),
    }
)  # fmt: skip
Row = tuple[int, str | None] | tuple[int, str | None, dict[str, Any]]


def day(n: int) -> date:
    """Return the n-th day of a made series, from 1."""
    return FIRST + timedelta(days=n - 1)


def reading(folder: Path, rows: Sequence[Row]) -> Reading:
    """Return a reading of rosters: each row a number of a day, a person, and what else it says; one file a day unless it says another."""
    full: list[dict[str, Any]] = []
    lines: dict[str, int] = {}
    for number, one in enumerate(sorted(rows, key=lambda row: row[0])):
        said = one[2] if len(one) > 2 else {}
        file = said.get("file", f"r{day(one[0]):%Y%m%d}.csv")
        lines[file] = lines.get(file, 1) + 1
        full.append(
            {"row": number, "file": file, "line": lines[file], "person": one[1], "day": day(one[0]), "days_only": False} | said | {"file": file}
        )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(full, schema=SCHEMA), folder / "rows.parquet")
    where = folder / "rows.parquet"
    return Reading(
        kind="roster", reader="x", generation="", release="jail", table=where, problems=where, accounts=(), unknown_columns={}
    )  # fmt: skip


def series(days: dict[int, str]) -> list[Row]:
    """Return rows of days whose persons are letters: ``{1: "abc", 2: "ab"}``."""
    return [(n, one) for n, persons in days.items() for one in persons]


def made(folder: Path, rows: Sequence[Row]) -> Register:
    """Return the register of made rosters."""
    return make_register(reading(folder / "in", rows), folder / "out")


def rows_of(register: Register, name: str, where: str = "true", columns: str = "*") -> list[tuple[Any, ...]]:
    """Return rows of a table of a register."""
    with duckdb.connect() as engine:
        return engine.execute(f"SELECT {columns} FROM read_parquet('{register.table(name)}') WHERE {where}").fetchall()  # noqa: S608


def census(register: Register) -> dict[date, tuple[int, int]]:
    """Return the certain and the possible count of each day at the hour of the lists, from the custody of the register."""
    with register.custody() as custody:
        rows = custody._engine.fetch(custody.national()).to_pylist()
    return {row["day"]: (row["midnight_certain"], row["midnight_possible"]) for row in rows}


# --- the published rosters


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """Return the register of the 39 published rosters."""
    folder = tmp_path_factory.mktemp("rikers")
    (one,) = read_records(sorted(DATA.rglob("*.csv")), folder / "read").readings
    return make_register(one, folder / "register")


def persons_of(path: Path) -> set[str]:
    """Return who is on a published file, read without habeas."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        place = [title.lower() for title in next(reader)].index("inmateid")
        return {row[place] for row in reader}


def test_the_days_of_the_register_have_the_persons_of_their_files(published: Register) -> None:
    """Each of 39 files is a day, and the persons counted are those that stand in the file."""
    files = {path.name: len(persons_of(path)) for path in sorted(DATA.rglob("*.csv"))}
    assert {one.files[0]: one.listed for one in published.days if one.files} == files
    assert len(files) == 39


def test_the_census_of_each_believed_day_is_its_roster(published: Register) -> None:
    """Certain and possible are both the persons of the file, on each of the 35 days whose list is not a copy."""
    files = {path.name: len(persons_of(path)) for path in sorted(DATA.rglob("*.csv"))}
    counted = census(published)
    assert len(published.covered) == 35
    assert {one.day: counted[one.day] for one in published.covered} == {
        one.day: (files[one.files[0]],) * 2 for one in published.covered
    }


def test_the_census_between_two_months_knows_only_what_both_prove(published: Register) -> None:
    """In three years without a roster, certain are those on both of its ends under one admission; none is possible who was admitted later."""
    before, after = (persons_of(next(DATA.rglob(f"*{name}.csv"))) for name in ("20190131", "20220627"))
    certain, possible = census(published)[date(2020, 6, 1)]
    assert 0 < certain <= len(before & after)
    assert len(before) <= possible < len(before | after)


def test_the_first_files_of_the_new_portal_are_a_copy_of_a_list_two_days_older(published: Register) -> None:
    """1 to 4 July 2022 repeat 29 June to the last attribute, though 30 June lies between: they prove nothing."""
    stale = published.of_state("stale")
    assert [one.day.day for one in stale] == [1, 2, 3, 4]
    assert {(one.copy_of, one.same_rows) for one in stale} == {(date(2022, 6, 29), True)}
    assert published.covered[-1].day == date(2022, 6, 30)
    assert published.open_stays == 5561


def test_the_hour_of_the_lists_is_learned_from_their_admissions(published: Register) -> None:
    """The rosters of New York City are of a quarter to eleven: who is admitted later is on the next day's."""
    assert published.hour_learned
    assert time(10, 30) <= published.at <= time(11, 0)
    assert published.fitting / published.admissions > 0.99


def test_an_exact_beginning_is_the_admission_that_the_file_states(published: Register) -> None:
    """Where the interval of two lists holds the admission, the run begins at it; nobody begins outside the interval."""
    between = "started_first > DATE '2019-01-01'"
    exact = rows_of(
        published, "runs", f"{between} AND started_first = started_last", "count(*), bool_and(started_first = stay_in)"
    )[0]
    every = rows_of(
        published,
        "runs",
        between,
        "count(*), bool_and(started_first <= started_last), bool_and(ended_first <= coalesce(ended_last, ended_first))",
    )[0]
    assert exact[0] > 3000
    assert exact[1]
    assert every[1:] == (True, True)


def test_a_stay_with_a_hole_is_one_stay_of_two_runs(published: Register) -> None:
    """The publisher's admission says that it is one stay; between its runs it has a gap, as in the weekends of intermittent sentences."""
    held = rows_of(published, "events", "kind = 'listed'", "count(DISTINCT stay), count(*)")[0]
    assert held[0] < held[1]
    assert published.stays[0] <= published.stays[1] == held[0]


def test_the_last_sighting_of_who_vanished_stands_in_its_file(published: Register) -> None:
    """File and line lead to a row that bears the identifier."""
    for person, file, line in rows_of(
        published, "vanished", "last_seen = DATE '2019-01-30' LIMIT 20", "person, file, line"
    ):
        row = next(DATA.rglob(file)).read_text(encoding="utf-8").splitlines()[line - 1]
        assert f'"{person}"' in row


# --- what a series proves


def test_the_interval_of_a_vanishing_is_between_two_lists(tmp_path: Path) -> None:
    """Missing days widen it: seen on the 3rd, gone by the 6th, and nothing is known of the days between."""
    register = made(tmp_path, series({1: "ab", 2: "abc", 3: "abc", 6: "ad", 7: "ad"}))
    got = rows_of(register, "vanished", "true ORDER BY person", "person, last_seen, gone_by, days_between, line")
    assert got == [("b", day(3), day(6), 2, 3), ("c", day(3), day(6), 2, 4)]
    assert census(register) == {
        day(1): (2, 2), day(2): (3, 3), day(3): (3, 3), day(4): (1, 4), day(5): (1, 4), day(6): (2, 2), day(7): (2, 2),
    }  # fmt: skip


def test_a_copy_proves_neither_presence_nor_absence(tmp_path: Path) -> None:
    """A list put out again widens the interval like a missing day."""
    people = "abcdefghijklmnopqrst"
    rows = series(
        {
            1: people,
            2: people[4:] + "ABCD",
            3: people[8:] + "ABCDEFGH",
            4: people[8:] + "ABCDEFGH",
            5: people[12:] + "ABCDEFGHIJKL",
        }
    )
    register = made(tmp_path, rows)
    assert [(one.day, one.copy_of) for one in register.of_state("stale")] == [(day(4), day(3))]
    assert rows_of(register, "vanished", "person = 'i'", "last_seen, gone_by") == [(day(3), day(5))]
    assert census(register)[day(4)] == (16, 24)


def test_a_small_jail_where_nobody_came_is_believed(tmp_path: Path) -> None:
    """With one change every few days, a list like the one before is no copy once it is known how few changes there are."""
    register = made(tmp_path, series({1: "abc", 2: "abcd", 3: "abcd", 4: "bcd", 5: "bcd", 6: "bce"}))
    assert not register.of_state("stale")
    assert [one.listed for one in register.days] == [3, 4, 4, 3, 3, 3]


def test_two_lists_of_one_day_that_differ_make_the_difference_possible(tmp_path: Path) -> None:
    """Who is on one of them only is possible on that day; who is on both is certain; who is on none is not there."""
    rows: list[Row] = [*series({1: "abz", 3: "abx"})]
    rows += [(2, one, {"file": "first.csv"}) for one in "abx"] + [(2, one, {"file": "second.csv"}) for one in "aby"]
    register = made(tmp_path, rows)
    (doubled,) = register.of_state("doubled")
    assert (doubled.day, doubled.listed, doubled.listed_possible) == (day(2), 2, 4)
    assert census(register) == {day(1): (3, 3), day(2): (2, 4), day(3): (3, 3)}
    assert rows_of(register, "vanished", "true ORDER BY person", "person, last_seen, gone_by") == [
        ("y", day(2), day(3)), ("z", day(1), day(2)),
    ]  # fmt: skip


def test_two_copies_of_one_day_are_one_list(tmp_path: Path) -> None:
    """The same list under two names is read once."""
    rows: list[Row] = [
        *series({1: "ab", 3: "bc"}),
        *((2, one, {"file": name}) for name in ("p.csv", "q.csv") for one in "bc"),
    ]
    register = made(tmp_path, rows)
    assert [(one.state, one.files, one.listed) for one in register.days][1] == ("believed", ("p.csv", "q.csv"), 2)


def test_a_person_twice_on_a_list_counts_once(tmp_path: Path) -> None:
    """Two admissions at once are two stays, of which only one is certain; one of the rows alone is one."""
    two = {"admitted": datetime(2020, 2, 1, 9)}
    one = {"admitted": datetime(2020, 1, 1, 9)}
    rows: list[Row] = [(n, "a", said) for n in (1, 2, 3) for said in (one, two)]
    rows += [(1, "b"), (2, "b"), (2, "b"), (3, "b")]
    register = made(tmp_path, rows)
    assert [(one.rows, one.listed, one.twice) for one in register.days] == [(3, 2, 1), (4, 2, 2), (3, 2, 1)]
    assert register.stays == (2, 3)
    assert set(census(register).values()) == {(2, 2)}


def test_another_admission_is_another_stay(tmp_path: Path) -> None:
    """Listed without a break, but admitted anew since: two stays, and nobody vanished."""
    rows: list[Row] = []
    rows += [(n, "a", {"admitted": datetime(2020, 1, 1, 9)}) for n in (1, 2)]
    rows += [(n, "a", {"admitted": datetime(2020, 3, 3, 8)}) for n in (3, 4)] + [(n, "b") for n in (1, 2, 3, 4)]
    register = made(tmp_path, rows)
    assert register.stays == (3, 3)
    assert rows_of(register, "vanished") == []
    assert set(census(register).values()) == {(2, 2)}


def test_a_row_without_an_admission_belongs_to_the_stay_around_it(tmp_path: Path) -> None:
    """One blank cell between two that agree makes no other stay."""
    rows: list[Row] = [(n, "a", {} if n == 2 else {"admitted": datetime(2020, 1, 1, 9)}) for n in (1, 2, 3)]
    register = made(tmp_path, [*rows, *((n, "b") for n in (1, 2, 3))])
    assert rows_of(register, "runs", "person = 'a'", "count(*), count(DISTINCT stay_in)") == [(1, 1)]


def test_rows_without_an_identifier_are_possible_persons_of_their_day(tmp_path: Path) -> None:
    """They are on no other day's list, and never certain."""
    register = made(tmp_path, [*series({1: "ab", 2: "ac", 3: "ac"}), (2, None), (2, None)])
    assert census(register) == {day(1): (2, 2), day(2): (2, 4), day(3): (2, 2)}
    assert (register.without_id, register.persons) == (2, (3, 5))


def test_an_identifier_that_became_a_number_is_the_same_person(tmp_path: Path) -> None:
    """``12345.0`` is ``12345``; a text that only ends in .0 is not."""
    register = made(tmp_path, [(1, "12345"), (2, "12345.0"), (1, "a"), (2, "a.0")])
    assert sorted(rows_of(register, "runs", "true", "person")) == [("12345",), ("a",), ("a.0",)]
    assert register.float_ids == 1


def test_attributes_that_change_within_a_stay_are_kept_with_their_days(tmp_path: Path) -> None:
    """Each value with its first and last day; what never changes is in no history."""
    rows: list[Row] = [
        (n, "a", {"sex": "male", "status": "DE" if n in (1, 2, 5) else None if n == 3 else "CS"}) for n in range(1, 6)
    ]
    register = made(tmp_path, [*rows, *((n, "b", {"sex": "female", "status": "DE"}) for n in range(1, 6))])
    assert rows_of(register, "history", "true", "person, field, value, first_seen, last_seen") == [
        ("a", "status", "DE", day(1), day(2)),
        ("a", "status", None, day(3), day(3)),
        ("a", "status", "CS", day(4), day(4)),
        ("a", "status", "DE", day(5), day(5)),
    ]


def test_a_list_that_misses_many_for_one_day_proves_no_absence(tmp_path: Path) -> None:
    """A file cut in the middle: who is on it was there, and those who are on both its neighbours have not vanished."""
    people = [f"p{n:03}" for n in range(60)]
    rows: list[Row] = [
        (n, one) for n in range(1, 8) for one in (people[:30] if n == 4 else people) if one != f"p{n:03}"
    ]
    register = made(tmp_path, rows)
    assert [one.day for one in register.of_state("partial")] == [day(4)]
    assert rows_of(register, "vanished", f"last_seen = DATE '{day(3)}'", "person, gone_by") == [
        ("p005", day(5))
    ] or not rows_of(register, "vanished", f"gone_by = DATE '{day(4)}'")
    assert census(register)[day(4)][0] >= 58


def test_the_list_of_another_jail_is_not_believed(tmp_path: Path) -> None:
    """Nobody of the days around is on it: its persons do not appear, and theirs do not vanish."""
    ours, theirs = [f"p{n:03}" for n in range(60)], [f"q{n:03}" for n in range(60)]
    rows: list[Row] = [(n, one) for n in range(1, 8) for one in (theirs if n == 4 else ours[n : n + 50])]
    register = made(tmp_path, rows)
    assert [one.day for one in register.of_state("foreign")] == [day(4)]
    assert not [one for (one,) in rows_of(register, "runs", "true", "person") if one.startswith("q")]


def test_several_lists_of_another_jail_in_a_row_are_not_believed(tmp_path: Path) -> None:
    """Those of the days around come back together, under the admissions they had."""
    ours, theirs = [f"p{n:03}" for n in range(80)], [f"q{n:03}" for n in range(60)]
    rows: list[Row] = [(n, one) for n in range(1, 10) for one in (theirs if n in {4, 5, 6} else ours[n : n + 60])]
    register = made(tmp_path, rows)
    assert [one.day for one in register.of_state("foreign")] == [day(4), day(5), day(6)]
    assert not rows_of(
        register, "vanished", f"gone_by <= DATE '{day(6)}' AND last_seen > DATE '{day(2)}' AND person > 'p006'"
    )


def test_one_list_alone_is_a_register_of_one_day(tmp_path: Path) -> None:
    """Everybody on it is held, since when nobody says, and nobody has vanished."""
    register = made(tmp_path, series({1: "abc"}))
    assert census(register) == {day(1): (3, 3)}
    assert rows_of(register, "events", "true", "DISTINCT kind, earliest, after_day") == [("listed", None, None)]
    assert rows_of(register, "vanished") == []


def test_a_reading_without_rows_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    """Nothing is made of nothing."""
    with pytest.raises(InputError, match="jail"):
        made(tmp_path, [])
    other = reading(tmp_path / "b", series({1: "a"}))
    with pytest.raises(ValueError, match="stints"):
        make_register(
            Reading(**{**{name: getattr(other, name) for name in other.__dataclass_fields__}, "kind": "stints"}),
            tmp_path,
        )


def test_a_register_is_read_again_as_it_was_made(tmp_path: Path) -> None:
    """What ``register.json`` says is what was made; a folder without one is an error."""
    register = made(tmp_path, series({1: "abc", 2: "ab", 4: "b"}))
    assert register == Register.load(register.folder)
    with pytest.raises(InputError):
        Register.load(tmp_path / "nowhere")


@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(
    st.lists(st.frozensets(st.sampled_from("abcdefg"), min_size=1), min_size=1, max_size=9), st.sets(st.integers(2, 9))
)
def test_on_believed_days_certain_and_possible_are_the_list(
    tmp_path_factory: pytest.TempPathFactory, lists: list[frozenset[str]], missing: set[int]
) -> None:
    """Whatever the lists and the days without one: the census of a believed day is its list, and lies within bounds between them."""
    kept = {n: "".join(sorted(one)) for n, one in enumerate(lists, 1) if n not in missing}
    register = made(tmp_path_factory.mktemp("h"), series(kept))
    counted = census(register)
    for one in register.covered:
        n = (one.day - FIRST).days + 1
        assert counted[one.day] == (len(kept[n]), len(kept[n]))
    assert all(low <= high <= 7 for low, high in counted.values())
