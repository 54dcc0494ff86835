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
_A_DAY: Final = re.compile(
    r"(?: and a half| y media)?(?: (?:a|per|each|every) (?:day|week)| a el dia| por dia| diarias)|(?: a el dia| por dia| diarias| a la semana| de edad| old(?!\S)| later(?!\S)| ago(?!\S)| earlier(?!\S)| antes(?!\S)| despues(?!\S))"
)
_LINK: Final = re.compile(r" (?:y|and|,|;) ")
_REACH: Final = 110
"""Letters before or after a duration within which words belong to it."""


@dataclass(slots=True)
class Terms:
    """Reads durations sentence by sentence; remembers the limit just stated, which "it may be extended to 72 hours" goes on about."""

    key: str = ""
    at: int = -9
    said: dict[str, str] = field(default_factory=dict)

    def read(self, place: int, sentence: Sentence, said: Line, words: Words) -> Iterator[Found]:
        """Yield the limits and the times held that a sentence states."""
        if not _UNIT.search(said.said):
            return
        for one in durations(said.said, sentence.lang):
            if _A_DAY.match(said.said, one.end):
                continue
            before, after = _clause(said.said, one, words)
            key = self._limit(place, one, before, after, words)
            start, end = one.start, one.end
            if key:
                key = self.said.setdefault(one.text, key)  # "the 48-hour rule" is the one stated before
                self.key, self.at = key, place
            else:
                begun = _held(before, after, words)
                if begun is None or (one.unit == "hours" and said.said.startswith("las ", one.start)):
                    continue
                start, key = begun if begun >= 0 else one.start, "detained"
                start = one.start - len(before) + begun if begun >= 0 else one.start
                if begun < 0:
                    end = one.end + _ended(after, words)
            begin, stop = said.span(start, end)
            limit = key != "detained"
            yield Found(
                sentence=place, kind="legal", start=begin, end=stop, measure="rule" if limit else "stock",
                value_text=f"{key}={one.text}", unit=one.unit, qualifier="at_most" if limit else one.qualifier,
                cues=(f"legal:{key}",),
            )  # fmt: skip

    def _limit(self, place: int, one: Duration, before: str, after: str, words: Words) -> str | None:
        """Return which limit a duration is, None where it is none."""
        if self.key and place - self.at <= 1 and _ends(words["longer"], before):
            return self.key
        clause = f"{before} {after}"
        if not words["law"].search(clause) and not words["limit_after"].match(after.lstrip()):
            return None
        bound = (
            one.qualifier == "at_most"
            or _ends(words["within"], before)
            or _ends(words["limit_before"], before)
            or _ends(words["longer"], before)
            or bool(words["forbid"].search(before))
            or bool(words["limit_after"].match(after.lstrip()))
        )
        if not bound:
            return None
        near = _nearest(before, after, words)
        if near:
            return near
        if words["sentenced"].search(clause):
            return None
        if words["charge"].search(clause) and not words["without_charge"].search(clause):
            return "charge_within"
        return "detention_limit" if words["custody"].search(clause) else None


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


def _clause(said: str, one: Duration, words: Words) -> tuple[str, str]:
    """Return the words of the clause before and after a duration."""
    before, after = said[: one.start], said[one.end :]
    for hit in words["contrast"].finditer(before):
        before = said[hit.end() : one.start]
    cut = words["contrast"].search(after)
    return before, after[: cut.start()] if cut else after


def _held(before: str, after: str, words: Words) -> int | None:
    """Return where "was held for" begins in ``before``; -1 where the words after say it; None where nobody was held."""
    let_go = words["let_go"].search(before)
    if (not let_go and words["counted"].search(_LINK.split(before)[-1])) or words["sentenced"].search(
        _LINK.split(before)[-1][-60:]
    ):
        return None
    if words["events"].search(before):
        return None
    hit = _ending(words["held"], before)
    if hit is None:
        return None
    weak = words["weak"].fullmatch(hit.group().strip())
    if weak and not words["held_after"].match(after.lstrip()):
        return None
    return hit.start()


def _ended(after: str, words: Words) -> int:
    hit = words["held_after"].match(after.lstrip())
    return hit.end() + 1 if hit else 0


@cache
def _final(pattern: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern.pattern}) ?$")


def _ending(pattern: re.Pattern[str], before: str) -> re.Match[str] | None:
    return _final(pattern).search(before)


def _ends(pattern: re.Pattern[str], before: str) -> bool:
    return _ending(pattern, before[-_REACH:]) is not None
