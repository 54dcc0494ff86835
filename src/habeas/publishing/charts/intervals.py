"""Averages of intervals: each a bar over its days, as high as it is uncertain, beside the averages to date that it was taken from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from habeas.publishing.charts import theme
from habeas.publishing.charts.canvas import Canvas, Point, dates
from habeas.words import Lang, number

INTERVAL: Final = theme.SERIES[0]
TO_DATE: Final = theme.SERIES[1]
_HEAD: Final = 26.0
_THIN: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """An interval as it is drawn: its first and its last day, the least and the greatest its average can be, and the average to date."""

    first: date
    last: date
    low: float
    high: float
    to_date: float | None


class Frame:
    """Where days and counts lie, in pixels."""

    def __init__(self, bars: Sequence[Bar], *, phone: bool) -> None:
        self.width = theme.PHONE if phone else theme.WIDE
        self.height = 250.0 if phone else 330.0
        self.first = min(one.first for one in bars)
        self.last = max(one.last for one in bars) + timedelta(days=1)
        top = max(max(one.high, one.to_date or 0) for one in bars)
        self.ticks = theme.ticks(top or 1.0, 4 if phone else 5)
        self.left, self.right = 50.0, self.width - 6.0

    def x(self, day: date) -> float:
        """Return the pixel at which a day begins."""
        return self.left + (day - self.first).days / max(1, (self.last - self.first).days) * (self.right - self.left)

    def y(self, count: float) -> float:
        """Return the pixel of a count; the axis begins at zero."""
        return self.height - count / self.ticks[-1] * (self.height - _HEAD)


def by_interval(bars: Sequence[Bar], words: tuple[str, str], lang: Lang, *, phone: bool) -> dict[str, Any]:
    """Return the specification; ``words`` names the bars and the dots."""
    at = Frame(bars, phone=phone)
    canvas = Canvas(at.width, at.height + 20)
    canvas.lines([[(0, at.y(tick)), (at.width, at.y(tick))] for tick in at.ticks], theme.GRID, 1)
    canvas.words([(0, at.y(tick) - 8, number(tick)) for tick in at.ticks[1:]], fontSize=11, color=theme.MUTED)
    canvas.shapes([_bar(at, one) for one in bars], INTERVAL)
    points = [(at.x(one.last + timedelta(days=1)), at.y(one.to_date)) for one in bars if one.to_date is not None]
    canvas.dots(points, TO_DATE, 26 if phone else 40)
    canvas.lines([[(0, at.height), (at.width, at.height)]], theme.INK, 1)
    marked = dates(at.first, at.last, 4 if phone else 9, lang)
    canvas.lines([[(at.x(day), at.height), (at.x(day), at.height + 5)] for day, _ in marked], theme.MUTED, 1)
    canvas.words(
        [(at.x(day), at.height + 15, said) for day, said in marked], fontSize=11, color=theme.MUTED, align="center"
    )
    second = at.left + 22 + theme.width(words[0], 12)
    canvas.shapes([[(at.left, 6), (at.left + 10, 6), (at.left + 10, 10), (at.left, 10)]], INTERVAL)
    canvas.dots([(second + 5, 8)], TO_DATE, 40)
    canvas.words([(at.left + 14, 8, words[0]), (second + 14, 8, words[1])], fontSize=12)
    return canvas.finished()


def _bar(at: Frame, one: Bar) -> list[Point]:
    left, right = at.x(one.first), max(at.x(one.last + timedelta(days=1)) - 0.6, at.x(one.first) + 1)
    top, foot = at.y(one.high), at.y(one.low)
    if foot - top < _THIN:
        middle = (foot + top) / 2
        top, foot = middle - _THIN / 2, middle + _THIN / 2
    return [(left, top), (right, top), (right, foot), (left, foot)]
