"""What a case holds now: the sources and claims that the ledger's entries make, folded once per state of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from habeas.claims import Claim, fold_claims
from habeas.ledger import Entry, Ledger, Sources, fold_sources
from habeas.quiet import undisturbed


@dataclass(frozen=True, slots=True)
class State:
    """The fold of a ledger up to one entry."""

    seq: int
    hash: str
    entries: tuple[Entry, ...]
    sources: Sources
    claims: Mapping[str, Claim]

    @property
    def withdrawn(self) -> frozenset[str]:
        """The ids of the sources that were withdrawn."""
        return frozenset(name for name, state in self.sources.items() if state.withdrawn)


def fold(ledger: Ledger, before: State | None = None) -> State:
    """Return the state of a ledger; ``before`` is returned itself when nothing was written since."""
    seq, digest = ledger.head()
    if before is not None and (before.seq, before.hash) == (seq, digest):
        return before
    with undisturbed():
        entries = tuple(ledger.entries(upto=seq))
        sources = fold_sources(entries)
        return State(seq, digest, entries, sources, fold_claims(entries, sources))
