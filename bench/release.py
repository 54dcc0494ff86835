"""Generate a release of detentions in the layout of March 2026: any size, seeded, with its truth.

    python bench/release.py --rows 2600000 --seed 1 --to DIR --form parquet|xlsx|csv|canonical [--clean]

Writes the release into DIR and the truth into DIR/truth: persons, stays and stints without the twins, the census, the movements
and the totals. ``csv`` is the layout of 2022 with pipes; ``canonical`` is the table that habeas reads releases into.
``--clean`` leaves out every defect. Persons are random numbers.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from release_columns import RATES, Part, World, part
from release_forms import FORMS, canonical_rows
from release_lives import lives
from release_truth import Truth

__all__ = ["RATES", "canonical", "generate", "parts", "world"]

PERSONS = 40_000  # of one part; a part is what is in memory


def world(seed: int) -> World:
    """Return the places of a release."""
    return World.made(np.random.default_rng([seed, 0]))


def parts(rows: int, seed: int, *, defects: bool = True) -> Iterator[Part]:
    """Yield a release of exactly so many rows, some persons at a time; the same rows and seed give the same release."""
    places, made, number = world(seed), 0, 0
    while made < rows:
        number += 1
        missing = rows - made
        persons = min(PERSONS, int(missing / 2.7))
        one = _part(places, seed, number, persons, missing, defects=defects)
        while one.rows.num_rows > missing:
            persons = int(persons * 0.95)
            one = _part(places, seed, number, persons, missing, defects=defects)
        made += one.rows.num_rows
        yield one


def _part(places: World, seed: int, number: int, persons: int, missing: int, *, defects: bool) -> Part:
    """Make a part; the last rows that are missing are filled by persons with one stint each, of which none can be too many."""
    rng = np.random.default_rng([seed, number])
    if persons < 4:
        return part(rng, places, lives(rng, missing, single=True), defects=False)
    return part(rng, places, lives(rng, persons), defects=defects)


def generate(to: Path, *, rows: int, seed: int, form: str, defects: bool = True) -> list[Path]:
    """Write a release and its truth, and return the files of the release."""
    to.mkdir(parents=True, exist_ok=True)
    truth = Truth(world(seed).codes, to / "truth")
    with FORMS[form](to) as writer:
        for one in parts(rows, seed, defects=defects):
            writer.add(one.rows)
            truth.add(one.lives, one.ids, one.reasons, one.counted)
    truth.write()
    return writer.files


def canonical(rows: int, seed: int, *, defects: bool = True) -> tuple[pa.Table, Truth]:
    """Return the canonical stints of a release, as habeas would read them, and their truth, in memory."""
    truth, tables, begun = Truth(world(seed).codes), [], 0
    for one in parts(rows, seed, defects=defects):
        tables.append(canonical_rows(one.rows, begun))
        begun += one.rows.num_rows
        truth.add(one.lives, one.ids, one.reasons, one.counted)
    return pa.concat_tables(tables), truth


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--form", choices=sorted(FORMS), default="parquet")
    parser.add_argument("--clean", action="store_true")
    given = parser.parse_args()
    for path in generate(given.to, rows=given.rows, seed=given.seed, form=given.form, defects=not given.clean):
        print(path)
