"""Each method of a case: what it returns, what it records, and what it refuses."""

from __future__ import annotations

import getpass
import zipfile
from pathlib import Path

import pytest
from tests.case import synthetic

from habeas.amount import Amount
from habeas.case import Case
from habeas.claims import Claim
from habeas.errors import CaseError, Faults, HabeasError, InputError, StorageError
from habeas.ledger import Entry

REASON = "Looked at again."


def by_key(case: Case, key: str) -> Claim:
    """Return the claim of a key."""
    return next(one for one in case.claims() if one.key == key)


def said(error: HabeasError) -> str:
    """Return an error in English; both languages say it, differently, and no place in the words is left unfilled."""
    assert error.text("en") != error.text("es")
    assert "{" not in error.text("en") + error.text("es")
    return error.text("en")


# --- beginning


def test_a_new_case_is_a_folder_with_a_file_that_explains_itself(tmp_path: Path) -> None:
    """``init`` writes ``case.toml`` alone; the titles given are the titles read; opening it makes nothing more."""
    with Case.init(tmp_path / "new", title_en="A “title”", title_es='Un "título"') as case:
        assert case.about.title == {"en": "A “title”", "es": 'Un "título"'}
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["case.toml"]


def test_one_title_does_for_both_languages_and_none_is_the_folder_name(tmp_path: Path) -> None:
    """What is not given is what is nearest: the other title, then the name of the folder."""
    assert Case.init(tmp_path / "a", title_es="Uno").about.title == {"en": "Uno", "es": "Uno"}
    assert Case.init(tmp_path / "b").about.title == {"en": "b", "es": "b"}


def test_a_case_is_never_begun_over_another(folder: Path, tmp_path: Path) -> None:
    """``init`` where a case is, or where a file is, refuses and changes nothing."""
    before = synthetic.contents(folder)
    with pytest.raises(CaseError) as caught:
        Case.init(folder)
    assert "already holds a case" in said(caught.value)
    assert synthetic.contents(folder) == before
    (tmp_path / "file").write_text("x")
    with pytest.raises(CaseError) as caught:
        Case.init(tmp_path / "file")
    assert "is a file, not a folder" in said(caught.value)


def test_a_disk_that_refuses_a_new_case_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the folder cannot be made, the error says where and why."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StorageError) as caught:
        Case.init(tmp_path / "new")
    assert "No space left on device" in said(caught.value)


def test_the_actor_is_given_or_of_the_environment_or_the_user(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who acts is the first of: what was given, HABEAS_ACTOR, the user's name; where there is none, it is asked for."""
    monkeypatch.setenv("HABEAS_ACTOR", "Ana")
    assert Case(folder, actor="Luz").actor == "Luz"
    assert Case(folder).actor == "Ana"
    monkeypatch.delenv("HABEAS_ACTOR")
    assert Case(folder).actor == getpass.getuser()

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 4711")

    monkeypatch.setattr(getpass, "getuser", nobody)
    with Case(folder) as case:
        assert case.claims()  # reading needs no name
        with pytest.raises(InputError) as caught:
            case.accept("undecided", reason=REASON)
    assert "--actor" in said(caught.value)


def test_a_case_reads_as_its_constructor(folder: Path) -> None:
    """``repr`` names the folder, and nothing of who acts."""
    assert repr(Case(folder, actor="Ana")) == f"Case({str(folder)!r})"


# --- evidence


def test_every_file_given_is_in_one_of_four_groups(folder: Path, tmp_path: Path) -> None:
    """New, new version, unchanged, or a problem: each file is in exactly one, and nothing is silently dropped."""
    more = tmp_path / "more"
    more.mkdir()
    (more / "fresh.txt").write_text("Something else.")
    (more / "structure.md").write_text(synthetic.note("structure").replace("8 buildings", "9 buildings"))
    (more / "capacity.md").write_text(synthetic.note("capacity"))
    (more / "empty.txt").write_text("")
    with Case(folder, actor="tester") as case:
        added = case.add(more)
    assert [one.id for one in added.new] == ["fresh"]
    assert [(one.id, one.version) for one in added.versions] == [("structure", 2)]
    assert [one.id for one in added.unchanged] == ["capacity"]
    assert [(one.file, one.key) for one in added.problems] == [("empty.txt", "evidence.empty")]


def test_adding_the_same_again_changes_nothing(case: Case) -> None:
    """The same bytes twice leave the ledger and the originals as they are."""
    before = synthetic.contents(case.folder)
    added = case.add(case.folder / "evidence")
    assert len(added.unchanged) == 5
    assert not added.new
    assert synthetic.contents(case.folder) == before


def test_the_same_bytes_under_another_name_are_the_same_source(case: Case, tmp_path: Path) -> None:
    """A copy of an original is no second source; it is said which one it is."""
    (tmp_path / "copy.md").write_text(synthetic.note("capacity"))
    added = case.add(tmp_path / "copy.md")
    assert [one.id for one in added.unchanged] == ["capacity"]
    assert [(one.key, one.gravity) for one in added.problems] == [("case.same-bytes", "warning")]


def test_a_file_that_is_not_there_does_not_keep_the_others_out(case: Case, tmp_path: Path) -> None:
    """The good ones come in and the missing one is a problem; where none is there, nothing was given."""
    (tmp_path / "good.txt").write_text("Good.")
    added = case.add(tmp_path / "good.txt", tmp_path / "missing.txt")
    assert [one.id for one in added.new] == ["good"]
    assert [one.key for one in added.problems] == ["evidence.no-such-file"]
    with pytest.raises(InputError) as caught:
        case.add(tmp_path / "missing.txt")
    assert "missing.txt" in said(caught.value)


def test_what_is_told_of_all_files_gives_way_to_what_a_file_tells_of_itself(case: Case, tmp_path: Path) -> None:
    """A description given with the call completes the file's own, and never replaces it."""
    (tmp_path / "own.md").write_text(synthetic.front("own") + "Words.\n")
    (source,) = case.add(tmp_path / "own.md", publisher="Somebody", licence="CC-BY-4.0").new
    assert (source.about.publisher, source.about.licence) == ("Synthetic own", "CC-BY-4.0")


def test_a_description_that_cannot_be_read_is_refused_whole(case: Case, tmp_path: Path) -> None:
    """Every option at fault is named, and nothing comes in."""
    (tmp_path / "good.txt").write_text("Good.")
    before = case.ledger.head()
    with pytest.raises(Faults) as caught:
        case.add(tmp_path / "good.txt", published="the day before", url="nowhere", sensitivity="hush")
    assert len(caught.value.problems) == 3
    assert case.ledger.head() == before


def test_files_that_change_while_they_come_in_are_named(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is no longer what was examined does not come in; the others do."""
    from habeas.evidence import Received, Store

    (tmp_path / "moving.txt").write_text("Before.")
    (tmp_path / "still.txt").write_text("Still.")
    keep = Received.keep

    def changed(self: Received, store: Store) -> None:
        if self.file == "moving.txt":
            self.path.write_text("After.")
        keep(self, store)

    monkeypatch.setattr(Received, "keep", changed)
    added = case.add(tmp_path)
    assert "still" in {one.id for one in added.new}
    assert "moving" not in case.sources()
    assert "evidence.changed-meanwhile" in {one.key for one in added.problems}


def test_a_note_is_a_source_whose_words_are_its_own(case: Case) -> None:
    """``note`` keeps the words, the kind and the citation; the same again is the same; other words are a new version."""
    about = {"citation": "A book, 2024, p. 5", "title": "On the book"}
    (source,) = case.note("book-2024", "It says 12 deaths.", **about).new
    assert (source.kind, source.about.citation) == ("note", "A book, 2024, p. 5")
    assert case.text("book-2024").strip() == "It says 12 deaths."
    assert [one.id for one in case.note("book-2024", "It says 12 deaths.", **about).unchanged] == ["book-2024"]
    assert [one.version for one in case.note("book-2024", "It says 13.", **about).versions] == [2]


@pytest.mark.parametrize(("name", "near"), [("../escape", "escape"), ("With Space", "with-space"), ("Ñandú", "nandu")])
def test_a_name_that_no_id_can_be_is_refused_with_one_that_can(case: Case, name: str, near: str) -> None:
    """A note's name is its id and never a path; one that would do is proposed."""
    with pytest.raises(InputError) as caught:
        case.note(name, "Words.", citation="x")
    assert f"“{near}”" in said(caught.value)


def test_a_note_needs_words_and_a_citation(case: Case) -> None:
    """An empty note is refused; one that does not say of what it speaks is a problem and does not come in."""
    with pytest.raises(InputError, match="no words"):
        case.note("empty", " \n")
    assert [one.key for one in case.note("bare", "Words.").problems] == ["evidence.note-without-citation"]
    assert "bare" not in case.sources()


def test_describing_completes_and_the_ledger_keeps_what_was_said_before(case: Case) -> None:
    """``describe`` changes what is named and leaves the rest; its entry can be undone."""
    entry = case.describe("capacity", publisher="The right one", published="3 April 2025")
    about = case.sources()["capacity"].current.about
    assert (about.publisher, about.published, about.title) == ("The right one", "2025-04-03", "Note on capacity")
    case.undo(entry.seq, reason=REASON)
    assert case.sources()["capacity"].current.about.publisher == "Synthetic capacity"


def test_describing_needs_a_source_and_something_to_say(case: Case) -> None:
    """A source that is none is answered with those close to it; nothing to record is refused."""
    with pytest.raises(InputError) as caught:
        case.describe("capacty", title="x")
    assert "capacity" in said(caught.value)
    with pytest.raises(InputError) as caught:
        case.describe("capacity")
    assert "--publisher" in said(caught.value)


def test_the_text_of_a_source_is_what_is_quoted_from(case: Case) -> None:
    """Front matter is no text; a source without pages is one page; a page that is not there is refused."""
    assert case.text("structure").strip() == synthetic.NOTES["structure"]
    assert case.text("structure", page=1) == case.text("structure")
    for page in (0, 2):
        with pytest.raises(InputError) as caught:
            case.text("structure", page=page)
        assert "has one page" in said(caught.value)


def test_the_pages_of_a_pdf_are_the_whole_of_it(case: Case, tmp_path: Path) -> None:
    """Page by page, nothing of the text is lost."""
    from tests.evidence import evidence_files as files

    (tmp_path / "pages.pdf").write_bytes(files.pdf([["The first page."], ["The second page."]]))
    case.add(tmp_path / "pages.pdf")
    pages = [case.text("pages", page=number) for number in (1, 2)]
    assert "first" in pages[0]
    assert "second" in pages[1]
    assert "".join(pages) == case.text("pages")


# --- coding


def test_rows_in_are_rows_proposed_unchanged_and_set_aside(case: Case, tmp_path: Path) -> None:
    """Every row of a claims file ends in exactly one place; faulty ones name file and row and take no good one with them."""
    rows = synthetic.CLAIMS.splitlines()
    rows += [
        "  - {key: new, source: transfer, quote: 365 days, subject: transfer, predicate: flights, value: 3}",
        "  - {key: bad, source: transfer, quote: 999 days, subject: deal, predicate: duration_days, value: 999}",
        "  - {key: worse, source: nowhere, quote: x, subject: nobody, predicate: nothing, value: 1}",
    ]
    (tmp_path / "claims.yaml").write_text("\n".join(rows))
    coded = case.code(tmp_path / "claims.yaml")
    assert (coded.rows, len(coded.proposed), coded.unchanged, coded.faulty) == (17, 1, 14, 2)
    assert coded.rows == len(coded.proposed) + coded.unchanged + coded.faulty
    assert {one.row for one in coded.problems if one.gravity == "error"} == {len(rows) - 1, len(rows)}
    assert all(one.file == "claims.yaml" for one in coded.problems)


def test_a_folder_of_claims_files_is_read_whole_in_any_order(built: Path) -> None:
    """A file that refers to a key of a later one is read once more; each claim is proposed and accepted once."""
    with Case(built) as case:
        assert [one.key for one in case.claims()] != []
        assert {one.key for one in case.claims()} == set(synthetic.KEYS)
        accepted = [one.about for one in case.log() if one.kind == "claim.accept"]
    assert len(accepted) == len(set(accepted)) == len(synthetic.KEYS) - 1


def test_what_is_no_claims_file_in_a_folder_is_named(case: Case, tmp_path: Path) -> None:
    """Nothing is silently dropped: other files are a doubt, hidden ones and Office's locks are not."""
    (tmp_path / "claims.yaml").write_text(synthetic.CLAIMS)
    for name in ("readme.txt", ".hidden.yaml", "~$book.xlsx"):
        (tmp_path / name).write_text("x")
    coded = case.code(tmp_path)
    assert [(one.file, one.key, one.gravity) for one in coded.problems] == [
        ("readme.txt", "case.no-claims-suffix", "warning")
    ]
    assert coded.unchanged == 14


def test_a_folder_without_claims_files_says_what_they_look_like(case: Case, tmp_path: Path) -> None:
    """An empty folder is refused with the way to begin."""
    with pytest.raises(InputError) as caught:
        case.code(tmp_path)
    assert "habeas template" in said(caught.value)


def test_a_file_that_cannot_be_read_does_not_stop_the_others(case: Case, tmp_path: Path) -> None:
    """The good file is coded and the broken one named; where all are broken, the call is refused and says so of each."""
    good, broken, missing = tmp_path / "good.yaml", tmp_path / "broken.yaml", tmp_path / "missing.yaml"
    good.write_text(
        "claims:\n- {key: fl, source: transfer, quote: flights, prefix: 'on the ', subject: transfer, predicate: flights, value: 3}".replace(
            "prefix: 'on the ', ", "suffix: '. The newspaper', "
        )
    )
    broken.write_text("claims: [unclosed")
    coded = case.code(broken, good, missing)
    assert len(coded.proposed) == 1
    assert [one.key for one in coded.problems] == ["claims.file-yaml", "claims.file-missing"]
    with pytest.raises(Faults) as several:
        case.code(broken, missing)
    assert len(several.value.problems) == 2
    with pytest.raises(InputError) as one:
        case.code(broken)
    assert one.value.key == "claims.file-yaml"


def test_a_dry_run_reports_as_a_real_one_and_writes_nothing(tmp_path: Path) -> None:
    """The counts and problems are the same, and the ledger stays as it is."""
    folder = synthetic.write(tmp_path / "north")
    with Case(folder, actor="tester") as case:
        case.add(folder / "evidence")
        before = case.ledger.head()
        tried = case.code(folder / "claims", dry_run=True)
        assert case.ledger.head() == before
        assert case.code(folder / "claims") == tried


def test_progress_counts_every_file_once_more_when_it_is_read_again(tmp_path: Path) -> None:
    """What is told grows one by one and never passes what there is."""
    folder = synthetic.write(tmp_path / "north")
    told: list[tuple[int, int]] = []
    with Case(folder, actor="tester") as case:
        case.add(folder / "evidence", progress=lambda done, total: told.append((done, total)))
        added = list(told)
        told.clear()
        case.code(folder / "claims", progress=lambda done, total: told.append((done, total)))
    assert [done for done, _ in added] == [1, 2, 3, 4, 5]
    assert [done for done, _ in told] == [1, 2, 3]
    assert all(done <= total for done, total in (*added, *told))


def test_a_template_can_be_coded_as_it_is(case: Case, tmp_path: Path) -> None:
    """The file that ``template`` writes is one that ``code`` reads, with the case's subjects in it."""
    for suffix in ("yaml", "csv", "xlsx"):
        path = case.template(tmp_path / f"empty.{suffix}", lang="es")
        assert path.exists()
        assert case.code(path).proposed == ()
    with zipfile.ZipFile(tmp_path / "empty.xlsx") as book:
        assert any(b">north<" in book.read(name) for name in book.namelist())


# --- decisions


@pytest.mark.parametrize(("verb", "status"), [("accept", "accepted"), ("reject", "rejected"), ("retract", "retracted")])
def test_a_decision_is_an_entry_with_its_reason(case: Case, verb: str, status: str) -> None:
    """The status follows the entry, and undoing the entry takes it back."""
    entries: list[Entry] = getattr(case, verb)("undecided", reason=f"  {REASON} ")
    claim = by_key(case, "undecided")
    assert (claim.status, claim.reason) == (status, REASON)
    assert (entries[0].actor, entries[0].about) == ("tester", claim.id)
    case.undo(entries[0].seq, reason=REASON)
    assert by_key(case, "undecided").status == "proposed"


def test_claims_in_conflict_name_each_other_and_still_count(case: Case) -> None:
    """Setting in conflict is one entry a claim, each naming the others."""
    entries = case.conflict("flown-monitor", "flown-newspaper", reason=REASON)
    one, other = by_key(case, "flown-monitor"), by_key(case, "flown-newspaper")
    assert len(entries) == 2
    assert (one.conflicts, other.conflicts) == ((other.id,), (one.id,))
    assert one.stands
    assert other.stands
    (ground,) = case.why("flown-monitor")
    assert f"Set in conflict with {other.id}" in ground.grounds[0].said["en"]


def test_a_claim_is_named_by_id_by_its_beginning_or_by_key(case: Case) -> None:
    """Three names lead to the same claim; what fits none or several is refused with every such name, and nothing is recorded."""
    claim = by_key(case, "undecided")
    for name in (claim.id, claim.id[:9], "undecided"):
        assert case.accept(name, reason=REASON)[0].about == claim.id
    before = case.ledger.head()
    with pytest.raises(Faults) as caught:
        case.accept("undecided", "undecidet", "c-", reason=REASON)
    assert [one.key for one in caught.value.problems] == ["case.no-claim", "case.ambiguous"]
    assert "undecided" in said(caught.value)
    assert case.ledger.head() == before


@pytest.mark.parametrize("verb", ["accept", "reject", "retract", "conflict"])
def test_no_decision_without_a_reason(case: Case, verb: str) -> None:
    """Silence is no reason; nothing is recorded."""
    before = case.ledger.head()
    with pytest.raises(InputError) as caught:
        getattr(case, verb)("undecided", "days", reason=" ")
    assert "--reason" in said(caught.value)
    assert case.ledger.head() == before


def test_undo_of_an_undo_restores(case: Case) -> None:
    """Withdraw, undo, undo the undo: the state is that after the first, that before, and that after the first again."""
    entry, _ = case.withdraw("transfer", reason=REASON)
    fallen = case.claims()
    undo = case.undo(entry.seq, reason=REASON)
    assert case.claims() != fallen
    case.undo(undo.seq, reason=REASON)
    assert case.claims() == fallen
    with pytest.raises(Faults) as caught:
        case.undo(999, reason=REASON)
    assert "habeas log" in said(caught.value)


def test_withdrawing_twice_names_the_entry_that_did_it(case: Case) -> None:
    """What is withdrawn already is refused with the way to take it back."""
    entry, _ = case.withdraw("capacity", reason=REASON)
    with pytest.raises(InputError) as caught:
        case.withdraw("capacity", reason=REASON)
    assert f"habeas undo {entry.seq}" in said(caught.value)
    with pytest.raises(InputError, match="reason"):
        case.withdraw("structure", reason="")


def test_the_log_is_every_entry_or_the_last_ones(case: Case) -> None:
    """``last`` takes from the end, and more than there are is all."""
    every = case.log()
    assert [one.seq for one in every] == list(range(1, len(every) + 1))
    assert case.log(last=3) == every[-3:]
    assert case.log(last=10_000) == every


# --- choices


def test_claims_are_chosen_by_status_subject_and_topic(case: Case) -> None:
    """Each choice leaves only what it names, in the order first proposed."""
    assert [one.key for one in case.claims(status="proposed")] == ["undecided"]
    assert {one.subject for one in case.claims(subject="deal")} == {"deal"}
    assert [one.key for one in case.claims(topic="conditions", subject="north")] == ["visits", "beds", "outdoors"]


def test_findings_are_chosen_by_kind_gravity_and_subject(case: Case) -> None:
    """A gravity asks for that one and graver ones."""
    every = case.findings()
    assert {one.gravity for one in every} == {"error", "warning", "note"}
    assert case.findings(gravity="note") == every
    assert {one.gravity for one in case.findings(gravity="warning")} == {"error", "warning"}
    assert {one.kind for one in case.findings(kind="contradiction")} == {"contradiction"}
    assert {one.subject for one in case.findings(subject="deal")} == {"deal"}
    assert case.questions() == case.findings(kind="silence")


def test_assessments_are_chosen_by_subject_and_verdict(case: Case) -> None:
    """Each choice leaves only what it names."""
    assert {one.verdict for one in case.assess(verdict="not_met", subject="north")} == {"not_met"}
    assert {one.subject for one in case.assess(subject="north")} == {"north"}


@pytest.mark.parametrize(
    ("method", "choice", "near"),
    [
        ("claims", {"status": "acepted"}, "accepted"),
        ("claims", {"subject": "nroth"}, "north"),
        ("claims", {"topic": "structur"}, "structure"),
        ("findings", {"kind": "silense"}, "silence"),
        ("findings", {"gravity": "fatal"}, "error"),
        ("findings", {"subject": "nobody"}, "north"),
        ("assess", {"subject": "nroth"}, "north"),
        ("assess", {"verdict": "met_"}, "met"),
    ],
)
def test_a_choice_that_is_none_is_answered_with_those_there_are(
    case: Case, method: str, choice: dict[str, str], near: str
) -> None:
    """A slip is named with what is close to it, instead of showing nothing."""
    with pytest.raises(InputError) as caught:
        getattr(case, method)(**choice)
    assert near in said(caught.value)


# --- what follows


def test_the_structure_contradicts_the_stated_capacity(case: Case) -> None:
    """The finding the case is made for: its arithmetic, its gravity, and the four claims it rests on."""
    (found,) = [one for one in case.findings(kind="contradiction") if one.subject == "north"]
    keys = {one.id: one.key for one in case.claims()}
    assert found.gravity == "error"
    assert {keys[name] for name in found.claims} == {"buildings", "cells", "per-cell", "capacity"}
    assert "16,640" in " ".join(found.steps)
    assert "40,000" in " ".join(found.steps)


def test_a_sentence_says_who_said_it(case: Case) -> None:
    """A claim is said in both languages."""
    claim = by_key(case, "capacity")
    assert case.sentence(claim).startswith("The minister said")
    assert "minister" in case.sentence(claim, "es") or "ministro" in case.sentence(claim, "es")


def test_a_ratio_is_settled_by_the_claim_it_is_of(case: Case) -> None:
    """“More than 3 x” what was held in 2021 is more than 108,000."""
    value = by_key(case, "tripled").value
    assert isinstance(value, Amount)
    assert value.low == 108_000
    assert value.low_open


def test_the_report_is_written_where_it_is_asked_for(case: Case, tmp_path: Path) -> None:
    """By default into ``site/`` of the case; every file that it counts is there."""
    written = case.report()
    assert written.index == case.folder / "site" / "index.html"
    assert written.files == sum(1 for path in (case.folder / "site").rglob("*") if path.is_file())
    assert case.report(tmp_path / "elsewhere").index.is_file()


def test_a_case_without_evidence_has_nothing_to_say_and_says_so(tmp_path: Path) -> None:
    """A new case builds, finds nothing, verifies, and reports."""
    with Case.init(tmp_path / "new") as case:
        assert case.build().claims == 0
        assert case.findings() == []
        assert case.verify().sound
        assert case.report().index.is_file()
