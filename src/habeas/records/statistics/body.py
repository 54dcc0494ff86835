"""Bodies: the lines below a table's header, each cell a figure under the labels of its row and its column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from habeas.records.failed import Place
from habeas.records.layout import fold
from habeas.records.statistics import periods
from habeas.records.statistics.blocks import Block
from habeas.records.statistics.cells import Page, shown
from habeas.records.statistics.columns import Column, Heading, find_heading
from habeas.records.statistics.model import Figure, Period
from habeas.records.statistics.numbers import Number, read_number
from habeas.records.statistics.vocabulary import Counted, Vocabulary

_RANGE: Final = re.compile(r"\(\s*(\d{1,2}/\d{1,2}/\d{4})\s*-\s*(\d{1,2}/\d{1,2}/\d{4})\s*\)")
_STAMPED: Final = re.compile(r"participants report, ")
_AFTER: Final = 45
"""A stamp may lie so many days after its fiscal year: tables of a whole year are pulled in October."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """What is known of time where a table stands: the fiscal year of its sheet, how far its figures reach, and the workbook's stamp."""

    fiscal_year: int | None
    clock: periods.Clock
    pulled: date | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """The labels of one line: as published, canonical, and what the row says of itself."""

    label: str | None
    labels: Mapping[str, str]
    subject: str | None = None
    fiscal_year: int | None = None
    span: tuple[date, date] | None = None
    open_ended: bool = False
    counted: Counted = field(default_factory=Counted)


class Body:
    """Reads one table of a sheet: :meth:`read` makes each of its cells a figure, a word, or sets it aside."""

    def __init__(self, page: Page, block: Block, words: Vocabulary, times: Times) -> None:
        self.page = page
        self.block = block
        self.words = words
        self.times = times
        self.as_of = self._stamp()
        self._above: dict[int, str] = {}
        self._group: str | None = None
        self._last = Counted()
        self._told: set[tuple[str, str]] = set()

    def read(self) -> None:
        """Read the table, or set all of it aside where no line below its title is a header."""
        page, block = self.page, self.block
        page.word(block.title)
        heading = find_heading(page, block, self.words) or self._without_heading()
        if heading is None:
            places = [Place(line, column) for line in block.lines(page) for column in block.columns(page, line)]
            rest = [place for place in places if not self._prose(place)]
            page.aside("records.statistics-no-header", rest, values={"title": block.text[:120]})
            return
        self._head(heading)
        for line in block.lines(page):
            if line < heading.line:
                self._loose(line)
            elif line > heading.line:
                self._line(heading, line)

    def _without_heading(self) -> Heading | None:
        """Return a header for a table that lost it, where its lines can only be read in one way: a label and a number under one header."""
        page, block = self.page, self.block
        named = list(block.table.named.values())
        lines = block.lines(page)
        if len(named) != 1 or block.table.columns or not lines:
            return None
        left = block.title.column
        if block.columns(page, lines[0]) != [left, left + 1] or not isinstance(
            page.cells[Place(lines[0], left + 1)], int | float
        ):
            return None
        page.doubt("records.statistics-header-missing", Place(lines[0], left), values={"title": block.text[:120]})
        column = Column(label="", counted=named[0])
        return Heading(line=lines[0] - 1, labels=(left,), columns={left + 1: column}, unknown=(), headless=())

    def _head(self, heading: Heading) -> None:
        page, block = self.page, self.block
        page.word(*(Place(heading.line, column) for column in (*heading.labels, *heading.columns, *heading.headless)))
        above = page.cells.get(Place(heading.line, block.title.column)) if heading.line > block.title.line else None
        known = block.table.rows[0].headers
        years = [] if above is None else periods.fiscal_years_in(shown(above))
        other = bool(years) and self.times.fiscal_year not in (None, *years)
        if above is not None and (other or (known and fold(shown(above)) not in known)):
            expected = f"FY{self.times.fiscal_year}" if other else ", ".join(sorted(known))
            place = Place(heading.line, block.title.column)
            page.doubt("records.statistics-header-other", place, found=shown(above)[:200], expected=expected)
        for column in heading.unknown:
            places = [Place(line, column) for line in block.lines(page) if line >= heading.line]
            values = {"title": block.text[:120]}
            expected = ", ".join(one.label for one in heading.columns.values())
            page.aside("records.statistics-column-unknown", places, expected=expected, values=values)

    def _prose(self, place: Place) -> bool:
        """Take a cell for a word where it heads a sheet, is a note, or holds nothing but blanks."""
        value = self.page.cells[place]
        if isinstance(value, str):
            text = self.page.words_of.get(place, "")
            if not text or self.words.is_heading(text) or self.words.is_note(text):
                self.page.word(place)
                return True
        return False

    def _loose(self, line: int) -> None:
        for column in self.block.columns(self.page, line):
            self._prose(Place(line, column))

    def _line(self, heading: Heading, line: int) -> None:
        page = self.page
        places = [Place(line, column) for column in self.block.columns(page, line) if page.free(Place(line, column))]
        filled = [place for place in places if place.column in heading.columns]
        if not any(not self._blank(place) for place in filled):
            self._loose(line)
            self._bare(heading, line)
            return
        row = self._row(heading, line)
        if row is None:
            page.aside("records.statistics-no-label", filled, values={"title": self.block.text[:120]})
            self._loose(line)
            return
        page.word(*(place for place in places if place.column in heading.labels))
        for place in filled:
            self._cell(place, row, heading.columns[place.column])
        for place in places:
            if place.column not in heading.columns and place.column not in heading.labels:
                self._prose(place)

    def _bare(self, heading: Heading, line: int) -> None:
        """Take the known label of a line without figures as a word: its cells were left empty."""
        for dimension, column in zip(self.block.table.rows, heading.labels, strict=False):
            text = self._text(line, column)
            known = fold(text or "") in (self.block.table.by_row or dimension.words)
            if text and (known or dimension.word(text) == "total"):
                self.page.word(Place(line, column))

    def _blank(self, place: Place) -> bool:
        value = self.page.cells[place]
        return isinstance(value, str) and not value.strip()

    def _text(self, line: int, column: int) -> str | None:
        value = self.page.cells.get(Place(line, column))
        text = None if value is None else " ".join(shown(value).split())
        return text or None

    def _row(self, heading: Heading, line: int) -> _Row | None:
        """Read the labels of a line; ``None`` where it has none. A label stands for the lines below it that have only the next one."""
        own = {column: self._text(line, column) for column in heading.labels}
        first = heading.labels[0]
        if own[first]:
            self._above = {first: own[first] or ""}
        elif len(own) > 1 and any(own.values()) and first in self._above:
            own[first] = self._above[first]
        if not own[first]:
            return None
        if self.block.table.by_row is not None:
            return self._by_row(own[first] or "")
        if self.block.table.nested:
            return self._nested(line, own[first] or "")
        labels: dict[str, str] = {}
        for dimension, column in zip(self.block.table.rows, heading.labels, strict=False):
            label = own.get(column)
            word = self._word(dimension.name, line, column, label) if label else "total"
            labels[dimension.name] = word
        return self._timed(_Row(label=" / ".join(filter(None, own.values())), labels=labels))

    def _word(self, name: str, line: int, column: int, label: str) -> str:
        """Return the canonical word of a label; the label itself, with a warning, where its dimension does not know it."""
        dimension = self.words.dimensions[name]
        word = dimension.word(label)
        if word is None:
            if (name, label) not in self._told:
                expected = ", ".join(dimension.words.values())
                self.page.doubt("records.statistics-label-unknown", Place(line, column), found=label, expected=expected)
            self._told.add((name, label))
            return label
        return word

    def _nested(self, line: int, label: str) -> _Row:
        outer, inner = self.block.table.rows
        below = inner.words.get(fold(label))
        if below is not None and self._group is not None:
            return _Row(
                label=f"{self._group} / {label}", labels={outer.name: self._outer(line, self._group), inner.name: below}
            )
        self._group = label
        return _Row(label=label, labels={outer.name: self._outer(line, label), inner.name: "total"})

    def _outer(self, line: int, label: str) -> str:
        return self._word(self.block.table.rows[0].name, line, self.block.title.column, label)

    def _by_row(self, label: str) -> _Row | None:
        """Return a row that says what it counts, or one that breaks down what the last such row counts."""
        table = self.block.table
        said = (table.by_row or {}).get(fold(label))
        if said is None and not label.lower().endswith("area of responsibility"):
            return None
        if said is None:
            labels = {"area": " ".join(label.split()[:-3])}
            return _Row(label=label, labels=labels, counted=replace(self._last, labels={}))
        measured = replace(said, measure=said.measure or self._last.measure, time=said.time or self._last.time)
        if measured.measure is None:
            return None
        self._last = measured
        return _Row(label=label, labels=said.labels, counted=replace(measured, labels={}))

    def _timed(self, row: _Row) -> _Row:
        """Take the facility or the fiscal year of a row out of its labels."""
        if "facility" in row.labels:
            rest = {name: word for name, word in row.labels.items() if name != "facility"}
            total = row.labels["facility"] == "total"
            return replace(
                row,
                labels={**rest, "facility": "total"} if total else rest,
                subject=None if total else row.labels["facility"],
            )
        if "fiscal_year" not in row.labels:
            return row
        label = row.labels["fiscal_year"]
        rest = {name: word for name, word in row.labels.items() if name != "fiscal_year"}
        years = periods.fiscal_years_in(label)
        days = list(periods.days_in(found[0])) if (found := _RANGE.search(label)) else []
        span = (days[0], days[1]) if len(days) == 2 else None
        year = years[0] if years else None
        return replace(row, labels=rest, fiscal_year=year, span=span, open_ended="ytd" in label.lower())

    def _cell(self, place: Place, row: _Row, column: Column) -> None:
        """Make a cell a figure, or set it aside where it holds a text that is no number."""
        page, table = self.page, self.block.table
        if self._blank(place):
            page.word(place)
            return
        number = read_number(page.cells[place])
        if number is None:
            page.aside("records.statistics-not-a-number", [place], expected="1234")
            return
        counted = self._counted(row, column)
        period = self._period(row, column, counted)
        self._doubt(place, number, period)
        page.figure(
            Figure(
                place=place,
                table=table.id,
                measure=counted.measure or "",
                unit=counted.unit or "",
                text=shown(page.cells[place]),
                value=None if period.future and not number.value else number.value,
                subject=row.subject,
                row_label=row.label,
                column_label=column.label,
                labels={**row.labels, **counted.labels},
                period=period,
                as_of=self.as_of,
                repaired=number.repaired,
            )
        )

    def _counted(self, row: _Row, column: Column) -> Counted:
        default = self.block.table.default
        labels = {name: word for name, word in column.counted.labels.items() if name != "month"}
        given = (row.counted, column.counted, default)
        return Counted(
            measure=next((one.measure for one in given if one.measure and one.measure != "by-row"), None),
            unit=next((one.unit for one in given if one.unit), None),
            time=row.counted.time,
            labels=labels,
        )

    def _doubt(self, place: Place, number: Number, period: Period) -> None:
        self.page.doubt_number(place, number)
        if period.future and number.value:
            found = f"{period.month or period.first_day:%Y-%m}"
            self.page.doubt("records.statistics-after-stamp", place, found=found, expected=f"{self.times.pulled}")

    def _period(self, row: _Row, column: Column, counted: Counted) -> Period:
        """Return the days that a cell speaks of, as far as its column, its row, its title and the stamps say."""
        clock = self.times.clock
        if column.first:
            return periods.month(column.first.year, column.first.month, clock)
        year = column.fiscal_year or row.fiscal_year or self.times.fiscal_year
        if column.month:
            return Period() if year is None else periods.fiscal_month(year, column.month, clock)
        if row.span:
            first, last = row.span
            return Period(first_day=first, last_day=last, partial=(last.month, last.day) != (9, 30))
        return self._of_table(counted.time or self.block.table.time, year, row)

    def _of_table(self, time: str, year: int | None, row: _Row) -> Period:
        clock, text = self.times.clock, self.block.text
        if time == "day":
            return periods.day(self.as_of)
        if (
            time == "month"
            and (found := re.search(r"([a-z]+) (20\d\d)\b", text))
            and (number := periods.month_number(found[1]))
        ):
            return periods.month(int(found[2]), number, clock)
        if time == "quarter" and (found := re.search(r"(20\d\d) quarter ([1-4])", text)):
            return periods.fiscal_quarter(int(found[1]), int(found[2]), clock)
        if time == "through":
            return self._through(text)
        if time == "year" and year is not None:
            return self._year(year, row)
        return Period()

    def _year(self, year: int, row: _Row) -> Period:
        """Return a fiscal year; tables that stand still for half a year do not say up to which day they count the current one."""
        period = periods.fiscal_year(year, self.times.clock)
        if (period.partial or row.open_ended) and self.block.table.id.startswith("semiannual-"):
            return replace(period, last_day=None, partial=True)
        return period

    def _through(self, text: str) -> Period:
        years = periods.fiscal_years_in(text)
        if not years:
            return Period()
        if "year end" in text:
            return periods.through(years[0], 9)
        found = re.search(r"thru ([a-z]+)", text)
        number = periods.month_number(found[1]) if found else None
        return Period() if number is None else periods.through(years[0], number)

    def _stamp(self) -> date | None:
        """Return the day that the table states for itself, in its title or in the note below it."""
        for place, text in self._stamps():
            day = next(periods.days_in(text), None)
            year = self.times.fiscal_year
            if (
                day
                and year
                and not date(year - 1, 10, 1) <= day <= date.fromordinal(date(year, 9, 30).toordinal() + _AFTER)
            ):
                expected = f"{date(year - 1, 10, 1)} – {date(year, 9, 30)}"
                self.page.doubt("records.statistics-stamp-outside", place, found=day.isoformat(), expected=expected)
                return None
            if day:
                return day
        return None

    def _stamps(self) -> Iterator[tuple[Place, str]]:
        block = self.block
        if "as of" in block.text:
            yield block.title, block.text.split("as of", 1)[1]
        for place, text in self.page.words_of.items():
            inside = block.title.line < place.line <= block.bottom and block.title.column <= place.column <= block.right
            if inside and _STAMPED.search(text):
                yield place, text
