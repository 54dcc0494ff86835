"""The text of a source with its quotes marked: every published quote is a ``<mark>`` that its footnotes lead to.

Quotes may overlap or be equal. The text is cut at every edge; a piece under any quote is marked, and the piece at which a
quote begins carries the quote's anchor (nested marks where several begin at once). Markup never changes the characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from markupsafe import Markup, escape

from habeas.evidence import CellQuote, Extract, TextQuote
from habeas.publishing import links
from habeas.publishing.disclosure import Quoted

WHOLE: Final = 60_000
AROUND: Final = 500
ROWS: Final = 200
HEAD: Final = 12
COLUMNS: Final = 40


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text to show: ``before`` counts the characters left out just before it, ``after`` those at the very end."""

    html: Markup
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet to show: its columns, and its rows from the first cited to the last (or the whole, where it is short)."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Markup, ...]], ...]
    left_out: int


Link = Callable[[Quoted], Markup]


def marked(extract: Extract, quoted: Sequence[Quoted], link: Link, page: Callable[[int], Markup]) -> list[Part]:
    """Return the text with its quotes marked: whole, or where it is long, the passages around the quotes."""
    text = extract.text
    spans = sorted(
        (
            (one.citation.quote.start, one.citation.quote.end, one)
            for one in quoted
            if isinstance(one.citation.quote, TextQuote) and stands(extract, one)
        ),
        key=lambda span: span[:2],
    )
    breaks = {start: page(number) for number, start in enumerate(extract.pages, 1)} if len(extract.pages) > 1 else {}
    parts = []
    done = 0
    windows = _windows(len(text), spans)
    for place, (start, end) in enumerate(windows):
        inside = [span for span in spans if start <= span[0] < end]
        within = {offset: sign for offset, sign in breaks.items() if start <= offset < end}
        html = Markup("".join(_pieces(text, (start, end), inside, link, within)))  # noqa: S704 - every piece is escaped
        parts.append(Part(html, start - done, len(text) - end if place == len(windows) - 1 else 0))
        done = end
    return parts


def stands(extract: Extract, one: Quoted) -> bool:
    """Say whether a quote is found where its citation says; one that is not has no mark, and the page says so."""
    place = one.citation.quote
    if isinstance(place, CellQuote):
        return extract.cell(place.sheet, place.row, place.column) is not None
    return place.start < place.end and extract.text[place.start : place.end] == place.exact


def _windows(size: int, spans: Sequence[tuple[int, int, Quoted]]) -> list[tuple[int, int]]:
    if size <= WHOLE:
        return [(0, size)]
    found: list[tuple[int, int]] = []
    for first, last in [(first, last) for first, last, _ in spans] or [(0, AROUND)]:
        start, end = max(0, first - AROUND), min(size, last + AROUND)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _pieces(
    text: str,
    window: tuple[int, int],
    spans: Sequence[tuple[int, int, Quoted]],
    link: Link,
    breaks: Mapping[int, Markup],
) -> Iterator[str]:
    start, end = window
    edges = sorted({start, end, *breaks, *(e for first, last, _ in spans for e in (first, min(last, end)))})
    begin: dict[int, list[Quoted]] = {}
    finish: dict[int, list[Quoted]] = {}
    for first, last, one in spans:
        begin.setdefault(first, []).append(one)
        finish.setdefault(min(last, end), []).append(one)
    depth = 0
    for here, there in pairwise(edges):
        if here in breaks:
            yield breaks[here]
        opening = begin.get(here, [])
        depth += len(opening) - len(finish.get(here, ()))
        piece = str(escape(text[here:there].replace("\f", "")))
        if opening:
            yield f"{_anchors(opening)}{piece}{'</mark>' * len(opening)}"
        else:
            yield f"<mark>{piece}</mark>" if depth else piece
        for one in finish.get(there, ()):
            yield link(one)


def grids(extract: Extract, quoted: Sequence[Quoted], link: Link) -> list[Grid]:
    """Return the sheets with their cited cells marked; a passage quoted from a sheet's text marks the cell it begins in."""
    cited: dict[tuple[str, int, str], list[Quoted]] = {}
    for one in quoted:
        quote = one.citation.quote
        if isinstance(quote, CellQuote):
            cited.setdefault((quote.sheet, quote.row, quote.column), []).append(one)
        elif stands(extract, one):
            place = extract.cell_at(quote.start)
            if place:
                cited.setdefault(place, []).append(one)
    return [_grid(extract, sheet.name, len(sheet.widths), cited, link) for sheet in extract.sheets]


def _grid(
    extract: Extract, name: str, size: int, cited: Mapping[tuple[str, int, str], Sequence[Quoted]], link: Link
) -> Grid:
    sheet = extract.sheet(name)
    widths = sheet.widths if sheet else ()
    columns = tuple(letters(k) for k in range(1, min(COLUMNS, max((len(row) for row in widths), default=0)) + 1))
    columns += tuple(sorted({column for at, _, column in cited if at == name} - set(columns)))
    wanted = {row for at, row, _ in cited if at == name}
    shown = [row for row in range(1, size + 1) if size <= ROWS or row <= HEAD or row in wanted]
    body = tuple(
        (row, tuple(_cell(extract.cell(name, row, c) or "", cited.get((name, row, c), ()), link) for c in columns))
        for row in shown
    )
    return Grid(name, columns, body, size - len(shown))


def letters(number: int) -> str:
    """Return the letters of a column counted from 1: 1 is ``A``, 27 is ``AA``."""
    out = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        out = chr(65 + rest) + out
    return out


def _cell(value: str, quoted: Sequence[Quoted], link: Link) -> Markup:
    if not quoted:
        return escape(value)
    marked = f"{_anchors(quoted)}{escape(value)}{'</mark>' * len(quoted)}"
    return Markup(marked + "".join(link(one) for one in quoted))  # noqa: S704 - every part is escaped


def _anchors(quoted: Sequence[Quoted]) -> str:
    # An anchor is made of a slug, which holds nothing that would have to be escaped.
    return "".join(f'<mark id="{links.mark(one.claim, one.turn)}">' for one in quoted)
