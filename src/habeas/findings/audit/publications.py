"""Publications: the files of one series in the order of the days they speak of, and their figures in a database in memory.

``figures`` is the table of all figures of :mod:`habeas.records.statistics` (docs/statistics.md), and besides:

- ``number``: the place of the publication in the order, from 0; a file whose figures all equal those of an earlier one is left out
- ``marks``: the labels as a map: ``marks['agency'] = 'cbp'``
- ``place``: the column as a number, from 1, in the order of the sheet
- ``grain``: the last place to which the figure is published: 0.01 for two decimals, at least 1e-12. A figure without decimals has
  the grain of its measure, column and period; 0 is that of counts, which no publication of the series ever gives with decimals
- ``latest``: whether it is of the latest month that has figures other than 0 in its table
- ``cell``: what :func:`cells` makes a :class:`~habeas.findings.audit.model.Cell` of
- ``figure``: what the figure counts, the same text in every publication: table, measure, subject, labels, month; not its year

Columns that a reading does not have are empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from habeas.findings.audit.model import Cell
from habeas.findings.audit.series import Columns, quoted
from habeas.records import Reading

if TYPE_CHECKING:
    import duckdb

COLUMNS: Final = {
    "file": "VARCHAR", "sheet": "VARCHAR", "line": "BIGINT", "column": "VARCHAR", "hidden": "BOOLEAN", "publication": "VARCHAR",
    "fiscal_year": "INTEGER", "pulled": "DATE", "captured": "TIMESTAMP", "as_of": "DATE", "table": "VARCHAR", "subject": "VARCHAR",
    "measure": "VARCHAR", "unit": "VARCHAR", "row_label": "VARCHAR", "column_label": "VARCHAR", "labels": "VARCHAR", "month": "DATE",
    "first_day": "DATE", "last_day": "DATE", "partial": "BOOLEAN", "future": "BOOLEAN", "value": "DOUBLE", "text": "VARCHAR",
    "repaired": "VARCHAR",
}  # fmt: skip
_FIGURES: Final = r"""
CREATE TABLE figures AS
SELECT books.number, rows.* EXCLUDE (decimals),
    CASE WHEN labels IS NULL THEN MAP {}::MAP(VARCHAR, VARCHAR) ELSE labels::JSON::MAP(VARCHAR, VARCHAR) END AS marks,
    CASE WHEN regexp_full_match("column", '[A-Z]{1,3}')
        THEN list_reduce(list_prepend(0, [ascii(letter) - 64 FOR letter IN string_split("column", '')]), (all_, one) -> all_ * 26 + one)
        ELSE 0 END AS place,
    CASE WHEN max(decimals) OVER (PARTITION BY "table", measure) = 0 THEN 0 WHEN decimals BETWEEN 1 AND 4 THEN pow(10, -decimals)
        ELSE pow(10, -least(max(decimals) OVER (PARTITION BY rows.file, sheet, "table", measure, "column", first_day), 12)) END AS grain,
    coalesce(month = max(CASE WHEN value > 0 THEN month END) OVER (PARTITION BY rows.file, sheet, "table"), false) AS latest,
    {'file': rows.file, 'sheet': sheet, 'line': line, 'column': "column",
     'label': concat_ws(', ', row_label, column_label), 'found': text} AS cell,
    concat_ws('|', "table", measure, coalesce(subject, ''), labels, coalesce(month::VARCHAR, '')) AS figure
FROM (SELECT *, CASE WHEN value IS NULL THEN 0 WHEN text ILIKE '%e-%' THEN 12 ELSE length(regexp_extract(text, '\.(\d+)', 1)) END AS decimals FROM rows) AS rows
JOIN books ON rows.file = books.file
ORDER BY books.number, rows."row"
"""
_BOOKS: Final = """
SELECT file, any_value(publication), any_value(pulled), any_value(captured), mode(fiscal_year), count(*),
    sum(hash(concat_ws(chr(31), sheet, line, "column", text))::HUGEINT)::VARCHAR || '-' || count(*)
FROM rows GROUP BY file
"""

Ground = Literal["stated", "captured"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One issue of a series: a file.

    ``day`` is the day it speaks of: that of its stamp (``ground`` ``stated``), else the day on which it was captured (``captured``),
    else None. ``year`` is the year of count that most of its figures are of. ``copy_of`` is the file whose figures are all the same,
    cell by cell: the figures of a copy are left out.
    """

    number: int
    file: str
    name: str | None
    day: date | None
    ground: Ground | None
    pulled: date | None
    captured: datetime | None
    year: int | None
    figures: int
    copy_of: str | None = None


class Publications:
    """The publications of one series, ordered by day; of two of one day, the one captured first comes first. Used with ``with``."""

    def __init__(
        self, readings: Sequence[Reading], *, columns: Columns | None = None, today: date | None = None
    ) -> None:
        import duckdb

        self.today = today
        self.database: duckdb.DuckDBPyConnection = duckdb.connect()
        self._load(readings, columns)
        every = self._books()
        self.all: tuple[Publication, ...] = tuple(every)
        self.copies: tuple[Publication, ...] = tuple(one for one in every if one.copy_of)
        kept = [one for one in every if not one.copy_of]
        self.distinct: tuple[Publication, ...] = tuple(replace(one, number=number) for number, one in enumerate(kept))
        self._make()

    def _load(self, readings: Sequence[Reading], given: Columns | None) -> None:
        columns = ", ".join(f'NULL::{form} AS "{name}"' for name, form in {**COLUMNS, "row": "BIGINT"}.items())
        sources = [f"read_parquet({quoted(str(one.table))})" for one in readings]
        tables = [each for one in sources for each in (_melted(one, given) if given else [f"SELECT * FROM {one}"])]  # noqa: S608 - paths of our own
        self.database.execute(
            f"CREATE VIEW rows AS SELECT * FROM (SELECT {columns}) WHERE false UNION ALL BY NAME "  # noqa: S608 - names of our own
            + " UNION ALL BY NAME ".join(tables)
        )

    def _books(self) -> list[Publication]:
        """Return every file, in order, with the earlier one that it repeats."""
        found = self.database.execute(_BOOKS).fetchall()
        books = [(_publication(*values), digest) for *values, digest in found]
        books.sort(key=lambda one: _order(one[0]))
        first: dict[str, str] = {}
        for one, digest in books:
            first.setdefault(digest, one.file)
        return [
            replace(one, number=number, copy_of=first[digest] if first[digest] != one.file else None)
            for number, (one, digest) in enumerate(books)
        ]

    def _make(self) -> None:
        """Make the table of figures and leave nothing else in the database."""
        self.database.execute("CREATE TABLE books (file VARCHAR, number INTEGER)")
        if self.distinct:
            values = [(one.file, one.number) for one in self.distinct]
            self.database.executemany("INSERT INTO books VALUES (?, ?)", values)
        self.database.execute(_FIGURES)

    def rows(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[dict[str, Any]]:
        """Return the rows of a query, by the names of its columns."""
        result = self.database.execute(sql, values)
        names = [one[0] for one in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def at(self, number: int) -> Publication:
        """Return a publication by its number in ``figures``."""
        return self.distinct[number]

    def close(self) -> None:
        """Free the figures."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _melted(source: str, given: Columns) -> list[str]:
    """Return what makes figures of a mapped table: a query for each of its measures."""
    words = ", ".join(f"{quoted(name)}: {identifier(name)}" for name in given.labels)
    made_labels = f"to_json({{{words}}})::VARCHAR" if words else "NULL::VARCHAR"
    optional = {
        "subject": f"{identifier(given.subject)}::VARCHAR" if given.subject else None,
        "pulled": f"max({identifier(given.day)}) OVER (PARTITION BY file)::DATE" if given.day else None,
        "first_day": f"{identifier(given.day)}::DATE" if given.day else None,
        "last_day": f"{identifier(given.day)}::DATE" if given.day else None,
        "month": f"date_trunc('month', {identifier(given.month)}::DATE)::DATE" if given.month else None,
        "row_label": f"concat_ws(', ', {', '.join(map(identifier, (*filter(None, [given.subject]), *given.labels)))})"
        if given.subject or given.labels
        else None,
    }
    others = "".join(f", {made} AS {name}" for name, made in optional.items() if made)
    return [
        f'SELECT "row", file, sheet, line, {quoted(name)} AS "column", {quoted(given.table)} AS "table", '  # noqa: S608 - names are quoted
        f"{quoted(measure)} AS measure, {quoted(given.unit)} AS unit, {quoted(name)} AS column_label, "
        f"{made_labels} AS labels, {identifier(name)}::DOUBLE AS value, {identifier(name)}::VARCHAR AS text{others} "
        f"FROM {source}"
        for name, measure in given.measures.items()
    ]


def identifier(name: str) -> str:
    """Return the name of a column as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def cells(found: Iterable[Mapping[str, Any] | None]) -> tuple[Cell, ...]:
    """Return the cells of values of the column ``cell``, once each, in the order given."""
    made = (
        Cell(
            file=one["file"],
            sheet=one["sheet"],
            line=one["line"],
            column=one["column"],
            label=one["label"] or "",
            found=one["found"] or "",
        )
        for one in found
        if one is not None
    )
    return tuple(dict.fromkeys(made))


def _publication(  # noqa: PLR0917 - a row of _BOOKS
    file: str, name: str | None, pulled: date | None, captured: datetime | None, year: int | None, figures: int
) -> Publication:
    day = pulled or (captured.date() if captured else None)
    ground: Ground | None = "stated" if pulled else "captured" if captured else None
    return Publication(
        number=0,
        file=file,
        name=name,
        day=day,
        ground=ground,
        pulled=pulled,
        captured=captured,
        year=year,
        figures=figures,
    )


def _order(one: Publication) -> tuple[object, ...]:
    """Sort by day; those of no known day come last, by their names."""
    return (one.day is None, one.day or date.min, one.captured or datetime.max, one.file)
