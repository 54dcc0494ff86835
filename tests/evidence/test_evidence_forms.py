"""What the ledger keeps of a source or a citation comes back the same, and anything else is refused."""

from __future__ import annotations

import json
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence import evidence_files as files

from habeas.errors import InputError
from habeas.evidence import CellQuote, Citation, Description, Source, TextQuote, as_json, from_json

SHA = st.text("0123456789abcdef", min_size=64, max_size=64)
WORDS = st.none() | st.text()
ABOUT = st.builds(
    Description,
    title=WORDS,
    publisher=WORDS,
    author=WORDS,
    published=WORDS,
    url=WORDS,
    language=WORDS,
    obtained_how=WORDS,
    obtained_by=WORDS,
    obtained_on=WORDS,
    licence=WORDS,
    sensitivity=st.sampled_from([None, "public", "restricted", "secret"]),
    citation=WORDS,
)
SOURCES = st.builds(
    Source,
    id=st.text(),
    version=st.integers(1, 99),
    file=st.text(),
    kind=st.sampled_from(["original", "note"]),
    sha256=SHA,
    size=st.integers(0, 2**50),
    media_type=st.text(),
    about=ABOUT,
    ocr=st.booleans(),
)
SPOTS = st.tuples(st.integers(0, 10**6), st.integers(1, 10**4))
TEXT_QUOTES = st.builds(
    lambda exact, prefix, suffix, spot, page: TextQuote(
        exact=exact, prefix=prefix, suffix=suffix, start=spot[0], end=spot[0] + spot[1], page=page
    ),
    st.text(),
    st.text(),
    st.text(),
    SPOTS,
    st.none() | st.integers(1, 999),
)
CELLS = st.builds(
    CellQuote, sheet=st.text(), row=st.integers(1, 10**6), column=st.text(string.ascii_uppercase), exact=st.text()
)
CITATIONS = st.builds(Citation, source=st.text(), sha256=SHA, quote=TEXT_QUOTES | CELLS)


@given(SOURCES)
def test_sources_round_trip(source: Source) -> None:
    """A source read back from JSON text is the same source."""
    assert from_json(Source, json.loads(json.dumps(as_json(source)))) == source


@given(ABOUT)
def test_descriptions_round_trip(about: Description) -> None:
    """A description read back is the same; what is unknown is not written, and is unknown again."""
    written = as_json(about)
    assert None not in written.values()
    assert from_json(Description, json.loads(json.dumps(written))) == about


@given(CITATIONS)
def test_citations_round_trip(citation: Citation) -> None:
    """A citation read back is the same, with the kind of quote that it had."""
    assert from_json(Citation, json.loads(json.dumps(as_json(citation)))) == citation


GOOD: dict[str, Any] = {
    "source": as_json(files.source()),
    "text": as_json(
        Citation(
            source="s",
            sha256="0" * 64,
            quote=TextQuote(exact="a", prefix="", suffix="", start=0, end=1),
        )
    ),
    "cell": as_json(Citation(source="s", sha256="0" * 64, quote=CellQuote(sheet="", row=1, column="A", exact="a"))),
}


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_fields_stand_in_the_order_of_the_class(kind: str) -> None:
    """The same value is written as the same text, so that its hash is the same."""
    again = as_json(from_json(Source, GOOD[kind]) if kind == "source" else from_json(Citation, GOOD[kind]))
    assert json.dumps(again) == json.dumps(GOOD[kind])


def changed(raw: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """Return a copy of JSON with one field, ``a.b`` deep, set, or left out where the value is ``...``."""
    copy: dict[str, Any] = json.loads(json.dumps(raw))
    *way, last = path.split(".")
    place = copy
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return copy


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("source", "id", ...),
        ("source", "id", 7),
        ("source", "version", "1"),
        ("source", "version", 0),
        ("source", "version", 1.5),
        ("source", "size", -1),
        ("source", "kind", "rumour"),
        ("source", "sha256", "../../../etc/passwd"),
        ("source", "sha256", "A" * 64),
        ("source", "about", None),
        ("source", "about.titel", "x"),
        ("source", "about.title", 1),
        ("source", "about.sensitivity", "low"),
        ("source", "extra", 1),
        ("source", "ocr", "yes"),
        ("text", "sha256", "0" * 63),
        ("text", "quote", ...),
        ("text", "quote", "words"),
        ("text", "quote.start", -1),
        ("text", "quote.end", 0),
        ("text", "quote.exact", ...),
        ("text", "quote.why", "x"),
        ("text", "extra", 1),
        ("text", "source", ...),
        ("text", "source", 1),
        ("cell", "quote.row", 0),
        ("cell", "quote.row", True),
        ("cell", "quote.start", 0),
    ],
)
def test_anything_else_is_refused(kind: str, path: str, value: object) -> None:
    """A field missing, unknown, of another type or out of range is refused in both languages, and nothing is used."""
    cls: Any = Source if kind == "source" else Citation
    with pytest.raises(InputError) as caught:
        from_json(cls, changed(GOOD[kind], path, value))
    assert caught.value.key == "evidence.form"
    assert caught.value.text("en") != caught.value.text("es")


@pytest.mark.parametrize("raw", [None, [], "x", 1])
def test_what_is_no_mapping_is_refused(raw: object) -> None:
    """A list, a word or nothing is no source and no citation."""
    for cls in (Source, Citation, Description):
        with pytest.raises(InputError):
            from_json(cls, raw)  # type: ignore[type-var]
