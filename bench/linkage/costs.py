"""What linking costs: time and memory by size, partitions, a new list onto old ones; and whether intervals cover the truth over many worlds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from linkage import beside, running
from linkage.lists import make_world
from linkage.records import NAMELESS
from linkage.scoring import covered, distinct, interval, row, score
from linkage.worlds import draw

SIZES: Final = (134_401, 1_344_523)
"""Records that the peers were measured on."""
_PERSONS: Final = 0.86
"""Persons of the design salvador per record, and some over."""
_PEERS_UP_TO: Final = 200_000
"""Records beyond which Splink's keys must be thinned by hand to end at all: quoted so for 1.34 million."""


def of_size(records: int, seed: int = 7) -> pa.Table:
    """Make exactly so many records."""
    table = make_world(int(records * _PERSONS) + 200, draw(seed, "salvador"))[0]
    if table.num_rows < records:
        raise ValueError(f"{table.num_rows} records, {records} wanted: raise _PERSONS")
    return running.as_strings(table.slice(0, records))


def speed(sizes: Sequence[int], peers: Sequence[str]) -> Iterator[str]:
    """Yield a table of what whole processes take at each size."""
    yield "| records | tool | wall s | CPU s | MB | link alone, CPU s | F1 | hidden | split |\n|---|---|---|---|---|---|---|---|---|"
    for size in sizes:
        records = of_size(size)
        truth = records["truth"].to_pylist()
        ours = running.run(records, bare=True)
        for name, group in (("register", ours.register), ("estimate", ours.estimate)):
            cells = list(row(score(truth, group)))
            yield (
                f"| {size:,} | **habeas, {name}** | {ours.cost.wall:.0f} | {ours.cost.processor:.0f} | {ours.cost.memory:,.0f} | "
                f"{ours.steps['link']['processor']:.0f} | {cells[2]} | {cells[4]} | {cells[5]} |"
            )
        for peer in peers if size <= _PEERS_UP_TO else ():
            made = beside.run(peer, records)
            cells = list(row(score(truth, made.groups)))
            yield (
                f"| {size:,} | {beside.SAID[peer]} | {made.cost.wall:.0f} | {made.cost.processor:.0f} | {made.cost.memory:,.0f} | | "
                f"{cells[2]} | {cells[4]} | {cells[5]} |"
            )


def named(records: pa.Table) -> NDArray[np.bool_]:
    """Return which records have a name; those of nobody in particular ("NN") are linked by no machine, and are not counted as persons here."""
    given = np.array(records["given"].to_pylist(), dtype=object)
    return ~np.isin(given, NAMELESS)


def coverage(first: int, systems: int, persons: int, draws: int) -> Iterator[str]:
    """Yield a row a world, from seed ``first`` on: the persons on records with a name, the interval of their number, and whether it covers; then the share that do."""
    yield "| world | lists | records | nameless | persons | interval | median | covers | estimate | width |\n|---|---|---|---|---|---|---|---|---|---|"
    truths, intervals, middles, right = [], [], [], []
    for seed in range(first, first + systems):
        world = draw(seed, "varied")
        records = running.as_strings(make_world(persons, world)[0])
        known = named(records)
        true = np.array(records["truth"].to_pylist())[known]
        truth = len(np.unique(true))
        made = running.run(records, partitions=draws, bare=True)
        assert made.draws is not None  # noqa: S101 - they were asked for
        counts = distinct(made.draws[:, known])
        low, high = interval(counts)
        truths.append(truth)
        intervals.append((low, high))
        middles.append(float(np.median(counts)) / truth - 1)
        right.append(score(true, made.estimate[known]).f1)
        off = len(np.unique(made.estimate[known])) / truth - 1
        yield (
            f"| {seed} | {len(world.lists)} | {records.num_rows:,} | {int((~known).sum())} | {truth:,} | {low:,.0f} to {high:,.0f} | "
            f"{100 * middles[-1]:+.1f} % | {'yes' if low <= truth <= high else 'no'} | {100 * off:+.1f} % | {100 * (high - low) / truth:.1f} % |"
        )
    width = float(np.mean([(high - low) / truth for truth, (low, high) in zip(truths, intervals, strict=True)]))
    too_high = sum(low > truth for truth, (low, _) in zip(truths, intervals, strict=True))
    too_low = sum(high < truth for truth, (_, high) in zip(truths, intervals, strict=True))
    yield (
        f"\n{100 * covered(truths, intervals):.0f} % of {systems} intervals cover the truth (target 90 %); {too_high} lie above it, {too_low} below. "
        f"The medians are off by {100 * float(np.mean(middles)):+.1f} % on average, the intervals are {100 * width:.1f} % wide; F1 of the estimate {np.mean(right):.3f}."
    )


def partitions(records: int, draws: int) -> Iterator[str]:
    """Yield how long it takes to draw partitions."""
    made = running.run(of_size(records), partitions=draws, bare=True)
    took = made.steps["draw"]
    yield f"{draws} partitions of {records:,} records: {took['wall']:.1f} s, {took['processor']:.1f} s CPU (target 60 s); {made.cost.memory:,.0f} MB in all."


def incremental(records: int) -> Iterator[str]:
    """Yield what a new list of one in a hundred records costs beside a full run, and whether persons whom it does not touch keep their ids."""
    table = of_size(records)
    names = np.array(table["list"].to_pylist(), dtype=object)
    chosen = np.flatnonzero(names == "family")[: records // 100]
    names[chosen] = "new"
    table = table.set_column(table.column_names.index("list"), "list", pa.array(names, pa.string()))
    full = running.run(table, bare=True).steps["link"]
    made = running.add(table, "new")
    ratio = made["processor"] / full["processor"]
    yield (
        f"{made['new']:,.0f} records onto {made['old']:,.0f}: {made['processor']:.1f} s CPU ({made['wall']:.1f} s), a full run {full['processor']:.1f} s: "
        f"{ratio:.2f} of it (target 0.50). {made['moved']:.0f} of the old mentions to which no chain of pairs leads from a new one have another id (target 0), "
        f"{made['pulled']:.0f} to which one leads though nobody new joined their person."
    )
