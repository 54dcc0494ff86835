"""Whether latent classes have converged on every public table, beside the R package LCMCR.

    python bench/mse/latent.py [--write] [TABLE ...]

Tables and what LCMCR gave on them are read from ../shared/data/mse (``r_results.csv``). With ``--write`` the result is kept in LATENT.md.
"""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path
from typing import Final

from habeas.estimation.estimate import Estimate, shown
from habeas.estimation.mse import latent, read_histories

HERE: Final = Path(__file__).parent
TABLES: Final = HERE.parents[2] / "shared" / "data" / "mse"
HEAD: Final = (
    "# Latent classes on public tables\n\n"
    "`python bench/mse/latent.py --write`: default settings, seed 1, seconds of processor time in process. LCMCR as run for `../shared/data/mse` (seed 1, 110,000 iterations, "
    "its own cap and K = 10, 15 on 20 lists).\n\n"
    "| table | listed | point | 95 % interval | R-hat | effective draws | a second | seconds | log evidence by run | answer | LCMCR |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|\n"
)


def main(names: list[str], write: bool) -> None:
    """Go through the tables one by one, and say each as it is done."""
    lines = []
    for path in sorted(TABLES.glob("*.csv")):
        if "_strat_" in path.name or path.name == "r_results.csv" or (names and path.stem not in names):
            continue
        table = read_histories(path).table
        started = time.process_time()
        found = latent.estimate(table)
        lines.append(row(path.stem, found, time.process_time() - started))
        print(lines[-1], flush=True)
        if write:
            (HERE / "LATENT.md").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")


def row(name: str, found: Estimate, seconds: float) -> str:
    """Return one line of the result."""
    told = found.diagnostics
    said = ", ".join(f"{one.key.removeprefix('latent.')} ({one.gravity})" for one in found.reasons)
    answer = "**refused**: " + said if found.refused else "answered" + (f"; {said}" if said else "")
    evidence = ", ".join(f"{one:.1f}" for one in told["log_evidence"])
    return (
        f"| {name} | {found.listed:,} | {shown(found.point)} | {shown(found.low)}–{shown(found.high)} | {told['rhat']:.3f} | {told['ess']:.0f} | "
        f"{told['ess'] / seconds:.1f} | {seconds:.1f} | {evidence} | {answer} | {reference(name)} |"
    )


def reference(name: str) -> str:
    """Return what LCMCR gave."""
    with (TABLES / "r_results.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            if line["estimator"] == "lcmcr" and line["dataset"] == name:
                draws = next((part for part in line["extra"].split() if part.startswith("ess=")), "")
                return f"{float(line['point']):.0f}, {float(line['lo']):.0f}–{float(line['hi']):.0f}, {draws}"
    return "–"


if __name__ == "__main__":
    main([one for one in sys.argv[1:] if not one.startswith("-")], "--write" in sys.argv)
