"""What lists write for ages, sexes, documents, days and nobody's name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.people.lists.times import read_times
from habeas.people.lists.values import read_age, read_document, read_sexes
from habeas.people.names import nobody

TODAY = date(2025, 6, 1)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ((25, 25), "25"), ((25, 25), "25.0"), ((25, 25), "25 años"), ((25, 25), "25 AÑOS DE EDAD"), ((20, 25), "20-25"), ((20, 25), "entre 20 y 25 años"),
        ((20, 25), "20 a 25"), ((27, 33), "aprox. 30"), ((27, 33), "30 aprox."), ((27, 33), "~30"), ((0, 17), "menor de edad"), ((18, None), "mayor de edad"),
        ((30, None), "más de 30"), ((0, 0), "8 meses"), ((1, 1), "18 meses"), (None, "250"), (None, "25-20"), (None, "treinta"), (None, ""), (None, "1990-02-01"),
    ],
)  # fmt: skip
def test_ages_are_intervals(expected: tuple[int, int | None] | None, text: str) -> None:
    """An age is the whole years that it can be; what is no age is not read."""
    assert read_age(text) == expected


@given(st.integers(0, 110), st.integers(0, 110))
def test_an_age_comes_back(low: int, high: int) -> None:
    """An interval as lists write it gives its bounds, in order only."""
    assert read_age(f"{low}-{high} años") == ((low, high) if low <= high else None)


def test_m_is_what_stands_beside_it() -> None:
    """M beside F is male, beside H (hombre) it is mujer; alone it is not read, unless the wider column shows it."""
    assert read_sexes(["M", "F"], []) == {"M": "m", "F": "f"}
    assert read_sexes(["M", "H"], []) == {"M": "f", "H": "m"}
    assert read_sexes(["M"], []) == {"M": None}
    assert read_sexes(["M"], ["M", "F", "x"]) == {"M": "m"}
    assert read_sexes(["Masculino", "mujer", "x"], []) == {"Masculino": "m", "mujer": "f", "x": None}


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("048712365", "04871236-5"), ("048712365", "DUI No. 04871236-5"), ("V12345987", "C.I. V-12.345.987"), ("A0123987", "a0123987"),
        (None, "00000000-0"), (None, "99999999"), (None, "S/N"), (None, "s/n."), (None, "no tiene"), (None, "NO PORTA"), (None, "sin documento"), (None, "123456789"),
        (None, "N/A"), (None, "indocumentado"), (None, "12"), (None, "pendiente"), (None, "en trámite"), (None, "menor de edad"), (None, "xxxx"),
    ],
)  # fmt: skip
def test_documents_are_numbers_or_nothing(expected: str | None, text: str) -> None:
    """A document is letters and digits alone; what is written for none links nobody."""
    assert read_document(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "NN", "N.N.", "nn 3", "n/n", "S/N", "desconocido", "DESCONOCIDA 12", "sin nombre", "No identificado", "no identificado (hombre)", "XX", "xxx", "?", "--", "N N", "persona no identificada",
        "Unknown", "anónimo", "NN NN", "NN masculino", "unknown male 4", "se desconoce", "NN #7", "12",
    ],
)  # fmt: skip
def test_words_for_nobody_are_no_name(text: str) -> None:
    """What stands where a name is not known is none."""
    assert nobody(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ana",
        "Nina Nuñez",
        "N. Pérez",
        "Juan NN",
        "José Desconocido Paz",
        "Xiomara",
        "Noé",
        "Sinaí López",
        "X. Quintanilla",
        "Ñ. Ñuñez",
        "No Pérez",
    ],
)
def test_names_are_not_taken_for_nobody(text: str) -> None:
    """A name, or a part of one, stays a name."""
    assert not nobody(text)


@pytest.mark.parametrize(
    ("edtf", "text"),
    [
        ("2023-04-25", "25/04/2023"), ("2023-04-25", "04/25/2023"), ("2023-04-25", "25.4.2023"), ("2023-04-25", "2023/4/25"), ("2023-04-25", "2023-04-25 10:00:00"),
        ("2023-04-25", "25 de abril de 2023"), ("2023-04-25", "20230425"), ("2023-04", "abril 2023"), ("2023", "2023"), ("[2023-03-04..2023-04-03]", "03/04/2023"),
        (None, "45041"), (None, "31/02/2023"), (None, "ayer"), (None, "25/04/23"),
    ],
)  # fmt: skip
def test_days_as_lists_write_them(edtf: str | None, text: str) -> None:
    """A day is read in the forms that lists have; a number of a spreadsheet and a year of two digits are not."""
    [found] = read_times([text], None, TODAY, birth=False)
    assert found.edtf == edtf
    assert (found.trouble is None) == (edtf is not None)


def test_a_birth_is_not_ahead_and_its_century_is_that_of_the_living() -> None:
    """A birth year of two digits is read where only one century is possible; a birth in the future is none."""
    read = read_times(["25/04/90", "25/04/20", "2031-01-01"], None, TODAY, birth=True)
    assert [one.edtf for one in read] == ["1990-04-25", None, None]
    assert [one.trouble for one in read] == [None, "two-digit-year", "future"]


def test_a_column_that_contradicts_itself_settles_nothing() -> None:
    """Where one value can be read day first only and another month first only, a third that can be both keeps both."""
    read = read_times(["25/04/2023", "04/25/2023", "03/04/2023"], None, TODAY, birth=False)
    assert [one.two for one in read] == [False, False, True]


@given(st.dates(date(1900, 1, 1), date(2030, 12, 31)))
def test_bounds_hold_the_day(day: date) -> None:
    """Written day first or month first, the day lies within what is read."""
    for text in (day.strftime("%d/%m/%Y"), day.strftime("%m/%d/%Y"), day.isoformat()):
        [found] = read_times([text], None, TODAY, birth=False)
        assert found.first is not None
        assert found.last is not None
        assert found.first <= day <= found.last
