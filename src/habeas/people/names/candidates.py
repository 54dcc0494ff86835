"""The splits that a row of words allows: given names first or surnames first, and how many of each.

One row of a :class:`Candidates` is one split of one row of words. A row whose writing shows where given names and surnames part has two: which of them
comes first. A row in one string has one for each number of surnames from none to four under both orders.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from habeas.people.names.rows import GIVEN_FIRST, SURNAMES_FIRST, UNSAID, Flags, Ints, Rows

_MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Candidates:
    """Splits in arrays of one length, those of a row together; ``given`` words, then or before them ``surnames`` words, ``chunk`` of them the first."""

    row: Ints
    order: Ints
    given: Ints
    surnames: Ints
    chunk: Ints
    column: Flags
    """Whether this is how the list's own columns split the row."""
    starts: Ints
    """The first split of each row that has one."""

    def __len__(self) -> int:
        return len(self.row)

    def taken(self, which: Flags | Ints) -> Candidates:
        """Return some of the splits."""
        return Candidates(
            self.row[which],
            self.order[which],
            self.given[which],
            self.surnames[which],
            self.chunk[which],
            self.column[which],
            self.starts[:0],
        )


def candidates(rows: Rows) -> Candidates:
    """Return all splits of all rows, in the order of the rows."""
    sizes = rows.sizes
    parts = []
    plain = rows.layout == 0
    for size in np.unique(sizes[plain]):
        here = np.flatnonzero(plain & (sizes == size)).astype(np.int32)
        shapes = np.array(_shapes(int(size)), np.int32).reshape(-1, 2)
        each = len(shapes)
        parts.append(
            np.stack(
                [np.repeat(here, each), *np.tile(shapes, (len(here), 1)).T, np.full(len(here) * each, UNSAID, np.int32)]
            )
        )
    shown = np.flatnonzero(~plain).astype(np.int32)
    for order, where, chunk in (
        (GIVEN_FIRST, rows.first, rows.chunk_first),
        (SURNAMES_FIRST, rows.last, rows.chunk_last),
    ):
        given = where[shown] if order == GIVEN_FIRST else sizes[shown] - where[shown]
        parts.append(np.stack([shown, np.full(len(shown), order, np.int32), given, chunk[shown]]))
    row, order_, given_, chunk_ = np.concatenate(parts, axis=1) if parts else np.zeros((4, 0), np.int32)
    sort = np.argsort(row, kind="stable")
    return _made(rows, row[sort], order_[sort], given_[sort], chunk_[sort])


def _shapes(size: int) -> list[tuple[int, int]]:
    """Return the orders and numbers of given names that so many words in one string allow."""
    first = [(GIVEN_FIRST, size - m) for m in range(min(size, _MOST) + 1) if size > m or size <= 2]
    return first + [(SURNAMES_FIRST, size - m) for m in range(1, min(size - 1, _MOST) + 1)] if size else []


def _made(rows: Rows, row: Ints, order: Ints, given: Ints, chunk: Ints) -> Candidates:
    surnames = (rows.sizes[row] - given).astype(np.int32)
    column = (rows.column_order[row] == order) & (rows.column_given[row] == given)
    said = rows.column_chunk[row]
    chunk = np.where(chunk == UNSAID, np.where(column & (said > 0), said, np.minimum(surnames, 1)), chunk).astype(
        np.int32
    )
    starts = np.flatnonzero(np.diff(row, prepend=-1)).astype(np.int32)
    return Candidates(row, order, given, surnames, np.minimum(chunk, surnames), column, starts)


__all__ = ["Candidates", "candidates"]
