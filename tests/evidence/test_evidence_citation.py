"""A quote is found where it stands, told from its doubles, and compared again byte for byte."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence import evidence_files as files

from habeas.errors import InputError, Problem
from habeas.evidence import (
    Ambiguous,
    CellQuote,
    Citation,
    Extract,
    Found,
    Nearest,
    TextQuote,
    check,
    extract,
    find,
    locate,
    make_citation,
    quote_at,
)
from habeas.evidence.text import normal

TEXT = "The place has eight buildings. It has 32 cells in each building, and eight buildings\nmore are planned."
SOURCE = files.source(TEXT.encode())
TEXTS = st.text(min_size=1, max_size=80).map(normal).filter(lambda text: bool(text.strip()))
FEW = st.text("ab \n", min_size=1, max_size=60).filter(lambda text: bool(text.strip()))


def read(text: str) -> Extract:
    """Return a text as if it had been read from a file."""
    return Extract(media_type="text/plain", extractor="txt-1", text=text)


def cited(quote: str, text: str = TEXT, **where: str) -> Citation:
    """Return the citation of a quote that must be found."""
    made = make_citation(SOURCE, read(text), quote=quote, **where)  # type: ignore[arg-type]
    assert isinstance(made, Citation), made
    return made


def words(citation: Citation) -> TextQuote:
    """Return the quote of a citation, which must be one of text."""
    assert isinstance(citation.quote, TextQuote)
    return citation.quote


def problem(made: Citation | Problem) -> Problem:
    """Return the problem that making a citation must have met, said in both languages."""
    assert isinstance(made, Problem)
    assert made.text("en") != made.text("es")
    return made


@st.composite
def passages(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> tuple[str, int, int]:
    """Draw a text and a passage in it that is more than blanks."""
    text = draw(texts)
    place = draw(st.sampled_from([at for at, letter in enumerate(text) if letter.strip()]))
    return text, draw(st.integers(0, place)), draw(st.integers(place + 1, len(text)))


@given(passages() | passages(FEW))
def test_any_passage_is_found_at_its_offsets(drawn: tuple[str, int, int]) -> None:
    """With all that stands before and after it, every passage of every text is found where it is."""
    text, start, end = drawn
    found = find(read(text), text[start:end], text[:start], text[end:])
    assert isinstance(found, Found)
    assert (found.quote.start, found.quote.end) == (start, end)
    assert found.typed


@given(passages() | passages(FEW))
def test_a_passage_alone_is_found_if_it_is_the_only_one(drawn: tuple[str, int, int]) -> None:
    """Without context the answer is the one place, or the number of places counted by hand, overlapping ones too."""
    text, start, end = drawn
    exact = text[start:end]
    starts = [at for at in range(len(text)) if text.startswith(exact, at)]
    found = find(read(text), exact)
    if len(starts) == 1:
        assert isinstance(found, Found)
        assert found.quote.start == start
    else:
        assert isinstance(found, Ambiguous)
        assert found.n == len(starts)
        assert list(found.starts) == starts[:5]


@given(passages() | passages(FEW))
def test_what_was_cited_checks_again(drawn: tuple[str, int, int]) -> None:
    """A citation made at a place holds at that place, and says the words that are there."""
    text, start, end = drawn
    quote = quote_at(read(text), start, end)
    assert quote.exact == text[start:end]
    assert text[: quote.start].endswith(quote.prefix)
    assert text[quote.end :].startswith(quote.suffix)
    citation = Citation(source="s", sha256=SOURCE.sha256, quote=quote)
    assert check(citation, read(text)) is None
    assert locate(citation, read(text)) == (start, end)


@given(passages(), TEXTS)
def test_words_that_moved_are_found_again(drawn: tuple[str, int, int], before: str) -> None:
    """Where another reader puts more before the words, they are found by what surrounds them, if that is still unique."""
    text, start, end = drawn
    citation = Citation(source="s", sha256=SOURCE.sha256, quote=quote_at(read(text), start, end))
    whole = words(citation).prefix + words(citation).exact + words(citation).suffix
    moved = before + "\n" + text
    found = locate(citation, read(moved))
    if moved.count(whole) == 1 and moved.find(whole) == moved.rfind(whole):
        assert isinstance(found, tuple)
        assert moved[slice(*found)] == text[start:end]
    elif isinstance(found, tuple):
        assert moved[slice(*found)] == text[start:end]


@given(passages(), st.integers(0, 10_000), st.characters(codec="utf-8"))
def test_one_changed_letter_never_passes(drawn: tuple[str, int, int], at: int, letter: str) -> None:
    """If any code point of the cited words is another one, the check does not say that they are there at that place."""
    text, start, end = drawn
    citation = Citation(source="s", sha256=SOURCE.sha256, quote=quote_at(read(text), start, end))
    place = start + at % (end - start)
    changed = text[:place] + letter + text[place + 1 :]
    found = locate(citation, read(changed))
    if isinstance(found, tuple):
        assert changed[slice(*found)] == text[start:end]
    elif changed == text:
        pytest.fail(found.text("en"))


def test_a_quote_is_found_with_its_context_and_page() -> None:
    """What is kept is the exact words, 32 code points on each side, the offsets and the page."""
    made = extract(files.pdf([["The first page."], ["It has 32 cells in each."]]), "application/pdf")
    found = find(made, "32 cells")
    assert isinstance(found, Found)
    assert found.quote == TextQuote(
        exact="32 cells", prefix="The first page.\fIt has ", suffix=" in each.", start=23, end=31, page=2
    )
    long = quote_at(read("x" * 100 + "here" + "y" * 100), 100, 104)
    assert (len(long.prefix), len(long.suffix)) == (32, 32)


def test_context_grows_until_the_words_are_alone() -> None:
    """Where 32 code points on each side do not tell two places apart, more are kept."""
    block = (
        "The same words stand here, again and again, for a hundred letters and more, as boilerplate does on every page."
    )
    text = f"First. {block} One.\nSecond. {block} Two."
    start = text.rindex("again and again")
    quote = quote_at(read(text), start, start + 15)
    assert text.count(quote.prefix + quote.exact + quote.suffix) == 1


def test_blanks_and_line_ends_may_differ() -> None:
    """A quote typed on one line is found over two; what is kept is the text's own wording."""
    found = find(read(TEXT), "eight  buildings more are planned")
    assert isinstance(found, Found)
    assert found.quote.exact == "eight buildings\nmore are planned"
    assert not found.typed
    assert TEXT[found.quote.start : found.quote.end] == found.quote.exact


def test_nothing_but_blanks_may_differ() -> None:
    """Another letter, capital or quotation mark makes the nearest passage, never a find."""
    for quote in ("32 Cells in each", "33 cells in each", "32 cells, in each"):
        found = find(read(TEXT), quote)
        assert isinstance(found, Nearest)
        assert found.passage == "32 cells in each"
        assert found.score > 85
        assert TEXT[found.start : found.end] == found.passage


def test_accents_may_be_typed_either_way() -> None:
    """A quote with its accents apart is found in a text with its accents joined."""
    found = find(read("ocho celdas, según él"), "segu\u0301n")
    assert isinstance(found, Found)
    assert found.quote.exact == "según"


def test_doubles_are_told_apart_by_what_is_around() -> None:
    """Two equal passages are ambiguous; a prefix or a suffix, each alone, settles it."""
    found = find(read(TEXT), "eight buildings")
    assert isinstance(found, Ambiguous)
    assert found.n == 2
    assert found.contexts[0] == "The place has [eight buildings]. It has 32 cells in each buildi"
    for where in ({"prefix": "building, and"}, {"suffix": "more are"}, {"prefix": "and", "suffix": "more"}):
        settled = find(read(TEXT), "eight buildings", **where)
        assert isinstance(settled, Found), where
        assert settled.quote.start == TEXT.rindex("eight")
    still = find(read(TEXT + " " + TEXT), "eight buildings", suffix=". It has")
    assert isinstance(still, Ambiguous)
    assert still.n == 2


def test_a_wrong_prefix_is_not_overlooked() -> None:
    """Words that are there, but not after the prefix that was given, are not found."""
    found = find(read(TEXT), "32 cells", prefix="nothing like")
    assert isinstance(found, Nearest)
    made = problem(make_citation(SOURCE, read(TEXT), quote="32 cells", prefix="nothing like"))
    assert made.key == "evidence.quote-not-between"


@given(st.text(min_size=1).filter(lambda text: bool(text.strip())), st.text())
def test_anything_at_all_can_be_sought(quote: str, text: str) -> None:
    """Whatever is sought in whatever text, there is an answer, and its offsets are inside the text."""
    found = find(read(text), quote)
    if isinstance(found, Nearest):
        assert 0 <= found.score <= 100
        assert text[found.start : found.end] == found.passage
        assert quote not in text


@pytest.mark.parametrize("blank", ["", " ", "\n\t"])
def test_no_words_are_refused(blank: str) -> None:
    """An empty quote is a fault, and not found everywhere."""
    with pytest.raises(InputError, match="no words to find"):
        find(read(TEXT), blank)
    assert problem(make_citation(SOURCE, read(TEXT), quote=blank)).key == "evidence.quote-empty"


def test_a_passage_outside_the_text_is_refused() -> None:
    """Offsets that do not fit the text are a fault."""
    for start, end in ((-1, 3), (3, 3), (5, 4), (0, len(TEXT) + 1)):
        with pytest.raises(InputError, match="not inside the text"):
            quote_at(read(TEXT), start, end)


def test_the_nearest_passage_of_a_long_text_is_found() -> None:
    """In a text of a megabyte the nearest passage is found, whole words, in the right place."""
    chance = random.Random(1)  # noqa: S311 - no secret
    stock = ["".join(chance.choice("abcdefghijklmnop") for _ in range(chance.randint(2, 9))) for _ in range(4000)]
    text = " ".join(chance.choice(stock) for _ in range(180_000))
    where = text.index(" ", 600_000) + 1
    passage = text[where : text.index(" ", where + 150)]
    quote = passage.replace("a", "e")
    assert quote != passage
    found = find(read(text), quote)
    assert isinstance(found, Nearest)
    assert (found.start, found.passage) == (where, passage)


def test_a_citation_names_source_and_bytes() -> None:
    """A citation holds the id of the source and the SHA-256 of the version that was read."""
    made = cited("32 cells in each building")
    assert (made.source, made.sha256) == (SOURCE.id, SOURCE.sha256)


def test_what_stands_in_the_way_of_a_citation_is_said() -> None:
    """Not found gives the nearest passage and its score; found twice gives the contexts; no text says so."""
    made = problem(make_citation(SOURCE, read(TEXT), quote="33 cells in each building"))
    assert made.key == "evidence.quote-not-found"
    assert made.values["nearest"] == "32 cells in each building"
    assert "96 of 100" in made.text("en")
    made = problem(make_citation(SOURCE, read(TEXT), quote="eight buildings"))
    assert made.key == "evidence.quote-ambiguous"
    assert "2 times" in made.text("en")
    assert "[eight buildings]" in made.text("es")
    assert problem(make_citation(SOURCE, read(" \n"), quote="words")).key == "evidence.quote-no-text"


def test_changed_words_are_named_with_what_is_there_now() -> None:
    """A check that fails says what was quoted and what now stands in its place."""
    made = check(cited("32 cells in each"), read(TEXT.replace("32 cells", "23 cells")))
    assert made is not None
    assert made.key == "evidence.quote-changed"
    assert made.values["found"] == "23 cells in each"
    assert "23 cells" in made.text("en")
    assert "23 cells" in made.text("es")


def test_words_that_are_there_twice_now_are_not_settled_by_chance() -> None:
    """If the words moved and stand in two places alike, the check does not pick one."""
    made = check(cited("32 cells", "It has 32 cells."), read("New. It has 32 cells. It has 32 cells."))
    assert made is not None
    assert made.key == "evidence.quote-several"
    assert made.values["n"] == 2


def test_words_with_other_line_ends_around_are_found_again() -> None:
    """A reader that breaks lines elsewhere moves the context's blanks; the words themselves must be the same."""
    moved = "New line.\n" + TEXT.replace(" It has", "\nIt has").replace(" and ", "\nand ")
    found = locate(cited("32 cells in each"), read(moved))
    assert isinstance(found, tuple)
    assert moved[slice(*found)] == "32 cells in each"
    broken = "New line.\n" + TEXT.replace("32 cells", "32\ncells")
    assert check(cited("32 cells in each"), read(broken)) is not None


def test_the_same_words_elsewhere_do_not_stand_in() -> None:
    """Equal words at the old offset, but amid other words, are not taken for those that were cited."""
    text = "In 2021: 32 cells each, it said. In 2023: 32 cells there, it said."
    citation = cited("32 cells", text, suffix=" there")
    swapped = "In 2023: 32 cells there, it said. In 2021: 32 cells each, it said."
    found = locate(citation, read(swapped))
    assert isinstance(found, Problem)
    assert found.key == "evidence.quote-changed"


# ---- cells


BOOK = extract(
    files.workbook(Deaths=[["Year", "Total"], [2022, 90], [2023, None, 111]], Notes=[["a"]]),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
TABLE = extract(b"Year,Total\n2022,90\n", "text/csv")


def test_a_cell_is_cited_by_its_place() -> None:
    """Sheet, row and column are kept with the exact content; letters may be small, and a lone sheet needs no name."""
    made = make_citation(SOURCE, BOOK, sheet="Deaths", row=2, column="b")
    assert isinstance(made, Citation)
    assert made.quote == CellQuote(sheet="Deaths", row=2, column="B", exact="90")
    assert check(made, BOOK) is None
    alone = make_citation(SOURCE, TABLE, row=2, column="B", quote="90")
    assert isinstance(alone, Citation)
    assert alone.quote == CellQuote(sheet="", row=2, column="B", exact="90")
    assert check(alone, TABLE) is None


@pytest.mark.parametrize(
    ("sheet", "row", "column", "quote", "key"),
    [
        (None, 2, "B", None, "no-such-sheet"),
        ("deaths", 2, "B", None, "no-such-sheet"),
        ("Deaths", None, "B", None, "cell-incomplete"),
        ("Deaths", 2, None, None, "cell-incomplete"),
        ("Deaths", 2, "2", None, "cell-incomplete"),
        ("Deaths", 3, "B", None, "cell-empty"),
        ("Deaths", 99, "A", None, "cell-empty"),
        ("Deaths", 2, "B", "91", "cell-other"),
    ],
)
def test_a_cell_that_cannot_be_cited(
    sheet: str | None, row: int | None, column: str | None, quote: str | None, key: str
) -> None:
    """A wrong sheet, half a place, an empty cell and other content each say what is there."""
    made = problem(make_citation(SOURCE, BOOK, sheet=sheet, row=row, column=column, quote=quote))
    assert made.key == f"evidence.{key}"


def test_a_text_has_no_cells() -> None:
    """A row and a column of a text are refused."""
    assert problem(make_citation(SOURCE, read(TEXT), row=1, column="A")).key == "evidence.no-sheets"


def test_a_changed_cell_is_named_with_what_it_holds_now() -> None:
    """A check of a cell compares its content, and its sheet must be there."""
    made = make_citation(SOURCE, BOOK, sheet="Deaths", row=2, column="B")
    assert isinstance(made, Citation)
    other = extract(files.workbook(Deaths=[["Year", "Total"], [2022, 91]]), BOOK.media_type)
    changed = check(made, other)
    assert changed is not None
    assert (changed.key, changed.values["found"]) == ("evidence.cell-changed", "91")
    assert "B2" in changed.text("en")
    gone = check(made, replace(other, sheets=other.sheets[:0]))
    assert gone is not None
    assert gone.key == "evidence.no-such-sheet"
    beyond = replace(made, quote=CellQuote(sheet="Deaths", row=99, column="B", exact="90"))
    assert check(beyond, BOOK) is not None


def test_words_in_a_cell_can_be_quoted_as_text() -> None:
    """A table can also be cited by words, and its map leads from them to the cell."""
    found = find(TABLE, "90")
    assert isinstance(found, Found)
    assert TABLE.cell_at(found.quote.start) == ("", 2, "B")


def test_long_quotes_are_shortened_in_messages_only() -> None:
    """A message stays readable; the citation keeps every word."""
    text = "A beginning. " + "word " * 200 + "An end."
    made = check(cited(text, text), read(text.replace("word", "wort")))
    assert made is not None
    assert len(made.text("en")) < 900
    assert "A beginning." in made.text("en")
    assert "An end." in made.text("en")
