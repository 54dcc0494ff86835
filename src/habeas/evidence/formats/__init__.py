"""Readers: one module a format, each a pure function from bytes to an :class:`~habeas.evidence.text.Extract`.

A reader's ``EXTRACTOR`` names it and its version. It changes whenever the same bytes could give another text, so that a
cached text is read again and citations are found again by their prefix and suffix.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from typing import Final, cast

from habeas.errors import InputError, Problem
from habeas.evidence.text import Extract

PARQUET: Final = "application/vnd.apache.parquet"
PACKED: Final = "application/gzip"
OLD_SHEET: Final = "application/vnd.ms-excel"
ROWS: Final = frozenset({PARQUET, PACKED, OLD_SHEET})
"""Tables of which nobody quotes a cell: they are kept without text, and read as records."""
READERS: Final[Mapping[str, str]] = {
    "text/plain": "txt",
    "text/markdown": "md",
    "text/html": "webpage",
    "text/csv": "delimited",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "image/png": "picture",
    "image/jpeg": "picture",
    **dict.fromkeys(sorted(ROWS), "rows"),
}
"""Which module reads a media type."""

TEXT_LIMIT: Final = 64 * 2**20
"""The largest text, Markdown or HTML file whose text is read, in bytes; a larger one is kept without its text."""
FILE_LIMIT: Final = 2**30
"""The same for PDF, Word and pictures: 1 GiB."""
TABLE_LIMIT: Final = 8 * 2**20
"""The same for CSV and Excel: a larger table holds more rows than anybody quotes cell by cell, and is read as records."""

_PICTURED: Final = frozenset({"pdf", "picture"})
_TABLES: Final = frozenset({"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})


def extract(data: bytes, media_type: str, *, ocr: bool = False) -> Extract:
    """Read the text of an original.

    ``ocr`` asks for pictures and scanned pages to be read with Tesseract, in English and Spanish. Raises
    :class:`~habeas.errors.InputError` when the bytes are not what the media type says, are locked by a password, or unfold
    beyond the limits; :class:`~habeas.errors.MissingExtra` when ``ocr`` is asked for and not installed.
    """
    name = _reader(media_type)
    module = import_module(f"{__name__}.{name}")
    if name in _PICTURED:
        made = cast("Callable[..., Extract]", module.read)(data, ocr=ocr)
    else:
        made = cast("Callable[..., Extract]", module.read)(data)
    return replace(made, media_type=media_type)


def extractor(media_type: str, *, ocr: bool = False) -> str:
    """Return the name and version of the reader that :func:`extract` uses: ``pdf-1``, ``picture-1+tesseract-5.3.0``."""
    name = _reader(media_type)
    version = str(import_module(f"{__name__}.{name}").EXTRACTOR)
    if ocr and name in _PICTURED:
        from habeas.evidence.formats import ocr as engine

        return f"{version}+{engine.version()}"
    return version


def limit(media_type: str) -> int:
    """Return the bytes above which an original of a type is kept without its text; :data:`ROWS` have none to quote."""
    if media_type in ROWS:
        return 0
    if media_type in _TABLES:
        return TABLE_LIMIT
    return TEXT_LIMIT if media_type.startswith("text/") else FILE_LIMIT


def too_large(media_type: str, size: int) -> Problem:
    """Return the problem of an original that is larger than :func:`limit`; sizes are in millions of bytes."""
    if media_type in ROWS or media_type in _TABLES:
        return rows_only()
    values: dict[str, object] = {"size": size // 10**6, "limit": limit(media_type) // 10**6}
    return Problem("evidence.too-large", gravity="warning", values=values)


def rows_only() -> Problem:
    """Return what is said of a table that is kept without its text: its rows are read as records, not quoted cell by cell."""
    return Problem("evidence.rows-only", gravity="warning")


def _reader(media_type: str) -> str:
    name = READERS.get(media_type)
    if name is None:
        raise InputError("evidence.unsupported", found=media_type)
    return name
