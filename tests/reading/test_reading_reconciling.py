"""Reconciling: what many texts repeat from one speaker is one claim, and repeating it is never called confirming it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from habeas.reading import read
from habeas.reading.model import Reading
from habeas.reading.names import same_name, same_speaker
from habeas.reading.reconciling import reconcile, same_claims
from habeas.words import LANGUAGES, Lang


def said(number: int | None = 261, **other: Any) -> Reading:
    """Return a reading of so many deaths, said by a body with a name of its own."""
    value = None if number is None else Decimal(number)
    base = Reading(
        kind="deaths", quote="q", start=0, end=1, low=value, high=value, value=value, unit="persons", as_of="2024-07",
        attributed_to="Cristosal", subject="El Salvador",
    )  # fmt: skip
    return replace(base, **other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the Ministry of Justice", "Ministerio de Justicia", True),
        ("el ministro de Justicia", "the justice minister", True),
        ("Servicio Nacional de Prisiones", "SNP", False),
        ("the Independent Prison Observatory", "IPO", True),
        ("la Comisión de Derechos Humanos", "CDH", True),
        ("C.D.H.", "la Comisión de Derechos Humanos", True),
        ("the government", "el Gobierno", True),
        ("the Prisons Ombudsman", "la Fiscalía", False),
        ("Red de Familiares", "la Red de Familiares del Norte", True),
        ("a spokeswoman", "el portavoz", True),
        ("the Prison Observatory", "el Observatorio Penitenciario", True),
        ("Amnesty International", "Amnistía Internacional", True),
        ("the United Nations", "Naciones Unidas", True),
        ("the UN", "la ONU", True),
        ("the Red Cross", "la Cruz Roja", True),
        ("the Ministry of Justice", "the Ministry of Health", False),
        ("a", "A", True),
        ("a", "the", False),
    ],
)
def test_a_speaker_is_known_again_in_both_languages(one: str, other: str, same: bool) -> None:
    """Articles, accents, capitals, initials, offices and the persons who hold them, English and Spanish."""
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def test_nobody_is_no_speaker() -> None:
    """The writer's own voice is not that of one who is named."""
    assert same_speaker(None, None)
    assert not same_speaker(None, "the government")


def test_ten_outlets_and_one_speaker_are_one_claim() -> None:
    """Ten citations, one independent source, whatever the language and the words around."""
    readings = {f"outlet-{n}": [said(attributed_to="la oenegé Cristosal" if n % 2 else "Cristosal")] for n in range(10)}
    dates = {name: f"2024-07-{20 - at:02}" for at, name in enumerate(readings)}
    (one,) = same_claims(readings, published=dates)
    assert len(one.citations) == 10
    assert one.citations[0].source == "outlet-9"
    assert (one.independent, one.written) == (1, 10)
    assert one.speaker == "la oenegé Cristosal"
    for lang in LANGUAGES:
        told = one.text(lang)
        assert "10" in told
        assert "confirm" not in told.casefold()


@pytest.mark.parametrize(
    ("change", "together"),
    [
        ({}, True),
        ({"as_of": None}, True),
        ({"as_of": "2022-03/2024-07-14"}, True),
        ({"as_of": "2023"}, False),
        ({"subject": None}, True),
        ({"subject": "salvadoran prisons of el salvador"}, True),
        ({"subject": "Honduras"}, False),
        ({"qualifier": "approx"}, True),
        ({"qualifier": "at_least", "value": None, "high": None}, True),
        ({"kind": "injured"}, False),
        ({"value": Decimal(262)}, False),
        ({"value": Decimal("261.0")}, True),
        ({"unit": "USD"}, False),
        ({"modality": "allegation"}, False),
        ({"denied": True}, False),
        ({"attributed_to": "the government"}, False),
        ({"attributed_to": None}, False),
        ({"attributed_to": "Cristosal's director"}, True),
    ],
)
def test_what_makes_two_readings_one_claim(change: dict[str, Any], together: bool) -> None:
    """Kind, figure, unit and modality are equal; qualifier, time, subject and speaker may be the same."""
    made = same_claims({"a": [said()], "b": [said(**change)]})
    assert len(made) == (1 if together else 2)


def test_a_bound_above_and_one_below_are_two_claims() -> None:
    """The words "at least" and "up to" one number leave but one point in common."""
    assert len(same_claims({"a": [said(qualifier="at_least")], "b": [said(qualifier="at_most")]})) == 2


@pytest.mark.parametrize(
    "change",
    [{"attributed_to": "the minister", "value": Decimal(40_000)}, {"attributed_to": None}, {"value": Decimal(3)}],
)
def test_chance_needs_a_known_place(change: dict[str, Any]) -> None:
    """Round figures of names that many bear, no name, and small figures: without both subjects, or a shared passage, they stay apart."""
    known, unknown = said(**change), said(subject=None, **change)
    assert len(same_claims({"a": [known], "b": [known]})) == 1
    assert len(same_claims({"a": [known], "b": [unknown]})) == 2
    assert len(same_claims({"a": [unknown], "b": [unknown]})) == 2


def test_a_rare_figure_is_known_again() -> None:
    """No two ministers say 31,450 of one time; "40,000" they may."""
    one, other = said(31_450, attributed_to="the minister"), said(31_450, attributed_to="la ministra", subject=None)
    assert len(same_claims({"a": [one], "b": [other]})) == 1
    assert (
        len(same_claims({"a": [replace(one, value=Decimal(40_000))], "b": [replace(other, value=Decimal(40_000))]}))
        == 2
    )


@pytest.mark.parametrize("again", ["the group", "la organización", "la entidad", "The report", "la ONG"])
def test_the_group_is_the_body_that_was_named_before(again: str) -> None:
    """In its own text, at an earlier place; a minister is nobody's group, and what is named later does not count."""
    named = said(500, subject=None, start=0, end=3)
    told = said(subject=None, attributed_to=again, start=10, end=13)
    (one,) = [each for each in same_claims({"a": [told, named], "b": [said(subject=None)]}) if each.said.value == 261]
    assert (one.speaker, one.sources, one.independent) == ("Cristosal", ("a", "b"), 1)
    assert one.said.attributed_to == again
    early = replace(told, start=0, end=3)
    late = replace(named, start=10, end=13)
    assert len(same_claims({"a": [early, late], "b": [said(subject=None)]})) == 3
    assert len(same_claims({"a": [named, replace(told, attributed_to="the minister")], "b": [said(subject=None)]})) == 3


def test_every_citation_fits_every_other() -> None:
    """A reading without a date joins nothing that its companions exclude: spring and autumn stay apart."""
    made = same_claims({"a": [said(as_of="2024-03")], "b": [said(as_of=None)], "c": [said(as_of="2024-10")]})
    assert [one.sources for one in made] == [("a", "b"), ("c",)]


ARTICLES = {
    "wire": (
        "At least 214 prisoners have died in the country's jails since the start of 2023, the Prison Observatory said on Tuesday. The group "
        "said the jails held 31,450 inmates in June."
    ),
    "daily": (
        "CAPITAL - At least 214 prisoners have died in the country's jails since the start of 2023, the Prison Observatory said on Tuesday. "
        "The group said the jails held 31,450 inmates in June. Opposition leaders asked for an inquiry."
    ),
    "diario": (
        "Al menos 214 presos han muerto en las cárceles del país desde comienzos de 2023, informó el martes el Observatorio Penitenciario. "
        "Según la organización, las cárceles albergaban a 31.450 internos en junio."
    ),
}


def test_articles_in_two_languages_are_read_and_reconciled() -> None:
    """A wire, a daily that copies it and a daily in Spanish: each figure is one claim of one speaker with three citations."""
    dates = {"wire": "2024-07-02", "daily": "2024-07-03", "diario": "2024-07-03"}
    made = reconcile(ARTICLES, {name: read(text, published=dates[name]) for name, text in ARTICLES.items()}, dates)
    told = {one.said.value: one for one in made.claims}
    for figure in (Decimal(214), Decimal(31_450)):
        one = told[figure]
        assert one.speaker == "the Prison Observatory"
        assert one.sources == ("wire", "daily", "diario")
        assert (one.independent, one.written) == (1, 2)
        assert [each.copied_from for each in one.citations] == [None, "wire", None]
    assert made.copies.families() == (("wire", "daily"),)
    assert made.figures == ()


PASSAGES = {
    "en": "Guards carried out the bodies before dawn and 14 men died in the fire, while the families were kept behind the fence until noon that day.",
    "es": "Los guardias sacaron los cuerpos antes del amanecer y 14 hombres murieron en el incendio, mientras las familias esperaban tras la valla.",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_copies_in_their_own_voice_are_one_source(lang: Lang) -> None:
    """Three texts print one passage without naming anybody; a fourth wrote its own: at most two sources, and nothing is confirmed."""
    passage = PASSAGES[lang]
    texts = {"wire": passage, "copy": f"*** {passage}", "again": passage.upper(), "own": f"14: {passage[::-1]}"}
    at = passage.index("14")

    def here(offset: int) -> list[Reading]:
        return [said(14, attributed_to=None, quote="14", start=at + offset, end=at + 2 + offset)]

    own = [said(14, attributed_to=None, quote="14", start=0, end=2)]
    made = reconcile(
        texts, {"own": own, "again": here(0), "copy": here(4), "wire": here(0)},
        {"wire": "2024-05-01", "copy": "2024-05-02", "again": "2024-05-02", "own": "2024-05-03"},
    )  # fmt: skip
    (one,) = made.claims
    assert [(each.source, each.copied_from) for each in one.citations] == [
        ("wire", None), ("again", "wire"), ("copy", "wire"), ("own", None),
    ]  # fmt: skip
    assert (one.written, one.independent) == (2, 2)
    assert {"en": "no confirmation", "es": "no es confirmar"}[lang] in one.text(lang)
    assert made.copies.families() == (("wire", "copy", "again"),)


def test_two_copies_of_a_text_that_was_not_read_are_one_source() -> None:
    """The passage they share is enough; the first text need not have a reading of it."""
    passage = PASSAGES["en"]
    at = passage.index("14")
    one = said(14, attributed_to=None, subject=None, quote="14", start=at, end=at + 2)
    made = reconcile(
        dict.fromkeys(("first", "b", "c"), passage),
        {"b": [one], "c": [one]},
        {"first": "2020", "b": "2021", "c": "2022"},
    )
    assert [(claim.sources, claim.written) for claim in made.claims] == [(("b", "c"), 1)]


def test_other_speakers_of_one_figure_are_counted_once_each() -> None:
    """Two who are named and one text in its own voice: two sources at most; the minister of no place is not counted twice."""
    readings = {
        "a": [said(300, attributed_to="Cristosal")],
        "b": [said(300, attributed_to="the government")],
        "c": [said(300, attributed_to=None)],
        "d": [said(300, attributed_to="el Gobierno", subject=None)],
        "e": [said(300, attributed_to="Cristosal", as_of="2019")],
        "f": [said(None, value_text="visits=none", kind="condition")],
    }
    made = reconcile({}, readings)
    (figure,) = made.figures
    assert len(figure.claims) == 4
    assert figure.independent == 2
    assert "at most 2 independent sources" in figure.text("en")
    assert "a lo sumo 2 fuentes" in figure.text("es")


@settings(phases=(Phase.explicit, Phase.generate), max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcd"), st.sampled_from([3, 30]), st.sampled_from([None, "Cristosal", "the minister"]),
            st.sampled_from([None, "2024", "2024-07", "2023/2024-01"]), st.sampled_from([None, "El Salvador", "Peru"]),
        ),
        max_size=12,
    )
)  # fmt: skip
def test_every_reading_is_cited_once(rows: list[tuple[str, int, str | None, str | None, str | None]]) -> None:
    """Nothing is lost and nothing counted twice; no claim has more independent sources than texts."""
    readings: dict[str, list[Reading]] = {}
    for source, number, speaker, when, where in rows:
        readings.setdefault(source, []).append(said(number, attributed_to=speaker, as_of=when, subject=where))
    made = same_claims(readings)
    cited = [(one.source, one.reading) for claim in made for one in claim.citations]
    assert sorted(cited) == sorted((source, at) for source, told in readings.items() for at in range(len(told)))
    assert all(1 <= one.independent <= one.written == len(one.sources) for one in made)
    assert made == same_claims(readings)


def test_a_claim_said_once_is_said_so() -> None:
    """One text has no plural."""
    (named,) = same_claims({"a": [said()]})
    (own,) = same_claims({"a": [said(attributed_to=None)]})
    assert named.text("en") == "Said by Cristosal; one text cites it."
    assert own.text("es") == "Un texto lo dice con voz propia."
