"""The truth of a generated release: persons, stays, stints, census and movements, from the lives themselves.

Nothing of habeas is used here. A person is held at a place from the minute a stint began to the minute it ended, both included;
the midnight census of a day counts who is held at the moment before the next day begins.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from release_lives import DAY, FIRST, PLACES, UNTIL, UNTIL_DAY, Ints, Lives, moment

DAYS = UNTIL_DAY - FIRST + 1


class Truth:
    """Counts that grow part by part; :meth:`write` puts them into a folder, where stints, stays and persons stream as they come."""

    def __init__(self, codes: Sequence[str], to: Path | None = None) -> None:
        self.codes = list(codes)
        self.to = to
        self.totals: dict[str, int] = {
            "rows": 0, "persons": 0, "persons_with_id": 0, "stays": 0, "stints": 0, "open_stints": 0, "open_stays": 0,
            "rows_without_id": 0, "bond_twins": 0, "same_day_twins": 0, "out_without_reason": 0,
        }  # fmt: skip
        # Differences along the days: +1 where someone comes, -1 on the day after the last.
        self._midnight = np.zeros((PLACES, DAYS + 1), np.int64)
        self._any = np.zeros((PLACES, DAYS + 1), np.int64)
        self._nation = np.zeros((2, DAYS + 1), np.int64)
        self._moves = np.zeros((PLACES + 1, PLACES + 1), np.int64)
        self._writers: dict[str, pq.ParquetWriter] = {}
        self.tables: dict[str, list[pa.Table]] = {"stints": [], "stays": [], "persons": []}

    def add(self, lives: Lives, ids: pa.Array, reasons: pa.Array, counted: dict[str, int]) -> None:
        """Add a part: its lives, each person's identifier (null: none), each stint's reason, and how many rows bear which defect."""
        base = {name: self.totals[name] for name in ("persons", "stays")}
        for name, n in counted.items():
            self.totals[name] += n
        self.totals["persons"] += lives.persons
        self.totals["persons_with_id"] += lives.persons - ids.null_count
        self.totals["stays"] += int(lives.last.sum())
        self.totals["stints"] += len(lives.stay)
        self.totals["open_stints"] += int(lives.open.sum())
        self.totals["open_stays"] += int(lives.open[lives.last].sum())
        self._count(lives)
        self._put("stints", self._stints(lives, ids, reasons, base))
        self._put("stays", self._stays(lives, ids, reasons, base))
        n_stays = np.bincount(lives.person[lives.first], minlength=lives.persons)
        number = pa.array(base["persons"] + np.arange(lives.persons))
        self._put("persons", pa.table({"number": number, "person": ids, "n_stays": pa.array(n_stays)}))

    def _count(self, lives: Lives) -> None:
        ended = np.where(lives.open, UNTIL + 1, lives.ended)
        first, night = lives.began // DAY - FIRST, ended // DAY - 1 - FIRST
        held = night >= first
        np.add.at(self._midnight, (lives.place[held], first[held]), 1)
        np.add.at(self._midnight, (lives.place[held], night[held] + 1), -1)
        np.add.at(self._nation[0], first[held], 1)
        np.add.at(self._nation[0], night[held] + 1, -1)
        last = np.where(lives.open, UNTIL_DAY, lives.ended // DAY) - FIRST
        self._any_moment(lives.person * PLACES + lives.place, lives.place, first, last)
        self._any_moment(lives.person, None, first, last)
        # Row and column PLACES stand for freedom: into custody, out of custody.
        source = np.where(lives.first, PLACES, np.roll(lives.place, 1))
        np.add.at(self._moves, (source, lives.place), 1)
        out = lives.last & ~lives.open
        np.add.at(self._moves, (lives.place[out], np.full(int(out.sum()), PLACES)), 1)

    def _any_moment(self, key: Ints, place: Ints | None, first: Ints, last: Ints) -> None:
        """Count each key once a day: a stint that begins on the day the one before it ended counts from the next day on."""
        order = np.lexsort((last, first, key))
        key, first, last = key[order], first[order], last[order]
        same = np.concatenate(([False], key[1:] == key[:-1]))
        start = np.where(same, np.maximum(first, np.roll(last, 1) + 1), first)
        held = start <= last
        if place is None:
            np.add.at(self._nation[1], start[held], 1)
            np.add.at(self._nation[1], last[held] + 1, -1)
        else:
            np.add.at(self._any, (place[order][held], start[held]), 1)
            np.add.at(self._any, (place[order][held], last[held] + 1), -1)

    def _stints(self, lives: Lives, ids: pa.Array, reasons: pa.Array, base: dict[str, int]) -> pa.Table:
        return pa.table(
            {
                "number": pa.array(base["persons"] + lives.person),
                "person": ids.take(pa.array(lives.person)),
                "stay": pa.array(base["stays"] + lives.stay),
                "place": self._code(lives.place),
                "started": moment(lives.began),
                "ended": moment(lives.ended),
                "release_reason": reasons,
            }
        )

    def _stays(self, lives: Lives, ids: pa.Array, reasons: pa.Array, base: dict[str, int]) -> pa.Table:
        at, end = np.flatnonzero(lives.first), np.flatnonzero(lives.last)
        pairs = np.unique(lives.stay * PLACES + lives.place)
        return pa.table(
            {
                "stay": pa.array(base["stays"] + lives.stay[at]),
                "number": pa.array(base["persons"] + lives.person[at]),
                "person": ids.take(pa.array(lives.person[at])),
                "started": moment(lives.began[at]),
                "ended": moment(lives.ended[end]),
                "n_stints": pa.array(end - at + 1),
                "n_places": pa.array(np.bincount(pairs // PLACES, minlength=len(at))),
                "first_place": self._code(lives.place[at]),
                "last_place": self._code(lives.place[end]),
                "release_reason": reasons.take(pa.array(end)),
            }
        )

    def _code(self, place: Ints) -> Any:
        return pa.DictionaryArray.from_arrays(pa.array(place, pa.int32()), pa.array(self.codes)).cast(pa.string())

    def _put(self, name: str, table: pa.Table) -> None:
        if self.to is None:
            self.tables[name].append(table)
            return
        if name not in self._writers:
            self.to.mkdir(parents=True, exist_ok=True)
            self._writers[name] = pq.ParquetWriter(self.to / f"{name}.parquet", table.schema, compression="zstd")
        self._writers[name].write_table(table)

    def census(self) -> pa.Table:
        """Return place, day, midnight and any where someone is held; every other place and day has nobody."""
        night, whole = (np.cumsum(one, axis=1)[:, :DAYS] for one in (self._midnight, self._any))
        place, day = np.nonzero(whole)
        return pa.table(
            {
                "place": self._code(place),
                "day": _days(day),
                "midnight": pa.array(night[place, day]),
                "any": pa.array(whole[place, day]),
            }
        )

    def national(self) -> pa.Table:
        """Return day, midnight and any for all places together, a person once a day."""
        night, whole = np.cumsum(self._nation, axis=1)[:, :DAYS]
        day = np.flatnonzero(whole)
        return pa.table({"day": _days(day), "midnight": pa.array(night[day]), "any": pa.array(whole[day])})

    def movements(self) -> pa.Table:
        """Return from_place, to_place (null: freedom) and n."""
        source, target = np.nonzero(self._moves)
        names = pa.array([*self.codes, None])
        return pa.table(
            {
                "from_place": names.take(pa.array(source)),
                "to_place": names.take(pa.array(target)),
                "n": pa.array(self._moves[source, target]),
            }
        )

    def table(self, name: str) -> pa.Table:
        """Return stints, stays or persons where they were kept in memory."""
        return pa.concat_tables(self.tables[name])

    def write(self) -> None:
        """Close what streamed, and write the counts beside it."""
        if self.to is None:
            raise ValueError("this truth was kept in memory")
        for writer in self._writers.values():
            writer.close()
        for name, table in (("census", self.census()), ("national", self.national()), ("movements", self.movements())):
            pq.write_table(table, self.to / f"{name}.parquet", compression="zstd")
        (self.to / "totals.json").write_text(json.dumps(self.totals, indent=1) + "\n", encoding="utf-8")


def _days(day: Ints) -> Any:
    return pa.array((day + FIRST).astype(np.int32)).cast(pa.date32())
