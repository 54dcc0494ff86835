"""What the methods of a case return."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from habeas.errors import InputError, Problem
from habeas.evidence import Source
from habeas.words import Lang, Said

if TYPE_CHECKING:
    from habeas.about import EstimateKind
    from habeas.custody.orders import OrderFinding
    from habeas.custody.persons import LawFile, PersonFile, PersonRegister, Question
    from habeas.people.groups import GroupState

_ID: Final = re.compile(r"[Pp]-[0-9A-Za-z]{10}")
_MISREAD: Final = str.maketrans("OIL", "011")
"""Letters that no id has, for the digits they are taken for when one is copied from paper."""


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
    case's lists, ``doubts`` what waits for a person before more can be said, ``estimates`` the numbers that the case asks for; ``problems`` what was not
    understood of lists, groups, orders and judgements, and why estimates could not be made.
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
    estimates: int = 0
    problems: tuple[Problem, ...] = ()


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
class CaseEstimate:
    """One estimate of a case.

    ``told`` is what was found, as values of JSON, for a reader in each language; empty where it could not be made, and ``problem`` then says why. ``claims``
    are the ids of the claims under it, ``persons`` whether it rests on the lists of persons.
    """

    id: str
    kind: EstimateKind
    title: Said
    note: Said | None = None
    told: Mapping[Lang, Mapping[str, Any]] = field(default_factory=dict)
    claims: tuple[str, ...] = ()
    persons: bool = False
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One step of an answer to "why": what is said, in both languages, and what it rests on, down to the original's hash."""

    kind: Literal[
        "finding",
        "assessment",
        "requirement",
        "claim",
        "decision",
        "citation",
        "record",
        "source",
        "original",
        "estimate",
    ]
    id: str
    said: Mapping[Lang, str]
    steps: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class Persons:
    """The persons of a case as they stand now: the ``register``, how far counted ``groups`` are identified, what speaks against ``orders``.

    ``doubts`` is how many questions wait for a person; ``problems`` what was not understood of lists, groups, orders and judgements.
    ``folder`` holds the tables. ``summary`` is what the linkage came to, ``note`` what the case says of its lists. ``key`` is the secret behind the ids in the report, empty before the case
    was built; see :mod:`habeas.case.persons_key`.
    """

    folder: Path
    register: PersonRegister
    doubts: int
    summary: Mapping[str, Any]
    groups: tuple[GroupState, ...] = ()
    orders: tuple[OrderFinding, ...] = ()
    law: LawFile | None = None
    problems: tuple[Problem, ...] = ()
    note: Said | None = None
    key: bytes = field(default=b"", repr=False)

    @cached_property
    def shown(self) -> Mapping[str, str]:
        """The id that each person has in the report, by the id in the case; empty before the case was built."""
        from habeas.custody.persons import alias

        return {one.id: alias(one.id, self.key) for one in self.register.persons} if self.key else {}

    @cached_property
    def asking(self) -> PersonRegister:
        """The register that questions and requests are made from: with the ids of the report, so that numbers and ids are those of its pages."""
        from habeas.custody.persons import renamed

        return renamed(self.register, self.key) if self.key else self.register

    def questions(self, authority: str | None = "all", person: str | None = None) -> list[Question]:
        """Return what the records leave to ask, as the report asks it; of one authority, or of one person named as for :meth:`person`."""
        name = None if person is None else self.person(person).id
        return list(self.asking.questions(authority, None if name is None else self.shown.get(name, name)))

    def person(self, name: str) -> PersonFile:
        """Return the record of a person: by the id in the case or in the report, by the key of a mention, or by a row of a list (``families:12``).

        Raises :class:`InputError` where there is none.
        """
        if _ID.fullmatch(name):
            ids = {one.id: one.id for one in self.register.persons} | {shown: one for one, shown in self.shown.items()}
            return self.register.person(ids.get(name.upper().translate(_MISREAD), name))
        import pyarrow.parquet as pq

        from habeas.people.judgements import mention_of

        key = mention_of(pq.read_table(self.folder / "mentions.parquet", columns=["mention", "list", "row"]), name)
        found = next((one for one in self.register.persons if key in one.mentions), None)
        if found is None:
            if ":" in name:
                raise InputError("judgements.unknown-mention", found=name)
            raise InputError("persons.person-unknown", person=name)
        return found
