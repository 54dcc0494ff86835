"""Conflicts put into words: contradictions, unlike definitions, counters side by side, totals that fell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product

from habeas.amount import Amount
from habeas.findings.bounds import exact
from habeas.findings.compare import differences, surely
from habeas.findings.contradictions import Clash
from habeas.findings.equation import evaluate, write
from habeas.findings.figures import Figure, Key
from habeas.findings.instances import Instance
from habeas.findings.model import Finding, Gravity
from habeas.findings.relations import Relation, Rules
from habeas.findings.speech import Speech
from habeas.findings.statement import NOTHING, Label, finding, message, named, number, told
from habeas.findings.symbols import operand, symbols
from habeas.findings.totals import Fall


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """The arithmetic of a contradiction.

    ``name`` and ``amount`` are the quantity that one relation makes of the other figures, and what it makes of them.
    ``gap`` is the ratio between the nearest ends of the two sides; ``None`` where there are no two.
    """

    steps: tuple[str, ...]
    name: str | None = None
    amount: Amount | None = None
    gap: Decimal | None = None


def alike(found: Iterable[Clash]) -> list[list[Clash]]:
    """Group the contradictions between the same numbers: "80 a cell" and "about 80 a cell" against one capacity.

    Each group is one finding, said of its first set, in which no figure is an estimate if that can be; the others stand behind it,
    each with its own line of arithmetic.
    """
    groups: dict[tuple[object, ...], list[Clash]] = {}
    for one in found:
        numbers = tuple((figure.subject, figure.predicate, figure.number) for figure in one.figures)
        groups.setdefault((one.subject, one.instances, one.unlike, *sorted(numbers, key=repr)), []).append(one)
    return [sorted(group, key=lambda one: sum(figure.estimate for figure in one.figures)) for group in groups.values()]


def clash(one: Clash, speech: Speech, others: Sequence[Clash] = ()) -> Finding:
    """Say a contradiction; ``others`` are those between the same numbers.

    Figures of one definition whose times certainly coincide make an error. An estimate, a stated difference of definition, or
    times that may not meet make a warning: the figures may then all be true.
    """
    reckoned = reckon(one)
    unlike = bool(one.unlike)
    sure = certain(one, speech)
    gravity: Gravity = "note" if unlike else "error" if sure and not one.states and not _estimated(one) else "warning"
    key, values = _lead(one, reckoned, speech)
    values = {"subject": speech.subject(one.subject), **values}
    if unlike:
        values["parts"] = speech.parts(one.unlike)
    else:
        values["note"] = _note(one, speech, sure=sure)
    stated = None
    if reckoned.amount is not None and reckoned.name is not None:
        stated = speech.united(reckoned.amount, one.instances[0].keys[reckoned.name][1])
    return finding(
        "unlike" if unlike else "contradiction",
        gravity,
        one.subject,
        speech.topic(one.figures[0].predicate),
        key,
        values,
        more=[
            *speech.differ(one.unlike or one.states, one.figures, unsaid=not one.instances),
            *(message("rule", relation=_rule(each.relation)) for each in one.instances),
            *speech.accounts(one.figures),
            *(_also(one, other, speech) for other in others),
        ],
        claims=(*one.ids, *(name for other in others for name in other.ids)),
        relation=one.instances[0].relation.id if one.instances else None,
        result=stated,
        steps=(*reckoned.steps, *(step for other in others for step in reckon(other).steps)),
    )


def _also(one: Clash, other: Clash, speech: Speech) -> Label:
    """Return the figures that stand in another contradiction between the same numbers in place of those of the first."""
    instead = [speech.account(figure) for figure in other.figures if figure not in one.figures]
    return message("also", figures=Label(lambda lang: "; ".join(said.text(lang) for said in instead)))


def _rule(relation: Relation) -> Label:
    return named(relation.en, relation.es)


def _estimated(one: Clash) -> bool:
    return any(figure.estimate for figure in one.figures)


def certain(one: Clash, speech: Speech) -> bool:
    """Say whether the figures certainly hold at one time: their spans overlap for certain, or they are facts of one event.

    The figures of a flow were chosen by days that are certain.
    """
    if any(instance.relation.time == "flow" for instance in one.instances):
        return True
    return all(_meet(first, second, speech) for first, second in combinations(one.figures, 2))


def _meet(first: Figure, second: Figure, speech: Speech) -> bool:
    if first.subject == second.subject and speech.event(first.subject):
        return True
    return any(
        one is not None and two is not None and surely(one, two) for one, two in product(first.spans, second.spans)
    )


def _lead(one: Clash, reckoned: Reckoned, speech: Speech) -> tuple[str, dict[str, object]]:
    """Return the key of the lead, and its values."""
    if one.unlike:
        return "unlike-relation", {"figures": speech.kinds(one.figures)}
    if not one.instances:
        first, second = one.figures
        return "contradiction-pair", {
            "predicate": speech.predicate(first.predicate),
            "counted": speech.counted(first, second),
            "one": speech.beside(first),
            "who": speech.voices(first),
            "other": speech.beside(second),
            "others": speech.voices(second),
        }
    relation = one.instances[0].relation
    if len(one.instances) > 1 or reckoned.amount is None or reckoned.name != relation.equation.left.name:
        rules = Label(lambda lang: "; ".join(each.relation.text(lang) for each in one.instances))
        return "contradiction-figures", {"figures": speech.kinds(one.figures), "n": len(one.figures), "relation": rules}
    by_name = _by_name(one)
    stated = by_name[reckoned.name]
    if "contradiction" in relation.says:
        return "contradiction-told", {"told": _told(relation, by_name, reckoned.amount, speech)}
    inputs = [figure for figure in one.figures if figure is not stated]
    values: dict[str, object] = {
        "inputs": speech.kinds(inputs),
        "implied": number(reckoned.amount),
        "stated": speech.kind(stated),
        "who": speech.voices(stated),
    }
    return "contradiction-made" if relation.equation.comparison == "==" else "contradiction-least", values


def _by_name(one: Clash) -> dict[str, Figure]:
    known = {(figure.subject, figure.predicate): figure for figure in one.figures}
    return {name: known[key] for name, key in one.instances[0].keys.items() if key in known}


def _told(relation: Relation, by_name: Mapping[str, Figure], implied: Amount, speech: Speech) -> Label:
    values = {name: number(figure.amount) for name, figure in by_name.items()}
    values["implied"] = number(implied)
    values["who"] = speech.voices(by_name[relation.equation.left.name])
    return told(relation.says["contradiction"], values, ones(by_name))


def ones(figures: Mapping[str, Figure]) -> frozenset[str]:
    """Return the names whose number is one, for the singular."""
    return frozenset(name for name, figure in figures.items() if figure.amount.low == figure.amount.high == 1)


def _note(one: Clash, speech: Speech, *, sure: bool) -> Label:
    """Return the second sentence of a lead: what keeps the figures from being certainly false, or that nothing does."""
    kinds = sorted({kind for figure in one.figures if (kind := figure.definition[3]) is not None})
    if "capacity" in one.states and len(kinds) == 2:
        return message("note-capacity", one=speech.capacity(kinds[0]), other=speech.capacity(kinds[1]))
    if "who" in one.states:
        return message("note-who")
    if "time" in one.states:
        return message("note-time")
    if _estimated(one):
        return message("note-estimate")
    if not sure:
        return message("note-turn")
    return message("note-sure", n=1 if len(one.figures) == 2 else 0)


def reckon(one: Clash) -> Reckoned:
    """Work out a contradiction, relation by relation."""
    if not one.instances:
        first, second = (figure.amount for figure in one.figures)
        return Reckoned(steps=(" ≠ ".join(figure.symbols for figure in one.figures),), gap=gap(first, second))
    amounts: dict[Key, Amount] = {(figure.subject, figure.predicate): figure.amount for figure in one.figures}
    steps: list[str] = []
    last: tuple[str, Amount] | None = None
    apart: Decimal | None = None
    waiting = list(one.instances)
    while waiting:
        ready = [instance for instance in waiting if _unknown(instance, amounts) <= 1]
        instance = ready[0] if ready else waiting[0]
        waiting.remove(instance)
        known = amounts.get(instance.keys[instance.relation.equation.left.name])
        found = _step(instance, amounts)
        if found is not None:
            steps.append(found[1])
            last = (found[0], found[2])
            apart = gap(found[2], known) if known is not None else apart
    if last is None or len(one.instances) > 1:
        return Reckoned(steps=tuple(steps), gap=apart)
    return Reckoned(steps=tuple(steps), name=last[0], amount=last[1], gap=apart)


def gap(one: Amount, two: Amount) -> Decimal | None:
    """Return how many times the upper side's low end is the lower side's high end; ``None`` where there is no such ratio."""
    for lower, upper in ((one, two), (two, one)):
        if lower.high is not None and upper.low is not None and lower.high <= upper.low:
            return upper.low / lower.high if lower.high else None
    return None


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
    if equation.comparison != "==" and equation.left.name in by_name:
        # A bound is held against what the rest makes at the least: what is unsaid is zero or more.
        by_name |= {one: Amount.at_least(0) for one in unknown}
        unknown = []
    name = unknown[0] if unknown else equation.left.name
    node = equation.solve(name)
    if len(unknown) > 1:
        by_name = {one: by_name.get(one, Amount.at_least(0)) for one in instance.keys}
    result = evaluate(node, by_name, exact)
    made = f"{write(node, {one: operand(symbols(amount)) for one, amount in by_name.items()})} = {symbols(result)}"
    if unknown:
        amounts[instance.keys[name]] = result
        return name, made, result
    stated = symbols(by_name[name])
    return name, f"{made} ≠ {stated}" if equation.comparison == "==" else f"{made} > {stated}", result


def unlike(key: Key, group: Sequence[Figure], rules: Rules, speech: Speech) -> Finding:
    """Say that the figures for one quantity are of several definitions."""
    parts, _ = differences(group, rules.agree, rules.states, rules, whole=True)
    ordered = sorted(group, key=lambda one: (_size(one), one.claims))
    values = {
        "subject": speech.subject(key[0]),
        "predicate": speech.predicate(key[1]),
        "low": speech.beside(ordered[0]),
        "of": speech.who(ordered[0]) if "who" in parts else NOTHING,
        "high": speech.beside(ordered[-1]),
        "other": speech.who(ordered[-1]) if "who" in parts else NOTHING,
        "parts": speech.parts(parts),
        "n": len(group),
    }
    return finding(
        "unlike",
        "note",
        key[0],
        speech.topic(key[1]),
        "unlike",
        values,
        more=[*speech.differ(parts, group), *speech.accounts(group)],
        claims=(name for one in group for name in one.ids),
        mark=key[1],
    )


def _size(figure: Figure) -> Decimal:
    amount = figure.amount
    return next((end for end in (amount.stated, amount.low, amount.high) if end is not None), Decimal(0))


def counters(key: Key, group: Sequence[Figure], speech: Speech) -> Finding:
    """Say what each counter has documented, side by side."""
    ordered = sorted(_alike(group), key=lambda one: (_size(one), one.claims))
    low, high = ordered[0], ordered[-1]
    values = {
        "subject": speech.subject(key[0]),
        "predicate": speech.predicate(key[1]),
        "counted": speech.counted(low, high),
        "n": len({one.speakers for one in ordered}),
        "low": number(low.amount),
        "who": speech.voices(low),
        "when": _after_comma(speech.when(low)),
        "high": number(high.amount),
        "others": speech.voices(high),
        "then": _after_comma(speech.when(high)),
    }
    return finding(
        "unlike",
        "note",
        key[0],
        speech.topic(key[1]),
        "counters",
        values,
        more=speech.accounts(group),
        claims=(name for one in group for name in one.ids),
        mark=key[1],
    )


def _alike(group: Sequence[Figure]) -> Sequence[Figure]:
    """Return the figures of the definition that most counters share; all of them where no two share one."""
    alike: dict[object, list[Figure]] = {}
    for one in group:
        alike.setdefault(one.definition, []).append(one)
    most = max(alike.values(), key=lambda own: (len({one.speakers for one in own}), max(map(_size, own))))
    return most if len({one.speakers for one in most}) > 1 else group


def _after_comma(label: Label | None) -> Label:
    return NOTHING if label is None else Label(lambda lang: f", {label.text(lang)}")


def _in_brackets(label: Label | None) -> Label:
    return NOTHING if label is None else Label(lambda lang: f" ({label.text(lang)})")


def fall(one: Fall, speech: Speech) -> Finding:
    """Say that a running total fell, or is below another that it cannot be below."""
    between = one.earlier.predicate != one.later.predicate
    key, gravity = _fallen(one, speech)
    values: dict[str, object] = {
        "subject": speech.subject(one.subject),
        "predicate": speech.predicate(one.later.predicate),
        "earlier": speech.kind(one.earlier) if between else number(one.earlier.amount),
        "later": speech.kind(one.later) if between else number(one.later.amount),
        "who": speech.voices(one.earlier),
        "others": speech.voices(one.later),
        "when": _in_brackets(speech.when(one.earlier)),
        "then": _in_brackets(speech.when(one.later)),
    }
    if one.unlike:
        values["parts"] = speech.parts(one.unlike)
    else:
        values["note"] = _doubt(one)
    return finding(
        "unlike" if one.unlike else "contradiction" if between else "decrease",
        gravity,
        one.subject,
        speech.topic(one.later.predicate),
        key,
        values,
        more=[
            *speech.differ(one.unlike or one.states, (one.earlier, one.later)),
            message("rule", relation=_rule(one.relation)),
            *speech.accounts((one.earlier, one.later)),
        ],
        claims=(*one.earlier.ids, *one.later.ids),
        relation=one.relation.id,
        steps=(f"{one.earlier.symbols} > {one.later.symbols}",),
    )


def _fallen(one: Fall, speech: Speech) -> tuple[str, Gravity]:
    gravity: Gravity = "warning" if one.earlier.estimate or one.later.estimate or one.states else "error"
    if one.unlike:
        return "below-part-unlike", "note"
    if one.earlier.predicate != one.later.predicate:
        return "below-part", gravity
    if one.relation.speakers == "other":
        return "decrease-other", "note" if speech.vocabulary[one.later.predicate].documented else "warning"
    return "decrease", gravity


def _doubt(one: Fall) -> Label:
    if one.states:
        return message("note-time" if one.states == ("time",) else "note-who")
    return message("note-estimate") if one.earlier.estimate or one.later.estimate else NOTHING


def width(one: Fall) -> Decimal:
    """Return how many times the later total the earlier one is, between their nearest ends."""
    return gap(one.later.amount, one.earlier.amount) or Decimal(1)
