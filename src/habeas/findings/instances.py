"""Instances: a relation bound to a subject, its names bound to the subjects and predicates whose figures they stand for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from habeas.claims import Predicate, Subject
from habeas.findings.figures import Index, Key
from habeas.findings.relations import GROWING, SELF, Relation, Variable


@dataclass(frozen=True, slots=True)
class Instance:
    """A relation at one subject; ``keys`` says, for each name of its equation, whose figures of which predicate it takes.

    Equality covers the relation's id and the keys.
    """

    relation: Relation
    subject: str
    keys: Mapping[str, Key]

    def __hash__(self) -> int:
        return hash((self.relation.id, self.subject, tuple(sorted(self.keys.items()))))


class Links:
    """The links between the subjects of a case, both ways."""

    def __init__(self, subjects: Mapping[str, Subject]) -> None:
        self.subjects = subjects
        self._back: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name in sorted(subjects):
            for link, target in subjects[name].links.items():
                self._back[link, target].append(name)

    def reach(self, subject: str, via: str) -> Sequence[str]:
        """Return the subjects that a link leads to: ``self``, ``covers``, or back by ``^covers``."""
        if via == SELF:
            return [subject]
        if via.startswith("^"):
            return self._back.get((via[1:], subject), [])
        known = self.subjects.get(subject)
        return [known.links[via]] if known is not None and via in known.links else []

    def event(self, subject: str) -> bool:
        """Say whether a subject is an event, whose figures need no date."""
        known = self.subjects.get(subject)
        return known is not None and known.type == "event"


def instances(
    relations: Iterable[Relation], index: Index, links: Links, vocabulary: Mapping[str, Predicate]
) -> Iterator[Instance]:
    """Yield every instance of the relations at the subjects of the case, in the order of relations and subjects.

    A name with figures at several subjects (at the place, and at the system it is part of) makes an instance for each; a
    name without figures takes the first place it may be at.
    """
    for relation in relations:
        for subject in sorted(links.subjects):
            if links.subjects[subject].type not in relation.of:
                continue
            options = [_keys(one, subject, index, links, vocabulary) for one in relation.variables.values()]
            if not all(options) or not any(key in index for keys in options for key in keys):
                continue
            for keys in product(*options):
                yield Instance(relation, subject, dict(zip(relation.variables, keys, strict=True)))


def _keys(
    variable: Variable, subject: str, index: Index, links: Links, vocabulary: Mapping[str, Predicate]
) -> list[Key]:
    named = predicates(variable, vocabulary)
    keys = [(place, name) for via in variable.via for place in links.reach(subject, via) for name in named]
    return [key for key in keys if key in index] or keys[:1]


def predicates(variable: Variable, vocabulary: Mapping[str, Predicate]) -> tuple[str, ...]:
    """Return the predicates a variable takes; ``*growing`` is every running total of the vocabulary."""
    if GROWING not in variable.predicates:
        return variable.predicates
    return tuple(name for name, one in vocabulary.items() if one.growing and one.value == "amount")
