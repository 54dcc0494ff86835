"""Models: claims proposed by a language model that the user runs, each held to the same rule as those of the grammar.

Off unless it is configured. Nothing is sent before it is said which host gets the text. A model's answer is a claim only where its
quote stands in the passage letter for letter, and its figure is read again from inside the quote.
"""

from habeas.reading.models.asking import Plan, Proposed, ask, besides, plan
from habeas.reading.models.configured import configured
from habeas.reading.models.endpoint import Model, ModelError

__all__ = ["Model", "ModelError", "Plan", "Proposed", "ask", "besides", "configured", "plan"]
