"""From rows to persons: who of one tier is of a group, for certain or possibly, and by which reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from habeas.people.groups.decisions import MemberDecision
from habeas.people.groups.model import Group, Member, Reason, Sure
from habeas.people.groups.rows import Row, View
from habeas.when import Answer


@dataclass(slots=True)
class Found:
    """The members of one tier, those taken out by a decision, and the persons about whom decisions contradict each other."""

    members: dict[str, Member] = field(default_factory=dict)
    excluded: dict[str, Member] = field(default_factory=dict)
    contradicted: dict[str, tuple[MemberDecision, ...]] = field(default_factory=dict)


Decided = Mapping[str, Sequence[tuple[int, MemberDecision]]]
"""For each mention the decisions that bear on a group, each with its place in the order of all."""


def bearing(group: Group, groups: Mapping[str, Group], decisions: Sequence[MemberDecision]) -> Decided:
    """Return the decisions that bear on a group: its own, "is of" of its parts, and "is not of" of the wholes that it is part of."""
    found: dict[str, list[tuple[int, MemberDecision]]] = defaultdict(list)
    for number, one in enumerate(decisions):
        named = groups.get(one.group)
        if named is None:
            continue
        inner, outer = (named, group) if one.verdict == "member" else (group, named)
        if outer.id in wholes(inner, groups):
            found[one.mention].append((number, one))
    return found


def wholes(group: Group, groups: Mapping[str, Group]) -> tuple[str, ...]:
    """Return the id of a group and of every group that it is part of."""
    found: list[str] = []
    at: Group | None = group
    while at is not None and at.id not in found:
        found.append(at.id)
        at = groups.get(at.part_of or "")
    return tuple(found)


def together(rows: Sequence[Row], person_of: Mapping[str, str]) -> Mapping[str, Sequence[int]]:
    """Return the places of the rows of each person, persons in the order of their first row. A row in no partition stands alone."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        found[person_of.get(row.mention, row.mention)].append(number)
    return found


def members_of(
    group: Group,
    *,
    rows: Sequence[Row],
    views: Sequence[View],
    persons: Mapping[str, Sequence[int]],
    decided: Decided,
    parts: Sequence[tuple[Group, Found]],
) -> Found:
    """Return who of a tier is of a group.

    A person's decision goes before everything, the latest before the others; then what a list states, what settles it, and being of a
    part; then the conditions.
    """
    found = Found()
    spoken = _spoken_of(persons, rows, views, decided, parts)
    for person, numbers in persons.items():
        if person not in spoken:
            continue
        mine = [rows[n] for n in numbers]
        said = sorted((one for row in mine for one in decided.get(row.mention, ())), key=lambda one: one[0])
        if len({one.verdict for _, one in said}) > 1:
            found.contradicted[person] = tuple(one for _, one in said)
        if said:
            last = said[-1][1]
            into = found.members if last.verdict == "member" else found.excluded
            into[person] = _by_decision(person, mine, last)
            continue
        member = _by_rows(group, person, mine, [views[n] for n in numbers], parts)
        if member is not None:
            found.members[person] = member
    return found


def _spoken_of(
    persons: Mapping[str, Sequence[int]],
    rows: Sequence[Row],
    views: Sequence[View],
    decided: Decided,
    parts: Sequence[tuple[Group, Found]],
) -> set[str]:
    """Return the persons of whom a row, a decision or a part says anything that could make them members: of most, nothing does."""
    told = {n for n, one in enumerate(views) if one.speaks or rows[n].mention in decided}
    found = {person for _, each in parts for person in each.members}
    found.update(person for person, numbers in persons.items() if not told.isdisjoint(numbers))
    return found


def _member(
    person: str, rows: Sequence[Row], reasons: Sequence[Reason], answer: Sure = "certain", unknown: tuple[int, ...] = ()
) -> Member:
    return Member(
        person=person,
        answer=answer,
        mentions=tuple(row.mention for row in rows),
        named=any(row.named for row in rows),
        reasons=tuple(reasons),
        unknown=unknown,
    )


def _by_decision(person: str, rows: Sequence[Row], decision: MemberDecision) -> Member:
    row = next(one for one in rows if one.mention == decision.mention)
    reason = Reason(
        key="decided-member" if decision.verdict == "member" else "decided-not",
        answer="certain",
        mention=row.mention,
        list=row.list,
        row=row.row,
        where=decision.where,
        values={"by": decision.by or "–", "reason": decision.reason},
    )
    return _member(person, rows, [reason])


def _by_rows(
    group: Group, person: str, rows: Sequence[Row], views: Sequence[View], parts: Sequence[tuple[Group, Found]]
) -> Member | None:
    settled = [reason for one in views for reason in one.settled]
    settled += _of_parts(person, rows, parts, "certain")
    if settled:
        return _member(person, rows, settled)
    possible = _of_parts(person, rows, parts, "possible")
    if group.conditions:
        return _by_conditions(group, person, rows, views, possible)
    return _member(person, rows, possible, "possible") if possible else None


def _of_parts(person: str, rows: Sequence[Row], parts: Sequence[tuple[Group, Found]], answer: Sure) -> list[Reason]:
    """Return for each part that a person is of, that they are of the whole."""
    return [
        Reason(
            key="of-part" if answer == "certain" else "of-part-perhaps",
            answer=answer,
            mention=rows[0].mention,
            list=rows[0].list,
            row=rows[0].row,
            values={"part": part},
        )
        for part, found in parts
        if person in found.members and found.members[person].answer == answer
    ]


def _by_conditions(
    group: Group, person: str, rows: Sequence[Row], views: Sequence[View], possible: Sequence[Reason]
) -> Member | None:
    """Return a member by the conditions: none is excluded, and one that ties a person to the event speaks for them.

    Where the conditions suffice and each is certainly met, the member is certain.
    """
    answers: list[Answer | None] = []
    reasons: list[Reason] = []
    for number, condition in enumerate(group.conditions):
        met = [one for view in views for one in view.meets[number]]
        answer = combined([answer for answer, _ in met])
        on_one = "list" in condition.fields and any(one == "certain" for one, _ in met)
        answers.append("certain" if on_one else answer)  # to be on another list besides speaks against nothing
        reasons += [reason for _, reason in met if reason is not None]
    unknown = tuple(n for n, one in enumerate(answers) if one is None)
    if group.suffice and all(one == "certain" for one in answers):
        return _member(person, rows, reasons)
    if "no" in answers:
        return None
    tying = [n for n, one in enumerate(group.conditions) if one.ties] or range(len(group.conditions))
    if any(answers[n] is not None for n in tying):
        return _member(person, rows, [*reasons, *possible], "possible", unknown)
    return _member(person, rows, possible, "possible", unknown) if possible else None


def combined(answers: Sequence[Answer]) -> Answer | None:
    """Return what several statements say together: certain where all that say anything agree, possible where lists differ.

    None where nothing is said.
    """
    if not answers:
        return None
    if len(set(answers)) == 1:
        return answers[0]
    return "possible"
