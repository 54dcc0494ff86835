"""Running totals: one that fell, one below what another counter had documented before, and counters side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from habeas.claims import Predicate
from habeas.findings.compare import Difference, differences
from habeas.findings.figures import Figure, Index, Key
from habeas.findings.instances import Links, instances
from habeas.findings.relations import Relation, Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """A later total that is certainly below an earlier one. ``states`` is what differs in their definitions."""

    relation: Relation
    subject: str
    earlier: Figure
    later: Figure
    unlike: tuple[Difference, ...] = ()
    states: tuple[Difference, ...] = ()


def falls(index: Index, links: Links, vocabulary: Mapping[str, Predicate], rules: Rules) -> Iterator[Fall]:
    """Yield the falls of every relation of running totals.

    Certain: the later day comes after the earlier one whatever the days of their spans, both count from the same start, and
    no value allowed by the one reaches the other. Of the falls between the same two speakers the sharpest is given.
    """
    for relation in rules.of("growing", "contradict"):
        for pair in _bound(relation, index, links, vocabulary):
            sharpest: dict[tuple[object, ...], Fall] = {}
            for fall in _between(relation, pair, index, rules):
                mark = (fall.earlier.speakers, fall.later.speakers, fall.later.definition, fall.unlike)
                kept = sharpest.get(mark)
                if kept is None or _drop(fall) > _drop(kept):
                    sharpest[mark] = fall
            yield from sharpest.values()


def _bound(
    relation: Relation, index: Index, links: Links, vocabulary: Mapping[str, Predicate]
) -> Iterator[tuple[Key, Key]]:
    """Yield the later and earlier quantities: the two of the equation, or one running total with itself."""
    left, right = relation.equation.names
    seen: set[tuple[Key, Key]] = set()
    for instance in instances([relation], index, links, vocabulary):
        pair = (instance.keys[left], instance.keys[right])
        if relation.variables[left].predicates == relation.variables[right].predicates and pair[0] != pair[1]:
            continue
        if pair not in seen and all(key in index for key in pair):
            seen.add(pair)
            yield pair


def _between(relation: Relation, pair: tuple[Key, Key], index: Index, rules: Rules) -> Iterator[Fall]:
    """Yield the falls between two quantities; sorted by their last day, a total needs only the highest one before it."""
    later_key, earlier_key = pair
    before = sorted((one for one in index[earlier_key] if one.low is not None and one.end is not None), key=_last)
    groups: dict[object, list[Figure]] = defaultdict(list)
    for one in before:
        groups[_family(one)].append(one)
    for later in index[later_key]:
        if later.high is None or later.end is None:
            continue
        for family in groups.values():
            best = _highest(family, later, relation)
            if best is not None and best.low is not None and best.low > later.high:
                whole = later_key == earlier_key
                unlike, states = differences((best, later), relation.agree, relation.states, rules, whole=whole)
                if not (unlike and relation.speakers == "other"):
                    yield Fall(
                        relation=relation, subject=later_key[0], earlier=best, later=later, unlike=unlike, states=states
                    )


def _family(figure: Figure) -> tuple[object, ...]:
    return figure.speakers, figure.definition, figure.start


def _last(figure: Figure) -> tuple[object, ...]:
    return (figure.end[1] if figure.end is not None else None, figure.claims)


def _highest(family: Iterable[Figure], later: Figure, relation: Relation) -> Figure | None:
    best: Figure | None = None
    for one in family:
        if one.end is None or later.end is None or one.end[1] > later.end[0]:
            break
        if one.claims == later.claims or not _comparable(one, later, relation):
            continue
        if one.end == later.end and one.predicate == later.predicate:
            continue  # two totals of one day are a contradiction, not a fall
        if best is None or (one.low or 0) > (best.low or 0):
            best = one
    return best


def _comparable(earlier: Figure, later: Figure, relation: Relation) -> bool:
    if earlier.start != later.start:
        return False
    same = bool(set(earlier.speakers) & set(later.speakers))
    if relation.speakers == "same":
        return same and earlier.definition == later.definition
    return relation.speakers == "any" or not same


def _drop(fall: Fall) -> Decimal:
    return (fall.earlier.low or Decimal(0)) - (fall.later.high or Decimal(0))


def counters(index: Index, vocabulary: Mapping[str, Predicate]) -> Iterator[tuple[Key, tuple[Figure, ...]]]:
    """Yield each documented quantity that has several counters, with the latest figure of each for each group it counts, by date."""
    for key in sorted(index):
        if not vocabulary[key[1]].documented:
            continue
        latest: dict[tuple[object, object], Figure] = {}
        for one in index[key]:
            kept = latest.get((one.speakers, one.definition))
            if kept is None or _time(one) > _time(kept):
                latest[one.speakers, one.definition] = one
        if len({one.speakers for one in latest.values()}) > 1:
            yield key, tuple(sorted(latest.values(), key=_time))


def _time(figure: Figure) -> tuple[str, str, str]:
    end = figure.end
    day = ("", "") if end is None else (end[1].isoformat(), end[0].isoformat())
    return (*day, figure.claims[0])
