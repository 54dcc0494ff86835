"""Annotated documents: a text, its language and day of publication, and the claims a person found in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from habeas.words import Lang

FOLDER: Final = Path(__file__).parent / "documents"
Split = Literal["develop", "held", "all"]
Claim = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Annotated:
    """One document. ``claims`` have the keys of the annotation guide; ``split`` is ``shared`` for those of a folder outside."""

    id: str
    lang: Lang
    published: str | None
    text: str
    claims: tuple[Claim, ...]
    split: str


def own(split: Split = "develop") -> list[Annotated]:
    """Return the documents beside this file that were written to develop on, or those that are held back, or all."""
    found = [_read(path) for path in sorted(FOLDER.glob("*.json"))]
    return [one for one in found if split in ("all", one.split)]


def outside(folder: Path) -> list[Annotated]:
    """Return the annotated documents of a folder, every JSON file in it, which have the same form."""
    return [_read(path, "shared") for path in sorted(folder.glob("*.json"))]


def _read(path: Path, split: str | None = None) -> Annotated:
    row = json.loads(path.read_text(encoding="utf-8"))
    return Annotated(
        row["id"],
        row["lang"],
        row.get("published"),
        row["text"],
        tuple(row["claims"]),
        split or row.get("split", "develop"),
    )
