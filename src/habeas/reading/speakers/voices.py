"""Who speaks where in a text: the acts of its sentences, the quotations they take in, and the sentences that go on with them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace

from habeas.reading.model import Document, Voice
from habeas.reading.speakers.acts import acts
from habeas.reading.speakers.continuation import continuations, is_yearly
from habeas.reading.speakers.lexicon import lexicon
from habeas.reading.speakers.lines import Line, line
from habeas.reading.speakers.phrases import Phrase
from habeas.reading.speakers.quotations import quotations
from habeas.reading.speakers.speech import Act
from habeas.reading.speakers.stretches import How, Stretch
from habeas.reading.speakers.topics import Memory, again, is_person, topic_of


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
        part = [one for one in holding if not one.close]
        best = self._nearest(full or part, start, end, self.cuts[number])
        return best.voice if best else self.gone_on[number]

    @staticmethod
    def _nearest(holding: list[Stretch], start: int, end: int, cuts: tuple[int, ...]) -> Stretch | None:
        """Return the stretch whose word of saying is nearest: in the same part of the sentence, before rather than after."""

        def far(one: Stretch) -> tuple[int, int, int]:
            part = abs(bisect_right(cuts, one.at) - bisect_right(cuts, start))
            before = one.at <= start
            inside = start <= one.at < end
            after = not before and not inside
            return (
                0 if one.close else 1,
                2 * part + (after and part > 0),
                0 if inside else start - one.at if before else 10_000 + one.at - start,
            )

        return min(holding, key=far) if holding else None


def voices(document: Document) -> Voices:
    """Return who speaks where."""
    lines = [line(sentence) for sentence in document.sentences]
    within = _held(document, lines)
    _quoted(document, within)
    cuts = tuple(
        tuple(token.start for token in sentence.tokens if token.text == ";") for sentence in document.sentences
    )
    return Voices(
        tuple(sentence.start for sentence in document.sentences),
        tuple(map(tuple, within)),
        continuations(document, lines, within),
        cuts,
    )


def _held(document: Document, lines: list[Line]) -> list[list[Stretch]]:
    """Return for each sentence the stretches of its own acts."""
    held: list[list[Stretch]] = []
    memory = Memory()
    yearly = is_yearly(document)
    for one in lines:
        memory.enter(one.sentence.block)
        own: list[Stretch] = []
        for act in acts(one):
            if act.way == "done" and not yearly:
                continue
            if act.way == "rule" and act.phrase is None:
                voice = memory.law
            elif act.phrase is None or again(one, act.phrase):
                host = _voice(document, one, replace(act, phrase=act.host)) if act.host else None
                before = memory.meant(host, own=bool(own), person=act.person)
                voice = replace(before, how=_how(act), manner=act.manner) if before else None
            else:
                voice = _voice(document, one, act)
            if voice:
                own.append(_stretch(one, act, voice))
                memory.law = voice if act.way == "rule" else memory.law
                if not act.close and act.way != "rule":
                    memory.heard(voice, person=act.phrase is not None and is_person(one, act.phrase))
        phrase = None if own else topic_of(one, papers=True)
        memory.thing = phrase is not None and phrase.sort == "paper"
        memory.law = memory.law if own and own[-1].way == "rule" else None
        memory.topic = _voice(document, one, Act(0, phrase, 0, 0, "reported")) if phrase else None
        held.append(own)
    return held


def _quoted(document: Document, within: list[list[Stretch]]) -> None:
    """Add to the sentences of a quotation the stretch of who is quoted, who stands in another sentence."""
    starts = [sentence.start for sentence in document.sentences]
    own = [(number, stretch) for number, each in enumerate(within) for stretch in each if not stretch.close]
    quotes = quotations(document)
    lows = [low for low, _ in quotes]
    for number, stretch in own:
        for low, high in quotes[max(0, bisect_right(lows, stretch.start) - 1) : bisect_right(lows, stretch.end)]:
            if low <= stretch.at < high or not (stretch.start < high and low < stretch.end):
                continue
            if document.sentences[number].start <= low and high <= document.sentences[number].end:
                quoted = replace(stretch, voice=replace(stretch.voice, how="quoted"))
                within[number] = [quoted if each is stretch else each for each in within[number]]
                continue
            taken = replace(stretch, start=low, end=high, voice=replace(stretch.voice, how="quoted"), way="quoted")
            for other in range(max(0, bisect_right(starts, low) - 1), bisect_right(starts, high - 1)):
                if other != number:
                    within[other].append(taken)


def _how(act: Act) -> How:
    return "according" if act.way == "according" else "reported"


def _voice(document: Document, one: Line, act: Act) -> Voice | None:
    if act.phrase is None:
        return None
    start, end = _span(one, act.phrase)
    if document.text[start:end].casefold() in lexicon(one.sentence.lang).sets["nobody"]:
        return None
    chain = (document.text[slice(*_span(one, act.by))],) if act.by else ()
    return Voice(speaker=document.text[start:end], start=start, end=end, how=_how(act), chain=chain, manner=act.manner)


def _span(one: Line, phrase: Phrase) -> tuple[int, int]:
    last = one.tokens[phrase.last]
    owner = phrase.sort == "data" and (
        2 if one.words[phrase.last].endswith("'s") else one.words[phrase.last].endswith("s'")
    )
    return one.tokens[phrase.first].start, last.end - int(owner)


def _stretch(one: Line, act: Act, voice: Voice) -> Stretch:
    start = one.sentence.start if act.first <= 0 else one.tokens[act.first].start
    end = one.tokens[min(act.last, len(one) - 1)].end
    return Stretch(start, end, one.tokens[act.at].start, voice, act.way, close=act.close)
