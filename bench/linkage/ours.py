"""habeas on one file of records, as a whole process: read, linked, and if asked its partitions drawn.

    python bench/linkage/ours.py records.csv FOLDER [--partitions 100] [--seed 1]

The file is one table of stacked lists with a column ``list``. FOLDER gets groups.parquet (register, estimate and hidden, one a row of the file, in its order),
pairs.parquet (left, right: numbers of rows; probability), draws.npy (one partition a row, by row of the file) and said.json (seconds of each step, summary).
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from habeas.people.linking import link
from habeas.people.lists import read_lists


class Rows:
    """Where mentions lie in the file: row 2 is number 0. Rows that are no mention stay persons of their own."""

    def __init__(self, mentions: pa.Table, records: int) -> None:
        self.of = mentions["row"].to_numpy().astype(np.int64) - 2
        self.number = dict(zip(mentions["mention"].to_pylist(), self.of.tolist(), strict=True))
        self.records = records

    def spread(self, labels: Any) -> Any:
        """Lay labels of mentions out by row."""
        _, numbers = np.unique(labels, return_inverse=True)
        made = np.arange(self.records, dtype=np.int64) + self.records
        made[self.of] = numbers.reshape(-1)
        return made

    def rows(self, keys: pa.ChunkedArray) -> Any:
        """Return the rows of mention keys."""
        return np.array([self.number[key] for key in keys.to_pylist()], np.int64)


def write(made: Any, rows: Rows, folder: Path) -> None:
    """Write both tiers and the pairs by row."""
    persons = made.persons
    order = rows.rows(persons["mention"])
    lists = {}
    for tier, column in (("register", "person"), ("estimate", "estimate")):
        _, numbers = np.unique(np.array(persons[column].to_pylist(), dtype=object).astype(str), return_inverse=True)
        labels = np.arange(rows.records, dtype=np.int64) + rows.records
        labels[order] = numbers.reshape(-1)
        lists[tier] = labels
    hidden = np.zeros(rows.records)
    hidden[order] = persons["hidden"].to_numpy()
    pq.write_table(pa.table({**lists, "hidden": hidden}), folder / "groups.parquet")
    pairs = {
        "left": rows.rows(made.pairs["left"]),
        "right": rows.rows(made.pairs["right"]),
        "probability": made.pairs["probability"],
    }
    pq.write_table(pa.table(pairs), folder / "pairs.parquet")


def main() -> None:
    """Read, link, draw and write, saying how long each took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--partitions", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bare", action="store_true", help="write nothing but how long it took")
    said = parser.parse_args()
    clock = [time.perf_counter()]
    lists = read_lists([said.file], list_column="list")
    clock.append(time.perf_counter())
    made = link(lists.mentions, lists=lists.lists)
    clock.append(time.perf_counter())
    draws = made.partitions(said.partitions, said.seed) if said.partitions else None
    clock.append(time.perf_counter())
    said.folder.mkdir(parents=True, exist_ok=True)
    if not said.bare:
        rows = Rows(lists.mentions, lists.rows)
        write(made, rows, said.folder)
        if draws is not None:
            np.save(said.folder / "draws.npy", np.stack([rows.spread(one) for one in draws]).astype(np.int32))
    steps = dict(zip(("read", "link", "draw"), np.diff(clock).tolist(), strict=True))
    text = json.dumps({"seconds": steps, "summary": made.summary}, default=str)
    said.folder.joinpath("said.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
