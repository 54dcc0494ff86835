"""Files in: what each is, what people wrote about it, and its text. A bad file becomes a problem; the others still come in."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final
from unicodedata import normalize

from habeas.errors import InputError, MissingExtra, Problem
from habeas.evidence import description, media
from habeas.evidence.decode import decode
from habeas.evidence.description import SIDECAR, Told
from habeas.evidence.formats import extract, limit, md, too_large
from habeas.evidence.model import Description, SourceKind
from habeas.evidence.store import Store, chunks, digest
from habeas.evidence.text import Extract, normal

SIDECAR_LIMIT: Final = 2**20

_LEFT_OUT: Final = (".", "~$")
"""Beginnings of the names of hidden files, and of the lock files that Office leaves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One file that can come in: where it is, the name it comes in under, its bytes by SHA-256, and what is known of it.

    ``file`` is the path below the folder that was given, with ``/`` and in Unicode NFC. ``extract`` is the text, ``None`` where
    the file is too large for its text to be read.
    """

    path: Path
    file: str
    sha256: str
    size: int
    media_type: str
    kind: SourceKind
    about: Description
    extract: Extract | None

    @property
    def ocr(self) -> bool:
        """Whether words of it were read off pictures."""
        return self.extract is not None and "+" in self.extract.extractor

    def keep(self, store: Store) -> None:
        """Put the bytes into a store. Raises InputError when the file is no longer the one that was examined."""
        if store.put(self.path) != self.sha256:
            raise InputError("evidence.changed-meanwhile", file=self.file)


def examine(path: Path, *, ocr: bool = False, today: date | None = None) -> Iterator[Received | Problem]:
    """Examine a file, or every file of a folder and the folders in it, in the order of their names.

    A :class:`Problem` of gravity ``error`` means that the file it names does not come in; a ``warning`` comes before the
    :class:`Received` it is about. Hidden files, sidecars and Office's lock files are not yielded. Nothing is written anywhere.
    ``ocr`` asks for pictures and scanned pages to be read; ``today`` is the day after which a date lies in the future.
    Raises InputError when there is no such file, MissingExtra when OCR is asked for and not installed.
    """
    if not path.exists():
        raise InputError("evidence.no-such-file", file=str(path))
    if ocr:
        from habeas.evidence.formats import ocr as engine

        engine.ready()
    if path.is_dir():
        for found in _walk(path):
            if isinstance(found, Problem):
                yield found
            else:
                yield from _examine(found, _named(found.relative_to(path)), ocr=ocr, today=today)
    elif path.name.endswith(SIDECAR):
        yield Problem("evidence.is-sidecar", path.name, values={"file": path.name.removesuffix(SIDECAR)})
    else:
        yield from _examine(path, _named(Path(path.name)), ocr=ocr, today=today)


def _walk(folder: Path) -> Iterator[Path | Problem]:
    """Yield the files of a folder, sorted, and what stands in the way of reading the others."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Problem("evidence.unreadable", _named(folder), values={"file": folder.name, "found": str(error.strerror)})
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith(_LEFT_OUT):
            continue
        if entry.name.endswith(SIDECAR):
            described = entry.name.removesuffix(SIDECAR)
            if described not in names:
                yield Problem("evidence.sidecar-alone", _named(path), gravity="warning", values={"file": described})
        elif path.is_dir():
            if entry.is_symlink():
                yield Problem("evidence.link-not-followed", _named(path))
            else:
                yield from _walk(path)
        else:
            yield path


def _named(path: Path) -> str:
    """Return a path as habeas writes it; bytes of a name that are no UTF-8 are written as escapes."""
    plain = path.as_posix().encode("utf-8", errors="surrogateescape").decode("utf-8", errors="backslashreplace")
    return normalize("NFC", plain)


def _examine(path: Path, file: str, *, ocr: bool, today: date | None) -> Iterator[Received | Problem]:
    try:
        told, problems = _sidecar(path, file + SIDECAR, today)
        received = _received(path, file, told, problems, ocr=ocr, today=today)
    except MissingExtra:
        raise
    except InputError as error:
        yield Problem(error.key, file, values=error.values)
        return
    except OSError as error:
        yield Problem("evidence.unreadable", file, values={"file": file, "found": error.strerror or str(error)})
        return
    except Exception as error:  # noqa: BLE001 - a defect in one reader must not lose the other files
        yield Problem("evidence.reader-failed", file, values={"found": f"{type(error).__name__}: {error}"})
        return
    yield from problems
    if not any(problem.gravity == "error" for problem in problems):
        yield received


def _received(path: Path, file: str, told: Told, problems: list[Problem], *, ocr: bool, today: date | None) -> Received:
    """Read one file; doubts and the faults of its description are added to ``problems``."""
    if not path.is_file():
        raise InputError("evidence.no-file" if path.exists() else "evidence.no-such-file", file=file)
    size = path.stat().st_size
    if size == 0:
        raise InputError("evidence.empty")
    with path.open("rb") as stream:
        found = media.media_type(stream.read(media.HEAD), path.name)
        if found == "application/zip":
            found = media.document_type(stream)
    made: Extract | None = None
    if size > limit(found):
        sha256 = digest(chunks(path))
        problems.append(replace(too_large(found, size), file=file))
    else:
        data = path.read_bytes()
        sha256, size = hashlib.sha256(data).hexdigest(), len(data)
        if found == "text/markdown":
            told = _note(data, file, told, problems, today)
        made = extract(data, found, ocr=ocr)
        problems.extend(_doubts(made, file))
    if media.misnamed(found, path.name):
        problems.append(Problem("evidence.misnamed", file, gravity="warning", values={"found": found}))
    if told.kind == "note" and told.about.citation is None:
        problems.append(Problem("evidence.note-without-citation", file, column="citation"))
    return Received(
        path=path,
        file=file,
        sha256=sha256,
        size=size,
        media_type=found,
        kind=told.kind or "original",
        about=told.about,
        extract=made,
    )


def _doubts(made: Extract, file: str) -> Iterator[Problem]:
    for problem in made.problems:
        yield replace(problem, file=file)
    if not made.text.strip() and not made.problems:
        yield Problem("evidence.no-text", file, gravity="warning")


def _sidecar(path: Path, file: str, today: date | None) -> tuple[Told, list[Problem]]:
    sidecar = path.with_name(path.name + SIDECAR)
    try:
        if sidecar.stat().st_size > SIDECAR_LIMIT:
            return Told(), [Problem("evidence.sidecar-large", file, values={"limit": SIDECAR_LIMIT})]
        text = sidecar.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Told(), []
    except UnicodeDecodeError:
        return Told(), [Problem("evidence.sidecar-encoding", file)]
    except OSError as error:
        found = error.strerror or str(error)
        return Told(), [Problem("evidence.unreadable", file, values={"file": file, "found": found})]
    return description.read(text, file, today=today)


def _note(data: bytes, file: str, told: Told, problems: list[Problem], today: date | None) -> Told:
    """Join what the front matter of a note says to what its sidecar says."""
    parts = md.split(normal(decode(data).text))
    if parts.open_front:
        problems.append(Problem("evidence.front-matter-open", file, row=1))
    if parts.front is None:
        return told
    if len(parts.front) > SIDECAR_LIMIT:
        problems.append(Problem("evidence.sidecar-large", file, values={"limit": SIDECAR_LIMIT}))
        return told
    said, faults = description.read(parts.front, file, first_row=2, today=today)
    both, rival = description.joined(told, said, file)
    problems.extend((*faults, *rival))
    return both
