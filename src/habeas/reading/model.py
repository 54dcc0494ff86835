"""What reading works with: a text in blocks, sentences and tokens, and what is found in it, each thing on its exact words.

All offsets count code points of the text; ``text[start:end]`` is what was found.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Literal

from habeas.words import Lang

BlockKind = Literal["heading", "paragraph", "item", "row", "caption", "note", "contents", "foreign"]
Qualifier = Literal["exact", "at_least", "at_most", "approx", "range"]
Form = Literal["count", "percent", "money", "times", "fraction"]
Modality = Literal["fact", "estimate", "target", "hypothetical", "allegation"]
Measure = Literal["stock", "cumulative", "event", "size", "rule"]


KINDS: Final = frozenset(
    "population capacity capacity_gap occupancy_rate population_change share rate facility_count cell_capacity cell_occupancy cell_area deaths "
    "injured health arrests admissions releases transfer complaints staff cost condition legal".split()
)
"""The kinds whose reading is measured (docs/reading.md); :data:`MORE_KINDS` are proposed too, and were never counted."""
MORE_KINDS: Final = frozenset({"opened", "distance", "site_area", "allegation"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a figure or a mark. ``low`` is the word without capitals and accents, as rules are written in."""

    start: int
    end: int
    text: str
    low: str


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the page: a heading, a paragraph, a list item, a table row. ``lang`` is None where it is neither language."""

    start: int
    end: int
    kind: BlockKind
    lang: Lang | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its tokens; ``block`` is the index of its block."""

    start: int
    end: int
    block: int
    lang: Lang
    tokens: tuple[Token, ...]

    def at(self, offset: int) -> int:
        """Return the index of the token at or before an offset of the text (0 before the first token)."""
        return max(0, bisect_right(self.tokens, offset, key=lambda token: token.start) - 1)


@dataclass(frozen=True, slots=True)
class Document:
    """A text ready to be read. ``published`` is an ISO date or part of one (``2025-03``), None where nobody knows.

    ``report_year`` is the year that an annual report is about, where the text shows that it is one.
    """

    text: str
    lang: Lang
    published: str | None
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    report_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as the text states it.

    ``start`` to ``end`` takes in the words that bound it ("at least 261"), ``core`` is the figure itself. ``low`` and
    ``high`` are None where unknown; an ``approx`` and an ``exact`` figure have both equal to ``stated``. ``form``: a percentage
    is in per cent (40 % is 40), ``times`` a multiple ("four times" is 4), ``fraction`` in per cent too ("a third" is
    33.333); ``money`` has a ``currency`` (ISO 4217). ``vague`` figures ("hundreds") have bounds and no ``stated``.
    ``base`` is the offset of the figure it was reckoned from ("more than double the 36,000").
    """

    sentence: int
    start: int
    end: int
    core: tuple[int, int]
    low: Decimal | None
    high: Decimal | None
    stated: Decimal | None
    qualifier: Qualifier = "exact"
    form: Form = "count"
    currency: str | None = None
    vague: bool = False
    base: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time the text names. ``low`` and ``high`` are ISO dates or parts of one; they are equal for one day, month or year.

    ``role``: ``on`` (in March, on Sunday), ``since`` (``high`` is then None until the end is known), ``until``, ``span`` (from January to July). ``sure``
    is False where the year was inferred.
    """

    sentence: int
    start: int
    end: int
    low: str | None
    high: str | None
    role: Literal["on", "since", "until", "span"] = "on"
    sure: bool = True

    @property
    def iso(self) -> str | None:
        """``low``, or ``low/high``."""
        if self.low and self.high and self.low != self.high:
            return f"{self.low}/{self.high}"
        return self.low or self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who says a stretch of text: the exact words that name the speaker, and where they stand.

    ``how``: ``quoted``, ``reported`` ("the minister said that"), ``according``, ``continued`` (a later sentence of the same
    report). ``chain`` names those who passed it on, the nearest first: "the minister said the director told" has
    the director as speaker and the minister in the chain. ``manner`` is that of the verb: "estimated", "alleged".
    """

    speaker: str
    start: int
    end: int
    how: Literal["quoted", "reported", "according", "continued"]
    chain: tuple[str, ...] = ()
    manner: Literal["fact", "estimate", "allegation"] = "fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A claim in the making: what kind, on which words; still without its time and its speaker.

    ``start`` to ``end`` is the quote. ``quantity`` or ``value_text`` is what it says; ``unit`` is that of the kind. ``measure``
    says which time belongs to it: a stock on a day, a count over a period, an event, a size, or a rule without time.
    ``cues`` name the rules that fired, for the confidence and for whoever asks why.
    """

    sentence: int
    kind: str
    start: int
    end: int
    measure: Measure
    quantity: Quantity | None = None
    value_text: str | None = None
    unit: str | None = None
    qualifier: Qualifier = "exact"
    subject: str | None = None
    who: str | None = None
    modality: Modality = "fact"
    denied: bool = False
    cues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A claim as the machine proposes it. Nobody has accepted it: ``confidence`` is the share of such readings that are right.

    ``predicate`` is the vocabulary's, None where it has none. ``as_of`` is an ISO date, part of one, or ``a/b``. ``attributed_to`` is the exact form
    of the speaker in the text, None for the writer's own voice. A ``confidence`` of 0.0 says that nobody has counted such readings.
    """

    kind: str
    quote: str
    start: int
    end: int
    low: Decimal | None = None
    high: Decimal | None = None
    value: Decimal | None = None
    value_text: str | None = None
    qualifier: Qualifier = "exact"
    unit: str | None = None
    as_of: str | None = None
    attributed_to: str | None = None
    chain: tuple[str, ...] = ()
    subject: str | None = None
    predicate: str | None = None
    who: str | None = None
    modality: Modality = "fact"
    denied: bool = False
    confidence: float = 0.0
    language: Lang = "en"
    cues: tuple[str, ...] = field(default=(), compare=False)

    @property
    def measured(self) -> bool:
        """Whether it is of :data:`KINDS` and about what is, was or may be: what is only planned, but for money, is told apart."""
        if self.kind == "capacity" and self.modality != "fact":
            return False
        return self.kind in KINDS and (self.modality != "target" or self.kind == "cost")

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON; numbers as numbers, every key present."""
        made: dict[str, Any] = {
            "kind": self.kind, "value": _number(self.value), "value_text": self.value_text, "low": _number(self.low),
            "high": _number(self.high), "qualifier": self.qualifier, "unit": self.unit, "as_of": self.as_of,
            "attributed_to": self.attributed_to, "quote": self.quote, "start": self.start, "end": self.end,
        }  # fmt: skip
        return made | {
            "chain": list(self.chain), "subject": self.subject, "predicate": self.predicate, "who": self.who,
            "modality": self.modality, "denied": self.denied, "confidence": self.confidence, "language": self.language,
            "cues": list(self.cues),
        }  # fmt: skip


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
