"""What an entry of the ledger is, and how its hash is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry before the ledger has given it a place: what it does (``kind``), to what (``about``), with what, and why.

    Kinds are ``room.verb``: ``source.add``, ``source.describe``, ``source.withdraw``, ``claim.propose``, ``claim.accept``,
    ``claim.reject``, ``claim.retract``, ``claim.conflict``, ``place.same``, ``place.different``, ``person.same``,
    ``person.different``, ``person.unsure``, ``group.member``, ``group.not-member``, ``reading.accept``, ``reading.reject``, ``reading.split``, ``reading.asked``,
    and ``undo`` (``about`` is the number of the entry undone).
    ``body`` is plain JSON. ``reason`` is the person's own words; decisions need one.
    """

    kind: str
    about: str
    body: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the ledger; ``hash`` covers every other field, and ``previous`` is the hash of the entry before."""

    seq: int
    kind: str
    about: str
    body: Mapping[str, Any]
    reason: str
    actor: str
    time: str
    previous: str
    hash: str
