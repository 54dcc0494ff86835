"""A sentence as the rules for numbers look at it, and a number in the making."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from habeas.reading.model import Form, Qualifier, Sentence
from habeas.reading.numbers.lexicon import Lexicon, lexicon

ONE: Final = Decimal(1)
LONG_DASH: Final = "\u2014"
HYPHENS: Final = frozenset(("-", "\u2011"))
DASHES: Final = frozenset(("-", "\u2013", "\u2011", LONG_DASH))


class Line:
    """A sentence: its plain words by index; an index outside it gives an empty word."""

    __slots__ = ("count", "lang", "lows", "sentence", "text", "tokens", "where", "words")

    def __init__(self, text: str, sentence: Sentence, where: tuple[str, ...] = ()) -> None:
        self.text = text
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.lang = sentence.lang
        self.where = where
        """The countries the text names, the most named first."""
        self.words: Lexicon = lexicon(sentence.lang)
        self.lows = tuple(token.low for token in sentence.tokens)
        self.count = len(self.lows)

    def low(self, index: int) -> str:
        """Return the plain form of a word."""
        return self.lows[index] if 0 <= index < self.count else ""

    def said(self, index: int) -> str:
        """Return a word as it is written."""
        return self.tokens[index].text if 0 <= index < self.count else ""

    def glued(self, index: int) -> bool:
        """Tell whether a word follows the one before it without a space."""
        return 0 < index < self.count and self.tokens[index].start == self.tokens[index - 1].end

    def is_in(self, index: int, name: str) -> bool:
        """Tell whether a word is in a set of the lexicon."""
        return self.low(index) in self.words.sets[name]

    def plain(self, found: Numeral) -> bool:
        """Tell whether a number is digits alone, without marks or scale."""
        said = self.tokens[found.first : found.last]
        return found.digits and all(token.text.isdigit() for token in said)

    def at(self, name: str, index: int) -> int | None:
        """Return the index after a listed phrase that begins at a word."""
        hit = self.words.lists[name].at(self.lows, index)
        return hit[0] if hit else None

    def before(self, name: str, index: int) -> int | None:
        """Return the index of the first word of a listed phrase that ends before a word."""
        hit = self.words.lists[name].before(self.lows, index)
        return hit[0] if hit else None


@dataclass(slots=True)
class Numeral:
    """A number found: the words ``first`` up to ``last`` are the figure, ``lead`` up to ``tail`` also its sign and bounds."""

    first: int
    last: int
    value: Decimal
    high: Decimal | None = None
    """Of a range or a vague number; ``value`` is then the low bound."""
    scale: Decimal = ONE
    digits: bool = False
    form: Form = "count"
    qualifier: Qualifier = "exact"
    currency: str | None = None
    vague: bool = False
    lead: int = -1
    tail: int = -1
    of: Decimal | None = None
    """What a fraction is out of: the ten of "siete de cada diez"."""
    base: int | None = None
    cut: int | None = None
    """The offset where the figure ends, if that is inside its last word: 40,000.3 with the mark of a footnote."""

    def __post_init__(self) -> None:
        """Begin with the figure alone."""
        if self.lead < 0:
            self.lead = self.first
        if self.tail < 0:
            self.tail = self.last
