"""Time the ledger by itself: processor seconds for 100,000 entries on SQLite.

python bench/ledger.py
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from habeas.ledger import Draft, Ledger, effective

Found = TypeVar("Found")
BODY = {
    "subject": "cecot",
    "predicate": "cells_per_building",
    "value": {"low": "32", "high": "32", "unit": "cell"},
    "words": "32 cells in each building",
    "citations": [
        {"source": "report", "sha256": "a" * 64, "quote": {"exact": "32 cells in each building", "start": 1}}
    ],
}


def timed(name: str, action: Callable[[], Found]) -> Found:
    """Run an action and print its processor seconds."""
    start = time.process_time()
    found = action()
    print(f"| {name} | {time.process_time() - start:.2f} s |")
    return found


def measure(place: Path) -> None:
    """Append, read, verify and fold."""
    drafts = [Draft(kind="claim.propose", about=f"c{number}", body=BODY) for number in range(50_000)]
    print("| ledger | processor |\n|---|---|")
    with timed("open", lambda: Ledger(f"sqlite:///{place / 'ledger.sqlite'}")) as ledger:
        timed("append 50,000", lambda: ledger.append(drafts, actor="bench"))
        timed("append 50,000 more", lambda: ledger.append(drafts, actor="bench"))
        entries = timed("read 100,000", lambda: list(ledger.entries()))
        timed("verify 100,000", ledger.verify)
        timed("fold 100,000", lambda: sum(1 for _ in effective(entries)))
        timed("history of one", lambda: ledger.history("c7"))
        undo = Draft(kind="undo", about="8", reason="measured")
        timed("undo one", lambda: ledger.append([undo], actor="bench"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="habeas-ledger-") as scratch:
        measure(Path(scratch))
