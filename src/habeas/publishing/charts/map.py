"""Movements between places on a map: each a curve that bends to the left of its direction and ends in a head, as wide as its count.

The outline (Natural Earth, US Census; both public domain) lies beside this module and is made by ``tools/outline.py``.
Projection: equirectangular, true at the middle latitude of the places shown.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from habeas.publishing.charts import theme
from habeas.publishing.charts.canvas import Canvas, Point
from habeas.publishing.charts.labels import Wanted, place

_LAND: Final = "#efeae0"
_SHORE: Final = "#cfc8b8"
_NAMED: Final = 14


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map: its name, degrees north and east, and how many arrived."""

    name: str
    latitude: float
    longitude: float
    n: int


@dataclass(frozen=True, slots=True)
class Way:
    """So many moved from one spot to another; both count in the list of spots."""

    origin: int
    target: int
    n: int


@cache
def outline() -> dict[str, Any]:
    """Return the outline: lines of (longitude, latitude) under ``land``, ``borders`` and ``states``, and ``source``."""
    path = resources.files("habeas.publishing.charts") / "outline.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: value if isinstance(value, str) else [_degrees(line) for line in value] for name, value in raw.items()
    }


def _degrees(steps: Sequence[int]) -> list[Point]:
    found, x, y = [], 0, 0
    for k in range(0, len(steps), 2):
        x, y = x + steps[k], y + steps[k + 1]
        found.append((x / 100, y / 100))
    return found


class Projection:
    """From degrees to pixels, so that every spot lies inside the drawing with a margin."""

    def __init__(self, spots: Sequence[Spot], width: int, most: float) -> None:
        south, north = min(one.latitude for one in spots), max(one.latitude for one in spots)
        west, east = min(one.longitude for one in spots), max(one.longitude for one in spots)
        self.shrink = max(0.2, math.cos(math.radians((south + north) / 2)))
        wide, tall = max((east - west) * self.shrink, 2.0), max(north - south, 2.0)
        self.scale = min((width - 60) / wide, (most - 60) / tall)
        self.width, self.height = width, min(most, tall * self.scale + 60)
        self.middle = ((west + east) / 2, (south + north) / 2)

    def at(self, longitude: float, latitude: float) -> Point:
        """Return the pixel of a point."""
        x = self.width / 2 + (longitude - self.middle[0]) * self.shrink * self.scale
        return x, self.height / 2 - (latitude - self.middle[1]) * self.scale


def movements(spots: Sequence[Spot], ways: Sequence[Way], *, phone: bool) -> dict[str, Any]:
    """Return the specification of a map; there is at least one spot."""
    width = theme.PHONE if phone else theme.WIDE
    flat = Projection(spots, width, 300.0 if phone else 520.0)
    canvas = Canvas(width, flat.height)
    box = (0.0, 0.0, float(width), flat.height)
    land = outline()
    canvas.shapes(
        [part for ring in land["land"] if (part := _inside([flat.at(*p) for p in ring], box))], _LAND, 1.0, _SHORE
    )
    for name, thick in (("borders", 0.9), ("states", 0.5)):
        canvas.lines(
            [part for line in land[name] for part in _pieces([flat.at(*p) for p in line], box)], "#bdb5a3", thick
        )
    greatest = max((one.n for one in ways), default=1)
    ends = [flat.at(one.longitude, one.latitude) for one in spots]
    for way in sorted(ways, key=lambda way: way.n):
        thick = 0.5 + (2.5 if phone else 5.0) * math.sqrt(way.n / greatest)
        path, head = _arrow(ends[way.origin], ends[way.target], thick)
        canvas.lines([path], theme.SAID, thick, opacity=0.45)
        canvas.shapes([head], theme.SAID, 0.8)
    most = max((one.n for one in spots), default=1) or 1
    for one, end in zip(spots, ends, strict=True):
        canvas.dots([end], theme.INK, 10 + 90 * one.n / most, stroke="white", strokeWidth=0.6)
    _names(canvas, spots, ends, 5 if phone else _NAMED)
    return canvas.finished()


def _names(canvas: Canvas, spots: Sequence[Spot], ends: Sequence[Point], most: int) -> None:
    first = sorted(range(len(spots)), key=lambda k: -spots[k].n)[:most]
    said = [theme.shorten(spots[k].name, 150, 11) for k in first]
    wanted = [
        Wanted(
            theme.width(words, 11) + 2, (ends[k][0] - 5, ends[k][1] - 5, ends[k][0] + 5, ends[k][1] + 5), optional=True
        )
        for k, words in zip(first, said, strict=True)
    ]
    found = place(wanted, (0.0, 0.0, float(canvas.width), canvas.height))
    rows = [(at.x, at.y, words) for at, words in zip(found, said, strict=True) if at is not None]
    canvas.words(rows, fontSize=11, stroke="white", strokeWidth=3, strokeOpacity=0.85)
    canvas.words(rows, fontSize=11)


def _arrow(start: Point, end: Point, thick: float) -> tuple[list[Point], list[Point]]:
    """Return a curve bent to the left of its direction, and the triangle at its end."""
    (ax, ay), (bx, by) = start, end
    dx, dy = bx - ax, by - ay
    far = math.hypot(dx, dy) or 1.0
    cx, cy = (ax + bx) / 2 + dy * 0.18, (ay + by) / 2 - dx * 0.18
    path = [((1 - t) ** 2 * ax + 2 * (1 - t) * t * cx + t * t * bx, (1 - t) ** 2 * ay + 2 * (1 - t) * t * cy + t * t * by) for t in (k / 14 for k in range(15))]  # fmt: skip
    long = min(6 + thick * 1.6, far * 0.6)
    turn = math.atan2(by - cy, bx - cx)
    back = (bx - long * math.cos(turn), by - long * math.sin(turn))
    half = 2.2 + thick * 0.75
    side = (half * math.sin(turn), -half * math.cos(turn))
    head = [(bx, by), (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1])]
    return [*path[:-2], back], head


def _inside(ring: Sequence[Point], box: tuple[float, float, float, float]) -> list[Point]:
    """Return the part of a closed shape inside a box (Sutherland and Hodgman 1974)."""
    found = list(ring)
    for axis, edge, way in ((0, box[0], 1), (0, box[2], -1), (1, box[1], 1), (1, box[3], -1)):
        before, found = found, []
        for k, one in enumerate(before):
            last = before[k - 1]
            if (one[axis] - edge) * way >= 0:
                if (last[axis] - edge) * way < 0:
                    found.append(_cut(last, one, axis, edge))
                found.append(one)
            elif (last[axis] - edge) * way >= 0:
                found.append(_cut(last, one, axis, edge))
    return found


def _cut(a: Point, b: Point, axis: int, edge: float) -> Point:
    t = (edge - a[axis]) / (b[axis] - a[axis])
    return a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])


def _pieces(line: Sequence[Point], box: tuple[float, float, float, float]) -> list[list[Point]]:
    """Return the stretches of a line whose points are inside a box, each drawn to its edge and no farther."""
    found: list[list[Point]] = [[]]
    for x, y in line:
        if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
            found[-1].append((x, y))
        elif found[-1]:
            found.append([])
    return [one for one in found if len(one) > 1]
