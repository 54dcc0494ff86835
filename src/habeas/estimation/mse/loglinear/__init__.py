"""Log-linear models: the total of the model that fits best among those from which one follows, with the doubt about the choice in the interval."""

from habeas.estimation.mse.loglinear.estimating import MOST_LISTS, estimate, totals
from habeas.estimation.mse.loglinear.existence import Existence, exists
from habeas.estimation.mse.loglinear.fitting import Fit, fit

__all__ = ["MOST_LISTS", "Existence", "Fit", "estimate", "exists", "fit", "totals"]
