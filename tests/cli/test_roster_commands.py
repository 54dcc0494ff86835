"""The commands register and watch: what they print, and their exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.custody.test_watching import roster


@pytest.fixture
def rosters(tmp_path: Path) -> Path:
    """Return a folder of rosters: a change, a copy, a day without one, a vanishing."""
    folder = tmp_path / "rosters"
    people = {f"p{n:02}": "DE" for n in range(30)}
    for day, lost in ((1, 0), (2, 8), (3, 8), (5, 16)):
        kept = list(people.items())[lost:]
        roster(folder, day, dict(kept) | {f"n{day if day != 3 else 2}{n}": "CS" for n in range(lost)})
    return folder


def test_watch_exits_with_one_where_anybody_vanished_and_with_none_where_nobody_did(tmp_path: Path, run: Run) -> None:
    """0: nothing changed; 0: a copy; 1: somebody came or went; 2: what was given cannot be compared."""
    one, same = roster(tmp_path, 1, {"a": "DE"}), roster(tmp_path, 2, {"a": "DE"})
    moved, came = roster(tmp_path, 3, {"a": "CS"}), roster(tmp_path, 4, {"a": "CS", "b": "DE"})
    assert [run("watch", one, other).status for other in (same, moved, came)] == [0, 0, 1]
    assert run("watch", came, moved).status == 2
    assert run("watch", one).status == run("watch", one, same, moved).status == 2


@pytest.mark.parametrize(("lang", "word"), [("en", "vanished"), ("es", "desaparecieron")])
def test_watch_names_who_vanished_with_the_line(rosters: Path, run: Run, lang: str, word: str) -> None:
    """A person reads who, where it stands, and that a day lies between."""
    told = run("watch", rosters, "--lang", lang)
    assert told.status == 1
    assert word in told.out
    assert "r20200103.csv:2" in told.out or "r20200102.csv:2" in told.out


def test_watch_json_is_what_is_printed(rosters: Path, run: Run) -> None:
    """A program finds the same persons."""
    said = json.loads(run("watch", rosters, "--json").out)
    assert said["habeas"] == "watch/1"
    assert len(said["vanished"]) == 16
    assert said["older"]["day"] == "2020-01-02"
    assert said["passed_over"] == ["2020-01-03"]


def test_register_writes_its_tables_and_says_what_it_believed(rosters: Path, tmp_path: Path, run: Run) -> None:
    """Days covered, a copy, a missing day, the last to vanish; the tables are there, and a second run replaces them."""
    for _ in range(2):
        told = run("register", rosters, "--to", tmp_path / "out")
        assert told.status == 0, told.err
        assert "3 of 5 days have a roster that is believed" in told.out
        assert "The roster of 3 January 2020 repeats that of 2 January 2020" in told.out
        assert "seen on 2 January 2020 and gone by 5 January 2020" in told.out
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names >= {
        "events.parquet",
        "history.parquet",
        "days.parquet",
        "vanished.parquet",
        "runs.parquet",
        "register.json",
    }


def test_register_exits_with_one_where_two_lists_of_a_day_differ(rosters: Path, tmp_path: Path, run: Run) -> None:
    """Somebody has to look at them."""
    roster(rosters, 5, {"p20": "DE", "x": "DE"}, "again-202001{:02}.csv")
    told = run("register", rosters, "--to", tmp_path / "out", "--lang", "es")
    assert told.status == 1
    assert "dos listas que difieren" in told.out


def test_register_refuses_a_folder_of_something_else_and_files_that_are_no_rosters(
    rosters: Path, tmp_path: Path, run: Run
) -> None:
    """Nothing of the user's is written over; nothing is made of nothing."""
    assert run("register", rosters, "--to", rosters).status == 2
    (tmp_path / "empty").mkdir()
    assert run("register", tmp_path / "empty", "--to", tmp_path / "out").status == 2
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "a.csv").write_text("colour,size\nred,3\n", encoding="utf-8")
    assert run("register", tmp_path / "x", "--to", tmp_path / "out").status == 2
    assert not (tmp_path / "out").exists()
