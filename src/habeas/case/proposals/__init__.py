"""What the machine proposes and people decide: readings of the sources of a case, the queue, the decisions, and how far coders agree.

What needs the ledger is imported when it is first asked for: files are read outside a case, without one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from habeas.case.proposals.files import Listed, ReadFile, inside, listed, published_day, read_files
from habeas.case.proposals.kept import Kept
from habeas.case.proposals.model import WAITING, Decision, Proposal, State, Why

if TYPE_CHECKING:
    from habeas.case.proposals.asking import Asked, ask_case, ask_files, model_of
    from habeas.case.proposals.coders import Agreement, Alpha, Difference, agreement
    from habeas.case.proposals.deciding import decided
    from habeas.case.proposals.fielding import FIELDS, missing
    from habeas.case.proposals.queue import Queue, to_read
    from habeas.case.proposals.repeating import Repeated, repeated
    from habeas.case.proposals.reviewer import Reviewer
    from habeas.case.proposals.subjects import Gazetteer

__all__ = [
    "FIELDS",
    "WAITING",
    "Agreement",
    "Alpha",
    "Asked",
    "Decision",
    "Difference",
    "Gazetteer",
    "Kept",
    "Listed",
    "Proposal",
    "Queue",
    "ReadFile",
    "Repeated",
    "Reviewer",
    "State",
    "Why",
    "agreement",
    "ask_case",
    "ask_files",
    "decided",
    "inside",
    "listed",
    "missing",
    "model_of",
    "published_day",
    "read_files",
    "repeated",
    "to_read",
]

_LATER: Final = {
    "asking": ("Asked", "ask_case", "ask_files", "model_of"),
    "coders": ("Agreement", "Alpha", "Difference", "agreement"),
    "deciding": ("decided",),
    "fielding": ("FIELDS", "missing"),
    "queue": ("Queue", "to_read"),
    "repeating": ("Repeated", "repeated"),
    "reviewer": ("Reviewer",),
    "subjects": ("Gazetteer",),
}
_WHERE: Final = {name: module for module, names in _LATER.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"habeas.case.proposals.{_WHERE[name]}"), name)
    globals()[name] = value
    return value
