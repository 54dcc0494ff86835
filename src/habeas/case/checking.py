"""Verification: originals, citations and ledger, each against what was recorded; and what is derived, made anew and compared."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from habeas.case import building, estimating, linking, recording
from habeas.case.results import Checked
from habeas.case.seals import check_list, check_seal, local, read_seal, seal
from habeas.errors import HabeasError, Problem
from habeas.evidence import MANIFEST, Extract, Source, Texts, check, verify_originals
from habeas.tables import Folder

if TYPE_CHECKING:
    from habeas.case.case import Case
    from habeas.case.state import State
    from habeas.claims import Claim

Progress = Callable[[int, int], None]
_TEXT: Final = ("text", "pages", "sheets", "encoding", "delimiter")


def verify(case: Case, progress: Progress | None) -> Checked:
    """Check a case from the ledger up. Where the ledger itself is broken, what can still be checked is checked."""
    problems: list[Problem] = []
    state: State | None = None
    entries = 0
    try:
        problems += _ledger(case)
        entries = case.ledger.head()[0]
        state = case.state
    except HabeasError as error:
        problems.append(Problem(error.key, values=error.values))
    versions = [version for one in state.sources.values() for version in one.versions] if state else []
    both = _Steps(progress, 2 * len({version.sha256 for version in versions}))
    if state is None:
        problems += _by_name(case)
    else:
        problems += verify_originals(case.store, versions, both.first)
        problems += _texts(case, state, both)
        problems += _tables(case, state)
        problems += recording.altered(case)
        problems += linking.altered(case)
        problems += estimating.altered(case)
    problems += check_list(case.store, versions)
    place = local(case.store)
    return Checked(
        originals=len({version.sha256 for version in versions}),
        citations=sum(len(claim.citations) for claim in state.claims.values()) if state else 0,
        entries=entries,
        problems=tuple(problems),
        folder=str(place if place is not None else case.store),
        manifest=MANIFEST,
    )


def _ledger(case: Case) -> Iterator[Problem]:
    """Walk the ledger's chain and compare its file with what was sealed; a sound ledger whose seal is behind is sealed anew."""
    noted = read_seal(case.ledger)
    problems = [replace(one, file=one.file or case.ledger.place) for one in case.ledger.verify(noted.noted)]
    problems += check_seal(case.ledger, noted)
    yield from problems
    if not problems:
        seal(case.ledger)


class _Steps:
    """One progress over two rounds: the bytes of every original, then its text."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, total // 2

    def first(self, done: int, _of: int) -> None:
        """Tell of the first round."""
        if self._progress:
            self._progress(done, self._total)

    def second(self) -> None:
        """Tell of one more original of the second round."""
        self._done += 1
        if self._progress:
            self._progress(min(self._done, self._total), self._total)


def _by_name(case: Case) -> Iterator[Problem]:
    """Hash every original against its own name: all that can be checked without a ledger."""
    try:
        for sha256 in case.store.hashes():
            found = case.store.rehash(sha256)
            if found != sha256:
                values: dict[str, object] = {"source": "?", "sha256": sha256, "found": found or "?", "path": sha256}
                yield Problem("evidence.original-changed", sha256, values=values)
    except HabeasError as error:
        yield Problem(error.key, values=error.values)


def _texts(case: Case, state: State, steps: _Steps) -> Iterator[Problem]:
    """Read every original anew, one at a time: compare what is cited of it, and the text that is kept of it."""
    resting: dict[tuple[str, str], list[tuple[Claim, int]]] = {}
    for claim in state.claims.values():
        for place, citation in enumerate(claim.citations):
            resting.setdefault((citation.source, citation.sha256), []).append((claim, place))
    fresh = Texts(case.store)
    for one in state.sources.values():
        for version in one.versions:
            citing = resting.pop((version.id, version.sha256), [])
            try:
                yield from _text(version, fresh.of(version), case.texts.kept(version), citing)
            except HabeasError as error:
                if error.key not in ("evidence.original-missing", "evidence.original-changed"):  # said already
                    yield Problem(error.key, version.file, values=error.values)
            steps.second()
    for (source, sha256), citing in resting.items():
        for claim, _ in citing:
            values: dict[str, object] = {"claim": claim.id, "source": source, "sha256": sha256}
            yield Problem("case.cites-nothing", claim.key, values=values)


def _text(
    version: Source, fresh: Extract, kept: Extract | None, citing: Sequence[tuple[Claim, int]]
) -> Iterator[Problem]:
    if kept is not None and any(getattr(kept, name) != getattr(fresh, name) for name in _TEXT):
        yield Problem("case.text-differs", version.file, values={"source": version.id, "sha256": version.sha256})
    for claim, place in citing:
        problem = check(claim.citations[place], fresh)
        if problem is not None:
            yield replace(problem, file=f"{claim.id} ({claim.key})")


def _tables(case: Case, state: State) -> Iterable[Problem]:
    """Make the tables anew in another place, and name each that is not the same, byte for byte.

    Tables made from an earlier state, or by another version of habeas, are not looked at: they are made anew before they are read.
    """
    if case.tables.said() != building.stamp_of(case, state.seq, state.hash):
        return []
    try:
        with tempfile.TemporaryDirectory(prefix="habeas-verify-") as place:
            again = Folder(Path(place))
            building.make(case, state, again, None)
            wanted, found = again.hashes(), case.tables.hashes()
    except HabeasError as error:
        return [Problem(error.key, values=error.values)]
    names = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    if names:
        with suppress(OSError):  # so that nothing reads them before they are made anew
            case.tables.discard()
    folder = str(case.tables.path)
    return [Problem("tables.altered", f"tables/{name}.parquet", values={"folder": folder}) for name in names]
