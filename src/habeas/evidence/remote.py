"""Originals in any store that fsspec reaches: S3, SFTP, ``memory://``. A file appears there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, BinaryIO, cast
from uuid import uuid4

from habeas.evidence.folder import INCOMING


class Remote:
    """A folder of an fsspec file system; names are relative, with ``/``. Raises what the file system raises."""

    def __init__(self, system: Any, root: str, url: str) -> None:
        self._system = system
        self._root = root.rstrip("/")
        self._url = url

    def __str__(self) -> str:
        return self._url

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def size(self, name: str) -> int | None:
        """Return the bytes a file has; ``None`` when it is not there."""
        try:
            return int(self._system.info(self._path(name))["size"])
        except FileNotFoundError:
            return None

    def open(self, name: str) -> BinaryIO:
        """Open a file for reading."""
        return cast("BinaryIO", self._system.open(self._path(name), "rb"))

    def write(self, chunks: Iterable[bytes], name: str) -> None:
        """Write a file whole, by a temporary name: after any failure, the place is as it was."""
        target = self._path(name)
        temporary = self._path(f"{INCOMING}{uuid4().hex}")
        try:
            self._system.makedirs(self._root, exist_ok=True)
            with self._system.open(temporary, "wb") as stream:
                for chunk in chunks:
                    stream.write(chunk)
            self._system.makedirs(target.rpartition("/")[0], exist_ok=True)
            self._system.mv(temporary, target)
        except BaseException:
            with suppress(Exception):
                self._system.rm_file(temporary)
            raise

    def names(self) -> Iterator[str]:
        """Yield the name of every file, sorted, without those that a writer is still writing."""
        prefix = self._system._strip_protocol(self._root).rstrip("/") + "/"  # noqa: SLF001 - fsspec documents it for this
        for path in sorted(self._system.find(self._root)):
            name = str(path).removeprefix(prefix)
            if not name.rpartition("/")[2].startswith(INCOMING):
                yield name
