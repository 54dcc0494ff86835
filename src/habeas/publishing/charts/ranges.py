"""Rival figures one under another: each a point or a bar along one axis, an arrow where a bound is open, lines to hold them against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from habeas.publishing.charts import theme
from habeas.publishing.charts.model import Figure, Line

ARROW: Final = 30


class _Frame:
    """The geometry of one version of the chart: where words stand, where the axis runs, how high a row is (pixels)."""

    def __init__(self, figures: Sequence[Figure], lines: Sequence[Line], *, phone: bool) -> None:
        self.sheet = theme.Sheet()
        self.phone = phone
        self.width = theme.PHONE if phone else theme.WIDE
        longest = max((theme.width(one.label, 13) for one in figures), default=0)
        whose = max((theme.width(one.who, 12) for one in figures), default=0)
        self.words = self.width if phone else min(280.0, max(longest, whose) + 4)
        self.left = 8.0 if phone else self.words + 16
        self.row = 60.0 if phone else 44.0
        self.head = 18.0 * len(lines) + (14 if lines else 2)
        self.height = self.head + self.row * len(figures) + 4
        room = max((theme.width(one.short, 12) for one in figures), default=0) + 14
        last = max((theme.width(line.label, 12.5) for line in lines), default=0) + 8
        self.right = self.width - max(min(room, 110.0), last)
        numbers = [float(n) for one in figures for n in one.numbers] + [float(line.value) for line in lines]
        self.ticks = theme.ticks(max(numbers, default=1.0), 4 if phone else 5)
        self.top = self.ticks[-1]

    def x(self, value: float) -> float:
        """Return the pixel of a value."""
        return self.left + value / self.top * (self.right - self.left)

    def value(self, pixel: float) -> float:
        """Return the value at a pixel."""
        return (pixel - self.left) / (self.right - self.left) * self.top

    def y(self, place: int) -> float:
        """Return the pixel of a row's mark."""
        return self.head + place * self.row + (42 if self.phone else self.row / 2)


def ranges(
    figures: Sequence[Figure],
    lines: Sequence[Line] = (),
    *,
    phone: bool = False,
) -> dict[str, Any]:
    """Return the Vega-Lite specification of figures as ranges against lines."""
    import altair as alt

    frame = _Frame(figures, lines, phone=phone)
    xs = alt.Scale(domain=[0, frame.top], range=[frame.left, frame.right], nice=False, zero=True)
    ys = alt.Scale(domain=[0, frame.height], range=[0, frame.height], nice=False)
    x, y = alt.X("x:Q", scale=xs, axis=None), alt.Y("y:Q", scale=ys, axis=None)
    layers = [
        *_grid(frame, x, y),
        *_thresholds(frame, lines, x, y),
        *_marks(frame, figures, x, y),
        *_words(frame, figures, x, y),
    ]
    return theme.finished(frame.sheet, layers, frame.width, frame.height)


def _grid(frame: _Frame, x: Any, y: Any) -> list[Any]:
    import altair as alt

    from habeas.words import number

    first = frame.head - 6
    rows = [{"x": tick, "y": first, "y2": frame.height + 4, "t": number(tick)} for tick in frame.ticks]
    data = rows
    rules = frame.sheet.chart(data).mark_rule(color=theme.GRID, strokeWidth=1).encode(x=x, y=y, y2=alt.Y2("y2:Q"))
    labels = [{**row, "y": frame.height + 16} for row in rows]
    return [rules, frame.sheet.texts(labels, x, y, align="center", fontSize=11, color=theme.MUTED)]


def _thresholds(frame: _Frame, lines: Sequence[Line], x: Any, y: Any) -> list[Any]:
    import altair as alt

    rows: list[dict[str, Any]] = [
        {"x": float(line.value), "y": 9 + 18 * place, "y2": frame.height + 4, "t": line.label}
        for place, line in enumerate(sorted(lines, key=lambda line: line.value))
    ]
    found = []
    if rows:
        data = rows
        found.append(
            frame.sheet.chart(data)
            .mark_rule(color=theme.INK, strokeWidth=1.2, strokeDash=[4, 3])
            .encode(x=x, y=y, y2=alt.Y2("y2:Q"))
        )
    fits = [row for row in rows if frame.x(float(row["x"])) + theme.width(str(row["t"]), 12) + 6 < frame.width]
    rest = [row for row in rows if row not in fits]
    for some, align, dx in ((fits, "left", 5), (rest, "right", -5)):
        if some:
            found.append(frame.sheet.texts(some, x, y, align=align, dx=dx, fontSize=12, fontWeight="bold"))
    return found


def _marks(frame: _Frame, figures: Sequence[Figure], x: Any, y: Any) -> list[Any]:
    found = []
    for mode in ("said", "derived", "implied"):
        own = [(place, one) for place, one in enumerate(figures) if one.mode == mode]
        found += _marks_of(frame, own, mode, x, y)
    return found


def _marks_of(frame: _Frame, own: Sequence[tuple[int, Figure]], mode: str, x: Any, y: Any) -> list[Any]:
    import altair as alt

    ink = theme.colour(mode)
    fill = ink if mode == "said" else "white"
    bars, dots, stems, heads = [], [], [], []
    for place, one in own:
        if one.anchor is None:
            continue
        at = float(one.anchor)
        height = frame.y(place)
        if one.low is not None and one.high is not None and one.low != one.high:
            bars.append({"x": float(one.low), "x2": float(one.high), "y": height})
        else:
            dots.append({"x": at, "y": height})
        for way in one.ends:
            end = max(frame.value(frame.x(at) + way * ARROW), 0.0)
            stems.append({"x": at, "x2": end, "y": height})
            heads.append({"x": end, "y": height, "way": way})
    layers = []
    if stems:
        data = stems
        layers.append(frame.sheet.chart(data).mark_rule(color=ink, strokeWidth=2).encode(x=x, x2=alt.X2("x2:Q"), y=y))
    for way, shape in ((1, "triangle-right"), (-1, "triangle-left")):
        some = [row for row in heads if row["way"] == way]
        if some:
            style = {"shape": shape, "size": 70, "color": ink, "filled": True, "opacity": 1}
            layers.append(frame.sheet.chart(some).mark_point(**style).encode(x=x, y=y))
    if bars:
        style = {"size": 11, "cornerRadius": 2, "fill": fill, "stroke": ink, "strokeWidth": 2, "orient": "horizontal"}
        layers.append(frame.sheet.chart(bars).mark_bar(**style).encode(x=x, x2=alt.X2("x2:Q"), y=y))
    if dots:
        style = {"shape": "circle", "size": 105, "fill": fill, "stroke": ink, "strokeWidth": 2, "opacity": 1}
        layers.append(frame.sheet.chart(dots).mark_point(**style).encode(x=x, y=y))
    return layers


def _words(frame: _Frame, figures: Sequence[Figure], x: Any, y: Any) -> list[Any]:
    import altair as alt

    names, whose, after, before = [], [], [], []
    for place, one in enumerate(figures):
        height = frame.y(place)
        up = (-32, -15) if frame.phone else (-8, 8)
        names.append({"y": height + up[0], "t": theme.shorten(one.label, frame.words, 13)})
        whose.append({"y": height + up[1], "t": theme.shorten(one.who, frame.words, 12)})
        if one.anchor is None:
            continue
        end = frame.x(float(max(one.numbers))) + (ARROW + 4 if 1 in one.ends else 0) + 11
        start = frame.x(float(min(one.numbers))) - (ARROW + 4 if -1 in one.ends else 0) - 11
        row = {"y": height, "t": one.short}
        if end + theme.width(one.short, 12) < frame.width or start < frame.left + theme.width(one.short, 12):
            after.append({**row, "x": frame.value(end)})
        else:
            before.append({**row, "x": frame.value(start)})
    layers = [
        frame.sheet.texts(names, alt.value(0), y, fontSize=13, fontWeight="bold"),
        frame.sheet.texts(whose, alt.value(0), y, color=theme.MUTED),
    ]
    layers += [frame.sheet.texts(after, x, y)] if after else []
    return layers + ([frame.sheet.texts(before, x, y, align="right")] if before else [])
