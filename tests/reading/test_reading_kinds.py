"""What a figure is a figure of: one sentence a case, in both languages."""

from __future__ import annotations

import pytest

from habeas.reading import read

CASES = [
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
]


@pytest.mark.parametrize(("lang", "said", "kind", "value", "unit"), CASES, ids=[case[1][:40] for case in CASES])
def test_a_figure_has_the_kind_that_its_sentence_gives_it(lang, said, kind, value, unit):
    found = {(one.kind, one.value): one for one in read(said, lang=lang, published="2024-05-06")}
    assert (kind, value) in found, sorted(found)
    if unit is not None:
        assert found[kind, value].unit == unit
    one = found[kind, value]
    assert said[one.start : one.end] == one.quote


NONE = [
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
def test_a_figure_about_something_else_is_no_claim(lang, said):
    assert [one for one in read(said, lang=lang, published="2024-05-06") if one.value is not None] == []


def test_a_table_gives_each_figure_the_kind_of_its_column_and_the_row_as_its_subject():
    text = "Centro\tCapacidad\tInternos\tMuertes\nNorte\t1,200\t2,500\t12\nSur\t900\t1,400\t3\n"
    found = [(one.kind, one.value, one.subject) for one in read(text, lang="es", published="2024-05")]
    assert ("capacity", 1200, "Norte") in found
    assert ("population", 2500, "Norte") in found
    assert ("deaths", 3, "Sur") in found


def test_the_ratio_of_the_figures_in_a_text_says_whether_a_percentage_is_of_capacity_or_over_it():
    over = "The jail holds 1,500 inmates. Its capacity is 1,000. Overcrowding is 50 percent."
    of = "The jail holds 1,500 inmates. Its capacity is 1,000. Overcrowding is 150 percent."
    units = [next(one.unit for one in read(said, lang="en") if one.kind == "occupancy_rate") for said in (over, of)]
    assert units == ["pct_over_capacity", "pct_of_capacity"]
