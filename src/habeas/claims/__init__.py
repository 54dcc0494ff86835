"""Claims: what sources say of the subjects of a case, and what people decided about it.

The vocabulary of predicates is data (``vocabulary.yaml``); nothing heavy is imported before it is asked for.
"""

from habeas.claims.coding import Coded, Known, read_claims_file, template
from habeas.claims.decisions import accept, conflict, propose, reject, retract
from habeas.claims.fold import fold_claims
from habeas.claims.form import claim_id
from habeas.claims.model import Claim, Modality, Polarity, Status, Subject, SubjectType, Value
from habeas.claims.sentences import sentence
from habeas.claims.vocabulary import Predicate, Vocabulary

__all__ = [
    "Claim",
    "Coded",
    "Known",
    "Modality",
    "Polarity",
    "Predicate",
    "Status",
    "Subject",
    "SubjectType",
    "Value",
    "Vocabulary",
    "accept",
    "claim_id",
    "conflict",
    "fold_claims",
    "propose",
    "read_claims_file",
    "reject",
    "retract",
    "sentence",
    "template",
]
