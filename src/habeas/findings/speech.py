"""Speech: the words for the subjects, quantities, figures and voices of one case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from habeas import words
from habeas.amount import Amount
from habeas.claims import Claim, Predicate, Vocabulary, time_words
from habeas.findings.compare import Difference
from habeas.findings.figures import Figure, Key, sources
from habeas.findings.instances import Links
from habeas.findings.statement import NOTHING, Label, bare, capital, message, multiples, named, number, quoted
from habeas.findings.symbols import symbols
from habeas.when import Span
from habeas.words import Lang

_PLACES: Mapping[Difference, int] = {"unit": 0, "who": 1, "measure": 2, "capacity": 3}
_GROUPS: Mapping[Difference, str] = {"unit": "units", "measure": "measures", "capacity": "capacities"}
_CLAIMS: Final = 12  # so many claims of one figure are named one by one
_FIGURES: Final = 30
_VOICES: Final = 2
PERSONS: Final = "persons"


class Speech:
    """The words for the subjects, predicates, figures and definitions of one case.

    ``names`` give sources their publisher or title; a source without one is named by its id.
    """

    def __init__(
        self, claims: Mapping[str, Claim], links: Links, vocabulary: Vocabulary, names: Mapping[str, str] | None = None
    ) -> None:
        self.claims = claims
        self.vocabulary = vocabulary
        self._links = links
        self._names = names or {}
        self._subjects: dict[str, Label] = {}
        self._predicates: dict[str, Label] = {}
        self._figures: dict[tuple[str, int], Label] = {}
        self._kept: list[Figure] = []
        self._speakers_known: dict[str, Label] = {}
        self._named: dict[str, str] = {}
        self._by_key: dict[Key, list[Claim]] = {}
        self._keys = {**{one.key: one for one in claims.values()}, **claims}

    def subject(self, name: str) -> Label:
        """Return a subject's name; its id where the case does not name it."""
        if name not in self._subjects:
            known = self._links.subjects.get(name)
            self._subjects[name] = named(known.en, known.es) if known is not None else named(name, name)
        return self._subjects[name]

    def inside(self, name: str) -> Label:
        """Return a subject's name as it stands inside a sentence: "the order of the judge"."""
        return Label(lambda lang: self.vocabulary.inside(self.subject(name).text(lang), lang))

    def of(self, key: Key) -> Sequence[Claim]:
        """Return the claims on one quantity."""
        if not self._by_key:
            for one in self.claims.values():
                self._by_key.setdefault((one.subject, one.predicate), []).append(one)
        return self._by_key.get(key, [])

    def event(self, name: str) -> bool:
        """Say whether a subject is an event."""
        return self._links.event(name)

    def predicate(self, name: str) -> Label:
        """Return a predicate's label."""
        if name not in self._predicates:
            known = self.vocabulary[name]
            self._predicates[name] = named(known.en, known.es)
        return self._predicates[name]

    def topic(self, name: str) -> str:
        """Return the topic of a predicate."""
        return self.vocabulary[name].topic

    def unit(self, predicate: str) -> str | None:
        """Return the unit of a predicate."""
        return self.vocabulary[predicate].unit

    def amount(self, figure: Figure) -> Label:
        """Return a figure's number with its unit."""
        return self._once("amount", figure, self._amount)

    def _amount(self, figure: Figure) -> Label:
        unit = figure.amount.unit or self.unit(figure.predicate)
        return Label(lambda lang: replace(bare(figure.amount), unit=unit).text(lang))

    def beside(self, figure: Figure) -> Label:
        """Return a figure's number as it stands beside the name of its quantity: without a unit that only repeats it."""
        amount, predicate = self.amount(figure), self.predicate(figure.predicate)

        def say(lang: Lang) -> str:
            said, of = amount.text(lang), predicate.text(lang)
            return said.removesuffix(f" {of}")

        unit = figure.amount.unit or self.unit(figure.predicate)
        return number(figure.amount) if unit == PERSONS else Label(say)

    def counted(self, one: Figure, two: Figure) -> Label:
        """Return who is counted, in brackets, where two figures that count people say the same; a size counts nobody."""
        who = one.words[1]
        if who is None or one.definition[1] != two.definition[1] or one.definition[2] == "size":
            return NOTHING
        return Label(lambda lang: f" ({self._part('who', who, lang)})")

    def kind(self, figure: Figure) -> Label:
        """Return a figure's number with its quantity: "36,000 persons held", "40,000 places (capacity)"."""
        return self._kind(figure.amount, figure.amount.unit, figure.predicate)

    def counting(self, claim: Claim) -> Label:
        """Return the number of a claim with its quantity, as :meth:`kind` does that of a figure."""
        if not isinstance(claim.value, Amount):
            return self.value(claim)
        return self._kind(claim.value, claim.value.unit, claim.predicate)

    def _kind(self, amount: Amount, unit: str | None, predicate: str) -> Label:
        of, unit = self.predicate(predicate), unit or self.unit(predicate)
        if unit == PERSONS:
            return Label(lambda lang: f"{number(amount).text(lang)} {of.text(lang)}")
        return Label(lambda lang: _of(replace(bare(amount), unit=unit).text(lang), of.text(lang)))

    def united(self, amount: Amount, predicate: str) -> Amount:
        """Return an implied amount with the unit and measure of its predicate."""
        known = self.vocabulary[predicate]
        return replace(amount, unit=known.unit, measure=known.measure)

    def value(self, claim: Claim, *, plain: bool = False) -> Label:
        """Return the value of a claim; a multiple of another claim's figure with that figure.

        With ``plain``, without the unit where it is persons: the name of the quantity beside it says so.
        """
        value = claim.value
        if not isinstance(value, Amount):
            return Label(value.text) if isinstance(value, Span) else named(value, value)
        base = self._keys.get(value.ratio.of) if value.ratio is not None else None
        unit = value.unit or self.unit(claim.predicate)
        if plain and unit == PERSONS:
            unit = None
        if value.ratio is None or base is None or not isinstance(base.value, Amount):
            return Label(lambda lang: replace(bare(value), unit=unit).text(lang))
        multiple, of = symbols(multiples(value.ratio)), base.value
        return Label(
            lambda lang: f"{multiple} \N{MULTIPLICATION SIGN} {replace(bare(of), unit=of.unit or unit).text(lang)}"
        )

    # --- who says it

    def voice(self, claim: Claim) -> Label:
        """Return who speaks in a claim: the speaker it names, else the source in its own voice."""
        if not claim.speaker:
            return self.source(claim)
        said = claim.speaker
        if said not in self._speakers_known:
            self._speakers_known[said] = Label(
                lambda lang: self.vocabulary.phrase(said, lang) or self._as_subject(said, lang)
            )
        return self._speakers_known[said]

    def _as_subject(self, said: str, lang: Lang) -> str:
        if not self._named:
            for known in self._links.subjects.values():
                self._named |= dict.fromkeys((known.id, known.en, known.es), known.id)
        return self.inside(self._named[said]).text(lang) if said in self._named else said

    def source(self, claim: Claim) -> Label:
        """Return the publisher or title of the source that a claim cites."""
        cited = sorted(sources(claim))
        name = self.name(cited[0]) if cited else claim.key
        return named(name, name)

    def name(self, source: str) -> str:
        """Return a source's publisher or title, else its id."""
        return self._names.get(source, source)

    def voices(self, figure: Figure) -> Label:
        """Return who says a figure: those who speak, before papers in their own voice, most claims first; then "others"."""
        return self._once("voices", figure, self._voices)

    def _voices(self, figure: Figure) -> Label:
        if not figure.speakers:
            return message("claims", n=len(figure.claims))
        known = [self.claims[name] for name in figure.claims]
        return Label(lambda lang: self._speakers(known, lang))

    def _speakers(self, known: Sequence[Claim], lang: Lang) -> str:
        counted = Counter(self.voice(one).text(lang) for one in known)
        speaks = {self.voice(one).text(lang) for one in known if one.speaker}
        ordered = sorted(counted, key=lambda said: (said not in speaks, -counted[said]))
        if len(ordered) <= _VOICES:
            return words.listing(ordered, lang)
        return words.text("findings.and-others", lang, first=ordered[0])

    # --- when

    def when(self, figure: Figure) -> Label | None:
        """Return the time of a figure: "March 2024"; of several, that of its first claim. ``None`` where none is said."""
        span = figure.span
        return None if span is None else Label(lambda lang: _time_text(span, lang))

    @staticmethod
    def adverb(span: Span | None) -> Label:
        """Return a time as an adverb: "in March 2024", "on 3 May 2024"; nothing where there is none."""
        return named("", "") if span is None else Label(lambda lang: time_words(span, lang))

    # --- the account of a figure, for what stands behind a lead

    def account(self, figure: Figure, *, who: bool = True) -> Label:
        """Return a figure with everyone who says it and when: "Buildings: 8 (El País, 2024; VRT, February 2023)".

        Without ``who``, it is not said who is counted.
        """
        if not who:
            return self._once("account-of-all", figure, lambda one: self._account(one, counted=None))
        return self._once("account", figure, lambda one: self._account(one, counted=one.words[1]))

    def _account(self, figure: Figure, *, counted: str | None) -> Label:
        amount, predicate = self.beside(figure), self.predicate(figure.predicate)
        kind = figure.words[3]

        def say(lang: Lang) -> str:
            of = f", {self._part('capacity', kind, lang)}" if kind is not None else ""
            of += f", {self._part('who', counted, lang)}" if counted is not None else ""
            return f"{capital(predicate.text(lang))}: {amount.text(lang)}{of} ({self._voiced(figure, lang)})"

        return Label(say)

    def _voiced(self, figure: Figure, lang: Lang) -> str:
        """Return everyone who says a figure, each with the times they give, the earliest first."""
        times: dict[str, list[str]] = {}
        known = [self.claims[name] for name in figure.claims[:_CLAIMS]]
        for claim in sorted(known, key=lambda one: (_time(one), one.id)):
            when = claim.span or claim.said_on
            said = times.setdefault(self.voice(claim).text(lang), [])
            if when is not None:
                said.append(_time_text(when, lang))
        voices = [", ".join([voice, *dict.fromkeys(said)]) for voice, said in times.items()]
        if len(figure.claims) > _CLAIMS:
            voices.append(f"… (+{len(figure.claims) - _CLAIMS})")
        return "; ".join(voices)

    def accounts(self, group: Iterable[Figure]) -> list[Label]:
        """Return figures, a sentence each, those of one quantity together; of very many the first thirty.

        Whom all of them count is said once, first.
        """
        every = list(dict.fromkeys(group))
        places = {name: place for place, name in reversed(list(enumerate(one.predicate for one in every)))}
        every.sort(key=lambda one: places[one.predicate])
        counted = {one.words[1] for one in every}
        whom = counted.pop() if len(counted) == 1 and len(every) > 1 else None
        said = [self.account(one, who=whom is None) for one in every[:_FIGURES]]
        if whom is not None:
            said.insert(0, message("all-count", who=Label(lambda lang: self._part("who", whom, lang))))
        if len(every) > _FIGURES:
            said.append(message("and-figures", n=len(every) - _FIGURES))
        return said

    def kinds(self, group: Sequence[Figure]) -> Label:
        """Return numbers with their quantities, as a sentence lists them."""
        said = [self.kind(one) for one in group]
        return Label(lambda lang: words.listing([one.text(lang) for one in said], lang))

    # --- definitions

    def parts(self, parts: Sequence[Difference]) -> Label:
        """Return in what definitions differ, in words: "who is counted and date"."""
        return Label(lambda lang: words.listing([words.text(f"findings.part-{one}", lang) for one in parts], lang))

    def differ(self, parts: Sequence[Difference], group: Sequence[Figure], *, unsaid: bool = True) -> list[Label]:
        """Return what differs in definitions, a sentence for each part; with ``unsaid``, also that one says nothing."""
        said: list[Label] = []
        for part in parts:
            if part == "time":
                said.append(message("differ-time"))
            else:
                said.append(message("differ", part=self.parts([part]), values=self._values(part, group, unsaid=unsaid)))
        return said

    def _values(self, part: Difference, group: Sequence[Figure], *, unsaid: bool) -> Label:
        values = [one.words[_PLACES[part]] for one in group]
        kept = dict.fromkeys(value for value in values if unsaid or value is not None)

        def say(lang: Lang) -> str:
            return words.listing(
                [quoted(one, lang) for one in dict.fromkeys(self._part(part, value, lang) for value in kept)], lang
            )

        return Label(say)

    def _part(self, part: Difference, value: str | None, lang: Lang) -> str:
        if value is None:
            return words.text("findings.unsaid", lang)
        if part == "who":
            return self.vocabulary.phrase(value, lang) or value
        known = self.vocabulary.groups[_GROUPS[part]]
        return known[value][lang] if value in known else value

    def who(self, figure: Figure) -> Label:
        """Return who is counted, in brackets; nothing where it is not said."""
        who = figure.words[1]
        return NOTHING if who is None else Label(lambda lang: f" ({self._part('who', who, lang)})")

    def group(self, claim: Claim) -> Label:
        """Return who is counted by a claim; where it does not say, when."""
        value = claim.value
        if isinstance(value, Amount) and value.who is not None:
            who = value.who
            return Label(lambda lang: self._part("who", who, lang))
        span = claim.span
        return self.predicate(claim.predicate) if span is None else Label(span.text)

    def capacity(self, kind: str) -> Label:
        """Return the words of a kind of capacity."""
        return Label(lambda lang: self._part("capacity", kind, lang))

    def labels(self, predicates: Iterable[Predicate]) -> Label:
        """Return the labels of predicates, as a sentence lists them."""
        kept = tuple(predicates)
        return Label(lambda lang: words.listing([one.text(lang) for one in kept], lang))

    def _once(self, kind: str, figure: Figure, say: Callable[[Figure], Label]) -> Label:
        """Say a figure once: it is named in many findings. A figure lives as long as the case that is spoken of."""
        mark = (kind, id(figure))
        if mark not in self._figures:
            self._figures[mark] = say(figure)
            self._kept.append(figure)
        return self._figures[mark]


@lru_cache(maxsize=4096)
def _time_text(span: Span, lang: Lang) -> str:
    return span.text(lang)


def _time(claim: Claim) -> tuple[str, str]:
    """Return when a claim holds, or was said, for sorting; without a time last."""
    when = claim.span or claim.said_on
    first, last = when.outer if when is not None else (None, None)
    return (first.isoformat() if first else "~", last.isoformat() if last else "~")


def _of(amount: str, predicate: str) -> str:
    """Return a number with its quantity, once where the unit already says it: "256 cells", "36 persons (persons held)"."""
    return amount if amount.endswith(f" {predicate}") else f"{amount} ({predicate})"
