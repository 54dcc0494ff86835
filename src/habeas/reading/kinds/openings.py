"""When a place of detention was opened: a verb of opening, and a time in its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from habeas.reading.kinds.lexicon import nouns
from habeas.reading.model import Document, Found, Sentence, Time

_VERBS: Final = frozenset(
    "opened inaugurated inauguro inaugurada inaugurado abrio inauguraron abierto inauguration".split()
)
_IT: Final = frozenset("it which complex mega-prison megaprison centre center cecot megacarcel complejo".split())
_DENIED: Final = frozenset("not never no nunca".split())
_REACH: Final = 12


def openings(document: Document, times: tuple[Time, ...]) -> Iterator[Found]:
    """Yield a claim for each opening with a time; ``value_text`` is the time as an ISO date or part of one."""
    by_sentence: dict[int, list[Time]] = {}
    for one in times:
        if one.role == "on" and one.iso:
            by_sentence.setdefault(one.sentence, []).append(one)
    for number, those in by_sentence.items():
        sentence = document.sentences[number]
        for place, token in enumerate(sentence.tokens):
            if token.low in _VERBS and _of_a_place(sentence, place):
                time = min(those, key=lambda one: abs(one.start - token.start))
                yield Found(
                    sentence=number,
                    kind="opened",
                    start=min(token.start, time.start),
                    end=max(token.end, time.end),
                    measure="rule",
                    value_text=time.iso,
                    cues=("opened", "explicit" if time.sure else "inferred"),
                )
                break


def _of_a_place(sentence: Sentence, place: int) -> bool:
    """Tell whether a verb of opening is said of a place of detention, and not denied."""
    around = range(max(0, place - _REACH), min(len(sentence.tokens), place + _REACH))
    if any(sentence.tokens[n].low in _DENIED for n in around if place - 3 <= n < place):
        return False
    if place <= 2 and any(sentence.tokens[n].low in _IT for n in range(place)):
        return True
    return any(hit.name == "facility" and hit.first in around for hit in nouns(sentence).values()) or any(
        sentence.tokens[n].low in _IT for n in around if n > place
    )
