"""EDTF in and out: what each expression means, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from habeas.errors import InputError
from habeas.when import Span
from habeas.words import LANGUAGES


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2025-03-16", date(2025, 3, 16), date(2025, 3, 16)),
        ("2025-03", date(2025, 3, 1), date(2025, 3, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-XX", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-XX-XX", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02-XX", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-0X", date(2024, 1, 1), date(2024, 9, 30)),
        ("2024-1X", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-03-0X", date(2024, 3, 1), date(2024, 3, 9)),
        ("2024-02-2X", date(2024, 2, 20), date(2024, 2, 29)),
        ("2024-03-3X", date(2024, 3, 30), date(2024, 3, 31)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("19XX", date(1900, 1, 1), date(1999, 12, 31)),
        ("2XXX", date(2000, 1, 1), date(2999, 12, 31)),
        ("199X-XX-XX", date(1990, 1, 1), date(1999, 12, 31)),
        ("2023-21", date(2023, 3, 1), date(2023, 12, 22)),
        ("2023-22", date(2022, 12, 1), date(2024, 3, 21)),
        ("2023-24", date(2022, 12, 1), date(2024, 3, 21)),
        ("2024-33", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-36", date(2024, 10, 1), date(2024, 12, 31)),
        ("2024-38", date(2024, 5, 1), date(2024, 8, 31)),
        ("2024-41", date(2024, 7, 1), date(2024, 12, 31)),
        ("[2025-01-01..2025-01-10]", date(2025, 1, 1), date(2025, 1, 10)),
        ("[2024-03..2024-06]", date(2024, 3, 1), date(2024, 6, 30)),
        ("[2024]", date(2024, 1, 1), date(2024, 12, 31)),
        ("[..2024-07]", None, date(2024, 7, 31)),
        ("[2024-07..]", date(2024, 7, 1), None),
        ("2025-03-16T23:59:59Z", date(2025, 3, 16), date(2025, 3, 16)),
    ],
)
def test_a_date_is_some_day_of_its_unit(edtf: str, first: date | None, last: date | None) -> None:
    """A date says that something was so on at least one day of its unit and on none outside."""
    assert Span.some_day(first, last) == Span.from_edtf(edtf)


@pytest.mark.parametrize(
    ("edtf", "span"),
    [
        ("2022-03-27/2023-10-18", Span.every_day(date(2022, 3, 27), date(2023, 10, 18), started=True, ended=True)),
        ("2022-03/2022-05", Span(date(2022, 3, 31), date(2022, 5, 1), date(2022, 3, 1), date(2022, 5, 31), True, True)),
        ("2022-03/2022-03", Span.from_edtf("2022-03")),
        ("2022-03-27/..", Span.since(date(2022, 3, 27))),
        ("../2022-03-27", Span.until(date(2022, 3, 27))),
        ("2022-03-27/", Span(date(2022, 3, 27), None, date(2022, 3, 27), None, started=True, ended=None)),
        ("/2022-03-27", Span(None, date(2022, 3, 27), None, date(2022, 3, 27), started=None, ended=True)),
        ("2022-03/..", Span(date(2022, 3, 31), None, date(2022, 3, 1), None, started=True, ended=False)),
        ("2022-03/", Span(None, None, date(2022, 3, 1), None, started=True, ended=None)),
        ("/2022-03", Span(None, None, None, date(2022, 3, 31), started=None, ended=True)),
        ("../..", Span(started=False, ended=False)),
        ("/", Span()),
        ("../", Span(started=False)),
    ],
)
def test_an_interval_is_every_day_between_its_ends(edtf: str, span: Span) -> None:
    """Certain from the latest possible start to the earliest possible end; an unknown end may lie within the start."""
    assert span == Span.from_edtf(edtf)


@pytest.mark.parametrize(
    ("edtf", "span"),
    [
        ("2024-03~", Span(None, None, date(2024, 2, 1), date(2024, 4, 30), started=False, ended=False)),
        ("2024-03?", Span(None, None, date(2024, 2, 1), date(2024, 4, 30))),
        ("2024-03%", Span(None, None, date(2024, 2, 1), date(2024, 4, 30))),
        ("2024-03-01~", Span(None, None, date(2024, 2, 29), date(2024, 3, 2), started=False, ended=False)),
        ("2024~", Span(None, None, date(2023, 1, 1), date(2025, 12, 31), started=False, ended=False)),
        ("2004~/2006", Span(None, None, date(2003, 1, 1), date(2006, 12, 31), started=False, ended=True)),
        ("2023-22?", Span(None, None, date(2022, 12, 1), date(2024, 3, 21))),
        ("2022-03-27/2024-06~", Span(None, None, date(2022, 3, 27), date(2024, 7, 31), started=True, ended=False)),
    ],
)
def test_a_qualifier_leaves_no_day_certain_and_none_excluded(edtf: str, span: Span) -> None:
    """A qualified date is read with its neighbours and soft ends: how far off it is, EDTF does not say."""
    found = Span.from_edtf(edtf)
    assert span == found
    assert found.certain_range is None
    if edtf.endswith(("~", "?", "%")) and "/" not in edtf:
        assert {found.on_day(day) for day in (date(1900, 1, 1), date(2024, 3, 1), date(2100, 1, 1))} == {"possible"}


@pytest.mark.parametrize(
    ("edtf", "key"),
    [
        ("{2024,2025}", "when.set"),
        ("[2024,2026]", "when.set"),
        ("{2024..2026}", "when.set"),
        ("[..]", "when.edtf-unread"),
        ("[2024", "when.edtf-unread"),
        ("2024-3", "when.edtf-unread"),
        ("2024/25", "when.edtf-unread"),
        ("2024/2025/2026", "when.edtf-unread"),
        ("P1Y/2024", "when.edtf-unread"),
        ("2024-00", "when.edtf-month"),
        ("2024-13", "when.edtf-month"),
        ("2024-25", "when.edtf-month"),
        ("2024-13-01", "when.edtf-month"),
        ("2024-02-30", "when.no-such-day"),
        ("2024-02-00", "when.no-such-day"),
        ("2025-02-3X", "when.edtf-scattered"),
        ("2025-02-X1", "when.edtf-scattered"),
        ("156X-12-25", "when.edtf-scattered"),
        ("2024-XX-15", "when.edtf-scattered"),
        ("2024-X1", "when.edtf-scattered"),
        ("XXXX", "when.edtf-scattered"),
        ("20X4", "when.edtf-scattered"),
        ("1950S2", "when.edtf-digits"),
        ("2004-06~-11", "when.edtf-inside"),
        ("?2004-06", "when.edtf-inside"),
        ("-0044", "when.year"),
        ("Y17000", "when.year"),
        ("0500", "when.year"),
        ("3XXX", "when.year"),
        ("2024/2023", "when.reversed"),
        ("[2024..2023]", "when.reversed"),
    ],
)
def test_what_a_span_cannot_hold_is_refused_with_the_reason(edtf: str, key: str) -> None:
    """Sets, scattered days, other calendars' years and malformed dates each have their own message and way out."""
    with pytest.raises(InputError) as caught:
        Span.from_edtf(edtf)
    assert key == caught.value.key
    assert all(edtf in caught.value.text(lang) for lang in LANGUAGES)


@pytest.mark.parametrize(
    ("span", "edtf"),
    [
        (Span(date(2025, 3, 3), None, date(2025, 3, 3), None, started=False, ended=False), "2025-03-03~/.."),
        (Span(last_imprecise=date(2024, 7, 15), ended=False), "/2024-07-15~"),
        (Span.every_day(date(2024, 1, 1), date(2024, 12, 31)), "2024-01-01?/2024-12-31?"),
        (Span.since(date(2022, 3, 27), until=date(2025, 3, 18)), "2022-03-27/2025-03-18~"),
        (Span.since(Span.some_day(date(2022, 3, 3), date(2022, 3, 9))), "[2022-03-03..]"),
        (Span.until(Span.some_day(date(2022, 3, 3), date(2022, 3, 9))), "[..2022-03-09]"),
        (Span(None, None, date(2025, 1, 1), date(2025, 1, 31), started=True, ended=False), "2025-01-01/2025-01-31~"),
    ],
)
def test_what_edtf_cannot_say_is_written_wider_and_refused_when_it_must_be_exact(span: Span, edtf: str) -> None:
    """The loss only ever widens the span, and ``exact`` says so with the wider form."""
    assert edtf == span.to_edtf()
    with pytest.raises(InputError, match="EDTF has no expression") as caught:
        span.to_edtf(exact=True)
    assert edtf in caught.value.text("es")


def test_a_year_that_edtf_would_not_be_read_with_is_not_written() -> None:
    """Years outside those that are read are refused on the way out as well."""
    with pytest.raises(InputError) as caught:
        Span.on(date(999, 1, 1)).to_edtf()
    assert caught.value.key == "when.year"
