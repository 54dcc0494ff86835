"""Rows: the reader of every layout. A sheet is staged in one pass, then the sheets of one layout and release become one table."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from habeas.errors import Problem
from habeas.records import listing, values
from habeas.records.engine import ROW_GROUP, connect, literal, quoted
from habeas.records.header import Header, find
from habeas.records.layout import Form, Layout, built_in
from habeas.records.listing import Staged
from habeas.records.model import Account, Progress, Reading, Until
from habeas.records.reader import Preparation, Recognition, prepare
from habeas.records.release import Stated, stated
from habeas.records.sheets import Sheet
from habeas.records.statement import Statement

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_YEAR: Final = timedelta(days=366)
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


class _Prepared(NamedTuple):
    """A sheet, its header, what it says of its release, and what the hook of its layout says of it."""

    sheet: Sheet
    header: Header
    stated: Stated
    preparation: Preparation


@dataclass(frozen=True, slots=True)
class _Group:
    """The sheets of one layout and one release."""

    layout: Layout
    release: str
    sheets: list[_Prepared]


class Rows:
    """Reads every file whose rows are records, by the layouts that come with habeas and the user's own, which go first."""

    name = "rows"

    def __init__(self, layouts: Sequence[Layout] = ()) -> None:
        names = {one.name for one in layouts}
        self._own = tuple(layouts)
        self._known = tuple(one for one in built_in() if one.name not in names)

    def recognise(self, sheets: Sequence[Sheet]) -> Recognition:
        """Say which of one file's sheets have a header that a layout knows, and why the others have none."""
        found = [(sheet, self._find(sheet)) for sheet in sheets]
        known = [(sheet, header) for sheet, header in found if isinstance(header, Header)]
        return Recognition(
            known=sum(len(header.columns) for _, header in known),
            sheets=tuple(sheet for sheet, _ in known),
            problems=tuple(one for _, one in found if isinstance(one, Problem)),
        )

    def _find(self, sheet: Sheet) -> Header | Problem:
        """Return the header by the user's own layouts where it fits no worse than by those that come with habeas."""
        known = find(sheet, self._known)
        own = find(sheet, self._own) if self._own else known
        if isinstance(own, Problem):
            return known
        return own if isinstance(known, Problem) or own.score >= known.score else known

    def read(
        self, sheets: Sequence[Sheet], to: Path, scratch: Path, *, progress: Progress | None, today: date
    ) -> tuple[tuple[Reading, ...], tuple[Problem, ...]]:
        """Read recognised sheets into ``to``, a reading for each layout and release; ``scratch`` is an empty folder."""
        groups, problems = self._grouped(sheets)
        readings: list[Reading] = []
        done, total = 0, sum(sheet.height for sheet in sheets)
        with connect(scratch) as engine:
            for number, group in enumerate(groups):
                staged: list[Staged] = []
                for part, one in enumerate(group.sheets):
                    where = scratch / f"staged-{number}-{part}.parquet"
                    staged.append(_stage(engine, one, part, where, today))
                    done += one.sheet.height
                    if progress:
                        progress(done, total)
                folder = _folder(to, group, {reading.table.parent for reading in readings})
                readings.append(_gather(engine, group, staged, folder, today))
                for each in staged:
                    each.rows.unlink()
        return tuple(readings), problems

    def _grouped(self, sheets: Sequence[Sheet]) -> tuple[tuple[_Group, ...], tuple[Problem, ...]]:
        """Put sheets of one layout and release together. A file that names no release is one of its own: nobody is followed out of it."""
        groups: dict[tuple[str, str], _Group] = {}
        unnamed: dict[str, list[Problem]] = {}
        for sheet in sheets:
            header = self._find(sheet)
            if isinstance(header, Problem):
                continue
            said = stated(sheet, header)
            preparation = prepare(sheet, header)
            release = preparation.release or said.release or sheet.file
            if preparation.release is None and said.release is None:
                told = unnamed.setdefault(header.layout.name, [])
                if all(one.file != sheet.file for one in told):
                    told.append(Problem("records.release-unnamed", sheet.file, gravity="note"))
            key = header.layout.name, release
            groups.setdefault(key, _Group(header.layout, release, [])).sheets.append(
                _Prepared(sheet, header, said, preparation)
            )
        return tuple(groups.values()), tuple(one for told in unnamed.values() if len(told) > 1 for one in told)


def _stage(engine: DuckDBPyConnection, given: _Prepared, part: int, rows: Path, today: date) -> Staged:
    """Read one sheet: values of its layout's fields, which rows are set aside and why, and what is doubtful."""
    latest = (given.stated.pulled or given.stated.through or today) + _YEAR
    statement = Statement(given.sheet, given.header, given.preparation, latest, part)
    texts, read = rows.with_suffix(".texts"), rows.with_suffix(".values")
    _copy(engine, statement.texts, texts)
    _copy(engine, statement.read(texts), read)
    texts.unlink()
    if statement.moments:
        flags = engine.execute(statement.timed(read)).fetchone() or ()
        days = frozenset(name for name, day in zip(statement.moments, flags, strict=True) if day)
        statement = replace(statement, days=days)
    _copy(engine, statement.staged(read), rows)
    read.unlink()
    count = _count(engine, rows, "true")
    notes = [listing.of_problem(statement, one) for one in statement.preparation.problems]
    notes += _of_columns(engine, statement)
    if not statement.preparation.refusal:
        notes += listing.doubts(engine, statement, rows, count)
    return Staged(statement, rows, tuple(notes))


def _copy(engine: DuckDBPyConnection, query: str, rows: Path) -> None:
    engine.execute(
        f"COPY ({query}) TO {literal(str(rows))} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE {ROW_GROUP})"
    )


def _count(engine: DuckDBPyConnection, rows: Path, condition: str) -> int:
    found = engine.execute(f"SELECT count(*) FROM read_parquet({literal(str(rows))}) WHERE {condition}").fetchone()  # noqa: S608
    return int(found[0]) if found else 0


def _of_columns(engine: DuckDBPyConnection, statement: Statement) -> Iterator[listing.Listed]:
    """Yield a note of the columns that are not read, and of an edition that nobody knows."""
    header = statement.header
    unknown = unread_columns(engine, statement)
    if unknown:
        yield listing.note(statement, "records.columns-unknown", found=", ".join(unknown), n=len(unknown))
    if header.layout.generations and header.generation is None:
        yield listing.note(
            statement, "records.edition-unknown", expected=", ".join(name for name, _ in header.layout.generations)
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


def _folder(to: Path, group: _Group, taken: set[Path]) -> Path:
    """Return an empty folder ``<kind>-<release>``; two layouts of one kind and release are told apart by the layout's name."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", f"{group.layout.kind}-{group.release}").strip("-.")
    folder = to / name
    number = 1
    while folder in taken:
        number += 1
        folder = to / f"{name}-{group.layout.name}{'' if number == 2 else f'-{number}'}"
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder


def _gather(engine: DuckDBPyConnection, group: _Group, staged: Sequence[Staged], folder: Path, today: date) -> Reading:
    """Write the table and the problems of a group, and account for every row of it."""
    parts = f"read_parquet([{', '.join(literal(str(one.rows)) for one in staged)}], union_by_name = true)"
    columns = _columns(group.layout, staged)
    table = folder / "rows.parquet"
    chosen = ", ".join(f"{_spelt(engine, group.layout, parts, name)} AS {quoted(name)}" for name in columns)
    used = f'SELECT file, sheet, line, {chosen}, days_only, unread FROM {parts} WHERE "x:aside" IS NULL'  # noqa: S608 - own names
    query = f"SELECT row_number() OVER () - 1 AS row, * FROM ({used})"  # noqa: S608 - own names
    engine.execute(
        f"COPY ({query}) TO {literal(str(table))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
    )
    listing.write(engine, staged, folder / "problems.parquet")
    unknown = {_place(one.statement.sheet): unread_columns(engine, one.statement) for one in staged}
    return Reading(
        kind=group.layout.kind,
        reader=group.layout.name,
        generation=", ".join(dict.fromkeys(one.header.generation for one in group.sheets if one.header.generation)),
        release=group.release,
        table=table,
        problems=folder / "problems.parquet",
        accounts=tuple(_account(engine, one) for one in staged),
        until=_until(engine, group, table, today),
        unknown_columns={place: titles for place, titles in unknown.items() if titles},
    )


def _place(sheet: Sheet) -> str:
    return sheet.file if sheet.name is None else f"{sheet.file}: {sheet.name}"


def _columns(layout: Layout, staged: Sequence[Staged]) -> Mapping[str, str]:
    """Return the columns of the table with their SQL: what every table of the kind has, then what any of the sheets has."""
    canonical = CANONICAL.get(layout.kind, {})
    has = {name for one in staged for name in (*one.statement.fields, *one.statement.preparation.constants)}
    made = {
        name: quoted(name) if name in layout.fields else f"CAST(NULL AS {values.TYPES[form]})"
        for name, form in canonical.items()
    }
    return made | {name: quoted(name) for name in layout.fields if name in has}


def _spelt(engine: DuckDBPyConnection, layout: Layout, parts: str, name: str) -> str:
    """Return SQL of a column; a code in several letter cases is written as it was first published."""
    one = layout.fields.get(name)
    if one is None:
        return f"CAST(NULL AS {values.TYPES[CANONICAL[layout.kind][name]]})"
    if one.form != "code" or one.upper:
        return quoted(name)
    each = f'SELECT {quoted(name)} AS v, min(("x:part", line)) AS first FROM {parts} WHERE "x:aside" IS NULL GROUP BY v'  # noqa: S608
    query = f"SELECT list(v ORDER BY first) FROM ({each}) GROUP BY lower(v) HAVING count(*) > 1 ORDER BY 1"  # noqa: S608 - own names
    arms = [(other, names[0]) for (names,) in engine.execute(query).fetchall() for other in names[1:]]
    if not arms:
        return quoted(name)
    case = " ".join(f"WHEN {literal(other)} THEN {literal(first)}" for other, first in arms)
    return f"CASE {quoted(name)} {case} ELSE {quoted(name)} END"


def _account(engine: DuckDBPyConnection, staged: Staged) -> Account:
    sheet, header = staged.statement.sheet, staged.statement.header
    rows = _count(engine, staged.rows, "true")
    aside = _count(engine, staged.rows, '"x:aside" IS NOT NULL')
    below = sheet.height if sheet.named else sheet.height - header.row - 1
    return Account(
        file=sheet.file,
        sheet=sheet.name,
        reader=header.layout.name,
        rows=rows,
        used=_count(engine, staged.rows, '"x:aside" IS NULL'),
        set_aside=aside,
        blank=below - rows,
    )


def _until(engine: DuckDBPyConnection, group: _Group, table: Path, today: date) -> Until | None:
    """Return the last moment that a release knows of, from what its sheets state, else the latest moment in its rows.

    A moment after the day on which the release was drawn, or after today, is a typing error and not what the release knows.
    """
    through = max((one.stated.through for one in group.sheets if one.stated.through), default=None)
    pulled = max((one.stated.pulled for one in group.sheets if one.stated.pulled), default=None)
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
