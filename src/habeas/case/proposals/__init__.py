"""What the machine proposes and people decide: readings of the sources of a case, the queue, the decisions, and how far coders agree."""

from habeas.case.proposals.agreement import Agreement, Alpha, Difference, agreement
from habeas.case.proposals.decided import decided
from habeas.case.proposals.fielding import FIELDS, missing
from habeas.case.proposals.files import Listed, ReadFile, inside, listed, published_day, read_files
from habeas.case.proposals.kept import Kept
from habeas.case.proposals.model import WAITING, Decision, Proposal, State, Why
from habeas.case.proposals.queue import Queue, to_read
from habeas.case.proposals.reviewer import Reviewer, moved
from habeas.case.proposals.subjects import Gazetteer

__all__ = [
    "FIELDS",
    "WAITING",
    "Agreement",
    "Alpha",
    "Decision",
    "Difference",
    "Gazetteer",
    "Kept",
    "Listed",
    "Proposal",
    "Queue",
    "ReadFile",
    "Reviewer",
    "State",
    "Why",
    "agreement",
    "decided",
    "inside",
    "listed",
    "missing",
    "moved",
    "published_day",
    "read_files",
    "to_read",
]
