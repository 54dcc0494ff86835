"""Findings: claims held against each other, against structure and money, against orders and requirements.

Each finding is a sentence in both languages with the claims, requirements and arithmetic under it. What the rules are is
data (``relations.yaml``). z3 is imported only when figures are searched for contradictions that intervals cannot settle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from habeas.findings.model import Finding, Gravity, Kind

if TYPE_CHECKING:
    from habeas.findings.derived import independent
    from habeas.findings.relations import Relation, load
    from habeas.findings.run import find
    from habeas.findings.solver import tight

_HOME = {
    "find": "run",
    "independent": "derived",
    "load": "relations",
    "Relation": "relations",
    "tight": "solver",
}

__all__ = ["Finding", "Gravity", "Kind", "Relation", "find", "independent", "load", "tight"]


def __getattr__(name: str) -> Any:
    """Import what works with claims when it is first asked for."""
    if name in _HOME:
        from importlib import import_module

        return getattr(import_module(f"habeas.findings.{_HOME[name]}"), name)
    raise AttributeError(name)
