"""Counted groups: who is identified, of how many, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.amount import Amount
from habeas.amount import parse as amount
from habeas.claims import Claim, Status
from habeas.ledger import Entry
from habeas.people.groups import (
    Condition,
    Count,
    Group,
    GroupState,
    MemberDecision,
    Range,
    check_decisions,
    decide_member,
    match_groups,
    member_decisions_of,
    say_group,
)
from habeas.when import Span

_TEXT: Final = pa.string()
_KEY: Final = [("mention", _TEXT), ("list", _TEXT), ("row", pa.int32())]
MENTIONS: Final = pa.schema([
    *_KEY, ("name", _TEXT), ("nationality", _TEXT), ("event_first", pa.date32()), ("event_last", pa.date32()),
])  # fmt: skip
STATEMENTS: Final = pa.schema([
    *_KEY, ("column", _TEXT), ("field", _TEXT), ("said", _TEXT), ("time", _TEXT),
    ("first", pa.date32()), ("last", pa.date32()), ("place", _TEXT),
])  # fmt: skip


def mentions(*rows: tuple[str, str | None]) -> pa.Table:
    """Return mentions of ``(key, name)``; the list is what stands before the colon."""
    made = [
        {"mention": key, "list": key.split(":")[0], "row": n, "name": name} for n, (key, name) in enumerate(rows, 2)
    ]
    return pa.Table.from_pylist(made, schema=MENTIONS)


def statements(*cells: tuple[str, str, str]) -> pa.Table:
    """Return statements of ``(key, field, said)``; a field of time is EDTF."""
    made: list[dict[str, Any]] = []
    for key, field, said in cells:
        one = {
            "mention": key,
            "list": key.split(":")[0],
            "row": 2,
            "column": field.upper(),
            "field": field,
            "said": said,
        }
        made.append(one | ({"time": said} if field.endswith("_when") else {}))
    return pa.Table.from_pylist(made, schema=STATEMENTS)


def partition(*persons: Sequence[str], apart: Sequence[Sequence[str]] = ()) -> pa.Table:
    """Return a partition of persons given as groups of keys; ``apart`` is the register's where it joins less."""
    estimate = {key: f"P-{one[0]}" for one in persons for key in one}
    register = {key: f"P-{one[0]}" for one in (apart or persons) for key in one}
    rows = [{"mention": key, "person": register[key], "estimate": estimate[key]} for key in estimate]
    return pa.Table.from_pylist(
        rows, schema=pa.schema([(name, pa.string()) for name in ("mention", "person", "estimate")])
    )


def group(name: str = "flown", **rest: Any) -> Group:
    """Return a group with words."""
    return Group(id=name, en=f"Group {name}", es=f"Grupo {name}", **rest)


def counted(*figures: str) -> tuple[Count, ...]:
    """Return rival counts of persons, as words."""
    return tuple(Count(amount=amount(one, unit="persons"), source="a note") for one in figures)


def only(
    of: Group, rows: pa.Table, said: pa.Table, parts: pa.Table, decisions: Sequence[MemberDecision] = ()
) -> GroupState:
    """Return the state of the one group."""
    (state,) = match_groups([of], rows, said, parts, decisions)
    return state


THREE: Final = mentions(("flight:a", "PEREZ/ANA"), ("families:b", "Ana Pérez"), ("court:c", "Luis Ríos"))


def test_a_list_that_states_membership_makes_every_row_a_member_with_the_row_as_reason() -> None:
    """The pair is of persons, not of rows, and each member answers with list and row."""
    state = only(
        group(lists=("flight",), counts=counted("238", "261")),
        THREE,
        statements(),
        partition(["flight:a", "families:b"], ["court:c"]),
    )
    assert state.identified == Range(1, 1)
    assert state.size == Range(238, 261)
    assert state.unidentified == Range(237, 260)
    assert [one.text("en") for one in state.why("P-flight:a")] == [
        "flight, row 2: the list says of all its rows that they are of the group."
    ]
    assert say_group(state, "en")[:2] == (
        "Group flown: 1 identified so far, of 238 to 261.",
        "Named in no list: 237 to 260.",
    )
    assert say_group(state, "es")[0] == "Grupo flown: 1 con identidad conocida hasta ahora, de 238 a 261."


def test_a_row_without_a_name_is_of_the_group_and_identified_is_nobody() -> None:
    """A nameless row never counts as a person identified."""
    state = only(
        group(lists=("flight",), counts=counted("3")),
        mentions(("flight:a", None), ("flight:b", "RIOS/LUIS")),
        statements(),
        partition(["flight:a"], ["flight:b"]),
    )
    assert state.identified == Range(1, 1)
    assert state.unnamed == 1
    assert "One row of the lists is of the group and gives no name; it is not among the identified." in say_group(
        state, "en"
    )


MOVED: Final = Condition(fields=("transferred_when",), when=Span.from_edtf("2025-03-15/2025-03-16"))
VENEZUELAN: Final = Condition(fields=("nationality",), said=("Venezuela", "venezolan*"))


@pytest.mark.parametrize(
    ("answer", "cells"),
    [
        ("possible", [("transferred_when", "2025-03-15"), ("nationality", "VENEZOLANO")]),
        ("possible", [("transferred_when", "2025-03")]),
        (None, [("transferred_when", "2025-03-15"), ("nationality", "Colombia")]),
        (None, [("transferred_when", "2025-03-17"), ("nationality", "Venezuela")]),
        (None, [("nationality", "Venezuela")]),
        (None, []),
    ],
)
def test_conditions_that_hold_of_all_make_a_person_possible_and_never_certain(
    answer: str | None, cells: list[tuple[str, str]]
) -> None:
    """One that is excluded takes out; a nationality alone ties nobody to an event; unknown is no for nobody."""
    state = only(
        group(conditions=(MOVED, VENEZUELAN)),
        THREE,
        statements(*(("court:c", *cell) for cell in cells)),
        partition(["flight:a"], ["families:b"], ["court:c"]),
    )
    assert {one.person: one.answer for one in state.register.members} == ({"P-court:c": answer} if answer else {})


def test_where_conditions_suffice_meeting_all_for_certain_makes_a_member() -> None:
    """Only certainly meeting each is enough: a month that holds the days, or one condition unsaid, leaves a person possible."""
    whole = [("court:c", "transferred_when", "2025-03-15"), ("court:c", "nationality", "Venezuela")]
    for cells, answer in (
        (whole, "certain"),
        ([("court:c", "transferred_when", "2025-03"), whole[1]], "possible"),
        (whole[:1], "possible"),
    ):
        state = only(
            group(conditions=(MOVED, VENEZUELAN), suffice=True), THREE, statements(*cells), partition(["court:c"])
        )
        assert [one.answer for one in state.register.members] == [answer]


def test_being_on_another_list_besides_speaks_against_nothing() -> None:
    """A condition on the list is met by one of a person's rows."""
    flown = Condition(fields=("list",), said=("flight",))
    state = only(
        group(conditions=(flown, VENEZUELAN), suffice=True),
        THREE,
        statements(("families:b", "nationality", "Venezuela")),
        partition(["flight:a", "families:b"], ["court:c"]),
    )
    assert [(one.person, one.answer) for one in state.register.members] == [("P-flight:a", "certain")]


def test_lists_that_differ_leave_a_person_possible() -> None:
    """A rival nationality excludes nobody and settles nothing."""
    state = only(
        group(conditions=(MOVED, VENEZUELAN), suffice=True),
        THREE,
        statements(
            ("flight:a", "transferred_when", "2025-03-15"),
            ("flight:a", "nationality", "Venezuela"),
            ("families:b", "nationality", "Colombia"),
        ),
        partition(["flight:a", "families:b"], ["court:c"]),
    )
    assert [(one.person, one.answer) for one in state.register.members] == [("P-flight:a", "possible")]


def test_a_statement_that_fixes_membership_settles_it() -> None:
    """A cell with the words makes a certain member, and is cited with its column."""
    fixed = Condition(fields=("note",), said=("vuelo *",))
    state = only(group(fixed_by=(fixed,)), THREE, statements(("court:c", "note", "Vuelo 2")), partition(["court:c"]))
    (member,) = state.register.members
    assert (member.answer, member.reasons[0].text("es")) == (
        "certain",
        "court, fila 4: NOTE dice «Vuelo 2», y eso lo decide.",
    )


def test_a_link_in_doubt_counts_in_both_tiers() -> None:
    """Two rows that the register keeps apart are two identified persons at most and one at least."""
    state = only(
        group(lists=("flight", "families"), counts=counted("10")),
        THREE,
        statements(),
        partition(["flight:a", "families:b"], ["court:c"], apart=[["flight:a"], ["families:b"], ["court:c"]]),
    )
    assert (state.register.identified, state.estimate.identified) == (Range(2, 2), Range(1, 1))
    assert (state.identified, state.unidentified) == (Range(1, 2), Range(8, 9))
    assert "By every plausible link: certainly of the group 1, possibly 0 more." in say_group(state, "en")


# Decisions


def decided(verdict: Any, mention: str, about: str = "flown", where: str = "7") -> MemberDecision:
    """Return a decision of a person."""
    return MemberDecision(verdict=verdict, mention=mention, group=about, reason="A photograph.", by="ana", where=where)


def test_a_decision_goes_before_what_a_list_states_and_is_cited() -> None:
    """Somebody taken out is told with the reason; somebody put in is certain."""
    state = only(
        group(lists=("flight",)),
        THREE,
        statements(),
        partition(["flight:a", "families:b"], ["court:c"]),
        [decided("not-member", "families:b"), decided("member", "court:c")],
    )
    assert [one.person for one in state.register.of("certain")] == ["P-court:c"]
    assert [one.person for one in state.excluded] == ["P-flight:a"]
    assert (
        state.why("P-flight:a")[0]
        .text("en")
        .endswith("ana decided that this person is not of the group (entry 7): A photograph.")
    )


def test_decisions_that_differ_are_named_and_the_last_is_followed() -> None:
    """Two words on one person, by two of their rows, are a finding."""
    state = only(
        group(),
        THREE,
        statements(),
        partition(["flight:a", "families:b"]),
        [decided("member", "flight:a", where="7"), decided("not-member", "families:b", where="9")],
    )
    assert state.register.members == ()
    assert [(one.key, one.values["entries"]) for one in state.findings] == [("decisions-differ", ["7", "9"])]


def test_of_a_part_is_of_the_whole_and_not_of_the_whole_is_of_no_part() -> None:
    """Decisions go up where they put in and down where they take out."""
    groups = [group("all", lists=("flight",)), group("part", part_of="all", lists=("flight",))]
    parts = partition(["flight:a"], ["families:b"])
    decisions = [decided("not-member", "flight:a", "all"), decided("member", "families:b", "part")]
    whole, part = match_groups(groups, THREE, statements(), parts, decisions)
    assert (
        [one.person for one in whole.register.members]
        == ["P-families:b"]
        == [one.person for one in part.register.members]
    )


def test_an_undone_decision_has_no_effect_and_a_lost_one_is_named() -> None:
    """The state is a fold of the ledger; a decision on a row that is gone is told, not dropped."""
    draft = decide_member("member", "court:c", "flown", " seen ")
    entry = Entry(
        seq=1, kind=draft.kind, about=draft.about, body=draft.body, reason=draft.reason,
        actor="ana", time="", previous="", hash="",
    )  # fmt: skip
    undo = Entry(seq=2, kind="undo", about="1", body={}, reason="x", actor="ana", time="", previous="", hash="")
    (kept,) = member_decisions_of([entry])
    assert (kept.verdict, kept.mention, kept.group, kept.reason, kept.where) == (
        "member",
        "court:c",
        "flown",
        "seen",
        "1",
    )
    assert member_decisions_of([entry, undo]) == ()
    lost = check_decisions([group("other")], {"a:b"}, [kept])
    assert [one.key for one in lost] == ["groups.decision-group", "groups.decision-mention"]
    assert all(one.text("es") and one.gravity == "warning" for one in lost)


# Counts


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


def test_what_the_list_lists_is_a_condition_too() -> None:
    """``event`` is the time of the mention itself, where the list has no column of the field."""
    rows = [
        {
            "mention": "court:c",
            "list": "court",
            "row": 2,
            "name": "L",
            "event_first": date(2025, 3, 15),
            "event_last": date(2025, 3, 15),
        }
    ]
    about = group(conditions=(Condition(fields=("event",), when=Span.from_edtf("2025-03-15")),), suffice=True)
    state = only(about, pa.Table.from_pylist(rows, schema=MENTIONS), statements(), partition())
    assert [(one.person, one.answer) for one in state.register.members] == [("court:c", "certain")]


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
