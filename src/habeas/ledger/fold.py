"""State is a fold over the entries: which of them stand, once every undo has been heard.

An entry stands unless an undo that itself stands names it. An undo can be undone, which restores what it had undone. An
undo names an entry before it, so the question is settled from the last entry back to the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from habeas.errors import Problem
from habeas.ledger.model import Entry

UNDO = "undo"


def target(about: str) -> int | None:
    """Return the number of the entry that an undo names in ``about``, or None where it is not a number from 1."""
    return int(about) if about.isascii() and about.isdecimal() and about[0] != "0" and len(about) < 19 else None


def undone(undos: Mapping[int, int]) -> frozenset[int]:
    """Return the numbers of the entries that do not stand, undo entries included.

    ``undos`` maps the number of each undo entry to the number it names. An undo that names itself or a later entry, which
    no ledger accepts, has no effect.
    """
    gone: set[int] = set()
    for seq in sorted(undos, reverse=True):
        if seq not in gone and undos[seq] < seq:
            gone.add(undos[seq])
    return frozenset(gone)


def effective(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Yield the entries that stand, in their order; undo entries, their effect taken, are left out.

    The fold of all entries is asked for: from a part of them, an undo outside that part is not known.
    """
    kept = list(entries)
    undos = {entry.seq: number for entry in kept if entry.kind == UNDO and (number := target(entry.about)) is not None}
    gone = undone(undos)
    return (entry for entry in kept if entry.kind != UNDO and entry.seq not in gone)


def undoable(about: str, undos: Mapping[int, int], last: int, *, row: int | None = None) -> Problem | None:
    """Return why the entry named in ``about`` cannot be undone, or None where it can.

    ``undos`` is as in :func:`undone`, ``last`` the number of the ledger's last entry, ``row`` the place of the draft.
    """
    number = target(about)
    if number is None or number > last:
        values: dict[str, object] = {"found": about[:40], "last": str(last)}
        return Problem("ledger.undo-nothing", row=row, column="about", values=values)
    gone = undone(undos)
    if number in gone:
        by = max(seq for seq, named in undos.items() if named == number and seq not in gone)
        return Problem("ledger.undo-twice", row=row, column="about", values={"found": about, "by": str(by)})
    return None
