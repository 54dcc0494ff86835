"""What is documented is what there is: vocabulary, fields, messages, and the names the room offers."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from string import Formatter

import pytest

import habeas.claims
from habeas.claims import Vocabulary
from habeas.claims.coding.rows import FIELDS, HEAD
from habeas.claims.coding.templates import COLUMNS
from habeas.claims.reference import reference

ROOT = Path(__file__).parents[2]
ROOM = ROOT / "src" / "habeas" / "claims"
MESSAGES = tomllib.loads((ROOM / "messages.toml").read_text(encoding="utf-8"))
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(ROOM.rglob("*.py")))


def test_the_vocabulary_page_is_the_vocabulary(vocabulary: Vocabulary) -> None:
    """docs/vocabulary.md is exactly what is made from vocabulary.yaml; if this fails, write it anew with reference()."""
    assert (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8") == reference(vocabulary)


def test_every_predicate_and_choice_is_on_the_page(vocabulary: Vocabulary) -> None:
    """Each predicate has its heading and each choice its line."""
    page = reference(vocabulary)
    for one in vocabulary.values():
        assert f"### `{one.id}`\n" in page
        assert all(f"- `{choice}`: " in page for choice in one.choices)


def test_every_field_is_documented() -> None:
    """docs/claims.md names each field of a claim and of the head of a file."""
    page = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    assert not [name for name in {*FIELDS, *HEAD} if f"`{name}`" not in page and f"{name}:" not in page]


def test_the_room_offers_exactly_its_names() -> None:
    """Every name of __all__ is there, also those that are imported late, and nothing else is public."""
    assert sorted(habeas.claims.__all__) == habeas.claims.__all__
    assert all(getattr(habeas.claims, name) is not None for name in habeas.claims.__all__)
    with pytest.raises(AttributeError):
        _ = habeas.claims.no_such_name


def test_naming_claims_does_not_load_the_ledger() -> None:
    """Importing the room costs neither SQLAlchemy, YAML, spreadsheets nor string comparison."""
    code = "import sys, habeas.claims; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"sqlalchemy", "yaml", "openpyxl", "python_calamine", "rapidfuzz"} & set(loaded)


def places(message: str) -> set[str]:
    """Return the names of the places that a message fills."""
    return {name for _, name, _, _ in Formatter().parse(message) if name}


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_a_message_is_there_in_both_languages_and_fills_the_same_places(name: str) -> None:
    """English and Spanish are both there, differ, and use the same values."""
    message = MESSAGES[name]
    assert set(message) <= {"en", "es", "en_one", "es_one"}
    assert message["en"] != message["es"]
    assert places(message["en"]) == places(message["es"])


def test_every_message_is_used_and_every_key_used_is_a_message() -> None:
    """No message is dead, and no key that the code names is missing."""
    used = set(re.findall(r"[\"']claims\.([a-z_-]+)[\"']", SOURCE))
    used |= {f"vocabulary-{key}" for key in re.findall(r"_fault\(\s*\"([a-z-]+)\"", SOURCE)}
    used |= set(re.findall(r"(?:\.note|_problem)\(\s*(?:one, )?\"([a-z_-]+)\"", SOURCE))
    used |= {key + end for key in re.findall(r"\.unknown\(\"([a-z-]+)\"", SOURCE) for end in ("", "-near")}
    used |= {"unknown-key", "unknown-key-near", "needs-who", "needs-as_of", "needs-capacity", "needs-speaker"}
    used |= {f"field-{name.replace('_', '-')}" for name in {*FIELDS, *HEAD}}
    used |= {f"column-{name}" for name in COLUMNS}
    assert used == set(MESSAGES)
