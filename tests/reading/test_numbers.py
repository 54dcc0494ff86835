"""Quantities: offsets, bounds, forms, conventions of a text, and reading a quote alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.reading.numbers_shown import read, shown

from habeas.reading.document import document
from habeas.reading.model import Document, Quantity
from habeas.reading.numbers import parse_inside, quantities
from habeas.words import LANGUAGES, Lang

few = settings(max_examples=60, phases=(Phase.explicit, Phase.generate), deadline=None)


def one(text: str, lang: Lang = "en") -> Quantity:
    (found,) = quantities(document(text, lang=lang))
    return found


@pytest.mark.parametrize(
    ("text", "lang", "words", "core"),
    [
        ("It said at least 143 of them died.", "en", "at least 143", "143"),
        ("It said “143 of them died”.", "en", "143", "143"),
        ("It said that 143¹ of them died.", "en", "143", "143"),
        ("It held 6,400.3 Nobody was told.", "en", "6,400", "6,400"),
        ("It cost $6 million last year.", "en", "$6 million", "6 million"),
        ("It cost up to 6 million dollars.", "en", "up to 6 million dollars", "6 million"),
        ("It stood at about 94 per cent.", "en", "about 94 per cent", "94 per cent"),
        ("It held between 24 and 28 men.", "en", "between 24 and 28", "24 and 28"),
        ("It held 40 men or more.", "en", "40 men or more", "40"),
        ("Las quejas superan las 310.", "es", "superan las 310", "310"),
        ("Había 31\u202f460 personas allí.", "es", "31\u202f460", "31\u202f460"),
        ("Había 63 mil 418 presos.", "es", "63 mil 418", "63 mil 418"),
        ("Costó $ 1.286.000 en Chile.", "es", "$ 1.286.000", "1.286.000"),
        ("Está en casi el triple de lo permitido.", "es", "casi el triple", "triple"),
        ("De cada diez cuerpos, cuatro tenían golpes.", "es", "De cada diez cuerpos, cuatro", None),
    ],
)
def test_a_quantity_stands_on_its_exact_words(text: str, lang: Lang, words: str, core: str | None) -> None:
    found = one(text, lang)
    assert text[found.start : found.end] == words
    assert text[slice(*found.core)] == (core or words)


@pytest.mark.parametrize(
    ("text", "low", "high", "stated", "qualifier"),
    [
        ("It held 40 men.", 40, 40, 40, "exact"),
        ("It held about 40 men.", 40, 40, 40, "approx"),
        ("It held more than 40 men.", 40, None, 40, "at_least"),
        ("It held up to 40 men.", None, 40, 40, "at_most"),
        ("It held 40 to 50 men.", 40, 50, None, "range"),
        ("It held hundreds of men.", 200, 999, None, "approx"),
    ],
)
def test_bounds(text: str, low: int | None, high: int | None, stated: int | None, qualifier: str) -> None:
    found = one(text)
    assert (found.low, found.high, found.stated, found.qualifier) == (low, high, stated, qualifier)
    assert found.vague is ("hundreds" in text)


def test_a_multiple_of_a_figure_names_the_figure_it_was_reckoned_from() -> None:
    text = "This is more than double the 7,150 of before."
    product, base = quantities(document(text, lang="en"))
    assert product.low == 14_300
    assert (product.high, product.form) == (None, "count")
    assert text[product.start : product.end] == "more than double the 7,150"
    assert product.base == base.core[0] == text.index("7,150")
    assert base.base is None


@pytest.mark.parametrize(
    ("text", "lang", "wanted"),
    [
        # The other figures of a text tell what its marks mean.
        ("A wing held 1.234 and the others 2,500.", "en", "1234 2500"),
        ("The index is 1.234.", "en", "1.234"),
        ("Wings held 31.806, 12.501 and 8.110.", "en", "31806 12501 8110"),
        ("Hay 31.806 y 5,227.", "es", "31806 5227"),
        ("Hay 1.234.567 y 36,2.", "es", "1234567 36.2"),
        ("Hay 1,234,567 y 36.2.", "es", "1234567 36.2"),
        ("Llegó al 2.639 %, con 1.200.000 visitas.", "es", "2639% 1200000"),
        ("Llegó al 33.333 %, con 1,200,000 visitas y 4.7 metros.", "es", "33.333% 1200000 4.7"),
        # Spaces group only where no other mark does.
        ("Hay 3 204 presos.", "es", "3204"),
        ("En el grupo 12 300 presos; en total 5,227.", "es", "300 5227"),
        ("Hay 3 204,5 metros.", "es", "3204.5"),
        # Malformed groups are no figures.
        ("It held 1,23,456 men.", "en", ""),
        ("It held 12,3456 men.", "en", ""),
        ("It held 1,234.567.8 men.", "en", ""),
        ("Hay 1.2345.678 presos.", "es", ""),
        ("India held 1,23,456 men.", "en", "123456"),
        # A comma before one or two figures begins decimals where they can have some, in English too.
        ("It rose to 12,5 %.", "en", "12.5%"),
        ("It cost 3,5 million.", "en", "3500000"),
        ("It held 12,5 men.", "en", ""),
    ],
)
def test_what_marks_mean_is_told_by_shape_and_by_the_other_figures(text: str, lang: Lang, wanted: str) -> None:
    assert read(text, lang) == wanted


@pytest.mark.parametrize(
    ("text", "lang", "wanted"),
    [
        ("México gasta $ 300.", "es", "300 MXN"),
        ("Argentina gasta 300 pesos.", "es", "300 ARS"),
        ("Uruguay gasta 300 pesos chilenos.", "es", "300 CLP"),
        ("Se gastan 300 pesos.", "es", "300 None"),
        ("Se gastan $ 300.", "es", "300 None"),
        ("El Salvador gasta $ 300.", "es", "300 USD"),
        ("Se gastan US$ 300.", "es", "300 USD"),
        ("Mexico spends $300.", "en", "300 USD"),
        ("Bolivia gasta Bs 300.", "es", "300 BOB"),
        ("Q1 was slow.", "en", ""),
        ("Pakistan spends Rs 300.", "en", "300 PKR"),
        ("It spends 300 Egyptian pounds.", "en", "300 EGP"),
        ("It spends 300 pounds.", "en", "300 GBP"),
        ("It spends 300 Canadian dollars.", "en", "300 CAD"),
        ("Australia spends 300 dollars.", "en", "300 USD"),
        ("Benin spends 1.2 billion CFA francs.", "en", "1200000000 XOF"),
        ("Cameroon spends 300 CFA francs.", "en", "300 XAF"),
        ("Rwanda spends 300 francs.", "en", "300 RWF"),
        ("It spends 300 francs.", "en", "300 None"),
        ("It spends 20,000 rupiah.", "en", "20000 IDR"),
        ("Se gastan 300 dólares canadienses.", "es", "300 CAD"),
    ],
)
def test_a_currency_is_told_by_its_name_or_by_the_country_of_the_text(text: str, lang: Lang, wanted: str) -> None:
    assert read(text, lang) == wanted


def test_a_quote_alone_is_read() -> None:
    assert [shown(found) for found in parse_inside("more than 34 of them", "en")] == [">=34"]
    assert parse_inside("", "en") == ()
    assert parse_inside("   ", "es") == ()


def test_a_quote_is_read_by_the_conventions_of_its_text() -> None:
    text = document("Chile gasta $ 1.286.000. La tasa es 1.200.000 y 36,2.", lang="es")
    (found,) = parse_inside("gasta $ 1.286.000", "es", document=text)
    assert found.stated == 1_286_000
    assert found.currency == "CLP"
    (alone,) = parse_inside("gasta $ 1.286.000", "es")
    assert alone.currency is None  # a quote by itself names no country


SENTENCES = {
    "en": ("The jail held {} prisoners.", "At least {} died.", "Nearly {} per cent of them were ill."),
    "es": ("La cárcel tenía {} presos.", "Al menos {} murieron.", "Casi el {} por ciento enfermó."),
}


@few
@given(st.integers(1, 999_999_999), st.sampled_from(LANGUAGES), st.sampled_from(",."), st.integers(0, 2))
def test_a_grouped_figure_is_read_back(value: int, lang: Lang, mark: str, which: int) -> None:
    figure = f"{value:,}".replace(",", mark)
    text = SENTENCES[lang][which].format(figure)
    beside = f" 1{mark}234{mark}567 of 9{mark}876{mark}543."  # the text shows how it groups
    found = quantities(document(text + beside, lang=lang))[0]
    assert found.stated == value
    assert text[slice(*found.core)].startswith(figure)


@few
@given(st.integers(1, 999), st.integers(1, 999))
def test_mixed_thousands_are_read_back(thousands: int, rest: int) -> None:
    assert one(f"Había {thousands} mil {rest} presos allí.", "es").stated == thousands * 1000 + rest


ODD = st.text(
    st.sampled_from(
        "0123456789 .,'\u2019-–—/%$€£()[]:;º°ªx¹😀\u202e\u00a0\u2009\u202f\ufeff\u0430مá\n\tUSQmilyand of the de la"
    ),
    max_size=80,
)


@few
@given(ODD | st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_any_text_is_read_without_failing_and_on_its_words(text: str, lang: Lang) -> None:
    made: Document = document(text, lang=lang)
    last = -1
    for found in quantities(made):
        sentence = made.sentences[found.sentence]
        assert sentence.start <= found.start <= found.core[0] < found.core[1] <= found.end <= sentence.end
        assert found.core[0] >= last or found.base is None
        last = found.core[0]
        assert found.low is not None or found.high is not None
        if found.low is not None and found.high is not None:
            assert found.low <= found.high
        assert (found.stated is None) is (found.vague or found.qualifier == "range")
        assert all(isinstance(value, Decimal | None) for value in (found.low, found.high, found.stated))
    parse_inside(text, lang)
