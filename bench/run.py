"""Measure the main job on a generated case of 1,000 sources and 50,000 claims, as whole processes, against the targets.

    python bench/run.py [--sources 1000] [--claims 50000] [--keep FOLDER]

Prints a table of seconds, peak memory and the target, with their ratio; it asserts nothing. Quote medians from a quiet machine.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generate import generate

HABEAS = (sys.executable, "-m", "habeas")


@dataclass(frozen=True, slots=True)
class Run:
    """One command as a whole process: wall seconds, and peak memory in MB."""

    name: str
    seconds: float
    megabytes: float
    target: float | None


def run(name: str, command: Sequence[str], *, target: float | None = None, times: int = 1) -> Run:
    """Run a command and account for it as the system does; with several times, the median."""
    seconds, peak = [], 0
    for _ in range(times):
        begun = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds.append(time.perf_counter() - begun)
        # Kilobytes on Linux, bytes on macOS.
        peak = max(peak, used.ru_maxrss // (1 if sys.platform != "darwin" else 1024))
        if process.returncode != 0:
            print(f"{name}: exit status {process.returncode}", file=sys.stderr)
    one = Run(name, statistics.median(seconds), peak / 1000, target)
    print(line(one), flush=True)
    return one


def line(one: Run) -> str:
    """Return a run as a row of the table."""
    ratio = f"{one.seconds / one.target:.2f}" if one.target else ""
    target = f"{one.target:g} s" if one.target else ""
    return f"| {one.name} | {one.seconds:.2f} s | {one.megabytes:,.0f} MB | {target} | {ratio} |"


def why(case: Path) -> None:
    """Time `why` inside one process, as the library and the web app call it, once everything is imported."""
    from habeas import Case

    with Case(case) as opened:
        asked = [
            str(row["id"]) for row in opened.tables.query("select id from findings using sample 50 rows (reservoir, 7)")
        ]
        opened.why(asked[0])
        seconds = []
        for name in asked:
            begun = time.perf_counter()
            opened.why(name)
            seconds.append(time.perf_counter() - begun)
    median, most = statistics.median(seconds), max(seconds)
    print(
        f"| why, in process, 50 findings: median (max) | {median:.3f} ({most:.3f}) s | | 0.1 s | {median / 0.1:.2f} |",
        flush=True,
    )


def measure(case: Path, sources: int, claims: int) -> None:
    """Generate the case and carry it through."""
    generate(case, sources=sources, claims=claims)
    print(f"{sources:,} sources, {claims:,} claims; {os.cpu_count()} processors\n")
    print("| command | wall | peak memory | target | ratio |\n|---|---|---|---|---|")
    at = ["--case", str(case)]
    files = [str(path) for path in sorted((case / "claims").glob("*.yaml"))]
    run("--help", [*HABEAS, "--help"], target=0.3, times=5)
    run("add", [*HABEAS, "add", str(case / "evidence"), *at])
    run("code", [*HABEAS, "code", *files, *at])
    run("build, cold", [*HABEAS, "build", str(case)], target=20)
    shutil.rmtree(case / "tables")
    run("build, tables and texts deleted", [*HABEAS, "build", str(case)], target=20)
    run("build, nothing changed", [*HABEAS, "build", str(case)], target=1, times=3)
    run("accept one claim", [*HABEAS, "accept", "note-00000-0", "--reason", "measured", *at])
    run("build, one decision later", [*HABEAS, "build", str(case)])
    why(case)
    run("why, whole process", [*HABEAS, "why", "note-00000-0", *at], times=3)
    run("findings, gravest", [*HABEAS, "findings", str(case), "--gravity", "error"])
    run("report", [*HABEAS, "report", str(case)], target=60)
    run("verify", [*HABEAS, "verify", str(case)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=1_000)
    parser.add_argument("--claims", type=int, default=50_000)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="habeas-bench-") as scratch:
        measure(given.keep or Path(scratch) / "case", given.sources, given.claims)
