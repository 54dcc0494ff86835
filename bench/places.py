"""Measure the register of places: the eight published lists as a whole process, and ten countries of as many lists in memory.

    python bench/places.py [--times 5] [--only lists,countries]

Prints a Markdown table of seconds, peak memory and the target; it asserts nothing. A "country" is the eight lists again with other states
and codes, so that all have the same names: what the growth of the work shows. Quote medians from a quiet machine.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from habeas.custody.places import Mention, build_places, read_mentions
from habeas.records import read_records

LISTS = Path(__file__).parents[2] / "shared" / "data" / "facilities"
TARGET = 20.0
PARTS = ("lists", "countries")


def lists(times: int) -> None:
    """Match the published lists, from files to tables, as ``habeas places`` does."""
    seconds = []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder:
            begun = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "habeas", "places", str(LISTS), "--to", f"{folder}/register"],
                stdout=subprocess.DEVNULL,
                check=False,  # 1 says that a person is needed
            )
            seconds.append(time.perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    row("eight lists, from files to tables", statistics.median(seconds), peak, TARGET)


def countries(number: int) -> None:
    """Build the register of so many times the lists at once."""
    with tempfile.TemporaryDirectory() as folder:
        read = read_records(sorted(LISTS.iterdir()), Path(folder))
        mentions = [
            one for each in read.readings if each.kind == "places" and each.used for one in read_mentions(each.table)
        ]
    every = [moved(one, n) for n in range(number) for one in mentions]
    begun = time.perf_counter()
    register = build_places(every)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row(f"{len(every):,} mentions of {number} countries, {len(register.places):,} places", seconds, peak, None)


def moved(one: Mention, country: int) -> Mention:
    """Return a mention in a country of its own."""
    state = f"{one.state or ''}{country}"
    code = f"{one.code}{country}" if one.code else None
    address = replace(one.address, state=state)
    return replace(one, code=code, key=f"{country}{one.key}", list=f"{country}-{one.list}", address=address, ids=())


def row(job: str, seconds: float, peak: float, target: float | None) -> None:
    """Print one line of the table."""
    print(f"| {job} | {seconds:.1f} s | {peak:,.0f} MB | {'' if target is None else f'{target:.0f} s'} |", flush=True)


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--only", default=",".join(PARTS))
    given = parser.parse_args()
    print("| job | time | peak memory | target |\n|---|---|---|---|")
    if "lists" in given.only:
        lists(given.times)
    if "countries" in given.only:
        countries(10)


if __name__ == "__main__":
    main()
