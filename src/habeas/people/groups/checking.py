"""What does not fit: more persons identified than anybody counted, parts that do not make their whole, decisions that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from habeas.people.groups.model import Count, Gravity, Group, GroupFinding, Member, Range, Tally
from habeas.people.groups.persons import Found


def over_identified(
    group: Group, size: Range | None, register: Tally, estimate: Tally, counts: Sequence[Count]
) -> Iterator[GroupFinding]:
    """Yield a finding where more persons are certainly of a group than its highest count.

    An error where that holds by every plausible link; a warning where some of those counted apart may be one person.
    """
    if size is None or size.high is None:
        return
    least = min(len(register.of("certain")), len(estimate.of("certain")))
    most = max(len(register.of("certain")), len(estimate.of("certain")))
    if most <= size.high:
        return
    sure = least > size.high
    values = {
        "group": group,
        "found": Range(least, most),
        "most": size.high,
        "over": Range(max(0, least - size.high), most - size.high),
    }
    yield GroupFinding(
        key="over-identified" if sure else "over-identified-perhaps",
        gravity="error" if sure else "warning",
        group=group.id,
        values=values,
        persons=tuple(one.person for one in register.of("certain")),
        claims=tuple(one.claim for one in counts if one.claim),
    )


def contradicted(group: Group, found: Found) -> Iterator[GroupFinding]:
    """Yield a finding for each person whom decisions both put into a group and keep out of it."""
    for person, decisions in found.contradicted.items():
        values: dict[str, object] = {
            "group": group,
            "person": person,
            "entries": [one.where or "–" for one in decisions],
            "last": decisions[-1].where or "–",
        }
        yield GroupFinding(key="decisions-differ", gravity="warning", group=group.id, values=values, persons=(person,))


def parts_and_whole(
    group: Group,
    size: Range | None,
    register: Tally,
    parts: Sequence[tuple[Group, Range | None, Tally]],
    claims: Sequence[str],
) -> Iterator[GroupFinding]:
    """Yield what does not fit between a whole and its parts, by their counts and by who is in them."""
    if size is not None:
        yield from _sizes(group, size, parts, claims)
    if "disjoint" in group.parts:
        yield from _in_two(group, parts)
    if parts and "complete" in group.parts:
        yield from _in_none(group, register, parts)


def _sizes(
    group: Group, size: Range, parts: Sequence[tuple[Group, Range | None, Tally]], claims: Sequence[str]
) -> Iterator[GroupFinding]:
    def found(key: str, gravity: Gravity, **values: object) -> GroupFinding:
        made = {"group": group, "whole": size, **values}
        return GroupFinding(key=key, gravity=gravity, group=group.id, values=made, claims=tuple(claims))

    known = [(part, counted) for part, counted, _ in parts if counted is not None]
    for part, counted in known:
        if size.high is not None and counted.low > size.high:
            yield found("part-larger", "error", part=part, counted=counted)
    low = sum(counted.low for _, counted in known)
    highs = [counted.high for _, counted in known]
    high = None if None in highs else sum(one for one in highs if one is not None)
    total = {"parts": [part for part, _ in known], "sum": Range(low, high)}
    if "disjoint" in group.parts and len(known) > 1 and size.high is not None and low > size.high:
        yield found("parts-exceed", "error", **total)
    if "complete" in group.parts and known and len(known) == len(parts) and high is not None and high < size.low:
        yield found("parts-short", "error", **total)


def _in_two(group: Group, parts: Sequence[tuple[Group, Range | None, Tally]]) -> Iterator[GroupFinding]:
    inside: dict[str, list[Group]] = {}
    for part, _, tally in parts:
        for member in _certain(tally):
            inside.setdefault(member.person, []).append(part)
    for person, several in inside.items():
        if len(several) > 1:
            yield GroupFinding(
                key="in-two-parts",
                gravity="warning",
                group=group.id,
                values={"group": group, "person": person, "parts": several},
                persons=(person,),
            )


def _in_none(
    group: Group, register: Tally, parts: Sequence[tuple[Group, Range | None, Tally]]
) -> Iterator[GroupFinding]:
    placed = {member.person for _, _, tally in parts for member in _certain(tally)}
    left = tuple(one.person for one in _certain(register) if one.person not in placed)
    if left:
        yield GroupFinding(
            key="in-no-part",
            gravity="note",
            group=group.id,
            values={"group": group, "n": len(left)},
            persons=left,
        )


def _certain(tally: Tally) -> Sequence[Member]:
    return tally.of("certain")
