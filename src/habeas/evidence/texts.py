"""The texts of originals, read once and kept. What is kept can be deleted at any time: it is read again from the originals."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from habeas.errors import MissingExtra, Problem
from habeas.evidence.formats import extract, extractor, limit, too_large
from habeas.evidence.model import Source
from habeas.evidence.store import Store
from habeas.evidence.text import Extract, Sheet

_HELD: Final = 32_000_000
"""Code points of text held in memory at once."""


class Texts:
    """The text of each original of a store. ``folder`` (``tables/text``) keeps them between runs; ``None`` keeps nothing.

    A kept text is named by the SHA-256 and by the extractor's name and version, so another version reads again. A source that
    came in with OCR is read with OCR; ``ocr`` asks it for all others too.
    """

    def __init__(self, store: Store, folder: Path | None = None, *, ocr: bool = False) -> None:
        self._store = store
        self._folder = folder
        self._ocr = ocr
        self._held: dict[tuple[str, str], Extract] = {}
        self._length = 0
        self._extractors: dict[tuple[str, bool], str] = {}

    def of(self, source: Source) -> Extract:
        """Return the text of one version of a source.

        Raises StorageError when the original is missing or changed, InputError when its text cannot be read, MissingExtra when
        it needs OCR, which is not installed, and no text of it is kept. A text that is
        kept is returned without looking at the original: ``verify`` is what looks. That of an original above the limit of its
        type is empty.
        """
        ocr = self._ocr or source.ocr
        reader = self._extractor(source, ocr=ocr)
        if source.size > limit(source.media_type):
            doubts = (too_large(source.media_type, source.size),)
            return Extract(media_type=source.media_type, extractor=reader, text="", problems=doubts)
        key = (source.sha256, reader)
        if key not in self._held:
            made = self._kept(*key)
            if made is None:
                made = extract(self._store.get(source.sha256), source.media_type, ocr=ocr)
                self._write(source.sha256, made)
            self._hold(key, made)
        return replace(self._held[key], media_type=source.media_type)

    def kept(self, source: Source) -> Extract | None:
        """Return the text that is kept of a version of a source, not what its original says; None where none is kept."""
        with suppress(MissingExtra):
            made = self._kept(source.sha256, self._extractor(source, ocr=self._ocr or source.ocr))
            return None if made is None else replace(made, media_type=source.media_type)
        return None

    def keep(self, sha256: str, made: Extract) -> None:
        """Keep a text that was read already, as when a file came in, so that it is not read again."""
        self._hold((sha256, made.extractor), made)
        self._write(sha256, made)

    def _extractor(self, source: Source, *, ocr: bool) -> str:
        """Return the name of the reader; where OCR is not installed, of the one that made the text that is kept."""
        key = (source.media_type, ocr)
        if key not in self._extractors:
            try:
                self._extractors[key] = extractor(source.media_type, ocr=ocr)
            except MissingExtra:
                known = self._read_elsewhere(source)
                if known is None:
                    raise
                return known
        return self._extractors[key]

    def _read_elsewhere(self, source: Source) -> str | None:
        path = self._path(source.sha256, f"{extractor(source.media_type)}+")
        if path is None:
            return None
        kept = sorted(path.parent.glob(path.name.removesuffix(".json") + "*.json"))
        return kept[-1].name.removeprefix(f"{source.sha256}.").removesuffix(".json") if kept else None

    def _hold(self, key: tuple[str, str], made: Extract) -> None:
        if self._length + len(made.text) > _HELD:
            self._held.clear()
            self._length = 0
        self._held[key] = made
        self._length += len(made.text)

    def _path(self, sha256: str, reader: str) -> Path | None:
        return self._folder / sha256[:2] / f"{sha256}.{reader}.json" if self._folder else None

    def _kept(self, sha256: str, reader: str) -> Extract | None:
        """Return a kept text; ``None`` when there is none, or it is damaged: then it is read again."""
        import msgspec

        path = self._path(sha256, reader)
        if path is None:
            return None
        try:
            return _from_json(msgspec.json.decode(path.read_bytes()))
        except (OSError, msgspec.MsgspecError, KeyError, TypeError, ValueError):
            return None

    def _write(self, sha256: str, made: Extract) -> None:
        """Keep a text, whole or not at all. A disk that will not take it costs time at the next run, and nothing else."""
        import msgspec

        path = self._path(sha256, made.extractor)
        if path is None:
            return
        temporary = path.with_name(f".{path.name}.{uuid4().hex}")
        with suppress(OSError):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                temporary.write_bytes(msgspec.json.encode(_as_json(made)))
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)


def _as_json(made: Extract) -> dict[str, Any]:
    return {
        "media_type": made.media_type,
        "extractor": made.extractor,
        "encoding": made.encoding,
        "delimiter": made.delimiter,
        "pages": made.pages,
        "sheets": [(sheet.name, sheet.start, sheet.widths) for sheet in made.sheets],
        "problems": [(problem.key, problem.gravity, problem.values) for problem in made.problems],
        "text": made.text,
    }


def _from_json(raw: Mapping[str, Any]) -> Extract:
    sheets = tuple(Sheet(name, start, tuple(map(tuple, widths))) for name, start, widths in raw["sheets"])
    return Extract(
        media_type=raw["media_type"],
        extractor=raw["extractor"],
        text=raw["text"],
        pages=tuple(raw["pages"]),
        sheets=sheets,
        encoding=raw["encoding"],
        delimiter=raw["delimiter"],
        problems=tuple(Problem(key, gravity=gravity, values=values) for key, gravity, values in raw["problems"]),
    )
