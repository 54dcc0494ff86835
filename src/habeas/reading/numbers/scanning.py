"""Where numbers stand in a sentence: digits with their scales, number words, ready-made and vague amounts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from habeas.reading.numbers.figures import Conventions, figure
from habeas.reading.numbers.lexicon import Lexicon, lexicon
from habeas.reading.numbers.line import HYPHENS, ONE, Line, Numeral
from habeas.reading.numbers.money import names_currency, signs
from habeas.words import Lang

_THOUSAND: Final = Decimal(1000)
_MILLION: Final = Decimal(1_000_000)
_HALF: Final = Decimal("0.5")
_CLOSING: Final = frozenset('.,;)?!"\u201d\u2019\u00bb')
_VULGAR: Final = {"\u00bc": Decimal("0.25"), "\u00bd": _HALF, "\u00be": Decimal("0.75")}
_INSIDE: Final = frozenset(("and", "a", "half"))
_AND_HALF: Final = " and a half"
_SHORTEST: Final = 4
_MOST_WORDS: Final = 12


def numerals(line: Line, style: Conventions) -> Iterator[Numeral]:
    """Yield the numbers of a sentence from left to right."""
    index = 0
    while index < line.count:
        first = line.tokens[index].text[0]
        found = None
        if "0" <= first <= "9":
            found = _digits(line, index, style)
        elif line.lows[index] in line.words.triggers or "-" in line.lows[index]:
            found = _longer(_ready(line, index), _written(line, index))
        if found is None:
            index += 1
            continue
        yield found
        index = found.last


def _digits(line: Line, index: int, style: Conventions) -> Numeral | None:
    token = line.tokens[index]
    if not _stands_alone(line, index) or style.address(token.start):
        return None
    last, said = index + 1, token.text
    if style.spaces and said.isdigit() and len(said) <= 3 and said[0] != "0":
        last, said = _with_spaces(line, index)
    follows, glued = line.low(last), line.glued(last)
    unit = glued and (follows in line.words.glued or line.is_in(last, "glued_units"))
    if glued and not unit and (follows[:1].isalpha() or line.said(last)[:1] in ("º", "ª", "°")):
        return None
    if glued and follows == "." and line.glued(last + 1) and line.said(last + 1)[:1] in ("º", "ª", "°"):
        return None
    measured = line.is_in(last, "measures") or follows == "\uff05"
    things = line.is_in(last, "counted") or line.is_in(last, "counts")
    whole = _without_note(line, said, last, measured=measured or things)
    cut = line.tokens[last - 1].end - len(said) + len(whole) if whole != said else None
    said = whole
    value = figure(said, line.lang, style, measured=measured, things=things)
    if value is None:
        return None
    if glued and line.said(last) in _VULGAR:
        value, last = value + _VULGAR[line.said(last)], last + 1
    found = Numeral(index, last, value, digits=True, cut=cut)
    if glued and follows in line.words.glued and _may_scale(line, index, last):
        found.last, found.scale = last + 1, line.words.glued[follows]
        found.value *= found.scale
    _scaled(line, found)
    found.tail = found.last
    return found


def _may_scale(line: Line, index: int, last: int) -> bool:
    """Tell ``5m people`` from ``5m wide``: a glued ``m`` is million after a currency sign or before something counted."""
    follows = line.low(last)
    if follows not in ("m", "b") or signs(line, index) is not None:
        return True
    return line.is_in(last + 1, "counted") or names_currency(line, last + 1)


def _without_note(line: Line, said: str, last: int, *, measured: bool) -> str:
    """Take off the mark of a footnote that is glued to a grouped figure at the end of a sentence."""
    whole, point, rest = said.rpartition(".")
    ends = line.text[line.tokens[last - 1].end :][:2].lstrip(" \n")[:1].isupper()
    if point and "," in whole and len(rest) <= 2 and ends and not measured and signs(line, last - 1) is None:
        return whole
    return said


def _stands_alone(line: Line, index: int) -> bool:
    """Tell whether digits are a figure: not part of a name (G20) nor the mark of a footnote (said.12)."""
    if not line.glued(index):
        return True
    before, more = line.said(index - 1), line.said(index - 2) if line.glued(index - 1) else ""
    if signs(line, index) is not None:
        return True
    if before[-1:].isalpha() or before == "_":
        return False
    if before in HYPHENS and more[-1:].isalpha():
        return False
    return before not in _CLOSING or not (more[-1:].isalpha() or more in _CLOSING)


def _with_spaces(line: Line, index: int) -> tuple[int, str]:
    """Join ``3 204``: groups of three digits after one ordinary space."""
    last, said = index + 1, line.said(index)
    while last < line.count:
        part = line.said(last)
        gap = line.text[line.tokens[last - 1].end : line.tokens[last].start]
        whole = part.partition(",")[0].partition(".")[0]
        if gap != " " or len(whole) != 3 or not whole.isdigit():
            break
        said, last = f"{said} {part}", last + 1
        if whole != part:
            break
    return last, said


def _scaled(line: Line, found: Numeral) -> None:
    """Multiply by the words that follow (million, mil), and add what they leave open (63 mil 418, 1 millón 200 mil)."""
    scales, thousand = line.words.scales, line.words.sets["thousand_and_more"]
    mixed = line.lang == "es"
    while True:
        if _hyphened_scale(line, found):
            break
        scale = scales.get(line.low(found.last))
        if (
            scale is None
            or (line.glued(found.last) and line.low(found.last) not in line.words.glued)
            or _letter(line, found)
        ):
            break
        small = line.low(found.last) in thousand
        found.value, found.scale, found.last = found.value * scale, found.scale * scale, found.last + 1
        if mixed and small:
            _add(line, found, _THOUSAND)
        elif mixed and scale == _MILLION:
            _add_thousands(line, found)
    end = line.at("halves", found.last)
    if end is not None and found.value == found.value.to_integral_value():
        found.value, found.last = found.value + _HALF * found.scale, end
        _scaled(line, found)


def _hyphened_scale(line: Line, found: Numeral) -> bool:
    """Read the scale in "a 40-million plan", "$5 million-a-year" and "$2 million-plus"."""
    at = found.last
    if line.low(at) == "-" and line.glued(at) and line.glued(at + 1):
        at += 1
    word, dash, rest = line.low(at).partition("-")
    scale = line.words.scales.get(word)
    if scale is None or len(word) < _SHORTEST or not (dash or at > found.last):
        return False
    found.value, found.scale, found.last = found.value * scale, scale, at + 1
    if dash:
        found.cut = line.tokens[at].start + len(word)
    if rest == "plus":
        found.qualifier = "at_least"
    return True


def _letter(line: Line, found: Numeral) -> bool:
    """Tell whether a scale is a single letter apart from its figure (5 m), which is a metre."""
    return len(line.low(found.last)) == 1 and found.digits and line.low(found.last) in ("m", "k")


def _add(line: Line, found: Numeral, below: Decimal) -> None:
    rest = line.said(found.last)
    if (
        rest.isdigit()
        and rest.isascii()
        and len(rest) <= 3
        and (rest[0] != "0" or len(rest) == 3)
        and Decimal(rest) < below
    ):
        if line.is_in(found.last + 1, "months") or (
            line.low(found.last + 1) == "de" and line.is_in(found.last + 2, "months")
        ):
            return
        found.value, found.last = found.value + Decimal(rest), found.last + 1
        found.scale = ONE


def _add_thousands(line: Line, found: Numeral) -> None:
    rest = line.said(found.last)
    if rest.isdigit() and rest.isascii() and len(rest) <= 3 and line.is_in(found.last + 1, "thousand_and_more"):
        found.value, found.last = found.value + Decimal(rest) * _THOUSAND, found.last + 2
        found.scale = ONE
        _add(line, found, _THOUSAND)


def _longer(one: Numeral | None, other: Numeral | None) -> Numeral | None:
    """Return the number that takes in more words; the first of two equal ones."""
    if one is None or other is None:
        return one or other
    return other if other.last > one.last else one


def _ready(line: Line, index: int) -> Numeral | None:
    hit = line.words.ready.at(line.lows, index)
    if hit is None:
        return None
    last, (low, high, kind) = hit
    if kind == "vague":
        return Numeral(index, last, low, high=high, vague=True, qualifier="approx")
    found = Numeral(index, last, low, qualifier="approx" if kind == "rounded" else "exact")
    if kind == "fixed":
        found.scale = low
        _scaled(line, found)
        found.tail = found.last
    return found


def _written(line: Line, index: int) -> Numeral | None:
    """Read number words: the longest run that is a number."""
    numerals_ = line.words.sets["numerals"]
    opens = line.is_in(index, "one_of") and line.is_in(index + 1, "bridges")
    if not opens and line.low(index) not in numerals_ and not _hyphened(line.low(index), numerals_):
        return None
    if line.is_in(index, "scales_only") and not line.is_in(index - 1, "scaled_after"):
        return None
    if line.low(index - 1) in ("por", "per") and line.low(index) in ("ciento", "cien", "mil", "cent"):
        return None
    last = _run(line, index + opens)
    value = None
    while last > index:
        words = ("one", *line.lows[index + 1 : last]) if opens and line.lang == "en" else line.lows[index:last]
        value = number(" ".join(words), line.lang)
        # "Between one hundred and two hundred" does not begin with a hundred and two.
        if value is not None and not (line.is_in(last, "multipliers") and line.is_in(last - 2, "bridge")):
            break
        last, value = last - 1, None
    if value is None:
        return None
    found = Numeral(index, last, value)
    ends = line.low(last - 1)
    found.scale = line.words.scales.get(ends, ONE) if ends != "hundred" else ONE
    if line.lang == "es" and ends in line.words.sets["thousand_and_more"]:
        _add(line, found, _THOUSAND)
    elif line.lang == "es" and found.scale == _MILLION:
        _add_thousands(line, found)
    dozens = line.words.collectives.get(line.low(found.last))
    if dozens is not None and value > 1:
        found.value, found.last = found.value * dozens, found.last + 1
    _scaled(line, found)
    found.tail = found.last
    return found


def _run(line: Line, index: int) -> int:
    """Return the index after the words that may be one number."""
    words, bridges, bridge = (line.words.sets[name] for name in ("numerals", "bridges", "bridge"))
    last = index
    while last < min(line.count, index + _MOST_WORDS):
        low = line.low(last)
        joins = low in bridge and line.low(last - 1) in bridges and line.low(last + 1) in words
        joins = joins or (low in bridge and line.low(last - 1) in bridges and _hyphened(line.low(last + 1), words))
        if not joins and low not in words and not _hyphened(low, words):
            break
        last += 1
    return last


def _hyphened(low: str, words: frozenset[str]) -> bool:
    if "-" not in low:
        return False
    parts = low.split("-")
    return parts[0] in words and all(part in words or part in _INSIDE for part in parts)


@lru_cache(maxsize=4096)
def number(words: str, lang: Lang) -> Decimal | None:
    """Return what number words state, ``None`` where they state none."""
    from text_to_num import text2num

    known: Lexicon = lexicon(lang)
    spelled = " ".join(known.spelled.get(word, word) for word in words.replace("-", " ").split())
    half = _HALF if spelled.endswith(_AND_HALF) else 0
    try:
        return Decimal(text2num(spelled.removesuffix(_AND_HALF), lang)) + half
    except ValueError:
        return None
