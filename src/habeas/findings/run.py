"""The whole of it: claims in, findings out, in an order that does not change between builds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from habeas.about import About
from habeas.claims import Claim, Vocabulary
from habeas.findings import bounds, changes, conflicts, contradictions, derived, flows, gaps, orders, say, totals
from habeas.findings.figures import Index, figures
from habeas.findings.instances import Links
from habeas.findings.model import Finding
from habeas.findings.relations import Rules, load
from habeas.findings.statement import Speech
from habeas.standards import Assessment, Requirement

Progress = Callable[[int, int], None]
_GRAVITIES: Final = {"error": 0, "warning": 1, "note": 2}
_KINDS: Final = (
    "contradiction", "decrease", "order", "unmet", "unlike", "change", "implied", "derived", "silence",
)  # fmt: skip


def find(
    claims: Iterable[Claim] | Mapping[str, Claim],
    about: About,
    vocabulary: Vocabulary,
    assessments: Sequence[Assessment] = (),
    requirements: Mapping[str, Requirement] | None = None,
    *,
    progress: Progress | None = None,
) -> list[Finding]:
    """Return every finding, by gravity, topic and subject.

    Only claims that stand enter; see :mod:`habeas.findings.figures` for which of them are figures. ``progress`` is told
    after each step how many of how many are done. The result depends on the arguments alone.
    """
    every = claims.values() if isinstance(claims, Mapping) else claims
    known = {one.id: one for one in sorted(every, key=lambda one: one.id)}
    case = _Case(known, about, vocabulary, load())
    steps = (
        case.contradictions,
        case.totals,
        case.unlike,
        case.implied,
        case.derived,
        case.changes,
        case.orders,
        lambda: _requirements(assessments, requirements or {}, case.speech),
        case.silence,
    )
    found: dict[str, Finding] = {}
    for number, step in enumerate(steps, 1):
        for one in step():
            found.setdefault(one.id, one)
        if progress is not None:
            progress(number, len(steps))
    return sorted(found.values(), key=_order(about, vocabulary))


class _Case:
    """What all steps share: figures, links, rules and words."""

    def __init__(self, claims: Mapping[str, Claim], about: About, vocabulary: Vocabulary, rules: Rules) -> None:
        self.claims = claims
        self.about = about
        self.vocabulary = vocabulary
        self.rules = rules
        self.links = Links(about.subjects)
        self.index: Index = figures(claims.values(), vocabulary, rules)
        self.speech = Speech(claims, self.links, vocabulary)
        self._args = (self.index, self.links, vocabulary, rules)

    def contradictions(self) -> Iterator[Finding]:
        for one in contradictions.clashes(*self._args):
            if one.instances or not one.unlike:
                yield conflicts.clash(one, self.speech)
        for one in flows.clashes(*self._args):
            yield conflicts.clash(one, self.speech)

    def totals(self) -> Iterator[Finding]:
        for one in totals.falls(*self._args):
            yield conflicts.fall(one, self.speech)
        for key, group in totals.counters(self.index, self.vocabulary):
            yield conflicts.counters(key, group, self.speech)

    def unlike(self) -> Iterator[Finding]:
        for key, group in contradictions.unlike(self.index, self.links, self.vocabulary, self.rules):
            yield conflicts.unlike(key, group, self.rules, self.speech)

    def implied(self) -> Iterator[Finding]:
        groups: dict[tuple[object, ...], list[bounds.Implied]] = {}
        for one in bounds.imply(*self._args):
            groups.setdefault(_question(one), []).append(one)
        for readings in groups.values():
            if len(readings) == 1 and readings[0].instance.relation.group is None:
                yield say.implied(readings[0], self.speech)
            else:
                yield say.readings(readings, self.speech)
        totals_of: dict[tuple[object, ...], list[flows.Flow]] = {}
        for flow in flows.imply(*self._args):
            others = tuple(one for name, one in flow.inputs.items() if name != "earlier")
            totals_of.setdefault((flow.instance, others), []).append(flow)
        for group in totals_of.values():
            yield say.flows(group, self.speech)

    def derived(self) -> Iterator[Finding]:
        for one in derived.recognise(self.claims, *self._args):
            yield say.derived(one, self.speech)

    def changes(self) -> Iterator[Finding]:
        for one in changes.changes(self.index):
            yield from say.change(one, self.rules, self.speech)

    def orders(self) -> Iterator[Finding]:
        for one in orders.after(self.claims, self.links):
            yield say.order(one, self.speech)

    def silence(self) -> Iterator[Finding]:
        for subject, topic, predicates in gaps.silent(self.claims.values(), self.about.subjects, self.vocabulary):
            yield say.silent(subject, topic, predicates, self.speech)


def _question(one: bounds.Implied) -> tuple[object, ...]:
    """Return what makes results readings of one question: a group of relations, or a stock of many days and rivals."""
    relation = one.instance.relation
    if relation.group is not None:
        return relation.group, one.instance.subject
    if relation.time == "same-day":
        return relation.id, one.key
    return relation.id, one.key, one.figure.ids, one.depth


def _requirements(
    assessments: Sequence[Assessment], requirements: Mapping[str, Requirement], speech: Speech
) -> Iterator[Finding]:
    for group in gaps.unmet(assessments, requirements):
        yield say.unmet(group, requirements, speech)
    for one in gaps.unstated(assessments, requirements):
        yield say.silence(one, requirements[one.requirement], speech)


def _order(about: About, vocabulary: Vocabulary) -> Callable[[Finding], tuple[object, ...]]:
    topics = {name: place for place, name in enumerate(vocabulary.groups["topics"])}
    subjects = {name: place for place, name in enumerate(about.subjects)}
    kinds = {name: place for place, name in enumerate(_KINDS)}
    last = len(subjects)

    def key(one: Finding) -> tuple[object, ...]:
        return (
            _GRAVITIES[one.gravity],
            topics.get(one.topic, len(topics)),
            subjects.get(one.subject, last),
            one.subject,
            kinds[one.kind],
            one.key,
            one.id,
        )

    return key
