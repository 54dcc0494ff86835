"""Amounts in words, in both languages."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib import resources
from string import Formatter

import pytest

from habeas import amount as room
from habeas.amount import Amount, Ratio
from habeas.words import LANGUAGES, say

D = Decimal

SAID: list[tuple[Amount, str, str]] = [
    (Amount.exact(261, unit="persons"), "261 persons", "261 personas"),
    (Amount.exact(1, unit="persons"), "1 person", "1 persona"),
    (Amount.at_least(1, unit="persons"), "at least 1 person", "al menos 1 persona"),
    (Amount.at_least(261, unit="persons"), "at least 261 persons", "al menos 261 personas"),
    (Amount.at_most(40000, unit="places"), "at most 40,000 places", "como máximo 40,000 plazas"),
    (Amount.more_than(80000, unit="persons"), "more than 80,000 persons", "más de 80,000 personas"),
    (Amount.less_than(100, unit="persons"), "fewer than 100 persons", "menos de 100 personas"),
    (Amount.less_than(4, unit="m2/person"), "less than 4 m² per person", "menos de 4 m² por persona"),
    (Amount.range(65, 70, unit="persons/cell"), "65 to 70 persons per cell", "de 65 a 70 personas por celda"),
    (Amount.about(100, unit="m2/cell"), "about 100 m² per cell", "alrededor de 100 m² por celda"),
    (Amount.about(12500, width=0.05), "about 12,500 ±5%", "alrededor de 12,500 ±5%"),
    (Amount.about(12500, width=0.05, unit="persons"), "about 12,500 persons ±5%", "alrededor de 12,500 personas ±5%"),
    (
        Amount(qualifier="at_most", low=D(40000), high=D(40000), stated=D(40000), unit="places"),
        "up to 40,000 places",
        "hasta 40,000 plazas",
    ),
    (
        Amount(qualifier="more_than", low=D(72), low_open=True, stated=D(2), ratio=Ratio(of="pop", low=D(2))),
        "more than 72",
        "más de 72",
    ),
    (
        Amount(qualifier="about", stated=D(3), width=D("0.1"), ratio=Ratio(of="pop", low=D("2.7"), high=D("3.3"))),
        "about 3 ±10% times {pop}",
        "alrededor de 3 ±10% veces {pop}",
    ),
    (Amount.exact(0.64, unit="m2/person"), "0.64 m² per person", "0.64 m² por persona"),
    (Amount.exact(6_000_000, unit="USD"), "6,000,000 US dollars", "6,000,000 dólares estadounidenses"),
    (Amount.exact(118, unit="% of capacity"), "118% of capacity", "118% de la capacidad"),
    (
        Amount.exact(1086, unit="per 100 000 residents"),
        "1,086 per 100,000 residents",
        "1,086 por cada 100,000 habitantes",
    ),
    (
        Amount.between(65, 70, low_open=True, unit="persons"),
        "more than 65 and at most 70 persons",
        "más de 65 y como máximo 70 personas",
    ),
    (
        Amount.between(65, 70, low_open=True, high_open=True, unit="persons"),
        "more than 65 and fewer than 70 persons",
        "más de 65 y menos de 70 personas",
    ),
    (Amount.between(None, None, unit="persons"), "an unknown figure", "una cifra desconocida"),
    (
        Amount(qualifier="more_than", ratio=Ratio(of="pop", low=D(2), low_open=True), unit="persons"),
        "more than 2 times {pop}",
        "más de 2 veces {pop}",
    ),
    (
        Amount.about(100, width=0.1, unit="m2") / 3,
        "about 33.33 m² (30 to 36.67)",
        "alrededor de 33.33 m² (30 a 36.67)",
    ),
]


@pytest.mark.parametrize(("amount", "en", "es"), SAID, ids=[row[1] for row in SAID])
def test_text(amount: Amount, en: str, es: str) -> None:
    """An amount is written as each language writes it, with its unit."""
    assert (en, es) == (amount.text("en"), amount.text("es"))


def test_messages_say_amounts() -> None:
    """An amount given to a message writes itself."""
    assert say(Amount.at_least(3), "es") == "al menos 3"


def test_reckoned_figures_are_rounded_and_say_so() -> None:
    """A quotient without end is shown to four digits, as about that figure."""
    price = Amount.exact(6_000_000, unit="USD") / Amount.exact(86870, unit="persons")
    assert price.text("en") == "about 69.07 US dollars per person"
    assert price.text("es") == "alrededor de 69.07 dólares estadounidenses por persona"


def test_reckoned_ranges_are_rounded_outward() -> None:
    """The shown ends of a reckoned range leave nothing out."""
    assert (Amount.range(1, 2) / 3).text("en") == "0.3333 to 0.6667"


def test_stated_figures_are_never_rounded() -> None:
    """What a source said is written digit for digit."""
    assert Amount.exact(6325827, unit="persons").text("en") == "6,325,827 persons"


def test_every_message_has_both_languages_and_the_same_values() -> None:
    """No message of the room is missing a language, and both name the same values."""
    messages = tomllib.loads((resources.files("habeas.amount") / "messages.toml").read_text(encoding="utf-8"))
    for key, message in messages.items():
        assert set(LANGUAGES) <= set(message), key
        places = [{name for _, name, _, _ in Formatter().parse(message[lang]) if name} for lang in LANGUAGES]
        assert places[0] == places[1], key


def test_the_room_offers_what_it_names() -> None:
    """``__all__`` is exactly what the room re-exports."""
    offered = {name for name in vars(room) if name[0].isupper() or name in ("parse", "differences", "hull")}
    assert set(room.__all__) == offered
