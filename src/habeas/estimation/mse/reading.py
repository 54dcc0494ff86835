"""A file of capture histories: one column of 0 and 1 a list, a column of counts, and strata where there are any."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from habeas.errors import Faults, InputError, Problem
from habeas.estimation.files import TableFile, TableRow, read_table
from habeas.estimation.mse.histories import MOST_LISTS, Histories

_COUNT: Final = (
    "count",
    "counts",
    "n",
    "freq",
    "frequency",
    "persons",
    "personas",
    "conteo",
    "cuenta",
    "frecuencia",
    "casos",
    "cases",
)
_STRATUM: Final = ("stratum", "strata", "estrato", "estratos")
_WHOLE: Final = re.compile(r"\d{1,3}(?:[,.   ]\d{3})+|\d+")
_NUMBER: Final = re.compile(r"-?\d+(?:[.,]\d+)?")
LARGEST: Final = 10**12


@dataclass(frozen=True, slots=True)
class ReadHistories:
    """What a file of capture histories holds: all strata together, each stratum, and what was not understood or is doubtful."""

    table: Histories
    strata: Mapping[str, Histories]
    problems: tuple[Problem, ...]


def read_histories(
    path: Path, *, count: str | None = None, stratum: str | Sequence[str] | None = None
) -> ReadHistories:
    """Read a table of capture histories (CSV or XLSX).

    ``count`` names the column of persons (else the one called ``count`` or the like; without one each row is a person), ``stratum`` the column or columns
    of strata (else one called ``stratum``; a column that is neither is taken for a list). Rows that cannot be used, the row of those on no list among
    them, are problems: nothing is estimated from a table of which a part is missing, so :class:`~habeas.errors.Faults` collects them all.
    """
    file = read_table(path)
    columns = _columns(file, count, stratum)
    problems = [*file.problems, *_no_lists(file, columns)]
    wrong = {one.column for one in problems if one.key == "estimation.no-list-column"}
    columns = replace(columns, lists=tuple(one for one in columns.lists if one not in wrong))
    cells: dict[str, tuple[list[int], list[int]]] = {}
    seen: dict[tuple[str, int], int] = {}
    for row in file.rows:
        read = _read_row(file.file, row, columns, problems)
        if read is None:
            continue
        name, mask, persons = read
        if columns.count is not None and (name, mask) in seen:
            problems.append(
                Problem(
                    "estimation.history-twice",
                    file.file,
                    row.row,
                    gravity="warning",
                    values={"other": seen[name, mask]},
                )
            )
        seen.setdefault((name, mask), row.row)
        masks, counts = cells.setdefault(name, ([], []))
        masks.append(mask)
        counts.append(persons)
    if any(one.gravity == "error" for one in problems):
        raise Faults("estimation.table-faulty", problems, file=file.file)
    return _tables(file.file, columns, cells, problems)


@dataclass(frozen=True, slots=True)
class _Columns:
    lists: tuple[str, ...]
    count: str | None
    strata: tuple[str, ...]


def _columns(file: TableFile, count: str | None, stratum: str | Sequence[str] | None) -> _Columns:
    known = {one.casefold(): one for one in file.headers}
    asked = [stratum] if isinstance(stratum, str) else list(stratum or ())
    for name in [*([count] if count else []), *asked]:
        if name not in file.headers:
            raise InputError("estimation.no-such-column", file=file.file, found=name, known=list(file.headers))
    counted = count or next((known[one] for one in _COUNT if one in known), None)
    strata = asked or [known[one] for one in _STRATUM if one in known]
    lists = tuple(one for one in file.headers if one != counted and one not in strata)
    if not lists:
        raise InputError("estimation.no-lists", file=file.file, known=list(file.headers))
    if len(lists) > MOST_LISTS:
        raise InputError("estimation.too-many-lists", file=file.file, found=len(lists), most=MOST_LISTS)
    return _Columns(lists, counted, tuple(strata))


def _no_lists(file: TableFile, columns: _Columns) -> list[Problem]:
    """Return one problem for each column of which half the rows or more cannot be those of a list."""
    found = []
    for name in columns.lists:
        wrong = [one.cells[name] for one in file.rows if one.cells[name] not in {"0", "1"}]
        if len(wrong) * 2 >= max(len(file.rows), 1) and len(wrong) > 1:
            values: dict[str, object] = {"found": wrong[0] or "–", "wrong": len(wrong), "rows": len(file.rows)}
            found.append(Problem("estimation.no-list-column", file.file, column=name, values=values))
    return found


def _read_row(file: str, row: TableRow, columns: _Columns, problems: list[Problem]) -> tuple[str, int, int] | None:
    faults = [
        Problem("estimation.not-on-or-off", file, row.row, name, values={"found": row.cells[name] or "–"})
        for name in columns.lists
        if row.cells[name] not in {"0", "1"}
    ]
    persons = 1 if columns.count is None else _persons(file, row, columns.count, faults)
    mask = sum(1 << at for at, name in enumerate(columns.lists) if row.cells[name] == "1")
    if not faults and mask == 0:
        if persons:
            faults.append(Problem("estimation.on-no-list", file, row.row, values={"found": persons}))
        else:
            problems.append(Problem("estimation.on-no-list-zero", file, row.row, gravity="warning"))
            return None
    problems += faults
    if faults or persons is None:
        return None
    return " · ".join(row.cells[one] or "–" for one in columns.strata), mask, persons


def _persons(file: str, row: TableRow, column: str, faults: list[Problem]) -> int | None:
    said = row.cells[column]
    if _WHOLE.fullmatch(said):
        found = int(re.sub(r"\D", "", said))
        if found <= LARGEST:
            return found
    key = "not-a-count"
    if _NUMBER.fullmatch(said):
        key = "negative" if said.startswith("-") else "fractional"
    faults.append(Problem(f"estimation.{key}", file, row.row, column, values={"found": said or "–"}))
    return None


def _tables(
    file: str, columns: _Columns, cells: Mapping[str, tuple[list[int], list[int]]], problems: list[Problem]
) -> ReadHistories:
    strata = {name: Histories.of_masks(masks, counts, columns.lists) for name, (masks, counts) in sorted(cells.items())}
    table = Histories.of_masks(
        [one for masks, _ in cells.values() for one in masks],
        [one for _, counts in cells.values() for one in counts],
        columns.lists,
    )
    if not table.n:
        raise InputError("estimation.nobody", file=file)
    for name, size in zip(table.lists, table.sizes, strict=True):
        if not size:
            problems.append(Problem("estimation.empty-list", file, column=name, gravity="warning"))
    for name, one in strata.items():
        if columns.strata and not one.n:
            problems.append(Problem("estimation.empty-stratum", file, gravity="warning", values={"stratum": name}))
    return ReadHistories(table, strata if columns.strata else {}, tuple(problems))
