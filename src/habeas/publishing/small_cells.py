"""Small cells: no count of one to four persons by nationality, sex, age, criminality or authority leaves as a number.

A group is everything published of one day and one dimension, beside a published total. A count from 1 to ``below - 1`` is shown as
the range ``1-4``. So that the total and the other counts do not give it away, the largest count of the group is widened to a range of
ten, or more, until each hidden count can be at least two numbers; where that cannot be reached, the whole group is withheld. Zeros are shown:
they are nobody. Method: cell suppression and interval publication (Hundepool and others, Statistical Disclosure Control, 2012, chapter 4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

BELOW: Final = 5
WIDTHS: Final = (10, 20, 50, 100)
Shown = Literal["number", "range", "about", "withheld"]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of persons as it may be shown.

    A ``number`` is exactly what is certain and what is possible; what is ``about`` lies between the two; a ``range`` (of few) and what is
    ``withheld`` have neither.
    """

    shown: Shown
    certain: int | None = None
    possible: int | None = None

    def text(self, below: int = BELOW) -> str:
        """Return the cell in signs that need no language: ``812``, ``812-815`` with a dash, ``1-4``, or a dash alone."""
        if self.shown == "range":
            return f"1–{below - 1}"
        if self.certain is None or self.possible is None:
            return "–"
        return pair(self.certain, self.possible)


def pair(low: float, high: float) -> str:
    """Return what is certain and what is possible as one number or a range."""
    from habeas.words import number

    return number(low) if low == high else f"{number(low)}–{number(high)}"


def small(count: int, below: int = BELOW) -> bool:
    """Say whether a count is of a few persons."""
    return 0 < count < below


def hide(cells: Sequence[Pair], below: int = BELOW) -> list[Cell]:
    """Return the counts of one group as they may be shown beside their total; each is (certain, possible)."""
    few = [k for k, (low, high) in enumerate(cells) if small(low, below) or small(high, below)]
    if not few:
        return [Cell("number", *count) for count in cells]
    hidden = {k: _few(cells[k], below) for k in few}
    largest = max(
        (k for k in range(len(cells)) if k not in hidden and cells[k][0] > 0), key=lambda k: cells[k][1], default=None
    )
    for widened in (None,) if largest is None else _widened(cells[largest], below):
        tried = hidden if widened is None or largest is None else {**hidden, largest: widened}
        if _safe(cells, tried, below):
            return [tried.get(k, Cell("number", *count)) for k, count in enumerate(cells)]
    return [Cell("withheld")] * len(cells)


def _few(count: Pair, below: int) -> Cell:
    return Cell("range" if count[1] < below and count[0] > 0 else "withheld")


def _widened(count: Pair, below: int) -> Iterator[Cell]:
    """Yield ever wider ranges around a count that begin at round numbers, or half-way between two."""
    for width in WIDTHS:
        for shift in (0, width // 2):
            low, high = ((n + shift) // width * width - shift for n in count)
            yield Cell("about", max(low, below), high + width - 1)


def _safe(cells: Sequence[Pair], hidden: Mapping[int, Cell], below: int) -> bool:
    """Say whether, for certain and for possible counts, each small one among the hidden can be two numbers at least."""
    return all(_open([(cells[k][of], cell) for k, cell in hidden.items()], below) for of in (0, 1))


def _open(hidden: Sequence[tuple[int, Cell]], below: int) -> bool:
    total = sum(n for n, _ in hidden)
    bounds = [_bounds(n, cell, total, below) for n, cell in hidden]
    lows, highs = sum(low for low, _ in bounds), sum(high for _, high in bounds)
    for (n, _), (low, high) in zip(hidden, bounds, strict=True):
        if small(n, below) and min(high, total - (lows - low)) <= max(low, total - (highs - high)):
            return False
    return True


def _bounds(n: int, cell: Cell, total: int, below: int) -> Pair:
    """Return what a reader knows of a hidden count at most: few are 1 to 4, what is widened is not few."""
    if cell.certain is not None and cell.possible is not None:
        return cell.certain, cell.possible
    if small(n, below):
        return 1, below - 1
    return (n, n) if n == 0 else (below, total)
