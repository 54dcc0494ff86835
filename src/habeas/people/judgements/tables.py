"""What linking wrote, as a reviewer reads it: the mention, all that its list says of it, its row in the file, who else is held for the person."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from habeas.errors import InputError
from habeas.people.judgements.model import Pair, pair_of

NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "mentions": ("mention", "list", "file", "row", "name"),
    "doubts": ("left", "right", "probability", "hidden_gain", "count_gain", "kind"),
}
"""The tables that a review needs, and columns without which it is not that table."""
_MORE: Final[Mapping[str, tuple[str, ...]]] = {
    "pairs": ("left", "right", "probability"),
    "persons": ("mention", "person"),
    "statements": ("mention", "column", "field", "said"),
}
_LARGEST: Final = 200_000_000
"""Bytes of a file beyond which a row is not looked up in it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a list says of a mention in one column: the header of the column, the field it means, and the words as written.

    ``first`` and ``last`` are the outer bounds of a time; None where it is none, or is not understood.
    """

    column: str
    field: str
    said: str
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Tables:
    """The tables of a linkage. ``pairs``, ``persons`` and ``statements`` may be missing: less is shown then.

    ``files`` is where the files of lists are, by what the tables call them; others are looked for beside ``folder``, and from here.
    """

    mentions: pa.Table
    doubts: pa.Table
    pairs: pa.Table | None = None
    persons: pa.Table | None = None
    statements: pa.Table | None = None
    folder: Path | None = None
    files: Mapping[str, Path] = field(default_factory=dict)

    @cached_property
    def keys(self) -> Mapping[str, int]:
        """The place of each mention in the table."""
        return {key: place for place, key in enumerate(self.mentions.column("mention").to_pylist())}

    def mention(self, key: str) -> Mapping[str, Any] | None:
        """Return the row of a mention by the names of its columns; None where it is in no list now."""
        place = self.keys.get(key)
        if place is None:
            return None
        row: Mapping[str, Any] = self.mentions.slice(place, 1).to_pylist()[0]
        return row

    def statements_of(self, key: str) -> tuple[Statement, ...]:
        """Return all that the list says of a mention, in the order of its columns."""
        if self.statements is None:
            return ()
        found = self.statements.filter(pc.equal(self.statements["mention"], key))
        names = [name for name in ("column", "field", "said", "first", "last") if name in found.column_names]
        return tuple(Statement(**row) for row in found.select(names).to_pylist() if row["said"])

    @cached_property
    def _pairs(self) -> Mapping[Pair, int]:
        if self.pairs is None:
            return {}
        sides = zip(self.pairs.column("left").to_pylist(), self.pairs.column("right").to_pylist(), strict=True)
        return {pair_of(*pair): place for place, pair in enumerate(sides)}

    def compared(self, a: str, b: str) -> Mapping[str, Any] | None:
        """Return the row of the table of pairs for two mentions, in whichever order; None where they were not compared."""
        place = self._pairs.get(pair_of(a, b))
        if place is None or self.pairs is None:
            return None
        row: Mapping[str, Any] = self.pairs.slice(place, 1).to_pylist()[0]
        return row

    @cached_property
    def _person(self) -> tuple[Mapping[str, str], Mapping[str, list[str]]]:
        person: dict[str, str] = {}
        mentions: dict[str, list[str]] = {}
        if self.persons is not None:
            sides = zip(
                self.persons.column("mention").to_pylist(), self.persons.column("person").to_pylist(), strict=True
            )
            for key, name in sides:
                person[key] = name
                mentions.setdefault(name, []).append(key)
        return person, mentions

    def person(self, key: str) -> str | None:
        """Return the id of the register's person that a mention belongs to."""
        return self._person[0].get(key)

    def mentions_of(self, person: str | None) -> Sequence[str]:
        """Return the mentions of a person of the register, in the order of the lists."""
        return self._person[1].get(person or "", ())

    def source_row(self, key: str) -> tuple[tuple[str, str], ...] | None:
        """Return the row of a mention in its file, each cell with its header, as it stands there.

        None where the file is not at hand, is no text with columns, or its row does not have all that was read of it any more.
        """
        row = self.mention(key)
        file = None if row is None else self._file(str(row["file"] or ""))
        if row is None or file is None:
            return None
        read = self.statements_of(key)
        cells = _cells(file, int(row["row"]), {one.column for one in read})
        if cells is None or not read or not {one.said.strip() for one in read} <= {cell.strip() for _, cell in cells}:
            return None
        return cells

    def _file(self, name: str) -> Path | None:
        near = [] if self.folder is None else [self.folder / name, self.folder.parent / name]
        own = [self.files[name]] if name in self.files else [Path(name), *near]
        found = (path for path in own if name and path.is_file())
        return next((path for path in found if path.stat().st_size <= _LARGEST), None)


def _cells(path: Path, row: int, columns: Collection[str]) -> tuple[tuple[str, str], ...] | None:
    """Return the cells of the row that begins on a line of a file, each under its header; None where there is no such row or header.

    The headers are the first row that has all of ``columns``: titles may stand above them.
    """
    header: list[str] | None = None
    begin = 1
    try:
        words = path.read_text(encoding="utf-8-sig")
        mark = max(",;\t", key=words.partition("\n")[0].count)
        lines = csv.reader(io.StringIO(words, newline=""), delimiter=mark)
        for cells in lines:
            if begin == row:
                return None if header is None else tuple(zip([*header, *[""] * len(cells)], cells, strict=False))
            if header is None and {one.strip() for one in cells}.issuperset(columns):
                header = cells
            begin = lines.line_num + 1
    except (OSError, UnicodeDecodeError, csv.Error):
        return None
    return None


def load_tables(folder: Path) -> Tables:
    """Return the tables that linking wrote into a folder.

    Raises :class:`InputError` where a needed one is missing, or one is no such table.
    """
    missing = [f"{name}.parquet" for name in NEEDED if not (folder / f"{name}.parquet").is_file()]
    if missing:
        raise InputError("judgements.no-tables", folder=str(folder), missing=missing)
    found = {name: _table(folder / f"{name}.parquet", columns) for name, columns in NEEDED.items()}
    more = {
        name: _table(path, columns) for name, columns in _MORE.items() if (path := folder / f"{name}.parquet").is_file()
    }
    return Tables(**found, **more, folder=folder)


def _table(path: Path, columns: Sequence[str]) -> pa.Table:
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowException) as error:
        raise InputError("judgements.unreadable", file=str(path), why=str(error).splitlines()[0]) from None
    missing = [name for name in columns if name not in table.column_names]
    if missing:
        raise InputError("judgements.table-columns", file=str(path), missing=missing)
    return table
