"""What each row of a list says of a person: tables of mentions and statements as rows, with what could not be used told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from habeas.custody.persons.catalogue import fields
from habeas.custody.persons.model import Source, Value
from habeas.errors import InputError, Problem
from habeas.people.lists import ListAbout
from habeas.when import Span, parse

if TYPE_CHECKING:
    import pyarrow as pa

Days = tuple[date | None, date | None]
_PARTS: Final = ("name", "given", "surname1", "surname2")


@dataclass(slots=True)
class Told:
    """A value with the form in which it is compared; ``plain`` is None where that is its words, empty where it was not understood."""

    value: Value
    plain: tuple[object, ...] | None = None


Saying = dict[str, list[Told]]


@dataclass(slots=True)
class Row:
    """A mention: the row of a list that speaks of a person, and what it says, by field."""

    mention: str
    list: str
    number: int
    about: ListAbout | None
    reported: Days
    told: Saying = field(default_factory=dict)

    def first(self, *names: str) -> str | None:
        """Return the first thing said of the first of these fields of which anything is said: a place the case knows, else the words."""
        from habeas.custody.persons.agreeing import unknown

        for name in names:
            for one in self.told.get(name, ()):
                if one.value.place or not unknown(one.value.said):
                    return one.value.place or one.value.said
        return None

    def source(self, column: str | None = None) -> Source:
        """Return the row as the source of what its list says by having it."""
        return Source(
            list=self.list,
            row=self.number,
            column=column,
            mention=self.mention,
            source=self.about.source if self.about else "",
            reported=self.reported,
        )


def read_rows(
    mentions: pa.Table, statements: pa.Table, lists: Mapping[str, ListAbout]
) -> tuple[dict[str, Row], tuple[Problem, ...]]:
    """Return the rows by their mention's key, in the order of the mentions, and the problems of what could not be used."""
    rows: dict[str, Row] = {}
    problems = [
        Problem("persons.list-unknown", gravity="warning", values={"list": name})
        for name in mentions["list"].unique().to_pylist()
        if name not in lists
    ]
    plain: dict[str, dict[str, tuple[object, ...]]] = {}
    wanted = (
        "mention",
        "list",
        "row",
        "name",
        "sex",
        "document",
        "age_low",
        "age_high",
        "age_on",
        "reported_first",
        "reported_last",
    )
    for key, name, number, full, sex, document, low, high, on, first, last in zip(
        *(mentions[one].to_pylist() for one in wanted), strict=True
    ):
        row = rows[key] = Row(key, name, number, lists.get(name), (first, last))
        row.about = lists.get(name)
        plain[key] = {
            "sex": (sex,) if sex else (),
            "document": (document,) if document else (),
            "age": (low, high, on) if low is not None or high is not None else (),
        }
        if full:
            row.told["name"] = [Told(Value(said=full, source=row.source("")))]
    problems += _state(rows, plain, statements)
    return rows, tuple(problems)


def _state(
    rows: Mapping[str, Row], plain: Mapping[str, Mapping[str, tuple[object, ...]]], statements: pa.Table
) -> Iterator[Problem]:
    """Put each statement into its row."""
    catalogue = fields()
    lost: dict[tuple[str, str], int] = {}
    wanted = ("mention", "list", "column", "field", "said", "time", "first", "last", "place")
    for key, name, column, field_id, said, time, first, last, place in zip(
        *(statements[one].to_pylist() for one in wanted), strict=True
    ):
        row, about = rows.get(key), catalogue.get(field_id)
        if row is None or about is None or said is None:
            what = ("persons.statement-lost", name) if row is None else ("persons.field-unknown", str(field_id))
            lost[what] = lost.get(what, 0) + 1
            continue
        source = row.source(column)
        if field_id in _PARTS and "name" in row.told:
            full = row.told["name"][0].value
            if field_id == "name" or not full.source.column:
                row.told["name"] = [Told(Value(said=full.said, source=source))]
            if field_id == "name":
                continue
        when = _when(time, first, last) if about.type == "time" else None
        row.told.setdefault(field_id, []).append(
            Told(Value(said=said, source=source, when=when, place=place), plain[key].get(field_id))
        )
    for (problem, name), n in sorted(lost.items()):
        yield Problem(problem, gravity="warning", values={"name": name, "n": n})


@lru_cache(maxsize=1 << 16)
def _when(time: str | None, first: date | None, last: date | None) -> Span | None:
    """Return the span of a time, from its text where that can be read, else from its outer days."""
    if first is None and last is None and time:
        try:
            return parse(time)
        except InputError:
            return None
    return None if first is None and last is None else Span.some_day(first, last)


def last_day(rows: Mapping[str, Row]) -> date | None:
    """Return the last day on which anything was reported, by rows or by lists as a whole; else the last day that a row names."""
    days: list[Any] = [
        day for one in rows.values() for day in (*one.reported, one.about.as_of if one.about else None) if day
    ]
    if not days:
        days = [
            day
            for one in rows.values()
            for told in one.told.values()
            for each in told
            if each.value.when
            for day in each.value.when.outer
            if day
        ]
    return max(days, default=None)
