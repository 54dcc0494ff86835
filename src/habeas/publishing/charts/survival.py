"""The share still held after so many days: Kaplan and Meier's curve as steps, its interval as a band around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from habeas.publishing.charts import theme
from habeas.publishing.charts.canvas import Canvas, Point
from habeas.words import number

Curve = Sequence[tuple[float, float, float, float]]  # days, share still held, lower and upper end of its interval
_HEAD: Final = 8.0


def survival(curve: Curve, axis: str, *, phone: bool) -> dict[str, Any]:
    """Return the specification of a curve; ``axis`` says what runs along the bottom."""
    width, height = (theme.PHONE, 240.0) if phone else (theme.WIDE, 320.0)
    left, right = 44.0, width - 10.0
    ticks = [tick for tick in theme.ticks(curve[-1][0] or 1.0, 4 if phone else 8) if tick <= curve[-1][0] or tick == 0]
    end = curve[-1][0] or 1.0
    canvas = Canvas(width, height + 40)

    def at(days: float, share: float) -> Point:
        return left + days / end * (right - left), height - share * (height - _HEAD)

    for share in (0.25, 0.5, 0.75, 1.0):
        canvas.lines(
            [[(left, at(0, share)[1]), (right, at(0, share)[1])]], theme.INK if share == 0.5 else theme.GRID, 1
        )
    canvas.words([(left - 6, at(0, share)[1], f"{share:.0%}") for share in (0, 0.25, 0.5, 0.75, 1)], fontSize=11, align="right", color=theme.MUTED)  # fmt: skip
    rows = [(0.0, 1.0, 1.0, 1.0), *curve]
    upper, lower, middle = (_stairs([(row[0], row[of]) for row in rows], at) for of in (3, 2, 1))
    canvas.shapes([[*upper, *lower[::-1]]], theme.SAID, 0.18)
    canvas.lines([middle], theme.SAID, 1.8)
    canvas.lines([[(left, height), (right, height)]], theme.INK, 1)
    canvas.lines([[(at(tick, 0)[0], height), (at(tick, 0)[0], height + 5)] for tick in ticks], theme.MUTED, 1)
    canvas.words([(at(tick, 0)[0], height + 15, number(tick)) for tick in ticks], fontSize=11, align="center", color=theme.MUTED)  # fmt: skip
    canvas.words([(right, height + 32, axis)], fontSize=11, align="right", color=theme.MUTED)
    return canvas.finished()


def _stairs(points: Sequence[tuple[float, float]], at: Any) -> list[Point]:
    """Return a line that stays level until the next day and then falls."""
    found: list[Point] = []
    for place, (days, share) in enumerate(points):
        if place:
            found.append(at(days, points[place - 1][1]))
        found.append(at(days, share))
    return found
