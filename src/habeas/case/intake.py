"""Originals in: files to the store, and an entry for each into the ledger."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.case import seals
from habeas.case.results import Added
from habeas.errors import Faults, InputError, LedgerError, Problem
from habeas.evidence import (
    Description,
    Received,
    Source,
    Store,
    Texts,
    as_json,
    examine,
    identify,
    read_description,
    slug,
)
from habeas.ledger import Draft

if TYPE_CHECKING:
    from habeas.case.case import Case

Progress = Callable[[int, int], None]
_FIELDS: Final = frozenset(field.name for field in fields(Description))


def take_in(case: Case, paths: Sequence[Path], given: Description, *, ocr: bool, progress: Progress | None) -> Added:
    """Take files in: the bytes first, then one transaction of entries, so that no entry names bytes that are not there.

    Where another process wrote to the ledger meanwhile, which source each file is is settled again. Raises
    :class:`InputError` when none of the paths exists; where some do, the others are problems.
    """
    problems = _absent(paths)
    case.actor  # noqa: B018 - nobody to act is said before the work, not after it
    texts = Texts(case.store, case.folder / "tables" / "text", ocr=ocr)
    received: list[Received] = []
    for one in _received([path for path in paths if path.exists()], ocr, progress):
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
            case.append(sorting.drafts, seen=state.seq)
        except LedgerError as error:
            if error.key != "ledger.moved":
                raise
            continue
        seals.list_originals(case.store, sorting.known)
        return sorting.added(problems)


def _absent(paths: Sequence[Path]) -> list[Problem]:
    absent = [path for path in paths if not path.exists()]
    if absent and len(absent) == len(paths):
        raise InputError("evidence.no-such-file", file=str(absent[0]))
    return [Problem("evidence.no-such-file", str(path), values={"file": str(path)}) for path in absent]


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
            try:
                received.keep(store)
            except InputError as error:  # changed, or gone, since it was examined
                self.doubts.append(Problem(error.key, received.file, values=error.values))
                return
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
    total = sum(_files(path) for path in paths) if progress else 0
    done = 0
    for path in paths:
        for one in examine(path, ocr=ocr):
            done += 1
            if progress:
                progress(min(done, total), total)
            yield one


def _files(path: Path) -> int:
    """Return how many files a path holds, near enough to show how far the work is."""
    if not path.is_dir():
        return 1
    return sum(len(names) for _, _, names in os.walk(path))


def _joined(said: Description, given: Description) -> Description:
    """Return what a file says of itself, completed by what was given for all files of the call; the file's own word leads."""
    values = {
        name: getattr(said, name) if getattr(said, name) is not None else getattr(given, name) for name in _FIELDS
    }
    return Description(**values)


def _description(source: Source) -> Draft:
    body = {"about": as_json(source.about), "version": source.version, "kind": source.kind}
    return Draft(kind="source.describe", about=source.id, body=body)


def description_draft(current: Source, about: Mapping[str, Any]) -> Draft:
    """Return the entry that corrects some fields of what is recorded about one version of a source."""
    checked = as_json(described(about))
    body = {"about": {name: checked[name] for name in about}, "version": current.version}
    return Draft(kind="source.describe", about=current.id, body=body)


@contextmanager
def note_file(name: str, said: str, about: Mapping[str, str]) -> Iterator[Path]:
    """Lend a note as Markdown with front matter, as ``add`` reads it; it is removed afterwards.

    Raises :class:`InputError` where the note has no words, or its name is none that an id can be.
    """
    import yaml

    if not said.strip():
        raise InputError("case.empty-note")
    if slug(name) != name:
        raise InputError("case.note-name", found=name, near=slug(name))
    front = yaml.safe_dump({"kind": "note", **about}, allow_unicode=True, sort_keys=False)
    with tempfile.TemporaryDirectory(prefix="habeas-note-") as place:
        path = Path(place) / f"{name}.md"
        path.write_text(f"---\n{front}---\n\n{said.strip()}\n", encoding="utf-8")
        yield path


def described(about: Mapping[str, Any]) -> Description:
    """Return the description that the options of a command give, checked as a sidecar file is.

    Raises :class:`Faults` with every option that cannot be read, such as a date that is none.
    """
    import yaml

    told, faults = read_description(yaml.safe_dump(dict(about), allow_unicode=True), "--") if about else (None, [])
    if faults:
        raise Faults("case.description", [replace(one, file=None, row=None) for one in faults])
    return told.about if told is not None else Description()
