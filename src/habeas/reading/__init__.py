"""Reading: from articles and reports in English and Spanish to proposed claims, each on its exact words.

Nothing here is accepted: a reading is a proposal of the machine, with the share of such proposals that are right.
"""

from habeas.reading.model import KINDS, MORE_KINDS, Reading
from habeas.reading.predicates import Mapped, mapped, stated
from habeas.reading.reader import VERSION, read
from habeas.reading.whole import Passage, Whole, read_whole

__all__ = [
    "KINDS",
    "MORE_KINDS",
    "VERSION",
    "Mapped",
    "Passage",
    "Reading",
    "Whole",
    "mapped",
    "read",
    "read_whole",
    "stated",
]
