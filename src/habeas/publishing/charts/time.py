"""Figures over time: the days a figure holds for as a horizontal extent, its bounds as a vertical one, who said it beside it.

With ``joined``, the running counts of one counter (:attr:`Figure.series`) are joined by a line. On a small page the marks carry
the numbers of the table below them instead of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

from habeas.publishing.charts import theme
from habeas.publishing.charts.labels import Placed, Wanted, place
from habeas.publishing.charts.model import Figure
from habeas.words import MONTHS, Lang, number

ARROW: Final = 24
_LEFT: Final = 50.0
_DAY: Final = 86_400_000


class _Frame:
    """The geometry of one version of the chart, in pixels; time counts in days."""

    def __init__(self, figures: Sequence[Figure], *, phone: bool, joined: bool) -> None:
        self.sheet = theme.Sheet()
        self.phone, self.joined = phone, joined
        self.width = theme.PHONE if phone else theme.WIDE
        self.height = 320.0 if phone else 440.0 + 12.0 * max(0, min(len(figures), 20) - 12)
        self.ticks = theme.ticks(max((float(n) for one in figures for n in one.numbers), default=1.0) * 1.04)
        days = [day for one in figures for day in (one.start, one.end) if day is not None]
        first, last = min(days), max(days)
        margin = timedelta(days=max(20, (last - first).days // 30))
        self.first, self.last = first - margin, last + margin
        self.start, self.stop = _LEFT, self.width - (14.0 if phone or not joined else 12.0)

    def x(self, day: date) -> float:
        """Return the pixel of a day."""
        return self.start + (day - self.first).days / max(1, (self.last - self.first).days) * (self.stop - self.start)

    def y(self, value: float) -> float:
        """Return the pixel of a value; the axis begins at zero."""
        return self.height - value / self.ticks[-1] * (self.height - 10)

    def box(self, one: Figure) -> tuple[float, float, float, float]:
        """Return the pixels a figure's mark covers."""
        start, end = one.start or self.first, one.end or self.last
        low, high = _extent(one)
        up = ARROW if 1 in one.ends else 0
        down = ARROW if -1 in one.ends else 0
        return self.x(start) - 6, self.y(high) - 6 - up, self.x(end) + 6, self.y(low) + 6 + down


def _extent(one: Figure) -> tuple[float, float]:
    numbers = [float(n) for n in one.numbers]
    return min(numbers), max(numbers)


def over_time(
    figures: Sequence[Figure],
    lang: Lang,
    *,
    joined: bool = False,
    phone: bool = False,
) -> dict[str, Any]:
    """Return the Vega-Lite specification of figures over time. Each figure needs an anchor and at least one known day."""
    import altair as alt

    frame = _Frame(figures, phone=phone, joined=joined)
    x = alt.X(
        "x:T",
        scale=alt.Scale(
            type="utc", domain=[_ms(frame.first), _ms(frame.last)], range=[frame.start, frame.stop], nice=False
        ),
        axis=None,
    )  # fmt: skip
    y = alt.Y("y:Q", scale=alt.Scale(domain=[0, frame.height], range=[0, frame.height], nice=False), axis=None)
    looks = _looks(figures, joined=joined)
    layers = [*_grid(frame, lang, x, y)]
    if joined:
        layers += _lines(frame, figures, looks, x, y)
    layers += _marks(frame, figures, looks, x, y)
    layers += _labels(frame, figures, looks, x, y)
    return theme.finished(frame.sheet, layers, frame.width, frame.height)


def _ms(day: date) -> int:
    return (day - date(1970, 1, 1)).days * _DAY


def _looks(figures: Sequence[Figure], *, joined: bool) -> list[tuple[str, str]]:
    """Return colour and shape of each figure: by counter where counters are joined, by kind of figure otherwise."""
    if not joined:
        return [(theme.colour(one.mode), "circle" if one.mode == "said" else "diamond") for one in figures]
    counters = list(dict.fromkeys(one.who for one in figures))
    by_size = sorted(counters, key=lambda name: (-sum(one.who == name for one in figures), counters.index(name)))
    last = len(theme.SERIES) - 1
    rank = {name: min(place, last) for place, name in enumerate(by_size)}
    return [(theme.SERIES[rank[one.who]], theme.SHAPES[rank[one.who]]) for one in figures]


def _grid(frame: _Frame, lang: Lang, x: Any, y: Any) -> list[Any]:
    import altair as alt

    rows: list[dict[str, Any]] = [{"y": frame.y(tick), "t": number(tick)} for tick in frame.ticks]
    rules = frame.sheet.chart(rows).mark_rule(color=theme.GRID).encode(
        x=alt.value(0), x2=alt.value(frame.width), y=y
    )  # fmt: skip
    names = frame.sheet.texts([{**r, "y": r["y"] - 8} for r in rows], alt.value(0), y, fontSize=11, color=theme.MUTED)
    days = _dates(frame, lang)
    marks = frame.sheet.chart([{"x": r["x"], "y": frame.height, "y2": frame.height + 5} for r in days])
    ticks = marks.mark_rule(color=theme.MUTED).encode(x=x, y=y, y2=alt.Y2("y2:Q"))
    base = frame.sheet.chart([{"y": frame.height}]).mark_rule(color=theme.INK).encode(
        x=alt.value(0), x2=alt.value(frame.width), y=y
    )  # fmt: skip
    return [rules, base, ticks, names, frame.sheet.texts(days, x, y, align="center", fontSize=11, color=theme.MUTED)]


def _dates(frame: _Frame, lang: Lang) -> list[dict[str, Any]]:
    """Return the tick dates: years, and months where the axis is short; thinned until their words are apart."""
    span = (frame.last - frame.first).days
    step = next(
        m for m in (1, 2, 3, 6, 12, 24, 60, 120, 300, 600, 1200, 12_000) if span / 30.4 / m <= (5 if frame.phone else 9)
    )
    found = []
    for months in range(frame.first.year * 12, (frame.last.year + 1) * 12, 1):
        if months % step == 0:
            day = date(months // 12, months % 12 + 1, 1)
            if frame.first <= day <= frame.last:
                month = MONTHS[lang][day.month - 1][:3]
                said = str(day.year) if day.month == 1 else f"{month} {day.year}" if step < 12 else str(day.year)
                found.append({"x": _ms(day), "y": frame.height + 17, "t": said})
    return found


def _lines(frame: _Frame, figures: Sequence[Figure], looks: Sequence[tuple[str, str]], x: Any, y: Any) -> list[Any]:

    found = []
    for name in dict.fromkeys(one.series for one in figures):
        own = [(one, look) for one, look in zip(figures, looks, strict=True) if one.series == name]
        if len(own) > 1:
            rows = [{"x": _ms(_middle(one)), "y": frame.y(float(one.anchor or 0))} for one, _ in own]
            ink = own[0][1][0]
            found.append(
                frame.sheet.chart(sorted(rows, key=lambda r: r["x"]))
                .mark_line(color=ink, strokeWidth=1.8, interpolate="linear")
                .encode(x=x, y=y, order="x:Q")
            )
    return found


def _middle(one: Figure) -> date:
    """Return the day at which a running count stands: the last day it can speak of."""
    return one.end or one.start or date.min


def _marks(frame: _Frame, figures: Sequence[Figure], looks: Sequence[tuple[str, str]], x: Any, y: Any) -> list[Any]:
    import altair as alt

    found: list[Any] = []
    for look in dict.fromkeys(zip(looks, (one.mode for one in figures), strict=True)):
        (ink, shape), mode = look
        own = [one for one, its in zip(figures, looks, strict=True) if (its, one.mode) == look]
        fill = ink if mode == "said" else "white"
        boxes, dots, stems, heads = _shapes(frame, own)
        if stems:
            rule = frame.sheet.chart(stems).mark_rule(color=ink, strokeWidth=1.8)
            found.append(rule.encode(x=x, y=y, y2=alt.Y2("y2:Q")))
        for way, head in ((1, "triangle-up"), (-1, "triangle-down")):
            some = [row for row in heads if row["way"] == way]
            if some:
                style = {"shape": head, "size": 48, "color": ink, "filled": True, "opacity": 1}
                found.append(frame.sheet.chart(some).mark_point(**style).encode(x=x, y=y))
        if boxes:
            style = {"fill": ink, "fillOpacity": 0.16 if mode == "said" else 0, "stroke": ink, "strokeWidth": 1.4}
            data = boxes
            found.append(
                frame.sheet.chart(data).mark_rect(**style).encode(x=x, x2=alt.X2("x2:Q"), y=y, y2=alt.Y2("y2:Q"))
            )
        if dots:
            style = {"shape": shape, "size": 62, "fill": fill, "stroke": ink, "strokeWidth": 1.8, "opacity": 1}
            found.append(frame.sheet.chart(dots).mark_point(**style).encode(x=x, y=y))
    return found


def _shapes(frame: _Frame, own: Sequence[Figure]) -> tuple[list[Any], list[Any], list[Any], list[Any]]:
    """Return boxes (days by bounds), dots (the figure), stems and heads of the arrows of open bounds."""
    boxes, dots, stems, heads = [], [], [], []
    for one in own:
        low, high = _extent(one)
        top, foot = frame.y(high), frame.y(low)
        first, last = _ms(one.start or frame.first), _ms(one.end or frame.last)
        if not frame.joined and (frame.x(one.end or frame.last) - frame.x(one.start or frame.first) > 3 or high > low):
            thin = 3.0 if foot - top < 6 else 0.0
            boxes.append({"x": first, "x2": last, "y": top - thin, "y2": foot + thin})
        middle = last if frame.joined else (first + last) // 2
        if high == low:
            dots.append({"x": middle, "y": top})
        elif frame.joined:
            boxes.append({"x": middle - 2 * _DAY, "x2": middle + 2 * _DAY, "y": top, "y2": foot})
        for way in one.ends:
            at = top if way == 1 else foot
            stems.append({"x": middle, "y": at, "y2": at - way * ARROW})
            heads.append({"x": middle, "y": at - way * ARROW, "way": way})
    return boxes, dots, stems, heads


def _labels(frame: _Frame, figures: Sequence[Figure], looks: Sequence[tuple[str, str]], x: Any, y: Any) -> list[Any]:
    import altair as alt

    said = _sayings(frame, figures)
    order = sorted(range(len(figures)), key=lambda k: (said[k][1], -frame.box(figures[k])[2]))
    boxes = [_mark_box(frame, one) for one in figures]
    room = (_LEFT if frame.phone else 0.0, 2.0, float(frame.width), frame.height - 8)
    axis = [(0.0, frame.y(tick) - 15, 44.0, frame.y(tick)) for tick in frame.ticks]
    wanted = [Wanted(theme.width(said[k][0], 11.5) + 2, boxes[k], optional=said[k][1]) for k in order]
    lines = _line_boxes(frame, figures) if frame.joined else []
    placed: dict[int, Placed | None] = dict(zip(order, place(wanted, room, [*axis, *lines, *boxes]), strict=True))
    found = []
    leaders = []
    for k, where in placed.items():
        if where is not None and where.far:
            left, top, right, bottom = boxes[k]
            size = theme.width(said[k][0], 11.5)
            near = min(max((left + right) / 2, where.x), where.x + size)
            leaders.append({
                "x": _back(frame, near), "x2": _back(frame, (left + right) / 2), "y": where.y + (8 if where.y < top else -8),
                "y2": (top + bottom) / 2,
            })  # fmt: skip
    if leaders:
        data = leaders
        rule = frame.sheet.chart(data).mark_rule(color=theme.MUTED, strokeWidth=0.7)
        found.append(rule.encode(x=x, x2=alt.X2("x2:Q"), y=y, y2=alt.Y2("y2:Q")))
    for look, bold in dict.fromkeys((looks[k][0], not said[k][1]) for k in placed):
        rows = [
            {"x": _back(frame, where.x), "y": where.y, "t": said[k][0]}
            for k, where in placed.items()
            if where is not None and (looks[k][0], not said[k][1]) == (look, bold)
        ]
        if rows:
            found.append(
                frame.sheet.texts(
                    rows, x, y, fontSize=11.5, color=look, fontWeight="bold" if bold and frame.joined else "normal"
                )
            )
    return found


def _sayings(frame: _Frame, figures: Sequence[Figure]) -> list[tuple[str, bool]]:
    """Return each label and whether it may be left out: numbers on a phone; counters are named at their last count."""
    if frame.phone:
        return [(str(place), False) for place in range(1, len(figures) + 1)]
    if not frame.joined:
        return [(f"{one.short} {theme.shorten(one.who, 150, 11.5)}{_apart(one)}", False) for one in figures]
    last = {one.series: one for one in sorted(figures, key=_middle)}
    return [
        (f"{one.short} {theme.shorten(one.who, 170, 11.5)}{_apart(one)}", False)
        if last[one.series] is one
        else (one.short, True)
        for one in figures
    ]


def _apart(one: Figure) -> str:
    return f" ({theme.shorten(one.apart, 90, 11.5)})" if one.apart else ""


def _mark_box(frame: _Frame, one: Figure) -> tuple[float, float, float, float]:
    left, top, right, bottom = frame.box(one)
    return (right - 12, top, right, bottom) if frame.joined else (left, top, right, bottom)


def _line_boxes(frame: _Frame, figures: Sequence[Figure]) -> list[tuple[float, float, float, float]]:
    """Return small boxes along the joining lines, so that labels keep off them."""
    found = []
    for name in dict.fromkeys(one.series for one in figures):
        own = sorted((_middle(one), float(one.anchor or 0)) for one in figures if one.series == name)
        for (day, value), (later, more) in pairwise(own):
            x1, y1, x2, y2 = frame.x(day), frame.y(value), frame.x(later), frame.y(more)
            steps = max(1, int(max(abs(x2 - x1), abs(y2 - y1)) // 10))
            for k in range(steps + 1):
                px, py = x1 + (x2 - x1) * k / steps, y1 + (y2 - y1) * k / steps
                found.append((px - 4, py - 3, px + 4, py + 3))
    return found


def _back(frame: _Frame, pixel: float) -> float:
    """Return the time at a pixel, in milliseconds."""
    days = (pixel - frame.start) / (frame.stop - frame.start) * max(1, (frame.last - frame.first).days)
    return _ms(frame.first) + days * _DAY
