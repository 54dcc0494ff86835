"""Files read outside a case: one by one, or by a list that says when each was published and in which language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.case.proposals.kept import iso, problems, spoken, told_of
from habeas.errors import InputError, Problem
from habeas.evidence import Extract, Received, examine, refuse_future
from habeas.records import files_in
from habeas.words import Lang

if TYPE_CHECKING:
    from habeas.reading import Passage

Progress = Callable[[int, int], None]
_ISO: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_HEADERS: Final = frozenset({"path", "file", "archivo", "ruta", "document", "documento"})
_PLAIN: Final = "text/plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A file to read, when it was published (ISO, or a part of it) and its language, where they are known."""

    path: Path
    published: str | None = None
    language: Lang | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """What was read of a file. Offsets count the code points of ``text``: of a plain text, the file's own, as Python reads it."""

    id: str
    path: Path
    text: str
    passages: tuple[Passage, ...]
    language: Lang | None
    words: int
    published: str | None = None
    problems: tuple[Problem, ...] = field(default=())

    @property
    def claims(self) -> list[dict[str, Any]]:
        """The readings whose kind is measured, as plain JSON, in the order of their words."""
        return [one.reading.as_json() for one in self.passages if one.reading.measured]

    @property
    def others(self) -> list[dict[str, Any]]:
        """The other readings: of a kind nobody has counted, or of what is only planned."""
        return [one.reading.as_json() for one in self.passages if not one.reading.measured]


def published_day(said: str) -> str:
    """Return a date of publication: an ISO day, month or year. Raises :class:`InputError` for anything else, and for one that has not come."""
    if not _ISO.fullmatch(said):
        raise InputError("case.read-bad-date", found=said[:40])
    parts = [int(part) for part in said.split("-")]
    try:
        first = date(*[*parts, 1, 1][:3])
    except ValueError:
        raise InputError("case.read-bad-date", found=said[:40]) from None
    refuse_future(first, said)
    return said


def listed(path: Path) -> tuple[list[Listed], list[Problem]]:
    """Return the files that a list names, and a problem with row and column for each line that cannot be used.

    A line is path, date of publication and language, parted by tabs; the last two may be empty. Relative paths begin at the list. A first line
    of titles, empty lines and those that begin with ``#`` are passed over. Raises :class:`InputError` where the list cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        found = getattr(error, "strerror", None) or str(error)
        raise InputError("case.read-no-list", file=str(path), found=found) from None
    made: list[Listed] = []
    wrong: list[Problem] = []
    for row, line in enumerate(lines, 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not cells[0] or cells[0].startswith("#") or (row == 1 and cells[0].casefold() in _HEADERS):
            if not cells[0] and any(cells):
                wrong.append(Problem("case.read-list-no-path", path.name, row, "path"))
            continue
        one = _line(path, row, cells)
        if isinstance(one, Problem):
            wrong.append(one)
        else:
            made.append(one)
    return made, wrong


def _line(path: Path, row: int, cells: Sequence[str]) -> Listed | Problem:
    name, published, language = (*cells, "", "")[:3]
    place = path.parent / name
    if len(cells) > 3:
        return Problem("case.read-list-columns", path.name, row, "", values={"n": len(cells)})
    if not place.is_file():
        return Problem("case.read-list-no-file", path.name, row, "path", values={"found": name})
    try:
        day = published_day(published) if published else None
    except InputError as error:
        return Problem(error.key, path.name, row, "published", values=error.values)
    told = spoken(language)
    if language and told is None:
        return Problem("case.read-list-language", path.name, row, "language", values={"found": language})
    return Listed(path=place, published=day, language=told)


def inside(path: Path) -> list[Path]:
    """Return the file itself, or the files of a folder and those in it, in the order of their names; not what only describes them."""
    return files_in(path) if path.is_dir() else [path]


def read_files(
    wanted: Sequence[Listed], *, ocr: bool = False, progress: Progress | None = None
) -> Iterator[ReadFile | Problem]:
    """Read files one after the other; one that cannot be read is a :class:`Problem`, and the others are still read."""
    for number, one in enumerate(wanted):
        alone = progress if len(wanted) == 1 else None
        yield from _read(one, ocr=ocr, progress=alone)
        if progress and alone is None:
            progress(number + 1, len(wanted))


def _read(one: Listed, *, ocr: bool, progress: Progress | None) -> Iterator[ReadFile | Problem]:
    doubts: list[Problem] = []
    for found in examine(one.path, ocr=ocr):
        if isinstance(found, Problem) and found.gravity != "error":
            doubts.append(found)
        elif isinstance(found, Problem):
            yield found
        else:
            yield _made(one, found, doubts, progress)


def _made(one: Listed, received: Received, doubts: list[Problem], progress: Progress | None) -> ReadFile:
    from habeas.reading import read_whole

    extract = received.extract or Extract(media_type=received.media_type, extractor="", text="")
    text, pages = extract.text, extract.pages
    if received.media_type == _PLAIN and extract.encoding is not None:
        text = one.path.read_text(encoding=extract.encoding, errors="replace")
    published = one.published or iso(received.about.published)
    language = one.language or spoken(received.about.language)
    whole = read_whole(text, lang=language, published=published, pages=pages, progress=progress)
    told = told_of(whole, extract, received.media_type)
    return ReadFile(
        id=one.path.stem,
        path=one.path,
        text=text,
        passages=whole.passages,
        language=whole.language,
        words=whole.words,
        published=published,
        problems=(*doubts, *problems(received.file, told, dated=published is not None)),
    )
