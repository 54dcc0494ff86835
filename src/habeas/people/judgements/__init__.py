"""Judgements: what persons say of whether two mentions are of one person, what follows from it, and what to ask next."""

from habeas.people.judgements.agreement import Agreement, Difference, Kappa, agreement
from habeas.people.judgements.board import Board
from habeas.people.judgements.comparing import Line, side_by_side
from habeas.people.judgements.files import mention_of, read_judgements, write_judgements
from habeas.people.judgements.model import (
    FIRST,
    SECOND,
    SETTLES,
    Judgement,
    Pair,
    Verdict,
    judge,
    judgement_of,
    judgements_of,
    pair_of,
    said_of,
    standing,
)
from habeas.people.judgements.queue import Question, Queue, Weights
from habeas.people.judgements.reviewing import InFile, Reviewing, replay
from habeas.people.judgements.settling import Contradiction, Settled, contradictions, said, settle
from habeas.people.judgements.tables import Statement, Tables, load_tables

__all__ = [
    "FIRST",
    "SECOND",
    "SETTLES",
    "Agreement",
    "Board",
    "Contradiction",
    "Difference",
    "InFile",
    "Judgement",
    "Kappa",
    "Line",
    "Pair",
    "Question",
    "Queue",
    "Reviewing",
    "Settled",
    "Statement",
    "Tables",
    "Verdict",
    "Weights",
    "agreement",
    "contradictions",
    "judge",
    "judgement_of",
    "judgements_of",
    "load_tables",
    "mention_of",
    "pair_of",
    "read_judgements",
    "replay",
    "said",
    "said_of",
    "settle",
    "side_by_side",
    "standing",
    "write_judgements",
]
