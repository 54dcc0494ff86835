"""Custody: events to stints, stints to stays, and who was where on which day, certainly or possibly.

What the room offers is loaded when it is first asked for: two rosters are compared without the libraries that a census needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from habeas.custody.engine import ENGINES, Engine, EngineName, engine

if TYPE_CHECKING:
    from habeas.custody.comparing import compare_rules
    from habeas.custody.custody import DIMENSIONS, TABLES, Custody
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
        decision_key,
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
    from habeas.custody.spark import spark_session
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
    "decision_key",
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
    "spark_session",
    "watch",
    "watch_folder",
    "write_places",
]

_OFFERED: Final = {
    "comparing": "compare_rules",
    "custody": "DIMENSIONS TABLES Custody",
    "lengths": "Length half",
    "places": (
        "Account Gathered Judgement Match Mention Place PlaceDecision PlaceRegister Relation account_of "
        "check_folder counted decide_places decision_key decisions_of find_place gather_places load_places "
        "match_places name_of read_decisions resolve write_places"
    ),
    "register": "REGISTER_TABLES Register make_register",
    "register_days": "RosterDay",
    "rules": "RULES Rule rule_named",
    "spark": "spark_session",
    "timeline": "Step Timeline",
    "totals": "Totals",
    "watching": "Altered Roster Sighting Watch watch watch_folder",
}
"""Which module has which names, apart from the engine's, one of which is also the name of its module."""
_HOMES: Final = {name: module for module, names in _OFFERED.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'habeas.custody' has no attribute {name!r}")
    return getattr(import_module(f"habeas.custody.{_HOMES[name]}"), name)
