"""What persons decide about groups: that somebody is of a group, or is not. A decision is an entry of the ledger, undone by an entry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from habeas.errors import InputError, Problem
from habeas.ledger import Draft, Entry, effective
from habeas.people.groups.model import Group

Verdict = Literal["member", "not-member"]
KINDS: Final = {"group.member", "group.not-member"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberDecision:
    """A person's word that somebody is of a group, or is not. It holds for the person whom the mention belongs to in each partition.

    ``mention`` is the key of a mention; ``where`` is the entry of the ledger, or the line of a file, that holds it; ``by`` who decided.
    """

    verdict: Verdict
    mention: str
    group: str
    reason: str
    by: str = ""
    where: str = ""


def decide_member(verdict: Verdict, mention: str, group: str, reason: str) -> Draft:
    """Return the draft that says that somebody is of a group, or is not. Raises :class:`InputError` without a reason."""
    if not reason.strip():
        raise InputError("groups.no-reason")
    return Draft(kind=f"group.{verdict}", about=mention, body={"group": group}, reason=reason.strip())


def member_decisions_of(entries: Iterable[Entry]) -> tuple[MemberDecision, ...]:
    """Return the decisions about groups that stand, in the order of the ledger."""
    return tuple(
        MemberDecision(
            verdict="member" if one.kind == "group.member" else "not-member",
            mention=one.about,
            group=str(one.body.get("group", "")),
            reason=one.reason,
            by=one.actor,
            where=str(one.seq),
        )
        for one in effective(entries)
        if one.kind in KINDS
    )


def check_decisions(
    groups: Sequence[Group], mentions: Collection[str], decisions: Iterable[MemberDecision]
) -> tuple[Problem, ...]:
    """Return a problem for each decision about a group or a mention that there is not (any more); such a one has no effect."""
    known = [one.id for one in groups]
    problems: list[Problem] = []
    for one in decisions:
        if one.group not in known:
            values: dict[str, object] = {"where": one.where, "found": one.group, "known": known or ["–"]}
            problems.append(Problem("groups.decision-group", gravity="warning", values=values))
        if one.mention not in mentions:
            values = {"where": one.where, "found": one.mention}
            problems.append(Problem("groups.decision-mention", gravity="warning", values=values))
    return tuple(problems)
