"""How well habeas and the peers link the shared lists and lists of our own: a table a set, and the targets beside the best peer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import CalledProcessError
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from linkage import beside, running
from linkage.lists import make_world
from linkage.scoring import Score, candidate_recall, hidden_persons, numbered, row, score, two_lists
from linkage.worlds import draw

Table = list[str]
OWN: Final = {
    "salvador 5k": (5_000, 11, "salvador"),
    "varied 3": (4_000, 3, "varied"),
    "varied 8": (4_000, 8, "varied"),
    "hostile": (4_000, 2, "hostile"),
}
"""Sets of our own by name: persons, seed, design."""
CORNERS: Final = {
    "clean": (500, 1, "clean"),
    "two lists no overlap": (500, 1, "apart"),
    "200 of one name": (200, 1, "namesakes"),
}
QUOTED: Final = ("court", "leaked")
"""The two lists whose estimate the peers' bias is quoted for."""
HEAD: Final = "| {} | P | R | F1 | B3 | hidden | split | found | bias, court × leaked | bias, all pairs of lists | persons | CPU s | MB |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|"


def _percent(value: float) -> str:
    return "" if np.isnan(value) else f"{100 * value:+.1f} %"


@dataclass(frozen=True, slots=True)
class Result:
    """One tool or tier on one set."""

    name: str
    score: Score
    found: float
    quoted: float
    bias: float
    cost: beside.Cost

    def line(self, say: Any = str) -> str:
        """Write the row of a table."""
        cells = [
            *row(self.score),
            f"{self.found:.3f}",
            _percent(self.quoted),
            _percent(self.bias),
            _percent(self.score.count_error),
        ]
        return f"| {say(self.name)} | {' | '.join(cells)} | {self.cost.processor:.1f} | {self.cost.memory:,.0f} |"


def sets(shared: Path | None, names: Sequence[str]) -> Iterator[tuple[str, pa.Table]]:
    """Yield sets of records with truth, as strings."""
    for name in names:
        if name in OWN | CORNERS:
            persons, seed, design = (OWN | CORNERS)[name]
            yield name, running.as_strings(make_world(persons, draw(seed, design))[0])
        elif shared is not None and (path := shared / f"{name}.csv.gz").exists():
            yield name, running.as_strings(running.read(path))
        else:
            print(f"{name} is not here; left out", file=sys.stderr)


def result(
    name: str, records: pa.Table, groups: NDArray[Any], pairs: tuple[NDArray[Any], NDArray[Any]], cost: beside.Cost
) -> Result:
    """Score one partition."""
    truth, lists = records["truth"].to_pylist(), records["list"].to_pylist()
    bias = two_lists(lists, truth, groups)
    return Result(
        name,
        score(truth, groups),
        candidate_recall(truth, *pairs),
        bias.each.get(QUOTED, float("nan")),
        bias.total,
        cost,
    )


def hidden_and_queued(truth: Sequence[Any], register: NDArray[Any], doubts: NDArray[Any]) -> tuple[int, int]:
    """Return how many persons are hidden in the register, and how many of these lie in a person that the queue of review asks about."""
    true, group = numbered(truth), numbered(register)
    asked = set(group[doubts.reshape(-1)].tolist())
    hidden = hidden_persons(true, group)
    return len(hidden), sum(bool(asked & set(group[true == person].tolist())) for person in hidden)


def drawn_bias(records: pa.Table, draws: NDArray[Any]) -> tuple[float, float]:
    """Return the bias of the estimate from two lists averaged over drawn partitions: for the quoted two, and for all pairs of lists."""
    lists, truth = records["list"].to_pylist(), records["truth"].to_pylist()
    each = [two_lists(lists, truth, one) for one in draws]
    quoted = [one.each.get(QUOTED, float("nan")) for one in each]
    return float(np.mean(quoted)), float(np.mean([one.total for one in each]))


def of_ours(records: pa.Table) -> tuple[list[Result], Iterator[str]]:
    """Run habeas; return its results in both tiers, and what it says of itself beside the truth."""
    made = running.run(records, partitions=100)
    pairs = (made.left, made.right)
    tiers = [
        result(f"habeas, {name}", records, group, pairs, made.cost)
        for name, group in (("register", made.register), ("estimate", made.estimate))
    ]
    assert made.draws is not None  # noqa: S101 - they were asked for
    quoted, bias = drawn_bias(records, made.draws)
    tiers.append(replace(tiers[1], name="habeas, 100 partitions", quoted=quoted, bias=bias))
    return tiers, _says(records, made, tiers)


def _says(records: pa.Table, made: running.Ours, tiers: Sequence[Result]) -> Iterator[str]:
    recall, truth = made.summary["recall"], records["truth"].to_pylist()
    off = 100 * (recall["share"] - tiers[0].found)
    yield f"\nOf itself habeas says: recall of candidates {recall['share']:.3f} ({recall['low']:.3f} to {recall['high']:.3f}), {off:+.1f} points off;"
    hidden, queued = hidden_and_queued(truth, made.register, made.doubts)
    yield f"{made.summary['hidden']:.1f} persons expected to be hidden in the register, {hidden} are, {queued} of these in the queue of {len(made.doubts):,} doubts;"
    low, high = made.summary["interval"]
    yield f"{low:,} to {high:,} persons, {len(set(truth)):,} are."


def of_peers(records: pa.Table, peers: Sequence[str]) -> Iterator[Result]:
    """Run the peers one after the other; one that fails is said on standard error."""
    for peer in peers:
        try:
            made = beside.run(peer, records)
        except CalledProcessError as error:
            print(f"{peer}: {(error.stderr or '').strip().splitlines()[-1:]}", file=sys.stderr)
            continue
        yield result(beside.SAID[peer], records, made.groups, (made.left, made.right), made.cost)


def ratios(ours: Sequence[Result], peers: Sequence[Result]) -> Iterator[str]:
    """Yield a table of habeas beside the best peer in each measure: the tier that the measure is for, and the target of the issue."""
    register, estimate, drawn = ours
    yield "\n| measure | habeas | best peer | ratio | target |\n|---|---|---|---|---|"
    measures: list[tuple[str, Result, Callable[[Result], float], bool, str, float]] = [
        ("F1, estimate", estimate, lambda one: one.score.f1, True, "{:.3f}", 0.90),
        ("persons hidden per 1,000, register", register, lambda one: one.score.hidden, False, "{:.1f}", 1.0),
        ("persons split per 1,000, estimate", estimate, lambda one: one.score.split, False, "{:.0f}", 90),
        ("true pairs among the candidates", register, lambda one: one.found, True, "{:.3f}", 0.95),
        ("bias, court × leaked, partitions", drawn, lambda one: abs(one.quoted), False, "{:.3f}", 0.03),
        ("bias, all pairs of lists, partitions", drawn, lambda one: abs(one.bias), False, "{:.3f}", 0.03),
    ]
    for name, mine, of, more, form, target in measures:
        value, theirs = of(mine), [of(one) for one in peers if not np.isnan(of(one))]
        if np.isnan(value) or not theirs:
            continue
        best = max(theirs) if more else min(theirs)
        ratio = f"{value / best:.2f}" if best else ""
        met = value >= target if more else value <= target
        yield f"| {name} | {form.format(value)} | {form.format(best)} | {ratio} | {form.format(target)}, {'met' if met else 'not met'} |"


def tables(shared: Path | None, names: Sequence[str], peers: Sequence[str]) -> Iterator[str]:
    """Yield a table a set."""
    for name, records in sets(shared, names):
        persons = len(set(records["truth"].to_pylist()))
        yield "\n" + HEAD.format(f"{name}: {records.num_rows:,} records of {persons:,} persons")
        ours, says = of_ours(records)
        for one in ours:
            yield one.line(lambda said: f"**{said}**")
        if name not in CORNERS:
            theirs = []
            for one in of_peers(records, peers):
                theirs.append(one)
                yield one.line()
            yield from ratios(ours, theirs)
        yield from says
