"""Counts by day: what is certain and what is possible as a band, and the same in small, one panel a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from habeas.publishing.charts import theme
from habeas.publishing.charts.canvas import Canvas, Point, dates
from habeas.words import Lang, number

Counts = Sequence[tuple[float, float] | None]
MIDNIGHT: Final = theme.SERIES[0]
ANY: Final = theme.SERIES[1]
OUTCOMES: Final = {"supported": "#1c6b4a", "contradicted": "#9d2a1c", "not-testable": "#5a6069"}
_HEAD: Final = 26.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One small chart: its name, what stands at its right end, and (certain, possible) for each day; None where nothing is shown."""

    name: str
    last: str
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A published figure beside what was counted: its days, the least and the greatest number that its words allow, and what came of its test.

    Where the words leave a side open, that limit is the other one.
    """

    first: date
    last: date
    low: float
    high: float
    outcome: Literal["supported", "contradicted", "not-testable"]
    number: int


class Frame:
    """Where the days and the counts of the large chart lie, in pixels."""

    def __init__(self, days: Sequence[date], top: float, *, phone: bool) -> None:
        self.width = theme.PHONE if phone else theme.WIDE
        self.height = 250.0 if phone else 330.0
        self.first, self.last = days[0], days[-1]
        self.ticks = theme.ticks(top, 4 if phone else 5)
        self.left, self.right = 50.0, self.width - 6.0

    def x(self, day: date) -> float:
        """Return the pixel of a day."""
        return self.left + (day - self.first).days / max(1, (self.last - self.first).days) * (self.right - self.left)

    def y(self, count: float) -> float:
        """Return the pixel of a count; the axis begins at zero."""
        return self.height - count / self.ticks[-1] * (self.height - _HEAD)


def frame(days: Sequence[date], midnight: Counts, moment: Counts, marks: Sequence[Mark] = (), *, phone: bool) -> Frame:
    """Return the frame that both counts and all marks fit in."""
    top = max([1, *(pair[1] for pair in (*midnight, *moment) if pair is not None), *(one.high for one in marks)])
    return Frame(days, float(top) or 1.0, phone=phone)


def by_day(  # noqa: PLR0917 - what is drawn
    days: Sequence[date],
    midnight: Counts,
    moment: Counts,
    words: tuple[str, str],
    lang: Lang,
    marks: Sequence[Mark] = (),
    *,
    phone: bool,
) -> dict[str, Any]:
    """Return the specification of two bands over days, and of numbered marks beside them; ``words`` names the bands."""
    at = frame(days, midnight, moment, marks, phone=phone)
    canvas = Canvas(at.width, at.height + 20)
    canvas.lines([[(0, at.y(tick)), (at.width, at.y(tick))] for tick in at.ticks], theme.GRID, 1)
    canvas.words([(0, at.y(tick) - 8, number(tick)) for tick in at.ticks[1:]], fontSize=11, color=theme.MUTED)
    for counts, ink in ((moment, ANY), (midnight, MIDNIGHT)):
        _band(canvas, [at.x(day) for day in days], counts, at.y, ink)
    for one in marks:
        _mark(canvas, at, one)
    canvas.lines([[(0, at.height), (at.width, at.height)]], theme.INK, 1)
    marked = dates(at.first, at.last, 4 if phone else 9, lang)
    canvas.lines([[(at.x(day), at.height), (at.x(day), at.height + 5)] for day, _ in marked], theme.MUTED, 1)
    canvas.words(
        [(at.x(day), at.height + 15, said) for day, said in marked], fontSize=11, color=theme.MUTED, align="center"
    )
    second = at.left + 22 + theme.width(words[0], 12)
    canvas.shapes([_square(at.left, 8), _square(second, 8)][:1], MIDNIGHT)
    canvas.shapes([_square(second, 8)], ANY)
    canvas.words([(at.left + 14, 8, words[0]), (second + 14, 8, words[1])], fontSize=12)
    return canvas.finished()


def _mark(canvas: Canvas, at: Frame, one: Mark) -> None:
    """Draw a published figure: a bar over its days, at least a few pixels wide and high, with its number."""
    left, right = at.x(max(one.first, at.first)), at.x(min(one.last, at.last))
    middle = (left + right) / 2
    left, right = min(left, middle - 5), max(right, middle + 5)
    top, foot = at.y(one.high), at.y(one.low)
    top, foot = min(top, (top + foot) / 2 - 1.5), max(foot, (top + foot) / 2 + 1.5)
    ink = OUTCOMES[one.outcome]
    canvas.shapes([[(left, top), (right, top), (right, foot), (left, foot)]], ink, 0.9)
    canvas.words([(middle, top - 8, str(one.number))], fontSize=11, fontWeight="bold", color=ink, align="center")


def _square(x: float, y: float) -> list[Point]:
    return [(x, y - 5), (x + 10, y - 5), (x + 10, y + 5), (x, y + 5)]


def _band(canvas: Canvas, xs: Sequence[float], counts: Counts, y: Any, ink: str) -> None:
    """Draw the band between certain and possible, and both its edges; it breaks where nothing is shown."""
    shapes, edges = [], []
    run: list[tuple[float, float, float]] = []
    for x, pair in [*zip(xs, counts, strict=True), (0.0, None)]:
        if pair is not None:
            run.append((x, y(pair[0]), y(pair[1])))
            continue
        if run:
            low, high = [(a, b) for a, b, _ in run], [(a, c) for a, _, c in run]
            if low != high:
                shapes.append([*high, *low[::-1]])
                edges.append(low)
            edges.append(high if len(high) > 1 else [high[0], (high[0][0] + 1, high[0][1])])
        run = []
    canvas.shapes(shapes, ink, 0.3)
    canvas.lines(edges, ink, 1.3)


def panels(days: Sequence[date], found: Sequence[Panel], *, phone: bool) -> dict[str, Any]:
    """Return the specification of small charts side by side; each has a scale of its own, from zero to its greatest count."""
    width = theme.PHONE if phone else theme.WIDE
    columns, gap, high = (2, 16.0, 92.0) if phone else (4, 20.0, 104.0)
    wide = (width - gap * (columns - 1)) / columns
    canvas = Canvas(width, -(-len(found) // columns) * high + 4)
    xs = [(day - days[0]).days / max(1, (days[-1] - days[0]).days) * wide for day in days]
    names, lasts, ends = [], [], []
    for place, one in enumerate(found):
        left, top = place % columns * (wide + gap), place // columns * high
        foot, tall = top + high - 30, high - 58
        peak = max((pair[1] for pair in one.counts if pair is not None), default=0) or 1

        def y(count: float, foot: float = foot, tall: float = tall, peak: float = peak) -> float:
            return foot - count / peak * tall

        _band(canvas, [left + x for x in xs], one.counts, y, MIDNIGHT)
        canvas.lines([[(left, foot), (left + wide, foot)]], theme.MUTED, 0.8)
        room = wide - theme.width(one.last, 11) - 6
        names.append((left, top + 9, theme.shorten(one.name, room, 12)))
        lasts.append((left + wide, top + 9, one.last))
        ends += [(left, foot + 10, str(days[0].year), "left"), (left + wide, foot + 10, str(days[-1].year), "right")]
    canvas.words(names, fontSize=12, fontWeight="bold")
    canvas.words(lasts, fontSize=11, align="right", color=theme.MUTED)
    for side in ("left", "right"):
        canvas.words(
            [(x, y, said) for x, y, said, on in ends if on == side], fontSize=10, align=side, color=theme.MUTED
        )
    return canvas.finished()
