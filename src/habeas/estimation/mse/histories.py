"""Capture histories: of the persons on at least one list, how many are on exactly which lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from habeas.errors import InputError

Counts = NDArray[np.int64]
DENSE_LISTS = 20
"""Up to this many lists a table can be spelt out cell by cell (8 MB)."""
MOST_LISTS = 62
"""A history is a bit mask in a signed word of 64 bits."""


@dataclass(frozen=True, eq=False)
class Histories:
    """One table of capture histories.

    ``lists`` names the k lists. ``masks`` (m,) are the histories that occur, ascending: bit j is set where the person is on ``lists[j]``. ``counts`` (m,) are
    the persons with each, all above 0. ``impossible`` are histories that cannot occur (structural zeros). The history of nobody's list, 0, is what is
    estimated and never there.
    """

    lists: tuple[str, ...]
    masks: Counts
    counts: Counts
    impossible: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def of_masks(
        cls, masks: ArrayLike, counts: ArrayLike, lists: Sequence[str], impossible: Iterable[int] = ()
    ) -> Histories:
        """Return the table of histories as bit masks (r,) and persons (r,): rows of one history are added, empty ones left out."""
        given, persons = np.asarray(masks, np.int64), np.asarray(counts, np.int64)
        kept = (persons > 0) & (given != 0)
        found, place = np.unique(given[kept], return_inverse=True)
        summed = np.zeros(len(found), np.int64)
        np.add.at(summed, place, persons[kept])
        return cls(tuple(lists), found, summed, frozenset(int(one) for one in impossible))

    @classmethod
    def of_dense(cls, counts: ArrayLike, lists: Sequence[str], impossible: Iterable[int] = ()) -> Histories:
        """Return the table of counts (2**k,), one cell a bit mask; the first cell is left out."""
        cells = np.asarray(counts, np.int64)
        return cls.of_masks(np.arange(len(cells)), cells, lists, impossible)

    @classmethod
    def of_rows(
        cls, rows: ArrayLike, counts: ArrayLike, lists: Sequence[str], impossible: Iterable[int] = ()
    ) -> Histories:
        """Return the table of rows (r, k) of 0 and 1 and persons (r,)."""
        return cls.of_masks(
            np.asarray(rows, np.int64) @ (1 << np.arange(len(lists), dtype=np.int64)), counts, lists, impossible
        )

    @classmethod
    def of_labels(cls, labels: ArrayLike, list_of: ArrayLike, lists: Sequence[str]) -> Histories:
        """Return the table of mentions: whose each is (n,), and in which list it stands (n,) as a place in ``lists``. A person twice on a list is once on it."""
        persons, place = np.unique(np.asarray(labels), return_inverse=True)
        masks = np.zeros(len(persons), np.int64)
        np.bitwise_or.at(masks, place, np.int64(1) << np.asarray(list_of, np.int64))
        return cls.of_masks(masks, np.ones(len(persons), np.int64), lists)

    @property
    def k(self) -> int:
        """Return how many lists there are."""
        return len(self.lists)

    @cached_property
    def n(self) -> int:
        """Return how many persons are on at least one list."""
        return int(self.counts.sum())

    @cached_property
    def on(self) -> NDArray[np.bool_]:
        """Return which history is on which list, (m, k)."""
        found: NDArray[np.bool_] = (self.masks[:, None] >> np.arange(self.k)) & 1 == 1
        return found

    @cached_property
    def sizes(self) -> Counts:
        """Return how many persons are on each list, (k,)."""
        return self.counts @ self.on.astype(np.int64)

    @cached_property
    def overlaps(self) -> Counts:
        """Return how many persons are on both of two lists, (k, k); the diagonal holds the sizes."""
        whole = self.on.astype(np.int64)
        found: Counts = whole.T @ (whole * self.counts[:, None])
        return found

    def dense(self) -> Counts:
        """Return the persons of every cell, (2**k,); the first is 0. Raises :class:`~habeas.errors.InputError` above 20 lists."""
        if self.k > DENSE_LISTS:
            raise InputError("estimation.too-many-cells", found=self.k, most=DENSE_LISTS)
        cells = np.zeros(1 << self.k, np.int64)
        cells[self.masks] = self.counts
        return cells

    def canonical(self) -> Histories:
        """Return the table with its lists in the order of their names, so that no answer hangs on the order in which they were given."""
        return self._arranged(sorted(range(self.k), key=lambda at: self.lists[at]))

    def only(self, lists: Iterable[str]) -> Histories:
        """Return the table of some lists; persons on none of them are left out."""
        wanted = set(lists)
        return self._arranged([at for at, name in enumerate(self.lists) if name in wanted])

    def without(self, *lists: str) -> Histories:
        """Return the table without some lists; persons who were only there are left out."""
        return self.only(set(self.lists) - set(lists))

    def merged(self, lists: Iterable[str], name: str) -> Histories:
        """Return the table in which several lists are one: a person is on it who is on any of them."""
        wanted = set(lists)
        rest = [at for at, one in enumerate(self.lists) if one not in wanted]
        joined = sum(1 << at for at, one in enumerate(self.lists) if one in wanted)
        masks = self._moved(self.masks, rest) | ((self.masks & joined) != 0).astype(np.int64) << len(rest)
        return Histories.of_masks(masks, self.counts, [*(self.lists[at] for at in rest), name])

    def _arranged(self, order: list[int]) -> Histories:
        hold = (
            frozenset(int(one) for one in self._moved(np.array(sorted(self.impossible), np.int64), order))
            if len(order) == self.k
            else frozenset()
        )
        return Histories.of_masks(self._moved(self.masks, order), self.counts, [self.lists[at] for at in order], hold)

    def _moved(self, masks: Counts, order: list[int]) -> Counts:
        moved = np.zeros_like(masks)
        for new, old in enumerate(order):
            moved |= ((masks >> old) & 1) << new
        return moved

    def forbidding(self, impossible: Iterable[int]) -> Histories:
        """Return the table with histories that cannot occur."""
        return replace(self, impossible=frozenset(impossible))

    def __eq__(self, other: object) -> bool:
        """Return whether two tables hold the same lists in the same order, the same counts and the same impossible histories."""
        if not isinstance(other, Histories):
            return NotImplemented
        return (
            self.lists == other.lists
            and self.impossible == other.impossible
            and np.array_equal(self.masks, other.masks)
            and np.array_equal(self.counts, other.counts)
        )

    def __hash__(self) -> int:
        return hash((self.lists, self.masks.tobytes(), self.counts.tobytes(), self.impossible))

    def __repr__(self) -> str:
        return f"<Histories of {self.n} persons on {self.k} lists: {', '.join(self.lists)}>"
