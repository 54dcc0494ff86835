"""Whom an order covers: certainly, possibly, or not, by what lists say of a person and of what happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from habeas.custody.orders.model import Order
from habeas.custody.persons.model import Event, PersonFile
from habeas.people.groups import GroupState, one_of
from habeas.when import Answer


def memberships(groups: Sequence[GroupState]) -> Mapping[str, Mapping[str, Answer]]:
    """Return for each group who of the register is of it, certainly or possibly."""
    return {one.group.id: {member.person: member.answer for member in one.register.members} for one in groups}


def covers(
    order: Order, person: PersonFile, event: Event | None, members: Mapping[str, Mapping[str, Answer]]
) -> Answer:
    """Say whether an order covers a person, and the event where one is given.

    All that the order states must hold. What no list says excludes nobody, but something that is stated must speak for the person: an
    order for one nationality is not held against everybody whose nationality nobody knows.
    """
    answers = list(_stated(order, person, event, members))
    if not answers:
        return "certain"
    if "no" in answers:
        return "no"
    spoken = [one for one in answers if one is not None]
    if not spoken:
        return "no"
    return "certain" if all(one == "certain" for one in answers) else "possible"


def _stated(
    order: Order, person: PersonFile, event: Event | None, members: Mapping[str, Mapping[str, Answer]]
) -> Iterable[Answer | None]:
    scope = order.scope
    if scope.persons:
        yield "certain" if {person.id, *person.mentions} & set(scope.persons) else "no"
    if scope.lists:
        yield "certain" if set(person.lists) & set(scope.lists) else "no"
    if scope.groups:
        inside = [members.get(name, {}).get(person.id, "no") for name in scope.groups]
        yield "certain" if "certain" in inside else "possible" if "possible" in inside else "no"
    if scope.nationalities:
        yield _said(person, "nationality", scope.nationalities)
    if scope.under:
        yield _said(person, "grounds", scope.under)
    if scope.places and event is not None:
        places = [one for one in (event.place, event.origin) if one]
        yield None if not places else "certain" if any(one_of(one, scope.places) for one in places) else "no"


def _said(person: PersonFile, name: str, wanted: Sequence[str]) -> Answer | None:
    """Say whether what lists say of a field is one of some words; possible where they differ, None where none says anything."""
    values = person.state(name).values
    if not values:
        return None
    fitting = [one_of(one.said, wanted) or (one.place is not None and one_of(one.place, wanted)) for one in values]
    return "certain" if all(fitting) else "possible" if any(fitting) else "no"
