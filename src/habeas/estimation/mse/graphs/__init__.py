"""Decomposable graphs: the total averaged over every pattern of dependence between lists that leaves it identified."""

from habeas.estimation.mse.graphs.chordal import EXACT_LISTS
from habeas.estimation.mse.graphs.estimating import Mode, estimate, posterior
from habeas.estimation.mse.graphs.posterior import Found, find

__all__ = ["EXACT_LISTS", "Found", "Mode", "estimate", "find", "posterior"]
