"""Counted and measured quantities: bounds, unit, and who is counted.

Interval arithmetic that never narrows what is unknown, and a reader of what people write in English and Spanish.
"""

from habeas.amount.comparing import differences, hull
from habeas.amount.model import Amount, Capacity, Comparator, Qualifier, Ratio
from habeas.amount.reading import parse
from habeas.when import Answer

__all__ = ["Amount", "Answer", "Capacity", "Comparator", "Qualifier", "Ratio", "differences", "hull", "parse"]
