"""From a reading to the vocabulary: every line of the table leads somewhere, and every value is one that a coder could have written."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib import resources
from typing import Any

import pytest

from habeas.amount import parse
from habeas.claims import Vocabulary
from habeas.reading import Reading, mapped, stated, unit_words
from habeas.words import LANGUAGES, Lang

DATA = tomllib.loads((resources.files("habeas.reading") / "predicates.toml").read_text(encoding="utf-8"))
TABLE, UNITS = DATA["map"], DATA["units"]
COLUMNS = {"kind", "unit", "key", "value", "predicate", "choices", "add", "from", "factor", "text"}


def reading(kind: str, **said: Any) -> Reading:
    """Return a reading of a kind; a ``value`` is a figure with both its bounds."""
    for name in ("value", "low", "high"):
        if name in said:
            said[name] = Decimal(str(said[name]))
    if "value" in said:
        said = {"low": said["value"], "high": said["value"], **said}
    return Reading(kind=kind, quote="x", start=0, end=1, **said)


@pytest.mark.parametrize(
    "line", TABLE, ids=lambda line: "-".join(str(line.get(name, "")) for name in ("kind", "unit", "key"))
)
def test_every_line_leads_into_the_vocabulary(line: dict[str, Any]) -> None:
    """Predicates exist, choices are those of the predicate, and a figure leads to an amount."""
    predicate = Vocabulary.load()[line["predicate"]]
    assert set(line) <= COLUMNS
    assert set(line.get("choices", {}).values()) <= set(predicate.choices)
    assert ("choices" in line) == (predicate.value == "choice")
    if line.get("text"):
        assert predicate.value in ("subject", "time", "text")


def test_no_line_is_hidden_by_one_before_it() -> None:
    """A line that another with the same kind and fewer conditions comes before would never be used."""
    for place, line in enumerate(TABLE):
        for before in TABLE[:place]:
            if before["kind"] == line["kind"]:
                told = {name: before[name] for name in ("unit", "key", "value") if name in before}
                assert any(line.get(name) != wanted for name, wanted in told.items()), line


@pytest.mark.parametrize(
    ("said", "predicate", "english", "spanish"),
    [
        (reading("deaths", value=261, qualifier="at_least"), "deaths", "at least 261", "al menos 261"),
        (reading("capacity", value=40000, qualifier="at_most"), "capacity", "up to 40,000", "hasta 40,000"),
        (reading("population", value=110000), "population", "110,000", "110,000"),
        (reading("population", value=1250, qualifier="approx"), "population", "about 1,250", "cerca de 1,250"),
        (reading("cell_capacity", low=65, high=70, qualifier="range"), "persons_per_cell", "65 to 70", "entre 65 y 70"),
        (reading("cell_area", value="0.6", unit="m2_per_person"), "area_per_person", "0.6", "0.6"),
        (reading("arrests", low=200, high=999, qualifier="approx"), "arrests", "200 to 999", "entre 200 y 999"),
        (reading("arrests", low=200, qualifier="at_least"), "arrests", "at least 200", "al menos 200"),
        (reading("occupancy_rate", value=37, unit="pct_over_capacity"), "occupancy", "137", "137"),
        (reading("occupancy_rate", value="120.5", unit="pct_of_capacity"), "occupancy", "120.5", "120.5"),
        (reading("condition", value_text="hours_locked_in=23.5"), "out_of_cell_hours", "0.5", "0.5"),
        (reading("legal", value_text="judge_within=3 days"), "judge_within", "72", "72"),
        (reading("cost", value=6000000, unit="USD"), "sum_usd", "6,000,000", "6,000,000"),
    ],
)
def test_a_figure_is_written_as_it_is_read(said: Reading, predicate: str, english: str, spanish: str) -> None:
    """In both languages, and read back by the amounts' own reader to the same bounds."""
    one = Vocabulary.load()[predicate]
    for lang, expected in zip(LANGUAGES, (english, spanish), strict=True):
        told = mapped(said, lang)
        assert (told.predicate, told.value) == (predicate, expected)
        amount = parse(expected, unit=one.unit)
        if told.reckoned is None and said.value_text is None and said.qualifier != "approx":
            assert (amount.low, amount.high) == (
                said.low,
                None if said.qualifier == "at_least" else said.high,
            ) or said.qualifier == "at_most"


@pytest.mark.parametrize(
    ("said", "predicate", "value"),
    [
        ("visits=none", "family_visits", "none"),
        ("outdoor=none", "outdoor_access", "none"),
        ("names=withheld", "identities", "withheld"),
        ("beds=insufficient", "beds", "insufficient"),
        ("monitor_access=none", "inspection", "refused"),
        ("water=none", "drinking_water", "none"),
        ("visits=sometimes", "family_visits", None),
        ("colour=red", None, None),
        ("hours_locked_in=many", "out_of_cell_hours", None),
    ],
)
def test_a_condition_is_a_choice_or_left_to_the_person(said: str, predicate: str | None, value: str | None) -> None:
    """A word of the reader that is no choice of the vocabulary is not forced into one."""
    told = mapped(reading("condition", value_text=said))
    assert (told.predicate, told.value) == (predicate, value)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_units_are_said_in_the_language(lang: Lang) -> None:
    """A unit of the table in its words; another, such as a currency, as it is."""
    assert (
        unit_words("pct_over_capacity", lang) == {"en": "% above capacity", "es": "% por encima de la capacidad"}[lang]
    )
    assert unit_words("GTQ_per_person_day", lang) == "GTQ per person day"
    assert all(len(pair) == len(LANGUAGES) for pair in UNITS.values())


def test_what_was_reckoned_is_told() -> None:
    """What is not the figure of the text says from which it follows."""
    assert mapped(reading("occupancy_rate", value=37, unit="pct_over_capacity")).reckoned == ("+", 100, "37")
    assert mapped(reading("condition", value_text="hours_locked_in=22")).reckoned == ("-", 24, "22")
    assert mapped(reading("deaths", value=3)).reckoned is None


def test_a_kind_without_a_line_has_no_predicate() -> None:
    """And money that is not in dollars neither; the figure can still be said."""
    for one in (reading("capacity_gap", value=40), reading("cost", value=40, unit="GTQ")):
        assert mapped(one).predicate is None
        assert stated(one) == "40"
    assert stated(reading("condition", value_text="visits=none")) is None


def test_legal_acts_and_openings_are_words() -> None:
    """The name of an instrument, and the time of an opening, stand as they were read."""
    assert mapped(reading("legal", value_text="instrument=Act of 1798")).value == "Act of 1798"
    assert mapped(reading("opened", value_text="2023-03")).value == "2023-03"
    assert mapped(reading("legal", value_text="release=never")).value == "never"
    assert mapped(reading("legal", value_text="release=soon")).predicate is None
