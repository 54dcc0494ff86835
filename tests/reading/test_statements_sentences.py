"""Statements by sentences of our own in both languages: conditions, legal acts and limits, and what is none of them."""

from __future__ import annotations

import pytest
from tests.reading import statements_en, statements_es

from habeas.reading.document import document
from habeas.reading.statements import statements
from habeas.words import Lang

STATED = [
    *(("en", text, values) for text, values in [*statements_en.CONDITIONS, *statements_en.LEGAL]),
    *(("es", text, values) for text, values in [*statements_es.CONDITIONS, *statements_es.LEGAL]),
]
NOTHING = [*(("en", text) for text in statements_en.NOTHING), *(("es", text) for text in statements_es.NOTHING)]


def stated(text: str, lang: Lang) -> str:
    return ";".join(sorted({str(one.value_text) for one in statements(document(text, lang=lang))}))


@pytest.mark.parametrize(("lang", "text", "values"), STATED)
def test_a_sentence_states_what_it_says_and_no_more(lang: Lang, text: str, values: str) -> None:
    assert stated(text, lang) == ";".join(sorted(values.split(";")))


@pytest.mark.parametrize(("lang", "text"), NOTHING)
def test_what_is_planned_denied_general_or_about_others_is_left_out(lang: Lang, text: str) -> None:
    assert stated(text, lang) == ""
