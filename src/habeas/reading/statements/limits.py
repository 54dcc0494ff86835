"""Limits: how long the law lets somebody be held, before a judge or before trial, and how long somebody was held."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from habeas.reading.model import Found, Sentence
from habeas.reading.statements.durations import Duration, durations
from habeas.reading.statements.line import Line

Words = Mapping[str, re.Pattern[str]]
_UNIT: Final = re.compile(r"(?<!\S)(?:hours?|days?|weeks?|months?|years?|horas?|dias?|semanas?|mes(?:es)?|anos?)(?!\S)")
_NO_TERM: Final = re.compile(
    r"(?: and a half| y media)? (?:(?:a|per|each|every) (?:day|week)|a el dia|por dia|diarias|a la semana"
    r"|de edad|old|later|ago|earlier|antes|despues|atras)(?!\S)"
)
"""What stands after a duration that is a rate, an age or a date."""
_LINK: Final = re.compile(r" (?:y|and|,|;) ")
_OR_ELSE: Final = re.compile(r"(?<!\S)(?:and|or|y|o) (?:(?:a|up to|hasta|de) )?$")
_CASE: Final = re.compile(r" ?(?:for|in|if|when|where|para|en|si|cuando|por)(?!\S)")
"""Around the second limit of "six months for minor offences and 12 months for serious ones"."""
_REACH: Final = 110
"""Letters before a duration within which words are joined to it."""
_ALTHOUGH: Final = re.compile(r"(?:even )?(?:although|though|while|aunque|si bien|mientras)(?!\S).{15,}? , ")
"""A clause that opens a sentence and is set against the rest of it."""
_FAR: Final = 500
_NEAR: Final = 60


@dataclass(slots=True)
class Terms:
    """Reads durations sentence by sentence; remembers the limits stated, which "it may be extended to 72 hours" goes on about."""

    key: str = ""
    at: int = -9
    said: dict[str, str] = field(default_factory=dict)

    def read(self, place: int, sentence: Sentence, said: Line, words: Words) -> Iterator[Found]:
        """Yield the limits and the times held that a sentence states."""
        if not _UNIT.search(said.said):
            return
        other = ""
        for one in durations(said.said, sentence.lang):
            if _NO_TERM.match(said.said, one.end):
                continue
            before, after = _clause(said.said, one, words)
            key = self._limit(place, one, (before, after), _around(said.said, one), words) or (
                other if _OR_ELSE.search(before) and _CASE.match(after) else None
            )
            if key:
                most = one.most()
                key = self.said.setdefault(most.text, key)  # "the 48-hour rule" is the one stated before
                self.key, self.at = key, place
                other = key
                yield self._found(place, said.span(one.start, one.end), most, key)
                continue
            reach = None if said.said.startswith("las ", one.start) else _held(before, after, words, one.unit)
            if reach:
                start, end = one.start - reach[0], one.end + reach[1]
                yield self._found(place, said.span(start, end), one, "detained")

    @staticmethod
    def _found(place: int, span: tuple[int, int], one: Duration, key: str) -> Found:
        limit = key != "detained"
        return Found(
            sentence=place, kind="legal", start=span[0], end=span[1], measure="rule" if limit else "stock",
            value_text=f"{key}={one.text}", unit=one.unit, qualifier="at_most" if limit else one.qualifier,
            cues=(f"legal:{key}",),
        )  # fmt: skip

    def _limit(
        self, place: int, one: Duration, clause: tuple[str, str], sentence: tuple[str, str], words: Words
    ) -> str | None:
        """Return which limit a duration is, None where it is none. What it guards may be said in another clause."""
        before, after = clause
        if self.key and place - self.at <= 1 and _ending(words["longer"], before):
            return self.key
        named = words["limit_after"].match(after.lstrip())
        if words["meant"].search(before) or (not named and not words["law"].search(f"{before} {after}")):
            return None
        bound = (
            one.qualifier in {"at_most", "range"}
            or named
            or words["forbid"].search(before)
            or any(_ending(words[name], before) for name in ("within", "limit_before", "longer"))
        )
        if not bound or _ending(words["lawyer"], before) or words["appeals"].search(f"{before} {after}"):
            return None
        return _guarded(*clause, words) or _guarded(*sentence, words)


def _guarded(before: str, after: str, words: Words) -> str | None:
    """Return what a limit guards, None where it has to do with a sentence or with nothing known."""
    near = _nearest(before, after, words)
    said = f"{before} {after}"
    if near or words["sentenced"].search(said):
        return near
    if words["charge"].search(said) and not words["without_charge"].search(said):
        return "charge_within"
    return "detention_limit" if words["custody"].search(said) else None


def _nearest(before: str, after: str, words: Words) -> str | None:
    """Return what a limit guards: the coming before a judge or the time before trial, whichever is spoken of nearest."""
    for said, last in ((before, True), (after, False)):
        found = {
            key: [hit.start() for hit in words[name].finditer(said)]
            for key, name in (("pretrial_limit", "pretrial"), ("judge_within", "judge"))
        }
        places = [(max(starts) if last else -min(starts), key) for key, starts in found.items() if starts]
        if places:
            return max(places)[1]
    return None


def _around(said: str, one: Duration) -> tuple[str, str]:
    """Return the words before and after a duration, as far as they can matter."""
    return said[max(0, one.start - _FAR) : one.start], said[one.end : one.end + _FAR]


def _clause(said: str, one: Duration, words: Words) -> tuple[str, str]:
    """Return the words of the clause before and after a duration."""
    before, after = _around(said, one)
    cuts = [hit.end() for hit in words["contrast"].finditer(before)]
    although = _ALTHOUGH.match(said)
    if although and although.end() <= one.start:
        cuts.append(although.end() - max(0, one.start - _FAR))
    elif although:
        after = after[: although.end() - one.end]
    before = before[max([0, *cuts]) :]
    cut = words["contrast"].search(after)
    return before, after[: cut.start()] if cut else after


def _held(before: str, after: str, words: Words, unit: str) -> tuple[int, int] | None:
    """Return how far "was held for" reaches before a duration and "in custody" after it; None where nobody was held.

    Where people are counted ("300 had been held for a year") the count is the claim, and a sentence to serve is none.
    """
    last = _LINK.split(before)[-1]
    counted = words["counted"].search(last) and not words["let_go"].search(before)
    if counted or words["sentenced"].search(last[-_NEAR:]) or words["events"].search(before):
        return None
    hit = _ending(words["held"], before)
    if hit is None or words["plan"].search(before[max(0, hit.start() - _NEAR) : hit.start()]):
        return None
    term = words["term"].search(f"{hit.group().strip()} {after[:_NEAR].lstrip()}")
    if term and unit in {"months", "years"} and not words["untried"].search(f"{before} {after}"):
        return None  # "spent two years in prison" is a term served
    rest = words["held_after"].match(after.lstrip())
    alone = after.lstrip()[:1] in {",", ";", "."} and words["alone"].fullmatch(hit.group().strip())
    if words["weak"].fullmatch(hit.group().strip()) and not rest and not alone:
        return None
    return len(before) - hit.start(), rest.end() + len(after) - len(after.lstrip()) if rest else 0


@cache
def _final(pattern: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern.pattern}) ?$")


def _ending(pattern: re.Pattern[str], before: str) -> re.Match[str] | None:
    """Return the match that the words before a duration end with."""
    return _final(pattern).search(before, max(0, len(before) - _REACH))
