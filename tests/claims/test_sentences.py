"""A claim becomes one attributed, grammatical sentence in each language; an allegation is never stated as fact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.amount import Amount, Ratio
from habeas.claims import Claim, Modality, Polarity, Predicate, Subject, Value, Vocabulary, number, sentence, time_words
from habeas.evidence import Citation, Description, Source, TextQuote
from habeas.ledger import SourceState
from habeas.when import Span
from habeas.words import LANGUAGES, Lang

SUBJECT_OF = {
    "place": "cecot", "system": "sv-prisons", "country": "el-salvador", "event": "transfer", "instrument": "act",
    "authority": "dgcp",
}  # fmt: skip
SOURCES = {
    name: SourceState(
        versions=(
            Source(
                id=name, version=1, file=name, kind="note", sha256="a" * 64, size=1, media_type="text/plain", about=about
            ),
        )
    )
    for name, about in {
        "vrt": Description(publisher="VRT", title="A visit"),
        "titled": Description(title="A visit"),
        "bare": Description(),
    }.items()
}  # fmt: skip
APRIL = Span.some_day(date(2021, 4, 1), date(2021, 4, 30))


def cited(source: str) -> tuple[Citation, ...]:
    """Return a citation of a source."""
    quote = TextQuote(exact="x", prefix="", suffix="", start=0, end=1)
    return (Citation(source=source, sha256="a" * 64, quote=quote),)


def values(predicate: Predicate) -> list[Value]:
    """Return values of every kind that a predicate may have."""
    if predicate.value == "choice":
        return list(predicate.choices)
    if predicate.value == "amount":
        definition: dict[str, Any] = {"unit": predicate.unit, "who": "all held", "measure": predicate.measure}
        if "capacity" in predicate.requires:
            definition["capacity"] = "design"
        return [
            Amount.exact(1, **definition),
            Amount.at_least(261, **definition),
            Amount.about(12500, width=0.05, **definition),
            Amount.range(65, 70, **definition),
            Amount(qualifier="exact", ratio=Ratio(of="other-claim", low=Decimal(2), high=Decimal(2)), **definition),
        ]
    return {"time": [Span.on(date(2023, 1, 31)), APRIL], "subject": ["cecot"], "text": ["Tecoluca."]}[predicate.value]  # type: ignore[return-value]


def every_claim(vocabulary: Vocabulary) -> Iterator[Claim]:
    """Yield a claim for each predicate, value, polarity and modality, with and without speaker and times."""
    for predicate in vocabulary.values():
        for value in values(predicate):
            for polarity in get_args(Polarity):
                for modality in get_args(Modality):
                    claim = Claim(
                        id="", key="k", subject=SUBJECT_OF[predicate.of[0]], predicate=predicate.id, value=value,
                        polarity=polarity, modality=modality, language="en", citations=cited("vrt"),
                    )  # fmt: skip
                    yield claim
                    yield replace(claim, speaker="the government", said_on=Span.on(date(2023, 2, 25)), span=APRIL)


SPEAKERS: dict[Lang, tuple[str, ...]] = {"en": ("VRT", "The government"), "es": ("VRT", "el Gobierno", "del Gobierno")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_predicate_makes_a_whole_sentence(
    vocabulary: Vocabulary, subjects: Mapping[str, Subject], lang: Lang
) -> None:
    """For every predicate, value, polarity and modality: a capital, one full stop at the end, no leftovers, attributed."""
    seen = 0
    for claim in every_claim(vocabulary):
        said = sentence(claim, vocabulary, subjects, SOURCES, lang)
        assert said[0].isupper(), said
        assert said.endswith("."), said
        assert not said.endswith(".."), said
        assert not re.search(r"[{}\[\]<>|]|  | [.,;)]|\( | ,|None", said), said
        assert not re.search(r"\b(de|a) el \b|\bde de\b|\bthe the\b|\bin in\b|\bon on\b", said), said
        assert any(speaker in said for speaker in SPEAKERS[lang]), said
        seen += 1
    assert seen > 4000


ASSERTING = re.compile(r"\b(said|reported that|answered)\b")


def test_an_allegation_is_never_stated_as_fact(vocabulary: Vocabulary, subjects: Mapping[str, Subject]) -> None:
    """Ill-treatment, disappearance and arbitrary arrest are alleged or found by someone, even where coded as a fact (S9)."""
    for name in ("ill_treatment", "disappearance_short", "arbitrary_arrest"):
        for value in vocabulary[name].choices:
            for speaker in (None, "Cristosal"):
                claim = Claim(
                    id="", key="k", subject="el-salvador", predicate=name, value=value, speaker=speaker, citations=cited("vrt")
                )  # fmt: skip
                en = sentence(claim, vocabulary, subjects, SOURCES, "en")
                es = sentence(claim, vocabulary, subjects, SOURCES, "es")
                assert re.search(r"found|finding" if value == "found" else r"alleg", en), en
                assert re.search(r"conclusión" if value == "found" else r"denuncia", es), es
                assert not ASSERTING.search(en), en


def test_any_claim_made_as_an_allegation_says_so(vocabulary: Vocabulary, subjects: Mapping[str, Subject]) -> None:
    """The modality allegation is worded as one for every predicate, affirmed or denied, with or without a speaker."""
    for claim in every_claim(vocabulary):
        if claim.modality == "allegation" and claim.value != "found":
            assert "alleg" in sentence(claim, vocabulary, subjects, SOURCES, "en")
            assert "denuncia" in sentence(claim, vocabulary, subjects, SOURCES, "es")


def held(**fields: Any) -> Claim:
    """Return a claim that 36,000 persons were held in April 2021, with other fields as given."""
    amount = Amount.about(36000, unit="persons", who="all held")
    made = Claim(
        id="", key="k", subject="sv-prisons", predicate="population", value=amount, span=APRIL, language="en",
        citations=cited("vrt"),
    )  # fmt: skip
    return replace(made, **fields)


def test_a_time_in_parentheses_joins_the_notes(vocabulary: Vocabulary, subjects: Mapping[str, Subject]) -> None:
    """Who is counted and a long span stand in one pair of parentheses."""
    span = Span.every_day(date(2022, 3, 27), date(2022, 12, 31), started=True, ended=True)
    said = sentence(held(span=span), vocabulary, subjects, SOURCES, "en")
    assert said.endswith(f"held about 36,000 persons (all held; {span.text('en')}).")


def test_a_day_of_saying_that_is_the_day_spoken_of_is_said_once(
    vocabulary: Vocabulary, subjects: Mapping[str, Subject]
) -> None:
    """The same time is not written twice in a sentence."""
    for lang, when in (("en", "in April 2021"), ("es", "en abril de 2021")):
        assert sentence(held(said_on=APRIL), vocabulary, subjects, SOURCES, lang).count(when[3:]) == 1  # type: ignore[arg-type]


GOLDEN: list[tuple[dict[str, Any], str, str]] = [
    (
        {"speaker": "government", "said_on": Span.on(date(2023, 2, 25))},
        ("The government said on 25 February 2023 that the prisons of El Salvador held about 36,000 persons (all held)"
        " in April 2021."),
        ("Según el Gobierno (25 de febrero de 2023), en los centros penales de El Salvador había alrededor de 36,000 personas"
        " privadas de libertad (todas las personas privadas de libertad) en abril de 2021."),
    ),
    (
        {"value": Amount.exact(1, unit="persons"), "span": Span.on(date(2021, 4, 3))},
        "VRT reported that the prisons of El Salvador held 1 person on 3 April 2021.",
        "Según VRT, en los centros penales de El Salvador había 1 persona privada de libertad el 3 de abril de 2021.",
    ),
    (
        {"speaker": "dgcp", "polarity": "denied", "value": Amount.range(65, 70, unit="persons"), "span": None},
        "The prison directorate denied that the prisons of El Salvador held 65 to 70 persons.",
        ("Según la dirección de centros penales, no era cierto que en los centros penales de El Salvador hubiera entre 65 y 70"
        " personas privadas de libertad."),
    ),
    (
        {"predicate": "capacity", "subject": "cecot", "speaker": "Cristosal", "modality": "target", "span": None,
         "value": replace(Amount.at_most(40000, unit="places", capacity="official"), low=Decimal(40000))},
        "Cristosal announced as a target that CECOT would have room for up to 40,000 persons (official capacity).",
        ("La meta anunciada por Cristosal era que en el CECOT hubiera capacidad para hasta 40,000 personas (capacidad"
        " oficial)."),
    ),
    (
        {"predicate": "family_visits", "subject": "cecot", "value": "none", "speaker": "families", "span": Span.some_day(
            date(2024, 1, 1), date(2024, 12, 31)), "modality": "hypothetical"},
        "Family members raised the possibility that family visits in CECOT were not allowed in 2024.",
        "Según familiares, era posible que las visitas familiares en el CECOT estuvieran prohibidas en 2024.",
    ),
    (
        {"predicate": "official_statement", "subject": "cecot", "value": "Nobody leaves.", "speaker": "president", "span": None},
        "The president stated about CECOT: Nobody leaves.",
        "Declaración del presidente sobre el CECOT: «Nobody leaves».",
    ),
    (
        {"predicate": "all_convicted", "subject": "transfer", "value": "claimed", "speaker": "US officials", "span": None,
         "polarity": "denied"},
        "US officials denied that all the persons in the transfer of March 2025 were dangerous criminals.",
        ("Según funcionarios de Estados Unidos, no era cierto que todas las personas en el traslado de marzo de 2025 fueran"
        " criminales peligrosos."),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "en", "es"), GOLDEN)
def test_sentences_read_as_written_by_hand(
    vocabulary: Vocabulary, subjects: Mapping[str, Subject], fields: dict[str, Any], en: str, es: str
) -> None:
    """Mood, number, contraction, articles and translation of common phrases are those a careful writer uses."""
    assert sentence(held(**fields), vocabulary, subjects, SOURCES, "en") == en
    assert sentence(held(**fields), vocabulary, subjects, SOURCES, "es") == es


@pytest.mark.parametrize(
    ("source", "en", "es"),
    [
        ("vrt", "VRT reported", "Según VRT"),
        ("titled", "The source “A visit” reported", "Según la fuente «A visit»"),
        ("bare", "The source “bare” reported", "Según la fuente «bare»"),
        ("gone", "The source “gone” reported", "Según la fuente «gone»"),
        (None, "An unnamed source reported", "Según una fuente sin nombre"),
    ],
)
def test_a_claim_without_a_speaker_is_the_sources_own(
    vocabulary: Vocabulary, subjects: Mapping[str, Subject], source: str | None, en: str, es: str
) -> None:
    """The publisher speaks where nobody is named, else the title, else the id; somebody always does."""
    claim = held(citations=cited(source) if source else ())
    assert sentence(claim, vocabulary, subjects, SOURCES, "en").startswith(en)
    assert sentence(claim, vocabulary, subjects, SOURCES, "es").startswith(es)


def test_words_of_the_other_language_are_quoted(vocabulary: Vocabulary, subjects: Mapping[str, Subject]) -> None:
    """What the vocabulary cannot translate stands in quotation marks in the other language, names excepted."""
    claim = held(value=Amount.exact(7, unit="persons", who="women of one cell"), speaker="a cook of the prison")
    es = sentence(claim, vocabulary, subjects, SOURCES, "es")
    assert es.startswith("Según «a cook of the prison», en")
    assert "(«women of one cell»)" in es
    en = sentence(claim, vocabulary, subjects, SOURCES, "en")
    assert "“" not in en
    assert sentence(held(speaker="Amnesty International"), vocabulary, subjects, SOURCES, "es").startswith(
        "Según Amnesty International,"
    )


WEIRD = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)


@given(WEIRD, WEIRD, WEIRD)
def test_free_words_never_break_a_sentence(who: str, speaker: str, said: str) -> None:
    """Braces, brackets and bars in what people wrote are kept as they are, never taken for places to fill."""
    known, subjects = Vocabulary.load(), {"cecot": Subject(id="cecot", type="place", en="{x}[a|b]<c|d>", es="{y}")}
    amount = Amount.exact(3, unit="persons", who=who or None)
    claim = held(subject="cecot", value=amount, speaker=speaker or None)
    text = sentence(claim, known, subjects, SOURCES, "en")
    assert "{x}[a|b]<c|d>" in text
    free = replace(claim, predicate="location", value=said, language="en")
    assert " ".join(said.strip().rstrip(".").split()) in sentence(free, known, subjects, SOURCES, "en")


@pytest.mark.parametrize(
    ("span", "en", "es"),
    [
        (Span.on(date(2024, 5, 3)), "on 3 May 2024", "el 3 de mayo de 2024"),
        (Span.some_day(date(2024, 2, 1), date(2024, 2, 29)), "in February 2024", "en febrero de 2024"),
        (Span.some_day(date(2024, 1, 1), date(2024, 12, 31)), "in 2024", "en 2024"),
    ],
)
def test_plain_times_are_adverbs(span: Span, en: str, es: str) -> None:
    """A day, a month and a year get the preposition of the language."""
    assert (time_words(span, "en"), time_words(span, "es")) == (en, es)


def test_other_times_stand_in_parentheses() -> None:
    """A span that is no plain day, month or year is put in the words of the span, in parentheses, without guessing."""
    for span in (
        Span.every_day(date(2024, 2, 1), date(2024, 2, 29)),
        Span.some_day(date(2024, 2, 1), date(2024, 2, 28)),
        Span.since(date(2022, 3, 27)),
        Span.some_day(date(9999, 12, 1), date(9999, 12, 31)),
    ):
        for lang in LANGUAGES:
            assert time_words(span, lang) == f"({span.text(lang)})"


def test_a_ratio_that_is_not_resolved_names_its_base_in_quotation_marks() -> None:
    """The key of the other claim stands in quotation marks, not in braces."""
    amount = Amount(qualifier="exact", ratio=Ratio(of="held-2021", low=Decimal(2), high=Decimal(2)))
    assert "“held-2021”" in number(amount, "en")
    assert "«held-2021»" in number(amount, "es")


def test_a_choice_the_vocabulary_does_not_have_is_said_as_it_is(
    vocabulary: Vocabulary, subjects: Mapping[str, Subject]
) -> None:
    """A claim coded with another version of the vocabulary is worded with its own value, not lost and not an error."""
    claim = held(predicate="family_visits", subject="cecot", value="by_video", span=None)
    assert (
        sentence(claim, vocabulary, subjects, SOURCES, "en")
        == "VRT reported that family visits in CECOT were by_video."
    )
