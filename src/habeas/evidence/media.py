"""What a file is, by its bytes. Its name only tells plain text, Markdown and CSV apart, whose bytes look alike."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath
from typing import IO, Final

from habeas.errors import InputError
from habeas.evidence import archive
from habeas.evidence.formats import OLD_SHEET, PACKED, PARQUET, READERS

HEAD: Final = 65_536
"""How many bytes of a file's beginning are looked at."""

_PDF: Final = b"%PDF-"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_MAGIC: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"%!PS", "application/postscript"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", PACKED),
    (b"ID3", "audio/mpeg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"SQLite format 3\0", "application/vnd.sqlite3"),
    (b"PAR1", PARQUET),
)
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_PACKED_TABLE: Final = re.compile(r"\.(csv|tsv|psv|txt|xlsx|parquet)\.gz$")
_XML: Final = re.compile(rb"\s*<\?xml\b")
_TEXTS: Final = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".csv": "text/csv",
    ".tsv": "text/csv",
    ".htm": "text/html",
    ".html": "text/html",
    ".xhtml": "text/html",
}
_SUFFIXES: Final = {
    ".pdf": {"application/pdf"},
    ".docx": {archive.WORD},
    ".xlsx": {archive.SHEET},
    ".parquet": {PARQUET},
    ".xls": {OLD_SHEET},
    ".png": {"image/png"},
    ".jpg": {"image/jpeg"},
    ".jpeg": {"image/jpeg"},
    ".txt": {"text/plain"},
    ".md": {"text/markdown"},
    ".csv": {"text/csv"},
    ".html": {"text/html"},
    ".htm": {"text/html"},
}
_CONTROLS: Final = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1b")


def media_type(head: bytes, name: str) -> str:
    """Return the media type of a file from its first :data:`HEAD` bytes; ``application/zip`` still wants a look inside.

    Raises :class:`~habeas.errors.InputError` when it is none that habeas reads, or is locked by a password.
    """
    found = _found(head, name)
    if found == _OLE.hex():
        if _LOCKED in head:
            raise InputError("evidence.office-password")
        if PurePath(name).suffix.lower() == ".xls":
            return OLD_SHEET
        raise InputError("evidence.office-old")
    if found == PACKED and not _PACKED_TABLE.search(name.lower()):
        raise InputError("evidence.unsupported", found=found)
    if found not in READERS and found != "application/zip":
        raise InputError("evidence.unsupported", found=found)
    return found


def document_type(stream: IO[bytes]) -> str:
    """Return the media type of a zip from its members. Raises InputError when it is broken or no document habeas reads."""
    found = archive.media_type(stream)
    if found not in READERS:
        raise InputError("evidence.unsupported", found=found)
    return found


def misnamed(found: str, name: str) -> bool:
    """Whether the name promises another type than the bytes are."""
    suffix = PurePath(name).suffix.lower()
    return suffix in _SUFFIXES and found not in _SUFFIXES[suffix]


def _found(head: bytes, name: str) -> str:
    if _PDF in head[:1024]:
        return "application/pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "application/zip"
    if head.startswith(_OLE):
        return _OLE.hex()
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in (b"heic", b"mif1", b"heix") else "video/mp4"
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], "video/x-msvideo")
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    return _text(head, name) if _is_text(head) else "application/octet-stream"


def _is_text(head: bytes) -> bool:
    if head.startswith(_MARKS):
        return True
    return not any(byte in _CONTROLS for byte in head)


def _text(head: bytes, name: str) -> str:
    if _HTML.match(head.removeprefix(codecs.BOM_UTF8)):
        return "text/html"
    if _XML.match(head):
        return "application/xml"
    return _TEXTS.get(PurePath(name).suffix.lower(), "text/plain")
