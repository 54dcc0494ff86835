"""What lets anybody check a case with ``sha256sum``: the list of originals, and the seal of the ledger's file.

``originals/manifest.sha256`` lists the originals where they lie in a folder of this machine. ``ledger.sha256`` stands beside a
ledger that is a SQLite file: which entry was the last, its hash, and the SHA-256 of the whole file then. SQLite has no checksum
of its pages; the seal is what shows a byte that was flipped where no entry is, and entries that were cut off at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

from habeas.errors import HabeasError, Problem
from habeas.evidence import MANIFEST, Source, Store, manifest
from habeas.ledger import Ledger

_SEAL: Final = re.compile(r"# entry ([0-9]{1,18}) ([0-9a-f]{64})\n([0-9a-f]{64})  (.+)\n")


def local(store: Store) -> Path | None:
    """Return the folder of this machine in which the originals lie; None where they lie elsewhere, or there are none."""
    place = Path(str(store))
    return place if "://" not in str(store) and place.is_dir() else None


def list_originals(store: Store, versions: Iterable[Source]) -> None:
    """Write the list of originals, whole or not at all. Where that fails, as on a read-only disk, the earlier list stays."""
    folder = local(store)
    if folder is None:
        return
    with suppress(HabeasError):
        listed = manifest(store, versions)
        if _read(folder / MANIFEST) != listed:
            _write(folder / MANIFEST, listed)


def check_list(store: Store, versions: Iterable[Source]) -> Iterator[Problem]:
    """Yield a problem where the list names what it should not, and write it anew; a list that is only behind is no problem."""
    folder = local(store)
    named = list(versions)
    if folder is None or not named:
        return
    found = _read(folder / MANIFEST)
    with suppress(HabeasError):
        right = set(manifest(store, named).split("\n"))
        if found is not None and not set(found.split("\n")) <= right:
            yield Problem("case.stale-manifest", MANIFEST)
    list_originals(store, named)


@dataclass(frozen=True, slots=True)
class Seal:
    """What was noted of a ledger's file; ``intact`` is False where the note itself cannot be read."""

    seq: int = 0
    last: str = ""
    sha256: str = ""
    intact: bool = True

    @property
    def noted(self) -> Mapping[int, str]:
        """The entry whose hash was noted, as :meth:`habeas.ledger.Ledger.verify` takes it."""
        return {self.seq: self.last} if self.seq else {}


def _place(ledger: Ledger) -> Path:
    return Path(ledger.place).with_suffix(".sha256")


def seal(ledger: Ledger) -> None:
    """Note the ledger's file as it stands now. Where that fails, the earlier note stays, and is behind."""
    with suppress(HabeasError):
        found = ledger.sealed()
        if found is None:
            return
        seq, last, sha256 = found
        note = f"# entry {seq} {last}\n{sha256}  {Path(ledger.place).name}\n"
        if _read(_place(ledger)) != note:
            _write(_place(ledger), note)


def read_seal(ledger: Ledger) -> Seal:
    """Return what was noted of a ledger's file; an empty seal where nothing was."""
    text = _read(_place(ledger)) if "://" not in ledger.place else None
    if text is None:
        return Seal()
    parts = _SEAL.fullmatch(text)
    if parts is None or parts[4] != Path(ledger.place).name:
        return Seal(intact=False)
    return Seal(int(parts[1]), parts[2], parts[3])


def check_seal(ledger: Ledger, noted: Seal) -> Iterator[Problem]:
    """Yield a problem where the ledger's file is not the one that was sealed; a seal that is only behind is no problem."""
    now = ledger.sealed()
    if now is None:
        return
    if not noted.intact:
        yield Problem("case.broken-seal", _place(ledger).name)
    elif noted.seq == now[0] and noted.sha256 and noted.sha256 != now[2]:
        yield Problem("case.ledger-file-differs", Path(ledger.place).name, values={"seal": _place(ledger).name})


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8", errors="replace")
    except OSError:
        return None


def _write(path: Path, text: str) -> None:
    beside = path.with_name(f".incoming-{uuid4().hex}")
    with suppress(OSError):
        try:
            beside.write_text(text, encoding="utf-8", newline="")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
