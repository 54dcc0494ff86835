"""Which texts share passages word for word, and which of them came first.

Every run of six words of a text is looked for in the texts that are earlier; runs that follow one another there as here, with at most eight
other words between them, are one passage. So a passage survives that a word was changed, put in or left out; capitals, accents, quotation marks
and the breaks of lines do not count. Every word is held against its earliest place alone, and the work grows with the number of words, not
with the number of pairs. (Winnowing and MinHash tell that two texts are alike; here it must be known which words are shared.)
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from habeas.reading.tokens import plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WORD: Final = re.compile(r"[^\W_]+")
RUN: Final = 6
"""Words that must be the same in a row."""
GAP: Final = 8
"""Other words that may stand within a passage, on either side."""
FEWEST: Final = 12
"""Shared words from which on it is a passage: fewer are a phrase that many use."""
SAME: Final = 0.5
"""The share of its words that a text has from others, from which on it is called a copy."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A stretch of one text that an earlier text has too.

    ``start`` and ``end`` are code points of the text of ``source``, ``first_start`` and ``first_end`` of that of ``first``. ``words`` are shared.
    ``sure`` is False where the dates of publication do not tell which of the two came first; the order given decided.
    """

    source: str
    start: int
    end: int
    first: str
    first_start: int
    first_end: int
    words: int
    sure: bool


@dataclass(frozen=True, slots=True)
class Copies:
    """What texts share. ``passages`` are, for every text in the order of publication, those it has from earlier ones, by place.

    ``copied`` is, for every text, the share of its words that an earlier text has.
    """

    passages: Mapping[str, tuple[Shared, ...]]
    copied: Mapping[str, float]

    def at(self, source: str, start: int, end: int) -> Shared | None:
        """Return the passage that holds more than half of the text between two offsets, if it is shared with an earlier text."""
        best, most = None, (end - start) / 2
        for one in self.passages.get(source, ()):
            if (over := min(end, one.end) - max(start, one.start)) > most:
                best, most = one, over
        return best

    def copy_of(self, source: str) -> str | None:
        """Return the earlier text that a text has most of its shared words from, where half of its words are shared; else None."""
        if self.copied.get(source, 0.0) < SAME:
            return None
        words: dict[str, int] = defaultdict(int)
        for one in self.passages.get(source, ()):
            words[one.first] += one.words
        return max(words, key=lambda name: words[name])

    def families(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups of texts that are copies of one another, the earliest first."""
        heads: dict[str, list[str]] = {}
        head: dict[str, str] = {}
        for source in self.copied:
            first = self.copy_of(source)
            root = head.get(first, first) if first else source
            head[source] = root
            heads.setdefault(root, [root] if root != source else []).append(source)
        return tuple(tuple(dict.fromkeys(group)) for group in heads.values() if len(group) > 1)


def copies(texts: Mapping[str, str], published: Mapping[str, str | None] | None = None) -> Copies:
    """Return the passages that texts have from earlier ones.

    ``texts`` by name of their source; ``published`` the ISO date of publication, or a part of one, of those that have one. Texts without a
    date come after those with one; texts of one date in the order given.
    """
    dates = published or {}
    names = sorted(texts, key=lambda name: days(dates.get(name))[0])
    words = _Words(names, texts)
    found = {name: tuple(words.passages(at, dates)) for at, name in enumerate(names)}
    copied = {
        name: words.share(name, [(one.start, one.end) for one in passages]) if passages else 0.0
        for name, passages in found.items()
    }
    return Copies(found, copied)


@lru_cache(maxsize=16_384)
def days(date: str | None) -> tuple[str, str]:
    """Return the first and last day of a date, a part of one or ``a/b``; of no date, days after and before all others."""
    if not date:
        return "9999-12-31", "0000-01-01"
    first, _, last = date.partition("/")
    last = last or first
    return first + "-01-01"[len(first) - 4 :] * (len(first) < 10), last + "-12-31"[len(last) - 4 :] * (len(last) < 10)


class _Words:
    """The words of all texts in a row, in the order of publication, as numbers."""

    def __init__(self, names: Sequence[str], texts: Mapping[str, str]) -> None:
        import numpy as np

        self._names = names
        self._starts: list[list[int]] = []
        self._ends: list[list[int]] = []
        known: dict[str, int] = {}
        ids: list[int] = []
        edges = [0]
        for name in names:
            starts, ends = [], []
            for hit in _WORD.finditer(texts[name]):
                starts.append(hit.start())
                ends.append(hit.end())
                ids.append(known.setdefault(plain(hit.group()), len(known)))
            self._starts.append(starts)
            self._ends.append(ends)
            edges.append(len(ids))
        self._place = {name: at for at, name in enumerate(names)}
        self._edges = np.array(edges)
        self._first = _earliest(np.array(ids, dtype=np.uint64), self._edges)

    def passages(self, at: int, dates: Mapping[str, str | None]) -> Iterator[Shared]:
        """Yield the passages of one text, by place."""
        name = self._names[at]
        begin = int(self._edges[at])
        made = sorted(_joined(self._runs(at)), key=lambda one: (one[1], one[0]))
        for whose, start, end, first, last, words in made:
            if words < FEWEST:
                continue
            other, offset = self._names[whose], int(self._edges[whose])
            yield Shared(
                source=name,
                start=self._starts[at][start - begin],
                end=self._ends[at][end - begin - 1],
                first=other,
                first_start=self._starts[whose][first - offset],
                first_end=self._ends[whose][last - offset - 1],
                words=words,
                sure=days(dates.get(other))[1] < days(dates.get(name))[0]
                and bool(dates.get(other))
                and bool(dates.get(name)),
            )

    def _runs(self, at: int) -> Iterator[tuple[int, int, int, int]]:
        """Yield (text, place there, place here, words) of the longest runs that go on in both."""
        import numpy as np

        begin, end = int(self._edges[at]), int(self._edges[at + 1])
        first = self._first[begin:end]
        here = np.flatnonzero(first >= 0)
        if not len(here):
            return
        there = first[here]
        whose = np.searchsorted(self._edges, there, side="right") - 1
        breaks = np.flatnonzero((np.diff(here) != 1) | (np.diff(there) != 1)) + 1
        starts = [0, *breaks.tolist()]
        stops = [*breaks.tolist(), len(here)]
        for start, stop in zip(starts, stops, strict=True):
            yield int(whose[start]), int(there[start]), begin + int(here[start]), stop - start + RUN - 1

    def share(self, name: str, spans: list[tuple[int, int]]) -> float:
        """Return the share of the words of a text that stand in some spans of its characters."""
        starts = self._starts[self._place[name]]
        covered: set[int] = set()
        for start, end in spans:
            covered.update(range(bisect_left(starts, start), bisect_right(starts, end - 1)))
        return round(len(covered) / len(starts), 3)


def _earliest(ids: NDArray[np.uint64], edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each word where the run that begins with it stands earliest, if that is in an earlier text; else -1."""
    import numpy as np

    number = len(ids) - RUN + 1
    none = np.full(len(ids), -1, dtype=np.int64)
    if number <= 0:
        return none
    with np.errstate(over="ignore"):
        # Each word a number that looks random (SplitMix64's last steps), a run a polynomial of them modulo 2^64.
        mixed = (ids + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        run = np.zeros(number, dtype=np.uint64)
        for step in range(RUN):
            run = run * np.uint64(0x94D049BB133111EB) + mixed[step : step + number]
    _, first, of = np.unique(run, return_index=True, return_inverse=True)
    place = np.arange(number)
    there = first[of]
    owner = np.searchsorted(edges, place, side="right")
    good = (owner != np.searchsorted(edges, there, side="right")) & (place + RUN <= edges[owner])
    # Neither may run over the end of its text, and the words themselves are compared: two runs may have one number.
    good &= there + RUN <= edges[np.searchsorted(edges, there, side="right")]
    for step in range(RUN):
        good &= ids[place + step] == ids[there + step]
    none[:number][good] = there[good]
    return none


def _joined(runs: Iterator[tuple[int, int, int, int]]) -> Iterator[tuple[int, int, int, int, int, int]]:
    """Join runs that follow one another in both texts: (text, start, end, start there, end there, shared words)."""
    last: dict[int, tuple[int, int, int, int, int]] = {}
    for whose, there, here, words in runs:
        end, end_there = here + words, there + words
        before = last.get(whose)
        if before is not None:
            start, stop, first, stop_there, shared = before
            # Runs overlap where a text says again what it has just said; what is new of them counts.
            if 0 <= here - stop + RUN <= GAP + RUN and 0 <= there - stop_there + RUN <= GAP + RUN:
                last[whose] = (start, end, first, end_there, shared + end - max(here, stop))
                continue
            yield whose, *before
        last[whose] = (here, end, there, end_there, words)
    for whose, one in last.items():
        yield whose, *one
