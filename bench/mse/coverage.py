"""How often the intervals of multiple systems estimation hold a truth that is known, over made-up worlds in which some or all of the assumptions are false.

    python bench/mse/coverage.py [--replicates 1000] [--slow 40] [--designs independent-4,…] [--write]

Every world has a known total. ``--slow`` is how many of its tables the slow methods get (latent classes, and log-linear models with selection in the bootstrap). With ``--write`` the table is
kept in bench/mse/COVERAGE.md.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import numpy as np

# This file would otherwise stand in for the package of its name, which numba looks for.
sys.path[:] = [one for one in sys.path if Path(one or ".").resolve() != Path(__file__).parent]

from habeas.estimation import Estimate  # noqa: E402
from habeas.estimation.distribution import Floats  # noqa: E402
from habeas.estimation.mse import gate  # noqa: E402
from habeas.estimation.mse.calibration import Score, Scored, World, score  # noqa: E402
from habeas.estimation.mse.histories import Histories  # noqa: E402

HERE: Final = Path(__file__).parent
RESULTS: Final = HERE / "COVERAGE.md"
FOUR: Final = ("A", "B", "C", "D")
EVEN: Final = (0.30, 0.25, 0.20, 0.15)
Draw = Callable[[np.random.Generator], Histories]


@dataclass(frozen=True, slots=True)
class Made:
    """A made-up world: what it is called, what is false in it, its truth, and how a table of it is drawn."""

    name: str
    said: str
    total: int
    draw: Draw


def cells(inclusion: tuple[float, ...], odds: Mapping[tuple[int, ...], float]) -> Floats:
    """Return how likely each history is, (2**k,), of a log-linear model: main effects by inclusion without interaction, and factors on every history that has all of some lists."""
    k = len(inclusion)
    on = (np.arange(1 << k)[:, None] >> np.arange(k)) & 1 == 1
    found = np.where(on, inclusion, 1 - np.array(inclusion)).prod(axis=1)
    for lists, factor in odds.items():
        found = np.where(on[:, list(lists)].all(axis=1), found * factor, found)
    weights: Floats = found / found.sum()
    return weights


def of_cells(
    name: str, said: str, total: int, inclusion: tuple[float, ...], odds: Mapping[tuple[int, ...], float]
) -> Made:
    """Return a world by the histories of a log-linear model."""
    world = World("ABCDE"[: len(inclusion)], total, cells=cells(inclusion, odds))  # type: ignore[arg-type]
    return Made(name, said, total, World(tuple(world.lists), total, cells=world.cells).draw)


def of_kinds(name: str, said: str, total: int, shares: tuple[float, ...], odds: tuple[float, ...]) -> Made:
    """Return a world of kinds of persons: the inclusion of the first, and for the others its odds times a factor."""
    first = np.array(EVEN) / (1 - np.array(EVEN))
    chances = [first * factor / (1 + first * factor) for factor in odds]
    return Made(name, said, total, World.of_classes(total, shares, chances, FOUR).draw)


def of_all_degrees(name: str, said: str, total: int, spread: float) -> Made:
    """Return a world in which the log-odds of being on any list vary from person to person with a normal distribution."""
    base = np.log(np.array(EVEN) / (1 - np.array(EVEN)))

    def draw(rng: np.random.Generator) -> Histories:
        logits = base + spread * rng.standard_normal((total, 1))
        on = rng.random((total, 4)) < 1 / (1 + np.exp(-logits))
        return Histories.of_rows(on.astype(int), np.ones(total, int), FOUR)

    return Made(name, said, total, draw)


def with_others(base: Made, name: str, said: str, part: float) -> Made:
    """Return a world whose last list also holds persons who are not of the population, this part of its rows; they are on no other list."""

    def draw(rng: np.random.Generator) -> Histories:
        table = base.draw(rng)
        more = rng.poisson(table.sizes[-1] * part / (1 - part))
        last = 1 << (table.k - 1)
        return Histories.of_masks([*table.masks, last], [*table.counts, more], table.lists)

    return Made(name, said, base.total, draw)


def with_missed_links(base: Made, name: str, said: str, part: float) -> Made:
    """Return a world in which this part of persons on several lists stand as two: on the first of their lists, and on the others."""

    def draw(rng: np.random.Generator) -> Histories:
        table = base.draw(rng)
        several = table.on.sum(axis=1) > 1
        split = np.where(several, rng.binomial(table.counts, part), 0)
        first = table.masks & -table.masks
        masks = np.concatenate([table.masks, first, table.masks & ~first])
        return Histories.of_masks(masks, np.concatenate([table.counts - split, split, split]), table.lists)

    return Made(name, said, base.total, draw)


INDEPENDENT: Final = of_cells("independent-4", "four lists, independent", 2000, EVEN, {})
WORLDS: Final = (
    INDEPENDENT,
    of_cells("independent-3", "three lists, independent", 2000, EVEN[:3], {}),
    of_cells("sparse-5", "five lists as small as those of the UK in 2013, independent", 12000, (0.008, 0.047, 0.097, 0.067, 0.028), {}),
    of_cells("one-pair", "two of four lists depend on each other (odds ratio 4)", 2000, EVEN, {(0, 1): 4}),
    of_cells("one-pair-avoids", "two of four lists avoid each other (odds ratio 1/4)", 2000, EVEN, {(0, 1): 0.25}),
    of_cells("chain", "A with B, B with C, C with D (odds ratio 3 each)", 2000, EVEN, {(0, 1): 3, (1, 2): 3, (2, 3): 3}),
    of_cells("all-pairs", "every two of four lists depend on each other (odds ratio 2)", 2000, EVEN, dict.fromkeys(combinations(range(4), 2), 2.0)),
    of_cells("all-three", "three lists, every two and all three together depend", 2000, EVEN[:3], {**dict.fromkeys(combinations(range(3), 2), 2.0), (0, 1, 2): 2}),
    of_kinds("two-kinds", "half of the persons have half the odds of being on any list", 2000, (0.5, 0.5), (1.0, 0.5)),
    of_kinds("hard-to-reach", "two of five persons have a tenth of the odds", 2000, (0.6, 0.4), (1.0, 0.1)),
    of_all_degrees("all-degrees", "the odds vary from person to person (log-normal, sd 1.2)", 2000, 1.2),
    of_kinds("out-of-reach", "three of ten persons can be on no list", 2000, (0.7, 0.3), (1.0, 1e-9)),
    with_others(INDEPENDENT, "non-targets", "a quarter of list D are not of the population", 0.25),
    with_missed_links(INDEPENDENT, "missed-links", "one of ten persons on several lists is counted twice", 0.10),
)  # fmt: skip


def methods(slow: int, replicates: int) -> Iterator[tuple[str, int, Callable[[Histories], Estimate]]]:
    """Yield the estimators that are here, with on how many tables each is tried."""
    from habeas.estimation.mse import graphs

    yield "graphs", replicates, lambda table: graphs.estimate(table, sensitivity=False)
    yield "graphs, as dga", replicates // 10, lambda table: graphs.estimate(table, mode="dga", sensitivity=False)
    for name, count, room, asked in (
        ("chao", replicates, "floors.chao", {}),
        ("log-linear", slow, "loglinear.estimate", LOGLINEAR),
        ("latent classes", slow, "latent.estimate", LATENT),
    ):
        where, call = room.split(".")
        try:
            found = getattr(import_module(f"habeas.estimation.mse.{where}"), call)
        except (ImportError, AttributeError) as error:
            print(f"{name} is not here: {error}", file=sys.stderr)
            continue
        yield name, count, _asking(found, asked)


LOGLINEAR: Final[dict[str, Any]] = {}
LATENT: Final[dict[str, Any]] = {}


def _asking(found: Callable[..., Estimate], asked: Mapping[str, Any]) -> Callable[[Histories], Estimate]:
    return lambda table: found(table, **asked)


def tried(made: Made, of: Callable[[Histories], Estimate], tables: int, seed: int) -> tuple[Score, float, float]:
    """Return how a method did on tables of a world, the share of tables where hidden lists were mostly predicted too small, and the seconds it took."""
    rng = np.random.default_rng([seed, sum(made.name.encode())])
    rows, hidden, began = [], 0, time.perf_counter()
    for _ in range(tables):
        table = made.draw(rng)
        estimate = of(table)
        (estimate,) = gate.applied(table, [estimate], drop=estimate.method not in gate.FLOORS)
        rows.append(Scored.of(estimate, made.total))
        hidden += any(one.key == "calibration.hidden-mostly-low" for one in estimate.reasons)
    return score(rows), hidden / tables, time.perf_counter() - began


def line(made: Made, name: str, found: Score, hidden: float, *, graphs: bool) -> str:
    """Return the row of a table."""
    shares = (found.coverage, found.coverage_given, found.bias, found.width)
    held, given, bias, width = ("–" if one is None else f"{round(100 * one)}" for one in shares)
    return f"| {made.name} | {name} | {found.tables:,} | {held} | {given} | {bias} | {width} | {100 * found.refused:.0f} | {f'{100 * hidden:.0f}' if graphs else ''} |"


def main() -> None:
    """Try every method on every world."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--replicates", type=int, default=1000)
    ask.add_argument("--slow", type=int, default=40)
    ask.add_argument("--designs", default=",".join(one.name for one in WORLDS))
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--write", action="store_true")
    given = ask.parse_args()
    wanted = set(given.designs.split(","))
    head = [
        "| world | method | tables | holds the truth, % | of those given, % | median error, % | mean width, % of truth | refused, % | hidden lists too small, % |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    rows = []
    began = time.perf_counter()
    for made in WORLDS:
        if made.name not in wanted:
            continue
        for name, tables, of in methods(given.slow, given.replicates):
            if not tables:
                continue
            found, hidden, seconds = tried(made, of, tables, given.seed)
            rows.append(line(made, name, found, hidden, graphs=name.startswith("graphs")))
            print(rows[-1], f"{seconds:.1f} s", flush=True)
    print(f"{time.perf_counter() - began:.0f} s")
    if given.write:
        RESULTS.write_text("\n".join([INTRODUCTION, "", *worlds(), "", *head, *rows, ""]), encoding="utf-8")


INTRODUCTION: Final = """# How often the intervals hold the truth

Written by `python bench/mse/coverage.py --write`. Nominal level 95 %. *Holds the truth*: share of intervals that hold the true total, of all tables answered; *of those given*: of those that the
gate did not refuse. Median error and mean width are of all tables answered, in % of the true total. Chao's number is a lower limit: it holds the truth where its lower end is below it.
*Hidden lists too small*: share of tables on which the gate warns that most hidden lists are predicted too small."""


def worlds() -> Iterator[str]:
    """Yield what each world is, and how many of it are listed."""
    yield "| world | what is in it | total | listed, about |"
    yield "|---|---|---|---|"
    for made in WORLDS:
        listed = made.draw(np.random.default_rng(1)).n
        yield f"| {made.name} | {made.said} | {made.total:,} | {listed:,} |"


if __name__ == "__main__":
    warnings.simplefilter("error", RuntimeWarning)
    main()
