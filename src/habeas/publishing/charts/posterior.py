"""What is known of a total as a hill of columns: the higher, the more probable; the interval darker, those listed and the floor marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from habeas.publishing.charts import theme
from habeas.publishing.charts.canvas import Canvas
from habeas.words import number

INSIDE: Final = theme.SERIES[0]
OUTSIDE: Final = "#a9c6da"
_COLUMNS: Final = 60
_ROW: Final = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """What is drawn: quantiles at shares (both ascending, from 0 to 1), the point, its interval, those listed, and a floor where there is one.

    ``marks`` are further numbers to show, each with its words: an official count, a known truth.
    """

    shares: Sequence[float]
    quantiles: Sequence[float]
    point: float
    low: float
    high: float
    listed: float | None = None
    floor: float | None = None
    marks: Sequence[tuple[float, str]] = ()


def columns(found: Posterior, n: int = _COLUMNS) -> list[tuple[float, float, float]]:
    """Return the hill as columns (from, to, probability), over nearly all of it and over all that is marked.

    The outermost hundredth at the upper end is left out: it would press the rest together.
    """
    marked = [value for value in (found.listed, found.floor, *(one for one, _ in found.marks)) if value is not None]
    low = min([_at(found.quantiles, found.shares, 0.0), *marked])
    high = max([_at(found.quantiles, found.shares, 0.99), *marked])
    # Persons are whole: no column is thinner than one.
    width = max(1.0, float(round((high - low) / n))) if high - low > 2 else max((high - low) / n, 1e-9)
    edges = [low - width / 2]
    while edges[-1] < high:
        edges.append(edges[-1] + width)
    reached = [_at(found.shares, found.quantiles, edge) for edge in edges]
    return [(edges[k], edges[k + 1], max(0.0, reached[k + 1] - reached[k])) for k in range(len(edges) - 1)]


def _at(values: Sequence[float], at: Sequence[float], x: float) -> float:
    """Return the value at x, on straight lines between points; where several points are at x, the last."""
    if x < at[0]:
        return values[0]
    for k in range(len(at) - 1, 0, -1):
        if at[k - 1] <= x <= at[k]:
            if at[k] == at[k - 1]:
                return values[k]
            return values[k - 1] + (values[k] - values[k - 1]) * (x - at[k - 1]) / (at[k] - at[k - 1])
    return values[-1]


def posterior(found: Posterior, said: Mapping[str, str], *, phone: bool) -> dict[str, Any]:
    """Return the specification; ``said`` has the words for ``point``, ``listed``, ``floor`` and ``interval``."""
    hill = columns(found)
    marks = sorted(_marks(found, said))
    width = theme.PHONE if phone else theme.WIDE
    top = _ROW * len(marks) + 8
    base = top + (150.0 if phone else 210.0)
    first, last = hill[0][0], hill[-1][1]
    tallest = max(share for _, _, share in hill) or 1.0

    def x(value: float) -> float:
        return 4 + (value - first) / (last - first) * (width - 8)

    canvas = Canvas(width, base + 44)
    for ink, wanted in ((OUTSIDE, False), (INSIDE, True)):
        rings = [
            [(x(a), base), (x(a), base - h), (max(x(b) - 0.8, x(a) + 0.6), base - h), (max(x(b) - 0.8, x(a) + 0.6), base)]
            for a, b, share in hill
            if (found.low <= (a + b) / 2 <= found.high) is wanted and (h := share / tallest * (base - top - 6)) > 0.2
        ]  # fmt: skip
        canvas.shapes(rings, ink)
    canvas.lines([[(0, base), (width, base)]], theme.INK, 1)
    _axis(canvas, x, first, last, base, phone=phone)
    left, right = x(found.low), x(found.high)
    canvas.lines([[(left, base + 32), (right, base + 32)]], INSIDE, 3)
    middle = min(max((left + right) / 2, 90), width - 90)
    canvas.words([(middle, base + 41, said["interval"])], fontSize=11, color=INSIDE, align="center", baseline="top")
    for row, (value, words, ink, dash) in enumerate(marks):
        y = 8 + _ROW * row
        canvas.lines([[(x(value), y), (x(value), base)]], ink, 1.4, strokeDash=dash)
        to_left = x(value) + theme.width(words, 11.5) + 8 > width
        label = [(x(value) + (-5 if to_left else 5), y, theme.shorten(words, width - 12, 11.5))]
        canvas.words(label, fontSize=11.5, color=ink, align="right" if to_left else "left")
    spec = canvas.finished()
    return {**spec, "height": base + 56}


def _marks(found: Posterior, said: Mapping[str, str]) -> list[tuple[float, str, str, list[int]]]:
    """Return what is marked: where, its words, its colour, its dashes."""
    marks: list[tuple[float, str, str, list[int]]] = [(found.point, said["point"], theme.INK, [1, 0])]
    if found.listed is not None:
        marks.append((found.listed, said["listed"], theme.SERIES[2], [1, 0]))
    if found.floor is not None:
        marks.append((found.floor, said["floor"], theme.SERIES[3], [5, 3]))
    return marks + [(value, words, theme.SERIES[1], [2, 2]) for value, words in found.marks]


def _axis(canvas: Canvas, x: Any, first: float, last: float, base: float, *, phone: bool) -> None:
    step = theme.ticks(last - first, 4 if phone else 8)[1]
    ticks = [k * step for k in range(int(first // step), int(last // step) + 1) if first <= k * step <= last]
    canvas.lines([[(x(tick), base), (x(tick), base + 5)] for tick in ticks], theme.MUTED, 1)
    said = [(min(max(x(tick), 12), canvas.width - 12), base + 15, number(round(tick, 6))) for tick in ticks]
    canvas.words(said, fontSize=11, color=theme.MUTED, align="center")
