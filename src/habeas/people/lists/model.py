"""What reading lists gives: mentions and statements as tables, each list with what is known of it, and what was not understood."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.about import ListKind
from habeas.errors import Problem

if TYPE_CHECKING:
    import pyarrow as pa

_MENTIONS: Final[tuple[tuple[str, str], ...]] = (
    ("mention", "string"), ("list", "string"), ("file", "string"), ("row", "int32"), ("name", "string"), ("given", "string"),
    ("surname1", "string"), ("surname2", "string"), ("alias", "string"), ("born", "string"), ("born_first", "date32"),
    ("born_last", "date32"), ("age_low", "int16"), ("age_high", "int16"), ("age_on", "date32"), ("sex", "string"),
    ("nationality", "string"), ("document", "string"), ("place", "string"), ("event_first", "date32"), ("event_last", "date32"),
    ("reported_first", "date32"), ("reported_last", "date32"),
)  # fmt: skip
_STATEMENTS: Final[tuple[tuple[str, str], ...]] = (
    ("mention", "string"), ("list", "string"), ("row", "int32"), ("column", "string"), ("field", "string"), ("said", "string"),
    ("time", "string"), ("first", "date32"), ("last", "date32"), ("place", "string"),
)  # fmt: skip


def mentions_schema() -> pa.Schema:
    """Return the columns of the table of mentions."""
    return _schema(_MENTIONS)


def statements_schema() -> pa.Schema:
    """Return the columns of the table of statements."""
    return _schema(_STATEMENTS)


def _schema(columns: tuple[tuple[str, str], ...]) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([(name, getattr(pa, kind)()) for name, kind in columns])


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAbout:
    """What is known of a list.

    ``name`` is its short id; ``source`` the file, or the source of a case, that it comes from; ``authority`` who keeps it. Vanishing from an ``official``
    list is an event. Only who owns the list may say that it holds each person once (``each_once``). ``kind`` is ``other`` where nobody
    stated it. ``as_of`` is the day whose state it gives. ``rows`` = ``mentions`` + ``set_aside``.
    """

    name: str
    source: str
    kind: ListKind = "other"
    authority: str | None = None
    official: bool = False
    each_once: bool = False
    as_of: date | None = None
    mapping: str | None = None
    scope: str | None = None
    rows: int = 0
    mentions: int = 0
    set_aside: int = 0


@dataclass(frozen=True, kw_only=True)
class Lists:
    """What lists say: ``mentions`` (one a row that was used, lists in the order given, rows in theirs) and ``statements`` (one a filled cell).

    ``problems`` are what a person should look at, ``notes`` what was left out on purpose. ``order`` gives, for each mention, its place
    among all in the order of files and rows, which a file with a column of lists has otherwise than ``mentions``.
    """

    mentions: pa.Table
    lists: Mapping[str, ListAbout]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    pieces: tuple[pa.Table, ...] = field(default=(), repr=False)
    order: Any = field(default=None, repr=False)

    @property
    def rows(self) -> int:
        """How many rows came in."""
        return sum(one.rows for one in self.lists.values())

    @property
    def set_aside(self) -> int:
        """How many rows are no mention, each with a problem or note."""
        return sum(one.set_aside for one in self.lists.values())

    @cached_property
    def statements(self) -> pa.Table:
        """The statements, in the order of the mentions' lists; made when first asked for."""
        import pyarrow as pa

        schema = statements_schema()
        return pa.concat_tables([one.cast(schema) for one in self.pieces] or [schema.empty_table()])

    def said(self, *fields: str) -> pa.Table:
        """Return the statements of some fields alone: those of all are many times the mentions."""
        import pyarrow as pa

        schema = statements_schema()
        found = [one for one in self.pieces if one.num_rows and one.column("field")[0].as_py() in fields]
        return pa.concat_tables([one.cast(schema) for one in found] or [schema.empty_table()])

    def write(self, folder: Path) -> None:
        """Write ``mentions.parquet``, ``statements.parquet`` and ``lists.json`` into a folder; StorageError where there is no room."""
        import pyarrow.parquet as pq

        from habeas.records import room_for

        with room_for(folder):
            folder.mkdir(parents=True, exist_ok=True)
            pq.write_table(self.mentions, folder / "mentions.parquet")
            schema = statements_schema()
            with pq.ParquetWriter(folder / "statements.parquet", schema) as writer:
                for piece in self.pieces:
                    writer.write_table(piece.cast(schema))
            said = [asdict(one) for one in self.lists.values()]
            text = json.dumps(said, default=str, ensure_ascii=False, indent=1) + "\n"
            (folder / "lists.json").write_text(text, encoding="utf-8")
