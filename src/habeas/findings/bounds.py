"""What a relation and the figures at hand imply for the quantity that is left, with the arithmetic written out.

Each name of an equation occurs once, so interval arithmetic gives exactly the values that can be (Moore, Interval Analysis,
1966, theorem 4.1 with single-use expressions); :mod:`habeas.findings.solver` confirms an end with z3. An implied value is
in turn an input to linked relations: places over cells gives persons a cell, and those give the area each has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import reduce
from itertools import combinations, product
from math import prod
from typing import Final

from habeas.amount import Amount
from habeas.claims import Predicate
from habeas.errors import InputError
from habeas.findings.compare import Difference, apart, dates_differ, differences, near, sure, together
from habeas.findings.equation import evaluate, names, write
from habeas.findings.figures import Figure, Index, Key
from habeas.findings.instances import Instance, Links, instances
from habeas.findings.relations import Rules
from habeas.findings.symbols import operand, symbols

_READINGS: Final = 64  # more combinations of rival facts of structure than this are taken together as one range
_DEPTH: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Implied:
    """The interval a relation implies for one quantity under one reading of the others.

    ``inputs`` are the figures taken, by name; ``used`` every quantity whose figures are under it, at any depth; ``leaves``
    the stated figures under it; ``states`` what differs in their definitions and is stated beside the result. ``figure`` is the
    implied value as further input; ``before`` is the result that is one of the inputs, if any is not stated but implied.
    """

    instance: Instance
    name: str
    figure: Figure
    inputs: Mapping[str, Figure]
    steps: tuple[str, ...]
    used: frozenset[Key]
    leaves: tuple[Figure, ...]
    states: tuple[Difference, ...] = ()
    depth: int = 1
    before: Implied | None = None

    @property
    def key(self) -> Key:
        """Return the quantity that is bounded."""
        return self.instance.keys[self.name]

    @property
    def amount(self) -> Amount:
        """Return the implied interval."""
        return self.figure.amount


def exact(value: Decimal) -> Amount:
    """Return a number of an equation as an amount."""
    return Amount.exact(value)


@dataclass(frozen=True, slots=True)
class _Case:
    figures: Index
    links: Links
    rules: Rules


def imply(index: Index, links: Links, vocabulary: Mapping[str, Predicate], rules: Rules) -> list[Implied]:
    """Return what every relation that holds at one time implies, for every reading, at most three relations deep.

    Relations between two dates are in :mod:`habeas.findings.flows`. Two results that rest on the same claims for the same
    quantity are one, the shorter way kept. Certain and possible: each result holds if all of its inputs do.
    """
    case = _Case(index, links, rules)
    wanted = [*rules.of("standing", "imply"), *rules.of("same-day", "imply")]
    bound = [one for one in instances(wanted, index, links, vocabulary) if not one.relation.equation.many]
    found: list[Implied] = []
    seen: set[tuple[Key, frozenset[str]]] = set()
    last: list[Implied] = []
    for depth in range(1, _DEPTH + 1):
        made = _stated(bound, case) if depth == 1 else _further(bound, last, case)
        last = []
        for one in made:
            mark = (one.key, frozenset(one.figure.ids))
            if mark not in seen:
                seen.add(mark)
                last.append(one)
        found += last
    return found


def _stated(bound: Sequence[Instance], case: _Case) -> Iterator[Implied]:
    """Yield what follows from stated figures alone."""
    for instance in bound:
        for name in instance.relation.solves:
            yield from _solve(instance, name, None, case)


def _further(bound: Sequence[Instance], last: Sequence[Implied], case: _Case) -> Iterator[Implied]:
    """Yield what follows with one figure that was implied before.

    An implied figure is taken further only among facts of structure: under each stock of each day it would be told again.
    """
    by_key: dict[Key, list[Implied]] = {}
    for one in last:
        if not one.figure.stock:
            by_key.setdefault(one.key, []).append(one)
    for instance in bound:
        if instance.relation.time != "standing":
            continue
        for entry, key in instance.keys.items():
            others = set(instance.keys.values()) - {key}
            for one in by_key.get(key, ()):
                if one.instance.relation.id == instance.relation.id or one.used & others:
                    continue
                for name in instance.relation.solves:
                    if name != entry:
                        yield from _solve(instance, name, (entry, one), case)


def _solve(instance: Instance, name: str, entry: tuple[str, Implied] | None, case: _Case) -> Iterator[Implied]:
    node = instance.relation.equation.solve(name)
    inputs = names(node)
    choices = [
        [entry[1].figure] if entry is not None and one == entry[0] else list(case.figures.get(instance.keys[one], ()))
        for one in inputs
    ]
    for chosen in product(*_readings(choices)):
        values = dict(zip(inputs, chosen, strict=True))
        if not _fits(instance, values, case.links):
            continue
        unlike, states = differences(chosen, instance.relation.agree, instance.relation.states, case.rules)
        if unlike:
            continue
        if any(dates_differ(one, two) for one, two in combinations(chosen, 2)):
            states = (*states, "time")
        made = _worked(instance, name, values, entry, states)
        if made is not None:
            yield made


def _readings(choices: Sequence[list[Figure]]) -> list[list[Figure]]:
    """Take rival facts of structure together as one range where their combinations are too many to list."""
    usable = [[one for one in figures if one.bounded or one.about] for figures in choices]
    standing = prod(len(figures) for figures in usable if figures and not figures[0].stock)
    if standing <= _READINGS:
        return usable
    return [[gather(figures)] if figures and not figures[0].stock else figures for figures in usable]


def gather(figures: Sequence[Figure]) -> Figure:
    """Return rival figures as one whose amount is the smallest range over all of them."""
    amount = reduce(Amount.hull, (one.amount for one in figures))
    unit, who, measure, capacity = (
        values.pop() if len(values := {one.definition[place] for one in figures}) == 1 else None for place in range(4)
    )
    return replace(
        figures[0],
        claims=tuple(sorted({name for one in figures for name in one.claims})),
        rests=tuple(sorted({name for one in figures for name in one.rests})),
        amount=amount,
        low=amount.low,
        high=amount.high,
        definition=(unit, who, measure, capacity),
        sources=frozenset().union(*(one.sources for one in figures)),
        said=None,
        speakers=(),
        spans=tuple(dict.fromkeys(span for one in figures for span in one.spans)),
        estimate=any(one.estimate for one in figures),
    )


def _fits(instance: Instance, values: Mapping[str, Figure], links: Links) -> bool:
    variables = instance.relation.variables
    for (one, first), (two, second) in combinations(values.items(), 2):
        years = variables[one].slow or variables[two].slow
        if years and first.span is not None and second.span is not None:
            fits = near(first, second, years) and not apart(first, second)
        else:
            fits = together(first, second, event=links.event(instance.subject))
        if not fits:
            return False
    return True


def _worked(
    instance: Instance,
    name: str,
    values: Mapping[str, Figure],
    entry: tuple[str, Implied] | None,
    states: tuple[Difference, ...],
) -> Implied | None:
    node = instance.relation.equation.solve(name)
    amount = reckon(evaluate(node, {one: figure.amount for one, figure in values.items()}, exact))
    if amount is None or _says_nothing(amount):
        return None
    step = f"{write(node, {one: operand(figure.symbols) for one, figure in values.items()})} = {symbols(amount)}"
    before = entry[1] if entry is not None else None
    used = frozenset(instance.keys[one] for one in values) | (before.used if before is not None else frozenset())
    return Implied(
        instance=instance,
        name=name,
        figure=as_figure(instance.keys[name], amount, tuple(values.values())),
        inputs=values,
        steps=((*before.steps, step) if before is not None else (step,)),
        used=used,
        leaves=_leaves(values, entry),
        states=tuple(dict.fromkeys((*(before.states if before is not None else ()), *states))),
        depth=before.depth + 1 if before is not None else 1,
        before=before,
    )


def _says_nothing(amount: Amount) -> bool:
    """Say whether an amount leaves every value from zero up possible and is about none."""
    if amount.qualifier == "about" and amount.stated is not None:
        return False
    return amount.high is None and (amount.low is None or (amount.low == 0 and not amount.low_open))


def _leaves(values: Mapping[str, Figure], entry: tuple[str, Implied] | None) -> tuple[Figure, ...]:
    found: list[Figure] = []
    for name, figure in values.items():
        found += entry[1].leaves if entry is not None and name == entry[0] else (figure,)
    return tuple(found)


def reckon(amount: Amount) -> Amount | None:
    """Return the part of an amount that is not below zero; ``None`` when there is none."""
    if amount.low is not None and amount.low >= 0:
        return amount
    try:
        return amount.not_negative()
    except InputError:
        return None


def as_figure(key: Key, amount: Amount, inputs: Iterable[Figure]) -> Figure:
    """Return an implied amount as a figure that rests on the claims of its inputs."""
    under = tuple(inputs)
    stocks = [one for one in under if one.stock]
    capacity = {one.definition[3] for one in under} - {None}
    definition = (None, None, None, capacity.pop() if len(capacity) == 1 else None)
    return Figure(
        claims=tuple(dict.fromkeys(name for one in under for name in one.ids)),
        subject=key[0],
        predicate=key[1],
        amount=amount,
        low=amount.low,
        high=amount.high,
        said=None,
        definition=definition,
        words=definition,
        span=stocks[0].span if stocks else None,
        spans=(stocks[0].span,) if stocks else (None,),
        stock=bool(stocks),
        growing=False,
        speakers=(),
        sources=frozenset().union(*(one.sources for one in under)),
        estimate=any(one.estimate for one in under),
    )


def fits_all(figures: Sequence[Figure], *, event: bool) -> bool:
    """Say whether figures certainly hold at one time, two by two."""
    return all(
        together(one, two, event=event) and (not (one.stock and two.stock) or event or sure(one, two))
        for one, two in combinations(figures, 2)
    )
