"""People: mentions in lists become persons, with reasons, doubt and undo; nobody is merged away."""

from __future__ import annotations

__all__: list[str] = []
