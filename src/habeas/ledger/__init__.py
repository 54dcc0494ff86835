"""What people decided, in order and for good: an append-only store whose entries are chained by their hashes."""

from habeas.ledger.fold import effective
from habeas.ledger.model import Draft, Entry
from habeas.ledger.sources import Sources, SourceState, fold_sources
from habeas.ledger.store import Ledger

__all__ = ["Draft", "Entry", "Ledger", "SourceState", "Sources", "effective", "fold_sources"]
