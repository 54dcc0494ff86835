"""What an original is, what is recorded about it, and what a citation of it holds. No bytes are touched here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sensitivity = Literal["public", "restricted", "secret"]
SourceKind = Literal["original", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is recorded about a source beside its bytes. ``None`` means unknown; nothing is defaulted.

    ``published`` and ``obtained_on`` are EDTF strings. ``citation`` is the full reference of the publication that a note
    (the researcher's own words about something that cannot be kept) speaks of.
    """

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    obtained_how: str | None = None
    obtained_by: str | None = None
    obtained_on: str | None = None
    licence: str | None = None
    sensitivity: Sensitivity | None = None
    citation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One version of one source: the bytes (by SHA-256), and what is recorded about them.

    ``id`` is the same for all versions of a source and is what a claims file names (``vrt-2023-02-25``); ``version`` counts
    from 1; ``file`` is the name under which it was added. ``ocr`` says that its pictures were read by a machine on the way in,
    and so must be read again in the same way. Equality covers every field.
    """

    id: str
    version: int
    file: str
    kind: SourceKind
    sha256: str
    size: int
    media_type: str
    about: Description
    ocr: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextQuote:
    """A passage by W3C Web Annotation selectors: TextQuoteSelector (exact, prefix, suffix) and TextPositionSelector.

    ``start`` and ``end`` count code points of the extracted text: ``text[start:end] == exact``. ``page`` counts from 1.
    """

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CellQuote:
    """A cell of a sheet: its name, row counted from 1 as the file shows it, column letters, and the exact content."""

    sheet: str
    row: int
    column: str
    exact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The place in an original that something rests on. ``sha256`` names the version of ``source`` that was read."""

    source: str
    sha256: str
    quote: TextQuote | CellQuote
