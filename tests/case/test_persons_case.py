"""The persons of a case: its lists linked once, anew only for what can change them, and the same bytes each time."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from habeas.case import Case
from habeas.errors import Faults, InputError
from habeas.people.judgements import mention_of

ABOUT = """habeas = 1
title = { en = "T", es = "T" }
law = "law.toml"
[people]
assert_above = 0.99
[[lists]]
source = "familias"
kind = "family"
authority = "Comité"
[[lists]]
source = "vuelo"
name = "flight"
kind = "flight"
official = true
mapping = "vuelo.toml"
as_of = 2022-06-10
[[lists]]
source = "nunca"
[[groups]]
id = "vuelo-1"
en = "Persons on the flight"
es = "Personas en el vuelo"
lists = ["flight"]
counts = [{ persons = "3", source = "an office" }]
"""
LAW = '[[limit]]\nid = "x"\nlimits = "first_court_appearance"\nhours = 72\ncitation = "C"\nen = "E"\nes = "E"\nverified = false\n'
GIVEN = ("Ana Lucía", "Berta", "Carlos", "Darío", "Elsa", "Flor", "Gil", "Hugo", "Irma", "Julio")
FAMILIES = "Nombre completo,Fecha de nacimiento,Sexo,Fecha de captura,Fecha de reporte\n" + "".join(
    f"{name} Quiroz Meléndez,19{70 + n}-02-0{n + 1 if n < 9 else 1},F,2022-04-1{n % 10},2022-05-01\n"
    for n, name in enumerate(GIVEN)
)
FLIGHT = "PAX,BIRTH,OUT,ORIG\n" + "".join(
    f"QUIROZ MELENDEZ/{name.upper()},19{70 + n}-02-0{n + 1},2022-06-01,Alfa\n" for n, name in enumerate(GIVEN[:3])
)
MAPPING = '[columns]\nname = "PAX"\nborn = "BIRTH"\ntransferred_when = "OUT"\ntransferred_from = "ORIG"\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a case with two lists that share three persons, linked; no test writes there."""
    folder = tmp_path_factory.mktemp("persons") / "case"
    folder.mkdir()
    for name, text in (("case.toml", ABOUT), ("law.toml", LAW), ("vuelo.toml", MAPPING)):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "in").mkdir()
    (folder / "in" / "familias.csv").write_text(FAMILIES, encoding="utf-8")
    (folder / "in" / "vuelo.csv").write_text(FLIGHT, encoding="utf-8")
    with Case(folder, actor="x") as case:
        case.add(folder / "in" / "familias.csv", folder / "in" / "vuelo.csv")
        assert case.link()
    return folder


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Iterator[Case]:
    """Lend a copy of the case."""
    shutil.copytree(made, tmp_path / "copy")
    with Case(tmp_path / "copy", actor="x") as opened:
        yield opened


def hashes(folder: Path) -> dict[str, str]:
    """Return the hash of every file of the persons."""
    return {
        one.name: hashlib.sha256(one.read_bytes()).hexdigest()
        for one in sorted((folder / "tables" / "persons").iterdir())
    }


def test_persons_are_linked_once_and_never_lost(case: Case) -> None:
    """Every row is in one person; a list that is no source is told; a case that did not change is not linked again."""
    found = case.persons()
    assert not case.link()
    assert sum(len(one.mentions) for one in found.register.persons) == 13
    assert [one.key for one in found.problems] == ["case.list-no-source"]
    assert {name: one.source for name, one in found.register.lists.items()} == {
        "familias": "familias",
        "flight": "vuelo",
    }
    assert found.register.lists["flight"].mapping == "vuelo.toml"
    assert found.law is not None
    assert case.person("familias:2").id == case.person(case.person("familias:2").id).id
    with pytest.raises(InputError):
        case.person("familias:99")
    assert case.completeness().num_rows
    assert case.person_questions(person=case.person("familias:2").id)
    [group] = found.groups
    assert group.group.id == "vuelo-1"


def test_the_tables_come_out_the_same(case: Case) -> None:
    """Deleted and made again, elsewhere on the disk, every file has the same bytes; lists are no records of another kind."""
    before = hashes(case.folder)
    shutil.rmtree(case.folder / "tables")
    built = case.build()
    assert hashes(case.folder) == before
    assert (built.persons, built.releases) == (len(case.persons().register.persons), 0)
    assert not case.build().changed


def test_a_judgement_changes_what_it_should_and_its_undoing_brings_it_back(case: Case) -> None:
    """Two mentions that a person parts are two persons; the other persons keep their ids; undone, the register is the one before, and the undoing undone, the one after."""
    before = case.persons().register
    joined = next((one for one in before.persons if len(one.mentions) > 1), None)
    entry = None
    if joined is None:
        entry = case.judge("same", "familias:2", "flight:2", reason="The same birth.")
        joined = case.person("familias:2")
        before = case.persons().register
    parted = case.judge("different", *joined.mentions[:2], reason="Two sisters.")
    after = case.persons().register
    assert len(after.persons) == len(before.persons) + 1
    assert {one.id for one in before.persons} <= {one.id for one in after.persons}
    undone = case.undo(parted.seq, reason="Said in error.")
    again = case.persons().register
    assert [(one.id, one.mentions) for one in again.persons] == [(one.id, one.mentions) for one in before.persons]
    case.undo(undone.seq, reason="It was right.")
    assert [one.mentions for one in case.persons().register.persons] == [one.mentions for one in after.persons]
    assert entry is None or entry.seq < parted.seq


def test_judgements_that_contradict_and_lists_that_groups_misname_are_told(case: Case) -> None:
    """What was judged is looked at whenever persons are asked for; a group that names no list there is counts nobody from it."""
    case.judge("same", "familias:2", "flight:2", reason="The same birth.")
    case.judge("different", "flight:2", "familias:2", reason="Two sisters.")
    with Case(case.folder, actor="y") as other:
        other.judge("same", "familias:2", "flight:2", reason="The same birth.")
    about = case.folder / "case.toml"
    about.write_text(ABOUT.replace('lists = ["flight"]', 'lists = ["fligth"]'), encoding="utf-8")
    with Case(case.folder, actor="x") as again:
        assert [one.key for one in again.persons().problems] == [
            "case.list-no-source", "judgements.contradicted", "groups.no-list",
        ]  # fmt: skip


def test_a_case_whose_lists_name_nobody_is_built_and_says_so(tmp_path: Path) -> None:
    """Headers without rows: the rest of the case is built and reported, the register is empty, and why is told."""
    about = 'habeas = 1\ntitle = { en = "T", es = "T" }\n[[lists]]\nsource = "nadie"\n'
    (tmp_path / "case.toml").write_text(about, encoding="utf-8")
    (tmp_path / "nadie.csv").write_text("nombre,edad\n", encoding="utf-8")
    with Case(tmp_path, actor="x") as case:
        case.add(tmp_path / "nadie.csv")
        assert case.build().persons == 0
        found = case.persons()
        assert (found.register.persons, [one.key for one in found.problems]) == ((), ["lists.empty-list"])
        assert case.report().index.is_file()


def test_a_row_is_shown_as_it_stands_in_the_original(case: Case) -> None:
    """Whoever reviews sees the row in the file that the case keeps, with its own headers; without the original, what was read of it."""
    tables = case.review_persons().tables
    key = mention_of(tables.mentions, "flight:2")
    assert key is not None
    assert tables.source_row(key) == tuple(
        zip(FLIGHT.splitlines()[0].split(","), FLIGHT.splitlines()[1].split(","), strict=True)
    )
    next(case.folder.joinpath("originals").rglob(case.state.sources["vuelo"].current.sha256)).unlink()
    assert case.review_persons().tables.source_row(key) is None


def test_altered_tables_are_told_and_made_again(case: Case) -> None:
    """A file that is not the one that was made is a problem of verify, and is not used."""
    target = case.folder / "tables" / "persons" / "register.json"
    before = target.read_bytes()
    target.write_bytes(before.replace(b"flight", b"fright"))
    assert "tables.altered" in {one.key for one in case.verify().problems}
    assert case.link()
    assert target.read_bytes() == before


def test_a_case_without_lists_says_so(tmp_path: Path) -> None:
    """Without lists there are no persons; where none of the lists is there, each is named."""
    (tmp_path / "case.toml").write_text('habeas = 1\ntitle = { en = "T", es = "T" }\n', encoding="utf-8")
    with Case(tmp_path, actor="x") as case:
        assert not case.link()
        with pytest.raises(InputError):
            case.persons()
    (tmp_path / "case.toml").write_text(
        'habeas = 1\ntitle = { en = "T", es = "T" }\n[[lists]]\nsource = "a"\n', encoding="utf-8"
    )
    with Case(tmp_path, actor="x") as case, pytest.raises(Faults):
        case.persons()


def test_persons_have_other_ids_in_the_report_and_the_key_does_not_leave(case: Case) -> None:
    """The key is drawn by the first build and kept; either id leads to the record, the report has neither the key nor an id of the case."""
    assert case.persons().shown == {}
    case.build()
    found = case.persons()
    assert len(set(found.shown.values())) == len(found.register.persons)
    assert set(found.shown.values()).isdisjoint(found.shown)
    for own, shown in found.shown.items():
        assert found.person(shown).id == found.person(shown.lower().replace("0", "O")).id == found.person(own).id == own
    assert {one.person for one in found.questions()} <= set(found.shown.values())
    site = case.report().index.parent
    assert case.persons().shown == found.shown
    told = b"".join(one.read_bytes() for one in site.rglob("*") if one.is_file())
    assert found.key.hex().encode() not in told
    assert [own for own in found.shown if own.encode() in told or own.lower().encode() in told] == []
    assert all(shown.encode() in told for shown in found.shown.values())


def test_a_key_that_became_known_is_undone_and_another_is_drawn(case: Case) -> None:
    """With the entry undone nobody has an id in the report until the next build, which gives everybody another."""
    case.build()
    before = case.persons().shown
    [entry] = [one for one in case.state.entries if one.kind == "persons.key"]
    case.undo(entry.seq, reason="It was sent with a copy of the ledger.")
    assert case.persons().shown == {}
    case.build()
    assert set(case.persons().shown.values()).isdisjoint(before.values())


def test_a_list_whose_original_is_gone_is_named_and_never_left_out_in_silence(case: Case) -> None:
    """What was linked stays usable; linking anew names the list, and goes on once its source is withdrawn."""
    lost = case.state.sources["familias"].current.sha256
    next(case.folder.joinpath("originals").rglob(lost)).unlink()
    assert len(case.persons().register.lists) == 2
    shutil.rmtree(case.folder / "tables")
    with pytest.raises(Faults) as told:
        case.persons()
    assert (told.value.key, [one.values["source"] for one in told.value.problems]) == ("case.lists-lost", ["familias"])
    case.withdraw("familias", reason="Its original is gone.")
    assert set(case.persons().register.lists) == {"flight"}
