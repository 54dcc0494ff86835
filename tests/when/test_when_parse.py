"""What people write about time: what is read, what is refused, and that each refusal says why."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas import words as said
from habeas.errors import InputError
from habeas.when import Span, parse
from habeas.words import LANGUAGES, Lang

TUESDAY = date(2025, 3, 18)


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("3 March 2025", "2025-03-03"),
        ("March 3, 2025", "2025-03-03"),
        ("on 3rd of March, 2025", "2025-03-03"),
        ("Sunday, 16 March 2025", "2025-03-16"),
        ("el domingo 16 de marzo de 2025", "2025-03-16"),
        ("el 3 de marzo de 2025", "2025-03-03"),
        ("3 de marzo del 2025", "2025-03-03"),
        ("1º de marzo de 2025", "2025-03-01"),
        ("primero de marzo de 2025", "2025-03-01"),
        ("3-Mar-2025", "2025-03-03"),
        ("3 MAR. 2025.", "2025-03-03"),
        ("2025/03/04", "2025-03-04"),
        ("16/3/2025", "2025-03-16"),
        ("3/16/2025", "2025-03-16"),
        ("16.3.2025", "2025-03-16"),
        ("3/3/2025", "2025-03-03"),
        ("29 February 2024", "2024-02-29"),
        ("2025-03-16T08:00:00-04:00", "2025-03-16"),
        ("March 2025", "2025-03"),
        ("as of April 2021", "2021-04"),
        ("Sept. 2024", "2024-09"),
        ("setiembre de 2023", "2023-09"),
        ("a marzo de 2024", "2024-03"),
        ("in 2024", "2024"),
        ("el año 2024", "2024"),
        ("early January 2025", "[2025-01-01..2025-01-10]"),
        ("principios de enero de 2025", "[2025-01-01..2025-01-10]"),
        ("mid-March 2025", "[2025-03-11..2025-03-20]"),
        ("late February 2024", "[2024-02-21..2024-02-29]"),
        ("mid-2024", "2024-38"),
        ("a mediados de 2024", "2024-38"),
        ("mediados del año 2024", "2024-38"),
        ("late 2019", "2019-39"),
        ("finales de 2019", "2019-39"),
        ("the beginning of 2019", "2019-37"),
        ("first half of 2024", "2024-40"),
        ("el segundo semestre de 2024", "2024-41"),
        ("first quarter of 2024", "2024-33"),
        ("último trimestre de 2024", "2024-36"),
        ("segundo cuatrimestre de 2024", "2024-38"),
        ("Q3 2024", "2024-35"),
        ("2024 H2", "2024-41"),
        ("primera quincena de marzo de 2025", "[2025-03-01..2025-03-15]"),
        ("second half of February 2024", "[2024-02-16..2024-02-29]"),
        ("the 1990s", "199X"),
        ("la década de 1990", "199X"),
        ("la década de 1900", "190X"),
        ("los años 1980", "198X"),
        ("the early 1990s", "[1990-01-01..1993-12-31]"),
        ("finales de la década de 1990", "[1997-01-01..1999-12-31]"),
        ("between March and June 2024", "[2024-03-01..2024-06-30]"),
        ("entre marzo y junio de 2024", "[2024-03-01..2024-06-30]"),
        ("entre el 3 de marzo y el 10 de junio de 2024", "[2024-03-03..2024-06-10]"),
        ("en algún momento entre 2019 y 2021", "[2019-01-01..2021-12-31]"),
        ("15 or 16 March 2025", "[2025-03-15..2025-03-16]"),
        ("el 15 o el 16 de marzo de 2025", "[2025-03-15..2025-03-16]"),
        ("entre el 15 y el 16 de marzo de 2025", "[2025-03-15..2025-03-16]"),
        ("2019 or 2020", "[2019..2020]"),
        ("03/2025", "2025-03"),
        ("around March 2024 ±15 days", "[2024-02-15..2024-04-15]"),
        ("hacia el 3 de marzo de 2024 ± 2 semanas", "[2024-02-18..2024-03-17]"),
        ("31 March 2024 plus or minus 1 month", "[2024-02-29..2024-04-30]"),
        ("2024 +/- 1 year", "[2023-01-01..2025-12-31]"),
        ("no later than 15 July 2024", "[..2024-07-15]"),
        ("a más tardar el 15 de julio de 2024", "[..2024-07-15]"),
        ("el 15 de julio de 2024 a más tardar", "[..2024-07-15]"),
        ("on or before July 2024", "[..2024-07-31]"),
        ("before March 2025", "[..2025-02-28]"),
        ("antes del 3 de marzo de 2025", "[..2025-03-02]"),
        ("before mid-2024", "[..2024-08-30]"),
        ("después de marzo de 2025", "[2025-04-01..]"),
        ("after early 2025", "[2025-01-02..]"),
        ("no earlier than 3 March 2025", "[2025-03-03..]"),
        ("3 March 2025 or later", "[2025-03-03..]"),
        ("since 27 March 2022", "2022-03-27/.."),
        ("from March 2022 onwards", "2022-03/.."),
        ("desde marzo de 2022", "2022-03/.."),
        ("a partir del 27 de marzo de 2022", "2022-03-27/.."),
        ("until 18 October 2023", "../2023-10-18"),
        ("hasta junio de 2024", "../2024-06"),
        ("from 27 March 2022 to 18 October 2023", "2022-03-27/2023-10-18"),
        ("27 March 2022 \N{EN DASH} 18 October 2023", "2022-03-27/2023-10-18"),
        ("2022-03-27 to 2023-10-18", "2022-03-27/2023-10-18"),
        ("del 27 de marzo de 2022 al 18 de octubre de 2023", "2022-03-27/2023-10-18"),
        ("desde marzo de 2022 hasta octubre de 2023", "2022-03/2023-10"),
        ("de marzo a junio de 2024", "2024-03/2024-06"),
        ("March\N{EN DASH}June 2024", "2024-03/2024-06"),
        ("March 2024 to June", "2024-03/2024-06"),
        ("3-10 March 2025", "2025-03-03/2025-03-10"),
        ("del 3 al 10 de marzo de 2025", "2025-03-03/2025-03-10"),
        ("March 3 to 10, 2025", "2025-03-03/2025-03-10"),
        ("2019-2021", "2019/2021"),
        ("from March 2022 to an unknown day", "[2022-03-01..]"),
        ("at an unknown time", "/"),
    ],
)
def test_what_people_write_is_read(words: str, edtf: str) -> None:
    """Each form means the same as the EDTF expression, whatever language is named."""
    expected = Span.from_edtf(edtf)
    if words.endswith("an unknown day"):
        expected = Span.since(Span.from_edtf("2022-03"))
        expected = replace(expected, ended=None)
    assert expected == parse(words) == parse(words, "en") == parse(words, "es")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("since at least 3 March 2025", replace(Span.since(date(2025, 3, 3)), started=False)),
        ("desde al menos el 3 de marzo de 2025", replace(Span.since(date(2025, 3, 3)), started=False)),
        ("al menos desde el 3 de marzo de 2025", replace(Span.since(date(2025, 3, 3)), started=False)),
        ("until at least 3 March 2025", replace(Span.until(date(2025, 3, 3)), ended=False)),
        ("al menos hasta el 3 de marzo de 2025", replace(Span.until(date(2025, 3, 3)), ended=False)),
        ("by 15 July 2024", Span(last_imprecise=date(2024, 7, 15), ended=False)),
        ("by mid-2024", Span(last_imprecise=date(2024, 8, 31), ended=False)),
        ("para mediados de 2024", Span(last_imprecise=date(2024, 8, 31), ended=False)),
        ("throughout 2024", Span.every_day(date(2024, 1, 1), date(2024, 12, 31))),
        ("durante todo 2024", Span.every_day(date(2024, 1, 1), date(2024, 12, 31))),
        (
            "from at least 3 March 2025 to at least 5 March 2025",
            Span.every_day(date(2025, 3, 3), date(2025, 3, 5), started=False, ended=False),
        ),
        (
            "from 3 March 2025 to 5 March 2025 (start not known; it may have gone on longer)",
            Span.every_day(date(2025, 3, 3), date(2025, 3, 5), started=None, ended=False),
        ),
    ],
)
def test_what_is_only_observed_is_kept_apart_from_a_real_start_or_end(words: str, expected: Span) -> None:
    """The words "At least" and "by" are not real ends, and "throughout" says nothing of the days outside."""
    assert expected == parse(words)


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("Sunday", "2025-03-16"),
        ("el domingo", "2025-03-16"),
        ("on Tuesday", "2025-03-18"),
        ("last Tuesday", "2025-03-11"),
        ("el domingo pasado", "2025-03-16"),
        ("next Friday", "2025-03-21"),
        ("el próximo viernes", "2025-03-21"),
        ("this Tuesday", "2025-03-18"),
        ("today", "2025-03-18"),
        ("ayer", "2025-03-17"),
        ("the day before yesterday", "2025-03-16"),
        ("mañana", "2025-03-19"),
        ("last year", "2024"),
        ("el año pasado", "2024"),
        ("este año", "2025"),
        ("el mes pasado", "2025-02"),
        ("next month", "2025-04"),
        ("last week", "[2025-03-09..2025-03-16]"),
        ("la semana pasada", "[2025-03-09..2025-03-16]"),
        ("marzo pasado", "2024-03"),
        ("last February", "2025-02"),
        ("el pasado 15 de marzo", "2025-03-15"),
        ("15 de abril pasado", "2024-04-15"),
        ("el próximo 15 de abril", "2025-04-15"),
        ("next 15 January", "2026-01-15"),
        ("el próximo enero", "2026-01"),
        ("3 to 10 March", "2025-03-03/2025-03-10"),
        ("el martes 18 de marzo", "2025-03-18"),
        ("15 de julio del año pasado", "2024-07-15"),
        ("March of last year", "2024-03"),
        ("3 March", "2025-03-03"),
        ("finales de marzo", "[2025-03-21..2025-03-31]"),
        ("a más tardar el 15 de julio", "[..2025-07-15]"),
        ("entre marzo y junio", "[2025-03-01..2025-06-30]"),
    ],
)
def test_words_that_count_from_the_day_of_saying_need_that_day(words: str, edtf: str) -> None:
    """With the reference they are read; without it they are refused, never resolved against today."""
    assert Span.from_edtf(edtf) == parse(words, reference=TUESDAY)
    with pytest.raises(InputError) as caught:
        parse(words)
    assert caught.value.key in ("when.needs-reference", "when.no-year")


def test_a_week_holds_both_ways_to_begin_one() -> None:
    """On a Sunday, the week before may be the seven days before it or those from Monday two weeks ago."""
    sunday = date(2025, 3, 16)
    assert Span.some_day(date(2025, 3, 3), date(2025, 3, 15)) == parse("last week", reference=sunday)


def test_since_is_true_until_the_day_on_which_it_was_said() -> None:
    """A reference makes the days up to it certain, and leaves the end open."""
    span = parse("since 27 March 2022", reference=TUESDAY)
    assert Span.since(date(2022, 3, 27), until=TUESDAY) == span
    assert (span.on_day(date(2024, 1, 1)), span.on_day(date(2026, 1, 1))) == ("certain", "possible")
    assert span == parse("from 27 March 2022 to the present", reference=TUESDAY)
    assert span == parse("desde el 27 de marzo de 2022 hasta la fecha", reference=TUESDAY)
    assert Span.since(Span.from_edtf("2026")) == parse("since 2026", reference=TUESDAY)
    assert Span.since(Span.some_day(date(2025, 1, 1), TUESDAY), until=TUESDAY) == parse("since 2025", reference=TUESDAY)


REFUSED = [
    ("", "when.empty"),
    ("   ", "when.empty"),
    ("x" * 301, "when.too-long"),
    ("hello world", "when.unread"),
    ("since Tuesday's meeting", "when.unread"),
    ("between March", "when.unread"),
    ("3/4/2025", "when.day-or-month"),
    ("11-12-2024", "when.day-or-month"),
    ("13/13/2025", "when.no-reading"),
    ("2025/13/01", "when.no-reading"),
    ("31 February 2025", "when.no-such-day"),
    ("30 de febrero", "when.no-such-day"),
    ("29 February 2025", "when.no-such-day"),
    ("since 31 June 2024", "when.no-such-day"),
    ("3/3/25", "when.two-digit-year"),
    ("March '24", "when.two-digit-year"),
    ("3 March 25", "when.two-digit-year"),
    ("the 90s", "when.two-digit-decade"),
    ("los años noventa", "when.two-digit-decade"),
    ("la década de los 90", "when.two-digit-decade"),
    ("the 1900s", "when.decade-or-century"),
    ("3 March 999", "when.year"),
    ("in 3000", "when.year"),
    ("0999-01-01", "when.year"),
    ("before 1000", "when.year"),
    ("after 2999", "when.year"),
    ("2990 ±10 years", "when.year"),
    ("a más tardar el 15 de julio", "when.no-year"),
    ("March 24", "when.no-year"),
    ("first quarter", "when.no-year"),
    ("Sunday", "when.needs-reference"),
    ("from 27 March 2022 to date", "when.needs-reference"),
    ("three days later", "when.counted"),
    ("hace tres días", "when.counted"),
    ("2 weeks ago", "when.counted"),
    ("in the summer of 2023", "when.season"),
    ("invierno de 2023", "when.season"),
    ("around March 2024", "when.around"),
    ("cerca de marzo de 2024", "when.around"),
    ("circa 2019", "when.around"),
    ("Monday, 16 March 2025", "when.weekday"),
    ("from November to February 2024", "when.reversed"),
    ("between June and March 2024", "when.reversed"),
    ("March or June 2024", "when.set"),
    ("2019 o 2021", "when.set"),
    ("13/2025", "when.no-reading"),
    ("the 1990s ±1000 years", "when.unread"),
    ("Sunday, March 2025", "when.unread"),
    ("before someone else", "when.unread"),
    ("throughout by March", "when.unread"),
    ("since between March and", "when.unread"),
    ("March 2025 (or so)", "when.unread"),
    ("hello (start not known)", "when.unread"),
    ("no later than March 2025 (it began then)", "when.unread"),
    (
        "on every day from May 2025 to 3 May 2025 and possibly on other days between 1 May 2025 and 9 May 2025",
        "when.unread",
    ),
    (
        "on every day from 5 May 2025 to 3 May 2025 and possibly on other days between 1 May 2025 and 9 May 2025",
        "when.unread",
    ),
    ("third half of 2024", "when.no-such-part"),
    ("Q9 2024", "when.no-such-part"),
    ("second quarter of March 2024", "when.no-such-part"),
]


@pytest.mark.parametrize(("words", "key"), REFUSED)
def test_what_cannot_be_read_is_refused_with_its_own_reason(words: str, key: str) -> None:
    """Each reason has its message; in both languages it names what was found and fills every place."""
    with pytest.raises(InputError) as caught:
        parse(words)
    assert key == caught.value.key
    texts = [caught.value.text(lang) for lang in LANGUAGES]
    assert texts[0] != texts[1]
    assert all(words.strip()[:40] in text for text in texts)


@pytest.mark.parametrize("reference", [date.min, date.max])
def test_a_day_of_saying_outside_the_years_that_are_read_is_refused(reference: date) -> None:
    """Counting from it could leave the calendar."""
    with pytest.raises(InputError) as caught:
        parse("next week", reference=reference)
    assert caught.value.key == "when.year"


def test_two_readings_are_both_named() -> None:
    """A refusal for doubt shows each reading in the reader's language."""
    with pytest.raises(InputError) as caught:
        parse("3/4/2025", "es")
    assert "3 de abril de 2025" in caught.value.text("es")
    assert "4 March 2025" in caught.value.text("en")


def test_a_month_far_from_the_day_of_saying_is_not_given_a_year() -> None:
    """In January, "December" is as likely the month before as the one eleven months ahead."""
    with pytest.raises(InputError) as caught:
        parse("December", reference=date(2025, 1, 3))
    assert "December 2025 or December 2024" in caught.value.text("en")
    with pytest.raises(InputError, match="January 2024 or January 2025"):
        parse("January", reference=date(2024, 12, 30))


def test_this_weekday_is_not_guessed() -> None:
    """The words "This Friday" may be the one before or the one after."""
    with pytest.raises(InputError, match="14 March 2025 or 21 March 2025"):
        parse("this Friday", reference=TUESDAY)


@given(day=st.dates(date(1000, 1, 1), date(2999, 12, 31)), lang=st.sampled_from(LANGUAGES))
def test_every_day_is_read_from_its_words_and_digits(day: date, lang: Lang) -> None:
    """A day written out in either language, as ISO, or with a day above twelve in digits, is that day."""
    assert Span.on(day) == parse(said.day(day, lang)) == parse(day.isoformat()) == parse(said.day(day, lang).upper())
    if day.day > 12:
        assert Span.on(day) == parse(f"{day.day}/{day.month}/{day.year}") == parse(f"{day.month}/{day.day}/{day.year}")


@given(day=st.dates(date(1100, 1, 1), date(2900, 12, 31)), back=st.integers(1, 300))
def test_the_last_weekday_is_the_nearest_before(day: date, back: int) -> None:
    """The words "last <weekday>" lies one to seven days before the day of saying, and is that weekday."""
    name = string.capwords(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")[back % 7])
    found = parse(f"last {name}", reference=day).outer[0]
    assert found is not None
    assert 1 <= (day - found).days <= 7
    assert back % 7 == found.weekday()


def test_fifty_thousand_dates_are_read_each_as_its_own_day() -> None:
    """Distinct strings, so that no cache helps, are read as the days they were written from."""
    days = (date(1900, 1, 1) + timedelta(days=n) for n in count())
    forms = (lambda day: day.isoformat(), lambda day: said.day(day, "en"), lambda day: said.day(day, "es"))
    written = [forms[n % 3](day) for n, day in zip(range(50_000), days, strict=False)]
    assert len(set(written)) == 50_000
    first = date(1900, 1, 1)
    assert all(parse(words) == Span.on(first + timedelta(days=n)) for n, words in enumerate(written))
