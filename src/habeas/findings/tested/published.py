"""Published figures of a series: what a table of statistics says that records of custody can be asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from habeas.amount import Amount
from habeas.findings.audit import Cell
from habeas.findings.tested.model import Figure, Measure
from habeas.findings.tested.records import Link, folded, quoted

LEAST: Final = 10.0
"""The least average of a single facility that is tested."""
_CELLS: Final = 4
_CRIMINALITY: Final = ("convicted", "pending", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """Which rows of the tables of statistics are one series: the table, the labels it must have, and what it measures."""

    table: str
    measure: Measure
    labels: Mapping[str, str]
    by: str | None = None


_KINDS: Final = (
    _Kind(table="adp-by-agency-month-criminality", measure="average", labels={"agency": "total"}, by="criminality"),
    _Kind(table="book-ins-by-agency", measure="book-ins", labels={"agency": "total"}),
    _Kind(table="book-outs-by-facility-type", measure="releases", labels={"facility_type": "total"}),
    _Kind(table="removals", measure="removals", labels={"removed": "total"}),
    _Kind(table="alos-by-agency-month-criminality", measure="length", labels={"agency": "total"}, by="criminality"),
)


def figures_of(table: Path) -> dict[str, tuple[Figure, ...]]:
    """Return the series in a table of ``figures`` (docs/statistics.md) that records of custody can be asked for, by their names.

    Each is in the order of its publications. Averages of who is held and average lengths of stay, for all and by criminality;
    book-ins, final book-outs and removals of all; not by arresting agency, of which records of custody do not tell.
    """
    with Link() as link:
        link.view("figures", table)
        found: dict[str, list[Figure]] = {}
        for kind in _KINDS:
            for name, figure in _figures(link, kind):
                found.setdefault(name, []).append(figure)
    return {name: tuple(ones) for name, ones in sorted(found.items()) if ones}


def _figures(link: Link, kind: _Kind) -> Iterator[tuple[str, Figure]]:
    rows = link.ask(f"""
        select labels, first_day, last_day, value, text, file, sheet, line, "column", row_label, column_label, cast(pulled as varchar)
        from figures
        where "table" = {quoted(kind.table)} and value is not null and not coalesce(future, false) and not coalesce(hidden, false)
          and first_day is not null and last_day is not null
        order by pulled nulls first, file, row""")  # noqa: S608 - words of ours, values quoted
    for labels, *rest in rows:
        said: dict[str, Any] = json.loads(labels)
        if any(said.get(name) != value for name, value in kind.labels.items()):
            continue
        value = said.get(kind.by) if kind.by else None
        if kind.by and value not in (None, "total", *_CRIMINALITY):
            continue
        if set(said) - set(kind.labels) - ({kind.by} if kind.by else set()):
            continue
        of = value if value in _CRIMINALITY else None
        yield f"{kind.table}{f'/{of}' if of else ''}", _figure(kind, of, rest)


def _figure(kind: _Kind, of: str | None, row: list[Any]) -> Figure:
    first, last, value, text, file, sheet, line, column, row_label, column_label, pulled = row
    label = ", ".join(part for part in (row_label, column_label) if part)
    return Figure(
        measure=kind.measure,
        amount=Amount.exact(value, unit="days" if kind.measure == "length" else "persons"),
        first_day=first,
        last_day=last,
        who=(("criminality", of),) if of else (),
        published=pulled or file,
        cell=Cell(file=file, sheet=sheet, line=line, column=column, label=label, found=text),
    )


def figures_by_place(table: Path, names: Mapping[str, str], least: float = LEAST) -> tuple[Figure, ...]:
    """Return the averages of single facilities in a table of ``figures``, of those whose name is, letter by letter, one of ``names``.

    ``names`` give the code of each name that is the name of one code only (``names()`` of the records). A facility's average is the sum of its
    four cells by sex and criminality; the cell given is the first. Those below ``least`` are left out: of few persons a ratio says little.
    """
    with Link() as link:
        link.view("figures", table)
        rows = link.ask("""
            select subject, first_day, last_day, sum(value), count(*), file, sheet, line, min("column"), cast(any_value(pulled) as varchar)
            from figures
            where "table" = 'facilities' and measure = 'adp' and not coalesce(hidden, false) and value is not null
              and json_extract_string(labels, '$.sex') is not null and first_day is not null and last_day is not null
            group by subject, first_day, last_day, file, sheet, line
            order by any_value(pulled) nulls first, file, line""")
    made = []
    for subject, first, last, value, n, file, sheet, line, column, pulled in rows:
        code = names.get(folded(subject))
        if code is None or n != _CELLS or value < least:
            continue
        cell = Cell(file=file, sheet=sheet, line=line, column=column, label=subject, found=str(value))
        amount = Amount.exact(round(value, 9), unit="persons")
        made.append(
            Figure(
                measure="average",
                amount=amount,
                first_day=first,
                last_day=last,
                place=code,
                published=pulled or file,
                cell=cell,
            )
        )
    return tuple(made)
