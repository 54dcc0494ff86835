"""Conflicts put into words: contradictions, unlike definitions, counters side by side, totals that fell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from habeas.amount import Amount
from habeas.findings.bounds import exact
from habeas.findings.compare import differences
from habeas.findings.contradictions import Clash
from habeas.findings.equation import evaluate, write
from habeas.findings.figures import Figure, Key
from habeas.findings.instances import Instance
from habeas.findings.model import Finding, Gravity
from habeas.findings.relations import Rules
from habeas.findings.statement import Label, Speech, both, finding, shown
from habeas.findings.symbols import symbols
from habeas.findings.totals import Fall


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
