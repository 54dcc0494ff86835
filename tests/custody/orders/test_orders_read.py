"""Orders as they are written in TOML and told by claims: good ones kept, every fault named."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.amount import Amount
from habeas.claims import Claim, Status, Subject, Value
from habeas.custody.orders import Dated, Required, Scope, read_orders
from habeas.when import Span

ISSUED = Span.on(date(2025, 3, 15))


def claim(name: str, predicate: str, value: Value, status: Status = "accepted", subject: str = "court-order") -> Claim:
    """Return a claim of an instrument."""
    return Claim(id=name, key=f"k-{name}", subject=subject, predicate=predicate, value=value, status=status)


def by_id(*claims: Claim) -> dict[str, Claim]:
    """Return claims by id."""
    return {one.id: one for one in claims}


def table(**changed: Any) -> dict[str, Any]:
    """Return a good table with some fields changed; None leaves one out."""
    made = {
        "id": "o",
        "en": "O",
        "es": "O",
        "issued": "2025-06-02",
        "source": "A note.",
        "forbids": ["transfer"],
        **changed,
    }
    return {name: value for name, value in made.items() if value is not None}


def test_an_order_is_read_as_it_is_written() -> None:
    """Every field of the table arrives."""
    raw = table(
        in_force="2025-06-02/..", by="A court", lists=["court"], under=["Act 9"],
        requires=[{"act": "release", "within_days": 2}, {"act": "hearing", "by": "2025-06-09"}],
    )  # fmt: skip
    (one,), problems = read_orders([raw])
    assert problems == ()
    assert one.issued == (Dated(span=Span.on(date(2025, 6, 2))),)
    assert one.in_force == Span.from_edtf("2025-06-02/..")
    assert one.scope == Scope(lists=("court",), under=("Act 9",))
    assert one.requires == (
        Required(duty="release", within_days=2),
        Required(duty="hearing", by=Span.on(date(2025, 6, 9))),
    )


def test_claims_date_an_order_and_say_how_long_it_held() -> None:
    """Of the instrument that a table names; each is cited, and what does not stand is not used."""
    claims = by_id(
        claim("a", "order_issued", ISSUED),
        claim("b", "order_issued", Span.on(date(2025, 3, 16)), "rejected"),
        claim("c", "duration_days", Amount.exact(14)),
        claim("d", "order_issued", ISSUED, subject="another"),
    )
    (one,), problems = read_orders([table(subject="court-order", issued=None, source=None)], claims)
    assert problems == ()
    assert one.issued == (Dated(span=ISSUED, claim="a"),)
    assert one.claims == ("a", "c")
    assert one.in_force is not None
    assert one.in_force.outer == (date(2025, 3, 15), date(2025, 3, 29))


def test_rival_claims_of_the_day_are_all_kept_and_set_no_end() -> None:
    """How long it held cannot be reckoned from two days."""
    claims = by_id(
        claim("a", "order_issued", ISSUED),
        claim("b", "order_issued", Span.on(date(2025, 3, 16)), "in_conflict"),
        claim("c", "duration_days", Amount.exact(14)),
    )
    (one,), _ = read_orders([table(subject="court-order", issued=None)], claims)
    assert [each.claim for each in one.issued] == ["a", "b"]
    assert one.in_force is None


def test_claims_alone_make_an_order_against_the_transfer_of_a_group() -> None:
    """It covers the counted group that bears the event's id, and is called as the case calls the instrument."""
    claims = by_id(claim("a", "order_issued", ISSUED), claim("b", "order_forbids", "transfer-2025-03"))
    subjects = {
        "court-order": Subject(id="court-order", type="instrument", en="Order of the judge", es="Orden del juez")
    }
    (one,), problems = read_orders([], claims, subjects)
    assert problems == ()
    assert (one.id, one.es, one.forbids) == ("court-order", "Orden del juez", ("transfer",))
    assert one.scope == Scope(groups=("transfer-2025-03",))
    assert read_orders([], by_id(claim("a", "order_issued", ISSUED)))[0] == ()


@pytest.mark.parametrize(
    ("changed", "keys"),
    [
        ({"extra": 1}, ["orders.unknown-field"]),
        ({"id": None, "es": " "}, ["orders.missing", "orders.both-languages"]),
        ({"source": None}, ["orders.no-source"]),
        ({"issued": None}, ["orders.no-day"]),
        ({"issued": "soon"}, ["when.*"]),
        ({"in_force": 3}, ["when.*"]),
        ({"by": ""}, ["orders.missing"]),
        ({"lists": "court"}, ["orders.not-list"]),
        ({"forbids": ["travel"]}, ["orders.acts"]),
        ({"forbids": None}, ["orders.says-nothing"]),
        ({"requires": "release"}, ["orders.not-required"]),
        ({"requires": [{"act": "release"}]}, ["orders.within-or-by"]),
        (
            {"requires": [{"act": "flee", "within_days": -1, "x": 1}]},
            ["orders.unknown-field", "orders.acts", "orders.not-days"],
        ),
        ({"requires": [{"act": "release", "by": "soon"}]}, ["when.*"]),
    ],
)
def test_a_fault_sets_its_order_aside_and_no_other(changed: dict[str, Any], keys: list[str]) -> None:
    """Each fault has words in both languages and the place where it stands."""
    orders, problems = read_orders([table(**changed), table(id="other")])
    assert [one.id for one in orders] == ["other"]
    assert len(problems) == len(keys)
    for problem, key in zip(problems, keys, strict=True):
        assert problem.key == key or (key.endswith("*") and problem.key.startswith(key[:-1]))
        assert problem.text("en") != problem.text("es")
        assert problem.column


def test_an_id_is_used_once_and_what_is_no_table_is_told() -> None:
    """The first of two is kept."""
    orders, problems = read_orders([table(), table()])
    assert (len(orders), [one.key for one in problems]) == (1, ["orders.twice"])
    claims = by_id(claim("a", "order_issued", ISSUED), claim("b", "order_forbids", "transfer-2025-03"))
    orders, problems = read_orders("orders", claims)
    assert ([one.id for one in orders], [one.key for one in problems]) == (["court-order"], ["orders.not-tables"])


def test_a_claim_that_does_not_stand_is_told_and_the_order_used() -> None:
    """A name that is no claim's, or one that was rejected, is no source; the order has another."""
    claims = by_id(claim("a", "order_issued", ISSUED), claim("b", "order_issued", ISSUED, "rejected"))
    orders, (problem,) = read_orders([table(claims=["a", "b", "no"])], claims)
    assert orders[0].claims == ("a",)
    assert (problem.key, problem.gravity, problem.values["found"]) == ("orders.claim-unknown", "warning", ["b", "no"])
    assert "b and no" in problem.text("en")
    assert "b y no" in problem.text("es")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["act", "within_days", "by", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = [
    "id",
    "en",
    "es",
    "issued",
    "in_force",
    "by",
    "source",
    "claims",
    "subject",
    "forbids",
    "requires",
    "lists",
    "persons",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=7), max_size=3))
def test_no_table_breaks_the_reader(raw: list[dict[str, Any]]) -> None:
    """Whatever stands in the tables, each is an order or has a problem."""
    orders, problems = read_orders(raw)
    assert len(orders) == len(raw) or problems
    assert all(one.text("en") and one.text("es") for one in problems)


def test_the_example_in_the_documentation_is_read() -> None:
    """What docs/orders.md shows is what the reader reads."""
    page = (Path(__file__).parents[3] / "docs" / "orders.md").read_text(encoding="utf-8")
    shown = page.split("```toml\n")[1].split("```")[0]
    orders, problems = read_orders(tomllib.loads(shown)["orders"])
    assert problems == ()
    assert len(orders) == 2
