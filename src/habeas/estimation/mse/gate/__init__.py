"""The gate: what speaks against a table or an estimate, in plain words; what is refused, and the recorded decision that sets a refusal aside."""

from habeas.estimation.mse.gate.decisions import Decision
from habeas.estimation.mse.gate.dropping import Dropped, dropped
from habeas.estimation.mse.gate.judging import FLOORS, applied, judge
from habeas.estimation.mse.gate.modes import Hump, humps
from habeas.estimation.mse.gate.of_estimate import of_estimate
from habeas.estimation.mse.gate.of_table import of_table

__all__ = ["FLOORS", "Decision", "Dropped", "Hump", "applied", "dropped", "humps", "judge", "of_estimate", "of_table"]
