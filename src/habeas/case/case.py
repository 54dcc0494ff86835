"""The case: a folder that holds originals, a ledger, and what follows from them.

What a command needs is imported when it is called: opening a case loads no database, no reader of documents and no solver.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar, get_args

from habeas import about as about_file
from habeas.case.estimated import Estimated
from habeas.case.judged import Judged
from habeas.case.names import acting, claim_ids, known, nearest_source
from habeas.case.persons import Linked
from habeas.case.placed import Placed
from habeas.case.proposed import Proposed
from habeas.case.recorded import Recorded
from habeas.errors import InputError, StorageError
from habeas.words import Lang

if TYPE_CHECKING:
    from habeas.about import About
    from habeas.case.results import Added, Built, Checked, CodedFile, Ground, Written
    from habeas.case.state import State
    from habeas.claims import Claim, Vocabulary
    from habeas.evidence import Extract, Store, Texts
    from habeas.findings import Finding
    from habeas.ledger import Draft, Entry, Ledger, Sources
    from habeas.standards import Assessment
    from habeas.tables import Folder

Progress = Callable[[int, int], None]
Read = TypeVar("Read")
_TRIES: Final = 5


class Case(Recorded, Placed, Proposed, Judged, Linked, Estimated):
    """A case in a folder. Each method is a command of the same name; each returns what the command prints.

    ``actor`` is who acts, as the ledger records it: given, else ``HABEAS_ACTOR``, else the name of the user. Opening a case
    reads ``case.toml`` alone, once: the ledger and the originals are opened when they are first needed.

    Raises :class:`habeas.errors.CaseError` when the folder is no case, or of a newer version, and
    :class:`habeas.errors.Faults` with every fault of its ``case.toml``.
    """

    def __init__(self, folder: Path | str, *, actor: str | None = None) -> None:
        self.folder = Path(folder)
        self.about: About = about_file.read(self.folder)
        self._actor = actor
        self._state: State | None = None
        self._written = False

    def __repr__(self) -> str:
        return f"Case({str(self.folder)!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the ledger, sealed if something was written, and the tables."""
        if self._written:
            from habeas.case import seals

            seals.seal(self.ledger)
            self._written = False
        for name in ("tables", "ledger"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()

    @classmethod
    def init(cls, folder: Path | str, *, title_en: str | None = None, title_es: str | None = None) -> Self:
        """Begin a case in a folder that is new or holds no case yet."""
        from habeas.case import opening

        opening.begin(Path(folder), title_en=title_en, title_es=title_es)
        return cls(folder)

    @staticmethod
    def vocabulary() -> Vocabulary:
        """Return the predicates a claim may use."""
        from habeas.claims import Vocabulary

        return Vocabulary.load()

    @cached_property
    def wording(self) -> Vocabulary:
        """The vocabulary with this case's own phrases, in which claims are put into words."""
        return self.vocabulary().with_phrases(self.about.phrases)

    def template(self, file: Path | str, *, lang: Lang = "en") -> Path:
        """Write an empty claims file (YAML, CSV or XLSX by its suffix), with this case's subjects and sources to choose from."""
        from habeas.claims import template

        return template(file, lang=lang, subjects=self.about.subjects, sources=self.state.sources)

    @cached_property
    def actor(self) -> str:
        """Who acts. Raises :class:`InputError` where nobody is named and the machine knows no name of the user."""
        return acting(self._actor)

    @cached_property
    def tables(self) -> Folder:
        """The derived tables; :meth:`build` makes them."""
        from habeas.tables import Folder

        return Folder(self.folder / "tables")

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger: a SQLite file in the case, or what ``case.toml`` names; a relative path begins at the case."""
        from habeas.ledger import Ledger

        place = self.about.ledger or "sqlite:///ledger.sqlite"
        scheme, relative, path = place.partition("sqlite:///")
        if relative and not scheme and path != ":memory:" and not path.startswith("/"):
            place = f"sqlite:///{(self.folder / path).absolute()}"
        # A case that holds originals has had a ledger: one that is gone is named, never begun anew in silence.
        ledger = Ledger(place, create=not (self.folder / "originals").is_dir())
        self._written = ledger.migrated
        return ledger

    @cached_property
    def store(self) -> Store:
        """The originals: a folder in the case, or what ``case.toml`` names; a relative path begins at the case."""
        from habeas.evidence import Store

        place = self.about.originals or "originals"
        return Store(place if "://" in place else self.folder / place)

    @cached_property
    def texts(self) -> Texts:
        """The text of each original, extracted once."""
        from habeas.evidence import Texts

        return Texts(self.store, self.folder / "tables" / "text")

    @property
    def state(self) -> State:
        """The sources and claims as the ledger tells them now."""
        from habeas.case.state import fold

        self._state = fold(self.ledger, self._state)
        return self._state

    def sentence(self, claim: Claim, lang: Lang = "en") -> str:
        """Return a claim as a sentence, with who said it."""
        from habeas.claims import sentence

        return sentence(claim, self.wording, self.about.subjects, self.state.sources, lang)

    # --- evidence

    def add(self, *paths: Path | str, ocr: bool = False, progress: Progress | None = None, **about: Any) -> Added:
        """Take originals in; ``about`` describes them where they do not describe themselves."""
        from habeas.case import intake

        given = intake.described(about)
        return intake.take_in(self, [Path(path) for path in paths], given, ocr=ocr, progress=progress)

    def note(self, name: str, said: str, **about: Any) -> Added:
        """Write a note: the researcher's own words about a publication that cannot be kept."""
        from habeas.case import intake

        with intake.note_file(name, said, about) as path:
            return self.add(path)

    def describe(self, source: str, **about: Any) -> Entry:
        """Correct or complete what is recorded about a source; the earlier words stay in the ledger."""
        from habeas.case import intake

        current = nearest_source(self.state.sources, source).current
        if not about:
            raise InputError("case.nothing-to-describe", source=source)
        return self._append(intake.description_draft(current, about))[0]

    def sources(self) -> Sources:
        """Return every source with its versions."""
        return self.state.sources

    def text(self, source: str, *, page: int | None = None) -> str:
        """Return the text of a source's current version as it is quoted from, or one page of it, counted from 1."""
        extract = self.texts.of(nearest_source(self.state.sources, source).current)
        return extract.text if page is None else _page(extract, page, source)

    def withdraw(self, source: str, *, reason: str) -> tuple[Entry, tuple[Claim, ...]]:
        """Withdraw a source. Returns the entry and the claims that rest on it, which no longer count."""
        from habeas.ledger import Draft

        state = nearest_source(self.state.sources, source)
        if state.withdrawn:
            raise InputError("case.already-withdrawn", source=source, seq=str(state.entries[-1]))
        entry = self._append(Draft(kind="source.withdraw", about=source, reason=_reason(reason)))[0]
        flagged = (one for one in self.state.claims.values() if any(cited.source == source for cited in one.citations))
        return entry, tuple(flagged)

    # --- claims and decisions

    def code(self, *files: Path | str, dry_run: bool = False, progress: Progress | None = None) -> CodedFile:
        """Read claims coded by hand, from files or folders of them.

        Good rows are proposed (and decided as they say), faulty rows are set aside.
        """
        from habeas.case import coding

        return coding.code(self, [Path(file) for file in files], dry_run=dry_run, progress=progress)

    def claims(self, *, status: str | None = None, subject: str | None = None, topic: str | None = None) -> list[Claim]:
        """Return the claims, in the order in which they were first proposed."""
        from habeas.claims import Status

        vocabulary = self.vocabulary()
        known("status", status, get_args(Status))
        known("topic", topic, vocabulary.groups["topics"])
        known("subject", subject, self.about.subjects)
        return [
            one
            for one in self.state.claims.values()
            if status in (None, one.status)
            and subject in (None, one.subject)
            and topic in (None, vocabulary[one.predicate].topic)
        ]

    def accept(self, *claims: str, reason: str) -> list[Entry]:
        """Accept claims, named by id or key, as evidence."""
        from habeas.claims import accept

        return self._append(*accept(self._ids(claims), _reason(reason)))

    def reject(self, *claims: str, reason: str) -> list[Entry]:
        """Reject claims: miscoded, or not what the source says."""
        from habeas.claims import reject

        return self._append(*reject(self._ids(claims), _reason(reason)))

    def retract(self, *claims: str, reason: str) -> list[Entry]:
        """Take back claims that were accepted."""
        from habeas.claims import retract

        return self._append(*retract(self._ids(claims), _reason(reason)))

    def conflict(self, *claims: str, reason: str) -> list[Entry]:
        """Set claims in conflict with each other; they still count, and are shown with the conflict."""
        from habeas.claims import conflict

        return self._append(*conflict(self._ids(claims), _reason(reason)))

    def undo(self, seq: int, *, reason: str) -> Entry:
        """Undo an entry of the ledger; undoing an undo restores what it had undone."""
        from habeas.ledger import Draft

        return self._append(Draft(kind="undo", about=str(seq), reason=_reason(reason)))[0]

    def log(self, *, last: int | None = None) -> list[Entry]:
        """Return the entries of the ledger, or the last so many."""
        head = self.ledger.head()[0]
        return list(self.ledger.entries(after=max(0, head - last) if last else 0))

    def _ids(self, claims: tuple[str, ...]) -> list[str]:
        return claim_ids(self.state.claims, claims)

    def _append(self, *drafts: Draft) -> list[Entry]:
        return self.append(drafts)

    def append(self, drafts: Sequence[Draft], *, seen: int | None = None, actor: str | None = None) -> list[Entry]:
        """Write entries, all or none; every other method that records something goes this way. See :meth:`Ledger.append`.

        ``actor`` is another than who acts where what they decided was recorded elsewhere before.
        """
        entries = self.ledger.append(drafts, actor=actor or self.actor, seen=seen)
        self._written = self._written or bool(entries)
        return entries

    # --- what follows

    def build(self, *, progress: Progress | None = None) -> Built:
        """Make the derived tables; tables already made from this ledger, case file and code are left as they are."""
        from habeas.case import building

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
        from habeas.findings import Gravity, Kind
        from habeas.tables import load_findings

        gravities = get_args(Gravity)
        known("kind", kind, get_args(Kind))
        known("gravity", gravity, gravities)
        known("subject", subject, self.about.subjects)
        enough = gravities if gravity is None else gravities[: gravities.index(gravity) + 1]
        wanted = {"kind": kind, "subject": subject}
        equal = {name: value for name, value in wanted.items() if value is not None}
        found = self._reading(lambda: load_findings(self.tables, **equal), progress)
        return [one for one in found if one.gravity in enough]

    def assess(
        self, *, subject: str | None = None, verdict: str | None = None, progress: Progress | None = None
    ) -> list[Assessment]:
        """Return what the accepted claims say about each requirement, for each place or system."""
        from habeas.standards import Verdict
        from habeas.tables import load_assessments

        known("subject", subject, self.about.subjects)
        known("verdict", verdict, get_args(Verdict))
        wanted = {"subject": subject, "verdict": verdict}
        equal = {name: value for name, value in wanted.items() if value is not None}
        return self._reading(lambda: load_assessments(self.tables, **equal), progress)

    def questions(self, *, progress: Progress | None = None) -> list[Finding]:
        """Return what nobody has said, as questions to the authority."""
        return self.findings(kind="silence", progress=progress)

    def why(self, asked: str, *, progress: Progress | None = None) -> list[Ground]:
        """Walk a number back to the quotes: the id of anything, the key of a claim, or a number that is stated."""
        from habeas.case import grounds

        return self._reading(lambda: grounds.why(self, asked), progress)

    def report(self, folder: Path | None = None, *, progress: Progress | None = None) -> Written:
        """Write the site into ``site/`` of the case, or into a folder."""
        from habeas.case import building, persons_key, recording

        recording.fresh(self, progress)
        persons_key.drawn(self)
        view = self._reading(lambda: building.view(self), progress)
        return building.report(view, folder or self.folder / "site", progress)

    def _reading(self, read: Callable[[], Read], progress: Progress | None) -> Read:
        """Read from tables made from what the ledger says now; where another process makes them anew meanwhile, read again."""
        from habeas.case import building

        for _ in range(_TRIES):
            stamp, _changed = building.fresh(self, progress)
            try:
                found = read()
            except StorageError as error:
                if error.key != "case.two-at-once" and self.tables.said() == stamp:
                    raise
            else:
                if self.tables.said() == stamp:
                    return found
            self.tables.close()
        raise StorageError("case.two-at-once")

    def verify(self, *, progress: Progress | None = None) -> Checked:
        """Hash every original again, compare every citation byte for byte, walk the ledger's chain, and make what is derived anew."""
        from habeas.case import checking

        return checking.verify(self, progress)


def _page(extract: Extract, page: int, source: str) -> str:
    pages = extract.pages or (0,)
    if not 1 <= page <= len(pages):
        raise InputError("case.no-page", source=source, found=page, n=len(pages))
    ends = (*pages[1:], len(extract.text))
    return extract.text[pages[page - 1] : ends[page - 1]]


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InputError("case.no-reason")
    return reason.strip()
