"""Zip containers (docx, xlsx): what they hold, and whether they unfold into more than a document ever should.

The directory of a zip states sizes, and a bomb lies about them; so the stated sizes are judged first and every member is then
unfolded once, a piece at a time, and stopped at its stated size. Zips inside the zip are never opened, at any depth.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import IO, Final
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from habeas.errors import InputError

UNFOLDED_LIMIT: Final = 512 * 2**20
"""Bytes that all members together may unfold to."""
MEMBERS_LIMIT: Final = 10_000
"""Members a document may have."""
RATIO_LIMIT: Final = 200
"""How many times its packed size a member may unfold to; judged above :data:`RATIO_FROM` bytes, as short runs pack well."""
RATIO_FROM: Final = 10 * 2**20

_PIECE: Final = 2**18

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS: Final = (
    ("word/document.xml", WORD),
    ("xl/workbook.xml", SHEET),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.12"),
)


def media_type(stream: IO[bytes]) -> str:
    """Return what a zip is, by its members; ``application/zip`` when it is no document. Raises InputError when broken."""
    try:
        with ZipFile(stream) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return archive.read("mimetype").decode("ascii", errors="replace").strip()
    except (BadZipFile, LargeZipFile, NotImplementedError, RuntimeError, OSError, ValueError, zlib.error, EOFError):
        raise InputError("evidence.zip-broken") from None
    return next((kind for member, kind in _KINDS if member in names), "application/zip")


def unfolded(data: bytes) -> int:
    """Return the bytes that a zip says it unfolds to; 0 where it is broken or a bomb, which :func:`check` then names."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (BadZipFile, LargeZipFile, NotImplementedError, OSError, ValueError):
        return 0
    if len(members) > MEMBERS_LIMIT or any(one.file_size > RATIO_LIMIT * max(one.compress_size, 1) for one in members):
        return 0
    return sum(one.file_size for one in members)


def check(data: bytes) -> None:
    """Raise :class:`~habeas.errors.InputError` when a zip is broken, locked, or a bomb. Needs memory for one piece only."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _judge(members)
            for member in members:
                _unfold(archive, member)
    except (BadZipFile, LargeZipFile, NotImplementedError, OSError, ValueError, zlib.error, EOFError):
        raise InputError("evidence.zip-broken") from None


def _judge(members: list[ZipInfo]) -> None:
    if len(members) > MEMBERS_LIMIT:
        raise InputError("evidence.zip-members", found=len(members), limit=MEMBERS_LIMIT)
    total = sum(member.file_size for member in members)
    if total > UNFOLDED_LIMIT:
        raise InputError("evidence.zip-bomb", found=total // 10**6, limit=UNFOLDED_LIMIT // 10**6)
    for member in members:
        if member.flag_bits & 0x1:
            raise InputError("evidence.office-password")
        ratio = member.file_size // max(member.compress_size, 1)
        if member.file_size > RATIO_FROM and ratio > RATIO_LIMIT:
            raise InputError("evidence.zip-ratio", member=member.filename, found=ratio, limit=RATIO_LIMIT)


def _unfold(archive: ZipFile, member: ZipInfo) -> None:
    """Unfold one member and drop it: a wrong checksum, as left by a lie about the size, raises ``BadZipFile``."""
    left = member.file_size
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE):
            left -= len(piece)
    if left:
        raise BadZipFile(member.filename)
