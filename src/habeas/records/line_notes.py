"""What is to be told of files that are read by their lines, and which of them have to be read by themselves after all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from habeas.records import listing
from habeas.records.listing import Listed
from habeas.records.repeated import Batch, Repeated, lines_of, numbers, rows_at
from habeas.records.statement import Statement

if TYPE_CHECKING:
    import numpy as np
    from duckdb import DuckDBPyConnection

_BOUNDED: Final = frozenset({"moment", "day", "year"})
_NEVER: Final = -(10**9)


class Notes:
    """What is to be told of the files of a batch."""

    def __init__(self, engine: DuckDBPyConnection, statement: Statement, batch: Batch) -> None:
        self._engine = engine
        self._statement = statement
        assert batch.table is not None  # noqa: S101 - it has been understood
        self._table = batch.table
        self._aside = _mask(self._table["x:aside"].is_valid())
        persons = self._table["person"].combine_chunks().dictionary_encode()
        self._person = numbers(persons.indices, -1)
        self._header = self._titled([str(one) for one in persons.dictionary.to_pylist()])
        self._tests = list(self._flags())
        self._moments = [self._moment(name) for name in statement.moments]
        self._late = [self._bounded(name) for name, one in statement.fields.items() if one.form in _BOUNDED]

    def _titled(self, persons: Sequence[str]) -> np.ndarray:
        """Return of each line whether its identifier is the title of the identifiers, by the different ones in the order of their numbers."""
        import numpy as np

        title = (self._statement.title("person") or "").lower()
        return np.isin(self._person, [number for number, one in enumerate(persons) if one.lower() == title])

    def _flags(self) -> Iterator[tuple[str, str, str, str | None, np.ndarray]]:
        """Yield each doubt that any line gives rise to: key, gravity, field, what was expected, and the lines."""
        statement = self._statement
        for name, one in statement.fields.items():
            status = numbers(self._table[f"s:{name}"])
            for value, key, expected in (
                (1, "records.value-unreadable", statement.expected(one)),
                (2, "records.value-outside", None),
            ):
                flags = status == value
                if flags.any():
                    yield key, "warning", name, expected, flags
        for n, reason in enumerate(statement.warnings):
            flags = _mask(self._table[f"k:{n}"])
            if flags.any():
                yield reason.key, reason.gravity, reason.field, reason.expected, flags
        for name in statement.withheld():
            flags = _mask(self._table[f"r:{name}"])
            if flags.any():
                yield "records.withheld", "note", name, None, flags

    def _moment(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Return of each line whether it has the moment, and whether that has a time of day."""
        column = self._table[name]
        there = _mask(column.is_valid())
        return there, there & (numbers(column) % 86_400_000_000 != 0)

    def _bounded(self, name: str) -> np.ndarray:
        """Return of each line the day number of a value that is bounded in time; years count as their first day."""
        import numpy as np
        import pyarrow as pa

        column = self._table[name]
        if pa.types.is_integer(column.type):
            years = numbers(column)
            return np.where(years > 0, (years - 1970) * 365.2425, _NEVER)
        return numbers(column.cast(pa.date32()).cast(pa.int32()), _NEVER)

    def doubtful(self, one: Repeated) -> bool:
        """Whether a file has to be read by itself: a row to set aside, only days for moments, a value too late for it."""
        at = rows_at(one)
        if self._aside[at].any() or self._header[at].any():
            return True
        if any(there[at].any() and not timed[at].any() for there, timed in self._moments):
            return True
        limit = (one.latest - date(1970, 1, 1)).days
        return any((days[at] > limit).any() for days in self._late)

    def of(self, one: Repeated) -> Iterator[Listed]:
        """Yield what is to be told of a file, in the order in which reading it by itself tells it."""
        import numpy as np

        at = rows_at(one)
        lines = lines_of(one)
        statement = replace(
            self._statement, sheet=replace(self._statement.sheet, file=one.lines.file), latest=one.latest, part=one.part
        )
        yield from self._twice(statement, at, lines)
        yield from listing.of_header(statement, statement.header.unknown)
        for key, gravity, name, expected, flags in self._tests:
            found = np.flatnonzero(flags[at])
            if not len(found):
                continue
            said: dict[str, Any] = {"line": int(lines[found[0]]), "column": statement.title(name), "n": len(found)}
            if key == "records.withheld":
                said["values"] = listing.said({"rows": len(at)})
            else:
                bounds = statement.bounds(statement.fields[name]) if key == "records.value-outside" else expected
                said |= {"found": self._published(name, int(at[found[0]])), "expected": bounds}
            yield listing.note(statement, key, gravity, **said)

    def _twice(self, statement: Statement, at: np.ndarray, lines: np.ndarray) -> Iterator[Listed]:
        """Yield a warning for each row whose person has stood on the list before."""
        import numpy as np

        persons = self._person[at]
        order = np.argsort(persons, kind="stable")
        ordered = persons[order]
        again = np.flatnonzero((ordered[1:] == ordered[:-1]) & (ordered[1:] >= 0)) + 1
        if not len(again):
            return
        column = statement.title("person")
        firsts: dict[int, int] = {}
        told = []
        for place in again:
            person = int(ordered[place])
            if person not in firsts:
                firsts[person] = int(lines[order[place - 1]])
            told.append((firsts[person], int(lines[order[place]])))
        for first, line in sorted(told):
            yield listing.note(
                statement, "records.roster-twice", "warning", line=line, column=column, values=listing.said({"first": first})
            )  # fmt: skip

    def _published(self, name: str, row: int) -> str | None:
        line = self._table["line"][row].as_py()
        query = f"SELECT {self._statement.published(name)} FROM {self._statement.sheet.source} WHERE line = ?"  # noqa: S608 - own names
        found = self._engine.execute(query, [line]).fetchone()
        return None if found is None or found[0] is None else str(found[0])


def _mask(column: Any) -> np.ndarray:
    import numpy as np

    return np.asarray(numbers(column) != 0)
