"""What docs/reading.md says of commands, keys and Python is so."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click

import habeas.case.proposals as room
from habeas import words
from habeas.case import Case
from habeas.cli.main import program
from habeas.words import LANGUAGES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")


def test_every_command_and_option_exists() -> None:
    """Each option that the page names is one of the command of its line, or of ``read``, ``review``, ``add`` or ``describe``."""
    known = set()
    for name in ("read", "review", "add", "describe", "accept"):
        command = program.get_command(click.Context(program), name)
        assert command is not None
        known |= {option for one in command.params for option in one.opts}
    named = set(re.findall(r"(?<![\w-])--[a-z]+", PAGE))
    assert named
    assert named <= known | {"--json"}


def test_every_key_is_told_on_the_screen() -> None:
    """The keys of the table are those that the line of keys offers, in both languages."""
    keys = set(re.findall(r"^\| ((?:[a-z], )*[a-z]) \|", PAGE, re.MULTILINE))
    told = {key for cell in keys for key in cell.split(", ")}
    for lang in LANGUAGES:
        offered = set(re.findall(r"(?:^|  )([a-z]) ", words.text("cli.desk-keys", lang)))
        assert told == offered


def test_the_example_in_python_uses_what_there_is() -> None:
    """Every method of the case that the example calls exists, and every attribute of what it returns."""
    example = PAGE.partition("```python\n")[2].partition("```")[0]
    called = {
        node.attr for node in ast.walk(ast.parse(example)) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "case"
    }  # fmt: skip
    assert called
    assert all(hasattr(Case, name) for name in called)


def test_states_grounds_and_limits_are_documented() -> None:
    """The grounds of a rejection stand on the page; the states in the page of JSON shapes."""
    shapes = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    assert all(f"`{state}`" in shapes for state in room.State.__args__)  # type: ignore[attr-defined]
    for ground in ("not said", "wrong number", "not about this case", "repetition"):
        assert ground in PAGE


def test_the_room_offers_what_it_lists() -> None:
    """``__all__`` of the sub-room is sorted, and every name is there."""
    assert list(room.__all__) == sorted(
        room.__all__, key=lambda name: (0 if name.isupper() else 1 if name[0].isupper() else 2, name)
    )
    assert all(hasattr(room, name) for name in room.__all__)
