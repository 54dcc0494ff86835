"""What cannot be: somebody who certainly died before a custody began is not the person in it, and a list that holds each person once holds nobody twice.

People's word goes before it: mentions that people joined are one person, whatever a list promises.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Impossible:
    """What is known of mentions that bars two of them from being one person.

    ``once`` is the number of each mention's list where that holds each person once, -1 where it may not; ``died`` the latest day on which one can have
    died, ``taken`` the earliest of the custody, in days, infinite where unknown; ``apart`` are pairs that people parted, and ``together`` labels of what they joined.
    """

    once: npt.NDArray[np.int64]
    died: npt.NDArray[np.float64]
    taken: npt.NDArray[np.float64]
    apart: tuple[Any, Any]
    together: Any

    def pairs(self, left: Any, right: Any) -> npt.NDArray[np.bool_]:
        """Return which pairs cannot be one person by what lists say."""
        before = (self.died[left] < self.taken[right]) | (self.died[right] < self.taken[left])
        return np.asarray(before | ((self.once[left] == self.once[right]) & (self.once[left] >= 0)))

    def within(self, label: Any) -> tuple[Longs, Longs]:
        """Return the pairs inside of the groups of labels that cannot be one person, weighed or not, but for those that people joined."""
        groups = self._twice(label) | self._dead(label)
        left, right = self._pairs_of(label, sorted(groups))
        one, other = (np.asarray(side, dtype=np.int64) for side in self.apart)
        parted = label[one] == label[other]
        left, right = np.concatenate([left, one[parted]]), np.concatenate([right, other[parted]])
        told = self.together[left] != self.together[right]
        return left[told], right[told]

    def _twice(self, label: Any) -> set[int]:
        """Return the groups in which one list stands twice that may not."""
        where = np.flatnonzero(self.once >= 0)
        codes, times = np.unique(
            label[where].astype(np.int64) * (self.once.max(initial=0) + 1) + self.once[where], return_counts=True
        )
        return set((codes[times > 1] // (self.once.max(initial=0) + 1)).tolist())

    def _dead(self, label: Any) -> set[int]:
        """Return the groups in which somebody died before somebody was taken."""
        where = np.flatnonzero(np.isfinite(self.died))
        if not len(where):
            return set()
        first, last = np.full(len(label), np.inf), np.full(len(label), -np.inf)
        np.minimum.at(first, label[where], self.died[where])
        np.maximum.at(last, label, self.taken)
        return set(np.flatnonzero(first < last).tolist())

    def _pairs_of(self, label: Any, groups: Sequence[int]) -> tuple[Longs, Longs]:
        order = np.argsort(label, kind="stable")
        starts = np.searchsorted(label[order], groups)
        ends = np.searchsorted(label[order], groups, side="right")
        found = [pair for a, b in zip(starts, ends, strict=True) for pair in combinations(order[a:b].tolist(), 2)]
        both = np.array(found, dtype=np.int64).reshape(-1, 2)
        barred = self.pairs(both[:, 0], both[:, 1])
        return both[barred, 0], both[barred, 1]


def once_of(numbers: Any, lists: Sequence[str], each_once: Collection[str]) -> npt.NDArray[np.int64]:
    """Return the number of each mention's list where that is one of ``each_once``, else -1."""
    known = np.array([name in each_once for name in lists] or [False])
    return np.where(known[numbers], numbers, -1).astype(np.int64) if len(numbers) else np.empty(0, np.int64)


def last_day_of_death(mentions: pa.Table, statements: pa.Table | None) -> npt.NDArray[np.float64]:
    """Return the latest day on which each mention can have died, infinite where its list says nothing of it."""
    found = np.full(mentions.num_rows, np.inf)
    if statements is None or not statements.num_rows:
        return found
    deaths = statements.filter(pc.and_(pc.equal(statements["field"], "died_when"), pc.is_valid(statements["last"])))
    if not deaths.num_rows:
        return found
    where = pc.index_in(deaths["mention"], mentions["mention"].combine_chunks()).to_numpy(zero_copy_only=False)
    known = ~np.isnan(where.astype(float))
    # Where a list states more than one day of death, only what holds for each of them is certain: the latest.
    said = np.full(mentions.num_rows, -np.inf)
    np.maximum.at(said, where[known].astype(int), _days(deaths["last"], np.inf)[known])
    return np.where(np.isfinite(said), said, found)


def first_day_of_custody(mentions: pa.Table) -> npt.NDArray[np.float64]:
    """Return the earliest day on which each mention's custody can have begun, minus infinity where its list says nothing of it."""
    return _days(mentions["event_first"], -np.inf)


def _days(column: Any, unknown: float) -> npt.NDArray[np.float64]:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    days = array.cast(pa.int32()).cast(pa.float64()).fill_null(unknown)
    return np.asarray(days.to_numpy(zero_copy_only=False))
