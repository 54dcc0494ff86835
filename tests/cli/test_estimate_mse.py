"""``habeas estimate mse``: a number with what it rests on, or a refusal in words; wrong tables and wrong options say what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from habeas.words import LANGUAGES

TABLES = Path(__file__).parents[1] / "estimation" / "tables"
QUICK = ("--model", "graphs", "--no-check")


def write(folder: Path, text: str, name: str = "lists.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_number_comes_with_assumption_floor_and_tipping_point(run: Run, lang: str) -> None:
    """The table of methods, the assumption, the floor, and what would make an official number true are told in both languages."""
    told = run("--lang", lang, "estimate", "mse", TABLES / "kosovo_4.csv", *QUICK, "--official", "10000")
    assert (told.status, told.err) == (0, "")
    assert "12,595" in told.out
    assert "9,827 – 16,544" in told.out
    assert "10,000" in told.out
    assert {"en": "Nothing in the lists can test this", "es": "Nada en las listas permite comprobarlo"}[
        lang
    ] in told.out
    assert {"en": "never how many are held now", "es": "nunca cuántas están recluidas ahora"}[lang] in told.out


def test_as_json_it_holds_all_that_is_needed_to_repeat_it(run: Run) -> None:
    """Estimate, interval, posterior, assumption, settings, diagnostics and warnings are there, and no number of what is refused."""
    told = run("estimate", "mse", TABLES / "kosovo_4.csv", *QUICK, "--json")
    found = json.loads(told.out)
    assert found["habeas"] == "estimate-mse/1"
    one = found["estimates"][0]
    assert (one["method"], one["estimate"], one["refused"]) == ("graphs", 12595, False)
    assert {"prior": 0.0625, "cap": 30.0, "mode": "identified"}.items() <= one["settings"].items()
    assert "p_not_identified" in one["diagnostics"]
    assert len(one["posterior"]["quantile"]) == 201
    assert found["floors"][0]["method"] == "chao"


def test_what_nothing_identifies_is_refused_and_the_floor_given(run: Run) -> None:
    """On three lists that all depend on each other no total is printed; the floor is, and the status says that a person is needed."""
    told = run("estimate", "mse", TABLES / "peru_1980_2000_3.csv", *QUICK)
    assert told.status == 1
    assert "93,790" not in told.out
    assert "≥ 55,996" in told.out
    found = json.loads(run("estimate", "mse", TABLES / "peru_1980_2000_3.csv", *QUICK, "--json").out)
    assert found["refused"]
    assert found["estimates"][0]["estimate"] is None
    assert "gate.not-identified" in {one["reason"] for one in found["estimates"][0]["warnings"]}


def test_a_recorded_decision_gives_what_was_refused_and_stands_beside_it(run: Run, tmp_path: Path) -> None:
    """With a decision on every refusing reason the number is printed, and so is the decision."""
    decided = write(
        tmp_path, "reason,who,when,why\ngate.not-identified,A. Researcher,2026-01-02,the registers are known to be drawn apart\n", "decisions.csv"
    )  # fmt: skip
    told = run("estimate", "mse", TABLES / "peru_1980_2000_3.csv", *QUICK, "--decisions", decided)
    assert "93,790" in told.out
    assert "the registers are known to be drawn apart" in told.out


def test_two_lists_need_a_named_claim(run: Run, tmp_path: Path) -> None:
    """Two lists give nothing without the reason why they are independent, and a number with it."""
    two = write(tmp_path, "a,b,count\n1,0,400\n0,1,300\n1,1,200\n")
    assert "1,500" not in run("estimate", "mse", two, *QUICK).out
    claimed = run("estimate", "mse", two, *QUICK, "--independent", "one is a census of graves, the other of visas")
    assert "a census of graves" in claimed.out
    assert claimed.status == 0


def test_strata_are_answered_each(run: Run, tmp_path: Path) -> None:
    """Each stratum has its own table of methods; an empty one is told."""
    rows = "".join(f"{a},{b},{c},{n * 3},{name}\n" for name in "xy" for a, b, c, n in [(1, 0, 0, 40), (0, 1, 0, 50), (0, 0, 1, 30), (1, 1, 0, 15), (1, 0, 1, 12), (0, 1, 1, 14), (1, 1, 1, 5)])  # fmt: skip
    told = run("estimate", "mse", write(tmp_path, "a,b,c,count,region\n" + rows), *QUICK, "--stratum", "region")
    assert "All in one table, without strata" in told.out
    assert sum(line.startswith(("x  ", "y  ")) and " 498 " in line for line in told.out.splitlines()) == 2


def test_it_is_tried_on_tables_like_these(run: Run, tmp_path: Path) -> None:
    """Unless it is told not to, the command says how the method does where the truth is known."""
    table = write(tmp_path, "a,b,c,count\n1,0,0,40\n0,1,0,50\n0,0,1,30\n1,1,0,15\n1,0,1,12\n0,1,1,14\n1,1,1,5\n")
    told = run("estimate", "mse", table, "--model", "graphs")
    assert "Tried where the truth is known" in told.out
    assert "hidden" in told.out


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--level", "0"), "--level"),
        (("--level", "nan"), "--level"),
        (("--prior", "-1"), "--prior"),
        (("--cap", "nan"), "--cap"),
        (("--without", "none"), "none"),
        (("--model", "guess"), "--model"),
        (("--official", "-5"), "-5"),
        (("--count", "persons"), "persons"),
    ],
)
def test_wrong_options_say_what_is_expected(run: Run, lang: str, arguments: tuple[str, ...], named: str) -> None:
    """Every option that cannot be used is named, in the reader's language, and nothing is estimated."""
    told = run("--lang", lang, "estimate", "mse", TABLES / "kosovo_4.csv", "--no-check", *arguments)
    assert (told.status, told.out) == (2, "")
    assert named in told.err
    assert "Traceback" not in told.err


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("who,when\nA,2026-01-02\n", "reason"),
        ("reason,who,when,why\ngate.one-list,A,yesterday,known\n", "yesterday"),
        ("reason,who,when,why\ngate.one-list,,2026-01-02,known\n", "row 2, who"),
    ],
)
def test_wrong_decisions_are_told_and_not_followed(run: Run, tmp_path: Path, text: str, named: str) -> None:
    """A decision without its reason, day or author is no decision."""
    told = run(
        "estimate", "mse", TABLES / "kosovo_4.csv", *QUICK, "--decisions", write(tmp_path, text, "decisions.csv")
    )
    assert (told.status, told.out) == (2, "")
    assert named in told.err


def test_one_list_twenty_lists_and_identical_lists(run: Run, tmp_path: Path) -> None:
    """One list, a list that is another's copy and a list with nobody on it are answered in words."""
    one = run("estimate", "mse", write(tmp_path, "a,count\n1,40\n", "one.csv"), *QUICK)
    assert one.status == 1
    assert "–" in one.out
    same = run("estimate", "mse", write(tmp_path, "a,b,c,count\n1,1,0,40\n0,0,1,30\n1,1,1,9\n", "same.csv"), *QUICK)
    assert same.status == 1
    empty = run("estimate", "mse", write(tmp_path, "a,b,c,d,count\n1,0,0,0,40\n0,1,0,0,50\n0,0,1,0,30\n1,1,0,0,15\n1,0,1,0,12\n0,1,1,0,14\n", "empty.csv"), *QUICK)  # fmt: skip
    assert empty.status == 1
    assert "nobody is on this list" in empty.err


def test_a_word_that_estimate_does_not_know(run: Run) -> None:
    """A misspelt word names those that there are."""
    told = run("estimate", "msee", "x.csv")
    assert told.status == 2
    assert "mse" in told.err
