"""From a text to blocks, sentences and tokens: what is a heading, a row or a table of contents, and which language it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from habeas.reading.languages import language
from habeas.reading.model import Block, BlockKind, Document, Sentence
from habeas.reading.tokens import tokens
from habeas.words import Lang

_LINE: Final = re.compile(r"[^\n\f]+")
_BLANK: Final = re.compile(r"\n[ \t]*\n|\f")
_LEADER: Final = re.compile(r"(?:\.\s?){4,}\s*[0-9ivxl]+\s*$", re.IGNORECASE)
_PAGE: Final = re.compile(r"[^\t]+[\t ]\s*[0-9ivxl]{1,4}\s*$", re.IGNORECASE)
_CONTENTS: Final = re.compile(
    r"\s*(?:table of contents|contents|[ií]ndice(?: general)?|contenidos?|sumario|tabla de contenidos?)\s*:?\s*$",
    re.IGNORECASE,
)
_ITEM: Final = re.compile(r"\s*(?:[-–—•*▪◦·]|\(?[0-9]{1,2}[.)]|\(?[a-z][.)])\s+")
_CAPTION: Final = re.compile(
    r"\s*(?:table|figure|chart|photo|tabla|cuadro|gr[aá]fico|figura|foto)s?\s+[0-9ivx]*[.:]", re.IGNORECASE
)
_NOTE: Final = re.compile(r"\s*(?:\[[0-9]{1,3}\]|[0-9]{1,3}\s(?=[A-ZÁÉÍÓÚÑ])|[¹²³⁴-⁹]+)\s*\S")
_ROW: Final = re.compile(r"[^\d\n]{1,60}?(?: +[-–]?\d[\d.,]*(?: ?%)?){2,} *")
"""A row of a table whose cells nothing but blanks part, as in the text of a PDF: a name, then figures to the end."""
_CLOSED: Final = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")
_WRAPPED: Final = 55
"""A paragraph whose lines are longer than this, and unfinished, is wrapped over lines."""
_HEADING: Final = 90
_REPORT: Final = re.compile(
    r"during the year|at year.s end|by year.s end|through (?:august|september|october|november|december)\b"
    r"|abusive physical conditions|physical conditions:|independent monitoring:|administration:|by law, |"
    r"the law (?:required|provided|prohibited|allowed|authorized|permitted)|durante el a[nñ]o\b|al cierre del a[nñ]o|a fin(?:es)? de a[nñ]o",
    re.IGNORECASE,
)


def document(text: str, *, lang: Lang | None = None, published: str | None = None) -> Document:
    """Return a text in blocks and sentences. ``lang`` is what the text is mostly in, guessed where it is not given."""
    mostly = lang or language(text[:20_000]) or "en"
    blocks = tuple(_blocks(text, mostly))
    sentences = tuple(
        one for number, block in enumerate(blocks) if block.lang for one in _sentences(text, number, block, block.lang)
    )
    return Document(text, mostly, published, blocks, sentences, _report_year(text, published))


def _report_year(text: str, published: str | None) -> int | None:
    """Return the year before publication where a text published by August speaks as an annual report does."""
    if not published or len(published) < 7 or int(published[5:7]) > 8 or not _REPORT.search(text):
        return None
    return int(published[:4]) - 1


def _blocks(text: str, mostly: Lang) -> Iterator[Block]:
    """Yield the blocks: pieces between blank lines; within one, lines are blocks unless they are one wrapped paragraph."""
    edge = 0
    listing = False
    for gap in [*(hit.span() for hit in _BLANK.finditer(text)), (len(text), len(text))]:
        lines = [hit.span() for hit in _LINE.finditer(text, edge, gap[0]) if hit.group().strip()]
        edge = gap[1]
        if not lines:
            continue
        for start, end in _joined(text, lines):
            said = text[start:end]
            listing = bool(_CONTENTS.match(said)) or (listing and bool(_PAGE.match(said)))
            yield _block(text, start, end, mostly, listing=listing)


def _joined(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join lines that are wrapped: a long line without a stop, followed by one that goes on."""
    start, end = lines[0]
    for before, after in pairwise(lines):
        first = text[before[0] : before[1]]
        second = text[after[0] : after[1]].lstrip()
        wraps = len(first) > _WRAPPED and "\t" not in first + second and not _ITEM.match(second)
        goes_on = not _CLOSED.search(first) or second[:1].islower() or len(first) > _HEADING
        if wraps and goes_on and not _LEADER.search(first):
            end = after[1]
            continue
        yield start, end
        start, end = after
    yield start, end


def _block(text: str, start: int, end: int, mostly: Lang, *, listing: bool) -> Block:
    said = text[start:end]
    kind = "contents" if listing else _kind(said)
    lang: Lang | None = mostly
    if kind != "contents":
        told = language(said, mostly)
        if told is None:
            return Block(start, end, "foreign", None)
        lang = told
    return Block(start, end, kind, lang if kind != "contents" else None)


def _kind(said: str) -> BlockKind:
    if _LEADER.search(said):
        return "contents"
    if "\t" in said or _ROW.fullmatch(said):
        return "row"
    if _CAPTION.match(said):
        return "caption"
    if _ITEM.match(said):
        return "item"
    if _NOTE.match(said):
        return "note"
    if len(said) <= _HEADING and (not _CLOSED.search(said) or said.rstrip().endswith("?")):
        return "heading"
    return "paragraph"


def _sentences(text: str, number: int, block: Block, lang: Lang) -> Iterator[Sentence]:
    for start, end in spans(text, block.start, block.end):
        found = tokens(text, start, end)
        if found:
            yield Sentence(found[0].start, found[-1].end, number, lang, found)


def spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the sentences between two offsets."""
    from syntok import segmenter, tokenizer

    words = tokenizer.Tokenizer(emit_hyphen_or_underscore_sep=True, replace_not_contraction=False)
    begin = start
    for sentence in segmenter.split(iter(words.split(text[start:end]))):
        if sentence:
            stop = start + sentence[-1].offset + len(sentence[-1].value)
            yield begin, stop
            begin = stop
