"""What relations imply, what is derived and what is not shown, put into words: one function a kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import reduce

from habeas.amount import Amount
from habeas.claims import Claim, Predicate
from habeas.findings.bounds import Implied
from habeas.findings.conflicts import ones
from habeas.findings.derived import Derived
from habeas.findings.figures import Figure
from habeas.findings.flows import Flow, day
from habeas.findings.gaps import Group, Unasked
from habeas.findings.model import Finding, Gravity
from habeas.findings.orders import After
from habeas.findings.relations import Rules
from habeas.findings.speech import Speech
from habeas.findings.statement import NOTHING, Label, finding, listed, message, named, number, told, united
from habeas.standards import Requirement
from habeas.when import Span

_GRAVEST = 3
_FIELDS = 8


def implied(one: Implied, speech: Speech, others: Sequence[Implied] = ()) -> Finding:
    """Say what a relation implies under one reading; ``others`` are readings of the same numbers ("80" and "about 80")."""
    result = speech.united(one.amount, one.key[1])
    sentence = _sentence(one, speech)
    values: dict[str, object] = {
        "subject": speech.subject(one.key[0]),
        "predicate": speech.predicate(one.key[1]),
    }
    if sentence is not None:
        values["told"] = sentence
    else:
        values["inputs"] = speech.kinds(one.leaves)
        values["implied"] = united(result, result.unit)
    return finding(
        "implied",
        "note",
        one.key[0],
        speech.topic(one.key[1]),
        "implied-told" if sentence is not None else "implied",
        values,
        more=[
            message("rule", relation=named(one.instance.relation.en, one.instance.relation.es)),
            *speech.differ(one.states, one.leaves, unsaid=False),
            *speech.accounts(one.leaves),
            *(_instead(one, other, speech) for other in others),
        ],
        claims=(*one.figure.ids, *(name for other in others for name in other.figure.ids)),
        relation=one.instance.relation.id,
        result=result,
        steps=dict.fromkeys((*one.steps, *(step for other in others for step in other.steps))),
        mark=one.key[1],
    )


def _instead(one: Implied, other: Implied, speech: Speech) -> Label:
    accounts = [speech.account(leaf) for leaf in other.leaves if leaf not in one.leaves]
    return message("also-implied", figures=Label(lambda lang: "; ".join(said.text(lang) for said in accounts)))


def _sentence(one: Implied, speech: Speech) -> Label | None:
    """Return a relation's own sentence for what it implies; after that of the value it rests on, where that was implied."""
    says = one.instance.relation.says
    values = {name: number(figure.amount) for name, figure in one.inputs.items()}
    values["implied"] = number(one.amount)
    first = None if one.before is None else _sentence(one.before, speech)
    if first is not None and "further" in says:
        then = told(says["further"], values, ones(one.inputs))
        before = first
        return Label(lambda lang: before.text(lang) + then.text(lang))
    if one.name in says and one.before is None:
        return told(says[one.name], values, ones(one.inputs))
    return None


def flows(group: Sequence[Flow], speech: Speech) -> Finding:
    """Say what the totals since one day imply for the later stock: the latest day first, a line for each day and rival figure."""
    ordered = sorted(group, key=lambda one: (one.end[1], one.end[0]))
    last = [one for one in ordered if one.end == ordered[-1].end]
    first = last[0]
    subject, predicate = first.later
    result = speech.united(reduce(Amount.hull, (one.amount for one in last)), predicate)
    said = tuple(dict.fromkeys(figure for one in ordered for figure in one.said))
    values: dict[str, object] = {
        "subject": speech.subject(subject),
        "predicate": speech.predicate(predicate),
    }
    relation = first.instance.relation
    key = "implied"
    if "flow" in relation.says:
        key = "implied-told"
        values["told"] = told(relation.says["flow"], _flowing(last, result, speech), frozenset())
    else:
        values["inputs"] = speech.kinds(first.said)
        values["implied"] = united(result, result.unit)
    return finding(
        "implied",
        "note",
        subject,
        speech.topic(predicate),
        key,
        values,
        more=[
            message("rule", relation=named(relation.en, relation.es)),
            message("unsaid-zero"),
            *speech.accounts(said),
        ],
        claims=(name for figure in said for name in figure.ids),
        relation=relation.id,
        result=result,
        steps=dict.fromkeys(f"{_stamp(one)}: {one.step}" for one in ordered),
    )


def _flowing(last: Sequence[Flow], result: Amount, speech: Speech) -> dict[str, Label]:
    """Return the values of a flow's sentence: each name's range over the readings, and the two times."""
    values: dict[str, Label] = {}
    for name in last[0].inputs:
        known = [figure for one in last if (figure := one.inputs[name]) is not None]
        values[name] = number(reduce(Amount.hull, (point(one.amount) for one in known))) if known else NOTHING
    earlier = last[0].inputs.get("earlier")
    values["implied"] = number(result)
    values["start"] = speech.adverb(earlier.span if earlier is not None else Span.on(last[0].start))
    values["when"] = speech.adverb(day(last[0]))
    return values


def _stamp(one: Flow) -> str:
    return Span.some_day(*one.end).to_edtf() if one.end[0] != one.end[1] else one.end[0].isoformat()


def readings(group: Sequence[Implied], speech: Speech) -> Finding:
    """Say one question's answers under each reading: the range over the readings that state numbers, and a line for each.

    A reading that rests on a bound or a range ("over 200", "hundreds") is a line, and does not widen the range; where there is no
    other, the range is over all. A figure about a number counts as that number.
    """
    first = group[0]
    ordered = sorted(group, key=lambda one: (point(one.amount).low or Decimal(0), one.steps))
    counted = [one for one in ordered if all(leaf.numbered for leaf in one.leaves)]
    taken = counted or ordered
    result = reduce(Amount.hull, (point(one.amount) if counted else one.amount for one in taken))
    whole = speech.united(result, first.key[1])
    values: dict[str, object] = {
        "subject": speech.subject(first.key[0]),
        "predicate": speech.predicate(first.key[1]),
        "n": len(taken),
        "others": len(ordered) - len(taken),
    }
    key, said = _ranged(taken, whole, speech)
    leaves = tuple(dict.fromkeys(leaf for one in ordered for leaf in one.leaves))
    states = tuple(dict.fromkeys(part for one in ordered for part in one.states))
    relations = {one.instance.relation.id: one.instance.relation for one in ordered}
    return finding(
        "implied",
        "note",
        first.key[0],
        speech.topic(first.key[1]),
        key,
        {**values, **said},
        more=[
            *(message("rule", relation=named(one.en, one.es)) for one in relations.values()),
            *([message("readings-others", n=len(ordered) - len(taken))] if len(ordered) > len(taken) else []),
            *speech.differ(states, leaves, unsaid=False),
            *speech.accounts(leaves),
        ],
        claims=(name for one in ordered for name in one.figure.ids),
        relation=first.instance.relation.id,
        result=whole,
        steps=dict.fromkeys(step for one in ordered for step in one.steps),
    )


def _ranged(taken: Sequence[Implied], whole: Amount, speech: Speech) -> tuple[str, dict[str, object]]:
    """Return the key and values of a range over readings: the relation's own sentence, or a general one."""
    low, high = taken[0], taken[-1]
    says = low.instance.relation.says
    if len(taken) == 1:
        sentence = _sentence(low, speech)
        if sentence is not None:
            return "implied-told", {"told": sentence}
        return "implied", {"inputs": speech.kinds(low.leaves), "implied": united(whole, whole.unit)}
    if "readings" in says:
        return "implied-told", {"told": told(says["readings"], _varied(taken, whole), frozenset())}
    first, last = _stock(low), _stock(high)
    values: dict[str, object] = {"implied": united(whole, whole.unit)}
    if first is None or last is None or first.span == last.span:
        return "readings", values
    return "readings-dated", {**values, "when": speech.when(first), "then": speech.when(last)}


def _stock(one: Implied) -> Figure | None:
    return next((leaf for leaf in one.leaves if leaf.stock and leaf.span is not None), None)


def _varied(taken: Sequence[Implied], whole: Amount) -> dict[str, Label]:
    """Return the values of a sentence over readings: the range of what all of them take, and the ends of what varies.

    The ends of what varies stand in the order of the results: the number under the lowest, then that under the highest.
    """
    template = taken[0].instance.relation.says["readings"]["en"]
    shared = [name for name in taken[0].inputs if all(name in one.inputs for one in taken)]
    placed = [name for name in shared if f"{{{name}}}" in template]
    values = {name: number(reduce(Amount.hull, (point(one.inputs[name].amount) for one in taken))) for name in placed}
    ends = [
        number(point(figure.amount))
        for one in (taken[0], taken[-1])
        for name, figure in one.inputs.items()
        if name not in placed
    ]
    values["varies"] = message("ends", low=ends[0], high=ends[-1]) if ends else NOTHING
    values["implied"] = number(whole)
    return values


def point(amount: Amount) -> Amount:
    """Return the number that an amount about a number is about; any other amount as it is."""
    if amount.qualifier != "about" or amount.stated is None:
        return amount
    return Amount(qualifier="exact", low=amount.stated, high=amount.stated, stated=amount.stated)


def derived(one: Derived, speech: Speech) -> Finding:
    """Say that a figure is computed from others."""
    claim = speech.claims[one.claim]
    known = [speech.claims[name] for name in one.inputs if name in speech.claims]
    values: dict[str, object] = {
        "subject": speech.subject(one.subject),
        "predicate": speech.predicate(one.predicate),
        "amount": speech.value(claim, plain=True),
        "who": speech.source(claim),
        "inputs": listed(_inputs(known, speech)) if known else ", ".join(one.inputs),
    }
    rule = [] if one.relation is None else [message("rule", relation=named(one.relation.en, one.relation.es))]
    inputs = [
        message("of", predicate=speech.predicate(other.predicate), amount=speech.value(other), who=speech.voice(other))
        for other in known
    ]
    return finding(
        "derived",
        "note",
        one.subject,
        speech.topic(one.predicate),
        "derived",
        values,
        more=[*rule, *inputs],
        claims=(one.claim, *one.inputs),
        relation=one.relation.id if one.relation is not None else None,
        steps=(one.step,) if one.step else (),
    )


def _inputs(known: Sequence[Claim], speech: Speech) -> list[Label]:
    """Return the figures that another was worked out from; those of one quantity by where or whom they count."""
    if len({one.predicate for one in known}) > 1:
        return [speech.counting(one) for one in known]
    if len({one.subject for one in known}) > 1:
        return [message("in", amount=speech.value(one, plain=True), what=speech.inside(one.subject)) for one in known]
    return [message("in", amount=speech.value(one, plain=True), what=speech.group(one)) for one in known]


def order(one: After, speech: Speech) -> Finding:
    """Say that an event came, or may have come, after an order that forbade it."""
    values = {
        "event": speech.subject(one.event),
        "order": speech.inside(one.order),
        "day": speech.adverb(one.day),
    }
    gravity: Gravity = "warning" if one.answer == "certain" else "note"
    return finding(
        "order",
        gravity,
        one.event,
        "legal",
        f"order-{one.answer}",
        values,
        more=[message("order-issued", order=speech.subject(one.order), issued=speech.adverb(one.issued))],
        claims=one.grounds,
    )


def unmet(group: Group, requirements: Mapping[str, Requirement], rules: Rules, speech: Speech) -> Finding:
    """Say how many requirements are not met, met under some readings only, or without evidence, and name the gravest."""
    ids = [one.requirement for one in group.assessments]
    asked = [requirements[name] for name in ids]
    about = [_about(name, rules, speech) for name in _gravest(asked, rules, speech)]
    values = {
        "subject": speech.subject(group.subject),
        "n": len(ids),
        "about": listed(about or [Label(one.reference) for one in asked[:_GRAVEST]]),
    }
    gravity: Gravity = "warning" if group.verdict == "not_met" else "note"
    return finding(
        "unmet",
        gravity,
        group.subject,
        "conditions",
        f"unmet-{group.verdict}",
        values,
        more=[_requirement(one) for one in asked],
        claims=(name for one in group.assessments for name in (*one.claims_against, *one.claims_for)),
        requirements=ids,
    )


def _requirement(one: Requirement) -> Label:
    return Label(lambda lang: f"{one.text(lang).rstrip('.')} ({one.reference(lang)})")


def _about(predicate: str, rules: Rules, speech: Speech) -> Label:
    said = rules.gravest.get(predicate)
    return speech.predicate(predicate) if said is None else named(said["en"], said["es"])


def _gravest(asked: Iterable[Requirement], rules: Rules, speech: Speech) -> list[str]:
    """Return what the gravest requirements are about: predicates, each once, in the order that the rules give them."""
    ranks = {name: place for place, name in enumerate(rules.gravest)}
    about: dict[str, int] = {}
    for one in asked:
        known = [name for name in one.indicators if name in speech.vocabulary]
        if known:
            best = min(known, key=lambda name: (ranks.get(name, len(ranks)), name))
            about.setdefault(best, ranks.get(best, len(ranks)))
    return sorted(about, key=lambda name: (about[name], name))[:_GRAVEST]


def silence(one: Unasked, requirements: Mapping[str, Requirement], speech: Speech) -> Finding:
    """Put the question of a register field that nobody has answered; fields that ask the same thing stand behind it."""
    asked = requirements[one.asked]
    every = [asked, *(requirements[name] for name in one.folded)]
    values: dict[str, object] = {"subject": speech.subject(one.subject)}
    key = "silence-field-plain"
    if asked.question("en"):
        key = "silence-field"
        values["question"] = Label(asked.question)
    else:
        values["text"] = Label(lambda lang: asked.text(lang).rstrip("."))
    further = [Label(other.question) for other in every[1:] if other.question("en")]
    references = Label(lambda lang: "; ".join(other.reference(lang) for other in every))
    return finding(
        "silence",
        "note",
        one.subject,
        "persons",
        key,
        values,
        more=[*further, message("silence-references", references=references)],
        requirements=(one.asked, *one.folded),
    )


def silent(subject: str, topic: str, predicates: Sequence[Predicate], rules: Rules, speech: Speech) -> Finding:
    """Put the question of what no source states about one topic of one subject; of many fields, the gravest are named."""
    ranks = {name: place for place, name in enumerate(rules.gravest)}
    ordered = sorted(predicates, key=lambda one: ranks.get(one.id, len(ranks)))
    fields, more = speech.labels(ordered), []
    if len(ordered) > _FIELDS:
        more = [message("fields-all", fields=fields)]
        first = Label(lambda lang: ", ".join(one.text(lang) for one in ordered[:_FIELDS]))
        fields = message("fields-more", fields=first, n=len(ordered) - _FIELDS)
    values = {"subject": speech.subject(subject), "fields": fields, "n": len(predicates)}
    mark = " ".join(one.id for one in predicates)
    return finding("silence", "note", subject, topic, "silence-topic", values, more=more, mark=mark)
