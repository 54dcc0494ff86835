"""Measure linkage: how well, how fast, how sure; the peers beside it in the same run.

    python bench/linkage/run.py quality [--sets es_1k,es_20k,…] [--peers splink-generic,…] [--shared FOLDER]
    python bench/linkage/run.py speed [--sizes 134401,1344523] [--peers …]
    python bench/linkage/run.py coverage [--first 1] [--systems 50] [--persons 1500]
    python bench/linkage/run.py own | corners | partitions | incremental | public [--rldata FOLDER] | all

``--write`` keeps what is printed in bench/linkage/RESULTS.md, each part under its own heading. The peers are installed once into a folder of their own
(HABEAS_PEERS, else ~/.cache/habeas-bench-peers). See the README of bench/.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from subprocess import CalledProcessError
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from linkage import beside, costs, quality
from linkage.public import SETS, NotHereError, public

HERE: Final = Path(__file__).parent
RESULTS: Final = HERE / "RESULTS.md"
SHARED: Final = HERE.parents[2] / "shared" / "data" / "linkage"
PARTS: Final = ("quality", "own", "corners", "public", "partitions", "incremental", "coverage", "speed")
TITLES: Final = {
    "quality": "Quality",
    "own": "Quality on our own worlds",
    "corners": "Corner cases",
    "public": "Public sets",
    "partitions": "Partitions",
    "incremental": "A new list",
    "coverage": "Coverage of intervals",
    "speed": "Speed",
}
INTRODUCTION: Final = "# What linking finds\n\nWritten by `python bench/linkage/run.py PART --write`; what the columns mean is in the README of bench/.\n"


def on_public(rldata: Path | None) -> Iterator[str]:
    """Yield a table a public set."""
    for name in SETS:
        try:
            records = public(name, rldata)
        except NotHereError as error:
            print(error, file=sys.stderr)
            continue
        yield "\n" + quality.HEAD.format(
            f"{name}: {records.num_rows:,} records of {len(set(records['truth'].to_pylist())):,} persons"
        )
        for one in quality.of_ours(records)[0][:2]:
            yield one.line(lambda said: f"**{said}**")
        ecm = "recordlinkage-public" if name.startswith("febrl") else "recordlinkage"
        for one in quality.of_peers(records, ("splink-public", ecm)):
            yield one.line()


def lines(part: str, said: argparse.Namespace) -> Iterator[str]:
    """Yield what a part prints."""
    if part in ("quality", "own"):
        names = said.sets.split(",") if said.sets else ["es_1k", "es_20k"] if part == "quality" else list(quality.OWN)
        return quality.tables(said.shared, names, said.peers.split(",") if said.peers else beside.PEERS)
    if part == "corners":
        return quality.tables(None, list(quality.CORNERS), ())
    if part == "public":
        return on_public(said.rldata)
    if part == "partitions":
        return costs.partitions(said.records, 100)
    if part == "incremental":
        return costs.incremental(said.records)
    if part == "coverage":
        return costs.coverage(said.first, said.systems, said.persons, 100)
    return costs.speed(
        [int(size) for size in said.sizes.split(",")], said.peers.split(",") if said.peers else ["splink-resplit"]
    )


def stamp() -> str:
    """Say the day, and which code was measured: the commit, and whether code of persons was not committed yet."""
    git = ["git", "-C", str(HERE)]
    commit = (
        subprocess.run(
            [*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
        ).stdout.strip()
        or "no commit"
    )
    changed = subprocess.run(
        [*git, "status", "--short", "--", ":/src/habeas/people"], capture_output=True, text=True, check=False
    ).stdout.strip()
    return f"Measured on {date.today().isoformat()} at {commit}{', with code that was not committed yet' if changed else ''}."  # noqa: DTZ011 - the day here


def heading(part: str, said: argparse.Namespace) -> str:
    """Return the heading that a part is kept under: of coverage it says which worlds, so that others are kept beside them."""
    if part != "coverage":
        return TITLES[part]
    return f"{TITLES[part]}: worlds {said.first} to {said.first + said.systems - 1}, of {said.persons:,} persons"


def kept(before: str, title: str, text: str) -> str:
    """Return RESULTS.md with a part in it, in the place of what it said before, with its day and the code that was measured."""
    introduction, *sections = re.split(r"(?m)^(?=## )", before)
    by_title = {section.splitlines()[0].removeprefix("## "): section.strip() for section in sections}
    by_title[title] = f"## {title}\n\n{stamp()}\n\n{text.strip()}"
    order = {known: n for n, known in enumerate(TITLES.values())}
    ordered = sorted(by_title, key=lambda one: order.get(one.split(":")[0], -1))
    return "\n\n".join([introduction.strip(), *(by_title[one] for one in ordered)]) + "\n"


def main() -> None:
    """Run the parts asked for; one that fails does not keep the next from running."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=(*PARTS, "all"))
    parser.add_argument("--sets", help="sets of quality, with commas")
    parser.add_argument("--peers", help=f"peers, with commas: {', '.join(beside.PEERS)}")
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of es_1k.csv.gz and es_20k.csv.gz")
    parser.add_argument(
        "--rldata",
        type=Path,
        help="the folder of RLdata500.rda and RLdata10000.rda, where R has no package RecordLinkage",
    )
    parser.add_argument("--sizes", default=",".join(map(str, costs.SIZES)))
    parser.add_argument("--records", type=int, default=27_000, help="of partitions and incremental")
    parser.add_argument("--first", type=int, default=1, help="the seed of the first world of coverage")
    parser.add_argument("--systems", type=int, default=50)
    parser.add_argument("--persons", type=int, default=1_500, help="in each world of coverage")
    parser.add_argument("--write", action="store_true")
    said = parser.parse_args()
    failed = False
    for part in PARTS if said.part == "all" else [said.part]:
        printed = []
        try:
            for line in lines(part, said):
                print(line, flush=True)
                printed.append(line)
        except CalledProcessError as error:
            print(f"{part}: {error}\n{error.stderr}", file=sys.stderr)
            failed = True
            continue
        if said.write:
            before = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else INTRODUCTION
            RESULTS.write_text(kept(before, heading(part, said), "\n".join(printed)), encoding="utf-8")
    sys.exit(failed)


if __name__ == "__main__":
    main()
