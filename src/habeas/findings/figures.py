"""Figures: the claims that put a number on a quantity, as the rules read them.

Only what counts as a statement of fact comes in: claims that stand, affirmed, as fact or estimate. A claim denied, a target, a
hypothesis or an allegation is no figure. Equal figures of one definition and time are one figure with several claims under it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final

from habeas.amount import Amount
from habeas.claims import Claim, Vocabulary
from habeas.errors import InputError
from habeas.evidence import Citation
from habeas.findings.relations import Rules
from habeas.findings.symbols import rounding, symbols
from habeas.when import Span, parse

_ROUNDED_FROM: Final = 1000
_STOCKS: Final = frozenset({"stock", "average"})
_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure for one quantity. Equality covers its claims.

    ``amount`` is what was said (a maximum that "up to N" states is N), without its definition, never below zero. ``low`` and
    ``high`` are what it allows for certain: a whole figure of a thousand or more that ends in zeros may have been rounded to
    them. ``said`` is the bare number stated. ``rests`` are further claims it needs (the base of a stated ratio). ``spans`` are the
    times of all its claims, ``span`` that of the first. ``start`` and ``end`` bound a running total: when it began to be counted, if said, and the days on one of which it stood.
    """

    claims: tuple[str, ...]
    rests: tuple[str, ...] = field(default=(), compare=False)
    subject: str = field(compare=False)
    predicate: str = field(compare=False)
    amount: Amount = field(compare=False)
    low: Decimal | None = field(compare=False)
    high: Decimal | None = field(compare=False)
    said: Decimal | None = field(compare=False)
    definition: tuple[str | None, str | None, str | None, str | None] = field(compare=False)
    words: tuple[str | None, str | None, str | None, str | None] = field(compare=False)
    span: Span | None = field(compare=False)
    spans: tuple[Span | None, ...] = field(compare=False)
    stock: bool = field(compare=False)
    growing: bool = field(compare=False)
    speakers: tuple[str, ...] = field(compare=False)
    sources: frozenset[str] = field(compare=False)
    estimate: bool = field(compare=False)
    start: date | None = field(init=False, compare=False)
    end: tuple[date, date] | None = field(init=False, compare=False)

    def __post_init__(self) -> None:
        # Kept, not worked out when asked for: figures are compared pair by pair.
        object.__setattr__(self, "start", _start(self.span, self.words[1] if self.growing else None))
        object.__setattr__(self, "end", _end(self.span))

    @property
    def ids(self) -> tuple[str, ...]:
        """Return every claim the figure needs."""
        return self.claims + self.rests

    @property
    def bounded(self) -> bool:
        """Whether the figure excludes any value above zero."""
        return self.high is not None or (self.low is not None and (self.low > _ZERO or self.amount.low_open))

    @property
    def about(self) -> bool:
        """Whether the figure is about a number, give or take what was not said."""
        return self.amount.qualifier == "about" and self.said is not None

    @property
    def numbered(self) -> bool:
        """Whether a number was stated: exactly, or about."""
        return self.said is not None and self.amount.qualifier in ("exact", "about")

    @property
    def number(self) -> tuple[object, ...]:
        """Return what figures share that are about one number of one definition, whether they say "about" or not."""
        if self.numbered:
            return self.said, self.definition
        return self.amount.bounds, self.amount.qualifier, self.definition

    @property
    def symbols(self) -> str:
        """Return the figure in symbols that need no translation."""
        return symbols(self.amount)


def _start(span: Span | None, who: str | None) -> date | None:
    """Return the day a running total is counted from: its span is a period true throughout, or who is counted says so."""
    if span is not None and span.first_precise is not None and span.first_precise != span.last_precise:
        return span.first_precise
    return since(who) if who else None


def _end(span: Span | None) -> tuple[date, date] | None:
    """Return the first and last day on which a running total may have stood; ``None`` when its time is open."""
    if span is None:
        return None
    first, last = span.outer
    if span.first_precise is not None and span.first_precise != span.last_precise:
        first = span.last_precise
    return None if first is None or last is None else (first, last)


@cache
def since(words: str) -> date | None:
    """Return the day in "cumulative since 27 March 2022", "acumulado desde el 27 de marzo de 2022"; ``None`` if there is none."""
    found = re.search(r"\b(?:since|desde)\s+(?:el\s+)?(.+)$", words.strip(), re.IGNORECASE)
    if found is None:
        return None
    try:
        first, last = parse(found[1]).outer
    except InputError:
        return None
    return first if first == last else None


Key = tuple[str, str]
Index = Mapping[Key, Sequence[Figure]]


class Known:
    """A vocabulary, with each phrase that was looked up in it kept."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._folded: dict[str, str] = {}

    def fold(self, said: str) -> str:
        """Return who is counted or who speaks, for comparison only: in English where known, without case and accents."""
        if said not in self._folded:
            self._folded[said] = _plain(self.vocabulary.phrase(said, "en") or said)
        return self._folded[said]


def _plain(said: str) -> str:
    marks = unicodedata.normalize("NFKD", said.casefold())
    return " ".join("".join(mark for mark in marks if not unicodedata.combining(mark)).split())


def figures(claims: Iterable[Claim], vocabulary: Vocabulary, rules: Rules) -> dict[Key, list[Figure]]:
    """Return the figures by subject and predicate, in the order of the ids of their first claims."""
    every = {one.id: one for one in claims}
    keys = {one.key: one.id for one in every.values()}
    known = Known(vocabulary)
    groups: dict[tuple[object, ...], list[Claim]] = {}
    for name in sorted(every):
        claim = every[name]
        if enters(claim) and isinstance(claim.value, Amount) and claim.predicate in vocabulary:
            groups.setdefault(_same(claim, known), []).append(claim)
    found: dict[Key, list[Figure]] = {}
    for group in groups.values():
        figure = _figure(group, known, every, keys, rules)
        if figure is not None:
            found.setdefault((figure.subject, figure.predicate), []).append(figure)
    return found


def enters(claim: Claim) -> bool:
    """Say whether a claim counts as a statement of fact here."""
    return claim.stands and claim.polarity == "affirmed" and claim.modality in ("fact", "estimate")


def _same(claim: Claim, known: Known) -> tuple[object, ...]:
    """Return what two claims share that are one figure.

    For a fact of structure the date says when it was seen, and does not set figures apart, unless it is a period; running
    totals are kept apart by speaker as well.
    """
    predicate, value = known.vocabulary[claim.predicate], claim.value
    assert isinstance(value, Amount)  # noqa: S101 - the caller looked
    voice = _voice(claim, known) if predicate.growing or predicate.documented else None
    dated = predicate.growing or predicate.measure in _STOCKS or (claim.span is not None and period(claim.span))
    who = known.fold(value.who) if value.who else None
    return (
        claim.subject,
        claim.predicate,
        value.ratio or _number(value, maximum=predicate.maximum),
        (value.unit or predicate.unit, who, value.measure or predicate.measure, value.capacity),
        claim.span if dated else None,
        claim.modality,
        voice,
    )


def _voice(claim: Claim, known: Known) -> str:
    """Return who speaks: the speaker named, or the source in its own voice."""
    return known.fold(claim.speaker) if claim.speaker else "source " + " ".join(sorted(sources(claim)))


def sources(claim: Claim) -> frozenset[str]:
    """Return the sources that a claim cites."""
    cited: Sequence[Citation] = claim.citations
    return frozenset(citation.source for citation in cited)


def _figure(
    group: Sequence[Claim], known: Known, every: Mapping[str, Claim], keys: Mapping[str, str], rules: Rules
) -> Figure | None:
    claim = group[0]
    predicate = known.vocabulary[claim.predicate]
    value = claim.value
    rests: tuple[str, ...] = ()
    assert isinstance(value, Amount)  # noqa: S101 - only these are grouped
    said = value.stated
    if value.ratio is not None:
        base = every.get(keys.get(value.ratio.of, value.ratio.of))
        if base is None or not enters(base) or not isinstance(base.value, Amount) or base.value.ratio is not None:
            return None
        value, rests, said = value.resolve(base.value), (base.id,), None
    amount = _bare(value, maximum=predicate.maximum)
    if amount is None:
        return None
    low, high = _allowed(amount, measured=predicate.unit in rules.rounded)
    who = known.fold(value.who) if value.who else None
    return Figure(
        claims=tuple(one.id for one in group),
        rests=rests,
        subject=claim.subject,
        predicate=claim.predicate,
        amount=amount,
        low=low,
        high=high,
        said=said,
        definition=(value.unit or predicate.unit, who, value.measure or predicate.measure, value.capacity),
        words=(value.unit or predicate.unit, value.who, value.measure or predicate.measure, value.capacity),
        span=claim.span,
        spans=tuple(dict.fromkeys(one.span for one in group)),
        stock=predicate.measure in _STOCKS,
        growing=predicate.growing,
        speakers=tuple(sorted({_voice(one, known) for one in group})),
        sources=frozenset(source for one in group for source in sources(one)),
        estimate=claim.modality == "estimate" or amount.qualifier == "about",
    )


def _number(value: Amount, *, maximum: bool) -> tuple[object, ...]:
    """Return what two amounts share that state the same, as :func:`_bare` reads them."""
    if maximum and value.qualifier == "at_most" and value.stated is not None:
        return value.stated, value.stated, False, False, value.stated
    low = value.low if value.low is not None and value.low > _ZERO else _ZERO
    return low, value.high, value.low_open, value.high_open, value.stated


def _bare(value: Amount, *, maximum: bool) -> Amount | None:
    """Return the amount without its definition; a maximum said as "up to N" is N. ``None`` when it is below zero."""
    if maximum and value.qualifier == "at_most" and value.stated is not None:
        return Amount.exact(value.stated)
    if value.high is not None and value.high < _ZERO:
        return None
    bare = Amount(
        qualifier=value.qualifier,
        low=value.low,
        high=value.high,
        low_open=value.low_open,
        high_open=value.high_open,
        stated=value.stated,
    )
    return bare if value.low is not None and value.low >= _ZERO else bare.not_negative()


def _allowed(amount: Amount, *, measured: bool) -> tuple[Decimal | None, Decimal | None]:
    """Return the bounds the figure allows for certain: half a unit of the last digit shown is added where it is rounded.

    Rounded is what is measured, what has decimals, and a whole figure of a thousand or more that ends in zeros.
    """
    if amount.qualifier != "exact" or amount.low is None:
        return amount.low, amount.high
    unit = rounding(amount.low)
    half = unit / 2 if unit < 1 or amount.low >= _ROUNDED_FROM else _ZERO
    if measured and amount.low:
        half = min(unit, Decimal(1)) / 2
    return max(amount.low - half, _ZERO), amount.low + half


def period(span: Span) -> bool:
    """Say whether a span is a time throughout which something was so, and not a day or a range in which it was seen."""
    return span.first_precise != span.last_precise
