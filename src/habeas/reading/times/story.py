"""A document with its times, each sentence cut where a full stop was overlooked, as the choice of times walks through it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Final

from habeas.reading.model import Document, Sentence, Time, Token
from habeas.reading.times.calendar import earliest, latest
from habeas.reading.times.finder import reference
from habeas.reading.times.lexicon import lexicon
from habeas.reading.times.uses import Cues, Placed, cues, line, placed
from habeas.reading.tokens import plain

_OLD: Final = 60
"""Days before publication from which on a level is told of as past: later paragraphs then go on from it."""
_LONG_PAST: Final = 450
"""Days before publication from which on no figure told in the present is of a date."""
_ENDS: Final = ("end", "close", "cierre", "final", "fin", "término", "cerró", "terminó", "concluyó", "acab")
_LEADS: Final = ("since", "desde", "during", "durante", "ever", "throughout")
_FIGURE_MARKS: Final = ("%", ")", "”", "»")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence, or a part of one up to a full stop: its number, its first token and the one behind its last, and its times."""

    number: int
    sentence: Sentence
    low: int
    high: int
    times: tuple[Placed, ...]
    words: str

    @property
    def cues(self) -> Cues:
        """The cues of the sentence's language."""
        return cues(self.sentence.lang)

    @property
    def tells_level(self) -> bool:
        """Whether it tells how many there were, and not what happened."""
        return self.cues.stock.search(self.words) is not None and self.cues.event.search(self.words) is None


@dataclass(frozen=True, slots=True)
class Frame:
    """A date that all the figures of a text may be of: whether it is the end of a year or month, and whether it is long past."""

    time: Time
    part: bool
    old: bool


class Story:
    """A document and its times; what is asked more than once is kept."""

    def __init__(self, document: Document, known: tuple[Time, ...]) -> None:
        self.document = document
        self.known = known
        self._stretches: dict[int, tuple[Stretch, ...]] = {}

    @cached_property
    def report_year(self) -> int | None:
        """The year that an annual report is about."""
        return reference(self.document).report_year

    @cached_property
    def datum(self) -> Time | None:
        """The date that a text says its figures are of ("the figures are for January 31"), for those told before it too."""
        for time in self.known:
            if time.role in ("on", "span"):
                tokens = self.document.sentences[time.sentence].tokens
                lang = self.document.sentences[time.sentence].lang
                first = self.document.sentences[time.sentence].at(time.start)
                if cues(lang).datum.search(line(tokens, first - 8, first)):
                    return time
        return None

    @cached_property
    def annual(self) -> int | None:
        """The sentence in which a text first tells of an annual report, if it does."""
        for number, sentence in enumerate(self.document.sentences):
            if cues(sentence.lang).annual.search(line(sentence.tokens, 0, len(sentence.tokens))):
                return number
        return None

    @cached_property
    def starts(self) -> tuple[Time, ...]:
        """The starts of campaigns and regimes: counts run from them through a whole text."""
        return tuple(time for time in self.known if time.role == "since" and self._is_process(time))

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """The dates and periods that all the figures of a text may be of."""
        return tuple(frame for time in self.known if (frame := self._frame(time)) is not None)

    def words(self, time: Time) -> str:
        """Return the words of a time in small letters."""
        return self.document.text[time.start : time.end].casefold()

    def has_figures(self, time: Time) -> bool:
        """Return whether the words of a time hold a figure: "on 5 May", not "on Tuesday"."""
        return any(letter.isdigit() for letter in self.words(time))

    def is_now(self, time: Time) -> bool:
        """Return whether a time is the present, as "now" and "hoy" are."""
        if time.high is None or time.high != (self.document.published or "")[: len(time.high)]:
            return False
        return plain(self.words(time)) in lexicon(self.document.sentences[time.sentence].lang).now

    def is_old(self, time: Time) -> bool:
        """Return whether a time is so long before publication that a text tells of it as past."""
        published, told = self.document.published, time.high or time.low
        return bool(published and told) and (earliest(published or "1") - latest(told or "1")).days > _OLD

    def is_long_past(self, time: Time) -> bool:
        """Return whether a time is so long before publication that nobody takes what was so then for the present."""
        published, told = self.document.published, time.high or time.low
        return bool(published and told) and (earliest(published or "1") - latest(told or "1")).days > _LONG_PAST

    def is_part(self, time: Time) -> bool:
        """Return whether a time is the end of a year or of a month, at which a year is reckoned up."""
        return (time.high or "").endswith("-12-31") or ((time.high or "").endswith("-12") and self.is_close(time))

    def is_close(self, time: Time) -> bool:
        """Return whether a time is the end of a year or a month ("at the end of May", "cerró octubre")."""
        return any(word in self.words(time) for word in _ENDS)

    def place(self, time: Time) -> tuple[Placed | None, Stretch]:
        """Return a time where it stands, and the stretch it stands in."""
        stretches = self.stretches(time.sentence)
        for stretch in stretches:
            for one in stretch.times:
                if one.time is time:
                    return one, stretch
        return None, stretches[0]

    def _is_process(self, time: Time) -> bool:
        one, _ = self.place(time)
        if one is not None and one.process:
            return True
        return not self.has_figures(time) and self.words(time).startswith(_LEADS)

    def _frame(self, time: Time) -> Frame | None:
        one, stretch = self.place(time)
        told = time.high or time.low
        first = self.document.sentences[time.sentence].block == self.document.sentences[0].block
        if (
            one is None
            or one.use != "fact"
            or one.named
            or one.ahead
            or told is None
            or not (first or self.is_old(time))
        ):
            return None
        if time.role == "span":
            paper = first and len(told) == 7 and self.has_figures(time) and stretch.cues.paperwork.search(stretch.words)
            year = replace(time, low=told[:4], high=told[:4], role="on")
            return Frame(year, part=False, old=self.is_old(time)) if paper else None
        if time.role == "since" or not stretch.tells_level:
            return None
        part = self.is_part(time)
        if (len(told) == 10 and self.has_figures(time)) or self.is_close(time) or (one.data and len(told) == 4):
            return Frame(time, part=part, old=self.is_old(time))
        return None

    def stretches(self, number: int) -> tuple[Stretch, ...]:
        """Return the stretches of a sentence."""
        made = self._stretches.get(number)
        if made is None:
            made = self._stretches[number] = tuple(self._cut(number))
        return made

    def at(self, number: int, offset: int) -> int:
        """Return which stretch of a sentence an offset of the text is in."""
        place = self.document.sentences[number].at(offset)
        for index, stretch in enumerate(self.stretches(number)):
            if stretch.low <= place < stretch.high:
                return index
        return 0

    def before(self, number: int, index: int, limit: int) -> Iterator[Stretch]:
        """Yield up to some stretches before one, the nearest first."""
        left = limit
        while number >= 0 and left > 0:
            for stretch in reversed(self.stretches(number)[:index] if index >= 0 else self.stretches(number)):
                yield stretch
                left -= 1
            number -= 1
            index = -1

    def _cut(self, number: int) -> Iterator[Stretch]:
        sentence = self.document.sentences[number]
        at = bisect_left(self.known, number, key=lambda time: time.sentence)
        times: list[Placed] = []
        while at < len(self.known) and self.known[at].sentence == number:
            times.append(placed(self.document, sentence, self.known[at]))
            at += 1
        edge = 0
        for end in [*_stops(sentence.tokens), len(sentence.tokens)]:
            inside = tuple(one for one in times if edge <= one.first < end)
            yield Stretch(number, sentence, edge, end, inside, line(sentence.tokens, edge, end))
            edge = end


def _stops(tokens: tuple[Token, ...]) -> Iterator[int]:
    """Yield the places behind full stops within a sentence."""
    for place in range(1, len(tokens) - 2):
        if tokens[place].text == "." and tokens[place + 1].text[0].isupper():
            word = tokens[place - 1].text
            if len(word) > 4 or word in _FIGURE_MARKS or word.isdigit():
                yield place + 1


class _Key:
    """A document and its times by identity, so that looking them up costs nothing."""

    __slots__ = ("document", "known")

    def __init__(self, document: Document, known: tuple[Time, ...]) -> None:
        self.document = document
        self.known = known

    def __hash__(self) -> int:
        return hash((id(self.document), id(self.known)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.document is self.document and other.known is self.known


def story(document: Document, known: tuple[Time, ...]) -> Story:
    """Return the story of a document; for the same one again, the same."""
    return _story(_Key(document, known))


@lru_cache(maxsize=2)
def _story(key: _Key) -> Story:
    return Story(key.document, key.known)
