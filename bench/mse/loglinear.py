"""Log-linear models on public tables beside what R packages gave: totals, intervals, seconds, and how often the proof and the fits agree.

    python bench/mse/loglinear.py [--draws 1000] [--proofs 200] [--tables 200] [--write]

The tables and the results of the R packages (MultipleSystemsEstimation, SparseMSE, conting, base R) are read from ../shared/data/mse. With ``--write`` the tables are kept in
bench/mse/LOGLINEAR.md.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

HERE: Final = Path(__file__).parent
# In place of this folder, where coverage.py would be taken for the package of that name, which numba looks for.
sys.path[0] = str(HERE.parent)

from habeas.estimation import Estimate, shown  # noqa: E402 - likewise
from habeas.estimation.mse import Histories, floors, loglinear, read_histories  # noqa: E402 - likewise
from habeas.estimation.mse.loglinear.choosing import Chooser  # noqa: E402 - likewise
from habeas.estimation.mse.loglinear.existence import proved  # noqa: E402 - likewise
from habeas.estimation.mse.loglinear.fitting import opened  # noqa: E402 - likewise

TABLES: Final = Path(__file__).parents[3] / "shared" / "data" / "mse"
RESULTS: Final = HERE / "LOGLINEAR.md"
RUNS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("korea_3", {}), ("hav_taiwan_3", {}), ("spina_bifida_my97_3", {}), ("peru_1980_2000_3", {}), ("kosovo_4", {}), ("kosovo_4", {"order": 2}), ("australia_4", {}),
    ("diabetes_bruno_4", {}), ("brighton_opiate_4", {}), ("uk_2013_5", {}), ("uk_2013_5", {"average": True}), ("uk_2013_5", {"order": 4, "draws": 300}), ("netherlands_5", {}),
    ("netherlands_5", {"order": 4, "draws": 100}), ("neworleans_5", {}), ("neworleans_5", {"order": 4, "draws": 100}), ("neworleans_5_msetools", {}), ("western_us_5", {}),
    ("western_us_5", {"order": 4, "draws": 100}), ("uk_2013_6", {}), ("snowshoe_hare_6", {}), ("duck_6", {}), ("bunting_8", {}),
)  # fmt: skip
R: Final = ("mse_bic", "mse_step", "sparsemse", "conting")


@dataclass(frozen=True, slots=True)
class Row:
    """One run: the table, what was asked for, what came out and in how many seconds."""

    name: str
    asked: dict[str, Any]
    found: Estimate
    seconds: float


def table(name: str) -> Histories:
    """Return a public table."""
    return read_histories(TABLES / f"{name}.csv").table


def rows(draws: int) -> Iterator[Row]:
    """Run every table once, after one that is not counted and compiles."""
    loglinear.estimate(table("korea_3"), draws=100)
    for name, asked in RUNS:
        whole = {"draws": draws, **asked}
        one = table(name)
        start = time.perf_counter()
        found = loglinear.estimate(one, **whole)
        yield Row(name, whole, found, time.perf_counter() - start)


def published() -> list[dict[str, str]]:
    """Return what the R packages gave."""
    with (TABLES / "r_results.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def beside(name: str, known: Sequence[dict[str, str]]) -> str:
    """Return the results of R for a table, in short."""
    said = []
    for one in known:
        if one["dataset"] != name or one["estimator"] not in R or not one["point"]:
            continue
        span = f" [{_number(one['lo'])}, {_number(one['hi'])}]" if one["lo"] else ""
        seconds = next((part[5:] for part in one["extra"].split() if part.startswith("secs=")), "")
        order = " pairs" if "maxorder=2" in one["model"] or "2-way" in one["model"] else ""
        said.append(f"{one['estimator']}{order} {_number(one['point'])}{span}, {float(seconds):.1f} s")
    return "; ".join(said) or "-"


def _number(text: str) -> str:
    return f"{round(float(text)):,}"


def agreement(proofs: int) -> list[str]:
    """Return, by table, on how many models the linear programme and the fits were compared, and on how many they differed."""
    lines = ["| table | models | compared | inside | edge | no total | differ |", "|---|---|---|---|---|---|---|"]
    rng = np.random.default_rng(1)
    for name, order in (
        ("korea_3", 2),
        ("australia_4", 3),
        ("western_us_5", 4),
        ("neworleans_5", 4),
        ("netherlands_5", 4),
        ("uk_2013_5", 4),
    ):
        one = table(name).canonical()
        cells, allowed = opened(one)
        chooser = Chooser(one.k, order, allowed)
        out, _ = chooser.look(cells, np.inf)
        every = chooser.family
        picked = np.arange(len(every)) if len(every) <= proofs else rng.choice(len(every), proofs, replace=False)
        found = [
            proved(cells, allowed, [*(1 << at for at in range(one.k)), *every.terms(int(every.models[at])), 0])
            for at in picked
        ]
        differ = sum(each.total != (out[at, 2] > 0) for each, at in zip(found, picked, strict=True))
        counts = [sum(each.status == status for each in found) for status in ("inside", "edge")]
        lines.append(
            f"| {name} | {len(every):,} | {len(picked)} | {counts[0]} | {counts[1]} | {sum(not each.total for each in found)} | {differ} |"
        )
    return lines


def limits() -> list[str]:
    """Return the lower limits of each table."""
    lines = ["| table | listed | lists of unlike size | lists alike | lower end |", "|---|---|---|---|---|"]
    for name in dict.fromkeys(name for name, _ in RUNS):
        found = floors.chao(table(name))
        forms = found.diagnostics["forms"]
        lines.append(
            f"| {name} | {found.listed:,} | {shown(forms['lists']):,} | {shown(forms['alike']):,} | {shown(found.low):,} |"
        )
    return lines


def world(inclusion: Sequence[float], odds: dict[tuple[int, ...], float]) -> NDArray[np.float64]:
    """Return how likely each history is, (2**k,): independent lists, and factors on the histories that have all of some lists."""
    on = (np.arange(1 << len(inclusion))[:, None] >> np.arange(len(inclusion))) & 1 == 1
    found = np.where(on, inclusion, 1 - np.array(inclusion)).prod(axis=1)
    for lists, factor in odds.items():
        found = np.where(on[:, list(lists)].all(axis=1), found * factor, found)
    weights: NDArray[np.float64] = found / found.sum()
    return weights


WORLDS: Final = (
    ("three independent lists", 1_000, world((0.3, 0.25, 0.2), {})),
    ("four lists, one pair with odds of 3", 1_000, world((0.3, 0.25, 0.2, 0.15), {(0, 1): 3.0})),
    ("five lists, two pairs with odds of 3 and 4", 2_000, world((0.2, 0.2, 0.15, 0.1, 0.1), {(0, 1): 3.0, (2, 3): 4.0})),
    (
        "four lists, two kinds of persons (false for every model)", 1_000,
        0.7 * world((0.15, 0.12, 0.1, 0.08), {}) + 0.3 * world((0.5, 0.45, 0.4, 0.35), {}),
    ),
)  # fmt: skip


def coverage(tables: int, draws: int = 300) -> list[str]:
    """Return how often the interval at 95 % holds the truth, and lies below it, over tables drawn from worlds of known size."""
    lines = ["| world | truth | holds it | below it | median error |", "|---|---|---|---|---|"]
    for name, truth, chances in WORLDS:
        found = [
            loglinear.estimate(
                Histories.of_dense(np.r_[0, cells[1:]], list("abcde"[: int(np.log2(len(cells)))])),
                draws=draws,
                sensitive=False,
            )
            for cells in np.random.default_rng(7).multinomial(truth, chances, size=tables)
        ]
        holds = sum((one.low or 0) <= truth <= (one.high or np.inf) for one in found) / tables
        below = sum((one.high or np.inf) < truth for one in found) / tables
        error = float(np.median([one.point or np.nan for one in found])) / truth - 1
        lines.append(f"| {name} | {truth:,} | {holds:.2f} | {below:.2f} | {100 * error:+.0f} % |")
    return lines


def report(draws: int, proofs: int, tables: int) -> str:
    """Return the whole report."""
    known = published()
    lines = [
        "# Log-linear models on public tables", "",
        f"`python bench/mse/loglinear.py`, {draws:,} draws with the model chosen anew in each unless said otherwise; seconds in process, after compilation. R as run for `../shared/data/mse`, seconds in process.",
        "", "| table | asked | models | total | 95 % | same model | z0 | a | seconds | R |", "|---|---|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for row in rows(draws):
        told, found = row.found.diagnostics, row.found
        asked = (
            ", ".join(f"{name} {value}" for name, value in row.asked.items() if (name, value) != ("draws", draws))
            or "-"
        )
        lines.append(
            f"| {row.name} | {asked} | {told['models']:,} | {shown(found.point)} | {shown(found.low)} - {shown(found.high)} | {told['same_model']:.2f} | {told['z0']:.2f} | {told['acceleration']:.3f} "
            f"| {row.seconds:.2f} | {beside(row.name, known)} |"
        )
        print(lines[-1], flush=True)
    lines += [
        "",
        "## Whether a total follows: linear programming against the fits",
        "",
        *agreement(proofs),
        "",
        "## Lower limits",
        "",
        *limits(),
        "",
        f"## Does the interval hold the truth? {tables} tables a world, 300 draws each",
        "",
        *coverage(tables),
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Print the report, and keep it where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--proofs", type=int, default=200)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--tables", type=int, default=200)
    asked = parser.parse_args()
    found = report(asked.draws, asked.proofs, asked.tables)
    print(found)
    if asked.write:
        RESULTS.write_text(found, encoding="utf-8")


if __name__ == "__main__":
    main()
