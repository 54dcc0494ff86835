"""Each command as a person meets it: what it prints in both languages, its exit status, and what it leaves in the case."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from tests.case import synthetic
from tests.cli.conftest import Run

from habeas.case import Case
from habeas.words import LANGUAGES, Lang

WHY = ("--reason", "Looked at again.")


def in_both(run: Run, *arguments: object, status: int = 0) -> dict[Lang, str]:
    """Run a command that changes nothing in each language; the two say different words, and nothing goes to stderr."""
    said: dict[Lang, str] = {}
    for lang in LANGUAGES:
        told = run(*arguments, "--lang", lang)
        assert (told.status, told.err) == (status, "")
        said[lang] = told.out
    assert said["en"] != said["es"]
    return said


def test_a_case_begins(run: Run, tmp_path: Path) -> None:
    """``init`` says what to do next, and the titles are kept."""
    for lang in LANGUAGES:
        told = run("init", tmp_path / lang, "--title-en", "One", "--title-es", "Uno", "--lang", lang)
        assert told.status == 0
        assert "habeas add" in told.out
        assert Case(tmp_path / lang).about.title == {"en": "One", "es": "Uno"}


def test_evidence_comes_in(run: Run, tmp_path: Path) -> None:
    """``add`` counts what came in; what is set aside is named on stderr, in both languages, and makes the status 1."""
    for lang, word in (("en", "4 new"), ("es", "4 nuevas")):
        folder = synthetic.write(tmp_path / lang)
        (folder / "evidence" / "transfer.md").write_text("")
        told = run("add", folder / "evidence", "-c", folder, "--lang", lang)
        assert told.status == 1
        assert word in told.out
        assert "transfer.md" in told.err
        assert run("add", folder / "evidence" / "capacity.md", "-c", folder).status == 0


def test_a_description_is_recorded(run: Run, folder: Path, tmp_path: Path) -> None:
    """The options of ``add`` and ``describe`` describe the source; the actor given is the one recorded."""
    (tmp_path / "plain.txt").write_text("Words.")
    run(
        "add", tmp_path / "plain.txt", "-c", folder, "--obtained-by", "Ana", "--published", "May 2024", "--actor", "Luz"
    )
    run("describe", "plain", "--title", "A title", "-c", folder)
    with Case(folder) as case:
        about = case.sources()["plain"].current.about
        assert (about.obtained_by, about.published, about.title) == ("Ana", "2024-05", "A title")
        assert [entry.actor for entry in case.log(last=2)] == ["Luz", "tester"]


def test_a_note_is_written_or_read_from_standard_input(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words are those given, or those that come in, which must be UTF-8."""
    assert run("note", "given", "--words", "Doce muertes.", "--citation", "x", "-c", folder).status == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Trece años.".encode()), encoding="ascii"))
    assert run("note", "read", "--citation", "x", "-c", folder).status == 0
    assert "Doce muertes." in run("text", "given", "-c", folder).out
    assert "Trece años." in run("text", "read", "-c", folder).out
    for lang, word in (("en", "UTF-8"), ("es", "UTF-8")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a\xf1os"), encoding="ascii"))
        told = run("note", "latin", "--citation", "x", "-c", folder, "--lang", lang)
        assert told.status == 2
        assert word in told.err
    monkeypatch.setattr(sys, "stdin", None)
    assert run("note", "nothing", "--citation", "x", "-c", folder).status == 2


def test_a_person_who_types_a_note_is_told_how_to_end(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where standard input is a terminal, a line on stderr says what is awaited."""

    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(io.BytesIO(b"Words."), encoding="utf-8"))
    assert "Ctrl-D" in run("note", "typed", "--citation", "x", "-c", folder).err


def test_sources_are_listed(run: Run, folder: Path) -> None:
    """Each source is one line when nobody looks: id, version, date, publisher, title; a withdrawn one says so."""
    run("withdraw", "transfer", *WHY, "-c", folder)
    lines = in_both(run, "sources", folder)["en"].splitlines()
    assert len(lines) == 6
    assert lines[1].split() == ["capacity", "1", "2025-04-01", "Synthetic", "capacity", "Note", "on", "capacity"]
    assert next(line for line in lines if line.endswith("(withdrawn)")).startswith("transfer")


def test_the_text_is_printed_as_it_is_quoted(run: Run, folder: Path) -> None:
    """Nothing is wrapped and nothing added."""
    with Case(folder) as case:
        assert run("text", "conditions", "-c", folder).out == case.text("conditions") + "\n"
    assert run("text", "conditions", "--page", 1, "-c", folder).status == 0
    assert run("text", "conditions", "--page", 2, "-c", folder).status == 2


def test_a_template_is_written(run: Run, folder: Path, tmp_path: Path) -> None:
    """The command says how to go on; the file is there in the language asked for, and is never written over."""
    for lang in LANGUAGES:
        path = tmp_path / f"{lang}.yaml"
        told = run("template", path, "-c", folder, "--lang", lang)
        assert told.status == 0
        assert "habeas code" in told.out
        before = path.read_bytes()
        assert run("template", path, "-c", folder).status == 2
        assert path.read_bytes() == before
    assert (tmp_path / "en.yaml").read_text(encoding="utf-8") != (tmp_path / "es.yaml").read_text(encoding="utf-8")


def test_the_vocabulary_is_listed(run: Run) -> None:
    """Every predicate is a line; a topic leaves only its own, and one that is none is answered with those there are."""
    said = in_both(run, "vocabulary")
    assert len(said["en"].splitlines()) == len(Case.vocabulary()) + 1
    assert "one_each, insufficient, none" in said["en"]
    assert len(run("vocabulary", "--topic", "money").out.splitlines()) < 10
    told = run("vocabulary", "--topic", "mony")
    assert told.status == 2
    assert "money" in told.err


def test_claims_are_coded_again_without_change(run: Run, folder: Path) -> None:
    """The counts are said; nothing is proposed twice."""
    said = in_both(run, "code", folder / "claims", "-c", folder)
    assert said["en"] == "16 rows: 0 proposed (0 accepted), 16 unchanged, 0 set aside.\n"


def test_claims_are_listed_as_sentences(run: Run, folder: Path) -> None:
    """Each claim is one line when nobody looks: id, key, status, sentence."""
    said = in_both(run, "claims", folder)
    with Case(folder) as case:
        for claim, line in zip(case.claims(), said["en"].splitlines(), strict=True):
            assert line.startswith(f"{claim.id}  {claim.key}  (")
            assert line.endswith(case.sentence(claim))
    assert run("claims", folder, "--status", "rejected").out == "Nothing to show.\n"
    assert len(run("claims", folder, "--topic", "money", "--subject", "deal").out.splitlines()) == 2


def test_long_lists_are_cut_and_say_so(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left out is counted, and --all shows it."""
    monkeypatch.setattr("habeas.cli.claims.SHORT", 15)
    lines = run("claims", folder).out.splitlines()
    assert len(lines) == 16
    assert lines[-1] == "… and one more; --all shows it."
    assert len(run("claims", folder, "--all").out.splitlines()) == 16
    short, long = (run("findings", folder, *more).out.splitlines() for more in ((), ("--all",)))
    assert any("--all" in line for line in short)
    assert len(long) > len(short)


@pytest.mark.parametrize("verb", ["accept", "reject", "retract", "conflict"])
def test_decisions_are_recorded(run: Run, folder: Path, verb: str) -> None:
    """Each claim named is an entry, and the entry's number is said."""
    with Case(folder) as case:
        last = case.log()[-1].seq
    told = run(verb, "undecided", "days", *WHY, "-c", folder)
    assert told.out == f"Recorded as entry {last + 1}.\nRecorded as entry {last + 2}.\n"
    told = run("undo", last + 2, *WHY, "-c", folder, "--lang", "es")
    assert told.out == f"Registrado como entrada {last + 3}.\n"


def test_the_log_marks_what_was_undone(run: Run, folder: Path) -> None:
    """An entry that was undone says so, also where only the last ones are shown; one restored does not."""
    entry = run("accept", "undecided", *WHY, "-c", folder).out.split()[-1].rstrip(".")
    undo = run("undo", entry, *WHY, "-c", folder).out.split()[-1].rstrip(".")
    assert "(undone) Looked at again." in run("log", folder, "--last", 2).out
    assert "(deshecha) Looked at again." in run("log", folder, "--last", 2, "--lang", "es").out
    run("undo", undo, *WHY, "-c", folder)
    assert "(undone)" not in run("log", folder).out
    assert len(run("log", folder, "--last", 3).out.splitlines()) == 4


def test_a_build_says_what_it_made(run: Run, folder: Path) -> None:
    """The counts are the same whether anything had to be made or not."""
    said = in_both(run, "build", folder)
    assert "Nothing changed since the last build: 5 sources, 16 claims (15 standing)" in said["en"]
    run("accept", "undecided", *WHY, "-c", folder)
    assert "5 sources, 16 claims (16 standing)" in run("build", folder).out


def test_findings_are_listed_gravest_first_with_their_arithmetic(run: Run, folder: Path) -> None:
    """The headings are in the language; ids and arithmetic are the same in both."""
    said = in_both(run, "findings", folder, "--all")
    with Case(folder) as case:
        found = case.findings()
    for lang in LANGUAGES:
        places = [said[lang].index(one.id) for one in found]
        assert sorted(places) == places or len({one.gravity for one in found}) > 1
        assert all(step in said[lang] for one in found for step in one.steps)
        assert all(one.text(lang) in said[lang] for one in found)
    headings = [line for line in said["en"].splitlines() if not line.startswith(" ")]
    assert [line.rpartition(" ")[0] for line in headings] == ["cannot be true", "look at this", "note"]
    assert run("findings", folder, "--subject", "deal", "--gravity", "error").out == "Nothing to show.\n"


def test_a_finding_that_is_grave_enough_makes_the_status_one(run: Run, folder: Path) -> None:
    """``--fail-on`` is for programs that watch a case."""
    assert run("findings", folder).status == 0
    assert run("findings", folder, "--fail-on", "error").status == 1
    assert run("findings", folder, "--subject", "deal", "--fail-on", "error").status == 0
    assert run("findings", folder, "--subject", "deal", "--fail-on", "note").status == 1


def test_assessments_are_listed_by_subject_with_their_claims(run: Run, folder: Path) -> None:
    """What has evidence is shown whole; what has none is counted, and shown when asked for."""
    said = in_both(run, "assess", folder)
    assert "North prison" in said["en"]
    assert "Penal del norte" in said["es"]
    with Case(folder) as case:
        for one in case.assess():
            assert (one.id in said["en"]) == (one.verdict != "no_evidence")
            assert all(claim in said["es"] for claim in one.claims)
    everything = run("assess", folder, "--all").out
    assert len(everything.splitlines()) > len(said["en"].splitlines())
    assert "no evidence" in run("assess", folder, "--verdict", "no_evidence", "--subject", "deal").out + everything
    assert run("assess", folder, "--verdict", "met", "--subject", "north").out == "Nothing to show.\n"


def test_questions_are_numbered(run: Run, folder: Path) -> None:
    """Every question is there, in its language."""
    said = in_both(run, "questions", folder)
    with Case(folder) as case:
        for lang in LANGUAGES:
            assert len(said[lang].splitlines()) == len(case.questions())
            assert all(one.text(lang) in said[lang] for one in case.questions())


def test_why_reaches_the_quote_and_the_hash(run: Run, folder: Path) -> None:
    """The tree is the same in both languages but for its words."""
    said = in_both(run, "why", "capacity", "-c", folder)
    with Case(folder) as case:
        sha = case.sources()["capacity"].current.sha256
    for lang in LANGUAGES:
        assert "designed to hold 40,000 inmates" in said[lang]
        assert said[lang].rstrip().endswith(sha)
    assert [line[:6].strip() for line in said["en"].splitlines()][:3] == ["The mi", "├─ Acc", "└─ “de"]


def test_the_report_says_what_to_open(run: Run, folder: Path, tmp_path: Path) -> None:
    """The page that is named exists."""
    for lang in LANGUAGES:
        told = run("report", folder, "--folder", tmp_path / lang, "--lang", lang)
        assert told.status == 0
        assert Path(told.out.split()[-1]).is_file()


def test_verify_says_that_all_is_well_and_how_others_check(run: Run, folder: Path) -> None:
    """The command to copy stands on a line of its own, unbroken."""
    said = in_both(run, "verify", folder)
    for lang in LANGUAGES:
        assert said[lang].splitlines()[-1] == f"  cd {folder / 'originals'} && sha256sum -c manifest.sha256"


def test_verify_names_what_fails_and_exits_with_one(run: Run, folder: Path) -> None:
    """The problems are the result: they are printed on standard output."""
    victim = next(path for path in (folder / "originals").rglob("*") if len(path.name) == 64)
    synthetic.flipped(victim, 5)
    said = in_both(run, "verify", folder, status=1)
    for lang in LANGUAGES:
        assert victim.name in said[lang]
    assert "One check failed" in said["en"]
    assert "Falló una comprobación" in said["es"]


def test_commands_work_on_the_current_folder(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a case named, the case is where one stands."""
    monkeypatch.chdir(folder)
    for arguments in (["sources"], ["claims"], ["findings"], ["why", "capacity"], ["text", "capacity"], ["verify"]):
        assert run(*arguments).status == 0


def test_the_language_is_given_or_of_the_environment(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--lang, then HABEAS_LANG, then the locale, then English; --lang may stand before or after the command."""
    spanish = run("sources", folder, "--lang", "es").out
    assert run("--lang", "es", "sources", folder).out == spanish
    assert run("sources", folder, "--lang=es").out == spanish
    monkeypatch.setenv("LANG", "es_SV.UTF-8")
    assert run("sources", folder).out == spanish
    monkeypatch.setenv("HABEAS_LANG", "en")
    assert run("sources", folder).out != spanish


def test_the_program_is_the_module_and_says_its_version(program: Run) -> None:
    """``python -m habeas`` runs; the version is that of the package."""
    import habeas

    told = program("--version")
    assert (told.status, told.out) == (0, f"habeas {habeas.__version__}\n")
