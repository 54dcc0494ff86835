"""Writing a folder whole or not at all: built beside its place, then swapped in."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from habeas.errors import InputError, StorageError

# What HTML 5 does not allow in a document, and halves of surrogate pairs, which UTF-8 cannot write.
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
MARKER: Final = "habeas-report.txt"


class Folder:
    """A folder being built. Every file is written once; ``paths`` lists them, relative, in the order written."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._made = {root}
        self.paths: list[str] = []

    def write(self, name: str, content: str | bytes) -> None:
        """Write one file; characters that no page may hold are shown as the replacement character."""
        path = self.later(name)
        data = content if isinstance(content, bytes) else _UNWRITABLE.sub("\ufffd", content).encode("utf-8")
        with path.open("xb") as file:
            file.write(data)

    def path(self, name: str) -> Path:
        """Return where a file of the folder stands while it is being built."""
        return self._root / name

    def later(self, name: str) -> Path:
        """Enter a file that another process writes before the folder is put in its place, and return where."""
        path = self.path(name)
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        self.paths.append(name)
        return path


@contextmanager
def replacing(folder: Path) -> Iterator[Folder]:
    """Build a folder beside ``folder`` and put it in its place when the block ends well; leave ``folder`` alone otherwise.

    Raises :class:`InputError` when ``folder`` holds something that no report wrote, :class:`StorageError` when the disk is
    full or cannot be written.
    """
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise InputError("publishing.not-a-report", folder=str(folder))
    if folder.exists() and not folder.is_dir():
        raise InputError("publishing.not-a-folder", folder=str(folder))
    beside: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        yield Folder(beside)
        _swap(beside, folder)
    except OSError as error:
        raise StorageError("publishing.cannot-write", folder=str(folder), found=error.strerror or str(error)) from error
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def _swap(new: Path, place: Path) -> None:
    new.chmod(0o755)
    old = new.with_name(f"{new.name}-old")
    if place.exists():
        place.replace(old)
    try:
        new.replace(place)
    except OSError:
        with suppress(OSError):
            old.replace(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
