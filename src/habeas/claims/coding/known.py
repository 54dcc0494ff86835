"""What the case already knows, against which a claims file is checked, and what became of the file's rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from habeas.claims.model import Claim, Subject
from habeas.claims.vocabulary import Vocabulary
from habeas.errors import Problem
from habeas.evidence import Extract, Source
from habeas.ledger import Draft, SourceState


def _today() -> date:
    return datetime.now().astimezone().date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a claims file may name: predicates, subjects, sources with their text, and the claims already in the ledger.

    ``text`` returns the extracted text of one version of a source and raises :class:`habeas.errors.HabeasError` where it
    cannot; it is asked at most once for each version. ``today`` is the day after which nothing can have been said.
    """

    vocabulary: Vocabulary
    subjects: Mapping[str, Subject]
    sources: Mapping[str, SourceState]
    text: Callable[[Source], Extract]
    claims: Mapping[str, Claim] = field(default_factory=dict)
    today: date = field(default_factory=_today)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that was not used: its line or row in the file, and its key where it has one."""

    row: int
    key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """What became of a claims file: ``rows`` = used + unchanged + set aside, each row in exactly one of them.

    ``drafts`` are the ledger entries of the used rows, in the order of the file: each proposal, then its decision. ``used``
    and ``unchanged`` map the key of a claim to its id. ``problems`` holds the faults (gravity ``error``: their rows are set
    aside, or the head of the file is meant) and the doubts (``warning``: their rows are used), in the order of the file.
    """

    file: str
    coder: str | None
    rows: int
    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...]
    used: Mapping[str, str]
    unchanged: Mapping[str, str]
    set_aside: tuple[SetAside, ...]

    @property
    def sound(self) -> bool:
        """Whether the file has no fault; warnings aside."""
        return not any(problem.gravity == "error" for problem in self.problems)
