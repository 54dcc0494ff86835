"""What an audit finds in a series of publications, with the cells it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from habeas import words

Gravity = Literal["error", "warning", "note"]
GRAVITIES: tuple[Gravity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One published cell: its file, sheet, line and column as the file shows them, its label, and what stands in it.

    ``label`` is what the publisher calls the cell (its row and column titles), ``found`` its text as published. ``line`` and
    ``column`` are None where a whole file, sheet or table is meant.
    """

    file: str
    sheet: str | None = None
    line: int | None = None
    column: str | None = None
    label: str = ""
    found: str = ""

    @property
    def place(self) -> str:
        """Return the place as a person finds it: ``file, sheet!D12``."""
        spot = f"{self.column or ''}{self.line or ''}"
        sheet = f"{self.sheet}!{spot}" if self.sheet and spot else self.sheet or spot
        return f"{self.file}, {sheet}" if sheet else self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFinding:
    """A statement about a publication that follows from its cells, or from those of its series, by a stated rule.

    ``publication`` is its file name, ``day`` the day it speaks of where known, ``check`` the rule (a name of the series'
    declaration). An ``error`` cannot be true, a ``warning`` is unlikely, a ``note`` is worth knowing. ``key`` and ``values``
    give its sentence in both languages: what is wrong, by how much, and what was expected on which ground. ``weight`` ranks
    findings of one gravity: how many persons, or times the tolerance, it is about; the greater, the graver. ``cells`` are what it rests
    on, the one that is doubted first.
    """

    publication: str
    check: str
    gravity: Gravity
    key: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    cells: tuple[Cell, ...] = ()
    weight: float = 0.0
    day: date | None = None

    def text(self, lang: words.Lang) -> str:
        """Return the finding as a sentence or two, ready to print."""
        return words.text(self.key, lang, **self.values)


def ranked(findings: list[AuditFinding]) -> tuple[AuditFinding, ...]:
    """Return findings in the order a person reads them: gravest first, then by weight, then by day and publication."""
    return tuple(
        sorted(
            findings,
            key=lambda one: (
                GRAVITIES.index(one.gravity),
                -one.weight,
                one.day or date.min,
                one.publication,
                one.check,
                one.key,
            ),
        )
    )
