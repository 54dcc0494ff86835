"""Files of deaths, person-years and populations by period and place, of ages and their references, and of published rates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from habeas import when
from habeas.amount import parse
from habeas.errors import InputError, Problem
from habeas.estimation.files import TableFile, TableRow, read_table
from habeas.estimation.rates.headers import columns, counts_of_deaths
from habeas.estimation.rates.periods import Days, Figure, year
from habeas.estimation.rates.published import PublishedRow
from habeas.estimation.rates.rate import total

_UNKNOWN: Final = frozenset({"", "na", "n/a", "nd", "n/d", "s/d", "-", "–", "?", "unknown", "desconocido", "sin dato"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFigures:
    """What a file holds: deaths and person-years, the periods of which one of them is unknown, and what was not understood.

    ``fiscal`` says that years are fiscal ones whose first month was not given: they agree with each other, not with days. ``stock`` says that the number
    held was not called an average; ``rivals`` are the columns of deaths where there are several.
    """

    deaths: tuple[Figure, ...] = ()
    exposures: tuple[Figure, ...] = ()
    unknown: tuple[tuple[str, Figure], ...] = ()
    problems: tuple[Problem, ...] = ()
    rivals: tuple[str, ...] = ()
    fiscal: bool = False
    dated: bool = False
    stock: bool = False

    @property
    def has_places(self) -> bool:
        """Return whether the figures are of places."""
        return any(one.place for one in (*self.deaths, *self.exposures))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference by age: rates per 100,000 or (deaths, person-years) for indirect, a standard population for direct standardisation."""

    rates: Mapping[str, float | tuple[float, float]]
    standard: Mapping[str, float]
    problems: tuple[Problem, ...] = ()


def read_figures(path: Path, *, year_starts: int | None = None, count: str | None = None) -> ReadFigures:
    """Read a table (CSV or XLSX) with a row a period (and place, and age): deaths, person-years or the average number held, or several of them.

    ``year_starts`` is the first month of a fiscal year. ``count`` names the column of deaths where rivals are beside each other
    (``deaths_reported``, ``deaths_collected``); without it a row goes from the lowest to the highest of them. A row that cannot be used is a problem and set aside; nothing is taken for it, and a cell
    that says nothing is unknown, never 0. Raises :class:`~habeas.errors.InputError` where the file cannot be read or has no such columns.
    """
    file = read_table(path)
    known = columns(file.headers)
    rivals = counts_of_deaths(file.headers)
    if count is not None:
        if count not in file.headers:
            raise InputError("estimation.no-such-column", file=file.file, found=count, known=list(file.headers))
        rivals = (count,)
    if rivals:
        known["deaths"] = rivals[0]
    _require(file, known)
    reader = _Reader(file, known, rivals, year_starts)
    for row in file.rows:
        reader.row(row)
    return reader.done()


def _require(file: TableFile, known: Mapping[str, str]) -> None:
    timed = {"year", "fiscal", "period"} & known.keys() or {"from", "to"} <= known.keys()
    if not timed:
        raise InputError("rates.no-period-column", file=file.file, known=list(file.headers))
    if not {"deaths", "person-years", "average", "population"} & known.keys():
        raise InputError("rates.no-count-column", file=file.file, known=list(file.headers))


class _Reader:
    """One file being read: what came of its rows so far."""

    def __init__(
        self, file: TableFile, known: Mapping[str, str], rivals: tuple[str, ...], year_starts: int | None
    ) -> None:
        self.file, self.known, self.rivals, self.starts = file, known, rivals, year_starts
        self.found: dict[str, list[Figure]] = {"deaths": [], "person-years": []}
        self.unknown: list[tuple[str, Figure]] = []
        self.problems: list[Problem] = list(file.problems)

    def row(self, row: TableRow) -> None:
        """Read one row: its period, then each figure."""
        days = self._days(row)
        if days is None:
            return
        label = next((row.cells[self.known[one]] for one in ("year", "fiscal", "period") if one in self.known), "")
        place, age = (row.cells[self.known[one]] if one in self.known else "" for one in ("place", "age"))
        base = {"days": days, "label": label, "place": place, "age": age, "row": row.row}
        if "deaths" in self.known:
            self._keep("deaths", base, self._deaths(row))
        self._exposure(row, base, days)

    def _deaths(self, row: TableRow) -> tuple[float | None, ...] | None:
        """Return the bounds of the deaths of a row: from the lowest to the highest of its counts; one that is unknown leaves it to the others."""
        found = [self._bounds(row, one, whole=True) for one in self.rivals]
        known = [one for one in found if one]
        if None in found or not known:
            return None if None in found else ()
        low = min(one[0] or 0.0 for one in known)
        highs = [one[1] for one in known if one[1] is not None]
        return low, max(highs) if len(highs) == len(known) else None

    def _exposure(self, row: TableRow, base: Mapping[str, object], days: Days) -> None:
        """Keep the person-years of a row: those stated, else the number held times the length of the period."""
        held = next((one for one in ("average", "population") if one in self.known), None)
        stated = self._bounds(row, "person-years") if "person-years" in self.known else ()
        if held is None:
            if "person-years" in self.known:
                self._keep("person-years", base, stated)
            return
        average = self._bounds(row, held)
        made = tuple(None if one is None else one * days.years for one in average) if average else average
        if stated and made and self._other_unit(row, stated[0], made[0]):
            return
        self._keep("person-years", base, stated or made)

    def _keep(self, name: str, base: Mapping[str, object], bounds: tuple[float | None, ...] | None) -> None:
        """Keep a figure; an empty tuple is unknown, and None was a problem already."""
        if bounds is None:
            return
        low, high = bounds or (0.0, None)
        figure = Figure(low=low or 0.0, high=high, **base)  # type: ignore[arg-type]
        if bounds:
            self.found[name].append(figure)
        else:
            self.unknown.append((name, figure))

    def _other_unit(self, row: TableRow, stated: float | None, made: float | None) -> bool:
        """Return, and tell, whether person-years are person-days, or thousands, when held against the number held in the same row."""
        if not stated or not made or 0.5 <= stated / made <= 2:
            return False
        times = stated / made
        key = "rates.person-days" if 180 <= times <= 730 else "rates.years-against-held"
        self._problem(key, row, "person-years", times=round(times, 4), stated=stated, made=round(made, 1))
        return True

    def _bounds(self, row: TableRow, name: str, *, whole: bool = False) -> tuple[float | None, ...] | None:
        """Return the bounds of a cell; an empty tuple where it says that nothing is known, None where it is not understood."""
        said = row.cells[self.known.get(name, name)]
        if said.casefold() in _UNKNOWN:
            self._problem("rates.unknown", row, name, gravity="warning")
            return ()
        try:
            amount = parse(said)
        except InputError as error:
            self.problems.append(
                Problem(error.key, self.file.file, row.row, self.known.get(name, name), values=dict(error.values))
            )
            return None
        if amount.ratio is not None or amount.unit is not None or not amount.known:
            self._problem("rates.no-bounds", row, name, found=said)
            return None
        low = 0.0 if amount.low is None else float(amount.low) + (1 if whole and amount.low_open else 0)
        high = None if amount.high is None else float(amount.high) - (1 if whole and amount.high_open else 0)
        if low < 0 or (high is not None and high < 0):
            self._problem("rates.below-0", row, name, name=self.known.get(name, name), found=said)
            return None
        if whole and (low % 1 or (high or 0) % 1):
            self._problem("rates.fractional", row, name, found=said)
            return None
        return low, high

    def _days(self, row: TableRow) -> Days | None:
        """Return the days of a row."""
        name = next((one for one in ("fiscal", "year", "period", "from") if one in self.known), "from")
        said = row.cells[self.known[name]]
        try:
            if name in ("fiscal", "year"):
                return self._year(said, fiscal=name == "fiscal")
            if name == "period":
                return _span(said)
            return Days(_span(said).first, _span(row.cells[self.known["to"]]).last)
        except (InputError, ValueError) as error:
            values: dict[str, object] = {"found": said} if not isinstance(error, InputError) else dict(error.values)
            key = error.key if isinstance(error, InputError) else "rates.no-year"
            self.problems.append(Problem(key, self.file.file, row.row, self.known[name], values=values))
            return None

    def _year(self, said: str, *, fiscal: bool) -> Days:
        bare = said.removeprefix("FY").strip()
        if not (bare.isdigit() and 1800 <= int(bare) <= 2200):
            raise ValueError
        return year(int(bare), (self.starts or 1) if fiscal else 1)

    def _problem(self, key: str, row: TableRow, column: str, *, gravity: str = "error", **values: object) -> None:
        self.problems.append(
            Problem(key, self.file.file, row.row, self.known.get(column, column), gravity=gravity, values=values)
        )

    def done(self) -> ReadFigures:
        """Return what was read."""
        return ReadFigures(
            deaths=tuple(self.found["deaths"]), exposures=tuple(self.found["person-years"]), unknown=tuple(self.unknown),
            problems=tuple(self.problems), rivals=self.rivals if len(self.rivals) > 1 else (), fiscal="fiscal" in self.known and self.starts is None, dated="fiscal" not in self.known,
            stock="population" in self.known and "average" not in self.known and "person-years" not in self.known,
        )  # fmt: skip


def _span(said: str) -> Days:
    """Return the days from the first to the last that a time in words may mean."""
    span = when.parse(said)
    if span.first_imprecise is None or span.last_imprecise is None:
        raise InputError("rates.open-period", found=said)
    return Days(span.first_imprecise, span.last_imprecise)


def together(*files: ReadFigures) -> ReadFigures:
    """Return what several files hold as one; places and ages that only one side has are summed over.

    Raises :class:`~habeas.errors.InputError` where one file goes by fiscal years whose first month is not known and another by days: they cannot
    be compared.
    """
    if any(one.fiscal for one in files) and any(one.dated for one in files):
        raise InputError("rates.fiscal-against-days")
    deaths = [one for file in files for one in file.deaths]
    exposures = [one for file in files for one in file.exposures]
    unknown = [one for file in files for one in file.unknown]
    for name in ("place", "age"):
        sides = [any(getattr(one, name) for one in side) for side in (deaths, exposures)]
        if sides == [True, False]:
            deaths = _summed(deaths, [one for kind, one in unknown if kind == "deaths"], name)
        elif sides == [False, True]:
            exposures = _summed(exposures, [one for kind, one in unknown if kind == "person-years"], name)
    return ReadFigures(
        deaths=tuple(deaths), exposures=tuple(exposures), unknown=tuple(unknown),
        problems=tuple(one for file in files for one in file.problems),
        rivals=tuple(dict.fromkeys(one for file in files for one in file.rivals)), fiscal=any(one.fiscal for one in files), stock=any(one.stock for one in files),
    )  # fmt: skip


def _summed(figures: Sequence[Figure], unknown: Sequence[Figure], name: str) -> list[Figure]:
    """Return the figures summed over places, or over ages; where one of them is unknown the sum has no upper bound."""

    def kept(one: Figure) -> tuple[Days, str, str]:
        return one.days, "" if name == "place" else one.place, "" if name == "age" else one.age

    found = []
    for (days, place, age), group in groupby(sorted([*figures, *unknown], key=kept), kept):
        ones = list(group)
        low, high = total(ones)
        found.append(Figure(days=days, label=ones[0].label, place=place, age=age, low=low, high=high))
    return found


def read_reference(path: Path) -> Reference:
    """Read a reference: a column of ages, and rates per 100,000, or deaths with person-years (or population), or a standard population."""
    file = read_table(path)
    known = columns(file.headers)
    years = next((one for one in ("person-years", "average", "population") if one in known), None)
    if "age" not in known or not ("rate" in known or "standard" in known or ("deaths" in known and years)):
        raise InputError("rates.no-reference-columns", file=file.file, known=list(file.headers))
    rates: dict[str, float | tuple[float, float]] = {}
    standard: dict[str, float] = {}
    problems = list(file.problems)
    for row in file.rows:
        age = row.cells[known["age"]]
        number = _numbers(file, row, known, problems)
        if "deaths" in number and years in number:
            rates[age] = (number["deaths"], number[years])
        elif "rate" in number:
            rates[age] = number["rate"]
        if "standard" in number:
            standard[age] = number["standard"]
    return Reference(rates=rates, standard=standard, problems=tuple(problems))


def read_published(path: Path) -> tuple[tuple[PublishedRow, ...], tuple[Problem, ...]]:
    """Read a published table: a name, deaths and person-years a row, exact numbers, and the days of the deaths (from, to) where they are said."""
    file = read_table(path)
    known = columns(file.headers)
    name = next((one for one in ("name", "place", "period") if one in known), None)
    if name is None or not {"deaths", "person-years"} <= known.keys():
        raise InputError("rates.no-published-columns", file=file.file, known=list(file.headers))
    problems, found = list(file.problems), []
    for row in file.rows:
        number = _numbers(file, row, known, problems)
        days = None
        if {"from", "to"} <= known.keys():
            try:
                days = Days(_span(row.cells[known["from"]]).first, _span(row.cells[known["to"]]).last)
            except InputError as error:
                problems.append(Problem(error.key, file.file, row.row, known["from"], values=dict(error.values)))
        if {"deaths", "person-years"} <= number.keys():
            deaths, years = round(number["deaths"]), number["person-years"]
            found.append(PublishedRow(name=row.cells[known[name]], deaths=deaths, person_years=years, days=days))
    return tuple(found), tuple(problems)


def _numbers(file: TableFile, row: TableRow, known: Mapping[str, str], problems: list[Problem]) -> dict[str, float]:
    """Return the exact numbers of a row by what they are; what is no number is a problem."""
    found: dict[str, float] = {}
    for name in ("deaths", "person-years", "average", "population", "rate", "standard"):
        if name not in known:
            continue
        said = row.cells[known[name]]
        try:
            amount = parse(said)
        except InputError as error:
            problems.append(Problem(error.key, file.file, row.row, known[name], values=dict(error.values)))
            continue
        if amount.low is None or amount.low != amount.high or amount.low < 0:
            problems.append(Problem("rates.not-exact", file.file, row.row, known[name], values={"found": said}))
            continue
        found[name] = float(amount.low)
    return found
