"""The methods page tells the truth: its commands run on a real case folder, and its recipe gives the ledger's hash."""

from __future__ import annotations

import hashlib
import html
import json
import re
import sqlite3
import subprocess
from pathlib import Path

import pytest

from habeas.case import Case


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a case of two originals, with its report in both languages; return its folder."""
    folder = tmp_path_factory.mktemp("verify") / "case"
    for name, text in (("one.txt", "It has eight buildings.\n"), ("two.txt", "Tiene ocho edificios.\n")):
        (folder.parent / name).write_text(text, encoding="utf-8")
    with Case.init(folder, title_en="A case", title_es="Un caso") as made:
        made.add(folder.parent / "one.txt", folder.parent / "two.txt", sensitivity="public")
        made.build()
        made.report()
    return folder


def _commands(case: Path, lang: str) -> list[str]:
    page = (case / "site" / lang / "methods.html").read_text(encoding="utf-8")
    return [html.unescape(found) for found in re.findall(r"<pre><code[^>]*>(.*?)</code></pre>", page)]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_command_verifies_every_original(case: Path, lang: str) -> None:
    """The first command of the page, as it stands there, run in the case folder, finds every original as it was."""
    command = _commands(case, lang)[0]
    done = subprocess.run(command, shell=True, cwd=case, capture_output=True, text=True, check=False)  # noqa: S602 - the very words of the page
    assert done.returncode == 0, done.stderr
    assert len(re.findall(r": (?:OK|La suma coincide)$", done.stdout, re.MULTILINE)) == 2


def test_the_command_finds_one_changed_byte(case: Path, tmp_path: Path) -> None:
    """The same command fails on a copy of the originals in which one byte was changed."""
    copy = tmp_path / "originals"
    for path in (case / "originals").rglob("*"):
        if path.is_file():
            place = copy / path.relative_to(case / "originals")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
    one = next(path for path in sorted(copy.rglob("*")) if path.is_file() and path.suffix != ".sha256")
    one.write_bytes(bytes([one.read_bytes()[0] ^ 1]) + one.read_bytes()[1:])
    command = _commands(case, "en")[0]
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, check=False)  # noqa: S602
    assert done.returncode != 0


def test_the_command_for_macos_names_the_same_list(case: Path) -> None:
    """The command for macOS checks the same list in the same folder."""
    here, there = (command.split(" && ") for command in _commands(case, "en")[:2])
    assert here[0] == there[0] == "cd originals"
    assert here[1].replace("sha256sum", "shasum -a 256") == there[1]


def test_the_recipe_gives_the_hash_on_the_page(case: Path) -> None:
    """The fields in the order that the page names, as one JSON array without spaces, hash to the head that the page shows."""
    page = (case / "site" / "en" / "methods.html").read_text(encoding="utf-8")
    named = re.search(r"its ([a-z, ]+), and the hash of the entry before", page)
    assert named is not None
    columns = [*named[1].split(", "), "previous"]
    with sqlite3.connect(case / "ledger.sqlite") as ledger:
        fields = ledger.execute(f"SELECT {', '.join(columns)} FROM entries ORDER BY seq DESC LIMIT 1").fetchone()  # noqa: S608 - columns named on the page
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    assert f"<code>{hashlib.sha256(text.encode()).hexdigest()}</code>" in page
