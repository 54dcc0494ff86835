"""Contradictions through relations that only multiply and divide, found exactly and without a solver.

In logarithms such relations are linear equations, and figures are bounds on single variables. Bounds under linear equations
have no common solution exactly when one elementary vector of the row space (a combination of the equations with
least support) shows it (Rockafellar, The elementary vectors of a subspace of R^N, 1969). So every minimal set takes one figure
for each quantity of one elementary vector, and a few products settle it. Tests hold the result against z3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import comb, gcd, lcm, prod
from typing import Final, TypeVar

from habeas.findings.equation import Name, Node, Number
from habeas.findings.figures import Figure, Key
from habeas.findings.instances import Instance

_MOST: Final = 2000  # combinations of equations; more have not been seen and are left to the solver


@dataclass(frozen=True, slots=True)
class Product:
    """``the product of key ** exponent == constant``, and the instances it combines. Exponents are whole and not zero.

    ``numbers`` are the exponents of the equations' own numbers, on the side of the quantities: they make the constant.
    """

    exponents: Mapping[Key, int]
    numbers: Mapping[Fraction, int]
    instances: frozenset[Instance]

    @property
    def constant(self) -> Fraction:
        """Return what the product of the quantities is."""
        return prod((number**-exponent for number, exponent in self.numbers.items()), start=Fraction(1))


def products(instances: Sequence[Instance], said: Iterable[Key]) -> list[Product] | None:
    """Return every product equation of least support between quantities that are said; ``None`` where the way is not open.

    It is not open where a relation adds or compares, and where there are too many combinations to look at.
    """
    if not all(one.relation.equation.products for one in instances):
        return None
    own = [_product(one) for one in instances]
    rows = _independent(own)
    stated = set(said)
    for key in sorted({key for row in rows for key in row.exponents} - stated):
        rows = _eliminated(rows, key)
    keys = sorted({key for row in rows for key in row.exponents})
    if not rows or comb(len(keys), len(rows) - 1) > _MOST:
        return None if rows else []
    found: dict[tuple[Key, ...], Product] = {}
    for gone in combinations(keys, len(rows) - 1):
        left = rows
        for key in gone:
            left = _eliminated(left, key)
        if len(left) == 1:
            found.setdefault(tuple(left[0].exponents), left[0])
    alone = {_mark(one): one for one in own}
    return [alone.get(_mark(one), one) for one in _least(found.values())]


def _mark(one: Product) -> tuple[object, ...]:
    """Return what equations share that say the same; the one of a single relation is then the one to name."""
    return *one.exponents.items(), *one.numbers.items()


def _independent(rows: Sequence[Product]) -> list[Product]:
    """Leave out the equations that follow from those before them."""
    kept: list[Product] = []
    for row in rows:
        basis = [*kept, row]
        left = basis
        for key in sorted({key for one in basis for key in one.exponents}):
            left = _eliminated(left, key)
        if not left:  # every row had a quantity of its own to be eliminated by
            kept.append(row)
    return kept


def _eliminated(rows: Sequence[Product], key: Key) -> list[Product]:
    """Return equations that span what the rows imply without a quantity."""
    pivot = next((row for row in rows if key in row.exponents), None)
    if pivot is None:
        return list(rows)
    return [_without(row, pivot, key) if key in row.exponents else row for row in rows if row is not pivot]


def _least(found: Iterable[Product]) -> list[Product]:
    """Keep those whose quantities are not more than those of another."""
    ordered = sorted(found, key=lambda one: (len(one.exponents), sorted(one.exponents)))
    kept: list[Product] = []
    for one in ordered:
        if not any(other.exponents.keys() <= one.exponents.keys() for other in kept):
            kept.append(one)
    return kept


def _product(instance: Instance) -> Product:
    exponents: dict[Key, int] = defaultdict(int)
    numbers: dict[Fraction, int] = defaultdict(int)
    equation = instance.relation.equation
    exponents[instance.keys[equation.left.name]] += 1
    _factors(equation.right, instance, exponents, numbers, -1)
    return _normal(exponents, numbers, frozenset([instance]))


def _factors(
    node: Node, instance: Instance, exponents: dict[Key, int], numbers: dict[Fraction, int], sign: int
) -> None:
    if isinstance(node, Name):
        exponents[instance.keys[node.name]] += sign
    elif isinstance(node, Number):
        numbers[Fraction(node.value)] += sign
    else:
        _factors(node.left, instance, exponents, numbers, sign)
        _factors(node.right, instance, exponents, numbers, -sign if node.sign == "/" else sign)


def _without(one: Product, other: Product, key: Key) -> Product:
    """Return the combination of two equations in which a quantity of both does not occur."""
    first, second = one.exponents[key], other.exponents[key]
    times = lcm(first, second)
    power, against = times // first, -(times // second)
    return _normal(
        _sum(one.exponents, power, other.exponents, against),
        _sum(one.numbers, power, other.numbers, against),
        one.instances | other.instances,
    )


_Term = TypeVar("_Term", Key, Fraction)


def _sum(one: Mapping[_Term, int], power: int, other: Mapping[_Term, int], against: int) -> dict[_Term, int]:
    total: dict[_Term, int] = defaultdict(int)
    for name, exponent in one.items():
        total[name] += exponent * power
    for name, exponent in other.items():
        total[name] += exponent * against
    return total


def _normal(exponents: Mapping[Key, int], numbers: Mapping[Fraction, int], instances: frozenset[Instance]) -> Product:
    """Return the equation with the least whole exponents and the first above zero, so that equal ones are alike."""
    kept = {key: exponent for key, exponent in sorted(exponents.items()) if exponent}
    own = {number: exponent for number, exponent in sorted(numbers.items()) if exponent and number != 1}
    common = gcd(*kept.values(), *own.values()) or 1
    sign = -1 if kept and next(iter(kept.values())) < 0 else 1
    return Product(
        {key: sign * exponent // common for key, exponent in kept.items()},
        {number: sign * exponent // common for number, exponent in own.items()},
        instances,
    )


def positive(figures: Iterable[Figure]) -> bool:
    """Say whether each figure allows a value above zero: only then are logarithms of use."""
    return all(one.high is None or one.high > 0 for one in figures)


def sets(found: Sequence[Product], figures: Sequence[Figure]) -> Iterator[tuple[tuple[Figure, ...], Product]]:
    """Yield every minimal set of figures of several quantities that cannot all hold, with the equation that shows it."""
    by_key: dict[Key, list[Figure]] = defaultdict(list)
    for one in figures:
        by_key[one.subject, one.predicate].append(one)
    for equation in found:
        keys = list(equation.exponents)
        if any(key not in by_key for key in keys):
            continue
        ends = [[(one, *_power(one, equation.exponents[key])) for one in by_key[key]] for key in keys]
        for chosen in product(*ends):
            if _excluded([one[1:] for one in chosen], equation.constant):
                yield tuple(one[0] for one in chosen), equation


_Power = tuple[Fraction, bool, Fraction | None, bool]


def _power(figure: Figure, exponent: int) -> _Power:
    """Return the least and greatest value of a figure to a power, and whether each end is left out."""
    low = Fraction(0) if figure.low is None else Fraction(figure.low)
    high = None if figure.high is None else Fraction(figure.high)
    low_open, high_open = figure.amount.low_open or low == 0, figure.amount.high_open or high is None
    if exponent > 0:
        return low**exponent, low_open, None if high is None else high**exponent, high_open
    return (
        Fraction(0) if high is None else high**exponent,
        high_open,
        None if low == 0 else low**exponent,
        low_open,
    )


def _excluded(powers: Sequence[_Power], constant: Fraction) -> bool:
    """Say whether the product of such values cannot be the constant."""
    least = prod((one[0] for one in powers), start=Fraction(1))
    if least > constant or (least == constant and any(one[1] for one in powers)):
        return True
    if any(one[2] is None for one in powers):
        return False
    most = prod((one[2] or Fraction(0) for one in powers), start=Fraction(1))
    return most < constant or (most == constant and any(one[3] for one in powers))
