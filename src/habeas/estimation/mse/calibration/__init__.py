"""Calibration that can be printed: how often an interval holds the truth on tables like the user's own, and on a list whose size is known."""

from habeas.estimation.mse.calibration.hiding import Hidden, hide_a_list, of_hidden
from habeas.estimation.mse.calibration.own import DESIGNS, GRAPH_LISTS, Calibration, Estimator, own
from habeas.estimation.mse.calibration.scores import Score, Scored, score
from habeas.estimation.mse.calibration.worlds import Design, World, classes, fitted, independent, pairwise

__all__ = [
    "DESIGNS",
    "GRAPH_LISTS",
    "Calibration",
    "Design",
    "Estimator",
    "Hidden",
    "Score",
    "Scored",
    "World",
    "classes",
    "fitted",
    "hide_a_list",
    "independent",
    "of_hidden",
    "own",
    "pairwise",
    "score",
]
