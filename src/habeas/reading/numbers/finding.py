"""From sentences to quantities: numbers are found, those that are none are left out, the others joined with what bounds them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from habeas.reading.model import Block, Document, Qualifier, Quantity, Sentence
from habeas.reading.numbers.bounds import bound, share_bounds
from habeas.reading.numbers.figures import Conventions, conventions
from habeas.reading.numbers.leaving import left_out
from habeas.reading.numbers.line import Line, Numeral
from habeas.reading.numbers.money import countries, money
from habeas.reading.numbers.multiples import multiple, multiplied
from habeas.reading.numbers.parts import fractions, parts
from habeas.reading.numbers.ranges import percent, ranges, share_percent
from habeas.reading.numbers.scanning import numerals
from habeas.reading.tokens import tokens
from habeas.words import Lang

_LISTED = ("item", "note", "heading")


def quantities(document: Document) -> tuple[Quantity, ...]:
    """Return the quantities of a text in order; figures that are dates, ages, numbers of laws, page numbers and the like are left out.

    A multiple of a figure ("more than double the 7,150") is a quantity of its own, beside the figure, with the figure's
    offset as ``base``. Percentages and fractions are in per cent, money in units of its currency.
    """
    style = conventions(document.text)
    where = countries(document)
    made: list[Quantity] = []
    for number, sentence in enumerate(document.sentences):
        made.extend(_of_sentence(document, number, sentence, style, where))
    return tuple(made)


def parse_inside(quote: str, lang: Lang, *, document: Document | None = None) -> tuple[Quantity, ...]:
    """Return the quantities readable in a quote alone, with offsets in the quote.

    ``document`` is the text the quote is from: its conventions (1.234 or 1,234) and its country then hold for the quote too.
    """
    found = tokens(quote, 0, len(quote))
    if not found:
        return ()
    sentence = Sentence(found[0].start, found[-1].end, 0, lang, found)
    alone = Document(quote, lang, None, (Block(0, len(quote), "paragraph", lang),), (sentence,))
    style = conventions(document.text if document else quote)
    return tuple(_of_sentence(alone, 0, sentence, style, countries(document or alone)))


def _of_sentence(
    document: Document, number: int, sentence: Sentence, style: Conventions, where: tuple[str, ...]
) -> Iterator[Quantity]:
    line = Line(document.text, sentence, where)
    found = list(numerals(line, style))
    found = _with_parts(line, found)
    if not found:
        return
    for one in found:
        money(line, one)
    block = document.blocks[sentence.block]
    found = left_out(line, found, listed=block.kind in _LISTED or sentence.start == block.start)
    found = [one for one in found if not _only_word(line, one)]
    found = fractions(line, found)
    for one in found:
        percent(line, one)
        multiple(line, one)
    found = [one for place, one in enumerate(found) if not place or one.first >= found[place - 1].last]
    found = ranges(line, found)
    share_percent(line, found)
    for one in found:
        bound(line, one)
    share_bounds(line, found)
    for one in multiplied(line, found):
        yield _quantity(line, number, one)


def _with_parts(line: Line, found: list[Numeral]) -> list[Numeral]:
    """Add the fractions and multiples; where one takes in a number ("two thirds"), it replaces it."""
    more = list(parts(line))
    if not more:
        return found
    taken = {index for one in more for index in range(one.first, one.last)}
    kept = [one for one in found if taken.isdisjoint(range(one.first, one.last))]
    return sorted([*kept, *more], key=lambda one: one.first)


def _only_word(line: Line, one: Numeral) -> bool:
    """Tell where "one" and "un" count nothing: no one, one of the most, un día."""
    if one.digits or one.value != 1 or one.last - one.first != 1 or one.form != "count":
        return False
    before, after = one.first - 1, one.last
    if (
        line.low(after)[:1].isdigit()
        or line.is_in(before, "not_one_after")
        or line.is_in(after, "not_one_before")
        or line.low(after) == "-"
    ):
        return True
    if line.is_in(before, "not_one_after_this") and (line.is_in(after, "counts") or not line.said(after).isalpha()):
        return True
    of = line.low(after) in ("of", "de")
    if line.is_in(one.first, "one_articles"):
        if line.is_in(after, "one_sole") or line.is_in(after, "one_person") or line.is_in(before, "one_lone"):
            return False
        hit = line.words.before.before(line.lows, one.first)
        bounded = hit is not None and hit[1] in ("at_least", "at_most") and not of and line.low(after) != "que"
        bounded = bounded and not line.is_in(after, "one_not")
        return not bounded and not (of and line.is_in(after + 1, "one_of_them"))
    if line.is_in(one.first, "one_pronoun") and _one_by_one(line, one.first):
        return True
    if of and line.is_in(after + 1, "articles"):
        return any(line.is_in(at, "superlatives") for at in (after + 2, after + 3))
    return False


def _one_by_one(line: Line, index: int) -> bool:
    """Tell "uno a uno" and "de uno en uno"."""
    return any(
        line.low(index + step) in ("a", "en", "por") and line.is_in(index + 2 * step, "one_pronoun") for step in (-1, 1)
    )


def _quantity(line: Line, number: int, one: Numeral) -> Quantity:
    low: Decimal | None = one.value
    high: Decimal | None = one.high if one.high is not None else one.value
    stated: Decimal | None = None if one.high is not None else one.value
    qualifier: Qualifier = one.qualifier
    if one.high is None:
        if qualifier == "at_least":
            high = None
        elif qualifier == "at_most":
            low = None
    toks = line.tokens
    end = one.cut or toks[one.last - 1].end
    return Quantity(
        sentence=number,
        start=toks[one.lead].start,
        end=end if one.tail == one.last else toks[one.tail - 1].end,
        core=(toks[one.first].start, end),
        low=low,
        high=high,
        stated=stated,
        qualifier=qualifier,
        form=one.form,
        currency=one.currency,
        vague=one.vague,
        base=one.base,
    )
