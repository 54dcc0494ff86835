"""Rows of lists as numbered words: what a split is chosen from, in arrays.

A row is the words of its one-string name (or of its columns, where there is no such string), how they are written, and which split its own
columns make of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from habeas.people.names.words import Layout, Word, Written, nobody, segment, tokens

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
LAYOUTS: Final[tuple[Layout, ...]] = ("plain", "comma", "slash", "pipe")
GIVEN_FIRST, SURNAMES_FIRST = 0, 1
UNSAID: Final = -1
_SMALL: Final = ("da", "das", "do", "dos")
_CLASSES: Final = {"": 0, "de": 1, "y": 3, "e": 3}
"""Classes of particles: none, a plain "de", "de la" and the like, "y"."""
CLASSES: Final = 4


@dataclass(slots=True)
class Vocabulary:
    """Words by number; equal words have one number."""

    numbers: dict[Word, int] = field(default_factory=dict)

    def number(self, word: Word) -> int:
        """Return the number of a word, a new one if it is new."""
        return self.numbers.setdefault(word, len(self.numbers))

    @property
    def words(self) -> list[Word]:
        """All words by number."""
        return list(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)


def particle_class(word: Word) -> int:
    """Return the class of the particles before a word: 0 none, 1 "de", 2 "de la" and others, 3 "y"."""
    return _CLASSES.get(word.particles, 2)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows in arrays of one length; ``words`` are those of row r from ``at[r]`` to ``at[r + 1]``."""

    lists: Ints
    names: tuple[str, ...]
    """Names of the lists by number."""
    words: Ints
    at: NDArray[np.int64]
    layout: NDArray[np.int8]
    first: Ints
    """For a visible order: words before the separator that parts given names from surnames if given names come first."""
    last: Ints
    """The same if surnames come first: words of the surnames."""
    chunk_first: Ints
    """Words of the first surname, if given names come first; UNSAID where the writing does not show it."""
    chunk_last: Ints
    column_order: NDArray[np.int8]
    column_given: Ints
    column_chunk: Ints
    """How the list's own columns split the words: which come first, how many given, how many in the first surname; UNSAID for no columns."""
    nobody: Flags
    written: Sequence[Written]

    def __len__(self) -> int:
        return len(self.lists)

    @property
    def sizes(self) -> Ints:
        """Words of each row."""
        return np.diff(self.at).astype(np.int32)


_EMPTY: Final = Written("plain", ())


def read_rows(table: pa.Table, vocabulary: Vocabulary) -> Rows:
    """Return the rows of a table of names; see :func:`habeas.people.names.parse` for its columns."""
    flat: list[int] = []
    at = [0]
    marks: list[tuple[int, ...]] = []
    written: list[Written] = []
    blank: list[bool] = []
    number = vocabulary.number
    for name, columns in _cells(table):
        is_nobody = nobody(name) and (columns is None or nobody(" ".join(filter(None, columns))))
        one = _EMPTY if is_nobody or name is None or nobody(name) else tokens(name)
        words, mark, one = _row(one, columns if not is_nobody else None)
        flat.extend(map(number, words))
        at.append(len(flat))
        marks.append(mark)
        written.append(one)
        blank.append(is_nobody)
    lists, names = _lists(table)
    layout, *rest = np.array(marks, np.int32).reshape(-1, 8).T
    first, last, chunk_first, chunk_last, order, given, chunk = rest
    return Rows(
        lists, names, np.array(flat, np.int32), np.array(at, np.int64), layout.astype(np.int8), first, last, chunk_first, chunk_last,
        order.astype(np.int8), given, chunk, np.array(blank, np.bool_), written,
    )  # fmt: skip


def _lists(table: pa.Table) -> tuple[Ints, tuple[str, ...]]:
    if "list" not in table.column_names:
        return np.zeros(len(table), np.int32), ("",)
    column = table["list"].cast(pa.string()).combine_chunks()
    column = column.fill_null("").dictionary_encode()
    column = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
    return column.indices.to_numpy(zero_copy_only=False).astype(np.int32), tuple(column.dictionary.to_pylist())


def _texts(table: pa.Table, name: str) -> list[str | None]:
    if name not in table.column_names:
        return [None] * len(table)
    found: list[Any] = table[name].cast(pa.string()).to_pylist()
    return found


def _cells(table: pa.Table) -> Iterator[tuple[str | None, tuple[str | None, str | None, str | None] | None]]:
    names = _texts(table, "name")
    columns = zip(*(_texts(table, one) for one in ("given", "surname1", "surname2")), strict=True)
    for name, three in zip(names, columns, strict=True):
        yield name, three if any(three) else None


def _row(one: Written, columns: tuple[str | None, ...] | None) -> tuple[Sequence[Word], tuple[int, ...], Written]:
    """Return the words of a row, and the numbers that say how they are split: see the fields of :class:`Rows`."""
    if columns is None:
        return one.words, (*_visible(one), UNSAID, UNSAID, UNSAID), one
    parts = [segment(text) if text else None for text in columns]
    given, paternal, maternal = (part.words if part else () for part in parts)
    married = one.married or next((part.married for part in parts if part and part.married), None)
    words = one.words
    if one.layout != "plain":
        return words, (*_visible(one), UNSAID, UNSAID, UNSAID), one
    counts = len(given), len(paternal)
    if words == (*given, *paternal, *maternal):
        mark = (GIVEN_FIRST, *counts)
    elif words == (*paternal, *maternal, *given):
        mark = (SURNAMES_FIRST, *counts)
    elif _same(words, (*given, *paternal, *maternal)) and words[: len(given)] == given:
        mark = (GIVEN_FIRST, len(given), UNSAID)
    elif _within(words, (*given, *paternal, *maternal)):
        one = Written("plain", ((*given, *paternal, *maternal),), one.aliases, one.titles, married, one.aside)
        words, mark = one.words, (GIVEN_FIRST, *counts)
    else:
        mark = (UNSAID, UNSAID, UNSAID)
    return words, (*_visible(one), *mark), one


def _bag(words: Sequence[Word]) -> list[str]:
    return sorted(part for word in words for part in word.text.split())


def _same(words: Sequence[Word], others: Sequence[Word]) -> bool:
    """Whether two writings hold the same words, however compounds are joined."""
    return _bag(words) == _bag(others)


def _within(words: Sequence[Word], columns: Sequence[Word]) -> bool:
    """Whether all that the one string says is in the columns."""
    left = _bag(columns)
    for word in _bag(words):
        if word not in left:
            return False
        left.remove(word)
    return True


_PLAIN: Final = (0, UNSAID, UNSAID, UNSAID, UNSAID)


def _visible(one: Written) -> tuple[int, int, int, int, int]:
    """Return the layout, and where given names and surnames part, and the surnames, under each order."""
    sizes = [len(segment) for segment in one.segments]
    if one.layout == "plain" or len(sizes) < 2:
        return _PLAIN
    layout = LAYOUTS.index(one.layout)
    if one.layout != "pipe" or len(sizes) == 2:
        return layout, sizes[0], sizes[0], UNSAID, UNSAID
    givens = len(sizes) - 2
    return layout, sum(sizes[:givens]), sizes[0] + sizes[1], sizes[givens], sizes[0]


def portuguese(word: Word) -> bool:
    """Whether the particle before a word is one of Portuguese alone."""
    return any(one in _SMALL for one in word.particles.split())


__all__ = [
    "CLASSES", "GIVEN_FIRST", "LAYOUTS", "SURNAMES_FIRST", "UNSAID", "Flags", "Ints", "Rows", "Vocabulary", "particle_class", "portuguese", "read_rows",
]  # fmt: skip
