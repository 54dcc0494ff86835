"""Doubt about links: an estimate averaged over what the links between lists may be, with how much of its spread comes from them."""

from habeas.estimation.mse.linked.averaging import Answer, Estimator
from habeas.estimation.mse.linked.estimating import PARTITIONS, estimate, of_linkage
from habeas.estimation.mse.linked.partitions import joined, tabulate

__all__ = ["PARTITIONS", "Answer", "Estimator", "estimate", "joined", "of_linkage", "tabulate"]
