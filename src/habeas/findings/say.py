"""What relations imply, what is derived, changed, ordered, unmet or unsaid, put into words: one function a kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import reduce

from habeas.amount import Amount
from habeas.claims import Predicate
from habeas.findings.bounds import Implied
from habeas.findings.changes import Change, cited_together, ratio
from habeas.findings.compare import differences
from habeas.findings.derived import Derived
from habeas.findings.figures import Figure, Key
from habeas.findings.flows import Flow, day
from habeas.findings.gaps import Group
from habeas.findings.model import Finding, Gravity
from habeas.findings.orders import After
from habeas.findings.relations import Rules
from habeas.findings.statement import Label, Speech, both, finding, message, multiples, shown
from habeas.findings.symbols import short, symbols
from habeas.standards import Assessment, Requirement
from habeas.words import Lang

_LINES = 12
_SHOWN = 30  # a change lists so many pairs; beyond it, the smallest and the largest


def implied(one: Implied, speech: Speech) -> Finding:
    """Say what a relation implies under one reading."""
    result = speech.united(one.amount, one.key[1])
    values: dict[str, object] = {
        "subject": speech.subject(one.key[0]),
        "inputs": speech.figures(one.leaves),
        "predicate": speech.predicate(one.key[1]),
        "implied": both(shown(result).text),
        "relation": Label(one.instance.relation.en, one.instance.relation.es),
    }
    key = "implied"
    if one.states:
        key = "implied-stated"
        values["difference"] = speech.difference(one.states, one.leaves, unsaid=False)
    return finding(
        "implied",
        "note",
        one.key[0],
        speech.topic(one.key[1]),
        key,
        values,
        claims=one.figure.ids,
        relation=one.instance.relation.id,
        result=result,
        steps=one.steps,
    )


def flows(group: Sequence[Flow], speech: Speech) -> Finding:
    """Say what the totals of one day imply for the later stock, with a line for each rival earlier figure."""
    first = group[0]
    subject, predicate = first.later
    result = reduce(Amount.hull, (one.amount for one in group))
    result = speech.united(result, predicate)
    said = tuple(dict.fromkeys(figure for one in group for figure in one.said))
    values: dict[str, object] = {
        "subject": speech.subject(subject),
        "inputs": speech.figures(said),
        "predicate": speech.predicate(predicate),
        "implied": both(shown(result).text),
        "when": both(day(first).text),
        "relation": Label(first.instance.relation.en, first.instance.relation.es),
        "n": len(group),
    }
    return finding(
        "implied",
        "note",
        subject,
        speech.topic(predicate),
        "implied-flow",
        values,
        claims=(name for figure in said for name in figure.ids),
        relation=first.instance.relation.id,
        result=result,
        steps=(one.step for one in group),
    )


def readings(group: Sequence[Implied], speech: Speech) -> Finding:
    """Say one question's answers under each reading: a line each, and the range over the readings that state numbers.

    A reading that rests on a bound or a range ("over 200", "hundreds") is a line, and does not widen the range; where there is no
    other, the range is over all. A figure about a number counts as that number.
    """
    first = group[0]
    ordered = sorted(group, key=lambda one: (_point(one.amount).low or Decimal(0), one.steps))
    counted = [one for one in ordered if all(leaf.numbered for leaf in one.leaves)]
    result = reduce(Amount.hull, (_point(one.amount) if counted else one.amount for one in counted or ordered))
    united = speech.united(result, first.key[1])
    values: dict[str, object] = {
        "subject": speech.subject(first.key[0]),
        "predicate": speech.predicate(first.key[1]),
        "implied": both(shown(united).text),
        "n": len(counted or ordered),
        "others": len(ordered) - len(counted or ordered),
        "lines": both(lambda lang: _lines(ordered, speech, lang)),
    }
    key = "readings" if len(counted or ordered) == len(ordered) else "readings-some"
    states = tuple(dict.fromkeys(part for one in ordered for part in one.states))
    if states:
        leaves = tuple(dict.fromkeys(leaf for one in ordered for leaf in one.leaves))
        values["difference"] = speech.difference(states, leaves, unsaid=False)
        key += "-stated"
    return finding(
        "implied",
        "note",
        first.key[0],
        speech.topic(first.key[1]),
        key,
        values,
        claims=(name for one in ordered for name in one.figure.ids),
        relation=first.instance.relation.id,
        result=united,
        steps=dict.fromkeys(step for one in ordered for step in one.steps),
    )


def _point(amount: Amount) -> Amount:
    if amount.qualifier != "about" or amount.stated is None:
        return amount
    return Amount(qualifier="exact", low=amount.stated, high=amount.stated, stated=amount.stated)


def _lines(ordered: Sequence[Implied], speech: Speech, lang: Lang) -> str:
    """Return the arithmetic of each reading with who states its figures; of many, the lowest and the highest few."""
    said = ordered if len(ordered) <= _LINES else [*ordered[: _LINES // 2], *ordered[-_LINES // 2 :]]
    lines = [f"{one.steps[-1]} ({'; '.join(speech.brief(leaf).text(lang) for leaf in one.leaves)})" for one in said]
    if len(said) < len(ordered):
        lines.insert(_LINES // 2, f"… (+{len(ordered) - len(said)})")
    return "; ".join(lines)


def derived(one: Derived, speech: Speech) -> Finding:
    """Say that a figure is computed from others."""
    claim = speech.claims[one.claim]
    known = [speech.claims[name] for name in one.inputs if name in speech.claims]
    values: dict[str, object] = {
        "subject": speech.subject(one.subject),
        "predicate": speech.predicate(one.predicate),
        "amount": speech.value(claim),
        "inputs": both(
            lambda lang: (
                "; ".join(
                    f"{_quoted(speech.predicate(other.predicate).text(lang), lang)} {speech.value(other).text(lang)}"
                    for other in known
                )
                or ", ".join(one.inputs)
            )
        ),
    }
    key = "derived-declared"
    if one.relation is not None:
        key = "derived"
        values["relation"] = Label(one.relation.en, one.relation.es)
    return finding(
        "derived",
        "note",
        one.subject,
        speech.topic(one.predicate),
        key,
        values,
        claims=(one.claim, *one.inputs),
        relation=one.relation.id if one.relation is not None else None,
        steps=(one.step,) if one.step else (),
    )


def _quoted(said: str, lang: Lang) -> str:
    return f"«{said}»" if lang == "es" else f"“{said}”"


def change(one: Change, rules: Rules, speech: Speech) -> Iterator[Finding]:
    """Say how much a stock changed over all pairs, then for each two figures that one source gives together."""
    subject, predicate = one.key
    every = (*one.early, *one.late)
    parts, states = differences(every, rules.agree, rules.states, rules, whole=True)
    unlike = parts or states
    values: dict[str, object] = {
        "subject": speech.subject(subject),
        "predicate": speech.predicate(predicate),
        "low": short(_cut(one.ratio.low, ROUND_FLOOR)),
        "high": short(_cut(one.ratio.high, ROUND_CEILING)),
        "n": one.pairs,
        "reached": one.reached,
        "times": one.times,
    }
    key = "change" if one.times > 1 else "change-slight"
    if unlike:
        key += "-unlike"
        values["difference"] = speech.difference(unlike, every)
        values["alike_n"] = one.alike_pairs
        values["alike"] = _alike(one.alike)
    pairs = [(early, late) for early in one.early for late in one.late]
    shown = pairs if len(pairs) <= _SHOWN else [one.least, one.most]
    yield finding(
        "change",
        "note",
        subject,
        speech.topic(predicate),
        key,
        values,
        claims=(name for figure in every for name in figure.ids),
        result=one.ratio,
        steps=(_divided(early, late) for early, late in shown),
    )
    for source, early, late in cited_together(one):
        yield _cited(one.key, source, (early, late), rules, speech)


def _alike(amount: Amount | None) -> Label:
    if amount is None:
        return message("change-none")
    return message(
        "change-alike", low=short(_cut(amount.low, ROUND_FLOOR)), high=short(_cut(amount.high, ROUND_CEILING))
    )


def _divided(early: Figure, late: Figure) -> str:
    return f"{late.symbols} / {early.symbols} = {symbols(ratio(early, late))}"


def _cut(value: Decimal | None, rounding: str) -> Decimal | None:
    """Return a multiple to two decimals, a low end rounded down and a high end up."""
    return None if value is None else value.quantize(Decimal("0.01"), rounding)


def _cited(key: Key, source: str, pair: tuple[Figure, Figure], rules: Rules, speech: Speech) -> Finding:
    early, late = pair
    subject, predicate = key
    parts, states = differences((early, late), rules.agree, rules.states, rules, whole=True)
    made = ratio(early, late)
    stated = [
        claim
        for claim in speech.claims.values()
        if isinstance(claim.value, Amount)
        and claim.value.ratio is not None
        and claim.stands
        and (claim.subject, claim.predicate) == key
        and any(citation.source == source for citation in claim.citations)
        and any(claim.value.ratio.of in (name, speech.claims[name].key) for name in early.claims)
    ]
    values: dict[str, object] = {
        "subject": speech.subject(subject),
        "predicate": speech.predicate(predicate),
        "source": source,
        "early": speech.amount(early),
        "late": speech.amount(late),
        "ratio": symbols(made),
    }
    name = "change-cited"
    if stated and isinstance(stated[0].value, Amount) and stated[0].value.ratio is not None:
        values["stated"] = symbols(multiples(stated[0].value.ratio))
        name += "-said"
    if parts or states:
        values["difference"] = speech.difference(parts or states, (early, late))
        name += "-unlike"
    return finding(
        "change",
        "note",
        subject,
        speech.topic(predicate),
        name,
        values,
        claims=(*early.ids, *late.ids, *(claim.id for claim in stated[:1])),
        result=made,
        steps=(_divided(early, late),),
    )


def order(one: After, speech: Speech) -> Finding:
    """Say that an event came, or may have come, after an order that forbade it."""
    values = {
        "event": speech.subject(one.event),
        "order": speech.subject(one.order),
        "day": both(one.day.text),
        "issued": both(one.issued.text),
    }
    gravity: Gravity = "warning" if one.answer == "certain" else "note"
    return finding("order", gravity, one.event, "legal", f"order-{one.answer}", values, claims=one.grounds)


def unmet(group: Group, requirements: Mapping[str, Requirement], speech: Speech) -> Finding:
    """Say which requirements are not met, met under some readings only, or without evidence, for one subject."""
    ids = [one.requirement for one in group.assessments]
    values = {
        "subject": speech.subject(group.subject),
        "n": len(ids),
        "requirements": both(lambda lang: "; ".join(requirements[name].reference(lang) for name in ids)),
    }
    gravity: Gravity = "warning" if group.verdict == "not_met" else "note"
    return finding(
        "unmet",
        gravity,
        group.subject,
        "conditions",
        f"unmet-{group.verdict}",
        values,
        claims=(name for one in group.assessments for name in (*one.claims_against, *one.claims_for)),
        requirements=ids,
    )


def silence(one: Assessment, requirement: Requirement, speech: Speech) -> Finding:
    """Put the question of a register field that nobody has answered."""
    values: dict[str, object] = {
        "subject": speech.subject(one.subject),
        "requirement": both(requirement.reference),
    }
    key = "silence-field-plain"
    if requirement.question("en"):
        key = "silence-field"
        values["question"] = both(requirement.question)
    else:
        values["text"] = both(requirement.text)
    return finding("silence", "note", one.subject, "persons", key, values, requirements=(requirement.id,))


def silent(subject: str, topic: str, predicates: Iterable[Predicate], speech: Speech) -> Finding:
    """Put the question of what no source states about one topic of one subject."""
    values = {"subject": speech.subject(subject), "fields": speech.labels(predicates)}
    return finding("silence", "note", subject, topic, "silence-topic", values)
