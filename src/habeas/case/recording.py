"""The record files of a case: its originals under their own names, read and counted into ``tables/``, made anew only when they change.

The stamp names the originals, the mapping files, the rule, the last moment and the code: claims and decisions change none of it.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.case import auditing, counting, releases
from habeas.case.seals import local
from habeas.errors import CaseError, Problem, StorageError, because
from habeas.evidence import ROWS, Source, limit
from habeas.tables import ReleaseFolder, releases_fingerprint

if TYPE_CHECKING:
    from habeas.case.case import Case
    from habeas.case.releases import Releases
    from habeas.records import Progress

RULE: Final = "habeas"
_TABLES: Final = ROWS | frozenset({"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})
_FORMAT: Final = 1
_CHUNK: Final = 2**20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a case's releases are to be made from: ``read`` decides what is read, ``count`` what is counted of it."""

    read: Mapping[str, Any]
    count: Mapping[str, Any]

    @property
    def stamp(self) -> dict[str, Any]:
        """The stamp of tables made from it."""
        return {"format": _FORMAT, "read": dict(self.read), "count": dict(self.count)}


def candidates(case: Case) -> dict[str, Source]:
    """Return the originals that may hold records, the current version of each source, by the name each is read under."""
    found: dict[str, Source] = {}
    for state in case.state.sources.values():
        one = state.current
        if state.withdrawn or one.kind != "original" or not _tabular(one) or one.id in case.about.people.names:
            continue
        found[f"{one.id}/{one.file}" if one.file in found else one.file] = one
    return found


def _tabular(one: Source) -> bool:
    """Whether an original may be a table; a text whose name promises one, such as a CSV called .xlsx, may be."""
    promised = Path(one.file).suffix.lower() in (".xlsx", ".csv", ".tsv", ".psv")
    return one.media_type in _TABLES or (one.media_type == "text/plain" and promised)


def wanted(case: Case) -> Wanted:
    """Return what the releases of this moment are to be made from. Raises :class:`CaseError` where a mapping file is not there."""
    sources = [(name, one.sha256) for name, one in candidates(case).items()]
    rule, last = rule_of(case), case.about.records.until
    read = {
        "originals": [list(one) for one in sources],
        "mappings": [hashlib.sha256(_content(path)).hexdigest() for path in mappings(case)],
        "code": releases_fingerprint() if sources else "",
    }
    return Wanted(read, {"rule": rule, "until": last.isoformat() if last else None})


def rule_of(case: Case) -> str:
    """Return the rule by which the case counts. Raises :class:`InputError` where it is none."""
    rule = case.about.records.rule
    if rule is None:
        return RULE
    from habeas.custody import rule_named

    return rule_named(rule).name


def mappings(case: Case) -> list[Path]:
    """Return the paths of the case's mapping files."""
    return [case.folder / path for path in case.about.records.mappings]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CaseError("case.no-mapping", file=str(path), found=because(error)) from None


def fresh(case: Case, progress: Progress | None) -> tuple[Releases | None, bool]:
    """Return the releases of this moment, made anew where they have to be, and whether they had to; None where there are none."""
    folder = ReleaseFolder(case.tables.path)
    want = wanted(case)
    made = folder.made_from()
    if not want.read["originals"]:
        if made is not None:
            with folder.replace(want.stamp):
                pass
        return None, made is not None and made != want.stamp
    if made == want.stamp:
        return releases.load(folder.path), False
    keep = ("records", "audit") if made is not None and made.get("read") == want.read else ()
    with folder.replace(want.stamp, keep=keep) as to:
        found = releases.load(folder.path) if keep else _read(case, to, progress)
        if not keep:
            auditing.audited(found, to, progress)
        if found.stints or found.rosters:
            how = counting.Counting(rule=want.count["rule"], settled=case.about.records.until)
            with how.opened() as running:
                counting.count(found, to, how, running, progress)
    return releases.load(folder.path), True


def _read(case: Case, to: Path, progress: Progress | None) -> Releases:
    sources = candidates(case)
    quoted = frozenset(name for name, one in sources.items() if one.size <= limit(one.media_type))
    with lent(case, sources) as files:
        return releases.read(files, to, mappings=mappings(case), quoted=quoted, progress=progress)


@contextmanager
def lent(case: Case, sources: Mapping[str, Source]) -> Iterator[dict[str, Path]]:
    """Lend each original as a file of this machine: where it is kept, or a copy where that is elsewhere."""
    for one in sources.values():
        found = case.store.rehash(one.sha256)
        if found not in (None, one.sha256):  # what is missing is a problem of its file
            raise StorageError("evidence.original-changed", sha256=one.sha256, found=found, path=one.file)
    place = local(case.store)
    if place is not None:
        yield {name: place / one.sha256[:2] / one.sha256 for name, one in sources.items()}
        return
    with tempfile.TemporaryDirectory(prefix="habeas-originals-") as scratch:
        files: dict[str, Path] = {}
        for name, one in sources.items():
            files[name] = Path(scratch) / one.sha256
            with case.store.open(one.sha256) as stream, files[name].open("wb") as copy:
                shutil.copyfileobj(stream, copy, _CHUNK)
        yield files


def altered(case: Case) -> Iterator[Problem]:
    """Yield a problem for each file of the releases that is not the one that was made; it is then no longer used."""
    folder = ReleaseFolder(case.tables.path)
    for name in folder.altered():
        yield Problem("tables.altered", f"tables/{name}", values={"folder": str(folder.path)})
        folder.discard()
