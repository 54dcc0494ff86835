"""What happened to a person after an order that forbade it, and on its day or possibly after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from habeas.custody.orders.model import ACTS, Day, Order, OrderFinding, Where, between, made
from habeas.custody.orders.scope import covers
from habeas.custody.persons.model import Event, PersonFile
from habeas.when import Answer


def forbidden(order: Order, person: PersonFile, members: Mapping[str, Mapping[str, Answer]]) -> Iterator[OrderFinding]:
    """Yield each step of a person's way that an order forbade when it was in force.

    Certain: after the order under every dating of the two, while it surely was in force, of somebody whom it surely covers, and no other
    list gives the step a day that the order does not reach. Everything else that can be is possible.
    """
    kinds = {kind: act for act in order.forbids for kind in ACTS[act]}
    for event in person.events:
        act = kinds.get(event.kind)
        if act is None:
            continue
        scope, time = covers(order, person, event, members), during(order, event)
        if "no" in (scope, time):
            continue
        against = _rivals(order, person, event)
        sure = scope == "certain" and time == "certain" and not against
        yield _found(order, person, event, f"{act}-{'certain' if sure else 'possible'}", against)


def during(order: Order, event: Event) -> Answer:
    """Say whether a step came after an order, and before its end where an end is known or stated to be unknown."""
    answers: list[Answer] = [event.when.follows(one.span) for one in order.issued]
    after: Answer = (
        "certain" if all(one == "certain" for one in answers) else "no" if set(answers) == {"no"} else "possible"
    )
    if order.in_force is None or after == "no":
        return after
    held = event.when.overlaps(order.in_force)
    if held == "no":
        return "no"
    open_end = order.in_force.last_imprecise is None and order.in_force.ended is False
    certain = held == "certain" or (open_end and after == "certain")
    return after if certain else "possible"


def _rivals(order: Order, person: PersonFile, event: Event) -> tuple[Event, ...]:
    """Return the steps of the same kind, said by other lists alone, that an order does not reach: two days of one step, or two steps."""
    lists = {one.list for one in event.sources}
    return tuple(
        other
        for other in (*person.events, *person.undated)
        if other is not event
        and other.kind == event.kind
        and not lists & {one.list for one in other.sources}
        and during(order, other) == "no"
    )


def _found(order: Order, person: PersonFile, event: Event, key: str, against: tuple[Event, ...]) -> OrderFinding:
    days = [between(one.span, event.when) for one in order.issued]
    lows = [one for one, _ in days if one is not None]
    highs = [one for _, one in days if one is not None]
    return made(
        "forbidden",
        "certain" if key.endswith("-certain") else "possible",
        person.id,
        key,
        order=order,
        values={
            "when": Day(event.when),
            "issued": [Day(one.span) for one in order.issued],
            "place": Where(event.place),
        },
        days=(max(0, min(lows, default=0)), max(highs) if len(highs) == len(days) else None),
        events=event.sources,
        against=tuple(source for one in against for source in one.sources),
    )
