"""Multiples: four times, el doble, twice; and the figure a multiple is of, more than double the 7,150."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from habeas.reading.numbers.line import Line, Numeral

_HALF: Final = Decimal("0.5")


def multiple_word(line: Line, index: int) -> Numeral | None:
    """Return the multiple that one word states, if a word does: twice, el triple, cuadruplica."""
    hit = line.words.multiples.at(line.lows, index)
    if hit is None:
        return None
    last, value = hit
    named = line.lang == "es" and line.low(index - 1) in ("el", "al", "del")
    if line.is_in(last - 1, "multiples_need") and not named and not line.is_in(last, "multiple_before"):
        return None
    lead = index - 1 if named and line.low(index - 1) == "el" else index
    return Numeral(index, last, value, form="times", lead=lead)


def multiple(line: Line, found: Numeral) -> None:
    """Make a number before "times" a multiple, where it is one of something and not of occasions."""
    if found.vague or found.form != "count":
        return
    if line.low(found.last) == "-" and line.glued(found.last) and line.low(found.last + 1) == "fold":
        found.form, found.last = "times", found.last + 2
        found.tail = max(found.tail, found.last)
        return
    if not line.is_in(found.last, "times"):
        return
    after = found.last + 1
    mark = line.low(found.last)
    if mark in ("times", "veces"):
        end = line.at("halves", after)
        if end is not None:  # dos veces y media
            found.value, after = found.value + _HALF, end
        if found.value == found.value.to_integral_value() and not _compares(line, after):
            return
    elif line.said(after)[:1].isdigit() or not line.glued(found.last):
        return  # 3 x 4 metres
    found.form, found.last = "times", after
    found.tail = max(found.tail, after)


def _compares(line: Line, after: int) -> bool:
    """Tell "four times its capacity" from "four times in 2020"."""
    if not line.is_in(after, "multiple_before"):
        return False
    return not line.is_in(after, "multiple_doubt") or line.is_in(after + 1, "multiple_sure")


def multiplied(line: Line, found: list[Numeral]) -> Iterator[Numeral]:
    """Yield the numbers; a multiple that stands right before its figure becomes the product, reckoned from that figure."""
    for index, one in enumerate(found):
        other = found[index + 1] if index + 1 < len(found) else None
        if other is None or one.form != "times" or other.form != "count" or not _is_of(line, one, other):
            yield one
            continue
        yield Numeral(
            one.first,
            other.last,
            one.value * other.value,
            qualifier=one.qualifier,
            lead=one.lead,
            tail=other.tail,
            base=line.tokens[other.first].start,
        )


def _is_of(line: Line, one: Numeral, other: Numeral) -> bool:
    """Tell whether a multiple is one of the figure after it: double the 7,150, not: doubled from 6,100."""
    if other.vague or other.high is not None:
        return False
    if one.last == other.lead:
        return True
    end = line.at("multiple_tail", one.last)
    if end is None or end != other.lead:
        return False
    return end > one.last + 1 or line.low(one.last) not in ("de", "a") or line.is_in(one.last - 1, "multiples_need")
