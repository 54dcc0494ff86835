"""Rosters audited: daily lists of persons in custody held against each other, day by day and person by person.

What is usual (how many come and go in a day, how many are missing from one list alone) is learned from the series. No identifier is told: a
person is named by file and line.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.custody import Register, RosterDay, make_register
from habeas.findings.audit.model import AuditFinding, Cell, Gravity
from habeas.records import Progress, Reading

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_CELLS: Final = 12
"""So many cells of a finding are named."""
_SETTLED: Final = frozenset({"believed", "doubled"})


@dataclass(frozen=True, slots=True)
class Rosters:
    """What the checks look at: the reading and its register, an engine with views: ``every_row`` of the one, ``rows`` without copies and lists of other jails, and the tables of the other."""

    reading: Reading
    register: Register
    engine: DuckDBPyConnection
    columns: tuple[str, ...]

    def ask(self, query: str) -> list[dict[str, Any]]:
        """Return the rows of a query."""
        cursor = self.engine.execute(query)
        names = [one[0] for one in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def audit_rosters(reading: Reading, progress: Progress | None = None) -> list[AuditFinding]:
    """Audit a series of rosters. Raises ValueError for a reading of another kind; a reading without a usable row has no findings but those of its files."""
    import duckdb

    from habeas.findings.audit import rosters_persons, rosters_rows

    if reading.kind != "roster":
        raise ValueError(f"audit_rosters of {reading.kind}")
    with tempfile.TemporaryDirectory(prefix="habeas-rosters-") as folder, duckdb.connect() as engine:
        engine.execute("SET threads = 2; SET memory_limit = '1600MB'; SET enable_progress_bar = false")
        engine.execute(f"SET temp_directory = '{folder}/spill'")
        found = list(_files(reading, engine))
        if not reading.used:
            return found
        register = make_register(reading, Path(folder), progress)
        given = _opened(reading, register, engine)
        checks: Sequence[Callable[[Rosters], Iterable[AuditFinding]]] = (
            _stale, _missing, _doubled, _doubted, _named_alone, *rosters_rows.CHECKS, *rosters_persons.CHECKS,
        )  # fmt: skip
        for check in checks:
            found += check(given)
    return found


def _opened(reading: Reading, register: Register, engine: DuckDBPyConnection) -> Rosters:
    table = str(reading.table).replace("'", "''")
    engine.execute(f"CREATE VIEW every_row AS SELECT * FROM read_parquet('{table}')")  # noqa: S608 - own path
    # A copy says of its day nothing that it did not say before, and another jail's list nothing of this one.
    apart = [one.day for state in ("stale", "foreign") for one in register.of_state(state)]
    listed = ", ".join(f"DATE '{day}'" for day in apart) or "DATE '0001-01-01'"
    engine.execute(f"CREATE VIEW rows AS SELECT * FROM every_row WHERE day NOT IN ({listed})")  # noqa: S608 - own days
    for name in ("events", "history", "days", "vanished"):
        path = str(register.table(name)).replace("'", "''")
        engine.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")  # noqa: S608 - own path
    columns = tuple(row[0] for row in engine.execute("DESCRIBE rows").fetchall())
    return Rosters(reading, register, engine, columns)


def finding(
    publication: str,
    check: str,
    gravity: Gravity,
    cells: Iterable[Cell] = (),
    *,
    day: date | None = None,
    weight: float = 0.0,
    key: str | None = None,
    **values: object,
) -> AuditFinding:
    """Return a finding of a check, said by the message of its name."""
    return AuditFinding(
        publication=publication,
        check=check,
        gravity=gravity,
        key=f"audit_rosters.{key or check}",
        values=values,
        cells=tuple(cells)[:_CELLS],
        weight=weight,
        day=day,
    )


def spans(days: Sequence[RosterDay], same: Callable[[RosterDay, RosterDay], bool]) -> Iterator[list[RosterDay]]:
    """Yield days that follow each other and belong together, in order."""
    group: list[RosterDay] = []
    for one in days:
        if group and ((one.day - group[-1].day).days != 1 or not same(group[-1], one)):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _files(reading: Reading, engine: DuckDBPyConnection) -> Iterator[AuditFinding]:
    """Yield what kept rows from being used: no day in the name of the file, or two; the header once more among the rows."""
    path = str(reading.problems).replace("'", "''")
    query = f"""SELECT file, key, sum(n) AS n FROM read_parquet('{path}')
        WHERE key IN ('records.roster-no-day', 'records.roster-two-days') GROUP BY file, key ORDER BY file"""  # noqa: S608 - own path
    for file, key, n in engine.execute(query).fetchall():
        said = "no-day" if key.endswith("no-day") else "two-days"
        yield finding(file, said, "warning", [Cell(file=file)], weight=float(n), n=int(n))
    query = f"""SELECT file, sheet, line FROM read_parquet('{path}') WHERE key = 'records.roster-header-again'
        ORDER BY file, line"""  # noqa: S608 - own path
    for file, sheet, line in engine.execute(query).fetchall():
        yield finding(
            file, "header-again", "error", [Cell(file=file, sheet=sheet, line=line)], weight=1.0, line=str(line)
        )


def _stale(given: Rosters) -> Iterator[AuditFinding]:
    """Yield lists that repeat an earlier one; those of days that follow each other and repeat the same are one finding."""
    by_day = {one.day: one for one in given.register.days}
    usual = given.register.changes_a_day
    for group in spans(
        given.register.of_state("stale"), lambda one, two: one.copy_of == two.copy_of and one.same_rows == two.same_rows
    ):
        first, last = group[0], group[-1]
        copied = by_day[first.copy_of] if first.copy_of else first
        cells = [Cell(file=one.files[0]) for one in group] + [Cell(file=copied.files[0])]
        expected = (usual or 0.0) * (last.day - copied.day).days
        yield finding(
            first.files[0], "stale", "warning", cells, day=first.day, weight=expected, key="stale-rows" if first.same_rows else "stale",
            n=len(group), first=first.day, last=last.day, copied=copied.day, persons=first.listed or 0, usual=round(usual or 0),
        )  # fmt: skip


def _missing(given: Rosters) -> Iterator[AuditFinding]:
    """Yield days without a list."""
    by_day = {one.day: one for one in given.register.days}
    for group in spans(given.register.of_state("missing"), lambda _one, _two: True):
        first, last = group[0].day, group[-1].day
        sides = [
            by_day.get(date.fromordinal(first.toordinal() - 1)),
            by_day.get(date.fromordinal(last.toordinal() + 1)),
        ]
        files = [one.files[0] for one in sides if one and one.files]
        yield finding(
            files[-1], "missing", "note", [Cell(file=file) for file in files], day=first, weight=float(len(group)),
            n=len(group), first=first, last=last,
        )  # fmt: skip


def _doubled(given: Rosters) -> Iterator[AuditFinding]:
    """Yield days of which two lists differ."""
    for one in given.register.of_state("doubled"):
        apart = (one.listed_possible or 0) - one.without_id - (one.listed or 0)
        yield finding(
            one.files[-1], "doubled", "error", [Cell(file=file) for file in one.files], day=one.day, weight=float(apart),
            n=apart, day_said=one.day, files=list(one.files), common=one.listed or 0,
        )  # fmt: skip


def _doubted(given: Rosters) -> Iterator[AuditFinding]:
    """Yield lists that are not whole, and those of another jail."""
    settled = [one for one in given.register.days if one.state in _SETTLED]
    for one in given.register.days:
        if one.state not in {"partial", "foreign"}:
            continue
        before = next((two for two in reversed(settled) if two.day < one.day), None)
        after = next((two for two in settled if two.day > one.day), None)
        beside = before or after
        if beside is None:
            continue
        lost = given.ask(_LOST.format(day=one.day, before=(before or beside).day, after=(after or beside).day))
        cells = [Cell(file=row["file"], sheet=row["sheet"], line=row["line"], label=str(row["day"])) for row in lost]
        common = given.ask(_COMMON.format(day=one.day, beside=beside.day))[0]["n"]
        values = {
            "day_said": one.day,
            "listed": one.listed or 0,
            "beside": beside.day,
            "expected": beside.listed or 0,
            "common": common,
        }
        missing = lost[0]["n"] if lost else (beside.listed or 0) - common
        if one.state == "foreign":
            yield finding(
                one.files[0],
                "foreign",
                "error",
                [Cell(file=one.files[0])],
                day=one.day,
                weight=float(one.listed or 0),
                **values,
            )
        else:
            key = "partial" if before and after else "partial-edge"
            yield finding(one.files[0], "partial", "warning", [Cell(file=one.files[0]), *cells], day=one.day, weight=float(missing), key=key, n=missing, **values)  # fmt: skip


_LOST: Final = """
    WITH there AS (SELECT person, any_value(file) AS file, any_value(sheet) AS sheet, min(line) AS line, day FROM every_row
        WHERE day = DATE '{before}' AND person IS NOT NULL GROUP BY person, day)
    SELECT *, count(*) OVER () AS n FROM there
    SEMI JOIN (SELECT person FROM every_row WHERE day = DATE '{after}') USING (person)
    ANTI JOIN (SELECT person FROM every_row WHERE day = DATE '{day}') USING (person) ORDER BY file, line LIMIT 8"""
_COMMON: Final = """SELECT count(DISTINCT person) AS n FROM every_row SEMI JOIN (SELECT person FROM every_row WHERE day = DATE '{beside}') USING (person)
    WHERE day = DATE '{day}'"""


def _named_alone(given: Rosters) -> Iterator[AuditFinding]:
    """Yield one note where the day of a list stands in the name of its file alone, and a warning where name and rows differ."""
    from habeas.records.rosters import days_in_name

    files = given.ask("SELECT file, min(day) AS first, max(day) AS last FROM every_row GROUP BY file ORDER BY file")
    named: Mapping[str, tuple[date, ...]] = {row["file"]: days_in_name(row["file"].rsplit("/", 1)[-1]) for row in files}
    if given.reading.day_in_name:
        yield finding(files[0]["file"], "day-in-name", "note", [Cell(file=files[0]["file"])], n=len(files))
        return
    for row in files:
        days = named[row["file"]]
        if len(days) == 1 and not row["first"] <= days[0] <= row["last"]:
            cell = Cell(file=row["file"], found=str(row["first"]))
            yield finding(row["file"], "day-differs", "warning", [cell], day=days[0], named=days[0], found=row["first"])
