"""Counted groups against persons: who is identified so far, of how many, and what does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import pyarrow as pa

from habeas.claims import Claim, Vocabulary
from habeas.people.groups.checking import contradicted, over_identified, parts_and_whole
from habeas.people.groups.counting import settle, size_of
from habeas.people.groups.decisions import MemberDecision
from habeas.people.groups.model import Count, Group, GroupFinding, GroupState, Range, Tally, Tier
from habeas.people.groups.persons import Found, bearing, members_of, together
from habeas.people.groups.rows import View, rows_of, view

_TIERS: Final[Mapping[Tier, str]] = MappingProxyType({"register": "person", "estimate": "estimate"})
_NONE: Final[Mapping[str, Claim]] = MappingProxyType({})


def match_groups(
    groups: Sequence[Group],
    mentions: pa.Table,
    statements: pa.Table,
    partition: pa.Table,
    decisions: Sequence[MemberDecision] = (),
    *,
    claims: Mapping[str, Claim] = _NONE,
    wording: Vocabulary | None = None,
) -> tuple[GroupState, ...]:
    """Return how far each group is identified, in the order of the groups.

    ``mentions`` and ``statements`` are the rows of the lists, ``partition`` the person of each mention in both tiers (columns ``mention``,
    ``person``, ``estimate``); a mention that it does not have stands alone. ``claims`` are those of the case, by id, for counts that
    name one, ``wording`` its words for whom they count. A decision about a group or mention that there is not has no effect; :func:`check_decisions` names it.
    """
    if not groups:
        return ()
    known = {one.id: one for one in groups}
    rows = rows_of(mentions, statements, _fields(groups))
    counted = {one.id: settle(one, claims, wording) for one in groups}
    found: dict[Tier, dict[str, Found]] = {"register": {}, "estimate": {}}
    views: dict[str, list[View]] = {one.id: [view(row, one) for row in rows] for one in groups}
    for tier, column in _TIERS.items():
        persons = together(rows, dict(zip(*(partition[name].to_pylist() for name in ("mention", column)), strict=True)))
        for one in _parts_first(groups):
            found[tier][one.id] = members_of(
                one,
                rows=rows,
                views=views[one.id],
                persons=persons,
                decided=bearing(one, known, decisions),
                parts=[(each, found[tier][each.id]) for each in groups if each.part_of == one.id],
            )
    tallies = {
        tier: {name: Tally(tuple(one.members.values())) for name, one in each.items()} for tier, each in found.items()
    }
    return tuple(_state(one, groups, counted, found["register"][one.id], tallies) for one in groups)


def _fields(groups: Sequence[Group]) -> set[str]:
    return {name for one in groups for condition in (*one.conditions, *one.fixed_by) for name in condition.fields}


def _parts_first(groups: Sequence[Group]) -> list[Group]:
    """Return the groups so that each comes after its parts."""
    found: list[Group] = []
    left = list(groups)
    while left:
        ready = [one for one in left if not any(each.part_of == one.id for each in left)]
        found += ready or left  # a circle, which read_groups sets aside
        left = [one for one in left if one not in found]
    return found


def _state(
    group: Group,
    groups: Sequence[Group],
    counted: Mapping[str, tuple[tuple[Count, ...], list[GroupFinding]]],
    found: Found,
    tallies: Mapping[Tier, Mapping[str, Tally]],
) -> GroupState:
    counts, findings = counted[group.id]
    size = size_of(counts)
    register, estimate = tallies["register"][group.id], tallies["estimate"][group.id]
    parts: list[tuple[Group, Range | None, Tally]] = [
        (one, size_of(counted[one.id][0]), tallies["register"][one.id]) for one in groups if one.part_of == group.id
    ]
    under = [one.claim for each in (group, *(part for part, _, _ in parts)) for one in counted[each.id][0] if one.claim]
    return GroupState(
        group=group,
        counts=counts,
        size=size,
        register=register,
        estimate=estimate,
        excluded=tuple(found.excluded.values()),
        parts=tuple(one.id for one, _, _ in parts),
        findings=(
            *findings,
            *over_identified(group, size, register, estimate, counts),
            *parts_and_whole(group, size, register, parts, under),
            *contradicted(group, found),
        ),
    )
