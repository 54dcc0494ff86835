"""Reading: from articles and reports in English and Spanish to proposed claims, each on its exact words.

Nothing here is accepted: a reading is a proposal of the machine, with the share of such proposals that are right.
"""

from habeas.reading.copying import Copies, Shared, copies
from habeas.reading.model import KINDS, MORE_KINDS, Reading
from habeas.reading.predicates import Mapped, mapped, stated, unit_words
from habeas.reading.reader import VERSION, read
from habeas.reading.reconciling import Citation, Cited, Figure, Reconciled, reconcile, same_claims
from habeas.reading.suspicions import suspicions
from habeas.reading.whole import Passage, Whole, read_whole

__all__ = [
    "KINDS",
    "MORE_KINDS",
    "VERSION",
    "Citation",
    "Cited",
    "Copies",
    "Figure",
    "Mapped",
    "Passage",
    "Reading",
    "Reconciled",
    "Shared",
    "Whole",
    "copies",
    "mapped",
    "read",
    "read_whole",
    "reconcile",
    "same_claims",
    "stated",
    "suspicions",
    "unit_words",
]
