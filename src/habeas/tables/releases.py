"""The folder of releases: what was read of record files, what was counted of them, what was found in their series.

The parts are ``records/``, ``register/`` (of rosters), ``custody/`` and ``audit/``.

It is replaced whole or not at all, and stamped with what it was made from and the SHA-256 of each of its files. Files that are not
those of the stamp count as not made. In a case it is ``tables/``, beside the tables of claims, with a stamp of its own: claims that
change do not make releases anew, and the other way round.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar, Final, TypeVar

from habeas.errors import InputError, StorageError
from habeas.tables.folder import alone, code_fingerprint, sweep

Read = TypeVar("Read")
STAMP: Final = "releases.json"
PARTS: Final = ("records", "register", "custody", "audit")
_FRESH: Final = ".releases-"
_WAITS: Final = (0.05, 0.1, 0.2, 0.4)
_CODE: Final = ("records", "custody", "findings")
_ESTIMATES_CODE: Final = ("about", "amount", "case", "claims", "estimation", "messages", "when")
_PERSONS_CODE: Final = ("about", "custody", "people", "records", "when")


def persons_fingerprint() -> str:
    """Return the SHA-256 over the code and the engines that can change what is read of lists, linked, and written of persons."""
    engines = ("anyascii", "duckdb", "fastexcel", "numba", "numpy", "pyarrow", "rapidfuzz", "scipy", "splink")
    return code_fingerprint(_PERSONS_CODE, engines)


def estimates_fingerprint() -> str:
    """Return the SHA-256 over the code and the engines that can change what is estimated."""
    return code_fingerprint(_ESTIMATES_CODE, ("numba", "numpy", "pyarrow", "scipy"))


def releases_fingerprint() -> str:
    """Return the SHA-256 over the code and the engines that can change what is read and counted of releases."""
    engines = ("duckdb", "fastexcel", "ibis-framework", "numpy", "pyarrow", "python-calamine", "scipy")
    return code_fingerprint(_CODE, engines)


class ReleaseFolder:
    """A folder of releases; :meth:`replace` is the only way into it."""

    parts: ClassVar[tuple[str, ...]] = PARTS
    stamp: ClassVar[str] = STAMP
    fresh: ClassVar[str] = _FRESH

    def __init__(self, path: Path) -> None:
        self.path = path

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.path)!r})"

    def made_from(self) -> Mapping[str, Any] | None:
        """Return what the files were made from, or None where there are none, or they are not those of the stamp."""
        noted = self._noted()
        return noted["made_from"] if noted is not None and noted["files"] == self.hashes() else None

    def altered(self) -> list[str]:
        """Return the files, by their place in the folder, that are not those of the stamp; none where there is no stamp."""
        noted = self._noted()
        if noted is None:
            return []
        found, wanted = self.hashes(), noted["files"]
        return sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name))

    def discard(self) -> None:
        """Take the stamp away, so that nothing reads the files before they are made anew."""
        (self.path / self.stamp).unlink(missing_ok=True)

    def hashes(self) -> dict[str, str]:
        """Return the SHA-256 of each file as it is now, by its place in the folder."""
        found: dict[str, str] = {}
        for part in self.parts:
            for path in sorted((self.path / part).rglob("*")):
                if path.is_file():
                    with suppress(OSError), path.open("rb") as file:
                        found[path.relative_to(self.path).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
        return found

    @contextmanager
    def replace(self, made_from: Mapping[str, Any], *, keep: Sequence[str] = ()) -> Iterator[Path]:
        """Lend an empty folder beside this one to write into; what is in it when the block ends well takes this folder's place.

        ``keep`` names the parts that are carried over as they are. After any failure this folder is as it was.
        Raises :class:`InputError` where the folder holds what no release wrote, :class:`StorageError` where it cannot be written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            sweep(self.path, self.fresh)
            fresh = Path(tempfile.mkdtemp(prefix=self.fresh, dir=self.path))
        except OSError as error:
            raise self._failed(error) from None
        try:
            yield fresh
            try:
                self._swap(fresh, made_from, keep)
            except OSError as error:
                raise self._failed(error) from None
        finally:
            shutil.rmtree(fresh, ignore_errors=True)

    def _failed(self, error: OSError) -> StorageError:
        return StorageError("tables.cannot-write", folder=str(self.path), found=error.strerror or str(error))

    def _swap(self, fresh: Path, made_from: Mapping[str, Any], keep: Sequence[str]) -> None:
        # The old stamp goes first and the new one comes last: a kill between the two means "make again", never a mixture.
        old = fresh / "old"
        old.mkdir()
        with alone(self.path):
            self.discard()
            for part in self.parts:
                if part in keep:
                    continue
                if (self.path / part).exists():
                    (self.path / part).rename(old / part)
                if (fresh / part).exists():
                    (fresh / part).rename(self.path / part)
            noted = {"made_from": dict(made_from), "files": self.hashes()}
            stamp = fresh / self.stamp
            stamp.write_text(json.dumps(noted, sort_keys=True, indent=1, default=str) + "\n", encoding="utf-8")
            stamp.replace(self.path / self.stamp)

    def _noted(self) -> dict[str, Any] | None:
        try:
            raw = json.loads((self.path / self.stamp).read_text(encoding="utf-8"))
            return {"made_from": dict(raw["made_from"]), "files": dict(raw["files"])}
        except (OSError, ValueError, TypeError, KeyError):
            return None


class PersonFolder(ReleaseFolder):
    """The folder of persons: what linking their lists wrote and the register that follows, in ``persons/``, with a stamp of its own."""

    parts = ("persons",)
    stamp = "persons.json"
    fresh = ".persons-"


class EstimateFolder(ReleaseFolder):
    """The folder of estimates, in ``estimates/``, with a stamp of its own."""

    parts = ("estimates",)
    stamp = "estimates.json"
    fresh = ".estimates-"


def _swapping(folder: Path) -> bool:
    """Whether a process is putting releases into the folder, or was killed while it did."""
    return any(folder.glob(f"{_FRESH}*")) or (folder / "records" / "readings.json").is_file()


def patiently(folder: Path, read: Callable[[], Read]) -> Read:
    """Read what lies in a folder of releases; while another process puts others in their place, wait for it and read again."""
    for wait in _WAITS:
        try:
            return read()
        except (OSError, StorageError):
            if not any(folder.glob(f"{_FRESH}*")):
                break
            time.sleep(wait)
    return read()


def check_writable(folder: Path) -> None:
    """Raise :class:`InputError` where a folder that is to hold releases is a file, or holds something that no release wrote."""
    if folder.exists() and not folder.is_dir():
        raise InputError("tables.not-a-folder", folder=str(folder))
    held = folder.is_dir() and any(not one.name.startswith(_FRESH) for one in folder.iterdir())
    if held and not (folder / STAMP).is_file() and not _swapping(folder):
        raise InputError("tables.not-releases", folder=str(folder))
