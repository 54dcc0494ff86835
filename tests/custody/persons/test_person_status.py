"""Where a person stands: held, released, dead or whereabouts unknown; the last record, and removals from official lists."""

from __future__ import annotations

from datetime import date

import pytest
from tests.custody.persons.conftest import TODAY, World, day, one_person

from habeas.custody.persons import PersonFile, say_delisting, say_last_seen, say_status

FIRST, SECOND = date(2024, 1, 1), date(2024, 3, 1)


def rosters(*on: str) -> PersonFile:
    """Return somebody whom families report as arrested, and who is on the rosters named: ``one`` of January, ``two`` of March."""
    world = World()
    world.list("families")
    for name, when in (("one", FIRST), ("two", SECOND)):
        world.list(name, "roster", official=True, authority="DGCP", as_of=when)
    world.row("P-1", "families", {"deprived_when": day(0), "deprived_by": "PNC"})
    for name in on:
        world.row("P-1", name, {"held_place": "Mariona"})
    world.row("P-2", "one")
    world.row("P-2", "two")
    return world.register().person("P-1")


@pytest.mark.parametrize(
    ("on", "kind", "sure", "delisted"),
    [
        (("one", "two"), "held", "certain", 0),
        (("two",), "held", "certain", 0),
        (("one",), "unknown", "certain", 1),
        ((), "unknown", "certain", 0),
    ],
)
def test_official_lists_tell_held_from_whereabouts_unknown(
    on: tuple[str, ...], kind: str, sure: str, delisted: int
) -> None:
    """On the latest official list a person is held; on none since the last record nobody says where they are."""
    one = rosters(*on)
    assert (one.status.kind, one.status.sure, len(one.delisted)) == (kind, sure, delisted)
    assert one.status.sources


def test_vanishing_from_an_official_list_is_told_with_both_lists() -> None:
    """Between the last list that has the person and the next of the same authority."""
    (gone,) = rosters("one").delisted
    assert (gone.list, gone.authority, gone.when.outer) == ("one", "DGCP", (FIRST, SECOND))
    assert [source.list for source in gone.sources] == ["one", "two"]
    assert gone.sources[1].row == 0
    assert say_delisting(gone, "en").startswith("Removed from the official list one, kept by DGCP:")
    assert "not in it" not in say_delisting(gone, "en")


def test_a_removal_that_families_tell_of_is_told_as_theirs() -> None:
    """The official list itself is not at hand."""
    one = one_person({"listed_when": day(0), "delisted_when": day(30)})
    (gone,) = one.delisted
    assert not gone.own
    assert "according to the list list-0" in say_delisting(gone, "en")
    assert (one.status.kind, one.status.sure) == ("unknown", "certain")
    assert "delisted" in one.status.because


def test_a_list_of_deaths_lists_nobody_as_held() -> None:
    """To be on it is no record of custody."""
    assert one_person({"listed_when": day(0)}, kind="deaths").events == ()
    assert [one.kind for one in one_person({"listed_when": day(0)}, kind="leaked").events] == ["listed"]


def test_without_official_lists_whereabouts_are_only_possibly_unknown() -> None:
    """Nobody can tell whether a list would have the person; both readings are given."""
    one = one_person({"deprived_when": day(0)})
    assert [(each.kind, each.sure) for each in (one.status, *one.others)] == [
        ("unknown", "possible"),
        ("held", "possible"),
    ]


@pytest.mark.parametrize(
    ("row", "kind", "sure"),
    [
        ({"admitted_when": day(0), "released_when": day(9)}, "released", "certain"),
        ({"admitted_when": day(0), "died_when": day(9)}, "dead", "certain"),
        ({"released_when": day(9), "died_when": day(20)}, "dead", "certain"),
        ({"admitted_when": day(0), "died_when": "hace poco"}, "dead", "possible"),
        ({"death_cause": "sepsis"}, "dead", "possible"),
        ({"released_when": "?"}, "released", "possible"),
        ({"deprived_when": TODAY}, "held", "certain"),
        ({"nationality": "salvadoreña"}, "unknown", "possible"),
    ],
)
def test_the_status_follows_from_what_is_recorded(row: dict[str, object], kind: str, sure: str) -> None:
    """An end is certain where it has a day; said without one it is possible; nothing recorded is whereabouts unknown."""
    one = one_person(row)
    assert (one.status.kind, one.status.sure) == (kind, sure)
    assert say_status(one.status, "en") != say_status(one.status, "es")


@pytest.mark.parametrize("cell", ["N/A", "no", "pending", "no aplica", "no consta", "-", "ND"])
@pytest.mark.parametrize("name", ["released_when", "died_when", "death_cause", "delisted_when", "hearing_when"])
def test_a_cell_that_says_nothing_says_no_end_and_no_step(name: str, cell: str) -> None:
    """On today's official roster somebody is held, though the columns for what has not happened are filled with "N/A"."""
    world = World()
    world.list("roster", "roster", official=True, authority="DGCP", as_of=TODAY)
    world.row("P-1", "roster", {"held_place": "Mariona", name: cell})
    one = world.register().person("P-1")
    assert [(each.kind, each.sure) for each in (one.status, *one.others)] == [("held", "certain")]
    assert [each.kind for each in (*one.events, *one.undated)] == ["listed"]
    assert not one.delisted
    assert not one.state("death_circumstances").asked


@pytest.mark.parametrize("row", [{}, {"died_when": "ND"}])
def test_a_row_of_a_list_of_deaths_says_that_somebody_died(row: dict[str, object]) -> None:
    """Also without a day, and how they died is asked."""
    one = one_person(row, kind="deaths")
    assert (one.status.kind, one.status.sure, len(one.status.sources) > 0) == ("dead", "possible", True)
    assert one.state("death_circumstances").asked


def test_the_last_record_says_where_when_and_by_whom() -> None:
    """One with a day of its own goes before a later report."""
    one = one_person(
        {"seen_when": day(5), "seen_place": "Mariona", "seen_by": "una enfermera"},
        {"held_place": "Izalco", "_mention": {"reported_first": day(90), "reported_last": day(90)}},
    )
    assert one.last_seen is not None
    assert (one.last_seen.place, one.last_seen.authority, one.last_seen.sure) == ("Mariona", "una enfermera", "certain")
    assert say_last_seen(one.last_seen, "es") == (
        "Último registro bajo custodia: 8 de mayo de 2022, en Mariona, por una enfermera."
    )


def test_the_list_of_another_authority_does_not_make_somebody_vanish() -> None:
    """On the latest list of the prisons, and not on a later one of the police: possibly held, not for certain nowhere."""
    world = World()
    world.list("prisons", "roster", official=True, authority="DGCP", as_of=FIRST)
    world.list("police", "roster", official=True, authority="PNC", as_of=SECOND)
    world.row("P-1", "prisons", {"held_place": "Mariona"})
    world.row("P-2", "police", {"held_place": "Bartolinas"})
    one = world.register().person("P-1")
    assert [(each.kind, each.sure) for each in (one.status, *one.others)] == [
        ("held", "possible"),
        ("unknown", "possible"),
    ]
    assert not one.delisted


def test_a_row_that_may_be_of_the_person_keeps_them_from_having_vanished() -> None:
    """The later list has a row that the estimate takes for theirs and the register leaves apart: not for certain gone."""
    world = World()
    for name, when in (("one", FIRST), ("two", SECOND)):
        world.list(name, "roster", official=True, authority="DGCP", as_of=when)
    world.row("P-1", "one", {"held_place": "Mariona"})
    world.row("P-2", "two", {"held_place": "Mariona"}, link={"estimate": "P-1"})
    one = world.register().person("P-1")
    assert (one.status.kind, one.status.sure, one.status.because) == (
        "unknown",
        "possible",
        ("perhaps-on-official-list",),
    )
    assert not one.delisted
    assert "may be of the person" in say_status(one.status, "en")
