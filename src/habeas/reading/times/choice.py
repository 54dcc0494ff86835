"""Which time a claim is about."""

from __future__ import annotations

import re
from typing import Final

from habeas.reading.model import Document, Found, Sentence, Time, Token
from habeas.reading.times.calendar import earliest, parts
from habeas.reading.times.carry import Carried, carried, period, start_of_process
from habeas.reading.times.finder import reference
from habeas.reading.times.uses import Placed, cues, line, of_sentence

_RECURRING: Final = re.compile(r"_per_(?:year|month|person|day|inmate|prisoner|night)")
_NORMS: Final = frozenset({"staff", "cell_area", "cell_capacity", "occupancy_rate", "share"})
_BREAKS: Final = {",": 1.5, ";": 14.0, ":": 4.0, "—": 6.0, "–": 3.0, "(": 2.0, ")": 3.0, "?": 20.0}
_JOINTS: Final = frozenset("and but while whereas y e pero mientras aunque although when cuando".split())  # noqa: SIM905 - reads as words
_FRONT: Final = 9.0


def as_of(document: Document, known: tuple[Time, ...], found: Found) -> tuple[str | None, bool]:
    """Return the time a claim is about, as an ISO date, a part of one, or ``a/b``; and whether the text itself ties the two."""
    if found.measure == "rule" or _is_norm(document, found):
        return None, False
    placed = of_sentence(document, known, found.sentence)
    counts = found.measure in ("cumulative", "event")
    if found.measure == "event":
        told = _event(document, known, found, placed)
    elif counts:
        told = _count(document, known, found, placed)
    else:
        told = _level(document, known, found, placed)
    if told is not None:
        return told
    return _default(document, found), False


def _event(document: Document, known: tuple[Time, ...], found: Found, placed: tuple[Placed, ...]) -> tuple[str, bool] | None:
    return _count(document, known, found, placed)


def _count(document: Document, known: tuple[Time, ...], found: Found, placed: tuple[Placed, ...]) -> tuple[str, bool] | None:
    """Return the time of a count: the period it was counted over where a start is known, else the time it was counted at or in."""
    sentence = document.sentences[found.sentence]
    best = _nearest(sentence, found, placed, ("fact", "compare"))
    said = next((one for one in placed if one.use == "said"), None)
    if best is not None:
        return _counted(document, known, found, best, placed, said), best.time.sure
    start = start_of_process(document, known, found.sentence)
    end = said.time.high if said else None
    if start and end:
        return f"{start}/{end}", False
    going = carried(document, known, found, counts=True)
    if going is not None:
        return _of_count(document, going, start), False
    if end is not None:
        return end if len(end) <= 7 else end[:7], False
    if start:
        return _to(start, document.published), False
    return None


def _counted(
    document: Document, known: tuple[Time, ...], found: Found, best: Placed, placed: tuple[Placed, ...], said: Placed | None
) -> str:
    time = best.time
    if time.role == "since":
        start = time.low or ""
        later = [
            one.time.high for one in placed
            if one is not best and one.time.high and one.time.role in ("on", "until") and not one.ahead and one.use in ("fact", "said")
            and earliest(one.time.high) > earliest(start) and _same_clause(document.sentences[found.sentence], best, one)
        ]  # fmt: skip
        return _to(start, later[0] if later else document.published)
    if time.role == "until":
        start_at = start_of_process(document, known, found.sentence + 1)
        return f"{start_at}/{time.high}" if start_at and time.high else time.high or ""
    if time.role == "on" and _is_this_year(document, time):
        return _to(f"{time.low}-01", document.published)
    begun = next((one for one in placed if one.time.role == "since" and one.use == "fact" and one is not best), None)
    if begun and time.role == "on" and begun.time.low and time.high and earliest(time.high) > earliest(begun.time.low):
        if _same_clause(document.sentences[found.sentence], begun, best) and begun.process:
            return f"{begun.time.low}/{time.high}"
    return time.iso or ""


def _of_count(document: Document, going: Carried, start: str | None) -> str:
    """Return what a time named before means for a count that names none."""
    time = going.time
    if time.role == "since":
        return _to(time.low or "", document.published)
    if time.role == "until":
        return _to(start, document.published) if start else time.high or ""
    if time.role == "on" and time.low and going.level and len(time.low) == 7 and time.low.endswith("-12") and going.part:
        return time.low[:4]
    return time.iso or ""


def _level(document: Document, known: tuple[Time, ...], found: Found, placed: tuple[Placed, ...]) -> tuple[str, bool] | None:
    """Return the time at which something was so."""
    sentence = document.sentences[found.sentence]
    best = _nearest(sentence, found, placed, ("fact", "compare"))
    if best is not None:
        told = _level_at(document, found, best)
        if told is not None:
            return told, best.time.sure
    said = next((one for one in placed if one.use == "said"), None)
    if said is not None and said.time.high:
        return said.time.high[:7], False
    going = carried(document, known, found, counts=False)
    if going is not None:
        told = going.time.high or going.time.low
        if told is not None:
            return (going.time.iso or told) if going.time.role == "span" else told, False
    stated = period(document, known, found.sentence)
    return (stated, False) if stated else None


def _level_at(document: Document, found: Found, best: Placed) -> str | None:
    time = best.time
    if time.role == "since":
        if found.kind in ("condition", "legal"):
            return _to(time.low or "", document.published)
        return None
    if time.role == "until":
        if best.ahead and document.published and time.high:
            return f"{document.published[: len(time.high)]}/{time.high}"
        return time.high
    if _is_today(document, time):
        return (time.high or "")[:7]
    if time.role == "on" and _is_this_year(document, time) and found.kind != "cost":
        return None
    return time.iso


def _is_today(document: Document, time: Time) -> bool:
    return document.text[time.start : time.end].casefold() in ("today", "hoy", "today's")


def _is_this_year(document: Document, time: Time) -> bool:
    words = document.text[time.start : time.end].casefold()
    return ("this year" in words or "este año" in words or "presente año" in words) and bool(document.published) and time.low is not None and len(time.low) == 4


def _nearest(sentence: Sentence, found: Found, placed: tuple[Placed, ...], uses: tuple[str, ...]) -> Placed | None:
    """Return the time of a sentence that belongs to a figure, if one does."""
    core = found.quantity.core if found.quantity else (found.start, found.end)
    first, last = sentence.at(core[0]), sentence.at(max(core[0], core[1] - 1))
    best: tuple[float, Placed] | None = None
    for one in placed:
        if one.use not in uses:
            continue
        if one.use == "compare" and last < one.since_token:
            continue
        far = _distance(sentence.tokens, first, last, one, placed)
        if best is None or far < best[0]:
            best = (far, one)
    return best[1] if best else None


def _distance(tokens: tuple[Token, ...], first: int, last: int, one: Placed, placed: tuple[Placed, ...]) -> float:
    after = one.first > last
    low, high = (last + 1, one.first) if after else (one.last + 1, first)
    cost = float(max(0, high - low)) + (0.0 if after else 1.5)
    hard = False
    for token in tokens[low:high]:
        if token.low in _BREAKS:
            cost += _BREAKS[token.low]
            hard = hard or token.low == ";"
        elif token.text[0].isdigit():
            cost += 6.0
        elif token.low in _JOINTS:
            cost += 3.0
    cost += sum(5.0 for other in placed if other is not one and low <= other.first < high and other.use != "aside")
    return min(cost, _FRONT) if one.front and not after and not hard else cost


def _same_clause(sentence: Sentence, a: Placed, b: Placed) -> bool:
    low, high = min(a.last, b.last), max(a.first, b.first)
    return not any(token.low in (";", ":") for token in sentence.tokens[low:high])


def _is_norm(document: Document, found: Found) -> bool:
    """Return whether a figure is what somebody recommends or prescribes."""
    if found.kind not in _NORMS:
        return False
    sentence = document.sentences[found.sentence]
    core = found.quantity.core if found.quantity else (found.start, found.end)
    first, last = sentence.at(core[0]), sentence.at(max(core[0], core[1] - 1))
    return cues(sentence.lang).norm.search(line(sentence.tokens, first - 5, last + 6)) is not None


def _to(start: str | None, end: str | None) -> str:
    return f"{start}/{end}" if start and end and start != end else start or end or ""


def _default(document: Document, found: Found) -> str | None:
    """Return the time of a claim whose text names none: the year of an annual report, else the month of publication."""
    told_by = reference(document)
    if told_by.report_year is not None:
        return str(told_by.report_year)
    if document.published is None:
        return None
    if found.kind == "cost" and found.unit and _RECURRING.search(found.unit):
        return document.published[:4]
    year, month, _ = parts(document.published)
    return document.published[:7] if month else str(year)
