"""The whole of it: claims in, findings out, in an order that does not change between builds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Final

from habeas.about import About
from habeas.claims import Claim, Vocabulary
from habeas.findings import (
    bounds,
    changes,
    conflicts,
    contradictions,
    derived,
    flows,
    gaps,
    growth,
    orders,
    say,
    totals,
)
from habeas.findings.contradictions import Clash
from habeas.findings.figures import Index, figures
from habeas.findings.instances import Links
from habeas.findings.model import Finding
from habeas.findings.relations import Rules, load
from habeas.findings.speech import Speech
from habeas.quiet import undisturbed
from habeas.standards import Assessment, Requirement
from habeas.when import Span

Progress = Callable[[int, int], None]
_GRAVITIES: Final = {"error": 0, "warning": 1, "note": 2}
_KINDS: Final = (
    "contradiction", "order", "decrease", "change", "implied", "unmet", "unlike", "derived", "silence",
)  # fmt: skip


def find(
    claims: Iterable[Claim] | Mapping[str, Claim],
    about: About,
    vocabulary: Vocabulary,
    assessments: Sequence[Assessment] = (),
    requirements: Mapping[str, Requirement] | None = None,
    *,
    names: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> list[Finding]:
    """Return every finding: by gravity, then by kind, then by weight, topic, subject and the number of claims.

    Only claims that stand enter; see :mod:`habeas.findings.figures` for which of them are figures. ``names`` give sources the
    name a reader knows, publisher or title; a source without one is named by its id. ``progress`` is told after each step
    how many of how many are done. The result depends on the arguments alone.

    The weight of a contradiction or fall is how many times the nearest ends of its two sides are apart, then how many
    independent claims are on it. Raises :class:`habeas.errors.InputError`
    where the period of the case cannot be read.
    """
    with undisturbed():
        return _find(claims, about, vocabulary, assessments, requirements or {}, names, progress)


def _find(  # noqa: PLR0917 - the arguments of find, in their order
    claims: Iterable[Claim] | Mapping[str, Claim],
    about: About,
    vocabulary: Vocabulary,
    assessments: Sequence[Assessment],
    requirements: Mapping[str, Requirement],
    names: Mapping[str, str] | None,
    progress: Progress | None,
) -> list[Finding]:
    every = claims.values() if isinstance(claims, Mapping) else claims
    known = {one.id: one for one in sorted(every, key=lambda one: one.id)}
    case = _Case(known, about, vocabulary, load(), names)
    steps = (
        case.contradictions,
        case.totals,
        case.unlike,
        case.implied,
        case.derived,
        case.changes,
        case.orders,
        lambda: case.requirements(assessments, requirements),
        case.silence,
    )
    found: dict[str, Finding] = {}
    for number, step in enumerate(steps, 1):
        for one in step():
            found.setdefault(one.id, one)
        if progress is not None:
            progress(number, len(steps))
    return sorted(found.values(), key=_order(about, vocabulary, case.weights))


class _Case:
    """What all steps share: figures, links, rules and words."""

    def __init__(
        self,
        claims: Mapping[str, Claim],
        about: About,
        vocabulary: Vocabulary,
        rules: Rules,
        names: Mapping[str, str] | None,
    ) -> None:
        self.claims = claims
        self.about = about
        self.vocabulary = vocabulary
        self.rules = rules
        self.links = Links(about.subjects)
        self.index: Index = figures(claims.values(), vocabulary, rules)
        self.speech = Speech(claims, self.links, vocabulary, names)
        self.weights: dict[str, tuple[Decimal, int]] = {}
        self._args = (self.index, self.links, vocabulary, rules)

    @cached_property
    def computed(self) -> Mapping[str, derived.Derived]:
        """The claims that a source computed from others, by id."""
        return {one.claim: one for one in derived.recognise(self.claims, *self._args)}

    @cached_property
    def wholes(self) -> Index:
        """The figures without those that a source adds up to a whole: a part is no rival of the whole, nor of other parts."""
        parts = {
            name
            for one in self.computed.values()
            if one.relation is not None and one.relation.derives.many
            for name in one.inputs
        }
        if not parts:
            return self.index
        kept = {key: [one for one in group if parts.isdisjoint(one.claims)] for key, group in self.index.items()}
        return {key: group for key, group in kept.items() if group}

    def contradictions(self) -> Iterator[Finding]:
        found = (
            one for one in contradictions.clashes(*self._args) if (one.instances or not one.unlike) and self._own(one)
        )
        for one, *others in conflicts.alike((*found, *flows.clashes(*self._args))):
            made = conflicts.clash(one, self.speech, others)
            self.weights[made.id] = (conflicts.reckon(one).gap or Decimal(1), self._independent(made))
            yield made

    def _own(self, one: Clash) -> bool:
        """Say whether a clash is one of independent evidence: a computed figure can only clash with what it was made of."""
        for figure in one.figures:
            if all(name in self.computed for name in figure.claims):
                made_of = {part for name in figure.claims for part in self.computed[name].inputs}
                if not all(made_of & set(other.ids) for other in one.figures if other is not figure):
                    return False
        return True

    def _independent(self, made: Finding) -> int:
        return sum(name not in self.computed for name in made.claims)

    def totals(self) -> Iterator[Finding]:
        for one in totals.falls(*self._args):
            made = conflicts.fall(one, self.speech)
            self.weights[made.id] = (conflicts.width(one), self._independent(made))
            yield made
        for key, group in totals.counters(self.index, self.vocabulary):
            yield conflicts.counters(key, group, self.speech)

    def unlike(self) -> Iterator[Finding]:
        for key, group in contradictions.unlike(self.wholes, self.links, self.vocabulary, self.rules):
            yield conflicts.unlike(key, group, self.rules, self.speech)

    def implied(self) -> Iterator[Finding]:
        groups: dict[tuple[object, ...], list[bounds.Implied]] = {}
        # What happened once keeps its parts: they are often what else is counted of it.
        index = {key: self.index[key] if self.links.event(key[0]) else group for key, group in self.wholes.items()}
        for one in bounds.imply(index, self.links, self.vocabulary, self.rules):
            groups.setdefault(_question(one), []).append(one)
        for readings in groups.values():
            relation = readings[0].instance.relation
            if relation.group is None and (len(readings) == 1 or relation.time == "standing"):
                first, *others = sorted(readings, key=lambda one: one.figure.estimate)
                yield say.implied(first, self.speech, others)
            else:
                yield say.readings(readings, self.speech)
        series: dict[tuple[object, ...], list[flows.Flow]] = {}
        for flow in flows.imply(*self._args):
            series.setdefault((flow.instance, flow.start), []).append(flow)
        for group in series.values():
            yield say.flows(group, self.speech)

    def derived(self) -> Iterator[Finding]:
        for one in self.computed.values():
            yield say.derived(one, self.speech)

    def changes(self) -> Iterator[Finding]:
        period = None if self.about.period is None else Span.from_edtf(self.about.period)
        for one in changes.changes(self.wholes, self.rules.change, period):
            made = growth.change(one, period, self.rules, self.speech)
            self.weights[made.id] = (one.ratio.high or Decimal(1), one.pairs)
            yield made

    def orders(self) -> Iterator[Finding]:
        for one in orders.after(self.claims, self.links):
            yield say.order(one, self.speech)

    def silence(self) -> Iterator[Finding]:
        subjects, questions = self.about.subjects, self.about.questions
        for subject, topic, predicates in gaps.silent(
            self.claims.values(), subjects, self.vocabulary, questions, self.rules.unasked
        ):
            yield say.silent(subject, topic, predicates, self.rules, self.speech)

    def requirements(
        self, assessments: Sequence[Assessment], requirements: Mapping[str, Requirement]
    ) -> Iterator[Finding]:
        for group in gaps.unmet(assessments, requirements):
            yield say.unmet(group, requirements, self.rules, self.speech)
        for one in gaps.unstated(assessments, requirements, self.about.subjects, self.rules.questions):
            yield say.silence(one, requirements, self.speech)


def _question(one: bounds.Implied) -> tuple[object, ...]:
    """Return what makes results readings of one question: a group of relations, a stock of many days, or the same numbers."""
    relation = one.instance.relation
    if relation.group is not None:
        return relation.group, one.instance.subject
    if relation.time == "same-day":
        return relation.id, one.key
    numbers = (repr((leaf.subject, leaf.predicate, leaf.number)) for leaf in one.leaves)
    return relation.id, one.key, one.depth, *sorted(numbers)


def _order(
    about: About, vocabulary: Vocabulary, weights: Mapping[str, tuple[Decimal, int]]
) -> Callable[[Finding], tuple[object, ...]]:
    topics = {name: place for place, name in enumerate(vocabulary.groups["topics"])}
    subjects = {name: place for place, name in enumerate(about.subjects)}
    kinds = {name: place for place, name in enumerate(_KINDS)}
    last = len(subjects)

    def key(one: Finding) -> tuple[object, ...]:
        gap, independent = weights.get(one.id, (Decimal(0), 0))
        return (
            _GRAVITIES[one.gravity],
            kinds[one.kind],
            -gap,
            -independent,
            topics.get(one.topic, len(topics)),
            subjects.get(one.subject, last),
            one.subject,
            -len(one.claims),
            one.key,
            one.requirements,
            one.id,
        )

    return key
