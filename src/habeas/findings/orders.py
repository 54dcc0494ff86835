"""Acts after an order that forbade them, and on its day or possibly after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from habeas.claims import Claim
from habeas.findings.figures import enters
from habeas.findings.instances import Links
from habeas.when import Span

_FORBIDS, _ISSUED, _DAY, _BASIS = "order_forbids", "order_issued", "transfer_day", "legal_basis"


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """An event, an order that forbade it, and whether the event came after the order: certain or possible.

    ``grounds`` are the claims: that the order forbids it (and by which basis it falls under it), when it was issued, and when the
    event was.
    """

    order: str
    event: str
    answer: Literal["certain", "possible"]
    issued: Span
    day: Span
    grounds: tuple[str, ...]


def after(claims: Mapping[str, Claim], links: Links) -> Iterator[After]:
    """Yield each event that came, or may have come, after an order that forbade it, under each dating of the two.

    An order forbids an event that it names, and the events that rest on a legal basis that it names.
    """
    said: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for name in sorted(claims):
        claim = claims[name]
        if enters(claim) and claim.predicate in (_FORBIDS, _ISSUED, _DAY, _BASIS):
            said[claim.predicate, claim.subject].append(claim)
    yield from _together(_each(said, links))


def _each(said: Mapping[tuple[str, str], list[Claim]], links: Links) -> Iterator[After]:
    for (predicate, order), forbidding in sorted(said.items(), key=lambda pair: pair[0]):
        if predicate != _FORBIDS:
            continue
        for forbids in forbidding:
            for event, grounds in _under(str(forbids.value), said, links):
                yield from _dated(order, event, (forbids.id, *grounds), said)


def _under(
    target: str, said: Mapping[tuple[str, str], list[Claim]], links: Links
) -> Iterator[tuple[str, tuple[str, ...]]]:
    if (_DAY, target) in said or links.event(target):
        yield target, ()
    for (predicate, event), bases in sorted(said.items(), key=lambda pair: pair[0]):
        if predicate == _BASIS and event != target:
            for basis in bases:
                if basis.value == target:
                    yield event, (basis.id,)


def _dated(
    order: str, event: str, grounds: tuple[str, ...], said: Mapping[tuple[str, str], list[Claim]]
) -> Iterator[After]:
    for issued in said.get((_ISSUED, order), ()):
        for day in said.get((_DAY, event), ()):
            if isinstance(issued.value, Span) and isinstance(day.value, Span):
                answer = day.value.follows(issued.value)
                if answer != "no":
                    yield After(
                        order=order,
                        event=event,
                        answer=answer,
                        issued=issued.value,
                        day=day.value,
                        grounds=(*grounds, issued.id, day.id),
                    )


def _together(found: Iterable[After]) -> Iterator[After]:
    """Take together what several sources say of the same order, event and days."""
    groups: dict[tuple[str, str, Span, Span], list[After]] = defaultdict(list)
    for one in found:
        groups[one.order, one.event, one.issued, one.day].append(one)
    for group in groups.values():
        yield replace(group[0], grounds=tuple(dict.fromkeys(name for one in group for name in one.grounds)))
