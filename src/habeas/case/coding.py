"""Claims files in: checked against the case, good rows to the ledger, faulty rows named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from habeas.case.results import CodedFile
from habeas.claims import Claim, Coded, Known, Status, Vocabulary, read_claims_file
from habeas.errors import Faults, HabeasError, InputError, LedgerError, Problem
from habeas.evidence import SIDECAR
from habeas.ledger import Draft

if TYPE_CHECKING:
    from habeas.case.case import Case

Progress = Callable[[int, int], None]
SUFFIXES: Final = (".csv", ".ods", ".xlsx", ".yaml", ".yml")
_DECIDED: Final[Mapping[str, Status]] = {"claim.accept": "accepted", "claim.reject": "rejected"}
_LEFT_OUT: Final = (".", "~$")
_NAMES_ANOTHER: Final = frozenset({"claims.unknown-key", "claims.unknown-key-near", "claims.refers-to-faulty"})


def code(case: Case, given: Sequence[Path], *, dry_run: bool, progress: Progress | None) -> CodedFile:
    """Read claims files, and those of folders, each in one transaction; a file that cannot be read does not stop the others.

    Files may name each other's keys in any order: a file with rows that name what is not there yet is read once more after
    the others, as long as that settles any. Raises :class:`InputError` where no file at all can be read.
    """
    files, problems = _files(given)
    case.actor  # noqa: B018 - nobody to act is said before the work, not after it
    table = _Table(case, dry_run=dry_run)
    outcomes: dict[Path, _Outcome] = {}
    steps, waiting = 0, files
    while waiting:
        again: list[Path] = []
        for file in waiting:
            coded = table.read(file)
            outcome = outcomes[file] = outcomes.get(file, _Outcome()).then(coded)
            if outcome.may_settle:
                again.append(file)
            steps += 1
            if progress:
                progress(steps, len(files) if steps <= len(files) else steps + len(waiting))
        waiting = again
    broken = [outcome.broken for outcome in outcomes.values() if outcome.broken is not None]
    if broken and len(broken) == len(outcomes) and not problems:
        raise broken[0] if len(broken) == 1 else Faults("case.no-claims-file", [_problem(one) for one in broken])
    return _joined(list(outcomes.values()), problems)


def _files(given: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    """Return the claims files that are meant, and a warning for each file of a folder that is none."""
    files: list[Path] = []
    problems: list[Problem] = []
    for path in given:
        if not path.is_dir():
            files.append(path)
            continue
        inside = [one for one in _walk(path) if one.suffix.lower() in SUFFIXES]
        files += inside
        problems += [
            Problem(
                "case.no-claims-suffix", one.relative_to(path).as_posix(), gravity="warning", values={"known": SUFFIXES}
            )
            for one in _walk(path)
            if one.suffix.lower() not in SUFFIXES
        ]
        if not inside:
            raise InputError("case.empty-claims-folder", folder=str(path), known=SUFFIXES)
    return list(dict.fromkeys(files)), problems


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(_LEFT_OUT) for part in path.relative_to(folder).parts)
        if not hidden and not path.name.endswith(SIDECAR) and path.is_file():
            yield path


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one file, over every time it was read: ``coded`` is the last reading."""

    coded: Coded | None = None
    broken: InputError | None = None
    proposed: Mapping[str, str] | None = None
    accepted: int = 0
    warnings: tuple[Problem, ...] = ()
    may_settle: bool = False

    def then(self, read: Coded | InputError) -> _Outcome:
        """Return the outcome after the file was read once more."""
        if isinstance(read, InputError):
            return replace(self, broken=read, may_settle=False)
        before = len(self.coded.set_aside) if self.coded is not None else None
        unsettled = any(problem.key in _NAMES_ANOTHER for problem in read.problems)
        return _Outcome(
            coded=read,
            proposed={**(self.proposed or {}), **read.used},
            accepted=self.accepted + sum(draft.kind == "claim.accept" for draft in read.drafts),
            warnings=tuple(dict.fromkeys((*self.warnings, *read.problems))),
            may_settle=unsettled and (before is None or len(read.set_aside) < before),
        )

    @property
    def problems(self) -> list[Problem]:
        """The faults of the last reading, and the doubts of every reading, in the order of the file."""
        if self.broken is not None:
            return [_problem(self.broken)]
        last = self.coded.problems if self.coded is not None else ()
        doubts = [one for one in self.warnings if one.gravity == "warning" and one not in last]
        return sorted([*last, *doubts], key=lambda problem: problem.row or 0)


def _problem(error: HabeasError) -> Problem:
    return Problem(error.key, values=error.values)


def _joined(outcomes: Sequence[_Outcome], problems: Sequence[Problem]) -> CodedFile:
    read = [one.coded for one in outcomes if one.coded is not None and one.broken is None]
    proposed = tuple(dict.fromkeys(name for one in outcomes for name in (one.proposed or {}).values()))
    rows = sum(one.rows for one in read)
    faulty = sum(len(one.set_aside) for one in read)
    return CodedFile(
        rows=rows,
        proposed=proposed,
        accepted=sum(one.accepted for one in outcomes),
        unchanged=rows - faulty - len(proposed),
        faulty=faulty,
        problems=(*problems, *(problem for one in outcomes for problem in one.problems)),
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

    def read(self, file: Path) -> Coded | InputError:
        """Read a file and write its drafts; where another process wrote meanwhile, read it again against what is there now."""
        while True:
            try:
                coded = read_claims_file(file, self.known)
            except InputError as error:
                return error
            try:
                self._write(coded.drafts)
            except LedgerError as error:
                if error.key != "ledger.moved":
                    raise
                self._look()
                continue
            self.known = replace(self.known, claims={**self.known.claims, **self._made(coded.drafts)})
            return coded

    def _made(self, drafts: Sequence[Draft]) -> dict[str, Claim]:
        """Return the claims that drafts make, decided as they say: the ledger would fold them to the same."""
        made: dict[str, Claim] = {}
        for draft in drafts:
            before = made.get(draft.about) or self.known.claims.get(draft.about)
            if draft.kind == "claim.propose":
                status = before.status if before is not None else "proposed"
                made[draft.about] = replace(Claim.from_json({**draft.body, "id": draft.about}), status=status)
            elif before is not None and draft.kind in _DECIDED:
                made[draft.about] = replace(before, status=_DECIDED[draft.kind], reason=draft.reason)
        return made

    def _write(self, drafts: Sequence[Draft]) -> None:
        if drafts and not self.dry_run:
            self.seen = self.case.append(drafts, seen=self.seen)[-1].seq
