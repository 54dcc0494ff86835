"""Assessments: each verdict, each comparator, denials, allegations, pairs of rival figures, and what a new claim can change."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.amount import Amount, Answer, Comparator
from habeas.claims import Claim, Predicate, Subject, SubjectType, Vocabulary
from habeas.errors import InputError
from habeas.standards import Assessment, Requirement, Verdict, assess, requirements
from habeas.when import Span

VOCABULARY = Vocabulary.load()
NUMBERS = count(1)
PLACE = "prison"


def subject(kind: SubjectType = "place", name: str = PLACE) -> Subject:
    """Make a subject of a type."""
    return Subject(id=name, type=kind, en="A prison", es="Una prisión")


def claim(predicate: str, value: Amount | str, **fields: Any) -> Claim:
    """Make an accepted claim with an id of its own."""
    name = f"c{next(NUMBERS)}"
    made: dict[str, Any] = {"id": name, "key": name, "subject": PLACE, "status": "accepted", **fields}
    return Claim(predicate=predicate, value=value, **made)


def of(requirement: str, claims: Sequence[Claim], kind: SubjectType = "place", **options: Any) -> Assessment:
    """Assess one requirement for the one subject."""
    found = [one for one in assess(claims, [subject(kind)], VOCABULARY, **options) if one.requirement == requirement]
    assert len(found) == 1
    return found[0]


def row(comparator: Comparator, threshold: int) -> Requirement:
    """Make a requirement on the hours in the open air."""
    return Requirement(
        id="x",
        instrument="nmr",
        article="1",
        en="",
        es="",
        kind="condition",
        level="facility",
        indicators=("outdoor_hours",),
        unit="h/day",
        comparator=comparator,
        threshold=Decimal(threshold),
    )


def hours(amount: Amount, **fields: Any) -> Claim:
    """Make a claim of hours in the open air."""
    return claim("outdoor_hours", amount, **fields)


# --- verdicts


@pytest.mark.parametrize(
    ("values", "verdict", "met", "unmet"),
    [
        ([], "no_evidence", 0, 0),
        (["allowed"], "met", 1, 0),
        (["none"], "not_met", 0, 1),
        (["none", "none"], "not_met", 0, 2),
        (["restricted"], "some_readings", 1, 1),
        (["allowed", "none"], "some_readings", 1, 1),
        (["allowed", "allowed", "restricted"], "some_readings", 3, 1),
    ],
)
def test_choices(values: list[str], verdict: Verdict, met: int, unmet: int) -> None:
    """A verdict stands only where all claims agree; a choice that leaves it open stands on both sides."""
    found = of("nmr-58-1-b", [claim("family_visits", value) for value in values])
    assert (verdict, met, unmet) == (found.verdict, len(found.claims_for), len(found.claims_against))


@pytest.mark.parametrize(
    ("comparator", "amount", "verdict"),
    [
        (">=", Amount.exact(1), "met"),
        (">=", Amount.at_least(2), "met"),
        (">=", Amount.exact(0.5), "not_met"),
        (">=", Amount.at_most(0.5), "not_met"),
        (">=", Amount.range(0.5, 2), "some_readings"),
        (">=", Amount.about(1), "some_readings"),
        (">", Amount.exact(1), "not_met"),
        (">", Amount.more_than(1), "met"),
        (">", Amount.at_least(1), "some_readings"),
        ("<=", Amount.exact(1), "met"),
        ("<=", Amount.more_than(1), "not_met"),
        ("<=", Amount.range(1, 2), "some_readings"),
        ("<", Amount.less_than(1), "met"),
        ("<", Amount.exact(1), "not_met"),
        ("<", Amount.at_most(1), "some_readings"),
        ("==", Amount.exact(1), "met"),
        ("==", Amount.exact(2), "not_met"),
        ("==", Amount.range(0, 2), "some_readings"),
    ],
)
def test_comparators(comparator: Comparator, amount: Amount, verdict: Verdict) -> None:
    """Each comparator gives each verdict, by every reading of the amount."""
    found = of("x", [hours(amount)], rows={"x": row(comparator, 1)})
    assert verdict == found.verdict
    assert found.measured is not None
    assert found.measured.bounds == amount.bounds


def test_rival_figures_are_rival_readings() -> None:
    """Half an hour by one source and two by another is neither met nor not met, and the interval holds both."""
    claims = [hours(Amount.exact(0.5)), hours(Amount.exact(2))]
    found = of("nmr-23-1", claims)
    assert found.verdict == "some_readings"
    assert (found.claims_against, found.claims_for) == ((claims[0].id,), (claims[1].id,))
    assert found.measured == Amount.range(0.5, 2, unit="h/day")


def test_no_claim_is_no_evidence() -> None:
    """Silence is never read as met or not met."""
    found = of("nmr-23-1", [])
    assert (found.verdict, found.claims, found.measured, found.missing) == ("no_evidence", (), None, ("outdoor_hours",))


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "proposed"},
        {"status": "rejected"},
        {"status": "retracted"},
        {"flags": ("source-withdrawn",)},
        {"modality": "target"},
        {"modality": "hypothetical"},
        {"subject": "elsewhere"},
    ],
)
def test_only_standing_claims_of_what_is_count(fields: dict[str, Any]) -> None:
    """A claim nobody accepted, one whose source was withdrawn, and a plan or possibility, are no evidence."""
    assert of("nmr-58-1-b", [claim("family_visits", "none", **fields)]).verdict == "no_evidence"


def test_a_claim_in_conflict_still_counts() -> None:
    """Claims set in conflict are rival readings."""
    claims = [
        claim("family_visits", "none", status="in_conflict"),
        claim("family_visits", "allowed", status="in_conflict"),
    ]
    assert of("nmr-58-1-b", claims).verdict == "some_readings"


# --- denials and allegations


@pytest.mark.parametrize(
    ("value", "verdict"), [("none", "met"), ("allowed", "not_met"), ("restricted", "some_readings")]
)
def test_denied_choice_counts_the_other_way(value: str, verdict: Verdict) -> None:
    """To deny that visits are forbidden is evidence for them; to deny that they are allowed, against."""
    assert verdict == of("nmr-58-1-b", [claim("family_visits", value, polarity="denied")]).verdict


@pytest.mark.parametrize(
    ("amount", "verdict"),
    [
        (Amount.at_least(1), "not_met"),
        (Amount.more_than(0.5), "not_met"),
        (Amount.at_most(0.5), "some_readings"),
        (Amount.less_than(1), "met"),
        (Amount.less_than(2), "met"),
        (Amount.exact(0), "some_readings"),
        (Amount.about(1), "some_readings"),
    ],
)
def test_denied_amount_leaves_the_other_side(amount: Amount, verdict: Verdict) -> None:
    """To deny "less than an hour" leaves an hour or more; to deny one exact figure leaves all others open."""
    assert verdict == of("nmr-23-1", [hours(amount, polarity="denied")]).verdict


def test_allegation_against_denial() -> None:
    """Torture alleged by some and denied by others is evidence on both sides, neither flattened into fact."""
    alleged = claim("ill_treatment", "torture", modality="allegation")
    denied = claim("ill_treatment", "torture", polarity="denied")
    found = of("nmr-1", [alleged, denied])
    assert (found.verdict, found.claims_for, found.claims_against) == ("some_readings", (denied.id,), (alleged.id,))
    assert not found.allegations_only


@pytest.mark.parametrize(
    ("modalities", "expected"),
    [(["allegation"], True), (["allegation", "allegation"], True), (["allegation", "fact"], False), ([], False)],
)
def test_allegations_only_is_told(modalities: list[str], expected: bool) -> None:
    """The assessment tells whether it rests on allegations alone, for choices and for measures."""
    choices = [claim("family_visits", "none", modality=modality) for modality in modalities]
    measures = [hours(Amount.exact(0), modality=modality) for modality in modalities]
    assert expected is of("nmr-58-1-b", choices).allegations_only
    assert expected is of("nmr-23-1", measures).allegations_only


# --- space


def test_space_takes_every_pair_of_rival_figures() -> None:
    """Areas of 100 and 120 m2 for 65 to 70, 80, or 100 and more persons: every pair, never one number."""
    areas = [claim("cell_area", Amount.exact(n, unit="m2/cell")) for n in (100, 120)]
    persons = [
        claim("persons_per_cell", amount) for amount in (Amount.range(65, 70), Amount.exact(80), Amount.at_least(100))
    ]
    for name in ("echr-mursic-3", "cpt-space-multi", "icrc-space-shared"):
        found = of(name, [*areas, *persons])
        assert found.verdict == "not_met"
        assert len(found.readings) == 6
        assert {one.id for one in [*areas, *persons]} == set(found.claims_against)
        assert found.measured is not None
        assert found.measured.unit == "m2/person"
        assert (found.measured.low, found.measured.low_open) == (Decimal(0), True)
        assert found.measured.rounded(3).high == Decimal("1.85")


def test_space_stated_directly_is_a_reading_too() -> None:
    """A source's own figure of the area per person stands beside the pairs."""
    claims = [
        claim("area_per_person", Amount.about(0.6, width=0.1, unit="m2/person")),
        claim("cell_area", Amount.exact(400, unit="m2/cell")),
        claim("persons_per_cell", Amount.exact(80, unit="persons/cell")),
    ]
    found = of("icrc-space-shared", claims)
    assert (found.verdict, len(found.readings)) == ("some_readings", 2)
    assert (found.claims_against, found.claims_for) == ((claims[0].id,), (claims[1].id, claims[2].id))


def test_area_that_may_hold_the_toilet_shows_a_breach_never_compliance() -> None:
    """CPT and ECtHR leave the sanitary area out, so the area of the whole cell never proves that there is room enough."""
    wide = [claim("cell_area", Amount.exact(400)), claim("persons_per_cell", Amount.exact(80))]
    assert of("cpt-space-multi", wide).verdict == "some_readings"
    assert of("icrc-space-shared", wide).verdict == "met"
    assert of("cpt-space-multi", [claim("area_per_person", Amount.exact(5))]).verdict == "met"
    assert (
        of(
            "cpt-space-multi", [claim("cell_area", Amount.exact(400)), claim("persons_per_cell", Amount.exact(101))]
        ).verdict
        == "not_met"
    )


def test_one_side_of_a_quotient_is_no_evidence() -> None:
    """An area without a number of persons measures nothing."""
    found = of("echr-mursic-3", [claim("cell_area", Amount.exact(100))])
    assert (found.verdict, found.claims) == ("no_evidence", ())
    assert found.missing == ("area_per_person", "persons_per_cell")


def test_site_area_in_hectares_bounds_the_space_within_the_walls() -> None:
    """23 hectares for 14,532 persons are under 16 m2 each, less than 20 whatever part of the site they reach."""
    claims = [claim("site_area", Amount.exact(23, unit="ha")), claim("population", Amount.exact(14532, unit="persons"))]
    found = of("icrc-space-total", claims)
    assert found.verdict == "not_met"
    assert found.measured is not None
    assert found.measured.rounded(3).high == Decimal("15.9")


def test_words_in_place_of_an_amount_measure_nothing() -> None:
    """A claim whose value is no amount is no reading of a measure."""
    assert of("nmr-23-1", [claim("outdoor_hours", "rarely")]).verdict == "no_evidence"


def test_quotient_is_left_out_where_half_of_it_cannot_be_said() -> None:
    """Of a system no cell is measured, so no space is assessed; of its own hours in the open air it is."""
    rows = {
        "x": replace(
            requirements()["cpt-space-multi"], id="x", indicators=("outdoor_hours", "cell_area", "persons_per_cell")
        )
    }
    found = of("x", [hours(Amount.exact(5))], "system", rows=rows)
    assert (found.verdict, found.missing, len(found.readings)) == ("met", (), 1)


def test_measure_without_threshold_is_refused() -> None:
    """A row that compares with nothing stops the assessment instead of passing."""
    with pytest.raises(InputError) as caught:
        of("x", [hours(Amount.exact(1))], rows={"x": replace(row(">=", 1), threshold=None)})
    assert caught.value.key == "standards.half-measured"


def test_beds_and_toilets() -> None:
    """80 beds for 100 or more persons are too few; for exactly 80, enough; two toilets for 80 are too few."""
    beds, toilets = claim("beds_per_cell", Amount.exact(80)), claim("toilets_per_cell", Amount.exact(2))
    crowded, full = claim("persons_per_cell", Amount.at_least(100)), claim("persons_per_cell", Amount.exact(80))
    assert of("nmr-21-bed-count", [beds, crowded]).verdict == "not_met"
    assert of("nmr-21-bed-count", [beds, full]).verdict == "met"
    assert of("nmr-21-bed-count", [beds, full, crowded]).verdict == "some_readings"
    assert of("icrc-toilets", [toilets, full]).verdict == "not_met"


def test_unknown_bounds_decide_nothing() -> None:
    """About 100 m2, without a width, leaves every threshold open; only that it is not negative is known."""
    claims = [claim("cell_area", Amount.about(100)), claim("persons_per_cell", Amount.exact(80))]
    found = of("echr-mursic-3", claims)
    assert found.verdict == "some_readings"
    assert found.measured is not None
    assert (found.measured.low, found.measured.high, found.measured.stated) == (Decimal(0), None, Decimal("1.25"))


def test_a_figure_that_cannot_be_leaves_the_quotient_unknown() -> None:
    """A negative count is no ground for a verdict."""
    claims = [claim("cell_area", Amount.exact(100)), claim("persons_per_cell", Amount.exact(-5))]
    assert of("echr-mursic-3", claims).verdict == "some_readings"


def test_equal_figures_are_one_reading_with_all_their_claims() -> None:
    """Sources that agree are all named under the one reading they share."""
    claims = [hours(Amount.exact(0), speaker=name) for name in ("one", "two", "three")]
    found = of("nmr-23-1", claims)
    assert len(found.readings) == 1
    assert tuple(one.id for one in claims) == found.readings[0].claims == found.claims_against


# --- the register


def test_unstated_fields_of_an_event_are_open_questions() -> None:
    """Every field of Article 17(3) is asked of an event; what no claim states is no evidence, with its question."""
    found = {one.requirement: one for one in assess([], [subject("event")], VOCABULARY)}
    for part in "abcdefgh":
        assert found[f"icpped-17-3-{part}"].verdict == "no_evidence"
        assert requirements()[f"icpped-17-3-{part}"].question("es").startswith("¿")


@pytest.mark.parametrize("kind", ["group", "person", "event"])
def test_fields_are_asked_of_whom_they_concern(kind: SubjectType) -> None:
    """Events, groups and persons have a register; places and systems have conditions."""
    assert {one.requirement for one in assess([], [subject(kind)], VOCABULARY)} >= {"icpped-17-3-a", "nmr-7-c"}
    assert not any(one.requirement.startswith("icpped-17") for one in assess([], [subject("place")], VOCABULARY))


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({"ordered_by": "the president", "legal_basis": "act-1798"}, "met"),
        ({"ordered_by": "the president"}, "some_readings"),
        ({}, "no_evidence"),
    ],
)
def test_field_is_stated_when_all_its_parts_are(values: dict[str, str], verdict: Verdict) -> None:
    """The authority without the grounds is stated in part, and the missing part is named."""
    found = of("icpped-17-3-c", [claim(name, value) for name, value in values.items()], "event")
    assert verdict == found.verdict
    assert {"ordered_by", "legal_basis"} - set(values) == set(found.missing)


@pytest.mark.parametrize(
    ("value", "verdict"), [("published", "met"), ("leaked", "some_readings"), ("withheld", "not_met")]
)
def test_identity_as_the_sources_tell_it(value: str, verdict: Verdict) -> None:
    """Names published state the field, names leaked do so in part, names withheld do not."""
    assert verdict == of("icpped-17-3-a", [claim("identities", value)], "event").verdict


def test_field_of_which_only_part_can_be_stated() -> None:
    """A day and a destination never state the hour and the authority, so the field is not wholly stated."""
    claims = [claim("destination", "cecot"), claim("transfer_day", "x")]
    found = of("icpped-17-3-e", claims, "event")
    assert (found.verdict, found.missing) == ("some_readings", ())


def test_denied_field_is_not_stated() -> None:
    """A denial that an authority gave the order does not state the authority."""
    assert of("icpped-18-1-a", [claim("ordered_by", "x", polarity="denied")], "event").verdict == "not_met"


# --- what is asked of whom, when, and under what name


def test_only_what_can_be_said_is_asked() -> None:
    """Of each type of subject those requirements are assessed whose indicators may be said of it."""
    asked = {
        kind: {one.requirement for one in assess([], [subject(kind)], VOCABULARY)} for kind in get_args(SubjectType)
    }
    assert "nmr-73-1" in asked["event"]
    assert "cpt-space-multi" in asked["place"]
    assert "cpt-space-multi" not in asked["system"]
    assert "nmr-58-1-b" in asked["system"]
    assert "minnesota-22" in asked["country"]
    assert asked["instrument"] == asked["authority"] == set()
    assert "cpt-walls" not in asked["place"]


def test_time_can_be_bounded() -> None:
    """Claims certainly outside the period asked about are left out; those that may be within, and undated ones, stay."""
    old = hours(Amount.exact(2), span=Span.from_edtf("2019"))
    new = hours(Amount.exact(0), span=Span.from_edtf("2023"))
    undated = hours(Amount.exact(0))
    found = of("nmr-23-1", [old, new, undated], within=Span.from_edtf("2022/2025"))
    assert (found.verdict, found.claims) == ("not_met", (new.id, undated.id))


def test_ids_are_stable_and_distinct() -> None:
    """An assessment is named by requirement and subject alone, so it keeps its name when the evidence changes."""
    before, after = of("nmr-23-1", []), of("nmr-23-1", [hours(Amount.exact(0))])
    assert before.id == after.id
    everything = assess([], [subject(), subject(name="other")], VOCABULARY)
    assert len({one.id for one in everything}) == len(everything)


def test_order_of_claims_changes_no_verdict_and_mappings_are_taken() -> None:
    """Claims and subjects may come as lists or by id."""
    claims = [claim("family_visits", "none"), hours(Amount.exact(2))]
    listed = assess(claims, [subject()], VOCABULARY)
    mapped = assess({one.id: one for one in claims}, {PLACE: subject()}, VOCABULARY)
    assert listed == mapped
    turned = assess(claims[::-1], [subject()], VOCABULARY)
    assert [one.verdict for one in listed] == [one.verdict for one in turned]


# --- properties

AMOUNTS = st.builds(
    lambda make, n, more: make(n, more),
    st.sampled_from(
        [
            lambda n, _: Amount.exact(n),
            lambda n, _: Amount.at_least(n),
            lambda n, _: Amount.at_most(n),
            lambda n, _: Amount.less_than(n + 1),
            lambda n, _: Amount.about(n),
            lambda n, _: Amount.about(n, width=0.1),
            lambda n, more: Amount.range(n, n + more),
        ]
    ),
    st.integers(0, 400),
    st.integers(1, 50),
)
POLARITY = st.sampled_from(["affirmed", "affirmed", "denied"])


@st.composite
def claims_on(draw: st.DrawFn, names: tuple[str, ...]) -> Claim:
    """Draw a claim on one of the predicates."""
    name = draw(st.sampled_from(names))
    predicate: Predicate = VOCABULARY[name]
    value = draw(AMOUNTS) if predicate.value == "amount" else draw(st.sampled_from(predicate.choices))
    return claim(name, value, polarity=draw(POLARITY), modality=draw(st.sampled_from(["fact", "allegation"])))


SPACE = ("cell_area", "persons_per_cell", "area_per_person")


@pytest.mark.parametrize(
    ("requirement", "names"),
    [("nmr-58-1-b", ("family_visits",)), ("nmr-23-1", ("outdoor_hours",)), ("icrc-space-shared", SPACE)],
)
@given(data=st.data())
def test_a_rival_claim_never_turns_a_verdict_round(
    requirement: str, names: tuple[str, ...], data: st.DataObject
) -> None:
    """One more claim may unsettle a verdict, never reverse it, settle what is unsettled, or make evidence vanish."""
    claims = data.draw(st.lists(claims_on(names), max_size=4))
    rival = data.draw(claims_on(names))
    before, after = of(requirement, claims), of(requirement, [*claims, rival])
    allowed: dict[Verdict, set[Verdict]] = {
        "met": {"met", "some_readings"},
        "not_met": {"not_met", "some_readings"},
        "some_readings": {"some_readings"},
        "no_evidence": {"met", "not_met", "some_readings", "no_evidence"},
    }
    assert after.verdict in allowed[before.verdict]
    assert set(before.claims_for) <= set(after.claims_for)
    assert set(before.claims_against) <= set(after.claims_against)
    if before.measured is not None:
        assert after.measured is not None
        assert after.measured.bounds.holds(before.measured.bounds)


@given(claims=st.lists(claims_on(SPACE), max_size=5))
def test_verdict_and_claims_agree(claims: list[Claim]) -> None:
    """Met has no claim against, not met none for, some readings both; every claim named was given."""
    found = of("icrc-space-shared", claims)
    sides = (bool(found.claims_for), bool(found.claims_against))
    expected: dict[Verdict, tuple[bool, bool]] = {
        "met": (True, False),
        "not_met": (False, True),
        "some_readings": (True, True),
        "no_evidence": (False, False),
    }
    assert expected[found.verdict] == sides
    assert set(found.claims) <= {one.id for one in claims}
    answers: set[Answer] = {reading.answer for reading in found.readings}
    assert (found.verdict == "met") == (answers == {"certain"})


@given(claims=st.lists(claims_on(("family_visits",)), min_size=1, max_size=4))
def test_denying_everything_turns_the_verdict(claims: list[Claim]) -> None:
    """If each claim said the opposite, met and not met would change places."""
    turned: dict[Verdict, Verdict] = {"met": "not_met", "not_met": "met", "some_readings": "some_readings"}
    opposite = [
        claim("family_visits", str(one.value), polarity="denied" if one.polarity == "affirmed" else "affirmed")
        for one in claims
    ]
    assert turned[of("nmr-58-1-b", claims).verdict] == of("nmr-58-1-b", opposite).verdict


@pytest.mark.parametrize(
    ("persons", "verdict"), [(range(200, 260), "not_met"), (range(20, 80), "some_readings"), (range(5, 25), "met")]
)
def test_very_many_rival_figures_are_decided_by_their_extremes(persons: Iterable[int], verdict: Verdict) -> None:
    """Where the pairs are too many to show, those with the extremes give the verdict and name every claim all pairs would."""
    areas = [claim("cell_area", Amount.exact(n)) for n in range(90, 120)]
    counts = [claim("persons_per_cell", Amount.exact(n)) for n in persons]
    found = of("icrc-space-shared", [*areas, *counts])
    pairs = [(area, one, figure_of(area) / figure_of(one)) for area in areas for one in counts]
    assert verdict == found.verdict
    assert len(found.readings) < len(pairs)
    assert {one.id for pair in pairs for one in pair[:2] if pair[2] >= Fraction("3.4")} == set(found.claims_for)
    assert {one.id for pair in pairs for one in pair[:2] if pair[2] < Fraction("3.4")} == set(found.claims_against)
    assert found.measured is not None
    assert found.measured.low is not None
    assert found.measured.high is not None
    quotients = [pair[2] for pair in pairs]
    assert Fraction(found.measured.low) <= min(quotients)
    assert Fraction(found.measured.high) >= max(quotients)


def figure_of(one: Claim) -> Fraction:
    """Return the one figure of a claim."""
    assert isinstance(one.value, Amount)
    assert one.value.stated is not None
    return Fraction(one.value.stated)


def test_a_large_case_is_assessed_place_by_place() -> None:
    """200 places, every requirement and 50,000 claims: each place is assessed."""
    chance = random.Random(4)  # noqa: S311 - a fixed seed makes the same case each time
    names = [name for name, one in VOCABULARY.items() if "place" in one.of and one.value in ("amount", "choice")]
    amounts = [Amount.at_least(n) if n % 3 else Amount.exact(n) for n in range(500)]
    claims = []
    for number in range(50_000):
        predicate = VOCABULARY[chance.choice(names)]
        value = chance.choice(amounts) if predicate.value == "amount" else chance.choice(predicate.choices)
        claims.append(claim(predicate.id, value, subject=f"p{number % 200}"))
    places = [subject(name=f"p{number}") for number in range(200)]
    found = assess(claims, places, VOCABULARY)
    assert len({one.subject for one in found}) == 200
