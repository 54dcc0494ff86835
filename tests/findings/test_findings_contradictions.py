"""Contradictions: exactly the minimal sets that cannot all hold, and none that definitions or dates explain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.findings import claims_made as made

from habeas.amount import Amount
from habeas.claims import Claim
from habeas.findings import find
from habeas.findings.figures import Figure
from habeas.findings.instances import instances
from habeas.findings.products import positive, products, sets
from habeas.findings.solver import Sets
from habeas.findings.witness import satisfiable
from habeas.when import Span

NAMES = ("buildings", "cells_per_building", "persons_per_cell", "capacity", "cells")
TOP = 12


def ids(found: Iterable[Any]) -> set[frozenset[str]]:
    """Return the claims of each clash."""
    return {frozenset(one.ids) for one in found}


def test_the_structure_contradicts_40000_and_the_difference_is_said() -> None:
    """An official capacity against cells of a design is a contradiction, a warning, and the kinds are said with it."""
    (clash,) = made.clashing(made.structure())
    assert set(clash.ids) == {"official", "buildings", "cells", "designed"}
    assert (clash.unlike, clash.states) == ((), ("capacity",))
    (finding,) = [one for one in find(made.structure(), made.about(), made.VOCABULARY) if one.kind == "contradiction"]
    assert finding.gravity == "warning"
    said = finding.text("en")
    assert "8 buildings of 32 cells with 65 to 70 persons each hold 16,640 to 17,920, not the 40,000" in said
    assert "One figure is of design capacity, the other of official capacity." in said
    assert "albergan entre 16,640 y 17,920, no las 40,000" in finding.text("es")
    assert finding.more("en").startswith("The figures differ in kind of capacity")
    assert finding.steps[0].endswith("\N{NOT EQUAL TO} 40,000")


def test_the_same_definition_on_one_day_makes_it_an_error() -> None:
    """Where nothing differs and all hold on one day, figures that cannot all be true are an error."""
    claims = [*made.structure()[:4], made.claim("places", "cecot", "capacity", 40000, capacity="design")]
    claims = [replace(one, span=made.day(2023, 2, 1)) for one in claims]
    (finding,) = [one for one in find(claims, made.about(), made.VOCABULARY) if one.kind == "contradiction"]
    assert finding.gravity == "error"
    assert finding.result is not None
    assert finding.result == Amount.range(16640, 17920, unit="places", measure="size")


YEAR = Span.some_day(date(2021, 1, 1), date(2021, 12, 31))


@pytest.mark.parametrize(
    ("first", "second", "gravity"),
    [
        (made.day(2021, 5, 1), made.day(2021, 5, 1), "error"),
        (Span.every_day(date(2021, 1, 1), date(2021, 12, 31)), YEAR, "error"),
        (YEAR, YEAR, "warning"),
        (YEAR, made.day(2021, 5, 1), "warning"),
        (None, None, "warning"),
        (None, made.day(2021, 5, 1), "warning"),
    ],
)
def test_only_times_that_certainly_coincide_make_an_error(first: Any, second: Any, gravity: str) -> None:
    """Two numbers of places, each of some day in 2021, may be true in turn; on one day they may not."""
    claims = [
        made.claim("a", "prisons", "capacity", 30864, capacity="official", who="all held", span=first),
        made.claim("b", "prisons", "capacity", 32000, capacity="official", who="all held", span=second),
    ]
    (finding,) = [one for one in find(claims, made.about(), made.VOCABULARY) if one.kind == "contradiction"]
    assert finding.gravity == gravity
    assert ("each may have been true in turn" in finding.text("en")) is (gravity == "warning")


def test_facts_of_one_event_coincide_without_a_date() -> None:
    """What happened once has one number: two of them are an error though nobody dates them."""
    claims = [
        made.claim("a", "transfer", "transferred", 238, who="all"),
        made.claim("b", "transfer", "transferred", Amount.more_than(250), who="all"),
    ]
    (finding,) = [one for one in find(claims, made.about(), made.VOCABULARY) if one.kind == "contradiction"]
    assert finding.gravity == "error"
    assert finding.text("en").endswith("Both cannot be true.")


def test_a_figure_its_source_computed_contradicts_nothing_but_what_it_was_made_of() -> None:
    """36.3 per cent is what 14,532 is of 40,000: it is no evidence against 20,480 places. Of its own inputs it can be wrong."""
    june = made.day(2024, 6, 11)
    claims = [
        made.claim("held", "cecot", "population", 14532, "paper", who="all held", span=june),
        made.claim("official", "cecot", "capacity", 40000, "paper", capacity="official", span=june),
        made.claim("percent", "cecot", "occupancy", 36.3, "paper", span=june),
        made.claim("design", "cecot", "capacity", 20480, capacity="design", span=june),
    ]
    sets = [set(one.claims) for one in find(claims, made.about(), made.VOCABULARY) if one.kind == "contradiction"]
    assert sets == [{"official", "design"}]
    wrong = made.claim("percent", "cecot", "occupancy", 49.1, "paper", span=june, derived_from=("held", "official"))
    found = find([*claims[:2], wrong], made.about(), made.VOCABULARY)
    assert [set(one.claims) for one in found if one.kind == "contradiction"] == [{"held", "official", "percent"}]
    sets = [
        set(one.claims)
        for one in find([*claims[:2], wrong, claims[3]], made.about(), made.VOCABULARY)
        if one.kind == "contradiction"
    ]
    assert sorted(map(sorted, sets)) == [["design", "official"], ["held", "official", "percent"]]


def test_a_maximum_is_read_as_stating_its_number() -> None:
    """Up to 40,000 places states 40,000; up to 70 dead would not state 70."""
    assert made.index(made.structure())["cecot", "capacity"][0].amount == Amount.exact(40000)
    few = made.claim("few", "cecot", "beds_per_cell", Amount.at_most(80))
    assert made.index([few])["cecot", "beds_per_cell"][0].amount.low == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"polarity": "denied"},
        {"modality": "target"},
        {"modality": "hypothetical"},
        {"modality": "allegation"},
        {"status": "proposed"},
        {"status": "rejected"},
        {"flags": ("source-withdrawn",)},
    ],
)
def test_what_is_no_statement_of_fact_never_contradicts(changed: dict[str, Any]) -> None:
    """A denial, target, hypothesis or allegation, and a claim that does not stand, enter no contradiction."""
    claims = made.structure()
    claims[-1] = replace(claims[-1], **changed)
    assert made.clashing(claims) == []


def test_an_estimate_makes_a_warning() -> None:
    """A set with an estimate in it is unlikely, not impossible."""
    claims = [made.claim("a", "cecot", "buildings", 8), made.claim("b", "cecot", "buildings", 9, modality="estimate")]
    (finding,) = [one for one in find(claims, made.about(), made.VOCABULARY) if one.kind == "contradiction"]
    assert finding.gravity == "warning"


def test_kinds_of_capacity_that_are_their_own_quantity_are_unlike() -> None:
    """An operational or emergency capacity is not held against a design capacity; design and official are, and it is said."""
    one = made.claim("one", "cecot", "capacity", 350, capacity="design")
    for kind in ("operational", "emergency"):
        two = made.claim("two", "cecot", "capacity", 500, capacity=kind)
        assert [clash.unlike for clash in made.clashing([one, two])] == [("capacity",)]
    two = made.claim("two", "cecot", "capacity", 500, capacity="official")
    assert [(clash.unlike, clash.states) for clash in made.clashing([one, two])] == [((), ("capacity",))]


def test_unlike_definitions_never_give_an_error() -> None:
    """Persons held of two definitions on one day are a note that prints the difference first, and no contradiction."""
    claims = [
        made.claim("a", "prisons", "population", 110001, who="sentenced and awaiting trial", span=made.day(2024, 3, 1)),
        made.claim("b", "prisons", "population", 90001, who="all held", span=made.day(2024, 3, 1)),
    ]
    found = [one for one in find(claims, made.about(), made.VOCABULARY) if one.kind in ("contradiction", "unlike")]
    assert [(one.kind, one.gravity) for one in found] == [("unlike", "note")]
    assert set(found[0].claims) == {"a", "b"}
    assert "sentenced and awaiting trial" in found[0].text("en")
    assert "condenadas y en espera de juicio" in found[0].text("es")
    assert "a quién se cuenta" in found[0].text("es")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (made.day(2024, 3, 5), made.day(2024, 3, 5), 1),
        (made.day(2024, 3, 5), made.day(2024, 3, 6), 0),
        (made.month(2024, 3), made.month(2024, 3), 0),
        (made.month(2024, 3), made.day(2024, 3, 5), 0),
        (None, made.day(2024, 3, 5), 0),
        (None, None, 0),
    ],
)
def test_stocks_contradict_only_on_a_day_on_which_both_certainly_hold(first: Any, second: Any, expected: int) -> None:
    """Figures of a month, or of no date, may both be true."""
    claims = [
        made.claim("a", "prisons", "population", 36001, who="all held", span=first),
        made.claim("b", "prisons", "population", 39538, who="all held", span=second),
    ]
    assert len(made.clashing(claims)) == expected


def test_facts_of_structure_hold_together_until_one_is_known_to_have_ended() -> None:
    """A month beside a number of cells says when it was seen; a period says when it was so."""
    claims = [
        made.claim("a", "cecot", "cells", 256, span=made.month(2023, 2)),
        made.claim("b", "cecot", "cells", 300, span=made.month(2025, 3)),
    ]
    assert [clash.states for clash in made.clashing(claims)] == [("time",)]
    ended = Span.every_day(date(2013, 1, 1), date(2019, 12, 31), started=True, ended=True)
    claims[0] = replace(claims[0], span=ended)
    assert made.clashing(claims) == []


@pytest.mark.parametrize(
    ("one", "two", "clash"),
    [
        (110000, 109519, False),
        (40000, 39538, False),
        (30000, 32000, False),
        (36000, 39538, True),
        (8, 10, True),
        (250, 252, True),
    ],
)
def test_a_round_figure_of_thousands_may_have_been_rounded(one: int, two: int, clash: bool) -> None:
    """A figure is not contradicted by one that rounds to it; small whole counts are taken as they are."""
    claims = [made.claim("a", "cecot", "guards", one, span=made.day(2024, 1, 1))]
    claims.append(made.claim("b", "cecot", "guards", two, span=made.day(2024, 1, 1)))
    assert bool(made.clashing(claims)) is clash


def test_a_stated_percentage_is_rounded_to_its_last_digit() -> None:
    """36.3 per cent of 40,000 places agrees with 14,532 persons; 37.3 does not."""
    claims = [
        made.claim("held", "cecot", "population", 14532, who="all held", span=made.day(2024, 6, 11)),
        made.claim("places", "cecot", "capacity", 40000, capacity="official", who="all held"),
        made.claim("percent", "cecot", "occupancy", 36.3, span=made.day(2024, 6, 11)),
    ]
    assert made.clashing(claims) == []
    claims[1] = made.claim("places", "cecot", "capacity", 40001, capacity="official", who="all held")
    claims[2] = made.claim("percent", "cecot", "occupancy", 37.3, span=made.day(2024, 6, 11))
    assert ids(made.clashing(claims)) == {frozenset({"held", "places", "percent"})}


def test_a_contradiction_runs_through_quantities_nobody_stated() -> None:
    """An area a person said contradicts the structure though nobody says how many a cell holds."""
    claims = [one for one in made.structure() if one.key != "designed"]
    claims.append(made.claim("space", "cecot", "area_per_person", 3, capacity="official"))
    (clash,) = made.clashing(claims)
    assert set(clash.ids) == {"official", "buildings", "cells", "area", "space"}
    assert {one.relation.id for one in clash.instances} == {"places-by-structure", "area-per-person"}


def test_parts_larger_than_their_whole_contradict_and_a_part_left_unsaid_is_zero_or_more() -> None:
    """Those under the act and under another law cannot be more than all of the same group; one of them can be enough."""
    claims = [
        made.claim("all", "transfer", "transferred", 238, who="Venezuelans"),
        made.claim("act", "transfer", "transferred_under_order", 137, who="Venezuelans"),
        made.claim("other", "transfer", "transferred_under_other_law", 102, who="Venezuelans"),
    ]
    assert ids(made.clashing(claims)) == {frozenset({"all", "act", "other"})}
    claims[1] = made.claim("act", "transfer", "transferred_under_order", 300, who="Venezuelans")
    assert ids(made.clashing(claims)) == {frozenset({"all", "act"})}


# --- against brute force

AMOUNT = st.one_of(
    st.integers(1, TOP).map(Amount.exact),
    st.tuples(st.integers(1, TOP), st.integers(0, 3)).map(lambda pair: Amount.range(pair[0], pair[0] + pair[1])),
    st.integers(1, TOP).map(Amount.at_least),
    st.integers(1, TOP).map(Amount.more_than),
    st.integers(1, TOP).map(Amount.at_most),
)
CLAIMS = st.lists(st.tuples(st.sampled_from(NAMES), AMOUNT), min_size=2, max_size=7).map(
    lambda rows: [made.claim(f"c{n}", "cecot", name, value) for n, (name, value) in enumerate(rows)]
)


def feasible(group: Sequence[Figure]) -> bool:
    """Say by the mathematics of these relations alone, without the engine, whether figures can hold together.

    All is decided by ends: capacity is cells times persons, cells are buildings times cells a building. The set of values
    of a product of intervals is the interval of the products of the ends, so three overlaps decide.
    """
    box: dict[str, tuple[float, bool, float, bool]] = {name: (0.0, True, float("inf"), True) for name in NAMES}
    for one in group:
        low, low_open, high, high_open = box[one.predicate]
        if one.low is not None and (float(one.low), one.amount.low_open) >= (low, low_open):
            low, low_open = float(one.low), one.amount.low_open
        if one.high is not None and float(one.high) <= high:
            high, high_open = float(one.high), one.amount.high_open
        box[one.predicate] = (low, low_open, high, high_open)
    if any(empty(ends) for ends in box.values()):
        return False
    cells = meet(box["cells"], times(box["buildings"], box["cells_per_building"]))
    if empty(cells):
        return False
    return not empty(meet(box["capacity"], times(cells, box["persons_per_cell"])))


Ends = tuple[float, bool, float, bool]


def times(one: Ends, two: Ends) -> Ends:
    """Multiply two intervals of values above zero."""
    return one[0] * two[0], one[1] or two[1], one[2] * two[2], one[3] or two[3]


def meet(one: Ends, two: Ends) -> Ends:
    """Return the values in both intervals."""
    low, low_open = max((one[0], one[1]), (two[0], two[1]))
    high, high_open = min((one[2], not one[3]), (two[2], not two[3]))
    return low, low_open, high, not high_open


def empty(ends: Ends) -> bool:
    """Say whether an interval has no value."""
    return ends[0] > ends[2] or (ends[0] == ends[2] and (ends[1] or ends[3]))


@settings(max_examples=150, deadline=None)
@given(CLAIMS)
def test_every_set_returned_is_minimal_and_none_is_missed(claims: list[Claim]) -> None:
    """Over all subsets of the figures, those that cannot hold and whose proper subsets all can are exactly the ones returned."""
    figures = [one for group in made.index(claims).values() for one in group if one.bounded]
    expected: set[frozenset[str]] = set()
    for size in range(1, len(figures) + 1):
        for group in combinations(figures, size):
            names = frozenset(name for one in group for name in one.ids)
            if not feasible(group) and not any(smaller < names for smaller in expected):
                expected.add(names)
    assert ids(made.clashing(claims)) == expected


@settings(max_examples=40, deadline=None)
@given(CLAIMS)
def test_products_and_z3_find_the_same_sets(claims: list[Claim]) -> None:
    """The elementary products and the search with z3, two unlike methods, agree on every minimal set."""
    figures = [one for group in made.index(claims).values() for one in group if one.bounded]
    relations = [
        one for one in made.RULES.relations.values() if one.id.startswith(("places-by-str", "places-by-c", "cells"))
    ]
    bound = list(instances(relations, made.index(claims), made.links(), made.VOCABULARY))
    if not positive(figures) or not bound:
        return
    found = products(bound, {(one.subject, one.predicate) for one in figures})
    assert found is not None
    by_products = {frozenset(one.claims[0] for one in group) for group, _ in sets(found, figures)}
    numbers = Sets(figures, bound).minimal()
    by_z3 = {frozenset(figures[number].claims[0] for number in group) for group in numbers}
    assert {group for group in by_z3 if len({name_of(one, claims) for one in group}) == len(group)} == by_products


def name_of(key: str, claims: Sequence[Claim]) -> str:
    """Return the predicate of a claim."""
    return next(one.predicate for one in claims if one.id == key)


@settings(max_examples=60, deadline=None)
@given(CLAIMS, st.tuples(st.sampled_from(NAMES), AMOUNT))
def test_adding_a_claim_never_removes_a_contradiction(claims: list[Claim], extra: tuple[str, Amount]) -> None:
    """Each earlier contradiction is still there, with the new claim at most beside an equal one."""
    more = [*claims, made.claim("new", "cecot", *extra)]
    after = ids(made.clashing(more))
    for before in ids(made.clashing(claims)):
        assert any(group - {"new"} == before for group in after)


@settings(max_examples=60, deadline=None)
@given(CLAIMS)
def test_a_witness_is_only_claimed_where_no_set_contradicts(claims: list[Claim]) -> None:
    """The quick look that spares the solver never says that contradicting figures fit."""
    figures = [one for group in made.index(claims).values() for one in group]
    relations = [
        one for one in made.RULES.relations.values() if one.id.startswith(("places-by-str", "places-by-c", "cells"))
    ]
    bound = list(instances(relations, made.index(claims), made.links(), made.VOCABULARY))
    if satisfiable(figures, bound):
        assert feasible(figures)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(("transferred", "transferred_under_order", "transferred_under_other_law")), AMOUNT),
        min_size=2,
        max_size=6,
    )
)
def test_sums_are_decided_as_whole_numbers_decide_them(rows: list[tuple[str, Amount]]) -> None:
    """Parts and wholes: the sets returned are those that no whole numbers up to twice the largest satisfy, minimal."""
    claims = [made.claim(f"c{n}", "transfer", name, value, who="all") for n, (name, value) in enumerate(rows)]
    figures = [one for group in made.index(claims).values() for one in group if one.bounded]
    expected: set[frozenset[str]] = set()
    for size in range(1, len(figures) + 1):
        for group in combinations(figures, size):
            names = frozenset(name for one in group for name in one.ids)
            if not whole_numbers(group) and not any(smaller < names for smaller in expected):
                expected.add(names)
    assert ids(made.clashing(claims)) == expected


def whole_numbers(group: Sequence[Figure]) -> bool:
    """Say whether some whole numbers satisfy the figures of a whole and its two parts."""
    names = ("transferred", "transferred_under_order", "transferred_under_other_law")
    allowed = []
    for name in names:
        figures = [one for one in group if one.predicate == name]
        allowed.append(
            [value for value in range(3 * TOP) if all(one.amount.contains(value) != "no" for one in figures)]
        )
    return any(whole >= one + two for whole, one, two in product(*allowed))
