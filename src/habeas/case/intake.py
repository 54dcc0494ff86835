"""Originals in: files to the store, and an entry for each into the ledger."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.case.results import Added
from habeas.errors import Faults, InputError, LedgerError, Problem
from habeas.evidence import Description, Received, Source, Store, Texts, as_json, examine, identify, read_description
from habeas.ledger import Draft

if TYPE_CHECKING:
    from habeas.case.case import Case

Progress = Callable[[int, int], None]
_FIELDS: Final = frozenset(field.name for field in fields(Description))


def take_in(case: Case, paths: Sequence[Path], given: Description, *, ocr: bool, progress: Progress | None) -> Added:
    """Take files in: the bytes first, then one transaction of entries, so that no entry names bytes that are not there.

    Where another process wrote to the ledger meanwhile, which source each file is is settled again.
    """
    texts = Texts(case.store, case.folder / "tables" / "text", ocr=ocr)
    problems: list[Problem] = []
    received: list[Received] = []
    for one in _received(paths, ocr, progress):
        if isinstance(one, Problem):
            problems.append(one)
            continue
        if one.extract is not None:
            texts.keep(one.sha256, one.extract)
        received.append(replace(one, about=_joined(one.about, given), extract=None))
    while True:
        state = case.state
        sorting = _Sorting([version for one in state.sources.values() for version in one.versions])
        for one in received:
            sorting.place(one, case.store)
        try:
            case.ledger.append(sorting.drafts, actor=case.actor, seen=state.seq)
        except LedgerError as error:
            if error.key != "ledger.moved":
                raise
            continue
        return sorting.added(problems)


class _Sorting:
    """Received files on their way to being sources."""

    def __init__(self, known: list[Source]) -> None:
        self.known = known
        self.drafts: list[Draft] = []
        self.doubts: list[Problem] = []
        self.groups: dict[str, list[Source]] = {"same": [], "described": [], "version": [], "new": []}

    def place(self, received: Received, store: Store) -> None:
        """Tell which source a file is, keep its bytes where they are new, and draft its entry."""
        outcome, source = identify(received, self.known)
        if outcome in ("new", "version"):
            received.keep(store)
            self.drafts.append(Draft(kind="source.add", about=source.id, body=as_json(source)))
            self.known.append(source)
        elif outcome == "described":
            self.drafts.append(_description(source))
            self.known = [source if (one.id, one.version) == (source.id, source.version) else one for one in self.known]
        elif source.file != received.file:
            values: dict[str, object] = {"source": source.id}
            self.doubts.append(Problem("case.same-bytes", received.file, gravity="warning", values=values))
        self.groups[outcome].append(source)

    def added(self, problems: Sequence[Problem]) -> Added:
        """Return what became of the files."""
        return Added(
            new=tuple(self.groups["new"]),
            versions=tuple(self.groups["version"]),
            unchanged=(*self.groups["same"], *self.groups["described"]),
            problems=(*problems, *self.doubts),
        )


def _received(paths: Sequence[Path], ocr: bool, progress: Progress | None) -> Iterator[Received | Problem]:
    total = sum(1 for path in paths for _ in ([path] if path.is_file() else path.rglob("*")))
    done = 0
    for path in paths:
        for one in examine(path, ocr=ocr):
            done += 1
            if progress:
                progress(min(done, total), total)
            yield one


def _joined(said: Description, given: Description) -> Description:
    """Return what a file says of itself, completed by what was given for all files of the call; the file's own word leads."""
    values = {
        name: getattr(said, name) if getattr(said, name) is not None else getattr(given, name) for name in _FIELDS
    }
    return Description(**values)


def _description(source: Source) -> Draft:
    body = {"about": as_json(source.about), "version": source.version, "kind": source.kind}
    return Draft(kind="source.describe", about=source.id, body=body)


def note_file(name: str, said: str, about: Mapping[str, str]) -> tuple[tempfile.TemporaryDirectory[str], Path]:
    """Write a note as Markdown with front matter, as ``add`` reads it; the caller removes the folder."""
    import yaml

    if not said.strip():
        raise InputError("case.empty-note")
    front = yaml.safe_dump({"kind": "note", **about}, allow_unicode=True, sort_keys=False)
    place = tempfile.TemporaryDirectory(prefix="habeas-note-")
    path = Path(place.name) / f"{name}.md"
    path.write_text(f"---\n{front}---\n\n{said.strip()}\n", encoding="utf-8")
    return place, path


def described(about: Mapping[str, Any]) -> Description:
    """Return the description that the options of a command give, checked as a sidecar file is.

    Raises :class:`Faults` with every option that cannot be read, such as a date that is none.
    """
    import yaml

    told, faults = read_description(yaml.safe_dump(dict(about), allow_unicode=True), "--") if about else (None, [])
    if faults:
        raise Faults("case.description", [replace(one, file=None, row=None) for one in faults])
    return told.about if told is not None else Description()
