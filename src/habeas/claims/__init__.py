"""Claims: what sources say of the subjects of a case, and what people decided about it.

The vocabulary of predicates is data (``vocabulary.yaml``). What needs the ledger (coding, deciding, folding, sentences) is
imported when it is first asked for, so that a room that only names subjects and claims starts at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from habeas.claims.model import Claim, Modality, Polarity, Status, Subject, SubjectType, Value
from habeas.claims.vocabulary import Predicate, ValueType, Vocabulary

if TYPE_CHECKING:
    from habeas.claims.coding import Coded, Known, SetAside, code_fields, read_claims_file, template
    from habeas.claims.decisions import accept, conflict, propose, reject, retract
    from habeas.claims.fold import fold_claims
    from habeas.claims.form import claim_id
    from habeas.claims.sentences import number, sentence, time_words

__all__ = [
    "Claim",
    "Coded",
    "Known",
    "Modality",
    "Polarity",
    "Predicate",
    "SetAside",
    "Status",
    "Subject",
    "SubjectType",
    "Value",
    "ValueType",
    "Vocabulary",
    "accept",
    "claim_id",
    "code_fields",
    "conflict",
    "fold_claims",
    "number",
    "propose",
    "read_claims_file",
    "reject",
    "retract",
    "sentence",
    "template",
    "time_words",
]

_LATER: Final = {
    "coding": ("Coded", "Known", "SetAside", "code_fields", "read_claims_file", "template"),
    "decisions": ("accept", "conflict", "propose", "reject", "retract"),
    "fold": ("fold_claims",),
    "form": ("claim_id",),
    "sentences": ("number", "sentence", "time_words"),
}
_WHERE: Final = {name: module for module, names in _LATER.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"habeas.claims.{_WHERE[name]}"), name)
    globals()[name] = value
    return value
