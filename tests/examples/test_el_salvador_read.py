"""The example case, read by habeas itself: every source comes in, every claim is coded, and what the case exists to show is found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from habeas import about, evidence, findings, standards
from habeas.claims import Claim, Known, Vocabulary, fold_claims, read_claims_file
from habeas.errors import Problem
from habeas.findings import Finding
from habeas.ledger import Draft, Ledger, SourceState, fold_sources

CASE: Final = Path(__file__).parents[2] / "examples" / "el-salvador"
EXPECTED_DOUBTS: Final = {"claims.ratio-who"}
"""The one doubt the example keeps: AP's "more than double" sets figures side by side that count different people."""


@dataclass(frozen=True)
class Built:
    """The example from its files to its findings."""

    problems: tuple[Problem, ...]
    rows: int
    sources: Mapping[str, SourceState]
    claims: Mapping[str, Claim]
    findings: tuple[Finding, ...]

    def steps(self, kind: str, subject: str) -> list[str]:
        """Return every line of arithmetic of the findings of a kind about a subject."""
        return [step for one in self.findings if (one.kind, one.subject) == (kind, subject) for step in one.steps]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the example once, in a ledger of its own."""
    folder = tmp_path_factory.mktemp("el-salvador")
    told, vocabulary = about.read(CASE), Vocabulary.load()
    problems: list[Problem] = []
    texts: dict[str, evidence.Extract] = {}
    with Ledger(f"sqlite:///{folder / 'ledger.sqlite'}") as ledger:
        ledger.append(list(_received(problems, texts)), actor="test")
        sources = fold_sources(ledger.entries())
        rows = 0
        for file in sorted((CASE / "claims").glob("*.yaml")):
            known = Known(
                vocabulary=vocabulary,
                subjects=told.subjects,
                sources=sources,
                text=lambda source: texts[source.sha256],
                claims=fold_claims(ledger.entries(), sources),
            )
            coded = read_claims_file(file, known)
            problems.extend(coded.problems)
            rows += coded.rows
            ledger.append(coded.drafts, actor="test")
        claims = fold_claims(ledger.entries(), sources)
    assessed = standards.assess(claims, told.subjects, vocabulary)
    names = {name: one.current.about.publisher or name for name, one in sources.items()}
    found = findings.find(claims, told, vocabulary, assessed, standards.requirements(), names=names)
    return Built(tuple(problems), rows, sources, claims, tuple(found))


def _received(problems: list[Problem], texts: dict[str, evidence.Extract]) -> Iterator[Draft]:
    for one in evidence.examine(CASE / "evidence"):
        if isinstance(one, Problem):
            problems.append(one)
            continue
        assert one.extract is not None
        texts[one.sha256] = one.extract
        yield _added(one)


def _added(one: evidence.Received) -> Draft:
    source = evidence.Source(
        id=evidence.slug(Path(one.file).stem),
        version=1,
        file=one.file,
        kind=one.kind,
        sha256=one.sha256,
        size=one.size,
        media_type=one.media_type,
        about=one.about,
    )
    return Draft(kind="source.add", about=source.id, body=evidence.as_json(source))


def test_every_file_comes_in_and_every_row_is_used(built: Built) -> None:
    """No source and no claim of the example has a fault, and its one doubt is the one that is meant to be there."""
    assert [problem.text("en") for problem in built.problems if problem.gravity == "error"] == []
    assert {problem.key for problem in built.problems} == EXPECTED_DOUBTS
    assert len(built.claims) == built.rows
    assert len(built.sources) >= 25


def test_most_claims_stand(built: Built) -> None:
    """At least 120 claims are accepted, one is rejected and some wait for a decision."""
    statuses = [claim.status for claim in built.claims.values()]
    assert statuses.count("accepted") >= 120
    assert {"accepted", "proposed", "rejected"} == set(statuses)


def test_the_structure_contradicts_the_stated_capacity(built: Built) -> None:
    """8 buildings of 32 cells at 65 to 70 hold 16,640 to 17,920, which is not 40,000."""
    assert any(step.endswith("16,640\u201317,920 ≠ 40,000") for step in built.steps("contradiction", "cecot"))


def test_the_stated_capacity_means_little_room(built: Built) -> None:
    """40,000 in 256 cells of 100 m2 is 156.25 a cell, and 0.64 m2 each."""
    areas = [one.result for one in built.findings if one.relation == "area-per-person" and one.result is not None]
    assert Decimal("0.64") in {area.low for area in areas if area.low == area.high}
    assert any("= 156.25" in step for step in built.steps("implied", "cecot"))


def test_the_price_a_day_depends_on_the_headcount(built: Built) -> None:
    """6 million dollars for a year is 69.07 dollars a person and day for 238 people, 62.98 for 261, and about 55 for about 300."""
    steps = built.steps("implied", "agreement-us-sv-2025")
    for price in ("= 69.07", "= 62.98", "= 53.72\u201355.91"):
        assert any(step.endswith(price) for step in steps), price


def test_the_population_more_than_tripled(built: Built) -> None:
    """From the 36,000 of April 2021 to the 110,000 of March 2024, by AP's own two figures, it is more than three times."""
    assert any(step == "110,000 / 36,000 = 3.056" for step in built.steps("change", "sv-prisons"))


def test_sums_made_by_newspapers_are_recognised(built: Built) -> None:
    """97,525 and 105,138 are what their sources compute from other figures, as are 238 and 261."""
    derived = [step for one in built.findings if one.kind == "derived" for step in one.steps]
    for total in ("97,525 = ", "105,138 = ", "238 = 137 + 101", "261 = 238 + 23"):
        assert any(step.startswith(total) for step in derived), total


def test_the_transfer_came_after_the_order(built: Built) -> None:
    """The arrival of 16 March 2025 is after the order of 15 March that forbade it; the departure of 15 March may be."""
    orders = {one.gravity for one in built.findings if one.kind == "order" and one.subject == "transfer-2025-03"}
    assert orders == {"warning", "note"}


def test_a_count_that_falls_is_found(built: Built) -> None:
    """Socorro Jurídico Humanitario's about 300 of July 2023 is above its 213 of December 2023."""
    fallen = [one for one in built.findings if one.kind == "decrease" and one.relation == "running-total"]
    assert ["voces-sjh", "maya-deaths"] in [[built.claims[name].key for name in one.claims] for one in fallen]


def test_what_no_source_shows_to_be_met_is_found(built: Built) -> None:
    """For CECOT there are requirements that no reading meets, and some on which no source says anything."""
    unmet = [one for one in built.findings if one.kind == "unmet" and one.subject == "cecot"]
    assert {one.gravity for one in unmet} == {"warning", "note"}
    assert all(one.requirements for one in unmet)


LEADS: Final = (
    (
        "Terrorism Confinement Center (CECOT): 8 buildings of 32 cells with 65 to 70 persons each hold 16,640 to 17,920, not the "
        "40,000 stated by the government. One figure is of design capacity, the other of official capacity."
    ),
    "Terrorism Confinement Center (CECOT): 40,000 places would mean 156.25 persons in each cell and 0.64 m² for each of them.",
    (
        "Agreement of 2025 between the United States and El Salvador: 6,000,000 dollars for 365 days come to 54.79 to 69.07 dollars "
        "per person and day, depending on whose headcount is right (300 to 238)."
    ),
    (
        "Prisons of El Salvador, persons held: from 36,000 in April 2021 (the government) to 110,000 in March 2024 (Cristosal) is "
        "3.06 times as many; Associated Press says more than 2 times. Over all 36 pairs of an early and a late figure it is 2.61 to "
        "3.28 times; 13 of them reach 3."
    ),
    (
        "Terrorism Confinement Center (CECOT): no source shows that any of these 24 requirements is met; the gravest: space for each "
        "person, beds and time in the open air."
    ),
)


def test_what_the_example_exists_to_show_can_be_printed_as_it_stands(built: Built) -> None:
    """The conclusions the case exists to show are leads, word for word."""
    assert set(LEADS) <= {one.text("en") for one in built.findings}


def test_the_gravest_warning_is_the_one_an_editor_would_take(built: Built) -> None:
    """Of the warnings, the structure against 40,000 places comes first; two capacities of some day in 2021 come last of them."""
    warnings = [one for one in built.findings if (one.gravity, one.kind) == ("warning", "contradiction")]
    assert warnings[0].text("en") == LEADS[0]
    assert warnings[-1].subject == "sv-prisons"
    assert not any("36.3" in step for one in warnings for step in one.steps)


def test_no_finding_of_the_example_shows_an_id(built: Built) -> None:
    """Neither a lead nor what is behind it has the id of a source or a claim; few leads are longer than 240 characters."""
    ids = {*built.sources, *built.claims, *(one.key for one in built.claims.values())} - {"mjsp"}
    for lang in ("en", "es"):
        leads = [one.text(lang) for one in built.findings]
        assert sum(len(said) > 240 for said in leads) <= len(leads) / 10
        for said in (*leads, *(one.more(lang) for one in built.findings)):
            assert not ids & set(re.findall(r"[\w-]+", said)), said


def test_the_series_before_the_period_is_in_and_makes_no_change(built: Built) -> None:
    """The counts of 2007 to 2019 stand and give occupancies of their own time, and no multiple is measured from them."""
    before = {one.id for one in built.claims.values() if one.key in ("cp-2007", "cp-2013", "edh19-2018")}
    assert len(before) == 3
    for one in built.findings:
        if one.kind == "change":
            assert not before & set(one.claims)
    assert any("9 others are left out" in one.more("en") for one in built.findings if one.kind == "change")


def test_questions_are_few_enough_to_send(built: Built) -> None:
    """Some twenty to forty questions remain, the register's of ICPPED 17(3) among them, each with every reference."""
    asked = [one for one in built.findings if one.kind == "silence"]
    assert 20 <= len(asked) <= 40
    named = {name for one in asked for name in one.requirements}
    assert {"icpped-17-3-b", "icpped-17-3-f", "icpped-17-3-g"} <= named
    assert all(one.text("en").endswith("?") for one in asked)


def test_findings_read_in_both_languages(built: Built) -> None:
    """Every finding of the example is a sentence in English and in Spanish, with no place left unfilled."""
    for one in built.findings:
        for lang in ("en", "es"):
            said = one.text(lang)
            assert said.strip()
            assert "{" not in said
