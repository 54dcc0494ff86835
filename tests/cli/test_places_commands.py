"""``habeas places``: the register from files and in a case, one place shown, a decision made and undone, and what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from habeas.case import Case
from habeas.words import LANGUAGES

HEADER = "DETLOC,Name,Address,City,County,State,Zip,Capacity\n"
FIRST = (
    "AAATX,PECAN COUNTY JAIL,1 MAIN ST,PECAN,,TX,79001,130\nBBBTX,PECAN COUNTY JAIL,1 MAIN ST,PECAN,,TX,79001,40\n"
    "CCCTX,WALNUT PRISON,9 OAK AVE,WALNUT,,TX,79900,\n"
)
SECOND = "AAATX,Pecan County Detention Center,1 Main Street,Pecan,,TX,79001,AS NEEDED\nDDDTX,Walnut Hold Room,9 Oak Ave,Walnut,,TX,79900,\n"


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """Return a folder of two lists."""
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "list_2009.csv").write_text(HEADER + FIRST, encoding="utf-8")
    (folder / "list_2017.csv").write_text(HEADER + SECOND, encoding="utf-8")
    return folder


@pytest.fixture
def case(tmp_path: Path, lists: Path) -> Path:
    """Return a case with the two lists among its originals."""
    folder = tmp_path / "case"
    Case.init(folder, title_en="A", title_es="A")
    with Case(folder, actor="tester") as one:
        one.add(lists)
    return folder


def test_the_register_is_told_in_numbers_with_what_a_person_has_to_decide(run: Run, lists: Path) -> None:
    """Mentions, places, relations, then each open pair with its reasons, and how to decide; the status is 1."""
    told = run("places", lists)
    assert told.status == 1
    assert told.out.splitlines()[0] == "5 mentions in 2 lists are 4 places"
    assert "one is named by more than one list" in told.out
    assert "AAATX  BBBTX  The names are the same" in told.out
    assert "habeas places same A B --reason TEXT" in told.out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_is_said_in_both_languages(run: Run, lists: Path, tmp_path: Path, lang: str) -> None:
    """No key and no empty place is left in what is printed."""
    for arguments in (
        ["places", lists, "--to", tmp_path / "register"],
        ["places", "show", "AAATX", "--tables", tmp_path / "register"],
    ):
        out = run(*arguments, "--lang", lang).out
        assert len(out.splitlines()) > 5
        assert "{" not in out
        assert "places." not in out


def test_a_place_is_shown_with_what_each_list_says_and_why(run: Run, lists: Path, tmp_path: Path) -> None:
    """Capacities stand side by side as published; the judgement that joins them names both lines."""
    run("places", lists, "--to", tmp_path / "register")
    told = run("places", "show", "pecan county detention center", "--tables", tmp_path / "register")
    assert told.status == 0
    assert "list_2009.csv:2  PECAN COUNTY JAIL; AAATX; 1 MAIN ST, PECAN, TX 79001; capacity 130; 2009" in told.out
    assert "capacity AS NEEDED; 2017" in told.out
    assert "list_2009.csv:2 = list_2017.csv:2 (certain)  Both bear the code AAATX." in told.out
    assert "BBBTX has the same address: 1 MAIN ST" in told.out


def test_json_has_what_was_asked_for_and_null_for_the_rest(run: Run, lists: Path, tmp_path: Path) -> None:
    """The register in numbers, or one place; numbers of a list as it gives them."""
    answer = json.loads(run("places", lists, "--to", tmp_path / "register", "--json").out)
    assert set(answer) == {"habeas", "registered", "shown", "entry", "problems"}
    assert answer["registered"]["n_places"] == 4
    assert answer["registered"]["undecided"] == [["AAATX", "BBBTX"]]
    assert answer["shown"] is answer["entry"] is None
    answer = json.loads(run("places", "show", "AAATX", "--tables", tmp_path / "register", "--json").out)
    assert [one["capacity"] for one in answer["shown"]["mentions"]] == ["130", "AS NEEDED"]
    assert set(answer["shown"]["joined"][0]["said"]) == set(LANGUAGES)
    assert answer["registered"] is None


def test_a_decision_in_a_case_is_an_entry_that_is_undone(run: Run, case: Path) -> None:
    """Same joins, undo parts again, undoing the undo joins; different settles the pair."""
    assert run("places", case).out.startswith("5 mentions in 2 lists are 4 places")
    told = run("places", "same", "AAATX", "BBBTX", "--case", case, "--reason", "One gate.")
    assert told.status == 0
    assert "The register has 3 places now" in told.out
    entry = int(told.out.split("entry ")[1].split(".")[0])
    shown = run("places", "show", "BBBTX", "--case", case).out
    assert "tester decided: One gate." in shown
    run("undo", entry, "--case", case, "--reason", "Two gates.")
    assert run("places", case).out.startswith("5 mentions in 2 lists are 4 places")
    run("places", "different", "AAATX", "BBBTX", "--case", case, "--reason", "Two gates.")
    told = run("places", case)
    assert told.status == 0
    assert "No pair of places is left to decide." in told.out
    with Case(case) as one:
        assert [entry.kind for entry in one.log(last=3)] == ["place.same", "undo", "place.different"]


def test_decisions_that_contradict_each_other_need_a_person(run: Run, case: Path) -> None:
    """Both entries are named, and the status is 1."""
    run("places", "same", "AAATX", "BBBTX", "--case", case, "--reason", "One gate.")
    told = run("places", "different", "AAATX", "BBBTX", "--case", case, "--reason", "Two gates.")
    assert told.status == 1
    assert "contradict each other about AAATX and BBBTX" in told.out


def test_decisions_of_a_file_are_followed_outside_of_a_case(run: Run, lists: Path, tmp_path: Path) -> None:
    """A line joins; taken out it does not; in a case the option is refused."""
    (tmp_path / "own.csv").write_text("verdict,a,b,reason\nsame,AAATX,BBBTX,One gate.\n", encoding="utf-8")
    told = run("places", lists, "--decisions", tmp_path / "own.csv")
    assert told.out.startswith("5 mentions in 2 lists are 3 places")
    assert told.status == 0


def test_a_case_keeps_its_own_decisions(run: Run, case: Path, tmp_path: Path) -> None:
    """The option for files alone is refused with the way out."""
    (tmp_path / "own.csv").write_text("verdict,a,b,reason\n", encoding="utf-8")
    told = run("places", case, "--decisions", tmp_path / "own.csv")
    assert told.status == 2
    assert "--decisions" in told.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show"], "takes one name, not 0"),
        (["show", "Pecan", "County"], "takes one name, not 2"),
        (["same", "AAATX"], "takes 2 names, not 1"),
        (["show", "ZZZZZZ"], "No list names “ZZZZZZ”"),
        (["show", "pecan county jail"], "fits 2 places: AAATX (Pecan County Detention Center) and BBBTX"),
        (["same", "AAATX", "AAATX", "--reason", "x"], "stands on both sides"),
        (["same", "AAATX", "BBBTX"], "No reason was given"),
        (["different", "AAATX", "nowhere", "--reason", "x"], "No list names “nowhere”"),
    ],
)
def test_what_cannot_be_meant_is_an_error_with_the_way_out(
    run: Run, case: Path, arguments: list[str], said: str
) -> None:
    """Nothing is recorded then."""
    told = run("places", *arguments, "--case", case)
    assert told.status == 2
    assert said in told.err
    with Case(case) as one:
        assert not [entry for entry in one.log() if entry.kind.startswith("place.")]


def test_files_that_are_no_lists_make_no_register(run: Run, tmp_path: Path) -> None:
    """The message says what was read instead, and of a list without names what is missing."""
    (tmp_path / "deaths.csv").write_text("fiscal_year,deaths_n\n2004,29\n", encoding="utf-8")
    told = run("places", tmp_path / "deaths.csv")
    assert told.status == 2
    assert "None of what was read is a list of places. Read were: counts." in told.err


def test_a_folder_of_other_things_is_not_written_into(run: Run, lists: Path) -> None:
    """Before any list is read."""
    told = run("places", lists, "--to", lists)
    assert told.status == 2
    assert "holds something else than a register of places" in told.err
