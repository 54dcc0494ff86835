"""Multiple systems estimation beside the R packages that do it, in the same run: the same numbers, seconds of processor time, memory, effective draws.

    HABEAS_R_LIBS=FOLDER python bench/mse/peers.py [--only digits,graphs,loglinear,partitions,latent] [--draws 1000] [--times 5] [--keep FOLDER] [--write]

The packages are found in the libraries that HABEAS_R_LIBS names (and R's own); without R or without them only habeas is measured, and how to get them is said. Tables are
read from ../shared/data/mse, linked lists from ../shared/data/linkage. Both sides are timed in process, without start-up, loading and compilation, each on one
thread; ``--times`` is how often short jobs are repeated: the shortest counts. ``--keep`` keeps what R answered for the next run: the eight lists take it ten minutes. With
``--write`` the lines of the parts that ran are kept in bench/mse/RESULTS.md, beside those of the other parts.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

# One thread for both sides; set before NumPy is loaded, and handed on to R.
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"))

import numpy as np
from numpy.typing import NDArray

HERE: Final = Path(__file__).parent
# In place of this folder, where coverage.py would be taken for the package of that name, which numba looks for.
sys.path[0] = str(HERE.parent)

from habeas.estimation.distribution import Floats  # noqa: E402 - likewise
from habeas.estimation.mse import Histories, graphs, latent, linked, loglinear, read_histories  # noqa: E402 - likewise

SHARED: Final = HERE.parents[2] / "shared" / "data"
RESULTS: Final = HERE / "RESULTS.md"
PARTS: Final = ("digits", "graphs", "loglinear", "partitions", "latent")
PACKAGES: Final = ("dga", "SparseMSE", "MultipleSystemsEstimation", "LCMCR")
LATENT: Final = (10, 10_000, 1_000, 100)
"""LCMCR as it is usually run: classes, turns of warming up, draws kept, turns between two of them."""
HOW: Final = """R with the packages dga, SparseMSE, MultipleSystemsEstimation and LCMCR is not here; habeas is measured alone. To get them (Debian, then any R):
    apt install r-base-core r-cran-rcpparmadillo r-cran-chron r-cran-lpsolve libgsl-dev
    mkdir LIBRARY
    for each in Rcapture dga SparseMSE MultipleSystemsEstimation LCMCR; do
        git clone --depth 1 https://github.com/cran/$each && R CMD INSTALL --library=LIBRARY $each
    done
    HABEAS_R_LIBS=LIBRARY python bench/mse/peers.py"""
HEAD: Final = (
    "# Beside the R packages\n\n"
    "`python bench/mse/peers.py --write` makes this: one thread each, seconds of processor time in process, without start-up, loading and compilation, the shortest of several where a job is "
    "short; memory is the peak of the process, in brackets what the job added. Other work shared the two cores: *load* is that of the minute before.\n"
)
HEADS: Final = {
    "digits": "## The same numbers\n\n`dga`'s mode: the complete graph counted in, prior 2^-k, 1,000 candidates up to 30 times the listed. The largest difference between the probabilities of any candidate.\n\n"
    "| part | table | candidates | largest probability | largest difference | complete graph: habeas | R | differ by | package |\n|---|---|---|---|---|---|---|---|---|",
    "graphs": "## Speed and memory\n\n| part | job | habeas | asked | R | R / habeas | package | load | notes |\n|---|---|---|---|---|---|---|---|---|",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Peers:
    """R with its packages: where tables are written for it, and where its answers are kept for the next run."""

    here: bool
    folder: Path
    keep: Path | None

    def ask(self, script: str, *given: object, name: str | None = None) -> dict[str, Any] | None:
        """Return what a script of R answered, from the last run where a name is given and the answer was kept; None where R or a package is not here."""
        kept = self.keep / f"{script}-{name}.json" if self.keep and name else None
        if kept and kept.exists():
            return cast("dict[str, Any]", json.loads(kept.read_text(encoding="utf-8")))
        if not self.here:
            return None
        command = ["Rscript", str(HERE / "r" / f"{script}.R"), *map(str, given)]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
        if told.returncode:
            print(f"{script}.R failed: {told.stderr.strip()[-300:]}", file=sys.stderr)
            return None
        if kept:
            kept.write_text(told.stdout, encoding="utf-8")
        return cast("dict[str, Any] | None", json.loads(told.stdout or "null"))

    def graphs(self, tables: Sequence[Histories], missing: Sequence[Floats], times: int, told: str = "time") -> dict[str, Any] | None:  # fmt: skip
        """Return what dga says of tables."""
        cells, candidates = self.folder / "cells.txt", self.folder / "missing.txt"
        cells.write_text("\n".join(",".join(map(str, one.dense())) for one in tables) + "\n", encoding="ascii")
        candidates.write_text("\n".join(",".join(f"{at:.0f}" for at in one) for one in missing) + "\n", encoding="ascii")  # fmt: skip
        return self.ask("graphs", cells, candidates, times, told)


def found(folder: Path, keep: Path | None) -> Peers:
    """Return R with its packages, or say how to get them."""
    wanted = ",".join(f'"{one}"' for one in PACKAGES)
    paths = 'strsplit(Sys.getenv("HABEAS_R_LIBS"), .Platform$path.sep)[[1]]'
    asked = f".libPaths(c({paths}, .libPaths())); quit(status = !all(c({wanted}) %in% rownames(installed.packages())))"
    here = shutil.which("Rscript") is not None and not subprocess.run(["Rscript", "-e", asked], capture_output=True, check=False).returncode  # fmt: skip
    if not here:
        print(HOW, file=sys.stderr)
    return Peers(here, folder, keep)


def table(name: str) -> Histories:
    """Return a public table."""
    return read_histories(SHARED / "mse" / f"{name}.csv").table


def generated(lists: int, persons: int, seed: int = 1) -> Histories:
    """Return a made-up table: two kinds of persons, of whom one is on lists three times as often as the other."""
    rng = np.random.default_rng(seed)
    chance = rng.uniform(0.04, 0.15, lists) * np.where(rng.random(persons) < 0.3, 3.0, 1.0)[:, None]
    rows = (rng.random((persons, lists)) < chance).astype(np.int64)
    return Histories.of_rows(rows, np.ones(persons, np.int64), [f"list {at + 1}" for at in range(lists)])


def candidates(one: Histories, number: int = 1_000, cap: int = 30) -> Floats:
    """Return whole numbers missing, evenly apart, from one up to so many times the listed."""
    spread: Floats = np.unique(np.round(np.linspace(1, cap * one.n, number)))
    return spread


def best(job: Callable[[], Any], times: int) -> float:
    """Return the shortest of several times that a job takes, in seconds of processor time, after one that is not counted."""
    job()
    taken = []
    for _ in range(times):
        start = time.process_time()
        job()
        taken.append(time.process_time() - start)
    return min(taken)


def digits(peers: Peers, _: argparse.Namespace) -> Iterator[str]:
    """Yield, for every table of three to five lists, how far the posterior is from dga's."""
    for path in sorted((SHARED / "mse").glob("*_[345]*.csv")):
        if "_strat_" in path.name:
            continue
        one = table(path.stem)
        missing = candidates(one)
        mine = graphs.find(one, missing=missing, complete=True)
        said = graphs.estimate(one, mode="dga", missing=missing)
        told = peers.graphs([one], [missing], 1, "posterior")
        theirs = np.array(told["posterior"][0]) if told else np.full(len(missing), np.nan)
        apart = max(float(np.abs(each - theirs).max()) for each in (mine.total.weight, _weights(said, missing)))
        saturated = told["saturated"][0] if told else np.nan
        yield _line("digits", path.stem, f"{len(missing):,}", f"{mine.total.weight.max():.4f}", f"{apart:.1e}", f"{mine.p_not_identified:.6f}", f"{saturated:.6f}",
            f"{abs(mine.p_not_identified - saturated):.1e}", _package(told))  # fmt: skip


def _weights(said: Any, missing: Floats) -> Floats:
    weight: Floats = said.distribution.weight
    return weight if len(weight) == len(missing) else np.full(len(missing), np.nan)


def speed(peers: Peers, asked: argparse.Namespace) -> Iterator[str]:
    """Yield seconds and memory of decomposable graphs."""
    five, far = table("uk_2013_5"), table("netherlands_5")
    thousand, every = candidates(five), np.arange(1.0, 82_342.0)
    load = _load()
    told = peers.graphs([five], [thousand], asked.times * 2)
    took = best(lambda: graphs.find(five, missing=thousand, complete=True), asked.times * 4)
    yield _ratio("graphs", "5 lists (uk_2013_5) × 1,000 totals", took, 0.005, told, load, "822 graphs")
    load = _load()
    told = peers.graphs([far], [every], 2)
    mine = _alone("exact")
    yield _ratio("graphs", "5 lists (netherlands_5) × 82,341 totals, every one", mine["seconds"], 0.4, told, load, f"peak {_memory(mine)}, asked 100 MB; R {_memory(told) if told else '–'}")  # fmt: skip
    took = best(lambda: graphs.find(far, cap=10), asked.times * 2)
    yield _ratio("graphs", "the same, interpolated", took, 0.01, told, load, _interpolated(far))
    for name, one, most in (("6 lists (uk_2013_6)", table("uk_2013_6"), 0.1), ("7 lists (generated)", generated(7, 4_000), 2.0)):  # fmt: skip
        load, missing, start = _load(), candidates(one), time.process_time()
        graphs.find(one, missing=missing)
        first = time.process_time() - start
        took = best(lambda one=one, missing=missing: graphs.find(one, missing=missing), 3)  # type: ignore[misc]
        yield _ratio("graphs", f"{name} × 1,000 totals", took, most, None, load, f"dga has no graphs of so many lists; {first:.1f} s the first time, when graphs are listed")  # fmt: skip


def _interpolated(one: Histories) -> str:
    quick, slow = graphs.find(one, cap=10).total, graphs.find(one, cap=10, exact=True).total
    apart = max(abs(quick.quantile(at) / slow.quantile(at) - 1) for at in (0.025, 0.5, 0.975))
    return f"quantiles differ from those of every total by {apart:.0e} at most"


def boots(peers: Peers, asked: argparse.Namespace) -> Iterator[str]:
    """Yield seconds of log-linear models with the choice in every draw."""
    loglinear.estimate(table("korea_3"), draws=100)
    jobs = [("western_us_5", 10.0, ("step",)), ("uk_2013_5", 10.0, ("bic", "sparse")), ("NewOrl", 60.0, ("step",))]
    for name, most, methods in jobs:
        path = SHARED / "mse" / f"{name}.csv"
        if not path.exists():
            path = peers.folder / f"{name}.csv"
            peers.ask("table", "MultipleSystemsEstimation", name, path)
        if not path.exists():
            print(f"{name} comes with an R package; left out", file=sys.stderr)
            continue
        one = read_histories(path).table
        loglinear.estimate(one, draws=100)
        start = time.process_time()
        mine = loglinear.estimate(one, draws=asked.draws)
        took = time.process_time() - start
        for method in methods:
            load = _load()
            told = peers.ask("loglinear", path, method, asked.draws, name=f"{name}-{method}-{asked.draws}")
            theirs = f"R {told['point']:,.0f} [{told['bounds'][0] or 0:,.0f}, {told['bounds'][1] or 0:,.0f}]" if told else ""  # fmt: skip
            chosen = {"step": "steps by p-values", "sparse": "steps by p-values", "bic": "BIC, its best 100 of 1,024 models"}[method]  # fmt: skip
            yield _ratio("loglinear", f"{one.k} lists ({name}), {asked.draws:,} draws", took, most, told, load, f"habeas, BIC, {mine.diagnostics['models']:,} models: {_said(mine)}; {chosen}: {theirs}")  # fmt: skip


def partitions(peers: Peers, _: argparse.Namespace) -> Iterator[str]:
    """Yield seconds of graphs over the tables of 1,000 partitions of linked lists."""
    tables = _linked()
    if not tables:
        print("es_1k is not here; partitions are left out", file=sys.stderr)
        return
    load, missing = _load(), [candidates(one) for one in tables]
    told = peers.graphs(tables, missing, 1)
    took = best(lambda: [graphs.find(one, missing=each, complete=True) for one, each in zip(tables, missing, strict=True)], 2)  # fmt: skip
    yield _ratio("partitions", f"{len(tables):,} tables of 5 linked lists (es_1k) × 1,000 totals", took, 10.0, told, load, "")  # fmt: skip
    took = best(lambda: [graphs.posterior(one) for one in tables], 2)
    yield _ratio("partitions", "the same, as an estimate asks for it", took, 10.0, told, load, "every total up to 30 times the listed, interpolated; R as above")  # fmt: skip


def _linked() -> list[Histories]:
    from pyarrow.csv import write_csv

    from habeas.people.linking import link
    from habeas.people.lists import read_lists
    from linkage.running import HIDDEN_FROM_HABEAS, as_strings, read

    path = SHARED / "linkage" / "es_1k.csv.gz"
    if not path.exists():
        return []
    with tempfile.TemporaryDirectory() as folder:
        records = as_strings(read(path))
        hidden = [one for one in HIDDEN_FROM_HABEAS if one in records.column_names]
        write_csv(records.drop_columns(hidden), Path(folder) / "records.csv")
        lists = read_lists([Path(folder) / "records.csv"], list_column="list")
        made = link(lists.mentions, lists=lists.lists)
        labels = made.partitions(1_000, seed=1)
    return list(linked.tabulate(labels, made.frame.lists, made.lists, without=["hospital", "ngodeath"]).tables)


def classes(peers: Peers, _: argparse.Namespace) -> Iterator[str]:
    """Yield effective draws a second of latent classes."""
    from arviz_stats.base import array_stats  # type: ignore[attr-defined]

    def effective(chains: NDArray[np.float64]) -> float:
        return float(array_stats.ess(np.log(chains), chain_axis=0, draw_axis=1))  # type: ignore[no-untyped-call]

    latent.estimate(table("korea_3"), runs=2, warm=20, draws=20, blocks=1)
    for name, most in (("uk_2013_5", 10.0), ("kosovo_4", 1.0)):
        one, load, start = table(name), _load(), time.process_time()
        mine = latent.estimate(one)
        took = time.process_time() - start
        drawn = mine.distribution.chains if mine.distribution else None
        if drawn is None:
            continue
        rate = effective(drawn) / took
        runs = [peers.ask("latent", SHARED / "mse" / f"{name}.csv", seed, *LATENT, name=f"{name}-{seed}") for seed in range(1, 5)]  # fmt: skip
        note = f"habeas {rate * took:,.0f} in {took:.1f} s, R-hat {mine.diagnostics['rhat']:.3f}, {_said(mine)}"
        rates = [effective(np.array([run["draws"]])) / run["seconds"] for run in runs if run]
        if rates:
            chains = np.array([run["draws"] for run in runs if run])
            seconds = sum(run["seconds"] for run in runs if run)
            rates.append(effective(chains) / seconds)
            low, middle, high = np.quantile(chains, (0.025, 0.5, 0.975))
            rhat = float(array_stats.rhat(np.log(chains), chain_axis=0, draw_axis=1))  # type: ignore[no-untyped-call]
            note += f"; R, four seeds together {rates[-1] * seconds:,.0f} in {seconds:.1f} s, R-hat {rhat:.3f}, {middle:,.0f} [{low:,.0f}, {high:,.0f}]; alone {', '.join(f'{each:.1f}' for each in rates[:-1])} a second"  # fmt: skip
        theirs, ratio = (f"{rates[-1]:.1f} a second", f"1 / {rate / rates[-1]:.2g}") if rates else ("–", "–")
        yield _line("latent", f"effective draws of log N, {name}", f"{rate:.1f} a second", f"{most:g} times R", theirs, ratio, _package(runs[0]), load, note)  # fmt: skip


def _alone(job: str) -> dict[str, Any]:
    """Run a job of ours in a process of its own, and return its seconds and megabytes."""
    told = subprocess.run([sys.executable, __file__, "--alone", job], capture_output=True, text=True, check=True)
    mine: dict[str, Any] = json.loads(told.stdout)
    return mine


def alone() -> None:
    """Say how long every total of five lists takes, and how much memory."""
    far, every, status = table("netherlands_5"), np.arange(1.0, 82_342.0), Path("/proc/self/status")
    graphs.find(far, missing=every[:10], complete=True)

    def megabytes(which: str) -> float | None:
        lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
        return next((int(one.split()[1]) / 1024 for one in lines if one.startswith(f"{which}:")), None)

    held = megabytes("VmRSS")
    if status.exists():
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    seconds = best(lambda: graphs.find(far, missing=every, complete=True), 3)
    print(json.dumps({"seconds": seconds, "held": held, "peak": megabytes("VmHWM")}))


def _memory(told: dict[str, Any]) -> str:
    if told["peak"] is None or told["held"] is None:
        return "–"
    return f"{told['peak']:,.0f} MB (+{told['peak'] - told['held']:,.0f})"


def _said(one: Any) -> str:
    if one.point is None or one.low is None or one.high is None:
        return "no answer"
    return f"{one.point:,.0f} [{one.low:,.0f}, {one.high:,.0f}]" + (", refused" if one.refused else "")


def _package(told: dict[str, Any] | None) -> str:
    return str(told["package"]) if told else "–"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def _seconds(number: float) -> str:
    return f"{number:.2g} s" if number < 10 else f"{number:,.0f} s"


def _ratio(part: str, job: str, mine: float, asked: float, told: dict[str, Any] | None, load: str, note: str) -> str:  # noqa: PLR0917 - the cells of a line
    seconds = told["seconds"] if told else None
    theirs = sum(seconds) if isinstance(seconds, list) else seconds
    ratio = "–" if theirs is None else f"{theirs / mine:.2g}" if theirs / mine < 100 else f"{theirs / mine:,.0f}"
    return _line(part, job, _seconds(mine), _seconds(asked), "–" if theirs is None else _seconds(theirs), ratio, _package(told), load, note)  # fmt: skip


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def kept(lines: dict[str, list[str]]) -> str:
    """Return the whole page: the parts that ran, and of the others what stands there."""
    old = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    whole = [HEAD]
    for part in PARTS:
        if part in HEADS:
            whole += [*([""] if part != PARTS[0] else []), HEADS[part]]
        whole += lines.get(part) or [one for one in old if one.startswith(f"| {part} |")]
    return "\n".join(whole) + "\n"


def main() -> None:
    """Run the parts, print their lines, and keep them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="a folder for what R answered to long jobs")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--alone", choices=["exact"], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.alone:
        return alone()
    if not (SHARED / "mse").exists():
        print("The shared tables are not here; nothing is measured", file=sys.stderr)
        return None
    jobs = dict(zip(PARTS, (digits, speed, boots, partitions, classes), strict=True))
    lines: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        if asked.keep:
            asked.keep.mkdir(parents=True, exist_ok=True)
        peers = found(Path(folder), asked.keep)
        for part in asked.only.split(","):
            for line in jobs[part](peers, asked):
                print(line, flush=True)
                lines.setdefault(part, []).append(line)
            if asked.write and peers.here:
                RESULTS.write_text(kept(lines), encoding="utf-8")
    return None


if __name__ == "__main__":
    main()
