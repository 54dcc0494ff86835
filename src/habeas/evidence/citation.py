"""Citations: made from the words of an original, and compared with it again, byte for byte, whenever asked."""

from __future__ import annotations

from typing import Final

from habeas.errors import InputError, Problem
from habeas.evidence.finding import CONTEXT, Ambiguous, Found, Nearest, find, places
from habeas.evidence.model import CellQuote, Citation, Source, TextQuote
from habeas.evidence.text import Extract, Sheet, column_number, letters

_SHOWN: Final = 200


def make_citation(
    source: Source,
    extract: Extract,
    *,
    quote: str | None = None,
    prefix: str = "",
    suffix: str = "",
    sheet: str | None = None,
    row: int | None = None,
    column: str | None = None,
) -> Citation | Problem:
    """Cite words of a source, or a cell of it; return what stands in the way as a Problem.

    With ``row`` and ``column`` the cell is cited, and ``quote``, where given, must be its content; ``sheet`` may be left out
    where there is only one. Otherwise ``quote`` is found in the text (see :func:`~habeas.evidence.finding.find`).
    """
    if row is not None or column is not None or sheet is not None:
        made: TextQuote | CellQuote | Problem = _cell(source, extract, sheet=sheet, row=row, column=column, quote=quote)
    else:
        made = _words(source, extract, quote or "", prefix, suffix)
    if isinstance(made, Problem):
        return made
    return Citation(source=source.id, sha256=source.sha256, quote=made)


def _words(source: Source, extract: Extract, exact: str, prefix: str, suffix: str) -> TextQuote | Problem:
    if not extract.text.strip():
        return Problem("evidence.quote-no-text", values={"source": source.id})
    try:
        found = find(extract, exact, prefix, suffix)
    except InputError as error:
        return Problem(error.key, values={"source": source.id, **error.values})
    if isinstance(found, Found):
        return found.quote
    if isinstance(found, Ambiguous):
        contexts = "; ".join(f"“{context}”" for context in found.contexts)
        return Problem("evidence.quote-ambiguous", values={"source": source.id, "n": found.n, "contexts": contexts})
    return _not_found(source, exact, prefix + suffix, found)


def _not_found(source: Source, exact: str, context: str, nearest: Nearest) -> Problem:
    values: dict[str, object] = {
        "source": source.id,
        "quote": _short(exact),
        "nearest": _short(nearest.passage),
        "score": round(nearest.score),
    }
    return Problem("evidence.quote-not-between" if context else "evidence.quote-not-found", values=values)


def _cell(
    source: Source, extract: Extract, *, sheet: str | None, row: int | None, column: str | None, quote: str | None
) -> CellQuote | Problem:
    if not extract.sheets:
        return Problem("evidence.no-sheets", values={"source": source.id})
    table = _sheet(extract, sheet)
    if table is None:
        known = [each.name for each in extract.sheets]
        return Problem("evidence.no-such-sheet", values={"source": source.id, "sheet": sheet or "?", "known": known})
    number = column_number(column or "")
    if row is None or number is None:
        return Problem(
            "evidence.cell-incomplete", values={"source": source.id, "row": row or "?", "column": column or "?"}
        )
    exact = extract.cell(table.name, row, letters(number))
    values: dict[str, object] = {"source": source.id, "sheet": table.name, "cell": f"{letters(number)}{row}"}
    if not exact:
        return Problem("evidence.cell-empty", values=values)
    if quote is not None and quote != exact:
        return Problem("evidence.cell-other", values={**values, "quote": _short(quote), "found": _short(exact)})
    return CellQuote(sheet=table.name, row=row, column=letters(number), exact=exact)


def _sheet(extract: Extract, name: str | None) -> Sheet | None:
    if name is not None:
        return extract.sheet(name)
    return extract.sheets[0] if len(extract.sheets) == 1 else None


def check(citation: Citation, extract: Extract) -> Problem | None:
    """Compare a citation with the text of its original, byte for byte; ``None`` when it holds.

    ``extract`` is the text of the bytes that ``citation.sha256`` names. Where another version of the reader has moved the
    words, they are found again by their prefix and suffix, and must be the same, and alone.
    """
    found = locate(citation, extract)
    return found if isinstance(found, Problem) else None


def locate(citation: Citation, extract: Extract) -> tuple[int, int] | Problem:
    """Return where the words or the cell of a citation stand in the text now, or the Problem that says what is there."""
    quote = citation.quote
    if isinstance(quote, CellQuote):
        return _locate_cell(citation.source, quote, extract)
    whole = quote.prefix + quote.exact + quote.suffix
    if extract.text.startswith(whole, max(0, quote.start - len(quote.prefix))) and quote.start >= len(quote.prefix):
        return quote.start, quote.end
    again = places(extract.text, quote.exact, quote.prefix, quote.suffix)
    if len(again) == 1:
        return again[0]
    values: dict[str, object] = {
        "source": citation.source,
        "quote": _short(quote.exact),
        "start": str(quote.start),
        "found": _short(extract.text[quote.start : quote.end]),
        "n": len(again),
    }
    return Problem("evidence.quote-several" if again else "evidence.quote-changed", values=values)


def _locate_cell(source: str, quote: CellQuote, extract: Extract) -> tuple[int, int] | Problem:
    table = extract.sheet(quote.sheet)
    if table is None:
        known = [each.name for each in extract.sheets]
        return Problem("evidence.no-such-sheet", values={"source": source, "sheet": quote.sheet, "known": known})
    span = table.span(quote.row, quote.column)
    found = extract.text[span[0] : span[1]] if span else ""
    if span and found == quote.exact:
        return span
    values: dict[str, object] = {
        "source": source,
        "sheet": quote.sheet,
        "cell": f"{quote.column}{quote.row}",
        "quote": _short(quote.exact),
        "found": _short(found),
    }
    return Problem("evidence.cell-changed", values=values)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - CONTEXT]} … {plain[-CONTEXT + 3 :]}"
