"""``habeas review``: at the keyboard, on a real terminal, and by lists of ids; nothing is taken for granted, nothing lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.terminal import sitting
from tests.reading.proposing import ARTICLE, BUILT, EVERY, HELD, WHY, by_kind, finds, made, states

from habeas.amount import Amount
from habeas.case import Case
from habeas.cli.desk import Desk
from habeas.cli.frame import Settings
from habeas.cli.passage import names_in, passage_lines
from habeas.cli.show import Screen
from habeas.words import Lang

Sitting = Callable[..., tuple[str, list[str]]]


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a case whose article makes five claims: population, capacity, deaths, visits and illness, in this order."""
    finds(monkeypatch, *EVERY)
    return made(tmp_path / "lake")


@pytest.fixture
def sit(lake: Path, capsys: pytest.CaptureFixture[str]) -> Sitting:
    """Let a coder press keys and type lines; return what was shown, and the questions that were asked with what stood typed."""

    def sitting(
        keys: str, *typed: str | None, coder: str = "ana", lang: Lang = "en", blind: bool = False
    ) -> tuple[str, list[str]]:
        answers: Iterator[str | None] = iter(typed)
        pressed = iter(keys)
        asked: list[str] = []

        def ask(label: str, before: str) -> str | None:
            asked.append(f"{label.strip()}: {before}")
            said = next(answers)
            return before if said == "=" else said

        with Case(lake, actor=coder) as case:
            queue = [one for one in case.readings(blind=blind, lang=lang) if one.waiting]
            desk = Desk(Screen(Settings(lang)), case, queue, blind=blind, keys=lambda: next(pressed), ask=ask)
            desk.work()
        assert next(answers, "none left") == "none left"
        return capsys.readouterr().out, asked

    return sitting


def accepted(lake: Path) -> dict[str, str]:
    """Return the value of each accepted claim, in English, by its predicate."""
    with Case(lake) as case:
        return {
            one.predicate: one.value if isinstance(one.value, str) else one.value.text("en")
            for one in case.claims(status="accepted")
        }


def test_a_key_accepts_what_is_whole_and_asks_for_what_lacks(lake: Path, sit: Sitting) -> None:
    """Who is counted is asked once and shown from then on; a subject that the words name is not asked; capacity needs its kind."""
    shown, asked = sit("aaaaq", "all held", "1", "2", "=")
    assert asked == ["who: all held", "subject: north", "capacity: official", "subject: north"]
    assert accepted(lake) == {
        "population": "1,200 persons",
        "capacity": "900 places",
        "deaths": "at least 12 persons",
        "family_visits": "none",
    }
    with Case(lake) as case:
        told = {one.predicate: one.value for one in case.claims() if isinstance(one.value, Amount)}
    assert (told["population"].who, told["deaths"].who, told["capacity"].capacity) == (
        "all held",
        "all held",
        "official",
    )
    assert shown.count("accepted: c-") == 4
    assert "all held  (as last time)" in shown


def test_the_quote_is_marked_between_its_sentences(sit: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands before and after is shown with it."""
    monkeypatch.setenv("NO_COLOR", "1")
    shown, _ = sit("q")
    assert "Lake Prison »held 1,200 inmates« in March 2024" in shown
    assert "built for 900" in shown
    assert "1/5 article population 80%" in shown


def test_a_subject_is_never_taken_in_silence(lake: Path, sit: Sitting) -> None:
    """Where the words name no subject, the last choice is typed already, and the coder sends it off, or breaks off."""
    _, asked = sit("anaq", "all held", None)
    assert asked == ["who: all held", "subject: north"]
    assert list(accepted(lake)) == ["population"]


def test_rejecting_takes_a_ground_by_its_digit(lake: Path, sit: Sitting) -> None:
    """Four grounds have their words; the fifth asks for the coder's; any other key goes back."""
    sit("r1r5rxr3q", "It is a plan.")
    with Case(lake, actor="ana") as case:
        decisions = [one.decisions[0] for one in case.readings() if one.decisions]
    assert [(one.why, one.reason) for one in decisions] == [
        ("not_said", "the text does not say it"), ("other", "It is a plan."), ("not_this_case", "not about this case"),
    ]  # fmt: skip


def test_correcting_reads_the_value_again(lake: Path, sit: Sitting) -> None:
    """What cannot be read is told and asked again; what was corrected is in the decision."""
    shown, asked = sit("c3xaq", "1.200.3.4", "about 1,300", "all held")
    assert asked[:2] == ["value: 1,200", "value: 1.200.3.4"]
    assert "1.200.3.4" in shown
    assert accepted(lake)["population"].startswith("about 1,300")
    with Case(lake) as case:
        assert by_kind(case)["population"].decisions[0].corrected == ("value",)


def test_a_subject_is_chosen_by_digit_name_or_id(lake: Path, sit: Sitting) -> None:
    """A digit of the list, a name in either language, an id; a name of nothing is told with what is near."""
    for said in ("2", "Penal del Lago Sur", "south"):
        sit("c1xaq", said, "all held")
        with Case(lake, actor="ana") as case:
            assert [one.subject for one in case.claims(status="accepted")] == ["south"], said
            case.review_undo(reason="Again.")
    shown, _ = sit("c1xq", "sout", None)
    assert "south" in shown


def test_the_speaker_is_chosen_among_the_names_of_the_passage(lake: Path, sit: Sitting) -> None:
    """The one proposed first; none is the source itself; ``t`` types another."""
    for keys, typed, speaker in (
        ("p1aq", [], "the ministry"),
        ("p0aq", [], None),
        ("ptaq", ["the warden"], "the warden"),
    ):
        sit(keys, *typed, "all held")
        with Case(lake, actor="ana") as case:
            assert [one.speaker for one in case.claims(status="accepted")] == [speaker]
            case.review_undo(reason="Again.")


def test_capitals_are_the_same_keys(lake: Path, sit: Sitting) -> None:
    """With the lock of capitals on, a reading is passed over and the desk is left."""
    shown, _ = sit("NQ")
    assert ("2/5" in shown, "3/5" in shown) == (True, False)


def test_splitting_lays_the_reading_out_twice(lake: Path, sit: Sitting) -> None:
    """Value, who, subject and time of each part are asked, what was read already typed."""
    sit("sq", "700", "men", "=", "=", "500", "women", "=", "=")
    with Case(lake) as case:
        values = [one.value for one in case.claims(status="accepted")]
        told = {one.who: str(one.stated) for one in values if isinstance(one, Amount)}
        assert told == {"men": "700", "women": "500"}
        assert states(case)["population"] == "split"


def test_undo_takes_back_one_after_the_other(lake: Path, sit: Sitting) -> None:
    """Each undo opens the reading it took back; beyond the first there is nothing of this coder."""
    shown, _ = sit("ar2uuuq", "all held")
    assert shown.count("taken back") == 2
    assert "nothing of yours to take back" in shown
    assert accepted(lake) == {}
    with Case(lake, actor="ana") as case:
        assert set(states(case).values()) == {"open"}


def test_every_decision_is_kept_at_once(lake: Path, sit: Sitting) -> None:
    """Breaking off with Ctrl-C or the end of input loses nothing that was decided."""
    for stop in ("\x03", "\x04"):
        shown, _ = sit(f"r1{stop}")
        assert "1 rejected" in shown
    with Case(lake, actor="ana") as case:
        assert sum(one.state == "rejected" for one in case.readings()) == 2


@pytest.mark.parametrize("menu", ["", "r", "p", "c"])
@pytest.mark.parametrize("stop", [KeyboardInterrupt, EOFError, "\x03", "\x04"])
def test_breaking_off_in_a_menu_leaves_the_desk(
    lake: Path, capsys: pytest.CaptureFixture[str], menu: str, stop: type[BaseException] | str
) -> None:
    """Ctrl-C or the end of input there ends as it does between readings: with what was done and what is left."""
    pressed = iter(["r", "1", *menu, stop])

    def key() -> str:
        one = next(pressed)
        if isinstance(one, str):
            return one
        raise one

    with Case(lake, actor="ana") as case:
        Desk(Screen(Settings("en")), case, case.readings(), keys=key, ask=lambda *_: None).work()
        assert sum(one.state == "rejected" for one in case.readings()) == 1
    assert "1 rejected" in capsys.readouterr().out.splitlines()[-1]


def test_keys_that_mean_nothing_show_those_that_do(sit: Sitting) -> None:
    """Nothing happens but that."""
    shown, _ = sit("zq", lang="es")
    assert shown.count("a aceptar") == 2
    assert "quedan 5" in shown


def test_next_and_back_move_without_deciding(sit: Sitting) -> None:
    """The end of the queue ends the sitting."""
    shown, _ = sit("nbbnnnnn")
    heads = [line.split()[0] for line in shown.splitlines() if "/5 " in line]
    assert heads == ["1/5", "2/5", "1/5", "1/5", "2/5", "3/5", "4/5", "5/5"]


def test_what_changed_is_shown_with_what_was_decided(lake: Path, sit: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    """One key confirms it; what is gone is kept or retracted by one key."""
    with Case(lake, actor="ana") as case:
        found = by_kind(case)
        case.review_accept(found["population"].id, fields={"who": "all held", "subject": "north"}, reason=WHY)
        case.review_accept(found["condition"].id, reason=WHY)
    later = ("population", "held 1,200 inmates", {**HELD[2], "as_of": "2024-04"})
    finds(monkeypatch, later, BUILT, version=2)
    shown, _ = sit("anr1q")
    assert "as_of: was 2024-03, is now 2024-04" in shown
    assert "no longer read" in shown
    assert list(accepted(lake)) == ["population"]


def test_what_other_sources_repeat_is_told_beside_it(lake: Path, sit: Sitting) -> None:
    """The coder sees where else the same claim stands, and can reject it as a repetition by two keys."""
    (lake / "copy.txt").write_text(f"From the agency.\n\n{ARTICLE}", encoding="utf-8")
    with Case(lake, actor="ana") as case:
        case.add(lake / "copy.txt", published="2025-03-20", language="en")
    shown, _ = sit("r4q")
    assert "also in copy: the same claim, and no confirmation" in shown
    with Case(lake, actor="ana") as case:
        assert next(one for one in case.readings("article") if one.decisions).decisions[0].why == "repetition"


def test_another_writer_meanwhile_loses_nothing(lake: Path, sit: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    """A decision that meets a ledger which has grown is taken again against what is there now."""
    from habeas.case.proposals import Reviewer

    really = Reviewer.reject
    others: list[int] = []

    def rejecting(self: Reviewer, *given: object, **named: object) -> object:
        if not others:
            with Case(lake, actor="ben") as case:
                others.append(case.describe("article", title="Another title").seq)
        return really(self, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Reviewer, "reject", rejecting)
    sit("r11q")
    with Case(lake, actor="ana") as case:
        assert [one.kind for one in case.log(last=2)] == ["source.describe", "reading.reject"]


# --- by lists


def test_lists_for_scripts(run: Run, lake: Path) -> None:
    """What waits, by filters; accepted with fields that are set; rejected with a ground; as JSON or for people."""
    told = json.loads(run("review", "--claims", "--list", "--case", lake, "--kind", "population", "--json").out)
    [one] = told["proposals"]
    assert one["context"][1] == one["quote"] == "held 1,200 inmates"
    assert (one["subject_id"], one["proposed"], one["state"]) == ("north", "1,200", "open")
    ids = {
        each["kind"]: each["id"]
        for each in json.loads(run("review", "--claims", "--list", "--case", lake, "--json").out)["proposals"]
    }
    done = run("review", "--claims", "--accept", f"{ids['population']},{ids['deaths']}", "--set", "who=all held", "--set", "subject=north",
               "--reject", ids["health"], "--why", "repetition", "--reason", WHY, "--case", lake, "--json")  # fmt: skip
    assert [row["verdict"] for row in json.loads(done.out)["decided"]] == ["accept", "accept", "reject"]
    assert json.loads(done.out)["decided"][2]["why"] == "repetition"
    left = run("review", "--claims", "--list", "--case", lake)
    assert ids["population"] not in left.out
    assert ids["capacity"] in left.out
    assert ids["population"] in run("review", "--claims", "--list", "--all", "--case", lake, "--lang", "es").out
    assert "rejected" in run("review", "--claims", "--reject", ids["capacity"], "--reason", WHY, "--case", lake).out


def test_a_source_whose_text_is_lost_is_told(run: Run, lake: Path) -> None:
    """Its proposals cannot be shown, and the listing does not look complete without them."""
    assert run("review", "--claims", "--list", "--case", lake).status == 0
    shutil.rmtree(lake / "originals")
    shutil.rmtree(lake / "tables")
    for more in ((), ("--json",)):
        told = run("review", "--claims", "--list", "--case", lake, *more)
        assert (told.status, "article" in told.out + told.err) == (1, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--claims"], "terminal"),
        ([], "--agreement"),
        (["--claims", "--agreement"], "--agreement"),
        (["--claims", "--accept", "r-1", "--reject", "r-1", "--reason", "x"], "r-1"),
        (["--claims", "--accept", "r-1", "--reason", " "], "reason"),
        (["--claims", "--accept", "r-1", "--set", "who", "--reason", "x"], "who"),
        (["--claims", "--accept", "", "--reason", "x"], "no id"),
        (["--claims", "--reject", " , ", "--reason", "x"], "no id"),
        (["--agreement", "--accept", "r-1", "--reason", "x"], "--accept would do nothing"),
        (["--agreement", "--reject", "r-1", "--reason", "x"], "--reject would do nothing"),
        (["--agreement", "--list"], "--list would do nothing"),
        (["--claims", "--list", "--accept", "r-1", "--reason", "x"], "--list would do nothing"),
        (["--claims", "--list", "--set", "who=all held"], "--set would do nothing"),
        (["--claims", "--reject", "r-1", "--set", "who=all held", "--reason", "x"], "--set would do nothing"),
        *[
            (["--claims", "--list", "--min", each], "--min is a number from 0 to 1")
            for each in ("2", "-1", "abc", "nan", "-NaN", "inf", "")
        ],
        (["--claims", "--list", "--source", "nothing"], "article"),
        (["--claims", "--list", "--kind", "populaton"], "population"),
    ],
)
def test_wrong_words_are_told(run: Run, lake: Path, words: list[str], said: str) -> None:
    """What is wrong, and what to write instead; nothing is written to the ledger."""
    with Case(lake) as case:
        head = case.ledger.head()
    told = run("review", *words, "--case", lake)
    assert (told.status, said in told.err) == (2, True)
    with Case(lake) as case:
        assert case.ledger.head() == head


def test_agreement_is_told_with_what_coders_differ_on(run: Run, lake: Path) -> None:
    """Alone there is none; of two, a table of coefficients, the differences, and how to settle them."""
    with Case(lake, actor="ana") as case:
        one = by_kind(case)["population"]
        case.review_accept(one.id, fields={"who": "all held", "subject": "north"}, reason=WHY)
        case.review_accept(by_kind(case)["condition"].id, reason=WHY)
    alone = run("review", "--agreement", "--case", lake)
    assert (alone.status, "--blind" in alone.out) == (0, True)
    told = run("review", "--claims", "--reject", one.id, "--reason", "No.", "--blind", "--actor", "ben", "--case", lake)
    assert told.status == 0
    with Case(lake, actor="ben") as case:
        case.review_accept(by_kind(case)["condition"].id, reason=WHY, blind=True)
    said = run("review", "--agreement", "--case", lake)
    assert said.status == 1
    assert "ana: accepted" in said.out
    assert "ben: rejected (another reason)" in said.out
    assert "habeas accept CLAIM" in said.out
    row = json.loads(run("review", "--agreement", "--case", lake, "--json").out)["agreement"]
    assert set(row) == {"coders", "alphas", "differences"}
    assert set(row["alphas"][0]) == {"of", "level", "alpha", "units", "pairs"}
    assert set(row["differences"][0]) == {"id", "source", "quote", "decisions"}
    assert row["coders"] == {"ana": 2, "ben": 2}
    claim = row["differences"][0]["decisions"][0]["claims"][0]
    assert run("accept", claim, "--reason", "It is said.", "--case", lake).status == 0
    said = run("review", "--agreement", "--case", lake)
    assert (said.status, "settled" in said.out, "counts until" in said.out) == (0, True, False)
    assert one.id not in run("review", "--claims", "--list", "--case", lake).out


# --- parts


def test_a_quote_is_marked_across_lines() -> None:
    """Every line that holds a part of it is in reverse, and ends plain."""
    lines = passage_lines("before " * 3, "quoted words " * 8, "after " * 3, 40)
    assert "".join(line.replace("\x1b[1;7m", "").replace("\x1b[0m", "") for line in lines).count("quoted") == 8
    assert all(line.count("\x1b[1;7m") == line.count("\x1b[0m") for line in lines)
    assert sum("\x1b[1;7m" in line for line in lines) > 2


@pytest.mark.parametrize(
    ("passage", "names"),
    [
        ("Prisons are full, the Ministry of Justice said.", ["Ministry of Justice"]),
        ("Según la Dirección General de Centros Penales, hay 12.", ["Dirección General de Centros Penales"]),
        ("He told Lakeland Watch that NLP is full. Others agreed.", ["Lakeland Watch", "NLP"]),
        ("nobody said so.", []),
        ("This is what El Salvador held in March 2024.", ["El Salvador"]),
        ("The group said so on Tuesday. The prison was full.", []),
        ("It was the Ministry of Justice. Lakeland Watch denied it.", ["Ministry of Justice", "Lakeland Watch"]),
        (
            "On Tuesday the Ministry of Justice spoke, and on Monday and Friday nobody.",
            ["Ministry of Justice"],
        ),
        ("He spoke in March. On Wednesday, nobody did; Sunday Times readers know.", ["Sunday Times"]),
        ("Lo dijo el Lunes. El Martes calló la Cruz Roja. El Domingo, nadie.", ["Cruz Roja"]),
        ("Después habló Domingo de la Cruz en Marzo.", ["Domingo de la Cruz"]),
        (
            "So said Dr. Ana Lee, George W. Bush and the U.S. Department of Justice.",
            ["Dr. Ana Lee", "George W. Bush", "U.S. Department of Justice"],
        ),
        ("They live in the U.S. The group said so.", []),
        ("Lo dijo EE. UU. En otro lugar, el Sr. Pérez calló.", ["EE. UU", "Sr. Pérez"]),
    ],
)
def test_names_of_a_passage(passage: str, names: list[str]) -> None:
    """Capitals make a name, unless they only open a sentence or are a month; of the known ones those that stand there come first."""
    assert names_in(passage) == names
    assert names_in(passage, ["is no one of these", passage[:5]]) == list(dict.fromkeys([passage[:5], *names]))


# --- on a terminal


def test_a_sitting_on_a_real_terminal(lake: Path) -> None:
    """Keys are read without Enter, lines are typed already, colours mark the quote, and what was decided is in the ledger."""
    with Case(lake, actor="ana") as case:
        case.read()  # the program finds it read
    words = ("review", "--claims", "--kind", "population", "--case", lake, "--actor", "ana")
    with sitting(*words, COLUMNS="100") as terminal:
        shown = terminal.shown("q quit", 30)
        terminal.press(b"\x1b[A")  # an arrow means nothing
        terminal.press(b"a")
        terminal.shown("all held")
        terminal.press(b"\r")
        ended = terminal.shown("accepted: c-")
        terminal.press(b"q")  # waits for its question, or is not needed
        ended += terminal.shown("Everything is kept")
    assert "\x1b[1;7mheld 1,200 inmates\x1b[0m" in shown
    assert "1 accepted" in ended
    with Case(lake) as case:
        [claim] = case.claims(status="accepted")
    assert (claim.predicate, claim.subject) == ("population", "north")
