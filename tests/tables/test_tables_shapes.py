"""The tables column by column, and the way back from rows to claims, findings and assessments."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.case import synthetic

from habeas.amount import Amount
from habeas.case import Case
from habeas.case import building as case_building
from habeas.evidence import CellQuote, TextQuote
from habeas.findings import Finding, find
from habeas.standards import assess, requirements
from habeas.tables import Folder, Stamp, load_assessments, load_claims, load_findings, write_tables
from habeas.words import LANGUAGES, Said


def test_claims_come_back_as_they_were(case: Case) -> None:
    """Every field of every claim survives, in the order first proposed."""
    assert list(load_claims(case.tables).values()) == case.claims()


def test_assessments_come_back_as_they_were(case: Case) -> None:
    """Every field of every assessment survives, readings included."""
    made = assess(case.state.claims, case.about.subjects, case.wording)
    assert load_assessments(case.tables) == made
    assert any(one.readings for one in made)


def test_findings_come_back_saying_the_same(case: Case) -> None:
    """All fields survive; the values of messages come back as words in both languages."""
    found = case.findings()
    assert found
    for one in found:
        (again,) = load_findings(case.tables, id=one.id)
        assert again == one
        assert all(again.text(lang) == one.text(lang) and again.more(lang) == one.more(lang) for lang in LANGUAGES)


def test_the_tables_hold_what_was_found(case: Case, tmp_path: Path) -> None:
    """What is read from the tables is what the rooms give when they are asked directly."""
    again = Folder(tmp_path / "tables")
    case_building.make(case, case.state, again, None)
    assert again.hashes() == case.tables.hashes()
    assert [one.id for one in load_findings(again)] == [one.id for one in case.findings()]


def test_a_finding_of_any_values_comes_back(tmp_path: Path) -> None:
    """Numbers that choose a plural stay numbers; amounts, lists and texts in two languages become their words; nothing is lost."""
    values: dict[str, object] = {
        "n": 1,
        "amount": Amount.at_least(5, unit="persons"),
        "listed": ["a", "b", "c"],
        "both": Said("dog", "perro"),
        "decimal": Decimal("0.64"),
        "yes": True,
    }
    finding = Finding(
        id="f-1", kind="implied", gravity="note", subject="north", topic="capacity", key="cli.rests-on",
        values={**values, "claims": ["x"]}, claims=("x",), requirements=("r",), relation="places",
        result=Amount.range(1, 2, unit="persons"), steps=("1 + 1 = 2",), detail="cli.rests-on",
    )  # fmt: skip
    folder = Folder(tmp_path)
    stamp = Stamp(ledger_seq=0, ledger_hash="", about="", code="")
    write_tables(folder, stamp, sources={}, claims={}, entries=(), findings=[finding], assessments=[])
    (again,) = load_findings(folder)
    assert again.values["n"] == 1
    assert [again.text(lang) for lang in LANGUAGES] == [finding.text(lang) for lang in LANGUAGES]
    assert (again.result, again.steps, again.relation, again.requirements) == (
        finding.result, finding.steps, finding.relation, finding.requirements,
    )  # fmt: skip
    for name, value in values.items():
        said = again.values[name]
        if isinstance(value, Said):
            assert isinstance(said, Said)
            assert (said.en, said.es) == (value.en, value.es)


def test_every_citation_is_a_row_with_its_place(case: Case) -> None:
    """Words have their characters, cells their sheet, row and column; the hash is that of the original."""
    rows = case.tables.rows("citations")
    assert len(rows) == sum(len(claim.citations) for claim in case.claims())
    for claim in case.claims():
        quote = claim.citations[0].quote
        (row,) = [one for one in rows if one["claim"] == claim.id]
        assert (row["quote"], row["sha256"]) == (quote.exact, claim.citations[0].sha256)
        if isinstance(quote, CellQuote):
            assert (row["sheet"], row["row"], row["column"], row["start"]) == (
                quote.sheet,
                quote.row,
                quote.column,
                None,
            )
        else:
            assert isinstance(quote, TextQuote)
            assert (row["start"], row["end"], row["sheet"]) == (quote.start, quote.end, None)


def test_every_version_of_every_source_is_a_row(tmp_path: Path) -> None:
    """The current one is marked, and so is what was withdrawn."""
    folder = synthetic.made(tmp_path / "north")
    (tmp_path / "capacity.md").write_text(synthetic.note("capacity") + "More.\n")
    with Case(folder, actor="tester") as case:
        case.add(tmp_path / "capacity.md")
        case.withdraw("transfer", reason="To try.")
        case.build()
        rows = {(row["id"], row["version"]): row for row in case.tables.rows("sources")}
    assert len(rows) == 6
    assert [rows["capacity", number]["current"] for number in (1, 2)] == [False, True]
    assert [row["id"] for row in rows.values() if row["withdrawn"]] == ["transfer"]
    assert {row["ocr"] for row in rows.values()} == {False}


def test_decisions_that_were_undone_are_not_in_the_tables(tmp_path: Path) -> None:
    """Only entries that stand, and only those about claims."""
    folder = synthetic.made(tmp_path / "north")
    with Case(folder, actor="tester") as case:
        entry = case.reject("sum", reason="Misread.")[0]
        case.build()
        assert case.tables.rows("decisions", seq=entry.seq)[0]["reason"] == "Misread."
        case.undo(entry.seq, reason="Not misread.")
        case.build()
        assert case.tables.rows("decisions", seq=entry.seq) == []
        assert {row["kind"] for row in case.tables.rows("decisions")} == {"claim.propose", "claim.accept"}


def test_unknown_bounds_are_null_and_never_zero(case: Case) -> None:
    """“More than 108,000” has a lower bound and no upper one."""
    (row,) = case.tables.rows("claims", key="tripled")
    assert (row["low"], row["high"], row["qualifier"]) == (108000.0, None, "more_than")
    (row,) = case.tables.rows("claims", key="visits")
    assert (row["low"], row["high"], row["value"]) == (None, None, "none")


def test_the_findings_of_the_tables_are_those_of_the_room(case: Case) -> None:
    """Nothing is added and nothing is lost on the way to the tables."""
    assessments = load_assessments(case.tables)
    direct = find(case.state.claims, case.about, case.wording, assessments, requirements())
    assert {one.kind for one in direct} == {one.kind for one in case.findings()}
