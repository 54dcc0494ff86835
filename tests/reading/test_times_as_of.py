"""Which time a claim is about: levels, counts, states, acts and rules, in news and in annual reports."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from habeas.reading import read
from habeas.reading.document import document
from habeas.reading.model import Found, Measure, Quantity
from habeas.reading.times import as_of, times
from habeas.words import Lang

PUBLISHED = "2024-03-13"  # a Wednesday


def asked(
    text: str,
    figure: str,
    lang: Lang,
    measure: Measure,
    *,
    kind: str = "population",
    published: str | None = PUBLISHED,
    unit: str = "persons",
) -> str | None:
    """Return the time of the claim that a figure of a text makes."""
    made = document(text, lang=lang, published=published)
    start = text.index(figure)
    end = start + len(figure)
    number = max(place for place, one in enumerate(made.sentences) if one.start <= start)
    quantity = Quantity(
        sentence=number, start=start, end=end, core=(start, end), low=None, high=None, stated=Decimal(1)
    )
    found = Found(sentence=number, kind=kind, start=start, end=end, measure=measure, quantity=quantity, unit=unit)
    return as_of(made, times(made), found)[0]


LEVELS: list[tuple[str, str, Lang, str]] = [
    # the nearest time of the clause
    ("On May 5 it held 410, and in February it held 390.", "410", "en", "2023-05-05"),
    ("On May 5 it held 410, and in February it held 390.", "390", "en", "2024-02"),
    ("Numbers fell from 977 in December to 813 by March 2.", "977", "en", "2023-12"),
    ("Numbers fell from 977 in December to 813 by March 2.", "813", "en", "2024-03-02"),
    ("The jail opened on May 5, but as of September only 120 had been moved in.", "120", "en", "2023-09"),
    ("With room for 110, as of July the jail held 328.", "110", "en", "2023-07"),
    ("En mayo había 410 internos y en febrero 390.", "390", "es", "2024-02"),
    ("De los 371 internos de enero de 2022 se pasó a 419 en agosto pasado.", "419", "es", "2023-08"),
    ("Con corte a 31 de enero hay 994 internos para 816 cupos; hace un año eran 901.", "816", "es", "2024-01-31"),
    ("Con corte a 31 de enero hay 994 internos para 816 cupos; hace un año eran 901.", "901", "es", "2023-01"),
    # what a figure is compared with is not its own time
    ("The jail holds 410 inmates, up from 360 in 2021.", "410", "en", "2024-03"),
    ("The jail holds 410 inmates, up from 360 in 2021.", "360", "en", "2021"),
    ("The jail holds 410 inmates, more than in 2021.", "410", "en", "2024-03"),
    ("En enero había 410 presos, frente a 377 en 2021.", "410", "es", "2024-01"),
    ("En enero había 410 presos, frente a 377 en 2021.", "377", "es", "2021"),
    ("La tasa llegó a 240, cuando en 2002 era de 123.", "240", "es", "2024-03"),
    ("There are 199 officers, though a 2021 study said 275 would be needed.", "199", "en", "2024-03"),
    # what was said on a day is of its month; what a source is of comes first
    ("Last month the director said that the jail held 410 people.", "410", "en", "2024-02"),
    ("A report released on Monday counts 410 prisoners.", "410", "en", "2024-03"),
    ("Un informe divulgado ayer contabilizó 410 presos.", "410", "es", "2024-03"),
    ("Al cierre de 2023 había 410 presos, informó este jueves el instituto.", "410", "es", "2023-12"),
    ("El observatorio, con datos de 2018, calcula 597 presos.", "597", "es", "2018"),
    # the age of a law or a building, a plan, a dateline, another event
    ("Built in 1911, the prison holds 410 people.", "410", "en", "2024-03"),
    ("La cárcel, construida en 1952 para 200, aloja a 698.", "698", "es", "2024-03"),
    ("Under Act 12 of 1998 the jail holds 410 people.", "410", "en", "2024-03"),
    ("The prison, due in 2026, would take 410.", "410", "en", "2024-03"),
    ("LIMA, 2 February (News) — The prison holds 410 people.", "410", "en", "2024-03"),
    ("After a riot in January, the prison holds 410 people.", "410", "en", "2024-03"),
    ("Siguen presos 216 manifestantes del 11 de julio de 2021.", "216", "es", "2024-03"),
    # now
    ("In 2019 the jail held 300 inmates. Today it holds 500.", "500", "en", "2024-03"),
    ("Capacity grew from 880 on August 5 to 893 now.", "893", "en", "2024-03"),
    ("En 2019 la cárcel tenía 300 presos. Hoy son 500.", "500", "es", "2024-03"),
    # it goes on in the next sentences
    ("The bureau held 410 people on December 31, 2022. Of 47 jails, 32 were full.", "32", "en", "2022-12-31"),
    ("Con corte a 31 de enero había 410 presos. De ellos, 69 eran mujeres.", "69", "es", "2024-01-31"),
    ("The bureau held 410 people on May 5, 2023, in 12 jails.\n\nWomen were 31 of them.", "31", "en", "2023-05-05"),
    ("En octubre murieron 12 presos.\n\nEl penal tiene 700 internos.", "700", "es", "2024-03"),
    ("The figures are for January 31, 2023. Georgia had 264 prisoners.", "264", "en", "2023-01-31"),
    ("Georgia had 264 prisoners. The figures are for January 31, 2023.", "264", "en", "2023-01-31"),
    # an annual report of which the news tells
    ("Unas 850 personas están presas, denunció la ONG en su informe anual.", "850", "es", "2023"),
    ("La ONG presentó su informe anual. El ministerio reconoce 541 internos.", "541", "es", "2024-03"),
    # a visit is a fact, and the text goes on from it
    ("Inspectors went in on February 5 and counted 176 men. The jail held 31 in one hall.", "31", "en", "2024-02-05"),
    ("On 1 May 2019, it told the court, the prisons had 665 inmates.", "665", "en", "2019-05-01"),
    # what is so now is not of a past told before, save of a date of counting
    ("Two years ago it held 300 men. The prison was built for 120.", "120", "en", "2024-03"),
    ("Hace dos años había 300 presos. El penal tiene 120 plazas.", "120", "es", "2024-03"),
    ("In December there were 70 vacancies. The jail employs 120 officers.", "120", "en", "2024-03"),
    ("Con corte a diciembre había 300 presos. El penal tiene 120 plazas.", "120", "es", "2023-12"),
    ("At the end of May 2020 it held 300 men. The jail has 120 places.", "120", "en", "2024-03"),
    ("A finales de mayo de 2020 había 300 presos. Ahora son 410.", "410", "es", "2024-03"),
    ("On May 5 it held 300 men. Women account for 41 of them.", "41", "en", "2023-05-05"),
    ("On May 5 guards opened fire, killing 2. The camp houses 410 men.", "410", "en", "2024-03"),
    ("The jail, opened in 2019, houses 410 men.", "410", "en", "2024-03"),
    (
        "The auditor visited the jails between May and July 2023. In one, 38 shared a cell.",
        "38",
        "en",
        "2023-05/2023-07",
    ),
    ("La comisión visitó el penal entre mayo y julio de 2023. En una celda dormían 38.", "38", "es", "2023-05/2023-07"),
    (
        "Two men held since 2021 were freed on May 5. The prisons hold 410, 9 percent of them women.",
        "410",
        "en",
        "2024-03",
    ),
    ("A riot broke out last Sunday. At the time of the riot 410 were inside.", "410", "en", "2024-03-10"),
    ("El domingo hubo un motín. En el momento del motín había 410 presos.", "410", "es", "2024-03-10"),
    ("A jail for 410 should be ready in 2026.", "410", "en", "2024-03"),
    ("La obra de una cárcel para 410 debe terminar en 2026.", "410", "es", "2024-03"),
    ("The report covers 2022. The number of full jails was 41.", "41", "en", "2022"),
    ("El informe abarca 2022. Había 410 presos.", "410", "es", "2022"),
    (
        "Tenía 300 presos el 1 de mayo, frente a 200 a fines de 2022. Ese día había 41 mujeres.",
        "41",
        "es",
        "2023-05-01",
    ),
    ("The report follows a visit in November. Most were locked up. Only 40 were in work.", "40", "en", "2023-11"),
    (
        "El informe recoge una visita de noviembre. Muchos dormían en el suelo. Solo 40 trabajaban.",
        "40",
        "es",
        "2023-11",
    ),
    ("The prison, built in the 1970s, has 410 inmates.", "410", "en", "2024-03"),
    # a month goes on with the year told before it
    ("In March 2020 it held 300 men. By the end of September it held 410.", "410", "en", "2020-09"),
    ("En marzo de 2020 había 300 presos. En septiembre eran 410.", "410", "es", "2020-09"),
    ("En mayo de 2020 había 300 presos. En febrero son 410.", "410", "es", "2024-02"),
    ("A fire broke out last Sunday. The wing held 410 women at the time.", "410", "en", "2024-03-10"),
    # nothing is said
    ("The prison holds 410 people.", "410", "en", "2024-03"),
]
COUNTS: list[tuple[str, str, Lang, str]] = [
    ("Since 2019, 40 people have died there.", "40", "en", "2019/2024-03-13"),
    ("Police have arrested 40 people since Friday.", "40", "en", "2024-03-08/2024-03-13"),
    ("From January to July 40 people died.", "40", "en", "2023-01/2023-07"),
    ("So far this year 40 people have died.", "40", "en", "2024-01/2024-03-13"),
    ("This year 40 people have died.", "40", "en", "2024-01/2024-03-13"),
    ("Last year 40 people died.", "40", "en", "2023"),
    ("On Sunday 40 people were released.", "40", "en", "2024-03-10"),
    ("El lunes el ministro elevó a 80 los liberados desde diciembre.", "80", "es", "2023-12/2024-03-11"),
    ("El viernes, la presidenta había mencionado 62 desde diciembre.", "62", "es", "2023-12/2024-03-08"),
    ("Solo ha verificado 38 desde diciembre.", "38", "es", "2023-12/2024-03-13"),
    ("Este año ha trasladado a 134 condenados.", "134", "es", "2024-01/2024-03-13"),
    ("En marzo y abril salieron 224 presos.", "224", "es", "2023-03/2023-04"),
    ("En lo que va de año hubo 300 quejas.", "300", "es", "2024-01/2024-03-13"),
    # a campaign named before is where a count begins
    ("The raids, in force since May 2023, go on. In all, 40 people were arrested.", "40", "en", "2023-05/2024-03-13"),
    (
        "La medida está vigente desde mayo de 2023. Hasta el 31 de enero hubo 81 capturados.",
        "81",
        "es",
        "2023-05/2024-01-31",
    ),
    ("Cristosal contó 26 muertes durante el régimen de excepción.", "26", "es", "2022-03/2024-03-13"),
    # an event goes on; what was said of it later has another day
    ("On Sunday gangs attacked the prison. Forty-six women (46) were killed.", "46", "en", "2024-03-10"),
    ("A riot broke out on Sunday. Officials said on Tuesday that 30 had died.", "30", "en", "2024-03-10"),
    ("El domingo hubo una matanza. Otros 79 quedaron heridos, dijo anoche la directora.", "79", "es", "2024-03-10"),
    ("Murieron 12 presos. La riña empezó la noche del lunes.", "12", "es", "2024-03-11"),
    # the same stretch of another year, and what one date ends but another begins
    ("So far this year 31 died, compared with 40 in the same period of 2022.", "40", "en", "2022-01/2022-03"),
    ("Entre enero y julio murieron 31, frente a 40 en el mismo lapso de 2021.", "40", "es", "2021-01/2021-07"),
    ("Police held 43 men overnight, raising the total since the raids began on May 2 to 80.", "43", "en", "2024-03-12"),
    ("El 29 de junio de 2022 cayó el plan. Desde entonces han muerto 40.", "40", "es", "2022-06-29/2024-03-13"),
    ("In January it held 300 men. The king has since pardoned 40.", "40", "en", "2024-01/2024-03-13"),
    ("Two have been held since 2021. They are among 40 arrested in raids that January.", "40", "en", "2021-01"),
    ("Since May 300 have been held, and at least 40 have been killed.", "40", "en", "2023-05/2024-03-13"),
    ("The report covers 2022. It lists 40 deaths.", "40", "en", "2022"),
    ("Desde enero han muerto 40 internos, tres de ellos la semana pasada.", "40", "es", "2024-01/2024-03-13"),
    ("Desde el inicio del paro, el 5 de marzo, hubo 40 detenidos.", "40", "es", "2024-03-05/2024-03-13"),
    ("Since the start of the unrest, on March 5, 40 were arrested.", "40", "en", "2024-03-05/2024-03-13"),
    (
        "In the first five months of 2023 66 died. There were 40 in the same months of 2022.",
        "40",
        "en",
        "2022-01/2022-05",
    ),
    (
        "En los primeros cinco meses de 2023 murieron 66. En los mismos meses de 2022 fueron 40.",
        "40",
        "es",
        "2022-01/2022-05",
    ),
    ("Last week 40 people were released.", "40", "en", "2024-03"),
    ("Salieron 31 en 2022, el doble de los 40 del año anterior.", "40", "es", "2021"),
    (
        "Han muerto 31 desde el 18 de enero. Hasta el 5 de febrero hubo 40 detenidos.",
        "40",
        "es",
        "2024-01-18/2024-02-05",
    ),
    ("After a pardon in August, about 40 were freed.", "40", "en", "2023-08"),
    # a level's date is no period
    ("On February 5 the jail held 410 people. It received 12 complaints.", "12", "en", "2024-03"),
    ("Al cierre de 2023 había 410 presos. Los decesos fueron 27.", "27", "es", "2023"),
    # another clause
    (
        "In the first half of 2023 there were 52 deaths, against 118 in all of 2022; it laid 19 to hunger.",
        "19",
        "en",
        "2023-01/2023-06",
    ),
    ("In the first half of 2023 there were 52 deaths, against 118 in all of 2022.", "118", "en", "2022"),
    (
        "Since the operation, as it is called, began on December 17, 290 people were picked up.",
        "290",
        "en",
        "2023-12-17/2024-03-13",
    ),
    ("Since the court decided last month, 148 people were let out.", "148", "en", "2024-02/2024-03-13"),
    ("In September a scheme began. So far 27 have left.", "27", "en", "2024-03"),
    ("Police pardoned 220 who took part in last year's protests.", "220", "en", "2024-03"),
    ("Police arrested 40 people.", "40", "en", "2024-03"),
]
REPORT = (
    "Physical conditions: As of {month}, the system held 250 in 41 prisons. Of these, 116 were women. Food was poor."
)


@pytest.mark.parametrize(("text", "figure", "lang", "told"), LEVELS)
def test_the_time_of_a_level(text: str, figure: str, lang: Lang, told: str) -> None:
    assert asked(text, figure, lang, "stock") == told


@pytest.mark.parametrize(("text", "figure", "lang", "told"), COUNTS)
def test_the_time_of_a_count(text: str, figure: str, lang: Lang, told: str) -> None:
    assert asked(text, figure, lang, "cumulative", kind="deaths") == told


@pytest.mark.parametrize(
    ("text", "figure", "told"),
    [
        (REPORT.format(month="September"), "250", "2023-09"),
        (REPORT.format(month="September"), "116", "2023-09"),
        ("Physical conditions: During the year 35 died.\n\nThe system held 250.", "250", "2023"),
        ("Physical conditions: As of May it held 250.\n\nAn officer watched over 191 inmates.", "191", "2023"),
        ("Physical conditions: In 2021 the system held 300.", "300", "2021"),
    ],
)
def test_an_annual_report(text: str, figure: str, told: str) -> None:
    assert asked(text, figure, "en", "stock", published="2024-04-22") == told


@pytest.mark.parametrize(
    ("text", "figure", "lang", "kind"),
    [
        ("The Red Cross recommends 3.4 square metres; in May they had 2.", "3.4", "en", "cell_area"),
        ("Son 127 por guardia, muy lejos de los 20 que recomienda la Comisión.", "20", "es", "staff"),
    ],
)
def test_what_is_recommended_has_no_time(text: str, figure: str, lang: Lang, kind: str) -> None:
    assert asked(text, figure, lang, "size", kind=kind) is None


def test_a_rule_has_no_time() -> None:
    assert asked("In May the law set a limit of 48 hours.", "48", "en", "rule", kind="legal") is None


@pytest.mark.parametrize(
    ("text", "figure", "told"),
    [
        ("On Monday a judge ordered the release of 12.", "12", "2024-03-11"),
        ("A judge blocked the transfer of 12.", "12", "2024-03"),
        ("In June 2016 the court declared 12 prisons unfit.", "12", "2016-06"),
    ],
)
def test_the_time_of_an_act(text: str, figure: str, told: str) -> None:
    assert asked(text, figure, "en", "event", kind="legal") == told


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("A prisoner released from there in silence said that the cell had no water (0).", "en"),
        ("Former detainees told of a hall with no water (0).", "en"),
        ("Un excarcelado contó que no había agua (0).", "es"),
    ],
)
def test_nobody_knows_when_it_was_as_a_former_prisoner_tells(text: str, lang: Lang) -> None:
    assert asked(text, "(0)", lang, "stock", kind="condition") is None


@pytest.mark.parametrize(
    ("text", "lang", "told"),
    [
        ("Supervisión independiente: Las autoridades la permitieron (0).", "es", "2023"),
        ("Independent Monitoring: The authorities permitted it (0).", "en", "2023"),
        ("Independent Monitoring: The authorities permitted it (0), they said on Tuesday.", "en", "2024-04"),
    ],
)
def test_labels_of_an_annual_report(text: str, lang: Lang, told: str) -> None:
    assert asked(text, "(0)", lang, "stock", kind="condition", published="2024-04-22") == told


@pytest.mark.parametrize(
    ("text", "lang", "told"),
    [
        ("There have been no visits (0) since December.", "en", "2023-12/2024-03-13"),
        (
            "On Sunday 40 were freed, according to relatives, who complained that there was no food (0).",
            "en",
            "2024-03",
        ),
        ("Interior encerró a 577 en noviembre. Estaban sin visitas (0).", "es", "2023-11"),
        ("El 2 de marzo trasladaron a 230. No hay visitas (0).", "es", "2024-03"),
    ],
)
def test_the_time_of_a_state(text: str, lang: Lang, told: str) -> None:
    assert asked(text, "(0)", lang, "stock", kind="condition") == told


def test_what_a_year_costs_is_of_the_year() -> None:
    text = "The prisons cost $200 million."
    assert asked(text, "200", "en", "stock", kind="cost", unit="USD_per_year") == "2024"
    assert asked(text, "200", "en", "stock", kind="cost", unit="USD") == "2024-03"


def test_a_change_is_not_of_the_day_it_is_reckoned_from() -> None:
    assert (
        asked(
            "In January it held 410, 38 more than a year earlier.", "38", "en", "cumulative", kind="population_change"
        )
        == "2024-01"
    )


def test_without_publication_nothing_is_guessed() -> None:
    assert asked("The prison holds 410 people.", "410", "en", "stock", published=None) is None
    assert asked("On Sunday 40 people died.", "40", "en", "cumulative", published=None) is None


def test_only_a_time_told_beside_a_figure_with_its_year_is_sure() -> None:
    for text, sure in (("In May 2023 it held 41.", True), ("In May it held 41.", False), ("It holds 41.", False)):
        made = document(text, lang="en", published=PUBLISHED)
        start = text.index("41")
        found = Found(sentence=0, kind="population", start=start, end=start + 2, measure="stock")
        assert as_of(made, times(made), found)[1] is sure


@pytest.mark.parametrize(
    ("text", "lang", "base", "double"),
    [
        (
            "The prisons held 15,000 people as of January 2024. This is more than double the 7,150 held in April 2021.",
            "en",
            "2021-04",
            "2024-01",
        ),
        ("As of June 2023, the prisons held double the 3,000 people they held in 2019.", "en", "2019", "2023-06"),
        (
            "En enero de 2024 había 15.000 presos. La cifra es más del doble de los 7.150 presos de abril de 2021.",
            "es",
            "2021-04",
            "2024-01",
        ),
    ],
)
def test_a_multiple_is_not_of_the_time_of_the_figure_it_is_reckoned_from(
    text: str, lang: Lang, base: str, double: str
) -> None:
    readings = [one.as_json() for one in read(text, lang=lang, published=PUBLISHED)]
    told = {one["as_of"] for one in readings if "doub" in str(one["quote"]) or "doble" in str(one["quote"])}
    assert told == {double}
    assert base in {one["as_of"] for one in readings}


WORDS = sorted({word for text, _, _, _ in LEVELS + COUNTS for word in text.split()})


@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(
    parts=st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), min_size=1, max_size=25),
    at=st.floats(0, 0.999),
    measure=st.sampled_from(["stock", "cumulative", "event", "size", "rule"]),
    published=st.sampled_from([None, "2024", "2024-02", "2024-02-29"]),
)
def test_any_place_of_any_text_has_an_answer(
    parts: list[str], at: float, measure: Measure, published: str | None
) -> None:
    text = " ".join(parts)
    made = document(text, lang="es", published=published)
    if not made.sentences:
        return
    number = int(at * len(made.sentences))
    one = made.sentences[number]
    for kind in ("population", "deaths", "condition", "legal", "share", "population_change"):
        found = Found(sentence=number, kind=kind, start=one.start, end=one.end, measure=measure)
        told, sure = as_of(made, times(made), found)
        assert told is None or told[:4].isdigit()
        assert told is not None or not sure
