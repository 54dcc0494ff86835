"""How output stands on a screen: wrapped, hanging, ids whole, few colours; plain and unbroken where nobody looks."""

from __future__ import annotations

import os
import pty
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.conftest import Run, started

from habeas.case import Case, Ground
from habeas.cli.frame import Settings
from habeas.cli.show import Screen, wrapped
from habeas.cli.tree import draw
from habeas.words import Lang

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
COMMANDS: list[list[str]] = [
    ["findings", "CASE"], ["assess", "CASE"], ["claims", "CASE"], ["sources", "CASE"], ["log", "CASE"], ["questions", "CASE"],
    ["why", "tripled", "-c", "CASE"], ["vocabulary"], ["build", "CASE"],
]  # fmt: skip


@given(st.lists(st.text("abcé", min_size=1, max_size=90), min_size=1, max_size=30), st.integers(20, 100))
def test_wrapping_breaks_between_words_and_loses_none(words: list[str], wide: int) -> None:
    """Every word is there, whole and in order; a line is too long only where it is a single word."""
    lines = wrapped(" ".join(words), "- ", "  ", wide)
    assert [word for line in lines for word in line[2:].split()] == words
    assert all(len(line) <= wide or len(line.split()) <= 2 for line in lines)
    assert [line[:2] for line in lines[1:]] == ["  "] * (len(lines) - 1)


def test_nothing_is_wrapped_where_nobody_looks() -> None:
    """However long, it is one line."""
    assert wrapped("word " * 500, "- ", "  ", None) == ["- " + "word " * 500]
    assert wrapped("", "- ", "  ", 40) == ["-"]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize("columns", ["60", "100", "400"])
def test_lines_fit_the_screen_and_ids_are_whole(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], columns: str
) -> None:
    """No line is wider than the screen, or than 100 columns, unless it is one long word or the columns before it; no id is cut."""
    monkeypatch.setenv("COLUMNS", columns)
    told = run(*(str(folder) if word == "CASE" else word for word in words))
    wide = min(int(columns), 100)
    assert told.out == COLOUR.sub("", told.out)
    if words[0] not in ("sources", "log", "vocabulary"):
        assert not [line for line in told.out.splitlines() if len(line) > wide and len(line.split()) > 3]
    with Case(folder) as case:
        claims = {claim.id for claim in case.claims()}
    named = set(re.findall(r"\bc-[0-9a-f]*", told.out))
    assert named <= claims
    assert not [line for line in told.out.splitlines() if line != line.rstrip()]


def test_a_table_puts_what_does_not_fit_beside_below(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last column stands below the others on a narrow screen, and beside them on a wide one."""
    monkeypatch.setenv("COLUMNS", "60")
    assert "\n    Note on capacity\n" in run("sources", folder).out
    monkeypatch.setenv("COLUMNS", "100")
    assert re.search(r"\ncapacity +1 .*Note on capacity\n", run("sources", folder).out)


def test_a_tree_joins_what_rests_on_what(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps hang under their finding; the last branch is closed; a citation leaves its id to the source below it."""
    monkeypatch.setenv("COLUMNS", "40")

    def said(words: str) -> dict[Lang, str]:
        return {"en": words, "es": words}

    original = Ground(kind="original", id="ab" * 32, said=said("the original"))
    source = Ground(kind="source", id="src", said=said("A source"), grounds=(original,))
    cited = Ground(kind="citation", id="src", said=said("“words”"), grounds=(source,))
    decision = Ground(kind="decision", id="key", said=said("Accepted"), steps=("flag",))
    claim = Ground(
        kind="claim", id="c-1", said=said("Somebody said so and so, and that at some length"), grounds=(decision, cited)
    )
    finding = Ground(kind="finding", id="f-1", said=said("It follows"), steps=("1 + 1 = 2",), grounds=(claim,))
    draw(Screen(Settings("en")), [finding, original])
    assert capsys.readouterr().out.splitlines() == [
        "It follows  f-1",
        "│    1 + 1 = 2",
        "└─ Somebody said so and so, and",
        "   │  that at some length  c-1",
        "   ├─ Accepted  key",
        "   └─ “words”",
        "      └─ A source  src",
        "         └─ the original",
        f"               {'ab' * 32}",
        "",
        "the original",
        f"   {'ab' * 32}",
    ]


def on_a_terminal(*arguments: object, **environment: str) -> tuple[int, str]:
    """Run a command with a terminal for its output; return the status and what the terminal got."""
    ours, theirs = pty.openpty()
    process = started(*arguments, stdout=theirs, stderr=theirs, env={"TERM": "xterm", "COLUMNS": "100", **environment})
    os.close(theirs)
    got = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux ends a terminal so
            break
        if not piece:
            break
        got += piece
    os.close(ours)
    process.wait(60)
    return process.returncode, got.decode()


def test_a_person_sees_colours_and_how_far_the_work_is(folder: Path) -> None:
    """On a terminal findings are coloured and long work shows its progress; NO_COLOR and --json take both away."""
    status, got = on_a_terminal("findings", folder)
    assert status == 0
    assert COLOUR.search(got)
    assert not COLOUR.search(on_a_terminal("findings", folder, NO_COLOR="1")[1])
    assert "Taking in" in on_a_terminal("add", folder / "evidence", "-c", folder)[1]
    assert "Codificando" in on_a_terminal("code", folder / "claims", "-c", folder, "--lang", "es")[1]
    assert "Taking in" not in on_a_terminal("add", folder / "evidence", "-c", folder, "--json")[1]


def test_problems_stand_apart_from_results(run: Run, folder: Path, tmp_path: Path) -> None:
    """Faults come before doubts on stderr, each under its heading; the result alone is on stdout."""
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "copy.md").write_bytes((folder / "evidence" / "capacity.md").read_bytes())
    told = run("add", tmp_path, "-c", folder)
    assert [line.split(":")[0] for line in told.err.splitlines()] == [
        "One fault", "  empty.txt", "One doubt; look at it", "  copy.md",
    ]  # fmt: skip
    assert told.out == "0 new, 0 new versions, 1 unchanged, 1 set aside.\n"
