"""The time line: what is certain and what possible, gaps with bounds, overlaps, records after an end, and who is behind each link."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.custody.persons.conftest import DAY, TODAY, day, one_person

from habeas.custody.persons import PersonFile, Stretch

MARIONA = {"held_place": "Mariona", "custodian": "DGCP"}


def of(person: PersonFile, kind: str) -> list[Stretch]:
    """Return the stretches of a kind."""
    return [one for one in person.timeline if one.kind == kind]


def test_from_admission_to_release_custody_is_certain() -> None:
    """An arrival and the release after it tie together; no day between them is a gap."""
    one = one_person({**MARIONA, "admitted_when": day(0), "released_when": day(41)})
    (held,) = of(one, "held")
    assert (held.sure, held.first, held.last) == ("certain", day(0), day(41))
    assert (held.place, held.authority) == ("Mariona", "DGCP")
    assert of(one, "gap") == []


def test_between_two_traces_custody_is_possible_and_the_days_are_a_gap() -> None:
    """Seen twice at one place, with nothing that says when the person came: 40 days lie between, of which no record says anything."""
    one = one_person({"seen_when": day(0), "seen_place": "Mariona"}, {"seen_when": day(41), "seen_place": "Mariona"})
    held, still = of(one, "held")
    assert (held.sure, held.place) == ("possible", "Mariona")
    gap, since = of(one, "gap")
    assert (gap.sure, gap.days) == ("certain", (40, 40))
    assert since.days == ((TODAY - day(41)).days,) * 2
    assert (still.sure, still.last) == ("possible", None)


def test_a_gap_has_bounds_where_dates_are_inexact() -> None:
    """41 to 48 days: the second trace is of one of eight days."""
    one = one_person(
        {"seen_when": day(0), "seen_place": "A"}, {"seen_when": (day(42), day(49)), "seen_place": "B"}, as_of=day(49)
    )
    gap = of(one, "gap")[0]
    assert gap.days == (41, 48)
    assert gap.text("en") == "No record for 41 to 48 days, between 3 May 2022 and 21 June 2022. Before it at A, after it at B; who moved the person is not recorded."  # fmt: skip
    assert gap.text("es").startswith(
        "Sin registro durante entre 41 y 48 días, entre el 3 de mayo de 2022 y el 21 de junio de 2022."
    )


def test_between_arrest_and_admission_custody_is_certain_but_nobody_says_where() -> None:
    """The days are certain and placeless, and a gap of the place."""
    one = one_person({**MARIONA, "deprived_when": day(0), "deprived_by": "PNC", "admitted_when": day(9)}, as_of=day(9))
    held, gap = of(one, "held")[0], of(one, "gap")[0]
    assert (held.sure, held.place, held.authority) == ("certain", None, "PNC")
    assert gap.days == (8, 8)


def test_a_transfer_says_who_moved_the_person() -> None:
    """The links of the chain keep their authority; the destination is where the person then is."""
    one = one_person(
        {**MARIONA, "admitted_when": day(0)},
        {
            "transferred_when": day(20),
            "transferred_from": "MARIONA",
            "transferred_to": "CECOT",
            "transferred_by": "PNC",
        },
        {"seen_when": day(30), "seen_place": "Cecot"},
        as_of=day(30),
    )
    first, second, today = of(one, "held")
    assert (first.sure, first.place) == ("certain", "Mariona")
    assert (second.sure, second.place, second.authority) == ("certain", "CECOT", None)
    assert (today.sure, today.first) == ("certain", day(30))
    assert [(step.kind, step.authority) for step in one.events] == [
        ("admitted", "DGCP"),
        ("transferred", "PNC"),
        ("seen", None),
    ]


def test_a_transfer_by_somebody_from_elsewhere_ties_nothing() -> None:
    """Admitted at one place and transferred from another: how the person came there nobody recorded."""
    one = one_person(
        {**MARIONA, "admitted_when": day(0)},
        {"transferred_when": day(20), "transferred_from": "Izalco", "transferred_to": "CECOT", "transferred_by": "PNC"},
    )
    assert next((each.sure, each.place) for each in of(one, "held")) == ("possible", None)
    assert of(one, "gap")[0].authority == "PNC"


def test_two_places_on_one_day_are_an_overlap() -> None:
    """Certain where both days are exact and nobody moved; possible where one is an admission; none where it is the same place."""

    def overlap(**second: Any) -> list[str]:
        return [each.sure for each in of(one_person({"seen_when": day(9), "seen_place": "Izalco"}, second), "overlap")]

    assert overlap(seen_when=day(9), seen_place="Mariona") == ["certain"]
    assert overlap(admitted_when=day(9), held_place="Mariona") == ["possible"]
    assert overlap(seen_when=day(9), seen_place="IZALCO") == []
    assert overlap(seen_when=day(10), seen_place="Mariona") == []


def test_a_trace_elsewhere_within_a_stay_is_an_overlap() -> None:
    """Within the certain days of a stay it is certain; where it may be a day of arrival or departure only possible; before it none."""
    stay = {**MARIONA, "admitted_when": (day(0), day(3)), "released_when": (day(30), day(33))}

    def overlap(seen: Any) -> list[str]:
        return [each.sure for each in of(one_person(stay, {"seen_when": seen, "seen_place": "Izalco"}), "overlap")]

    assert overlap(day(12)) == ["certain"]
    assert overlap(day(2)) == ["possible"]
    assert overlap(day(32)) == ["possible"]
    assert overlap((day(-5), day(40))) == []


@pytest.mark.parametrize(("end", "status"), [("released_when", "released"), ("died_when", "dead")])
def test_a_record_of_custody_after_an_end_is_told(end: str, status: str) -> None:
    """Both the end and the later record are then only possible."""
    one = one_person({**MARIONA, "admitted_when": day(0), end: day(10)}, {"seen_when": day(40), "seen_place": "Izalco"})
    (after,) = of(one, "after-end")
    assert (after.first, after.place, after.sources[-1].column) == (day(40), "Izalco", end.upper())
    assert (one.status.kind, one.status.sure) == (status, "possible")
    assert [each.kind for each in one.others] == ["held"]


def test_a_new_arrest_after_a_release_is_a_new_time_in_custody() -> None:
    """It is no conflict, and the days at liberty are no gap; after a death it is one."""
    again = {"deprived_when": day(40), "deprived_by": "PNC"}
    one = one_person({**MARIONA, "admitted_when": day(0), "released_when": day(10)}, again, as_of=day(40))
    assert of(one, "after-end") == []
    assert of(one, "gap") == []
    assert (one.status.kind, one.status.sure) == ("held", "certain")
    assert len(of(one_person({"died_when": day(10)}, again), "after-end")) == 1


def test_a_witness_is_no_holder_and_an_arrest_says_only_who_took() -> None:
    """Who saw the person is named with the trace, and is asked nothing; who arrested them is not said to have held them since."""
    one = one_person(
        {"deprived_when": day(0), "deprived_by": "PNC"},
        {"seen_when": day(9), "seen_place": "A", "seen_by": "una vecina"},
    )
    assert one.authorities == ("PNC",)
    first, last = of(one, "held")
    assert (first.authority, first.took, last.authority) == ("PNC", True, None)
    assert "held by" not in first.text("en")
    assert one.last_seen is not None
    assert one.last_seen.authority == "una vecina"


def test_a_report_gives_no_day_of_custody() -> None:
    """That a list reported on a day that somebody is held somewhere leaves custody on that day possible, and breaks no certain stay."""
    report = {"held_place": "Mariona", "_mention": {"reported_first": day(9), "reported_last": day(9)}}
    only = one_person(report)
    assert [each.kind for each in only.events] == ["reported"]
    assert of(only, "held")[0].sure == "possible"
    assert only.last_seen is not None
    assert only.last_seen.sure == "possible"
    within = one_person({**MARIONA, "admitted_when": day(0), "released_when": day(20)}, report)
    assert [(each.sure, each.first, each.last) for each in of(within, "held")] == [("certain", day(0), day(20))]


def test_lists_that_tell_one_step_are_one_event_with_all_its_sources() -> None:
    """The days are what all of them allow; a place on which they do not agree is not chosen."""
    one = one_person(
        {"deprived_when": (day(-2), day(5)), "deprived_place": "Soyapango"},
        {"deprived_when": (day(0), day(28)), "deprived_place": "Mejicanos"},
    )
    (step,) = one.events
    assert (step.first, step.last, step.place, len(step.sources)) == (day(0), day(5), None, 2)
    assert one.state("deprived_place").status == "disputed"


def test_what_lies_after_the_day_of_the_register_is_told_and_left_out() -> None:
    """A date that has not come is kept among the undated, with a problem that names its row."""
    from tests.custody.persons.conftest import World

    world = World()
    world.list("a")
    world.row("P-1", "a", {"deprived_when": day(0), "released_when": date(2052, 5, 3)})
    register = world.register()
    (problem,) = register.problems
    assert (problem.key, problem.row, problem.column) == ("persons.after-today", 2, "RELEASED_WHEN")
    assert [one.kind for one in register.person("P-1").undated] == ["released"]
    assert register.person("P-1").status.kind == "unknown"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["deprived_when", "admitted_when", "seen_when", "transferred_when", "hearing_when", "released_when", "died_when"]),
        st.integers(0, 300),
        st.integers(0, 40),
        st.sampled_from(["Mariona", "Izalco", None]),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


@settings(max_examples=60)
@given(STEPS)
def test_any_story_has_a_time_line_that_contradicts_nothing(steps: list[tuple[str, int, int, str | None]]) -> None:
    """Whatever lists say: certain days lie within a stretch, bounds are in order, every stretch has its sources and both languages."""
    rows: list[dict[str, Any]] = []
    for kind, first, wide, place in steps:
        where = {"admitted_when": "held_place", "seen_when": "seen_place", "transferred_when": "transferred_to"}.get(
            kind
        )
        rows.append({kind: (day(first), day(first + wide)), **({where: place} if where and place else {})})
    one = one_person(*rows)
    for each in one.timeline:
        assert each.sources
        assert each.first is None or each.last is None or each.first <= each.last
        if each.certain_days and each.first:
            assert each.first <= each.certain_days[0] <= each.certain_days[1] <= (each.last or TODAY)
        if each.days and each.days[1] is not None:
            assert 0 <= each.days[0] <= each.days[1]
        assert each.text("en") != each.text("es")
    for clock in one.clocks:
        assert clock.low is None or clock.high is None or 0 <= clock.low <= clock.high
        assert clock.text("en") != clock.text("es")
    assert DAY <= TODAY
