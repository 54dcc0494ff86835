"""Lists that hold a part: histories that cannot occur, lists that do not cover everybody, lists that may hold others, and a list that has not arrived."""

from habeas.estimation.mse.coverage.further import Further, further
from habeas.estimation.mse.coverage.impossible import forbidding
from habeas.estimation.mse.coverage.partial import covered, estimate
from habeas.estimation.mse.coverage.targets import non_targets

__all__ = ["Further", "covered", "estimate", "forbidding", "further", "non_targets"]
