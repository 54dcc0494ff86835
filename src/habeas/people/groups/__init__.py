"""Counted groups without names: who is identified so far, of how many, and which row, claim or decision says so."""

from __future__ import annotations

from habeas.people.groups.decisions import (
    MemberDecision,
    check_decisions,
    decide_member,
    member_decisions_of,
)
from habeas.people.groups.matching import match_groups
from habeas.people.groups.model import (
    Condition,
    Count,
    Group,
    GroupFinding,
    GroupState,
    Member,
    Range,
    Reason,
    Tally,
)
from habeas.people.groups.reading import check_lists, read_groups, read_groups_file
from habeas.people.groups.saying import say_group
from habeas.people.groups.spelling import one_of

__all__ = [
    "Condition",
    "Count",
    "Group",
    "GroupFinding",
    "GroupState",
    "Member",
    "MemberDecision",
    "Range",
    "Reason",
    "Tally",
    "check_decisions",
    "check_lists",
    "decide_member",
    "match_groups",
    "member_decisions_of",
    "one_of",
    "read_groups",
    "read_groups_file",
    "say_group",
]
