"""Each kind of finding, put into words: one function a kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import reduce

from habeas.amount import Amount
from habeas.claims import Predicate
from habeas.findings.bounds import Implied, exact
from habeas.findings.changes import Change, cited_together, ratio
from habeas.findings.compare import differences
from habeas.findings.contradictions import Clash
from habeas.findings.derived import Derived
from habeas.findings.equation import evaluate, write
from habeas.findings.figures import Figure, Key
from habeas.findings.flows import Flow, day
from habeas.findings.gaps import Group
from habeas.findings.instances import Instance
from habeas.findings.model import Finding, Gravity
from habeas.findings.orders import After
from habeas.findings.relations import Rules
from habeas.findings.statement import Label, Speech, both, finding, message, shown
from habeas.findings.symbols import short, symbols
from habeas.findings.totals import Fall
from habeas.standards import Assessment, Requirement
from habeas.words import Lang

_LINES = 12
_SHOWN = 30  # a change lists so many pairs; beyond it, the smallest and the largest


def clash(one: Clash, speech: Speech) -> Finding:
    """Say a contradiction, the differences of definition first. Certain figures make an error, estimates a warning.

    Where a stated difference stands between them they may all be true, each by its own definition: a warning.
    """
    steps, implied = _reckoned(one)
    values: dict[str, object] = {
        "subject": speech.subject(one.subject),
        "figures": speech.figures(one.figures),
        "n": len(one.figures),
    }
    if one.unlike or one.states:
        values["difference"] = speech.difference(one.unlike or one.states, one.figures, unsaid=not one.instances)
    if one.instances:
        values["relation"] = _relations(one.instances)
    key = "contradiction"
    gravity: Gravity = "error" if not one.states and not any(figure.estimate for figure in one.figures) else "warning"
    if one.unlike:
        key, gravity = "unlike-relation", "note"
    elif one.instances:
        key += "-relation" if implied is not None else "-relations"
    if implied is not None:
        values["implied"] = both(shown(speech.united(implied[1], implied[0])).text)
    if one.states and not one.unlike:
        key += "-stated"
    topic = speech.topic(one.figures[0].predicate)
    return finding(
        "unlike" if one.unlike else "contradiction",
        gravity,
        one.subject,
        topic,
        key,
        values,
        claims=one.ids,
        relation=one.instances[0].relation.id if one.instances else None,
        result=None if implied is None else speech.united(implied[1], implied[0]),
        steps=steps,
    )


def _relations(instances: Sequence[Instance]) -> Label:
    return both(lambda lang: "; ".join(one.relation.text(lang) for one in instances))


def _reckoned(one: Clash) -> tuple[list[str], tuple[str, Amount] | None]:
    """Return the arithmetic of a contradiction, and what a single relation makes of the other figures."""
    if not one.instances:
        return [" ≠ ".join(figure.symbols for figure in one.figures)], None
    known: dict[Key, Figure] = {(figure.subject, figure.predicate): figure for figure in one.figures}
    amounts: dict[Key, Amount] = {key: figure.amount for key, figure in known.items()}
    steps: list[str] = []
    implied: tuple[str, Amount] | None = None
    waiting = list(one.instances)
    while waiting:
        ready = [instance for instance in waiting if _unknown(instance, amounts) <= 1]
        instance = ready[0] if ready else waiting[0]
        waiting.remove(instance)
        found = _step(instance, amounts)
        if found is not None:
            steps.append(found[1])
            if len(one.instances) == 1:
                implied = (instance.keys[found[0]][1], found[2])
    return steps, implied


def _unknown(instance: Instance, amounts: Mapping[Key, Amount]) -> int:
    return sum(key not in amounts for key in instance.keys.values())


def _step(instance: Instance, amounts: dict[Key, Amount]) -> tuple[str, str, Amount] | None:
    """Work out the unknown of an equation, or its left side to hold it against what is known."""
    equation = instance.relation.equation
    by_name = {}
    if instance.relation.time == "flow":
        return None
    for name, key in instance.keys.items():
        if key in amounts:
            by_name[name] = amounts[key]
    unknown = [name for name in instance.keys if name not in by_name]
    name = unknown[0] if unknown else equation.left.name
    node = equation.solve(name)
    if len(unknown) > 1:
        by_name = {one: by_name.get(one, Amount.at_least(0)) for one in instance.keys}
    result = evaluate(node, by_name, exact)
    sign = {"==": "=", ">=": "≤", "<=": "≥"}[equation.comparison]
    said = f"{write(node, {one: symbols(amount) for one, amount in by_name.items()})} {sign if not unknown else '='} "
    if unknown:
        amounts[instance.keys[name]] = result
        return name, said + symbols(result), result
    stated = symbols(by_name[name])
    made = f"{write(node, {one: symbols(amount) for one, amount in by_name.items()})} = {symbols(result)}"
    return name, f"{made} ≠ {stated}" if equation.comparison == "==" else f"{made} > {stated}", result


def unlike(key: Key, group: Sequence[Figure], rules: Rules, speech: Speech) -> Finding:
    """Say that the figures for one quantity are of several definitions."""
    parts, _ = differences(group, rules.agree, rules.states, rules, whole=True)
    values = {
        "subject": speech.subject(key[0]),
        "predicate": speech.predicate(key[1]),
        "difference": speech.difference(parts, group),
        "figures": speech.figures(group),
    }
    ids = (name for one in group for name in one.ids)
    return finding("unlike", "note", key[0], speech.topic(key[1]), "unlike", values, claims=ids)


def counters(key: Key, group: Sequence[Figure], speech: Speech) -> Finding:
    """Say what each counter has documented, side by side."""
    values = {
        "subject": speech.subject(key[0]),
        "predicate": speech.predicate(key[1]),
        "n": len(group),
        "figures": speech.figures(group),
    }
    ids = (name for one in group for name in one.ids)
    return finding("unlike", "note", key[0], speech.topic(key[1]), "counters", values, claims=ids)


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
        "amount": both(claim.value.text) if isinstance(claim.value, Amount) else str(claim.value),
        "inputs": both(
            lambda lang: (
                "; ".join(
                    f"{speech.predicate(other.predicate).text(lang)}: "
                    f"{other.value.text(lang) if isinstance(other.value, Amount) else other.value}"
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


def fall(one: Fall, speech: Speech) -> Finding:
    """Say that a running total fell, or is below another that it cannot be below."""
    values: dict[str, object] = {
        "subject": speech.subject(one.subject),
        "earlier": speech.figure(one.earlier),
        "later": speech.figure(one.later),
        "relation": Label(one.relation.en, one.relation.es),
    }
    if one.unlike or one.states:
        values["difference"] = speech.difference(one.unlike or one.states, (one.earlier, one.later))
    estimated = one.earlier.estimate or one.later.estimate
    between = one.earlier.predicate != one.later.predicate
    gravity: Gravity = "warning" if estimated or one.states else "error"
    if one.unlike:
        key, gravity = "below-part-unlike", "note"
    elif between:
        key = "below-part-stated" if one.states else "below-part"
    elif one.relation.speakers == "other":
        documented = speech.vocabulary[one.later.predicate].documented
        key, gravity = "decrease-other", "note" if documented else "warning"
    else:
        key = "decrease"
    kind = "unlike" if one.unlike else "contradiction" if between else "decrease"
    return finding(
        kind,  # type: ignore[arg-type]  # one of the kinds
        gravity,
        one.subject,
        speech.topic(one.later.predicate),
        key,
        values,
        claims=(*one.earlier.ids, *one.later.ids),
        relation=one.relation.id,
        steps=(f"{one.earlier.symbols} > {one.later.symbols}",),
    )


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
        said = stated[0].value.ratio
        values["stated"] = symbols(
            Amount.between(said.low, said.high, low_open=said.low_open, high_open=said.high_open)
        )
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
