"""What the rows of the lists say of a group: for each mention, what settles that it is of the group, and how it meets each condition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from habeas.errors import InputError
from habeas.people.groups.model import Condition, Group, Reason
from habeas.people.groups.spelling import one_of
from habeas.when import Answer, Span

_MENTION: Final = ("mention", "list", "row", "name")
_OWN: Final = ("place", "nationality", "sex", "born", "document", "event_first", "event_last")


@dataclass(frozen=True, slots=True)
class Statement:
    """What one cell says: the words as written, and the time where the field is one."""

    field: str
    column: str | None
    said: str
    span: Span | None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A mention with what is asked of it."""

    mention: str
    list: str
    row: int
    named: bool
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class View:
    """How a row stands to a group: ``settled`` says that it is of it; ``meets`` has what it says of each condition, in their order."""

    settled: tuple[Reason, ...]
    meets: tuple[tuple[tuple[Answer, Reason | None], ...], ...]

    @property
    def speaks(self) -> bool:
        """Whether anything of it speaks for being of the group."""
        return bool(self.settled) or any(answer != "no" for met in self.meets for answer, _ in met)


def rows_of(mentions: pa.Table, statements: pa.Table, fields: set[str]) -> list[Row]:
    """Return every mention with the statements in these fields, and with what its own columns say in them."""
    own = [name for name in (*_MENTION, *_OWN) if name in mentions.column_names]
    said = _statements(statements, fields)
    return [
        Row(
            mention=one["mention"],
            list=one["list"],
            row=int(one["row"]),
            named=bool(one.get("name")),
            statements=(*said.get(one["mention"], ()), *_columns(one, fields, said.get(one["mention"], ()))),
        )
        for one in mentions.select(own).to_pylist()
    ]


def _statements(statements: pa.Table, fields: set[str]) -> Mapping[str, Sequence[Statement]]:
    found: dict[str, list[Statement]] = defaultdict(list)
    wanted = statements.filter(pc.is_in(statements["field"], pa.array(sorted(fields), pa.string())))
    for one in wanted.to_pylist():
        span = span_of(one.get("time"), one.get("first"), one.get("last"))
        found[one["mention"]].append(Statement(one["field"], one["column"], one["said"] or "", span, one.get("place")))
    return found


def span_of(time: str | None, first: date | None, last: date | None) -> Span | None:
    """Return the time of a statement: its own words, else some day between its bounds; None where it has none."""
    if time:
        try:
            return Span.from_edtf(time)
        except InputError:
            pass
    return None if first is None and last is None else Span.some_day(first, last)


def _columns(one: Mapping[str, Any], fields: set[str], said: Sequence[Statement]) -> Iterator[Statement]:
    """Yield what the mention's own columns say in fields of which it has no statement."""
    there = {each.field for each in said}
    for name in _OWN[:5]:
        if name in fields - there and one.get(name):
            yield Statement(name, None, str(one[name]), None)
    if "list" in fields:
        yield Statement("list", None, one["list"], None)
    span = span_of(None, one.get("event_first"), one.get("event_last"))
    if "event" in fields and span is not None:
        yield Statement("event", None, span.to_edtf(), span)


def view(row: Row, group: Group) -> View:
    """Return how a row stands to a group."""
    settled: list[Reason] = []
    if row.list in group.lists:
        settled.append(Reason(key="list-states", answer="certain", mention=row.mention, list=row.list, row=row.row))
    for condition in group.fixed_by:
        settled += [
            reason for answer, reason in _meets(row, condition, "fixed") if answer == "certain" and reason is not None
        ]
    return View(tuple(settled), tuple(_meets(row, one, "meets") for one in group.conditions))


def _meets(row: Row, condition: Condition, key: str) -> tuple[tuple[Answer, Reason | None], ...]:
    found: list[tuple[Answer, Reason | None]] = []
    for one in row.statements:
        if one.field not in condition.fields:
            continue
        answer = _answer(one, condition)
        if answer == "no":
            found.append(("no", None))
        elif answer is not None:
            name = key if answer == "certain" else f"{key}-perhaps"
            found.append((answer, _reason(row, one, name, answer)))
    return tuple(found)


def _reason(row: Row, said: Statement, key: str, answer: Answer) -> Reason:
    return Reason(
        key=key,
        answer="certain" if answer == "certain" else "possible",
        mention=row.mention,
        list=row.list,
        row=row.row,
        column=said.column or said.field,
        said=said.said,
    )


def _answer(one: Statement, condition: Condition) -> Answer | None:
    """Say whether a statement meets a condition; None where it says nothing of it."""
    if condition.when is not None:
        return None if one.span is None else within(one.span, condition.when)
    return "certain" if any(one_of(text, condition.said) for text in (one.said, one.place) if text) else "no"


def within(time: Span, window: Span) -> Answer:
    """Say whether what happened at a time happened within a window of days."""
    (first, last), (opens, closes) = time.reach, window.reach
    if (opens <= first and last <= closes) or time.overlaps(window) == "certain":
        return "certain"
    return "no" if last < opens or closes < first else "possible"
