"""Which source a received file is: one already known, a new version of one, or a new one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import PurePosixPath
from typing import Final, Literal
from unicodedata import normalize

from habeas.evidence.model import Description, Source
from habeas.evidence.receive import Received

Outcome = Literal["same", "described", "version", "new"]

_NO_WORD: Final = re.compile(r"[^a-z0-9]+")


def slug(file: str) -> str:
    """Return the id that a file name suggests: its last part without suffix, in plain letters, digits and hyphens."""
    stem = normalize("NFKD", PurePosixPath(file).stem).encode("ascii", errors="ignore").decode().lower()
    return _NO_WORD.sub("-", stem).strip("-") or "source"


def identify(received: Received, known: Iterable[Source]) -> tuple[Outcome, Source]:
    """Tell which source a received file is, given every version of every source of the case, in the order they were added.

    ``same``: these bytes are known, under this name or another, and nothing new is said of them. ``described``: the bytes are
    known, and the description says something new; what it leaves out stays as it was. ``version``: other bytes came in under
    this name before, or the same bytes are now read with OCR and were not. ``new``: neither; the id is made from the file name and is unique in the case.
    """
    sources = list(known)
    named = [source for source in sources if source.file == received.file]
    held = [source for source in named if source.sha256 == received.sha256]
    if not named:
        held = [source for source in sources if source.sha256 == received.sha256]
    if held and received.ocr and not any(source.ocr for source in held):
        latest = max(source.version for source in sources if source.id == held[-1].id)
        again = _source(received, held[-1].id, latest + 1)
        return "version", replace(again, file=held[-1].file, about=_described(held[-1], received).about)
    if held:
        now = _described(held[-1], received)
        return ("same" if now == held[-1] else "described"), now
    if named:
        return "version", _source(received, named[-1].id, max(source.version for source in named) + 1)
    return "new", _source(received, _unique(slug(received.file), {source.id for source in sources}), 1)


def _described(source: Source, received: Received) -> Source:
    said = {field.name: getattr(received.about, field.name) for field in fields(Description)}
    about = replace(source.about, **{name: value for name, value in said.items() if value is not None})
    return replace(source, about=about, kind="note" if received.kind == "note" else source.kind)


def _source(received: Received, name: str, version: int) -> Source:
    return Source(
        id=name,
        version=version,
        file=received.file,
        kind=received.kind,
        sha256=received.sha256,
        size=received.size,
        media_type=received.media_type,
        about=received.about,
        ocr=received.ocr,
    )


def _unique(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"
