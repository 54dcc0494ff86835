"""Where a review takes its tables from and where its judgements go: a case and its ledger, or a folder of tables and a file of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from habeas.errors import Faults, InputError
from habeas.ledger import Draft
from habeas.people.judgements.files import other_columns, read_judgements, write_judgements
from habeas.people.judgements.model import FIRST, KINDS, Judgement, Pair
from habeas.people.judgements.tables import Tables

_Words = tuple[str, str, int]
"""What a judgement says: verdict, reason, round."""


class Reviewing(Protocol):
    """One person's review: the tables, what was said, and a place for what is said next."""

    @property
    def by(self) -> str:
        """Who judges."""
        ...

    @property
    def tables(self) -> Tables:
        """What linking wrote."""
        ...

    def said(self) -> tuple[Judgement, ...]:
        """Return every judgement that was not undone, those replaced included, in order."""
        ...

    def append(self, drafts: Sequence[Draft]) -> tuple[Judgement, ...]:
        """Write judgements, all or none, and return them as they stand written."""
        ...

    def undo(self, one: Judgement, *, reason: str) -> None:
        """Undo a judgement."""
        ...


class InFile:
    """A review outside of a case: judgements are lines of a CSV file, written anew as a whole after each; undoing takes a line out.

    Invariant: the file always holds all judgements of before and those of the sitting, or the earlier file whole.
    Raises :class:`Faults` where the file is there and has faults: it would lose the faulty lines. One with further columns is read, and
    never written over: it would lose those.
    """

    def __init__(self, tables: Tables, path: Path, by: str) -> None:
        self._tables, self.path, self._by = tables, path, by
        self._said: list[Judgement] = []
        self._more: list[str] = []
        if path.exists():
            found, problems = read_judgements(path, tables.mentions)
            if problems:
                raise Faults("judgements.faults", problems, file=path.name)
            self._said, self._more = list(found), other_columns(path)

    @property
    def by(self) -> str:
        """Who judges."""
        return self._by

    @property
    def tables(self) -> Tables:
        """What linking wrote."""
        return self._tables

    def said(self) -> tuple[Judgement, ...]:
        """Return the judgements of the file, in the order of its lines."""
        return tuple(self._said)

    def append(self, drafts: Sequence[Draft]) -> tuple[Judgement, ...]:
        """Write judgements at the end of the file. Raises :class:`InputError` where the file has columns that would be lost."""
        when = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        place = len(self._said) + 2
        new = tuple(self._of(draft, when, f"{self.path.name}:{place + n}") for n, draft in enumerate(drafts))
        self._write([*self._said, *new])
        return new

    def _of(self, draft: Draft, when: str, where: str) -> Judgement:
        verdict, other, at = KINDS[draft.kind], str(draft.body["with"]), int(draft.body.get("round", FIRST))
        return Judgement(verdict, draft.about, other, draft.reason, self._by, when, where, at)

    def undo(self, one: Judgement, *, reason: str) -> None:  # noqa: ARG002 - a file keeps no reason of what is taken out
        """Take the judgement's line out."""
        self._write([each for each in self._said if each is not one])

    def _write(self, judgements: list[Judgement]) -> None:
        if self._more:
            raise InputError("judgements.other-columns", file=self.path.name, found=self._more)
        write_judgements(self.path, judgements)
        self._said = judgements


def replay(recorded: Sequence[Judgement], said: Sequence[Judgement]) -> tuple[list[Judgement], int]:
    """Return which recorded judgements are still to be written, in order, and how many stand already as they were recorded.

    Judgements of one person on one pair stand where the last that the person said of it are these, in this order, with verdict, reason and round;
    where the last are only the first of these, the others are missing.
    """
    before, asked = _by_pair(said), _by_pair(recorded)
    left = {key: _standing(words, before.get(key, [])) for key, words in asked.items()}
    missing: list[Judgement] = []
    last: dict[tuple[str, Pair], _Words] = {}
    for one in recorded:
        key = (one.by, one.pair)
        if last.get(key) == _words(one):  # said twice on end: it stands, or is among the missing already
            continue
        last[key] = _words(one)
        if left[key]:
            left[key] -= 1
        else:
            missing.append(one)
    return missing, len(recorded) - len(missing)


def _by_pair(judgements: Sequence[Judgement]) -> dict[tuple[str, Pair], list[_Words]]:
    """Return what each person said of each pair, in order, what was said twice on end once."""
    found: dict[tuple[str, Pair], list[_Words]] = {}
    for one in judgements:
        own = found.setdefault((one.by, one.pair), [])
        if own[-1:] != [_words(one)]:
            own.append(_words(one))
    return found


def _words(one: Judgement) -> _Words:
    """Return what a judgement says; how a reason is spaced is no difference, since a file has it in one line."""
    return one.verdict, " ".join(one.reason.split()), one.round


def _standing(asked: list[_Words], said: list[_Words]) -> int:
    """Return how many of what is asked for are, in order, the last that was said."""
    return next(n for n in range(len(asked), -1, -1) if asked[:n] == said[max(len(said) - n, 0) :])
