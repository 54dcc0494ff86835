"""What holds of every case, whatever is done with it: the invariants of the design."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.case import synthetic

from habeas import words
from habeas.case import Case, Ground

REASON = "Looked at again."


def walk(grounds: tuple[Ground, ...] | list[Ground]) -> Iterator[Ground]:
    """Yield every ground of an answer."""
    for ground in grounds:
        yield ground
        yield from walk(ground.grounds)


def test_nothing_that_is_done_changes_an_original_or_an_entry(case: Case, tmp_path: Path) -> None:
    """Originals never change, and the ledger only grows: what was there before is there after, byte for byte."""
    before, entries = synthetic.kept(case.folder), case.log()
    (tmp_path / "structure.md").write_text(synthetic.note("structure") + "More.\n")
    case.add(tmp_path / "structure.md")
    case.describe("capacity", title="Other")
    case.accept("undecided", reason=REASON)
    case.conflict("flown-monitor", "flown-newspaper", reason=REASON)
    entry, _ = case.withdraw("transfer", reason=REASON)
    case.undo(entry.seq, reason=REASON)
    case.build()
    case.report()
    assert case.verify().sound
    after = synthetic.kept(case.folder)
    assert {name: after.get(name) for name in before if name != "originals/manifest.sha256"} == {
        name: sha for name, sha in before.items() if name != "originals/manifest.sha256"
    }
    assert case.log()[: len(entries)] == entries
    assert len(case.log()) == len(entries) + 7


def test_reading_writes_nothing(case: Case) -> None:
    """Every command that only shows leaves every file of a built case as it is."""
    before = synthetic.contents(case.folder)
    case.findings()
    case.assess()
    case.questions()
    case.why("capacity")
    case.claims()
    case.sources()
    case.text("capacity")
    case.log()
    case.verify()
    assert synthetic.contents(case.folder) == before


def test_two_builds_give_the_same_bytes(case: Case) -> None:
    """Delete what is derived, and a build makes the same bytes again."""
    tables = case.tables.path
    before = synthetic.contents(tables, "text/")
    case.close()
    shutil.rmtree(tables)
    assert case.build().changed
    assert synthetic.contents(tables, "text/") == before


def test_a_copy_elsewhere_builds_the_same_bytes_in_another_process(case: Case, tmp_path: Path) -> None:
    """Neither the place, nor the process, nor the order of hashes in it, nor the time zone is in the tables."""
    copy = synthetic.copied(case.folder, tmp_path / "a place with spaces")
    shutil.rmtree(copy / "tables")
    environment = {"PYTHONHASHSEED": "12345", "TZ": "Pacific/Auckland", "PATH": "", "PYTHONPATH": ":".join(sys.path)}
    subprocess.run(
        [sys.executable, "-m", "habeas", "build", str(copy)], check=True, env=environment, capture_output=True
    )
    assert synthetic.contents(copy / "tables", "text/") == synthetic.contents(case.tables.path, "text/")


def test_an_unchanged_case_is_left_as_it_is(case: Case) -> None:
    """A second build says that nothing changed, and touches no file."""
    times = {path: path.stat().st_mtime_ns for path in case.tables.path.rglob("*")}
    built = case.build()
    assert not built.changed
    assert {path: path.stat().st_mtime_ns for path in case.tables.path.rglob("*")} == times


def test_a_build_follows_the_ledger_the_case_file_and_the_code(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the three that changes makes the tables anew; nothing else does."""
    case.accept("undecided", reason=REASON)
    assert case.build().changed
    assert not case.build().changed
    file = case.folder / "case.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("North prison", "Northern prison"), encoding="utf-8")
    with Case(case.folder) as again:
        assert again.build().changed
        assert not again.build().changed
        assert any("Northern prison" in one.text("en") for one in again.findings())
        monkeypatch.setattr("habeas.case.building.code_fingerprint", lambda: "another version")
        assert again.build().changed


def test_tables_that_were_damaged_are_made_anew_before_they_are_read(case: Case) -> None:
    """A flipped byte in any table, or a table that is gone, changes no answer."""
    wanted = [one.text("en") for one in case.findings()]
    for path in sorted(case.tables.path.glob("*.parquet")):
        case.close()
        synthetic.flipped(path, path.stat().st_size // 2)
        assert [one.text("en") for one in case.findings()] == wanted
        case.close()
        path.unlink()
        assert case.build().changed
    assert case.verify().sound


def test_a_stamp_that_cannot_be_read_means_build_again(case: Case) -> None:
    """Whatever stands in the stamp, the answer is right."""
    wanted = [one.id for one in case.findings()]
    for text in ("", "{", "[]", "{}", '{"made_from": {}, "tables": {}}', '{"made_from": 5, "tables": []}'):
        (case.tables.path / "stamp.json").write_text(text)
        case.close()
        assert [one.id for one in case.findings()] == wanted


def test_everything_that_is_found_leads_to_a_quote_and_a_hash(case: Case) -> None:
    """``why`` of every finding, assessment and claim that rests on claims reaches their quotes and their originals' SHA-256."""
    quotes = {claim.id: [one.quote.exact for one in claim.citations] for claim in case.claims()}
    hashes = {claim.id: {one.sha256 for one in claim.citations} for claim in case.claims()}
    resting = {one.id: one.claims for one in case.findings()} | {one.id: one.claims for one in case.assess()}
    resting |= {claim.id: (claim.id,) for claim in case.claims()}
    for name, claims in resting.items():
        (answer,) = case.why(name)
        under = list(walk([answer]))
        said = " ".join(one.said["en"] for one in under)
        assert {name for claim in claims for name in hashes[claim]} <= {
            one.id for one in under if one.kind == "original"
        }
        assert all(quote in said for claim in claims for quote in quotes[claim])
        assert all(one.said["es"] for one in under)


def test_a_finding_without_claims_says_what_nobody_said(case: Case) -> None:
    """What rests on no claim rests on requirements, or is the question itself; an assessment without evidence names what is missing."""
    for one in case.findings():
        if one.requirements:
            kinds = {ground.kind for ground in walk(case.why(one.id))}
            assert kinds & {"assessment", "requirement"}
    silent = [one for one in case.assess(subject="north") if one.verdict == "no_evidence" and one.missing]
    assert silent
    for found in silent:
        (answer,) = case.why(found.id)
        assert "No accepted claim says anything of" in answer.said["en"]
        assert "Ninguna afirmación aceptada dice nada sobre" in answer.said["es"]


def test_a_number_is_answered_by_all_that_states_it(case: Case) -> None:
    """A number, however it is written, leads to every claim and finding of which it is a bound."""
    for asked in ("40000", "40,000", " 40 000 ", "4E+4"):
        answers = case.why(asked)
        assert {one.kind for one in answers} == {"claim"}
    keys = {ground.id for answer in case.why("40000") for ground in walk([answer]) if ground.kind == "decision"}
    assert keys == {"capacity"}
    assert {one.kind for one in case.why("16640")} == {"finding"}


def test_a_shortened_id_will_do_where_it_fits_only_one(case: Case) -> None:
    """Six characters lead to the same; what fits nothing is answered with what is close."""
    from habeas.errors import InputError

    for one in case.findings()[:3]:
        assert case.why(one.id[:9])[0].id == one.id
    with pytest.raises(InputError) as caught:
        case.why("capacty")
    assert "capacity" in str(caught.value)
    for nothing in ("", "NaN", "Infinity", "assess", "c-"):
        with pytest.raises(InputError):
            case.why(nothing)


def test_a_source_answers_with_all_that_rests_on_it(case: Case) -> None:
    """``why`` of a source names its original and every claim that cites it."""
    (answer,) = case.why("conditions")
    keys = {ground.id for ground in walk([answer]) if ground.kind == "decision"}
    assert keys == {"visits", "beds", "outdoors"}


def test_a_decision_says_who_when_and_why(case: Case) -> None:
    """The last decision stands under each claim, with its entry's number; what weakens the claim now is said too."""
    entry = case.reject("capacity", reason="Misread.")[0]
    case.withdraw("capacity", reason=REASON)
    (answer,) = case.why("capacity")
    decision = answer.grounds[0]
    day = words.day(date.fromisoformat(entry.time[:10]), "en")
    assert f"Rejected by tester on {day} (entry {entry.seq}): Misread." in decision.said["en"]
    assert "the source was withdrawn" in decision.said["en"]
    assert decision.steps == ("source-withdrawn",)


def test_withdrawing_a_source_flags_what_rested_on_it_and_nothing_else(case: Case) -> None:
    """Exactly the claims that cite it no longer stand, and the findings that rested on them are gone; undo brings them back."""
    before = {one.id for one in case.findings()}
    resting = {claim.id for claim in case.claims() if claim.citations[0].source == "capacity"}
    entry, flagged = case.withdraw("capacity", reason=REASON)
    assert {claim.id for claim in flagged} == resting
    assert {claim.id for claim in case.claims() if "source-withdrawn" in claim.flags} == resting
    after = case.findings()
    assert not any(resting & set(one.claims) for one in after)
    assert not [one for one in after if one.kind == "contradiction" and one.subject == "north"]
    case.undo(entry.seq, reason=REASON)
    assert {one.id for one in case.findings()} == before


def test_a_new_version_flags_what_cites_the_old_one(case: Case, tmp_path: Path) -> None:
    """Claims go on resting on the bytes they cite, and say that there are newer ones."""
    (tmp_path / "capacity.md").write_text(synthetic.note("capacity") + "Corrected.\n")
    case.add(tmp_path / "capacity.md")
    flagged = [claim.key for claim in case.claims() if "source-changed" in claim.flags]
    assert flagged == ["capacity"]
    (answer,) = case.why("capacity")
    assert "version 1" in next(one.said["en"] for one in walk([answer]) if one.kind == "source")
    assert case.verify().sound


def test_two_reports_of_one_state_are_the_same_bytes(case: Case, tmp_path: Path) -> None:
    """The site is a function of the case."""
    case.report(tmp_path / "one")
    case.report(tmp_path / "two")
    assert synthetic.contents(tmp_path / "one") == synthetic.contents(tmp_path / "two")


def test_what_is_read_from_tables_while_another_writes_is_of_one_state(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the tables are made anew between making and reading them, they are read again; without end, it says so."""
    from habeas.case import grounds
    from habeas.errors import StorageError

    really, turns = grounds.why, iter((True, False))

    def interrupted(asked_case: Case, asked: str) -> list[Ground]:
        if next(turns, True):
            with Case(asked_case.folder, actor="another") as other:
                other.accept("undecided", reason=REASON)
                other.build()
        return really(asked_case, asked)

    monkeypatch.setattr(grounds, "why", interrupted)
    assert "by another" in case.why("undecided")[0].grounds[0].said["en"]
    with pytest.raises(StorageError) as caught:
        case.why("undecided")
    assert caught.value.key == "case.two-at-once"


def test_the_tables_are_plain_to_read_without_habeas(case: Case) -> None:
    """Each is a Parquet file with plain columns and the whole thing as JSON."""
    import pyarrow.parquet as pq

    rows = pq.read_table(case.tables.path / "claims.parquet").to_pylist()
    assert [row["key"] for row in rows] == [claim.key for claim in case.claims()]
    held = next(row for row in rows if row["key"] == "held-2024")
    assert (held["low"], held["high"], held["first_day"], held["stands"]) == (110000.0, 110000.0, "2024-03-31", True)
    assert json.loads(held["body"])["subject"] == "prisons"
    decisions = pq.read_table(case.tables.path / "decisions.parquet").to_pylist()
    assert {row["kind"] for row in decisions} == {"claim.propose", "claim.accept"}
    assert {row["actor"] for row in decisions} == {"tester"}
