"""Figures that a source computed from others it gives: recognised by a relation, or declared by the coder.

A figure is recognised when it equals what a relation makes of other figures in the same source, to the last digit it shows (a
whole of parts exactly). It must show three significant digits at least: with fewer, chance alone would often make a sum of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product
from typing import Final

from habeas.claims import Claim, Predicate
from habeas.findings.equation import evaluate, write
from habeas.findings.figures import Figure, Index, Key, sources
from habeas.findings.instances import Instance, Links, instances
from habeas.findings.model import Finding
from habeas.findings.relations import Relation, Rules
from habeas.findings.symbols import rounding, short

DIGITS: Final = 3
PARTS: Final = 6
_Choice = tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A claim computed from others of its source; ``relation`` is ``None`` where only the coder says so."""

    claim: str
    inputs: tuple[str, ...]
    subject: str
    predicate: str
    relation: Relation | None = None
    step: str = ""


def recognise(
    claims: Mapping[str, Claim], index: Index, links: Links, vocabulary: Mapping[str, Predicate], rules: Rules
) -> Iterator[Derived]:
    """Yield every claim that is computed from others of its source, once, the first relation that fits taken."""
    by_source: dict[tuple[Key, str], list[Figure]] = defaultdict(list)
    for key, figures in index.items():
        for figure in filter(_bare, figures):
            for source in sorted(figure.sources):
                by_source[key, source].append(figure)
    seen: set[str] = set()
    wanted = [one for one in rules.relations.values() if "derive" in one.uses and one.derives.comparison == "=="]
    for instance in instances(wanted, index, links, vocabulary):
        for one in _in_sources(instance, index, by_source, claims):
            if one.claim not in seen:
                seen.add(one.claim)
                yield one
    for name in sorted(claims):
        claim = claims[name]
        if claim.stands and claim.derived_from and name not in seen:
            yield Derived(claim=name, inputs=claim.derived_from, subject=claim.subject, predicate=claim.predicate)


def _in_sources(
    instance: Instance,
    index: Index,
    by_source: Mapping[tuple[Key, str], Sequence[Figure]],
    claims: Mapping[str, Claim],
) -> Iterator[Derived]:
    equation = instance.relation.derives
    result = instance.keys[equation.left.name]
    for figure in index.get(result, ()):
        if figure.said is None or significant(figure.said) < DIGITS or figure.rests:
            continue
        for source in sorted(figure.sources):
            found = _made_of(instance, figure, source, by_source)
            if found is None:
                continue
            inputs, step = found
            named = [_cited(one, source, claims) for one in inputs]
            for claim in _cited(figure, source, claims):
                yield Derived(
                    claim=claim,
                    inputs=tuple(dict.fromkeys(name for group in named for name in group)),
                    subject=figure.subject,
                    predicate=figure.predicate,
                    relation=instance.relation,
                    step=step,
                )


def _cited(figure: Figure, source: str, claims: Mapping[str, Claim]) -> list[str]:
    return [name for name in figure.claims if source in sources(claims[name])]


def significant(value: Decimal) -> int:
    """Return how many significant digits a figure shows, trailing zeros not counted."""
    return len(value.normalize().as_tuple().digits)


def _made_of(
    instance: Instance, figure: Figure, source: str, by_source: Mapping[tuple[Key, str], Sequence[Figure]]
) -> tuple[list[Figure], str] | None:
    equation = instance.relation.derives
    inputs = equation.names[1:]
    optional = {name for name in inputs if instance.relation.variables[name].optional}
    if any(name not in optional and (instance.keys[name], source) not in by_source for name in inputs):
        return None  # asked first: most sources state the result and not what it could be made of
    choices: list[list[_Choice]] = []
    for name in inputs:
        usable = [one for one in by_source.get((instance.keys[name], source), ()) if _usable(one, figure)]
        options: list[_Choice] = list(_parts(usable)) if name in equation.many else [(one,) for one in usable]
        if name in optional:
            options.append(())
        if not options:
            return None
        choices.append(options)
    for chosen in product(*choices):
        values = dict(zip(inputs, chosen, strict=True))
        if _equals(instance, values, figure):
            said = {name: _said(group) for name, group in values.items()}
            step = f"{short(figure.said)} = {write(equation.right, said)}".replace(" + 0", "").replace(" - 0", "")
            return [one for group in chosen for one in group], step
    return None


def _bare(one: Figure) -> bool:
    """Say whether a figure is a number that its source states, and no range or figure that rests on others."""
    return one.said is not None and not one.rests and one.amount.qualifier != "range"


def _usable(one: Figure, figure: Figure) -> bool:
    """Say whether a bare figure may be an input of another: another figure, and no later one of the same quantity.

    Other dates are not compared: sources add up totals that were given in different months.
    """
    if one.claims == figure.claims:
        return False
    if one.predicate != figure.predicate or one.span is None or figure.span is None:
        return True
    # That is, not certainly after it; the days within are not asked, as they are for "possible".
    return one.span.reach[0] <= figure.span.reach[1]


def _parts(figures: Sequence[Figure]) -> Iterator[_Choice]:
    """Yield the sets of figures that could be parts of one whole: two, three or all of them, each of others counted apart.

    Among many figures some three always add up: where there are more than six, only all of them together are tried.
    """
    sizes = {2, 3, len(figures)} if len(figures) <= PARTS else {len(figures)}
    for size in sorted(one for one in sizes if 2 <= one <= len(figures)):
        for group in combinations(figures, size):
            apart = {(one.predicate, one.definition[1]) for one in group}
            if len(apart) == size:
                yield group


def _equals(instance: Instance, values: Mapping[str, _Choice], figure: Figure) -> bool:
    if figure.said is None:
        return False
    numbers = {name: sum((Fraction(one.said or 0) for one in group), Fraction(0)) for name, group in values.items()}
    try:
        made = evaluate(instance.relation.derives.right, numbers, Fraction)
    except ZeroDivisionError:
        return False
    slack = Fraction(0) if instance.relation.derives.many else Fraction(rounding(figure.said)) / 2
    return bool(abs(made - Fraction(figure.said)) <= slack)


def _said(group: _Choice) -> str:
    return " + ".join(short(one.said) for one in group) if group else "0"


def independent(claims: Iterable[Claim], findings: Iterable[Finding]) -> tuple[Claim, ...]:
    """Return the claims that are evidence of their own: not derived by a finding, nor declared to be by the coder.

    The first claim of a finding of kind ``derived`` is the one that was computed.
    """
    computed = {one.claims[0] for one in findings if one.kind == "derived" and one.claims}
    return tuple(one for one in claims if one.id not in computed and not one.derived_from)
