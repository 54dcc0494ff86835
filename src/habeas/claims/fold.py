"""Claims as the ledger tells them: what was proposed, what people decided, and what has happened to the sources since.

The result is a pure function of the entries that stand and of the sources. The entries, each about the id of a claim:

- ``claim.propose``: the body is the claim as :func:`habeas.claims.form.proposal` writes it. Proposed again, the same claim
  has its remarks (key, language, note, sensitivity) replaced, and keeps what was decided.
- ``claim.accept``, ``claim.reject``, ``claim.retract``: the reason says why; the last decision holds.
- ``claim.conflict``: the body names the other claims, ``{"with": [ids]}``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from habeas.amount import Amount
from habeas.claims.form import claim_from
from habeas.claims.model import Claim, Status
from habeas.errors import HabeasError, LedgerError
from habeas.ledger import Entry, SourceState, effective
from habeas.quiet import undisturbed

_STATUS: Final[Mapping[str, Status]] = {
    "claim.accept": "accepted",
    "claim.reject": "rejected",
    "claim.retract": "retracted",
    "claim.conflict": "in_conflict",
}
_FALLEN: Final = ("rejected", "retracted")
_DEEPEST: Final = 100  # ratios of ratios; no source goes so far


def fold_claims(entries: Iterable[Entry], sources: Mapping[str, SourceState]) -> dict[str, Claim]:
    """Return the claims by id, in the order in which they were first proposed.

    Undone entries have no effect; decisions about a claim whose proposal was undone have none either. Keys in
    ``derived_from`` and in ratios become ids, ratio amounts get their bounds. Raises :class:`LedgerError` naming the entry
    whose body is no claim: a newer habeas wrote it, or another program.
    """
    proposed: dict[str, Entry] = {}
    decided: dict[str, Entry] = {}
    for entry in effective(entries):
        if entry.kind == "claim.propose":
            proposed[entry.about] = entry
        elif entry.kind in _STATUS:
            decided[entry.about] = entry
    stale = _stale(sources)
    with undisturbed():
        claims = {name: _claim(entry, decided.get(name), stale) for name, entry in proposed.items()}
        return _Links(claims).applied()


def _stale(sources: Mapping[str, SourceState]) -> Mapping[str, tuple[bool, str]]:
    return {name: (state.withdrawn, state.current.sha256) for name, state in sources.items()}


def _claim(entry: Entry, decision: Entry | None, stale: Mapping[str, tuple[bool, str]]) -> Claim:
    body: dict[str, Any] = dict(entry.body)
    if decision is not None:
        body["status"] = _STATUS[decision.kind]
        body["reason"] = decision.reason
        if decision.kind == "claim.conflict":
            body["conflicts"] = decision.body.get("with", ())
    if flags := _source_flags(body.get("citations", ()), stale):
        body["flags"] = flags
    try:
        return claim_from(body, entry.about)
    except HabeasError as error:
        raise LedgerError("claims.unreadable-body", seq=str(entry.seq), about=entry.about, found=str(error)) from None


def _source_flags(citations: Iterable[Mapping[str, Any]], stale: Mapping[str, tuple[bool, str]]) -> list[str]:
    flags: list[str] = []
    for citation in citations:
        state = stale.get(citation["source"])
        if state is None or (state[0] and "source-withdrawn" not in flags):
            flags.append("source-withdrawn")
        if state is not None and state[1] != citation["sha256"] and "source-changed" not in flags:
            flags.append("source-changed")
    return sorted(set(flags), reverse=True)


class _Links:
    """The claims that name other claims, settled once all are known."""

    def __init__(self, claims: dict[str, Claim]) -> None:
        self.claims = claims
        self.by_key: dict[str, str] = {}
        for claim in claims.values():
            before = claims.get(self.by_key.get(claim.key, ""))
            if before is None or claim.status not in _FALLEN or before.status in _FALLEN:
                self.by_key[claim.key] = claim.id

    def applied(self) -> dict[str, Claim]:
        """Return the claims with keys as ids, ratios resolved, and superseded ones flagged."""
        for claim in list(self.claims.values()):
            latest = self.by_key[claim.key]
            if latest != claim.id and claim.status not in _FALLEN:
                self.claims[claim.id] = _flagged(self.claims[claim.id], "superseded")
            if claim.derived_from:
                known = tuple(self._id(key) for key in claim.derived_from)
                self.claims[claim.id] = replace(self.claims[claim.id], derived_from=known)
        for claim in list(self.claims.values()):
            if isinstance(claim.value, Amount) and claim.value.ratio is not None:
                self._resolve(claim.id, ())
        return self.claims

    def _id(self, key: str) -> str:
        return key if key in self.claims else self.by_key.get(key, key)

    def _resolve(self, name: str, above: tuple[str, ...]) -> Amount | None:
        """Resolve the ratio of a claim, and first that of its base; None where the chain has no end or leads nowhere."""
        claim = self.claims[name]
        amount = claim.value
        if not isinstance(amount, Amount) or "base-unresolved" in claim.flags:
            return None
        if amount.ratio is None:
            return amount
        base_id = self._id(amount.ratio.of)
        base = None
        if base_id in self.claims and base_id not in (*above, name) and len(above) < _DEEPEST:
            base = self._resolve(base_id, (*above, name))
        if base is None:
            self.claims[name] = _flagged(claim, "base-unresolved")
            return None
        if self.claims[base_id].status in _FALLEN or "source-withdrawn" in self.claims[base_id].flags:
            claim = _flagged(claim, "base-fallen")
        known = amount.resolve(base)
        inputs = claim.derived_from if base_id in claim.derived_from else (*claim.derived_from, base_id)
        self.claims[name] = replace(claim, value=known, derived_from=inputs)
        return known


def _flagged(claim: Claim, flag: str) -> Claim:
    return claim if flag in claim.flags else replace(claim, flags=(*claim.flags, flag))
