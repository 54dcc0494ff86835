"""Custody: events to stints, stints to stays, and who was where on which day, certainly or possibly."""

from habeas.custody.comparing import compare_rules
from habeas.custody.custody import DIMENSIONS, TABLES, Custody
from habeas.custody.engine import ENGINES, Engine, EngineName, engine
from habeas.custody.lengths import Length, half
from habeas.custody.places import (
    Account,
    Gathered,
    Judgement,
    Match,
    Mention,
    Place,
    PlaceDecision,
    PlaceRegister,
    Relation,
    account_of,
    check_folder,
    counted,
    decide_places,
    decisions_of,
    find_place,
    gather_places,
    load_places,
    match_places,
    name_of,
    read_decisions,
    resolve,
    write_places,
)
from habeas.custody.register import REGISTER_TABLES, Register, make_register
from habeas.custody.register_days import RosterDay
from habeas.custody.rules import RULES, Rule, rule_named
from habeas.custody.timeline import Step, Timeline
from habeas.custody.totals import Totals
from habeas.custody.watching import Altered, Roster, Sighting, Watch, watch, watch_folder

__all__ = [
    "DIMENSIONS",
    "ENGINES",
    "REGISTER_TABLES",
    "RULES",
    "TABLES",
    "Account",
    "Altered",
    "Custody",
    "Engine",
    "EngineName",
    "Gathered",
    "Judgement",
    "Length",
    "Match",
    "Mention",
    "Place",
    "PlaceDecision",
    "PlaceRegister",
    "Register",
    "Relation",
    "Roster",
    "RosterDay",
    "Rule",
    "Sighting",
    "Step",
    "Timeline",
    "Totals",
    "Watch",
    "account_of",
    "check_folder",
    "compare_rules",
    "counted",
    "decide_places",
    "decisions_of",
    "engine",
    "find_place",
    "gather_places",
    "half",
    "load_places",
    "make_register",
    "match_places",
    "name_of",
    "read_decisions",
    "resolve",
    "rule_named",
    "watch",
    "watch_folder",
    "write_places",
]
