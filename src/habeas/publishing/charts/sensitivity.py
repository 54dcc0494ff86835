"""The total by what no table can tell: a line and its band over a factor, 1 being the assumption, with what would make an official count true."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from habeas.publishing.charts import theme
from habeas.publishing.charts.canvas import Canvas
from habeas.words import number

_BAND: Final = "#cfe0ec"
_HEAD: Final = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What is drawn: the factor, total, low and high, (n,) each; those listed; the official number, and the factor at which it would hold."""

    x: Sequence[float]
    total: Sequence[float | None]
    low: Sequence[float | None]
    high: Sequence[float | None]
    listed: float | None = None
    official: float | None = None
    tipping: float | None = None


def sensitivity(found: Sensitivity, said: Mapping[str, str], *, phone: bool) -> dict[str, Any]:
    """Return the specification; ``said`` has the words for ``x``, ``assumed``, ``listed``, ``official`` and ``tipping``."""
    width = theme.PHONE if phone else theme.WIDE
    base = 260.0 if phone else 330.0
    points = [
        (x, total, low, high)
        for x, total, low, high in zip(found.x, found.total, found.low, found.high, strict=True)
        if total is not None and low is not None and high is not None
    ]
    # What lies far above the interval at the assumption would press everything else together.
    assumed = min(points, key=lambda one: abs(math.log(one[0])))
    least = found.listed if found.listed is not None else 0.0
    top = min(max(one[3] for one in points), assumed[3] + 2 * max(assumed[3] - least, 1.0))
    floor = min([one for one in (found.listed, found.official, points[0][2]) if one is not None])
    floor = max(0.0, floor - 0.1 * (top - floor))
    first, last = math.log(points[0][0]), math.log(points[-1][0])

    def x(value: float) -> float:
        return 46 + (math.log(value) - first) / (last - first) * (width - 60)

    def y(value: float) -> float:
        return base - (min(value, top) - floor) / (top - floor) * (base - _HEAD)

    canvas = Canvas(width, base + 40)
    step = theme.ticks(top - floor, 4 if phone else 6)[1]
    ticks = [k * step for k in range(math.ceil(floor / step), int(top // step) + 1)]
    canvas.lines([[(0, y(tick)), (width, y(tick))] for tick in ticks], theme.GRID, 1)
    canvas.words([(0, y(tick) - 8, number(round(tick, 6))) for tick in ticks], fontSize=11, color=theme.MUTED)
    upper, lower = [(x(one[0]), y(one[3])) for one in points], [(x(one[0]), y(one[2])) for one in points]
    canvas.shapes([[*upper, *reversed(lower)]], _BAND)
    canvas.lines([[(x(one[0]), y(one[1])) for one in points if one[1] <= top]], theme.SERIES[0], 2.2)
    canvas.lines([[(x(1.0), _HEAD - 6), (x(1.0), base)]], theme.INK, 1, strokeDash=[3, 3])
    canvas.words([(x(1.0) + 5, _HEAD - 8, said["assumed"])], fontSize=11, color=theme.INK)
    for value, key, ink in ((found.listed, "listed", theme.SERIES[2]), (found.official, "official", theme.SERIES[1])):
        if value is not None and floor <= value <= top:
            canvas.lines([[(46, y(value)), (width, y(value))]], ink, 1.4, strokeDash=[5, 3])
            above = key != "listed"
            canvas.words([(width - 2, y(value) + (-8 if above else 9), said[key])], fontSize=11, color=ink, align="right")  # fmt: skip
    if found.tipping is not None and found.official is not None and found.x[0] <= found.tipping <= found.x[-1]:
        canvas.dots([(x(found.tipping), y(found.official))], theme.SERIES[1], 70)
        right = x(found.tipping) + theme.width(said["tipping"], 11.5) + 12 < width
        label = [(x(found.tipping) + (9 if right else -9), y(found.official) - 13, said["tipping"])]
        canvas.words(label, fontSize=11.5, color=theme.SERIES[1], align="left" if right else "right", fontWeight="bold")
    canvas.lines([[(0, base), (width, base)]], theme.INK, 1)
    factors = [one for one in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if points[0][0] * 0.999 <= one <= points[-1][0] * 1.001]  # fmt: skip
    canvas.lines([[(x(one), base), (x(one), base + 5)] for one in factors], theme.MUTED, 1)
    canvas.words([(min(x(one), width - 8), base + 14, f"{one:g}") for one in factors], fontSize=11, color=theme.MUTED, align="center")  # fmt: skip
    canvas.words([(width / 2, base + 31, theme.shorten(said["x"], width, 11.5))], fontSize=11.5, color=theme.MUTED, align="center")  # fmt: skip
    return canvas.finished()
