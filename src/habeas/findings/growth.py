"""How a stock changed, put into words: the change over all pairs, and the two figures that a source gives together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from habeas.amount import Amount
from habeas.claims import Claim
from habeas.findings.changes import Change, cited_together, ratio
from habeas.findings.compare import differences
from habeas.findings.figures import Figure
from habeas.findings.model import Finding
from habeas.findings.relations import Rules
from habeas.findings.speech import Speech
from habeas.findings.statement import Label, finding, message, multiples, number
from habeas.findings.symbols import short, symbols
from habeas.when import Span
from habeas.words import Lang

_SHOWN = 30  # so many pairs are listed; of more, the smallest and the largest


@dataclass(frozen=True, slots=True)
class _Cited:
    """An early and a late figure that one source gives, and the claim by which it states a multiple of the early one."""

    source: str
    early: Figure
    late: Figure
    stated: Claim | None = None
    multiple: Amount | None = None


def change(one: Change, period: Span | None, rules: Rules, speech: Speech) -> Finding:
    """Say how much a stock changed: the two figures of one source first, where there are such, then over all pairs."""
    subject, predicate = one.key
    every = (*one.early, *one.late)
    parts, states = differences(every, rules.agree, rules.states, rules, whole=True)
    pairs = [(early, late) for early in one.early for late in one.late]
    listed = pairs if len(pairs) <= _SHOWN else [one.least, one.most]
    cited = _cited(one, speech)
    values: dict[str, object] = {
        "subject": speech.subject(subject),
        "predicate": speech.predicate(predicate),
        "low": short(_cut(one.ratio.low, ROUND_FLOOR)),
        "high": short(_cut(one.ratio.high, ROUND_CEILING)),
        "n": one.pairs,
        "reached": one.reached,
        "times": one.times,
    }
    key = "change-slight" if one.times <= 1 else "change"
    if cited:
        key, values["first"] = f"{key}-cited", _sentence(cited[0], speech)
    return finding(
        "change",
        "note",
        subject,
        speech.topic(predicate),
        key,
        values,
        more=[
            *(_sentence(other, speech) for other in cited[1:]),
            *_limits(one, period, unlike=bool(parts or states)),
            *speech.differ(parts or states, every),
            *speech.accounts(every),
        ],
        claims=(
            *(name for figure in every for name in figure.ids),
            *(other.stated.id for other in cited if other.stated is not None),
        ),
        result=one.ratio,
        steps=dict.fromkeys(
            _divided(early, late) for early, late in [*((other.early, other.late) for other in cited), *listed]
        ),
        mark=predicate,
    )


def _limits(one: Change, period: Span | None, *, unlike: bool) -> list[Label]:
    """Return what was compared: which period, which thirds of it, and how pairs of one definition fare."""
    said = [message("change-thirds")]
    if period is not None and not one.left:
        said.append(message("change-whole", period=Label(period.text)))
    elif period is not None:
        said.append(message("change-period", period=Label(period.text), left=one.left, n=one.left))
    if unlike and one.alike is not None:
        low, high = short(_cut(one.alike.low, ROUND_FLOOR)), short(_cut(one.alike.high, ROUND_CEILING))
        said.append(message("change-alike", n=one.alike_pairs, low=low, high=high))
    elif unlike:
        said.append(message("change-none"))
    return said


def _cited(one: Change, speech: Speech) -> list[_Cited]:
    """Return the pairs that one source gives, those whose source states a multiple first, then the largest change."""
    found: dict[tuple[str, ...], _Cited] = {}
    stating = _stating(one, speech)
    for source, early, late in cited_together(one):
        stated, multiple = stating.get((source, early.claims), (None, None))
        mark = (speech.name(source), *early.claims, *late.claims)
        if mark not in found or found[mark].stated is None:
            found[mark] = _Cited(source, early, late, stated, multiple)
    return sorted(found.values(), key=lambda pair: (pair.stated is None, -_size(pair), pair.source))


def _size(pair: _Cited) -> Decimal:
    return ratio(pair.early, pair.late).low or Decimal(0)


def _stating(one: Change, speech: Speech) -> Mapping[tuple[str, tuple[str, ...]], tuple[Claim, Amount]]:
    """Return the claims that state a multiple of an early figure, with it, by their source and that figure.

    A claim says "more than double the 36,000" by a ratio; where that was resolved, it names its base and is a bound on it.
    """
    bases = {name: figure for figure in one.early for name in figure.claims}
    bases |= {speech.claims[name].key: figure for name, figure in list(bases.items())}
    found: dict[tuple[str, tuple[str, ...]], tuple[Claim, Amount]] = {}
    for claim in speech.of(one.key):
        base, multiple = _multiple(claim, bases)
        if base is not None and multiple is not None and claim.stands:
            for citation in claim.citations:
                found.setdefault((citation.source, base.claims), (claim, multiple))
    return found


def _multiple(claim: Claim, bases: Mapping[str, Figure]) -> tuple[Figure | None, Amount | None]:
    value = claim.value
    if not isinstance(value, Amount):
        return None, None
    if value.ratio is not None:
        return bases.get(value.ratio.of), multiples(value.ratio)
    base = next((bases[name] for name in claim.derived_from if name in bases), None)
    if base is None or value.qualifier not in ("more_than", "less_than", "at_least", "at_most"):
        return None, None
    return base, value / base.amount


def _sentence(pair: _Cited, speech: Speech) -> Label:
    """Return the two figures of a source with who says them and when, and how many times the one is the other."""
    values: dict[str, object] = {
        "early": number(pair.early.amount),
        "start": _placed(pair.early, speech),
        "late": number(pair.late.amount),
        "end": _placed(pair.late, speech),
        "times": _times(ratio(pair.early, pair.late)),
    }
    if pair.stated is None or pair.multiple is None:
        return message("change-pair", **values)
    return message("change-pair-said", **values, source=speech.source(pair.stated), stated=number(pair.multiple))


def _placed(figure: Figure, speech: Speech) -> Label:
    """Return when a figure was so, and in brackets who says it; one pair of brackets where the time needs them too."""
    time, who = speech.adverb(figure.span), speech.voices(figure)

    def say(lang: Lang) -> str:
        when = time.text(lang)
        return f"({when[1:-1]}; {who.text(lang)})" if when.startswith("(") else f"{when} ({who.text(lang)})"

    return Label(say)


def _times(amount: Amount) -> Label:
    """Return a multiple to two decimals: a range where its ends then differ."""
    low, high = _cut(amount.low, ROUND_FLOOR), _cut(amount.high, ROUND_CEILING)
    if low is None or high is None:
        return number(amount)
    if high - low <= Decimal("0.01") and amount.low is not None:
        return number(Amount.exact(amount.low.quantize(Decimal("0.01"))))
    return number(Amount.range(low, high))


def _divided(early: Figure, late: Figure) -> str:
    return f"{late.symbols} / {early.symbols} = {symbols(ratio(early, late))}"


def _cut(value: Decimal | None, rounding: str) -> Decimal | None:
    """Return a multiple to two decimals, a low end rounded down and a high end up."""
    return None if value is None else value.quantize(Decimal("0.01"), rounding)
