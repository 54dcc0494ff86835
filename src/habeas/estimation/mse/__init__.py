"""Multiple systems estimation: how many persons are on no list, from who is on which lists."""

from habeas.estimation.mse.answering import MODELS, Answer, Model, answer
from habeas.estimation.mse.gate import Decision
from habeas.estimation.mse.histories import Histories
from habeas.estimation.mse.period import Period, ever_held
from habeas.estimation.mse.reading import ReadHistories, read_histories

__all__ = [
    "MODELS",
    "Answer",
    "Decision",
    "Histories",
    "Model",
    "Period",
    "ReadHistories",
    "answer",
    "ever_held",
    "read_histories",
]
