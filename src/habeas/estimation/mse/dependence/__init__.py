"""Dependence: how the total moves with the assumption that identifies it, what would make an official count true, and bounds without a model."""

from habeas.estimation.mse.dependence.bounds import Bounds, Direction, Given, bounds, bounds_curve
from habeas.estimation.mse.dependence.curve import FACTORS, Curve, Tipping, tipping
from habeas.estimation.mse.dependence.odds import interaction, pair_odds, scaled, seen_odds, two_lists

__all__ = [
    "FACTORS",
    "Bounds",
    "Curve",
    "Direction",
    "Given",
    "Tipping",
    "bounds",
    "bounds_curve",
    "interaction",
    "pair_odds",
    "scaled",
    "seen_odds",
    "tipping",
    "two_lists",
]
