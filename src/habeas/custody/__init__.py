"""Custody: events to stints, stints to stays, and who was where on which day, certainly or possibly."""

from habeas.custody.comparing import compare_rules
from habeas.custody.custody import DIMENSIONS, TABLES, Custody
from habeas.custody.engine import ENGINES, Engine, EngineName, engine
from habeas.custody.lengths import Length, half
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
    "Altered",
    "Custody",
    "Engine",
    "EngineName",
    "Length",
    "Register",
    "Roster",
    "RosterDay",
    "Rule",
    "Sighting",
    "Step",
    "Timeline",
    "Totals",
    "Watch",
    "compare_rules",
    "engine",
    "half",
    "make_register",
    "rule_named",
    "watch",
    "watch_folder",
]
