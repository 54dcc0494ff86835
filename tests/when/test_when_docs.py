"""The documentation of time is true: every row of its tables is read, refused or written as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from habeas.errors import InputError
from habeas.when import Span, parse

PAGE = (Path(__file__).parents[2] / "docs" / "time.md").read_text(encoding="utf-8")
SAID_ON = date(2025, 3, 18)


def rows(heading: str) -> Iterator[list[str]]:
    """Yield the cells of every row of the tables whose first line of headings begins with the words given."""
    for table in re.findall(r"^\|.*(?:\n\|.*)+", PAGE, re.MULTILINE):
        lines = table.splitlines()
        if lines[0].startswith(heading):
            yield from ([cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:])


def each(cell: str) -> list[str]:
    """Return the forms of one cell, without their marks."""
    return [form.strip().strip("`") for form in re.split(r" · |(?<=`), (?=`)", cell)]


READ = [(words, edtf) for cells in rows("| Words | The days") for words in each(cells[0]) for edtf in [cells[1]]]
RELATIVE = [(words, edtf) for cells in rows("| Words | Said on") for words in each(cells[0]) for edtf in [cells[1]]]
REFUSED = [(words, cells[2].strip("`")) for cells in rows("| Words | Why") for words in each(cells[0])]
REFUSED_EDTF = [(words, cells[2].strip("`")) for cells in rows("| EDTF | Why") for words in each(cells[0])]
EDTF = [code for cells in rows("| EDTF | Read") for code in re.findall(r"`([^`]+)`", cells[0])]
LOST = [(cells[0], cells[1].strip("`")) for cells in rows("| Span | Written")]


def test_the_tables_are_found() -> None:
    """A table that is renamed would otherwise pass by being empty."""
    assert (len(READ) > 50, len(RELATIVE) > 15, len(REFUSED) > 15) == (True, True, True)
    assert (len(REFUSED_EDTF) > 8, len(EDTF) > 20, len(LOST)) == (True, True, 5)


@pytest.mark.parametrize(("words", "edtf"), READ)
def test_words_are_read_as_the_page_says(words: str, edtf: str) -> None:
    """Every form of a row means the same days, with or without a day of saying unless the state runs on to it."""
    assert Span.from_edtf(edtf) == parse(words)


@pytest.mark.parametrize(("words", "edtf"), RELATIVE)
def test_relative_words_are_read_as_the_page_says(words: str, edtf: str) -> None:
    """Every form of a row is read with the day of saying, and only with it."""
    assert Span.from_edtf(edtf) == parse(words, reference=SAID_ON)
    with pytest.raises(InputError):
        parse(words)


@pytest.mark.parametrize(("words", "key"), [*REFUSED, *REFUSED_EDTF])
def test_words_are_refused_for_the_reason_the_page_gives(words: str, key: str) -> None:
    """Every refusal of the page has the key beside it."""
    with pytest.raises(InputError) as caught:
        parse(words)
    assert key == caught.value.key


@pytest.mark.parametrize("code", EDTF)
def test_every_expression_of_the_page_is_read(code: str) -> None:
    """Nothing is offered that is not read, by the parser as well as from EDTF."""
    assert Span.from_edtf(code) == parse(code)


@pytest.mark.parametrize(("words", "edtf"), LOST)
def test_what_edtf_loses_is_written_as_the_page_says(words: str, edtf: str) -> None:
    """The wider form is the one of the page, and an exact one is refused."""
    span = parse(words)
    assert edtf == span.to_edtf()
    with pytest.raises(InputError, match="EDTF has no expression"):
        span.to_edtf(exact=True)
