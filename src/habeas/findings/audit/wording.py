"""Wording: parts of a finding's sentence, said in either language when it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import floor, log10
from typing import Final

from habeas import words
from habeas.words import Lang

_DIGITS: Final = 4
"""Figures in a sentence are written to so many decimals; the cells hold them as published."""


_LEAST: Final = 0.0001


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message and its values, put into words later."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    def text(self, lang: Lang) -> str:
        """Return the sentence in a language."""
        return words.text(self.key, lang, **self.values)


@dataclass(frozen=True, slots=True)
class Joined:
    """Sentences one after another, or with another joint between them."""

    parts: tuple[object, ...]
    joint: str = " "

    def text(self, lang: Lang) -> str:
        """Return them in a language; what says nothing is left out."""
        return self.joint.join(said for one in self.parts if (said := words.say(one, lang)))


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of the publisher, in the quotation marks of the language."""

    words: str

    def text(self, lang: Lang) -> str:
        """Return them in a language."""
        return f"«{self.words}»" if lang == "es" else f"“{self.words}”"


@dataclass(frozen=True, slots=True)
class Opening:
    """What is said, beginning with a capital letter."""

    said: object

    def text(self, lang: Lang) -> str:
        """Return it in a language."""
        said = words.say(self.said, lang)
        return said[:1].upper() + said[1:]


def joined(parts: Iterable[object], joint: str = " ") -> Joined:
    """Join sentences."""
    return Joined(tuple(parts), joint)


def at_most(value: float) -> Sentence:
    """Return what rounding can explain: a number, or that it is less than the least that is worth a number."""
    if value >= _LEAST:
        return Sentence("audit.at-most", {"most": figure(value)})
    return Sentence("audit.less-than", {"least": Decimal(str(_LEAST))})


def figure(value: float) -> Decimal:
    """Return a number as a sentence writes it: four decimals, or as many as its first four digits need where it is small."""
    if value == 0:
        return Decimal(0)
    digits = max(_DIGITS, _DIGITS - 1 - floor(log10(abs(value))))
    return Decimal(f"{value:.{min(digits, 12)}f}")
