"""Estimators side by side: a dot and an interval each, an arrow where there is no bound; what is refused in grey, without a number, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from habeas.publishing.charts import theme
from habeas.publishing.charts.canvas import Canvas
from habeas.words import number

_LABEL: Final = 250.0
_ROW: Final = 34.0
_LINE: Final = 14.0
_GREY: Final = "#8a8f96"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One estimator: its name, its number and bounds (None: no bound on that side); or why it gives none."""

    label: str
    point: float | None = None
    low: float | None = None
    high: float | None = None
    refused: str | None = None
    floor: bool = False


def estimators(rows: Sequence[Row], lines: Sequence[tuple[float, str]], *, phone: bool) -> dict[str, Any]:
    """Return the specification; ``lines`` are numbers to hold all of them against, with their words."""
    width = theme.PHONE if phone else theme.WIDE
    left = 4.0 if phone else _LABEL
    # Where there is no upper bound the number itself is not drawn, and the axis need not reach it.
    drawn = [(one.low, one.high, one.point if one.high is not None or one.low is None else None) for one in rows if one.refused is None]  # fmt: skip
    numbers = [value for each in drawn for value in each if value is not None]
    numbers += [value for value, _ in lines]
    first, last = (min(numbers), max(numbers)) if numbers else (0.0, 1.0)
    margin = (last - first or 1.0) * 0.08
    first, last = max(0.0, first - margin), last + margin * (2 if any(one.high is None for one in rows) else 1)

    def x(value: float) -> float:
        return left + (value - first) / (last - first) * (width - left - 14)

    head = 8 + _LINE * len(lines)
    wrapped = [
        theme.lines(one.refused, width - (8 if phone else left), 11.5)[:4] if one.refused else [] for one in rows
    ]
    heights = [max(_ROW, _LINE * len(words) + 12) + (18 if phone else 0) for words in wrapped]
    base = head + sum(heights) + 4
    canvas = Canvas(width, base + 26)
    for place, (value, said) in enumerate(sorted(lines)):
        y = 8 + _LINE * place
        canvas.lines([[(x(value), y), (x(value), base)]], theme.SERIES[2] if place == 0 else theme.SERIES[1], 1.2, strokeDash=[3, 3])  # fmt: skip
        to_left = x(value) + theme.width(said, 11) + 8 > width
        canvas.words([(x(value) + (-4 if to_left else 4), y, said)], fontSize=11, color=theme.SERIES[2] if place == 0 else theme.SERIES[1], align="right" if to_left else "left")  # fmt: skip
    y = head
    for one, words, height in zip(rows, wrapped, heights, strict=True):
        _one(canvas, one, words, (x, y, height, left), phone=phone)
        y += height
    canvas.lines([[(left, base), (width, base)]], theme.INK, 1)
    step = theme.ticks(last - first, 4 if phone else 7)[1]
    ticks = [k * step for k in range(int(first // step), int(last // step) + 1) if first <= k * step <= last]
    canvas.lines([[(x(tick), base), (x(tick), base + 5)] for tick in ticks], theme.MUTED, 1)
    canvas.words([(min(max(x(tick), 12), width - 12), base + 15, number(round(tick, 6))) for tick in ticks], fontSize=11, color=theme.MUTED, align="center")  # fmt: skip
    return canvas.finished()


def _one(canvas: Canvas, one: Row, words: Sequence[str], at: tuple[Any, float, float, float], *, phone: bool) -> None:
    x, y, height, left = at
    ink = _GREY if one.refused is not None else theme.SERIES[3] if one.floor else theme.SERIES[0]
    room = canvas.width - 8 if phone else left - 12
    label_y = y + 8 if phone else y + height / 2
    named = theme.lines(one.label, room, 12.5)[:2]
    first = label_y - (len(named) - 1) * 7 * (0 if phone else 1)
    canvas.words([(0.0, first + 14 * k, line) for k, line in enumerate(named)], fontSize=12.5, color=ink)
    middle = y + (26 if phone else height / 2) + (14 if phone and len(named) > 1 else 0)
    if one.refused is not None:
        start = middle - (0 if phone else _LINE * (len(words) - 1) / 2)
        canvas.words([(left, start + _LINE * k, line) for k, line in enumerate(words)], fontSize=11.5, color=_GREY)
        return
    if one.point is None:
        return
    low, high = x(one.low) if one.low is not None else left, x(one.high) if one.high is not None else canvas.width - 10
    canvas.lines([[(low, middle), (high, middle)]], ink, 2.2)
    ends = [(low, one.low, -1), (high, one.high, 1)]
    canvas.lines([[(end, middle - 5), (end, middle + 5)] for end, known, _ in ends if known is not None], ink, 1.6)
    canvas.shapes([[(end, middle - 4), (end + 7 * way, middle), (end, middle + 4)] for end, known, way in ends if known is None], ink)  # fmt: skip
    if one.high is not None or one.low is None:
        canvas.dots([(x(one.point), middle)], ink, 60)
