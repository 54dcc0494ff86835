"""Vocabulary: the tables, dimensions and words of the workbooks, kept as data in ``tables.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from typing import Any, Final

from habeas.records.layout import fold

_TOTALS: Final = frozenset(map(fold, ("Total", "Grand Total", "FY Overall")))
LONG: Final = 80
"""A text of so many letters is prose: no label of any edition is so long (a test holds the longest)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a column or a row says it counts; ``measure`` is ``None`` where it leaves that to the table."""

    measure: str | None = None
    unit: str | None = None
    time: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One way in which figures are told apart: the headers above its labels, and their spellings by canonical word."""

    name: str
    headers: frozenset[str]
    words: Mapping[str, str]
    open: bool = False

    def word(self, label: str) -> str | None:
        """Return the canonical word of a label: of an open dimension the label itself; ``None`` where it is not known."""
        folded = fold(label)
        if folded in self.words:
            return self.words[folded]
        if folded in _TOTALS:
            return "total"
        return " ".join(label.split()) if self.open and folded else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One kind of table: the pattern of its title, its dimensions, and what its figures count."""

    id: str
    title: re.Pattern[str]
    rows: tuple[Dimension, ...]
    columns: tuple[str, ...]
    named: Mapping[str, Counted]
    default: Counted
    time: str
    nested: bool
    by_row: Mapping[str, Counted] | None


class Vocabulary:
    """All that the workbooks are known to say."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = given
        self.dimensions = {name: _dimension(name, one) for name, one in given["dimension"].items()}
        self.tables = tuple(self._table(one) for one in given["table"])
        self._headings = re.compile("|".join(given["words"]["headings"]))
        self._notes = re.compile("|".join(given["words"]["notes"]))

    def _table(self, given: Mapping[str, Any]) -> Table:
        rows = given["rows"]
        by_row = self._given["row"].get(rows[0])
        plain = Dimension(name="area", headers=frozenset(), words={}, open=True)
        return Table(
            id=given["id"],
            title=re.compile(given["title"]),
            rows=tuple(self.dimensions.get(name, plain) for name in rows),
            columns=tuple(given.get("columns", ())),
            named={fold_header(name): Counted(**one) for name, one in given.get("named", {}).items()},
            default=Counted(measure=given.get("measure"), unit=given.get("unit")),
            time=given["time"],
            nested=given.get("nested", False),
            by_row=None if by_row is None else {fold(name): Counted(**one) for name, one in by_row.items()},
        )

    @cached_property
    def facility(self) -> Mapping[str, tuple[str, Counted]]:
        """The columns of the sheet of facilities by their folded headers: the canonical name and what it counts."""
        return {
            fold_header(header): (
                name,
                Counted(measure=_measure(name), unit=one.get("unit"), labels=one.get("labels", {})),
            )
            for name, one in self._given["facility"].items()
            for header in one["headers"]
        }

    def title(self, text: str) -> Table | None:
        """Return the table that a text (in lower case, with single spaces) is the title of."""
        return next((table for table in self.tables if table.title.search(text)), None)

    def is_heading(self, text: str) -> bool:
        """Whether a text heads a sheet or a group of columns."""
        return bool(self._headings.search(text))

    def is_note(self, text: str) -> bool:
        """Whether a text is a note: prose, or one that begins as notes do."""
        return len(text) >= LONG or bool(self._notes.search(text))


def fold_header(text: str) -> str:
    """Return a header without case, punctuation, spaces and fiscal years ("FY24 ALOS" is "fyalos"); a sign alone stays."""
    return fold(re.sub(r"\bFY ?\d+", "FY", text)) or text.strip()


def _measure(name: str) -> str:
    return "adp" if name.startswith("adp-") else name


def _dimension(name: str, given: Mapping[str, Any]) -> Dimension:
    words = {fold(label): word for word, labels in given.get("values", {}).items() for label in labels}
    headers = frozenset(map(fold, given["headers"]))
    return Dimension(name=name, headers=headers, words=words, open=given.get("open", False))


@cache
def vocabulary() -> Vocabulary:
    """Return what comes with habeas."""
    source = resources.files("habeas.records.statistics") / "tables.toml"
    return Vocabulary(tomllib.loads(source.read_text(encoding="utf-8")))
