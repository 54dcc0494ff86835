"""One claim and its citations: what ten outlets repeat from one speaker is said once.

Repetition is never called confirmation. A figure is as independent as those who say it: a speaker counts once, however many texts cite
him or her, and texts that share the passage count once. Numbers of independent sources are "at most": who speaks without naming a source
may have it from anybody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from habeas import words
from habeas.reading.copying import Copies, copies, days
from habeas.reading.model import Reading
from habeas.reading.names import folded, same_name, same_speaker
from habeas.words import Lang

_SMALL: Final = 10
"""Figures below this, and claims without a figure, are alike by chance: place and speaker must be known to be the same."""
_DIGITS: Final = 3
"""A figure of so many digits, without the zeros at its end, is not said by two ministers of two places at one time."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A place where a text makes a claim. ``reading`` is its index among the readings of ``source``.

    ``speaker`` is who says it: where the text calls a body "the group", the name it gave it before. ``copied_from`` is the earlier text that has the passage too; ``sure`` is False where the dates do not tell which of the two was first.
    """

    source: str
    reading: int
    said: Reading
    speaker: str | None
    published: str | None = None
    copied_from: str | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Cited:
    """One claim of one speaker, with every text that repeats it, the earliest first.

    ``speaker`` is the fullest of the forms the texts give; None where they say it in their own voice. ``written`` is how many texts did not
    have the passage from another of them, as far as it was seen.
    """

    speaker: str | None
    citations: tuple[Citation, ...]
    written: int

    @property
    def said(self) -> Reading:
        """The reading of the earliest text."""
        return self.citations[0].said

    @property
    def sources(self) -> tuple[str, ...]:
        """The texts, each once, the earliest first."""
        return tuple(dict.fromkeys(one.source for one in self.citations))

    @property
    def independent(self) -> int:
        """At most so many independent sources: one for a speaker who is named, else the texts that did not copy one another."""
        return 1 if self.speaker is not None else self.written

    def text(self, lang: Lang) -> str:
        """Return in a sentence who says it and who repeats it."""
        n = len(self.sources)
        if self.speaker is not None:
            return words.text("reading.cited-speaker", lang, speaker=self.speaker, n=n, written=self.written)
        return words.text("reading.cited-own-voice", lang, n=n, written=self.written)


@dataclass(frozen=True, slots=True)
class Figure:
    """What several speakers say alike: the same kind and value at times that meet, of subjects that may be one."""

    claims: tuple[Cited, ...]

    @property
    def independent(self) -> int:
        """At most so many independent sources: speakers who are named, and texts in their own voice that did not copy one another.

        Where somebody is named, one text in its own voice may have it from there: own voices count only where nobody is named.
        """
        named: list[str] = []
        for one in self.claims:
            if one.speaker is not None and not any(same_name(one.speaker, other) for other in named):
                named.append(one.speaker)
        return len(named) or max(one.independent for one in self.claims)

    def text(self, lang: Lang) -> str:
        """Return in a sentence how many say it, and that repeating is no confirming."""
        sources = {source for one in self.claims for source in one.sources}
        return words.text("reading.figure-sources", lang, n=self.independent, texts=len(sources))


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The passages that texts share, and the claims with their citations."""

    copies: Copies
    claims: tuple[Cited, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that several speakers say alike, worked out when they are asked for."""
        return figures(self.claims)


def reconcile(
    texts: Mapping[str, str],
    readings: Mapping[str, Sequence[Reading]],
    published: Mapping[str, str | None] | None = None,
) -> Reconciled:
    """Return what texts share, and one claim for what several of them repeat from one speaker.

    ``texts`` and ``readings`` by name of their source (a source without readings may be left out of them); ``published`` is the ISO date of
    publication, or a part of one, where it is known.
    """
    shared = copies(texts, published)
    return Reconciled(shared, same_claims(readings, shared, published))


def same_claims(
    readings: Mapping[str, Sequence[Reading]],
    shared: Copies | None = None,
    published: Mapping[str, str | None] | None = None,
) -> tuple[Cited, ...]:
    """Return every claim once, with its citations, in the order in which they were first published.

    Readings are one claim when kind, unit, figure and modality are the same, one qualifier may stand for the other, and speaker, time and
    subject may be the same, of every two citations of a claim. Where nobody is named, or the figure is below ten, or only "the minister" gives a
    round one, the passage must be shared or both subjects be known.
    """
    dates = published or {}
    blocks: dict[tuple[object, ...], _Block] = defaultdict(_Block)
    order: list[list[Citation]] = []
    for source in sorted(readings, key=lambda name: days(dates.get(name))[0]):
        speakers = _speakers(readings[source])
        for at, reading in enumerate(readings[source]):
            passage = shared.at(source, reading.start, reading.end) if shared else None
            copied = (passage.first, passage.sure) if passage else (None, True)
            one = Citation(source, at, reading, speakers[at], dates.get(source), *copied)
            block = blocks[_key(reading)]
            group = next((group for group in block.near(one) if _fits(one, group)), None)
            if group is None:
                group = []
                order.append(group)
            block.put(one, group)
    return tuple(Cited(_fullest(group), tuple(group), _written(group)) for group in order)


class _Block:
    """The claims of one kind and figure, so that a citation is held only against those it may belong to.

    Without a shared text, two citations are one claim only where both show enough (:func:`_open`), and speakers are the same.
    """

    def __init__(self) -> None:
        self._by_text: dict[str, list[list[Citation]]] = defaultdict(list)
        self._by_speaker: dict[str | None, list[list[Citation]]] = defaultdict(list)

    def near(self, one: Citation) -> Iterator[list[Citation]]:
        """Yield the groups that a citation may belong to, those that share a text with it first."""
        for text in _origins(one):
            yield from self._by_text[text]
        if _open(one):
            for speaker, groups in self._by_speaker.items():
                if same_speaker(one.speaker, speaker):
                    yield from groups

    def put(self, one: Citation, group: list[Citation]) -> None:
        """Add a citation to a group."""
        for text in _origins(one):
            self._by_text[text].append(group)
        if _open(one) and not any(_open(other) for other in group):
            self._by_speaker[one.speaker].append(group)
        group.append(one)


def figures(claims: Iterable[Cited]) -> tuple[Figure, ...]:
    """Return the figures that more than one claim states: other speakers, the same figure. Claims without a figure are left out."""
    blocks: dict[tuple[object, ...], list[list[Cited]]] = defaultdict(list)
    for one in claims:
        if one.said.value_text is not None or one.said.denied:
            continue
        block = blocks[_key(one.said)]
        group = next((group for group in block if all(_may_be_one(one.said, other.said) for other in group)), None)
        if group is None:
            block.append([one])
        else:
            group.append(one)
    return tuple(Figure(tuple(group)) for block in blocks.values() for group in block if len(group) > 1)


def _key(reading: Reading) -> tuple[object, ...]:
    """Return what must be equal: kind, what is said, and whether it is said as a fact."""
    bounds = [one for one in (reading.low, reading.high) if one is not None]
    figure = [reading.value] if reading.value is not None else bounds
    return reading.kind, reading.value_text, tuple(figure), reading.unit, reading.modality, reading.denied


def _speakers(readings: Sequence[Reading]) -> list[str | None]:
    """Return who says each reading of a text: for "the group", the body that was named last before it."""
    named: str | None = None
    told: dict[int, str | None] = {}
    for at in sorted(range(len(readings)), key=lambda at: readings[at].start):
        speaker = readings[at].attributed_to
        name = folded(speaker) if speaker is not None else None
        if name is not None and name.body:
            named = speaker
        told[at] = named if name is not None and name.again and named is not None else speaker
    return [told[at] for at in range(len(readings))]


def _fits(one: Citation, group: list[Citation]) -> bool:
    """Tell whether a citation is of the claim of a group: it may be the same as each of those that are there already."""
    known: set[tuple[object, ...]] = set()
    for other in group:
        sign = (
            other.speaker,
            other.said.subject,
            other.said.as_of,
            other.said.qualifier,
            other.source,
            other.copied_from,
        )
        if sign not in known:
            known.add(sign)
            if not _same_claim(one, other):
                return False
    return True


def _same_claim(one: Citation, other: Citation) -> bool:
    if not _may_be_one(one.said, other.said) or not same_speaker(one.speaker, other.speaker):
        return False
    if not set(_origins(one)).isdisjoint(_origins(other)):
        return True
    return bool(one.said.subject and other.said.subject) or (_known(one) and _known(other))


def _origins(one: Citation) -> tuple[str, ...]:
    """Return the text a citation stands in, and the one it has the passage from: two that have one in common share the passage."""
    return (one.source, one.copied_from) if one.copied_from else (one.source,)


def _open(one: Citation) -> bool:
    """Tell whether a citation shows enough to be known again in a text that shares nothing with its own."""
    return bool(one.said.subject) or _known(one)


def _known(one: Citation) -> bool:
    """Tell whether a citation is known again without its place: by a name that few bear and a figure that is not small, or by a rare figure."""
    figure = _figure(one.said)
    if one.speaker is None or figure is None or figure < _SMALL:
        return False
    return folded(one.speaker).own or len(figure.normalize().as_tuple().digits) >= _DIGITS


def _may_be_one(one: Reading, other: Reading) -> bool:
    """Tell whether qualifier, time and subject of two readings of one figure may be the same."""
    if {one.qualifier, other.qualifier} == {"at_least", "at_most"} or (one.qualifier == "range") != (
        other.qualifier == "range"
    ):
        return False
    if one.subject and other.subject and not same_name(one.subject, other.subject):
        return False
    if one.as_of and other.as_of:
        mine, theirs = days(one.as_of), days(other.as_of)
        return mine[0] <= theirs[1] and theirs[0] <= mine[1]
    return True


def _figure(reading: Reading) -> Decimal | None:
    return next((one for one in (reading.value, reading.low, reading.high) if one is not None), None)


def _fullest(group: list[Citation]) -> str | None:
    named = [one.speaker for one in group if one.speaker is not None]
    return max(named, key=lambda name: len(folded(name).words), default=None)


def _written(group: list[Citation]) -> int:
    """Count the texts of a claim that have its passage from no other, and from no text that another has it from."""
    origin: dict[str, str] = {}
    for one in group:
        origin.setdefault(one.source, one.source)
        if one.copied_from is not None:
            origin[one.source] = origin.get(one.copied_from, one.copied_from)
    return len(set(origin.values()))
