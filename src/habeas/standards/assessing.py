"""Assessing requirements: what the accepted claims say of each, for each subject, with the claims on either side.

Nothing is averaged and no number is picked: every claim is a reading, and where a measure is the quotient of two others every
pair of claims is one. A verdict is met or not met only where all readings agree.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from habeas.amount import Answer, hull
from habeas.claims import Claim, Subject
from habeas.standards.catalogue import MEASURES, requirements
from habeas.standards.measuring import Measures
from habeas.standards.model import Assessment, Reading, Requirement, Verdict
from habeas.when import Span

_TYPES: Final[Mapping[str, frozenset[str]]] = {
    "facility": frozenset({"place", "system", "event"}),
    "system": frozenset({"system", "country"}),
    "person": frozenset({"event", "group", "person"}),
}
_NOT_EVIDENCE: Final = frozenset({"target", "hypothetical"})
_TURNED: Final[Mapping[Answer, Answer]] = {"certain": "no", "no": "certain", "possible": "possible"}

_Found = Mapping[str, Sequence[Claim]]


class _Asked(NamedTuple):
    """A requirement as it is asked of a type of subject: the indicators that may be said of it, and which are choices."""

    row: Requirement
    names: tuple[str, ...]
    choices: frozenset[str]


class Said(Protocol):
    """What is asked of a predicate of the vocabulary: of which subjects it may be said, and what its values are."""

    @property
    def of(self) -> tuple[str, ...]:
        """The types of subject."""

    @property
    def value(self) -> str:
        """Amount, choice, text, time or subject."""


def assess(
    claims: Mapping[str, Claim] | Iterable[Claim],
    subjects: Mapping[str, Subject] | Iterable[Subject],
    vocabulary: Mapping[str, Said],
    *,
    rows: Mapping[str, Requirement] | None = None,
    within: Span | None = None,
) -> list[Assessment]:
    """Assess each requirement for each subject it can be asked of, in the order of subjects, then of requirements.

    Conditions, notices and statistics are asked of a place, system, country or event of which one of their indicators may be
    said; the fields of the register of every event, group and person. Only claims that stand count; a target or a possibility
    is no evidence of what is, and an allegation is evidence attributed to whoever makes it. With ``within``, claims whose time
    certainly lies outside it are left out. Claims of different times are otherwise rival readings.
    """
    found = _by_subject(claims, within)
    known = subjects.values() if isinstance(subjects, Mapping) else subjects
    asked = tuple((requirements() if rows is None else rows).values())
    askable: dict[str, list[_Asked]] = {}
    made: list[Assessment] = []
    for subject in known:
        if subject.type not in askable:
            askable[subject.type] = list(_askable(subject.type, asked, vocabulary))
        said = found.get(subject.id, {})
        measures = Measures(said)
        for one in askable[subject.type]:
            measured = one.row.comparator in MEASURES
            made.append(_measured(one, subject.id, said, measures) if measured else _told(one, subject.id, said))
    return made


def _by_subject(claims: Mapping[str, Claim] | Iterable[Claim], within: Span | None) -> Mapping[str, _Found]:
    found: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims.values() if isinstance(claims, Mapping) else claims:
        if claim.stands and claim.modality not in _NOT_EVIDENCE and _in_time(claim, within):
            found[claim.subject][claim.predicate].append(claim)
    return found


def _in_time(claim: Claim, within: Span | None) -> bool:
    return within is None or claim.span is None or claim.span.overlaps(within) != "no"


def _askable(kind: str, asked: Iterable[Requirement], vocabulary: Mapping[str, Said]) -> Iterator[_Asked]:
    """Yield the requirements to ask of a type of subject, each with the indicators that may be said of it."""
    for row in asked:
        if kind not in _TYPES[row.level]:
            continue
        names = tuple(name for name in row.indicators if name in vocabulary and kind in vocabulary[name].of)
        if row.quotient is not None and not set(row.quotient) <= set(names):
            names = tuple(name for name in names if name not in row.quotient)
        if names or (row.kind == "field" and row.level == "person"):
            yield _Asked(row, names, frozenset(name for name in names if vocabulary[name].value == "choice"))


def _told(asked: _Asked, subject: str, said: _Found) -> Assessment:
    """Assess a requirement by what is chosen or stated."""
    row, names, choices = asked
    claims = [(claim, name in choices) for name in names for claim in said.get(name, ())]
    answers = [(claim, _chosen(row, claim, choice=choice)) for claim, choice in claims]
    missing = tuple(name for name in names if not said.get(name))
    verdict = _verdict({answer for _, answer in answers})
    if row.comparator == "stated" and verdict == "met" and (missing or row.part_only):
        verdict = "some_readings"
    return Assessment(
        id=_id(row.id, subject),
        requirement=row.id,
        subject=subject,
        verdict=verdict,
        claims_for=tuple(claim.id for claim, answer in answers if answer != "no"),
        claims_against=tuple(claim.id for claim, answer in answers if answer != "certain"),
        missing=missing,
        allegations_only=_alleged(claim for claim, _ in answers),
    )


def _verdict(answers: set[Answer]) -> Verdict:
    """Say met or not met only where every reading says so."""
    if not answers:
        return "no_evidence"
    if answers == {"certain"}:
        return "met"
    return "not_met" if answers == {"no"} else "some_readings"


def _chosen(row: Requirement, claim: Claim, *, choice: bool) -> Answer:
    """Say what a claim of a choice, or one that states a field, says of the requirement; a denial says the opposite."""
    answer: Answer = "certain"
    if choice and claim.value not in row.values:
        answer = "possible" if claim.value in row.partly else "no"
    return _TURNED[answer] if claim.polarity == "denied" else answer


def _alleged(claims: Iterable[Claim]) -> bool:
    modalities = {claim.modality for claim in claims}
    return modalities == {"allegation"}


def _measured(asked: _Asked, subject: str, said: _Found, measures: Measures) -> Assessment:
    """Assess a requirement by what is measured."""
    row, names, _ = asked
    readings: list[Reading] = []
    used: dict[str, Claim] = {}
    for (amount, claims), answer in measures.readings(row, names):
        used.update((claim.id, claim) for claim in claims)
        readings.append(Reading(claims=tuple(claim.id for claim in claims), measured=amount, answer=answer))
    return Assessment(
        id=_id(row.id, subject),
        requirement=row.id,
        subject=subject,
        verdict=_verdict({reading.answer for reading in readings}),
        claims_for=_ids(reading.claims for reading in readings if reading.answer != "no"),
        claims_against=_ids(reading.claims for reading in readings if reading.answer != "certain"),
        measured=hull(reading.measured for reading in readings),
        readings=tuple(readings),
        missing=tuple(name for name in names if not said.get(name)),
        allegations_only=_alleged(used.values()),
    )


def _ids(claims: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for ids in claims for one in ids))


def _id(requirement: str, subject: str) -> str:
    return "assessment-" + hashlib.sha256(f"{requirement}\n{subject}".encode()).hexdigest()[:16]
