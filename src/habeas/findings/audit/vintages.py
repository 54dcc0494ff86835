"""Vintages: every figure of a series, followed from publication to publication.

A *chain* is one figure as the publications of a series give it in turn: the same table, measure, subject, labels and period. The
publications of a year are put in the order that their figures say: of two, the later is the one in which most counts that can only grow
are greater. Their stamps decide where the figures do not, so that a wrong stamp moves no publication.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from habeas.findings.audit.model import Cell
from habeas.findings.audit.publications import Publication, Publications, cells
from habeas.findings.audit.series import Growing, Places, Rule, Series, Titled, quoted
from habeas.words import Said

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Mask = NDArray[np.bool_]

EPOCH: Final = date(1970, 1, 1)


class Role(IntEnum):
    """What a figure's period is to its publication: a month that was not over, or was; a longer one; a moment."""

    OPEN = 0
    MONTH = 1
    RUNNING = 2
    OVER = 3
    MOMENT = 4


PERIODS: Final = (Role.RUNNING, Role.OVER)

_TWICE: Final = """
CREATE OR REPLACE TEMP TABLE doubled AS
SELECT number, sheet, line, string_agg(text, ', ' ORDER BY measure) AS address FROM figures
WHERE NOT coalesce(hidden, false) AND "table" = {table} AND measure IN ({address}) AND subject IN (
    SELECT subject FROM figures WHERE "table" = {table} AND NOT coalesce(hidden, false)
    GROUP BY number, subject, sheet HAVING count(DISTINCT line) > 1)
GROUP BY number, sheet, line
"""
_CHAINED: Final = """
CREATE OR REPLACE TEMP TABLE chained AS
SELECT one.rowid AS id, number, value,
    "table" AS of_table, measure,
    (first_day - DATE '1970-01-01')::INTEGER AS first, (last_day - DATE '1970-01-01')::INTEGER AS last,
    CASE WHEN month IS NOT NULL THEN CASE WHEN partial THEN 0 ELSE 1 END
         WHEN first_day IS NULL OR first_day = last_day THEN 4 WHEN partial OR last_day IS NULL THEN 2 ELSE 3 END AS role,
    hash("table", measure, unit, {subject}, labels) AS family,
    hash(family, month, month IS NOT NULL AND first_day IS NULL,
         CASE WHEN role = 4 THEN fiscal_year END, CASE WHEN role IN (2, 3) THEN first_day END) AS chain
FROM figures AS one {joined}
WHERE value IS NOT NULL AND NOT coalesce(hidden, false) AND coalesce(unit, '') <> 'text' AND NOT (coalesce(future, false) AND value = 0)
QUALIFY count(*) OVER (PARTITION BY number, chain) = 1
"""
_FETCHED: Final = """
SELECT id, number, value, coalesce(first, -1) AS first, coalesce(last, -1) AS last, role,
    (dense_rank() OVER (ORDER BY of_table, measure) - 1)::INTEGER AS kind,
    (dense_rank() OVER (ORDER BY family) - 1)::INTEGER AS family, (dense_rank() OVER (ORDER BY chain) - 1)::INTEGER AS chain
FROM chained
"""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Figures:
    """The figures of a series in columns, by chain and, within a chain, in the order of the vintages.

    ``id`` is the figure's row in the database, ``rank`` the place of its publication in the order, ``kind`` its table and measure,
    ``family`` the chains alike but for their period. ``first`` and ``last`` are days since 1970, -1 where unknown. ``before`` and
    ``after`` are the positions of the same figure in the vintage before and after, -1 where there is none.
    """

    id: Ints
    rank: Ints
    value: Floats
    first: Ints
    last: Ints
    role: Ints
    kind: Ints
    family: Ints
    chain: Ints
    before: Ints
    after: Ints

    def days(self) -> Ints:
        """Return the days of each figure's period, both ends included; 0 where they are not known."""
        import numpy as np

        return np.where((self.first >= 0) & (self.last >= 0), self.last - self.first + 1, 0)


class Vintages:
    """The publications of a series in the order of their figures, and the figures by chain."""

    def __init__(self, publications: Publications, series: Series) -> None:
        import numpy as np

        self.publications = publications
        self.series = series
        self._database = publications.database
        self._cells: dict[int, dict[str, Any]] = {}
        self._read()
        columns = {name: np.asarray(column) for name, column in self._database.execute(_FETCHED).fetchnumpy().items()}
        self.kinds: tuple[tuple[str, str], ...] = tuple(
            self._database.execute("SELECT DISTINCT of_table, measure FROM chained ORDER BY ALL").fetchall()
        )
        self.order: tuple[Publication, ...] = self._ordered(columns)
        self.figures = self._followed(columns)

    def _read(self) -> None:
        """Make the table of chains."""
        places = self.series.of(Places)
        if places:
            texts = ", ".join(map(quoted, places[0].address))
            self._database.execute(_TWICE.format(table=quoted(places[0].table), address=texts))
        joined, subject = subject_sql(self.series)
        self._database.execute(_CHAINED.format(subject=subject, joined=joined))

    def _ordered(self, columns: dict[str, Any]) -> tuple[Publication, ...]:
        """Return the publications, year by year, each year in the order its counts that only grow give."""
        import numpy as np

        growing = self._having(self.series.of(Growing), columns["id"]) & np.isin(columns["role"], PERIODS)
        ordered: list[Publication] = []
        published = sorted(self.publications.distinct, key=lambda one: (one.year is None, one.year or 0, one.number))
        for _, group in groupby(published, key=lambda one: one.year):
            year = list(group)
            table = _table(columns, growing, [one.number for one in year])
            wins = [
                sum(_later(table[:, one], table[:, other]) for other in range(len(year)) if other != one)
                for one in range(len(year))
            ]
            ordered += [year[n] for n in np.lexsort((range(len(year)), wins))]
        return tuple(ordered)

    def _followed(self, columns: dict[str, Any]) -> Figures:
        """Return the figures sorted into chains, each with the one before and the one after it."""
        import numpy as np

        ranks = np.zeros(len(self.order), dtype=np.int64)
        for rank, one in enumerate(self.order):
            ranks[one.number] = rank
        rank = ranks[columns["number"]] if len(columns["number"]) else columns["number"].astype(np.int64)
        by = np.lexsort((rank, columns["chain"]))
        kept = {name: columns[name][by] for name in columns.keys() - {"number"}}
        chain, positions = kept["chain"], np.arange(len(by))
        same = np.zeros(len(by), dtype=bool)
        same[1:] = chain[1:] == chain[:-1]
        after = np.where(np.append(same[1:], [False] * min(1, len(by))), positions + 1, -1)
        return Figures(rank=rank[by], before=np.where(same, positions - 1, -1), after=after, **kept)

    @cached_property
    def _size(self) -> int:
        found = self._database.execute("SELECT coalesce(max(rowid) + 1, 0) FROM figures").fetchone()
        return int(found[0]) if found else 0

    def _having(self, rules: Sequence[Rule], ids: Ints) -> Mask:
        """Return which figures the selector ``of`` of any of the rules names."""
        import numpy as np

        named = np.zeros(self._size, dtype=bool)
        if rules:
            conditions = " OR ".join(f"({one.of.sql()})" for one in rules)  # type: ignore[attr-defined]
            found = self._database.execute(f"SELECT rowid FROM figures WHERE {conditions}").fetchnumpy()  # noqa: S608 - declared selectors, quoted
            named[np.asarray(found["rowid"])] = True
        return named[ids] if len(ids) else np.zeros(0, dtype=bool)

    def named_by(self, rules: Sequence[Rule]) -> Mask:
        """Return which of the figures the selector ``of`` of any of the rules names."""
        return self._having(rules, self.figures.id)

    def cells(self, positions: Iterable[int], most: int = 12) -> tuple[Cell, ...]:
        """Return the cells of figures by their positions, in that order, no more than ``most``."""
        wanted = [int(self.figures.id[position]) for position in list(positions)[:most]]
        unknown = [one for one in dict.fromkeys(wanted) if one not in self._cells]
        if unknown:
            # One row by its number is found at once; of a list of them the engine reads the whole table.
            query = " UNION ALL ".join(f"SELECT rowid, cell FROM figures WHERE rowid = {one}" for one in unknown)  # noqa: S608 - numbers
            self._cells.update(self._database.execute(query).fetchall())
        return cells(self._cells[one] for one in wanted)

    def table(self, name: str) -> Said:
        """Return what a table is called in a sentence."""
        titles = {one.table: one.said for one in self.series.of(Titled)}
        return titles.get(name) or Said(f"the table “{name}”", f"el cuadro «{name}»")

    def labels(self, position: int) -> str:
        """Return what the publisher calls the cell of a figure."""
        return self.cells([position])[0].label

    def day(self, position: int) -> date | None:
        """Return the last day that a figure speaks of."""
        last = int(self.figures.last[position])
        return EPOCH + timedelta(days=last) if last >= 0 else None


def _table(columns: dict[str, Any], wanted: Mask, numbers: Sequence[int]) -> Floats:
    """Return the values of figures as a table: a line a chain, a column a publication of ``numbers``; nan where there is none."""
    import numpy as np

    column = np.full(max(numbers) + 1, -1)
    column[list(numbers)] = range(len(numbers))
    here = wanted & (columns["number"] <= max(numbers))
    here[here] = column[columns["number"][here]] >= 0
    chains, line = np.unique(columns["chain"][here], return_inverse=True)
    made = np.full((len(chains), len(numbers)), np.nan)
    made[line, column[columns["number"][here]]] = columns["value"][here]
    return made


def _later(one: Floats, other: Floats) -> float:
    """Return 1 where most of the figures that differ are greater in ``one``, 0 where they are less, and a half where neither."""
    import numpy as np

    grown, fallen = int(np.sum(one > other)), int(np.sum(one < other))
    return 0.5 if grown == fallen else float(grown > fallen)


def subject_sql(series: Series) -> tuple[str, str]:
    """Return a join and the subject of a figure: places of one name in one publication are told apart by their address."""
    if not series.of(Places):
        return "", "subject"
    return "LEFT JOIN doubled USING (number, sheet, line)", "nullif(concat_ws(' @ ', subject, address), '')"


_MADE: WeakKeyDictionary[Publications, Vintages] = WeakKeyDictionary()


def vintages_of(publications: Publications, series: Series) -> Vintages:
    """Return the vintages of publications, made once for all checks."""
    made = _MADE.get(publications)
    if made is None or made.series is not series:
        made = _MADE[publications] = Vintages(publications, series)
    return made
