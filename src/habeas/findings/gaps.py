"""What is not shown: requirements that no source shows to be met, and fields that nobody has stated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from habeas.about import Question
from habeas.claims import Claim, Predicate, Subject
from habeas.findings.figures import enters
from habeas.standards import Assessment, Requirement

Unmet = Literal["not_met", "some_readings", "no_evidence"]
VERDICTS: Final[tuple[Unmet, ...]] = ("not_met", "some_readings", "no_evidence")
_UNASKED: Final = frozenset({"allegations", "publications", "persons"})
_ANSWERED: Final = frozenset({"place", "system", "country", "event"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The requirements of one verdict for one subject, with the assessments under them."""

    subject: str
    verdict: Unmet
    assessments: tuple[Assessment, ...]


def unmet(assessments: Iterable[Assessment], requirements: Mapping[str, Requirement]) -> Iterator[Group]:
    """Yield, for each subject, the requirements not met, met under some readings only, and without evidence.

    Fields of a register are left to :func:`unstated`: each is a question of its own.
    """
    groups: dict[tuple[str, Unmet], list[Assessment]] = defaultdict(list)
    for one in assessments:
        requirement = requirements.get(one.requirement)
        if requirement is not None and one.verdict != "met" and not field(requirement):
            groups[one.subject, one.verdict].append(one)
    for (subject, verdict), group in sorted(groups.items(), key=lambda pair: (pair[0][0], VERDICTS.index(pair[0][1]))):
        yield Group(subject=subject, verdict=verdict, assessments=tuple(sorted(group, key=lambda one: one.requirement)))


def field(requirement: Requirement) -> bool:
    """Say whether a requirement is a field that a register must hold."""
    return requirement.kind == "field"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked:
    """A question that nobody has answered about a subject: the requirement asked, and those that ask the same thing."""

    subject: str
    asked: str
    folded: tuple[str, ...] = ()


def unstated(
    assessments: Iterable[Assessment],
    requirements: Mapping[str, Requirement],
    subjects: Mapping[str, Subject],
    questions: Sequence[Sequence[str]],
) -> Iterator[Unasked]:
    """Yield the register fields for which there is no evidence, one question for those that ask the same thing.

    What is asked of the persons of an event is asked once, of the event, and not where the event's claims answer it.
    """
    verdicts: dict[str, dict[str, str]] = defaultdict(dict)
    for one in assessments:
        requirement = requirements.get(one.requirement)
        if requirement is not None and field(requirement):
            verdicts[one.subject][one.requirement] = one.verdict
    events = {
        target: name
        for name in sorted(subjects, reverse=True)
        if subjects[name].type == "event" and (target := subjects[name].links.get("persons")) is not None
    }
    found: dict[str, set[str]] = defaultdict(set)
    for subject, fields in verdicts.items():
        event = events.get(subject, subject)
        for name, verdict in fields.items():
            if verdict == "no_evidence" and verdicts.get(event, {}).get(name, verdict) == "no_evidence":
                found[event].add(name)
    for subject in sorted(found):
        yield from _folded(subject, found[subject], questions)


def _folded(subject: str, open_fields: set[str], questions: Sequence[Sequence[str]]) -> Iterator[Unasked]:
    left = set(open_fields)
    for group in questions:
        named = [name for name in group if name in left]
        left -= set(named)
        if named:
            yield Unasked(subject=subject, asked=named[0], folded=tuple(named[1:]))
    for name in sorted(left):
        yield Unasked(subject=subject, asked=name)


def _whole(subjects: Mapping[str, Subject], name: str) -> str | None:
    """Return the subject of the same type that a subject is part of."""
    whole = subjects.get(subjects[name].links.get("part_of", ""))
    return whole.id if whole is not None and whole.type == subjects[name].type else None


def silent(
    claims: Iterable[Claim],
    subjects: Mapping[str, Subject],
    vocabulary: Mapping[str, Predicate],
    questions: Sequence[Question] = (),
    unasked: Container[str] = (),
) -> Iterator[tuple[str, str, Sequence[Predicate]]]:
    """Yield the predicates that no claim states, by subject and topic.

    Asked is of places, systems, countries and events: what a state could answer for. Where the case puts questions, only
    what they ask about is, and a part of a subject of the same type is not asked what the whole is; persons are left to the
    register fields. Allegations and publications are not asked for. A denial
    states something; a target or a hypothesis does not.
    """
    stated = {
        (one.subject, one.predicate)
        for one in claims
        if enters(one) or (one.stands and (one.polarity == "denied" or one.modality == "allegation"))
    }
    of_type: dict[str, list[Predicate]] = defaultdict(list)
    for predicate in vocabulary.values():
        if predicate.topic not in _UNASKED and not predicate.documented and predicate.id not in unasked:
            for kind in predicate.of:
                of_type[kind].append(predicate)
    asked = {(name, topic) for one in questions for name in one.subjects for topic in one.topics}

    def open_at(name: str, predicate: Predicate) -> bool:
        return (name, predicate.id) not in stated and (not questions or (name, predicate.topic) in asked)

    for name in sorted(subjects):
        if subjects[name].type not in _ANSWERED:
            continue
        whole = _whole(subjects, name)
        missing: dict[str, list[Predicate]] = defaultdict(list)
        for predicate in of_type[subjects[name].type]:
            if open_at(name, predicate) and not (whole and open_at(whole, predicate)):
                missing[predicate.topic].append(predicate)
        for topic, predicates in missing.items():
            yield name, topic, predicates
