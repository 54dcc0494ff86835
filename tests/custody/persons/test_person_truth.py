"""Stories with a known truth: whatever lists leave out or blur, the record never claims what is not so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.custody.persons.conftest import TODAY, day, one_person

from habeas import words
from habeas.custody.persons import Law

PLACES = ("Mariona", "Izalco", "Las Palmas")
LIMIT = Law(id="x", clock="first-court", hours=72, citation="x", label=words.Said("x", "x"))


@dataclass(frozen=True)
class Story:
    """One time in custody: arrested, admitted, brought before a judge, moved once, released or not; days counted from the first of all stories."""

    arrested: int
    admitted: int
    court: int
    moved: int
    released: int | None

    def place(self, n: int) -> str | None:
        """Return where the person was on a day; None before the admission and on days of moving."""
        if n <= self.admitted or n == self.moved:
            return None
        return PLACES[0] if n < self.moved else PLACES[1]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Draw a story in which the steps follow each other."""
    arrested = draw(st.integers(0, 20))
    admitted = arrested + draw(st.integers(0, 10))
    court = arrested + draw(st.integers(0, 30))
    moved = admitted + draw(st.integers(2, 60))
    released = draw(st.one_of(st.none(), st.integers(2, 60).map(lambda n: max(moved, court) + n)))
    return Story(arrested, admitted, court, moved, released)


@st.composite
def told(draw: st.DrawFn, story: Story) -> list[dict[str, Any]]:
    """Draw what lists tell of a story: any of its steps, each with a range of days that holds the true one."""

    def near(n: int) -> tuple[date, date]:
        wide = draw(st.sampled_from([0, 0, 3, 20]))
        before = draw(st.integers(0, wide))
        return day(n - before), day(n + wide - before)

    steps: list[dict[str, Any]] = [
        {"deprived_when": near(story.arrested), "deprived_by": "PNC"},
        {"admitted_when": near(story.admitted), "held_place": PLACES[0]},
        {"first_court_when": near(story.court)},
        {"transferred_when": near(story.moved), "transferred_from": PLACES[0], "transferred_to": PLACES[1]},
    ]
    last = story.released if story.released is not None else story.moved + 90
    seen = draw(st.lists(st.integers(story.admitted + 1, last - 1), max_size=3))
    steps += [{"seen_when": near(n), "seen_place": place} for n in seen if (place := story.place(n))]
    if story.released is not None:
        steps.append({"released_when": near(story.released)})
    kept = draw(st.lists(st.sampled_from(range(len(steps))), min_size=1, max_size=9))
    return [steps[n] for n in kept]


@settings(max_examples=60)
@given(st.data())
def test_a_record_never_claims_what_is_not_so(data: st.DataObject) -> None:
    """Clocks hold the true days, certain days are days in custody, certain places are true, nobody was at two places or held after the release."""
    story = data.draw(stories())
    person = one_person(*data.draw(told(story)), laws=[LIMIT])
    end = story.released if story.released is not None else (TODAY - day(0)).days
    for clock in person.clocks:
        true = {"held": end - story.arrested + 1, "first-court": story.court - story.arrested}.get(clock.kind)
        if true is not None and clock.low is not None:
            assert clock.low <= true
            assert clock.high is None or true <= clock.high
        for against in clock.against:
            hours = ((story.court - story.arrested - 1) * 24, (story.court - story.arrested + 1) * 24)
            assert against.verdict != "past" or hours[1] > 72
            assert against.verdict != "within" or hours[0] < 72
    for stretch in person.timeline:
        assert stretch.kind != "after-end"
        assert (stretch.kind, stretch.sure) != ("overlap", "certain")
        if stretch.certain_days:
            assert day(story.arrested) <= stretch.certain_days[0] <= stretch.certain_days[1] <= day(end)
        if (
            stretch.kind == "held"
            and stretch.sure == stretch.placed == "certain"
            and stretch.place
            and stretch.certain_days
        ):
            first, last = ((one - day(0)).days for one in stretch.certain_days)
            assert {story.place(n) for n in range(first, last + 1)} <= {None, stretch.place}
    if story.released is None:
        assert person.status.kind in {"unknown", "held"}
