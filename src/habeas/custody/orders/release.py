"""Custody after an order of release: how many days, at least and at most, by the last trace or by the release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from habeas.custody.orders.model import Day, Order, OrderFinding, Sure, Where, between, made
from habeas.custody.orders.scope import covers
from habeas.custody.persons.model import Event, PersonFile, Source
from habeas.when import Answer, Span

_TRACES: Final = frozenset({"seen", "listed", "transferred", "admitted", "reported", "died", "released"})
_WEAK: Final = frozenset({"admitted", "reported", "died"})
"""Traces that need not be of the same custody, or not of that day: they leave it possible."""
_SAME_NIGHT: Final = 1
"""An order may come late in the day and be carried out early the next: a day between them is possible, two are certain."""


@dataclass(frozen=True, slots=True)
class Release:
    """An order that a person be released: of which days, and where that stands."""

    when: Span
    sources: tuple[Source, ...] = ()
    order: Order | None = None
    sure: Sure = "certain"


def past_release(
    orders: Sequence[Order], person: PersonFile, members: Mapping[str, Mapping[str, Answer]]
) -> Iterator[OrderFinding]:
    """Yield custody past each order of release: those that lists record of the person, and those of the case that cover them."""
    for ordered in _ordered(orders, person, members):
        found = _past(ordered, person)
        if found is not None:
            yield found


def _ordered(
    orders: Sequence[Order], person: PersonFile, members: Mapping[str, Mapping[str, Answer]]
) -> Iterator[Release]:
    for event in person.events:
        if event.kind == "release-order":
            yield Release(event.when, event.sources)
    for order in orders:
        scope = covers(order, person, None, members)
        for required in order.requires:
            if required.duty == "release" and scope != "no":
                for when in deadlines(order, required.within_days, required.by):
                    yield Release(when, (), order, "certain" if scope == "certain" else "possible")


def deadlines(order: Order, within_days: int | None, by: Span | None) -> tuple[Span, ...]:
    """Return by when an order is to be carried out, under each dating of it."""
    if by is not None:
        return (by,)
    return tuple(dict.fromkeys(_later(one.span, within_days or 0) for one in order.issued))


def _later(span: Span, days: int) -> Span:
    first, last = (None if day is None else day + timedelta(days) for day in span.outer)
    return Span.on(first) if first is not None and first == last else Span.some_day(first, last)


def _past(ordered: Release, person: PersonFile) -> OrderFinding | None:
    """Return the finding of one order of release, by the trace that shows the most days; None where nothing shows any."""
    found = [(event, _trace(ordered, person, event)) for event in person.events]
    traces = [(event, sure) for event, sure in found if sure is not None]
    if not traces:
        return None
    surely = ordered.sure == "certain" and any(sure == "certain" for _, sure in traces)
    answer: Sure = "certain" if surely else "possible"
    last = max(traces, key=lambda one: (one[1] == "certain", between(ordered.when, one[0].when)[0] or 0))[0]
    low, high = between(ordered.when, last.when)
    freed = last.kind == "released"
    days = (max(0, low or 0), high if freed else None)
    key = f"past-release-{'freed' if freed else 'trace'}-{answer}"
    values: dict[str, object] = {"ordered": Day(ordered.when), "when": Day(last.when), "n": days[0]}
    values["place"] = Where(last.place)
    return made(
        "past-release",
        answer,
        person.id,
        key,
        order=ordered.order,
        values=values,
        days=days,
        ordered_in=ordered.sources,
        events=tuple(source for event, _ in traces for source in event.sources),
    )


def _trace(ordered: Release, person: PersonFile, event: Event) -> Sure | None:
    """Say whether a step shows custody past an order of release; None where it does not.

    A trace after a recorded release, or after a new deprivation of liberty, is of another custody.
    """
    if event.kind not in _TRACES:
        return None
    low, high = between(ordered.when, event.when)
    if high is not None and high < _SAME_NIGHT:
        return None
    sure = low is not None and low > _SAME_NIGHT and event.kind not in _WEAK
    for other in (*person.events, *person.undated):  # a release without a day can have been before
        if other is event or other.kind not in {"released", "deprived"} or other.when.follows(ordered.when) == "no":
            continue
        before = event.when.follows(other.when)
        if before == "certain":
            return None
        sure = sure and before == "no"
    return "certain" if sure else "possible"
