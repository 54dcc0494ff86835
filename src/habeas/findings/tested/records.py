"""What records give for a figure, by one definition: a pair of certain and possible, and the rows under it.

Two kinds of tables are asked: those of custody (:class:`Held`), which ``Custody.write`` makes of one release, and facility-days
(:class:`FacilityDays`), counts by place and day that somebody else made.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

from habeas.errors import InputError

if TYPE_CHECKING:
    import duckdb

    from habeas.findings.tested.model import Definition, Figure, Measure, Rebuilt, Way

SAMPLE: Final = 5


class NotTestable(Exception):  # noqa: N818 - it is an answer, not a fault
    """Why records cannot answer for a figure: a message key and its values."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values: Mapping[str, object] = values


class Records(Protocol):
    """Tables that a figure can be tested against."""

    first_day: date
    last_day: date

    def ways(self, figure: Figure) -> tuple[Way, ...]:
        """Return the ways in which these tables can count such a figure, that of most publishers first."""
        ...

    def left_out(self, words: Sequence[str]) -> int:
        """Return how many places have one of the words in their code or name."""
        ...

    def codes(self) -> list[str]:
        """Return the code of each place, in order."""
        ...

    def names(self) -> dict[str, str]:
        """Return the code of each place by its name in capitals, where the name is that of one code only."""
        ...

    def rebuilt(self, definition: Definition, *, rows: bool = True) -> Rebuilt:
        """Return what the tables give, with the rows under it or their query alone. Raises NotTestable where they cannot answer."""
        ...


class Link:
    """An open connection to DuckDB in this process, for a ``with`` block; what it makes lies in a folder of its own, then deleted."""

    def __init__(self) -> None:
        import duckdb

        scratch = tempfile.mkdtemp(prefix="habeas-tested-")
        self._gone = weakref.finalize(self, shutil.rmtree, scratch, ignore_errors=True)
        self.link: duckdb.DuckDBPyConnection = duckdb.connect(
            config={
                "threads": 2,
                "autoinstall_known_extensions": False,
                "memory_limit": "1GB",
                "temp_directory": scratch,
            }
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Free what the connection holds."""
        self.link.close()
        self._gone()

    def view(self, name: str, path: Path) -> bool:
        """Name the rows of a Parquet file; False where there is no such file. Raises InputError where it cannot be read."""
        import duckdb

        if not path.is_file():
            return False
        try:
            self.link.execute(f"create view {name} as from read_parquet('{str(path).replace(chr(39), chr(39) * 2)}')")
        except duckdb.Error as error:
            raise InputError("tested.unreadable", file=str(path), found=str(error).splitlines()[0]) from None
        return True

    def ask(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query; only the values that it names are passed."""
        return self.link.execute(sql, {name: one for name, one in values.items() if f"${name}" in sql}).fetchall()


def has_word(text: str, words: Sequence[str]) -> str:
    """Return the condition that a text of SQL has one of the words; the words are told in capitals."""
    found = (f"contains({text}, {quoted(word.upper())})" for word in words)
    return f"({' or '.join(found)})" if words else "false"


def folded(name: str) -> str:
    """Return a name as it is compared: its letters in capitals, one space between words."""
    return " ".join(name.upper().split())


def single(pairs: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """Return the code of each name, from codes and their names, where the name is that of one code only."""
    codes: dict[str, set[str]] = {}
    for code, name in pairs:
        if name:
            codes.setdefault(folded(name), set()).add(code)
    return {name: next(iter(known)) for name, known in codes.items() if len(known) == 1}


def quoted(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def outs(figure: Figure, words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return by which words places may have been left out: as the figure says, else by none and by all of ``words``."""
    if figure.without is not None:
        return (figure.without,)
    return ((), words) if words and figure.place is None else ((),)


def within(definition: Definition, first: date, last: date) -> tuple[date, date]:
    """Return the days of a definition. Raises NotTestable where it has none, or some lie outside of the days of the tables."""
    if definition.first_day is None or definition.last_day is None:
        raise NotTestable("tested.no-days")
    if not first <= definition.first_day <= definition.last_day <= last:
        raise NotTestable("tested.outside", start=first, end=last)
    return definition.first_day, definition.last_day


def mean(days: Mapping[date, tuple[float, float]], first: date, last: date) -> tuple[float, float]:
    """Return the averages of certain and possible over days; a day that is missing counts nobody."""
    n = (last - first).days + 1
    wanted = [days.get(first + timedelta(days=i), (0.0, 0.0)) for i in range(n)]
    return sum(low for low, _ in wanted) / n, sum(high for _, high in wanted) / n


def extremes(days: Mapping[date, tuple[float, float]], first: date, last: date) -> tuple[float, float]:
    """Return the least certain and the greatest possible of days; a day that is missing counts nobody."""
    wanted = [days.get(first + timedelta(days=i), (0.0, 0.0)) for i in range((last - first).days + 1)]
    return min(low for low, _ in wanted), max(high for _, high in wanted)


def over(measure: Measure, days: Mapping[date, tuple[float, float]], first: date, last: date) -> tuple[float, float]:
    """Return what days give: their average, or, of a population on some day of them, the least and the greatest."""
    return mean(days, first, last) if measure == "average" else extremes(days, first, last)


def population(measure: Measure) -> bool:
    """Whether a measure counts who is held."""
    return measure in ("population", "average")
