"""Multiple systems estimation: how many persons are on no list, from who is on which lists."""

from habeas.estimation.mse.histories import Histories
from habeas.estimation.mse.reading import ReadHistories, read_histories

__all__ = ["Histories", "ReadHistories", "read_histories"]
