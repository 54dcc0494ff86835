"""The custody of one release, asked: how many, where, on which day, for how long, moved where; and one person's time in custody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from habeas.case.answers import AFTER, LAYOUTS, MOMENTS, At, Census, Counted, Layout, Length, Movement
from habeas.case.names import close, known
from habeas.errors import InputError, StorageError

if TYPE_CHECKING:
    from habeas.custody import Custody, Engine, Register, Timeline, Totals
    from habeas.records import Reading

_COLUMNS: Final = {"midnight": ("midnight_certain", "midnight_possible"), "any-moment": ("any_certain", "any_possible")}


class Held:
    """The tables of custody of one release in a folder, and the reading they were counted from."""

    def __init__(self, release: str, folder: Path, reading: Reading) -> None:
        self.release = release
        self.folder = folder
        self.reading = reading

    def __repr__(self) -> str:
        return f"Held({self.release!r}, {str(self.folder)!r})"

    @cached_property
    def register(self) -> Register | None:
        """The register that the custody was counted from; None where that was rows of stints."""
        from habeas.custody import Register

        folder = self.folder.parent.parent / "register" / self.release
        return Register.load(folder) if self.reading.kind == "roster" else None

    @cached_property
    def totals(self) -> Totals:
        """What the rule counts, in a few numbers."""
        from habeas.custody import Totals
        from habeas.tables import patiently

        try:
            return patiently(self.folder.parent.parent, lambda: Totals.read(self.folder))
        except (OSError, ValueError, KeyError, TypeError):
            raise InputError("case.not-counted", folder=str(self.folder)) from None

    # --- how many, where, on which day

    def census(
        self, *, day: date | None = None, at: At = "midnight", by: str | None = None, place: str | None = None
    ) -> Census:
        """Return who was held on a day (the last one that is whole, where none is named), or in one place on every day."""
        from habeas.custody import DIMENSIONS

        known("at", at, MOMENTS)
        known("by", by, DIMENSIONS)
        if by is not None and place is not None:
            raise InputError("case.by-and-place")
        if place is not None:
            self._place(place)
        if day is None and place is None:
            day = self.totals.last_day
        if day is not None and not self.totals.first_day <= day <= self.totals.last_day:
            raise InputError("case.no-day", found=day, first=self.totals.first_day, last=self.totals.last_day)
        columns = ", ".join(f"{one} as {name}" for one, name in zip(_COLUMNS[at], ("certain", "possible"), strict=True))
        whole = None
        if day is not None and place is None:
            whole = self._ask(f"select {columns} from national where day = $day", day=day)[0]  # noqa: S608 - names of ours
        return Census(
            release=self.release,
            at=at,
            day=day,
            by=by,
            place=place,
            certain=whole["certain"] if whole else None,
            possible=whole["possible"] if whole else None,
            rows=tuple(Counted(**row) for row in self._counted(columns, day, by, place)),
        )

    def _counted(self, columns: str, day: date | None, by: str | None, place: str | None) -> list[dict[str, Any]]:
        if place is not None:
            sql = f"select strftime(day, '%Y-%m-%d') as value, null as name, {columns} from census where place = $place"  # noqa: S608 - names of ours
            return self._ask(f"{sql}{'' if day is None else ' and day = $day'} order by 1", place=place, day=day)
        order = "order by possible desc, certain desc, value nulls last"
        if by is not None:
            sql = f"select value, null as name, {columns} from census_by where dimension = $by and day = $day and any_possible > 0"  # noqa: S608 - names of ours
            return self._ask(f"{sql} {order}", by=by, day=day)
        sql = f"select place as value, {_NAME} as name, {columns} from census where day = $day and any_possible > 0"  # noqa: S608 - names of ours
        return self._ask(f"{sql} {order}", day=day)

    def write_census(
        self,
        file: Path,
        *,
        day: date | None = None,
        by: str | None = None,
        place: str | None = None,
        layout: Layout = "habeas",
    ) -> int:
        """Write the census to a CSV or Parquet file and return its rows: every place and day, or by a dimension, a place or a day.

        ``layout`` ``ddp`` has the columns in which the Deportation Data Project publishes facility-days.
        """
        known("layout", layout, LAYOUTS)
        _suffix(file)
        if layout == "ddp":
            return self._write_published(file, day, by, place)
        table, values = ("census_by", {"by": by}) if by is not None else ("census", {"place": place})
        wanted = {
            "day": ("day", day),
            **{name: ("dimension" if name == "by" else "place", one) for name, one in values.items()},
        }
        where = " and ".join(f"{column} = ${name}" for name, (column, one) in wanted.items() if one is not None)
        order = "dimension, value nulls last, day" if by is not None else "place nulls last, day"
        sql = f"select * from {table}{f' where {where}' if where else ''} order by {order}"  # noqa: S608 - names of ours
        return self._write(sql, file, **{name: one for name, (_, one) in wanted.items() if one is not None})

    def _write_published(self, file: Path, day: date | None, by: str | None, place: str | None) -> int:
        import tempfile

        from habeas.custody import engine

        if by is not None:
            raise InputError("case.layout-by")
        with tempfile.TemporaryDirectory(prefix="habeas-census-") as folder:
            path = Path(folder) / "published.parquet"
            with engine() as one, self._opened(self.reading.table, one) as custody:
                one.write(custody.as_published(), path, ["detention_facility_code", "date"])
            wanted = {"day": ("date", day), "place": ("detention_facility_code", place)}
            where = " and ".join(f"{column} = ${name}" for name, (column, one) in wanted.items() if one is not None)
            source = f"from read_parquet('{_plain(path)}'){f' where {where}' if where else ''}"
            sql = f"select * {source} order by detention_facility_code nulls last, date"
            return self._write(sql, file, **{name: one for name, (_, one) in wanted.items() if one is not None})

    def places(self, most: int) -> tuple[Counted, ...]:
        """Return the places that held the most on the last day, at midnight."""
        return self.census().rows[:most]

    # --- for how long, moved where

    def stays(self) -> tuple[Length, ...]:
        """Return the lengths of stay, of all and by stratum; those who had not left count for as long as they were seen."""
        strata = self._ask("select distinct stratum from lengths order by stratum <> 'all', stratum")
        return tuple(self._length(row["stratum"]) for row in strata)

    def _length(self, stratum: str) -> Length:
        from habeas.custody import half

        rows = self._ask("select * from lengths where stratum = $stratum order by days", stratum=stratum)

        def median(column: str) -> float | None:
            return half((row["days"], row[column]) for row in rows if row[column] is not None)

        def after(days: int) -> float | None:
            before = [row for row in rows if row["days"] <= days]
            if not rows or rows[-1]["days"] < days:
                return None
            return float(before[-1]["still_held"]) if before else 1.0

        return Length(
            stratum=stratum,
            ended=sum(row["ended"] for row in rows),
            censored=sum(row["censored"] for row in rows),
            median=median("still_held"),
            median_low=median("low"),
            median_high=median("high"),
            after=tuple(after(days) for days in AFTER),
        )

    def write_stays(self, file: Path) -> int:
        """Write every stay to a CSV or Parquet file and return how many there are."""
        return self._write("select * from stays order by stay", file)

    def movements(self, *, from_place: str | None = None, to_place: str | None = None) -> tuple[Movement, ...]:
        """Return the movements, the largest first: all, or those from a place or to a place."""
        for one in (from_place, to_place):
            if one is not None:
                self._place(one)
        wanted = {"from_place": from_place, "to_place": to_place}
        where = " and ".join(f"{name} = ${name}" for name, one in wanted.items() if one is not None)
        sql = f"""
        select from_place, to_place, reason, n_certain as certain, n_possible as possible, median_minutes,
          cast(first_day as date) as first_day, cast(last_day as date) as last_day
        from movements {f"where {where}" if where else ""}
        order by possible desc, certain desc, from_place nulls first, to_place nulls first, reason nulls first"""  # noqa: S608
        return tuple(Movement(**row) for row in self._ask(sql, **wanted))

    def write_movements(self, file: Path) -> int:
        """Write every movement to a CSV or Parquet file and return how many rows it has."""
        order = "n_possible desc, from_place nulls first, to_place nulls first, reason nulls first"
        return self._write(f"select * from movements order by {order}", file)  # noqa: S608 - columns of ours

    def timeline(self, person: str) -> Timeline:
        """Return one person's time in custody, each stint with file, sheet and line; only the person's own rows are looked at."""
        import tempfile

        from habeas.custody import engine

        with tempfile.TemporaryDirectory(prefix="habeas-timeline-") as folder:
            own = Path(folder) / "rows.parquet"
            source = f"from read_parquet('{_plain(self.reading.table)}')"
            if not self._write(f"select * {source} where person = $person order by row", own, person=person):
                near = self._ask(
                    f"select distinct person {source} where starts_with(person, $begin) limit 5", begin=person[:6]
                )
                key = "case.no-person-near" if near else "case.no-person"
                raise InputError(key, found=person, known=[row["person"] for row in near])
            with engine() as one, self._opened(own, one) as custody:
                return custody.timeline(person)

    def _opened(self, rows: Path, running: Engine) -> Custody:
        """Return the custody of rows of the release; that of a register is of its own runs, whatever rows were asked for."""
        from habeas.custody import Custody

        if self.register is not None:
            return self.register.custody(engine=running)
        return Custody(rows, self.totals.until, rule=self.totals.rule, engine=running)

    def _place(self, code: str) -> None:
        """Raise :class:`InputError` where no stint is of a place."""
        if not self._ask("select 1 from stints where place = $place limit 1", place=code):
            places = [
                row["place"]
                for row in self._ask("select distinct place from stints where place is not null order by 1")
            ]
            raise InputError("case.no-place", found=code, known=close(code, places))

    # --- asking

    def _ask(self, sql: str, **values: object) -> list[dict[str, Any]]:
        from habeas.tables import patiently

        return patiently(self.folder.parent.parent, lambda: self._answer(sql, values))

    def _answer(self, sql: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
        import duckdb

        with duckdb.connect(config={"threads": 2, "autoinstall_known_extensions": False}) as link:
            try:
                for name in _TABLES:
                    path = self.folder / f"{name}.parquet"
                    if path.is_file():
                        link.execute(f"create view {name} as from read_parquet('{_plain(path)}')")
                asked = link.execute(sql, {name: one for name, one in values.items() if f"${name}" in sql})
                names = [column[0] for column in asked.description or ()]
                return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]
            except (duckdb.IOException, duckdb.CatalogException) as error:
                said = str(error).splitlines()[0]
                raise StorageError("tables.unreadable", folder=str(self.folder), found=said) from None

    def _write(self, sql: str, file: Path, **values: object) -> int:
        """Write the rows of a query, whole or not at all, and return how many there are."""
        form = "parquet, compression zstd" if _suffix(file) == ".parquet" else "csv, header"
        beside = file.with_name(f".{file.name}.part")
        try:
            n = self._ask(f"copy ({sql}) to '{_plain(beside)}' (format {form})", **values)[0]["Count"]
            beside.replace(file)
            return int(n)
        except (OSError, StorageError) as error:
            found = getattr(error, "strerror", None) or str(error)
            raise StorageError("case.cannot-write-file", file=str(file), found=found) from None
        finally:
            beside.unlink(missing_ok=True)


_TABLES: Final[Sequence[str]] = (
    "stints",
    "stays",
    "census",
    "national",
    "census_by",
    "movements",
    "balance",
    "lengths",
)
_NAME: Final = "(select max(place_name) from stints where stints.place = census.place)"


def _plain(path: Path) -> str:
    return str(path).replace("'", "''")


def _suffix(file: Path) -> str:
    """Return how a table is to be written, by the name of its file. Raises :class:`InputError` for any other form."""
    suffix = file.suffix.lower()
    if suffix not in (".csv", ".parquet"):
        raise InputError("case.table-form", file=str(file))
    return suffix
