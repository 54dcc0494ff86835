"""A sheet of pixels: shapes, lines and words at places worked out beforehand, as one Vega-Lite specification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from habeas.publishing.charts import theme
from habeas.words import MONTHS, Lang

Point = tuple[float, float]
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 300, 600, 1200, 12_000)


class Canvas:
    """A drawing being made; every length is in pixels, from the upper left corner. What is drawn later lies on top."""

    def __init__(self, width: int, height: float) -> None:
        self.width, self.height = width, height
        self._sheet = theme.Sheet()
        self._layers: list[Any] = []

    def shapes(
        self, rings: Sequence[Sequence[Point]], fill: str, opacity: float = 1.0, stroke: str | None = None
    ) -> None:
        """Draw closed shapes."""
        mark = {
            "fill": fill,
            "fillOpacity": opacity,
            "stroke": stroke,
            "strokeWidth": 0.6,
            "interpolate": "linear-closed",
        }
        self._paths(rings, mark)

    def lines(self, paths: Sequence[Sequence[Point]], ink: str, width: float = 1.6, **mark: Any) -> None:
        """Draw lines from point to point."""
        self._paths(paths, {"color": ink, "strokeWidth": width, "strokeJoin": "round", **mark})

    def dots(self, points: Sequence[Point], ink: str, size: float, **mark: Any) -> None:
        """Draw filled circles of an area."""
        if points:
            rows = [{"x": round(x, 1), "y": round(y, 1)} for x, y in points]
            style = {"shape": "circle", "size": size, "color": ink, "filled": True, "opacity": 1, **mark}
            self._layers.append(self._sheet.chart(rows).mark_point(**style).encode(x=self._x(), y=self._y()))

    def words(self, said: Sequence[tuple[float, float, str]], **mark: Any) -> None:
        """Write words; (x, y) is where they begin, in the middle of their height, unless ``mark`` aligns them otherwise."""
        if said:
            rows = [{"x": round(x, 1), "y": round(y, 1), "t": words} for x, y, words in said]
            self._layers.append(self._sheet.texts(rows, self._x(), self._y(), **mark))

    def finished(self) -> dict[str, Any]:
        """Return the specification."""
        return theme.finished(self._sheet, self._layers, self.width, self.height)

    def _paths(self, paths: Sequence[Sequence[Point]], mark: Mapping[str, Any]) -> None:
        import altair as alt

        rows = [
            {"x": round(x, 1), "y": round(y, 1), "p": number, "o": place}
            for number, path in enumerate(paths)
            for place, (x, y) in enumerate(path)
        ]
        if rows:
            drawn = self._sheet.chart(rows).mark_line(**mark)
            self._layers.append(
                drawn.encode(x=self._x(), y=self._y(), detail=alt.Detail("p:N"), order=alt.Order("o:Q"))
            )

    def _x(self) -> Any:
        return _channel("x", self.width)

    def _y(self) -> Any:
        return _channel("y", self.height)


def _channel(name: str, size: float) -> Any:
    import altair as alt

    scale = alt.Scale(domain=[0, size], range=[0, size], nice=False, zero=False)
    made = alt.X if name == "x" else alt.Y
    return made(f"{name}:Q", scale=scale, axis=None)


def dates(first: date, last: date, most: int, lang: Lang) -> list[tuple[date, str]]:
    """Return the first days of months or years to mark between two days, at most so many, in words."""
    span = max(1, (last - first).days)
    step = next(months for months in _STEPS if span / 30.4 / months <= most)
    found = []
    for months in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        day = date(months // 12, months % 12 + 1, 1)
        if months % step == 0 and first <= day <= last:
            month = MONTHS[lang][day.month - 1][:3]
            found.append((day, str(day.year) if day.month == 1 or step >= 12 else f"{month} {day.year}"))
    return found
