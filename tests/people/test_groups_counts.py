"""Counted groups: rival counts, how many are identified of how many, and what does not fit."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.people.grouping import THREE, counted, group, mentions, only, partition, statements

from habeas.amount import Amount
from habeas.amount import parse as amount
from habeas.claims import Claim, Status
from habeas.people.groups import Condition, Count, Range, match_groups


def claim(key: str, value: Amount, status: Status = "accepted") -> Claim:
    """Return a claim of an amount."""
    return Claim(id=f"id-{key}", key=key, subject="s", predicate="transferred", value=value, status=status)


def persons(figure: str, who: str | None = None) -> Amount:
    """Return a number of persons."""
    return amount(figure, unit="persons", who=who)


def test_counts_are_claims_that_stand() -> None:
    """A claim is found by key or id; one that is rejected, unknown or no number of persons is a finding, not a count."""
    claims = {
        one.id: one
        for one in (
            claim("a", persons("238")),
            claim("b", persons("261"), "rejected"),
            claim("c", Amount.exact(9, unit="flights")),
        )
    }
    about = group(counts=tuple(Count(claim=name) for name in ("a", "id-b", "c", "none")))
    (state,) = match_groups([about], THREE, statements(), partition(), claims=claims)
    assert state.size == Range(238, 238)
    assert [one.claim for one in state.counts] == ["id-a"]
    assert [one.key for one in state.findings] == ["claim-fallen", "claim-no-count", "no-claim"]
    assert all(one.text("en") and one.text("es") for one in state.findings)


def test_counts_of_unlike_persons_are_told_before_they_are_compared() -> None:
    """Two figures that count other people by their own words are a note."""
    claims = {
        one.id: one
        for one in (claim("a", persons("238", "Venezuelans")), claim("b", persons("261", "all on the flights")))
    }
    (state,) = match_groups(
        [group(counts=(Count(claim="a"), Count(claim="b")))], THREE, statements(), partition(), claims=claims
    )
    assert [(one.key, one.gravity) for one in state.findings] == [("counts-unlike", "note")]
    assert "“Venezuelans” and “all on the flights”" in state.findings[0].text("en")


@pytest.mark.parametrize(
    ("figures", "size"),
    [
        (["238", "261"], Range(238, 261)),
        (["238", "more than 250"], Range(238, None)),
        (["more than 250"], Range(251, None)),
        (["fewer than 250"], Range(0, 249)),
        (["about 250"], Range(0, None)),
        ([], None),
    ],
)
def test_the_size_is_from_the_least_to_the_most_that_rival_counts_allow(figures: list[str], size: Range | None) -> None:
    """An open end stays open, and no count is no size."""
    assert only(group(counts=counted(*figures)), THREE, statements(), partition()).size == size


# Findings


def test_more_members_than_anybody_counted_is_a_finding() -> None:
    """An error where it holds by every plausible link, a warning where links could mend it."""
    about = group(lists=("flight", "families", "court"), counts=counted("2"))
    apart = [["flight:a"], ["families:b"], ["court:c"]]
    sure = only(about, THREE, statements(), partition(*apart))
    perhaps = only(about, THREE, statements(), partition(["flight:a", "families:b"], ["court:c"], apart=apart))
    assert [(one.key, one.gravity) for one in sure.findings] == [("over-identified", "error")]
    assert [(one.key, one.gravity) for one in perhaps.findings] == [("over-identified-perhaps", "warning")]
    assert sure.unidentified == Range(0, 0)


@pytest.mark.parametrize(
    ("whole", "parts", "found"),
    [
        ("261", ["238", "23"], []),
        ("255", ["238", "23"], ["parts-exceed"]),
        ("270", ["238", "23"], ["parts-short"]),
        ("200", ["238", "23"], ["part-larger", "parts-exceed"]),
        ("255", ["238", "at least 1"], []),
        ("at least 100", ["238", "23"], []),
    ],
)
def test_parts_must_make_their_whole(whole: str, parts: list[str], found: list[str]) -> None:
    """Parts that are disjoint add up to no more than the whole, and complete ones to no less, under every rival count."""
    groups = [
        group("all", counts=counted(whole), parts=frozenset({"disjoint", "complete"})),
        *(group(f"p{n}", part_of="all", counts=counted(one)) for n, one in enumerate(parts)),
    ]
    state = match_groups(groups, THREE, statements(), partition())[0]
    assert [one.key for one in state.findings] == found
    assert state.parts == ("p0", "p1")
    assert all(one.text("en") and one.text("es") for one in state.findings)


def test_persons_in_two_parts_or_in_none_are_told() -> None:
    """Who is in two disjoint parts is named, and so is how many are in none of complete parts."""
    groups = [
        group("all", lists=("flight", "court"), parts=frozenset({"disjoint", "complete"})),
        group("one", part_of="all", lists=("flight",)),
        group("two", part_of="all", lists=("families",)),
    ]
    state = match_groups(groups, THREE, statements(), partition(["flight:a", "families:b"], ["court:c"]))[0]
    assert [(one.key, one.persons) for one in state.findings] == [
        ("in-two-parts", ("P-flight:a",)),
        ("in-no-part", ("P-court:c",)),
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["flight", "court"]), st.integers(0, 5), st.integers(0, 5), st.booleans()),
        max_size=12,
    ),
    st.integers(0, 8),
    st.integers(0, 4),
)
def test_the_pairs_always_hold(made: list[tuple[str, int, int, bool]], low: int, more: int) -> None:
    """Identified and not identified add up to the size at both ends, no pair is reversed, and each member has a reason."""
    keys = [f"{one[0]}:{n}" for n, one in enumerate(made)]
    rows = mentions(*((key, "X" if one[3] else None) for key, one in zip(keys, made, strict=True)))
    parts = pa.table({
        "mention": pa.array(keys, pa.string()),
        "person": pa.array([f"R{one[1]}" for one in made], pa.string()),
        "estimate": pa.array([f"E{one[2]}" for one in made], pa.string()),
    })  # fmt: skip
    about = group(
        lists=("flight",),
        conditions=(Condition(fields=("list",), said=("court",)),),
        counts=counted(f"{low} to {low + more}"),
    )
    state = only(about, rows, statements(), parts)
    found, left = state.identified, state.unidentified
    assert left is not None
    assert found.high is not None
    assert left.high is not None
    assert found.low <= found.high
    assert left.low <= left.high
    assert left.low == max(0, low - found.high)
    assert left.high == max(0, low + more - found.low)
    assert all(one.reasons for one in (*state.register.members, *state.estimate.members))
    assert {one.person for one in state.register.members} == {f"R{one[1]}" for one in made}
