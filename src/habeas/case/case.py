"""The case: a folder that holds originals, a ledger, and what follows from them."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from habeas import about as about_file
from habeas.case import building, checking, coding, grounds, intake, opening
from habeas.case.names import claim_ids, nearest_source
from habeas.case.results import Added, Built, Checked, CodedFile, Ground, Written
from habeas.case.state import State, fold
from habeas.claims import Claim, Vocabulary, accept, conflict, reject, retract, template
from habeas.errors import InputError
from habeas.evidence import Extract, Source, Store, Texts, as_json
from habeas.findings import Finding
from habeas.ledger import Draft, Entry, Ledger, Sources
from habeas.standards import Assessment
from habeas.tables import Folder, load_assessments, load_findings
from habeas.words import Lang

if TYPE_CHECKING:
    from habeas.about import About

Progress = building.Progress
_GRAVITIES: Final = ("error", "warning", "note")


class Case:
    """A case in a folder. Each method is a command of the same name; each returns what the command prints.

    ``actor`` is who acts, as the ledger records it: given, else ``HABEAS_ACTOR``, else the name of the user. Opening a case
    reads ``case.toml`` alone: the ledger and the originals are opened when they are first needed.

    Raises :class:`habeas.errors.CaseError` when the folder is no case, or of a newer version.
    """

    def __init__(self, folder: Path | str, *, actor: str | None = None) -> None:
        self.folder = Path(folder)
        self.about: About = about_file.read(self.folder)
        self.actor = actor or os.environ.get("HABEAS_ACTOR") or getpass.getuser()
        self.tables = Folder(self.folder / "tables")
        self._state: State | None = None

    def __repr__(self) -> str:
        return f"Case({str(self.folder)!r}, actor={self.actor!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the ledger and the tables."""
        self.tables.close()
        if "ledger" in self.__dict__:
            self.ledger.close()

    @classmethod
    def init(cls, folder: Path | str, *, title_en: str | None = None, title_es: str | None = None) -> Self:
        """Begin a case in a folder that is new or holds no case yet."""
        opening.begin(Path(folder), title_en=title_en, title_es=title_es)
        return cls(folder)

    @staticmethod
    def vocabulary() -> Vocabulary:
        """Return the predicates a claim may use."""
        return Vocabulary.load()

    def template(self, file: Path | str, *, lang: Lang = "en") -> Path:
        """Write an empty claims file (YAML, CSV or XLSX by its suffix), with the subjects and sources of this case to choose from."""
        return template(file, lang=lang, subjects=self.about.subjects, sources=self.state.sources)

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger: a SQLite file in the case, or what ``case.toml`` names."""
        # A case that holds originals has had a ledger: one that is gone is named, never begun anew in silence.
        begun = (self.folder / "originals").is_dir()
        place = self.about.ledger or f"sqlite:///{(self.folder / 'ledger.sqlite').absolute()}"
        return Ledger(place, create=not begun)

    @cached_property
    def store(self) -> Store:
        """The originals: a folder in the case, or what ``case.toml`` names."""
        return Store(self.about.originals or self.folder / "originals")

    @cached_property
    def texts(self) -> Texts:
        """The text of each original, extracted once."""
        return Texts(self.store, self.folder / "tables" / "text")

    def fresh_text(self, source: Source) -> Extract:
        """Return the text of one version of a source, read from the bytes themselves and not from what was kept."""
        return Texts(self.store).of(source)

    @property
    def state(self) -> State:
        """The sources and claims as the ledger tells them now."""
        self._state = fold(self.ledger, self._state)
        return self._state

    # --- evidence

    def add(self, *paths: Path | str, ocr: bool = False, progress: Progress | None = None, **about: Any) -> Added:
        """Take originals in; ``about`` describes them where they do not describe themselves."""
        given = intake.described(about)
        return intake.take_in(self, [Path(path) for path in paths], given, ocr=ocr, progress=progress)

    def note(self, name: str, said: str, **about: Any) -> Added:
        """Write a note: the researcher's own words about a publication that cannot be kept."""
        place, path = intake.note_file(name, said, about)
        with place:
            return self.add(path)

    def describe(self, source: str, **about: Any) -> Entry:
        """Correct or complete what is recorded about a source; the earlier words stay in the ledger."""
        current = nearest_source(self.state.sources, source).current
        if not about:
            raise InputError("case.nothing-to-describe", source=source)
        checked = as_json(intake.described(about))
        body = {"about": {name: checked[name] for name in about}, "version": current.version}
        return self._append(Draft(kind="source.describe", about=source, body=body))[0]

    def sources(self) -> Sources:
        """Return every source with its versions."""
        return self.state.sources

    def text(self, source: str, *, page: int | None = None) -> str:
        """Return the text of a source's current version as it is quoted from, or one page of it, counted from 1."""
        extract = self.texts.of(nearest_source(self.state.sources, source).current)
        if page is None or not extract.pages:
            return extract.text
        if page > len(extract.pages):
            raise InputError("case.no-page", source=source, found=page, last=len(extract.pages))
        ends = (*extract.pages[1:], len(extract.text))
        return extract.text[extract.pages[page - 1] : ends[page - 1]]

    def withdraw(self, source: str, *, reason: str) -> tuple[Entry, tuple[Claim, ...]]:
        """Withdraw a source. Returns the entry and the claims that rest on it, which no longer count."""
        state = nearest_source(self.state.sources, source)
        if state.withdrawn:
            raise InputError("case.already-withdrawn", source=source, seq=str(state.entries[-1]))
        entry = self._append(Draft(kind="source.withdraw", about=source, reason=_reason(reason)))[0]
        flagged = (one for one in self.state.claims.values() if any(cited.source == source for cited in one.citations))
        return entry, tuple(flagged)

    # --- claims and decisions

    def code(self, *files: Path | str, dry_run: bool = False, progress: Progress | None = None) -> CodedFile:
        """Read claims coded by hand: good rows are proposed (and decided as they say), faulty rows are set aside."""
        return coding.code(self, [Path(file) for file in files], dry_run=dry_run, progress=progress)

    def claims(self, *, status: str | None = None, subject: str | None = None, topic: str | None = None) -> list[Claim]:
        """Return the claims, in the order in which they were first proposed."""
        vocabulary = self.vocabulary()
        return [
            one
            for one in self.state.claims.values()
            if status in (None, one.status)
            and subject in (None, one.subject)
            and topic in (None, vocabulary[one.predicate].topic)
        ]

    def accept(self, *claims: str, reason: str) -> list[Entry]:
        """Accept claims, named by id or key, as evidence."""
        return self._append(*accept(claim_ids(self.state.claims, claims), _reason(reason)))

    def reject(self, *claims: str, reason: str) -> list[Entry]:
        """Reject claims: miscoded, or not what the source says."""
        return self._append(*reject(claim_ids(self.state.claims, claims), _reason(reason)))

    def retract(self, *claims: str, reason: str) -> list[Entry]:
        """Take back claims that were accepted."""
        return self._append(*retract(claim_ids(self.state.claims, claims), _reason(reason)))

    def conflict(self, *claims: str, reason: str) -> list[Entry]:
        """Set claims in conflict with each other; they still count, and are shown with the conflict."""
        return self._append(*conflict(claim_ids(self.state.claims, claims), _reason(reason)))

    def undo(self, seq: int, *, reason: str) -> Entry:
        """Undo an entry of the ledger; undoing an undo restores what it had undone."""
        return self._append(Draft(kind="undo", about=str(seq), reason=_reason(reason)))[0]

    def log(self, *, last: int | None = None) -> list[Entry]:
        """Return the entries of the ledger, or the last so many."""
        head = self.ledger.head()[0]
        return list(self.ledger.entries(after=max(0, head - last) if last else 0))

    def _append(self, *drafts: Draft) -> list[Entry]:
        return self.ledger.append(drafts, actor=self.actor)

    # --- what follows

    def build(self, *, progress: Progress | None = None) -> Built:
        """Make the derived tables; tables already made from this ledger, case file and code are left as they are."""
        return building.build(self, progress)

    def findings(
        self,
        *,
        kind: str | None = None,
        gravity: str | None = None,
        subject: str | None = None,
        progress: Progress | None = None,
    ) -> list[Finding]:
        """Return the findings, gravest first; ``gravity`` asks for that gravity and graver ones."""
        self.build(progress=progress)
        enough = _GRAVITIES if gravity is None else _GRAVITIES[: _GRAVITIES.index(gravity) + 1]
        return [
            one
            for one in load_findings(self.tables)
            if kind in (None, one.kind) and subject in (None, one.subject) and one.gravity in enough
        ]

    def assess(
        self, *, subject: str | None = None, verdict: str | None = None, progress: Progress | None = None
    ) -> list[Assessment]:
        """Return what the accepted claims say about each requirement, for each place or system."""
        self.build(progress=progress)
        wanted: Mapping[str, str | None] = {"subject": subject, "verdict": verdict}
        return load_assessments(self.tables, **{name: value for name, value in wanted.items() if value is not None})

    def questions(self, *, progress: Progress | None = None) -> list[Finding]:
        """Return what nobody has said, as questions to the authority."""
        return self.findings(kind="silence", progress=progress)

    def why(self, asked: str, *, progress: Progress | None = None) -> list[Ground]:
        """Walk a number back to the quotes: the id of anything, the key of a claim, or a number that is stated."""
        self.build(progress=progress)
        return grounds.why(self, asked)

    def report(self, folder: Path | None = None, *, progress: Progress | None = None) -> Written:
        """Write the site into ``site/`` of the case, or into a folder."""
        self.build()
        return building.report(self, folder or self.folder / "site", progress)

    def verify(self, *, progress: Progress | None = None) -> Checked:
        """Hash every original again, compare every citation byte for byte, and walk the ledger's chain."""
        return checking.verify(self, progress)


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InputError("case.no-reason")
    return reason.strip()
