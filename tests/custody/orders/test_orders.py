"""Orders against the records of persons: what is certain, what possible, and what no source shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.custody.orders import Dated, Order, OrderFinding, Required, Scope, find_orders
from habeas.custody.persons.model import Event, EventKind, FieldState, PersonFile, Source, Status, Value
from habeas.people.groups import Group, GroupState, Member, Tally
from habeas.when import Span

DAY: Final = date(2025, 6, 2)


def on(text: str) -> Span:
    """Return a time."""
    return Span.from_edtf(text)


def row(name: str = "flight", number: int = 2, column: str = "OUT") -> Source:
    """Return a row of a list."""
    return Source(list=name, row=number, column=column, mention=f"{name}:{number}")


def event(kind: EventKind, when: str, name: str = "flight", **rest: Any) -> Event:
    """Return a step said by one row."""
    return Event(kind=kind, when=on(when), sources=(row(name),), **rest)


def person(*events: Event, lists: Sequence[str] = ("flight",), **fields: str) -> PersonFile:
    """Return a person with steps, and with one thing said of some fields."""
    said = {
        name: FieldState(status="known", values=(Value(said=text, source=row("court", 5, name)),))
        for name, text in fields.items()
    }
    return PersonFile(
        id="P-1", mentions=("flight:2",), lists=tuple(lists), fields=said, status=Status(kind="unknown", sure="possible"),
        events=events,
    )  # fmt: skip


def order(**rest: Any) -> Order:
    """Return an order that forbids transfers from 2 June 2025."""
    made: dict[str, Any] = {"issued": (Dated(span=Span.on(DAY)),), "forbids": ("transfer",), "source": "a note", **rest}
    return Order(id="o", en="The order", es="La orden", **made)


def found(of: Order, who: PersonFile, kind: str, groups: Sequence[GroupState] = ()) -> list[OrderFinding]:
    """Return what is found of one kind."""
    return [one for one in find_orders([of], [who], groups) if one.kind == kind]


# Acts after an order that forbade them


@pytest.mark.parametrize(
    ("when", "answer", "days"),
    [
        ("2025-06-04", "certain", (2, 2)),
        ("2025-06-02", "possible", (0, 0)),
        ("2025-06", "possible", (0, 28)),
        ("2025-07", "certain", (29, 59)),
        ("2025-06-01", None, None),
        ("2025", "possible", (0, 212)),
    ],
)
def test_a_transfer_after_the_order_is_certain_and_on_its_day_possible(
    when: str, answer: str | None, days: tuple[int, int] | None
) -> None:
    """Days alone do not tell whether the hour of the transfer came after that of the order."""
    every = found(order(), person(event("transferred", when, place="Penal")), "forbidden")
    assert [(one.answer, one.days) for one in every] == ([(answer, days)] if answer else [])
    assert all(one.gravity == ("warning" if one.answer == "certain" else "note") for one in every)


def test_a_finding_cites_the_order_and_the_row() -> None:
    """Both citations stand in it, in both languages."""
    (one,) = found(order(claims=("c1",)), person(event("transferred", "2025-06-04", place="Penal")), "forbidden")
    assert one.text("en") == (
        "P-1 was transferred to Penal on 4 June 2025, after an order that forbade it: The order (on 2 June 2025)."
    )
    assert one.text("es").startswith("P-1: el traslado a Penal fue el 4 de junio de 2025, después de una orden")
    assert one.more("en") == ("The order: c1 and a note.", "The records: flight, row 2, OUT.")
    assert one.more("es") == ("La orden: c1 y a note.", "Los registros: flight, fila 2, OUT.")


def test_another_list_that_gives_a_day_before_leaves_it_possible() -> None:
    """One act with two days, or two acts: what speaks against is cited; the same list giving both days means two."""
    after, before = event("transferred", "2025-06-04"), event("transferred", "2025-05-30", "families")
    (one,) = found(order(), person(before, after), "forbidden")
    assert (one.answer, one.against) == ("possible", before.sources)
    twice = person(event("transferred", "2025-05-30"), after)
    assert [one.answer for one in found(order(), twice, "forbidden")] == ["certain"]


@pytest.mark.parametrize(
    ("force", "when", "answer"),
    [
        ("2025-06-02/2025-06-16", "2025-06-10", "certain"),
        ("2025-06-02/2025-06-16", "2025-06-17", None),
        ("2025-06-02/2025-06-16", "2025-06", "possible"),
        ("2025-06-02/..", "2026-01-01", "certain"),
        ("2025-06-02/", "2025-06-10", "possible"),
        (None, "2025-06-10", "certain"),
    ],
)
def test_an_order_reaches_as_far_as_it_was_in_force(force: str | None, when: str, answer: str | None) -> None:
    """After its end nothing is found; an end that is said to be unknown leaves it possible."""
    of = order(in_force=on(force) if force else None)
    every = found(of, person(event("transferred", when)), "forbidden")
    assert [one.answer for one in every] == ([answer] if answer else [])


def test_rival_datings_of_an_order_leave_it_possible() -> None:
    """Certain is only what holds under every dating."""
    of = order(issued=(Dated(span=Span.on(DAY)), Dated(span=on("2025-06-05"), claim="late")))
    assert [one.answer for one in found(of, person(event("transferred", "2025-06-04")), "forbidden")] == ["possible"]
    assert [one.answer for one in found(of, person(event("transferred", "2025-06-06")), "forbidden")] == ["certain"]


@pytest.mark.parametrize(
    ("act", "kind", "n"),
    [
        ("detention", "seen", 1),
        ("detention", "transferred", 0),
        ("deprivation", "deprived", 1),
        ("removal", "transferred", 1),
    ],
)
def test_acts_are_seen_by_their_steps(act: str, kind: EventKind, n: int) -> None:
    """An order that forbids detention is broken by a trace of custody, not by a transfer."""
    every = found(order(forbids=(act,)), person(event(kind, "2025-06-09")), "forbidden")
    assert len(every) == n
    assert all(one.text("en") and one.text("es") for one in every)


def group_state(answer: Any) -> GroupState:
    """Return a group that the person is of."""
    member = Member(person="P-1", answer=answer, mentions=("flight:2",), named=True, reasons=())
    return GroupState(
        group=Group(id="g", en="G", es="G"), counts=(), size=None, register=Tally((member,)), estimate=Tally(())
    )


@pytest.mark.parametrize(
    ("scope", "answer"),
    [
        (Scope(), "certain"),
        (Scope(persons=("P-1",)), "certain"),
        (Scope(persons=("flight:2",)), "certain"),
        (Scope(persons=("P-2",)), None),
        (Scope(lists=("flight", "court")), "certain"),
        (Scope(lists=("court",)), None),
        (Scope(groups=("g",)), "possible"),
        (Scope(groups=("h",)), None),
        (Scope(nationalities=("venezolan*",)), "certain"),
        (Scope(nationalities=("Colombia",)), None),
        (Scope(under=("border act*",)), None),
        (Scope(nationalities=("venezolan*",), under=("border act*",)), "possible"),
        (Scope(places=("PENAL *",)), "certain"),
        (Scope(places=("Hospital",)), None),
        (Scope(lists=("flight",), nationalities=("Colombia",)), None),
    ],
)
def test_an_order_holds_for_whom_it_covers(scope: Scope, answer: str | None) -> None:
    """All that is stated must hold; what nobody says excludes nobody, and alone includes nobody."""
    who = person(event("transferred", "2025-06-04", place="Penal Norte"), nationality="Venezolana")
    every = found(order(scope=scope), who, "forbidden", [group_state("possible")])
    assert [one.answer for one in every] == ([answer] if answer else [])


# Custody past an order of release


@pytest.mark.parametrize(
    ("events", "answer", "days"),
    [
        ([("seen", "2025-06-20")], "certain", (18, None)),
        ([("seen", "2025-06-03")], "possible", (1, None)),
        ([("seen", "2025-06-02")], None, None),
        ([("seen", "2025-06")], "possible", (0, None)),
        ([("released", "2025-06-10")], "certain", (8, 8)),
        ([("released", "2025-06-02")], None, None),
        ([("released", "2025-06-03"), ("seen", "2025-06-20")], "possible", (1, 1)),
        ([("deprived", "2025-06-10"), ("seen", "2025-06-20")], None, None),
        ([("seen", "2025-06-05"), ("deprived", "2025-06-10")], "certain", (3, None)),
        ([("died", "2025-06-10")], "possible", (8, None)),
        ([("seen", "2025-06-05"), ("seen", "2025-07-05")], "certain", (33, None)),
        ([], None, None),
    ],
)
def test_custody_past_an_order_of_release_has_days_at_least_and_at_most(
    events: list[tuple[EventKind, str]], answer: str | None, days: tuple[int, int | None] | None
) -> None:
    """A day between order and release can be one night; a trace after a release or a new arrest is of another custody."""
    ordered = event("release-order", "2025-06-02", "court")
    taken = event("deprived", "2024-01-01")
    every = found(order(), person(taken, ordered, *(event(kind, when) for kind, when in events)), "past-release")
    assert [(one.answer, one.days) for one in every] == ([(answer, days)] if answer else [])
    assert all(one.ordered_in == ordered.sources and one.text("en") and one.text("es") for one in every)


def test_a_release_without_a_day_can_have_been_before_a_trace() -> None:
    """Then no list but one says when, and it is not said for certain that no list records a release before."""
    ordered, freed = event("release-order", "2025-06-02", "court"), event("released", "../..", "families")
    who = replace(person(ordered, event("seen", "2025-06-20")), undated=(freed,))
    (one,) = found(order(), who, "past-release")
    assert (one.answer, one.key) == ("possible", "past-release-trace-possible")


def test_an_order_of_the_case_requires_release_too() -> None:
    """The days run from when release was due, and the order is cited."""
    of = order(forbids=(), requires=(Required(duty="release", within_days=2),), scope=Scope(lists=("flight",)))
    (one,) = found(of, person(event("seen", "2025-06-20", place="Penal")), "past-release")
    assert (one.order, one.answer, one.days) == ("o", "certain", (16, None))
    assert one.text("en") == (
        "P-1 was still in custody on 20 June 2025 (Penal), at least 16 days after release was ordered or due "
        "(on 4 June 2025); no list records a release before that."
    )


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 40), st.integers(0, 10), st.integers(0, 60), st.integers(0, 10))
def test_the_days_past_an_order_hold_every_day_that_can_be(ordered: int, wide: int, freed: int, also: int) -> None:
    """Whatever the true days are, their difference lies within the bounds; certain means at least two days under all of them."""
    first, then = DAY + timedelta(ordered), DAY + timedelta(freed)
    release = Event(kind="released", when=Span.some_day(then, then + timedelta(also)), sources=(row(),))
    issued = Event(kind="release-order", when=Span.some_day(first, first + timedelta(wide)), sources=(row("court"),))
    every = found(order(), person(issued, release), "past-release")
    low, high = freed - ordered - wide, freed + also - ordered
    assert [(one.answer, one.days) for one in every] == (
        [] if high < 1 else [("certain" if low > 1 else "possible", (max(0, low), high))]
    )


# What no source shows


def test_custody_without_an_order_is_told_as_what_no_source_shows() -> None:
    """Never that there was none; and told apart where a list that writes orders of others left theirs blank."""
    with_order = person(event("seen", "2025-01-01"), lists=("court",), grounds="Act 3")
    without = person(event("seen", "2025-01-01"), lists=("families", "court"))
    alone = person(event("seen", "2025-01-01"), lists=("families",))
    first, second = (one for one in find_orders([], [with_order, without, alone]) if one.kind == "no-order")
    assert (first.key, first.gravity, first.answer) == ("no-order-blank", "warning", "certain")
    assert (second.key, second.gravity) == ("no-order", "note")
    assert first.text("en") == (
        "P-1: no source shows an order for the custody, its grounds or a file number. court gives them of others, and "
        "leaves them blank here."
    )
    assert "ninguna fuente muestra" in second.text("es")


def test_what_cannot_be_understood_of_an_order_is_told_as_that() -> None:
    """A day of an order that cannot be read is no blank, and a list that writes "ND" of everybody gives no orders of others."""
    unread = FieldState(status="unclear", values=(Value(said="hace poco", source=row("court")),))
    who = replace(person(event("seen", "2025-01-01"), lists=("court",)), fields={"ordered_when": unread})
    (one,) = find_orders([], [who])
    assert (one.key, one.answer, one.gravity) == ("no-order-unclear", "possible", "note")
    assert "What court gives of them cannot be read" in one.text("en")
    assert "no se puede leer" in one.text("es")
    other = person(event("seen", "2025-01-01"), lists=("court",))
    assert [each.key for each in find_orders([], [who, other])] == ["no-order", "no-order-unclear"]


@pytest.mark.parametrize("name", ["ordered_by", "ordered_when", "grounds", "case_number"])
def test_any_sign_of_an_order_is_one(name: str) -> None:
    """An authority, a day, grounds or a file number each show it; nobody in custody needs none."""
    assert find_orders([], [person(event("seen", "2025-01-01"), **{name: "x"})]) == ()
    assert find_orders([], [person()]) == ()


@pytest.mark.parametrize(
    ("events", "kind", "answer"),
    [
        ([], "no-hearing", "possible"),
        ([("hearing", "2025-06-05")], None, None),
        ([("first-court", "2025-06-09")], "late-hearing", "certain"),
        ([("hearing", "2025-06")], "late-hearing", "possible"),
        ([("hearing", "2025-05-01")], "no-hearing", "possible"),
        ([("hearing", "2025-06-04"), ("hearing", "2025-07-01")], None, None),
    ],
)
def test_a_hearing_that_an_order_requires_is_in_time_late_or_not_shown(
    events: list[tuple[EventKind, str]], kind: str | None, answer: str | None
) -> None:
    """A hearing in time under any reading is none to tell; one before the order does not answer it."""
    of = order(forbids=(), requires=(Required(duty="hearing", within_days=5),))
    every = find_orders([of], [person(*(event(each, when) for each, when in events), grounds="x")])
    shown = [(one.kind, one.answer) for one in every]
    assert shown == ([(kind, answer)] if kind else [])
    assert all(one.text("en") and one.text("es") and one.more("en") for one in every)


@pytest.mark.parametrize(("as_of", "n"), [(date(2025, 6, 7), 0), (date(2025, 6, 8), 1), (None, 1)])
def test_a_hearing_that_is_not_due_yet_is_not_missing(as_of: date | None, n: int) -> None:
    """Within five days of 2 June: on the day of the limit it can still be held."""
    of = order(forbids=(), requires=(Required(duty="hearing", within_days=5),))
    assert len(find_orders([of], [person(grounds="x")], as_of=as_of)) == n


def test_a_step_without_a_place_is_told_without_one() -> None:
    """No dash stands for a place that nobody states."""
    (one,) = found(order(), person(event("transferred", "2025-06-04")), "forbidden")
    assert "transferred to a place that is not stated on 4 June" in one.text("en")
    assert "traslado a un lugar que no consta fue" in one.text("es")


def test_findings_are_in_order_and_their_ids_are_stable() -> None:
    """Certain before possible; the same records give the same ids, and other rows others."""
    who = person(event("transferred", "2025-06-02"), event("transferred", "2025-06-09"), event("seen", "2025-01-01"))
    every = find_orders([order()], [who])
    assert [one.answer for one in every] == ["certain", "certain", "possible"]
    assert [one.kind for one in every] == ["forbidden", "no-order", "forbidden"]
    assert len({one.id for one in every}) == 3
    assert [one.id for one in find_orders([order()], [who])] == [one.id for one in every]
