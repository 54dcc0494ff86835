"""Whether intervals with the doubt about links in them hold the truth, and what 1,000 partitions cost: on shared lists with known truth, and on worlds of our own.

    python bench/mse/linked.py [--shared FOLDER] [--partitions 1000] [--worlds 20,10] [--persons 800,5000] [--write]

Two questions, kept apart. What would the same method say if everybody were known (*known links*)? That number differs from the truth by what the method assumes
falsely of the lists, which no linkage can mend. And does the interval from linked lists hold that number, and the truth? With ``--write`` the tables are kept
in bench/mse/LINKED.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as pcsv

HERE: Final = Path(__file__).parent
# In place of this folder, where coverage.py would be taken for the package of that name, which numba looks for.
sys.path[0] = str(HERE.parent)

from habeas.estimation import Estimate  # noqa: E402 - likewise
from habeas.estimation.mse import graphs, linked  # noqa: E402 - likewise
from habeas.people.linking import link  # noqa: E402 - likewise
from habeas.people.lists import read_lists  # noqa: E402 - likewise
from linkage.lists import make_world  # noqa: E402 - beside this folder
from linkage.running import HIDDEN_FROM_HABEAS, as_strings, read  # noqa: E402 - likewise
from linkage.worlds import draw  # noqa: E402 - likewise

SHARED: Final = HERE.parents[2] / "shared" / "data" / "linkage"
RESULTS: Final = HERE / "LINKED.md"
SETS: Final = {"es_1k": 1_000, "es_20k": 20_000}
"""The shared lists, with how many persons their worlds have: the truth numbers them from 0."""
LEFT_OUT: Final = ("hospital", "ngodeath")
"""Lists of too few to count persons from."""


@dataclass(frozen=True, slots=True)
class Run:
    """One set of lists: its persons, the estimate from linked lists, with no doubt (one partition, the likeliest), and with known links; seconds of linking, drawing and estimating."""

    name: str
    persons: int
    mentions: int
    doubtful: Estimate
    single: Estimate
    known: Estimate
    link: float
    drawing: float
    estimating: float

    def holds(self, one: Estimate, number: float | None) -> bool:
        """Return whether an interval holds a number."""
        return None not in {one.low, one.high, number} and (one.low or 0) <= (number or 0) <= (one.high or 0)

    def line(self) -> str:
        """Write the row of the table of sets."""
        told, ends = self.doubtful.diagnostics, self.doubtful.diagnostics["extremes"]
        model = told["share_model"]
        cells = [
            self.name, f"{self.mentions:,}", f"{self.persons:,}", _said(self.known), _said(self.doubtful), _said(self.single),
            f"{ends['joined']['estimate']:,.0f}", f"{ends['sure']['estimate']:,.0f}",
            f"{100 * told['share_linkage']:.0f} / {'–' if model is None else f'{100 * model:.0f}'} / {100 * told['share_chance']:.0f}",
            f"{told['tables']:,}", f"{self.link:.1f}", f"{self.drawing:.1f}", f"{self.estimating:.1f}",
        ]  # fmt: skip
        return f"| {' | '.join(cells)} |"


def _said(one: Estimate) -> str:
    return "–" if one.low is None or one.high is None else f"{one.point:,.0f} [{one.low:,.0f}, {one.high:,.0f}]"


def run(name: str, records: pa.Table, persons: int, partitions: int) -> Run:
    """Link records without their truth, estimate, and hold it against the truth."""
    truth = np.unique(records["truth"].to_numpy(zero_copy_only=False).astype(str), return_inverse=True)[1]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.csv"
        pcsv.write_csv(records.drop_columns([one for one in HIDDEN_FROM_HABEAS if one in records.column_names]), path)
        lists = read_lists([path], list_column="list")
    clock = [time.process_time()]
    made = link(lists.mentions, lists=lists.lists)
    clock.append(time.process_time())
    # As linked.of_linkage does, with a clock between; every row here gives a name.
    labels = made.partitions(partitions, seed=1)
    clock.append(time.process_time())
    left_out = [one for one in made.lists if one in LEFT_OUT]
    doubtful = linked.estimate(labels, made.frame.lists, made.lists, without=left_out)
    clock.append(time.process_time())
    of, rows = np.asarray(made.frame.lists), lists.mentions["row"].to_numpy().astype(np.int64) - 2
    single = linked.estimate(made.tiers.estimate.label, of, made.lists, without=left_out)
    table = linked.tabulate(truth[rows], of, made.lists, without=left_out).tables[0]
    known = graphs.estimate(table, sensitivity=False)
    took = np.diff(clock)
    return Run(name, persons, len(made), doubtful, single, known, took[0], took[1], took[2])


def shared(folder: Path, partitions: int) -> Iterator[Run]:
    """Yield the runs of the shared lists that are there."""
    for name, persons in SETS.items():
        path = folder / f"{name}.csv.gz"
        if path.exists():
            yield run(name, as_strings(read(path)), persons, partitions)
        else:
            print(f"{name} is not here; left out", file=sys.stderr)


def worlds(number: int, persons: int) -> Iterator[Run]:
    """Yield the runs of worlds of our own: other people, other lists, other rates of error each."""
    for seed in range(1, number + 1):
        records, _ = make_world(persons, draw(seed, "salvador"))
        yield run(f"salvador {seed}", as_strings(records), persons, 200)


def sets_table(runs: list[Run]) -> list[str]:
    """Return the table of the shared lists."""
    head = [
        "lists", "mentions", "persons", "known links", "linked, with doubt", "one partition", "plausible joined", "only sure", "links / model / chance %",
        "tables", "link s", "draw s", "estimate s",
    ]  # fmt: skip
    return [f"| {' | '.join(head)} |", "|" + "---|" * len(head), *(one.line() for one in runs)]


def coverage_table(runs: list[Run]) -> list[str]:
    """Return how often intervals held the truth, and what known links give."""
    kinds: dict[str, Any] = {"linked, with doubt": lambda one: one.doubtful, "one partition": lambda one: one.single, "known links": lambda one: one.known}  # fmt: skip
    rows = ["| 95 % interval | holds the persons of the world | holds the number of known links | median width / persons | median error |", "|---|---|---|---|---|"]  # fmt: skip
    for name, of in kinds.items():
        answered = [one for one in runs if of(one).low is not None]
        widths = np.median([(of(one).high - of(one).low) / one.persons for one in answered])
        errors = np.median([of(one).point / one.persons - 1 for one in answered])
        truth = np.mean([one.holds(of(one), one.persons) for one in answered])
        same = np.mean([one.holds(of(one), one.known.point) for one in answered])
        rows.append(f"| {name} | {truth:.2f} | {same:.2f} | {widths:.2f} | {100 * errors:+.1f} % |")
    return rows


def report(said: argparse.Namespace) -> str:
    """Return the whole report."""
    sets = list(shared(said.shared, said.partitions))
    text = ["# Estimates from linked lists, against the truth", "", f"`python bench/mse/linked.py --write` makes this. Graphs over five lists, {said.partitions:,} partitions; CPU seconds.", ""]  # fmt: skip
    text += [*sets_table(sets), ""] if sets else []
    for number, persons in zip(said.worlds.split(","), said.persons.split(","), strict=True):
        if own := list(worlds(int(number), int(persons))):
            text += [f"{len(own)} worlds of {int(persons):,} persons (design `salvador`), 200 partitions each:", "", *coverage_table(own), ""]  # fmt: skip
    return "\n".join(text)


def main() -> None:
    """Run, print, and keep where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder of es_1k.csv.gz and es_20k.csv.gz")
    parser.add_argument("--partitions", type=int, default=1000)
    parser.add_argument("--worlds", default="20,10", help="how many worlds of each size")
    parser.add_argument("--persons", default="800,5000", help="how many persons they have")
    parser.add_argument("--write", action="store_true")
    said = parser.parse_args()
    text = report(said)
    print(text)
    if said.write:
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
