"""Originals in: files to the store, and an entry for each into the ledger."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final

from habeas.case.results import Added
from habeas.errors import InputError, Problem
from habeas.evidence import Description, Received, Source, Store, Texts, as_json, examine, identify
from habeas.ledger import Draft, Ledger, Sources

Progress = Callable[[int, int], None]
_FIELDS: Final = frozenset(field.name for field in fields(Description))


def take_in(
    paths: Sequence[Path],
    given: Description,
    *,
    sources: Sources,
    store: Store,
    texts: Texts,
    ledger: Ledger,
    actor: str,
    ocr: bool,
    progress: Progress | None,
) -> Added:
    """Take files in: the bytes first, then one transaction of entries, so that no entry names bytes that are not there."""
    known = [version for state in sources.values() for version in state.versions]
    groups: dict[str, list[Source]] = {"same": [], "described": [], "version": [], "new": []}
    problems: list[Problem] = []
    drafts: list[Draft] = []
    for one in _received(paths, ocr, progress):
        if isinstance(one, Problem):
            problems.append(one)
            continue
        received = replace(one, about=_joined(one.about, given))
        outcome, source = identify(received, known)
        if outcome in ("new", "version"):
            received.keep(store)
            if received.extract is not None:
                texts.keep(received.sha256, received.extract)
            drafts.append(Draft(kind="source.add", about=source.id, body=as_json(source)))
            known.append(source)
        elif outcome == "described":
            drafts.append(_description(source))
            known = [source if (old.id, old.version) == (source.id, source.version) else old for old in known]
        elif source.file != received.file:
            values: dict[str, object] = {"source": source.id}
            problems.append(Problem("case.same-bytes", received.file, gravity="warning", values=values))
        groups[outcome].append(source)
    if drafts:
        ledger.append(drafts, actor=actor)
    return Added(
        new=tuple(groups["new"]),
        versions=tuple(groups["version"]),
        unchanged=(*groups["same"], *groups["described"]),
        problems=tuple(problems),
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
    body = {"about": as_json(source.about), "version": source.version}
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
    """Return the description that the options of a command give."""
    return Description(**about)
