"""The written form of a claim loses nothing, and its id follows from what it says alone."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, cast, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.amount import Amount, Capacity, Ratio
from habeas.claims import Claim, Modality, Polarity, Status, claim_id, propose
from habeas.claims.form import CONTENT, REMARKS, amount_from, claim_from, proposal, span_from
from habeas.errors import InputError
from habeas.evidence import CellQuote, Citation, Sensitivity, TextQuote
from habeas.when import Span

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12)
SOME = st.one_of(st.none(), WORDS)
DAYS = st.dates(date(1990, 1, 1), date(2030, 1, 1))
FIGURES = st.decimals(min_value=0, max_value=10**7, places=2).map(lambda one: Decimal(str(one)))


def _define(amount: Amount, unit: str | None, who: str | None, capacity: str | None) -> Amount:
    return replace(amount, unit=unit, who=who, capacity=cast("Capacity | None", capacity))


AMOUNTS = st.builds(
    _define,
    st.one_of(
        FIGURES.map(Amount.exact),
        FIGURES.map(Amount.at_least),
        FIGURES.map(Amount.less_than),
        st.tuples(FIGURES, FIGURES).map(lambda pair: Amount.range(min(pair), max(pair))),
        st.builds(lambda n, width: Amount.about(n, width=width), FIGURES, st.sampled_from([None, Decimal("0.05")])),
        st.builds(
            lambda n, of: Amount(qualifier="more_than", stated=n, ratio=Ratio(of=of, low=n, low_open=True)),
            FIGURES,
            WORDS,
        ),
    ),
    st.sampled_from([None, "persons", "m2/cell"]),
    SOME,
    st.sampled_from([None, *get_args(Capacity)]),
)
SPANS = st.one_of(
    DAYS.map(Span.on),
    st.tuples(DAYS, DAYS).map(lambda pair: Span.some_day(min(pair), max(pair))),
    st.tuples(DAYS, DAYS).map(lambda pair: Span.every_day(min(pair), max(pair), started=True, ended=False)),
    DAYS.map(Span.since),
)
QUOTES = st.one_of(
    st.builds(
        TextQuote, exact=WORDS, prefix=WORDS, suffix=WORDS, start=st.just(3), end=st.just(9),
        page=st.sampled_from([None, 1, 12]),
    ),
    st.builds(CellQuote, sheet=WORDS, row=st.integers(1, 99), column=st.just("AB"), exact=WORDS),
)  # fmt: skip
CITATIONS = st.builds(Citation, source=WORDS, sha256=st.just("0" * 64), quote=QUOTES)
TUPLES = st.lists(WORDS, max_size=3).map(tuple)
CLAIMS = st.builds(
    Claim,
    id=st.just("c-0123456789ab"),
    key=WORDS,
    subject=WORDS,
    predicate=WORDS,
    value=st.one_of(AMOUNTS, SPANS, WORDS),
    polarity=st.sampled_from(get_args(Polarity)),
    modality=st.sampled_from(get_args(Modality)),
    words=st.one_of(st.just(""), WORDS),
    language=st.sampled_from([None, "en", "es"]),
    speaker=SOME,
    said_on=st.one_of(st.none(), SPANS),
    span=st.one_of(st.none(), SPANS),
    citations=st.lists(CITATIONS, max_size=2).map(tuple),
    derived_from=TUPLES,
    note=st.one_of(st.just(""), WORDS),
    sensitivity=st.sampled_from([None, *get_args(Sensitivity)]),
    status=st.sampled_from(get_args(Status)),
    reason=st.one_of(st.just(""), WORDS),
    flags=TUPLES,
    conflicts=TUPLES,
)


@given(CLAIMS)
def test_a_claim_survives_its_json(claim: Claim) -> None:
    """Written to JSON text and read back, every claim is equal to itself."""
    assert Claim.from_json(json.loads(json.dumps(claim.as_json()))) == claim


@given(CLAIMS)
def test_a_proposal_keeps_what_is_said_and_drops_what_was_decided(claim: Claim) -> None:
    """The body of a proposal, read under its id, is the claim without status, reason, flags and conflicts."""
    undecided = replace(claim, status="proposed", reason="", flags=(), conflicts=())
    assert claim_from(proposal(claim), claim.id) == undecided


@given(CLAIMS)
def test_a_body_is_what_the_ledger_takes(claim: Claim) -> None:
    """No float and no empty field stands in a proposal, so that equal claims are equal bytes."""

    def walk(value: Any) -> None:
        assert not isinstance(value, float)
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            walk(one)

    body = propose(claim).body
    walk(body)
    assert all(value not in (None, "", [], ()) for value in body.values())


OTHER: dict[str, Any] = {
    "subject": "other", "predicate": "other", "value": "other", "words": "other", "speaker": "other",
    "said_on": Span.on(date(2001, 1, 1)), "span": Span.on(date(2001, 1, 2)), "derived_from": ("other",),
    "citations": (Citation(source="o", sha256="1" * 64, quote=CellQuote(sheet="", row=1, column="A", exact="x")),),
    "key": "another-key", "language": "xx", "note": "another note", "id": "c-ffffffffffff", "reason": "another reason",
    "flags": ("another",), "conflicts": ("another",),
}  # fmt: skip
TURNED = {
    "polarity": get_args(Polarity), "modality": get_args(Modality), "status": get_args(Status),
    "sensitivity": get_args(Sensitivity),
}  # fmt: skip


@given(CLAIMS)
def test_the_id_follows_from_what_is_said_and_from_nothing_else(claim: Claim) -> None:
    """Any field of the content changes the id; remarks and decisions do not. Every field of a claim is one or the other."""
    name = claim_id(proposal(claim))
    assert len(name) == 14
    assert name.startswith("c-")
    for field in fields(Claim):
        mine = getattr(claim, field.name)
        value = OTHER.get(field.name) or next(one for one in TURNED[field.name] if one != mine)
        changed = claim_id(proposal(replace(claim, **{field.name: value})))
        assert (changed != name) == (field.name in CONTENT), field.name
    assert not set(CONTENT) & set(REMARKS)


def test_the_id_is_the_same_on_every_machine() -> None:
    """The id of a given claim is pinned: a change here would make every coded claim of every case a new one."""
    claim = Claim(id="", key="k", subject="cecot", predicate="buildings", value=Amount.exact(8, unit="buildings"))
    assert propose(claim).about == "c-f861ad364f47"


@pytest.mark.parametrize(
    ("made", "key"),
    [
        ({"id": "c", "key": "k", "subject": "s", "predicate": "p", "value": "v", "colour": "red"}, "claims.json-field"),
        ({"id": "c", "key": "k", "subject": "s", "predicate": "p"}, "claims.json"),
        ({"id": "c", "key": "k", "subject": "s", "predicate": "p", "value": {}}, "claims.json"),
        ({"id": "c", "key": "k", "subject": "s", "predicate": "p", "value": 3}, "claims.json"),
        ({"id": "c", "key": "k", "subject": "s", "predicate": "p", "value": "v", "citations": [{}]}, "claims.json"),
        (
            {
                "id": "c",
                "key": "k",
                "subject": "s",
                "predicate": "p",
                "value": {"amount": {"qualifier": "exact", "x": "1"}},
            },
            "amount.json",
        ),
        (
            {"id": "c", "key": "k", "subject": "s", "predicate": "p", "value": "v", "span": {"first_precise": "soon"}},
            "when.json-day",
        ),
    ],
)
def test_what_is_no_claim_is_refused(made: dict[str, Any], key: str) -> None:
    """JSON with a field too many, too few or malformed is an InputError in both languages, never half a claim."""
    with pytest.raises(InputError) as caught:
        Claim.from_json(made)
    assert caught.value.key == key
    assert caught.value.text("en") != caught.value.text("es")


@given(AMOUNTS)
def test_the_quick_reader_of_amounts_agrees_with_the_strict_one(amount: Amount) -> None:
    """Both readers give the same amount."""
    assert amount_from(amount.as_json()) == Amount.from_json(amount.as_json())


@given(SPANS)
def test_a_remembered_span_is_the_span(span: Span) -> None:
    """Reading the same span twice gives equal spans."""
    assert span_from(span.as_json()) == span_from(span.as_json()) == span
