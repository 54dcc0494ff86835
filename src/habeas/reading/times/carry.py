"""The time that goes on from earlier sentences: a level's date, an event's day, the period of a source, the start of a campaign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from habeas.reading.model import Document, Found, Time
from habeas.reading.times.calendar import earliest
from habeas.reading.times.finder import reference
from habeas.reading.times.uses import Placed, cues, line, of_sentence

_BACK: Final = 8
"""Sentences that are looked back for a time."""
_OLD: Final = 60
"""Days before publication from which on a level is told of as past: later paragraphs then go on from it."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A time that goes on: the time, whether a level was counted at it, and whether it is a part of a longer unit ("end of 2023")."""

    time: Time
    level: bool
    part: bool


def carried(document: Document, known: tuple[Time, ...], found: Found, *, counts: bool) -> Carried | None:
    """Return the time that goes on to a sentence which names none of its own."""
    here = document.sentences[found.sentence].block
    report = reference(document).report_year is not None
    for number in range(found.sentence - 1, max(-1, found.sentence - 1 - _BACK), -1):
        sentence = document.sentences[number]
        same = sentence.block == here
        if not same and report:
            return None
        if document.blocks[sentence.block].kind not in ("paragraph", "item"):
            continue
        placed = [one for one in of_sentence(document, known, number) if one.use == "fact" and not one.ahead]
        if not placed:
            continue
        level = cues(sentence.lang).stock.search(line(sentence.tokens, 0, len(sentence.tokens))) is not None
        fitting = [one for one in placed if _goes_on(document, one, level=level, counts=counts, same=same)]
        if fitting:
            last = max(fitting, key=lambda one: earliest(one.time.high or one.time.low or "1"))
            words = document.text[last.time.start : last.time.end].casefold()
            return Carried(last.time, level, any(w in words for w in ("end", "close", "cierre", "final", "fin")))
    return None


def _goes_on(document: Document, one: Placed, *, level: bool, counts: bool, same: bool) -> bool:
    time = one.time
    words = document.text[time.start : time.end].casefold()
    relative = not any(letter.isdigit() for letter in words) and len(time.high or time.low or "") == 10
    if counts:
        return same or time.role != "since"
    if time.role in ("since", "span") and not one.data:
        return False
    if relative or not level:
        return False
    return same or one.data or _is_old(document, time)


def _is_old(document: Document, time: Time) -> bool:
    told = time.high or time.low
    if document.published is None or told is None:
        return False
    return (earliest(document.published) - earliest(told)).days > _OLD


def start_of_process(document: Document, known: tuple[Time, ...], number: int) -> str | None:
    """Return the start of a campaign or regime named in earlier sentences, from which the counts of a text run."""
    for time in reversed(known):
        if time.sentence >= number or time.role != "since":
            continue
        for one in of_sentence(document, known, time.sentence):
            if one.time is time and (one.process or not any(letter.isdigit() for letter in document.text[time.start : time.end])):
                return time.low
    return None


def period(document: Document, known: tuple[Time, ...], number: int) -> str | None:
    """Return the year that an annual report, of which a text tells, is about."""
    del known
    sentence = document.sentences[number]
    if document.published is None or cues(sentence.lang).official.search(line(sentence.tokens, 0, len(sentence.tokens))):
        return None
    for one in document.sentences[: number + 1]:
        if cues(one.lang).annual.search(line(one.tokens, 0, len(one.tokens))):
            return str(int(document.published[:4]) - 1)
    return None
