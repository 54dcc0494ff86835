"""Figures: one published cell each, with the table it stands in, what it counts, and the time it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from habeas.records.failed import Place

Value = str | int | float | date | datetime | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days that a figure speaks of, both included; a day that is not known is ``None``.

    ``month`` is the first day of the month where the figure is one of a month. ``partial`` says that the period was not over when
    the workbook was pulled; ``future`` that it had not begun, so that a zero in the cell says nothing.
    """

    month: date | None = None
    first_day: date | None = None
    last_day: date | None = None
    partial: bool = False
    future: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One published cell.

    ``value`` is its number, ``None`` where it is a word, a mark (``-``, ``N/A``), a zero of a month to come, or a zero in a column
    that was never filled in. ``text`` is the cell as published, ``repaired`` what it is read as where that differs (a postal code that
    lost its zeros). ``labels`` are the canonical words of its row and column; ``row_label`` and ``column_label`` the published
    ones. ``unit`` is ``persons``, ``days``, ``share`` (of 1), ``usd``, ``placements``, ``beds`` or ``text``.
    """

    place: Place
    table: str
    measure: str
    unit: str
    text: str
    value: float | None = None
    subject: str | None = None
    row_label: str | None = None
    column_label: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    period: Period = field(default_factory=Period)
    as_of: date | None = None
    repaired: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something not understood (``error``: its cells are set aside), doubtful (``warning``: they are used), or to know (``note``).

    ``n`` counts the cells that it stands for; ``place`` is the first of them, ``None`` where it concerns the sheet.
    """

    key: str
    gravity: str
    place: Place | None = None
    found: str | None = None
    expected: str | None = None
    n: int = 1
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetAccount:
    """What became of the cells of one sheet that are not empty: figures, words (titles, labels, headers, notes), or set aside.

    Raises ValueError where a cell is lost.
    """

    cells: int
    figures: int
    words: int
    set_aside: int

    def __post_init__(self) -> None:
        if self.cells != self.figures + self.words + self.set_aside:
            raise ValueError(f"{self.cells} cells in, {self.figures + self.words + self.set_aside} accounted for")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFigures:
    """One sheet read: its fiscal year (``None`` where nothing states it), figures, doubts and account."""

    name: str
    hidden: bool
    fiscal_year: int | None
    figures: tuple[Figure, ...]
    doubts: tuple[Doubt, ...]
    account: SheetAccount


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """One workbook read.

    ``fiscal_year`` is what most of its headings state; ``pulled`` the day of its stamp ("Source: ICE Integrated Decision Support
    (IIDS), 10/07/2024"), ``captured`` the moment in front of its file's name, when a web archive took it.
    """

    file: str
    fiscal_year: int | None
    pulled: date | None
    captured: datetime | None
    sheets: tuple[SheetFigures, ...]

    @property
    def figures(self) -> int:
        """How many figures the workbook has."""
        return sum(len(sheet.figures) for sheet in self.sheets)
