"""Custody: one release's stints, by one rule, carried to stays, a census, movements and lengths of stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, Self

from habeas.custody import census as counting
from habeas.custody import lengths, moments, movements, plain, published, stays, stints
from habeas.custody.census import COUNTS, Days
from habeas.custody.engine import Engine, engine
from habeas.custody.lengths import Length
from habeas.custody.rules import Rule, rule_named
from habeas.custody.timeline import Timeline
from habeas.custody.totals import Totals
from habeas.errors import InputError

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

Progress = Callable[[int, int], None]
Moment = Literal["midnight", "any-moment"]
DIMENSIONS: Final = ("nationality", "sex", "age_band", "criminality", "authority")
_STINT: Final = (
    "stint", "stay", "person", "row", "n_rows", "place", "place_name", "started_first", "started_last", "ended_first",
    "ended_last", "open", "possible_twin", *stints.ATTRIBUTES,
)  # fmt: skip
_STAY: Final = (
    "stay", "person", "started_first", "started_last", "ended_first", "ended_last", "open", "n_stints", "n_places",
    "first_place", "last_place", "longest_place", "days_low", "days_high", *stints.ATTRIBUTES,
)  # fmt: skip
TABLES: Final = ("stints", "stays", "census", "national", "census_by", "movements", "balance", "lengths")


class Custody:
    """The custody of one release: its canonical stints, read by :mod:`habeas.records`, under a rule.

    ``until`` is the last moment the release knows of: nobody is held in it later. ``days`` are the first and last day of the
    census; left out, it begins on the day of the earliest published end (before it, those who left are not in the release) and
    ends on the last day that is whole. ``at`` is the moment of day of the counts called midnight, where it is not midnight: the hour at
    which rosters are taken. ``tolerance_minutes`` joins stints into a stay where no stay is published.
    An engine serves one custody at a time: what the one before kept is gone once the next begins.
    Leave its ``with`` block, or call :meth:`close`, to free the engine.
    """

    def __init__(
        self,
        table: Path | Sequence[Path],
        until: datetime,
        *,
        rule: str | Rule = "habeas",
        engine: Engine | None = None,
        days: tuple[date, date] | None = None,
        tolerance_minutes: int = 0,
        at: time | None = None,
    ) -> None:
        self.rule = rule if isinstance(rule, Rule) else rule_named(rule)
        self.until = until
        self.tolerance_minutes = tolerance_minutes
        self.at = at
        self._own = engine is None
        self._engine = engine if engine is not None else _engine()
        self._rows = self._engine.table(table)
        self._days = Days(*days) if days else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Free the engine, unless it was given."""
        if self._own:
            self._engine.close()

    # --- tables

    @cached_property
    def _persons(self) -> ir.Table:
        return plain.persons(self._rows, self._engine)

    @cached_property
    def _places(self) -> ir.Table:
        return plain.coded(self._rows, "place", self._engine)

    @cached_property
    def _reasons(self) -> ir.Table:
        return plain.coded(self._rows, "release_reason", self._engine)

    @cached_property
    def _along(self) -> ir.Table:
        rows = plain.numbered(self._rows, self._persons, self._places, self._reasons, self.rule)
        return plain.along(rows, self.rule, self._engine)

    @cached_property
    def _odd(self) -> ir.Table:
        return plain.odd_persons(self._along, self._engine)

    @property
    def _plain(self) -> ir.Table:
        return self._along.anti_join(self._odd, "number")

    @cached_property
    def _rest(self) -> ir.Table:
        """The stints of persons about whom a row leaves a doubt."""
        rows = self._rows.semi_join(self._along.semi_join(self._odd, "number"), "row")
        made = stints.stints(stints.booked(rows, self._persons, self.rule, self._engine), self.rule, self._engine)
        made = stays.with_stays(made, self.tolerance_minutes)
        linked = stints.links(made, self._rows, self._places, self._reasons, self.rule)
        return moments.timed(self._engine.keep(linked, "rest"))

    @property
    def _stints(self) -> ir.Table:
        return plain.links(self._plain).union(self._rest)

    @cached_property
    def _stays(self) -> ir.Table:
        used = self._stints
        if self.rule.without_id == "days-only":
            used = used.filter(used.number >= 0)
        return stays.stays(used, self.rule, self.until, self._engine)

    def stints(self) -> ir.Table:
        """Return the stints, with their stay."""
        import ibis

        keys = ["number", "begun"] + (["stay_out"] if self.rule.by_stay_out else [])
        of = self._stays.select(stay="stay", **{f"of_{key}": self._stays[key] for key in keys})
        made = self._stints
        order = ibis.window(order_by=[made.number < 0, made.number, made.nth])
        made = made.mutate(stint=ibis.row_number().over(order).cast("int64"))
        made = self._named(made.left_join(of, [made[key].identical_to(of[f"of_{key}"]) for key in keys]))
        made = made.left_join(self._places, "place_no")
        return stints.described(made, self._rows, ("place_name", *stints.ATTRIBUTES)).select(*_STINT)

    def stays(self, *, described: bool = True) -> ir.Table:
        """Return the stays; without what the rows say of the persons (sex, nationality and so on) where not ``described``."""
        made = self._named(stays.measured(self._stays, self.until))
        for name in ("first", "last", "longest"):
            places = self._places.select(**{f"{name}_no": "place_no", f"{name}_place": "place"})
            made = made.left_join(places, f"{name}_no")
        reasons = self._reasons.select(reason_no="release_reason_no", release_reason="release_reason")
        made = made.left_join(reasons, "reason_no")
        said = tuple(name for name in stints.ATTRIBUTES if name != "release_reason")
        if not described:
            return made.select(*(name for name in _STAY if name not in said))
        return stints.described(made, self._rows, said, by="last_row").select(*_STAY)

    def _named(self, table: ir.Table) -> ir.Table:
        """Return a table with the identifiers of its persons' numbers; a row without one has none."""
        named = self._persons.rename(of_number="number")
        return table.left_join(named, table.number == named.of_number).drop("of_number")

    @cached_property
    def days(self) -> Days:
        """The first and the last day of the census."""
        if self._days:
            return self._days
        rows = self._rows
        found = self._engine.fetch(rows.aggregate(left=rows.stint_out.min(), came=rows.stint_in.min())).to_pylist()[0]
        first = found["left"] or found["came"]
        last = counting.whole_days(self.until, self.at)
        return Days(min(first.date(), last) if first else last, last)

    def _present(self, stints: ir.Table) -> ir.Table:
        return counting.presence(stints, self.rule, self.days, self.at)

    @cached_property
    def _rest_present(self) -> ir.Table:
        return self._engine.keep(counting.seen(self._present(self._rest)), "rest_present")

    def _parts(self, keys: list[str]) -> ir.Table:
        """Return the days of each stint that no earlier one of the same keys covers."""
        ours = counting.plain_parts(counting.seen(self._present(plain.links(self._plain))), keys)
        rest = counting.parts(self._rest_present, keys)
        return ours.union(rest[ours.columns])

    @cached_property
    def _national(self) -> ir.Table:
        return self._engine.keep(self._parts(["number"]), "national")

    @cached_property
    def _described(self) -> ir.Table:
        names = ("nationality", "sex", "criminality", "authority", "birth_year")
        return self._engine.keep(stints.described(self._national, self._rows, names), "described")

    def census(self, at: Moment | None = None) -> ir.Table:
        """Return the census of each place and day: at ``midnight``, at ``any-moment``, or, left out, both."""
        kinds = ("midnight", "any") if at is None else (at.split("-")[0],)
        columns = tuple(name for name in COUNTS if name.split("_")[0] in kinds)
        present = self._present(plain.links(self._plain))
        by = ["number", "place_no"]
        cuts = ((kind, counting.cut_plain(present, by, kind)) for kind in kinds)
        ours = [counting.plain_changes(cut, ["place_no"], kind) for kind, cut in cuts]
        rest = counting.changes(counting.parts(self._rest_present, by, columns), ["place_no"], columns)
        change = counting.together(*ours, rest, keys=["place_no"], columns=columns)
        kept = self._engine.keep(change, "changes")
        made = counting.census(kept, ["place_no"], self.days, columns, self._places.select("place_no"))
        return made.join(self._places, "place_no").select("day", "place", *columns)

    def national(self) -> ir.Table:
        """Return the census of all places together: a person who is moved counts once."""
        return counting.census(counting.changes(self._national, []), [], self.days)

    def census_by(self, dimension: str) -> ir.Table:
        """Return the census of all places by a dimension; not told is a value of its own, null."""
        import ibis

        parts = self._described
        made = counting.by_age(parts) if dimension == "age_band" else parts.mutate(value=parts[dimension])
        change = self._engine.keep(counting.changes(made, ["value"]), f"changes_{dimension}")
        rows = counting.census(change, ["value"], self.days)
        return rows.select("day", "value", *COUNTS, dimension=ibis.literal(dimension)).select(
            "day", "dimension", "value", *COUNTS
        )

    def movements(self) -> ir.Table:
        """Return the edges between places."""
        sides = zip(plain.steps(self._plain), movements.steps(self._rest), strict=True)
        moved, outside = (ours.union(rest[ours.columns]) for ours, rest in sides)
        return movements.movements(moved, outside, self._places, self._reasons)

    def balance(self, start: datetime | None = None, end: datetime | None = None) -> ir.Table:
        """Return the book of each place over [start, end), by default from before every stint to the release's last moment."""
        from datetime import timedelta

        return movements.balance(self._stints, self._places, start, end or self.until + timedelta(microseconds=1))

    def lengths(self) -> tuple[pa.Table, Length]:
        """Return the curves of length of stay (all, and by sex and criminality) and the length of all.

        Stays begun before the first day of the census are left out; :attr:`Totals.stays_before` says how many.
        """
        made = self._begun_inside
        told = stints.described(made, self._rows, lengths.STRATA, by="last_row")
        rows = self._engine.fetch(told.select("stay", "days_low", "open", *lengths.STRATA)).sort_by("stay")
        return lengths.curves(rows)

    @property
    def _begun_inside(self) -> ir.Table:
        """The stays begun on the first day of the census or later.

        Of those begun before, a release holds only the ones that lasted until it: with them every length would seem longer.
        """
        made = stays.measured(self._stays, self.until)
        return made.filter(made.begun >= moments.at(self.days.first))

    def timeline(self, person: str) -> Timeline:
        """Return the stints of one person in order, with what lies between them. Raises InputError where nobody bears the identifier."""
        found = self._persons.filter(self._persons.person == person)
        number = self._engine.fetch(found).to_pylist()
        if not number:
            raise InputError("custody.person-unknown", person=person)
        made = self._stints
        made = made.filter(made.number == number[0]["number"])
        told = stints.described(made, self._rows, ("place", "place_name", "release_reason", "file", "sheet", "line"))
        return Timeline.made(person, self._engine.fetch(told).sort_by("nth").to_pylist())

    def as_published(self) -> ir.Table:
        """Return the census in the columns of the Deportation Data Project's facility-day table; see docs/custody.md.

        Each number is the possible one: that table counts rows without an identifier as persons. Its columns are 32-bit.
        """
        return published.census(
            counting.seen(self._present(self._stints)), self._rows, self._places, self.days, self._engine
        )

    # --- the whole

    def write(self, folder: Path, progress: Progress | None = None) -> Totals:
        """Write every table and the totals into a folder; see docs/custody.md for the columns of each."""
        import pyarrow.parquet as pq

        folder.mkdir(parents=True, exist_ok=True)
        steps: list[tuple[str, Callable[[], ir.Table], list[str]]] = [
            ("stints", self.stints, ["stint"]),
            ("stays", self.stays, ["stay"]),
            ("census", self.census, ["place", "day"]),
            ("national", self.national, ["day"]),
            ("census_by", self._every_dimension, ["dimension", "value", "day"]),
            ("movements", self.movements, list(movements.KEYS)),
            ("balance", self.balance, ["place"]),
        ]
        for done, (name, make, order) in enumerate(steps):
            if progress:
                progress(done, len(steps) + 1)
            self._engine.write(make(), folder / f"{name}.parquet", order)
        table, length = self.lengths()
        pq.write_table(table, folder / "lengths.parquet", compression="zstd")
        totals = self._totals(folder, length)
        totals.write(folder)
        if progress:
            progress(len(steps) + 1, len(steps) + 1)
        return totals

    def _every_dimension(self) -> ir.Table:
        import ibis

        return ibis.union(*(self.census_by(one) for one in DIMENSIONS))

    def totals(self) -> Totals:
        """Return the totals without writing the tables anywhere."""
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            return self.write(Path(folder))

    def _totals(self, folder: Path, length: Length) -> Totals:
        rows, made, stay = self._rows, self._stints, stays.measured(self._stays, self.until)
        of_rows = self._one(rows.aggregate(rows=rows.count(), missing=rows.person.isnull().sum()))
        known = made.number >= 0
        counted = made.aggregate(
            used=made.n_rows.sum(), persons=made.number.nunique(where=known), every=made.count(),
            certain=(known & ~made.possible_twin).sum(), unknown=(~known).sum(), open=made.open.sum(),
        )  # fmt: skip
        of_stints = self._one(counted)
        years = 365.25
        of_stays = self._one(
            stay.aggregate(
                every=stay.count(),
                certain=(stay.number >= 0).sum(),
                open=stay.open.sum(),
                low=(stay.days_low / years).sum(),
                high=(stay.days_high / years).sum(),
            )
        )
        last, peak = self._nights(folder)
        paired = self.rule.paired
        return Totals(
            rule=self.rule.name,
            rows=of_rows["rows"],
            rows_left_out=of_rows["rows"] - (of_stints["used"] or 0),
            rows_without_id=of_rows["missing"] or 0,
            persons=(
                of_stints["persons"],
                of_stints["persons"] + (of_stints["unknown"] or 0 if self.rule.without_id != "days-only" else 0),
            ),
            stints=((of_stints["certain"] or 0) if paired else of_stints["every"], of_stints["every"]),
            stays=((of_stays["certain"] or 0) if paired else of_stays["every"], of_stays["every"]),
            open_stints=of_stints["open"] or 0,
            open_stays=of_stays["open"] or 0,
            person_years=(round(of_stays["low"] or 0, 3), round(of_stays["high"] or 0, 3)),
            until=self.until,
            first_day=self.days.first,
            last_day=self.days.last,
            last_midnight=last,
            peak_day=peak[0],
            peak_midnight=peak[1],
            median_days=length.median,
            median_days_low=length.median_low,
            median_days_high=length.median_high,
            stays_before=of_stays["every"] - length.stays,
            unbalanced=self._unbalanced(folder),
        )

    def _one(self, expression: ir.Table) -> dict[str, Any]:
        return dict(self._engine.fetch(expression).to_pylist()[0])

    @staticmethod
    def _nights(folder: Path) -> tuple[tuple[int, int], tuple[date | None, tuple[int, int]]]:
        """Return the midnight counts of the last day and of the day with the most certain, the earliest of several."""
        import pyarrow.parquet as pq

        rows = pq.read_table(folder / "national.parquet").to_pylist()
        if not rows:
            return (0, 0), (None, (0, 0))
        most = max(rows, key=lambda row: (row["midnight_certain"], -row["day"].toordinal()))
        last, top = ((row["midnight_certain"], row["midnight_possible"]) for row in (rows[-1], most))
        return last, (most["day"], top)

    @staticmethod
    def _unbalanced(folder: Path) -> tuple[str, ...]:
        import pyarrow.parquet as pq

        rows = pq.read_table(folder / "balance.parquet").to_pylist()
        return tuple(
            row["place"] for row in rows
            if row["held_at_start"] + row["arrivals"] != row["departures"] + row["held_at_end"]
        )  # fmt: skip


def _engine() -> Engine:
    return engine("duckdb")
