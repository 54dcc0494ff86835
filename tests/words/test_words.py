"""Messages: both languages, the same places to fill, and no key that does not exist."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import habeas
from habeas import words
from habeas.words import Lang

ROOT = Path(habeas.__file__).parent
CATALOGUES = sorted([*ROOT.glob("*/messages.toml"), *(ROOT / "messages").glob("*.toml")])
LANGS: tuple[Lang, ...] = ("en", "es")


def room_of(path: Path) -> str:
    """Return the first part of the keys of a catalogue."""
    return path.stem if path.parent.name == "messages" else path.parent.name


def places(template: str) -> set[str]:
    """Return the names a template fills."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


MESSAGES = [
    (f"{room_of(path)}.{key}", message)
    for path in CATALOGUES
    for key, message in tomllib.loads(path.read_text(encoding="utf-8")).items()
]


def unlike(message: dict[str, str]) -> list[str]:
    """Return what is wrong with a message: a language that is missing or empty, places that differ, a singular form that fills others."""
    found = []
    if not {"en", "es"} <= set(message) <= {"en", "es", "en_one", "es_one"}:
        return [f"languages {sorted(message)}"]
    if not all(text.strip() for text in message.values()):
        found.append("empty")
    if places(message["en"]) != places(message["es"]):
        found.append(f"places {sorted(places(message['en']) ^ places(message['es']))}")
    found += [
        f"singular in {lang}"
        for lang in LANGS
        if f"{lang}_one" in message and not places(message[f"{lang}_one"]) <= places(message[lang]) | {"n"}
    ]
    return found


@pytest.mark.parametrize("path", CATALOGUES, ids=room_of)
def test_messages_exist_in_both_languages_and_fill_the_same_places(path: Path) -> None:
    """English and Spanish of one message take the same values, and their singular forms no others; every fault of a catalogue is named."""
    messages = tomllib.loads(path.read_text(encoding="utf-8"))
    assert {key: wrong for key, message in messages.items() if (wrong := unlike(message))} == {}
    assert messages


def test_what_is_wrong_with_a_message_is_seen() -> None:
    """A missing language, an empty text, places that differ and a singular form of its own are each found."""
    assert unlike({"en": "A {n}", "es": "Un {n}", "en_one": "One"}) == []
    assert unlike({"en": "A"})
    assert unlike({"en": "A", "es": " "})
    assert unlike({"en": "A {n}", "es": "Un {m}"})
    assert unlike({"en": "A {n}", "es": "Un {n}", "es_one": "Un {m}"})


def _keys_in_code() -> Iterator[tuple[str, str]]:
    rooms = {room_of(path) for path in CATALOGUES}
    shape = re.compile(rf"^({'|'.join(sorted(rooms))})\.[a-z][a-z0-9_-]*$")
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                first = node.args[0]
                if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
                    continue
                if shape.match(first.value) and not first.value.endswith(".html"):
                    yield path.name, first.value


def test_every_key_that_the_code_names_exists() -> None:
    """A message that is asked for is in a catalogue: a missing one would be a traceback for the reader."""
    known = {key for key, _ in MESSAGES}
    used = list(_keys_in_code())
    assert len(used) > 50
    assert [(file, key) for file, key in used if key not in known] == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (40000, "40,000"),
        (Decimal("0.640"), "0.64"),
        (Decimal("1E+3"), "1,000"),
        (16640.5, "16,640.5"),
        (0, "0"),
        (-1234, "-1,234"),
    ],
)
def test_numbers_are_grouped_and_have_no_idle_zeros(value: float | Decimal, said: str) -> None:
    """Both languages write numbers as El Salvador does."""
    assert words.number(value) == said


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_a_number_in_words_is_the_number(value: Decimal) -> None:
    """Taking the commas out gives the value back."""
    assert Decimal(words.number(value).replace(",", "")) == value


def test_dates_and_lists_are_written_as_each_language_writes_them() -> None:
    """Months, the last joint of a list, and Spanish ``e`` before an i sound."""
    assert words.day(date(2025, 3, 16), "en") == "16 March 2025"
    assert words.day(date(2025, 3, 16), "es") == "16 de marzo de 2025"
    assert words.listing(["a", "b", "c"], "en") == "a, b and c"
    assert words.listing(["padre", "hijo"], "es") == "padre e hijo"
    assert words.listing(["agua", "hielo"], "es") == "agua y hielo"
    assert words.listing([], "en") == ""
    assert words.say(value=True, lang="es") == "sí"


def test_the_singular_form_is_used_for_one() -> None:
    """A message with a form for one uses it when ``n`` is 1, and only then."""
    assert words.text("about.faults", "en", file="x", n=1) == "x has one fault:"
    assert words.text("about.faults", "es", file="x", n=2) == "x tiene 2 faltas:"


def test_an_unknown_key_is_a_defect() -> None:
    """A missing message is never shown as a blank."""
    with pytest.raises(KeyError):
        words.text("about.no-such-message", "en")


@pytest.mark.parametrize(
    ("variables", "lang"),
    [({"HABEAS_LANG": "es"}, "es"), ({"LANG": "es_SV.UTF-8"}, "es"), ({"LANG": "de_DE.UTF-8"}, "en"), ({}, "en"),
     ({"HABEAS_LANG": "en", "LANG": "es_SV"}, "en")],
)  # fmt: skip
def test_the_language_follows_the_environment(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], lang: Lang
) -> None:
    """HABEAS_LANG leads, then the locale, then English."""
    for name in ("HABEAS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert words.preferred() == lang
