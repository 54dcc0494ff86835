"""What the methods of a case return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from habeas.errors import Problem
from habeas.evidence import Source
from habeas.words import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of the files given to ``add``: every file is in exactly one of the four."""

    new: tuple[Source, ...] = ()
    versions: tuple[Source, ...] = ()
    unchanged: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedFile:
    """What became of the rows of claims files: ``rows`` = proposed + unchanged + faulty.

    ``problems`` names every fault and doubt, and every file that could not be read at all, whose rows are not counted.
    """

    rows: int
    proposed: tuple[str, ...] = ()
    accepted: int = 0
    unchanged: int = 0
    faulty: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRead:
    """What came of reading a source. ``fresh`` says that it was read now; ``new``, ``changed`` and ``gone`` are against the reading before.

    ``proposed`` readings were found, ``decided`` of them stand decided; ``waiting`` ask for a person, what is gone included.
    ``kinds`` counts the readings by kind. ``problems`` say what of the text was not read.
    """

    source: str
    file: str
    language: Lang | None
    words: int
    pages: int
    fresh: bool
    proposed: int
    decided: int
    waiting: int
    new: int
    changed: int
    gone: int
    kinds: Mapping[str, int]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build made; ``changed`` is False when the tables were already those of this ledger, case file and code.

    ``releases`` of records were read, of which ``rows`` came in and ``set_aside`` could not be used. ``audited`` series of
    publications were held against themselves, and have so many errors, warnings and notes. ``persons`` are those of the register of the
    case's lists, ``doubts`` what waits for a person before more can be said.
    """

    changed: bool
    seconds: float
    sources: int
    claims: int
    standing: int
    findings: int
    assessments: int
    releases: int = 0
    rows: int = 0
    set_aside: int = 0
    audited: int = 0
    audit_errors: int = 0
    audit_warnings: int = 0
    audit_notes: int = 0
    persons: int = 0
    doubts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The report: the page to open, and how many files were written."""

    index: Path
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What ``verify`` looked at and what failed. ``manifest`` is the file a third party gives to ``sha256sum -c`` in ``folder``."""

    originals: int
    citations: int
    entries: int
    problems: tuple[Problem, ...]
    folder: str
    manifest: str

    @property
    def sound(self) -> bool:
        """Whether every check passed; a warning, such as a file that no entry names, is no failure."""
        return not any(problem.gravity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One step of an answer to "why": what is said, in both languages, and what it rests on, down to the original's hash."""

    kind: Literal[
        "finding", "assessment", "requirement", "claim", "decision", "citation", "record", "source", "original"
    ]
    id: str
    said: Mapping[Lang, str]
    steps: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = field(default=())
