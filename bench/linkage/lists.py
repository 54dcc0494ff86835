"""Lists of made-up persons with the truth about who is who.

    python bench/linkage/lists.py 15850 --design salvador --seed 7 --out lists.csv      (or .csv.gz, .parquet; one file a list: --apart FOLDER)

The columns are those of the shared lists: rec_id, list, name_raw (as written), given, surname1, surname2 (as the list's own columns split it), dob,
age, report_date, sex, place, event_date, truth, and document in worlds that have any. Beside the file lies its truth as JSON: the world with every rate drawn,
how many persons there are, on how many lists, and how many each two lists share. No real person is in them.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parents[1]))

from linkage.persons import DEPARTMENTS, PLACES, Ints, Persons, make_persons
from linkage.records import COLUMNS, Bools, Hand, write_list
from linkage.worlds import DESIGNS, ListDesign, World, draw

HEADER = ["rec_id", "list", *COLUMNS, "truth"]
_OF_PLACE = np.array([DEPARTMENTS.index((c, department)) for c, department, _ in PLACES])


def _covered(
    people: Persons, world: World, design: ListDesign, rng: np.random.Generator, *, unseen: Any, before: Bools | None
) -> Bools:
    """Draw whom a list holds: by place, time, sex, age, what is not seen of a person, and the list before it; the level is solved for its coverage."""
    n = len(people)
    effect = rng.normal(0, design.by_place, len(DEPARTMENTS))[_OF_PLACE][people.place]
    span = (people.taken - people.taken.min()) / max(world.days, 1)
    effect += (
        design.by_time * (2 * span - 1)
        + design.women * people.female
        + design.young * (people.taken - people.born < 25 * 365)
    )
    effect += design.known * world.heterogeneity * unseen
    if before is not None:
        effect += design.follows * before
    open_to = (rng.random(len(DEPARTMENTS)) < design.departments)[_OF_PLACE][people.place]
    low, high, some = -12.0, 12.0, effect[: min(n, 50_000)]
    for _ in range(50):
        level = (low + high) / 2
        low, high = (level, high) if (1 / (1 + np.exp(-level - some))).mean() < design.coverage else (low, level)
    return np.asarray(open_to & (rng.random(n) < 1 / (1 + np.exp(-low - effect))))


def _apart(holds: list[Bools]) -> list[Bools]:
    """Take from each list whom an earlier one holds."""
    seen = np.zeros_like(holds[0])
    made = []
    for held in holds:
        made.append(held & ~seen)
        seen |= held
    return made


def _holds(people: Persons, world: World, rng: np.random.Generator) -> list[Bools]:
    unseen = rng.normal(0, 1, len(people))
    holds: list[Bools] = []
    for design in world.lists:
        holds.append(_covered(people, world, design, rng, unseen=unseen, before=holds[-1] if holds else None))
    return _apart(holds) if world.design == "apart" else holds


def _rows(held: Bools, design: ListDesign, rng: np.random.Generator) -> Ints:
    """Return the persons of a list's records, by number; some are on it twice or thrice."""
    who = np.flatnonzero(held).astype(np.int32)
    return np.repeat(who, 1 + rng.binomial(2, design.twice / 2, len(who)))


def truth_of(world: World, persons: int, table: pa.Table, holds: list[Bools]) -> dict[str, Any]:
    """Describe the truth: the world, its persons, how many are listed, and how many persons each list and each two lists have."""
    names = [one.name for one in world.lists]
    return {
        "world": asdict(world),
        "persons": persons,
        "listed": int(np.any(holds, axis=0).sum()),
        "records": table.num_rows,
        "lists": {name: int(held.sum()) for name, held in zip(names, holds, strict=True)},
        "shared": {
            f"{names[i]}+{names[j]}": int((holds[i] & holds[j]).sum())
            for i, j in itertools.combinations(range(len(names)), 2)
        },
    }


def make_world(persons: int, world: World) -> tuple[pa.Table, dict[str, Any]]:
    """Make the lists of a world and the truth about them."""
    rng = np.random.default_rng([world.seed, persons, DESIGNS.index(world.design)])
    people = make_persons(persons, world, rng)
    holds = _holds(people, world, rng)
    documents = any(one.documents for one in world.lists)
    parts = [
        write_list(Hand(one, rng), people, _rows(held, one, rng), documents)
        for one, held in zip(world.lists, holds, strict=True)
    ]
    table = pa.concat_tables(parts)
    table = table.take(pa.array(rng.permutation(table.num_rows))).combine_chunks()
    table = table.add_column(0, "rec_id", pa.array(np.arange(table.num_rows, dtype=np.int32)))
    return table.select(HEADER + (["document"] if documents else [])), truth_of(world, persons, table, holds)


def make_lists(persons: int, seed: int, design: str | World = "varied") -> pa.Table:
    """Make lists of so many persons (some are on none), stacked, in one table with the columns of the shared lists; the same for the same seed."""
    world = design if isinstance(design, World) else draw(seed, design)
    return make_world(persons, world)[0]


def write(table: pa.Table, path: Path) -> None:
    """Write a table as CSV, CSV in gzip, or Parquet, as the name ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        pq.write_table(table, path)
        return
    options = pcsv.WriteOptions(quoting_style="needed")
    if path.suffix == ".gz":
        with pa.CompressedOutputStream(str(path), "gzip") as stream:
            pcsv.write_csv(table, stream, options)
    else:
        pcsv.write_csv(table, path, options)


def main() -> None:
    """Write lists and, beside them, the truth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("persons", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--design", choices=DESIGNS, default="varied")
    parser.add_argument("--out", type=Path, default=Path("lists.csv"))
    parser.add_argument("--apart", action="store_true", help="one file a list, in the folder --out")
    said = parser.parse_args()
    table, truth = make_world(said.persons, draw(said.seed, said.design))
    if said.apart:
        for name in truth["lists"]:
            write(table.filter(pc.equal(table["list"], name)), said.out / f"{name}.csv")
        said.out.joinpath("truth.json").write_text(json.dumps(truth, indent=1, ensure_ascii=False), encoding="utf-8")
    else:
        write(table, said.out)
        said.out.with_name(said.out.name.split(".")[0] + ".truth.json").write_text(
            json.dumps(truth, indent=1, ensure_ascii=False), encoding="utf-8"
        )
    print(
        f"{table.num_rows} records of {truth['listed']} persons on {len(truth['lists'])} lists, of {truth['persons']} in all"
    )


if __name__ == "__main__":
    main()
