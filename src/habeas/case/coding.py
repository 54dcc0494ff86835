"""Claims files in: checked against the case, good rows to the ledger, faulty rows named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.case.results import CodedFile
from habeas.claims import Claim, Coded, Known, Vocabulary, read_claims_file
from habeas.ledger import Draft

if TYPE_CHECKING:
    from habeas.case.case import Case

Progress = Callable[[int, int], None]


def code(case: Case, files: Sequence[Path], *, dry_run: bool, progress: Progress | None) -> CodedFile:
    """Read claims files, each in one transaction.

    Files may name each other's keys in any order: a file whose rows were set aside is read once more after the others, as
    long as that settles any.
    """
    state = case.state
    known = Known(
        vocabulary=Vocabulary.load(),
        subjects=case.about.subjects,
        sources=state.sources,
        text=case.texts.of,
        claims=dict(state.claims),
    )
    done: dict[Path, Coded] = {}
    waiting = list(dict.fromkeys(files))
    proposed: dict[str, None] = {}
    accepted = steps = 0
    while waiting:
        again: list[Path] = []
        for file in waiting:
            coded = read_claims_file(file, known)
            if coded.drafts and not dry_run:
                case.ledger.append(coded.drafts, actor=case.actor)
            known = replace(known, claims={**known.claims, **_proposed(coded.drafts)})
            proposed.update(dict.fromkeys(coded.used.values()))
            accepted += sum(draft.kind == "claim.accept" for draft in coded.drafts)
            earlier = done.get(file)
            if coded.set_aside and (earlier is None or len(coded.set_aside) < len(earlier.set_aside)):
                again.append(file)
            done[file] = coded
            steps += 1
            if progress:
                progress(min(steps, len(files)), len(files))
        waiting = again if len(again) < len(waiting) or any(done[file].used for file in again) else []
    rows = sum(one.rows for one in done.values())
    faulty = sum(len(one.set_aside) for one in done.values())
    return CodedFile(
        rows=rows,
        proposed=tuple(proposed),
        accepted=accepted,
        unchanged=rows - faulty - len(proposed),
        faulty=faulty,
        problems=tuple(problem for one in done.values() for problem in one.problems),
    )


def _proposed(drafts: Sequence[Draft]) -> dict[str, Claim]:
    return {one.about: Claim.from_json({**one.body, "id": one.about}) for one in drafts if one.kind == "claim.propose"}
