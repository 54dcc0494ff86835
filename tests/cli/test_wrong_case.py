"""Cases that cannot be used as they are: newer ones, ones with faults, ones that lost something. Nothing is touched."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from tests.case import synthetic
from tests.cli.conftest import Run

from habeas import words
from habeas.words import LANGUAGES

READING = (["log"], ["sources"], ["claims"], ["findings"], ["build"])


def refused(run: Run, folder: Path, *, status: int = 3) -> dict[str, str]:
    """Run what reads a case: each command gives the same one message, and every file is what it was."""
    before = synthetic.contents(folder)
    said: dict[str, str] = {}
    for lang in LANGUAGES:
        for arguments in READING:
            told = run(*arguments, folder, "--lang", lang)
            assert (told.status, told.out) == (status, "")
            assert "Traceback" not in told.err
            said.setdefault(lang, told.err)
            assert told.err == said[lang]
    assert said["en"] != said["es"]
    assert synthetic.contents(folder) == before
    return said


def test_a_case_file_of_a_newer_version_is_left_alone(run: Run, folder: Path) -> None:
    """The message says which version is known and that habeas is to be updated."""
    file = folder / "case.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("habeas = 1", "habeas = 2"), encoding="utf-8")
    said = refused(run, folder)
    assert "format 2" in said["en"]
    assert "Update habeas" in said["en"]
    assert "Actualice habeas" in said["es"]


def test_a_ledger_of_a_newer_schema_is_left_alone(run: Run, folder: Path) -> None:
    """The same of the ledger: it is not migrated back, and not read by guessing."""
    with sqlite3.connect(folder / "ledger.sqlite") as connection:
        connection.execute("INSERT INTO schema SELECT max(version) + 7, time FROM schema")
    connection.close()
    said = refused(run, folder)
    assert "Update habeas" in said["en"]
    assert "Actualice habeas" in said["es"]


def test_every_fault_of_a_case_file_is_named_at_once(run: Run, folder: Path) -> None:
    """A line for each fault, with its place in the file."""
    text = synthetic.CASE.replace('type = "event"', 'type = "happening"').replace(
        'covers = "transfer"', 'covers = "nothing"'
    )
    (folder / "case.toml").write_text(f'colour = "red"\n{text}', encoding="utf-8")
    said = refused(run, folder, status=2)
    for lang in LANGUAGES:
        lines = said[lang].splitlines()
        assert len(lines) == 4
        assert all(line.startswith("  case.toml, ") for line in lines[1:])
        assert words.text("about.faults", lang, file=str(folder / "case.toml"), n=3) in lines[0]


@pytest.mark.parametrize("text", ["habeas = ", "habeas = 1\ntitle = 5", "subjects = 3\nhabeas = 1", "\xff\xfe", ""])
def test_whatever_stands_in_the_case_file_is_a_message(run: Run, folder: Path, text: str) -> None:
    """No content of the file is a defect."""
    (folder / "case.toml").write_bytes(text.encode("latin-1"))
    for lang in LANGUAGES:
        told = run("log", folder, "--lang", lang)
        assert told.status in (2, 3)
        assert "case.toml" in told.err
        assert words.text("cli.defect", lang, found="x")[:30] not in told.err


def test_a_ledger_that_is_gone_is_not_begun_anew(run: Run, folder: Path) -> None:
    """A case with originals and no ledger is told to take it from the copy."""
    (folder / "ledger.sqlite").unlink()
    said = refused(run, folder)
    assert "take it from your copy" in said["en"]


@pytest.mark.parametrize(("head", "key"), [(b"not a database at all", "not-a-ledger"), (b"", "no-ledger")])
def test_a_ledger_that_is_something_else_is_left_alone(run: Run, folder: Path, head: bytes, key: str) -> None:
    """A file in the ledger's place that is none is named and not written over."""
    (folder / "ledger.sqlite").write_bytes(head * 100)
    said = refused(run, folder)
    assert str(folder / "ledger.sqlite") in said["en"]
    assert words.text(f"ledger.{key}", "en", file="FILE")[-40:] in said["en"]


def test_a_ledger_on_a_server_that_does_not_answer_is_named(run: Run, folder: Path) -> None:
    """The address is said without its password."""
    where = 'ledger = "postgresql+psycopg://habeas:secret@localhost:1/none"\n'
    (folder / "case.toml").write_text(where + synthetic.CASE, encoding="utf-8")
    for lang in LANGUAGES:
        told = run("log", folder, "--lang", lang)
        assert told.status == 3
        assert "localhost:1" in told.err
        assert "secret" not in told.err
