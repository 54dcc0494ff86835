"""The register: a series of daily rosters as events with interval dates, stays, histories, and a count for every day.

Nothing is known of the time between two lists but that somebody came or went in it; days without a list, and copies of an earlier one, make that
time longer. Every count of a day is of the hour at which its list is taken.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from habeas.custody import register_days as daily
from habeas.custody import register_hour, register_spells, register_stays
from habeas.custody.register_days import Change, Counted, RosterDay
from habeas.custody.register_hour import Hour
from habeas.custody.register_units import Unit, full_days, person, units, without_copies
from habeas.errors import InputError
from habeas.records.engine import ROW_GROUP, connect, literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from habeas.custody.custody import Custody
    from habeas.records import Reading

Progress = Callable[[int, int], None]
REGISTER_TABLES: Final = ("events", "history", "days", "vanished", "runs")
_NAME: Final = "register.json"
_STEPS: Final = 6
_ROUNDS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A register in a folder: its tables as Parquet (:data:`REGISTER_TABLES`), and this, as ``register.json``.

    ``rows`` are all rows of the series, ``without_id`` those that name nobody. ``persons`` and ``stays`` are certain and possible: a stay is possible
    only where its admission lies before a list that has the person under another, and a row without an identifier may be a person and a
    stay of its own. ``days`` are all days from the first to the last; ``covered`` of them have a list that is believed. ``at`` is the hour of
    the lists, learned from ``fitting`` of ``admissions``, or by convention the end of the day where ``hour_learned`` is false.
    ``open_stays`` are on the last list. ``float_ids`` rows had an identifier that a spreadsheet had turned into a number.
    """

    folder: Path
    series: str
    rows: int
    without_id: int
    persons: tuple[int, int]
    stays: tuple[int, int]
    open_stays: int
    float_ids: int
    at: time
    hour_learned: bool
    admissions: int
    fitting: int
    days: tuple[RosterDay, ...]
    changes_a_day: float | None

    def table(self, name: str) -> Path:
        """Return the file of a table."""
        return self.folder / f"{name}.parquet"

    def of_state(self, state: str) -> tuple[RosterDay, ...]:
        """Return the days in a state, in order; see :data:`habeas.custody.register_units.STATES`."""
        return tuple(one for one in self.days if one.state == state)

    @property
    def covered(self) -> tuple[RosterDay, ...]:
        """The days of which one list is believed as it stands."""
        return self.of_state("believed")

    def custody(self, **options: Any) -> Custody:
        """Return the custody of the register, for a ``with`` block: stints, stays, a census, lengths, as :meth:`Custody.write` gives them.

        The counts called midnight are of the hour of the lists. Raises InputError where no list is believed.
        """
        from habeas.custody.custody import Custody
        from habeas.custody.rules import ROSTER

        full = [one.day for one in self.days if one.state in {"believed", "doubled"}]
        if not full:
            raise InputError("register.nothing-believed", folder=str(self.folder))
        until = datetime.combine(full[-1], self.at)
        return Custody(self.table("runs"), until, rule=ROSTER, days=(full[0], full[-1]), at=self.at, **options)

    def write(self) -> None:
        """Write ``register.json``."""
        raw = {**asdict(self), "folder": None}
        text = json.dumps(raw, default=str, indent=1, ensure_ascii=False)
        (self.folder / _NAME).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the register that a folder holds. Raises InputError where it holds none."""
        try:
            raw = json.loads((folder / _NAME).read_text(encoding="utf-8"))
            days = tuple(_day_from(one) for one in raw["days"])
            pairs = {name: tuple(raw[name]) for name in ("persons", "stays")}
            return cls(**{**raw, **pairs, "days": days, "folder": folder, "at": time.fromisoformat(raw["at"])})
        except (OSError, ValueError, TypeError, KeyError):
            raise InputError("register.none-here", folder=str(folder)) from None


def _day_from(raw: Mapping[str, Any]) -> RosterDay:
    dates = {
        name: raw[name] and date.fromisoformat(raw[name])
        for name in (one.name for one in fields(RosterDay))
        if name in {"day", "previous", "copy_of"}
    }
    return RosterDay(**{**raw, **dates, "files": tuple(raw["files"])})


@dataclass(frozen=True, slots=True)
class Judged:
    """The lists of a series judged, and what happened from day to day."""

    units: tuple[Unit, ...]
    changes: tuple[Change, ...]
    usual: daily.Usual


def make_register(reading: Reading, to: Path, progress: Progress | None = None) -> Register:
    """Make a register of a reading of rosters, into a folder.

    Raises:
        ValueError: the reading is of another kind.
        InputError: it has no row whose day is known.
    """
    if reading.kind != "roster":
        raise ValueError(f"make_register of {reading.kind}")
    to.mkdir(parents=True, exist_ok=True)
    source = f"read_parquet({literal(str(reading.table))})"
    steps = _Steps(progress)
    with tempfile.TemporaryDirectory(prefix=".register-", dir=to) as scratch, connect(Path(scratch)) as engine:
        columns = [row[0] for row in engine.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]  # noqa: S608 - own names
        given = units(engine, source, columns)
        if not given:
            raise InputError("register.empty", series=reading.release)
        steps.next()
        judged = judge(engine, source, columns, given)
        steps.next()
        hour = register_hour.learn(engine)
        counted = count_odd(engine, source, judged.units)
        register_stays.bound(engine, hour)
        register_stays.fetch_told(engine, source)
        steps.next()
        _write_tables(engine, source, columns, to, reading.release, hour, steps)
        days = daily.calendar(judged.units, judged.changes, counted)
        _write_days(days, to / "days.parquet")
        made = _register(engine, source, to, reading.release, judged, hour, days)
    made.write()
    steps.next()
    return made


class _Steps:
    """Tells progress a step at a time."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._done = 0

    def next(self) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, _STEPS)


def judge(engine: DuckDBPyConnection, source: str, columns: Sequence[str], given: Sequence[Unit]) -> Judged:
    """Find which lists are believed: by rounds, for what is usual is learned from those that are. Leaves ``runs`` and ``presences``."""
    now = without_copies(given, None)
    for _ in range(_ROUNDS):
        register_spells.place_units(engine, now)
        register_spells.find_spells(engine, source, columns, now)
        register_spells.find_runs(engine)
        daily.find_presences(engine)
        found = daily.changes(engine, now)
        normal = daily.usual(found)
        better = _better(given, now, found, daily.blocks(engine))
        if [one.state for one in better] == [one.state for one in now]:
            break
        now = better
    return Judged(now, found, normal)


def _better(
    given: Sequence[Unit], now: Sequence[Unit], found: Sequence[Change], away: Sequence[tuple[int, int, int]]
) -> tuple[Unit, ...]:
    """Return the units judged by what is usual; what was doubted before stays so."""
    from dataclasses import replace

    before = {one.number: one.state for one in now if one.state in {"partial", "foreign"}}
    copied = without_copies(given, daily.usual(found).changes)
    kept = tuple(
        replace(one, state=before[one.number]) if one.number in before and one.state == "believed" else one
        for one in copied
    )
    return daily.doubted(found, kept, away)


def count_odd(engine: DuckDBPyConnection, source: str, given: Sequence[Unit]) -> dict[date, Counted]:
    """Return the counts of the days whose lists are not one that is believed."""
    days = sorted({one.day for one in given if one.state in {"doubled", "partial", "foreign"}})
    if not days:
        return {}
    files = {one.day: [] for one in given}  # type: dict[date, list[str]]
    for one in given:
        if one.state in {"doubled", "partial", "foreign"}:
            files[one.day].append(one.file)
    named = ", ".join(literal(name) for day in days for name in files[day])
    listed = ", ".join(f"DATE '{day}'" for day in days)
    query = f"""
        WITH each AS (SELECT day, {person()} AS p, count(DISTINCT (file, sheet)) AS lists, count(*) AS n FROM {source}
            WHERE day IN ({listed}) AND file IN ({named}) AND person IS NOT NULL GROUP BY day, p),
        lists AS (SELECT day, count(DISTINCT (file, sheet)) AS lists FROM {source} WHERE day IN ({listed}) AND file IN ({named}) GROUP BY day)
        SELECT day, count(*) FILTER (each.lists = lists.lists), count(*), CAST(sum(n - each.lists) AS BIGINT)
        FROM each JOIN lists USING (day) GROUP BY day"""  # noqa: S608 - own names
    return {row[0]: Counted(row[1], row[2], row[3]) for row in engine.execute(query).fetchall()}


def _write_tables(  # noqa: PLR0917 - what tables are made of
    engine: DuckDBPyConnection, source: str, columns: Sequence[str], to: Path, place: str, hour: Hour, steps: _Steps
) -> None:  # fmt: skip
    _copy(engine, register_stays.EVENTS, to / "events.parquet")
    steps.next()
    said = register_stays.history(columns) or register_stays.NO_HISTORY
    _copy(engine, said, to / "history.parquet")
    steps.next()
    _copy(engine, register_stays.vanished(columns), to / "vanished.parquet")
    _copy(engine, register_stays.canonical(columns, source, place, hour), to / "runs.parquet")


def _copy(engine: DuckDBPyConnection, query: str, to: Path) -> None:
    engine.execute(
        f"COPY ({query}) TO {literal(str(to))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP * 6})"
    )


def _write_days(days: Sequence[RosterDay], to: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    forms = {"day": pa.date32(), "previous": pa.date32(), "copy_of": pa.date32(), "state": pa.string(), "files": pa.list_(pa.string()),
             "same_rows": pa.bool_()}  # fmt: skip
    names = [one.name for one in fields(RosterDay)]
    schema = pa.schema([(name, forms.get(name, pa.int64())) for name in names])
    pq.write_table(pa.Table.from_pylist([asdict(one) for one in days], schema=schema), to, compression="zstd")


def _register(  # noqa: PLR0917 - what a register is made of
    engine: DuckDBPyConnection,
    source: str,
    to: Path,
    series: str,
    judged: Judged,
    hour: Hour,
    days: tuple[RosterDay, ...],
) -> Register:
    found = engine.execute("""SELECT count(DISTINCT p), count(DISTINCT stay), count(DISTINCT stay) FILTER (certain),
        count(DISTINCT stay) FILTER (by_day IS NULL) FROM stays""").fetchone() or (0, 0, 0, 0)
    floats = engine.execute(f"SELECT count(*) FROM {source} WHERE person <> {person()}").fetchone() or (0,)  # noqa: S608 - own names
    used = {one.file for one in judged.units if one.proves_presence}
    nobody = sum(one.rows - one.known for one in judged.units if one.file in used and one.proves_presence)
    return Register(
        folder=to,
        series=series,
        rows=sum(one.rows for one in judged.units),
        without_id=nobody,
        persons=(found[0], found[0] + nobody),
        stays=(found[2], found[1] + nobody),
        open_stays=found[3] if full_days(judged.units) else 0,
        float_ids=floats[0],
        at=hour.at,
        hour_learned=hour.learned,
        admissions=hour.admissions,
        fitting=hour.fitting,
        days=days,
        changes_a_day=judged.usual.changes,
    )
