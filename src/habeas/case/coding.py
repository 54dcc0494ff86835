"""Claims files in: checked against the case, good rows to the ledger, faulty rows named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.case.results import CodedFile
from habeas.claims import Claim, Coded, Known, Vocabulary, read_claims_file
from habeas.errors import LedgerError
from habeas.ledger import Draft

if TYPE_CHECKING:
    from habeas.case.case import Case

Progress = Callable[[int, int], None]


def code(case: Case, files: Sequence[Path], *, dry_run: bool, progress: Progress | None) -> CodedFile:
    """Read claims files, each in one transaction.

    Files may name each other's keys in any order: a file whose rows were set aside is read once more after the others, as
    long as that settles any.
    """
    done: dict[Path, Coded] = {}
    waiting = list(dict.fromkeys(files))
    proposed: dict[str, None] = {}
    accepted = steps = 0
    table = _Table(case, dry_run=dry_run)
    while waiting:
        again: list[Path] = []
        for file in waiting:
            coded = table.read(file)
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


class _Table:
    """Where claims files are read one after another: what the case knows grows with each."""

    def __init__(self, case: Case, *, dry_run: bool) -> None:
        self.case = case
        self.dry_run = dry_run
        self._look()

    def _look(self) -> None:
        state = self.case.state
        self.seen = state.seq
        self.known = Known(
            vocabulary=Vocabulary.load(),
            subjects=self.case.about.subjects,
            sources=state.sources,
            text=self.case.texts.of,
            claims=dict(state.claims),
        )

    def read(self, file: Path) -> Coded:
        """Read a file and write its drafts; where another process wrote meanwhile, read it again against what is there now."""
        while True:
            coded = read_claims_file(file, self.known)
            try:
                self._write(coded.drafts)
            except LedgerError as error:
                if error.key != "ledger.moved":
                    raise
                self._look()
                continue
            made = {
                one.about: Claim.from_json({**one.body, "id": one.about})
                for one in coded.drafts
                if one.kind == "claim.propose"
            }
            self.known = replace(self.known, claims={**self.known.claims, **made})
            return coded

    def _write(self, drafts: Sequence[Draft]) -> None:
        if drafts and not self.dry_run:
            self.seen = self.case.ledger.append(drafts, actor=self.case.actor, seen=self.seen)[-1].seq
