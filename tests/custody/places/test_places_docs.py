"""What docs/places.md says of commands, classes, flags, tables and measurements is so."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from tests.custody.places.conftest import LISTS

from habeas.cli.frame import Settings
from habeas.cli.main import program
from habeas.custody.places import Gathered
from habeas.custody.places.precision import RADII
from habeas.custody.places.tables import NAMES
from habeas.records.layout import built_in

DOC = (Path(__file__).parents[3] / "docs" / "places.md").read_text(encoding="utf-8")


def rows(first: str) -> list[list[str]]:
    """Return the cells of the table whose header begins with a word."""
    table = DOC.partition(f"\n| {first} |")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def test_every_option_named_is_one() -> None:
    """What is to be typed can be typed."""
    context = click.Context(program, obj=Settings("en"))
    lines = re.findall(r"(?:`|\$ )(habeas [a-z][^`#\n]*)", DOC)
    assert len(lines) >= 6
    for line in lines:
        words = line.split()
        command = program.get_command(context, words[1])
        assert command is not None, line
        known = {name for one in command.params for name in one.opts}
        assert {word for word in words if word.startswith("--")} <= known, line


def test_the_layouts_named_are_those_of_lists_of_places() -> None:
    """None is left out but the one of sheets that explain columns."""
    named = {name for _, layouts, _ in rows("list") for name in re.findall(r"`([a-z-]+)`", layouts)}
    assert named == {one.name for one in built_in() if one.kind in {"places", "place-links"}} - {"places-notes"}


def test_classes_have_the_radii_that_are_used() -> None:
    """Each class with its kilometres; unknown has none."""
    said = {name.strip("`"): radius.removesuffix(" km") for name, radius, _ in rows("class")}
    assert said.pop("unknown") == "–"
    assert {name: float(radius) for name, radius in said.items()} == dict(RADII)


def test_flags_and_tables_are_all_named(published: Gathered) -> None:
    """Every flag that a place of the published lists bears, and every table that is written."""
    flags = {name.strip("`") for name, _ in rows("flag")}
    assert {flag for one in published.register.places for flag in one.flags} <= flags
    assert all(f"`{name}`" in DOC for name in NAMES)
    assert all(f"`{one.kind}`" in DOC for one in published.register.relations)


def test_the_numbers_are_those_of_the_published_lists(published: Gathered) -> None:
    """Mentions, links, places, places of several lists, and pairs for a person."""
    register = published.register
    several = sum(len({one.list for one in register.said(place)}) > 1 for place in register.places)
    said = (
        f"{len(register.mentions):,} mentions and {len(register.links)} links are {len(register.places):,} places, "
        f"{several:,} of them in more than one list; {len(register.undecided)} pairs of places are left to a"
    )
    assert said in " ".join(DOC.split())


def test_the_python_shown_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the published lists, the lines print what each list says and why, and the tables give the register back."""
    (code,) = re.findall(r"```python\n(.*?)```", DOC, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lists").symlink_to(LISTS)
    exec(code, {})  # noqa: S102 - the document's own lines
    out = capsys.readouterr().out
    assert "2015IceDetentionFacilityListing.xlsx 8 ADELANTO DETENTION FACILITY 1940" in out
    assert "certain ['Both bear the code ADLNTCA." in out


def test_every_message_is_used_and_every_reason_has_its_words() -> None:
    """A message that no code asks for is deleted; every key that code gives is one."""
    import habeas
    from habeas import words

    source = Path(habeas.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in source.rglob("*.py"))
    catalogue = set(words._catalogue("places"))
    made = {f"name-{one}" for one in ("same", "alike", "part", "unlike")} | {
        f"address-{one}" for one in ("same", "elsewhere", "differs")
    }
    made |= {f"function-{one}" for one in ("hotel", "hold", "juvenile", "hospital", "jail", "unknown")}
    asked = {key for key in catalogue if f'"{key}"' in code or f'"places.{key}"' in code} | made
    assert asked == catalogue
    given = set(re.findall(r'Reason\(\s*"([a-z-]+)"', code)) | set(re.findall(r'"places\.([a-z-]+)"', code)) - {"html"}
    assert given <= catalogue
