"""Ranges: the two sides of one quantity, where they stand next to each other, and percentages."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Final

from habeas.reading.numbers.line import DASHES, LONG_DASH, ONE, Line, Numeral

_FAR: Final = 7
"""How many words before "from X to Y" a verb of change may stand."""
_WIDE: Final = 3
"""How many times the first figure the second may be to be the end of its range, where a change is told."""
_SCALED: Final = 1000
_HUNDRED: Final = Decimal(100)
_FEW: Final = 3


def percent(line: Line, found: Numeral) -> None:
    """Make a number before a percent sign or word a percentage."""
    hit = line.words.after.at(line.lows, found.last)
    end = line.at("percent", found.last)
    if end is None and hit is not None and hit[1] == "approx":
        end = line.at("percent", hit[0])  # ochenta y tantos por ciento
        found.qualifier = "approx" if end is not None else found.qualifier
    if end is not None and found.form == "count":
        found.form, found.last = "percent", end
        found.tail = max(found.tail, end)


def share_percent(line: Line, found: list[Numeral]) -> None:
    """Give the first of two numbers the per cent of both: 18 and 20 per cent."""
    for one, other in pairwise(found):
        joint = _joint(line, one, other)
        if joint is None or not line.is_in(joint, "between_and") or one.last != one.first + 1:
            continue
        if one.form == "count" and other.form == "percent" and one.digits and one.value <= _HUNDRED:
            one.form = "percent"


def ranges(line: Line, found: list[Numeral]) -> list[Numeral]:
    """Join two numbers that are the sides of one range; drop scores and votes (5-4)."""
    made: list[Numeral] = []
    index = 0
    while index < len(found):
        pair = found[index : index + 2]
        joined = _range(line, *pair) if len(pair) == 2 else None
        if joined is not None:
            made.append(joined)
        elif len(pair) == 1 or not _score(line, *pair):
            made.append(pair[0])
            index += 1
            continue
        index += 2
    return made


def _range(line: Line, one: Numeral, other: Numeral) -> Numeral | None:
    if one.vague or other.vague or one.high is not None or other.high is not None or not _alike(one, other):
        return None
    joint = _joint(line, one, other)
    low, high = _sides(one, other)
    if joint is None or low >= high:
        return None
    lead = _lead(line, one)
    lasts = line.is_in(other.last, "durations")
    if not _joins(line, joint, one, lead, wide=(high > 2 * low and high > _FEW, high > _WIDE * low and not lasts)):
        return None
    return Numeral(
        one.first,
        other.last,
        low,
        high=high,
        scale=other.scale,
        digits=one.digits,
        form=one.form if other.form == "count" else other.form,
        currency=other.currency or one.currency,
        qualifier="range",
        lead=one.lead if lead is None or line.is_in(joint, "either") else lead,
        tail=other.tail,
    )


def _joint(line: Line, one: Numeral, other: Numeral) -> int | None:
    """Return the index of the one word between two sides, articles aside."""
    if line.low(one.last) == "al" and other.lead == one.last + 1:
        return one.last
    articles = line.words.sets["articles"]
    between = [at for at in range(one.last, other.lead) if line.lows[at] not in articles or line.lows[at] == "a"]
    return between[0] if len(between) == 1 else None


def _joins(line: Line, joint: int, one: Numeral, lead: int | None, *, wide: tuple[bool, bool]) -> bool:
    """Tell whether a word between two figures makes them a range."""
    mark = line.low(joint)
    if lead is not None and line.is_in(lead, "between"):
        return line.is_in(joint, "between_and") or line.is_in(joint, "joints") or mark in DASHES
    if line.is_in(joint, "either"):
        return not wide[0]
    if mark in DASHES:
        return mark != LONG_DASH or line.glued(joint)
    return (mark == "al" or line.is_in(joint, "joints")) and not _changes(line, one, lead, far=wide[1])


def _alike(one: Numeral, other: Numeral) -> bool:
    if one.form == other.form:
        return one.currency is None or other.currency is None or one.currency == other.currency
    if one.form == "count":
        return other.form in ("percent", "times", "money") or (other.of is not None and one.value < other.of)
    return one.form == "money" and other.form == "count"


def _sides(one: Numeral, other: Numeral) -> tuple[Decimal, Decimal]:
    """Return both sides; "10-20 mil" gives its scale to both."""
    low, high = one.value, other.value
    if other.of is not None and one.form == "count":
        return low * _HUNDRED / other.of, high  # entre cinco y siete de cada diez
    if one.scale == ONE and other.scale > ONE and low * other.scale < high and low < _SCALED:
        low *= other.scale
    return low, high


def _lead(line: Line, one: Numeral) -> int | None:
    """Return the index of "between" or "from" before the first side."""
    at = one.lead - 1
    while line.is_in(at, "articles") and not line.is_in(at, "from"):
        at -= 1
    return at if line.is_in(at, "between") or line.is_in(at, "from") else None


def _changes(line: Line, one: Numeral, lead: int | None, *, far: bool) -> bool:
    """Tell whether a verb or noun of change makes "from X to Y" two figures; also "rose by 14 to 93" and ratios, 1 to 40."""
    near = range(max(0, one.lead - _FAR), one.lead)
    if any(line.is_in(at, "ratio") for at in near):
        return True
    stems = line.words.stems["changes"]
    change = any(line.lows[at].startswith(stems) or line.is_in(at, "changed") for at in near)
    if lead is None or not line.is_in(lead, "from"):
        return lead is None and far and (change or one.value == ONE)
    return change


def _score(line: Line, one: Numeral, other: Numeral) -> bool:
    """Tell a vote or a score, 5-4, whose sides do not ascend."""
    if not (one.digits and other.digits) or other.first - one.last != 1 or line.low(one.last) not in DASHES:
        return False
    if not (line.glued(one.last) and line.glued(one.last + 1)):
        return False
    return one.value >= other.value and one.form == other.form == "count"
