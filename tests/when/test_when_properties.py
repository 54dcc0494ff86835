"""What holds of every span: checked on drawn spans, and against all worlds that a span allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.errors import InputError
from habeas.when import Answer, Span, parse
from habeas.when.units import calendar_unit, named_unit
from habeas.words import LANGUAGES, Lang

FLAGS = st.sampled_from((True, False, None))
ORDER: dict[Answer, int] = {"no": 0, "possible": 1, "certain": 2}
World = frozenset[date]


@st.composite
def spans(draw: st.DrawFn, first: date = date(1890, 1, 1), last: date = date(2150, 12, 31)) -> Span:
    """Draw any legal span: four days in order, each perhaps unknown, and two flags."""
    near = draw(st.dates(first, last))
    steps = st.integers(0, draw(st.sampled_from((3, 40, 800))))
    days: list[date | None] = []
    for _ in range(4):
        days.append(near if draw(st.booleans()) or draw(st.booleans()) else None)
        near = min(last, near + timedelta(days=draw(steps)))
    started, ended = draw(FLAGS), draw(FLAGS)
    return Span(days[1], days[2], days[0], days[3], started and days[0] is not None, ended and days[3] is not None)


@st.composite
def said_spans(draw: st.DrawFn) -> Span:
    """Draw spans whose ends are whole units of the calendar, as people say them."""
    units = st.sampled_from(("2022", "2022-03", "2022-03-27", "2022-40", "2022-33", "2022-37", "202X", "2022-03-3X"))
    later = st.sampled_from(("2024", "2024-02", "2024-02-29", "2024-41", "2024-36", "2024-39", "203X", "2024-05-1X"))
    first, last = Span.from_edtf(draw(units)), Span.from_edtf(draw(later))
    said = (
        first,
        Span.since(first),
        Span.until(last),
        Span.between_ends(first, last),
        Span.since(first, until=last),
        Span.some_day(first.outer[0], last.outer[1]),
    )
    return draw(st.sampled_from(said))


SMALL = spans(date(2025, 1, 3), date(2025, 1, 4))
WINDOW = [date(2025, 1, day) for day in range(1, 7)]


def worlds(span: Span) -> Iterator[World]:
    """Yield every set of days of the window on which the thing can have been true, straight from the definition."""
    first, last = span.outer
    certain = [day for day in (span.first_precise, span.last_precise) if day is not None]
    for days in chain.from_iterable(combinations(WINDOW, size) for size in range(1, len(WINDOW) + 1)):
        if not any((first is None or first <= day) and (last is None or day <= last) for day in days):
            continue
        if certain and not {day for day in WINDOW if certain[0] <= day <= certain[-1]} <= set(days):
            continue
        if (span.started and first and days[0] < first) or (span.ended and last and days[-1] > last):
            continue
        yield frozenset(days)


def answer(found: set[bool]) -> Answer:
    """Return what a question answered in every world comes to."""
    return "possible" if len(found) == 2 else "certain" if found == {True} else "no"


@given(span=SMALL)
def test_the_answer_for_a_day_is_what_all_worlds_say(span: Span) -> None:
    """Certain exactly where every allowed world has the day, excluded exactly where none has."""
    allowed = list(worlds(span))
    for day in WINDOW:
        assert answer({day in world for world in allowed}) == span.on_day(day)


@settings(max_examples=60, deadline=None)
@given(one=SMALL, other=SMALL)
def test_overlap_and_before_are_what_all_pairs_of_worlds_say(one: Span, other: Span) -> None:
    """Both answers are exact, not only sound."""
    pairs = [(mine, theirs) for mine in worlds(one) for theirs in worlds(other)]
    assert answer({bool(mine & theirs) for mine, theirs in pairs}) == one.overlaps(other)
    assert answer({max(mine) < min(theirs) for mine, theirs in pairs}) == one.before(other)


@settings(max_examples=60, deadline=None)
@given(one=SMALL, other=SMALL)
def test_an_intersection_allows_every_shared_set_of_days(one: Span, other: Span) -> None:
    """Whatever days two worlds share is a world of the intersection: it excludes nothing that can be."""
    both = one.intersection(other)
    shared = {mine & theirs for mine in worlds(one) for theirs in worlds(other)} - {frozenset()}
    assert (both is None) == (not shared)
    assert both is None or shared <= set(worlds(both))


@given(span=SMALL)
def test_a_duration_holds_the_length_of_every_world(span: Span) -> None:
    """From the first to the last true day, no world is shorter than ``low`` or longer than ``high``."""
    lengths = {(max(world) - min(world)).days + 1 for world in worlds(span)}
    duration = span.duration()
    assert duration.low == min(lengths)
    assert duration.high is None or duration.high == max(lengths)


@given(span=spans(), other=spans())
def test_overlap_is_symmetric_and_excludes_an_order(span: Span, other: Span) -> None:
    """Which span is asked does not matter, and what surely meets cannot lie wholly before."""
    assert span.overlaps(other) == other.overlaps(span)
    if span.overlaps(other) == "certain":
        assert span.before(other) == span.after(other) == "no"


@given(span=spans(), other=spans())
def test_before_is_antisymmetric(span: Span, other: Span) -> None:
    """Where one is surely before, the other cannot be before it, and they share no day."""
    if span.before(other) == "certain":
        assert other.before(span) == "no"
        assert span.overlaps(other) == "no"
    assert span.before(other) == other.after(span)


@given(span=spans(), other=spans(), day=st.dates(date(1880, 1, 1), date(2160, 1, 1)))
def test_an_intersection_is_contained_in_both(span: Span, other: Span, day: date) -> None:
    """No day that either excludes is left, and where they surely meet, no day is made more certain."""
    both = span.intersection(other)
    if both is None:
        assert span.overlaps(other) == "no"
        return
    assert span.intersection(other) == other.intersection(span)
    if "no" in (span.on_day(day), other.on_day(day)):
        assert both.on_day(day) == "no"
    if span.overlaps(other) == "certain" and both.on_day(day) == "certain":
        assert span.on_day(day) == other.on_day(day) == "certain"


@given(span=spans(), day=st.dates(date(1880, 1, 1), date(2160, 1, 1)), days=st.integers(0, 50))
def test_widening_never_makes_an_answer_surer(span: Span, day: date, days: int) -> None:
    """With less known, certain and excluded can only become possible."""
    step = timedelta(days=days)
    first, last = span.outer
    wide = Span(None, None, first and first - step, last and last + step, span.started, span.ended)
    for wider in (wide, Span(None, None, *wide.outer, started=None, ended=None), Span()):
        if wider.on_day(day) != "possible":
            assert span.on_day(day) == wider.on_day(day)
        assert wider.duration().low <= span.duration().low


@given(span=spans())
def test_certain_days_lie_within_the_reach(span: Span) -> None:
    """What is certain is possible: the certain range lies in the imprecise range and in the reach."""
    certain = span.certain_range
    if certain is not None:
        assert span.reach[0] <= certain[0] <= certain[1] <= span.reach[1]
        assert all(span.on_day(day) == "certain" for day in certain)
    duration = span.duration()
    assert duration.low >= 1
    assert duration.high is None or duration.low <= duration.high


@given(span=spans())
def test_the_json_form_loses_nothing(span: Span) -> None:
    """A span comes back from its JSON form as it was."""
    assert span == Span.from_json(span.as_json())


@pytest.mark.parametrize("lang", LANGUAGES)
@given(span=st.one_of(spans(), said_spans()))
def test_what_a_span_says_is_read_back_as_the_same_span(lang: Lang, span: Span) -> None:
    """``parse`` reads every text that a span writes, in both languages, and loses nothing."""
    assert span == parse(span.text(lang), lang)


def wider_or_equal(wide: Span, span: Span) -> bool:
    """Whether every day is at least as possible in the wide span, and no day surer."""
    reach = wide.reach[0] <= span.reach[0] and span.reach[1] <= wide.reach[1]
    certain, sure = wide.certain_range, span.certain_range
    inside = certain is None or (sure is not None and sure[0] <= certain[0] and certain[1] <= sure[1])
    return reach and inside


@given(span=st.one_of(spans(), said_spans()))
def test_edtf_holds_the_span_or_says_that_it_is_wider(span: Span) -> None:
    """The expression is read back as the span or a wider one, and ``exact`` refuses exactly the wider ones."""
    found = span.to_edtf()
    back = Span.from_edtf(found)
    assert wider_or_equal(back, span)
    if back == span:
        assert found == span.to_edtf(exact=True)
    else:
        with pytest.raises(InputError) as caught:
            span.to_edtf(exact=True)
        assert caught.value.key == "when.edtf-cannot"
        assert found in caught.value.text("es")


@given(first=st.dates(date(1000, 1, 1), date(2999, 12, 31)), days=st.integers(0, 4000))
def test_edtf_keeps_points_and_states_with_known_days(first: date, days: int) -> None:
    """Some day of a range, every day of a range, and one-sided limits come back exactly."""
    last = min(first + timedelta(days=days), date(2999, 12, 31))
    for span in (
        Span.on(first),
        Span.some_day(first, last),
        Span.some_day(first, None),
        Span.some_day(None, last),
        Span.every_day(first, last, started=True, ended=True),
        Span.since(first),
        Span.until(last),
    ):
        assert span == Span.from_edtf(span.to_edtf(exact=True))


@given(first=st.dates(date(1001, 1, 1), date(2990, 1, 1)), days=st.integers(0, 4000))
def test_a_unit_with_a_name_has_it_from_its_days_alone(first: date, days: int) -> None:
    """Every calendar unit is also a named one, and a unit knows its own year."""
    last = first + timedelta(days=days)
    unit = calendar_unit(first, last)
    if unit is not None:
        assert unit == named_unit(first, last)
        assert unit.year == first.year


WORDS = st.sampled_from(
    [
        "3",
        "March",
        "marzo",
        "2025",
        "2024",
        "de",
        "del",
        "la",
        "el",
        "the",
        "since",
        "desde",
        "hasta",
        "until",
        "from",
        "to",
        "a",
        "and",
        "y",
        "entre",
        "between",
        "early",
        "mid-",
        "late",
        "finales",
        "principios",
        "mediados",
        "first",
        "primer",
        "half",
        "semestre",
        "quarter",
        "at",
        "least",
        "al",
        "menos",
        "Sunday",
        "domingo",
        "pasado",
        "last",
        "next",
        "year",
        "week",
        ",",
        ".",
        "-",
        "/",
        "±",
        "~",
        "?",
        "%",
        "X",
        "[",
        "]",
        "..",
        "(",
        ")",
        ";",
        "31",
        "0",
        "99",
        "'24",
        "1990s",
        "by",
        "no",
        "later",
        "than",
        "más",
        "tardar",
        "around",
        "days",
        "días",
        "T",
        "00:00",
        "note",
        "start",
        "not",
        "known",
        "every",
        "day",
        "possibly",
        "before",
        "antes",
        "después",
        "after",
        "an",
        "unknown",
    ]
)


@settings(max_examples=400)
@given(
    text=st.one_of(
        st.text(max_size=60),
        st.lists(WORDS, max_size=9).map(" ".join),
        st.text("0123456789X-/~?%.[]{},YTS", max_size=24),
    ),
    reference=st.one_of(st.none(), st.dates(date(1500, 1, 1), date(2500, 1, 1))),
)
def test_the_parser_raises_nothing_but_input_errors(text: str, reference: date | None) -> None:
    """Whatever is typed is a span or a reason, the same one each time, that can be said in both languages."""

    def outcome() -> Any:
        try:
            return parse(text, reference=reference)
        except InputError as error:
            return error.key, error.text("en"), error.text("es")

    first = outcome()
    assert first == outcome()
    if isinstance(first, Span):
        assert first == parse(first.text("en")) == parse(first.text("es"))
        assert wider_or_equal(Span.from_edtf(first.to_edtf()), first)
        assert first == Span.from_json(first.as_json())
