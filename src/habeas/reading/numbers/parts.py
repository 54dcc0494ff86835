"""Parts of a whole in words: a third of, la mitad, nueve de cada diez, one in five."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from habeas.reading.numbers.line import ONE, Line, Numeral
from habeas.reading.numbers.multiples import multiple_word
from habeas.reading.numbers.scanning import number

_HUNDRED: Final = Decimal(100)
_HALF: Final = Decimal(50)
_ROUND: Final = frozenset(Decimal(of) for of in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 50, 100, 1000))
_PLACES: Final = Decimal("0.001")
_ASIDE: Final = 9
"""How many words may stand between "of every ten" and "four"."""
_SMALL: Final = 12
_LARGE: Final = 1000


def share(part: Decimal, of: Decimal) -> Decimal:
    """Return a part in per cent, to three places."""
    value = part * _HUNDRED / of
    return value if value == value.to_integral_value() else value.quantize(_PLACES).normalize()


def parts(line: Line) -> Iterator[Numeral]:
    """Yield the fractions that nouns name, and the multiples that are one word."""
    index = 0
    while index < line.count:
        found = _part(line, index) or multiple_word(line, index)
        if found is None:
            index += 1
            continue
        yield found
        index = found.last


def _part(line: Line, index: int) -> Numeral | None:
    low = line.low(index)
    if "-" in low:
        return _hyphened(line, index)
    of = line.words.parts.get(low)
    if of is None:
        return None
    if of == 2:
        return _half(line, index)
    tail = _tailed(line, index)
    many = _how_many(line, index - 1)
    if tail is None or many is None:
        return None
    first, count = many
    if count >= of or low.endswith("s") != (count > 1):
        return None
    return _part_of(line, first, tail, count, of)


def _part_of(line: Line, first: int, last: int, count: Decimal, of: int) -> Numeral:
    """Return a fraction; a part of a million is a number: a quarter of a million, tres cuartos de millón."""
    at = last
    if line.is_in(at, "age_of"):
        at += 1 + line.is_in(at + 1, "one_of")
        scale = line.words.scales.get(line.low(at))
        if scale is not None and scale > _LARGE:
            return Numeral(first, at + 1, count * scale / of)
    return Numeral(first, last, share(count, Decimal(of)), form="fraction")


def _how_many(line: Line, index: int) -> tuple[int, Decimal] | None:
    """Return how many parts there are, and the index where the words begin: tres cuartas partes."""
    if line.is_in(index, "parts_one"):
        return index, ONE
    if not line.is_in(index, "numerals"):
        return None
    count = number(line.low(index), line.lang)
    first = index - 1 if line.is_in(index - 1, "part_lead") else index
    return (first, count) if count else None


def _tailed(line: Line, index: int) -> int | None:
    """Return the index after a fraction's words: Spanish ordinals need "parte"; quarters and fifths need "of"."""
    after = index + 1
    if line.is_in(after, "parts_tail"):
        return index + 2
    if line.lang == "es":
        if line.is_in(index, "part_nouns"):
            return after
        scaled = line.words.scales.get(line.low(after + 1), 0) > _LARGE
        whole = line.is_in(after, "part_of") and (scaled or line.is_in(after + 1, "part_whole"))
        return after if whole and line.low(index) in ("cuarto", "quinto") else None
    if line.is_in(index, "need_of") and not (line.is_in(after, "part_of") or line.is_in(index - 2, "part_after")):
        return None
    if line.low(index) == "third" and line.said(after)[:1].isalnum() and not line.is_in(after, "third_before"):
        return None
    return after


def _hyphened(line: Line, index: int) -> Numeral | None:
    """Read "two-thirds" and "one-half"."""
    many, _, part = line.low(index).rpartition("-")
    of = line.words.parts.get(part)
    if of is None or line.lang != "en" or (of == 2 and many != "one"):
        return None
    count = ONE if many in ("one", "a") else number(many, "en")
    return None if count is None or count >= of else _part_of(line, index, index + 1, count, of)


def _half(line: Line, index: int) -> Numeral | None:
    """Read "half of", "la mitad"; not the first half of the year, nor a year and a half."""
    before, after = index - 1, index + 1
    if line.is_in(before, "not_half_before") or line.is_in(after, "not_half_after") or line.low(after) == "-":
        return None
    if line.lang == "en":
        rest = line.is_in(before, "one_of") and line.is_in(before - 1, "not_half_after_and")
        if rest and not line.is_in(after, "part_of"):
            return None  # a year and a half
        first = before if line.is_in(before, "half_lead") else index
        return None if line.low(index) == "halves" else Numeral(first, after, _HALF, form="fraction")
    first = before if line.is_in(before, "half_article") else index
    if first == index and not line.words.before.before(line.lows, index):
        return None
    if line.is_in(after, "part_of") and (line.is_in(after + 1, "half_time") or line.is_in(after + 1, "months")):
        return None
    return Numeral(first, after, _HALF, form="fraction")


def fractions(line: Line, found: list[Numeral]) -> list[Numeral]:
    """Join two numbers that state a fraction: one in five, tres de cada diez, of every ten bodies four."""
    made: list[Numeral] = []
    index = 0
    while index < len(found):
        pair = found[index : index + 2]
        joined = (_of_every(line, *pair) or _inverted(line, *pair)) if len(pair) == 2 else None
        made.append(joined or pair[0])
        index += 2 if joined else 1
    return made


def _of_every(line: Line, one: Numeral, other: Numeral) -> Numeral | None:
    end = line.at("in", one.last)
    joint = one.last
    if end is None and one.value == ONE and line.said(one.last).isalpha() and not line.is_in(other.last, "counted"):
        joint += 1  # one prisoner in five, un preso de cada tres
        end = line.at("in", joint)
    if end != other.first or not _fit(one, other) or one.scale != ONE:
        return None
    # A rate is no fraction: 2 per 1,000 people, 3 por cada mil habitantes.
    if line.low(joint) in ("por", "for") or (line.is_in(other.last, "habitants") and other.value >= _LARGE):
        return None
    bare = line.low(joint) == "in" and end == joint + 1
    mixed = one.digits != other.digits and other.value > _SMALL and one.value != ONE
    if bare and (other.value > _HUNDRED or mixed):
        return None
    return Numeral(one.first, other.last, share(one.value, other.value), form="fraction", of=other.value)


def _fit(part: Numeral, whole: Numeral) -> bool:
    if part.form != "count" or whole.form != "count" or part.vague or whole.vague:
        return False
    return part.value < whole.value and whole.value in _ROUND


def _inverted(line: Line, one: Numeral, other: Numeral) -> Numeral | None:
    """Read "de cada diez cuerpos, cuatro con golpes"."""
    first = line.before("every", one.first)
    apart = other.first - one.last
    if first is None or not 1 <= apart <= _ASIDE or not _fit(other, one):
        return None
    if any(line.is_in(at, "between_and") for at in range(one.last, other.first)):
        return None
    if "," not in line.lows[one.last : other.first] and apart > 3:
        return None
    return Numeral(first, other.last, share(other.value, one.value), form="fraction")
