"""Claims: what sources say of the subjects of a case, and what people decided about it.

The vocabulary of predicates is data (``vocabulary.yaml``); nothing heavy is imported before it is asked for.
"""

from habeas.claims.model import Claim, Modality, Polarity, Status, Subject, SubjectType

__all__ = [
    "Claim",
    "Modality",
    "Polarity",
    "Status",
    "Subject",
    "SubjectType",
]
