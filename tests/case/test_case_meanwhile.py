"""What others do between the reading and the writing of a command: what was decided on is looked at again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.case import synthetic

from habeas.case import Case
from habeas.case import building as case_building
from habeas.errors import LedgerError, StorageError


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Have something done by somebody else right before this case first writes to its ledger."""

    def arrange(done: Callable[[], object]) -> None:
        really, waiting = Case.append, [done]

        def append(self: Case, *given: object, **named: object) -> object:
            if waiting and self.actor == "tester":
                waiting.pop()()
            return really(self, *given, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(Case, "append", append)

    return arrange


def by_another(folder: Path, act: Callable[[Case], object]) -> None:
    """Act on a case as somebody else."""
    with Case(folder, actor="another") as other:
        act(other)


def test_the_same_file_added_meanwhile_is_added_once(
    tmp_path: Path, folder: Path, once: Callable[[Callable[[], object]], None]
) -> None:
    """Whoever comes second finds that the bytes are there, and the other file is new all the same."""
    (tmp_path / "one.txt").write_text("One.")
    (tmp_path / "two.txt").write_text("Two.")
    once(lambda: by_another(folder, lambda other: other.add(tmp_path / "one.txt")))
    with Case(folder, actor="tester") as case:
        added = case.add(tmp_path)
        assert [one.id for one in added.new] == ["two"]
        assert [one.id for one in added.unchanged] == ["one"]
        assert [entry.actor for entry in case.log(last=2)] == ["another", "tester"]


def test_the_same_claims_coded_meanwhile_are_coded_once(
    tmp_path: Path, once: Callable[[Callable[[], object]], None]
) -> None:
    """The rows are read again against what is there now."""
    folder = synthetic.write(tmp_path / "north")
    by_another(folder, lambda other: other.add(folder / "evidence"))
    once(lambda: by_another(folder, lambda other: other.code(folder / "claims" / "claims.yaml")))
    with Case(folder, actor="tester") as case:
        coded = case.code(folder / "claims")
        assert (coded.rows, len(coded.proposed), coded.unchanged, coded.faulty) == (16, 2, 14, 0)
        accepted = [entry.about for entry in case.log() if entry.kind == "claim.accept"]
        assert len(accepted) == len(set(accepted)) == 15


@pytest.mark.parametrize("command", ["add", "code"])
def test_what_the_ledger_refuses_for_another_reason_is_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Only a ledger that has moved on is read anew."""
    folder = synthetic.write(tmp_path / "north")
    by_another(folder, lambda other: other.add(folder / "evidence" / "structure.md"))

    def busy(*_: object, **__: object) -> None:
        raise LedgerError("ledger.busy", file="x", wait=30)

    monkeypatch.setattr(Case, "append", busy)
    with Case(folder, actor="tester") as case, pytest.raises(LedgerError, match="Another process held"):
        case.add(folder / "evidence") if command == "add" else case.code(folder / "claims")


def test_a_report_is_of_the_state_of_its_tables(folder: Path) -> None:
    """Where the ledger has grown since, what is read is not put together."""
    with Case(folder, actor="tester") as case:
        case.build()
        by_another(folder, lambda other: other.accept("undecided", reason="Meanwhile."))
        with pytest.raises(StorageError) as caught:
            case_building.view(case)
        assert caught.value.key == "case.two-at-once"
        assert case.report().index.is_file()


def test_a_report_says_of_a_text_that_cannot_be_read(folder: Path, tmp_path: Path) -> None:
    """An original that is gone does not stop the report of all the others."""
    victim = next(path for path in (folder / "originals").rglob("*") if len(path.name) == 64)
    victim.unlink()
    for path in (folder / "tables" / "text").rglob("*.json"):
        path.unlink()
    with Case(folder, actor="tester") as case:
        seen = case_building.view(case)
        assert [seen.extract(sha) is None for sha in (victim.name, "0" * 64)] == [True, True]
        assert case.report(tmp_path / "site").index.is_file()


def test_why_of_a_page_and_of_a_ratio_names_the_place_and_the_base(folder: Path, tmp_path: Path) -> None:
    """A quote in a PDF has its page; a ratio leads on to the claim it is of."""
    from tests.evidence import evidence_files as files

    (tmp_path / "pages.pdf").write_bytes(files.pdf([["Nothing here."], ["There are 9 buildings."]]))
    row = "{key: nine, source: pages, quote: 9 buildings, subject: north, predicate: buildings, value: 9}"
    (tmp_path / "c.yaml").write_text(f"claims:\n- {row}\n")
    with Case(folder, actor="tester") as case:
        case.add(tmp_path / "pages.pdf")
        assert not case.code(tmp_path / "c.yaml").problems
        (nine,) = case.why("nine")
        assert "page 2, characters" in nine.grounds[1].said["en"]
        (tripled,) = case.why("tripled")
        assert [one.kind for one in tripled.grounds] == ["decision", "citation", "claim"]
        assert tripled.grounds[2].grounds[0].id == "held-2021"
