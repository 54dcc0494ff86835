"""What docs/ledger.md tells a third party to run does what it says."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from habeas.ledger import Draft, Ledger, chain, drafts

PAGE = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")
EXAMPLE, RECIPE = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def run(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-c", program], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a ledger that holds text of every kind."""
    with Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}") as ledger:
        for words in ("plain", "«El Salvador», así", '😀 \u2028 \x7f \x1f \\ " / \n\t', "\ufeff\ufffd\U0010ffff"):
            body = {words: [words, None, True, -7, {"z": "", "a": words}]}
            ledger.append([Draft(kind="note.add", about=words, body=body, reason=words)], actor=words)
    return tmp_path


def test_the_recipe_walks_the_chain_without_habeas(folder: Path) -> None:
    """Ten lines or so of the standard library come to the head that the ledger gives, whatever text it holds."""
    done = run(RECIPE, folder)
    with Ledger(f"sqlite:///{folder / 'ledger.sqlite'}") as ledger:
        seq, own = ledger.head()

    assert "habeas" not in RECIPE
    assert len(RECIPE.strip().splitlines()) <= 11
    assert (done.stdout, done.stderr) == (f"{seq} {own}\n", "")


@pytest.mark.parametrize("column", [name for name in chain.COLUMNS if name != "seq"])
def test_the_recipe_finds_a_changed_entry(folder: Path, column: str) -> None:
    """Any column of an entry changed behind the ledger's back stops the recipe, which names the entry."""
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as other:
        other.execute("DROP TRIGGER entries_never_change")
        other.execute(f"UPDATE entries SET {column} = {column} || ' ' WHERE seq = 3")  # noqa: S608
        other.commit()
    done = run(RECIPE, folder)

    assert done.returncode == 1
    assert "AssertionError: entry 3 was changed" in done.stderr


def test_the_recipe_finds_a_missing_entry(folder: Path) -> None:
    """An entry taken out of the middle stops the recipe at the next."""
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as other:
        other.execute("DROP TRIGGER entries_never_go")
        other.execute("DELETE FROM entries WHERE seq = 2")
        other.commit()
    done = run(RECIPE, folder)

    assert "AssertionError: entry 3 does not follow from entry 1" in done.stderr


def test_the_example_prints_what_the_page_says(tmp_path: Path) -> None:
    """The example of undo and undo of undo runs as it stands, and prints the two lines that the page names."""
    done = run(EXAMPLE, tmp_path)

    assert (done.stdout, done.stderr) == ("[]\n['cells-vrt']\n", "")
    assert "The first line printed is `[]`, the second `['cells-vrt']`." in PAGE


def test_the_page_names_every_field_and_every_decision() -> None:
    """The columns stand in the page's table in the order of the hash, and each decision is named."""
    named = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)

    assert list(chain.COLUMNS) == named
    assert all(f"`{kind}`" in PAGE for kind in drafts.DECISIONS)
