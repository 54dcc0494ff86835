"""What people decide about claims, as drafts for the ledger. Every decision carries the reason in the person's own words."""

from __future__ import annotations

from collections.abc import Iterable

from habeas.claims.form import claim_id, proposal
from habeas.claims.model import Claim
from habeas.errors import InputError
from habeas.ledger import Draft


def propose(claim: Claim) -> Draft:
    """Return the draft that proposes a claim; its id follows from what it says, whatever ``claim.id`` is."""
    body = proposal(claim)
    return Draft(kind="claim.propose", about=claim_id(body), body=body)


def accept(ids: Iterable[str], reason: str) -> list[Draft]:
    """Return the drafts that accept claims as evidence, in the order given."""
    return _decide("claim.accept", ids, reason)


def reject(ids: Iterable[str], reason: str) -> list[Draft]:
    """Return the drafts that reject claims: miscoded, or not what the source says."""
    return _decide("claim.reject", ids, reason)


def retract(ids: Iterable[str], reason: str) -> list[Draft]:
    """Return the drafts that retract claims once accepted: taken back, corrected or superseded."""
    return _decide("claim.retract", ids, reason)


def conflict(ids: Iterable[str], reason: str) -> list[Draft]:
    """Return the drafts that set claims in conflict with each other; each names the others in ``body["with"]``.

    Raises :class:`InputError` for fewer than two different claims.
    """
    those = _distinct(ids)
    if len(those) < 2:
        raise InputError("claims.conflict-alone", found=those)
    said = _reasoned(reason)
    return [
        Draft(kind="claim.conflict", about=one, body={"with": [other for other in those if other != one]}, reason=said)
        for one in those
    ]


def _decide(kind: str, ids: Iterable[str], reason: str) -> list[Draft]:
    said = _reasoned(reason)
    return [Draft(kind=kind, about=one, reason=said) for one in _distinct(ids)]


def _distinct(ids: Iterable[str]) -> list[str]:
    those = list(dict.fromkeys(ids))
    if not those:
        raise InputError("claims.no-claims-named")
    return those


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise InputError("claims.no-reason")
    return reason.strip()
