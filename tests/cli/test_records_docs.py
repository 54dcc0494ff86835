"""What docs/records.md says of readers, commands, settings and Python is so."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest
from tests.case import records_files as files

from habeas import about
from habeas.case import Case, opening
from habeas.cli.frame import Settings
from habeas.cli.main import program
from habeas.records.layout import built_in
from habeas.records.reader import READERS, resolve

DOC = (Path(__file__).parents[2] / "docs" / "records.md").read_text(encoding="utf-8")


def blocks(form: str) -> list[str]:
    """Return the blocks of a form, such as ``toml``."""
    return re.findall(rf"```{form}\n(.*?)```", DOC, re.DOTALL)


def test_every_reader_is_in_the_table_with_its_kind() -> None:
    """No reader is left out and none is named that there is not."""
    rows = [line.split("|")[1:4] for line in DOC.splitlines() if line.startswith("| `") and line.count("|") == 4]
    named = {
        name: set(re.findall(r"`([a-z-]+)`", kinds))
        for names, _, kinds in rows
        for name in re.findall(r"`([a-z-]+)`", names)
    }
    layouts = {one.name: one.kind for one in built_in()}
    assert set(named) == {*layouts, *(resolve(place)().name for place in READERS)}
    assert all(kind in named[name] for name, kind in layouts.items())


def test_every_command_and_option_named_is_one() -> None:
    """What is to be typed can be typed."""
    context = click.Context(program, obj=Settings("en"))
    for line in re.findall(r"(?:`|\$ )(habeas [a-z][^`#\n|]*)", DOC):
        words = line.split()
        command = program.get_command(context, words[1])
        assert command is not None, line
        known = {name for one in command.params for name in one.opts}
        assert {word for word in words if word.startswith("--")} <= known, line


def test_the_settings_are_read_as_they_are_written(tmp_path: Path) -> None:
    """The block of case.toml has no fault; neither have the lines that a new case shows, once they are no comments."""
    (settings,) = blocks("toml")
    Case.init(tmp_path, title_en="A", title_es="A")
    toml = tmp_path / "case.toml"
    begun = toml.read_text(encoding="utf-8")
    place = '\n[[subjects]]\nid = "krome"\ntype = "place"\nen = "K"\nes = "K"\n'
    subject = place + place.replace("krome", "us-ice").replace('"place"', '"system"')
    toml.write_text(begun + subject + settings, encoding="utf-8")
    found = about.read(tmp_path)
    assert set(tomllib.loads(settings)["records"]) == {"rule", "until", "mappings", "subjects", "who"}
    assert found.places["KROMENO"].subject == "krome"
    shown = opening._START.format(format=1, en='"A"', es='"A"').partition("# How record files")[2]
    bare = "\n".join(line.removeprefix("# ") for line in shown.splitlines()[1:])
    named = subject.replace("krome", "central-prison")
    toml.write_text(begun + named + bare, encoding="utf-8")
    assert set(about.read(tmp_path).places) == {"CODE"}
    assert about.read(tmp_path).records.subjects == {"RELEASE": "central-prison"}


def test_the_python_shown_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a folder of a release and a case with it, the lines print what each sheet gave, who was held and for how long."""
    (code,) = blocks("python")
    monkeypatch.chdir(tmp_path)
    files.written(tmp_path / "release" / "rows.csv")
    Case.init(tmp_path / "north", title_en="A", title_es="A")
    with Case(tmp_path / "north", actor="tester") as case:
        case.add(tmp_path / "release")
    exec(code, {})  # noqa: S102 - the document's own lines
    read, held, asked = capsys.readouterr().out.splitlines()
    *_, rows, used, aside = read.split()
    assert int(rows) == int(used) + int(aside) > 0
    assert held.startswith("(")
    assert "Counted(" in held
    assert "Counted(" in asked
