"""Slips on the command line: each gives one line that names the slip and what is close, in both languages, and status 2."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from tests.case import synthetic
from tests.cli.conftest import Run

from habeas import words
from habeas.cli import main
from habeas.cli.main import _usage
from habeas.words import LANGUAGES

SLIPS = [
    (["findins"], ["findings"]),
    (["xyzzy"], ["init", "verify"]),
    (["findings", "--gravty", "error"], ["--gravty", "--gravity"]),
    (["findings", "--gravity", "fatal"], ["--gravity", "error", "warning", "note"]),
    (["log", "--last", "0"], ["--last", "1"]),
    (["log", "--last", "many"], ["--last", "1"]),
    (["undo", "first", "--reason", "x"], ["1", "habeas undo --help"]),
    (["undo"], ["habeas undo --help"]),
    (["accept", "--reason", "x"], ["habeas accept --help"]),
    (["add"], ["habeas add --help"]),
    (["log", "a", "b"], ["“b”", "«b»"]),
    (["findings", "--subject"], ["--subject"]),
    (["--lang", "fr", "log"], ["--lang", "en", "es"]),
]


@pytest.mark.parametrize(("arguments", "named"), SLIPS)
def test_a_slip_is_named_with_the_way_out(run: Run, arguments: list[str], named: list[str]) -> None:
    """One line on stderr in each language, nothing on stdout, status 2, and no word of Click's own."""
    lines = {}
    for lang in LANGUAGES:
        told = run(*([] if "--lang" in arguments else ["--lang", lang]), *arguments)
        assert (told.status, told.out) == (2, "")
        assert told.err.startswith("habeas: ")
        assert len(told.err.splitlines()) == 1
        assert not any(word in told.err for word in ("Error", "Invalid", "No such", "Got", "Missing"))
        assert any(name in told.err for name in named)
        if not named[0].startswith(("“", "«")):
            assert all(name in told.err for name in named)
        lines[lang] = told.err
    if "--lang" not in arguments:
        assert lines["en"] != lines["es"]


def test_a_usage_error_of_another_kind_is_said_all_the_same() -> None:
    """Whatever Click comes up with is put in a sentence with the way to the help."""
    for lang in LANGUAGES:
        for error in (click.UsageError("Something new."), click.BadParameter("Something new.")):
            said = _usage(error, lang)
            assert "Something new." in said
            assert "habeas --help" in said


def test_a_defect_says_so_and_shows_no_traceback(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error nobody foresaw is one message, status 3, and how to see more; with HABEAS_DEBUG it is raised."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr("habeas.case.Case.sources", broken)
    for lang in LANGUAGES:
        told = run("sources", folder, "--lang", lang)
        assert (told.status, told.out) == (3, "")
        assert "ZeroDivisionError: a defect" in told.err
        assert "HABEAS_DEBUG" in told.err
        assert "Traceback" not in told.err
    monkeypatch.setenv("HABEAS_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["sources", str(folder)])


def test_an_error_of_the_system_names_the_file(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the operating system refuses is said with its place, in the reader's language; output that cannot be written is called so."""

    def refused(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error", "/some/file")

    monkeypatch.setattr("habeas.case.Case.sources", refused)
    for lang, why in (("en", "Input/output error"), ("es", "Error de entrada o salida")):
        told = run("sources", folder, "--lang", lang)
        assert told.status == 3
        assert f"/some/file: {why}" in told.err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_folder_that_is_no_case_is_told_how_to_become_one(run: Run, tmp_path: Path, lang: str) -> None:
    """No case there, no such folder, a file instead: status 3, and the way out."""
    (tmp_path / "file").write_text("")
    for place in (tmp_path, tmp_path / "nowhere", tmp_path / "file"):
        for arguments in (["log", place], ["add", tmp_path / "file", "-c", place], ["why", "x", "-c", place]):
            told = run(*arguments, "--lang", lang)
            assert (told.status, told.out) == (3, "")
            assert f"habeas init {place}" in told.err


@pytest.mark.parametrize("verb", ["accept", "reject", "retract", "conflict", "withdraw", "undo"])
def test_a_decision_without_a_reason_is_refused(run: Run, folder: Path, verb: str) -> None:
    """Nothing is recorded, and how to give the reason is said."""
    named = {"withdraw": "capacity", "undo": "1"}.get(verb, "undecided")
    before = synthetic.contents(folder)
    for lang in LANGUAGES:
        for more in ([], ["--reason", "  "]):
            told = run(verb, named, *more, "-c", folder, "--lang", lang)
            assert (told.status, told.out) == (2, "")
            assert "--reason" in told.err
            assert words.text("case.no-reason", lang) in told.err
    assert synthetic.contents(folder) == before
