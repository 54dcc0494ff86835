"""habeas on one file of records, as a whole process: read, linked, and if asked its partitions drawn.

    python bench/linkage/ours.py records.csv FOLDER [--partitions 100] [--seed 1]

The file is one table of stacked lists with a column ``list``. FOLDER gets groups.parquet (register and estimate, one a row of the file, in its order),
pairs.parquet and doubts.parquet (left, right: numbers of rows), draws.npy (one partition a row, by row of the file), summary.json, and said.json (seconds of
each step).
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from habeas.people.linking import link
from habeas.people.linking.partition import components
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


def write(made: Any, rows: Rows, folder: Path, *, bare: bool) -> None:
    """Write both tiers by row, and, if not bare, the pairs and the doubts."""
    persons = made.persons
    tiers = {
        tier: rows.spread(persons[column].to_numpy(zero_copy_only=False).astype(str))
        for tier, column in (("register", "person"), ("estimate", "estimate"))
    }
    pq.write_table(pa.table(tiers), folder / "groups.parquet")
    if bare:
        return
    pairs = {
        "left": rows.rows(made.pairs["left"]),
        "right": rows.rows(made.pairs["right"]),
        "probability": made.pairs["probability"],
    }
    pq.write_table(pa.table(pairs), folder / "pairs.parquet")
    doubts = {"left": rows.rows(made.doubts["left"]), "right": rows.rows(made.doubts["right"])}
    pq.write_table(pa.table(doubts), folder / "doubts.parquet")
    folder.joinpath("summary.json").write_text(json.dumps(asdict(made.summary), default=str), encoding="utf-8")


def incremental(lists: Any, added: str) -> dict[str, float]:
    """Link all but one list, then that one onto them, and say what it took and whether persons of the others kept their ids.

    ``moved`` are mentions of the old lists whose register id is another than before though no chain of pairs leads from them to a new mention; ``pulled`` those with
    another id to which one leads, and whose person nobody new joined: it lost a mention to one whom somebody new joined.
    """
    mentions = lists.mentions
    new = pc.equal(mentions["list"], added)
    old = link(mentions.filter(pc.invert(new)), lists=lists.lists)
    start = time.perf_counter(), time.process_time()
    made = link(mentions.filter(new), lists=lists.lists, onto=old.found)
    took = time.perf_counter() - start[0], time.process_time() - start[1]
    before = dict(zip(old.persons["mention"].to_pylist(), old.persons["person"].to_pylist(), strict=True))
    after = dict(zip(made.persons["mention"].to_pylist(), made.persons["person"].to_pylist(), strict=True))
    part = components(len(made), made.links.left, made.links.right)
    fresh = np.array([key not in before for key in after])
    near = dict(zip(after, np.isin(part, part[fresh]).tolist(), strict=True))
    touched = {person for key, person in after.items() if key not in before}
    moved = sum(after[key] != person for key, person in before.items() if not near[key])
    pulled = sum(after[key] != person for key, person in before.items() if near[key] and after[key] not in touched)
    return {
        "wall": took[0],
        "processor": took[1],
        "old": len(before),
        "new": len(after) - len(before),
        "moved": moved,
        "pulled": pulled,
    }


def main() -> None:
    """Read, link, draw and write, saying how long each took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--partitions", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bare", action="store_true", help="write only the persons")
    parser.add_argument("--add", metavar="LIST", help="link all but this list, then this one onto them")
    said = parser.parse_args()
    clock = [(time.perf_counter(), time.process_time())]

    def tick() -> None:
        clock.append((time.perf_counter(), time.process_time()))

    lists = read_lists([said.file], list_column="list")
    tick()
    said.folder.mkdir(parents=True, exist_ok=True)
    if said.add:
        said.folder.joinpath("said.json").write_text(json.dumps(incremental(lists, said.add)), encoding="utf-8")
        return
    made = link(lists.mentions, lists=lists.lists)
    tick()
    draws = made.partitions(said.partitions, seed=said.seed) if said.partitions else None
    tick()
    rows = Rows(lists.mentions, lists.rows)
    write(made, rows, said.folder, bare=said.bare)
    if draws is not None:
        np.save(said.folder / "draws.npy", np.stack([rows.spread(one) for one in draws]).astype(np.int32))
    wall, processor = np.diff(clock, axis=0).T.tolist()
    steps = {
        step: {"wall": w, "processor": p} for step, w, p in zip(("read", "link", "draw"), wall, processor, strict=True)
    }
    said.folder.joinpath("said.json").write_text(json.dumps(steps), encoding="utf-8")


if __name__ == "__main__":
    main()
