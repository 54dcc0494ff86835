"""What stands beside a number and belongs to it: the other side of a range, per cent, the words that bound it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from habeas.reading.model import Qualifier
from habeas.reading.numbers.line import ONE, Line, Numeral

_FAR: Final = 7
"""How many words before "from X to Y" a verb of change may stand."""
_WIDE: Final = 3
"""How many times the first figure the second may be to be the end of its range, where a change is told."""
_WEAK: Final = frozenset(("exact", "approx"))


def percent(line: Line, found: Numeral) -> None:
    """Make a number before a percent sign or word a percentage."""
    end = line.at("percent", found.last)
    if end is not None and found.form == "count":
        found.form, found.last = "percent", end
        found.tail = max(found.tail, end)


def ranges(line: Line, found: list[Numeral]) -> list[Numeral]:
    """Join two numbers that are the sides of one range; drop scores and votes (5-4)."""
    made: list[Numeral] = []
    index = 0
    while index < len(found):
        one = found[index]
        other = found[index + 1] if index + 1 < len(found) else None
        if other is not None:
            verdict = _range(line, one, other)
            if verdict is not None:
                made.append(verdict)
                index += 2
                continue
            if _score(line, one, other):
                index += 2
                continue
        made.append(one)
        index += 1
    return made


def _between(line: Line, one: Numeral, other: Numeral) -> list[str]:
    articles = line.words.sets["articles"]
    return [low for low in line.lows[one.last : other.lead] if low not in articles or low == "a"]


def _range(line: Line, one: Numeral, other: Numeral) -> Numeral | None:
    if one.vague or other.vague or one.high is not None or not _alike(one, other):
        return None
    joint = _between(line, one, other)
    sets = line.words.sets
    if line.lang == "es" and line.low(one.last) == "al":
        joint = ["a"]
    if len(joint) != 1:
        return None
    lead = _lead(line, one)
    low, high = _sides(one, other)
    if low >= high:
        return None
    mark = joint[0]
    if lead is not None and line.low(lead) in sets["between"]:
        if mark not in sets["between_and"] and mark not in sets["joints"]:
            return None
    elif mark in sets["either"]:
        if high > 2 * low and high > 3:
            return None
        lead = None
    elif mark in sets["joints"]:
        if mark not in ("-", "–", "‑", "—") and _changes(line, one, lead, far=high > _WIDE * low):
            return None
        if mark == "—" and not line.glued(one.last):
            return None
    else:
        return None
    made = Numeral(
        one.first,
        other.last,
        low,
        high=high,
        scale=other.scale,
        digits=one.digits,
        form=other.form if other.form != "count" else one.form,
    )
    made.currency = other.currency or one.currency
    made.qualifier = "range"
    made.lead = one.lead if lead is None else lead
    made.tail = other.tail
    return made


def _alike(one: Numeral, other: Numeral) -> bool:
    if one.form == other.form:
        return one.currency is None or other.currency is None or one.currency == other.currency
    return (
        one.form == "count"
        and other.form in ("percent", "times", "money")
        or (one.form == "money" and other.form == "count")
    )


def _sides(one: Numeral, other: Numeral) -> tuple[Decimal, Decimal]:
    """Return both sides; "10-20 mil" gives its scale to both."""
    low, high = one.value, other.value
    if one.scale == ONE and other.scale > ONE and low * other.scale < high and low < 1000:
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
    near = line.lows[max(0, one.lead - _FAR) : one.lead]
    if any(low in line.words.sets["ratio"] for low in near):
        return True
    stems: tuple[str, ...] = line.words.stems["changes"]
    change = any(low.startswith(stems) or low in line.words.sets["changed"] for low in near)
    if lead is None or not line.is_in(lead, "from"):
        return lead is None and far and (change or one.value == ONE)
    return change


def _score(line: Line, one: Numeral, other: Numeral) -> bool:
    """Tell a vote or a score, 5-4, whose sides do not ascend."""
    if not (one.digits and other.digits) or other.first - one.last != 1 or line.low(one.last) not in ("-", "–"):
        return False
    return (
        line.glued(one.last)
        and line.glued(one.last + 1)
        and one.value >= other.value
        and one.form == other.form == "count"
    )


def bound(line: Line, found: Numeral) -> None:
    """Take in the words before and after a number that bound it."""
    verdict: Qualifier = found.qualifier
    at = found.lead
    while True:
        hit = line.words.before.before(line.lows, at)
        if hit is None or _means_else(line, hit, found, at):
            # Spanish puts an article between: superan las 220, casi el 40 %.
            hit = _past_article(line, at)
            if hit is None:
                break
        first, kind = hit
        denied = _denied(line, first) if kind == "at_least" else None
        if denied is not None:
            first, kind = (denied if denied == first - 1 else first), "at_most"
        if kind != "neutral":
            verdict = _stronger(verdict, kind)
            found.lead = first
        at = first
    end, after = _after(line, found)
    if after is not None:
        verdict = _stronger(verdict, after)
        found.tail = end
    if found.qualifier != "range" and not found.vague:
        found.qualifier = verdict


def _denied(line: Line, first: int) -> int | None:
    """Return where "more than" or "exceed" is denied: it could not exceed 40, no caben más de 40."""
    if line.is_in(first, "undeniable"):
        return None
    for at in range(first - 1, max(-1, first - 5), -1):
        low = line.low(at)
        if low in line.words.sets["negations"] or low.endswith("n't"):
            return at
        if not low.isalpha() or low in line.words.sets["clauses"]:
            return None
    return None


def _past_article(line: Line, at: int) -> tuple[int, str] | None:
    if line.low(at - 1) not in line.words.sets["articles"]:
        return None
    hit = line.words.before.before(line.lows, at - 1)
    if line.lang == "en":  # topped the 9,000 mark, but not: more than the 36,000 held before
        return (
            hit
            if hit is not None and hit[0] == at - 2 and hit[1] == "at_least" and line.low(at - 2) != "over"
            else None
        )
    if hit is None or hit[1] == "neutral" or line.low(at - 2) == "de":
        return None
    return hit


def _means_else(line: Line, hit: tuple[int, str], found: Numeral, at: int) -> bool:
    """Tell where a bounding word means something else: "over 12 months", "subió hasta 40", "some of"."""
    first, kind = hit
    said = line.lows[first:at]
    if said == ("over",) and line.is_in(found.last, "durations"):
        return not line.is_in(first - 1, "for")
    if said in (("hasta",), ("up", "to")):
        near = line.lows[max(0, first - 3) : first]
        return any(low.startswith(line.words.stems["changes"]) for low in near)
    if said == ("as", "many", "as") and found.digits and found.value % 10 and found.value > 100:
        return True  # a figure to the last unit is no bound: the words only say that it is much
    if said == ("reaching",):
        return found.form != "percent"
    return False


def _stronger(one: Qualifier, other: Qualifier) -> Qualifier:
    """Return which of two bounds says more: "at least about 40" is at least 40."""
    return other if one in _WEAK and (other != "exact") and not (one != "exact" and other == "approx") else one


def _after(line: Line, found: Numeral) -> tuple[int, Qualifier | None]:
    """Return the bound after a number: 40-plus, 40 o más; also after what is counted: 40 presos o más."""
    for skip in range(3):
        at = found.tail + skip
        hit = line.words.after.at(line.lows, at)
        if hit is None:
            if not line.said(at).isalpha() or line.low(at) in ("and", "or", "y", "o"):
                break
            continue
        end, kind = hit
        opens = line.low(at) in (
            "at",
            "al",
            "por",
            "cuando",
            "como",
            "approximately",
            "roughly",
            "aproximadamente",
            "minimum",
            "maximum",
            "mas",
            "a",
            "tops",
            "plus",
            "minimo",
            "maximo",
            "and",
            "or",
            "o",
            "y",
        )
        ends = end >= line.count or not (line.said(end).isalnum())
        if (
            skip
            and line.low(at) not in ("or", "o", "como", "at", "a")
            or (opens and not (line.low(at) in ("or", "o", "plus", "y", "and")) and not ends)
        ):
            continue
        return end, kind
    return found.tail, None
