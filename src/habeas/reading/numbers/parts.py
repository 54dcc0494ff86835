"""Parts and multiples in words: a third, la mitad, nueve de cada diez, four times, el doble."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from habeas.reading.numbers.line import Line, Numeral

_HUNDRED: Final = Decimal(100)
_ROUND: Final = frozenset(Decimal(of) for of in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 50, 100, 1000))
_PLACES: Final = Decimal("0.001")
_ASIDE: Final = 9
"""How many words may stand between "of every ten" and "four"."""


def share(part: Decimal, of: Decimal) -> Decimal:
    """Return a part in per cent, to three places."""
    value = part * _HUNDRED / of
    return value if value == value.to_integral_value() else value.quantize(_PLACES).normalize()


def parts(line: Line) -> Iterator[Numeral]:
    """Yield the fractions that nouns name, and the multiples that are one word."""
    index = 0
    while index < line.count:
        found = _part(line, index) or _multiple(line, index)
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
    if tail is None:
        return None
    many = _how_many(line, index - 1)
    if many is None:
        return None
    first, count = many
    if count >= of or (line.low(index).endswith("s") != (count > 1)):
        return None
    return _of_scale(line, Numeral(first, tail, share(count, Decimal(of)), form="fraction"), count / of)


def _of_scale(line: Line, found: Numeral, part: Decimal) -> Numeral:
    """Make a part of a million a number: a quarter of a million, tres cuartos de millón."""
    at = found.last
    if line.low(at) in ("of", "de"):
        at += 1
        at += line.low(at) in ("a", "un")
        scale = line.words.scales.get(line.low(at))
        if scale is not None and scale > 1000:
            found.last = found.tail = at + 1
            found.value, found.form = part * scale, "count"
    return found


def _how_many(line: Line, index: int) -> tuple[int, Decimal] | None:
    from habeas.reading.numbers.scanning import number

    low = line.low(index)
    if low in line.words.sets["parts_one"]:
        return index, Decimal(1)
    if low not in line.words.sets["numerals"]:
        return None
    count = number(low, line.lang)
    first = index - 1 if line.low(index - 1) in ("las", "los", "the") else index
    return (first, count) if count else None


def _tailed(line: Line, index: int) -> int | None:
    """Return the index after a fraction's words: Spanish ordinals need "parte"; quarters and fifths need "of"."""
    low, after = line.low(index), line.low(index + 1)
    if after in line.words.sets["parts_tail"]:
        return index + 2
    if line.lang == "es":
        if low in ("tercio", "tercios", "cuartos", "quintos", "decimas"):
            return index + 1
        return (
            index + 1
            if low in ("cuarto", "quinto")
            and after in ("de", "del")
            and line.low(index + 2)
            in ("los", "las", "la", "ellos", "ellas", "el", "todos", "todas", "su", "sus", "poblacion")
            else None
        )
    if low == "third" and after not in (
        "of",
        "more",
        "less",
        "fewer",
        "were",
        "are",
        "had",
        "have",
        "were",
        ".",
        ",",
        ";",
        "",
        "higher",
        "lower",
        "below",
        "above",
        "to",
        "in",
        "were",
        "who",
    ):
        return None
    if low in ("fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "quarter") and after not in (
        "of",
        "the",
    ):
        return None
    return index + 1


def _hyphened(line: Line, index: int) -> Numeral | None:
    from habeas.reading.numbers.scanning import number

    many, _, part = line.low(index).rpartition("-")
    of = line.words.parts.get(part)
    if of is None or line.lang != "en" or of == 2 and many != "one":
        return None
    count = Decimal(1) if many in ("one", "a") else number(many, "en")
    if count is None or count >= of:
        return None
    return _of_scale(line, Numeral(index, index + 1, share(count, Decimal(of)), form="fraction"), count / of)


def _half(line: Line, index: int) -> Numeral | None:
    before, after = line.low(index - 1), line.low(index + 1)
    sets = line.words.sets
    if before in sets["not_half_before"] or after in sets["not_half_after"]:
        return None
    if line.lang == "en":
        if (
            before == "a"
            and line.low(index - 2) in ("and", "&")
            or after in ("a", "-", "million", "dozen", "billion", "way", "times")
        ):
            return None
        if before in ("one", "a"):
            return Numeral(index - 1, index + 1, Decimal(50), form="fraction")
        return None if line.low(index) == "halves" else Numeral(index, index + 1, Decimal(50), form="fraction")
    if before != "la" and not line.words.before.before(line.lows, index):
        return None
    if (
        after == "del"
        and line.low(index + 2) in ("ano", "mes", "siglo", "camino")
        or (after == "de" and line.is_in(index + 2, "months"))
    ):
        return None
    return Numeral(index - (before == "la"), index + 1, Decimal(50), form="fraction")


def _multiple(line: Line, index: int) -> Numeral | None:
    hit = line.words.multiples.at(line.lows, index)
    if hit is None:
        return None
    last, value = hit
    after = line.low(last)
    said = line.low(last - 1)
    named = line.lang == "es" and line.low(index - 1) in ("el", "al", "del")
    if said in line.words.sets["multiples_need"] and not named and after not in line.words.sets["multiple_before"]:
        return None
    if said in ("twice", "thrice") and after in ("a", "in", ""):
        return None
    return Numeral(index, last, value, form="times", lead=index - (named and line.low(index - 1) == "el"))


def multiple(line: Line, found: Numeral) -> None:
    """Make a number before "times" a multiple, where it is one of something and not of occasions."""
    if not line.is_in(found.last, "times") or found.vague or found.form != "count":
        return
    after = line.low(found.last + 1)
    sign = line.low(found.last)
    if sign in ("times", "veces") and after not in line.words.sets["multiple_before"]:
        return
    if after in ("de", "que", "al", "por", "in", "that", "this") and not (
        line.low(found.last + 2) in ("su", "lo", "of", "capacidad", "encima", "sobre", "cada")
    ):
        return
    if sign == "fold" and not line.glued(found.last):
        return
    if sign in ("x", "×") and line.said(found.last + 1)[:1].isdigit():
        return  # 3 x 4 metres
    found.form, found.last = "times", found.last + 1
    found.tail = max(found.tail, found.last)


def fractions(line: Line, found: list[Numeral]) -> list[Numeral]:
    """Join two numbers that state a fraction: one in five, tres de cada diez, of every ten bodies four."""
    made: list[Numeral] = []
    index = 0
    while index < len(found):
        one = found[index]
        other = found[index + 1] if index + 1 < len(found) else None
        joined = other and (_of_every(line, one, other) or _inverted(line, one, other))
        if joined:
            made.append(joined)
            index += 2
            continue
        made.append(one)
        index += 1
    return made


def _of_every(line: Line, one: Numeral, other: Numeral) -> Numeral | None:
    hit = line.words.lists["in"].at(line.lows, one.last)
    if hit is None or hit[0] != other.first or one.form != "count" or other.form != "count":
        return None
    if one.vague or other.vague or one.value >= other.value or other.value not in _ROUND or one.scale != 1:
        return None
    joint = line.low(one.last)
    if joint in ("por", "for") or (
        line.low(other.last) in ("habitantes", "inhabitants", "people") and other.value >= 1000
    ):
        return None
    if (
        joint == "in"
        and hit[0] == one.last + 1
        and (other.value > 100 or (one.digits != other.digits and other.value > 12))
    ):
        return None
    return Numeral(one.first, other.last, share(one.value, other.value), form="fraction")


def _inverted(line: Line, one: Numeral, other: Numeral) -> Numeral | None:
    """Read "de cada diez cuerpos, cuatro traen golpes"."""
    if line.before("every", one.first) is None or not 1 <= other.first - one.last <= _ASIDE:
        return None
    if one.vague or other.vague or other.value >= one.value or one.value not in _ROUND or other.form != "count":
        return None
    if "," not in line.lows[one.last : other.first] and other.first - one.last > 3:
        return None
    if other.first - one.last == 1 and line.low(one.last) not in (",",) and not line.said(one.last).isalpha():
        return None
    first = line.before("every", one.first)
    assert first is not None  # noqa: S101
    return Numeral(first, other.last, share(other.value, one.value), form="fraction")
