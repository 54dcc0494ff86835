"""What docs/persons.md says of statuses, stretches, verdicts, limits, columns and files is so, and its example runs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from tests.custody.persons.conftest import World, day

from habeas.custody.persons import LawFile, read_laws
from habeas.custody.persons import model as shapes
from habeas.custody.persons.agreeing import same_words
from habeas.custody.persons.laws import LIMITS

DOC = (Path(__file__).parents[3] / "docs" / "persons.md").read_text(encoding="utf-8")


def first_cells(header: str) -> set[str]:
    """Return the words in code of the first column of a table."""
    table = DOC.partition(f"\n| {header} |")[2].partition("\n\n")[0]
    return {word for line in table.splitlines()[2:] for word in re.findall(r"`([a-z-]+)`", line.split("|")[1])}


def example_law(folder: Path) -> LawFile:
    """Return the law file that the page shows."""
    path = folder / "law.toml"
    path.write_text(DOC.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    return read_laws(path)


def test_every_word_of_the_tables_is_one_that_the_record_uses() -> None:
    """Nothing is left out and nothing is made up."""
    assert first_cells("stretch") == set(get_args(shapes.StretchKind))
    assert first_cells("verdict") == set(get_args(shapes.Verdict))
    fields, _, persons = DOC.partition("## Where a person stands")
    assert {word for word in get_args(shapes.FieldStatus) if f"| `{word}` |" in fields} == set(
        get_args(shapes.FieldStatus)
    )
    assert all(f"`{word}`" in persons for word in get_args(shapes.StatusKind))


def test_the_law_file_shown_is_one(tmp_path: Path) -> None:
    """It is read without a fault, and names every kind of limit."""
    file = example_law(tmp_path)
    assert (file.laws[0].hours, file.laws[0].verified) == (72, False)
    assert file.basis is not None
    assert all(name in DOC for name in LIMITS)


def test_values_said_to_agree_agree() -> None:
    """And those said to be rivals are rivals."""
    assert same_words("Ana Paz", "Paz Rivas, Ana María")
    assert same_words("PNC", "Policía Nacional Civil")
    assert not same_words("Hernández", "Hernandes")
    assert not same_words("Soyapango", "San Salvador")


def test_the_example_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The lines of Python on the page do what they say; the files and columns named are there."""
    world = World()
    world.list("families")
    world.row("P-1", "families", {"deprived_when": day(0), "deprived_by": "PNC"}, mention={"name": "Ana Paz"})
    partition, mentions, statements = world.tables()
    example_law(tmp_path)
    given = {"partition": partition, "mentions": mentions, "statements": statements, "lists": world.lists}
    names = {**given, "law_file": tmp_path / "law.toml", "folder": tmp_path / "register"}
    exec(DOC.partition("```python\n")[2].partition("```")[0], names)  # noqa: S102 - the page's own example
    said = capsys.readouterr().out
    assert "P-1 unknown possible" in said
    assert "# Solicitud de acceso a la información" in said
    assert "Ana Paz" in said
    files = {one.name for one in (tmp_path / "register").iterdir()}
    assert files == {"persons.jsonl.gz", "register.json"}
    assert all(f"`{name}`" in DOC for name in files)
    register = names["register"]
    columns = set(register.completeness().column_names) - {"by", "key", "field", "article", "rule"}
    assert all(f"`{name}`" in DOC for name in columns)
