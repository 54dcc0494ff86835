"""Orders and laws against the records of persons: everything that is found, gravest and surest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from habeas.custody.orders.forbidden import forbidden
from habeas.custody.orders.missing import hearings, lists_that_ask, without_order
from habeas.custody.orders.model import FindingKind, Order, OrderFinding
from habeas.custody.orders.release import past_release
from habeas.custody.orders.scope import memberships
from habeas.custody.persons.model import PersonFile
from habeas.people.groups import GroupState
from habeas.when import Answer

_KINDS: Final[tuple[FindingKind, ...]] = ("forbidden", "past-release", "late-hearing", "no-hearing", "no-order")


def find_orders(
    orders: Sequence[Order],
    persons: Sequence[PersonFile],
    groups: Sequence[GroupState] = (),
    *,
    as_of: date | None = None,
) -> tuple[OrderFinding, ...]:
    """Return what the records of persons say against orders and laws: certain before possible, then by kind and in the order of persons.

    - ``forbidden``: a step after an order that forbade it; on the day itself, possible.
    - ``past-release``: custody past an order of release, with days.
    - ``late-hearing`` and ``no-hearing``: a hearing that an order requires came late, or no source shows one.
    - ``no-order``: no source shows an order for the custody of a person. There may have been one.

    ``groups`` say who is covered by an order for a counted group. ``as_of`` is the day of the register: a hearing that is due on it or later is not
    missing yet.
    """
    members = memberships(groups)
    asking = lists_that_ask(persons)
    found = [one for person in persons for one in _of(person, orders, members, asking, as_of)]
    return tuple(sorted(found, key=lambda one: (one.answer != "certain", _KINDS.index(one.kind))))


def _of(
    person: PersonFile,
    orders: Sequence[Order],
    members: Mapping[str, Mapping[str, Answer]],
    asking: frozenset[str],
    as_of: date | None,
) -> Iterator[OrderFinding]:
    for order in orders:
        yield from forbidden(order, person, members)
        yield from hearings(order, person, members, as_of)
    yield from past_release(orders, person, members)
    yield from without_order(person, asking)
