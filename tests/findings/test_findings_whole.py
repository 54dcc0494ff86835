"""The whole: money, orders, gaps, order and ids of findings, words, and speed."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from importlib import resources
from typing import Any

import pytest
from tests.findings import claims_made as made

from habeas.amount import Amount
from habeas.claims import Claim, Subject
from habeas.findings import Finding, find
from habeas.standards import Assessment, Requirement
from habeas.words import Lang

LANGS: tuple[Lang, ...] = ("en", "es")


def found(claims: list[Claim], *kinds: str, **more: Any) -> list[Finding]:
    """Return the findings of some kinds."""
    return [one for one in find(claims, made.about(), made.VOCABULARY, **more) if one.kind in kinds]


def money() -> list[Claim]:
    """Return the sum and term of the agreement and rival headcounts."""
    heads: dict[str, Amount] = {
        "list": Amount.exact(238),
        "governments": Amount.exact(261),
        "family": Amount.more_than(200),
        "hundreds": Amount.range(200, 999),
    }
    return [
        made.claim("sum", "deal", "sum_usd", 6000000),
        made.claim("year", "deal", "duration_days", 365),
        made.claim("planned", "deal", "persons_covered", Amount.about(300), who="to be held"),
        *(made.claim(key, "transfer", "transferred", value, who=key) for key, value in heads.items()),
    ]


def test_six_million_dollars_are_55_to_69_a_person_and_day() -> None:
    """The price under each rival headcount is a line; the range is over those that state a number."""
    (finding,) = [one for one in found(money(), "implied") if one.topic == "money"]
    assert finding.result is not None
    assert finding.result.low is not None
    assert finding.result.high is not None
    assert (round(finding.result.low, 2), round(finding.result.high, 2)) == (Decimal("54.79"), Decimal("69.07"))
    assert finding.result.unit == "USD/person/day"
    assert (finding.values["n"], finding.values["others"]) == (3, 2)
    assert "6,000,000 / (238 \N{MULTIPLICATION SIGN} 365) = 69.07" in finding.steps
    assert "6,000,000 / (261 \N{MULTIPLICATION SIGN} 365) = 62.98" in finding.steps
    assert len(finding.steps) == 5
    assert set(finding.claims) == {one.id for one in money()}


def test_a_range_is_given_where_no_reading_states_a_number() -> None:
    """With bounds only, the range is over all readings and says nothing more than they do."""
    claims = [one for one in money() if one.key in ("sum", "year", "hundreds")]
    (finding,) = [one for one in found(claims, "implied") if one.topic == "money"]
    assert finding.result is not None
    assert finding.result.low is not None
    assert round(finding.result.low, 2) == Decimal("16.45")


def order(issued: Any, day: Any, **more: Any) -> list[Claim]:
    """Return an order that forbids the transfer, and the day of the transfer."""
    return [
        made.claim("forbids", "order", "order_forbids", more.get("target", "transfer")),
        made.claim("issued", "order", "order_issued", issued),
        made.claim("day", "transfer", "transfer_day", day),
        *more.get("others", ()),
    ]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (made.day(2025, 3, 16), [("order", "warning", "findings.order-certain")]),
        (made.day(2025, 3, 15), [("order", "note", "findings.order-possible")]),
        (made.month(2025, 3), [("order", "note", "findings.order-possible")]),
        (made.day(2025, 3, 14), []),
    ],
)
def test_an_act_after_the_order_that_forbade_it(day: Any, expected: list[tuple[str, str, str]]) -> None:
    """The day after is certain, the same day or a month possible, the day before nothing."""
    claims = order(made.day(2025, 3, 15), day)
    assert [(one.kind, one.gravity, one.key) for one in found(claims, "order")] == expected
    assert all(set(one.claims) == {"forbids", "issued", "day"} for one in found(claims, "order"))


def test_an_order_against_a_legal_basis_forbids_what_rests_on_it() -> None:
    """An order that names the act reaches the event whose legal basis is the act, with that claim among the grounds."""
    basis = made.claim("basis", "transfer", "legal_basis", "act")
    (finding,) = found(order(made.day(2025, 3, 15), made.day(2025, 3, 16), target="act", others=[basis]), "order")
    assert set(finding.claims) == {"forbids", "basis", "issued", "day"}


def test_what_several_sources_say_of_one_order_is_one_finding() -> None:
    """The same order, event and days from two sources give one finding with all claims."""
    again = made.claim("again", "transfer", "transfer_day", made.day(2025, 3, 16))
    (finding,) = found(order(made.day(2025, 3, 15), made.day(2025, 3, 16), others=[again]), "order")
    assert {"day", "again"} <= set(finding.claims)


def requirement(name: str, kind: Any, **more: Any) -> Requirement:
    """Return a synthetic requirement."""
    return Requirement(
        id=name, instrument="test", article="1", en="Say it.", es="Dígalo.", kind=kind, level="facility",
        reference_en=f"Rule {name}", reference_es=f"Regla {name}", **more,
    )  # fmt: skip


def test_requirements_are_grouped_by_subject_and_verdict_and_fields_become_questions() -> None:
    """Not met is a warning, the rest are notes, met is nothing; an unstated field is a question in both languages."""
    requirements = {
        "23": requirement("23", "condition"),
        "58": requirement("58", "condition"),
        "21": requirement("21", "condition"),
        "7": requirement("7", "condition"),
        "a": requirement("a", "field", question_en="Who is held?", question_es="¿A quién se tiene?"),
        "b": requirement("b", "field"),
    }
    verdicts: dict[str, Any] = {
        "23": "not_met", "58": "not_met", "21": "some_readings", "7": "met", "a": "no_evidence", "b": "no_evidence",
    }  # fmt: skip
    assessments = [
        Assessment(id=f"as-{name}", requirement=name, subject="cecot", verdict=verdict, claims_against=("visits",))
        for name, verdict in verdicts.items()
    ]
    claims = [made.claim("visits", "cecot", "family_visits", "none")]
    unmet = found(claims, "unmet", assessments=assessments, requirements=requirements)
    assert [(one.gravity, one.requirements, one.values["n"]) for one in unmet] == [
        ("warning", ("23", "58"), 2),
        ("note", ("21",), 1),
    ]
    assert unmet[0].claims == ("visits",)
    assert "Rule 23 and Rule 58" in unmet[0].text("en")
    assert unmet[0].more("en") == "Say it (Rule 23). Say it (Rule 58)."
    assert unmet[0].more("es") == "Dígalo (Regla 23). Dígalo (Regla 58)."
    asked = [
        one for one in found(claims, "silence", assessments=assessments, requirements=requirements) if one.requirements
    ]
    assert {one.requirements for one in asked} == {("a",), ("b",)}
    assert any("¿A quién se tiene?" in one.text("es") for one in asked)


def test_fields_of_the_vocabulary_that_nobody_states_are_asked_by_topic() -> None:
    """A stated or denied predicate is not asked for, a target does not answer; allegations are never asked for."""
    claims = [
        made.claim("b", "cecot", "buildings", 8),
        made.claim("v", "cecot", "family_visits", "allowed", polarity="denied"),
        made.claim("g", "cecot", "guards", 1000, modality="target"),
    ]
    asked = [one for one in found(claims, "silence") if one.subject == "cecot"]
    topics = {one.topic for one in asked}
    assert "structure" in topics
    assert topics.isdisjoint({"allegations", "publications"})
    said = " ".join(f"{one.text('en')} {one.more('en')}" for one in asked)
    assert "guards" in said
    assert "family visits" not in said
    structure = next(one for one in asked if one.topic == "structure")
    assert "cells per building" in structure.more("en")
    assert " buildings," not in structure.more("en")


def everything() -> list[Claim]:
    """Return claims that give findings of most kinds."""
    return [
        *made.structure(),
        *money(),
        *order(made.day(2025, 3, 15), made.day(2025, 3, 16)),
        made.claim("pop1", "cecot", "population", 12001, who="all held", span=made.day(2023, 8, 1)),
        made.claim("pop2", "cecot", "population", 14532, who="all held", span=made.day(2024, 6, 11)),
        made.claim("pop3", "cecot", "population", 15532, who="all held", span=made.day(2024, 6, 11)),
        made.claim("pop4", "cecot", "population", 19532, who="adults", span=made.day(2024, 6, 11)),
        made.claim("t1", "country", "arrests", 64111, who="all", span=made.day(2023, 2, 14), speaker="ministry"),
        made.claim("t2", "country", "arrests", 62975, who="all", span=made.day(2023, 3, 1), speaker="ministry"),
    ]


def test_findings_are_ordered_by_gravity_and_do_not_depend_on_the_order_of_claims() -> None:
    """Errors come first, then warnings, then notes; claims in any order give the same list with the same ids."""
    one = find(everything(), made.about(), made.VOCABULARY)
    two = find({claim.id: claim for claim in reversed(everything())}, made.about(), made.VOCABULARY)
    assert [finding.id for finding in one] == [finding.id for finding in two]
    assert len({finding.id for finding in one}) == len(one)
    ranks = [("error", "warning", "note").index(finding.gravity) for finding in one]
    assert ranks == sorted(ranks)
    assert {finding.kind for finding in one} >= {
        "contradiction",
        "implied",
        "unlike",
        "decrease",
        "change",
        "order",
        "silence",
    }


def test_an_id_stays_while_what_it_says_stays() -> None:
    """A claim of another subject changes no other finding's id; a changed figure does."""
    before = {one.id for one in found(everything(), "contradiction", "implied")}
    more = [*everything(), made.claim("new", "prisons", "guards", 7)]
    assert before <= {one.id for one in found(more, "contradiction", "implied")}
    changed = [replace(one, value=Amount.exact(9)) if one.key == "buildings" else one for one in everything()]
    assert not before <= {one.id for one in found(changed, "contradiction", "implied")}


def test_every_claim_under_a_finding_exists_and_every_finding_speaks_both_languages() -> None:
    """A number can be walked back to claims; no sentence is missing a language or a value."""
    known = {one.id for one in everything()}
    for finding in find(everything(), made.about(), made.VOCABULARY):
        assert set(finding.claims) <= known
        assert finding.claims or finding.kind in ("silence", "unmet")
        said = {lang: finding.text(lang) for lang in LANGS}
        assert said["en"] != said["es"]
        assert all("{" not in words and "None" not in words for words in said.values())


def test_progress_is_told_step_by_step() -> None:
    """The caller hears of each step, the last one complete."""
    heard: list[tuple[int, int]] = []
    find([], made.about(), made.VOCABULARY, progress=lambda done, of: heard.append((done, of)))
    assert heard[-1][0] == heard[-1][1]
    assert [done for done, _ in heard] == list(range(1, len(heard) + 1))


def test_every_message_of_the_room_is_used() -> None:
    """A sentence that no code asks for is dead."""
    home = resources.files("habeas.findings")
    names = tomllib.loads((home / "messages.toml").read_text(encoding="utf-8"))
    code = "\n".join(one.read_text(encoding="utf-8") for one in home.iterdir() if one.name.endswith(".py"))
    built = ("part-", "unmet-", "order-", "change-cited", "change-slight")
    assert [
        name
        for name in names
        if f'"{name}"' not in code and f"findings.{name}" not in code and not name.startswith(built)
    ] == []


def test_asking_for_findings_does_not_load_the_solver() -> None:
    """z3 is imported only when something has to be settled by it."""
    script = "import sys, habeas.findings; sys.exit('z3' in sys.modules or 'yaml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def big(places: int) -> Iterator[Claim]:
    """Yield fifty claims on each of many places."""
    for number in range(places):
        place = f"p{number}"
        yield made.claim(f"{place}b", place, "buildings", 8)
        yield made.claim(f"{place}c", place, "cells_per_building", 32)
        yield made.claim(f"{place}q", place, "persons_per_cell", 60 + number % 9, capacity="design")
        yield made.claim(f"{place}k", place, "capacity", 256 * (60 + number % 11), capacity="design")
        yield made.claim(f"{place}o", place, "occupancy", 100, span=made.day(2022, 1, 1))
        for month in range(30):
            span = made.month(2022 + month // 12, month % 12 + 1)
            yield made.claim(
                f"{place}m{month}", place, "population", 15001 + month, who="all held", span=span, speaker="ministry"
            )
        for month in range(15):
            span = made.day(2022 + month // 12, month % 12 + 1, 1)
            yield made.claim(
                f"{place}d{month}", place, "admissions", 101 + month, who="all", span=span, speaker="ministry"
            )


@pytest.mark.slow
def test_five_thousand_claims_are_all_looked_at() -> None:
    """Of a hundred places with fifty claims each, a fifth of them in conflict, the conflicts are found."""
    subjects = {f"p{number}": Subject(id=f"p{number}", type="place", en="A", es="B") for number in range(100)}
    claims = list(big(100))
    assert len(claims) == 5000
    findings = find(claims, made.about(subjects), made.VOCABULARY)
    assert sum(one.kind == "contradiction" for one in findings) > 10
