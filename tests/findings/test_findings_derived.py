"""Derived figures: recognised where a source gives the sum and its parts, and hardly ever by chance."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from tests.findings import claims_made as made

from habeas.amount import Amount
from habeas.claims import Claim
from habeas.findings import Finding, find, independent
from habeas.findings.derived import recognise

MARCH, DECEMBER = made.month(2022, 3), made.month(2022, 12)


def derived(claims: list[Claim]) -> list[Finding]:
    """Return the findings of derived figures."""
    return [one for one in find(claims, made.about(), made.VOCABULARY) if one.kind == "derived"]


def flow(before: int, arrests: int, releases: Any, after: int, source: str = "paper") -> list[Claim]:
    """Return a population, the arrests and releases since, and the population after, all of one source."""
    return [
        made.claim("before", "prisons", "population", before, source, who="all held", span=MARCH),
        made.claim("arrests", "country", "arrests", arrests, source, who="cumulative", span=DECEMBER),
        made.claim("releases", "country", "releases", releases, source, who="cumulative", span=DECEMBER),
        made.claim("after", "prisons", "population", after, source, who="all held", span=DECEMBER),
    ]


@pytest.mark.parametrize(
    ("claims", "step"),
    [
        (flow(39538, 61300, 3313, 97525), "97,525 = 39,538 + 61,300 - 3,313"),
        (flow(39538, 72600, Amount.more_than(7000), 105138), "105,138 = 39,538 + 72,600 - 7,000"),
        (
            [
                made.claim("after", "transfer", "transferred", 261, "paper", who="all on the flights"),
                made.claim("first", "transfer", "transferred_of_group", 238, "paper", who="of one group"),
                made.claim("second", "transfer", "transferred_of_group", 23, "paper", who="of another"),
            ],
            "261 = 238 + 23",
        ),
        (
            [
                made.claim("after", "transfer", "transferred", 238, "paper", who="all"),
                made.claim("first", "transfer", "transferred_under_order", 137, "paper", who="all"),
                made.claim("second", "transfer", "transferred_under_other_law", 101, "paper", who="all"),
            ],
            "238 = 137 + 101",
        ),
        (
            [
                made.claim("after", "cecot", "capacity", 20480, "paper", capacity="design"),
                made.claim("b", "cecot", "buildings", 8, "paper"),
                made.claim("c", "cecot", "cells_per_building", 32, "paper"),
                made.claim("p", "cecot", "persons_per_cell", 80, "paper", capacity="design"),
            ],
            "20,480 = 8 \N{MULTIPLICATION SIGN} 32 \N{MULTIPLICATION SIGN} 80",
        ),
    ],
)
def test_the_sums_and_products_of_the_sources_are_recognised(claims: list[Claim], step: str) -> None:
    """A figure that its source made of others is found, with the arithmetic, and is no evidence of its own."""
    (finding,) = derived(claims)
    assert finding.steps == (step,)
    assert finding.claims[0] == "after"
    assert set(finding.claims) == {one.id for one in claims}
    kept = independent(claims, [finding])
    assert {one.id for one in kept} == {one.id for one in claims} - {"after"}


def test_the_inputs_must_be_of_the_same_source() -> None:
    """A sum of figures that stand in other sources is no sign that this source added them."""
    claims = flow(39538, 61300, 3313, 97525)
    elsewhere = made.claim("arrests", "country", "arrests", 61300, "other", who="cumulative", span=DECEMBER)
    assert derived([claims[0], elsewhere, *claims[2:]]) == []


def test_a_rounded_sum_is_recognised_to_the_digit_it_shows() -> None:
    """97,500 is 97,525 as shown; 97,400 is not."""
    assert len(derived(flow(39538, 61300, 3313, 97500))) == 1
    assert derived(flow(39538, 61300, 3313, 97400)) == []


def test_a_figure_of_two_digits_is_too_coarse_to_tell() -> None:
    """With one or two significant digits a sum is as likely chance, and nothing is said."""
    assert derived(flow(39538, 61300, 3313, 98000)) == []


def test_what_the_coder_declares_is_honoured() -> None:
    """derived_from makes a finding, and the claim is not independent even before there are findings."""
    claims = [made.claim("a", "prisons", "population", 36000, who="all held", span=MARCH)]
    claims.append(replace(made.claim("b", "prisons", "population", 72001, who="x", span=DECEMBER), derived_from=("a",)))
    (finding,) = derived(claims)
    assert finding.claims == ("b", "a")
    assert [one.id for one in independent(claims, [])] == ["a"]


def test_random_figures_are_not_taken_for_sums() -> None:
    """Of 2,000 sources with four unrelated figures of five digits, about one in 50,000 would add up by chance; at most two do."""
    chance = random.Random(20250316)  # noqa: S311 - a test repeats itself
    hits = 0
    for _ in range(2000):
        one, two, three, four = (chance.randrange(10001, 99999) for _ in range(4))
        claims = flow(one, two, three, four)
        index = made.index(claims)
        known = {one.id: one for one in claims}
        hits += len(list(recognise(known, index, made.links(), made.VOCABULARY, made.RULES)))
    assert hits <= 2


def test_parts_of_a_whole_are_recognised_by_chance_as_often_as_stated() -> None:
    """Six unrelated parts have 36 sums of two, three or all; a whole of four digits meets one in about 250 times, not more."""
    chance = random.Random(7)  # noqa: S311 - a test repeats itself
    hits = 0
    for _ in range(1000):
        claims = [made.claim("whole", "transfer", "transferred", chance.randrange(1001, 9999), "paper", who="all")]
        for number in range(6):
            value = chance.randrange(101, 3999)
            claims.append(
                made.claim(f"p{number}", "transfer", "transferred_of_group", value, "paper", who=f"group {number}")
            )
        known = {one.id: one for one in claims}
        hits += len(list(recognise(known, made.index(claims), made.links(), made.VOCABULARY, made.RULES)))
    assert hits <= 15
