"""Places: one identity a place across lists that name it, through judgements that are explained and can be undone."""

from habeas.custody.places.asking import Account, account_of, counted, decision_key, find_place, name_of
from habeas.custody.places.decisions import PlaceDecision, decide_places, decisions_of, read_decisions
from habeas.custody.places.evidence import Reason
from habeas.custody.places.gathering import Gathered, gather_places
from habeas.custody.places.judging import Judgement
from habeas.custody.places.matching import Match, match_places, read_asked
from habeas.custody.places.mentions import Link, Mention, mention, read_links, read_mentions
from habeas.custody.places.register import Place, PlaceRegister, Relation, build_places, resolve
from habeas.custody.places.tables import check_folder, load_places, write_places

__all__ = [
    "Account",
    "Gathered",
    "Judgement",
    "Link",
    "Match",
    "Mention",
    "Place",
    "PlaceDecision",
    "PlaceRegister",
    "Reason",
    "Relation",
    "account_of",
    "build_places",
    "check_folder",
    "counted",
    "decide_places",
    "decision_key",
    "decisions_of",
    "find_place",
    "gather_places",
    "load_places",
    "match_places",
    "mention",
    "name_of",
    "read_asked",
    "read_decisions",
    "read_links",
    "read_mentions",
    "resolve",
    "write_places",
]
