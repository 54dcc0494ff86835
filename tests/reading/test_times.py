"""Times that a text names: which words are one, and which day, month or year they are."""

from __future__ import annotations

import re

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from habeas.reading.document import document
from habeas.reading.model import Time
from habeas.reading.times import times
from habeas.reading.times.forms import forms
from habeas.reading.times.resolve import RESOLVE
from habeas.words import Lang

PUBLISHED = "2024-03-13"  # a Wednesday

ENGLISH = [
    # full dates in every order
    ("As of 30 June 2022, 4,000 people were held.", "2022-06-30"),
    ("There were 300 on Jan. 6, 2021.", "2021-01-06"),
    ("There were 300 on Friday, 5 January 2024.", "2024-01-05"),
    ("There were 300 on the 3rd of March.", "2024-03-03"),
    ("It held 300 on 2022-12-31.", "2022-12-31"),
    ("It held 300 on 31/12/2022.", "2022-12-31"),
    ("It held 300 on 12/31/2022.", "2022-12-31"),
    ("It held 300 on 3/4/2022.", "2022"),
    # the latest such month or day before publication
    ("In July the prison held 300.", "2023-07"),
    ("In February the prison held 300.", "2024-02"),
    ("It held 300 on March 20.", "2023-03-20"),
    ("Last October it held 300.", "2023-10"),
    ("It held 300 in June last year.", "2023-06"),
    ("April's figure was 300.", "2023-04"),
    # years, parts of years
    ("In 2021 it held 300.", "2021"),
    ("By the end of 2019 it held 300.", "2019-12"),
    ("At the start of 2020 it held 300.", "2020-01"),
    ("In mid-2022 it held 300.", "2022-06"),
    ("It held 300 early last year.", "2023"),
    ("In the first half of 2023 there were 30.", "2023-01/2023-06"),
    ("In the third quarter of 2022 there were 30.", "2022-07/2022-09"),
    ("In Q4 2022 there were 30.", "2022-10/2022-12"),
    ("In the first nine months of 2023 there were 30.", "2023-01/2023-09"),
    ("In fiscal year 2023 there were 30.", "2023"),
    ("In FY2023 there were 30.", "2023"),
    ("In 2021/22 there were 30.", "2021/2022"),
    ("In the year to June 2023 there were 30.", "2022-07/2023-06"),
    ("In the financial year ending 31 March 2023 there were 30.", "2022-04/2023-03-31"),
    ("In the 1990s there were 30.", "1990/1999"),
    ("In the spring it held 300.", "2024-03/2024-05"),
    ("The system ended the year with 300.", "2023-12"),
    # stretches
    ("From January to July there were 30.", "2023-01/2023-07"),
    ("Between October and February there were 30.", "2023-10/2024-02"),
    ("Between 25 and 27 February there were 30.", "2024-02-25/2024-02-27"),
    ("From December 28 to 30 there were 30.", "2023-12-28/2023-12-30"),
    ("Between October 2020 and September 2021 there were 30.", "2020-10/2021-09"),
    ("From November 2022 to March there were 30.", "2022-11/2023-03"),
    ("Between 2019 and 2021 there were 300.", "2019/2021"),
    ("A 2015-2019 average of 300.", "2015/2019"),
    ("In March and April there were 30.", "2023-03/2023-04"),
    # counted from publication
    ("It happened on Sunday.", "2024-03-10"),
    ("It happened on Wednesday.", "2024-03-13"),
    ("It happened last Friday.", "2024-03-08"),
    ("It happened over the weekend.", "2024-03-09/2024-03-10"),
    ("It happened yesterday.", "2024-03-12"),
    ("It happened today.", "2024-03-13"),
    ("It happened last month.", "2024-02"),
    ("It happened last year.", "2023"),
    ("It happened this year.", "2024"),
    ("Two years ago it held 300.", "2022-03"),
    ("Six months ago it held 300.", "2023-09"),
    ("A year and a half ago it held 300.", "2022-09"),
    ("So far this year 30 have died.", "2024-01/2024-03-13"),
    ("In the past three months 30 died.", "2023-12/2024-03-13"),
    ("Over the past five years 30 died.", "2019/2024-03-13"),
    ("Over the next year 30 more are expected.", "2024-03/2025-03"),
    ("When the year began it held 300.", "2024-01"),
    ("When President Biden took office it held 300.", "2021-01"),
    ("When the pandemic began it held 300.", "2020-03"),
    ("It came out on Christmas Day.", "2023-12-25"),
]
SPANISH = [
    ("Al 30 de junio de 2022 había 4.000 personas.", "2022-06-30"),
    ("Murieron el martes, 3 de marzo de 2020.", "2020-03-03"),
    ("Murieron el 1º de mayo.", "2023-05-01"),
    ("Murieron el 31/12/2022.", "2022-12-31"),
    ("Había 300 el 31-12-2022.", "2022-12-31"),
    ("Había 300 en marzo del 2021.", "2021-03"),
    ("En febrero había 300.", "2024-02"),
    ("En julio había 300.", "2023-07"),
    ("En agosto pasado había 300.", "2023-08"),
    ("El pasado mes de marzo había 300.", "2024-03"),
    ("En agosto del año pasado había 300.", "2023-08"),
    ("En el año 2020 hubo 30.", "2020"),
    ("En todo 2020 hubo 30.", "2020"),
    ("A finales de 2019 había 300.", "2019-12"),
    ("Al cierre de 2023 había 300.", "2023-12"),
    ("Al terminar 2022 había 300.", "2022-12"),
    ("A mediados de 2021 había 300.", "2021-06"),
    ("A fines de abril había 300.", "2023-04"),
    ("A principios de mes había 300.", "2024-03"),
    ("En el primer trimestre de 2023 hubo 30.", "2023-01/2023-03"),
    ("En el segundo semestre del año pasado hubo 30.", "2023-07/2023-12"),
    ("Al cierre del primer semestre había 300.", "2023-06"),
    ("En los primeros nueve meses de 2023 hubo 30.", "2023-01/2023-09"),
    ("En el ejercicio 2022 hubo 30.", "2022"),
    ("En la década de 1990 hubo 30.", "1990/1999"),
    ("Bolivia cerró 2022 con 300.", "2022-12"),
    ("De enero a septiembre hubo 30.", "2023-01/2023-09"),
    ("Entre enero y agosto de 2022 hubo 30.", "2022-01/2022-08"),
    ("Entre el 25 y el 27 de marzo de 2022 hubo 30.", "2022-03-25/2022-03-27"),
    ("Del 1 al 15 de mayo hubo 30.", "2023-05-01/2023-05-15"),
    ("Del 1 de enero al 31 de agosto de 2023 hubo 30.", "2023-01-01/2023-08-31"),
    ("Entre 2019 y 2021 hubo 30.", "2019/2021"),
    ("En enero y febrero hubo 30.", "2024-01/2024-02"),
    ("Ocurrió el lunes.", "2024-03-11"),
    ("Ocurrió el pasado viernes.", "2024-03-08"),
    ("Ocurrió la noche del martes.", "2024-03-12"),
    ("Ocurrió el fin de semana.", "2024-03-09/2024-03-10"),
    ("Ocurrió ayer.", "2024-03-12"),
    ("Ocurrió hoy.", "2024-03-13"),
    ("Ocurrió el mes pasado.", "2024-02"),
    ("Ocurrió el año pasado.", "2023"),
    ("Hace dos años había 300.", "2022-03"),
    ("Hace seis meses había 300.", "2023-09"),
    ("En lo que va de año hubo 30.", "2024-01/2024-03-13"),
    ("En lo que va del año hubo 30.", "2024-01/2024-03-13"),
    ("En los últimos tres meses hubo 30.", "2023-12/2024-03-13"),
    ("En los últimos diez años hubo 30.", "2014/2024-03-13"),
    ("Cuando asumió Bukele había 300.", "2019-06"),
]


def found(text: str, lang: Lang, published: str | None = PUBLISHED) -> tuple[Time, ...]:
    return times(document(text, lang=lang, published=published))


@pytest.mark.parametrize(("text", "told"), ENGLISH)
def test_english_words_for_a_time(text: str, told: str) -> None:
    assert [one.iso for one in found(text, "en")] == [told]


@pytest.mark.parametrize(("text", "told"), SPANISH)
def test_spanish_words_for_a_time(text: str, told: str) -> None:
    assert [one.iso for one in found(text, "es")] == [told]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("It may hold 300. The march of 300 people went on.", "en"),
        ("Prime Minister May visited the august hall.", "en"),
        ("Around 2,019 inmates were held, 2020 inmates in total.", "en"),
        ("Room 2021 holds 20.", "en"),
        ("El fallo (rol 217-2018) no dice más.", "es"),
        ("They wait within 24 hours for a decision.", "en"),
        ("Julio Mayo fue detenido en Plaza de Mayo.", "es"),
        ("Vive en Santo Domingo.", "es"),
        ("Pueden recluir hasta 400 presos.", "es"),
        ("Había 2020 internos y 1999 plazas.", "es"),
        ("Comen por la mañana y cada año.", "es"),
    ],
)
def test_other_words_are_no_time(text: str, lang: Lang) -> None:
    assert found(text, lang) == ()


@pytest.mark.parametrize(
    ("text", "lang", "role", "low", "high"),
    [
        ("Since 2019, 40 have died.", "en", "since", "2019", None),
        ("Since mid-2019, 40 have died.", "en", "since", "2019-06", None),
        ("Since the campaign began in January 2017, 40 have died.", "en", "since", "2017-01", None),
        ("Since the coup of February 2021, 40 have died.", "en", "since", "2021-02", None),
        ("It held 300 until 2019.", "en", "until", None, "2019"),
        ("Through September, 30 had died.", "en", "until", None, "2023-09"),
        ("Desde marzo del año pasado han muerto 40.", "es", "since", "2023-03", None),
        ("A partir del 8 de enero han salido 40.", "es", "since", "2024-01-08", None),
        ("Hasta el 31 de agosto habían muerto 40.", "es", "until", None, "2023-08-31"),
        ("Han muerto 40 en El Salvador desde que comenzó el régimen de excepción.", "es", "since", "2022-03", None),
        ("Since the state of exception began, 40 died in El Salvador.", "en", "since", "2022-03", None),
        ("Durante la pandemia murieron 40.", "es", "since", "2020-03", None),
    ],
)
def test_words_before_a_time_say_how_it_holds(
    text: str, lang: Lang, role: str, low: str | None, high: str | None
) -> None:
    assert [(one.role, one.low, one.high) for one in found(text, lang)] == [(role, low, high)]


@pytest.mark.parametrize(
    ("text", "lang", "told"),
    [
        ("It held 300 in March 2023. A year earlier it held 200.", "en", ["2023-03", "2022-03"]),
        ("It held 300 on June 15, 2023. Two weeks earlier it held 200.", "en", ["2023-06-15", "2023-06-01"]),
        ("It began on Sunday. That night it burned.", "en", ["2024-03-10", "2024-03-10"]),
        ("It opened in March 2022. A year later it was full.", "en", ["2022-03", "2023-03"]),
        ("It held 300 on 5 May 2023. On that day 20 were freed.", "en", ["2023-05-05", "2023-05-05"]),
        ("Con corte a 31 de mayo de 2023 había 300; un año antes eran 200.", "es", ["2023-05-31", "2022-05"]),
        ("A fines de enero había 300, contra 200 doce meses atrás.", "es", ["2024-01", "2023-01"]),
        ("Rige desde marzo de 2022. Han muerto 30 desde que empezó la medida.", "es", ["2022-03", "2022-03"]),
    ],
)
def test_a_time_counted_from_the_one_before(text: str, lang: Lang, told: list[str]) -> None:
    assert [one.iso for one in found(text, lang)] == told


def test_months_of_a_plan_lie_ahead() -> None:
    assert [one.iso for one in found("Some 50 are due to leave in March and April.", "en")] == ["2024-03/2024-04"]


def test_a_range_that_is_none_leaves_its_two_dates() -> None:
    assert [one.iso for one in found("In 2019 and 2020, 30 and 40 died.", "en")] == ["2019", "2020"]


def test_an_event_of_another_country_dates_nothing() -> None:
    assert found("Since the state of emergency began, 40 have died in Quito.", "en") == ()


def test_without_a_day_of_publication_a_weekday_is_the_month() -> None:
    assert [one.iso for one in found("It happened on Friday.", "en", "2011-12")] == ["2011-12"]


def test_without_publication_only_whole_dates_are_left() -> None:
    text = "On Sunday, last year and in July it held 300; on 5 May 2020 it held 200."
    assert [one.iso for one in found(text, "en", None)] == ["2020-05-05"]


def test_a_month_in_an_annual_report_is_of_its_year() -> None:
    text = "Physical conditions: As of January the prison held 300. During the year 12 died."
    assert [one.iso for one in found(text, "en", "2024-04-22")] == ["2023-01", "2023"]


def test_news_is_no_annual_report() -> None:
    text = "During the year 12 died, the ministry said on Tuesday. In January it held 300."
    assert [one.iso for one in found(text, "en", "2024-04-22")][-1] == "2024-01"


def test_whether_the_year_was_told() -> None:
    assert [one.sure for one in found("In July, and in July 2020.", "en")] == [False, True]


def test_offsets_are_those_of_the_words() -> None:
    text = "Había 300 el\n31 de mayo de 2023 y 200 un año antes."
    assert [text[one.start : one.end] for one in found(text, "es")] == ["31 de mayo de 2023", "un año antes"]


WORDS = [name for text, _ in ENGLISH + SPANISH for name in re.findall(r"\S+", text)]
ISO = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(
    parts=st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), max_size=25),
    lang=st.sampled_from(["en", "es"]),
    published=st.sampled_from([None, "2024", "2024-02", "2024-02-29", "0001-01-01"]),
)
def test_any_text_has_times_in_order_within_it(parts: list[str], lang: Lang, published: str | None) -> None:
    text = " ".join(parts)
    made = document(text, lang=lang, published=published)
    known = times(made)
    assert [one.start for one in known] == sorted(one.start for one in known)
    for one in known:
        assert 0 <= one.start < one.end <= len(text)
        assert one.low or one.high
        assert all(ISO.fullmatch(told) for told in (one.low, one.high) if told)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_form_has_a_meaning_and_every_meaning_a_form(lang: Lang) -> None:
    """Forms stand in a data file: none may be written that nobody resolves, nor a resolver left without its form."""
    assert set(forms(lang).each) <= set(RESOLVE)
    assert set(forms("en").each) | set(forms("es").each) == set(RESOLVE)
    assert "%" not in forms(lang).every.pattern
