"""Cells: what a workbook's sheets hold, cell by cell, with the sheets that it hides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from habeas.errors import InputError
from habeas.records.failed import Place, failed_formulas
from habeas.records.statistics.model import Doubt, Figure, SheetAccount, Value
from habeas.records.statistics.numbers import Number

_SPACES: Final = re.compile(r"\s+")


def shown(value: Value) -> str:
    """Return a cell as text: a number in its shortest form, a date by ISO 8601, a text as it is."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def plain(text: str) -> str:
    """Return a text in lower case, its blanks and breaks single spaces."""
    return _SPACES.sub(" ", text).strip().lower()


@dataclass(slots=True)
class _Lists:
    """What a sheet's cells have become so far."""

    figures: list[Figure] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    words: set[Place] = field(default_factory=set)
    aside: set[Place] = field(default_factory=set)


class Page:
    """The cells of one sheet, each of which becomes a figure, a word, or is set aside; none twice, and none is lost.

    ``merged`` gives the last column of each cell that is merged with cells to its right.
    """

    def __init__(
        self,
        name: str,
        cells: Mapping[Place, Value],
        *,
        hidden: bool = False,
        merged: Mapping[Place, int] | None = None,
    ) -> None:
        self.name = name
        self.hidden = hidden
        self.cells = cells
        self.merged = merged or {}
        self._made = _Lists()
        self._figured: set[Place] = set()

    def __repr__(self) -> str:
        return f"Page({self.name!r}, {len(self.cells)} cells)"

    @cached_property
    def lines(self) -> dict[int, dict[int, Value]]:
        """The cells by line and column, both in order."""
        found: dict[int, dict[int, Value]] = {}
        for place in sorted(self.cells):
            found.setdefault(place.line, {})[place.column] = self.cells[place]
        return found

    @cached_property
    def words_of(self) -> Mapping[Place, str]:
        """The texts among the cells, in lower case and with single spaces, in the order of lines."""
        texts = ((place, plain(value)) for place, value in self.cells.items() if isinstance(value, str))
        return {place: text for place, text in sorted(texts) if text}

    @property
    def read(self) -> bool:
        """Whether anything of the sheet was read: a figure, or a problem with one."""
        return bool(self._figured or self._made.aside)

    def free(self, place: Place) -> bool:
        """Whether nothing has become of a cell yet."""
        return place not in self._figured and place not in self._made.words and place not in self._made.aside

    def word(self, *places: Place) -> None:
        """Take cells as titles, labels, headers or notes."""
        self._made.words.update(place for place in places if place in self.cells and self.free(place))

    def figure(self, figure: Figure) -> None:
        """Take a cell as a figure."""
        if not self.free(figure.place):
            raise ValueError(f"{self.name}: {figure.place} is used twice")
        self._figured.add(figure.place)
        self._made.figures.append(figure)

    def doubt(self, key: str, place: Place | None = None, **rest: Any) -> None:
        """Warn of something whose cells are used."""
        self._made.doubts.append(Doubt(key=key, gravity="warning", place=place, **rest))

    def doubt_number(self, place: Place, number: Number) -> None:
        """Warn of a number that was typed as text, or whose formula failed."""
        if number.repaired:
            self.doubt("records.statistics-number-as-text", place, found=shown(self.cells[place])[:60])
        if number.failed:
            self.doubt("records.statistics-formula-failed", place, found=shown(self.cells[place])[:60])

    def note(self, key: str, place: Place | None = None, **rest: Any) -> None:
        """Say something that a reader of the figures should know."""
        self._made.doubts.append(Doubt(key=key, gravity="note", place=place, **rest))

    def aside(self, key: str, places: Iterable[Place], **rest: Any) -> None:
        """Set cells aside, with one problem for all of them."""
        taken = sorted(place for place in places if place in self.cells and self.free(place))
        if taken:
            found = rest.pop("found", None) or shown(self.cells[taken[0]])
            self._made.aside.update(taken)
            self._made.doubts.append(
                Doubt(key=key, gravity="error", place=taken[0], found=found[:200], n=len(taken), **rest)
            )

    def left(self) -> Iterator[Place]:
        """Yield the cells of which nothing has become yet, in the order of lines."""
        return (place for place in sorted(self.cells) if self.free(place))

    def close(self) -> tuple[tuple[Figure, ...], tuple[Doubt, ...], SheetAccount]:
        """Return what the sheet gave, in the order of its cells; cells of which nothing has become are set aside one by one."""
        for place in list(self.left()):
            self.aside("records.statistics-cell-unknown", [place])
        made = self._made
        first = Place(0, 0)
        account = SheetAccount(
            cells=len(self.cells), figures=len(made.figures), words=len(made.words), set_aside=len(made.aside)
        )
        figures = tuple(sorted(made.figures, key=lambda one: one.place))
        return figures, tuple(sorted(made.doubts, key=lambda one: (one.place or first, one.key))), account


def pages(path: Path) -> tuple[Page, ...]:
    """Open a workbook and return its sheets, hidden ones too.

    A cell counts as filled where it holds anything but an empty text. A formula counts by the value last computed.

    Raises:
        InputError: the file is no workbook that can be read.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    failed = failed_formulas(path)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            return tuple(
                _page(book.get_sheet_by_name(one.name), one, failed.get(number, {}))
                for number, one in enumerate(book.sheets_metadata)
                if _tabular(one)
            )
    except (CalamineError, OSError, ValueError) as error:
        why = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise InputError("records.statistics-unreadable", file=path.name, why=why) from error


def _tabular(sheet: Any) -> bool:
    from python_calamine import SheetTypeEnum

    return bool(sheet.typ == SheetTypeEnum.WorkSheet)


def _page(sheet: Any, described: Any, failed: Mapping[Place, str]) -> Page:
    from python_calamine import SheetVisibleEnum

    merged = {Place(one[0] + 1, one[1]): two[1] for one, two in sheet.merged_cell_ranges or () if two[1] > one[1]}
    cells = _cells(sheet.to_python(skip_empty_area=False)) | dict(failed)
    return Page(sheet.name, cells, hidden=described.visible != SheetVisibleEnum.Visible, merged=merged)


def _cells(rows: list[list[Any]]) -> dict[Place, Value]:
    return {
        Place(line, column): str(value) if isinstance(value, timedelta | time) else value
        for line, row in enumerate(rows, 1)
        for column, value in enumerate(row)
        if value != ""
    }
