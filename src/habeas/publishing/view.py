"""What a report is made from: one frozen picture of a case. Nothing in this room reads a ledger or an original itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from habeas.about import About
from habeas.claims import Claim, Vocabulary
from habeas.evidence import Extract, Source
from habeas.findings import Finding
from habeas.publishing.audit_view import AuditedSeries
from habeas.publishing.estimates_view import AccountLine, EstimateView
from habeas.publishing.persons_view import PersonsView
from habeas.publishing.records_view import Records
from habeas.standards import Assessment, Requirement
from habeas.words import Lang

if TYPE_CHECKING:
    from habeas.custody import Gathered


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last entry of the ledger that the report speaks of. ``time`` is its ISO 8601 time: the only date of the report."""

    seq: int
    hash: str
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A case as the report sees it.

    ``sources`` holds all versions of each source, the current one last. ``extract`` gives what was read out of the bytes
    of a SHA-256, or None when they cannot be read. ``claims`` and ``findings`` are everything the case holds: what may leave is
    decided in this room (:mod:`habeas.publishing.disclosure`). ``sentence`` puts a claim into words. ``head`` is the ledger's
    last entry, or None for an empty ledger. ``withdrawn`` names the sources that were withdrawn. ``records`` are the
    releases of records that the case holds, read and counted; each has a ``name`` of its own. ``audits`` are the series of publications
    that were held against what is declared of them; ``places`` is the register of the lists of places, ``persons`` that of persons.
    ``estimates`` are the numbers that the case has worked out, ``account`` how many are known, counted and estimated.
    """

    about: About
    sources: Mapping[str, tuple[Source, ...]]
    extract: Callable[[str], Extract | None]
    claims: Mapping[str, Claim]
    findings: Sequence[Finding]
    assessments: Sequence[Assessment]
    requirements: Mapping[str, Requirement]
    vocabulary: Vocabulary
    sentence: Callable[[Claim, Lang], str]
    version: str
    head: Head | None = None
    withdrawn: frozenset[str] = frozenset()
    records: Sequence[Records] = ()
    audits: Sequence[AuditedSeries] = ()
    places: Gathered | None = None
    persons: PersonsView | None = None
    estimates: Sequence[EstimateView] = ()
    account: Sequence[AccountLine] = ()

    @property
    def absent(self) -> frozenset[str]:
        """The parts of the report for which the case has nothing: those on releases, series of publications, lists of places and of persons, and estimates."""
        there = {
            "records": bool(self.records), "audit": bool(self.audits), "register": self.places is not None, "persons": self.persons is not None,
            "estimates": bool(self.estimates),
        }  # fmt: skip
        return frozenset(name for name, found in there.items() if not found)
