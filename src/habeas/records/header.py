"""The header of a sheet: found wherever it stands, by the names that layouts know, in any order of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from habeas.errors import Problem
from habeas.records.layout import Field, Layout, fold
from habeas.records.sheets import Sheet

_ENOUGH: Final = 2
"""How many cells a row needs to be taken for the header of a sheet whose layout nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Which column of a sheet holds which field.

    ``columns`` gives each field the sheet's columns (by their name in the sheet's rows) that bear it, more than one where its
    header stands there twice; ``titles`` the headers as published. ``line`` is the header's line, 0 where the names of the columns
    are the header; ``unknown`` are the titles that nobody knows, ``unnamed`` the columns without a title.
    """

    layout: Layout
    generation: str | None
    row: int
    line: int
    columns: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]
    unknown: tuple[str, ...]
    unnamed: tuple[str, ...]
    missing: tuple[Field, ...] = ()

    @property
    def score(self) -> tuple[bool, int]:
        """How well the layout fits: whether nothing that it requires is missing, then how many headers it knows."""
        return not self.missing, len(self.columns)


def find(sheet: Sheet, layouts: Sequence[Layout]) -> Header | Problem:
    """Find the header and the layout of a sheet.

    The layout that misses nothing it requires and knows the most headers is it; where two know as many, neither is.
    """
    candidates = sorted(_candidates(sheet, layouts), key=lambda one: one.score, reverse=True)
    if not candidates:
        return _nothing_known(sheet)
    best = candidates[0]
    rivals = {one.layout.name for one in candidates if one.score == best.score and one.row == best.row}
    if len(rivals) > 1:
        return _problem(sheet, "records.layout-ambiguous", best.line, layouts=", ".join(sorted(rivals)))
    if best.missing:
        expected = " / ".join(alias for one in best.missing for alias in one.aliases)
        fields = ", ".join(one.name for one in best.missing)
        return _problem(
            sheet, "records.column-missing", best.line, layout=best.layout.name, fields=fields, expected=expected
        )
    return best


def _candidates(sheet: Sheet, layouts: Sequence[Layout]) -> Iterator[Header]:
    # A field takes one header that it knows: a row with fewer of them than a layout wants is not looked at closely.
    known = [frozenset(fold(alias) for one in layout.fields.values() for alias in one.aliases) for layout in layouts]
    for row, cells in enumerate(sheet.head):
        if sum(cell is not None and bool(cell.strip()) for cell in cells) < 1:
            continue
        folded = [fold(cell or "") for cell in cells]
        there = frozenset(folded)
        for layout, names in zip(layouts, known, strict=True):
            if len(there & names) < layout.min_fields:
                continue
            header = _match(sheet, row, folded, layout)
            if len(header.columns) >= layout.min_fields and layout.needs <= header.columns.keys():
                yield header


def _match(sheet: Sheet, row: int, folded: Sequence[str], layout: Layout) -> Header:
    """Give each field of a layout the columns under its best alias that no field before it has taken."""
    places: dict[str, list[int]] = {}
    for place, name in enumerate(folded):
        places.setdefault(name, []).append(place)
    unnamed = places.pop("", [])
    names = list(sheet.columns)
    columns: dict[str, tuple[str, ...]] = {}
    for one in layout.fields.values():
        alias = next((fold(alias) for alias in one.aliases if fold(alias) in places), None)
        if alias is not None:
            columns[one.name] = tuple(names[place] for place in places.pop(alias))
    cells = sheet.head[row]
    return Header(
        layout=layout,
        generation=layout.generation(frozenset(folded)),
        row=row,
        line=0 if sheet.named else sheet.line_of(row),
        columns=columns,
        titles={name: (cell or "").strip() for name, cell in zip(names, cells, strict=True)},
        unknown=tuple((cells[place] or "").strip() for found in places.values() for place in found),
        unnamed=tuple(names[place] for place in unnamed),
        missing=tuple(_missing(layout, columns)),
    )


def _missing(layout: Layout, columns: Mapping[str, object]) -> Iterator[Field]:
    """Yield the required fields for which a sheet has no column, nor one that stands in for it."""
    for one in layout.fields.values():
        if one.required and one.name not in columns and one.fallback not in columns:
            yield one


def _nothing_known(sheet: Sheet) -> Problem:
    """Say whether there is a header that nobody knows, or none at all."""
    for row, cells in enumerate(sheet.head):
        titles = [cell.strip() for cell in cells if cell and cell.strip()]
        if len(titles) >= _ENOUGH and not any(_number(title) for title in titles):
            line = 0 if sheet.named else sheet.line_of(row)
            return _problem(sheet, "records.layout-unknown", line, found=", ".join(titles[:12]))
    return _problem(sheet, "records.no-header", None)


def _number(text: str) -> bool:
    return not any(letter.isalpha() for letter in text)


def _problem(sheet: Sheet, key: str, line: int | None, **values: object) -> Problem:
    values = {**values, "sheet": sheet.name or sheet.file, "n": sheet.height}
    return Problem(key, sheet.file, row=line or None, values=values)
