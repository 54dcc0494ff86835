"""What docs/tested.md says is so."""

from __future__ import annotations

import re
from pathlib import Path

from habeas import words
from habeas.findings import tested as testing
from habeas.findings.tested.judging import WIDE_SHARE
from habeas.findings.tested.tolerance import FEWEST, NEAR, ORDERED, factor

ROOT = Path(__file__).parents[3]
SAID = " ".join((ROOT / "docs" / "tested.md").read_text(encoding="utf-8").split())


def test_the_numbers_of_the_method_are_those_of_the_code() -> None:
    """From how many pairs, by which factor, of how many near periods, and how much further is contradicted."""
    assert f"From {ORDERED} pairs on" in SAID
    assert f"from {FEWEST} to {ORDERED - 1}, 4.5 + 10/n" in SAID
    assert factor(10) == 4.5 + 10 / 10
    assert f"Below {FEWEST} nothing is learned" in SAID
    assert NEAR == 7
    assert "seven nearest" in SAID
    assert testing.FAR == 2
    assert "lies *twice* as far" in SAID
    assert 0 < WIDE_SHARE < 1


def test_every_name_in_the_example_exists() -> None:
    """What the example imports is offered by the room."""
    names = re.search(r"from habeas\.findings\.tested import ([A-Za-z_, ]+) with", SAID)
    assert names is not None
    assert {one.strip() for one in names[1].split(",")} <= set(testing.__all__)


def test_the_room_offers_what_it_lists() -> None:
    """``__all__`` is sorted as the linter sorts, and every name of it exists."""
    order = sorted(testing.__all__, key=lambda name: (0 if name.isupper() else 1 if name[0].isupper() else 2, name))
    assert list(testing.__all__) == order
    assert all(hasattr(testing, name) for name in testing.__all__)


def test_every_message_exists_in_both_languages_with_the_same_values() -> None:
    """No message lacks a language, and both fill in the same values; every reason that the code gives is one of them."""
    catalogue = words._catalogue("tested")
    for key, message in catalogue.items():
        places = [set(re.findall(r"\{(\w+)\}", message[lang])) for lang in ("en", "es")]
        assert places[0] == places[1], key
    folder = ROOT / "src" / "habeas" / "findings" / "tested"
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    asked = set(re.findall(r'"tested\.([a-z-]+)"', code)) | set(re.findall(r'_say\("([a-z-]+)"', code))
    assert asked <= set(catalogue)
    made = ("what-", "field-", "name-", "value-", "fit-", "contradicted-", "when-")
    unused = {key for key in catalogue if key not in code and not key.startswith(made)}
    assert unused == set()
