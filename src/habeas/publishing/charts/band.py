"""The number held over time as a band, with every rival figure on it: used or not, exact or one-sided, and numbered as the table below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from habeas.publishing.charts import theme
from habeas.publishing.charts.canvas import Canvas, Point, dates
from habeas.publishing.charts.labels import Wanted, place
from habeas.words import Lang, number

Look = Literal["used", "censored", "derived", "copy", "other"]
LOOKS: Final[tuple[Look, ...]] = ("used", "censored", "derived", "copy", "other")
_INK: Final[Mapping[Look, str]] = {
    "used": "#1f2328", "censored": "#0a7a5a", "derived": "#b4470a", "copy": "#5a6069", "other": "#8e4a78",
}  # fmt: skip
_SHAPE: Final[Mapping[Look, str]] = {
    "used": "circle", "censored": "triangle-up", "derived": "diamond", "copy": "square", "other": "cross",
}  # fmt: skip
_WIDE_BAND: Final = "#d6e4ee"
_NARROW_BAND: Final = "#9fc0d8"
_LEFT: Final = 50.0
_ARROW: Final = 22.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The days, the median and the two central intervals on each, (n,) each; ``solid`` is the last day that any figure reaches."""

    days: Sequence[date]
    median: Sequence[float]
    inner: tuple[Sequence[float], Sequence[float]]
    outer: tuple[Sequence[float], Sequence[float]]
    solid: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """A figure as it is drawn: its day, its value, its bounds where it is open on a side (None), how it was used, its words and its number in the table."""

    day: date
    value: float
    low: float | None
    high: float | None
    look: Look
    label: str
    number: int


class _Frame:
    """Where days and counts lie, in pixels."""

    def __init__(self, band: Band, rivals: Sequence[Rival], head: float, *, phone: bool) -> None:
        self.width = theme.PHONE if phone else theme.WIDE
        self.height = head + (300.0 if phone else 460.0)
        self.head = head
        days = [*band.days, *(one.day for one in rivals)]
        margin = timedelta(days=max(10, (max(days) - min(days)).days // 60))
        self.first, self.last = min(days) - margin, max(days) + margin
        top = max([*band.outer[1], *(one.value for one in rivals)], default=1.0)
        self.ticks = theme.ticks(top * 1.04, 4 if phone else 6)

    def x(self, day: date) -> float:
        """Return the pixel of a day."""
        return _LEFT + (day - self.first).days / max(1, (self.last - self.first).days) * (self.width - _LEFT - 8)

    def y(self, value: float) -> float:
        """Return the pixel of a count; the axis begins at zero."""
        return self.height - value / self.ticks[-1] * (self.height - self.head)


def band_over_time(
    band: Band, rivals: Sequence[Rival], keys: Mapping[str, str], lang: Lang, *, phone: bool
) -> dict[str, Any]:
    """Return the specification; ``keys`` names the looks that occur, ``inner`` and ``outer``."""
    entries = [(name, keys[name]) for name in ("outer", "inner", *LOOKS) if name in ("outer", "inner") or any(one.look == name for one in rivals)]  # fmt: skip
    rows = _rows(entries, theme.PHONE if phone else theme.WIDE)
    at = _Frame(band, rivals, 18.0 * len(rows) + 14, phone=phone)
    canvas = Canvas(at.width, at.height + 22)
    canvas.lines([[(0, at.y(tick)), (at.width, at.y(tick))] for tick in at.ticks], theme.GRID, 1)
    canvas.words([(0, at.y(tick) - 8, number(tick)) for tick in at.ticks[1:]], fontSize=11, color=theme.MUTED)
    for (low, high), ink in ((band.outer, _WIDE_BAND), (band.inner, _NARROW_BAND)):
        canvas.shapes([_ring(at, band.days, low, high)], ink)
    solid = [k for k, day in enumerate(band.days) if band.solid is None or day <= band.solid]
    line = [(at.x(day), at.y(value)) for day, value in zip(band.days, band.median, strict=True)]
    canvas.lines([line[: len(solid)]], theme.SERIES[0], 2)
    canvas.lines(
        [line[max(0, len(solid) - 1) :]] if len(solid) < len(line) else [], theme.SERIES[0], 2, strokeDash=[4, 3]
    )
    canvas.lines([[(0, at.height), (at.width, at.height)]], theme.INK, 1)
    _days(canvas, at, lang, phone=phone)
    for look in LOOKS:
        _marks(canvas, at, [one for one in rivals if one.look == look], look)
    _labels(canvas, at, rivals, phone=phone)
    _key(canvas, rows)
    return canvas.finished()


def _ring(at: _Frame, days: Sequence[date], low: Sequence[float], high: Sequence[float]) -> list[Point]:
    upper = [(at.x(day), at.y(value)) for day, value in zip(days, high, strict=True)]
    lower = [(at.x(day), at.y(max(value, 0.0))) for day, value in zip(days, low, strict=True)]
    return [*upper, *reversed(lower)]


def _days(canvas: Canvas, at: _Frame, lang: Lang, *, phone: bool) -> None:
    marked = dates(at.first, at.last, 4 if phone else 9, lang)
    canvas.lines([[(at.x(day), at.height), (at.x(day), at.height + 5)] for day, _ in marked], theme.MUTED, 1)
    said = [(at.x(day), at.height + 15, words) for day, words in marked]
    canvas.words(said, fontSize=11, color=theme.MUTED, align="center")


def _marks(canvas: Canvas, at: _Frame, rivals: Sequence[Rival], look: Look) -> None:
    """Draw the figures of one look: a dot, a bar between its bounds, an arrow on an open side."""
    ink, points = _INK[look], [(at.x(one.day), at.y(one.value)) for one in rivals]
    stems = [
        [(x, at.y(one.low)), (x, at.y(one.high))]
        for one, (x, _) in zip(rivals, points, strict=True)
        if one.low is not None and one.high is not None and at.y(one.low) - at.y(one.high) > 1
    ]
    heads: list[list[Point]] = []
    for one, (x, y) in zip(rivals, points, strict=True):
        way = 1 if one.high is None and one.low is not None else -1 if one.low is None and one.high is not None else 0
        if way:
            stems.append([(x, y), (x, y - way * _ARROW)])
            heads.append([(x - 4, y - way * _ARROW), (x, y - way * (_ARROW + 8)), (x + 4, y - way * _ARROW)])
    canvas.lines(stems, ink, 1.6)
    canvas.shapes(heads, ink)
    open_ = look not in ("used", "censored")
    style = {"shape": "circle" if look == "censored" else _SHAPE[look], "filled": not open_}
    canvas.dots(points, ink, 34 if look == "censored" else 52, **style, strokeWidth=1.8)


def _labels(canvas: Canvas, at: _Frame, rivals: Sequence[Rival], *, phone: bool) -> None:
    """Write beside each mark who says what, where there is room for it; else its number in the table, which every figure has."""
    boxes = [(at.x(one.day) - 5, at.y(one.value) - 5, at.x(one.day) + 5, at.y(one.value) + 5) for one in rivals]
    room, used = (_LEFT, at.head, float(at.width), at.height - 8), list(boxes)
    order = sorted(range(len(rivals)), key=lambda k: (LOOKS.index(rivals[k].look), -rivals[k].day.toordinal()))
    said = {k: theme.shorten(rivals[k].label, 230, 11) for k in order}
    full = [] if phone else place([Wanted(theme.width(said[k], 11) + 2, boxes[k], optional=True) for k in order], room, used)  # fmt: skip
    found = {k: where for k, where in zip(order, full, strict=False) if where is not None}
    for k, at_place in found.items():
        used.append((at_place.x, at_place.y - 7.5, at_place.x + theme.width(said[k], 11), at_place.y + 7.5))
    rest = [k for k in order if k not in found]
    for k, where in zip(rest, place([Wanted(theme.width(str(rivals[k].number), 11) + 2, boxes[k]) for k in rest], room, used), strict=True):  # fmt: skip
        if where is not None:
            found[k], said[k] = where, str(rivals[k].number)
    leaders = []
    for k, where in found.items():
        if where.far:
            left, top, right, bottom = boxes[k]
            near = min(max((left + right) / 2, where.x), where.x + theme.width(said[k], 11))
            leaders.append([(near, where.y + (7 if where.y < top else -7)), ((left + right) / 2, (top + bottom) / 2)])
    canvas.lines(leaders, theme.MUTED, 0.7)
    for look in LOOKS:
        words = [(where.x, where.y, said[k]) for k, where in found.items() if rivals[k].look == look]
        canvas.words(words, fontSize=11, color=_INK[look])


def _rows(entries: Sequence[tuple[str, str]], width: float) -> list[list[tuple[float, str, str]]]:
    """Return the key in rows that fit the width: where each entry begins, what it is of, its words."""
    rows: list[list[tuple[float, str, str]]] = [[]]
    x = 0.0
    for name, words in entries:
        size = theme.width(words, 12) + 34
        if rows[-1] and x + size > width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, name, words))
        x += size
    return rows


def _key(canvas: Canvas, rows: Sequence[Sequence[tuple[float, str, str]]]) -> None:
    for row, entries in enumerate(rows):
        y = 8 + 18.0 * row
        for x, name, words in entries:
            if name in ("inner", "outer"):
                ink = _NARROW_BAND if name == "inner" else _WIDE_BAND
                canvas.shapes([[(x, y - 5), (x + 14, y - 5), (x + 14, y + 5), (x, y + 5)]], ink)
            else:
                look: Look = next(one for one in LOOKS if one == name)
                canvas.dots([(x + 7, y)], _INK[look], 52, shape=_SHAPE[look], filled=look in ("used", "censored"), strokeWidth=1.8)  # fmt: skip
            canvas.words([(x + 20, y, words)], fontSize=12)
