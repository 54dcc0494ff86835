"""Which time belongs to a figure: a stock stands on a day, a count runs over a period."""

from __future__ import annotations

from typing import Final

from habeas.reading.model import Measure

_CUMULATIVE: Final = frozenset(
    "deaths injured health arrests admissions releases transfer complaints population_change".split()
)


def measure(kind: str) -> Measure:
    """Return the measure of a kind that is counted, in a sentence or in a table."""
    return "cumulative" if kind in _CUMULATIVE else "stock"
