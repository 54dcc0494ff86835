"""Who answers for one table: decomposable graphs unless another is given."""

from __future__ import annotations

from collections.abc import Callable

from habeas.estimation.estimate import Estimate
from habeas.estimation.mse import graphs
from habeas.estimation.mse.histories import Histories

Ask = Callable[[Histories], Estimate]


def asked(estimator: Ask | None, level: float) -> Ask:
    """Return the estimator, or that of graphs at a level."""
    if estimator is not None:
        return estimator
    return lambda table: graphs.estimate(table, level=level, sensitivity=False)
