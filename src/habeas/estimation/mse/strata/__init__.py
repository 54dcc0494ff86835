"""Strata: an estimate for each part of a population, each learning from the others as far as they are alike, and their sum where they may be added."""

from habeas.estimation.mse.strata.compatible import incompatible
from habeas.estimation.mse.strata.estimating import DRAWS, Strata, estimate
from habeas.estimation.mse.strata.hierarchy import Learned, pool

__all__ = ["DRAWS", "Learned", "Strata", "estimate", "incompatible", "pool"]
