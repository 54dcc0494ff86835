"""Rival counts of a group: which can be used, and from the least to the most that they allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR

from habeas.amount import Amount
from habeas.claims import Claim, Vocabulary
from habeas.people.groups.model import Count, Group, GroupFinding, Range
from habeas.people.groups.spelling import plain
from habeas.words import LANGUAGES, Said


def settle(
    group: Group, claims: Mapping[str, Claim], wording: Vocabulary | None = None
) -> tuple[tuple[Count, ...], list[GroupFinding]]:
    """Return the counts that can be used, each with its amount, and a finding for each that cannot.

    A count names its claim by key or id. Of several claims of one key the one that stands is meant. ``wording`` has the case's words for whom it counts.
    """
    used: list[Count] = []
    findings: list[GroupFinding] = []
    for one in group.counts:
        if one.claim is None:
            used.append(one)
            continue
        found = _claim(one.claim, claims)
        if isinstance(found, str):
            values: dict[str, object] = {"group": group, "claim": one.claim}
            findings.append(GroupFinding(key=found, gravity="warning", group=group.id, values=values))
        else:
            used.append(replace(one, claim=found.id, amount=_persons(found), source=one.source or _said_by(found)))
    used = [replace(one, who=_who(one, wording)) for one in used]
    return tuple(used), [*findings, *_unlike(group, used)]


def _who(one: Count, wording: Vocabulary | None) -> Said | None:
    """Return whom a figure counts in each language, as it says it where there are no other words for it."""
    who = one.amount.who if one.amount is not None else None
    if not who:
        return None
    en, es = (wording.phrase(who, lang) if wording else None for lang in LANGUAGES)
    return Said(en or who, es or who)


def _claim(name: str, claims: Mapping[str, Claim]) -> Claim | str:
    """Return the claim of a key or id, or why it cannot be used, as a message key."""
    named = [one for one in claims.values() if name in {one.id, one.key}]
    if not named:
        return "no-claim"
    standing = [one for one in named if one.stands and "superseded" not in one.flags]
    if not standing:
        return "claim-fallen"
    return standing[-1] if _persons(standing[-1]) is not None else "claim-no-count"


def _persons(claim: Claim) -> Amount | None:
    """Return the number of persons that a claim states; a denial states none."""
    value = claim.value
    counts = isinstance(value, Amount) and value.unit == "persons" and claim.polarity == "affirmed"
    return value if counts and isinstance(value, Amount) else None


def _said_by(claim: Claim) -> str:
    return ", ".join(dict.fromkeys(one.source for one in claim.citations))


def _unlike(group: Group, used: Sequence[Count]) -> list[GroupFinding]:
    """Say where rival figures count other people by their own words: they may both be right."""
    who = {plain(one.who.en): one.who for one in used if one.who is not None}
    if len(who) < 2:
        return []
    values: dict[str, object] = {
        "group": group,
        "who": [Said(f"“{one.en}”", f"«{one.es}»") for one in who.values()],
        "n": len(who),
    }
    claims = tuple(one.claim for one in used if one.claim)
    return [GroupFinding(key="counts-unlike", gravity="note", group=group.id, values=values, claims=claims)]


def size_of(counts: Sequence[Count]) -> Range | None:
    """Return from the least to the most that rival counts allow, in whole persons; None where there is no count.

    The most is None where one of them has no known upper limit ("at least 261"). A figure said with "about" and no width has no known
    limits: such a one alone leaves 0 and no limit.
    """
    ranges = [whole(one.amount) for one in counts if one.amount is not None]
    if not ranges:
        return None
    highs = [one.high for one in ranges]
    known = [one for one in highs if one is not None]
    return Range(min(one.low for one in ranges), max(known) if len(known) == len(highs) else None)


def whole(amount: Amount) -> Range:
    """Return the whole numbers that an amount allows, from 0."""
    low, high = 0, None
    if amount.low is not None:
        low = int(amount.low.to_integral_value(ROUND_CEILING))
        low += int(amount.low_open and low == amount.low)
    if amount.high is not None:
        high = int(amount.high.to_integral_value(ROUND_FLOOR))
        high -= int(amount.high_open and high == amount.high)
    return Range(max(0, low), high)
