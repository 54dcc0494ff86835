"""``case.toml``: read strictly, every fault at once."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from habeas import about
from habeas.claims import Vocabulary
from habeas.errors import CaseError, Faults

GOOD = """
habeas = 1
[title]
en = "A prison"
es = "Una prisión"
[[subjects]]
id = "prison"
type = "place"
en = "The prison"
es = "La prisión"
links = { part_of = "system" }
[[subjects]]
id = "system"
type = "system"
en = "The system"
es = "El sistema"
[[questions]]
id = "what"
en = "What is it?"
es = "¿Qué es?"
subjects = ["prison"]
topics = ["structure"]
"""


def write(folder: Path, text: str) -> Path:
    """Write a case file."""
    (folder / "case.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_good_file_gives_subjects_and_questions(tmp_path: Path) -> None:
    """What the file says is what is read; what it does not say is unknown."""
    found = about.read(write(tmp_path, GOOD))
    assert found.subjects["prison"].links == {"part_of": "system"}
    assert found.subjects["prison"].text("es") == "La prisión"
    assert found.questions[0].text("en") == "What is it?"
    assert found.ledger is None
    assert found.period is None
    assert found.languages == ("en", "es")


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    """A file with nine faults is mended in one go: the subject without id lacks its words too."""
    bad = """
habeas = 1
colour = "red"
languages = ["en", "fr"]
[title]
en = "Only English"
[[subjects]]
type = "place"
[[subjects]]
id = "a"
type = "dungeon"
en = "A"
es = "A"
links = { part_of = "nowhere" }
[[subjects]]
id = "a"
type = "place"
en = "A"
es = "A"
[[questions]]
id = "q"
en = "?"
es = "?"
subjects = ["nobody"]
"""
    with pytest.raises(Faults) as caught:
        about.read(write(tmp_path, bad))
    keys = [problem.key for problem in caught.value.problems]
    assert sorted(keys) == sorted(
        ["about.unknown-field", "about.language", "about.needs-both-languages", "about.needs-both-languages", "about.missing", "about.type", "about.twice",
         "about.link", "about.link"]
    )  # fmt: skip
    assert "case.toml" in caught.value.text("es")
    assert caught.value.text("en") != caught.value.text("es")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("habeas = 2\n", "about.newer"),
        ("[title]\n", "about.no-version"),
        ("habeas = ", "about.not-toml"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, text: str, key: str) -> None:
    """A newer format, no format, and a file that is no TOML are three different messages."""
    with pytest.raises(CaseError) as caught:
        about.read(write(tmp_path, text))
    assert caught.value.key == key
    assert str(tmp_path) in str(caught.value)


def test_a_folder_that_is_no_case_is_told_how_to_become_one(tmp_path: Path) -> None:
    """The way out is in the message."""
    with pytest.raises(CaseError, match="habeas init"):
        about.read(tmp_path)


def test_a_case_has_its_own_phrases_in_both_languages(tmp_path: Path) -> None:
    """A phrase of the case is said in either language; one without its Spanish is a fault."""
    whole = GOOD + '[[phrases]]\nen = "those moved"\nes = "los trasladados"\n'
    found = about.read(write(tmp_path, whole))
    assert found.phrases == (("those moved", "los trasladados"),)
    own = Vocabulary.load().with_phrases(found.phrases)
    assert own.phrase("those moved", "es") == "los trasladados"
    assert Vocabulary.load().phrase("those moved", "es") is None
    with pytest.raises(Faults) as caught:
        about.read(write(tmp_path, GOOD + '[[phrases]]\nen = "those moved"\n'))
    assert [problem.column for problem in caught.value.problems] == ["phrases[1]"]


@pytest.mark.parametrize(
    ("line", "key", "place"),
    [
        ("title = 5", "about.needs-both-languages", "title"),
        ('summary = "x"', "about.needs-both-languages", "summary"),
        ("period = 2024", "about.not-words", "period"),
        ('period = "sometime"', "when.edtf-unread", "period"),
        ("ledger = []", "about.not-words", "ledger"),
        ('languages = "en"', "about.language", "languages"),
        ("languages = [1]", "about.language", "languages"),
        ('subjects = "prison"', "about.not-tables", "subjects"),
        ("questions = [1, 2]", "about.not-tables", "questions"),
        ("phrases = [1]", "about.not-tables", "phrases"),
        (
            'subjects = [{id = "a", type = "place", en = "A", es = "A", links = "b"}]',
            "about.not-links",
            "subjects[1].links",
        ),
        (
            'subjects = [{id = "a", type = "place", en = "A", es = "A", links = {x = 1}}]',
            "about.not-links",
            "subjects[1].links",
        ),
        ('subjects = [{id = 5, type = "place", en = "A", es = "A"}]', "about.missing", "subjects[1].id"),
        ('subjects = [{id = "a", type = [], en = "A", es = "A"}]', "about.type", "subjects[1].type"),
        (
            'subjects = [{id = "a", type = "place", en = "A", es = "A", size = 3}]',
            "about.unknown-field",
            "subjects[1].size",
        ),
        ('questions = [{id = "q", en = "?", es = "?", subjects = "a"}]', "about.not-list", "questions[1].subjects"),
        ('questions = [{id = "q", en = "?", es = "?", topics = [1]}]', "about.not-list", "questions[1].topics"),
        ('questions = [{id = "q", en = "?", es = "?", topics = ["weather"]}]', "about.topic", "questions[1]"),
        ('phrases = [{en = "a", es = "b", fr = "c"}]', "about.unknown-field", "phrases[1].fr"),
    ],
)
def test_a_value_of_the_wrong_kind_is_a_fault_at_its_place(tmp_path: Path, line: str, key: str, place: str) -> None:
    """Whatever a person writes, it is named with its place and with what was expected, and never a crash."""
    title = "" if line.startswith("title") else '[title]\nen = "A"\nes = "A"\n'
    with pytest.raises(Faults) as caught:
        about.read(write(tmp_path, f"habeas = 1\n{line}\n{title}"))
    assert (key, place) in [(problem.key, problem.column) for problem in caught.value.problems]
    assert caught.value.text("en") != caught.value.text("es")


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system says stands in the message."""

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(CaseError, match="Permission denied"):
        about.read(tmp_path)


def test_the_hash_is_that_of_the_file(tmp_path: Path) -> None:
    """Tables made from this file are known by it."""
    found = about.read(write(tmp_path, GOOD))
    assert found.sha256 == hashlib.sha256(GOOD.encode()).hexdigest()
    assert about.read(write(tmp_path, GOOD + "\n")).sha256 != found.sha256


RECORDS = """
[records]
rule = "uwchr"
until = 2026-03-10
mappings = ["mapping.toml"]
[places.KROMENO]
name = "North centre"
lat = 25.75
lon = -80.49
subject = "prison"
"""


def test_settings_of_records_and_places_are_read(tmp_path: Path) -> None:
    """The rule, the last day, the mappings, and each place under the code that records give it."""
    found = about.read(write(tmp_path, GOOD + RECORDS))
    assert found.records == about.RecordsAbout(rule="uwchr", until=date(2026, 3, 10), mappings=("mapping.toml",))
    assert found.places == {
        "KROMENO": about.Place(code="KROMENO", name="North centre", lat=25.75, lon=-80.49, subject="prison")
    }
    assert about.read(write(tmp_path, GOOD)).records == about.RecordsAbout()


def test_every_fault_of_records_and_places_is_named_at_once(tmp_path: Path) -> None:
    """A field that is none, a date in quotation marks, half a position, a place off the globe, an unknown subject."""
    bad = """
[records]
rules = "habeas"
rule = 1
until = "2026-03-10"
mappings = "mapping.toml"
[places]
X = 1
[places.KRO]
lat = 91
lon = true
subject = "nobody"
colour = "red"
[places.ABC]
lat = 1
"""
    with pytest.raises(Faults) as caught:
        about.read(write(tmp_path, GOOD + bad))
    assert sorted((one.key.removeprefix("about."), one.column) for one in caught.value.problems) == [
        ("link", "places.KRO.subject"),
        ("missing", "places.ABC.lon"),
        ("not-a-day", "records.until"),
        ("not-degrees", "places.KRO.lat"),
        ("not-degrees", "places.KRO.lon"),
        ("not-list", "records.mappings"),
        ("not-table", "places.X"),
        ("not-words", "records.rule"),
        ("unknown-field", "places.KRO.colour"),
        ("unknown-field", "records.rules"),
    ]
    for text in (
        'records = 1\nhabeas = 1\n[title]\nen="a"\nes="b"\n',
        'places = 1\nhabeas = 1\n[title]\nen="a"\nes="b"\n',
    ):
        with pytest.raises(Faults):
            about.read(write(tmp_path, text))


def test_what_a_release_is_about_and_what_words_mean_in_it_are_read(tmp_path: Path) -> None:
    """A release is of a subject of the case; words for who is counted are pairs of a dimension and a value."""
    more = '\n[records.subjects]\n2026-X = "system"\n[records.who]\nconvicted = { criminality = "convicted" }\n'
    found = about.read(write(tmp_path, GOOD + more)).records
    assert found.subjects == {"2026-X": "system"}
    assert found.who == {"convicted": (("criminality", "convicted"),)}


def test_faults_of_what_releases_are_about_are_named_at_once(tmp_path: Path) -> None:
    """A subject that the file does not define, and words without a meaning, are faults at their places."""
    more = '\n[records.subjects]\n2026-X = "nobody"\n[records.who]\nconvicted = "yes"\nmen = { }\n'
    with pytest.raises(Faults) as caught:
        about.read(write(tmp_path, GOOD + more))
    assert [(one.key, one.column) for one in caught.value.problems] == [
        ("about.link", "records.subjects.2026-X"),
        ("about.not-table", "records.who.convicted"),
        ("about.not-table", "records.who.men"),
    ]
    for wrong in ('[records]\nsubjects = "x"\n', "[records]\nwho = 3\n"):
        with pytest.raises(Faults):
            about.read(write(tmp_path, f"{GOOD}\n{wrong}"))


PEOPLE = """
law = "law.toml"
[people]
assert_above = 0.999
[[lists]]
source = "families"
kind = "family"
as_of = 2023-05-01T10:00:00
[[lists]]
source = "flight"
name = "vuelo"
official = true
mapping = "lists/flight.toml"
[[groups]]
id = "g"
"""


def test_lists_of_persons_are_read(tmp_path: Path) -> None:
    """Lists name their source, a list is called by it or by a name of its own, and nothing is asserted unless the owner says from where on."""
    path = tmp_path / "case.toml"
    path.write_text('habeas = 1\ntitle = { en = "T", es = "T" }\n' + PEOPLE, encoding="utf-8")
    people = about.read(tmp_path).people
    assert people.names == {"families": "families", "flight": "vuelo"}
    assert (people.law, people.assert_above) == ("law.toml", 0.999)
    assert people.lists[0]["as_of"] == date(2023, 5, 1)
    assert len(people.groups) == 1
    path.write_text('habeas = 1\ntitle = { en = "T", es = "T" }\n', encoding="utf-8")
    assert about.read(tmp_path).people.assert_above is None


def test_a_list_given_twice_is_one_fault_and_one_without_a_source_is_no_other_list(tmp_path: Path) -> None:
    """What is missing is not given twice; a source that comes again is told once, also where its name would come again with it."""
    text = "[[lists]]\n[[lists]]\n[[lists]]\nsource = 'a'\n[[lists]]\nsource = 'a'\n[[lists]]\nsource = 'b'\nname = 'a'\n[[lists]]\nsource = 'c'\nname = 3\n"
    (tmp_path / "case.toml").write_text('habeas = 1\ntitle = { en = "T", es = "T" }\n' + text, encoding="utf-8")
    with pytest.raises(Faults) as faults:
        about.read(tmp_path)
    assert [(one.key.removeprefix("about."), one.column) for one in faults.value.problems] == [
        ("missing", "lists[1].source"),
        ("missing", "lists[2].source"),
        ("twice", "lists[4]"),
        ("twice", "lists[5]"),
        ("list-name", "lists[6].name"),
    ]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('[[subjects]]\nid = ["a"]\ntype = "place"\nen = "a"\nes = "b"', "missing"),
        ('[records.subjects]\nX = ["a"]', "link"),
    ],
)
def test_a_list_where_an_id_is_wanted_is_a_fault(tmp_path: Path, text: str, key: str) -> None:
    """An id or a link that is no text is told like any other fault."""
    (tmp_path / "case.toml").write_text('habeas = 1\ntitle = { en = "T", es = "T" }\n' + text, encoding="utf-8")
    with pytest.raises(Faults) as faults:
        about.read(tmp_path)
    assert f"about.{key}" in {one.key for one in faults.value.problems}


def test_every_fault_of_the_lists_is_told(tmp_path: Path) -> None:
    """A list without a source, with an unknown kind or setting, named as another or as no list can be: each is a fault with its place."""
    text = """
    law = 3
    [people]
    assert_above = 1
    publish = "name"
    periods = "hour"
    secret = 1
    [[lists]]
    kind = "secret"
    wrong = 1
    official = "yes"
    as_of = "May"
    [[lists]]
    source = "a"
    name = "Familias 2023"
    [[lists]]
    source = "a"
    """
    (tmp_path / "case.toml").write_text('habeas = 1\ntitle = { en = "T", es = "T" }\n' + text, encoding="utf-8")
    with pytest.raises(Faults) as faults:
        about.read(tmp_path)
    found = {(one.key.removeprefix("about."), one.column) for one in faults.value.problems}
    assert found == {
        ("not-words", "law"), ("not-probability", "people.assert_above"), ("not-list", "people.publish"), ("not-one-of", "people.periods"), ("unknown-field", "people.secret"), ("missing", "lists[1].source"), ("not-one-of", "lists[1].kind"),
        ("unknown-field", "lists[1].wrong"), ("not-one-of", "lists[1].official"), ("not-a-day", "lists[1].as_of"),
        ("list-name", "lists[2].name"), ("twice", "lists[3]"),
    }  # fmt: skip
