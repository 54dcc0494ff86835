"""What a column is, is read from its values; what they leave open stays open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.records.columns import describe, distinct_names, plain, role, sexes

DAYS = st.dates(date(1950, 1, 1), date(2030, 12, 31))


def counted(values: list[str]) -> list[tuple[str, int]]:
    return [(value, values.count(value)) for value in dict.fromkeys(values)]


@settings(max_examples=60, deadline=None)
@given(st.lists(DAYS, min_size=1, max_size=40), st.sampled_from(("%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y-%m-%d")))
def test_the_order_of_day_and_month_is_only_what_a_value_shows(days: list[date], form: str) -> None:
    """The order is told where a day above 12 shows it, and never the wrong one."""
    seen = describe(counted([day.strftime(form) for day in days]), len(days))
    told = any(day.day > 12 for day in days)
    expected = (
        "certain"
        if form.startswith("%Y")
        else "either"
        if not told
        else {"%d": "day-first", "%m": "month-first"}[form[:2]]
    )
    assert expected == seen.order
    assert (seen.shape, seen.agreeing) == ("day", len(days))


def test_dates_of_both_orders_in_one_column_are_called_so() -> None:
    """25/03 and 03/25 cannot be one format."""
    seen = describe([("25/03/2024", 2), ("03/25/2024", 3), ("04/04/2024", 1)], 6)
    assert (seen.order, seen.day_first, seen.month_first, seen.either) == ("both", 2, 3, 1)


def test_years_of_two_digits_are_counted_apart() -> None:
    """No century is guessed."""
    assert describe([("25/03/24", 4), ("26/03/2024", 6)], 10).two_digit == 4


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        (["2024-01-05 13:20", "2024-01-06T00:00:00.000"], "moment"),
        (["2024-01-05 00:00:00", "2024-01-06 00:00:00"], "day"),
        (["3/4/2025 9:15:00PM", "3/5/2025 1:00 PM"], "moment"),
        (["1987", "1990", "2001.0"], "year"),
        (["12", "1,200", "-4", "25.0"], "integer"),
        (["$7,500.00", "1200.5"], "amount"),
        (["Sí", "No"], "yes-no"),
        (["M", "F"], "sex"),
        (["Hombre", "Mujer", "Desconocido"], "sex"),
        (["9f3a77c1", "00bd81e2", "77aa10ff"], "id"),
        (["fighting", "medical overflow"], "text"),
        (["2024-01-05", "unknown", "pending", "3"], "mixed"),
        (["", "N/A"], "empty"),
        (["(b)(6),(b)(7)(c )", ""], "redacted"),
    ],
)
def test_a_column_has_the_shape_of_its_values(values: list[str], shape: str) -> None:
    """Each form that publishers use is recognised, and none is claimed that is not there."""
    assert shape == describe(counted(values), len(values)).shape


def test_only_frequent_values_of_short_lists_are_kept() -> None:
    """A value on fewer than five rows, or one of many, could identify a person and is not kept."""
    seen = describe([("Hurto", 9), ("Un delito único", 1)], 10)
    assert dict(seen.codes) == {"Hurto": 9}
    assert dict(describe([(f"valor {n}", 9) for n in range(13)], 117).codes) == {}


@pytest.mark.parametrize(
    ("values", "meaning"),
    [
        (["H", "M"], {"male": ["H"], "female": ["M"]}),
        (["F", "M"], {"female": ["F"], "male": ["M"]}),
        (["Hombre", "MUJER"], {"male": ["Hombre"], "female": ["MUJER"]}),
        (["M"], None),
        (["F", "H", "M"], None),
        (["F", "X"], None),
    ],
)
def test_m_means_what_stands_beside_it(values: list[str], meaning: dict[str, list[str]] | None) -> None:
    """M is masculino beside F and mujer beside H; alone, or beside both, nobody knows."""
    assert meaning == sexes(values)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Fecha de ingreso", "stint_in"),
        ("FECHA_INGRESO", "stint_in"),
        ("Fecha de egreso", "stint_out"),
        ("Book In Date Time", "stint_in"),
        ("Stay Book In Date Time", "stay_in"),
        ("Centro penal", "place_name"),
        ("Delito", "charge"),
        ("Situación jurídica", "legal_status"),
        ("Apellidos", "family_name"),
        ("Nombre", "given_name"),
        ("Sexo", "sex"),
        ("Nacionalidad", "nationality"),
        ("hashid", "person"),
        ("InmateID", "person"),
        ("Fecha de nacimiento", "birth_date"),
        ("Motivo de egreso", "release_reason"),
        ("Detention Release Reason", "release_reason"),
        ("AGE", "age"),
        ("Observaciones", None),
        ("", None),
    ],
)
def test_headers_say_what_they_are_in_both_languages(header: str, field: str | None) -> None:
    """English and Spanish headers lead to the same canonical fields; unknown ones lead nowhere."""
    found = role(header)
    assert field == (found[0].field if found else None)


def test_names_of_unknown_columns_are_distinct_and_usable() -> None:
    """Every header gets a name of its own that a table can bear."""
    assert distinct_names(["Año 2", "año  2", "2 años", "***"]) == ["ano_2", "ano_2_2", "column_2_anos", "column_4"]
    assert plain("Número de Expediente (N.º)") == "numero de expediente n o"


def test_a_long_column_of_days_is_described_whole() -> None:
    """First and last day are those of all values."""
    days = [date(2020, 1, 1) + timedelta(days=n) for n in range(500)]
    seen = describe([(day.isoformat(), 1) for day in days], 600)
    assert (seen.first, seen.last, seen.distinct) == (days[0], days[-1], 500)
