"""Mentions, features and small worlds for the tests of linking; nobody in them is real."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pcsv

sys.path.insert(0, str(Path(__file__).parents[3] / "bench"))

from habeas.people.judgements import Judgement, Verdict
from habeas.people.linking import Linkage, Settings, link
from habeas.people.linking.deciding import Asked, decided
from habeas.people.linking.features import FEATURES
from habeas.people.lists import Lists, mentions_schema, read_lists, statements_schema
from linkage.lists import make_world
from linkage.running import as_strings
from linkage.scoring import Score
from linkage.scoring import score as score_of
from linkage.worlds import draw

Row = dict[str, Any]
_DAYS = ("born", "event", "reported")


def key(of: str, number: int) -> str:
    """Return the key of the mention with a number on a list."""
    return f"{of}:{number:012x}"


def mentions(*rows: Row) -> pa.Table:
    """Return a table of mentions; each row says ``list``, ``name`` and whatever else. Days are ISO dates; ``age`` is (years, day)."""
    made: list[Row] = []
    seen: dict[str, int] = {}
    for one in rows:
        row: Row = {"file": f"{one['list']}.csv", **one}
        number = seen[row["list"]] = seen.get(row["list"], 0) + 1
        row.setdefault("mention", key(row["list"], number))
        row["row"] = number + 1
        for day in _DAYS:
            if (said := row.get(day)) is not None:
                row[f"{day}_first"] = row[f"{day}_last"] = date.fromisoformat(said)
        if "age" in row:
            years, on = row.pop("age")
            row |= {"age_low": years, "age_high": years, "age_on": date.fromisoformat(on)}
        made.append(row)
    return pa.table(
        {field.name: pa.array([one.get(field.name) for one in made], field.type) for field in mentions_schema()},
        schema=mentions_schema(),
    )


def deaths(*said: tuple[str, str]) -> pa.Table:
    """Return statements that mentions, by key, died on a day."""
    days = [date.fromisoformat(day) for _, day in said]
    columns: dict[str, list[Any]] = {field.name: [None] * len(said) for field in statements_schema()}
    columns |= {"mention": [one for one, _ in said], "field": ["died_when"] * len(said), "first": days, "last": days}
    return pa.table(
        {field.name: pa.array(columns[field.name], field.type) for field in statements_schema()},
        schema=statements_schema(),
    )


def features(*rows: Row) -> pa.Table:
    """Return a table of features; what a row does not say is null."""
    made = [{"list": 0, **one, "id": number} for number, one in enumerate(rows)]
    return pa.table(
        {field.name: pa.array([one.get(field.name) for one in made], field.type) for field in FEATURES}, schema=FEATURES
    )


@dataclass(frozen=True)
class World:
    """A small made-up world: its lists as they were read, and for each mention who it is of."""

    read: Lists
    truth: npt.NDArray[np.str_]

    @property
    def mentions(self) -> pa.Table:
        """The mentions of its lists."""
        return self.read.mentions

    @property
    def persons(self) -> int:
        """How many persons there are on the lists."""
        return len(set(self.truth.tolist()))

    def taken(self, where: npt.NDArray[Any]) -> tuple[pa.Table, npt.NDArray[np.str_]]:
        """Return some mentions, by number or mask, with who they are of."""
        numbers = np.flatnonzero(where) if where.dtype == bool else where
        return self.mentions.take(pa.array(numbers)), self.truth[numbers]


@cache
def world(persons: int, seed: int, design: str = "varied") -> World:
    """Make a world of the bench and read its lists."""
    records = as_strings(make_world(persons, draw(seed, design))[0])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lists.csv"
        pcsv.write_csv(records.drop_columns(["truth", "rec_id"]), path)
        read = read_lists([path], list_column="list", today=date(2026, 1, 1))
    truth = np.array(records["truth"].to_pylist())
    return World(read, truth[read.mentions["row"].to_numpy() - 2])


@cache
def linked(persons: int, seed: int, design: str = "varied") -> Linkage:
    """Link the lists of a world."""
    return link(world(persons, seed, design).mentions)


def score(truth: npt.NDArray[Any], label: npt.NDArray[Any]) -> Score:
    """Score a partition as the bench does."""
    return score_of(truth, label)


def judged(verdict: Verdict, a: str, b: str, by: str = "ana") -> Judgement:
    """Return a judgement."""
    return Judgement(verdict, a, b, "Seen.", by)


def again(linkage: Linkage, *judgements: Judgement, settings: Settings | None = None, **rest: Any) -> Linkage:
    """Return the linkage with other judgements, settings, or statements: what was found stays, as in a case."""
    asked = Asked(judgements, rest.get("lists", {}), rest.get("statements"), settings or linkage.settings)
    return decided(linkage.found, asked)


def register(linkage: Linkage) -> dict[str, str]:
    """Return each mention's person in the register."""
    return dict(zip(linkage.keys, linkage.persons["person"].to_pylist(), strict=True))


def estimate(linkage: Linkage) -> dict[str, str]:
    """Return each mention's person in the estimate."""
    return dict(zip(linkage.keys, linkage.persons["estimate"].to_pylist(), strict=True))


def groups(label: Iterable[Any], keys: Sequence[str]) -> set[frozenset[str]]:
    """Return a partition as sets of keys, whatever its labels are."""
    found: dict[Any, set[str]] = {}
    for of, one in zip(label, keys, strict=True):
        found.setdefault(of, set()).add(one)
    return {frozenset(one) for one in found.values()}


def tables(linkage: Linkage) -> dict[str, bytes]:
    """Return the tables of a linkage as bytes of Arrow files."""
    made = {}
    for name in ("mentions", "pairs", "persons", "doubts"):
        sink = pa.BufferOutputStream()
        table = getattr(linkage, name).combine_chunks()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        made[name] = sink.getvalue().to_pybytes()
    return made
