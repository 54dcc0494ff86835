"""Who says what: sentences of our own in both languages, with the speaker that a reader would name."""

from __future__ import annotations

import re

import pytest
from tests.reading import speakers_en, speakers_es

from habeas.reading.document import document
from habeas.reading.speakers import voices
from habeas.words import Lang

MARKED = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


def told(marked: str, lang: Lang, published: str | None = None) -> tuple[str | None, ...]:
    """Return the speaker of each marked stretch."""
    plain = marked.replace("[[", "").replace("]]", "")
    heard = voices(document(plain, lang=lang, published=published))
    found: list[str | None] = []
    for number, hit in enumerate(MARKED.finditer(marked)):
        start = hit.start() - 4 * number
        voice = heard.at(start, start + len(hit.group(1)))
        if voice:
            assert plain[voice.start : voice.end] == voice.speaker
        found.append(voice.speaker if voice else None)
    return tuple(found)


@pytest.mark.parametrize(("marked", "speakers"), speakers_en.CASES)
def test_english(marked: str, speakers: tuple[str | None, ...]) -> None:
    assert told(marked, "en") == speakers


@pytest.mark.parametrize(("marked", "speakers"), speakers_es.CASES)
def test_spanish(marked: str, speakers: tuple[str | None, ...]) -> None:
    assert told(marked, "es") == speakers
