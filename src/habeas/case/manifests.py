"""The list of originals that ``sha256sum -c`` reads, kept beside them where they lie in a folder of this machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from habeas.errors import HabeasError, Problem
from habeas.evidence import MANIFEST, Source, Store, manifest


def local(store: Store) -> Path | None:
    """Return the folder of this machine in which the originals lie; None where they lie elsewhere, or there are none."""
    place = Path(str(store))
    return place if "://" not in str(store) and place.is_dir() else None


def write(store: Store, versions: Iterable[Source]) -> None:
    """Write the list, whole or not at all. Where that fails, as on a read-only disk, the earlier list stays."""
    folder = local(store)
    if folder is None:
        return
    beside = folder / f".incoming-{uuid4().hex}"
    with suppress(OSError, HabeasError):
        listed = manifest(store, versions)
        if _read(folder) == listed:
            return
        try:
            beside.write_text(listed, encoding="utf-8")
            beside.replace(folder / MANIFEST)
        finally:
            beside.unlink(missing_ok=True)


def looked_at(store: Store, versions: Iterable[Source]) -> Iterator[Problem]:
    """Yield a problem where the list names what it should not, and write it anew; a list that is only behind is no problem."""
    folder = local(store)
    if folder is None:
        return
    named = list(versions)
    found = _read(folder)
    with suppress(HabeasError):
        right = set(manifest(store, named).split("\n"))
        if found is not None and named and not set(found.split("\n")) <= right:
            yield Problem("case.stale-manifest", MANIFEST)
    if named:
        write(store, named)


def _read(folder: Path) -> str | None:
    try:
        return (folder / MANIFEST).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
