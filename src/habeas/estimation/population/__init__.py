"""The number held between reports, from rival stock figures and from flows: an estimate for any day, with its doubt and its sources."""

from habeas.estimation.population.answer import estimate
from habeas.estimation.population.figures import Conversion, Figure, Kind
from habeas.estimation.population.reading import ReadFigures, read_figures
from habeas.estimation.population.result import (
    SHARES,
    PopulationEstimate,
    SourceBias,
    Surprise,
    UsedFigure,
    WithoutSource,
)

__all__ = [
    "SHARES",
    "Conversion",
    "Figure",
    "Kind",
    "PopulationEstimate",
    "ReadFigures",
    "SourceBias",
    "Surprise",
    "UsedFigure",
    "WithoutSource",
    "estimate",
    "read_figures",
]
