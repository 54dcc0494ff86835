"""A column that slid: values that belong to rows further up or down, found by an invariant that each row must fulfil.

A file that states both two dates and the days between them says one thing twice. Where the two disagree on their own line and yet
agree in long runs with the rows ``k`` lines further on, the stated column was moved against the rest (cells deleted, a sheet sorted
without one of its columns). Nothing is repaired: :func:`examine` says how sure that is and which lines can still be trusted.

A run of values that fit at a distance proves something only if chance would hardly make it. A value that a share ``p`` of the rows
has fits a wrong row with probability ``p``, so that a run is worth the sum of ``-log2(p)`` bits (the score of an ungapped local
alignment; Karlin and Altschul, PNAS 87, 1990). It counts where chance would produce it less than once in a thousand such columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from numpy import bool_, float64, int64
    from numpy.typing import NDArray

Verdict = Literal["consistent", "shifted", "inconsistent", "untested"]

FITS: Final = 0.9
"""From this share of fitting rows on, the rows that do not fit are single slips and not a fault of the column."""
CHANCE: Final = log2(1000)
"""Bits beyond the number of places a run can begin at: chance makes such a run once in a thousand columns."""
CELLS: Final = 25_000_000
"""How many pairs of lines are compared at most; it bounds the reach in a very long sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Lines ``first`` to ``last`` (positions from 0, both included) whose stated values fit the rows ``shift`` lines further down.

    ``fitting`` counts the values in it that are known on both sides. A ``shift`` of 0 is where the column stands where it should.
    """

    first: int
    last: int
    shift: int
    fitting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How a stated column and the one computed from the other columns go together.

    ``known`` counts the lines on which both are known, ``fitting`` those that agree on their own line; ``misfits`` are the positions
    of the others. ``added`` is what the publisher adds to the computed value (1 where both the first and the last day count), ``None``
    where no line shows it. ``runs`` are the stretches that fit at a distance, or in place between such stretches, in the order of lines.
    """

    verdict: Verdict
    known: int
    fitting: int
    added: int | None
    misfits: tuple[int, ...] = ()
    runs: tuple[Run, ...] = ()

    @property
    def share(self) -> float:
        """The share of the known lines that agree on their own line, 0 to 1."""
        return self.fitting / self.known if self.known else 0.0

    @property
    def explained(self) -> int:
        """How many values fit a row at a distance."""
        return sum(run.fitting for run in self.runs if run.shift)

    @property
    def shifts(self) -> tuple[int, ...]:
        """The distances found, in the order of lines, each once in a row."""
        found = [run.shift for run in self.runs if run.shift]
        return tuple(shift for at, shift in enumerate(found) if not at or found[at - 1] != shift)

    def trusted(self, position: int) -> bool:
        """Whether the value at a position may be used as stated: everywhere, unless the column is shifted.

        In a shifted column only the stretches that provably stand in place are used; the fit of a single line may be chance.
        """
        if self.verdict != "shifted":
            return True
        return any(run.shift == 0 and run.first <= position <= run.last for run in self.runs)


def examine(stated: Sequence[int | None], computed: Sequence[int | None], *, added: Sequence[int] = (0,)) -> Fit:
    """Say whether the stated values fit the computed ones, line by line or at a distance.

    ``added`` lists what a publisher may add to the computed value by its own convention (days between dates: 0, or 1 where both
    days count); one of them is taken for the whole column. Both sequences have a value for every line, ``None`` where unknown.

    ``untested``: no line has both. ``consistent``: nine in ten fit on their own line and none fits at a distance beyond chance.
    ``shifted``: stretches fit at a distance, beyond chance. ``inconsistent``: neither.

    Raises ValueError where the two differ in length.
    """
    if len(stated) != len(computed):
        raise ValueError(f"{len(stated)} stated values, {len(computed)} computed")
    tries = [_examine(stated, [None if one is None else one + extra for one in computed], extra) for extra in added]
    return max(tries, key=lambda fit: (fit.fitting + fit.explained, -(fit.added or 0)))


def _examine(stated: Sequence[int | None], expected: Sequence[int | None], added: int) -> Fit:
    both = [
        at
        for at, (one, other) in enumerate(zip(stated, expected, strict=True))
        if one is not None and other is not None
    ]
    misfits = tuple(at for at in both if stated[at] != expected[at])
    fitting = len(both) - len(misfits)
    convention = added if fitting else None
    if not both:
        return Fit(verdict="untested", known=0, fitting=0, added=None)
    if not misfits:
        return Fit(verdict="consistent", known=len(both), fitting=fitting, added=convention)
    runs = tuple(_Alignment(stated, expected).runs())
    shifted = any(run.shift for run in runs)
    verdict: Verdict = "shifted" if shifted else "consistent" if fitting >= FITS * len(both) else "inconsistent"
    return Fit(
        verdict=verdict,
        known=len(both),
        fitting=fitting,
        added=added if shifted else convention,
        misfits=misfits,
        runs=runs if shifted else (),
    )


class _Alignment:
    """The stated column laid against the computed one at every distance within reach."""

    def __init__(self, stated: Sequence[int | None], expected: Sequence[int | None]) -> None:
        import numpy as np

        self._stated, self._has_stated = _columns(stated)
        self._expected, self._has_expected = _columns(expected)
        self._length = len(stated)
        self._bits = self._worth()
        self.reach = max(0, min(self._length - 1, max(16, CELLS // (2 * self._length))))
        self._least = log2(self._length * (2 * self.reach + 1)) + CHANCE
        self._free = np.ones(self._length, dtype=bool)

    def _worth(self) -> NDArray[float64]:
        """Return what a fit of each stated value is worth in bits: rare values say much, a value that all rows have says nothing."""
        import numpy as np

        values, counts = np.unique(self._expected[self._has_expected], return_counts=True)
        at = np.clip(np.searchsorted(values, self._stated), 0, len(values) - 1)
        found = (values[at] == self._stated) & self._has_stated
        bits: NDArray[float64] = np.where(found, -np.log2(counts[at] / counts.sum()), 0.0)
        return bits

    def runs(self) -> Iterator[Run]:
        """Yield the runs beyond chance in the order of lines, the best first to claim its lines, the nearer of equals before."""
        candidates = [
            run for shift in sorted(range(-self.reach, self.reach + 1), key=abs) for run in self._along(shift)
        ]
        candidates.sort(key=lambda run: (-run[0], abs(run[1])))
        found = [kept for _, shift, first, last in candidates for kept in self._claim(shift, first, last)]
        yield from sorted(found, key=lambda run: run.first)

    def _along(self, shift: int) -> Iterator[tuple[float, int, int, int]]:
        """Yield score, shift, first and last line of the runs at one distance that are beyond chance."""
        import numpy as np

        first, last = max(0, -shift), min(self._length, self._length - shift)
        hit, known = self._hits(shift)
        edges = np.flatnonzero(np.diff(hit.astype(np.int8), prepend=0, append=0))
        if not edges.size:
            return
        total = np.concatenate(([0.0], np.cumsum(np.where(known, self._bits[first:last], 0.0))))
        starts, stops = edges[::2], edges[1::2]
        scores = total[stops] - total[starts]
        for at in np.flatnonzero(scores >= self._least):
            yield float(scores[at]), shift, first + int(starts[at]), first + int(stops[at]) - 1

    def _hits(self, shift: int) -> tuple[NDArray[bool_], NDArray[bool_]]:
        """Return, for the lines that have a row at this distance: no contradiction, and both known."""
        first, last = max(0, -shift), min(self._length, self._length - shift)
        here, there = slice(first, last), slice(first + shift, last + shift)
        known = self._has_stated[here] & self._has_expected[there]
        return (self._stated[here] == self._expected[there]) | ~known, known

    def _claim(self, shift: int, first: int, last: int) -> Iterator[Run]:
        """Take the part of a run that no better one has taken, if what is left is still beyond chance."""
        import numpy as np

        lines = np.arange(first, last + 1)
        known = self._has_stated[lines] & self._has_expected[lines + shift] & self._free[lines]
        taken = lines[known]
        if not taken.size or self._bits[taken].sum() < self._least:
            return
        self._free[taken[0] : taken[-1] + 1] = False
        yield Run(first=int(taken[0]), last=int(taken[-1]), shift=shift, fitting=int(taken.size))


def _columns(values: Sequence[int | None]) -> tuple[NDArray[int64], NDArray[bool_]]:
    import numpy as np

    known = np.array([value is not None for value in values], dtype=bool)
    return np.array([0 if value is None else value for value in values], dtype=np.int64), known
