"""Units: every one of the vocabulary is known, in both languages, and reckoning with them cancels what it should."""

from __future__ import annotations

from importlib import resources

import pytest
import yaml

from habeas.amount import units
from habeas.words import LANGUAGES, Lang


def vocabulary_units() -> list[str]:
    """Every unit that a predicate of the vocabulary uses."""
    path = resources.files("habeas") / "claims" / "vocabulary.yaml"
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["predicates"].values()
    return sorted({row["unit"] for row in rows if "unit" in row})


@pytest.mark.parametrize("unit", vocabulary_units())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_unit_of_the_vocabulary_has_words(unit: str, lang: Lang) -> None:
    """A unit that a claim may use is said in words, and read back from them as itself."""
    said = units.attach("2", unit, lang, single=False)
    assert said.startswith("2")
    assert "/" not in said
    assert unit in units.read(said.removeprefix("2"))


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("buildings", "cells/building", "cells"),
        ("cells", "persons/cell", "persons"),
        ("persons", "days", "persons*days"),
        ("USD/person/day", "persons", "USD/day"),
        ("persons", "1", "persons"),
        (None, "persons", None),
        ("persons", "furlongs", None),
    ],
)
def test_times(one: str | None, two: str | None, expected: str | None) -> None:
    """A product cancels what stands above and below the line; an unstated or unknown unit leaves it unstated."""
    assert expected == units.times(one, two)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("m2/cell", "persons/cell", "m2/person"),
        ("USD", "persons*days", "USD/person/day"),
        ("persons", "persons", "1"),
        ("persons", "cells", "persons/cell"),
        ("places", "buildings", "places/building"),
        ("persons", None, None),
    ],
)
def test_over(one: str | None, two: str | None, expected: str | None) -> None:
    """A quotient turns the divisor over and cancels."""
    assert expected == units.over(one, two)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("persons", {"persons"}),
        ("Personas", {"persons"}),
        ("m² por persona", {"m2/person"}),
        ("m2/persona", {"m2/person"}),
        ("hours per day", {"h/day"}),
        ("horas al día", {"h/day"}),
        ("US dollars per person and day", {"USD/person/day"}),
        ("dólares por persona y día", {"USD/person/day"}),
        ("%", {"%", "% of capacity"}),
        ("per 100,000 residents", {"per 100 000 residents"}),
        ("furlongs", set()),
        ("persons per furlong", set()),
        ("", set()),
    ],
)
def test_read(said: str, expected: set[str]) -> None:
    """Unit words are read in both languages, without case and accents; what is no unit is none."""
    assert expected == units.read(said)


@pytest.mark.parametrize(
    ("unit", "single", "en", "es"),
    [
        ("persons", True, "1 person", "1 persona"),
        ("persons/cell", False, "1 persons per cell", "1 personas por celda"),
        ("% of capacity", False, "1% of capacity", "1% de la capacidad"),
        ("parsecs", False, "1 parsecs", "1 parsecs"),
        ("persons*days", False, "1 persons-days", "1 personas-días"),
        ("1", False, "1", "1"),
        (None, False, "1", "1"),
    ],
)
def test_attach(unit: str | None, single: bool, en: str, es: str) -> None:
    """The unit follows its figure as the language writes it; an unknown unit is written as it is."""
    assert (en, es) == (units.attach("1", unit, "en", single=single), units.attach("1", unit, "es", single=single))


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("persons", True),
        ("persons/cell", True),
        ("m2/person", False),
        ("USD", False),
        (None, False),
        ("parsecs", False),
    ],
)
def test_counted(unit: str | None, expected: bool) -> None:
    """Things are counted, measures are not, and of an unknown unit nothing is said."""
    assert expected is units.counted(unit)
