"""Counted groups as bars: how many of a group are identified for certain and possibly, against the fewest and the most that sources count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from habeas.publishing.charts import theme
from habeas.publishing.charts.canvas import Canvas, Point
from habeas.words import number

SURE: Final = "#0b5d92"
MAYBE: Final = "#8fb6d1"
SIZE: Final = "#b4470a"
_HEAD: Final = 26.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """A group as it is drawn: its label, the identified (at least, at most), its size (None: not counted), and all of it in short words."""

    label: str
    low: int
    high: int
    size: tuple[int, int | None] | None
    short: str


class Frame:
    """Where counts lie, in pixels."""

    def __init__(self, groups: Sequence[Identified], *, phone: bool) -> None:
        self.width = theme.PHONE if phone else theme.WIDE
        self.row = 52.0 if phone else 46.0
        most = max((max(one.high, *(each or 0 for each in one.size or (0,))) for one in groups), default=1)
        self.ticks = theme.ticks(float(max(most, 1)), 3 if phone else 5)
        self.left, self.right = 1.0, self.width - 14.0

    def x(self, count: float) -> float:
        """Return the pixel of a count."""
        return self.left + count / self.ticks[-1] * (self.right - self.left)


def identified(groups: Sequence[Identified], words: tuple[str, str, str], *, phone: bool) -> dict[str, Any]:
    """Return the specification; ``words`` names the certainly and the possibly identified, and the size that sources give."""
    at = Frame(groups, phone=phone)
    foot = _HEAD + at.row * len(groups)
    canvas = Canvas(at.width, foot + 18)
    canvas.lines([[(at.x(tick), _HEAD - 4), (at.x(tick), foot)] for tick in at.ticks], theme.GRID, 1)
    canvas.words(
        [(at.x(tick), foot + 10, number(tick)) for tick in at.ticks], fontSize=11, color=theme.MUTED, align="center"
    )
    for n, one in enumerate(groups):
        top = _HEAD + at.row * n
        size = 11 if phone else 12.5
        room = at.width - theme.width(one.short, size) - 12
        canvas.words([(at.left, top + 8, theme.shorten(one.label, room, size))], fontSize=size)
        canvas.words([(at.width - 2, top + 8, one.short)], fontSize=size, align="right", fontWeight="bold")
        canvas.shapes([_box(at, 0, one.high, top)], MAYBE)
        canvas.shapes([_box(at, 0, one.low, top)], SURE)
        if one.size is not None:
            canvas.lines(_bracket(at, *one.size, top), SIZE, 2)
    _key(canvas, at, words, 11 if phone else 12)
    return canvas.finished()


def _box(at: Frame, low: float, high: float, top: float) -> list[Point]:
    left, right = at.x(low), max(at.x(high), at.x(low) + (0.8 if high else 0))
    return [(left, top + 18), (right, top + 18), (right, top + 32), (left, top + 32)]


def _bracket(at: Frame, low: int, high: int | None, top: float) -> list[list[Point]]:
    """Return the lines from the fewest to the most; without a most, an open end."""
    left, right = at.x(low), at.x(high) if high is not None else at.right + 8
    ends = [left, right] if high is not None else [left]
    return [[(left, top + 25), (right, top + 25)], *([(x, top + 15), (x, top + 35)] for x in ends)]


def _key(canvas: Canvas, at: Frame, words: Sequence[str], size: float) -> None:
    left = at.left
    for said, ink in zip(words, (SURE, MAYBE, SIZE), strict=True):
        canvas.shapes([[(left, 4), (left + 9, 4), (left + 9, 12), (left, 12)]], ink)
        canvas.words([(left + 13, 8, said)], fontSize=size)
        left += 26 + theme.width(said, size)
