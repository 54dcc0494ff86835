"""Estimation: what no list shows, the population between reports, and rates, each with its interval, its assumption and its refusal."""

from habeas.estimation.distribution import Distribution, Interval
from habeas.estimation.estimate import Estimate, Gravity, Reason, shown

__all__ = ["Distribution", "Estimate", "Gravity", "Interval", "Reason", "shown"]
