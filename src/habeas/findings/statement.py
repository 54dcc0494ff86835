"""Statements: what the rules found, put as findings in both languages, with ids that stay the same over builds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal

from habeas import words
from habeas.amount import Amount, Ratio
from habeas.claims import Claim, Predicate, Vocabulary
from habeas.findings.compare import Difference
from habeas.findings.figures import Figure, sources
from habeas.findings.instances import Links
from habeas.findings.model import Finding, Gravity, Kind
from habeas.findings.symbols import symbols
from habeas.when import Span
from habeas.words import Lang

_PLACES: Mapping[Difference, int] = {"unit": 0, "who": 1, "measure": 2, "capacity": 3}
_GROUPS: Mapping[Difference, str] = {"unit": "units", "measure": "measures", "capacity": "capacities"}
_DATES = 3
_EXACT = 6
_LISTED = 12  # a sentence names so many figures; the claims of all are under the finding


@dataclass(frozen=True, slots=True)
class Label:
    """Words in both languages. Equality covers both."""

    en: str
    es: str

    def text(self, lang: Lang) -> str:
        """Return the words in a language."""
        return self.es if lang == "es" else self.en


def both(say: Callable[[Lang], str]) -> Label:
    """Return what a function says in each language."""
    return Label(say("en"), say("es"))


def message(key: str, **values: object) -> Label:
    """Return a message of this room in both languages."""
    return both(lambda lang: words.text(f"findings.{key}", lang, **plain(values, lang)))


def plain(values: Mapping[str, object], lang: Lang) -> dict[str, object]:
    """Return values with the labels among them already said: the quick way to fill a message."""
    return {name: value.text(lang) if isinstance(value, Label) else value for name, value in values.items()}


class Speech:
    """The words for the subjects, predicates, figures and definitions of one case."""

    def __init__(self, claims: Mapping[str, Claim], links: Links, vocabulary: Vocabulary) -> None:
        self.claims = claims
        self.vocabulary = vocabulary
        self._links = links
        self._subjects: dict[str, Label] = {}
        self._figures: dict[tuple[str, int], Label] = {}
        self._kept: list[Figure] = []
        self._keys = {**{one.key: one for one in claims.values()}, **claims}

    def subject(self, name: str) -> Label:
        """Return a subject's name; its id where the case does not name it."""
        if name not in self._subjects:
            known = self._links.subjects.get(name)
            self._subjects[name] = Label(known.en, known.es) if known is not None else Label(name, name)
        return self._subjects[name]

    def predicate(self, name: str) -> Label:
        """Return a predicate's label."""
        known = self.vocabulary[name]
        return Label(known.en, known.es)

    def topic(self, name: str) -> str:
        """Return the topic of a predicate."""
        return self.vocabulary[name].topic

    def amount(self, figure: Figure) -> Label:
        """Return a figure as it was said, with its unit."""
        return self._once("amount", figure, self._amount)

    def _amount(self, figure: Figure) -> Label:
        value = figure.amount
        if figure.speakers and not figure.rests:
            said = self.claims[figure.claims[0]].value
            value = said if isinstance(said, Amount) else value
        if value.unit is None:
            value = replace(value, unit=self.vocabulary[figure.predicate].unit)
        return both(value.text)

    def united(self, amount: Amount, predicate: str) -> Amount:
        """Return an implied amount with the unit and measure of its predicate."""
        known = self.vocabulary[predicate]
        return replace(amount, unit=known.unit, measure=known.measure)

    def value(self, claim: Claim) -> Label:
        """Return the value of a claim; a multiple of another claim's figure with that figure."""
        value = claim.value
        if not isinstance(value, Amount):
            return both(value.text) if isinstance(value, Span) else Label(value, value)
        base = self._keys.get(value.ratio.of) if value.ratio is not None else None
        if value.ratio is None or base is None or not isinstance(base.value, Amount):
            return both(value.text)
        multiple, of = symbols(multiples(value.ratio)), base.value
        return both(lambda lang: f"{multiple} \N{MULTIPLICATION SIGN} {of.text(lang)}")

    def said(self, figure: Figure) -> Label:
        """Return who says a figure, and how many other claims say the same."""
        return self._once("said", figure, self._said)

    def _said(self, figure: Figure) -> Label:
        if not figure.speakers:
            return message("claims", n=len(figure.claims))
        claim = self.claims[figure.claims[0]]
        first = both(lambda lang: self._voice(claim, lang))
        others = len(figure.claims) - 1
        return first if not others else message("and-more", first=first, n=others)

    def _voice(self, claim: Claim, lang: Lang) -> str:
        if claim.speaker:
            return self.vocabulary.phrase(claim.speaker, lang) or claim.speaker
        cited = sorted(sources(claim))
        return words.text("findings.voice-source", lang, source=cited[0] if cited else claim.key)

    def figure(self, figure: Figure) -> Label:
        """Return a figure with its predicate, who says it, and when it held."""
        return self._once("figure", figure, self._figure)

    def _once(self, kind: str, figure: Figure, say: Callable[[Figure], Label]) -> Label:
        """Say a figure once: it is named in many findings. A figure lives as long as the case that is spoken of."""
        mark = (kind, id(figure))
        if mark not in self._figures:
            self._figures[mark] = say(figure)
            self._kept.append(figure)
        return self._figures[mark]

    def _figure(self, figure: Figure) -> Label:
        predicate, amount, said = self.predicate(figure.predicate), self.amount(figure), self.said(figure)
        spans = sorted(_spans([figure]), key=Span.to_edtf)

        def say(lang: Lang) -> str:
            when = f"; {self._times(spans, lang)}" if spans else ""
            return f"{predicate.text(lang)}: {amount.text(lang)} ({said.text(lang)}{when})"

        return both(say)

    @staticmethod
    def _times(spans: Sequence[Span], lang: Lang) -> str:
        said = list(dict.fromkeys(span.text(lang) for span in spans))
        return words.listing(said[:_DATES] if len(said) <= _DATES else [said[0], "…", said[-1]], lang)

    def brief(self, figure: Figure) -> Label:
        """Return a figure with who says it."""
        return self._once("brief", figure, self._brief)

    def _brief(self, figure: Figure) -> Label:
        return both(lambda lang: f"{self.amount(figure).text(lang)}, {self.said(figure).text(lang)}")

    def figures(self, group: Sequence[Figure]) -> Label:
        """Return figures one after the other, at most twelve."""
        said = [self.figure(one) for one in group[:_LISTED]]
        more = len(group) - len(said)
        tail = f"; … (+{more})" if more > 0 else ""
        return both(lambda lang: "; ".join(one.text(lang) for one in said) + tail)

    def difference(self, parts: Sequence[Difference], group: Sequence[Figure], *, unsaid: bool = True) -> Label:
        """Return in what definitions differ, and what each says; with ``unsaid``, also that one says nothing."""

        def say(lang: Lang) -> str:
            return "; ".join(
                words.text(f"findings.differs-{part}", lang, values=self._values(part, group, lang, unsaid=unsaid))
                for part in parts
            )

        return both(say)

    def _values(self, part: Difference, group: Sequence[Figure], lang: Lang, *, unsaid: bool) -> str:
        if part == "time":
            return self._times(sorted(_spans(group), key=Span.to_edtf), lang)
        values = [one.words[_PLACES[part]] for one in group]
        said = dict.fromkeys(self._part(part, value, lang) for value in values if unsaid or value is not None)
        quotes = "«{}»" if lang == "es" else "“{}”"
        return words.listing([quotes.format(one) for one in said], lang)

    def _part(self, part: Difference, value: str | None, lang: Lang) -> str:
        if value is None:
            return words.text("findings.unsaid", lang)
        if part == "who":
            return self.vocabulary.phrase(value, lang) or value
        known = self.vocabulary.groups[_GROUPS[part]]
        return known[value][lang] if value in known else value

    def labels(self, predicates: Iterable[Predicate]) -> tuple[Label, ...]:
        """Return the labels of predicates."""
        return tuple(Label(one.en, one.es) for one in predicates)


def _heard(value: object) -> object:
    """Return a value of a sentence as it enters the id: labels in English."""
    if isinstance(value, Label):
        return value.en
    if isinstance(value, tuple):
        return [_heard(one) for one in value]
    return value if isinstance(value, int) else str(value)


def multiples(ratio: Ratio) -> Amount:
    """Return the multiple that a ratio states, as an amount of its own."""
    return Amount.between(ratio.low, ratio.high, low_open=ratio.low_open, high_open=ratio.high_open)


def _spans(group: Iterable[Figure]) -> list[Span]:
    return [span for one in group for span in one.spans if span is not None]


def shown(amount: Amount) -> Amount:
    """Return an implied amount as a sentence says it: to four digits where it has more than six, zero as no least value."""
    low, high = amount.low, amount.high
    if low == 0 and high is not None and high > 0:
        return replace(amount, qualifier="less_than" if amount.high_open else "at_most", low=None, low_open=False)
    if low is not None and low == high and len(low.as_tuple().digits) > _EXACT:
        return Amount.about(_near(low), unit=amount.unit)
    if any(end is not None and len(end.as_tuple().digits) > _EXACT for end in (low, high)):
        return amount.rounded()
    return amount


def _near(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1).scaleb(min(0, value.adjusted() - 3)), ROUND_HALF_EVEN)


def finding(  # noqa: PLR0917 - the fields of a finding, in their order
    kind: Kind,
    gravity: Gravity,
    subject: str,
    topic: str,
    key: str,
    values: Mapping[str, object],
    *,
    claims: Iterable[str] = (),
    requirements: Iterable[str] = (),
    relation: str | None = None,
    result: Amount | None = None,
    steps: Iterable[str] = (),
) -> Finding:
    """Return a finding; its id is the SHA-256, cut to 16 hexadecimal digits, of what it says and what it rests on."""
    under, asked = tuple(dict.fromkeys(claims)), tuple(dict.fromkeys(requirements))
    lines = tuple(steps)
    says = [
        kind, subject, topic, key, {name: _heard(value) for name, value in values.items()}, under, asked, relation,
        None if result is None else result.as_json(), lines,
    ]  # fmt: skip
    mark = hashlib.sha256(json.dumps(says, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return Finding(
        id=mark[:16],
        kind=kind,
        gravity=gravity,
        subject=subject,
        topic=topic,
        key=f"findings.{key}",
        values=values,
        claims=under,
        requirements=asked,
        relation=relation,
        result=result,
        steps=lines,
    )
