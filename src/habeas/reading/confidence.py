"""How often readings like this one are right."""

from __future__ import annotations

from habeas.reading.model import Found, Voice


def confidence(found: Found, *, sure: bool, voice: Voice | None) -> float:
    """Return the share of readings with these signs that were right in the documents they were counted in."""
    return 0.5
