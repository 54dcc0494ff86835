"""Leads and what stands behind them: short, in both languages, with names that a reader knows, in an order that helps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from tests.findings import claims_made as made

from habeas.about import Question
from habeas.amount import Amount
from habeas.claims import Claim, Subject
from habeas.findings import Finding, find
from habeas.findings.statement import Label, contracted, named, number, sentences, told
from habeas.standards import Assessment, Requirement
from habeas.words import Lang

LANGS: tuple[Lang, ...] = ("en", "es")
LONG = 300
ID = re.compile(r"\b[a-z]+-\d{4}-\d{2}|\bc-[0-9a-f]{6,}|\bsource-\w+|_")
LOWER = re.compile(r"[.?!] +[a-záéíóúñ]")
ABBREVIATED = re.compile(r"\b(art|para|No)\. +[a-z]")


def case() -> list[Claim]:
    """Return claims with every kind of conflict: structure, pairs, totals, counters, money, orders, change, unlike."""
    march = made.month(2024, 3)
    return [
        *made.structure(),
        made.claim("eighty", "cecot", "persons_per_cell", 80, capacity="design", span=made.month(2024, 2)),
        made.claim("places", "prisons", "capacity", 30864, capacity="official", who="all held", span=march),
        made.claim("rival", "prisons", "capacity", 32000, capacity="official", who="all held", span=march),
        made.claim("early", "prisons", "population", 36000, "explainer", who="all held", span=made.month(2021, 4)),
        made.claim("late", "prisons", "population", 110000, "explainer", who="all held", span=march),
        made.claim("some", "prisons", "population", 97312, who="held outside", span=made.day(2024, 3, 4)),
        made.claim("all", "prisons", "population", 111207, who="all held", span=made.day(2024, 3, 4)),
        made.claim("a1", "country", "arrests", 64111, who="all", span=made.day(2023, 2, 14), speaker="the government"),
        made.claim("a2", "country", "arrests", 62975, who="all", span=made.day(2023, 3, 1), speaker="the government"),
        *(
            made.claim(f"d{n}", "country", "deaths_documented", n, who="all", span=made.day(2023, 7, 1), speaker=who)
            for n, who in ((170, "Cristosal"), (300, "Socorro"))
        ),
        made.claim("sum", "deal", "sum_usd", 6000000),
        made.claim("year", "deal", "duration_days", 365),
        made.claim("planned", "deal", "persons_covered", Amount.about(300), who="to be held"),
        made.claim("sent", "transfer", "transferred", 238, who="Venezuelans"),
        made.claim("forbids", "order", "order_forbids", "transfer"),
        made.claim("issued", "order", "order_issued", made.day(2025, 3, 15)),
        made.claim("day", "transfer", "transfer_day", made.day(2025, 3, 16)),
    ]


NAMES = {f"source-{one.key}": f"Paper {number}" for number, one in enumerate(case())} | {"explainer": "The Explainer"}


def every(names: Mapping[str, str] | None = NAMES) -> list[Finding]:
    """Return the findings of the case."""
    return find(case(), made.about(), made.VOCABULARY, names=names)


def test_a_lead_is_short_and_what_is_behind_it_is_not_in_it() -> None:
    """No lead is longer than two sentences of a newspaper; a conflict, a change and an implied value always have more."""
    for one in every():
        for lang in LANGS:
            assert len(one.text(lang)) <= LONG, one.text(lang)
            if one.kind != "silence":
                assert one.more(lang)
                assert one.more(lang) not in one.text(lang)


def test_no_lead_names_a_source_by_its_id_and_nothing_looks_like_one() -> None:
    """With names given, neither a lead nor what is behind it has the id of a source or a claim, or a word of the code."""
    for one in every():
        for said in (*map(one.text, LANGS), *map(one.more, LANGS)):
            assert ID.search(said) is None, said


def test_a_source_without_a_name_is_named_by_its_id() -> None:
    """Unknown names are no reason to leave out who says it."""
    (finding,) = [one for one in every(None) if one.claims == ("places", "rival")]
    assert "source-places" in finding.text("en")
    (finding,) = [one for one in every() if one.claims == ("places", "rival")]
    assert "Paper" in finding.text("en")


def test_every_sentence_begins_with_a_capital_and_ends() -> None:
    """After a full stop comes a capital; a lead ends with a full stop or a question mark; no place is left unfilled."""
    for one in every():
        for said in (*map(one.text, LANGS), *filter(None, map(one.more, LANGS))):
            assert LOWER.search(ABBREVIATED.sub("", said)) is None, said
            assert said.rstrip().endswith((".", "?"))
            assert not {"{", "}", "<", "None"} & set(re.findall(r"[{}<]|None", said)), said


def test_spanish_draws_articles_together_and_never_mixes_ranges() -> None:
    """The pairs "de el" and "a el" never stand before a word, nor "con de" or "a de" before a range."""
    for one in every():
        said = f"{one.text('es')} {one.more('es')}"
        assert re.search(r"\b(de|a) el [a-záéíóúñ]|\b(con|a|albergan) de \d", said) is None, said


def test_the_languages_say_the_same_numbers() -> None:
    """Every number of the English lead is in the Spanish one."""
    for one in every():
        pattern = r"\d+(?:,\d{3})*(?:\.\d+)?"
        assert sorted(re.findall(pattern, one.text("en"))) == sorted(re.findall(pattern, one.text("es"))), one.text(
            "en"
        )


LEADS = (
    (
        "CECOT: 8 buildings of 32 cells with 65 to 70 persons each hold 16,640 to 17,920, not the 40,000 stated by Paper 4. One "
        "figure is of design capacity, the other of official capacity."
    ),
    "CECOT: 40,000 places would mean 156.25 persons in each cell and 0.64 m² for each of them.",
    (
        "the agreement: 6,000,000 dollars for 365 days come to 54.79 to 69.07 dollars per person and day, depending on whose "
        "headcount is right (300 to 238)."
    ),
    (
        "Country: the count of arrests by the government fell from 64,111 (14 February 2023) to 62,975 (1 March 2023); such a "
        "total can only grow."
    ),
    "the transfer: it took place on 16 March 2025, after the order had forbidden it.",
)


def test_the_leads_read_as_they_should() -> None:
    """The conclusions of the case, word for word."""
    said = {one.text("en") for one in every()}
    assert said >= set(LEADS)
    spanish = {one.text("es") for one in every()}
    assert (
        "el CECOT: 40,000 plazas supondrían 156.25 personas en cada celda y 0.64 m² para cada una de ellas." in spanish
    )


def test_what_is_behind_a_lead_names_each_figure_with_everyone_who_says_it_and_when() -> None:
    """Five claims of one figure are one sentence; the times of one voice stand together, the earliest first."""
    claims = [
        made.claim(f"b{n}", "cecot", "buildings", 8, span=made.month(2025 - n, 1), speaker="the government")
        for n in (0, 1)
    ]
    claims += [made.claim("c", "cecot", "cells_per_building", 32, "paper")]
    (finding,) = [
        one for one in find(claims, made.about(), made.VOCABULARY, names={"paper": "El Papel"}) if one.kind == "implied"
    ]
    assert "Buildings: 8 (the government, January 2024, January 2025)." in finding.more("en")
    assert "Edificios: 8 (el Gobierno, enero de 2024, enero de 2025)." in finding.more("es")
    assert "Cells per building: 32 (El Papel)." in finding.more("en")


def test_a_relation_without_a_sentence_of_its_own_is_said_in_general_words() -> None:
    """A sum of parts above its whole has no template, and still reads; so does what cannot be put in one equation."""
    claims = [
        made.claim("all", "transfer", "transferred", 238, who="Venezuelans"),
        made.claim("act", "transfer", "transferred_under_order", 300, who="Venezuelans"),
        made.claim("space", "cecot", "area_per_person", 3, capacity="official"),
        *(one for one in made.structure() if one.key != "designed"),
    ]
    said = [one.text("en") for one in find(claims, made.about(), made.VOCABULARY) if one.kind == "contradiction"]
    assert any(
        "300 of these under the invoked act make at least 300, more than the 238 persons transferred" in one
        for one in said
    )
    assert any("these 5 figures do not fit together" in one for one in said)


def test_one_is_said_in_the_singular() -> None:
    """One building of one cell is a building of a cell."""
    claims = [made.claim("b", "cecot", "buildings", 1), made.claim("c", "cecot", "cells_per_building", 1)]
    (finding,) = [one for one in find(claims, made.about(), made.VOCABULARY) if one.kind == "implied"]
    assert finding.text("en") == "CECOT: 1 building of 1 cell make 1 cells."


def test_a_finding_that_was_stored_without_detail_still_reads() -> None:
    """A finding of an older habeas has no detail, and nothing behind its lead."""
    old = Finding(
        id="0", kind="order", gravity="note", subject="x", topic="legal", key="findings.silence-field",
        values={"subject": "X", "question": "Who?"},
    )  # fmt: skip
    assert (old.text("en"), old.more("en"), old.detail) == ("X. Who?", "", None)


def test_the_id_of_a_finding_does_not_depend_on_the_names_of_sources_or_subjects() -> None:
    """A publisher that is corrected, or a subject that is renamed, leaves every id as it was."""
    renamed = {name: replace(one, en=f"{one.en} II") for name, one in made.SUBJECTS.items()}
    ids = [one.id for one in every()]
    assert ids == [one.id for one in every(None)]
    assert ids == [one.id for one in find(case(), made.about(renamed), made.VOCABULARY)]


# --- the order


def test_contradictions_come_by_the_gap_between_their_sides_then_by_independent_claims() -> None:
    """16,640 to 17,920 against 40,000 comes before 80 against 70, and that before 71 against 70."""
    claims = [
        *made.structure(),
        made.claim("eighty", "cecot", "persons_per_cell", 80, capacity="design"),
        made.claim("near", "cecot", "persons_per_cell", 71, capacity="design"),
    ]
    found = [one for one in find(claims, made.about(), made.VOCABULARY) if one.kind == "contradiction"]
    gaps = [one for one in found if one.gravity == "warning"]
    assert set(gaps[0].claims) == {"buildings", "cells", "designed", "official"}
    places = {frozenset(one.claims): place for place, one in enumerate(gaps)}
    assert places[frozenset({"designed", "eighty"})] < places[frozenset({"designed", "near"})]
    more = [made.claim(f"again{n}", "cecot", "persons_per_cell", 71, capacity="design") for n in range(3)]
    pair = made.claim("other", "cecot", "beds_per_cell", 70)
    beds = made.claim("beds", "cecot", "beds_per_cell", 71)
    alone = [made.claim("designed", "cecot", "persons_per_cell", 70, capacity="design"), claims[-1]]
    found = [
        one for one in find([*alone, *more, pair, beds], made.about(), made.VOCABULARY) if one.kind == "contradiction"
    ]
    assert [len(one.claims) for one in found] == [5, 2]


def test_within_a_gravity_conflicts_come_first_and_questions_last() -> None:
    """Contradictions, orders, falls, changes, what is implied, what is unmet, and so on to the questions."""
    kinds = ["contradiction", "order", "decrease", "change", "implied", "unmet", "unlike", "derived", "silence"]
    for gravity in ("error", "warning", "note"):
        places = [kinds.index(one.kind) for one in every() if one.gravity == gravity]
        assert places == sorted(places)


# --- questions


def field(name: str, **more: Any) -> Requirement:
    """Return a field that a register must hold."""
    return Requirement(
        id=name, instrument="test", article="1", en="Say it.", es="Dígalo.", kind="field", level="person",
        reference_en=f"Rule {name}", reference_es=f"Regla {name}", question_en=f"What of {name}?",
        question_es=f"¿Qué hay de {name}?", **more,
    )  # fmt: skip


def unanswered(verdicts: Mapping[str, str], **more: Any) -> list[Finding]:
    """Return the questions of fields that are open at subjects, each of which has one verdict for all fields."""
    names = [name for group in made.RULES.questions for name in group] + ["of-its-own"]
    requirements = {name: field(name) for name in names}
    assessments = [
        Assessment(id=f"{subject}-{name}", requirement=name, subject=subject, verdict=verdict)  # type: ignore[arg-type]
        for subject, verdict in verdicts.items()
        for name in names
    ]
    found = find([], made.about(**more), made.VOCABULARY, assessments, requirements)
    return [one for one in found if one.kind == "silence" and one.requirements]


def test_questions_that_ask_the_same_are_one_and_no_reference_is_lost() -> None:
    """Each open field is under exactly one question; what was folded in is asked behind it, with every reference."""
    found = unanswered({"cecot": "no_evidence"})
    names = [name for one in found for name in one.requirements]
    assert sorted(names) == sorted({*(name for group in made.RULES.questions for name in group), "of-its-own"})
    assert len(found) == len(made.RULES.questions) + 1
    identity = next(one for one in found if "icpped-17-3-a" in one.requirements)
    assert identity.text("en") == "CECOT. What of icpped-17-3-a?"
    assert identity.requirements == ("icpped-17-3-a", "nmr-7-a")
    assert "What of nmr-7-a?" in identity.more("en")
    assert "Rule icpped-17-3-a; Rule nmr-7-a" in identity.more("en")


def test_the_persons_of_an_event_are_asked_for_once() -> None:
    """What is open of the event and of those it moved is one question of the event; what the event answers is not asked."""
    subjects = {
        **made.SUBJECTS,
        "moved": Subject(id="moved", type="group", en="Those moved", es="Personas trasladadas"),
        "transfer": replace(made.SUBJECTS["transfer"], links={"persons": "moved"}),
    }
    both = unanswered({"transfer": "no_evidence", "moved": "no_evidence"}, subjects=subjects)
    assert {one.subject for one in both} == {"transfer"}
    assert len(both) == len(made.RULES.questions) + 1
    assert unanswered({"transfer": "met", "moved": "no_evidence"}, subjects=subjects) == []


def test_a_case_asks_only_about_what_its_questions_are_about() -> None:
    """Where the case puts questions, topics that none of them asks about are not asked of anyone."""
    question = Question(id="q", en="How many?", es="¿Cuántas?", subjects=("prisons",), topics=("population",))
    found = find([], replace(made.about(), questions=(question,)), made.VOCABULARY)
    assert {(one.subject, one.topic) for one in found if one.kind == "silence"} == {("prisons", "population")}


def test_nobody_is_asked_for_what_the_rules_work_out() -> None:
    """Rates, occupancy and conjectures are not asked for, nor anything of an instrument or an authority."""
    found = [one for one in find([], made.about(), made.VOCABULARY) if one.kind == "silence"]
    said = " ".join(f"{one.text('en')} {one.more('en')}" for one in found)
    for name in made.RULES.unasked:
        assert made.VOCABULARY[name].en not in said
    assert {made.SUBJECTS[one.subject].type for one in found} <= {"place", "system", "country", "event"}


def test_counters_are_compared_only_where_they_count_the_same() -> None:
    """Four dead infants of one count are not the low end of counts of all: the lead is of the definition most share."""
    claims = [
        made.claim(f"d{n}", "country", "deaths_documented", n, who=of, span=made.day(2023, 7, 1), speaker=who)
        for n, who, of in ((170, "one", "all"), (300, "two", "all"), (4, "two", "infants"))
    ]
    (finding,) = [one for one in find(claims, made.about(), made.VOCABULARY) if one.kind == "unlike"]
    assert "2 counters, from 170 (one, 1 July 2023) to 300 (two, 1 July 2023)" in finding.text("en")
    assert set(finding.claims) == {"d170", "d300", "d4"}
    assert "infants" in finding.more("en")


# --- the words themselves


def test_sentences_are_finished_and_empty_ones_left_out() -> None:
    """Parts become sentences with a capital and one full stop; questions keep their mark."""
    said = sentences([named("one", "uno"), named("", ""), named("Is it two?", "¿Son dos?"), named("three.", "tres.")])
    assert (said.text("en"), said.text("es")) == ("One. Is it two? Three.", "Uno. ¿Son dos? Tres.")


def test_a_label_is_said_once() -> None:
    """Words are worked out when they are first asked for, and then kept."""
    heard: list[Lang] = []

    def say(lang: Lang) -> str:
        heard.append(lang)
        return "words"

    label = Label(say)
    assert heard == []
    assert [label.text("en"), label.text("en"), label.text("es")] == ["words"] * 3
    assert heard == ["en", "es"]


@pytest.mark.parametrize(
    ("amount", "en", "es"),
    [
        (Amount.exact(6000000), "6,000,000", "6,000,000"),
        (Amount.range(65, 70), "65 to 70", "entre 65 y 70"),
        (Amount.about(300, width=Decimal("0.02")), "about 300", "alrededor de 300"),
        (Amount.at_least(100), "at least 100", "al menos 100"),
        (Amount.exact(Decimal("54.794520547")), "about 54.79", "alrededor de 54.79"),
        (Amount.range(Decimal("54.794520547"), Decimal("69.0711335")), "54.79 to 69.08", "entre 54.79 y 69.08"),
    ],
)
def test_a_number_in_a_lead_is_bare_and_short(amount: Amount, en: str, es: str) -> None:
    """Without unit and width, to four digits where it has more than six and is no whole number."""
    label = number(replace(amount, unit="persons"))
    assert (label.text("en"), label.text("es")) == (en, es)


def test_a_template_takes_the_singular_of_one_and_contracts_spanish() -> None:
    """<a|b> after a place follows its number; "de el" becomes "del"."""
    template: Mapping[Lang, str] = {"en": "{n} <cell|cells> of {who}", "es": "{n} <celda|celdas> de {who}"}
    values = {"n": named("1", "1"), "who": named("it", "el penal")}
    assert told(template, values, frozenset({"n"})).text("es") == "1 celda del penal"
    assert told(template, values, frozenset()).text("en") == "1 cells of it"
    assert contracted("de El Salvador a el penal", "es") == "de El Salvador al penal"


# --- rivals, copies and parts


def test_a_rounded_copy_of_a_figure_makes_no_finding_of_its_own_and_loses_no_set() -> None:
    """40,000 and "about 40,000" against one structure are one finding, with the arithmetic and the claims of both sets."""
    about = made.claim("about", "cecot", "capacity", Amount.about(40000, width=Decimal("0.02")), capacity="official")
    found = find([*made.structure(), about], made.about(), made.VOCABULARY)
    (finding,) = [one for one in found if one.kind == "contradiction"]
    assert len(finding.steps) == 2
    assert finding.steps[0].endswith("\N{NOT EQUAL TO} 40,000")
    assert set(finding.claims) == {one.id for one in made.structure()} - {"area"} | {"about"}
    assert "not the 40,000 stated" in finding.text("en")
    assert "The same numbers clash with this figure in place" in finding.more("en")
    per_cell = [one for one in found if one.kind == "implied" and one.result and one.result.unit == "persons/cell"]
    assert [len(one.steps) for one in per_cell] == [2]
    assert len(made.clashing([*made.structure(), about])) == 2


def test_an_error_among_copies_is_told_before_the_estimate() -> None:
    """Where an exact figure is an error and its rounded copy a warning, the finding is the error."""
    june = made.day(2024, 6, 1)
    claims = [
        made.claim("a", "cecot", "cells", 256, span=june),
        made.claim("b", "cecot", "cells", 300, span=june),
        made.claim("c", "cecot", "cells", Amount.about(300, width=Decimal("0.02")), span=june),
    ]
    (finding,) = [one for one in find(claims, made.about(), made.VOCABULARY) if one.kind == "contradiction"]
    assert finding.gravity == "error"
    assert set(finding.claims) == {"a", "b", "c"}


def test_a_part_of_a_whole_is_no_rival_of_it() -> None:
    """Men and women that a source adds up are not held against the whole, and no multiple is measured from them."""
    june = made.day(2024, 6, 1)
    claims = [
        made.claim("before", "prisons", "population", 36001, who="all held", span=made.day(2021, 4, 1)),
        made.claim("whole", "prisons", "population", 107055, "census", who="all held", span=june),
        made.claim("men", "prisons", "population", 94112, "census", who="men", span=june),
        made.claim("women", "prisons", "population", 12943, "census", who="women", span=june),
    ]
    found = find(claims, made.about(), made.VOCABULARY)
    (change,) = [one for one in found if one.kind == "change"]
    assert set(change.claims) == {"before", "whole"}
    assert [one for one in found if one.kind == "unlike"] == []
    (computed,) = [one for one in found if one.kind == "derived"]
    assert "from 94,112 (men) and 12,943 (women)" in computed.text("en")
    apart = [one for one in claims if one.key != "whole"]
    assert [one.kind for one in find(apart, made.about(), made.VOCABULARY) if one.kind == "unlike"] == ["unlike"]


def test_a_capacity_of_other_years_makes_no_occupancy() -> None:
    """The persons held of 2007 are not divided by the places of 2021, nor by those of a time that had ended."""
    held = made.claim("held", "prisons", "population", 17577, who="all held", span=made.month(2007, 6))
    later = made.claim("later", "prisons", "capacity", 32000, capacity="official", span=made.month(2021, 6))
    near = made.claim("near", "prisons", "capacity", 8110, capacity="official", span=made.month(2009, 6))

    def occupancies(*claims: Claim) -> list[str]:
        found = find(claims, made.about(), made.VOCABULARY)
        return [one.steps[0] for one in found if one.relation == "occupancy"]

    assert occupancies(held, later) == []
    assert occupancies(held, later, near) == ["100 \N{MULTIPLICATION SIGN} 17,577 / 8,110 = 216.7"]


def test_a_part_of_a_system_is_not_asked_what_the_whole_is_asked() -> None:
    """Of prisons that are part of others, only what the others are not asked is asked."""
    subjects = {
        **made.SUBJECTS,
        "some": Subject(id="some", type="system", en="Some", es="Algunos", links={"part_of": "prisons"}),
    }
    claims = [made.claim("guards", "prisons", "guards", 7, span=made.day(2024, 1, 1))]
    found = [one for one in find(claims, made.about(subjects), made.VOCABULARY) if one.kind == "silence"]
    assert [one.text("en") for one in found if one.subject == "some"] == [
        "Some. What do the authorities state on: guards?"
    ]
