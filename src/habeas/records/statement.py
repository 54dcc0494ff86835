"""The statements by which the engine reads one sheet, in three steps: texts, then values, then which rows are used.

Each step is written to disk before the next: expressions nested into one statement grow beyond all memory. The columns of the
staged rows: ``file``, ``sheet``, ``x:part`` (the sheet's number in its group), ``line``, each field of the layout under its name,
``days_only``, ``unread``, then ``x:aside`` (the number of the reason for which the row is set aside), for each field ``s:field``
(1: not readable, 2: outside the bounds of time) and ``r:field`` (withheld), and for each warning ``k:number``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from habeas.records import values
from habeas.records.engine import literal, quoted
from habeas.records.header import Header
from habeas.records.layout import Field
from habeas.records.reader import Preparation
from habeas.records.sheets import Sheet

EARLIEST: Final = date(1900, 1, 1)
"""No moment before this day is taken for one; the year 0199 is a slip for 2019 or 1999, and nobody can say which."""
_EARLIEST_YEAR: Final = 1850
_BOUNDED: Final = frozenset({"moment", "day", "year"})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is set aside, or what is doubtful of it: the condition in SQL, the field it concerns and what was expected there."""

    key: str
    field: str
    condition: str
    expected: str | None = None
    gravity: str = "error"


@dataclass(frozen=True)
class Statement:
    """What is known of a sheet before it is read, and the SQL that follows from it.

    ``latest`` is the last day on which anything can have happened; ``days`` are the moments that no row of the sheet gives a time
    of day; ``part`` and ``file`` go into the rows.
    """

    sheet: Sheet
    header: Header
    preparation: Preparation
    latest: date
    part: int = 0
    days: frozenset[str] = frozenset()

    @cached_property
    def columns(self) -> Mapping[str, tuple[str, ...]]:
        """The sheet's columns by field, as the hook left them."""
        return self.header.columns if self.preparation.columns is None else self.preparation.columns

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """The fields that the sheet has columns for, and that no constant replaces."""
        every = self.header.layout.fields
        return {name: every[name] for name in every if name in self.columns and name not in self.preparation.constants}

    def title(self, field: str) -> str | None:
        """Return the header of a field as published."""
        found = self.columns.get(field) or self.header.columns.get(field)
        if found:
            return self.header.titles.get(found[0])
        one = self.header.layout.fields.get(field)
        return self.title(one.fallback) if one is not None and one.fallback else None

    def published(self, field: str) -> str:
        """Return SQL of what is published for a field, as text; NULL for a person's identifier, which is no business of a problem."""
        if field not in self.fields or self.fields[field].form == "person":
            return "CAST(NULL AS VARCHAR)"
        places = self.columns[field]
        return f"coalesce({', '.join(values.trimmed(one, self.sheet.columns[one]) for one in places)})"

    def _typed(self, name: str) -> str | None:
        places = self.columns[name]
        return values.typed(self.fields[name], places[0], self.sheet.columns[places[0]]) if len(places) == 1 else None

    @property
    def texts(self) -> str:
        """SQL of the rows that are not blank.

        Of each field its usable text (``u:``) and whether it is withheld (``r:``), or its value (``w:``) where the column already
        has the form; and whether the hook's checks hold (``e:``, ``k:``).
        """
        made = ["line"]
        for name in self.fields:
            if typed := self._typed(name):
                made.append(f"{typed} AS {quoted(f'w:{name}')}")
                continue
            text = self._text(name)
            made.append(f"coalesce({values.redacted(text)}, false) AS {quoted(f'r:{name}')}")
            made.append(
                f"CASE WHEN NOT {values.blank(text)} AND NOT {values.redacted(text)} THEN {text} END AS {quoted(f'u:{name}')}"
            )
        made += [
            f"coalesce({one.condition}, false) AS {quoted(f'e:{n}')}" for n, one in enumerate(self._checks("error"))
        ]
        made += [f"coalesce({one.condition}, false) AS {quoted(f'k:{n}')}" for n, one in enumerate(self.warnings)]
        filled = " OR ".join(
            f"{values.trimmed(one, kind) if kind == 'VARCHAR' else quoted(one)} IS NOT NULL"
            for one, kind in self.sheet.columns.items()
        )
        return f"SELECT {', '.join(made)} FROM {self.sheet.source} WHERE line > {self.header.line} AND ({filled})"  # noqa: S608 - own names

    def _text(self, name: str) -> str:
        """Return SQL of a field's text; of several columns under one header the first that says something speaks."""
        texts = [values.trimmed(one, self.sheet.columns[one]) for one in self.columns[name]]
        if len(texts) == 1:
            return texts[0]
        says = [f"CASE WHEN NOT {values.blank(one)} THEN {one} END" for one in texts]
        return f"coalesce({', '.join([*says, *texts])})"

    def read(self, rows: Path) -> str:
        """Return SQL over the texts: each value as read (``w:``), whether there was one (``f:``), and whether it is a day only (``d:``)."""
        made = ["line"]
        for name, one in self.fields.items():
            text, value = quoted(f"u:{name}"), quoted(f"w:{name}")
            typed = self._typed(name)
            if typed is None:
                made += [quoted(f"r:{name}"), f"{text} IS NOT NULL AS {quoted(f'f:{name}')}"]
            made.append(value if typed else f"{self._computed(text, one)} AS {value}")
            if one.form == "moment":
                made.append(f"{self._day_only(name, typed)} AS {quoted(f'd:{name}')}")
        made += [quoted(f"e:{n}") for n, _ in enumerate(self._checks("error"))] + [
            quoted(f"k:{n}") for n, _ in enumerate(self.warnings)
        ]
        return f"SELECT {', '.join(made)} FROM {_parquet(rows)}"  # noqa: S608 - own names

    def _computed(self, text: str, one: Field) -> str:
        """Return SQL of a value; there is none where its cell holds a formula that failed."""
        value = values.value(one, text, self.header.layout.dates)
        return f"CASE WHEN NOT starts_with({text}, '=') THEN {value} END" if self.sheet.failed else value

    def _day_only(self, name: str, typed: str | None) -> str:
        if self.sheet.columns[self.columns[name][0]] == "DATE":
            return "true"
        return "false" if typed else f"coalesce({values.whole_day(quoted(f'u:{name}'))}, false)"

    def timed(self, rows: Path) -> str:
        """Return SQL over the values, of one row: for each of :attr:`moments` whether there are any, and none gives a time of day."""
        made = []
        for name in self.moments:
            value = quoted(f"w:{name}")
            made.append(f"count({value}) > 0 AND NOT bool_or({value} <> date_trunc('day', {value}))")
        return f"SELECT {', '.join(made)} FROM {_parquet(rows)}"  # noqa: S608 - own names

    @property
    def moments(self) -> tuple[str, ...]:
        """The names of the moments, in the order of :attr:`timed`."""
        return tuple(name for name, one in self.fields.items() if one.form == "moment")

    def _outside(self, name: str, one: Field) -> str:
        value = quoted(f"w:{name}")
        if one.form not in _BOUNDED:
            return "false"
        if one.form == "year":
            return f"({value} NOT BETWEEN {_EARLIEST_YEAR} AND {self.latest.year})"
        return f"(CAST({value} AS DATE) NOT BETWEEN DATE '{EARLIEST}' AND DATE '{self.latest}')"

    def _judged(self, rows: Path) -> str:
        """Return SQL over the values, with each value that can be used (``v:``) and what is wrong with the others (``s:``)."""
        made = ["*"]
        for name, one in self.fields.items():
            value, outside = quoted(f"w:{name}"), self._outside(name, one)
            unread = "false" if self._typed(name) else f"{quoted(f'f:{name}')} AND {value} IS NULL"
            made.append(
                f"CAST(CASE WHEN {unread} THEN 1 WHEN {outside} THEN 2 ELSE 0 END AS TINYINT) AS {quoted(f's:{name}')}"
            )
            made.append(f"CASE WHEN NOT {outside} THEN {value} END AS {quoted(f'v:{name}')}")
        return f"(SELECT {', '.join(made)} FROM {_parquet(rows)})"  # noqa: S608 - own names

    def value(self, name: str) -> str:
        """Return SQL of the value of any field of the layout, over judged rows."""
        one = self.header.layout.fields[name]
        if name in self.preparation.constants:
            return f"CAST({_constant(self.preparation.constants[name])} AS {values.TYPES[one.form]})"
        own = quoted(f"v:{name}") if name in self.fields else None
        if one.fallback in self.fields:
            other = f"CAST({quoted(f'v:{one.fallback}')} AS {values.TYPES[one.form]})"
            return f"coalesce({own}, {other})" if own else other
        return own or f"CAST(NULL AS {values.TYPES[one.form]})"

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """Why a row can be set aside, the first that holds being given."""
        if self.preparation.refusal:
            return (Reason(self.preparation.refusal, "", "true"),)
        checks = [replace(one, condition=quoted(f"e:{n}")) for n, one in enumerate(self._checks("error"))]
        return (*checks, *self._required(), *self._orders())

    @cached_property
    def warnings(self) -> tuple[Reason, ...]:
        """What can be doubtful of a row that is used, beside values that cannot be read."""
        return (*self._twice(), *self._checks("warning"), *self._checks("note"))

    def _checks(self, gravity: str) -> tuple[Reason, ...]:
        """Return the hook's checks of one gravity."""
        return tuple(
            Reason(one.key, one.field, one.condition, one.expected or None, one.gravity)
            for one in self.preparation.checks
            if one.gravity == gravity
        )

    def _required(self) -> Iterator[Reason]:
        for name, one in self.header.layout.fields.items():
            if not one.required:
                continue
            expected = self.expected(one)
            if name in self.fields and one.fallback not in self.fields:
                yield Reason("records.value-unreadable", name, f"{quoted(f's:{name}')} = 1", expected)
                yield Reason("records.value-outside", name, f"{quoted(f's:{name}')} = 2", self.bounds(one))
            yield Reason("records.value-missing", name, f"{self.value(name)} IS NULL", expected)

    def _orders(self) -> Iterator[Reason]:
        """Yield the conditions on what must not lie before what. A day without time lies before no moment of that day."""
        for name, one in self.fields.items():
            if one.after is None or one.after not in self.fields:
                continue
            later, earlier = quoted(f"v:{name}"), quoted(f"v:{one.after}")
            condition = f"{later} < {earlier}"
            if {one.form, self.fields[one.after].form} == {"moment"}:
                days = f"{self._is_day(name)} OR {self._is_day(one.after)}"
                condition = (
                    f"CASE WHEN {days} THEN CAST({later} AS DATE) < CAST({earlier} AS DATE) ELSE {condition} END"
                )
            yield Reason("records.value-before", name, condition, self.title(one.after))

    def _is_day(self, name: str) -> str:
        return "true" if name in self.days else quoted(f"d:{name}")

    def _twice(self) -> Iterator[Reason]:
        for name in self.fields:
            texts = [values.trimmed(one, self.sheet.columns[one]) for one in self.columns[name]]
            if len(texts) > 1:
                told = ", ".join(f"CASE WHEN NOT {values.blank(one)} THEN {one} END" for one in texts)
                yield Reason("records.columns-differ", name, f"len(list_distinct([{told}])) > 1", None, "warning")

    def expected(self, one: Field) -> str | None:
        """Return what a value of a field looks like."""
        return ", ".join(name for names in one.values.values() for name in names) or values.EXPECTED.get(one.form)

    def bounds(self, one: Field) -> str:
        """Return within what a moment or a year is taken for one."""
        if one.form == "year":
            return f"{_EARLIEST_YEAR} – {self.latest.year}"
        return f"{EARLIEST} – {self.latest}"

    def staged(self, rows: Path) -> str:
        """Return SQL over the values: the staged rows."""
        case = " ".join(f"WHEN {one.condition} THEN {n}" for n, one in enumerate(self.reasons, 1))
        aside = f"CASE {case} END" if case else "NULL"
        made = [
            f"{literal(self.sheet.file)} AS file", f"CAST({literal(self.sheet.name)} AS VARCHAR) AS sheet",
            f'{self.part} AS "x:part"', "line",
            *(f"{self.value(name)} AS {quoted(name)}" for name in self.header.layout.fields),
            f"{self._days_only()} AS days_only", f"{self._unread()} AS unread",
            f'CAST({aside} AS USMALLINT) AS "x:aside"',
            *(quoted(f"s:{name}") for name in self.fields),
            *(quoted(f"r:{name}") for name in self.withheld()),
            *(quoted(f"k:{n}") for n, _ in enumerate(self.warnings)),
        ]  # fmt: skip
        return f"SELECT {', '.join(made)} FROM {self._judged(rows)}"  # noqa: S608 - own names

    def _days_only(self) -> str:
        days = [
            f"({quoted(f'v:{name}')} IS NOT NULL AND {self._is_day(name)})"
            for name in self.header.layout.moments
            if name in self.moments
        ]
        return f"({' OR '.join(days)})" if days else "false"

    def _unread(self) -> str:
        arms = ", ".join(f"CASE WHEN {quoted(f's:{name}')} > 0 THEN {literal(name)} END" for name in self.fields)
        return f"nullif(concat_ws(', ', {arms}), '')" if arms else "CAST(NULL AS VARCHAR)"

    def found(self) -> str:
        """Return SQL over staged rows joined with the sheet's own: what is published for the field for which a row is set aside."""
        arms = " ".join(
            f"WHEN {n} THEN {self.published(one.field)}"
            for n, one in enumerate(self.reasons, 1)
            if one.field in self.fields
        )
        return f'CASE "x:aside" {arms} END' if arms else "CAST(NULL AS VARCHAR)"

    def withheld(self) -> tuple[str, ...]:
        """Return the fields whose withheld values are counted."""
        return tuple(name for name in self.fields if self._typed(name) is None)


def _parquet(rows: Path) -> str:
    return f"read_parquet({literal(str(rows))})"


def _constant(value: str | int | date | datetime) -> str:
    return str(value) if isinstance(value, int) else literal(str(value))
