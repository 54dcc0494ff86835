"""The vocabulary is whole: every predicate has its words in both languages, and every fault of a file is reported."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from habeas.amount import Amount, Capacity
from habeas.claims import Modality, Polarity, Status, Vocabulary
from habeas.claims.vocabulary import FILE, GROUPS, faults
from habeas.errors import Faults
from habeas.words import LANGUAGES

SCENES = {f"S{number}" for number in range(1, 11)}


@pytest.fixture(scope="module")
def raw() -> dict[str, Any]:
    """Return the vocabulary as its file says it."""
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def test_the_vocabulary_has_no_fault(raw: dict[str, Any]) -> None:
    """The project's own file passes its own checks."""
    assert faults(raw) == []


def test_every_scene_is_served(vocabulary: Vocabulary) -> None:
    """Each row S1-S10 of the system described has predicates."""
    assert {one.scene for one in vocabulary.values()} == SCENES


def test_every_word_is_in_both_languages(vocabulary: Vocabulary) -> None:
    """Labels of predicates, choices and groups are there in English and Spanish."""
    for one in vocabulary.values():
        assert one.en
        assert one.es
        assert one.text("es") == one.es
        for choice in one.choices:
            assert all(one.choice(choice, lang) for lang in LANGUAGES)
    for group in GROUPS:
        for name in vocabulary.groups[group]:
            assert all(vocabulary.label(group, name, lang) for lang in LANGUAGES)


def test_the_kinds_of_claims_are_those_of_the_model(vocabulary: Vocabulary) -> None:
    """The groups of the vocabulary name exactly what the types of the model allow."""
    for group, kind in (
        ("capacities", Capacity),
        ("polarities", Polarity),
        ("modalities", Modality),
        ("statuses", Status),
    ):
        assert set(vocabulary.groups[group]) == set(get_args(kind))


def test_every_unit_can_be_said(vocabulary: Vocabulary) -> None:
    """An amount in each unit of the vocabulary has words in both languages: the unit is not left as its id."""
    for one in vocabulary.values():
        if one.unit is not None:
            assert all("/" not in Amount.exact(2, unit=one.unit).text(lang) for lang in LANGUAGES), one.unit


def test_amounts_say_what_kind_of_number_they_are(vocabulary: Vocabulary) -> None:
    """Every amount has a unit and a measure, and nothing else has."""
    for one in vocabulary.values():
        assert (one.value == "amount") == (one.unit is not None) == (one.measure is not None), one.id
        assert (one.value == "choice") == bool(one.choices)


def test_it_is_read_once(vocabulary: Vocabulary) -> None:
    """Loading again gives the same object: the file is parsed once a process."""
    assert Vocabulary.load() is vocabulary
    assert list(vocabulary) == list(dict.fromkeys(vocabulary))
    assert vocabulary.topic("cells") == "structure"
    assert "no_such" not in vocabulary


SPOILT: list[tuple[tuple[str, ...], Any, str]] = [
    (("predicates", "cells", "topic"), "nowhere", "claims.vocabulary-unknown"),
    (("predicates", "cells", "value"), "number", "claims.vocabulary-unknown"),
    (("predicates", "cells", "of"), ["planet"], "claims.vocabulary-unknown"),
    (("predicates", "cells", "unit"), "cubits", "claims.vocabulary-unknown"),
    (("predicates", "cells", "measure"), "weight", "claims.vocabulary-unknown"),
    (("predicates", "cells", "requires"), ["patience"], "claims.vocabulary-unknown"),
    (("predicates", "cells", "colour"), "red", "claims.vocabulary-unknown"),
    (("predicates", "cells", "es"), "", "claims.vocabulary-missing"),
    (("predicates", "beds", "choices"), ["one_each", "none"], "claims.vocabulary-choices"),
    (("sentences", "beds", "choices", "none"), ["only one"], "claims.vocabulary-shape"),
    (("sentences", "cells", "en"), "there were {number} cells", "claims.vocabulary-clause"),
    (("sentences", "cells"), None, "claims.vocabulary-missing"),
    (("sentences", "celss"), {"en": "{subject}", "es": "{subject}"}, "claims.vocabulary-stray-sentence"),
    (("frames", "said", "fact", "es"), "dicen que {clause}", "claims.vocabulary-frame"),
    (("frames", "denied", "finding"), {}, "claims.vocabulary-frame"),
    (("topics", "money"), "Money", "claims.vocabulary-shape"),
    (("phrases",), [["alone"]], "claims.vocabulary-shape"),
]


def spoil(raw: dict[str, Any], place: tuple[str, ...], value: Any) -> None:
    """Put a value in a place of the vocabulary."""
    for name in place[:-1]:
        raw = raw[name]
    raw[place[-1]] = value


@pytest.mark.parametrize(("place", "value", "key"), SPOILT)
def test_each_fault_is_reported_with_its_place(
    raw: dict[str, Any], place: tuple[str, ...], value: Any, key: str
) -> None:
    """A fault anywhere in the file is found, named by its path, and said in both languages."""
    spoilt = copy.deepcopy(raw)
    spoil(spoilt, place, value)
    found = [one for one in faults(spoilt) if one.key == key]
    assert found, faults(spoilt)
    assert place[-1] in str(found[0].column) or place[0] in str(found[0].column)
    assert found[0].text("en") != found[0].text("es")


def test_all_faults_are_reported_together(raw: dict[str, Any], tmp_path: Path) -> None:
    """Every fault of a spoilt file is in the one error that loading it raises."""
    spoilt = copy.deepcopy(raw)
    compatible = [
        one for one in SPOILT if one[0] not in {("sentences", "cells", "en"), ("predicates", "cells", "value")}
    ]
    for place, value, _ in compatible:
        spoil(spoilt, place, value)
    path = tmp_path / "vocabulary.yaml"
    path.write_text(yaml.safe_dump(spoilt, allow_unicode=True), encoding="utf-8")
    with pytest.raises(Faults) as caught:
        Vocabulary.load(path)
    assert len(caught.value.problems) >= len(compatible)
    assert {key for _, _, key in compatible} <= {one.key for one in caught.value.problems}


@pytest.mark.parametrize("broken", ["", "just words", "[1, 2]", "predicates: {}"])
def test_a_file_that_is_no_vocabulary_is_said_to_be_none(broken: str) -> None:
    """Whatever the file holds instead, the answer is a problem, not a traceback."""
    assert faults(yaml.safe_load(broken))


def test_names_stand_in_a_sentence_as_the_language_wants(vocabulary: Vocabulary) -> None:
    """A name that begins with a common noun gets its article; a proper name stays as it is."""
    for name, lang, inside in (
        ("Prisons of El Salvador", "en", "the prisons of El Salvador"),
        ("Terrorism Confinement Center (CECOT)", "en", "the Terrorism Confinement Center (CECOT)"),
        ("CECOT", "en", "CECOT"),
        ("Friends of the Court", "en", "Friends of the Court"),
        ("Penal de Izalco", "es", "el penal de Izalco"),
        ("Ley de Enemigos Extranjeros", "es", "la Ley de Enemigos Extranjeros"),
        ("El Salvador", "es", "El Salvador"),
    ):
        assert vocabulary.inside(name, lang) == inside  # type: ignore[arg-type]
