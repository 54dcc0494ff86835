"""What the methods of a case return."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from habeas.errors import Problem
from habeas.evidence import Source
from habeas.words import Lang

if TYPE_CHECKING:
    from habeas.custody.orders import OrderFinding
    from habeas.custody.persons import LawFile, PersonFile, PersonRegister
    from habeas.people.groups import GroupState


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


@dataclass(frozen=True, kw_only=True)
class Persons:
    """The persons of a case as they stand now: the ``register``, how far counted ``groups`` are identified, what speaks against ``orders``.

    ``doubts`` is how many questions wait for a person; ``problems`` what was not understood of lists, groups, orders and judgements.
    ``folder`` holds the tables. ``summary`` is what the linkage came to.
    """

    folder: Path
    register: PersonRegister
    doubts: int
    summary: Mapping[str, Any]
    groups: tuple[GroupState, ...] = ()
    orders: tuple[OrderFinding, ...] = ()
    law: LawFile | None = None
    problems: tuple[Problem, ...] = ()

    def person(self, name: str) -> PersonFile:
        """Return the record of a person: by id, by the key of a mention, or by a row of a list (``families:12``).

        Raises :class:`InputError` where there is none.
        """
        if name.startswith("P-"):
            return self.register.person(name)
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        mentions = pq.read_table(self.folder / "mentions.parquet", columns=["mention", "list", "row"])
        of, _, row = name.rpartition(":")
        mask = pc.equal(mentions.column("mention"), name)
        if row.isascii() and row.isdecimal() and len(row) < 10:
            there = pc.and_(pc.equal(mentions.column("list"), of), pc.equal(mentions.column("row"), int(row)))
            mask = pc.or_(mask, there)
        keys = set(mentions.filter(mask).column("mention").to_pylist())
        found = next((one.id for one in self.register.persons if keys.intersection(one.mentions)), name)
        return self.register.person(found)
