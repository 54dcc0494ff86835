"""Linking: mentions to persons with Splink on DuckDB, in two tiers, with the doubt kept and every weight in words."""

from __future__ import annotations

from habeas.people.linking.evidence import say
from habeas.people.linking.ids import person_id
from habeas.people.linking.keeping import KEPT, MODEL, keep, kept
from habeas.people.linking.linkage import Found, Linkage, Summary
from habeas.people.linking.linking import link
from habeas.people.linking.on_spark import OnSpark, functions
from habeas.people.linking.recall import Recall
from habeas.people.linking.settings import SAFE, Settings

__all__ = [
    "KEPT",
    "MODEL",
    "SAFE",
    "Found",
    "Linkage",
    "OnSpark",
    "Recall",
    "Settings",
    "Summary",
    "functions",
    "keep",
    "kept",
    "link",
    "person_id",
    "say",
]
