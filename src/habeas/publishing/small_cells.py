"""Small cells: no count of one to four persons by nationality, sex, age, criminality or authority leaves as a number.

A group is everything published of one day and one dimension, beside a published total. A count from 1 to ``below - 1`` is shown as
the range ``1-4``. Where the total and the other counts would give it away, the next smallest counts are withheld whole, until each hidden count
can be at least two numbers; where that cannot be reached, the whole group is withheld. Zeros are shown: they are nobody.
Method: primary and complementary suppression (Hundepool and others, Statistical Disclosure Control, 2012, chapter 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

BELOW: Final = 5
Shown = Literal["number", "range", "withheld"]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of persons as it may be shown: ``certain`` and ``possible`` are None unless ``shown`` is ``number``."""

    shown: Shown
    certain: int | None = None
    possible: int | None = None

    def text(self, below: int = BELOW) -> str:
        """Return the cell in signs that need no language: ``812``, ``812-815`` with a dash, ``1-4``, or a dash alone."""
        if self.shown == "range":
            return f"1–{below - 1}"  # noqa: RUF001 - a range is written with a dash
        if self.certain is None or self.possible is None:
            return "–"  # noqa: RUF001
        return pair(self.certain, self.possible)


def pair(low: float, high: float) -> str:
    """Return what is certain and what is possible as one number or a range."""
    from habeas.words import number

    return number(low) if low == high else f"{number(low)}–{number(high)}"  # noqa: RUF001


def small(count: int, below: int = BELOW) -> bool:
    """Say whether a count is of a few persons."""
    return 0 < count < below


def hide(cells: Sequence[Pair], below: int = BELOW) -> list[Cell]:
    """Return the counts of one group as they may be shown beside their total; each is (certain, possible)."""
    first = {k for k, (low, high) in enumerate(cells) if small(low, below) or small(high, below)}
    hidden = set(first)
    rest = sorted((k for k in range(len(cells)) if k not in first and cells[k][1] > 0), key=lambda k: cells[k][1])
    while first and not _safe(cells, hidden, below):
        if not rest:
            hidden, first = set(range(len(cells))), set()
            break
        hidden.add(rest.pop(0))
    return [_cell(k, cells[k], first, hidden, below) for k in range(len(cells))]


def _cell(k: int, count: Pair, first: set[int], hidden: set[int], below: int) -> Cell:
    if k not in hidden:
        return Cell("number", *count)
    return Cell("range" if k in first and 0 < count[1] < below else "withheld")


def _safe(cells: Sequence[Pair], hidden: set[int], below: int) -> bool:
    return all(_open([cells[k][of] for k in sorted(hidden)], below) for of in (0, 1))


def _open(counts: Sequence[int], below: int) -> bool:
    """Say whether each small count among the hidden ones can be two numbers at least, their sum and their bounds being known."""
    total = sum(counts)
    lows = [1 if small(n, below) else 0 if n == 0 else below for n in counts]
    highs = [below - 1 if small(n, below) else 0 if n == 0 else total for n in counts]
    for k, n in enumerate(counts):
        if small(n, below):
            least = max(lows[k], total - (sum(highs) - highs[k]))
            most = min(highs[k], total - (sum(lows) - lows[k]))
            if most <= least:
                return False
    return True
