"""The model: what is certain, possible and excluded, on given spans."""

from __future__ import annotations

from datetime import date

import pytest

import habeas.when
from habeas.errors import InputError
from habeas.when import Answer, Duration, Span

MARCH = Span.some_day(date(2025, 3, 1), date(2025, 3, 31))
IDES = Span.on(date(2025, 3, 15))
EMERGENCY = Span.every_day(date(2022, 3, 27), date(2023, 10, 18), started=True, ended=True)


def test_the_package_offers_exactly_its_public_names() -> None:
    """``__all__`` is the whole offer."""
    assert habeas.when.__all__ == ["Answer", "Duration", "Span", "parse"]


@pytest.mark.parametrize(
    ("span", "day", "answer"),
    [
        (IDES, date(2025, 3, 15), "certain"),
        (IDES, date(2025, 3, 14), "no"),
        (MARCH, date(2025, 3, 15), "possible"),
        (MARCH, date(2025, 4, 1), "no"),
        (EMERGENCY, date(2023, 1, 1), "certain"),
        (EMERGENCY, date(2023, 10, 19), "no"),
        (Span.since(date(2022, 3, 27)), date(2022, 3, 27), "certain"),
        (Span.since(date(2022, 3, 27)), date(2022, 3, 26), "no"),
        (Span.since(date(2022, 3, 27)), date(2023, 1, 1), "possible"),
        (Span.since(date(2022, 3, 27), until=date(2023, 6, 1)), date(2023, 1, 1), "certain"),
        (Span.since(date(2022, 3, 27), until=date(2023, 6, 1)), date(2023, 6, 2), "possible"),
        (Span.until(date(2023, 6, 1)), date(2023, 6, 1), "certain"),
        (Span.until(date(2023, 6, 1)), date(2023, 6, 2), "no"),
        (Span.until(date(2023, 6, 1)), date(2000, 1, 1), "possible"),
        (Span.until(date(2023, 6, 1), since=date(2023, 5, 1)), date(2023, 5, 20), "certain"),
        (Span.until(date(2023, 6, 1), since=date(2023, 5, 1)), date(2023, 4, 30), "possible"),
        (Span.every_day(date(2025, 1, 2), date(2025, 1, 3)), date(2025, 1, 1), "possible"),
        (Span(), date(2025, 1, 1), "possible"),
    ],
)
def test_a_day_is_certain_possible_or_excluded(span: Span, day: date, answer: Answer) -> None:
    """Certain within the precise range, excluded beyond a real start or end, possible everywhere else."""
    assert answer == span.on_day(day)


def test_a_state_between_two_months_is_certain_only_between_their_inner_days() -> None:
    """It may have begun on the last day of its first month and ended on the first day of its last."""
    span = Span.between_ends(Span.from_edtf("2022-03"), Span.from_edtf("2023-10"))
    assert (date(2022, 3, 31), date(2023, 10, 1)) == span.certain_range
    assert (date(2022, 3, 1), date(2023, 10, 31)) == span.outer
    assert span.on_day(date(2022, 3, 30)) == "possible"


def test_a_start_that_may_be_later_leaves_no_day_certain() -> None:
    """A start whose own last day is soft gives no day from which the state is certain."""
    soft = Span(None, None, date(2025, 1, 1), date(2025, 1, 31), started=True, ended=False)
    assert Span.since(soft).certain_range is None
    assert Span.between_ends(soft, IDES).certain_range is None


def test_some_day_of_one_day_is_that_day() -> None:
    """At least one day out of a single day is certain, so both ways to say it are equal."""
    assert Span.some_day(date(2025, 3, 15), date(2025, 3, 15)) == IDES


def test_one_certain_day_alone_is_the_whole_certain_range() -> None:
    """With one precise day given, the other side of the certainty is unknown and claims no further day."""
    assert Span(date(2025, 3, 1)).certain_range == (date(2025, 3, 1), date(2025, 3, 1))
    assert Span(None, date(2025, 3, 1)).certain_range == (date(2025, 3, 1), date(2025, 3, 1))


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        (MARCH, IDES, "possible"),
        (Span.every_day(date(2025, 3, 1), date(2025, 3, 31)), IDES, "certain"),
        (Span.every_day(date(2025, 2, 1), date(2025, 4, 1)), MARCH, "certain"),
        (MARCH, MARCH, "possible"),
        (EMERGENCY, MARCH, "no"),
        (Span.since(date(2022, 3, 27)), MARCH, "possible"),
        (Span(), IDES, "possible"),
    ],
)
def test_spans_overlap_for_certain_only_where_they_must_share_a_day(one: Span, other: Span, answer: Answer) -> None:
    """Shared certain days, or one's certain range over the other's whole range, make an overlap certain."""
    assert answer == one.overlaps(other) == other.overlaps(one)


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        (EMERGENCY, MARCH, "certain"),
        (MARCH, EMERGENCY, "no"),
        (MARCH, IDES, "possible"),
        (IDES, IDES, "no"),
        (Span.since(date(2022, 3, 27)), MARCH, "possible"),
        (MARCH, Span.since(date(2025, 4, 1)), "certain"),
        (Span.some_day(None, date(2025, 2, 28)), MARCH, "certain"),
        (Span(), Span(), "possible"),
    ],
)
def test_before_holds_for_all_days_of_both(one: Span, other: Span, answer: Answer) -> None:
    """Before is certain where no day can be later, and excluded where some day must not be earlier."""
    assert answer == one.before(other) == other.after(one)


def test_an_intersection_keeps_only_days_that_neither_excludes() -> None:
    """Both real limits hold for the days on which both are true."""
    both = Span.some_day(date(2025, 3, 10), date(2025, 4, 10)).intersection(MARCH)
    assert Span.some_day(date(2025, 3, 10), date(2025, 3, 31)) == both
    assert EMERGENCY.intersection(MARCH) is None


def test_an_intersection_of_states_keeps_their_shared_certain_days() -> None:
    """What is certain of both is certain of the intersection."""
    both = EMERGENCY.intersection(Span.since(date(2023, 1, 1), until=date(2024, 1, 1)))
    assert Span.every_day(date(2023, 1, 1), date(2023, 10, 18), started=True, ended=True) == both


def test_soft_ends_that_need_not_meet_leave_no_limit() -> None:
    """Where two soft ranges may meet anywhere, their intersection claims no day of either."""
    one = Span(None, None, date(2025, 1, 1), date(2025, 1, 31), started=False, ended=False)
    other = Span(None, None, date(2025, 3, 1), date(2025, 3, 31), started=False, ended=False)
    assert Span(started=False, ended=False) == one.intersection(other)


@pytest.mark.parametrize(
    ("span", "low", "high"),
    [
        (IDES, 1, 1),
        (MARCH, 1, 31),
        (EMERGENCY, 571, 571),
        (Span.from_edtf("2022-03/2022-05"), 32, 92),
        (Span.since(date(2022, 3, 27)), 1, None),
        (Span.every_day(date(2025, 1, 1), date(2025, 1, 10)), 10, None),
        (Span(), 1, None),
    ],
)
def test_a_duration_is_an_interval_of_days(span: Span, low: int, high: int | None) -> None:
    """At least the certain days, at most the whole range, without limit where an end is open."""
    assert Duration(low, high) == span.duration()


@pytest.mark.parametrize(
    ("duration", "en", "es"),
    [
        (Duration(1, 1), "one day", "un día"),
        (Duration(17, 17), "17 days", "17 días"),
        (Duration(17, 1200), "17 to 1,200 days", "de 17 a 1,200 días"),
        (Duration(1, None), "at least one day", "al menos un día"),
        (Duration(17, None), "at least 17 days", "al menos 17 días"),
    ],
)
def test_a_duration_says_its_bounds(duration: Duration, en: str, es: str) -> None:
    """Both bounds are said, and a missing one is said to be missing."""
    assert (en, es) == (duration.text("en"), duration.text("es"))


def test_the_json_form_names_all_six_fields() -> None:
    """Unknown is written as null, never left out."""
    expected = {
        "first_precise": "2022-03-27",
        "last_precise": None,
        "first_imprecise": "2022-03-27",
        "last_imprecise": None,
        "started": True,
        "ended": False,
    }
    assert expected == Span.since(date(2022, 3, 27)).as_json()


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ({"first": "2025-01-01"}, "when.json-field"),
        ({"first_precise": "January"}, "when.json-day"),
        ({"first_precise": 20250101}, "when.json-day"),
        ({"started": "yes"}, "when.json-flag"),
        ({"started": 1}, "when.json-flag"),
        ({"started": True}, "when.end-without-day"),
        ({"first_imprecise": "2025-02-01", "last_imprecise": "2025-01-01"}, "when.order"),
        ({"first_imprecise": "2025-02-01", "first_precise": "2025-01-01"}, "when.order"),
        ({"last_precise": "2025-02-01", "first_precise": "2025-03-01"}, "when.order"),
    ],
)
def test_a_json_form_that_is_no_span_is_refused(raw: dict[str, object], key: str) -> None:
    """An unknown field, a wrong form and days out of order each have their own message, in both languages."""
    with pytest.raises(InputError) as caught:
        Span.from_json(raw)
    assert key == caught.value.key
    assert caught.value.text("en") != caught.value.text("es")


def test_a_real_end_needs_its_day() -> None:
    """A span cannot claim a real end on a side without a day."""
    with pytest.raises(InputError, match="needs its day"):
        Span(ended=True)


@pytest.mark.parametrize(
    ("act", "order", "answer"),
    [
        ("2025-03-16", "2025-03-15", "certain"),
        ("2025-03-15", "2025-03-15", "possible"),
        ("2025-03-14", "2025-03-15", "no"),
        ("2025-03", "2025-03-15", "possible"),
        ("2025-04", "2025-03-15", "certain"),
    ],
)
def test_an_act_on_the_day_of_an_order_possibly_follows_it(act: str, order: str, answer: Answer) -> None:
    """On one day the hour decides, which a day does not tell."""
    assert answer == Span.from_edtf(act).follows(Span.from_edtf(order))
