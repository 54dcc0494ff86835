"""What is not shown: requirements that no source shows to be met, and fields that nobody has stated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from habeas.claims import Claim, Predicate, Subject
from habeas.findings.figures import enters
from habeas.standards import Assessment, Requirement

Unmet = Literal["not_met", "some_readings", "no_evidence"]
VERDICTS: Final[tuple[Unmet, ...]] = ("not_met", "some_readings", "no_evidence")
_UNASKED: Final = frozenset({"allegations", "publications"})


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


def unstated(assessments: Iterable[Assessment], requirements: Mapping[str, Requirement]) -> Iterator[Assessment]:
    """Yield the assessments of register fields for which there is no evidence."""
    for one in sorted(assessments, key=lambda one: (one.subject, one.requirement)):
        requirement = requirements.get(one.requirement)
        if requirement is not None and field(requirement) and one.verdict == "no_evidence":
            yield one


def silent(
    claims: Iterable[Claim], subjects: Mapping[str, Subject], vocabulary: Mapping[str, Predicate]
) -> Iterator[tuple[str, str, Sequence[Predicate]]]:
    """Yield the predicates that no claim states, by subject and topic.

    A subject whose topic has no statement at all is asked only about the topics that belong to its type; allegations and
    publications are not asked for. A denial states something; a target or a hypothesis does not.
    """
    stated = {
        (one.subject, one.predicate)
        for one in claims
        if enters(one) or (one.stands and (one.polarity == "denied" or one.modality == "allegation"))
    }
    of_type: dict[str, list[Predicate]] = defaultdict(list)
    for predicate in vocabulary.values():
        if predicate.topic not in _UNASKED and not predicate.documented:
            for kind in predicate.of:
                of_type[kind].append(predicate)
    for name in sorted(subjects):
        missing: dict[str, list[Predicate]] = defaultdict(list)
        for predicate in of_type[subjects[name].type]:
            if (name, predicate.id) not in stated:
                missing[predicate.topic].append(predicate)
        for topic, predicates in missing.items():
            yield name, topic, predicates
