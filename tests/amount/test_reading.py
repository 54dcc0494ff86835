"""Reading amounts: what people write in both languages, and refusals that say why."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.amount import Amount, Ratio, parse
from habeas.errors import InputError
from habeas.words import LANGUAGES, Lang

D = Decimal
ABOUT = Amount.about(12500, width=D("0.05"))

READ: list[tuple[str, Amount]] = [
    ("261", Amount.exact(261)),
    ("0.6", Amount.exact(0.6)),
    ("1,285", Amount.exact(1285)),
    ("6,325,827", Amount.exact(6325827)),
    ("6\u202f325\u2009827", Amount.exact(6325827)),
    ("12\u00a0500", Amount.exact(12500)),
    ("-5", Amount.exact(-5)),
    ("\u22125", Amount.exact(-5)),
    ("eight", Amount.exact(8)),
    ("ocho", Amount.exact(8)),
    ("none", Amount.exact(0)),
    ("ninguna", Amount.exact(0)),
    ("exactly 137", Amount.exact(137)),
    ("exactamente 137", Amount.exact(137)),
    ("6 million", Amount.exact(6_000_000)),
    ("6 millones", Amount.exact(6_000_000)),
    ("un millón", Amount.exact(1_000_000)),
    ("1.5 million", Amount.exact(1_500_000)),
    ("40 mil", Amount.exact(40_000)),
    ("40 thousand", Amount.exact(40_000)),
    ("2 mil millones", Amount.exact(2_000_000_000)),
    ("at least 261", Amount.at_least(261)),
    ("AL MENOS 261", Amount.at_least(261)),
    ("por lo menos 90", Amount.at_least(90)),
    ("no less than 90", Amount.at_least(90)),
    ("no menos de 90", Amount.at_least(90)),
    ("como mínimo 90", Amount.at_least(90)),
    (">= 90", Amount.at_least(90)),
    ("100 or more", Amount.at_least(100)),
    ("100 o más", Amount.at_least(100)),
    ("100+", Amount.at_least(100)),
    ("90 como mínimo", Amount.at_least(90)),
    ("up to 40,000", Amount.at_most(40000)),
    ("hasta 40,000", Amount.at_most(40000)),
    ("no más de 30", Amount.at_most(30)),
    ("at most 30", Amount.at_most(30)),
    ("30 or fewer", Amount.at_most(30)),
    ("≤30", Amount.at_most(30)),
    ("more than 80,000", Amount.more_than(80000)),
    ("over 200", Amount.more_than(200)),
    ("más de 80 mil", Amount.more_than(80000)),
    ("mas de 200", Amount.more_than(200)),
    (">200", Amount.more_than(200)),
    ("fewer than 100", Amount.less_than(100)),
    ("under 100", Amount.less_than(100)),
    ("menos de 100", Amount.less_than(100)),
    ("casi 57,000", Amount.less_than(57000)),
    ("almost 57,000", Amount.less_than(57000)),
    ("about 12,500", Amount.about(12500)),
    ("some 200", Amount.about(200)),
    ("unos 200", Amount.about(200)),
    ("~200", Amount.about(200)),
    ("200 aproximadamente", Amount.about(200)),
    ("about 12,500 +-5%", ABOUT),
    ("about 12,500 +/-5%", ABOUT),
    ("cerca de 12,500 ±5%", ABOUT),
    ("alrededor de 12,500 ± 5 %", ABOUT),
    ("12,500 ± 5 por ciento", ABOUT),
    ("about 12,500 persons ±5%", replace(ABOUT, unit="persons")),
    ("about 1,250 (1,000 to 2,000)", Amount(qualifier="about", low=D(1000), high=D(2000), stated=D(1250))),
    ("65 to 70", Amount.range(65, 70)),
    ("65-70", Amount.range(65, 70)),
    ("65 \u2013 70", Amount.range(65, 70)),
    ("65 a 70", Amount.range(65, 70)),
    ("de 65 a 70", Amount.range(65, 70)),
    ("from 65 to 70", Amount.range(65, 70)),
    ("between 65 and 70", Amount.range(65, 70)),
    ("entre 65 y 70", Amount.range(65, 70)),
    ("2 million to 3 million", Amount.range(2_000_000, 3_000_000)),
    ("2 thousand to 3 million", Amount.range(2_000, 3_000_000)),
    ("65 to 65", Amount.exact(65)),
    ("more than 65 and at most 70", Amount.between(65, 70, low_open=True)),
    ("al menos 65 y menos de 70", Amount.between(65, 70, high_open=True)),
]


@pytest.mark.parametrize(("words", "expected"), READ, ids=[words for words, _ in READ])
def test_reads(words: str, expected: Amount) -> None:
    """Each form is read as the bounds it states, no more and no less."""
    assert expected == parse(words)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(261, Amount.exact(261)), (1.234, Amount.exact(D("1.234"))), (D("0.640"), Amount.exact(D("0.64")))],
)
def test_numbers_are_themselves(value: float | Decimal, expected: Amount) -> None:
    """A number of a YAML file or a spreadsheet has one reading."""
    assert expected == parse(value)


@pytest.mark.parametrize(
    ("words", "qualifier", "ratio"),
    [
        ("more than 2 x {pop-2021}", "more_than", Ratio(of="pop-2021", low=D(2), low_open=True)),
        ("3 times {pop}", "exact", Ratio(of="pop", low=D(3), high=D(3))),
        ("3 veces {pop}", "exact", Ratio(of="pop", low=D(3), high=D(3))),
        ("3 veces la de {pop}", "exact", Ratio(of="pop", low=D(3), high=D(3))),
        ("more than double {pop}", "more_than", Ratio(of="pop", low=D(2), low_open=True)),
        ("más del doble de {pop}", "more_than", Ratio(of="pop", low=D(2), low_open=True)),
        ("al menos el triple de {pop}", "at_least", Ratio(of="pop", low=D(3))),
        ("la mitad de {pop}", "exact", Ratio(of="pop", low=D("0.5"), high=D("0.5"))),
        ("less than half of {pop}", "less_than", Ratio(of="pop", high=D("0.5"), high_open=True)),
        ("2 to 3 times {pop}", "range", Ratio(of="pop", low=D(2), high=D(3))),
        ("150% of {pop}", "exact", Ratio(of="pop", low=D("1.5"), high=D("1.5"))),
        ("about 3 times {pop}", "about", Ratio(of="pop")),
        ("twice { Pop Key }", "exact", Ratio(of="Pop Key", low=D(2), high=D(2))),
    ],
)
def test_reads_ratios(words: str, qualifier: str, ratio: Ratio) -> None:
    """A multiple names the claim it is of, as written, and its own bounds; the amount itself stays unknown."""
    amount = parse(words, unit="persons")
    assert (qualifier, ratio, False, "persons") == (amount.qualifier, amount.ratio, amount.known, amount.unit)


@pytest.mark.parametrize(
    ("words", "unit", "expected"),
    [
        ("261 persons", None, "persons"),
        ("100 persons or more", None, "persons"),
        ("261 personas", "persons", "persons"),
        ("65 to 70 persons per cell", "persons/cell", "persons/cell"),
        ("100 m²", None, "m2"),
        ("0.6 m2 por persona", "m2/person", "m2/person"),
        ("$6 million", "USD", "USD"),
        ("US$6 million", None, "USD"),
        ("más de US$50", "USD/person/day", "USD/person/day"),
        ("6 millones de dólares", "USD", "USD"),
        ("120%", "% of capacity", "% of capacity"),
        ("120% of capacity", "% of capacity", "% of capacity"),
        ("1,086 per 100,000 residents", None, "per 100 000 residents"),
    ],
)
def test_reads_units(words: str, unit: str | None, expected: str) -> None:
    """The unit may be repeated in words of either language, and is learned from them where none is given."""
    assert expected == parse(words, unit=unit).unit


def test_definition_is_kept() -> None:
    """Who is counted, the measure and the kind of capacity go with the figure."""
    amount = parse("65 to 70", unit="persons/cell", who="all held", measure="size", capacity="design")
    assert amount.definition == ("persons/cell", "all held", "size", "design")


REFUSED: list[tuple[Any, str | None, str]] = [
    ("", None, "amount.nothing"),
    ("   ", None, "amount.nothing"),
    (None, None, "amount.not-a-number"),
    ([5], None, "amount.not-a-number"),
    (True, None, "amount.truth-value"),
    (float("nan"), None, "amount.not-finite"),
    ("hundreds", None, "amount.vague"),
    ("cientos de personas", None, "amount.vague"),
    ("hundreds of thousands", None, "amount.vague"),
    ("varios", None, "amount.vague"),
    ("unknown", None, "amount.says-unknown"),
    ("n/a", None, "amount.says-unknown"),
    ("se desconoce", None, "amount.not-understood"),
    ("6 billion", None, "amount.two-scales"),
    ("6 billones", None, "amount.two-scales"),
    ("1.234", None, "amount.thousands-or-decimals"),
    ("más de 12.500", None, "amount.thousands-or-decimals"),
    ("12,5", None, "amount.separators"),
    ("1.234.567", None, "amount.separators"),
    ("0,640", None, "amount.separators"),
    ("12,50,000", None, "amount.separators"),
    ("007", None, "amount.separators"),
    ("2 to 3 million", None, "amount.shared-scale"),
    ("70 to 65", None, "amount.reversed"),
    ("between 65", None, "amount.half-range"),
    ("65 and 70", None, "amount.two-figures"),
    ("65 y 70", None, "amount.two-figures"),
    ("about 65 to 70", None, "amount.qualified-range"),
    ("up to 65-70", None, "amount.qualified-range"),
    ("at least 100 or more", None, "amount.two-qualifiers"),
    ("at least 12,500 ±5%", None, "amount.two-qualifiers"),
    ("at most 65 and at least 60", None, "amount.two-qualifiers"),
    ("12,500 ± 500", None, "amount.width-in-units"),
    ("{pop}", None, "amount.not-understood"),
    ("2 {pop}", None, "amount.no-multiple"),
    ("2 x {a} x {b}", None, "amount.not-understood"),
    ("-2 x {a}", None, "amount.not-understood"),
    ("more than double the 36,000", None, "amount.not-understood"),
    ("238 Venezuelan men", None, "amount.left-over"),
    ("12 500", None, "amount.left-over"),
    ("1e6", None, "amount.left-over"),
    ("65 dollars", "persons", "amount.other-unit"),
    ("US$6", "persons", "amount.other-unit"),
    ("$6 million", None, "amount.dollar"),
    ("120%", None, "amount.unit-doubtful"),
    ("9" * 41, None, "amount.too-long"),
    ("at least " + "9" * 300, None, "amount.too-many-words"),
    ("more than 70 and less than 65", None, "amount.empty"),
    ("lots", None, "amount.not-understood"),
    ("about 12,500 (2 to 1)", None, "amount.reversed"),
    ("about 100 (65 to 70)", None, "amount.outside"),
    ("100 ± some", None, "amount.vague"),
    ("100 ± x", None, "amount.not-understood"),
    ("more than 65 men and at most 70", None, "amount.not-understood"),
]


@pytest.mark.parametrize(("words", "unit", "key"), REFUSED, ids=[str(row[0])[:30] for row in REFUSED])
def test_refuses_with_its_reason(words: Any, unit: str | None, key: str) -> None:
    """What has two readings or none is refused, each with its own message in both languages."""
    with pytest.raises(InputError) as caught:
        parse(words, unit=unit)
    assert key == caught.value.key
    said = {caught.value.text(lang) for lang in LANGUAGES}
    assert len(said) == 2
    assert all(len(text) > 30 for text in said)


def test_ambiguous_point_names_both_readings() -> None:
    """The message for 1.234 shows both numbers, and each of them is then read."""
    with pytest.raises(InputError) as caught:
        parse("1.234")
    assert "1,234" in str(caught.value)
    assert "1.2340" in str(caught.value)
    assert (Amount.exact(1234), Amount.exact(D("1.234"))) == (parse("1,234"), parse("1.2340"))


PIECES = """about at least up to hasta más de menos 65 70 12,500 1.234 0.6 ± 5% ( ) - to a y and between {k} {} x veces
million mil persons por celda per $ US$ + % . , hundreds doble the \u202f ² ½ ٣ 八"""
WORDS = st.sampled_from(PIECES.split(" "))


@given(
    words=st.lists(WORDS, max_size=8).map(" ".join) | st.text(max_size=40) | st.lists(WORDS, max_size=6).map("".join)
)
def test_anything_is_read_or_refused(words: str) -> None:
    """No text brings anything but an amount or a refusal that can be said in both languages."""
    refusal: InputError | None = None
    try:
        amount = parse(words)
    except InputError as error:
        refusal = error
    for lang in LANGUAGES:
        assert (refusal or amount).text(lang)
    assert refusal is not None or amount == Amount.from_json(amount.as_json())


FIGURES = st.integers(0, 10**9).map(Decimal) | st.decimals(0, 10**5, places=2, allow_nan=False, allow_infinity=False)


@st.composite
def sayable(draw: st.DrawFn) -> Amount:
    """Draw amounts of every form that text() promises to write so that parse() reads the same."""
    n, more = draw(FIGURES), draw(st.integers(1, 10**6))
    unit = draw(
        st.sampled_from([None, "persons", "persons/cell", "m2/person", "h/day", "USD/person/day", "% of capacity"])
    )
    width = draw(st.none() | st.sampled_from([D("0.05"), D("0.1"), D("0.125"), D(0)]))
    multiple = draw(st.integers(1, 9).map(Decimal))
    return draw(
        st.sampled_from(
            [
                Amount.exact(n, unit=unit),
                Amount.at_least(n, unit=unit),
                Amount.at_most(n, unit=unit),
                Amount.more_than(n, unit=unit),
                Amount.less_than(n, unit=unit),
                Amount.about(n, width=width, unit=unit),
                Amount.range(n, n + more, unit=unit),
                Amount.between(n, n + more, low_open=True, unit=unit),
                Amount.between(n, n + more, high_open=True, unit=unit),
                Amount(qualifier="about", low=n, high=n + more, stated=n, unit=unit),
                Amount(
                    qualifier="exact", stated=multiple, ratio=Ratio(of="pop", low=multiple, high=multiple), unit=unit
                ),
                Amount(qualifier="at_least", stated=multiple, ratio=Ratio(of="pop", low=multiple), unit=unit),
            ]
        )
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@given(amount=sayable())
def test_what_is_said_is_read_back(lang: Lang, amount: Amount) -> None:
    """The words of an amount, in either language, are read as the same amount."""
    assert amount == parse(amount.text(lang), unit=amount.unit)
