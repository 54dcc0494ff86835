"""One list, read: its columns of text become the columns of the tables of mentions and statements, each different text read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from habeas.about import Dates, ListKind
from habeas.errors import Problem
from habeas.people.lists.arrays import agreed, constant, joined, outer
from habeas.people.lists.fields import list_fields, of_kind
from habeas.people.lists.headers import Column, Header, in_parts
from habeas.people.lists.model import mentions_schema, statements_schema
from habeas.people.lists.times import read_times
from habeas.people.lists.values import read_age, read_document, read_sexes
from habeas.records import BLANK

if TYPE_CHECKING:
    import pyarrow as pa

_NAMES: Final = ("name", "given", "surname1", "surname2")
_EVENTS: Final = (
    "deprived_when",
    "event_when",
    "admitted_when",
    "ordered_when",
    "transferred_when",
    "listed_when",
    "seen_when",
    "died_when",
    "released_when",
)
_PLACES: Final = ("deprived_place", "event_place", "held_place", "seen_place", "died_place", "transferred_to")
_PAST: Final = frozenset(
    {
        "deprived_when",
        "admitted_when",
        "transferred_when",
        "seen_when",
        "died_when",
        "reported_when",
    }
)
"""What has happened where a list says it: a day ahead is a slip, or what a program writes for none. Hearings and releases may be set for a day to come."""
_REPORTED: Final = ("reported_when", "listed_when")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one list is read with: its rows' texts (``table``: ``line``, ``key`` and the columns of the header), and what is known of it."""

    name: str
    file: str
    header: Header
    table: pa.Table
    kind: ListKind | None
    dates: Dates | None
    as_of: date | None
    today: date
    wider: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Piece:
    """One list, read: its mentions, its statements (one table a column, their texts coded), its problems."""

    mentions: pa.Table
    statements: tuple[pa.Table, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Coded:
    """A column's texts, coded: ``texts`` are the different ones, ``codes`` which of them each row has."""

    column: Column
    field: str
    values: pa.DictionaryArray
    texts: list[str]

    def taken(self, read: Sequence[Any], kind: Any) -> pa.Array:
        """Return a value for each row from one for each different text."""
        import pyarrow as pa

        return pa.array(read, kind).take(self.values.indices)


class PieceReader:
    """Reads one list."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.problems: list[Problem] = []
        self.n = facts.table.num_rows
        self._events = of_kind(facts.kind)
        self._coded = [self._code(one) for one in facts.header.known]
        self._times: dict[str, tuple[Any, Any, Any]] = {}

    def read(self) -> Piece:
        """Return the list's mentions and statements. Memory: the list's texts, once more."""
        import pyarrow as pa

        for one in self._coded:
            if list_fields()[one.field].type == "time":
                self._times[one.column.name] = self._time(one)
        columns = self._mention_columns()
        schema = mentions_schema()
        mentions = pa.table([columns.get(one.name, pa.nulls(self.n, one.type)) for one in schema], schema=schema)
        self._about_names(mentions)
        statements = tuple(self._statements(one, mentions) for one in self._coded)
        return Piece(mentions, statements, tuple(self.problems))

    # --- columns

    def _code(self, column: Column) -> _Coded:
        import pyarrow as pa
        import pyarrow.compute as pc

        text = self.facts.table.column(column.name).combine_chunks()
        text = pc.if_else(pc.is_in(text, pa.array(BLANK)), pa.scalar(None, pa.string()), text)
        values = text.dictionary_encode()
        name = column.field or ""
        return _Coded(column, self._events.get(name, name), values, values.dictionary.to_pylist())

    def _of(self, field: str) -> list[_Coded]:
        return [one for one in self._coded if one.field == field]

    def _mention_columns(self) -> dict[str, Any]:
        import pyarrow as pa

        facts = self.facts
        names = self._names()
        ages = self._ages()
        event, reported = self._bounds(_EVENTS), self._bounds(_REPORTED)
        born = self._bounds(("born",))
        return {
            "mention": self._keys(),
            "list": pa.repeat(facts.name, self.n),
            "file": pa.repeat(facts.file, self.n),
            "row": facts.table.column("line").combine_chunks().cast(pa.int32()),
            **names,
            "alias": self._text("alias"),
            "born": self._text("born"),
            "born_first": born[0],
            "born_last": born[1],
            "age_low": ages[0],
            "age_high": ages[1],
            "age_on": self._age_on(reported, event),
            "sex": self._sex(),
            "nationality": self._text("nationality"),
            "document": self._documents(),
            "place": self._first_of(_PLACES),
            "event_first": event[0],
            "event_last": event[1],
            "reported_first": reported[0],
            "reported_last": reported[1],
        }

    def _keys(self) -> pa.Array:
        import pyarrow as pa
        import pyarrow.compute as pc

        keys = self.facts.table.column("key").combine_chunks()
        return pc.binary_join_element_wise(pa.scalar(self.facts.name), keys, ":")

    def _text(self, field: str) -> Any:
        """Return a field as written: the parts joined where several columns hold parts, else what columns do not disagree on."""
        return self._merged(field, [one.values.cast("string") for one in self._of(field)])

    def _merged(self, field: str, columns: Sequence[Any]) -> Any:
        import pyarrow as pa

        if not columns:
            return pa.nulls(self.n, pa.string())
        if len(columns) == 1:
            return columns[0]
        origin = {one.column.field for one in self._of(field)}
        join = in_parts(self.facts.header, origin.pop() or field) if len(origin) == 1 else None
        if join is not None:
            return joined(columns, join)
        return agreed(columns)

    def _first_of(self, fields: Sequence[str]) -> Any:
        import pyarrow as pa
        import pyarrow.compute as pc

        columns = [self._text(one) for one in fields if self._of(one)]
        return pc.coalesce(*columns) if columns else pa.nulls(self.n, pa.string())

    # --- names

    def _names(self) -> dict[str, Any]:
        """Return name, given and surnames: null where what is written says that nobody knows them."""
        import pyarrow.compute as pc

        named = {field: [self._somebody(one) for one in self._of(field)] for field in _NAMES}
        found = {field: self._merged(field, columns) for field, columns in named.items()}
        ordered = [one.column.field for one in self._coded if one.field in _NAMES[1:]]
        parts = [found[field] for field in dict.fromkeys(ordered) if field]
        if parts:
            whole = joined(parts, " ")
            found["name"] = (
                pc.coalesce(found["name"], whole) if not named["name"] else self._without_rivals(found["name"], whole)
            )
        return found

    def _without_rivals(self, name: Any, whole: Any) -> Any:
        """Return the name as written, the joined parts where the list's column of names is empty; nothing where its columns disagree."""
        import pyarrow as pa
        import pyarrow.compute as pc

        written = pc.coalesce(*[one.values.cast("string") for one in self._of("name")])
        filled = pc.if_else(pc.is_null(written), whole, pa.scalar(None, pa.string()))
        return pc.coalesce(name, filled)

    def _somebody(self, one: _Coded) -> Any:
        """Return a column of names without what stands for nobody."""
        import pyarrow as pa
        import pyarrow.compute as pc

        from habeas.people.names import nobody

        gone = [place for place, text in enumerate(one.texts) if nobody(text)]
        if not gone:
            return one.values.cast("string")
        mask = pc.is_in(one.values.indices, pa.array(gone, one.values.indices.type))
        return pc.if_else(mask, pa.scalar(None, pa.string()), one.values.cast("string"))

    def _about_names(self, mentions: pa.Table) -> None:
        nameless = mentions.column("name").null_count
        values: dict[str, object] = {"list": self.facts.name, "n": nameless, "rows": self.n}
        if nameless and nameless == self.n:
            self.problems.append(Problem("lists.all-nameless", self.facts.file, gravity="warning", values=values))
        elif nameless:
            self.problems.append(Problem("lists.nameless", self.facts.file, gravity="note", values=values))

    # --- times, ages, sex, documents

    def _time(self, one: _Coded) -> tuple[Any, Any, Any]:
        import pyarrow as pa

        birth = one.field == "born"
        read = read_times(one.texts, self.facts.dates, self.facts.today, birth=birth, past=one.field in _PAST)
        for trouble in ("unread", "two-digit-year", "future"):
            self._tell(one, [found.trouble == trouble for found in read], f"time-{trouble}", "warning")
        self._tell(one, [found.two for found in read], "time-two", "warning")
        days = pa.date32()
        first = one.taken([found.first for found in read], days)
        last = one.taken([found.last for found in read], days)
        return first, last, one.taken([found.edtf for found in read], pa.string())

    def _bounds(self, fields: Sequence[str]) -> tuple[Any, Any]:
        """Return the outer days of the first of several fields that a row has; where columns of one field differ, what holds them all."""
        import pyarrow as pa
        import pyarrow.compute as pc

        first, last = pa.nulls(self.n, pa.date32()), pa.nulls(self.n, pa.date32())
        for wanted in fields:
            for_field = [self._times[one.column.name] for one in self._of(wanted)]
            if not for_field:
                continue
            low, high = outer([one[0] for one in for_field], [one[1] for one in for_field])
            open_ = pc.and_(pc.is_null(first), pc.is_null(last))
            first, last = pc.if_else(open_, low, first), pc.if_else(open_, high, last)
        return first, last

    def _ages(self) -> tuple[Any, Any]:
        import pyarrow as pa

        lows, highs = [], []
        for one in self._of("age"):
            read = [read_age(text) for text in one.texts]
            self._tell(one, [found is None for found in read], "age-unread", "warning")
            lows.append(one.taken([found[0] if found else None for found in read], pa.int16()))
            highs.append(one.taken([found[1] if found else None for found in read], pa.int16()))
        if not lows:
            return pa.nulls(self.n, pa.int16()), pa.nulls(self.n, pa.int16())
        return outer(lows, highs)

    def _age_on(self, reported: tuple[Any, Any], event: tuple[Any, Any]) -> Any:
        """Return the day an age was stated for: that of the report, else of the event, else that of the list; none where that is no one day."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if not self._of("age"):
            return pa.nulls(self.n, pa.date32())
        day = pa.scalar(self.facts.as_of, pa.date32())
        for first, last in (event, reported):
            one_day = pc.if_else(pc.equal(first, last), first, pa.scalar(None, pa.date32()))
            day = pc.if_else(pc.is_valid(pc.coalesce(first, last)), one_day, day)
        stated = pc.is_valid(pc.coalesce(*[one.values.cast("string") for one in self._of("age")]))
        return pc.if_else(stated, day, pa.scalar(None, pa.date32()))

    def _sex(self) -> Any:
        import pyarrow as pa

        columns = []
        for one in self._of("sex"):
            meant = read_sexes(one.texts, self.facts.wider.get(one.column.name, ()))
            unclear = [meant[text] is None and text.strip(". ").lower() == "m" for text in one.texts]
            self._tell(one, unclear, "sex-unclear", "warning")
            unread = [meant[text] is None and not alone for text, alone in zip(one.texts, unclear, strict=True)]
            self._tell(one, unread, "sex-unread", "note")
            columns.append(one.taken([meant[text] for text in one.texts], pa.string()))
        return agreed(columns) if columns else pa.nulls(self.n, pa.string())

    def _documents(self) -> Any:
        import pyarrow as pa

        columns = []
        for one in self._of("document"):
            read = [read_document(text) for text in one.texts]
            self._tell(one, [found is None for found in read], "document-none", "note")
            columns.append(one.taken(read, pa.string()))
        return agreed(columns) if columns else pa.nulls(self.n, pa.string())

    def _tell(self, one: _Coded, wrong: Sequence[bool], key: str, gravity: str) -> None:
        """Say on how many rows a column has texts with which something is wrong, and show the first."""
        import pyarrow.compute as pc

        if not any(wrong):
            return
        rows = pc.indices_nonzero(one.taken(wrong, "bool"))
        place = rows[0].as_py()
        line = self.facts.table.column("line")[place].as_py()
        values: dict[str, object] = {"n": len(rows), "found": one.values[place].as_py(), "list": self.facts.name}
        self.problems.append(
            Problem(f"lists.{key}", self.facts.file, row=line, column=one.column.title, gravity=gravity, values=values)
        )

    # --- statements

    def _statements(self, one: _Coded, mentions: pa.Table) -> pa.Table:
        import pyarrow as pa
        import pyarrow.compute as pc

        rows = pc.indices_nonzero(pc.is_valid(one.values))
        n = len(rows)
        said = pa.DictionaryArray.from_arrays(one.values.indices.take(rows), one.values.dictionary)
        times = self._times.get(one.column.name)
        columns: dict[str, Any] = {
            "mention": pa.DictionaryArray.from_arrays(
                rows.cast(pa.int32()), mentions.column("mention").combine_chunks()
            ),
            "list": constant(self.facts.name, n),
            "row": mentions.column("row").combine_chunks().take(rows),
            "column": constant(one.column.title, n),
            "field": constant(one.field, n),
            "said": said,
            "place": said if list_fields()[one.field].type == "place" else pa.nulls(n, pa.string()),
        }
        if times is not None:
            columns |= {
                "first": times[0].take(rows),
                "last": times[1].take(rows),
                "time": times[2].take(rows).dictionary_encode(),
            }
        schema = statements_schema()
        return pa.table({name: columns.get(name, pa.nulls(n, schema.field(name).type)) for name in schema.names})
