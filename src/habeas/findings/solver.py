"""Which figures cannot all hold: every minimal set, found with z3, and ends of intervals confirmed by it.

The search is MARCO (Liffiton, Previti, Malik and Marques-Silva, Fast, flexible MUS enumeration, Constraints 21, 2016): a map
of the subsets not yet decided gives a seed; a seed that can hold grows to a largest such set and its subsets are closed; one
that cannot shrinks to a smallest such set, which is reported, and its supersets are closed. It ends when the map is
empty, so that the answer is complete. A quotient is multiplied out, so that z3 sees polynomials over the rationals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from habeas.amount import Amount
from habeas.findings.equation import Equation, divisors, evaluate, names
from habeas.findings.figures import Figure, Key
from habeas.findings.instances import Instance

_PATIENCE: Final = 2000  # milliseconds for one question; beyond it the set counts as one that may hold


@dataclass(frozen=True, slots=True)
class _Quotient:
    """A z3 term as numerator over denominator, so that an equation can be multiplied out."""

    top: Any
    under: Any = 1

    def __add__(self, other: _Quotient) -> _Quotient:
        if self.under is other.under:
            return _Quotient(self.top + other.top, self.under)
        return _Quotient(self.top * other.under + other.top * self.under, self.under * other.under)

    def __sub__(self, other: _Quotient) -> _Quotient:
        return self + _Quotient(-other.top, other.under)

    def __mul__(self, other: _Quotient) -> _Quotient:
        return _Quotient(self.top * other.top, _times(self.under, other.under))

    def __truediv__(self, other: _Quotient) -> _Quotient:
        return _Quotient(self.top * other.under, _times(self.under, other.top))


def _times(one: Any, two: Any) -> Any:
    return two if isinstance(one, int) and one == 1 else one if isinstance(two, int) and two == 1 else one * two


def term(equation: Equation, values: Mapping[str, Any]) -> Any:
    """Return the equation as a z3 formula over real terms; where a divisor is zero it says nothing."""
    import z3

    terms = {name: _Quotient(value) for name, value in values.items()}
    right = evaluate(equation.right, terms, lambda number: _Quotient(z3.RealVal(f"{number:f}")))
    left = terms[equation.left.name]
    one, two = left.top * right.under, right.top
    formula = {"==": one == two, ">=": one >= two, "<=": one <= two}[equation.comparison]
    under = [
        evaluate(node, terms, lambda number: _Quotient(z3.RealVal(f"{number:f}"))).top
        for node in divisors(equation.right)
    ]
    return z3.Implies(z3.And([one > 0 for one in under]), formula) if under else formula


def within(value: Any, low: Decimal | None, high: Decimal | None, *, low_open: bool, high_open: bool) -> Any:
    """Return the z3 formula that a term lies between two ends."""
    import z3

    parts = []
    if low is not None:
        end = z3.RealVal(f"{low:f}")
        parts.append(value > end if low_open else value >= end)
    if high is not None:
        end = z3.RealVal(f"{high:f}")
        parts.append(value < end if high_open else value <= end)
    return z3.And(parts)


class Sets:
    """The figures of some quantities, the relations between these, and which of the figures can hold together."""

    def __init__(self, figures: Sequence[Figure], instances: Iterable[Instance]) -> None:
        import z3

        self._z3 = z3
        self.figures = tuple(figures)
        self._solver = z3.Solver()
        self._solver.set("timeout", _PATIENCE)
        self._terms: dict[Key, Any] = {}
        self._marks = [z3.Bool(f"f{number}") for number in range(len(self.figures))]
        self._place = {mark.get_id(): number for number, mark in enumerate(self._marks)}
        self.instances = tuple(instances)
        self._rules = [z3.Bool(f"r{number}") for number in range(len(self.instances))]
        for mark, instance in zip(self._rules, self.instances, strict=True):
            values = {name: self._term(key) for name, key in instance.keys.items()}
            self._solver.add(z3.Implies(mark, term(instance.relation.equation, values)))
        for mark, figure in zip(self._marks, self.figures, strict=True):
            value = self._term((figure.subject, figure.predicate))
            ends = within(
                value,
                figure.low,
                figure.high,
                low_open=figure.amount.low_open,
                high_open=figure.amount.high_open,
            )
            self._solver.add(z3.Implies(mark, ends))

    def _term(self, key: Key) -> Any:
        if key not in self._terms:
            self._terms[key] = self._z3.Real("\x1f".join(key))
            self._solver.add(self._terms[key] >= 0)
        return self._terms[key]

    def core(self, chosen: Iterable[int], rules: Iterable[int] | None = None) -> set[int] | None:
        """Return ``None`` when the chosen figures can hold together under the relations, else some of them that cannot."""
        marks = self._rules if rules is None else [self._rules[number] for number in rules]
        answer = self._solver.check([*marks, *(self._marks[number] for number in chosen)])
        if answer != self._z3.unsat:
            return None
        found = (self._place.get(mark.get_id()) for mark in self._solver.unsat_core())
        return {number for number in found if number is not None}

    def needed(self, chosen: Sequence[int]) -> tuple[Instance, ...]:
        """Return the relations without which the chosen figures could hold together, as few as leave them at odds."""
        kept = list(range(len(self.instances)))
        for number in range(len(self.instances)):
            fewer = [other for other in kept if other != number]
            if self.core(chosen, fewer) is not None:
                kept = fewer
        return tuple(self.instances[number] for number in kept)

    def minimal(
        self, clashes: Iterable[tuple[int, int]] = (), strangers: Iterable[tuple[int, int]] = ()
    ) -> list[tuple[int, ...]]:
        """Return every minimal set of figures that cannot all hold, as numbers in order.

        ``clashes`` are pairs known to exclude each other, which are not reported again; no set with a pair of ``strangers``
        (figures of different times) is sought.
        """
        z3 = self._z3
        seeds = z3.Solver()
        seeds.set("phase_selection", 1)
        for one, two in (*clashes, *strangers):
            seeds.add(z3.Or(z3.Not(self._marks[one]), z3.Not(self._marks[two])))
        taboo = _pairs((*clashes, *strangers))
        found: list[tuple[int, ...]] = []
        everything = set(range(len(self.figures)))
        while seeds.check() == z3.sat:
            model = seeds.model()
            # A mark the map leaves open satisfies every clause either way: it is taken, as seeds should be large.
            seed = {number for number, mark in enumerate(self._marks) if not z3.is_false(model[mark])}
            core = self.core(sorted(seed))
            if core is None:
                largest = self._grow(seed, taboo)
                seeds.add(z3.Or([self._marks[number] for number in everything - largest]))
            else:
                smallest = self._shrink(core)
                found.append(tuple(sorted(smallest)))
                seeds.add(z3.Or([z3.Not(self._marks[number]) for number in smallest]))
        return sorted(found)

    def _grow(self, seed: set[int], taboo: Mapping[int, set[int]]) -> set[int]:
        grown = set(seed)
        for number in range(len(self.figures)):
            if number in grown or taboo.get(number, set()) & grown:
                continue
            if self.core(sorted(grown | {number})) is None:
                grown.add(number)
        return grown

    def _shrink(self, core: set[int]) -> set[int]:
        kept = set(core)
        for number in sorted(core):
            if number in kept:
                smaller = self.core(sorted(kept - {number}))
                if smaller is not None:
                    kept = smaller
        return kept


def _pairs(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for one, two in pairs:
        found.setdefault(one, set()).add(two)
        found.setdefault(two, set()).add(one)
    return found


def tight(equation: Equation, name: str, inputs: Mapping[str, Amount], implied: Amount, slack: Decimal) -> bool:
    """Say whether z3 confirms an implied interval: values at its ends can be, values beyond them cannot.

    ``slack`` is the relative rounding allowed at an end; an end that is unknown must not exist for z3 either.
    """
    import z3

    terms = {one: z3.Real(one) for one in equation.names}
    solver = z3.Solver()
    solver.add([value >= 0 for value in terms.values()])
    solver.add(term(equation, terms))
    solver.add([terms[one] > 0 for node in divisors(equation.right) for one in names(node)])
    for one, amount in inputs.items():
        solver.add(within(terms[one], amount.low, amount.high, low_open=amount.low_open, high_open=amount.high_open))
    value = terms[name]
    for end, sign in ((implied.low, -1), (implied.high, 1)):
        if end is None:
            continue
        edge = sign * abs(Fraction(end)) * Fraction(slack)
        inside, outside = z3.RealVal(str(Fraction(end) - edge)), z3.RealVal(str(Fraction(end) + edge))
        reached = value >= inside if sign > 0 else value <= inside
        beyond = value > outside if sign > 0 else value < outside
        if solver.check(reached) != z3.sat or solver.check(beyond) != z3.unsat:
            return False
    return True
