"""What a user reads of the command line is complete, in two languages, and true."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from tests.cli.conftest import Run

import habeas
from habeas import words
from habeas.cli.frame import Settings
from habeas.cli.main import _MODULES, program
from habeas.cli.reference import every, reference
from habeas.words import LANGUAGES, Lang

ROOT = Path(__file__).parents[2]
SOURCE = Path(habeas.__file__).parent
FILES: dict[Lang, str] = {"en": "commands.md", "es": "commands.es.md"}
# A catalogue's key may be made of a beginning and a value of the model.
BEGINNINGS = (
    "at-",
    "kind-",
    "level-",
    "step-",
    "until-",
    "coded-",
    "col-",
    "field-",
    "gravity-",
    "metavar-",
    "opt-",
    "grade-",
    "place-",
    "places-",
    "precision-",
    "problems-",
    "status-",
    "takes-",
    "verdict-",
    "why-",
)


COMMANDS = [name for name, _, _ in every(program, click.Context(program, info_name="habeas", obj=Settings("en")))]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_reference_is_up_to_date(lang: Lang) -> None:
    """docs/commands.md is what the commands say of themselves; ``python tools/reference.py`` writes it anew."""
    assert (ROOT / "docs" / FILES[lang]).read_text(encoding="utf-8") == reference(lang)


def test_the_reference_has_every_command_and_option() -> None:
    """Nothing that can be typed is left out."""
    said = reference("en")
    context = click.Context(program, obj=Settings("en"))
    for name, command, _ in every(program, context):
        section = said.partition(f"## {name}\n")[2].partition("\n## ")[0]
        assert all(option in section for one in command.params for option in one.opts if option.startswith("-"))


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_is_said_in_both_languages(run: Run, name: str) -> None:
    """Each command's help differs by language, gives a meaning for each option, and names no key."""
    said = {lang: run(*name.split(), "--help", "--lang", lang) for lang in LANGUAGES}
    assert said["en"].status == said["es"].status == 0
    assert said["en"].out.startswith("Usage: habeas")
    assert said["es"].out.startswith("Uso: habeas")
    for lang in LANGUAGES:
        assert not re.search(r"\b(opt|metavar|col)-|cli\.", said[lang].out)
        assert all(len(line) <= 80 or "|" in line for line in said[lang].out.splitlines())
    english = {"[OPTIONS]", "TEXT", "FOLDER", "FILE", "[CASE]"}
    assert not english & set(re.findall(r"\[?[A-Z]+\]?", said["es"].out))


def test_help_without_arguments_is_the_overview(run: Run) -> None:
    """``habeas`` alone shows what there is to do, a line for each command."""
    told = run()
    assert told.status == 0
    assert all(f"\n  {name} " in told.out for name in _MODULES)


@pytest.mark.parametrize("room", ["case", "cli", "tables", "about", "errors"])
def test_every_message_is_used(room: str) -> None:
    """A message that no code asks for is deleted, and what remains is what can be read."""
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    names = set(re.findall(r"[\"'.]([a-z][a-z0-9_-]+)[\"'}]", code))
    for key in words._catalogue(room):
        if room == "cli" and key.startswith(BEGINNINGS):
            continue
        used = key in names or f'"{room}.{key}"' in code or key in {one for name in COMMANDS for one in name.split()}
        made = key.startswith(("verdict-", "status-")) and room == "case"
        assert used or made, f"{room}.{key}"


@pytest.mark.parametrize("beginning", ["opt-", "metavar-", "col-"])
def test_every_option_column_and_name_has_its_words_and_no_other(beginning: str) -> None:
    """The keys that begin alike are exactly those that commands and tables use."""
    code = "".join(path.read_text(encoding="utf-8") for path in (SOURCE / "cli").glob("*.py"))
    catalogue = {key.removeprefix(beginning) for key in words._catalogue("cli") if key.startswith(beginning)}
    if beginning == "col-":
        used = {
            name for row in re.findall(r"out\.table\(\s*\(([^)]*)\)", code) for name in re.findall(r'"([a-z-]+)"', row)
        }
    elif beginning == "opt-":
        context = click.Context(program, obj=Settings("en"))
        commands = [program, *(command for _, command, _ in every(program, context))]
        options = [one for command in commands for one in command.params if isinstance(one, click.Option)]
        used = {str(one.help).removeprefix("opt-") for one in options} | {"help"}
    else:
        used = {
            name
            for pair in re.findall(r'argument\([^\n]*key="([a-z]+)"|metavar-([a-z]+)', code)
            for name in pair
            if name
        }
        used |= set(re.findall(r'metavar="([a-z]+)"', code))
        used |= {"text", "number", "folder"}  # by the type of an option's value
    assert catalogue == used


def test_startup_is_quick_and_loads_no_engine(program: Run) -> None:
    """``habeas --help`` imports none of the libraries that commands need; opening a case imports no database."""
    import subprocess
    import sys

    heavy = "{'sqlalchemy', 'duckdb', 'pyarrow', 'z3', 'altair', 'docx', 'jinja2', 'rich', 'pypdfium2', 'openpyxl', 'rapidfuzz'}"
    for line in ("from habeas.cli import main; main(['--help'])", "import habeas.case as c; c.Case.vocabulary()"):
        code = f"import sys, io; sys.stdout = io.StringIO(); {line}; sys.stderr.write(str(sorted({heavy} & set(sys.modules))))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stderr == "[]"
    assert program("--help").status == 0


def test_reading_a_built_case_loads_only_what_reads(folder: Path) -> None:
    """``findings``, ``why`` and ``assess`` of an unchanged case load no solver, no writer of tables, no maker of pages."""
    import subprocess
    import sys

    heavy = "{'pyarrow', 'z3', 'altair', 'docx', 'jinja2', 'rich', 'pypdfium2', 'openpyxl', 'rapidfuzz', 'lxml'}"
    for arguments in (["findings", str(folder)], ["why", "capacity", "-c", str(folder)], ["assess", str(folder)]):
        line = f"from habeas.cli import main; assert main({arguments!r}) == 0"
        code = f"import sys, io; sys.stdout = io.StringIO(); {line}; sys.stderr.write(str(sorted({heavy} & set(sys.modules))))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stderr == "[]", arguments


@pytest.mark.parametrize("room", ["case", "cli", "tables"])
def test_a_room_uses_only_what_other_rooms_offer(room: str) -> None:
    """What is inside another room is private to it: only its name is imported, or that of a room in it, never a module of it."""
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")} - {room}
    for path in (SOURCE / room).glob("*.py"):
        inside = re.findall(r"(?:from|import) habeas\.([a-z]+)\.([a-z_.]+)", path.read_text(encoding="utf-8"))
        modules = [
            name
            for name in inside
            if name[0] in rooms and not (SOURCE / name[0] / name[1].replace(".", "/") / "__init__.py").is_file()
        ]
        assert not modules, path.name
