"""Who speaks where in a text: the acts of its sentences, the quotations they take in, and the sentences that go on with them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from habeas.reading.model import Document, Voice
from habeas.reading.speakers.acts import Act, acts
from habeas.reading.speakers.continuation import goes_on, looks_back
from habeas.reading.speakers.lines import Line, line
from habeas.reading.speakers.phrases import Phrase
from habeas.reading.speakers.quotations import quotations

How = Literal["quoted", "reported", "according", "continued"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that somebody says: offsets of the text, the offset of the word that says so, and the voice."""

    start: int
    end: int
    at: int
    voice: Voice
    way: str
    close: bool


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks where in a text."""

    starts: tuple[int, ...] = ()
    """Where each sentence starts."""
    within: tuple[tuple[Stretch, ...], ...] = ()
    """For each sentence, the stretches that touch it."""
    gone_on: tuple[Voice | None, ...] = ()
    """For each sentence, who goes on speaking where no stretch holds."""
    cuts: tuple[tuple[int, ...], ...] = field(default=(), compare=False)
    """For each sentence, the offsets of its semicolons."""

    def at(self, start: int, end: int) -> Voice | None:
        """Return who says the words between two offsets; None for the writer's own voice."""
        number = bisect_right(self.starts, start) - 1
        if number < 0:
            return None
        holding = [one for one in self.within[number] if one.start < end and start < one.end]
        full = [one for one in holding if one.start <= start]
        best = self._nearest(full or holding, start, end, self.cuts[number])
        return best.voice if best else self.gone_on[number]

    @staticmethod
    def _nearest(holding: list[Stretch], start: int, end: int, cuts: tuple[int, ...]) -> Stretch | None:
        """Return the stretch whose word of saying is nearest: in the same part of the sentence, before rather than after."""

        def far(one: Stretch) -> tuple[int, int, int]:
            part = abs(bisect_right(cuts, one.at) - bisect_right(cuts, start))
            before = one.at <= start
            inside = start <= one.at < end
            after = not before and not inside
            return (0 if one.close else 1, 2 * part + (after and part > 0), 0 if inside else start - one.at if before else 10_000 + one.at - start)

        return min(holding, key=far) if holding else None


def voices(document: Document) -> Voices:
    """Return who speaks where."""
    lines = [line(sentence) for sentence in document.sentences]
    each = [acts(one) for one in lines]
    quoted = quotations(document)
    within: list[list[Stretch]] = [[] for _ in lines]
    gone_on: list[Voice | None] = []
    last: Voice | None = None
    block = -1
    for number, (one, found) in enumerate(zip(lines, each, strict=True)):
        voice_of: list[Voice | None] = []
        for act in found:
            told = _voice(document, one, act, last)
            voice_of.append(told)
            if told and not act.close:
                last = told
        for act, told in zip(found, voice_of, strict=True):
            if told:
                stretch = _stretch(one, act, told)
                within[number].append(stretch)
    starts = tuple(sentence.start for sentence in document.sentences)
    for number, stretches in enumerate(list(map(tuple, within))):
        for stretch in stretches:
            for low, high in quoted:
                if stretch.close or low <= stretch.at < high or not _meets(document, stretch, low, high, number):
                    continue
                taken = Stretch(low, high, stretch.at, stretch.voice, "quoted", close=False)
                for other in range(max(0, bisect_right(starts, low) - 1), bisect_right(starts, high - 1)):
                    if other != number:
                        within[other].append(taken)
    gone_on = _gone_on(document, lines, each, within)
    cuts = tuple(
        tuple(token.start for token in sentence.tokens if token.text == ";") for sentence in document.sentences
    )
    return Voices(starts, tuple(map(tuple, within)), tuple(gone_on), cuts)


def _meets(document: Document, stretch: Stretch, low: int, high: int, number: int) -> bool:
    """Tell whether a quotation is that of an act: they overlap, and the quotation goes beyond the sentence."""
    sentence = document.sentences[number]
    if not (stretch.start < high and low < stretch.end):
        return False
    return low < sentence.start or high > sentence.end


def _voice(document: Document, one: Line, act: Act, last: Voice | None) -> Voice | None:
    how: How = "according" if act.way == "according" else "reported"
    if act.phrase is None:
        return Voice(speaker=last.speaker, start=last.start, end=last.end, how=how) if last else None
    start, end = _span(one, act.phrase)
    chain = (document.text[slice(*_span(one, act.by))],) if act.by else ()
    return Voice(speaker=document.text[start:end], start=start, end=end, how=how, chain=chain)


def _span(one: Line, phrase: Phrase) -> tuple[int, int]:
    last = one.tokens[phrase.last]
    owner = phrase.sort == "data" and (2 if one.words[phrase.last].endswith("'s") else one.words[phrase.last].endswith("s'"))
    return one.tokens[phrase.first].start, last.end - int(owner)


def _stretch(one: Line, act: Act, voice: Voice) -> Stretch:
    start = one.sentence.start if act.first <= 0 else one.tokens[act.first].start
    return Stretch(start, one.tokens[min(act.last, len(one) - 1)].end, one.tokens[act.at].start, voice, act.way, act.close)


def _gone_on(
    document: Document, lines: list[Line], each: list[tuple[Act, ...]], within: list[list[Stretch]]
) -> list[Voice | None]:
    """Return for each sentence who goes on speaking in it where no act of its own holds."""
    told: list[Voice | None] = [None] * len(lines)
    active: Voice | None = None
    for number, one in enumerate(lines):
        own = [stretch for stretch in within[number] if not stretch.close]
        if own:
            active = max(own, key=lambda stretch: stretch.at).voice
            continue
        if active is None:
            continue
        fresh = number == 0 or document.sentences[number - 1].block != one.sentence.block
        if goes_on(document, one, fresh=fresh):
            told[number] = Voice(speaker=active.speaker, start=active.start, end=active.end, how="continued", chain=active.chain)
        else:
            active = None
    for number, one in enumerate(lines):
        if number and looks_back(one) and within[number]:
            voice = within[number][0].voice
            for back in range(number - 1, -1, -1):
                if within[back] or document.sentences[back].block != one.sentence.block:
                    break
                told[back] = Voice(speaker=voice.speaker, start=voice.start, end=voice.end, how="continued", chain=voice.chain)
    return told
