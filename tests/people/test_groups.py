"""Counted groups: who is of them, for certain or possibly, and why."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pyarrow as pa
import pytest
from tests.people.grouping import MENTIONS, THREE, counted, group, mentions, only, partition, statements

from habeas.ledger import Entry
from habeas.people.groups import (
    Condition,
    MemberDecision,
    Range,
    check_decisions,
    decide_member,
    match_groups,
    member_decisions_of,
    say_group,
)
from habeas.when import Span


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
