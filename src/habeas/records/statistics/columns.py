"""Columns: what the header of a table says its columns count, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from habeas.records.failed import Place
from habeas.records.layout import fold
from habeas.records.statistics import periods
from habeas.records.statistics.blocks import Block
from habeas.records.statistics.cells import Page, shown
from habeas.records.statistics.model import Value
from habeas.records.statistics.vocabulary import Counted, Table, Vocabulary, fold_header

_SEARCHED = 4
"""The header stands within so many filled lines below the title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of figures: what it counts, and its month (``month`` of the table's fiscal year, or ``first`` day) or fiscal year."""

    label: str
    counted: Counted = field(default_factory=Counted)
    month: int | None = None
    first: date | None = None
    fiscal_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The header of a table: its line, the columns of labels with their dimensions' places, the columns of figures, and the unknown."""

    line: int
    labels: tuple[int, ...]
    columns: Mapping[int, Column]
    unknown: tuple[int, ...]
    headless: tuple[int, ...]


def find_heading(page: Page, block: Block, words: Vocabulary) -> Heading | None:
    """Find the header: the first line below the title with a column that the table knows; ``None`` where there is none."""
    for line in block.lines(page)[:_SEARCHED]:
        cells = {column: page.cells[Place(line, column)] for column in block.columns(page, line)}
        labels = _labels(block, cells)
        columns = _columns(block.table, words, {one: value for one, value in cells.items() if one not in labels})
        if columns:
            columns |= _merged(page, line, columns)
            others = tuple(
                one for one in cells if one not in labels and one not in columns and shown(cells[one]).strip()
            )
            unknown = tuple(one for one in others if one != block.title.column)
            headless = tuple(one for one in others if one == block.title.column)
            return Heading(line=line, labels=labels, columns=columns, unknown=unknown, headless=headless)
    return None


def _merged(page: Page, line: int, columns: Mapping[int, Column]) -> dict[int, Column]:
    """Return the columns under a header that is merged over several of them; the figures may stand in any."""
    spans = {column: page.merged.get(Place(line, column), column) for column in columns}
    return {
        other: columns[column]
        for column, last in spans.items()
        for other in range(column + 1, last + 1)
        if other not in columns
    }


def _labels(block: Block, cells: Mapping[int, Value]) -> tuple[int, ...]:
    """Return the columns of labels, the title's first. A header that is missing above the first one is none missed."""
    found = [block.title.column]
    if block.table.nested or block.table.by_row is not None:
        return tuple(found)
    for dimension in block.table.rows[1:]:
        found += [
            column for column, value in cells.items() if column != found[0] and fold(shown(value)) in dimension.headers
        ][:1]
    return tuple(found)


def _columns(table: Table, words: Vocabulary, cells: Mapping[int, Value]) -> dict[int, Column]:
    named = {
        column: Column(label=shown(value).strip(), counted=table.named[key])
        for column, value in cells.items()
        if (key := fold_header(shown(value))) in table.named
    }
    rest = {column: value for column, value in cells.items() if column not in named}
    for kind in table.columns:
        found = _of_kind(kind, words, rest)
        if any(column.counted.labels.get(kind) != "total" or column.month or column.first for column in found.values()):
            return named | found
    return named


def _of_kind(kind: str, words: Vocabulary, cells: Mapping[int, Value]) -> dict[int, Column]:
    read = (_column(kind, words, value) for value in cells.values())
    return {place: column for place, column in zip(cells, read, strict=True) if column is not None}


def _column(kind: str, words: Vocabulary, value: Value) -> Column | None:
    label = shown(value).strip()
    if kind == "date":
        first = value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
        return None if first is None else Column(label=label, first=first)
    if kind == "month":
        number = periods.month_number(label) if len(label) == 3 else None
        if number:
            return Column(label=label, month=number)
        total = {"month": "total"}
        return Column(label=label, counted=Counted(labels=total)) if fold(label) in {"total", "fyoverall"} else None
    if kind == "fiscal_year":
        years = periods.fiscal_years_in(label)
        return Column(label=label, fiscal_year=years[0]) if years else None
    word = words.dimensions[kind].word(label)
    return None if word is None else Column(label=label, counted=Counted(labels={kind: word}))
