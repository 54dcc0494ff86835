"""Finding words whose blanks differ: held against a pattern that says the same."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from habeas.evidence.finding import _exactly, _loosely, places

TEXTS = st.text("ab. \n\t\u00a0", max_size=30)
WORDS = st.text("ab. \n", max_size=5)


def pattern(text: str, exact: str, prefix: str, suffix: str) -> list[tuple[int, int]]:
    """Find by a regular expression: any blanks, and at least one, wherever the words asked for have some."""
    before = "".join(rf"{re.escape(word)}\s+" for word in prefix.split())
    after = r"\s+".join(re.escape(word) for word in suffix.split())
    parts = (before.removesuffix("+") + "*" if before else "", f"({exact})", rf"\s*{after}" if after else "")
    return [match.span(1) for match in re.finditer(f"(?={''.join(parts)})", text)]


@given(TEXTS, WORDS.filter(str.strip), WORDS, WORDS)
def test_words_are_found_wherever_only_blanks_differ(text: str, exact: str, prefix: str, suffix: str) -> None:
    """Every place, overlapping ones too, and no other; the span is that of the words alone."""
    expected = pattern(text, r"\s+".join(re.escape(word) for word in exact.split()), prefix, suffix)
    assert list(_loosely(text, exact, prefix, suffix)) == expected


@given(TEXTS, WORDS.filter(str.strip), WORDS, WORDS)
def test_a_citation_is_found_again_wherever_its_words_stand_exactly(
    text: str, exact: str, prefix: str, suffix: str
) -> None:
    """Blanks may differ in prefix and suffix alone; where all stands exactly, only such places count."""
    expected = list(_exactly(text, exact, prefix, suffix)) or pattern(text, re.escape(exact), prefix, suffix)
    assert places(text, exact, prefix, suffix) == expected
