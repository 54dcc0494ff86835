"""What is wrong in a claims file is all reported at once, in its place, in both languages, and takes no good row with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from habeas.claims import Coded
from habeas.errors import Problem
from habeas.words import LANGUAGES

if TYPE_CHECKING:
    from tests.claims.conftest import World

FORTY = """\
habeas: claims/1
coder: A. Coder
sorce: vrt                                   #! unknown-field-near
source: vrt
language: en
claims:
  - key: one
    quote: 32 cells in each building
    subject: cecott                          #! unknown-subject-near
    predicate: populaton                     #! unknown-predicate-near
    value: 32
  - key: two                                 #! needs-who needs-as_of
    quote: no such words stand there         #! evidence.quote-not-found
    subject: sv-prisons
    predicate: population
    value: hundreds                          #! amount.vague
  - key: three words                         #! bad-key
    quote: There are no visits               #! evidence.quote-ambiguous
    subject: cecot
    predicate: family_visits
    value: nonee                             #! unknown-choice-near
    modality: rumour                         #! unknown-choice
    polarity: denyed                         #! unknown-choice-near
  - key: one                                 #! key-twice needs-capacity
    quote: up to 40,000 men
    subject: cecot
    predicate: capacity
    value: 40000
    unit: persons                            #! contradicts
    measure: deaths                          #! contradicts
  - key: five                                #! no-quote
    subject: transfer
    predicate: buildings                     #! wrong-subject
    value: 8
    capacity: planned                        #! unknown-choice capacity-of-nothing
  - key: six                                 #! decision-reason
    source: vrtt                             #! unknown-source-near
    quote: 32 cells in each building
    subject: cecot
    predicate: opened
    value: 2026-01-01                        #! in-future
    said_on: 2025-12-24                      #! in-future
    who: all held                            #! who-not-counted
    decision: accept
  - key: seven
    source: withdrawn                        #! source-withdrawn
    quote: nine buildings
    subject: cecot
    predicate: buildings
    value: 9
    quotation: nine buildings                #! unknown-field-near
  - quote: 32 cells in each building         #! missing
    subject: cecot
    predicate: cells_per_building
    value: 32 toilets                        #! amount.other-unit
    decision: agree                          #! unknown-choice
    sensitivity: private                     #! unknown-choice
  - key: nine
    quote: 32 cells in each building
    subject: cecot
    predicate: cells_per_building
    value: 32
    language: fr                             #! unknown-choice
    value: 33                                #! field-twice
    derived_from: {a: b}                     #! field-shape
  - just words                               #! claim-shape
  - key: eleven
    source: table
    sheet: nowhere                           #! evidence.no-such-sheet
    row: 2
    column: B
    subject: sv-prisons
    predicate: destination                   #! wrong-subject
    value: nowhere                           #! unknown-subject
  - key: twelve
    source: table
    row: two                                 #! not-a-row
    column: B
    subject: cecot
    predicate: buildings
    value: 8
  - key: good-1
    quote: 32 cells in each building
    subject: cecot
    predicate: cells_per_building
    value: 32
  - key: thirteen
    quote: eight buildings
    subject: cecot
    predicate: buildings
    value: 8
    derived_from: [gone]                     #! unknown-key
  - key: fourteen
    quote: eight buildings
    subject: cecot
    predicate: cells
    value: 2 x {one}                         #! refers-to-faulty
  - key: good-2
    quote: Each cell has 80 bunks
    subject: cecot
    predicate: beds_per_cell
    value: 80
"""


def expected(words: str) -> list[tuple[int, str]]:
    """Return the (line, key) of each fault that the marks in a file announce."""
    return [
        (number, key if "." in key else f"claims.{key}")
        for number, line in enumerate(words.splitlines(), 1)
        for key in line.partition("#!")[2].split()
    ]


def found(coded: Coded, gravity: str = "error") -> list[tuple[int, str]]:
    """Return the (line, key) of each problem of a gravity."""
    return sorted((problem.row or 0, problem.key) for problem in coded.problems if problem.gravity == gravity)


def only(coded: Coded) -> Problem:
    """Return the one problem there is."""
    assert len(coded.problems) == 1, [problem.text("en") for problem in coded.problems]
    return coded.problems[0]


def test_forty_faults_are_all_reported_each_on_its_line(world: World) -> None:
    """Every one of the forty-odd faults of a file is reported, on the very line that has it, and nothing else is."""
    marks = expected(FORTY)
    assert len(marks) >= 40
    assert found(world.code(FORTY)) == sorted(marks)


def test_good_rows_among_forty_faults_are_used(world: World) -> None:
    """A faulty row is set aside with its line and key; the good rows beside it give drafts; every row is somewhere."""
    coded = world.code(FORTY)
    assert list(coded.used) == ["good-1", "good-2"]
    assert [draft.kind for draft in coded.drafts] == ["claim.propose", "claim.propose"]
    assert len(coded.used) + len(coded.unchanged) + len(coded.set_aside) == coded.rows == 16
    assert coded.set_aside[0].row == 7
    assert [one.key for one in coded.set_aside][:2] == ["one", "two"]
    assert not coded.sound


def test_every_fault_reads_whole_in_both_languages(world: World) -> None:
    """Each problem says its place first, has no unfilled place, and English and Spanish differ."""
    for problem in world.code(FORTY).problems:
        said = {lang: problem.text(lang) for lang in LANGUAGES}
        assert said["en"] != said["es"]
        assert said["en"].startswith("claims.yaml, row ")
        assert said["es"].startswith("claims.yaml, fila ")
        assert not re.search(r"\{[a-z_]+\}", said["en"].replace("{one}", "") + said["es"].replace("{one}", ""))


@pytest.mark.parametrize(
    ("claim", "column", "near"),
    [
        ("key: a, quote: eight buildings, subject: cecto, predicate: buildings, value: 8", "subject", "cecot"),
        ("key: a, quote: eight buildings, subject: cecot, predicate: bildings, value: 8", "predicate", "buildings"),
        ("key: a, quote: eight buildings, subject: cecot, predicate: buildings, vaule: 8, value: 8", "vaule", "value"),
        ("key: a, quote: no visits, prefix: 'men. There are ', subject: cecot, predicate: family_visits, value: nome",
         "value", "none"),
        ("key: a, source: vrtt, quote: x, subject: cecot, predicate: buildings, value: 8", "source", "vrt"),
    ],
)  # fmt: skip
def test_a_misspelled_word_is_answered_with_the_word_meant(world: World, claim: str, column: str, near: str) -> None:
    """An unknown subject, predicate, field, choice or source is named with its column and the closest known one."""
    problem = only(world.rows(claim))
    assert problem.column == column
    assert str(problem.values["near"]).split(", ")[0] == near
    assert near in problem.text("en")
    assert near in problem.text("es")


def test_a_quote_that_is_not_there_is_answered_with_the_nearest_passage(world: World) -> None:
    """The message shows the passage that is most like the words given."""
    problem = only(
        world.rows("key: a, quote: 33 cells in each bulding, subject: cecot, predicate: buildings, value: 8")
    )
    assert (problem.key, problem.row, problem.column) == ("evidence.quote-not-found", 5, "quote")
    assert "32 cells in each building" in problem.text("en")
    assert "32 cells in each building" in problem.text("es")


def test_prefix_tells_two_equal_passages_apart(world: World) -> None:
    """Words that stand twice are refused alone, and found with what stands before them."""
    claim = "key: a, quote: There are no visits, subject: cecot, predicate: family_visits, value: none"
    assert only(world.rows(claim)).key == "evidence.quote-ambiguous"
    assert world.rows(f"{claim}, prefix: 'men. '").sound


def test_a_cell_is_cited_by_row_and_column(world: World) -> None:
    """A claim may rest on a cell; its content becomes the words of the claim."""
    coded = world.rows(
        "key: a, source: table, row: 2, column: B, subject: sv-prisons, predicate: population, value: 36515,"
        " who: all held, as_of: 2021"
    )
    assert coded.sound
    assert coded.drafts[0].body["words"] == "36515"
    assert coded.drafts[0].body["citations"][0]["quote"]["column"] == "B"


def test_a_cell_with_other_content_is_refused(world: World) -> None:
    """Where a quote is given beside a cell, the cell must hold exactly that."""
    claim = "key: a, source: table, row: 2, column: B, quote: '36516', subject: cecot, predicate: cells, value: 36516"
    assert only(world.rows(claim)).key == "evidence.cell-other"


@pytest.mark.parametrize("modality", ["target", "hypothetical", "estimate"])
def test_only_what_speaks_of_the_future_may_lie_in_it(world: World, modality: str) -> None:
    """A target, possibility or estimate may hold after today; a fact, an allegation, and anyone's saying so may not."""
    claim = "key: a, quote: eight buildings, subject: cecot, predicate: buildings, value: 8, as_of: 2030"
    assert only(world.rows(claim)).key == "claims.in-future"
    assert only(world.rows(f"{claim}, modality: allegation")).key == "claims.in-future"
    assert world.rows(f"{claim}, modality: {modality}").sound
    said = world.rows(f"{claim}, modality: {modality}, said_on: 2029")
    assert (only(said).column, only(said).key) == ("said_on", "claims.in-future")


def test_a_year_that_is_not_over_is_not_the_future(world: World) -> None:
    """The year 2025 may be said in June 2025: some day of it has come."""
    assert not found(
        world.rows("key: a, quote: eight buildings, subject: cecot, predicate: buildings, value: 8, as_of: 2025")
    )


def test_what_a_source_cannot_have_known_is_doubted(world: World) -> None:
    """A fact after the source was published, or said after it, is used with a warning that names the day."""
    coded = world.rows(
        "key: a, quote: eight buildings, subject: cecot, predicate: buildings, value: 8, as_of: 2024-05, said_on: 2024-06"
    )
    assert found(coded, "warning") == [(5, "claims.after-publication")] * 2
    assert coded.sound
    assert list(coded.used) == ["a"]
    assert "25 February 2023" in coded.problems[0].text("en")
    assert "25 de febrero de 2023" in coded.problems[0].text("es")


def test_a_wording_close_to_another_is_doubted(world: World, good: Callable[[str], str]) -> None:
    """A wording one letter off would never be compared, so it is pointed out; case and accents are no matter."""
    other = good("held").replace("key: held", "key: other").replace("2021-04", "2021-05")
    assert found(world.rows(good("held"), other.replace("all held", "all heldd")), "warning") == [
        (6, "claims.who-close")
    ]
    assert world.rows(good("held"), other.replace("all held", "All Held")).problems == ()


def test_a_ratio_of_other_persons_is_doubted_and_of_another_unit_refused(
    world: World, good: Callable[[str], str]
) -> None:
    """A multiple of a claim needs its unit, and is pointed out where it counts other persons."""
    adults = good("now").replace("who: all held", "who: adults")
    assert found(world.rows(good("held"), adults), "warning") == [(6, "claims.ratio-who")]
    cells = good("cells").replace("value: 32", "value: '2 x {held}'")
    assert found(world.rows(good("held"), cells)) == [(6, "claims.ratio-unit")]


def test_claims_that_rest_on_each_other_in_a_circle_are_refused(world: World) -> None:
    """A claim cannot be its own ground, directly or round a circle; what only leads to the circle falls with it."""
    base = "quote: eight buildings, subject: cecot, predicate: buildings"
    coded = world.rows(
        f"key: a, {base}, value: '2 x {{b}}'",
        f"key: b, {base}, value: '3 x {{c}}'",
        f"key: c, {base}, value: '4 x {{a}}'",
        f"key: d, {base}, value: '5 x {{a}}'",
        f"key: e, {base}, value: '6 x {{e}}'",
        f"key: f, {base}, value: 8",
    )
    kinds = dict(found(coded))
    assert kinds == dict.fromkeys((5, 6, 7, 9), "claims.refers-to-itself") | {8: "claims.refers-to-faulty"}
    assert list(coded.used) == ["f"]


def test_a_good_row_that_names_a_faulty_one_is_set_aside_with_the_line_to_mend(world: World) -> None:
    """The fault travels along derived_from, however long the chain, and names the row it comes from."""
    base = "quote: eight buildings, subject: cecot, predicate: buildings"
    coded = world.rows(
        f"key: a, {base}, value: hundreds",
        f"key: b, {base}, value: 8, derived_from: a",
        f"key: c, {base}, value: 9, derived_from: [b]",
    )
    assert [(row, key) for row, key in found(coded) if "refers" in key] == [
        (6, "claims.refers-to-faulty"),
        (7, "claims.refers-to-faulty"),
    ]
    assert len(coded.set_aside) == 3


def test_a_source_whose_text_cannot_be_had_is_one_clear_problem(world: World) -> None:
    """The reason the text cannot be read is told at the claim that needs it."""
    problem = only(world.rows("key: a, source: broken, quote: x, subject: cecot, predicate: buildings, value: 8"))
    assert (problem.key, problem.column) == ("claims.file-empty", "source")


def test_the_same_claim_twice_is_pointed_out(world: World, good: Callable[[str], str]) -> None:
    """Two rows that say the same from the same words are one claim; the second is set aside and names the first."""
    coded = world.rows(good("cells"), good("cells").replace("key: cells", "key: again"))
    assert found(coded) == [(6, "claims.claim-twice")]
    assert only(coded).values["first"] == "cells"


def test_a_maximum_by_nature_states_its_figure(world: World, good: Callable[[str], str]) -> None:
    """A capacity of "up to 40,000" is 40,000; a population of "up to 40,000" may be any number below."""
    capacity = world.rows(good("capacity")).drafts[0].body["value"]["amount"]
    assert (capacity["low"], capacity["high"], capacity["qualifier"]) == ("40000", "40000", "at_most")
    held = world.rows(
        good("held").replace("about 36,000'", "up to 36,000'", 2).replace("quote: 'up to", "quote: 'about")
    )
    assert "low" not in held.drafts[0].body["value"]["amount"]


def test_spanish_words_are_as_good_as_the_ids(world: World) -> None:
    """Choices, kinds and decisions may be given by their words in either language."""
    coded = world.rows(
        "key: a, quote: 32 cells in each building, subject: El CECOT, predicate: family_visits, value: prohibidas,"
        " polarity: negado, modality: denuncia, decision: aceptar, reason: revisado, sensitivity: público, language: español"
    )
    assert coded.sound
    body = coded.drafts[0].body
    assert (body["subject"], body["value"], body["polarity"], body["modality"]) == (
        "cecot",
        "none",
        "denied",
        "allegation",
    )
    assert (body["sensitivity"], body["language"], coded.drafts[1].kind) == ("public", "es", "claim.accept")
