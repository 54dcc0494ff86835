"""Gathering: the sheets of one layout and one release become one table, one list of problems and one account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from habeas.records import listing, values
from habeas.records.engine import ROW_GROUP, literal, quoted
from habeas.records.header import Header
from habeas.records.layout import Form, Layout
from habeas.records.listing import Staged
from habeas.records.model import Account, Reading, Until
from habeas.records.reader import Preparation
from habeas.records.release import Stated
from habeas.records.repeated import Lines, Repeated, columns_of, lines_of, spellings
from habeas.records.sheets import Sheet
from habeas.records.statement import Statement

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

_GROUP: Final = 122_880
"""Rows of files that are read by their lines written at once."""
_STINTS: Final[Mapping[str, Form]] = {
    "person": "person", "place": "code", "place_name": "text", "stay_in": "moment", "stint_in": "moment", "stint_out": "moment",
    "stay_out": "moment", "release_reason": "code", "stay_release_reason": "code", "sex": "choice", "nationality": "code",
    "birth_year": "year", "criminality": "choice", "authority": "code", "programme": "code",
}  # fmt: skip
CANONICAL: Final[Mapping[str, Mapping[str, Form]]] = {
    "stints": _STINTS,
    "roster": {"person": "person", "day": "day"},
    "placements": {"person": "person", "place": "code", "started": "moment", "ended": "moment"},
    "facility-days": {
        "day": "day",
        "place": "code",
        "place_name": "code",
        "midnight": "integer",
        "any": "integer",
        "male": "integer",
        "female": "integer",
        "convicted": "integer",
        "under_18": "integer",
    },
    "places": {
        "place": "code", "name": "text", "address": "text", "city": "text", "county": "text", "state": "code", "zip": "text",
        "lat": "amount", "lon": "amount", "place_type": "code", "area": "code", "capacity": "text", "first_used": "day",
        "last_used": "day", "canonical_id": "code", "list_year": "year",
    },
    "place-links": {"canonical_id": "code", "place": "code"},
}  # fmt: skip
"""The columns that every table of a kind has, blank where the release does not publish them."""


class Prepared(NamedTuple):
    """A sheet, its header, what it says of its release, and what the hook of its layout says of it."""

    sheet: Sheet
    header: Header
    stated: Stated
    preparation: Preparation


@dataclass(frozen=True, slots=True)
class Group:
    """The sheets of one layout and one release, in the order given; some of them files that are read by their lines."""

    layout: Layout
    release: str
    members: list[Prepared | Lines]
    stated: list[Stated] = field(default_factory=list)
    generations: list[str] = field(default_factory=list)

    def add(self, header: Header, said: Stated) -> None:
        """Note what a member that is read says of its release and its edition."""
        self.stated.append(said)
        if header.generation and header.generation not in self.generations:
            self.generations.append(header.generation)


def gather(  # noqa: PLR0917 - what a reading is made of
    engine: DuckDBPyConnection,
    group: Group,
    staged: Sequence[Staged],
    repeated: Sequence[Repeated],
    folder: Path,
    today: date,
) -> Reading:
    """Write the table and the problems of a group, and account for every row of it."""
    table = folder / "rows.parquet"
    columns = _columns(group.layout, staged, repeated)
    spelt = {name: arms for name in columns if (arms := _spellings(engine, group.layout, staged, repeated, name))}
    chosen = ", ".join(f"{_spelt(columns[name], name, spelt.get(name))} AS {quoted(name)}" for name in columns)
    if repeated:
        _write(engine, group.layout, staged, repeated, columns, spelt, chosen, table)
    else:
        used = f'SELECT file, sheet, line, {chosen}, days_only, unread FROM {_parts(staged)} WHERE "x:aside" IS NULL'  # noqa: S608 - own names
        query = f"SELECT row_number() OVER () - 1 AS row, * FROM ({used})"  # noqa: S608 - own names
        engine.execute(
            f"COPY ({query}) TO {literal(str(table))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
        )
    listing.write(engine, staged, folder / "problems.parquet", [note for one in repeated for note in one.notes])
    accounts = {one.statement.part: _account(engine, one) for one in staged} | {
        one.part: _account_of(one) for one in repeated
    }
    unknown = {
        one.statement.part: (_place(one.statement.sheet), unread_columns(engine, one.statement)) for one in staged
    } | {one.part: (one.lines.file, one.lines.header.unknown) for one in repeated}
    return Reading(
        kind=group.layout.kind,
        reader=group.layout.name,
        generation=", ".join(group.generations),
        release=group.release,
        table=table,
        problems=folder / "problems.parquet",
        accounts=tuple(accounts[part] for part in sorted(accounts)),
        until=_until(engine, group, table, today),
        unknown_columns={place: titles for _, (place, titles) in sorted(unknown.items()) if titles},
        day_in_name=bool(repeated) or any("day" in one.statement.preparation.constants for one in staged),
    )


def _parts(staged: Sequence[Staged]) -> str:
    return f"read_parquet([{', '.join(literal(str(one.rows)) for one in staged)}], union_by_name = true)"


def _write(  # noqa: PLR0917 - what a table is made of
    engine: DuckDBPyConnection,
    layout: Layout,
    staged: Sequence[Staged],
    repeated: Sequence[Repeated],
    columns: Mapping[str, str],
    spelt: Mapping[str, Mapping[str, str]],
    chosen: str,
    to: Path,
) -> None:
    """Write the table of sheets and of files that were read by their lines, in their order."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema(layout, columns)
    numbered = 0
    # Without the schema of Arrow in it: texts are encoded while they are written, and are texts to whoever reads them.
    texts = [one.name for one in schema if pa.types.is_dictionary(one.type)]
    rising = dict.fromkeys(("row", "line"), "DELTA_BINARY_PACKED")
    options = {"compression": "zstd", "store_schema": False, "use_dictionary": texts, "column_encoding": rising}
    with pq.ParquetWriter(to, schema, **options) as writer:
        for block in _blocks(staged, repeated):
            made = (
                _sheet_rows(engine, block, chosen, schema)
                if isinstance(block, Staged)
                else _line_rows(block, schema, layout, spelt)
            )
            rows = pa.array(range(numbered, numbered + made.num_rows), pa.int64())
            writer.write_table(made.add_column(0, "row", rows).cast(schema), row_group_size=_GROUP)
            numbered += made.num_rows


def _schema(layout: Layout, columns: Mapping[str, str]) -> pa.Schema:
    import pyarrow as pa

    text = pa.dictionary(pa.int32(), pa.string())
    forms = {"VARCHAR": text, "TIMESTAMP": pa.timestamp("us"), "DATE": pa.date32(), "INTEGER": pa.int32(), "BIGINT": pa.int64(),
             "DOUBLE": pa.float64(), "BOOLEAN": pa.bool_()}  # fmt: skip
    known = {name: one.form for name, one in layout.fields.items()}
    every = {**CANONICAL.get(layout.kind, {}), **known}
    own = [(name, forms[values.TYPES[every[name]]]) for name in columns]
    before = [("row", pa.int64()), ("file", text), ("sheet", pa.string()), ("line", pa.int64())]
    return pa.schema([*before, *own, ("days_only", pa.bool_()), ("unread", text)])


def _blocks(staged: Sequence[Staged], repeated: Sequence[Repeated]) -> Iterator[Staged | list[Repeated]]:
    """Yield what is written at once: a sheet, or files of one batch that follow each other."""
    block: list[Repeated] = []
    every: list[Staged | Repeated] = [*staged, *repeated]
    for one in sorted(every, key=lambda each: each.statement.part if isinstance(each, Staged) else each.part):
        if isinstance(one, Staged):
            if block:
                yield block
            block = []
            yield one
            continue
        if block and (block[0].batch is not one.batch or sum(len(each.at) for each in block) >= _GROUP):
            yield block
            block = []
        block.append(one)
    if block:
        yield block


def _sheet_rows(engine: DuckDBPyConnection, one: Staged, chosen: str, schema: pa.Schema) -> pa.Table:
    query = f'SELECT file, sheet, line, {chosen}, days_only, unread FROM {_parts([one])} WHERE "x:aside" IS NULL'  # noqa: S608 - own names
    import pyarrow as pa

    return engine.execute(query).to_arrow_table().cast(pa.schema(list(schema)[1:]))


def _line_rows(
    ones: Sequence[Repeated], schema: pa.Schema, layout: Layout, spelt: Mapping[str, Mapping[str, str]]
) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    batch = ones[0].batch
    names = [name for name in schema.names if name in layout.fields or name in {"days_only", "unread"}]
    found = dict(columns_of(ones, names, batch.encoded, spelt))
    each = [one.used for one in ones]
    which = pa.array(np.repeat(np.arange(len(ones), dtype=np.int32), each))
    n = sum(each)
    found["file"] = pa.DictionaryArray.from_arrays(which, pa.array([one.lines.file for one in ones]))
    found["sheet"] = pa.nulls(n, pa.string())
    found["line"] = pa.array(np.concatenate([lines_of(one) for one in ones]))
    found["day"] = pa.array(np.repeat(np.array([one.day for one in ones], dtype="datetime64[D]"), each))
    arrays = [found[name] if name in found else pa.nulls(n, schema.field(name).type) for name in schema.names[1:]]
    return pa.table(arrays, names=schema.names[1:])


def _spelt(column: str, name: str, arms: Mapping[str, str] | None) -> str:
    """Return SQL of a column; a code in several letter cases is written as it was first published."""
    if not arms:
        return column
    case = " ".join(f"WHEN {literal(other)} THEN {literal(first)}" for other, first in arms.items())
    return f"CASE {quoted(name)} {case} ELSE {quoted(name)} END"


def _spellings(
    engine: DuckDBPyConnection, layout: Layout, staged: Sequence[Staged], repeated: Sequence[Repeated], name: str
) -> Mapping[str, str]:
    """Return each spelling of a code that differs by letter case alone from one published before it, with that one."""
    one = layout.fields.get(name)
    if one is None or one.form != "code" or one.upper:
        return {}
    firsts: dict[str, tuple[int, int]] = {}
    if staged:
        query = f'SELECT {quoted(name)} AS v, min(("x:part", line)) AS first FROM {_parts(staged)} WHERE "x:aside" IS NULL GROUP BY v'  # noqa: S608
        found = engine.execute(f"SELECT v, first[1], first[2] FROM ({query}) WHERE v IS NOT NULL").fetchall()  # noqa: S608 - own names
        firsts |= {value: (part, line) for value, part, line in found}
    for value, first in spellings(repeated, name):
        firsts[value] = min(firsts.get(value, first), first)
    cased: dict[str, list[str]] = {}
    for value in sorted(firsts, key=firsts.__getitem__):
        cased.setdefault(value.lower(), []).append(value)
    return {other: names[0] for names in cased.values() for other in names[1:]}


def _columns(layout: Layout, staged: Sequence[Staged], repeated: Sequence[Repeated]) -> Mapping[str, str]:
    """Return the columns of the table with their SQL: what every table of the kind has, then what any of the sheets has."""
    canonical = CANONICAL.get(layout.kind, {})
    has = {name for one in staged for name in (*one.statement.fields, *one.statement.preparation.constants)}
    has |= {name for one in repeated for name in (*one.lines.header.columns, "day")}
    made = {
        name: quoted(name) if name in layout.fields else f"CAST(NULL AS {values.TYPES[form]})"
        for name, form in canonical.items()
    }
    return made | {name: quoted(name) for name in layout.fields if name in has}


def _account_of(one: Repeated) -> Account:
    """Return the account of a file that was read by its lines: none of them is set aside."""
    return Account(
        file=one.lines.file,
        sheet=None,
        reader=one.lines.header.layout.name,
        rows=one.used,
        used=one.used,
        set_aside=0,
        blank=len(one.at) - one.used,
    )


def unread_columns(engine: DuckDBPyConnection, statement: Statement) -> tuple[str, ...]:
    """Return the columns of a sheet that are not read: titles nobody knows, and columns with values but without a title, by place."""
    sheet, header = statement.sheet, statement.header
    if not header.unnamed:
        return header.unknown
    asked = ", ".join(f"bool_or({values.trimmed(one, sheet.columns[one])} IS NOT NULL)" for one in header.unnamed)
    query = f"SELECT {asked} FROM {sheet.source} WHERE line > {header.line}"  # noqa: S608 - own names
    flags = engine.execute(query).fetchone() or ()
    filled = [one for one, full in zip(header.unnamed, flags, strict=True) if full]
    return (*header.unknown, *(f"#{list(sheet.columns).index(one) + 1}" for one in filled))


def count(engine: DuckDBPyConnection, rows: Path, condition: str) -> int:
    """Return how many rows of a Parquet file fulfil a condition."""
    found = engine.execute(f"SELECT count(*) FROM read_parquet({literal(str(rows))}) WHERE {condition}").fetchone()  # noqa: S608
    return int(found[0]) if found else 0


def _place(sheet: Sheet) -> str:
    return sheet.file if sheet.name is None else f"{sheet.file}: {sheet.name}"


def _account(engine: DuckDBPyConnection, staged: Staged) -> Account:
    sheet, header = staged.statement.sheet, staged.statement.header
    rows = count(engine, staged.rows, "true")
    aside = count(engine, staged.rows, '"x:aside" IS NOT NULL')
    below = sheet.height if sheet.named else sheet.height - header.row - 1
    return Account(
        file=sheet.file,
        sheet=sheet.name,
        reader=header.layout.name,
        rows=rows,
        used=count(engine, staged.rows, '"x:aside" IS NULL'),
        set_aside=aside,
        blank=below - rows,
    )


def _until(engine: DuckDBPyConnection, group: Group, table: Path, today: date) -> Until | None:
    """Return the last moment that a release knows of, from what its sheets state, else the latest moment in its rows.

    A moment after the day on which the release was drawn, or after today, is a typing error and not what the release knows.
    """
    through = max((one.through for one in group.stated if one.through), default=None)
    pulled = max((one.pulled for one in group.stated if one.pulled), default=None)
    latest = _latest(engine, group.layout, table, min(pulled or today, today))
    moment = Stated(None, through, pulled).until(latest)
    if moment is not None:
        return Until(moment=moment, ground="stated")
    return None if latest is None else Until(moment=latest, ground="latest")


def _latest(engine: DuckDBPyConnection, layout: Layout, table: Path, last: date) -> datetime | None:
    """Return the latest moment in the rows of a table up to the end of a day."""
    import duckdb

    source = f"read_parquet({literal(str(table))})"
    has = {row[0] for row in engine.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}  # noqa: S608 - own names
    names = [
        name
        for name in (*layout.moments, *(("day",) if layout.kind in {"roster", "facility-days"} else ()))
        if name in has
    ]
    if not names:
        return None
    try:
        known = f"DATE {literal((last + timedelta(days=1)).isoformat())}"
        asked = ", ".join(
            f"CAST(max({quoted(name)}) FILTER (WHERE {quoted(name)} < {known}) AS TIMESTAMP)" for name in names
        )
        row: tuple[Any, ...] = engine.execute(f"SELECT {asked} FROM {source}").fetchone() or ()  # noqa: S608 - own names
    except duckdb.ConversionException:
        return None
    return max((one for one in row if one is not None), default=None)
