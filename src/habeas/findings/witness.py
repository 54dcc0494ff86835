"""A quick look for values that satisfy every figure and relation at once, in exact fractions.

Finding them proves that nothing contradicts; not finding them proves nothing, and z3 is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from habeas.findings.equation import evaluate, names
from habeas.findings.figures import Figure, Key
from habeas.findings.instances import Instance

_Ends = tuple[Fraction, Fraction | None]


def satisfiable(figures: Iterable[Figure], instances: Sequence[Instance]) -> bool:
    """Say whether one choice of values, made greedily, satisfies all; false where the choice fails."""
    ends = _ends(figures)
    if ends is None:
        return False
    values: dict[Key, Fraction] = {}
    waiting = sorted(ends, key=lambda key: (_width(ends[key]), key))
    while True:
        if not _propagate(values, instances):
            return False
        left = [key for key in waiting if key not in values]
        if not left:
            break
        values[left[0]] = _middle(ends[left[0]])
    return all(_holds(one, values) for one in instances) and all(
        key in values and low <= values[key] and (high is None or values[key] <= high)
        for key, (low, high) in ends.items()
    )


def _ends(figures: Iterable[Figure]) -> dict[Key, _Ends] | None:
    """Return the values every figure of a quantity allows, drawn in a little at open ends; ``None`` when there are none."""
    found: dict[Key, _Ends] = {}
    for one in figures:
        low = _fraction(one.low) or Fraction(0)
        high = None if one.high is None else _fraction(one.high)
        if one.amount.low_open:
            low += Fraction(1, 1000)
        if high is not None and one.amount.high_open:
            high -= Fraction(1, 1000)
        before = found.get((one.subject, one.predicate), (Fraction(0), None))
        least = max(low, before[0])
        most = high if before[1] is None else before[1] if high is None else min(high, before[1])
        if most is not None and least > most:
            return None
        found[one.subject, one.predicate] = (least, most)
    return found


def _fraction(value: Decimal | None) -> Fraction:
    return Fraction(0) if value is None else Fraction(value)


def _width(ends: _Ends) -> Fraction:
    return Fraction(10**30) if ends[1] is None else ends[1] - ends[0]


def _middle(ends: _Ends) -> Fraction:
    return ends[0] + 1 if ends[1] is None else (ends[0] + ends[1]) / 2


def _propagate(values: dict[Key, Fraction], instances: Sequence[Instance]) -> bool:
    """Work out every quantity that is the only unknown of an equation; false when a division by zero stops it."""
    changed = True
    while changed:
        changed = False
        for one in instances:
            unknown = [name for name, key in one.keys.items() if key not in values]
            if len(unknown) == 1 and one.relation.equation.comparison == "==":
                node = one.relation.equation.solve(unknown[0])
                try:
                    values[one.keys[unknown[0]]] = evaluate(
                        node, {name: values[one.keys[name]] for name in names(node)}, Fraction
                    )
                except ZeroDivisionError:
                    return False
                changed = True
    return all(value >= 0 for value in values.values())


def _holds(instance: Instance, values: Mapping[Key, Fraction]) -> bool:
    named = {name: values[key] for name, key in instance.keys.items() if key in values}
    if len(named) < len(instance.keys):
        return False
    try:
        return bool(instance.relation.equation.holds(named, Fraction))
    except ZeroDivisionError:
        return False
