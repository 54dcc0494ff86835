"""Times: every time a text names, and which of them a claim is about."""

from habeas.reading.times.choice import as_of
from habeas.reading.times.finder import times

__all__ = ["as_of", "times"]
