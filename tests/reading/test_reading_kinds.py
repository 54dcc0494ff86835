"""What a figure is a figure of: one sentence a case, in both languages."""

from __future__ import annotations

import pytest

from habeas.reading import read
from habeas.words import Lang

CASES: list[tuple[Lang, str, str, int, str | None]] = [
    ("en", "The jail was holding 812 inmates on Monday.", "population", 812, "persons"),
    ("en", "The prison was built for 1,450 men.", "capacity", 1450, "places"),
    ("en", "Erected in 1931 and designed to hold 600, it is falling apart.", "capacity", 600, "places"),
    ("en", "Forty inmates have died in the prisons this year.", "deaths", 40, "persons"),
    ("en", "A riot in the jail left 17 prisoners injured.", "injured", 17, "persons"),
    ("en", "Soldiers arrested 930 people during the state of emergency.", "arrests", 930, "persons"),
    ("en", "Judges released 210 detainees.", "releases", 210, "persons"),
    ("en", "The army moved 340 prisoners to the new facility.", "transfer", 340, "persons"),
    ("en", "The country has 64 prisons.", "facility_count", 64, "facilities"),
    ("en", "The site consists of nine blocks.", "facility_count", 9, "buildings"),
    ("en", "Each guard watches over 75 inmates.", "staff", 75, "persons_per_guard"),
    ("en", "The ombudsman received 96 complaints.", "complaints", 96, "complaints"),
    ("en", "Prisons ran at 180 percent of capacity.", "occupancy_rate", 180, "pct_of_capacity"),
    ("en", "About 61 percent of the inmates were awaiting trial.", "share", 61, "percent"),
    ("en", "The prison holds twice its capacity.", "occupancy_rate", 200, "pct_of_capacity"),
    ("en", "The state pays $30 a day for each inmate.", "cost", 30, "USD_per_person_day"),
    ("en", "The system is 400 places short of what it needs.", "capacity_gap", 400, "places"),
    ("en", "Twelve men were held in a cell built for four.", "cell_capacity", 4, "persons_per_cell"),
    ("en", "The imprisonment rate is 310 per 100,000 residents.", "rate", 310, "per_100k"),
    ("en", "The imprisonment rate is 31 per 10,000 residents.", "rate", 31, "per_10k"),
    ("en", "The imprisonment rate per 1,000 residents was 5 in one state and 7 in the other.", "rate", 7, "per_1k"),
    ("en", "Each inmate has 35 square feet per person in the cells.", "cell_area", 35, "sq_ft_per_person"),
    ("es", "La cárcel ocupa 165 manzanas.", "site_area", 165, "manzanas"),
    (
        "en",
        "The imprisonment rate per 100,000 residents was 531 in Ecuador and 1,659 in El Salvador.",
        "rate",
        1659,
        "per_100k",
    ),
    ("es", "El penal albergaba el lunes a 812 internos.", "population", 812, "persons"),
    ("es", "La cárcel fue construida en 1931 para 600 personas.", "capacity", 600, "places"),
    ("es", "Cuarenta reclusos han muerto este año en las cárceles.", "deaths", 40, "persons"),
    ("es", "La riña en la prisión dejó 17 heridos.", "injured", 17, "persons"),
    ("es", "Desde marzo fueron capturadas 930 personas.", "arrests", 930, "persons"),
    ("es", "Los jueces excarcelaron a 210 presos.", "releases", 210, "persons"),
    ("es", "El ejército trasladó a 340 reos al nuevo centro.", "transfer", 340, "persons"),
    ("es", "El país tiene 64 cárceles.", "facility_count", 64, "facilities"),
    ("es", "Cada custodio vigila a 75 internos.", "staff", 75, "persons_per_guard"),
    ("es", "La Defensoría recibió 96 quejas de reclusos.", "complaints", 96, "complaints"),
    ("es", "El hacinamiento llega al 180 %.", "occupancy_rate", 180, None),
    ("es", "El 61 % de los internos espera juicio.", "share", 61, "percent"),
    ("es", "Faltan 400 plazas en el sistema.", "capacity_gap", 400, "places"),
    ("es", "En cada celda, pensada para 4, duermen 12 internos.", "cell_capacity", 4, "persons_per_cell"),
    ("es", "Hay 310 presos por cada 100,000 habitantes.", "rate", 310, "per_100k"),
    ("en", "The prison, put up in 1911 for 1,200 people, is old.", "capacity", 1200, "places"),
    ("en", "Prisons are home to 47,300 inmates.", "population", 47300, "persons"),
    ("en", "The jail held 400 inmates; 240 ringleaders were moved to another prison.", "transfer", 240, "persons"),
    ("en", "There were 1,850 fewer inmates in the prisons than a year ago.", "population_change", -1850, "persons"),
    ("en", "The population was 87,965 on Friday, 1,400 below operational capacity.", "capacity_gap", 1400, "places"),
    ("en", "The jails hold 127 prisoners for every 100 places.", "occupancy_rate", 127, "pct_of_capacity"),
    ("en", "Some 1,000 people can be accommodated in the camp.", "capacity", 1000, "places"),
    ("en", "Inspectors counted 112 inmates who had tested positive.", "health", 112, "persons"),
    ("en", "The prison reported 40 cases of tuberculosis.", "health", 40, "cases"),
    ("en", "Of the prison's 1,500 cells, 312 have no running water.", "facility_count", 312, "cells"),
    ("en", "At least 25 inmates were killed and 40 wounded in the prison.", "injured", 40, "persons"),
    ("en", "The prison employed 133 people.", "staff", 133, "persons"),
    ("en", "The jail held 900 men. Of those, 310 were awaiting trial.", "population", 310, "persons"),
    (
        "en",
        "Prisons held 3,100 women in January; the rate rose from 54 to 61 per cent of capacity.",
        "occupancy_rate",
        54,
        None,
    ),
    ("es", "Las mujeres presas eran menos de 900 y los hombres 12,000.", "population", 900, "persons"),
    ("es", "El penal, para 500 reos, tenía el domingo 1.930.", "population", 1930, "persons"),
    ("es", "El recinto puede recibir a 400 personas; el jueves había 1,180.", "population", 1180, "persons"),
    ("es", "Con 420 fallecidos en las cárceles según un recuento y 326 según otro.", "deaths", 326, "persons"),
    ("es", "Desde la reforma cayeron 38 redes y fueron capturados 1,900 sospechosos.", "arrests", 1900, "persons"),
    ("es", "Hay 118 presos por cada 100 camas.", "occupancy_rate", 118, "pct_of_capacity"),
    ("es", "En las celdas para cuatro con nueve internos no hay luz.", "cell_capacity", 4, "persons_per_cell"),
    ("es", "El hacinamiento cayó del 54 al 21 %.", "occupancy_rate", 54, None),
    ("es", "El sistema alberga a 5,000 internos. El 83 % sigue sin ver a un juez.", "share", 83, "percent"),
    ("es", "Los centros penitenciarios sumaban 271.", "facility_count", 271, "facilities"),
]


@pytest.mark.parametrize(("lang", "said", "kind", "value", "unit"), CASES, ids=[case[1][:40] for case in CASES])
def test_a_figure_has_the_kind_that_its_sentence_gives_it(
    lang: Lang, said: str, kind: str, value: int, unit: str | None
) -> None:
    found = {(one.kind, int(one.value or 0)): one for one in read(said, lang=lang, published="2024-05-06")}
    assert (kind, value) in found, sorted(found)
    if unit is not None:
        assert found[kind, value].unit == unit
    one = found[kind, value]
    assert said[one.start : one.end] == one.quote


@pytest.mark.parametrize(
    ("lang", "said", "modality"),
    [
        ("en", "The prison population could exceed 150 percent of capacity.", "hypothetical"),
        ("es", "La ocupación llegaría a 137 % en las cárceles.", "hypothetical"),
        ("en", "Inspectors found in May that 400 inmates were held in the jail.", "fact"),
    ],
)
def test_what_might_be_is_told_from_what_is(lang: Lang, said: str, modality: str) -> None:
    assert [one.modality for one in read(said, lang=lang, published="2024-06-01")] == [modality]


NONE: list[tuple[Lang, str]] = [
    ("en", "Gangs killed 87 people in the streets of the capital that weekend."),
    ("en", "The minister, 54, took office in 2019 and lives at 12 Oak Street."),
    ("en", "Parliament approved it with 61 votes on 3 May."),
    ("en", "It rained for 40 days and the road is 12 miles long."),
    ("es", "Las pandillas asesinaron a 87 personas en las calles ese fin de semana."),
    ("es", "El ministro, de 54 años, asumió en 2019."),
    ("es", "El Congreso lo aprobó con 61 votos el 3 de mayo, según el artículo 29."),
    ("es", "La carretera mide 12 kilómetros y costó tres años terminarla."),
]


@pytest.mark.parametrize(("lang", "said"), NONE, ids=[case[1][:40] for case in NONE])
def test_a_figure_about_something_else_is_no_claim(lang: Lang, said: str) -> None:
    assert [one for one in read(said, lang=lang, published="2024-05-06") if one.value is not None] == []


def test_a_table_gives_each_figure_the_kind_of_its_column_and_the_row_as_its_subject() -> None:
    text = "Centro\tCapacidad\tInternos\tMuertes\nNorte\t1,200\t2,500\t12\nSur\t900\t1,400\t3\n"
    found: list[tuple[object, ...]] = [
        (one.kind, one.value, one.subject) for one in read(text, lang="es", published="2024-05")
    ]
    assert ("capacity", 1200, "Norte") in found
    assert ("population", 2500, "Norte") in found
    assert ("deaths", 3, "Sur") in found


def test_the_ratio_of_the_figures_in_a_text_says_whether_a_percentage_is_of_capacity_or_over_it() -> None:
    over = "The jail holds 1,500 inmates. Its capacity is 1,000. Overcrowding is 50 percent."
    of = "The jail holds 1,500 inmates. Its capacity is 1,000. Overcrowding is 150 percent."
    units = [next(one.unit for one in read(said, lang="en") if one.kind == "occupancy_rate") for said in (over, of)]
    assert units == ["pct_over_capacity", "pct_of_capacity"]


def test_a_planned_prison_is_a_target_and_is_not_counted_among_the_rooms_there_are() -> None:
    found = [
        one for one in read("The state plans to build a prison for 4,000 inmates.", lang="en") if one.value == 4000
    ]
    assert [(one.kind, one.modality, one.measured) for one in found] == [("capacity", "target", False)]


def test_a_figure_that_a_text_repeats_is_one_claim() -> None:
    said = "The jail held 1,234 inmates. Its 1,234 inmates sleep in shifts."
    assert [one.value for one in read(said, lang="en") if one.kind == "population"] == [1234]


def test_who_is_counted_is_named_in_the_language_of_the_text() -> None:
    said = (
        "The country held 110,000 people in its prisons, including both sentenced prisoners and those awaiting trial."
    )
    assert [one.who for one in read(said, lang="en") if one.value == 110000] == ["sentenced, awaiting trial"]
    dicho = "De los 9,000 internos, 450 son mujeres."
    assert [one.who for one in read(dicho, lang="es") if one.value == 450] == ["mujeres"]


def test_the_subject_is_the_place_the_sentence_names() -> None:
    said = "Izalco prison held 900 inmates. Two blocks away it rained. The jail has 40 guards."
    assert {one.subject for one in read(said, lang="en") if one.value in (900, 40)} == {"Izalco prison"}


def test_a_table_whose_cells_only_blanks_part_is_read_where_its_head_names_every_column() -> None:
    text = "Centro Capacidad Población\nNorte 1,200 2,410\nSur 900 1,405\n"
    found = [(one.kind, int(one.value or 0), one.subject) for one in read(text, lang="es", published="2024-05")]
    assert ("capacity", 1200, "Norte") in found
    assert ("population", 1405, "Sur") in found


def test_a_table_whose_columns_nobody_names_gives_no_claim() -> None:
    assert read("Norte 1,200 2,410\nSur 900 1,405\n", lang="es", published="2024-05") == ()
    assert read("Centro Notas Otros\nNorte 1,200 2,410\nSur 900 1,405\n", lang="es", published="2024-05") == ()


@pytest.mark.parametrize(
    ("text", "lang", "units"),
    [
        ("The imprisonment rate is 310.", "en", [None]),
        ("The imprisonment rate was 310 per 100,000 in Peru and 420 in Chile.", "en", ["per_100k", "per_100k"]),
        ("La tasa de encarcelamiento es de 310.", "es", [None]),
        ("Country\tImprisonment rate\nNorth\t310", "en", [None]),
        ("Country\tPrisoners per 100,000\nNorth\t310", "en", ["per_100k"]),
        ("Country\tImprisonment rate per 10,000\nNorth\t31", "en", ["per_10k"]),
    ],
)
def test_what_a_rate_is_per_is_said_and_never_supposed(text: str, lang: Lang, units: list[str | None]) -> None:
    """A base that nobody names is unknown; a figure told along with another shares its base."""
    assert [one.unit for one in read(text, lang=lang) if one.kind == "rate"] == units
