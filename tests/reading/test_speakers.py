"""Who says what: sentences of our own in both languages, with the speaker that a reader would name."""

from __future__ import annotations

import re

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.reading import speakers_en, speakers_es

from habeas.reading.document import document
from habeas.reading.model import Voice
from habeas.reading.speakers import voices
from habeas.words import Lang

MARKED = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


def heard(marked: str, lang: Lang, published: str | None = None) -> tuple[Voice | None, ...]:
    """Return the voice of each marked stretch."""
    plain = marked.replace("[[", "").replace("]]", "")
    told = voices(document(plain, lang=lang, published=published))
    found: list[Voice | None] = []
    for number, hit in enumerate(MARKED.finditer(marked)):
        start = hit.start() - 4 * number
        voice = told.at(start, start + len(hit.group(1)))
        if voice:
            assert plain[voice.start : voice.end] == voice.speaker
        found.append(voice)
    return tuple(found)


def names(marked: str, lang: Lang, published: str | None = None) -> tuple[str | None, ...]:
    """Return the speaker of each marked stretch."""
    return tuple(voice.speaker if voice else None for voice in heard(marked, lang, published))


@pytest.mark.parametrize(("marked", "speakers"), speakers_en.CASES)
def test_english(marked: str, speakers: tuple[str | None, ...]) -> None:
    assert names(marked, "en") == speakers


@pytest.mark.parametrize(("marked", "speakers"), speakers_es.CASES)
def test_spanish(marked: str, speakers: tuple[str | None, ...]) -> None:
    assert names(marked, "es") == speakers


@pytest.mark.parametrize(("marked", "speakers"), speakers_en.YEARLY)
def test_yearly_reports_in_english(marked: str, speakers: tuple[str | None, ...]) -> None:
    assert names(marked, "en", "2023-03-20") == speakers


@pytest.mark.parametrize(("marked", "speakers"), speakers_es.YEARLY)
def test_yearly_reports_in_spanish(marked: str, speakers: tuple[str | None, ...]) -> None:
    assert names(marked, "es", "2023-03-20") == speakers


@pytest.mark.parametrize(
    ("marked", "lang", "speaker", "chain"),
    [
        ("The minister said the director had told him that [[40 men]] fled.", "en", "the director", ("The minister",)),
        ("Some 300 are held, state radio reported, citing the ministry: [[300]].", "en", "the ministry", ("state radio",)),
        ("Según el ministerio, citado por la agencia, hay [[300 presos]].", "es", "el ministerio", ("la agencia",)),
        ("El ministro dijo que la directora le contó que [[40]] huyeron.", "es", "la directora", ("El ministro",)),
    ],
)  # fmt: skip
def test_who_passed_it_on(marked: str, lang: Lang, speaker: str, chain: tuple[str, ...]) -> None:
    (voice,) = heard(marked, lang)
    assert voice is not None
    assert (voice.speaker, voice.chain) == (speaker, chain)


@pytest.mark.parametrize(
    ("marked", "lang", "manner"),
    [
        ("The ministry reported [[300 deaths]].", "en", "fact"),
        ("The group estimates that [[300]] have died.", "en", "estimate"),
        ("Lawyers alleged that [[300]] were beaten.", "en", "allegation"),
        ("La red calcula que [[300]] han muerto.", "es", "estimate"),
        ("La red denuncia que [[300]] han muerto.", "es", "allegation"),
    ],
)
def test_manner(marked: str, lang: Lang, manner: str) -> None:
    (voice,) = heard(marked, lang)
    assert voice is not None
    assert voice.manner == manner


@pytest.mark.parametrize(
    ("marked", "lang", "how"),
    [
        ("According to the union, [[300]] are ill.", "en", "according"),
        ("The union said [[300]] are ill.", "en", "reported"),
        ("“We have counted the beds and [[300]] are missing,” the union said.", "en", "quoted"),
        ("The union said it was worried. Of them, [[300]] are ill.", "en", "continued"),
        ("Según el sindicato, [[300]] están enfermos.", "es", "according"),
        ("El sindicato dijo que faltan camas. De ellas, [[300]] están rotas.", "es", "continued"),
    ],
)
def test_how(marked: str, lang: Lang, how: str) -> None:
    (voice,) = heard(marked, lang)
    assert voice is not None
    assert voice.how == how


def test_nobody_speaks_in_an_empty_text() -> None:
    assert voices(document("", lang="en")).at(0, 0) is None


PIECES = st.sampled_from(
    [
        "The ministry", "said", "that", "“", "”", "«", "»", "12", ",", ".", ";", ":", "\n\n", "según", "el", "Gobierno", "dijo", "que",
        "who", "and", "y", "according to", "by", "reported", "la", "(", ")", "—", "it", "María", "\U0001f600", "مرحبا", "Ã©", "'s", "-", "de",
        "contó", "del", "the", "\u2019", "\t", "data", "law", "para", "Under",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.lists(PIECES, max_size=40), st.sampled_from(["en", "es"]))
def test_any_text_is_heard_and_speakers_stand_where_they_are_said_to(pieces: list[str], lang: Lang) -> None:
    text = " ".join(pieces)
    told = voices(document(text, lang=lang))
    for at in range(0, len(text), 3):
        voice = told.at(at, at + 1)
        assert voice is None or (voice.speaker and text[voice.start : voice.end] == voice.speaker)
