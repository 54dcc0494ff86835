"""Bounds: the words before and after a number that say at least, at most or about, and denials that turn them."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from habeas.reading.model import Qualifier
from habeas.reading.numbers.line import Line, Numeral

_WEAK: Final = frozenset(("exact", "approx"))
_TURNED: Final = {"at_least": "at_most", "at_most": "at_least"}
_DENIAL: Final = {"at_least": 4, "at_most": 5}
"""How many words before a bound a denial may stand: no podía alojar más de 40."""
_PAIR: Final = 6
"""How many words may stand between two numbers that share a bound."""
_NOUN: Final = 2
"""How many words may stand between a number and the bound after it: 40 presos o más."""
_NEAR: Final = 3
_APART: Final = 8
_ROUND: Final = 10
_EMPHATIC: Final = 100


def bound(line: Line, found: Numeral) -> None:
    """Take in the words before and after a number that bound it."""
    verdict: Qualifier = found.qualifier
    at = found.lead
    hit = _bounding(line, found, at)
    while hit is not None:
        first, kind = hit
        denied = _denied(line, first, kind)
        if denied is not None:
            first, kind = (denied if denied == first - 1 else first), _TURNED[kind]
        if kind != "neutral":
            verdict = _stronger(verdict, kind)
            found.lead = first
        at = first
        hit = _bounding(line, found, at)
    after = _after(line, found)
    if after is not None:
        found.tail, kind = after
        verdict = _stronger(verdict, kind)
    if found.qualifier != "range" and not found.vague:
        found.qualifier = verdict


def _bounding(line: Line, found: Numeral, at: int) -> tuple[int, str] | None:
    """Return where the bounding words before an index begin, and what they mean."""
    hit: tuple[int, str] | None = line.words.before.before(line.lows, at)
    if hit is not None and not _means_else(line, hit[0], found, at):
        return hit
    if line.low(at - 1) == ",":
        opening: tuple[int, str] | None = line.words.before.before(line.lows, at - 1)
        if opening is not None and opening[0] == 0:
            return opening  # Como mínimo, 300; at least, 300
    return _past_article(line, at)


def share_bounds(line: Line, found: list[Numeral]) -> None:
    """Give the second of two numbers the bound of both: at least 12 men died and 31 injured."""
    for one, other in pairwise(found):
        if other.qualifier != "exact" or other.form != "count" or other.first - one.last > _PAIR:
            continue
        if line.at("shared_bounds", one.lead) is None or not line.is_in(other.lead - 1, "between_and"):
            continue
        if line.is_in(other.last, "counts") or line.low(other.last).endswith("ron"):
            continue  # a verb of its own: y 31 quedaron heridos
        between = range(one.tail, other.lead - 1)
        if all(line.said(at).isalpha() and not line.is_in(at, "clauses") for at in between):
            other.qualifier = one.qualifier


def _denied(line: Line, first: int, kind: str) -> int | None:
    """Return where "more than" or "exceed" is denied: it could not exceed 40, no caben más de 40, no hut held fewer than 35."""
    if kind not in _TURNED or line.is_in(first, "undeniable"):
        return None
    if kind == "at_most" and not line.is_in(first, "lessening"):
        return None
    for at in range(first - 1, max(-1, first - 1 - _DENIAL[kind]), -1):
        low = line.low(at)
        if line.is_in(at, "negations") or low.endswith("n't"):
            return at
        if not low.isalpha() or line.is_in(at, "clauses"):
            return None
    return None


def _past_article(line: Line, at: int) -> tuple[int, str] | None:
    """Look past an article: superan las 310, casi el 40 %; in English only after a verb, topped the 9,000 mark."""
    if not line.is_in(at - 1, "articles"):
        return None
    hit: tuple[int, str] | None = line.words.before.before(line.lows, at - 1)
    if hit is None or hit[1] == "neutral":
        return None
    if line.lang == "en":
        return hit if line.is_in(at - 2, "bounding_verbs") else None
    return None if line.low(at - 2) == "de" else hit


def _means_else(line: Line, first: int, found: Numeral, at: int) -> bool:
    """Tell where a bounding word means something else: "over 12 months", "subió hasta 40", "as many as 1,286"."""
    if at - first == 1 and line.is_in(first, "over_time") and line.is_in(found.last, "durations"):
        return not line.is_in(first - 1, "for")
    if at - first == 1 and line.is_in(first, "over_time") and line.low(first - 1).startswith(line.words.stems["over"]):
        return True
    said = line.lows[first:at]
    if said in (("hasta",), ("up", "to")):
        # "Subió hasta 40", "subió 12 puntos, hasta 40".
        apart = line.low(first - 1) in (",", "%", "ciento", "percent", "cent") or line.low(first - 1).isdigit()
        near = _APART if apart else _NEAR
        return any(low.startswith(line.words.stems["changes"]) for low in line.lows[max(0, first - near) : first])
    if said == ("as", "many", "as"):
        # A figure to the last unit is no bound: the words only say that it is much.
        return found.digits and found.value % _ROUND != 0 and found.value > _EMPHATIC
    # Rates reach a highest percentage; a number that is reached is that number.
    return said == ("reaching",) and found.form != "percent"


def _stronger(one: Qualifier, other: str) -> Qualifier:
    """Return which of two bounds says more: "at least about 40" is at least 40."""
    if one not in _WEAK or (other == "approx" and one != "exact"):
        return one
    return "at_least" if other == "at_least" else "at_most" if other == "at_most" else "approx"


def _after(line: Line, found: Numeral) -> tuple[int, str] | None:
    """Return the index after a bound that follows a number, and what it means: 40-plus, 40 o más, 40 presos o más."""
    for at in range(found.tail, found.tail + _NOUN + 1):
        hit: tuple[int, str] | None = line.words.after.at(line.lows, at)
        if hit is not None:
            end = hit[0]
            if line.low(at) == "+" and (not line.glued(at) or line.said(end)[:1].isdigit()):
                return None
            ends = end >= line.count or not line.said(end).isalnum()
            apart = at > found.tail
            if (line.is_in(at, "after_open") or ends) and (not apart or line.is_in(at, "after_counted")):
                return hit
        elif not line.said(at).isalpha() or line.is_in(at, "clauses"):
            return None
    return None
