"""``habeas review --persons``: at the keyboard, from recorded judgements, as a list; every answer kept at once, nothing of the first shown to the second."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.terminal import sitting
from tests.people.judging import key_of, linked

from habeas.case import Case
from habeas.cli.frame import Settings
from habeas.cli.persons_desk import PersonsDesk
from habeas.cli.show import Screen
from habeas.people.judgements import InFile, Judgement, load_tables, read_judgements, settle
from habeas.words import Lang

Sitting = Callable[..., str]
JOSE, JOSE_2, JOSE_3 = key_of("flights", 2), key_of("families", 2), key_of("families", 4)
MARTA, MARTA_2, NOBODY = key_of("flights", 3), key_of("families", 3), key_of("flights", 4)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of tables, with no case; four doubts wait."""
    return linked(tmp_path / "linked")


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """Return a case whose lists were linked."""
    Case.init(tmp_path / "case").close()
    linked(tmp_path / "case" / "tables" / "persons")
    return tmp_path / "case"


@pytest.fixture
def sit(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Sitting:
    """Let a person press keys and type lines; return what was shown. Judgements go to ``own.csv``."""

    def sitting(keys: str, *typed: str | None, by: str = "ana", lang: Lang = "en", second: bool = False) -> str:
        answers: Iterator[str | None] = iter(typed)
        pressed = iter(keys)
        reviewing = InFile(load_tables(folder), tmp_path / "own.csv", by)
        desk = PersonsDesk(
            Screen(Settings(lang)), reviewing, keys=lambda: next(pressed), ask=lambda *_: next(answers), second=second
        )
        desk.work()
        assert next(answers, "none left") == "none left"
        return capsys.readouterr().out

    return sitting


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[], list[tuple[str, str, str, str, int]]]:
    """Return what the file of judgements holds."""

    def holding() -> list[tuple[str, str, str, str, int]]:
        path = tmp_path / "own.csv"
        found = read_judgements(path)[0] if path.exists() else ()
        return [(one.by, one.verdict, one.a, one.b, one.round) for one in found]

    return holding


Kept = Callable[[], list[tuple[str, str, str, str, int]]]


def heads(shown: str) -> list[str]:
    """Return the first line of each question."""
    return [line for line in shown.splitlines() if " left · " in line]


# --- the desk


def test_two_records_are_shown_with_all_that_is_said_of_both(sit: Sitting) -> None:
    """The most valuable first: lists, rows, files, every field with a word on it, why the machine compares them, who else would be joined."""
    shown = sit("nq")
    first, second = shown.split("one person or two?")[0], shown.split("one person or two?")[1]
    assert "one person of the register, who may hide another" in heads(shown)[0]
    assert "flights, row 3 | families, row 3" in first
    assert "file: flights.csv | families.csv" in first
    assert "name: Marta Ruiz | Marta Ruiz Díaz | partly" in first
    assert "identity document: 04411223-1 | – | one only" in first
    assert "The register holds both for one person." in first
    assert "date of birth: 1990-02-03 | 1990 | partly" in second
    assert "What the comparison found: same paternal surname" in second
    assert "Held for one person with the right one:" in second
    assert "families, row 4: José A. Funes, 1991-07-08" in second
    assert "0 same, 0 different, 0 unsure; 3 left" in shown


def test_a_verdict_takes_a_key_and_its_reason_another(sit: Sitting, kept: Kept) -> None:
    """Same, different, unsure, each with a reason that the person chooses; what follows is not asked."""
    shown = sit("s2d2u1q")
    assert kept() == [
        ("ana", "same", MARTA, MARTA_2, 1),
        ("ana", "different", JOSE, JOSE_2, 1),
        ("ana", "unsure", JOSE, JOSE_3, 1),
    ]
    assert "the same person: name and birth agree" in shown
    assert "different persons: the births exclude each other" in shown


def test_without_a_reason_nothing_is_recorded(sit: Sitting, kept: Kept) -> None:
    """A key that is no digit of the menu, an empty line, or breaking off: the question stays."""
    shown = sit("sxd5d5q", "", None)
    assert (kept(), len(heads(shown))) == ([], 4)


def test_ones_own_reason_is_typed_before_or_chosen_last(sit: Sitting, kept: Kept, tmp_path: Path) -> None:
    """Typed with r it stands for the next answer alone; as the last of the menu it is asked for."""
    sit("rsd5q", "Her sister says so.", "Two photographs.")
    found, _ = read_judgements(tmp_path / "own.csv")
    assert [one.reason for one in found] == ["Her sister says so.", "Two photographs."]


def test_back_undoes_the_last_answer_and_asks_it_again(sit: Sitting, kept: Kept) -> None:
    """One after the other, into earlier sittings, and never another person's; what was left is asked again without an entry."""
    shown = sit("s1nbbq")
    assert kept() == []
    assert shown.count("taken back") == 1
    assert len(heads(shown)) == 5
    sit("s1q")
    shown = sit("bbq")
    assert (kept(), "nothing of yours" in shown) == ([], True)
    sit("s1q")
    assert "nothing of yours" in sit("bq", by="ben")
    assert len(kept()) == 1


def test_breaking_off_keeps_every_answer(sit: Sitting, kept: Kept) -> None:
    """Ctrl-C and the end of input, also in a menu, leave with the closing count."""
    for keys in ("s1\x03", "s\x04"):
        assert "Everything is kept" in sit(keys)
    assert len(kept()) == 1


def test_the_row_in_the_file_is_shown_as_it_stands(sit: Sitting, folder: Path) -> None:
    """Where the file is here; else every statement as it was read."""
    shown = sit("wq")
    assert "flights, row 3 of flights.csv, as it stands in the file:" in shown
    assert "Documento: 04411223-1" in shown
    (folder / "flights.csv").unlink()
    assert "as it was read (the file is not here, or has changed)" in sit("wq")


def test_a_contradiction_is_shown_with_its_chain_and_settled(
    sit: Sitting, kept: Kept, folder: Path, tmp_path: Path
) -> None:
    """Jose is the first and the second, and the two are not one: the pair least borne out is asked, the answer goes before the others."""
    (tmp_path / "own.csv").write_text(
        f"verdict,a,b,reason,by\nsame,{JOSE},{JOSE_2},Seen.,ana\nsame,{JOSE},{JOSE_3},Seen.,ben\ndifferent,{JOSE_2},{JOSE_3},Births.,ana\n",
        encoding="utf-8",
    )
    shown = sit("d2q", by="eva")
    assert "a contradiction" in heads(shown)[0]
    assert "ana: families:2 and families:4 are different persons (Births)" in " ".join(shown.split())
    assert kept()[-1] == ("eva", "different", JOSE, JOSE_3, 3)
    found = settle(read_judgements(tmp_path / "own.csv")[0])
    assert (found.contradictions, found.together) == ((), (tuple(sorted((JOSE, JOSE_2))),))
    assert len(found.overruled) == 1


def test_the_second_sees_nothing_of_the_first(sit: Sitting, kept: Kept) -> None:
    """Neither verdict, reason, person nor what the register made of it; the judgements are of round 2."""
    first = sit("s1d3q")
    assert "the same person" in first
    shown = sit("s1d1", by="ben", second=True)
    for word in ("ana", "earlier", "Held for one", "register holds", "probability", "hidden"):
        assert word not in shown
    assert "2 pairs to judge without seeing" in shown
    assert [one[0] + str(one[4]) for one in kept()] == ["ana1", "ana1", "ben2", "ben2"]
    assert "no pair that another judged" in sit("", by="ben", second=True)


def test_the_desk_speaks_spanish(sit: Sitting) -> None:
    """Keys, menus, fields and what agrees."""
    shown = sit("zs1q", lang="es")
    for word in (
        "s misma",
        "¿una persona o dos?",
        "nombre: Marta Ruiz | Marta Ruiz Díaz | en parte",
        "la misma persona: el mismo documento",
    ):
        assert word in shown


# --- the command


def test_recorded_judgements_are_entries_of_the_case_each_in_its_persons_name(
    run: Run, lists: Path, tmp_path: Path
) -> None:
    """Good lines are recorded, faulty ones told; a second time nothing is written; an undo and an undo of it are heard."""
    path = tmp_path / "recorded.csv"
    path.write_text(
        "verdict,a,b,reason,by,round\nsame,flights:3,families:3,Seen.,ana,\ndifferent,flights:2,families:4,Births.,ben,\nsame,flights:9,families:3,Seen.,ana,\n",
        encoding="utf-8",
    )
    told = run("review", "--persons", "--decisions", path, "--case", lists)
    assert (told.status, "2 judgements recorded, 0 stood already" in told.out, "row 4, a" in told.out) == (
        1,
        True,
        True,
    )
    again = json.loads(run("review", "--persons", "--decisions", path, "--case", lists, "--json").out)["persons"]
    assert (again["recorded"], again["present"], len(again["problems"])) == ([], 2, 1)
    with Case(lists) as case:
        assert [(one.by, one.verdict, one.a) for one in case.judgements()] == [
            ("ana", "same", MARTA),
            ("ben", "different", JOSE),
        ]
        entry = case.undo(int(case.judgements()[0].where), reason="A slip.")
        assert [one.by for one in case.judgements()] == ["ben"]
        case.undo(entry.seq, reason="No slip.")
        assert [one.by for one in case.judgements()] == ["ana", "ben"]
        assert case.ledger.verify() == []


def test_what_stands_is_exported_and_replays_to_the_same(run: Run, lists: Path, tmp_path: Path) -> None:
    """The file that one case writes another reads: the same judgements stand."""
    with Case(lists, actor="ana") as case:
        case.judge("same", "flights:3", MARTA_2, reason="Seen.")
        case.judge("different", JOSE, JOSE_3, reason="Births.")
        case.judge("unsure", JOSE_3, JOSE, reason="Births are misread.")
    assert run("review", "--persons", "--export", tmp_path / "out.csv", "--case", lists).status == 0
    other = tmp_path / "other"
    Case.init(other).close()
    linked(other / "tables" / "persons")
    assert run("review", "--persons", "--decisions", tmp_path / "out.csv", "--case", other).status == 0

    def stands(place: Path) -> list[tuple[str, str, str, str]]:
        with Case(place) as case:
            return [(one.verdict, one.a, one.b, one.by) for one in case.judgements()]

    assert stands(lists) == stands(other) == [("same", MARTA, MARTA_2, "ana"), ("unsure", JOSE_3, JOSE, "ana")]


def test_the_queue_is_listed(run: Run, lists: Path, folder: Path, tmp_path: Path) -> None:
    """In order of value, for people and as JSON; of a case and of a folder alike."""
    rows = json.loads(run("review", "--persons", "--list", "--case", lists, "--json").out)["persons"]["questions"]
    assert [(one["left"], one["kind"]) for one in rows][:2] == [(MARTA, "person"), (JOSE, "pair")]
    own = ("--tables", folder, "--decisions", tmp_path / "own.csv")
    assert json.loads(run("review", "--persons", "--list", *own, "--json").out)["persons"]["questions"] == rows
    told = run("review", "--persons", "--list", "--case", lists, "--lang", "es").out
    assert "flights:3 y " in told
    assert MARTA not in told


def test_agreement_is_told_with_what_waits(run: Run, folder: Path, tmp_path: Path) -> None:
    """Kappa with its interval and the pairs it rests on; status 1 while a difference waits."""
    own = ("--tables", folder, "--decisions", tmp_path / "own.csv")
    assert "--second" in run("review", "--persons", "--agreement", *own).out
    pairs = [
        (MARTA, MARTA_2, "same", "same"),
        (JOSE, JOSE_2, "same", "different"),
        (JOSE, JOSE_3, "different", "different"),
    ]
    lines = [f"{first},{a},{b},Seen.,ana,1\n{second},{a},{b},Seen.,ben,2\n" for a, b, first, second in pairs]
    (tmp_path / "own.csv").write_text("verdict,a,b,reason,by,round\n" + "".join(lines), encoding="utf-8")
    told = run("review", "--persons", "--agreement", *own)
    assert (told.status, "ana and ben: kappa 0.4" in told.out, "on 3 pairs, 2 of them" in told.out) == (1, True, True)
    assert "One pair waits to be settled" in told.out
    row = json.loads(run("review", "--persons", "--agreement", *own, "--json").out)["persons"]["agreement"]
    assert set(row) == {"persons", "kappas", "alpha", "units", "seen", "differences"}
    assert row["kappas"][0]["low"] < 0.4 < row["kappas"][0]["high"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "terminal"),
        (["--claims"], "--persons"),
        (["--list", "--accept", "r-1"], "--accept would do nothing"),
        (["--list", "--blind"], "--blind would do nothing"),
        (["--list", "--reason", "x"], "--reason would do nothing"),
        (["--agreement", "--second"], "asked apart"),
        (["--decisions", "nothing.csv", "--list"], "asked apart"),
        (["--decisions", "nothing.csv"], "nothing.csv"),
        (["--list", "--why", "repetition"], "--why would do nothing"),
        (["--list", "--sort", "confidence"], "--sort would do nothing"),
        (["--list", "--export", "out.csv"], "asked apart"),
        (["--second", "--export", "out.csv"], "asked apart"),
        (["--tables", "nowhere"], "--decisions FILE"),
        (["--tables", "nowhere", "--decisions", "own.csv"], "habeas link --to"),
    ],
)
def test_wrong_words_are_told(run: Run, lists: Path, words: list[str], said: str) -> None:
    """What is wrong and what to write instead; the ledger is as it was."""
    told = run("review", "--persons", *words, "--case", lists)
    assert (told.status, said in told.err) == (2, True), told.err


def test_options_of_persons_alone_are_refused_with_claims(run: Run, lists: Path) -> None:
    """They would do nothing there."""
    told = run("review", "--claims", "--list", "--second", "--case", lists)
    assert (told.status, "--second goes with" in told.err) == (2, True)


def test_a_case_that_was_not_linked_says_so(run: Run, tmp_path: Path) -> None:
    """With the command that links."""
    Case.init(tmp_path / "new").close()
    told = run("review", "--persons", "--list", "--case", tmp_path / "new")
    assert (told.status, "habeas link" in told.err) == (2, True)


def test_a_sitting_on_a_real_terminal(lists: Path) -> None:
    """Keys are read without Enter, the records stand in two columns, and the judgement is in the ledger; undone, so is that."""
    words = ("review", "--persons", "--case", lists, "--actor", "ana")
    with sitting(*words, COLUMNS="90", NO_COLOR="1") as terminal:
        shown = terminal.shown("q quit", 30)
        terminal.press(b"s1b")
        terminal.shown("taken back")
        terminal.press(b"d3q")
        assert "Everything is kept" in terminal.shown("Everything is kept")
    assert any(
        line.split() == ["name", "Marta", "Ruiz", "Marta", "Ruiz", "Díaz", "partly"] for line in shown.splitlines()
    )
    assert all(len(line) <= 90 for line in shown.splitlines())
    with Case(lists) as case:
        assert [(one.by, one.verdict, one.a) for one in case.judgements()] == [("ana", "different", MARTA)]
        assert [entry.kind for entry in case.log()] == ["person.same", "undo", "person.different"]


def test_a_judgement_made_in_a_case_names_keys(lists: Path) -> None:
    """Two without a name may be one where a person says so; what names no mention is refused."""
    with Case(lists, actor="ana") as case:
        case.judge("same", "flights:4", JOSE, reason="The guard said so.")
        assert case.judgements() == (
            Judgement("same", NOBODY, JOSE, "The guard said so.", "ana", case.log()[0].time, "1", 1),
        )
