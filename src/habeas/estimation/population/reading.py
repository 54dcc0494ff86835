"""A table of figures on a population: one row a figure, with its day, what it counts, and who said it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final, Protocol

from habeas import amount as amounts
from habeas import when as times
from habeas.amount import Amount
from habeas.errors import InputError, Problem
from habeas.estimation.files import TableFile, TableRow, read_table
from habeas.estimation.population.figures import KINDS, STOCKS, Figure, Kind
from habeas.when import Span

_HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "when": ("when", "day", "date", "period", "as of", "cuando", "dia", "fecha", "periodo", "a fecha de"),
    "kind": ("kind", "type", "measure", "clase", "tipo", "medida"),
    "value": ("value", "figure", "number", "persons", "count", "valor", "cifra", "numero", "personas"),
    "low": ("low", "min", "minimum", "from", "minimo", "desde"),
    "high": ("high", "max", "maximum", "to", "maximo", "hasta"),
    "source": ("source", "speaker", "who said", "publisher", "fuente", "quien lo dice", "declarante"),
    "scope": ("scope", "place", "where", "ambito", "lugar", "donde"),
    "definition": ("definition", "who is counted", "who", "counted", "definicion", "a quien se cuenta", "quienes"),
    "since": ("since", "counted since", "first day", "contado desde", "primer dia"),
    "derived": ("derived from", "derived", "derivado de", "calculado de"),
}  # fmt: skip
_KNOWN: Final = {alias: name for name, aliases in _HEADERS.items() for alias in aliases}
_KINDS: Final[Mapping[str, Kind]] = {
    **{one.replace("_", " "): one for one in KINDS},
    **dict.fromkeys(("population", "held", "recluidos", "recluidas", "poblacion", "existencias", "personas recluidas"), "stock"),
    **dict.fromkeys(("average population", "adp", "promedio", "poblacion media"), "average"),
    **dict.fromkeys(("arrests", "admissions", "arrivals", "transfers in", "ingresos", "arrestos", "detenciones", "capturas", "traslados de entrada"), "in"),
    **dict.fromkeys(("releases", "departures", "transfers out", "removals", "salidas", "liberaciones", "excarcelaciones", "traslados de salida"), "out"),
    **dict.fromkeys(("muertes", "fallecimientos"), "deaths"),
    **dict.fromkeys(("cumulative in", "cumulative arrests", "cumulative admissions", "total arrests", "ingresos acumulados", "arrestos acumulados", "capturas acumuladas", "detenciones acumuladas"), "in_total"),
    **dict.fromkeys(("cumulative out", "cumulative releases", "total releases", "salidas acumuladas", "liberaciones acumuladas"), "out_total"),
    **dict.fromkeys(("cumulative deaths", "total deaths", "muertes acumuladas"), "deaths_total"),
}  # fmt: skip


class _Wrong(Protocol):
    """Keeps a problem of a row: its message, the column by what it holds, and more values."""

    def __call__(self, key: str, name: str, /, **values: object) -> None: ...


@dataclass(frozen=True, slots=True)
class ReadFigures:
    """The figures of files, and every row that was set aside or is doubtful."""

    figures: tuple[Figure, ...]
    problems: tuple[Problem, ...]


def read_figures(paths: Iterable[Path]) -> ReadFigures:
    """Read figures of CSV or Excel files.

    Columns are found by their headers, in English or Spanish: when, kind and value (or low and high) are needed, source, scope, definition, since and
    derived from may be there. A row that cannot be read is a problem and set aside; the others are used. Raises
    :class:`~habeas.errors.InputError` where a file cannot be read or lacks a column that is needed.
    """
    figures: list[Figure] = []
    problems: list[Problem] = []
    for path in paths:
        table = read_table(path)
        problems += table.problems
        columns = _columns(table, problems)
        for row in table.rows:
            found = _figure(table.file, row, columns, problems)
            if found is not None:
                figures.append(found)
    return ReadFigures(tuple(figures), tuple(problems))


def _plain(words: str) -> str:
    bare = "".join(one for one in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def _columns(table: TableFile, problems: list[Problem]) -> dict[str, str]:
    found: dict[str, str] = {}
    for header in table.headers:
        name = _KNOWN.get(_plain(header))
        if name is None:
            problems.append(Problem("population.column-unused", table.file, column=header, gravity="warning"))
        else:
            found.setdefault(name, header)
    missing = [name for name in ("when", "kind") if name not in found]
    if "value" not in found and not {"low", "high"} & set(found):
        missing.append("value")
    if missing:
        raise InputError("population.columns-missing", file=table.file, found=missing, known=list(table.headers))
    return found


def _figure(file: str, row: TableRow, columns: Mapping[str, str], problems: list[Problem]) -> Figure | None:
    cells = {name: row.cells[header] for name, header in columns.items()}
    before = len(problems)

    def wrong(key: str, name: str, /, **values: object) -> None:
        problems.append(
            Problem(key, file, row.row, columns.get(name), values={"found": cells.get(name) or "–", **values})
        )

    kind = _KINDS.get(_plain(cells["kind"]))
    if kind is None:
        wrong("population.no-such-kind", "kind", known=[one.replace("_", " ") for one in KINDS])
    amount, span, since = _amount(cells, wrong), _span(cells["when"], wrong), _since(cells.get("since", ""), wrong)
    if len(problems) > before or kind is None or amount is None or span is None:
        return None
    return Figure(
        ref=f"{file}:{row.row}", kind=kind, amount=amount, span=_over(span, kind), source=cells.get("source", ""), scope=cells.get("scope", ""),
        definition=cells.get("definition", ""), since=since, derived_from=tuple(filter(None, [cells.get("derived", "")])), file=file, row=row.row,
    )  # fmt: skip


def _over(span: Span, kind: Kind) -> Span:
    """Return a span true on every one of its days, for what is counted over a whole period; a stock is of some day of it."""
    low, high = span.outer
    if kind in STOCKS - {"average"} or kind.endswith("_total") or low is None or high is None:
        return span
    return Span.every_day(low, high)


def _amount(cells: Mapping[str, str], wrong: _Wrong) -> Amount | None:
    said = cells.get("value", "")
    if said:
        return _parsed(said, "value", wrong)
    low, high = (_parsed(cells[name], name, wrong) if cells.get(name) else None for name in ("low", "high"))
    first, last = (None if one is None else one.stated if one.stated is not None else one.low for one in (low, high))
    if first is None and last is None:
        if not cells.get("low") and not cells.get("high"):
            wrong("population.no-number", "value" if "value" in cells else "low")
        return None
    if first is None or last is None:
        return Amount.at_least(first) if first is not None else Amount.at_most(last or Decimal(0))
    if first > last:
        wrong("population.low-above-high", "low", high=cells.get("high", ""))
        return None
    return Amount.exact(first) if first == last else Amount.range(first, last)


def _parsed(said: str, name: str, wrong: _Wrong) -> Amount | None:
    try:
        found = amounts.parse(said)
    except InputError as error:
        wrong("population.no-amount", name, why=error)
        return None
    if any(bound is not None and bound < 0 for bound in (found.low, found.high, found.stated)):
        wrong("population.negative", name)
        return None
    return found


def _span(said: str, wrong: _Wrong) -> Span | None:
    try:
        found = times.parse(said)
    except InputError as error:
        wrong("population.no-time", "when", why=error)
        return None
    if found.outer == (None, None):
        wrong("population.no-day", "when")
        return None
    return found


def _since(said: str, wrong: _Wrong) -> date | None:
    if not said:
        return None

    def here(key: str, _: str, /, **values: object) -> None:
        wrong(key, "since", **values)

    found = _span(said, here)
    return None if found is None else found.outer[0]
