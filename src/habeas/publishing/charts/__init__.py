"""Charts of uncertain quantities: a range is drawn as a range, an open end as an arrow, every mark says who said it."""

from habeas.publishing.charts.model import Chart, Figure, Line
from habeas.publishing.charts.ranges import ranges
from habeas.publishing.charts.raster import Raster
from habeas.publishing.charts.render import Drawn, draw
from habeas.publishing.charts.theme import worded
from habeas.publishing.charts.time import over_time

__all__ = ["Chart", "Drawn", "Figure", "Line", "Raster", "draw", "over_time", "ranges", "worded"]
