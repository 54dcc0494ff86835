"""The rows of a claims file, whatever its format: each field as the words in it, with the line or row on which it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from habeas.errors import Problem

VERSION: Final = "claims/1"
FIELDS: Final = (
    "key", "source", "quote", "prefix", "suffix", "sheet", "row", "column", "subject", "predicate", "value", "unit",
    "measure", "who", "capacity", "as_of", "speaker", "said_on", "polarity", "modality", "derived_from", "language",
    "note", "sensitivity", "decision", "reason",
)  # fmt: skip
"""What a claim may have, in the order of the template; a spreadsheet's columns have the same names."""

HEAD: Final = ("habeas", "coder", "source", "language", "decision", "reason")
"""What the whole file may have; the last four hold for every claim that does not have its own."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One field: its words, the line or row it stands on (from 1), and its parts where it is a list."""

    text: str
    row: int
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One claim of the file; ``number`` is the line or row on which it begins, ``problems`` what could not even be read."""

    number: int
    cells: Mapping[str, Cell]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A claims file as read: its head, its rows, and the faults of the head."""

    file: str
    head: Mapping[str, Cell]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = field(default=())


def parts_of(text: str) -> tuple[str, ...]:
    """Return the parts of a list written in one cell, parted by commas or semicolons."""
    return tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())
