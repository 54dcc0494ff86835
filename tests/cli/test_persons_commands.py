"""The commands about persons: the register, one record, completeness and questions, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.test_cli_json import persons_case

from habeas.words import LANGUAGES, Lang


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a case with one list of two persons; what is derived of it may be made once."""
    return persons_case(tmp_path_factory.mktemp("people"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_register_says_how_many_and_what_waits(run: Run, people: Path, lang: Lang) -> None:
    """Persons, the estimate, the counted group and each person's line are said in the reader's language."""
    told = run("persons", "--case", people, "--lang", lang)
    assert told.status == 0
    assert ("2 personas en el registro" if lang == "es" else "2 persons in the register") in told.out
    assert told.out.count("P-") == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_record_is_shown_by_row_with_where_each_value_stands(run: Run, people: Path, lang: Lang) -> None:
    """A person named by a row of a list: what is said, which rows say it, and what is left to ask."""
    told = run("persons", "families:2", "--case", people, "--lang", lang)
    assert told.status == 0
    assert "Ana Paz [families:2]" in told.out
    assert ("Lo que queda por preguntar" if lang == "es" else "What is left to ask") in told.out


@pytest.mark.parametrize(("lang", "said"), [("en", "The register is empty"), ("es", "El registro está vacío")])
def test_a_register_of_nobody_is_of_no_day(run: Run, tmp_path: Path, lang: str, said: str) -> None:
    """Where no list names anybody it is said, with no made-up day."""
    about = 'habeas = 1\ntitle = { en = "T", es = "T" }\n[[lists]]\nsource = "nadie"\n'
    (tmp_path / "case.toml").write_text(about, encoding="utf-8")
    (tmp_path / "nadie.csv").write_text("nombre,edad\n", encoding="utf-8")
    assert run("add", tmp_path / "nadie.csv", "--case", tmp_path).status == 0
    told = run("persons", "--case", tmp_path, "--lang", lang)
    assert (told.status, said in told.out, "nadie.csv" in told.out) == (0, True, True)
    assert json.loads(run("persons", "--case", tmp_path, "--json").out)["as_of"] is None
    assert run("completeness", tmp_path, "--lang", lang).out.strip()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_build_tells_of_a_list_that_is_no_source(run: Run, tmp_path: Path, lang: Lang) -> None:
    """A list that case.toml names and nobody added is told by build too, in words and in JSON, and the rest is built.

    A list without any day does not stop the case: the register is of the day on which it was added, and that is told.
    """
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "case.toml").write_text(
        'habeas = 1\ntitle = { en = "T", es = "T" }\n[[lists]]\nsource = "familias"\n[[lists]]\nsource = "nunca"\n',
        "utf-8",
    )
    (tmp_path / "familias.csv").write_text("nombre\nAna Quiroz Meléndez\n", "utf-8")
    run("add", tmp_path / "familias.csv", "--case", folder)
    told = run("build", folder, "--lang", lang)
    assert told.status == 1
    assert "nunca" in told.out
    said = json.loads(run("build", folder, "--json").out)
    assert said["persons"] == 1
    assert len(said["problems"]) == 2
    assert any("nunca" in one["message"] for one in said["problems"])
    assert any("as_of" in one["message"] for one in said["problems"])


def test_completeness_and_questions_are_of_persons(run: Run, people: Path) -> None:
    """A field that both have is known of both; questions about one person are about nobody else."""
    rows = json.loads(run("completeness", people, "--json").out)["rows"]
    assert {row["field"]: (row["known"], row["asked"]) for row in rows}["deprived_when"] == (2, 2)
    assert "100 %" in run("completeness", people).out
    asked = json.loads(run("questions", people, "--persons", "--json").out)
    assert asked["questions"] is None
    one = asked["persons"][0]["person"]
    only = json.loads(run("questions", people, "--person", one, "--json").out)["persons"]
    assert {row["person"] for row in only} == {one}
    assert len(only) < len(asked["persons"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_cannot_be_shown_is_said(run: Run, people: Path, tmp_path: Path, lang: Lang) -> None:
    """Nobody of that name, and a case without lists: said in the reader's language, with status 2."""
    for arguments, key in (
        (("persons", "P-0000000000", "--case", people), "persons.person-unknown"),
        (("persons", "families:99", "--case", people), "judgements.unknown-mention"),
        (("persons", "Ana", "--case", people), "persons.person-unknown"),
        (("completeness", tmp_path / "empty"), "case.no-lists"),
    ):
        (tmp_path / "empty").mkdir(exist_ok=True)
        (tmp_path / "empty" / "case.toml").write_text('habeas = 1\ntitle = { en = "T", es = "T" }\n')
        told = run(*arguments, "--lang", lang, "--json")
        assert (told.status, json.loads(told.out)["key"]) == (2, key)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_request_is_ready_to_be_signed(run: Run, people: Path, lang: Lang) -> None:
    """About one person, or to whoever holds the others: numbered as among all, with a name only where it was asked for."""
    told = run("questions", people, "--person", "families:2", "--request", "--lang", lang)
    assert told.status == 0
    assert ("Solicitud de acceso" if lang == "es" else "Request for access") in told.out
    assert "Ana Paz" not in told.out
    assert "Ana Paz" in run("questions", people, "--person", "families:2", "--request", "--include", "name").out
    asked = json.loads(run("questions", people, "--authority", "-", "--request", "--json").out)
    assert asked["request"].keys() == set(LANGUAGES)
    assert {row["authority"] for row in asked["persons"]} == {None}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_request_to_nobody_is_refused(run: Run, people: Path, lang: Lang) -> None:
    """Without an authority or a person, to one of whom nothing is asked, or fields without a request: said with what there is, status 2."""
    for arguments, key in (
        (("--request",), "cli.request-authority"),
        (("--authority", "Nobody"), "persons.nothing-asked"),
        (("--include", "name"), "cli.include-unused"),
        (("--person", "families:2", "--request", "--include", "shoes"), "persons.include-unknown"),
    ):
        told = run("questions", people, *arguments, "--lang", lang, "--json")
        assert (told.status, json.loads(told.out)["key"]) == (2, key)


def test_questions_are_told_by_authority_and_whole_where_asked(run: Run, people: Path) -> None:
    """Without a name each authority is told with how many questions it has; --all prints every one."""
    short, whole = run("questions", people, "--persons").out, run("questions", people, "--persons", "--all").out
    assert "questions about 2 persons" in short
    assert short.count("Article 17(3)") < whole.count("Article 17(3)")
