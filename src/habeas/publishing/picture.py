"""Pictures of cells: the part of a published sheet around the cells of a finding, from the table of its figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from habeas.publishing.audit_view import Picture, PictureRow

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from habeas.findings.audit import Cell

LINES: Final = 9
COLUMNS: Final = 7
_FIGURES: Final = """
SELECT line, "column", any_value(text) AS text, any_value(row_label) AS row_label, any_value(column_label) AS column_label,
  any_value(subject) AS subject
FROM figures WHERE file = $file AND sheet IS NOT DISTINCT FROM $sheet AND line BETWEEN $low AND $high
GROUP BY line, "column"
"""


def picture(database: DuckDBPyConnection, cells: Sequence[Cell]) -> Picture | None:
    """Return the part of a sheet around a finding's cells: around the first, with as many of the others as it has room for.

    ``database`` has the table ``figures`` (docs/statistics.md). None where the first cell is no cell of a sheet, or no figure is near it.
    """
    first = next(iter(cells), None)
    if first is None or first.line is None or first.column is None or not first.column.isalpha():
        return None
    beside = [one for one in cells if (one.file, one.sheet) == (first.file, first.sheet)]
    marked = {(one.line, one.column): one for one in beside if one.line is not None and one.column is not None}
    lines = _near([line for line, _ in marked], first.line, LINES)
    shown = _figures(database, first, lines)
    columns = _columns(shown, [column for line, column in marked if line in lines], first.column)
    rows = [_row(line, columns, shown, marked) for line in lines]
    rows = [one for one in rows if any(text is not None for text in one.texts)]
    if not rows:
        return None
    doubted = {(first.line, first.column)}
    return Picture(
        file=first.file,
        sheet=first.sheet,
        columns=tuple(columns),
        heads=tuple(_head(column, shown, lines) for column in columns),
        rows=tuple(rows),
        doubted=frozenset(doubted),
        ground=frozenset(marked.keys() - doubted),
    )


def _near(wanted: Iterable[int], centre: int, room: int) -> list[int]:
    """Return so many numbers around a centre that hold the most of the wanted, the nearest first, in their order."""
    chosen = sorted(set(wanted), key=lambda one: (abs(one - centre), one))[: room - 2]
    low, high = min([centre, *chosen]), max([centre, *chosen])
    if high - low < room:
        spare = room - (high - low) - 1
        return list(range(max(1, low - spare // 2), high + spare - spare // 2 + 1))
    around = {centre - 1, centre + 1, *chosen, centre}
    return sorted(one for one in around if one > 0)


def _figures(
    database: DuckDBPyConnection, cell: Cell, lines: Sequence[int]
) -> dict[tuple[int, str], Mapping[str, Any]]:
    asked = database.execute(_FIGURES, {"file": cell.file, "sheet": cell.sheet, "low": min(lines), "high": max(lines)})
    names = [one[0] for one in asked.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in asked.fetchall()]
    return {(row["line"], row["column"]): row for row in rows if row["line"] in set(lines)}


def _columns(shown: Iterable[tuple[int, str]], wanted: Sequence[str], centre: str) -> list[str]:
    """Return the letters of the columns to show, in the order of the sheet."""
    every = sorted({_number(column) for _, column in shown} | {_number(centre)})
    chosen = [_number(centre), *sorted({_number(one) for one in wanted}, key=lambda one: abs(one - _number(centre)))]
    chosen = list(dict.fromkeys(chosen))[:COLUMNS]
    for one in sorted(every, key=lambda one: abs(one - _number(centre))):
        if len(chosen) < COLUMNS and one not in chosen:
            chosen.append(one)
    return [_letters(one) for one in sorted(chosen)]


def _row(
    line: int,
    columns: Sequence[str],
    shown: Mapping[tuple[int, str], Mapping[str, Any]],
    marked: Mapping[tuple[int, str], Cell],
) -> PictureRow:
    found = [shown[line, column] for column in columns if (line, column) in shown]
    label = next((one["subject"] or one["row_label"] for one in found if one["subject"] or one["row_label"]), "")
    texts = []
    for column in columns:
        known = shown.get((line, column))
        cell = marked.get((line, column))
        texts.append(cell.found if cell is not None else known["text"] if known is not None else None)
    return PictureRow(line=line, label=label, texts=tuple(texts))


def _head(column: str, shown: Mapping[tuple[int, str], Mapping[str, Any]], lines: Sequence[int]) -> str:
    """Return what the publisher calls a column, where all its cells shown are of one."""
    heads = {shown[line, column]["column_label"] or "" for line in lines if (line, column) in shown}
    return heads.pop() if len(heads) == 1 else ""


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
