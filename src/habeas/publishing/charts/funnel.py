"""A funnel over places: each rate over its person-years, within the limits of chance around the rate of all; places outside bear their names."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from habeas.publishing.charts import theme
from habeas.publishing.charts.canvas import Canvas
from habeas.publishing.charts.labels import Wanted, place
from habeas.words import number

_HEAD: Final = 12.0
_LEFT: Final = 46.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place: its name, person-years and rate, and whether it lies outside the limits."""

    label: str
    person_years: float
    rate: float
    outside: bool


def funnel(
    spots: Sequence[Spot], curve: Sequence[Mapping[str, float]], target: float, said: Mapping[str, str], *, phone: bool
) -> dict[str, Any]:
    """Return the specification. ``curve`` has ``person_years`` and the limits ``low95``, ``high95``, ``low998``, ``high998``; ``said`` the words for ``x`` and ``target``."""
    width = theme.PHONE if phone else theme.WIDE
    base = 270.0 if phone else 360.0
    first, last = (math.log(one) for one in _span(spots, curve))
    highest = max(one.rate for one in spots)
    top = max(highest * 1.08, min(max(one["high998"] for one in curve), 2.5 * highest), target * 2)
    ticks = theme.ticks(top, 4 if phone else 6)

    def x(years: float) -> float:
        return _LEFT + (math.log(years) - first) / (last - first or 1.0) * (width - _LEFT - 12)

    def y(rate: float) -> float:
        return base - min(rate, ticks[-1]) / ticks[-1] * (base - _HEAD)

    canvas = Canvas(width, base + 40)
    canvas.lines([[(0, y(tick)), (width, y(tick))] for tick in ticks], theme.GRID, 1)
    canvas.words([(0, y(tick) - 8, number(tick)) for tick in ticks[1:]], fontSize=11, color=theme.MUTED)
    for level, dash in (("95", [5, 3]), ("998", [1, 0])):
        paths = [[(x(one["person_years"]), y(one[f"{side}{level}"])) for one in curve] for side in ("low", "high")]
        canvas.lines(paths, theme.MUTED, 1.2, strokeDash=dash)
    canvas.lines([[(_LEFT, y(target)), (width, y(target))]], theme.INK, 1.2)
    canvas.words([(width - 2, y(target) - 8, said["target"])], fontSize=11, align="right")
    for outside, ink in ((False, theme.SERIES[0]), (True, theme.SERIES[1])):
        canvas.dots([(x(one.person_years), y(one.rate)) for one in spots if one.outside is outside], ink, 46)
    _labels(canvas, [(one, x(one.person_years), y(one.rate)) for one in spots if one.outside], base)
    canvas.lines([[(0, base), (width, base)]], theme.INK, 1)
    years = [10.0**k for k in range(-1, 8) if math.exp(first) <= 10.0**k <= math.exp(last)]
    canvas.lines([[(x(one), base), (x(one), base + 5)] for one in years], theme.MUTED, 1)
    canvas.words([(x(one), base + 14, number(one)) for one in years], fontSize=11, color=theme.MUTED, align="center")
    canvas.words([(width / 2, base + 31, theme.shorten(said["x"], width, 11.5))], fontSize=11.5, color=theme.MUTED, align="center")  # fmt: skip
    return canvas.finished()


def _span(spots: Sequence[Spot], curve: Sequence[Mapping[str, float]]) -> tuple[float, float]:
    years = [*(one.person_years for one in spots), *(one["person_years"] for one in curve)]
    return min(years) * 0.8, max(years) * 1.25


def _labels(canvas: Canvas, spots: Sequence[tuple[Spot, float, float]], base: float) -> None:
    said = [theme.shorten(one.label, 150, 11.5) for one, _, _ in spots]
    boxes = [(x - 5, y - 5, x + 5, y + 5) for _, x, y in spots]
    wanted = [Wanted(theme.width(words, 11.5) + 2, box) for words, box in zip(said, boxes, strict=True)]
    found = place(wanted, (_LEFT, 2.0, float(canvas.width), base - 8))
    canvas.words([(at.x, at.y, words) for words, at in zip(said, found, strict=True) if at], fontSize=11.5, color=theme.SERIES[1])  # fmt: skip
