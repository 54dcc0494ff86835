"""Verification: originals, citations and ledger, each against what was recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.case.results import Checked
from habeas.claims import Claim
from habeas.errors import HabeasError, Problem
from habeas.evidence import MANIFEST, Source, check, manifest, verify_originals
from habeas.ledger import Sources

if TYPE_CHECKING:
    from habeas.case.case import Case

Progress = Callable[[int, int], None]


def verify(case: Case, progress: Progress | None) -> Checked:
    """Check a case from the ledger up. Where the ledger itself is broken, what can still be checked is checked."""
    problems = [replace(one, file=one.file or str(case.folder / "ledger")) for one in case.ledger.verify()]
    counted = case.ledger.head()[0] if not problems else 0
    try:
        state = case.state
    except HabeasError as error:
        problems.append(Problem(error.key, values=error.values))
        folder, name = _place(case)
        return Checked(
            originals=0, citations=0, entries=counted, problems=tuple(problems), folder=folder, manifest=name
        )
    versions = [version for one in state.sources.values() for version in one.versions]
    originals = {version.sha256 for version in versions}
    cited = sum(len(claim.citations) for claim in state.claims.values())
    problems += verify_originals(case.store, versions, progress)
    problems += _citations(case, state.sources, state.claims)
    folder, name = _place(case, versions)
    return Checked(
        originals=len(originals),
        citations=cited,
        entries=state.seq,
        problems=tuple(problems),
        folder=folder,
        manifest=name,
    )


def _place(case: Case, versions: list[Source] | None = None) -> tuple[str, str]:
    """Return the folder and the name of the manifest, written anew for originals that lie in a folder of this machine."""
    where = Path(case.about.originals) if case.about.originals else case.folder / "originals"
    if versions is not None and where.is_dir():
        with suppress(OSError):  # a read-only case can still be verified
            (where / MANIFEST).write_text(manifest(case.store, versions), encoding="utf-8")
    return str(where), MANIFEST


def _citations(case: Case, sources: Sources, claims: Mapping[str, Claim]) -> Iterator[Problem]:
    """Compare every citation with its original's text, read anew from the bytes, one original at a time."""
    by_version: dict[tuple[str, str], list[tuple[Claim, int]]] = {}
    for claim in claims.values():
        for place, citation in enumerate(claim.citations):
            by_version.setdefault((citation.source, citation.sha256), []).append((claim, place))
    for (name, sha256), resting in by_version.items():
        version = sources.version(name, sha256)
        if version is None:
            for claim, _ in resting:
                values: dict[str, object] = {"claim": claim.id, "source": name, "sha256": sha256}
                yield Problem("case.cites-nothing", claim.key, values=values)
            continue
        try:
            extract = case.fresh_text(version)
        except HabeasError as error:
            yield Problem(error.key, version.file, values=error.values)
            continue
        for claim, place in resting:
            problem = check(claim.citations[place], extract)
            if problem is not None:
                yield replace(problem, file=f"{claim.id} ({claim.key})")
