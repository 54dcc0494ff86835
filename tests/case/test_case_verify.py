"""``verify`` catches one flipped byte, wherever it is, and says which file or entry it is."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.case import synthetic

from habeas.case import Case, Checked
from habeas.errors import HabeasError, StorageError
from habeas.evidence import Texts
from habeas.words import LANGUAGES


def verified(folder: Path) -> Checked:
    """Open a case anew and verify it; every problem is said in both languages."""
    with Case(folder, actor="tester") as case:
        checked = case.verify()
    for problem in checked.problems:
        assert not any(re.search(r"\{[a-z_]+\}", problem.text(lang)) for lang in LANGUAGES)
        assert problem.text("en") != problem.text("es")
    return checked


def originals(folder: Path) -> list[Path]:
    """Return every original of a case."""
    return [path for path in sorted((folder / "originals").rglob("*")) if path.is_file() and len(path.name) == 64]


def by_hand(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the originals as a third party does, who has no habeas."""
    return subprocess.run(
        ["sha256sum", "-c", "manifest.sha256"], cwd=folder / "originals", capture_output=True, text=True, check=False
    )


def test_a_case_as_it_was_made_is_sound(folder: Path) -> None:
    """Nothing is reported, and what was looked at is counted."""
    checked = verified(folder)
    assert checked.problems == ()
    assert (checked.originals, checked.citations, checked.sound) == (5, 16, True)
    assert checked.entries == 5 + 16 + 15


def test_a_third_party_agrees_without_habeas(folder: Path) -> None:
    """``sha256sum`` says OK to each original of a sound case, without ``verify`` having run, and names the one that is flipped."""
    done = by_hand(folder)
    assert done.returncode == 0
    assert done.stdout.count(": OK") == 5
    victim = originals(folder)[2]
    synthetic.flipped(victim, 10)
    done = by_hand(folder)
    assert done.returncode == 1
    assert f"{victim.parent.name}/{victim.name}: FAILED" in done.stdout
    assert [problem.key for problem in verified(folder).problems] == ["evidence.original-changed"]
    assert by_hand(folder).returncode == 1  # what verify wrote anew does not cover up for what it found


def test_one_flipped_byte_in_any_original_is_caught_and_named(folder: Path) -> None:
    """First, last and middle byte of every original: the file is named, and nothing else fails."""
    for path in originals(folder):
        size = path.stat().st_size
        for place in (0, size // 2, size - 1):
            was = synthetic.flipped(path, place, bit=place % 8)
            checked = verified(folder)
            assert not checked.sound
            assert [problem.key for problem in checked.problems] == ["evidence.original-changed"]
            assert path.name in checked.problems[0].text("en")
            synthetic.restored(path, was)
    assert verified(folder).sound


def test_an_original_that_is_gone_is_named(folder: Path) -> None:
    """A missing original fails, once."""
    path = originals(folder)[0]
    path.unlink()
    assert [problem.key for problem in verified(folder).problems] == ["evidence.original-missing"]


def test_a_file_that_nobody_took_in_is_a_doubt_and_no_failure(folder: Path) -> None:
    """As an ``add`` that was killed leaves it: it is named, and the case is sound."""
    stray = hashlib.sha256(b"stray").hexdigest()
    (folder / "originals" / stray[:2]).mkdir(exist_ok=True)
    (folder / "originals" / stray[:2] / stray).write_bytes(b"stray")
    checked = verified(folder)
    assert checked.sound
    assert [(problem.key, problem.gravity) for problem in checked.problems] == [
        ("evidence.original-unknown", "warning")
    ]


def test_one_flipped_byte_anywhere_in_the_ledger_is_caught(folder: Path) -> None:
    """Flips all over the file, in entries, in SQLite's own pages and in free space: each is reported."""
    ledger = folder / "ledger.sqlite"
    tried = 0
    for place in synthetic.places(ledger, step=509):
        was = synthetic.flipped(ledger, place, bit=place % 8)
        tried += 1
        assert not verified(folder).sound, place
        synthetic.restored(ledger, was)
    assert tried > 80
    assert verified(folder).sound


def test_a_flipped_byte_in_free_space_alters_nothing_and_says_so(folder: Path) -> None:
    """Where the file differs and no entry does, the message says that no entry is concerned."""
    ledger = folder / "ledger.sqlite"
    with Case(folder) as case:
        entries = case.log()
    synthetic.flipped(ledger, 2500)
    assert [problem.key for problem in verified(folder).problems] == ["case.ledger-file-differs"]
    with Case(folder) as case:
        assert case.log() == entries


def test_one_flipped_byte_in_the_seal_is_caught(folder: Path) -> None:
    """The note that stands beside the ledger is checked as well, up to the number it is of."""
    seal = folder / "ledger.sha256"
    for place in (0, 12, 40, 80, 140, -2, -1):
        was = synthetic.flipped(seal, place, bit=1)
        assert not verified(folder).sound, place
        synthetic.restored(seal, was)
    done = subprocess.run(["sha256sum", "-c", "ledger.sha256"], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout == "ledger.sqlite: OK\n"


def test_entries_cut_off_at_the_end_are_missed(folder: Path) -> None:
    """A ledger that was put back to an earlier state is whole in itself; the seal knows of more."""
    earlier = (folder / "ledger.sqlite").read_bytes()
    with Case(folder, actor="tester") as case:
        case.accept("undecided", reason="Looked at again.")
    (folder / "ledger.sqlite").write_bytes(earlier)
    assert [problem.key for problem in verified(folder).problems] == ["ledger.noted-missing"]


def test_a_seal_that_is_behind_or_gone_is_no_problem(folder: Path) -> None:
    """As after a process that was killed: the ledger is sound, and is sealed anew."""
    seal = folder / "ledger.sha256"
    before = seal.read_bytes()
    with Case(folder, actor="tester") as case:
        case.accept("undecided", reason="Looked at again.")
    after = seal.read_bytes()
    assert after != before
    for text in (before, None):
        seal.unlink() if text is None else seal.write_bytes(text)
        assert verified(folder).problems == ()
        assert seal.read_bytes() == after


@pytest.mark.parametrize("column", ["kind", "about", "body", "reason", "actor", "time", "previous", "hash"])
def test_any_field_of_an_entry_that_is_rewritten_is_caught_by_its_number(folder: Path, column: str) -> None:
    """Whoever edits the database with its own tools, the guards taken off and put back, is found out."""
    with sqlite3.connect(folder / "ledger.sqlite") as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f'DROP TRIGGER "{name}"')
        (was,) = connection.execute(f"SELECT {column} FROM entries WHERE seq = 9").fetchone()  # noqa: S608
        now = (
            was.replace("tester", "nobody") if column == "actor" else f" {was}" if column == "body" else f"{was[:-1]}z"
        )
        connection.execute(f"UPDATE entries SET {column} = ? WHERE seq = 9", (now,))  # noqa: S608
        for _, sql in guards:
            connection.execute(sql)
    connection.close()
    checked = verified(folder)
    assert not checked.sound
    assert any("entry 9" in problem.text("en") for problem in checked.problems)


def test_a_ledger_that_cannot_be_opened_still_lets_the_originals_be_checked(folder: Path) -> None:
    """What can be checked is checked: each original against its own name."""
    (folder / "ledger.sqlite").write_bytes(b"not a database, and long enough to be looked at as one" * 20)
    assert [problem.key for problem in verified(folder).problems] == ["ledger.not-a-ledger"]
    synthetic.flipped(originals(folder)[0], 0)
    assert [problem.key for problem in verified(folder).problems] == [
        "ledger.not-a-ledger",
        "evidence.original-changed",
    ]


def test_a_ledger_that_is_gone_is_not_begun_anew(folder: Path) -> None:
    """A case with originals and no ledger has lost it: verifying says so and makes none."""
    (folder / "ledger.sqlite").unlink()
    assert [problem.key for problem in verified(folder).problems] == ["ledger.no-ledger"]
    assert not (folder / "ledger.sqlite").exists()


def test_a_citation_that_no_longer_holds_is_named_with_its_claim(folder: Path) -> None:
    """A proposal whose quote is not in the original fails by id and key, however it came into the ledger."""
    from dataclasses import replace

    from habeas.claims import propose
    from habeas.evidence import TextQuote

    with Case(folder, actor="tester") as case:
        claim = next(one for one in case.claims() if one.key == "buildings")
        cited = claim.citations[0]
        assert isinstance(cited.quote, TextQuote)
        false = replace(cited, quote=replace(cited.quote, exact="9 buildings"))
        gone = replace(cited, sha256="0" * 64)
        for key, citation in (("key-a", false), ("key-b", gone)):
            case.ledger.append([propose(replace(claim, key=key, citations=(citation,)))], actor="tester")
        ids = {one.key: one.id for one in case.claims()}
    found = {problem.key: problem.file for problem in verified(folder).problems}
    assert found == {"evidence.quote-changed": f"{ids['key-a']} (key-a)", "case.cites-nothing": "key-b"}


@pytest.mark.parametrize("old", [b"8 buildings", b"40,000", b"structure"])
def test_a_kept_text_that_was_altered_is_named(folder: Path, old: bytes) -> None:
    """Reports and coding read the kept text; ``verify`` reads the original and compares."""
    altered = [path for path in (folder / "tables" / "text").rglob("*.json") if old in path.read_bytes()]
    for path in altered:
        path.write_bytes(path.read_bytes().replace(old, bytes(reversed(old))))
    assert [problem.key for problem in verified(folder).problems] == ["case.text-differs"] * len(altered)
    assert bool(altered) == (old != b"structure")  # no name of a source stands in a text


def test_a_kept_text_that_cannot_be_read_is_read_again_from_the_original(folder: Path) -> None:
    """Damage to what is derived costs time and nothing else."""
    for path in (folder / "tables" / "text").rglob("*.json"):
        path.write_bytes(path.read_bytes()[:-5])
    with Case(folder) as case:
        assert case.text("structure").strip() == synthetic.NOTES["structure"]
    assert verified(folder).sound


def test_tables_that_were_altered_under_a_stamp_that_fits_them_are_named(folder: Path) -> None:
    """Whoever rewrites a table and the stamp with it is found out, since the tables are made anew; then they are used no more."""
    import duckdb

    table, stamp = folder / "tables" / "findings.parquet", folder / "tables" / "stamp.json"
    with duckdb.connect() as connection:
        connection.execute(f"create table t as from '{table}'")
        connection.execute(
            "update t set text_en = replace(text_en, '40,000', '16,000'), body = replace(body, '40,000', '16,000')"
        )
        connection.execute(f"copy t to '{table}' (format parquet)")
    noted = json.loads(stamp.read_text())
    noted["tables"]["findings"] = hashlib.sha256(table.read_bytes()).hexdigest()
    stamp.write_text(json.dumps(noted))
    checked = verified(folder)
    assert [(problem.key, problem.file) for problem in checked.problems] == [
        ("tables.altered", "tables/findings.parquet")
    ]
    with Case(folder) as case:
        assert case.build().changed
        assert any("40,000" in one.text("en") for one in case.findings(gravity="error"))
    assert verified(folder).sound


def test_one_flipped_byte_in_any_table_is_caught(folder: Path) -> None:
    """Every table, at its middle."""
    for path in sorted((folder / "tables").glob("*.parquet")):
        was = synthetic.flipped(path, path.stat().st_size // 2)
        assert [problem.file for problem in verified(folder).problems] == [f"tables/{path.name}"]
        synthetic.restored(path, was)
        with Case(folder) as case:
            case.build()


@pytest.mark.parametrize("place", [0, 64, 70, 135, -1])
def test_one_flipped_byte_in_the_list_of_originals_is_caught_and_mended(folder: Path, place: int) -> None:
    """The list that ``sha256sum`` reads must not name what is not there; it is written anew from the ledger."""
    path = folder / "originals" / "manifest.sha256"
    was = synthetic.flipped(path, place)
    assert [problem.key for problem in verified(folder).problems] == ["case.stale-manifest"]
    assert path.read_bytes() == was
    assert verified(folder).sound


def test_a_list_that_is_only_behind_is_no_problem(folder: Path) -> None:
    """As after an ``add`` that was killed before it wrote the list: it is completed."""
    path = folder / "originals" / "manifest.sha256"
    was = path.read_bytes()
    path.write_bytes(was[: was.index(b"\n") + 1])
    assert verified(folder).problems == ()
    assert path.read_bytes() == was
    path.unlink()
    assert verified(folder).problems == ()
    assert path.read_bytes() == was


def test_tables_of_another_state_are_not_looked_at(folder: Path) -> None:
    """They are made anew before anything reads them, so that verifying a case that was not built since is sound."""
    with Case(folder, actor="tester") as case:
        case.accept("undecided", reason="Counted twice, said once.")
    assert verified(folder).sound


@pytest.mark.parametrize("failing", ["hashes", "rehash"])
def test_a_store_that_fails_is_a_problem_and_no_crash(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    """Whatever the disk does, verify says so of what it could not look at."""
    from habeas.evidence import Store

    def refuse(*_: object) -> None:
        raise StorageError("evidence.storage-unreachable", place="the disk", found="no answer")

    (folder / "ledger.sqlite").write_bytes(b"x" * 4096)
    monkeypatch.setattr(Store, failing, refuse)
    keys = [problem.key for problem in verified(folder).problems]
    assert keys == ["ledger.not-a-ledger", "evidence.storage-unreachable"]


def test_a_text_that_cannot_be_read_any_more_is_a_problem(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that fails on one original is named for that one; the others are still checked."""
    really: Callable[..., object] = Texts.of

    def failing(self: Texts, source: object) -> object:
        if getattr(source, "id", "") == "capacity":
            raise HabeasError("evidence.reader-failed", found="a defect")
        return really(self, source)

    monkeypatch.setattr(Texts, "of", failing)
    assert [(problem.key, problem.file) for problem in verified(folder).problems] == [
        ("evidence.reader-failed", "capacity.md")
    ]


def test_what_verify_does_is_told_step_by_step(case: Case) -> None:
    """Each original counts twice, its bytes and its text; what is told only grows and ends where it should."""
    told: list[tuple[int, int]] = []
    case.verify(progress=lambda done, total: told.append((done, total)))
    assert told == [(done, 10) for done in range(1, 11)]
