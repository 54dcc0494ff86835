"""Whatever the text: every reading stands on its words, inside its sentence, inside its passage; and pieces lose nothing of the text."""

from __future__ import annotations

from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from habeas.reading import read_whole, whole

WORDS = st.sampled_from(
    [
        "The",
        "prison",
        "held",
        "1,200",
        "inmates",
        ".",
        "in",
        "March",
        "2024",
        ",",
        "the",
        "ministry",
        "said",
        ".",
        "At",
        "least",
        "12",
        "people",
        "died",
        "since",
        "2022",
        ".",
        "No",
        "visits",
        ".",
        "El",
        "penal",
        "tenía",
        "1.200",
        "reclusos",
        "según",
        "la",
        "ministra",
        ".",
        "hasta",
        "40",
        "mil",
        "⚠",
        "🇸🇻",
        "שלום",
        "﷽",
        "Ã©",
        "\u200f",
        "\n",
        "\n\n",
        "\x0c",
        "72,000-plus",
        "%",
        "(",
        ")",
        "“",
        "”",
        "…",
    ]
)
TEXT = st.one_of(st.lists(WORDS, max_size=60).map(" ".join), st.text(max_size=200))


def pages_of(text: str) -> list[int]:
    """Return where the pages of a text begin."""
    return [0, *(n + 1 for n, mark in enumerate(text) if mark == "\f")]


@given(TEXT, st.sampled_from([None, "2025", "2025-03-18"]), st.booleans())
@settings(max_examples=60, phases=(Phase.explicit, Phase.generate))
def test_every_reading_stands_on_its_words(text: str, published: str | None, paged: bool) -> None:
    """Offsets are those of the whole text, and the passage holds the sentence that holds the quote."""
    made = read_whole(text, published=published, pages=pages_of(text) if paged else ())
    for one in made.passages:
        reading = one.reading
        assert text[reading.start : reading.end] == reading.quote
        assert 0 <= one.before <= one.begins <= reading.start < reading.end <= one.ends <= one.after <= len(text)
    assert made.words == len(text.split())
    assert (made.language is None) == (made.sentences == 0)


@given(TEXT, st.booleans())
@example(text="one page, long enough for a piece\f", paged=True)
@settings(max_examples=60, phases=(Phase.explicit, Phase.generate))
def test_pieces_are_the_text(text: str, paged: bool) -> None:
    """Every code point is in exactly one piece, and with pages a piece ends where a page does."""
    before = whole._PIECE
    whole._PIECE = 20  # type: ignore[misc]
    try:
        pages = pages_of(text) if paged else []
        pieces = list(whole._pieces(text, pages))
    finally:
        whole._PIECE = before  # type: ignore[misc]
    assert "".join(text[start:end] for start, end, _ in pieces) == text
    if paged:
        assert {start for start, _, _ in pieces} <= set(pages)
        assert not pieces or pieces[-1][2] == len(pages)


def test_an_empty_text_has_nothing_in_it() -> None:
    """No language, no words, no readings, and no progress to tell."""
    told: list[tuple[int, int]] = []
    made = read_whole("", progress=lambda done, of: told.append((done, of)))
    assert (made.passages, made.language, made.words, made.sentences, told) == ((), None, 0, 0, [])
