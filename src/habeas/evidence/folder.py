"""Originals in a folder of this machine. A file appears there whole or not at all, and read-only.

Bytes are written beside their place under a name that begins with ``.incoming-``, flushed to the disk, and renamed. The writer
holds a lock on that file while it lives: one whose lock is free was left by a process that was killed, and is swept away by the
next writer.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final
from uuid import uuid4

INCOMING: Final = ".incoming-"


class Folder:
    """A local folder; names are relative, with ``/``. Raises ``OSError`` as the disk does."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._swept = False

    def __str__(self) -> str:
        return str(self.root)

    def size(self, name: str) -> int | None:
        """Return the bytes a file has; ``None`` when it is not there."""
        try:
            return (self.root / name).stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            return None

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading."""
        return (self.root / name).open("rb")

    def write(self, chunks: Iterable[bytes], name: str) -> None:
        """Write a file whole: after any failure, the place is as it was."""
        self._ready()
        target = self.root / name
        temporary, stream = self._incoming()
        try:
            with stream:
                for chunk in chunks:
                    stream.write(chunk)
                stream.flush()
                os.fchmod(stream.fileno(), 0o444)
                os.fsync(stream.fileno())
                opened = self._place(temporary, target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            with suppress(OSError):
                target.parent.rmdir()
            raise
        self._settle(target.parent)
        if opened:
            self._settle(self.root)

    @staticmethod
    def _place(temporary: Path, target: Path) -> bool:
        """Rename into place, and tell whether the folder had to be made.

        Another writer that fails may take an empty folder away in between, so it is made again, twice at most.
        """
        for last in (False, False, True):
            known = target.parent.is_dir()
            target.parent.mkdir(exist_ok=True)
            try:
                temporary.replace(target)
            except FileNotFoundError:
                if last:
                    raise
            else:
                return not known
        return True

    def names(self) -> Iterator[str]:
        """Yield the name of every file, sorted, without those that a writer is still writing."""
        for path in sorted(self.root.rglob("*")):
            if not path.name.startswith(INCOMING) and (path.is_symlink() or not path.is_dir()):
                yield path.relative_to(self.root).as_posix()

    def _ready(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        if self._swept:
            return
        self._swept = True
        for path in self.root.glob(f"{INCOMING}*"):
            self._sweep(path)

    @staticmethod
    def _sweep(path: Path) -> None:
        """Remove a file of a writer that was killed; one whose writer lives is locked, and stays."""
        with suppress(OSError), path.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()

    def _incoming(self) -> tuple[Path, BinaryIO]:
        """Open a new file under a lock. A sweep can come between the two: then it is gone, and another is made."""
        while True:
            path = self.root / f"{INCOMING}{uuid4().hex}"
            stream = path.open("xb")
            with suppress(OSError):
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.exists():
                return path, stream
            stream.close()

    @staticmethod
    def _settle(folder: Path) -> None:
        """Flush a folder, so that the rename outlives a power cut; some file systems know no such thing."""
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
