"""What coders decided of readings, as the ledger tells it: the last decision of each coder that stands.

The entries, each about the id of a reading: ``reading.accept`` (the body names the claim that was proposed with it),
``reading.split`` (the claims), ``reading.reject`` (why). Undoing one takes the decision back, and no more: the claim that came of it has
entries of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from habeas.case.proposals.model import Decision, Verdict, offsets
from habeas.claims import Claim
from habeas.errors import LedgerError
from habeas.ledger import Entry, effective

KINDS: Final[Mapping[str, Verdict]] = {"reading.accept": "accept", "reading.reject": "reject", "reading.split": "split"}
_COUNTS: Final = ("accepted", "in_conflict")
_FALLEN: Final = ("rejected", "retracted")
Decided = dict[str, dict[str, Decision]]
"""By the id of the reading, then by coder."""


def decided(entries: Iterable[Entry]) -> Decided:
    """Return the decisions that stand. Raises :class:`LedgerError` naming an entry that a newer habeas wrote."""
    found: Decided = {}
    for entry in effective(entries):
        if entry.kind in KINDS:
            note(found, decision(entry))
    return found


def note(found: Decided, one: Decision) -> None:
    """Add a decision to those known; it takes the place of the coder's earlier one."""
    found.setdefault(one.id, {})[one.actor] = one
    if one.was is not None and one.was != one.id:
        found.get(one.was, {}).pop(one.actor, None)


def decision(entry: Entry) -> Decision:
    """Return the decision that an entry tells."""
    body: Mapping[str, Any] = entry.body
    try:
        return Decision(
            id=entry.about,
            seq=entry.seq,
            actor=entry.actor,
            time=entry.time,
            verdict=KINDS[entry.kind],
            source=body["source"],
            sha256=body["sha256"],
            reading=body["reading"],
            passage=offsets(body["passage"]),
            claims=tuple(body.get("claims", ())),
            fields=tuple(body.get("fields", ())),
            corrected=tuple(body.get("corrected", ())),
            why=body.get("why"),
            reason=entry.reason,
            preceded=int(body.get("preceded", 0)),
            was=body.get("was"),
            kept=bool(body.get("kept", False)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise LedgerError("ledger.unreadable-body", seq=str(entry.seq), kind=entry.kind, found=str(error)) from None


def differ(decisions: Collection[Decision]) -> bool:
    """Whether coders decided otherwise of one version of a source."""
    return len({(one.verdict, one.claims) for one in decisions}) > 1


def settled(decisions: Collection[Decision], claims: Mapping[str, Claim]) -> Verdict | None:
    """Return the verdict that holds where coders differ and somebody settled it; None where it waits.

    A difference takes from each of its claims that it counts: one that counts was accepted by hand since. Where all of them were rejected or
    retracted, nothing of the reading is left to wait for.
    """
    status = {name: claims[name].status if name in claims else "proposed" for one in decisions for name in one.claims}
    stands = [one for one in decisions if any(status[name] in _COUNTS for name in one.claims)]
    if stands:
        return max(stands, key=lambda one: one.seq).verdict
    return "reject" if status and all(one in _FALLEN for one in status.values()) else None
