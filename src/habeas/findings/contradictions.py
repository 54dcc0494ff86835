"""Contradictions: every minimal set of figures that cannot all hold at one time.

Two figures for one quantity are compared as intervals. Sets that contradict through relations are found per connected
component: exactly where the relations only multiply and divide, by intervals where one relation is alone, at once where the
figures can be seen to fit, and by z3 otherwise.
A set whose definitions differ in a way that explains it is ``unlike`` and no contradiction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from habeas.amount import Amount
from habeas.claims import Predicate
from habeas.findings.bounds import exact, fits_all
from habeas.findings.compare import Calendar, Difference, apart, dates_differ, differences, disjoint, together
from habeas.findings.equation import evaluate
from habeas.findings.figures import Figure, Index, Key
from habeas.findings.instances import Instance, Links, instances
from habeas.findings.products import positive, products, sets
from habeas.findings.relations import Relation, Rules
from habeas.findings.solver import Sets
from habeas.findings.witness import satisfiable

_Set = tuple[tuple[Figure, ...], tuple[Instance, ...]]
_ANY = Amount.between(0, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Figures that cannot all hold, none to spare, with the relations between them (none for one quantity said twice).

    ``unlike`` are the parts of their definitions whose difference explains it; ``states`` those that differ and do not.
    """

    subject: str
    figures: tuple[Figure, ...]
    instances: tuple[Instance, ...] = ()
    unlike: tuple[Difference, ...] = ()
    states: tuple[Difference, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of every claim under the figures."""
        return tuple(dict.fromkeys(name for one in self.figures for name in one.ids))


def clashes(index: Index, links: Links, vocabulary: Mapping[str, Predicate], rules: Rules) -> Iterator[Clash]:
    """Yield every clash, pairs first, in the order of subjects and predicates."""
    for key in sorted(index):
        if not vocabulary[key[1]].documented:
            for one, two in _pairs(index[key], event=links.event(key[0])):
                yield _clash(key[0], (one, two), (), rules)
    seen: set[frozenset[str]] = set()
    for component in _components(index, links, vocabulary, rules):
        for clash in _solved(component, links, rules):
            mark = frozenset(clash.ids)
            if mark not in seen:
                seen.add(mark)
                yield clash


def _pairs(figures: Sequence[Figure], *, event: bool) -> Iterator[tuple[Figure, Figure]]:
    """Yield the pairs of figures for one quantity that hold at one time and share no value, the lower one first."""
    ordered = sorted(
        (one for one in figures if one.bounded), key=lambda one: (one.low or 0, one.amount.low_open, one.claims)
    )
    for firsts, group in _meeting(ordered, event=event):
        yield from _clashing(firsts, group, event=event)


def _meeting(ordered: Sequence[Figure], *, event: bool) -> Iterator[tuple[int, Sequence[Figure]]]:
    """Yield groups outside which no two figures can be of one time: totals of one start and end, each stock with its days.

    With each comes how many of its figures are to be held against those after them: of a stock with its days, the first.
    """
    totals: dict[tuple[object, object], list[Figure]] = defaultdict(list)
    for one in ordered:
        if one.growing:
            totals[one.start, one.end].append(one)
    yield from ((len(group), group) for group in totals.values())
    others = [one for one in ordered if not one.growing]
    if event or not all(one.stock for one in others):
        yield len(others), others
        return
    calendar, place = Calendar(others), {id(one): number for number, one in enumerate(others)}
    for one in others:
        yield 1, [one, *(two for two in calendar.beside(one) if place[id(two)] > place[id(one)])]


def _clashing(firsts: int, group: Sequence[Figure], *, event: bool) -> Iterator[tuple[Figure, Figure]]:
    """Yield the clashing pairs of a group ordered by low ends: a figure clashes only with those that begin above its high end."""
    for place, one in enumerate(group[:firsts]):
        if one.high is None:
            continue
        for two in reversed(group[place + 1 :]):
            if two.low is None or two.low < one.high:
                break
            if disjoint(one, two) and _at_one_time(one, two, event=event):
                yield one, two


def _at_one_time(one: Figure, two: Figure, *, event: bool) -> bool:
    """Say whether two figures for one quantity are of one time; a running total also of one start and one day."""
    if not one.growing:
        return together(one, two, event=event)
    return one.start == two.start and one.end is not None and one.end == two.end and one.end[0] == one.end[1]


_ORDER: tuple[Difference, ...] = ("unit", "who", "measure", "capacity", "time")


def _clash(subject: str, figures: tuple[Figure, ...], under: tuple[Instance, ...], rules: Rules) -> Clash:
    unlike, states = set[Difference](), set[Difference]()
    if not under:
        more, said = differences(figures, rules.agree, rules.states, rules, whole=True)
        unlike, states = set(more), set(said)
    for instance in under:
        keys = set(instance.keys.values())
        group = [one for one in figures if (one.subject, one.predicate) in keys]
        more, said = differences(group, instance.relation.agree, instance.relation.states, rules)
        unlike |= set(more)
        states |= set(said)
    if any(dates_differ(one, two) for one, two in combinations(figures, 2)):
        states.add("time")
    return Clash(
        subject=subject,
        figures=figures,
        instances=under,
        unlike=tuple(name for name in _ORDER if name in unlike),
        states=tuple(name for name in _ORDER if name in states - unlike),
    )


@dataclass(frozen=True, slots=True)
class _Component:
    """Relations that share quantities, and the figures for these that hold at one time."""

    subject: str
    instances: tuple[Instance, ...]
    figures: tuple[Figure, ...]


def _components(index: Index, links: Links, vocabulary: Mapping[str, Predicate], rules: Rules) -> Iterator[_Component]:
    """Yield the components: facts of structure alone, then with the stocks of each day on which some certainly hold."""
    wanted: list[Relation] = [*rules.of("standing", "contradict"), *rules.of("same-day", "contradict")]
    bound = [one for one in instances(wanted, index, links, vocabulary) if not one.relation.equation.many]
    for group in _connected(bound):
        keys = {key for one in group for key in one.keys.values()}
        every = [one for key in sorted(keys) for one in index.get(key, ()) if one.bounded]
        event = links.event(group[0].subject)
        standing = [one for one in every if not one.stock or (event and one.span is None)]
        stocks = [one for one in every if one.stock and not (event and one.span is None)]
        for figures in (standing, *_days(standing, stocks)):
            active = _active(group, {(one.subject, one.predicate) for one in figures})
            dated = {(one.subject, one.predicate) for one in figures[len(standing) :]}
            if active and (figures is standing or any(dated & set(one.keys.values()) for one in active)):
                kept = {key for one in active for key in one.keys.values()}
                chosen = tuple(one for one in figures if (one.subject, one.predicate) in kept)
                yield _Component(active[0].subject, active, chosen)


def _days(standing: Sequence[Figure], stocks: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Yield the facts of structure with the stocks that certainly hold on one day, for each such set of stocks."""
    seen: set[frozenset[str]] = set()
    calendar = Calendar(stocks)
    for one in stocks:
        held = [two for two in calendar.beside(one) if two is one or together(one, two)]
        mark = frozenset(name for figure in held for name in figure.claims)
        if mark not in seen:
            seen.add(mark)
            yield [*standing, *held]


def _connected(bound: Iterable[Instance]) -> list[list[Instance]]:
    """Group the instances that share a quantity, directly or through others, each group in the order given."""
    home: dict[Key, int] = {}
    groups: dict[int, list[Instance]] = {}
    place: dict[Instance, int] = {}
    for number, instance in enumerate(bound):
        place[instance] = number
        groups[number] = [instance]
        for key in instance.keys.values():
            other = home.get(key)
            if other is not None and other != number:
                moved = groups.pop(other)
                groups[number] += moved
                for one in moved:
                    home.update(dict.fromkeys(one.keys.values(), number))
            home[key] = number
    return [sorted(group, key=place.__getitem__) for group in groups.values()]


def _active(group: Sequence[Instance], stated: set[Key]) -> tuple[Instance, ...]:
    """Leave out relations that exclude nothing: one of their quantities is unsaid and in no other relation."""
    kept = list(group)
    while True:
        counts: dict[Key, int] = defaultdict(int)
        for one in kept:
            for key in one.keys.values():
                counts[key] += 1
        still = [one for one in kept if not _idle(one, stated, counts)]
        if len(still) == len(kept):
            return tuple(still)
        kept = still


def _idle(instance: Instance, stated: set[Key], counts: Mapping[Key, int]) -> bool:
    free = {name for name, key in instance.keys.items() if key not in stated and counts[key] == 1}
    equation = instance.relation.equation
    if equation.products and free:
        return True
    return equation.left.name in free or free >= set(equation.names[1:])


def _solved(
    component: _Component,
    links: Links,
    rules: Rules,
) -> Iterator[Clash]:
    event = links.event(component.subject)
    keys = {(one.subject, one.predicate) for one in component.figures}
    equations = products(component.instances, keys) if positive(component.figures) else None
    if equations is not None:
        found: Iterable[_Set] = (
            (figures, tuple(sorted(one.instances, key=_named))) for figures, one in sets(equations, component.figures)
        )
    elif len(component.instances) == 1:
        found = ((figures, component.instances) for figures in _alone(component))
    elif satisfiable(component.figures, component.instances):
        found = ()
    else:
        found = _enumerated(component, event=event)
    for figures, under in found:
        if fits_all(figures, event=event):
            yield _clash(component.subject, figures, under, rules)


def _named(instance: Instance) -> tuple[str, str]:
    return instance.subject, instance.relation.id


def _alone(component: _Component) -> Iterator[tuple[Figure, ...]]:
    """Yield the minimal sets of one relation alone.

    The relation is monotone in each quantity, so a conflict needs one end of each at most: one figure a quantity, or none.
    """
    (instance,) = component.instances
    by_key: dict[Key, list[Figure]] = defaultdict(list)
    for one in component.figures:
        by_key[one.subject, one.predicate].append(one)
    choices: list[list[Figure | None]] = [[None, *by_key[key]] for key in instance.keys.values()]
    for chosen in product(*choices):
        values = dict(zip(instance.keys, chosen, strict=True))
        if _excluded(instance, values) and not any(
            figure is not None and _excluded(instance, {**values, name: None}) for name, figure in values.items()
        ):
            yield tuple(one for one in chosen if one is not None)


def _excluded(instance: Instance, values: Mapping[str, Figure | None]) -> bool:
    """Say whether the equation cannot hold for any values that the figures allow."""
    equation = instance.relation.equation
    amounts = {name: _ANY if figure is None else allowed(figure) for name, figure in values.items()}
    right = evaluate(equation.right, amounts, exact)
    left = amounts[equation.left.name]
    if equation.comparison == "==":
        return left.meets("==", right) == "no"
    return left.meets(equation.comparison, right) == "no"


def allowed(figure: Figure) -> Amount:
    """Return what a figure allows for certain, rounding included, as an amount."""
    amount = figure.amount
    return Amount.between(figure.low, figure.high, low_open=amount.low_open, high_open=amount.high_open)


def _enumerated(component: _Component, *, event: bool) -> Iterator[_Set]:
    """Yield the minimal sets of relations that share quantities, each with the relations that it needs."""
    figures = component.figures
    excluded: list[tuple[int, int]] = []
    strangers: list[tuple[int, int]] = []
    for one, two in combinations(range(len(figures)), 2):
        first, second = figures[one], figures[two]
        if not together(first, second, event=event):
            strangers.append((one, two))
        elif (first.subject, first.predicate) == (second.subject, second.predicate) and disjoint(first, second):
            excluded.append((one, two))
    sets = Sets(figures, component.instances)
    for numbers in sets.minimal(excluded, strangers):
        yield tuple(figures[number] for number in numbers), sets.needed(numbers)


def unlike(
    index: Index, links: Links, vocabulary: Mapping[str, Predicate], rules: Rules
) -> Iterator[tuple[Key, tuple[Figure, ...]]]:
    """Yield each quantity whose rival figures are of definitions that make them unlike, with one figure of each definition.

    Only figures that share no value with one of another definition, and may be of one time, are given.
    """
    for key in sorted(index):
        if vocabulary[key[1]].documented:
            continue
        bounded = sorted((one for one in index[key] if one.bounded), key=lambda one: (one.low or 0, one.claims))
        if len({one.definition for one in bounded}) < 2:
            continue
        found: dict[tuple[str | None, ...], Figure] = {}
        for one, two in combinations(bounded, 2):
            if one.definition in found and two.definition in found:
                continue
            if one.definition != two.definition and disjoint(one, two) and _maybe(one, two, event=links.event(key[0])):
                parts, _ = differences((one, two), rules.agree, rules.states, rules, whole=True)
                if parts:
                    found.setdefault(one.definition, one)
                    found.setdefault(two.definition, two)
        if found:
            yield key, tuple(found.values())


def _maybe(one: Figure, two: Figure, *, event: bool) -> bool:
    """Say whether two figures may be of one time."""
    if event or one.span is None or two.span is None or not (one.stock or one.growing):
        return not apart(one, two)
    return one.span.overlaps(two.span) != "no"
