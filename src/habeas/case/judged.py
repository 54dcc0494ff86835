"""What a case answers about judgements of persons: who is the same, by whom and why, and what is to be asked next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from habeas.errors import InputError

if TYPE_CHECKING:
    from habeas.case.case import Case
    from habeas.ledger import Draft, Entry
    from habeas.people.judgements import Agreement, Judgement, Tables, Verdict


class Judged:
    """The part of :class:`Case` that speaks of judgements about persons."""

    @property
    def _judging(self) -> Case:
        return cast("Case", self)

    def judge(self, verdict: Verdict, a: str, b: str, *, reason: str, round: int = 1) -> Entry:  # noqa: A002 - as in the ledger
        """Record that two mentions are of the same person, of different persons, or that it cannot be told.

        Each is named by its key or by a row of its list (``flights:12``). Raises :class:`InputError` for what names no mention, for one twice,
        without a reason, or for a verdict that there is not.
        """
        from habeas.people.judgements import judge

        tables = self._linked()
        first, second = (_mention(tables, name) for name in (a, b))
        return self._judging.append([judge(verdict, first, second, reason, round=round)])[0]

    def judgements(self, *, every: bool = False) -> tuple[Judgement, ...]:
        """Return the judgements that stand; with ``every`` also those that the same person replaced later."""
        from habeas.people.judgements import judgements_of, said_of

        entries = self._judging.state.entries
        return said_of(entries) if every else judgements_of(entries)

    def judgement_agreement(self) -> Agreement:
        """Return how far those who judged agree, and on which pairs they do not."""
        from habeas.people.judgements import agreement

        return agreement(self.judgements(every=True))

    def review_persons(self) -> InCase:
        """Return this person's review: the tables of the linkage, what was said, and the ledger for what is said next."""
        return InCase(self._judging, self._linked())

    def replay_judgements(self, recorded: Sequence[Judgement]) -> tuple[list[Entry], int]:
        """Record judgements of a file, each as its own person's, in order; return the entries, and how many stood already.

        Nothing is written twice: a judgement that is its person's last on the pair already is left as it stands.
        """
        from habeas.people.judgements import judge, replay

        missing, present = replay(recorded, self.judgements(every=True))
        written: list[Entry] = []
        for by, ones in _runs(missing):
            drafts = [judge(one.verdict, one.a, one.b, one.reason, round=one.round) for one in ones]
            written += self._judging.append(drafts, actor=by)
        return written, present

    def _linked(self) -> Tables:
        """Return the tables of the linkage of this case, linked first where it was not. Raises :class:`InputError` where it has no lists.

        What was judged since is not linked anew here: that would be done again after each judgement.
        """
        from habeas.case import linking
        from habeas.people.judgements import load_tables

        if self._judging.about.people.lists and not self.linked_folder.is_dir():
            self._judging.link()
        return replace(load_tables(self.linked_folder), files=linking.originals(self._judging))

    @property
    def linked_folder(self) -> Path:
        """The folder in which the tables of the linkage are."""
        return self._judging.folder / "tables" / "persons"


class InCase:
    """A review in a case: judgements are entries of its ledger, and one is undone by an entry."""

    def __init__(self, case: Case, tables: Tables) -> None:
        self.case, self._tables = case, tables

    @property
    def by(self) -> str:
        """Who judges."""
        return self.case.actor

    @property
    def tables(self) -> Tables:
        """What linking wrote."""
        return self._tables

    def said(self) -> tuple[Judgement, ...]:
        """Return every judgement that was not undone, those replaced included, in the order of the ledger."""
        return self.case.judgements(every=True)

    def append(self, drafts: Sequence[Draft]) -> tuple[Judgement, ...]:
        """Write judgements as entries."""
        from habeas.people.judgements import judgement_of

        entries = self.case.append(drafts)
        return tuple(one for entry in entries if (one := judgement_of(entry)) is not None)

    def undo(self, one: Judgement, *, reason: str) -> None:
        """Undo a judgement by an entry."""
        self.case.undo(int(one.where), reason=reason)


def _mention(tables: Tables, name: str) -> str:
    """Return the key of the mention that a key or a row of a list names."""
    from habeas.people.judgements import mention_of

    key = mention_of(tables.mentions, name)
    if key is None:
        raise InputError("judgements.unknown-mention", found=name)
    return key


def _runs(judgements: Sequence[Judgement]) -> list[tuple[str, list[Judgement]]]:
    """Return judgements in order, those of one person that follow each other together."""
    runs: list[tuple[str, list[Judgement]]] = []
    for one in judgements:
        if not runs or runs[-1][0] != one.by:
            runs.append((one.by, []))
        runs[-1][1].append(one)
    return runs
