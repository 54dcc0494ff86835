"""A document with its times, each sentence cut where a full stop was overlooked, as the choice of times walks through it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from habeas.reading.model import Document, Sentence, Time, Token
from habeas.reading.times.finder import reference
from habeas.reading.times.uses import Cues, Placed, cues, line, placed

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
