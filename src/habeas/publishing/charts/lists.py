"""Lists day by day: who appeared above a line, who vanished below it, and the days whose list proves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from habeas.publishing.charts import theme
from habeas.publishing.charts.canvas import Canvas, Point, dates
from habeas.words import Lang, number

APPEARED: Final = theme.SERIES[0]
VANISHED: Final = theme.SERIES[1]
BLIND: Final = "#e4dfd3"
_HEAD: Final = 26.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayList:
    """A day: how many appeared and vanished since the list before; both None where its list proves nothing, or there is none."""

    day: date
    appeared: int | None
    vanished: int | None


class Frame:
    """Where days and counts lie, in pixels; both directions have the same scale."""

    def __init__(self, days: Sequence[DayList], *, phone: bool) -> None:
        self.width = theme.PHONE if phone else theme.WIDE
        self.height = 220.0 if phone else 280.0
        self.first, self.last = days[0].day, days[-1].day
        up, down = (max((getattr(one, name) or 0 for one in days), default=0) for name in ("appeared", "vanished"))
        self.ticks = theme.ticks(float(max(up, down, 1)), 3)
        self.left, self.right = 50.0, self.width - 6.0
        self.middle = _HEAD + (self.height - _HEAD) / 2
        self.step = (self.right - self.left) / ((self.last - self.first).days + 1)

    def x(self, day: date) -> float:
        """Return the pixel at which a day begins."""
        return self.left + (day - self.first).days * self.step

    def y(self, count: float) -> float:
        """Return the pixel of a count: above the middle where it is positive."""
        return self.middle - count / self.ticks[-1] * (self.height - _HEAD) / 2


def by_list(days: Sequence[DayList], words: tuple[str, str, str], lang: Lang, *, phone: bool) -> dict[str, Any]:
    """Return the specification; ``words`` names who appeared, who vanished, and the days without a list that proves anything."""
    at = Frame(days, phone=phone)
    canvas = Canvas(at.width, at.height + 20)
    blind = [
        _box(at, one.day, at.ticks[-1], -at.ticks[-1]) for one in days if one.vanished is None and one.day != at.first
    ]
    canvas.shapes(blind, BLIND, 0.7)
    marks = [sign * tick for tick in at.ticks[1:] for sign in (1, -1)]
    canvas.lines([[(0, at.y(tick)), (at.width, at.y(tick))] for tick in marks], theme.GRID, 1)
    canvas.words([(0, at.y(tick) - 7, number(abs(tick))) for tick in marks], fontSize=11, color=theme.MUTED)
    canvas.shapes([_box(at, one.day, one.appeared, 0) for one in days if one.appeared], APPEARED)
    canvas.shapes([_box(at, one.day, 0, -one.vanished) for one in days if one.vanished], VANISHED)
    canvas.lines([[(0, at.middle), (at.width, at.middle)]], theme.INK, 1)
    marked = dates(at.first, at.last, 4 if phone else 9, lang)
    canvas.words(
        [(at.x(day), at.height + 12, said) for day, said in marked], fontSize=11, color=theme.MUTED, align="center"
    )
    left = at.left
    for said, ink in zip(words, (APPEARED, VANISHED, BLIND), strict=True):
        canvas.shapes([[(left, 3), (left + 10, 3), (left + 10, 13), (left, 13)]], ink)
        canvas.words([(left + 14, 8, said)], fontSize=12)
        left += 30 + theme.width(said, 12)
    return canvas.finished()


def _box(at: Frame, day: date, top: float, foot: float) -> list[Point]:
    left, right = at.x(day), at.x(day) + max(at.step - 0.4, 0.6)
    return [(left, at.y(top)), (right, at.y(top)), (right, at.y(foot)), (left, at.y(foot))]
