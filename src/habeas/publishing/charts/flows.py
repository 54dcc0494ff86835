"""Flows through places: bands from where persons came to the places that held them and on to where they went, as wide as their counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from habeas.publishing.charts import theme
from habeas.publishing.charts.canvas import Canvas, Point

_NODE: Final = 10.0
_INKS: Final = (theme.SERIES[0], theme.SERIES[4], theme.SERIES[1])


@dataclass(frozen=True, slots=True)
class Flow:
    """So many from a node of one column (0, 1) to a node of the next; ``certain`` of them are certain."""

    column: int
    origin: str
    target: str
    n: int
    certain: int = 0


class _Stack:
    """The nodes of a column: where each begins, and how much of its two sides is taken (pixels)."""

    def __init__(self, sizes: Mapping[str, int], scale: float, gap: float, x: float) -> None:
        self.x, self.scale = x, scale
        self.top: dict[str, float] = {}
        self.size = dict(sizes)
        y = 22.0
        for name, n in sizes.items():
            self.top[name] = y
            y += n * scale + gap
        self.used = {side: dict(self.top) for side in ("in", "out")}

    def take(self, side: str, name: str, n: int) -> tuple[float, float]:
        """Return the next free stretch of a node's side."""
        start = self.used[side][name]
        self.used[side][name] = start + n * self.scale
        return start, start + n * self.scale


def sizes(flows: Sequence[Flow]) -> list[dict[str, int]]:
    """Return the nodes of the three columns in the order first met; a node is as large as the greater of its two sides."""
    into: list[dict[str, int]] = [{}, {}, {}]
    out: list[dict[str, int]] = [{}, {}, {}]
    for one in flows:
        out[one.column][one.origin] = out[one.column].get(one.origin, 0) + one.n
        into[one.column + 1][one.target] = into[one.column + 1].get(one.target, 0) + one.n
    return [{name: max(a.get(name, 0), b.get(name, 0)) for name in {**a, **b}} for a, b in zip(into, out, strict=True)]


def sankey(flows: Sequence[Flow], heads: Sequence[str], shown: Mapping[str, str], *, phone: bool) -> dict[str, Any]:
    """Return the specification of flows over three columns; ``heads`` are over them, ``shown`` is the count beside a node's name."""
    columns = sizes(flows)
    width = theme.PHONE if phone else theme.WIDE
    gap, most = (15.0, max(len(column) for column in columns))
    height = max(360.0, most * 30.0) + 22
    greatest = max(sum(column.values()) for column in columns) or 1
    scale = (height - 26 - gap * (most - 1)) / greatest
    xs = (0.0, width * 0.42, width - _NODE)
    stacks = [_Stack(column, scale, gap, x) for column, x in zip(columns, xs, strict=True)]
    canvas = Canvas(width, height)
    for column in (0, 1):
        bands = [_ribbon(stacks[column], stacks[column + 1], one) for one in flows if one.column == column]
        canvas.shapes(bands, _INKS[column], 0.28)
    for place, stack in enumerate(stacks):
        canvas.shapes([_box(stack, name) for name in stack.size], theme.INK if place == 1 else _INKS[place])
    _names(canvas, stacks, shown, phone=phone)
    for x, head, align in zip((0.0, xs[1], width), heads, ("left", "left", "right"), strict=True):
        canvas.words([(x, 8, head)], fontSize=11, color=theme.MUTED, align=align, fontWeight="bold")
    return canvas.finished()


def _box(stack: _Stack, name: str) -> list[Point]:
    top, foot = stack.top[name], stack.top[name] + max(stack.size[name] * stack.scale, 0.8)
    return [(stack.x, top), (stack.x + _NODE, top), (stack.x + _NODE, foot), (stack.x, foot)]


def _ribbon(left: _Stack, right: _Stack, one: Flow) -> list[Point]:
    a, b = left.take("out", one.origin, one.n)
    c, d = right.take("in", one.target, one.n)
    start, end = left.x + _NODE, right.x
    return [*_curve(start, a, end, c), *_curve(end, d, start, b)]


def _curve(x: float, y: float, x2: float, y2: float) -> list[Point]:
    middle = (x + x2) / 2
    found = []
    for k in range(13):
        t = k / 12
        u = 1 - t
        found.append((
            u**3 * x + 3 * u * u * t * middle + 3 * u * t * t * middle + t**3 * x2,
            u**3 * y + 3 * u * u * t * y + 3 * u * t * t * y2 + t**3 * y2,
        ))  # fmt: skip
    return found


def _names(canvas: Canvas, stacks: Sequence[_Stack], shown: Mapping[str, str], *, phone: bool) -> None:
    size = 10 if phone else 12
    room = canvas.width * (0.235 if phone else 0.36)
    for place, stack in enumerate(stacks):
        said = []
        for name, n in stack.size.items():
            y = stack.top[name] + max(n * stack.scale, 1) / 2
            words = f"{theme.shorten(name, room - theme.width(shown.get(name, ''), size), size)} {shown.get(name, '')}".strip()
            said.append((stack.x + _NODE + 4 if place < 2 else stack.x - 4, y, words))
        halo = {"stroke": "white", "strokeWidth": 3, "strokeOpacity": 0.85}
        align = "left" if place < 2 else "right"
        canvas.words(said, fontSize=size, align=align, **halo)
        canvas.words(said, fontSize=size, align=align)
