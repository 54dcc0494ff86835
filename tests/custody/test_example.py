"""The 21 stints that a newsroom's partners published: three chains, each with what makes chains go wrong."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from habeas.custody import Custody, Engine

UNTIL = datetime(2022, 11, 30, 23, 59, 59)


def test_the_published_stints_give_the_chains_their_publisher_describes(example: Path, duck: Engine) -> None:
    """A return, an open stay, a stay begun before its first stint, a stint of no length: three persons, five stays, 21 stints."""
    custody = Custody(example, UNTIL, engine=duck)
    stays = duck.fetch(custody.stays()).sort_by("stay").to_pylist()
    assert [(one["n_stints"], one["open"]) for one in stays] == [
        (5, False),
        (1, False),
        (1, False),
        (8, True),
        (6, False),
    ]
    moved, *_, held, deported = stays
    assert (moved["first_place"], moved["last_place"], moved["longest_place"]) == (
        "LOS CUST CASE", "SANTA ANA DRO HOLDROOM", "THEO LACY FACILITY",
    )  # fmt: skip
    assert deported["started_first"] == datetime(1995, 8, 31, 0, 1)
    assert held["ended_first"] is None
    assert held["longest_place"] == "BUFFALO SPC"


def test_a_return_to_a_place_within_a_stay_is_kept(example: Path, duck: Engine) -> None:
    """The way from Theo Lacy to the hospital and back is three stints and two movements, not one long stint."""
    custody = Custody(example, UNTIL, engine=duck)
    edges = {(one["from_place"], one["to_place"]): one for one in duck.fetch(custody.movements()).to_pylist()}
    assert edges["THEO LACY FACILITY", "WESTERN MEDICAL CENTER"]["n_certain"] == 1
    assert edges["WESTERN MEDICAL CENTER", "THEO LACY FACILITY"]["n_certain"] == 1
    assert edges["THEO LACY FACILITY", "WESTERN MEDICAL CENTER"]["median_minutes"] == 1.0


def test_two_bookings_of_one_day_at_one_place_stay_two(example: Path, duck: Engine) -> None:
    """Krome took one person twice on 26 August 2017, once for no time at all; the peers' rule keeps the later booking only."""
    for rule, expected in (("habeas", 2), ("vera", 2), ("uwchr", 2), ("ddp-2026-03", 1)):
        rows = duck.fetch(Custody(example, UNTIL, rule=rule, engine=duck).stints()).to_pylist()
        krome = [one for one in rows if one["place"] == "KROME NORTH SPC"]
        assert len(krome) == expected, rule
        assert not any(one["possible_twin"] for one in krome)


def test_the_time_before_the_first_stint_is_a_gap(example: Path, duck: Engine) -> None:
    """From 1995 to 2010 the stay says held and no row says where."""
    custody = Custody(example, UNTIL, engine=duck)
    person = next(
        one["person"] for one in duck.fetch(custody.stints()).to_pylist() if one["place"] == "TERRE HAUTE USP"
    )
    first = custody.timeline(person).steps[0]
    assert (first.kind, first.start, first.end) == ("gap", datetime(1995, 8, 31, 0, 1), datetime(2010, 4, 14, 8, 1))


def test_who_came_back_was_free_between(example: Path, duck: Engine) -> None:
    """Three stays of one person have two free times between them, and each stint names its line."""
    custody = Custody(example, UNTIL, engine=duck)
    person = next(one["person"] for one in duck.fetch(custody.stints()).to_pylist() if one["place"] == "BUFFALO SPC")
    steps = custody.timeline(person).steps
    assert [one.kind for one in steps].count("free") == 2
    assert [one.line for one in steps if one.kind == "stint"] == list(range(7, 17))
    assert steps[-1].end is None


def test_every_book_balances(example: Path, duck: Engine) -> None:
    """Held at the start and arrivals are departures and held at the end, for all time and for a window inside."""
    custody = Custody(example, UNTIL, engine=duck)
    for start, end in (
        (None, None),
        (datetime(2017, 8, 25), datetime(2017, 8, 31)),
        (datetime(2018, 1, 1), datetime(2019, 1, 1)),
    ):
        books = duck.fetch(custody.balance(start, end)).to_pylist()
        assert all(one["held_at_start"] + one["arrivals"] == one["departures"] + one["held_at_end"] for one in books)
    assert sum(one["held_at_end"] for one in duck.fetch(custody.balance()).to_pylist()) == 1
