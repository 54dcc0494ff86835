"""Two rosters compared: who appeared, who vanished, what changed, and lists that prove nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from habeas.custody import watch, watch_folder
from habeas.errors import Faults, InputError

HEADER = '"INMATEID","ADMITTED_DT","DISCHARGED_DT","CUSTODY_LEVEL","BRADH","RACE","GENDER","AGE","INMATE_STATUS_CODE","SEALED"\n'


def roster(folder: Path, day: int, persons: Mapping[str, str], name: str = "r202001{:02}.csv") -> Path:
    """Write a roster of a day of January 2020: persons with their status, in order."""
    folder.mkdir(exist_ok=True)
    path = folder / name.format(day)
    rows = "".join(
        f'"{person}","2019-12-01 10:00:00","","MIN","N","O","M","30","{status}","N"\n'
        for person, status in persons.items()
    )
    path.write_text(HEADER + rows, encoding="utf-8")
    return path


def test_who_appeared_who_vanished_and_what_changed_is_told_with_its_line(tmp_path: Path) -> None:
    """Each with the line of the file on which the list says it."""
    old = roster(tmp_path, 1, {"a1": "DE", "b2": "DE", "c3": "CS"})
    new = roster(tmp_path, 4, {"c3": "SSR", "d4": "DE", "a1": "DE"})
    found = watch(old, new)
    assert [(one.person, one.file, one.line) for one in found.vanished] == [("b2", "r20200101.csv", 3)]
    assert [(one.person, one.file, one.line, one.said["status"]) for one in found.appeared] == [
        ("d4", "r20200104.csv", 3, "DE")
    ]
    assert [(one.person, one.column, one.before, one.after, one.line) for one in found.altered] == [
        ("c3", "status", "CS", "SSR", 2)
    ]
    assert (found.days_between, found.common, found.copied, found.strangers) == (2, 2, False, False)


def test_a_list_put_out_again_is_called_a_copy(tmp_path: Path) -> None:
    """The same rows in another order are the same list; one changed value is another."""
    people = {"a1": "DE", "b2": "DE"}
    old, new = roster(tmp_path, 1, people), roster(tmp_path, 2, dict(reversed(people.items())))
    assert watch(old, new).copied
    assert not watch(old, roster(tmp_path, 3, {"a1": "DE", "b2": "CS"})).copied


def test_lists_of_two_jails_are_told_apart(tmp_path: Path) -> None:
    """Hardly anybody on both within days is a warning; with few persons, or years between, it is not."""
    ours, theirs = ({f"{letter}{n}": "DE" for n in range(30)} for letter in "pq")
    old = roster(tmp_path, 1, ours)
    assert watch(old, roster(tmp_path, 2, theirs)).strangers
    assert not watch(old, roster(tmp_path, 3, {**theirs, **ours})).strangers
    assert not watch(old, roster(tmp_path, 0, theirs, "r20230105.csv")).strangers
    assert not watch(roster(tmp_path, 5, {"a": "DE"}), roster(tmp_path, 6, {"b": "DE"})).strangers


def test_an_identifier_that_became_a_number_has_not_vanished(tmp_path: Path) -> None:
    """``12345.0`` is ``12345``."""
    found = watch(roster(tmp_path, 1, {"12345": "DE"}), roster(tmp_path, 2, {"12345.0": "DE"}))
    assert not found.vanished
    assert not found.appeared


def test_rows_without_an_identifier_are_counted_and_not_compared(tmp_path: Path) -> None:
    """Nobody can say whether they are the same."""
    found = watch(roster(tmp_path, 1, {"a": "DE", "": "DE"}), roster(tmp_path, 2, {"a": "DE"}))
    assert (found.old.without_id, found.old.persons, found.old.rows) == (1, 1, 2)
    assert not found.vanished


def test_a_folder_is_watched_at_its_two_newest_lists_that_differ(tmp_path: Path) -> None:
    """Copies are passed over, by however many days, and named."""
    for day in range(1, 13):
        roster(tmp_path, day, {"a": "DE", f"n{min(day, 3)}": "DE"})
    found = watch_folder(tmp_path)
    assert (found.old.day, found.new.day) == (date(2020, 1, 2), date(2020, 1, 3))
    assert len(found.passed_over) == 9
    assert [one.person for one in found.vanished] == ["n2"]


@pytest.mark.parametrize(
    ("case", "key"),
    [
        ("order", "register.watch-order"), ("no-day", "register.watch-no-day"), ("missing", "evidence.no-such-file"),
        ("one", "register.watch-too-few"), ("empty", "register.watch-too-few"), ("file", "evidence.no-such-file"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_said(tmp_path: Path, case: str, key: str) -> None:
    """The wrong order, a file of no day, a file or folder that is not there, one list alone, an empty folder."""
    one, two = roster(tmp_path / "in", 1, {"a": "DE"}), roster(tmp_path / "two", 2, {"b": "DE"})
    nameless = roster(tmp_path / "no", 0, {"a": "DE"}, "roster.csv")
    (tmp_path / "empty").mkdir()
    folders = {"one": tmp_path / "in", "empty": tmp_path / "empty", "file": one}
    pairs = {"order": (two, one), "no-day": (one, nameless), "missing": (one, tmp_path / "x.csv")}
    with pytest.raises(InputError) as raised:
        watch_folder(folders[case]) if case in folders else watch(*pairs[case])
    assert raised.value.key == key
    assert all(raised.value.text(lang) for lang in ("en", "es"))


def test_a_file_that_is_no_roster_is_refused_with_its_reasons(tmp_path: Path) -> None:
    """Both files are named with what is wrong with each."""
    for name in ("x20200101.csv", "x20200102.csv"):
        (tmp_path / name).write_text("colour,size\nred,3\n", encoding="utf-8")
    with pytest.raises(Faults) as raised:
        watch(tmp_path / "x20200101.csv", tmp_path / "x20200102.csv")
    assert {one.file for one in raised.value.problems} == {"x20200101.csv", "x20200102.csv"}


@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.frozensets(st.sampled_from("abcdefgh"), min_size=1), st.frozensets(st.sampled_from("abcdefgh"), min_size=1))
def test_everybody_is_on_both_lists_or_appeared_or_vanished(
    tmp_path: Path, old: frozenset[str], new: frozenset[str]
) -> None:
    """The three are apart and make up all persons of both lists."""
    found = watch(
        roster(tmp_path, 1, dict.fromkeys(sorted(old), "DE")), roster(tmp_path, 2, dict.fromkeys(sorted(new), "DE"))
    )
    assert {one.person for one in found.vanished} == old - new
    assert {one.person for one in found.appeared} == new - old
    assert found.common == len(old & new)
