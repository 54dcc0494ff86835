"""Rows of lists as numbered words: what a split is chosen from, in arrays.

A row is the words of its one-string name (or of its columns, where there is no such string), how they are written, and which split its own
columns make of them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from habeas.people.names.wording import wording
from habeas.people.names.words import NOTHING, Layout, Word, Written, nobody, segment, tokens
from habeas.quiet import undisturbed

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
LAYOUTS: Final[tuple[Layout, ...]] = ("plain", "comma", "slash", "pipe")
GIVEN_FIRST, SURNAMES_FIRST = 0, 1
UNSAID: Final = -1
_CLASSES: Final = {"": 0, "de": 1, "y": 3, "e": 3, "bin": 4, "ibn": 4, "bint": 4, "al": 5, "el": 5}
"""Classes of particles: none, a plain "de", "de la" and the like, "y", "son of", the Arabic article."""
CLASSES: Final = 6


class Vocabulary(dict[Word, int]):
    """Words by number; equal words have one number, and a new word gets a new one when it is asked for."""

    def __missing__(self, word: Word) -> int:
        return self.setdefault(word, len(self))


def particle_class(word: Word) -> int:
    """Return the class of the particles before a word: 0 none, 1 "de", 2 "de la" and others, 3 "y", 4 "bin", 5 "al"."""
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
    aliases: Mapping[int, tuple[str, ...]]
    """What else the name calls its bearer, for the rows where it does."""
    married: Mapping[int, str]
    """Husbands' surnames that are said to be that, for the rows that say so."""

    def __len__(self) -> int:
        return len(self.lists)

    @property
    def sizes(self) -> Ints:
        """Words of each row."""
        return np.diff(self.at).astype(np.int32)

    def part(self, begin: int, end: int) -> Rows:
        """Return the rows from ``begin`` to ``end``."""
        arrays = {name: getattr(self, name)[begin:end] for name in _ARRAYS}
        at = self.at[begin : end + 1]
        kept: Any = {
            name: {row - begin: said for row, said in getattr(self, name).items() if begin <= row < end}
            for name in ("aliases", "married")
        }
        return Rows(names=self.names, words=self.words[at[0] : at[-1]], at=at - at[0], **arrays, **kept)

    def each(self, step: int) -> Rows:
        """Return every so manieth row, for learning: aliases and husbands are left out."""
        if step == 1:
            return self
        sizes = self.sizes[::step]
        at = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        where = np.repeat(self.at[:-1][::step] - at[:-1], sizes) + np.arange(at[-1])
        arrays = {name: getattr(self, name)[::step] for name in _ARRAYS}
        return Rows(names=self.names, words=self.words[where], at=at, aliases={}, married={}, **arrays)


_ARRAYS: Final = (
    "lists",
    "layout",
    "first",
    "last",
    "chunk_first",
    "chunk_last",
    "column_order",
    "column_given",
    "column_chunk",
    "nobody",
)
_EMPTY: Final = Written("plain", ())
_Mark = tuple[int, int, int, int, int, int, int, int]
_UNSAID: Final = (UNSAID, UNSAID, UNSAID)


@undisturbed()
def read_rows(table: pa.Table, vocabulary: Vocabulary) -> Rows:
    """Return the rows of a table of names; see :func:`habeas.people.names.parse` for its columns."""
    flat, at, marks = array("i"), array("q", [0]), array("i")
    aliases: dict[int, tuple[str, ...]] = {}
    married: dict[int, str] = {}
    blank = np.zeros(len(table), np.bool_)
    number = vocabulary.__getitem__
    for row, (name, columns) in enumerate(_cells(table)):
        written, nameless = _EMPTY, name is None or nobody(name)
        if name is not None and not nameless:
            written = tokens(name)
        blank[row] = nameless and (columns is None or nobody(" ".join(filter(None, columns))))
        words, mark, husband = _row(written, None if blank[row] else columns)
        flat.extend(map(number, words))
        at.append(len(flat))
        marks.extend(mark)
        if written.aliases:
            aliases[row] = written.aliases
        if husband:
            married[row] = husband
    lists, names = _lists(table)
    layout, *rest = np.array(marks, np.int32).reshape(-1, 8).T.copy()
    first, last, chunk_first, chunk_last, order, given, chunk = rest
    return Rows(
        lists, names, np.array(flat, np.int32), np.array(at, np.int64), layout.astype(np.int8), first, last, chunk_first, chunk_last,
        order.astype(np.int8), given, chunk, blank, aliases, married,
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


def _row(one: Written, columns: tuple[str | None, ...] | None) -> tuple[Sequence[Word], _Mark, str | None]:
    """Return the words of a row, the numbers that say how they are split (see the fields of :class:`Rows`), and the husband's name if one is said."""
    words = one.words
    if columns is None or len(one.segments) > 1:
        return words, (*_visible(one), *_UNSAID), one.married
    parts = [segment(text) if text else NOTHING for text in columns]
    given, paternal, maternal = parts[0].words, parts[1].words, parts[2].words
    married = one.married or parts[0].married or parts[1].married or parts[2].married
    whole = (*given, *paternal, *maternal)
    if words == whole:
        return words, (*_PLAIN, GIVEN_FIRST, len(given), len(paternal)), married
    if words == (*paternal, *maternal, *given):
        return words, (*_PLAIN, SURNAMES_FIRST, len(given), len(paternal)), married
    if _bag(words) == _bag(whole):  # a compound that the columns cut, or another order
        order = (GIVEN_FIRST, len(given), UNSAID) if words[: len(given)] == given else _UNSAID
        return words, (*_PLAIN, *order), married
    if _within(words, whole):
        return whole, (*_PLAIN, GIVEN_FIRST, len(given), len(paternal)), married
    return words, (*_PLAIN, *_UNSAID), married


def _bag(words: Sequence[Word]) -> list[str]:
    return sorted(part for word in words for part in word.text.split())


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
    return not wording().portuguese.isdisjoint(word.particles.split())


__all__ = [
    "CLASSES", "GIVEN_FIRST", "LAYOUTS", "SURNAMES_FIRST", "UNSAID", "Flags", "Ints", "Rows", "Vocabulary", "particle_class", "portuguese", "read_rows",
]  # fmt: skip
