"""``habeas read --model``: nothing is sent without the flag, who gets what is said first, and answers are held to the rule."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.cli.playing import Player, playing
from tests.reading.proposing import ARTICLE, BUILT, HELD, finds, made

from habeas.case import opening
from habeas.words import LANGUAGES, Lang

SICK = {"kind": "health", "quote": "40 detainees were ill", "value": 40, "speaker": "The director"}
SAME = {"kind": "population", "quote": "held 1,200 inmates", "value": 1200}
WRONG = {"kind": "deaths", "quote": "At least 12 people died", "value": 120}
VARIABLES = ("HABEAS_READING_MODEL_URL", "HABEAS_READING_MODEL", "HABEAS_READING_MODEL_KEY_ENV")


@pytest.fixture
def player() -> Iterator[Player]:
    """Play a model that says one thing the grammar has not, one it has, and one that is wrong."""
    with playing() as one:
        one.answers = [SICK, SAME, WRONG]
        yield one


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let no model of the machine's owner be asked, and the grammar read two things."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    finds(monkeypatch, HELD, BUILT)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def lake(tmp_path: Path, player: Player) -> Path:
    """Return a case with one article that names the server."""
    place = made(tmp_path / "lake")
    player.named_in(place)
    return place


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """Return a file outside a case."""
    path = tmp_path / "lone.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, player: Player) -> None:
    """Name the server in the environment."""
    monkeypatch.setenv("HABEAS_READING_MODEL_URL", player.url)
    monkeypatch.setenv("HABEAS_READING_MODEL", "player")


def kinds(told: Any) -> list[str]:
    """Return the kinds of the claims of one line of JSON."""
    return [one["kind"] for one in json.loads(told.out)["claims"]]


@pytest.mark.usefixtures("environment")
def test_nothing_is_ever_sent_without_the_flag(run: Run, lake: Path, article: Path, player: Player) -> None:
    """Whatever is named in the case and in the environment, no command but ``read --model`` makes a request."""
    for arguments in (
        ("read", lake),
        ("read", lake, "--json", "--repeated"),
        ("read", article),
        ("read", article, "--json"),
        ("review", "--claims", "--list", "-c", lake),
        ("build", lake),
        ("verify", lake),
        ("report", lake),
    ):
        run(*arguments)
        assert player.seen == [], arguments
    run("read", lake, "--model")
    assert len(player.seen) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_case_is_told_where_its_texts_go_and_what_came_of_it(
    run: Run, lake: Path, player: Player, lang: Lang
) -> None:
    """On stderr the host, the passages and the texts; then how many answers pass and how many are refused, with reasons."""
    told = run("read", lake, "--model", "--lang", lang)
    host = f"127.0.0.1:{player.port}"
    assert told.status == 0
    first = told.err.splitlines()[0]
    assert host in first
    assert "article (1)" in first
    assert "player" in first
    assert "120" in told.err
    assert host not in told.err.split("\n", 1)[1]
    assert {"en": "2 answers pass the rule, 1", "es": "2 respuestas cumplen la regla, 1"}[lang] in told.out
    assert "habeas undo 2" in told.out
    again = run("read", lake, "--model", "--lang", lang)
    assert (again.status, again.err, len(player.seen)) == (0, "", 1)


def test_a_case_as_json(run: Run, lake: Path) -> None:
    """What came of asking, and each refusal as a problem; the proposals have ``model`` in their cues; undo takes them out."""
    told = json.loads(run("read", lake, "--model", "--json").out)
    [asked] = told["asked"]
    assert (asked["readings"], asked["refused"], asked["sent"], asked["seq"], asked["before"]) == (2, 1, 1, 2, False)
    assert [one["problem"] for one in told["problems"]] == ["reading.model-value"]
    assert told["texts"][0]["proposed"] == 3
    proposals = json.loads(run("review", "--claims", "--list", "-c", lake, "--json").out)["proposals"]
    assert {one["kind"]: one["cues"] for one in proposals}["health"] == ["model"]
    assert [one["kind"] for one in proposals].count("population") == 1
    shown = run("review", "--claims", "--list", "-c", lake).out
    assert any("40 detainees were ill" in line and "\N{EM DASH}" in line for line in shown.splitlines())
    assert run("undo", "2", "-c", lake, "--reason", "Not of use.").status == 0
    assert json.loads(run("read", lake, "--json").out)["texts"][0]["proposed"] == 2


@pytest.mark.usefixtures("environment")
def test_a_file_is_read_with_a_model(run: Run, article: Path, player: Player) -> None:
    """Of the environment; what the grammar has appears once, what is wrong is refused, and nothing is written."""
    told = run("read", article, "--model", "--json")
    assert kinds(told) == ["population", "capacity", "health"]
    assert "reading.model-value" in [one["problem"] for one in json.loads(told.out)["problems"]]
    assert "lone.txt (1)" in told.err
    shown = run("read", article, "--model")
    assert "2 answers pass the rule, 1" in shown.out
    assert "habeas undo" not in shown.out
    assert len(player.seen) == 2
    assert kinds(run("read", article, "--json")) == ["population", "capacity"]


@pytest.mark.usefixtures("environment")
def test_a_model_that_repeats_itself_is_heard_once(run: Run, lake: Path, article: Path, player: Player) -> None:
    """One kind and value on overlapping words is one proposal, of a file as of a source."""
    player.answers = [SICK, SICK | {"quote": "40 detainees were ill."}, SICK | {"quote": "that 40 detainees"}]
    assert kinds(run("read", article, "--model", "--json")) == ["population", "capacity", "health"]
    assert json.loads(run("read", lake, "--model", "--json").out)["texts"][0]["kinds"]["health"] == 1


@pytest.mark.usefixtures("environment")
def test_files_of_one_name_are_kept_apart(run: Run, tmp_path: Path) -> None:
    """Each gets the answers about itself, in its place; a file that cannot be read stays a problem between them."""
    for place, content in (("a", ARTICLE), ("b", ""), ("c", "\n" + ARTICLE)):
        (tmp_path / place).mkdir()
        (tmp_path / place / "same.txt").write_text(content, encoding="utf-8")
    told = run("read", *(tmp_path / place / "same.txt" for place in "abc"), "--model", "--json")
    one, two, three = (json.loads(line)["claims"] for line in told.out.splitlines())
    assert ([each["kind"] for each in one], two) == (["population", "capacity", "health"], [])
    assert [each["start"] + 1 for each in one] == [each["start"] for each in three]


@pytest.mark.usefixtures("environment")
def test_the_model_of_a_case_is_its_own(run: Run, lake: Path, player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment does not send a case's texts elsewhere; the key comes from the variable that the case names."""
    monkeypatch.setenv("HABEAS_READING_MODEL_URL", "http://127.0.0.1:9/v1")
    (lake / "case.toml").write_text(
        (lake / "case.toml").read_text(encoding="utf-8") + 'key_env = "LAKE_KEY"\n', encoding="utf-8"
    )
    monkeypatch.setenv("LAKE_KEY", "fish")
    assert run("read", lake, "--model").status == 0
    assert player.keys == ["Bearer fish"]
    log = run("log", lake, "--json").out
    assert "reading.asked" in log
    assert "fish" not in log


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_model_the_error_says_how_to_name_one(run: Run, tmp_path: Path, article: Path, lang: Lang) -> None:
    """In a case and for a file; status 2, and nothing is printed."""
    case = made(tmp_path / "lake")
    for what in (case, article):
        told = run("read", what, "--model", "--lang", lang)
        assert (told.status, told.out) == (2, "")
        assert "[reading.model]" in told.err
        assert "HABEAS_READING_MODEL_URL" in told.err


def test_an_environment_that_names_nothing_usable_is_told(
    run: Run, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No scheme, no model: status 2."""
    monkeypatch.setenv("HABEAS_READING_MODEL_URL", "localhost:11434")
    monkeypatch.setenv("HABEAS_READING_MODEL", "m")
    assert run("read", article, "--model").status == 2
    monkeypatch.setenv("HABEAS_READING_MODEL_URL", "http://localhost:9/v1")
    monkeypatch.delenv("HABEAS_READING_MODEL")
    told = run("read", article, "--model")
    assert told.status == 2
    assert "HABEAS_READING_MODEL" in told.err


def test_an_endpoint_that_is_down_costs_no_reading(run: Run, lake: Path) -> None:
    """The grammar's readings are told all the same; the status says that something needs a person; no entry is written."""
    toml = lake / "case.toml"
    with playing() as gone:
        port = gone.port
    begun = toml.read_text(encoding="utf-8").partition("\n[reading.model]")[0]
    toml.write_text(f'{begun}\n[reading.model]\nurl = "http://127.0.0.1:{port}/v1"\nmodel = "m"\n', encoding="utf-8")
    told = run("read", lake, "--model", "--json")
    assert told.status == 1
    answer = json.loads(told.out)
    assert [one["problem"] for one in answer["problems"]] == ["reading.model-unreachable"]
    assert (answer["texts"][0]["proposed"], answer["asked"][0]["seq"]) == (2, None)
    assert len(json.loads(run("log", lake, "--json").out)["entries"]) == 1


@pytest.mark.usefixtures("environment")
def test_a_file_is_read_although_the_endpoint_refuses(run: Run, tmp_path: Path, article: Path, player: Player) -> None:
    """The first file carries the reason; that the others were kept back is on stderr."""
    (tmp_path / "more.txt").write_text(ARTICLE, encoding="utf-8")
    player.status = 401
    told = run("read", article, tmp_path / "more.txt", "--model", "--json")
    assert told.status == 1
    first, second = (json.loads(line) for line in told.out.splitlines())
    assert "reading.model-key-refused" in [one["problem"] for one in first["problems"]]
    assert len(first["claims"]) == len(second["claims"]) == 2
    assert len(player.seen) == 1
    assert "One text was not sent" in told.err


def test_a_new_case_shows_the_setting_and_names_no_model(tmp_path: Path) -> None:
    """The lines are comments; once they are none, they are read without a fault."""
    start = opening._START.format(format=1, en='"A"', es='"A"')
    assert "reading" not in tomllib.loads(start)
    shown = start.partition("# [reading.model]\n")[2].partition("\n\n")[0]
    bare = "\n".join(line.removeprefix("# ") for line in shown.splitlines())
    place = made(tmp_path / "lake")
    with (place / "case.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[reading.model]\n{bare}\n")
    from habeas.about import read

    assert set(read(place).reading_model) == {"url", "model", "key_env"}
