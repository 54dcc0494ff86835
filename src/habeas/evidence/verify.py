"""Every original hashed again, and the list with which anybody checks the same without habeas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from habeas.errors import Problem, StorageError
from habeas.evidence.model import Source
from habeas.evidence.store import Store, name


def verify_originals(
    store: Store, sources: Iterable[Source], progress: Callable[[int, int], None] | None = None
) -> Iterator[Problem]:
    """Hash every original of the sources again, and yield what is wrong: a file missing, changed, not readable, or unknown.

    ``progress`` is called with how many originals are done, and how many there are. A file in the store that no source
    names is a ``warning``; all else is an ``error``.
    """
    named: dict[str, Source] = {}
    for source in sources:
        named.setdefault(source.sha256, source)
    for done, (sha256, source) in enumerate(sorted(named.items()), 1):
        problem = _verified(store, sha256, source)
        if problem:
            yield problem
        if progress:
            progress(done, len(named))
    try:
        unknown = [*(name(sha256) for sha256 in store.hashes() if sha256 not in named), *store.strays()]
    except StorageError as error:
        yield Problem(error.key, str(store), values=error.values)
        return
    for path in sorted(unknown):
        yield Problem("evidence.original-unknown", path, gravity="warning", values={"path": path})


def _verified(store: Store, sha256: str, source: Source) -> Problem | None:
    values: dict[str, object] = {"source": source.id, "sha256": sha256, "path": name(sha256)}
    try:
        found = store.rehash(sha256)
    except StorageError as error:
        return Problem(error.key, source.file, values={**values, **error.values})
    if found is None:
        return Problem("evidence.original-missing", source.file, values=values)
    if found != sha256:
        return Problem("evidence.original-changed", source.file, values={**values, "found": found})
    return None


def manifest(store: Store, sources: Iterable[Source]) -> str:
    """Return the list that ``sha256sum -c manifest.sha256`` reads in the folder of originals: a line each, by SHA-256.

    Originals that are missing from the store are on the list too, so that the check names them.
    """
    hashes = {source.sha256 for source in sources} | set(store.hashes())
    return "".join(f"{sha256}  {name(sha256)}\n" for sha256 in sorted(hashes))
