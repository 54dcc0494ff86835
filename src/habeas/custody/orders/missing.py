"""What no source shows: an order for the custody of a person, and a hearing that an order requires."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from habeas.custody.orders.model import Day, Order, OrderFinding, Sure, between, made
from habeas.custody.orders.release import deadlines
from habeas.custody.orders.scope import covers
from habeas.custody.persons.model import Event, PersonFile, Source
from habeas.when import Answer, Span

SHOWS: Final = ("ordered_by", "ordered_when", "grounds", "case_number")
"""The fields each of which shows an order, its grounds or its file."""
_CUSTODY: Final = frozenset({"deprived", "admitted", "seen", "listed", "reported", "transferred", "released", "died"})
_HELD: Final = ("held_place", "deprived_place", "deprived_by")


def lists_that_ask(persons: Sequence[PersonFile]) -> frozenset[str]:
    """Return the lists that show an order for anybody: they have a place to write it in, and write in it."""
    return frozenset(
        value.source.list
        for person in persons
        for name in SHOWS
        if (state := person.state(name)).status in {"known", "disputed"}
        for value in state.values
    )


def without_order(person: PersonFile, asking: frozenset[str]) -> Iterator[OrderFinding]:
    """Yield that no source shows an order for the custody of a person, where none does.

    Nothing follows from that for whether there was one. It is told apart where a list that names the person writes orders of others and left
    theirs blank. Certain is that no list shows any; what is written and not understood leaves it possible.
    """
    events = [one for one in (*person.events, *person.undated) if one.kind in _CUSTODY]
    rows = [source for one in events for source in one.sources]
    rows += [value.source for name in _HELD for value in person.state(name).values]
    states = [person.state(name).status for name in SHOWS]
    if not rows or "known" in states or "disputed" in states:
        return
    blank = tuple(one for one in person.lists if one in asking)
    found: Sure = "possible" if "unclear" in states else "certain"
    key = "no-order-unclear" if found == "possible" else "no-order-blank" if blank else "no-order"
    unclear = dict.fromkeys(value.source.list for name in SHOWS for value in person.state(name).values)
    values: dict[str, object] = {"lists": list(person.lists), "blank": list(blank) or ["–"], "unclear": [*unclear]}
    yield made("no-order", found, person.id, key, values=values, events=tuple(dict.fromkeys(rows)), note=not blank)


def hearings(
    order: Order, person: PersonFile, members: Mapping[str, Mapping[str, Answer]], as_of: date | None = None
) -> Iterator[OrderFinding]:
    """Yield a hearing that an order requires and that came late, or that no source shows though it was due before a day."""
    scope = covers(order, person, None, members)
    if scope == "no":
        return
    for required in order.requires:
        if required.duty != "hearing":
            continue
        for deadline in deadlines(order, required.within_days, required.by):
            held = [
                one
                for one in person.events
                if one.kind in {"first-court", "hearing"}
                and any(one.when.follows(each.span) != "no" for each in order.issued)
            ]
            late = [(one, one.when.after(deadline)) for one in held]
            due = as_of is None or deadline.outer[0] is None or deadline.outer[0] < as_of
            if not held and due:
                yield made(
                    "no-hearing", "possible", person.id, "no-hearing", order=order, values={"deadline": Day(deadline)}
                )
            elif held and all(answer != "no" for _, answer in late):
                sure = scope == "certain" and all(answer == "certain" for _, answer in late)
                yield _late(order, person, held, deadline, "certain" if sure else "possible")


def _late(order: Order, person: PersonFile, held: Sequence[Event], deadline: Span, answer: Sure) -> OrderFinding:
    first = held[0]
    sources: tuple[Source, ...] = tuple(source for one in held for source in one.sources)
    low, high = between(order.issued[0].span, first.when)
    return made(
        "late-hearing",
        answer,
        person.id,
        f"late-hearing-{answer}",
        order=order,
        values={"deadline": Day(deadline), "when": Day(first.when)},
        days=(max(0, low or 0), high),
        events=sources,
    )
