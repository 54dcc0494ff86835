"""What can go wrong: one tree of errors, each said in both languages, and a document that names their keys truly."""

from __future__ import annotations

import errno
import pickle
import re
from pathlib import Path

import pytest

from habeas import errors, words
from habeas.errors import (
    CaseError,
    Faults,
    HabeasError,
    InputError,
    LedgerError,
    MissingExtra,
    Problem,
    StorageError,
    because,
)

DOC = Path(__file__).parents[2] / "docs" / "wrong-input.md"
FILES = ("case.toml", "ledger.sqlite")
NOTED = [one for one in re.findall(r"`([a-z]+\.[a-z_-]+)`", DOC.read_text(encoding="utf-8")) if one not in FILES]


def test_the_tree_in_the_docstring_is_the_tree_of_classes() -> None:
    """Each error is drawn under the one it derives from, and none is left out."""
    drawn = re.findall(r"^([ │├└─]*)([A-Z][A-Za-z]+)", str(errors.__doc__), flags=re.MULTILINE)
    above: dict[int, str] = {}
    found: dict[str, str] = {}
    for branch, name in drawn:
        depth = len(branch) // 4
        if hasattr(errors, name):
            above[depth] = name
            found[name] = above.get(depth - 1, "")
    classes = {name: one for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, Exception)}
    assert found == {
        name: "" if one is HabeasError else str(one.__base__.__name__) for name, one in classes.items() if one.__base__
    }


def test_an_error_speaks_english_and_spanish() -> None:
    """``str`` is English; both are filled with the same values."""
    error = InputError("case.no-source", found="x", known=["a", "b"])
    assert str(error) == error.text("en")
    assert "Close to it: a and b" in str(error)
    assert "Parecidas: a y b" in error.text("es")


@pytest.mark.parametrize("kind", [InputError, CaseError, LedgerError, StorageError, MissingExtra])
def test_an_error_survives_the_way_between_processes(kind: type[HabeasError]) -> None:
    """A worker's error arrives with its class, key and values."""
    again = pickle.loads(pickle.dumps(kind("case.no-page", source="s", found=3, n=1)))  # noqa: S301 - made here
    assert type(again) is kind
    assert (again.key, again.values) == ("case.no-page", {"source": "s", "found": 3, "n": 1})


def test_faults_list_every_problem_below_a_heading_that_counts_them() -> None:
    """One fault has its own heading; several are counted; each is a line, its place first."""
    problems = [Problem("claims.missing", "f.yaml", 3, "key"), Problem("about.missing", "case.toml", column="title")]
    lines = Faults("about.faults", problems, file="case.toml").text("es").splitlines()
    assert len(lines) == 3
    assert "2" in lines[0]
    assert lines[1].startswith("  f.yaml, fila 3, key: ")
    assert lines[2].startswith("  case.toml, title: ")
    one = Faults("about.faults", problems[:1], file="case.toml")
    assert "one fault" in str(one)
    again = pickle.loads(pickle.dumps(one))  # noqa: S301 - made here
    assert (again.problems, str(again)) == (one.problems, str(one))


def test_a_problem_without_a_place_is_its_words_alone() -> None:
    """Where nothing is known of file, row and column, nothing stands before the words."""
    problem = Problem("case.no-reason")
    assert problem.text("en") == words.text("case.no-reason", "en")
    assert Problem("case.no-reason", row=0).text("en").startswith("row 0: ")


def test_problems_are_equal_by_every_field_and_can_be_keys() -> None:
    """The values count for equality; that they are a mapping does not keep a problem out of a set."""
    one, same, other = (Problem("case.no-page", values={"n": number}) for number in (1, 1, 2))
    assert one == same != other
    assert len({one, same, other}) == 2


@pytest.mark.parametrize("key", sorted(set(NOTED)))
def test_every_key_that_the_document_names_is_a_message(key: str) -> None:
    """docs/wrong-input.md names no message that there is not."""
    room, _, name = key.partition(".")
    message = words._catalogue(room)[name]
    assert message["en"] != message["es"]


def test_the_document_leaves_out_no_wrong_input_of_the_list() -> None:
    """Every kind of wrong input that habeas promises to bear has its row."""
    assert {
        "evidence.pdf-password", "evidence.pdf-broken", "evidence.empty", "evidence.too-large", "evidence.zip-ratio",
        "evidence.quote-not-found", "claims.unknown-predicate-near", "claims.in-future", "about.newer", "ledger.newer",
        "ledger.read-only", "ledger.disk-full", "ledger.busy", "about.no-case", "case.no-reason",
    } <= set(NOTED)  # fmt: skip


def test_what_an_operating_system_refuses_is_said_in_the_readers_language(tmp_path: Path) -> None:
    """Common reasons have words in both languages, the English ones those of the system; any other is said as the system says it."""
    with pytest.raises(FileNotFoundError) as told:
        (tmp_path / "none").read_bytes()
    said = because(told.value)
    assert words.say(said, "en") == told.value.strerror
    assert words.say(said, "es") == "No existe el archivo o la carpeta"
    for number in errors._REFUSALS:
        assert words.say(because(OSError(number, "x")), "es") != words.say(because(OSError(number, "x")), "en") != "x"
    assert because(OSError(errno.ELOOP, "A loop")) == "A loop"
    assert because(OSError("odd")) == "odd"
