"""Disks that are full or read-only: one message with the way out, status 3, and everything as it was before."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.case import synthetic
from tests.cli.conftest import Run

from habeas.case import Case
from habeas.words import LANGUAGES

WHY = ("--reason", "Looked at again.")
READING: list[list[str]] = [
    ["sources", "CASE"], ["claims", "CASE"], ["log", "CASE"], ["findings", "CASE"], ["assess", "CASE"], ["questions", "CASE"],
    ["build", "CASE"], ["verify", "CASE"], ["why", "capacity", "-c", "CASE"], ["text", "capacity", "-c", "CASE"],
]  # fmt: skip
WRITING: list[list[str]] = [
    ["add", "MORE", "-c", "CASE"],
    ["note", "n", "--words", "Words.", "--citation", "x", "-c", "CASE"],
    ["code", "CLAIMS", "-c", "CASE"],
    ["accept", "undecided", *WHY, "-c", "CASE"],
    ["withdraw", "capacity", *WHY, "-c", "CASE"],
    ["report", "CASE"],
    ["template", "CASE/t.yaml", "-c", "CASE"],
]


@pytest.fixture
def places(folder: Path, tmp_path: Path) -> Callable[[list[str]], list[str]]:
    """Put the real places into the words of a command: the case, a file to add, a claims file with one claim more."""
    (tmp_path / "more.txt").write_text("More words, and more.")
    row = "{key: more, source: transfer, quote: 365 days, subject: transfer, predicate: flights, value: 3}"
    (tmp_path / "claims.yaml").write_text(f"claims:\n- {row}\n")
    names = {"CASE": str(folder), "MORE": str(tmp_path / "more.txt"), "CLAIMS": str(tmp_path / "claims.yaml")}

    def placed(words: list[str]) -> list[str]:
        return [str(folder / "t.yaml") if word == "CASE/t.yaml" else names.get(word, word) for word in words]

    return placed


def bound_by_permissions() -> None:
    """In the child, before it becomes habeas: give up root's right to write where nobody may."""
    if os.geteuid() == 0 and sys.platform == "linux":
        drop, override = 24, 1  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE
        assert ctypes.CDLL(None, use_errno=True).prctl(drop, override, 0, 0, 0) == 0


@pytest.fixture
def read_only(folder: Path) -> Path:
    """Make the whole case read-only, as on a disk that is mounted so."""
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    return folder


@pytest.mark.parametrize("words", READING, ids=lambda words: words[0])
def test_a_read_only_case_can_be_read(
    program: Run, read_only: Path, places: Callable[[list[str]], list[str]], words: list[str]
) -> None:
    """Every command that only shows works from a disk that cannot be written."""
    told = program(*places(words), preexec_fn=bound_by_permissions)
    assert (told.status, told.err) == (0, "")
    assert told.out


@pytest.mark.parametrize("words", WRITING, ids=lambda words: words[0])
def test_writing_to_a_read_only_case_is_one_message(
    program: Run, read_only: Path, places: Callable[[list[str]], list[str]], words: list[str]
) -> None:
    """Each command that records or writes says so in its language, with status 3, and every file is what it was."""
    before = synthetic.contents(read_only)
    refused(program, places(words), before, read_only, preexec_fn=bound_by_permissions)


def test_a_build_that_is_due_on_a_read_only_case_says_so(
    program: Run, folder: Path, places: Callable[[list[str]], list[str]]
) -> None:
    """Where the tables would have to be made, that they cannot be is said, and that nothing else was touched."""
    with Case(folder, actor="tester") as case:
        case.accept("undecided", reason="Looked at again.")
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode & ~0o222)
    before = synthetic.contents(folder)
    refused(program, places(["findings", "CASE"]), before, folder, preexec_fn=bound_by_permissions)


def refused(program: Run, words: list[str], before: dict[str, str], folder: Path, **how: object) -> None:
    """Run a command in each language: one message, status 3, no traceback, and every file of the case as it was."""
    said = {}
    for lang in LANGUAGES:
        told = program(*words, "--lang", lang, **how)
        assert (told.status, told.out) == (3, ""), told
        assert told.err.startswith("habeas: ")
        assert len(told.err.splitlines()) == 1
        assert "HABEAS_DEBUG" not in told.err
        said[lang] = told.err
        assert synthetic.contents(folder) == before
    assert said["en"] != said["es"]


def at_most(size: int) -> Callable[[], None]:
    """Return what bounds the size of any file that the child writes, as a full disk or a quota does."""

    def bounded() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return bounded


@pytest.mark.parametrize(
    ("words", "size"),
    [
        (["add", "MORE", "-c", "CASE"], 5),
        (["code", "CLAIMS", "-c", "CASE"], 100),
        (["accept", "undecided", *WHY, "-c", "CASE"], 100),
        (["report", "CASE"], 10_000),
        (["template", "CASE/t.yaml", "-c", "CASE"], 10),
    ],
)
def test_a_full_disk_is_one_message_and_loses_nothing(
    program: Run, folder: Path, places: Callable[[list[str]], list[str]], words: list[str], size: int
) -> None:
    """Whatever could not be written whole is not there at all, and the same command succeeds once there is room."""
    before = synthetic.contents(folder)
    refused(program, places(words), before, folder, preexec_fn=at_most(size))
    told = program(*places(words))
    assert (told.status, told.err) == (0, "")
    with Case(folder) as case:
        assert case.verify().sound


@pytest.mark.parametrize(
    ("words", "size"), [(["add", "MORE", "-c", "CASE"], 100), (["accept", "undecided", *WHY, "-c", "CASE"], 20_000)]
)
def test_a_disk_that_fills_up_half_way_keeps_the_ledger_whole(
    program: Run, folder: Path, places: Callable[[list[str]], list[str]], words: list[str], size: int
) -> None:
    """Bytes without an entry may stay, and SQLite's journal: the ledger says what it said, verifies, and goes on."""
    with Case(folder) as case:
        entries = case.log()
    told = program(*places(words), preexec_fn=at_most(size))
    assert (told.status, told.out) == (3, "")
    assert len(told.err.splitlines()) == 1
    with Case(folder) as case:
        assert case.log() == entries
        assert case.verify().sound
    assert program(*places(words)).status == 0
    assert sorted(path.name for path in folder.glob("ledger*")) == ["ledger.sha256", "ledger.sqlite"]


def test_a_build_on_a_full_disk_leaves_what_was_there(program: Run, folder: Path) -> None:
    """The earlier tables stay; with room again, the new ones are made."""
    with Case(folder, actor="tester") as case:
        case.accept("undecided", reason="Looked at again.")
    before = synthetic.contents(folder)
    refused(program, ["build", str(folder)], before, folder, preexec_fn=at_most(2_000))
    assert program("build", folder).status == 0


def test_a_case_that_cannot_be_begun_is_not_half_begun(program: Run, tmp_path: Path) -> None:
    """After a full disk, the same command begins it."""
    for lang in LANGUAGES:
        told = program("init", tmp_path / "new", "--lang", lang, preexec_fn=at_most(10))
        assert (told.status, told.out) == (3, "")
        assert str(tmp_path / "new") in told.err
        assert not list((tmp_path / "new").iterdir())
    assert program("init", tmp_path / "new").status == 0


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", [2_000, 20_000])
@pytest.mark.parametrize("command", ["records", "custody"])
def test_records_that_fit_nowhere_are_one_message(
    program: Run, tmp_path: Path, command: str, size: int, lang: str
) -> None:
    """A full disk is no fault of the release: it is named, status 3, and nothing half made is left beside it."""
    rows = "\n".join(f"2025-03-15 20:{n % 60:02},,A{n % 7},x{n}" for n in range(20_000))
    (tmp_path / "a.csv").write_text(
        f"Book In Date Time,Detention Book Out Date Time,Detention Facility Code,Unique Identifier\n{rows}\n"
    )
    told = program(
        "--lang", lang, command, str(tmp_path / "a.csv"), "--to", str(tmp_path / "out"), preexec_fn=at_most(size)
    )
    assert (told.status, told.out) == (3, "")
    assert ("espacio" if lang == "es" else "room") in told.err
    assert "Traceback" not in told.err
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []
