"""A language model asked about the sources of a case: kept in the ledger, merged into the proposals, reviewed like any other, undone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.playing import Player, playing
from tests.reading.proposing import ARTICLE, BUILT, HELD, WHY, arrived, by_kind, finds, made, states

from habeas.case import Case
from habeas.errors import Faults, InputError
from habeas.words import LANGUAGES, Said

SICK = {"kind": "health", "quote": "40 detainees were ill", "value": 40, "speaker": "The director", "as_of": "2025-03"}
SAME = {"kind": "population", "quote": "North Lake Prison held 1,200 inmates in March 2024", "value": 1200}
WRONG = {"kind": "deaths", "quote": "At least 12 people died", "value": 120}
NOWHERE = {"kind": "deaths", "quote": "At least 12 persons died", "value": 12}
NORTH = {"subject": "north", "who": "all held"}


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no model of the machine's owner be asked, and the grammar read two things."""
    for name in ("URL", "KEY_ENV"):
        monkeypatch.delenv(f"HABEAS_READING_MODEL_{name}", raising=False)
    monkeypatch.delenv("HABEAS_READING_MODEL", raising=False)
    finds(monkeypatch, HELD, BUILT)


@pytest.fixture
def player() -> Iterator[Player]:
    """Play a model."""
    with playing() as one:
        one.answers = [SICK, SAME, WRONG, NOWHERE]
        yield one


@pytest.fixture
def folder(tmp_path: Path, player: Player) -> Path:
    """Return a case with one article that names the server."""
    place = made(tmp_path / "lake")
    player.named_in(place)
    return place


def asked(case: Case, *names: str) -> Any:
    """Ask about sources, saying nothing; return what came of the first."""
    return case.ask_model(*names, announce=lambda _: None)[0]


def test_what_passes_the_rule_is_an_entry_and_a_proposal(folder: Path, player: Player) -> None:
    """One entry a source with model, host, bytes and readings; wrong numbers and words that are not there are refused with reasons."""
    with Case(folder, actor="ana") as case:
        told = asked(case)
        entry = case.log()[-1]
        found = by_kind(case)
        assert case.read()[0].proposed == 3
    assert (told.readings, told.refused, told.sent, told.seq) == (2, 2, 1, entry.seq)
    assert [one.key for one in told.problems] == ["reading.model-value", "reading.model-quote-not-there"]
    assert all(one.file == "article" and one.text(lang) for one in told.problems for lang in LANGUAGES)
    assert (entry.kind, entry.about, entry.actor) == ("reading.asked", "article", "ana")
    assert entry.body["model"] == "player"
    assert entry.body["host"] == f"127.0.0.1:{player.port}"
    assert entry.body["refused"] == 2
    assert len(entry.body["readings"]) == 2
    one = found["health"]
    assert (one.reading.cues, one.reading.confidence, one.state) == (("model",), 0.0, "open")
    assert ARTICLE[one.reading.start : one.reading.end] == one.reading.quote == SICK["quote"]
    with Case(folder) as case:
        before, quote, after = case.passage(one)
    assert before.endswith("The director told reporters that ")
    assert (quote, after) == (SICK["quote"], ".")


def test_what_the_grammar_reads_too_appears_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the grammar's; where a later reader no longer finds it, what the model said stands in its place."""
    with Case(folder, actor="ana") as case:
        asked(case)
        [held] = [one for one in case.readings() if one.reading.kind == "population"]
        assert held.reading.cues == ()
        assert [one.reading.kind for one in case.readings()] == ["population", "capacity", "health"]
        finds(monkeypatch, BUILT, version=2)
        [held] = [one for one in case.readings() if one.reading.kind == "population"]
        assert (held.reading.cues, held.reading.quote) == (("model",), SAME["quote"])


def test_what_is_derived_is_made_again_byte_for_byte(folder: Path) -> None:
    """The table has nothing of the model; without the server, and without tables, the proposals are the same."""
    with Case(folder, actor="ana") as case:
        case.read()
        file = folder / "tables" / "readings" / "article.json"
        content = file.read_bytes()
        asked(case)
        before = case.readings()
        assert file.read_bytes() == content
        shutil.rmtree(folder / "tables")
        assert case.readings() == before
        assert file.read_bytes() == content
        assert case.verify().sound


def test_a_model_is_not_asked_the_same_twice(folder: Path, player: Player) -> None:
    """Same bytes, date, language and model: nothing is sent, and nobody is told that something is; another date is asked again."""
    with Case(folder, actor="ana") as case:
        first = asked(case)
        said: list[Said] = []
        second = case.ask_model(announce=said.append)[0]
        assert (second.before, second.sent, second.seq, said, len(player.seen)) == (True, 0, first.seq, [], 1)
        case.describe("article", published="2025-03-19")
        assert asked(case).sent == 1
        assert len(case.readings()) == 3


def test_undo_takes_the_answers_out_and_undo_of_it_back(folder: Path, player: Player) -> None:
    """After it the model may be asked anew."""
    with Case(folder, actor="ana") as case:
        seq = asked(case).seq
        undo = case.undo(seq, reason=WHY)
        assert set(states(case)) == {"population", "capacity"}
        case.undo(undo.seq, reason=WHY)
        assert "health" in states(case)
        case.undo(undo.seq + 1, reason=WHY)
        assert asked(case).sent == 1
        assert len(player.seen) == 2
        assert "health" in states(case)


def test_a_person_decides_of_it_as_of_any_other(folder: Path) -> None:
    """Accepted it is a claim whose note says where it came from; taken back it waits again; where the answers are undone it is gone."""
    with Case(folder, actor="ana") as case:
        seq = asked(case).seq
        one = by_kind(case)["health"]
        case.review_accept(one.id, fields=NORTH, reason=WHY)
        assert by_kind(case)["health"].state == "accepted"
        [claim] = case.claims(status="accepted")
        assert claim.note is not None
        assert "language model" in claim.note
        assert one.id in claim.note
        case.review_undo(reason=WHY)
        assert by_kind(case)["health"].state == "open"
        case.review_reject(one.id, why="not_said", reason=WHY)
        assert by_kind(case)["health"].state == "rejected"
        case.review_accept(one.id, fields=NORTH, reason=WHY)
        case.undo(seq, reason=WHY)
        assert by_kind(case)["health"].state == "gone"


def test_the_newest_answer_counts_and_the_others_stay(folder: Path, player: Player) -> None:
    """Asked again as of another date, what is said on the same words is the newer; what only the older has is kept."""
    with Case(folder, actor="ana") as case:
        asked(case)
        player.answers = [SICK | {"as_of": "2025"}, {"kind": "complaints", "quote": "40 detainees", "value": 40}]
        case.describe("article", published="2025-04-01")
        asked(case)
        found = by_kind(case)
        assert found["health"].reading.as_of == "2025"
        assert "complaints" in found
        player.answers = []
        case.describe("article", published="2025-04-02")
        asked(case)
        assert by_kind(case)["health"].reading.as_of == "2025"


def test_a_newer_version_of_a_source_is_asked_about_anew(folder: Path, player: Player) -> None:
    """Answers on old bytes are not shown on new ones; asked again, the reading has its id, and what was decided is to be confirmed."""
    with Case(folder, actor="ana") as case:
        asked(case)
        one = by_kind(case)["health"]
        case.review_accept(one.id, fields=NORTH, reason=WHY)
    arrived(folder, "Corrected version.\n\n" + ARTICLE)
    with Case(folder, actor="ana") as case:
        assert by_kind(case)["health"].state == "gone"
        asked(case)
        again = by_kind(case)["health"]
        assert (again.id, again.state) == (one.id, "confirm")
        assert len(player.seen) == 2


def test_least_and_sort_know_that_nobody_has_counted_it(folder: Path) -> None:
    """With any least confidence it is left out; sorted by confidence it comes first."""
    with Case(folder, actor="ana") as case:
        asked(case)
        assert "health" not in by_kind(case, least=0.1)
        assert case.readings(sort="confidence")[0].reading.kind == "health"


def test_whoever_is_told_may_keep_it_from_being_sent(folder: Path, player: Player) -> None:
    """Who gets what is told before the first request, in both languages; an exception there ends it."""
    told: list[Said] = []

    def no(said: Said) -> None:
        told.append(said)
        raise RuntimeError

    with Case(folder, actor="ana") as case, pytest.raises(RuntimeError):
        case.ask_model(announce=no)
    assert player.seen == []
    for lang in LANGUAGES:
        assert f"127.0.0.1:{player.port}" in told[0].text(lang)
        assert "article (1)" in told[0].text(lang)


def test_secrets_are_not_sent_elsewhere(tmp_path: Path) -> None:
    """A source that is restricted goes to this computer only; elsewhere it is named as kept back, and nothing is announced."""
    place = made(tmp_path / "lake")
    with (place / "case.toml").open("a", encoding="utf-8") as file:
        file.write('\n[reading.model]\nurl = "https://model.invalid/v1"\nmodel = "m"\n')
    with Case(place, actor="ana") as case:
        case.describe("article", sensitivity="restricted")
        said: list[Said] = []
        [one] = case.ask_model(announce=said.append)
    assert (one.sent, one.seq, said) == (0, None, [])
    assert [each.key for each in one.problems] == ["case.ask-withheld"]


def test_an_endpoint_that_is_down_keeps_the_rest_back(folder: Path, player: Player) -> None:
    """One problem for the text that was tried, one that counts the others; nothing is written."""
    (folder / "two.txt").write_text(ARTICLE.replace("1,200", "1,300"), encoding="utf-8")
    (folder / "three.txt").write_text(ARTICLE.replace("1,200", "1,400"), encoding="utf-8")
    player.status = 404
    with Case(folder, actor="ana") as case:
        case.add(folder / "two.txt", folder / "three.txt", published="2025-03-18")
        before = len(case.log())
        told = case.ask_model(announce=lambda _: None)
        assert len(case.log()) == before
    assert len(player.seen) == 1
    found = [problem for one in told for problem in one.problems]
    assert [one.key for one in found] == ["reading.model-not-there", "case.ask-stopped"]
    assert found[1].values["n"] == 2


def test_a_model_that_never_answers_is_given_up(folder: Path, player: Player) -> None:
    """Three texts in a row, and the others are not sent."""
    for number in range(4):
        (folder / f"more{number}.txt").write_text(ARTICLE.replace("1,200", f"2,{number}00"), encoding="utf-8")
    player.status = 500
    with Case(folder, actor="ana") as case:
        case.add(*(folder / f"more{number}.txt" for number in range(4)), published="2025-03-18")
        told = case.ask_model(announce=lambda _: None)
    assert len(player.seen) == 3
    assert told[-1].problems[0].values["n"] == 2


def test_nobody_to_act_is_said_before_a_text_is_sent(
    folder: Path, player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is answered could not be kept."""
    monkeypatch.delenv("HABEAS_ACTOR", raising=False)
    monkeypatch.setattr("getpass.getuser", lambda: (_ for _ in ()).throw(OSError))
    with Case(folder) as case, pytest.raises(InputError):
        case.ask_model(announce=lambda _: None)
    assert player.seen == []


def test_no_model_is_asked_where_none_is_named(tmp_path: Path) -> None:
    """The error says where to name one, in both languages."""
    place = made(tmp_path / "lake")
    with Case(place, actor="ana") as case, pytest.raises(InputError) as caught:
        case.ask_model(announce=lambda _: None)
    for lang in LANGUAGES:
        assert "[reading.model]" in caught.value.text(lang)
        assert "HABEAS_READING_MODEL_URL" in caught.value.text(lang)


@pytest.mark.parametrize(
    ("lines", "where", "key"),
    [
        ('model = "m"', "reading.model.url", "about.missing"),
        ('url = "http://h/v1"', "reading.model.model", "about.missing"),
        ('url = "http://h/v1"\nmodel = " "', "reading.model.model", "about.not-words"),
        ('url = "ftp://h/v1"\nmodel = "m"', "reading.model.url", "about.not-endpoint"),
        ('url = "localhost:11434"\nmodel = "m"', "reading.model.url", "about.not-endpoint"),
        ('url = "http://h:port/v1"\nmodel = "m"', "reading.model.url", "about.not-endpoint"),
        ('url = "https://me:hunter2@h/v1"\nmodel = "m"', "reading.model.url", "about.key-inside"),
        ('url = "https://h/v1?key=hunter2"\nmodel = "m"', "reading.model.url", "about.key-inside"),
        ('url = "http://h/v1"\nmodel = "m"\nkey = "hunter2"', "reading.model.key", "about.key-inside"),
        ('url = "http://h/v1"\nmodel = "m"\napi_key = "hunter2"', "reading.model.api_key", "about.key-inside"),
        ('url = "http://h/v1"\nmodel = "m"\nkey_env = "sk-hunter2"', "reading.model.key_env", "about.key-inside"),
        ('url = "http://h/v1"\nmodel = "m"\nkey_env = 3', "reading.model.key_env", "about.key-inside"),
        ('url = "http://h/v1"\nmodel = "m"\ntimeout = 0', "reading.model.timeout", "about.not-seconds"),
        ('url = "http://h/v1"\nmodel = "m"\ntimeout = true', "reading.model.timeout", "about.not-seconds"),
        ('url = "http://h/v1"\nmodel = "m"\ncolour = 1', "reading.model.colour", "about.unknown-field"),
    ],
)
def test_faults_of_the_settings_name_the_field_and_no_key(tmp_path: Path, lines: str, where: str, key: str) -> None:
    """In both languages; what may be a key is never repeated."""
    place = made(tmp_path / "lake")
    with (place / "case.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[reading.model]\n{lines}\n")
    with pytest.raises(Faults) as caught:
        Case(place)
    assert [(one.column, one.key) for one in caught.value.problems] == [(where, key)]
    for lang in LANGUAGES:
        assert "hunter2" not in caught.value.text(lang)


@pytest.mark.parametrize("lines", ["model = 3", "colour = 1", "model = []"])
def test_a_reading_that_is_no_such_table_is_told(tmp_path: Path, lines: str) -> None:
    """One fault, and no exception."""
    place = made(tmp_path / "lake")
    with (place / "case.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[reading]\n{lines}\n")
    with pytest.raises(Faults) as caught:
        Case(place)
    assert len(caught.value.problems) == 1
