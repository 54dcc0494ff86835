"""Custody: events to stints, stints to stays, and who was where on which day, certainly or possibly."""

from habeas.custody.comparing import compare_rules
from habeas.custody.custody import DIMENSIONS, TABLES, Custody
from habeas.custody.engine import ENGINES, Engine, EngineName, engine
from habeas.custody.lengths import Length, half
from habeas.custody.rules import RULES, Rule, rule_named
from habeas.custody.timeline import Step, Timeline
from habeas.custody.totals import Totals

__all__ = [
    "DIMENSIONS",
    "ENGINES",
    "RULES",
    "TABLES",
    "Custody",
    "Engine",
    "EngineName",
    "Length",
    "Rule",
    "Step",
    "Timeline",
    "Totals",
    "compare_rules",
    "engine",
    "half",
    "rule_named",
]
