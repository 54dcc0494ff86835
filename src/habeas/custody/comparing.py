"""What each rule counts in the same release, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.custody.custody import Custody
from habeas.custody.rules import RULES

if TYPE_CHECKING:
    from habeas.custody.engine import Engine
    from habeas.custody.totals import Totals

Progress = Callable[[int, int], None]


def compare_rules(
    table: Path | Sequence[Path], until: datetime, *, engine: Engine, progress: Progress | None = None
) -> tuple[Totals, ...]:
    """Return the totals of every rule, habeas's own first. All see the same rows up to the same moment."""
    found = []
    for done, rule in enumerate(RULES.values()):
        if progress:
            progress(done, len(RULES))
        found.append(Custody(table, until, rule=rule, engine=engine).totals())
    if progress:
        progress(len(RULES), len(RULES))
    return tuple(found)
