"""Estimation: what no list shows, the population between reports, and rates, each with its interval, its assumption and its refusal."""

from habeas.estimation.distribution import Distribution, Interval
from habeas.estimation.estimate import Estimate, Gravity, Reason, shown
from habeas.estimation.files import TableFile, TableRow, read_table

__all__ = ["Distribution", "Estimate", "Gravity", "Interval", "Reason", "TableFile", "TableRow", "read_table", "shown"]
