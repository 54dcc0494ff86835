"""The originals, byte for byte, each under its SHA-256. What is in the store never changes.

A store is a folder, or any place that fsspec reaches by URL. ``ab/abcdef…`` holds the bytes whose SHA-256 is ``abcdef…``, so
that ``sha256sum`` alone can check them.
"""

from __future__ import annotations

import errno
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

from habeas.errors import HabeasError, InputError, StorageError

MANIFEST: Final = "manifest.sha256"
"""The file in the folder of originals that ``sha256sum -c`` reads; it is no original."""

_CHUNK: Final = 2**20
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_LOCKED: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class _Shelf(Protocol):
    """A place that holds files whole or not at all; see :class:`~habeas.evidence.folder.Folder`."""

    def size(self, name: str) -> int | None: ...
    def open(self, name: str) -> BinaryIO: ...
    def write(self, chunks: Iterator[bytes], name: str) -> None: ...
    def names(self) -> Iterator[str]: ...


class Store:
    """Originals by SHA-256. ``options`` go to fsspec (credentials, an endpoint); a local folder takes none.

    Nothing is created before the first :meth:`put`. Every method raises :class:`~habeas.errors.StorageError` when the disk is
    full or read-only or the place cannot be reached.
    """

    def __init__(self, place: str | Path, **options: Any) -> None:
        self._shelf = _shelf(place, options)

    def __repr__(self) -> str:
        return f"Store({str(self._shelf)!r})"

    def __str__(self) -> str:
        return str(self._shelf)

    def put(self, content: bytes | Path) -> str:
        """Keep bytes, or those of a file, and return their SHA-256. Keeping the same bytes again changes nothing.

        The file is read in pieces, twice. Where the store holds other bytes under that SHA-256 (damage), they are replaced by
        the right ones. Raises :class:`~habeas.errors.InputError` when the file cannot be read or changes meanwhile.
        """
        sha256 = digest(chunks(content))
        with self._guarded():
            if self._intact(sha256):
                return sha256
            self._shelf.write(_proved(chunks(content), sha256, content), name(sha256))
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return an original, checked. Raises StorageError when it is missing, or no longer what it was."""
        with self.open(sha256) as stream, self._guarded():
            content = stream.read()
        found = hashlib.sha256(content).hexdigest()
        if found != sha256:
            raise StorageError("evidence.original-changed", sha256=sha256, found=found, path=name(sha256))
        return content

    def open(self, sha256: str) -> BinaryIO:
        """Open an original for reading, piece by piece; these bytes are not checked. Raises StorageError when missing."""
        path = name(sha256)
        with self._guarded():
            try:
                return self._shelf.open(path)
            except FileNotFoundError:
                raise StorageError("evidence.original-missing", sha256=sha256, path=path) from None

    def has(self, sha256: str) -> bool:
        """Whether there is an original of that SHA-256; its bytes are not checked."""
        return self.size(sha256) is not None

    def size(self, sha256: str) -> int | None:
        """Return the bytes of an original as they are now; ``None`` when it is not there."""
        path = name(sha256)
        with self._guarded():
            return self._shelf.size(path)

    def rehash(self, sha256: str) -> str | None:
        """Return the SHA-256 of the bytes as they are now, read in pieces; ``None`` when there are none."""
        path = name(sha256)
        with self._guarded():
            try:
                with self._shelf.open(path) as stream:
                    return digest(iter(lambda: stream.read(_CHUNK), b""))
            except FileNotFoundError:
                return None

    def hashes(self) -> Iterator[str]:
        """Yield the SHA-256 of every original, sorted."""
        return (path[3:] for path in self._names() if _is_original(path))

    def strays(self) -> Iterator[str]:
        """Yield the name of every file that is neither an original nor the manifest, sorted."""
        return (path for path in self._names() if not _is_original(path) and path != MANIFEST)

    def _names(self) -> list[str]:
        with self._guarded():
            return list(self._shelf.names())

    def _intact(self, sha256: str) -> bool:
        return self._shelf.size(name(sha256)) is not None and self.rehash(sha256) == sha256

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turn what a disk or a remote store raises into a StorageError with the way out."""
        try:
            yield
        except HabeasError:
            raise
        except OSError as error:
            key = "full" if error.errno in _FULL else "read-only" if error.errno in _LOCKED else "unreachable"
            raise StorageError(f"evidence.storage-{key}", place=str(self), found=_said(error)) from error
        except Exception as error:  # each fsspec file system raises errors of its own
            raise StorageError("evidence.storage-unreachable", place=str(self), found=_said(error)) from error


def name(sha256: str) -> str:
    """Return where an original stands in the store: ``ab/abcdef…``. Raises ``ValueError`` for what is no SHA-256."""
    if not is_sha256(sha256):
        raise ValueError(sha256)
    return f"{sha256[:2]}/{sha256}"


def is_sha256(text: str) -> bool:
    """Whether a text is a SHA-256 as habeas writes it: 64 digits, lower case."""
    return _SHA256.fullmatch(text) is not None


def digest(pieces: Iterator[bytes]) -> str:
    """Return the SHA-256 of bytes that come in pieces."""
    total = hashlib.sha256()
    for piece in pieces:
        total.update(piece)
    return total.hexdigest()


def chunks(content: bytes | Path) -> Iterator[bytes]:
    """Yield bytes, or those of a file, in pieces. Raises InputError when the file cannot be read."""
    if isinstance(content, bytes):
        yield content
        return
    try:
        with content.open("rb") as stream:
            while piece := stream.read(_CHUNK):
                yield piece
    except OSError as error:
        raise InputError("evidence.unreadable", file=str(content), found=_said(error)) from None


def _proved(pieces: Iterator[bytes], sha256: str, content: bytes | Path) -> Iterator[bytes]:
    """Pass pieces on, and raise InputError at the end when together they are not what was promised."""
    total = hashlib.sha256()
    for piece in pieces:
        total.update(piece)
        yield piece
    if total.hexdigest() != sha256:
        raise InputError("evidence.changed-meanwhile", file=str(content))


def _said(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _is_original(path: str) -> bool:
    return path[2:3] == "/" and path[:2] == path[3:5] and is_sha256(path[3:])


def _shelf(place: str | Path, options: dict[str, Any]) -> _Shelf:
    from habeas.evidence.folder import Folder

    if isinstance(place, Path) or "://" not in place:
        return Folder(Path(place))
    import fsspec
    from fsspec.implementations.local import LocalFileSystem

    from habeas.evidence.remote import Remote

    try:
        system, root = fsspec.core.url_to_fs(place, **options)
    except ImportError as error:
        raise StorageError("evidence.storage-driver", place=place, found=str(error)) from None
    except ValueError as error:
        raise StorageError("evidence.storage-unknown", place=place, found=str(error)) from None
    return Folder(Path(root)) if isinstance(system, LocalFileSystem) else Remote(system, root, place)
