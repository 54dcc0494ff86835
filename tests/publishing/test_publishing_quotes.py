"""Marking quotes: the characters never change, and every quote has its mark at its place."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from tests.publishing import report_case

from habeas.amount import Amount
from habeas.claims import Claim
from habeas.evidence import CellQuote, Citation, Extract, TextQuote
from habeas.publishing import links, quotes
from habeas.publishing.disclosure import Quoted

NUMBERS = Amount.exact(1, unit="persons")


def _quoted(name: str, quote: TextQuote | CellQuote) -> Quoted:
    cited = Citation(source="s", sha256="0", quote=quote)
    claim = Claim(id=name, key=name, subject="cecot", predicate="population", value=NUMBERS, citations=(cited,))
    return Quoted(claim, cited, 1)


def _passage(text: str, start: int, end: int) -> TextQuote:
    return TextQuote(exact=text[start:end], prefix="", suffix="", start=start, end=end)


def _none(_: Quoted) -> Markup:
    return Markup()


def _shown(text: str, quoted: list[Quoted], pages: tuple[int, ...] = ()) -> list[quotes.Part]:
    extract = Extract(media_type="text/plain", extractor="text-1", text=text, pages=pages)
    return quotes.marked(extract, quoted, _none, lambda number: Markup('<i data-page="{}"></i>').format(number))


@st.composite
def _texts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(st.text(alphabet="ab<>&\"' \n\u202eé🚨", min_size=1, max_size=60))
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda pair: pair[0] < pair[1])
    return text, draw(st.lists(ends, max_size=6))


@given(_texts())
def test_marks_change_no_character(drawn: tuple[str, list[tuple[int, int]]]) -> None:
    """With its tags taken out, the marked text is the text, however the quotes overlap, nest or coincide."""
    text, spans = drawn
    quoted = [_quoted(f"q{n}", _passage(text, *span)) for n, span in enumerate(spans)]
    (part,) = _shown(text, quoted)
    assert unescape(re.sub(r"<[^>]*>", "", part.html)) == text


@given(_texts())
def test_every_quote_is_marked_where_it_begins(drawn: tuple[str, list[tuple[int, int]]]) -> None:
    """Each quote has exactly one mark with its anchor, and what precedes that mark is what precedes the quote."""
    text, spans = drawn
    quoted = [_quoted(f"q{n}", _passage(text, *span)) for n, span in enumerate(spans)]
    (part,) = _shown(text, quoted)
    for (start, _), one in zip(spans, quoted, strict=True):
        before, found, _ = part.html.partition(f'id="{links.mark(one.claim)}"')
        assert found
        assert unescape(re.sub(r"<[^>]*>", "", before.rpartition("<")[0])) == text[:start]


@given(_texts())
def test_all_and_only_quoted_characters_are_marked(drawn: tuple[str, list[tuple[int, int]]]) -> None:
    """A character stands inside a mark exactly when some quote covers it."""
    text, spans = drawn
    quoted = [_quoted(f"q{n}", _passage(text, *span)) for n, span in enumerate(spans)]
    (part,) = _shown(text, quoted)
    covered, depth = [], 0
    for piece in re.findall(r"<[^>]*>|&[^;]+;|[^<&]", part.html):
        if piece.startswith("<"):
            depth += -1 if piece == "</mark>" else 1
        else:
            covered.append(depth > 0)
    assert covered == [any(start <= k < end for start, end in spans) for k in range(len(text))]


def test_pages_are_signed_where_they_begin() -> None:
    """Where a text has pages, each is signed at its first character, and the page break itself is not shown."""
    (part,) = _shown("one\ftwo", [], pages=(0, 4))
    assert part.html == Markup('<i data-page="1"></i>one<i data-page="2"></i>two')


def test_a_long_text_is_shown_around_its_quotes() -> None:
    """Beyond a measure only the passages around quotes are shown, and what is left out is counted to the character."""
    text = "x" * 30_000 + "needle" + "y" * 60_000
    parts = _shown(text, [_quoted("q", _passage(text, 30_000, 30_006))])
    shown = sum(len(re.sub(r"<[^>]*>", "", part.html)) for part in parts)
    assert shown + sum(part.before + part.after for part in parts) == len(text)
    assert shown < 2_000
    assert "needle" in parts[0].html


def test_a_quote_that_moved_is_not_marked() -> None:
    """A quote whose words are not at its recorded place has no mark, so nothing else is shown as quoted."""
    text = "some words"
    wrong = _quoted("q", TextQuote(exact="other", prefix="", suffix="", start=0, end=5))
    assert not quotes.stands(Extract(media_type="text/plain", extractor="t", text=text), wrong)
    assert str(_shown(text, [wrong])[0].html) == text


def test_cells_are_marked() -> None:
    """A cited cell is marked in its row and column; the others are shown as they are."""
    extract, cell = report_case.sheet()
    (grid,) = quotes.grids(extract, [_quoted("q", cell)], _none)
    assert grid.columns == ("A", "B")
    assert grid.rows[1] == (2, (Markup("2024"), Markup('<mark id="c-q">110000</mark>')))


def test_a_passage_of_a_sheet_marks_its_cell() -> None:
    """A passage quoted from the text of a sheet marks the cell in which it begins."""
    extract, _ = report_case.sheet()
    start = extract.text.index("110000")
    (grid,) = quotes.grids(extract, [_quoted("q", _passage(extract.text, start, start + 6))], _none)
    assert "mark" in grid.rows[1][1][1]


def test_column_letters() -> None:
    """Columns are lettered as a spreadsheet letters them."""
    assert [quotes.letters(n) for n in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
