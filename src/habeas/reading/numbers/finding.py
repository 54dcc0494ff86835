"""From sentences to quantities: numbers are found, those that are none are left out, the others joined with what bounds them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from habeas.reading.model import Block, Document, Qualifier, Quantity, Sentence
from habeas.reading.numbers.figures import Conventions, conventions
from habeas.reading.numbers.joining import bound, percent, ranges
from habeas.reading.numbers.leaving import left_out
from habeas.reading.numbers.line import Line, Numeral
from habeas.reading.numbers.money import countries, money
from habeas.reading.numbers.parts import fractions, multiple, parts
from habeas.reading.numbers.scanning import numerals
from habeas.reading.tokens import tokens
from habeas.words import Lang

_LISTED = ("item", "note", "heading")


def quantities(document: Document) -> tuple[Quantity, ...]:
    """Return the quantities of a text in order; figures that are dates, ages, numbers of laws, page numbers and the like are left out.

    A multiple of a figure ("more than double the 36,000") is a quantity of its own, beside the figure, with the figure's
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
    line = Line(document.text, sentence)
    found = list(numerals(line, style))
    found = _with_parts(line, found)
    if not found:
        return
    for one in found:
        money(line, one, where)
    block = document.blocks[sentence.block]
    found = left_out(line, found, listed=block.kind in _LISTED or sentence.start == block.start)
    found = [one for one in found if not _only_word(line, one)]
    found = fractions(line, found)
    for one in found:
        percent(line, one)
        multiple(line, one)
    found = ranges(line, found)
    for one in found:
        bound(line, one)
    for one in _multiplied(line, found):
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
    low, before, after = line.low(one.first), line.low(one.first - 1), line.low(one.last)
    sets = line.words.sets
    if before in sets["not_one_after"] or after in sets["not_one_before"] or after in ("-", "’s"):
        return True
    if low in ("un", "una"):
        if after in ("solo", "sola", "unico", "unica"):
            return False
        hit = line.words.before.before(line.lows, one.first)
        bounded = hit is not None and hit[1] in ("at_least", "at_most") and after not in ("de", "que")
        return not (
            bounded
            or after in ("de",)
            and line.low(one.last + 1) in ("ellos", "ellas", "los", "las", "cada")
            or after in _PERSONS
        )
    if low == "uno" and after == "a" and line.low(one.last + 1) == "uno":
        return True
    if after in ("of", "de") and line.is_in(one.last + 1, "articles"):
        return any(word in sets["superlatives"] for word in line.lows[one.last + 2 : one.last + 4])
    return False


_PERSONS = frozenset(
    """muerto muerta herido herida fallecido fallecida preso presa recluso reclusa interno interna detenido detenida reo medico medica
    guardia agente custodio gendarme psicologo psicologa enfermero enfermera hombre mujer victima persona dentista doctor doctora
    menor nino nina policia asesinado asesinada lesionado lesionada suicidio homicidio celador inspector vigilante docente abogado privado migrante""".split()
)


def _multiplied(line: Line, found: list[Numeral]) -> Iterator[Numeral]:
    """Yield the numbers; a multiple that stands right before its figure becomes the product, reckoned from that figure."""
    for index, one in enumerate(found):
        other = found[index + 1] if index + 1 < len(found) else None
        if one.form != "times" or other is None or other.form != "count" or other.vague or other.high is not None:
            yield one
            continue
        hit = line.words.lists["multiple_tail"].at(line.lows, one.last)
        joined = one.last == other.lead or (hit is not None and hit[0] == other.lead)
        of = line.low(one.last) in ("de", "a") and hit is not None and hit[0] == one.last + 1
        if not joined or (of and not line.is_in(one.last - 1, "multiples_need")):
            yield one
            continue
        made = Numeral(
            one.first, one.last, one.value * other.value, qualifier=one.qualifier, lead=one.lead, tail=other.tail
        )
        made.base = line.tokens[other.first].start
        made.last = other.last
        yield made


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
    return Quantity(
        sentence=number,
        start=toks[one.lead].start,
        end=toks[one.tail - 1].end,
        core=(toks[one.first].start, toks[one.last - 1].end),
        low=low,
        high=high,
        stated=stated,
        qualifier=qualifier,
        form=one.form,
        currency=one.currency,
        vague=one.vague,
        base=one.base,
    )
