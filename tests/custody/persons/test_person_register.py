"""The register as a whole: completeness, questions, requests for information, and keeping it on disk."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.custody.persons.conftest import COURT_72, DAY, World, day

from habeas import words
from habeas.custody.persons import LawFile, PersonRegister, due_fields, request, request_json, say_person, say_question
from habeas.errors import InputError

KNOWN_AS = "Zaragoza Quintanilla"


@pytest.fixture(scope="module")
def world() -> World:
    """Return three persons on three lists, one of them dead, one whose parts may be two persons."""
    made = World()
    made.list("families")
    made.list("prison", "roster", official=True, authority="DGCP", as_of=date(2024, 1, 1))
    made.list("deaths", "deaths")
    doubt = {"weakest": 0.6}
    made.row(
        "P-A",
        "families",
        {"deprived_when": day(0), "deprived_by": "PNC", "health": "asma"},
        mention={"name": KNOWN_AS},
        link=doubt,
    )
    made.row(
        "P-A", "prison", {"held_place": "Mariona", "deprived_when": day(2)}, mention={"name": KNOWN_AS}, link=doubt
    )
    made.row(
        "P-B",
        "families",
        {"deprived_when": day(400), "deprived_by": "P.N.C.", "grounds": "?"},
        mention={"name": "Ana Paz"},
    )
    made.row("P-C", "deaths", {"died_when": day(10), "death_cause": "sepsis"})
    made.row("P-D", "families", {"health": "asma"}, link={"estimate": "P-C"})
    return made


@pytest.fixture(scope="module")
def register(world: World) -> PersonRegister:
    """Return their register."""
    return world.register(laws=[COURT_72])


def cell(register: PersonRegister, field: str, by: str = "all", key: str | None = None) -> dict[str, Any]:
    """Return a row of the table of completeness."""
    return next(
        one for one in register.completeness().to_pylist() if (one["by"], one["key"], one["field"]) == (by, key, field)
    )


def test_completeness_counts_each_person_once_in_each_group(register: PersonRegister) -> None:
    """Known, disputed, unclear and missing add up to those of whom the field is asked; bounds hold the share."""
    table = register.completeness().to_pylist()
    assert {one["by"] for one in table} == {"all", "list", "authority", "period"}
    assert [one["field"] for one in table if one["by"] == "all"] == [one.id for one in due_fields()]
    for one in table:
        assert one["known"] + one["disputed"] + one["unclear"] + one["missing"] == one["asked"] <= one["persons"]
        assert one["missing"] >= 0
        if one["share"] is not None:
            assert 0 <= one["low"] <= one["share"] <= one["high"] <= 1


def test_completeness_by_list_authority_and_period(register: PersonRegister) -> None:
    """What a list says itself; of whom an authority held or took, in one spelling; in which year."""
    assert cell(register, "health", "list", "families")["known"] == 2
    assert cell(register, "health", "list", "prison")["known"] == 0
    assert cell(register, "deprived_by", "authority", "PNC")["persons"] == 2
    assert cell(register, "deprived_by", "authority", None)["persons"] == 2
    assert cell(register, "health", "period", "2023")["persons"] == 1
    assert cell(register, "grounds")["unclear"] == 1


def test_doubt_about_who_is_one_person_widens_the_share(register: PersonRegister) -> None:
    """A field that only one row of a doubtful person has is not certain; persons who may be one are counted both ways."""
    health = cell(register, "health")
    assert (health["share"], health["low"], health["high"]) == (0.5, 0.25, pytest.approx(2 / 3))
    death = cell(register, "death_cause")
    assert (death["asked"], death["share"]) == (1, 1.0)


def test_a_disputed_field_is_not_known(register: PersonRegister) -> None:
    """It counts for the most that may be known, not for the share."""
    arrest = cell(register, "deprived_when")
    assert (arrest["known"], arrest["disputed"], arrest["share"], arrest["high"]) == (1, 1, 0.25, pytest.approx(2 / 3))


def test_questions_are_numbered_for_each_authority(register: PersonRegister) -> None:
    """Each authority has its own numbers from one; nobody is asked what is known or what asks for nothing."""
    asked = list(register.questions())
    numbers: dict[str | None, list[int]] = {}
    for one in asked:
        numbers.setdefault(one.authority, []).append(one.number)
    assert set(numbers) == {"DGCP", "PNC", None}
    assert all(each == list(range(1, len(each) + 1)) for each in numbers.values())
    of = {(one.person, one.field): one.kind for one in asked}
    assert of["P-A", "deprived_when"] == "disputed"
    assert of["P-B", "grounds"] == "unclear"
    assert of["P-B", "health"] == "missing"
    assert ("P-A", "health") not in of
    assert ("P-B", "death_cause") not in of
    assert of["P-C", "remains"] == "missing"
    assert ("P-B", None) in of
    assert list(register.questions("PNC")) == [one for one in asked if one.authority == "PNC"]
    assert list(register.questions(person="P-C")) == [one for one in asked if one.person == "P-C"] != []
    assert list(register.questions("PNC", "P-A")) == list(register.questions(person="P-Z")) == []


def test_every_question_names_what_asks_for_it_in_both_languages(register: PersonRegister) -> None:
    """The article or rule stands behind it."""
    for one in register.questions():
        en, es = say_question(one, "en"), say_question(one, "es")
        assert en != es
        assert any(mark in en for mark in ("Article 17(3)(", "Nelson Mandela Rule", "Body of Principles"))
        assert any(mark in es for mark in ("artículo 17.3", "Regla Nelson Mandela", "Conjunto de Principios"))


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_a_request_holds_no_detail_that_was_not_chosen(register: PersonRegister, lang: words.Lang) -> None:
    """Persons stand under their id alone; names, dates and rival values only of the fields included."""
    bare = request(register, "DGCP", lang)
    assert "P-A" in bare
    for detail in (KNOWN_AS, "Mariona", "2022-05", "asma", "3 May", "3 de mayo"):
        assert detail not in bare
    chosen = request(register, "DGCP", lang, include=("name", "deprived_when"))
    assert KNOWN_AS in chosen
    assert str(day(0)) in chosen
    assert "Mariona" not in chosen
    assert "asma" not in chosen


def test_a_request_is_ready_to_send(register: PersonRegister) -> None:
    """It has the authority, placeholders for who asks, the legal basis of the law file, and all questions to that authority in order."""
    law = LawFile(basis=words.Said("Invented Access Act, Article 3", "Ley inventada de acceso, artículo 3"))
    text = request(register, "PNC", "es", law=law)
    assert text.startswith("# Solicitud de acceso a la información\n\nPara: PNC\n")
    assert "Fundamento legal: Ley inventada de acceso, artículo 3" in text
    assert "[nombre de quien solicita]" in text
    asked = [say_question(one, "es") for one in register.questions("PNC")]
    assert [line for line in text.splitlines() if line[:1].isdigit()] == [
        f"{n}. {one}" for n, one in enumerate(asked, 1)
    ]
    assert "[autoridad a la que se dirige la solicitud]" in request(register, None, "es")
    given = json.loads(request_json(register, "PNC"))
    assert [one["text"]["es"] for one in given["questions"]] == asked


def test_a_request_that_cannot_be_is_refused(register: PersonRegister) -> None:
    """An authority of whom nothing is asked, and a field that is none, with what there is instead."""
    with pytest.raises(InputError, match="DGCP and PNC"):
        request(register, "Nobody", "en")
    with pytest.raises(InputError, match="no such field"):
        request(register, "PNC", "en", include=("shoe",))


def test_what_is_written_is_read_back_and_written_again_the_same(
    register: PersonRegister, world: World, tmp_path: Path
) -> None:
    """Equal input gives equal bytes; everything but the problems of the run comes back."""
    register.write(tmp_path / "one")
    again = PersonRegister.load(tmp_path / "one")
    assert (again.persons, again.as_of, again.laws, again.lists) == (
        register.persons,
        register.as_of,
        register.laws,
        register.lists,
    )
    assert again.completeness().equals(register.completeness())
    for number, other in enumerate((again, world.register(laws=[COURT_72]))):
        other.write(tmp_path / str(number))
        for file in (tmp_path / "one").iterdir():
            assert (tmp_path / str(number) / file.name).read_bytes() == file.read_bytes()


def test_a_damaged_register_is_refused_with_the_file(register: PersonRegister, tmp_path: Path) -> None:
    """No folder, a file cut short and a line that is no record: never a traceback."""
    with pytest.raises(InputError, match=r"register\.json"):
        PersonRegister.load(tmp_path)
    register.write(tmp_path)
    whole = (tmp_path / "persons.jsonl.gz").read_bytes()
    for damaged in (whole[:40], b"no gzip", whole[:-9] + b"\0" * 9):
        (tmp_path / "persons.jsonl.gz").write_bytes(damaged)
        with pytest.raises(InputError, match=r"persons\.jsonl\.gz"):
            PersonRegister.load(tmp_path)


def test_an_unknown_person_is_said_with_the_way_out(register: PersonRegister) -> None:
    """Ids are copied from the register."""
    assert register.person("P-A").id == "P-A"
    with pytest.raises(InputError, match="Nobody in the register has the id"):
        register.person("P-Z")


def test_findings_about_orders_stand_with_the_person(register: PersonRegister) -> None:
    """They are put beside the record, and nothing else of it changes."""
    other = register.with_orders({"P-A": ["finding-1"]})
    assert other.person("P-A").orders == ("finding-1",)
    assert other.person("P-B") == register.person("P-B")


def test_the_order_of_rows_and_links_changes_no_record(world: World) -> None:
    """A person's record is the same whatever the order of statements of other persons and of the partition."""
    other = World(world.lists, world.mentions, world.statements, world.links[::-1])
    assert other.register().persons == world.register().persons


def test_without_a_day_the_last_reported_one_is_the_day_of_the_register() -> None:
    """Lists and rows say when they are of; the clock of the machine is never asked."""
    made = World()
    made.list("a")
    made.row("P-1", "a", {"deprived_when": day(0)}, mention={"reported_first": day(3), "reported_last": day(7)})
    assert made.register(as_of=None).as_of == day(7)
    made.list("b", "roster", as_of=day(30))
    made.row("P-1", "b")
    assert made.register(as_of=None).as_of == day(30)
    bare = World()
    bare.list("a")
    bare.row("P-1", "a", {"health": "asma"})
    with pytest.raises(InputError, match="No list says when"):
        bare.register(as_of=None)
    assert World().register(as_of=None).persons == ()


@settings(max_examples=15)
@given(st.integers(0, 400))
def test_a_record_in_words_names_nobody(start: int) -> None:
    """Sentences of the record hold no name of the person, in either language."""
    made = World()
    made.list("a")
    made.row("P-1", "a", {"deprived_when": DAY, "seen_when": day(start)}, mention={"name": KNOWN_AS})
    register = made.register(laws=[COURT_72])
    for lang in words.LANGUAGES:
        said = list(say_person(register.person("P-1"), register.laws, lang))
        assert said
        assert not any(KNOWN_AS in one for one in said)
