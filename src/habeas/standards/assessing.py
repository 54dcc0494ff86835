"""Assessing requirements: what the accepted claims say of each, for each subject, with the claims on either side.

Nothing is averaged and no number is picked: every claim is a reading, and where a measure is the quotient of two others every
pair of claims is one. A verdict is met or not met only where all readings agree.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol, cast

from habeas.amount import Amount, Answer, Comparator
from habeas.claims import Claim, Subject
from habeas.errors import InputError
from habeas.standards.catalogue import MEASURES, requirements
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
_Side = tuple[Amount, tuple[Claim, ...]]


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
    askable: dict[str, list[tuple[Requirement, tuple[str, ...]]]] = {}
    made: list[Assessment] = []
    for subject in known:
        if subject.type not in askable:
            askable[subject.type] = list(_askable(subject.type, asked, vocabulary))
        said = found.get(subject.id, {})
        made += [_one(row, names, subject.id, said, vocabulary) for row, names in askable[subject.type]]
    return made


def _by_subject(claims: Mapping[str, Claim] | Iterable[Claim], within: Span | None) -> Mapping[str, _Found]:
    found: dict[str, dict[str, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims.values() if isinstance(claims, Mapping) else claims:
        if claim.stands and claim.modality not in _NOT_EVIDENCE and _in_time(claim, within):
            found[claim.subject][claim.predicate].append(claim)
    return found


def _in_time(claim: Claim, within: Span | None) -> bool:
    return within is None or claim.span is None or claim.span.overlaps(within) != "no"


def _askable(
    kind: str, asked: Iterable[Requirement], vocabulary: Mapping[str, Said]
) -> Iterator[tuple[Requirement, tuple[str, ...]]]:
    """Yield the requirements to ask of a type of subject, each with the indicators that may be said of it."""
    for row in asked:
        if kind not in _TYPES[row.level]:
            continue
        names = tuple(name for name in row.indicators if name in vocabulary and kind in vocabulary[name].of)
        if row.quotient is not None and not set(row.quotient) <= set(names):
            names = tuple(name for name in names if name not in row.quotient)
        if names or (row.kind == "field" and row.level == "person"):
            yield row, names


def _one(
    row: Requirement, names: tuple[str, ...], subject: str, said: _Found, vocabulary: Mapping[str, Said]
) -> Assessment:
    if row.comparator in MEASURES:
        return _measured(row, names, subject, said)
    answers: list[tuple[Claim, Answer]] = [
        (claim, _chosen(row, claim, choice=vocabulary[name].value == "choice"))
        for name in names
        for claim in said.get(name, ())
    ]
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


# --- measures


def _measured(row: Requirement, names: tuple[str, ...], subject: str, said: _Found) -> Assessment:
    readings: list[Reading] = []
    used: dict[str, Claim] = {}
    for measured, answer, claims in _readings(row, names, said):
        used.update((claim.id, claim) for claim in claims)
        readings.append(Reading(claims=tuple(claim.id for claim in claims), measured=measured, answer=answer))
    return Assessment(
        id=_id(row.id, subject),
        requirement=row.id,
        subject=subject,
        verdict=_verdict({reading.answer for reading in readings}),
        claims_for=_ids(reading.claims for reading in readings if reading.answer != "no"),
        claims_against=_ids(reading.claims for reading in readings if reading.answer != "certain"),
        measured=_hull([reading.measured for reading in readings]),
        readings=tuple(readings),
        missing=tuple(name for name in names if not said.get(name)),
        allegations_only=_alleged(used.values()),
    )


def _ids(claims: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for ids in claims for one in ids))


def _readings(
    row: Requirement, names: tuple[str, ...], said: _Found
) -> Iterator[tuple[Amount, Answer, tuple[Claim, ...]]]:
    """Yield each distinct measure with its answer and the claims that state it: claims of it, then pairs for its quotient."""
    quotient = row.quotient or ()
    met = _threshold(row)
    direct = [claim for name in names if name not in quotient for claim in said.get(name, ())]
    for amount, claims in _distinct(direct, row.unit):
        yield amount, met(amount), claims
    if quotient and set(quotient) <= set(names):
        above, below = (_distinct(said.get(name, ()), None) for name in quotient)
        for top in above:
            for bottom in below:
                amount = _over(top[0], bottom[0], row)
                answer = met(amount)
                capped: Answer = "possible" if row.ceiling and answer == "certain" else answer
                yield amount, capped, (*top[1], *bottom[1])


def _threshold(row: Requirement) -> Callable[[Amount], Answer]:
    comparator, threshold = cast("Comparator", row.comparator), row.threshold
    if threshold is None:
        raise InputError("standards.half-measured")
    return lambda amount: amount.meets(comparator, threshold)


def _distinct(claims: Iterable[Claim], unit: str | None) -> list[_Side]:
    """Group claims that state the same bounds, so that every pair of different figures is reckoned once."""
    groups: dict[tuple[object, ...], list[Claim]] = {}
    amounts: dict[tuple[object, ...], Amount] = {}
    for claim in claims:
        if not isinstance(claim.value, Amount):
            continue
        amount = _opposite(claim.value) if claim.polarity == "denied" else claim.value
        key = (amount.low, amount.high, amount.low_open, amount.high_open, amount.qualifier, amount.stated)
        groups.setdefault(key, []).append(claim)
        amounts.setdefault(key, _bare(amount, unit or amount.unit))
    return [(amounts[key], tuple(members)) for key, members in groups.items()]


def _bare(amount: Amount, unit: str | None) -> Amount:
    """Return the amount without who is counted: readings of one requirement are compared by their bounds alone."""
    return Amount(
        qualifier=amount.qualifier,
        low=amount.low,
        high=amount.high,
        low_open=amount.low_open,
        high_open=amount.high_open,
        unit=unit,
        stated=amount.stated,
        width=amount.width,
    )


def _opposite(amount: Amount) -> Amount:
    """Return what a denial of the amount leaves: the other side of a one-sided bound, and nothing known otherwise."""
    low, high = amount.low, amount.high
    if low is not None and high is None:
        return Amount.between(None, low, high_open=not amount.low_open, unit=amount.unit)
    if high is not None and low is None:
        return Amount.between(high, None, low_open=not amount.high_open, unit=amount.unit)
    return Amount.between(None, None, unit=amount.unit)


def _over(top: Amount, bottom: Amount, row: Requirement) -> Amount:
    """Return one figure over another in the unit of the requirement; none of these can be negative."""
    try:
        amount = top.not_negative() / bottom.not_negative() * row.scale
    except InputError:
        return Amount.between(None, None, unit=row.unit)
    return _bare(amount, row.unit)


def _hull(amounts: Sequence[Amount]) -> Amount | None:
    if not amounts:
        return None
    whole = amounts[0]
    for amount in amounts[1:]:
        whole = whole.hull(amount)
    return whole


def _id(requirement: str, subject: str) -> str:
    return "assessment-" + hashlib.sha256(f"{requirement}\n{subject}".encode()).hexdigest()[:16]
