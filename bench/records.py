"""Measure records and custody at the size of a national release, beside what others use, in the same run.

    python bench/records.py [--quick] [--keep FOLDER] [--only peers,whole,large,spark,figures]

Prints a Markdown table: each job as a whole process with its wall time and peak memory (its largest process), and how many times
longer it took than habeas on the same rows. Results of the peers are held against the truth of the generated release before
anything is printed of them. It asserts nothing about time. ``--quick`` uses 200,000 rows everywhere.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

HERE = Path(__file__).parent
FIRST, LAST, UNTIL = "2022-10-01", "2026-03-09", "2026-03-10T23:59:00"
COLUMNS = ["person", "place", "stay_in", "stint_in", "stint_out", "release_reason"]
PARTS = ("peers", "whole", "large", "spark", "figures")
WORKBOOKS = HERE.parents[1] / "shared" / "data" / "ice-statistics" / "workbooks"


# A process counts the memory of the one that started it until it begins its own program: a small one stands between.
_LAUNCHER = """
import os, subprocess, sys, time
said = int(sys.argv[1])
begun = time.perf_counter()
process = subprocess.Popen(sys.argv[2:], stdout=said, stderr=said)
_, status, used = os.wait4(process.pid, 0)
print(time.perf_counter() - begun, used.ru_maxrss, os.waitstatus_to_exitcode(status))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """A job as a whole process: wall seconds, peak memory in MB, and whether it ended well."""

    seconds: float
    megabytes: float
    good: bool


def run(command: Sequence[str], log: Path) -> Run:
    """Run a command and account for it as the system does; what it says goes to a log."""
    with log.open("wb") as said:
        told = subprocess.run(
            [sys.executable, "-S", "-c", _LAUNCHER, str(said.fileno()), *command],
            stdout=subprocess.PIPE,
            pass_fds=[said.fileno()],
            check=True,
        )
    seconds, peak, status = (float(word) for word in told.stdout.split())
    if status:
        print(f"{' '.join(command)}: status {status:g}\n{log.read_text(errors='replace')[-2000:]}", file=sys.stderr)
    # Kilobytes on Linux, bytes on macOS.
    return Run(seconds, peak / (1_000 if sys.platform != "darwin" else 1_000_000), not status)


class Bench:
    """A folder of generated releases, and the table of what was measured on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def release(self, rows: int, form: str, *, clean: bool = False) -> Path:
        """Return the folder of a release, generated where it is not there yet."""
        to = self.folder / f"{form}-{rows}{'-clean' if clean else ''}"
        if not (to / "truth" / "totals.json").exists():
            command = [sys.executable, str(HERE / "release.py"), "--rows", str(rows), "--form", form, "--to", str(to)]
            if not run([*command, *(["--clean"] if clean else [])], self.folder / "generator.log").good:
                raise SystemExit("the generator failed")
        return to

    def measure(self, name: str, rows: int, command: Sequence[str], beside: Run | None = None) -> Run:
        """Run a job and print its line; ``beside`` is the run of habeas on the same rows."""
        one = run(command, self.folder / "last.log")
        ratio = f"{one.seconds / beside.seconds:.2f}" if beside and one.good else ""
        seconds = f"{one.seconds:.2f} s" if one.good else "failed"
        print(f"| {name} | {rows:,} | {seconds} | {one.megabytes:,.0f} MB | {ratio} |", flush=True)
        return one

    def out(self, name: str) -> Path:
        """Return an empty folder for the results of a job."""
        to = self.folder / f"out-{name}"
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir()
        return to

    def job(self, kind: str, source: Path, to: Path, *more: str) -> list[str]:
        """Return the command of a job of habeas."""
        return [sys.executable, str(HERE / "records_job.py"), kind, str(source), str(to), *more]

    # --- the parts

    def peers(self, rows: int) -> None:
        """Measure stays, midnight census and movements from Parquet to Parquet, by habeas and by its peers."""
        clean = self.release(rows, "canonical", clean=True)
        source = clean / "stints-read.parquet"
        to = self.out("habeas")
        ours = self.measure("habeas: stays, census, movements", rows, self.job("custody", source, to))
        print_note(disagreement(to, clean / "truth"))
        days = [FIRST, LAST, UNTIL]
        for name in ("pandas", "polars"):
            to = self.out(name)
            command = [sys.executable, str(HERE / f"peers_{name}.py"), str(source), str(to), *days]
            self.measure(f"{name}: the same", rows, command, ours)
            print_note(disagreement(to, clean / "truth"))
        if shutil.which("Rscript"):
            self._r(rows, source, clean / "truth", ours)
        else:
            print_note("R is not installed: apt install r-base-core r-cran-data.table r-cran-dplyr")

    def _r(self, rows: int, source: Path, truth: Path, ours: Run) -> None:
        """R reads CSV: Debian has no package of Arrow for it. Writing that CSV is not in its time."""
        csv = self.folder / "stints.csv"
        table = pq.read_table(source, columns=COLUMNS)
        _write_csv(table, csv)
        to = self.out("datatable")
        command = ["Rscript", str(HERE / "peers_datatable.R"), str(csv), str(to), FIRST, LAST, UNTIL]
        self.measure("data.table: the same, from CSV to CSV", rows, command, ours)
        print_note(disagreement(to, truth))
        _write_csv(table.slice(0, rows // 10), csv)
        command = ["Rscript", str(HERE / "peers_dplyr.R"), str(csv), str(self.out("dplyr"))]
        self.measure("dplyr: the stays of a tenth", rows // 10, command, ours)
        csv.unlink()

    def whole(self, rows: int, *, workbooks: bool) -> None:
        """Carry published files to every table: from Parquet, and from workbooks beside the fastest reader alone."""
        source = self.release(rows, "parquet")
        self.measure("habeas: the whole job from Parquet", rows, self.job("whole", source, self.out("whole")))
        if not workbooks:
            return
        source = self.release(rows, "xlsx")
        ours = self.measure("habeas: the whole job from XLSX", rows, self.job("whole", source, self.out("whole")))
        code = (
            "import sys, fastexcel\n"
            "for path in sys.argv[1:]:\n"
            "    book = fastexcel.read_excel(path)\n"
            "    for name in book.sheet_names: book.load_sheet(name, header_row=6).to_arrow()\n"
        )
        files = [str(path) for path in sorted(source.glob("*.xlsx"))]
        self.measure("fastexcel: loading the same files", rows, [sys.executable, "-c", code, *files], ours)

    def large(self, sizes: Sequence[int]) -> None:
        """Do the same job on more rows than memory likes."""
        for rows in sizes:
            source = self.release(rows, "canonical", clean=True) / "stints-read.parquet"
            job = self.job("custody", source, self.out("large"), "--memory", "5GB")
            self.measure("habeas: stays, census, movements, 5 GB allowed", rows, job)

    def spark(self, rows: int) -> None:
        """Do the same job on Spark, in this machine's own processes, and whether the rows are the same."""
        source = self.release(rows, "canonical", clean=True) / "stints-read.parquet"
        ours, theirs = self.out("habeas"), self.out("spark")
        fast = self.measure("habeas on DuckDB", rows, self.job("custody", source, ours))
        job = self.job("custody", source, theirs, "--engine", "spark", "--memory", "2GB")
        self.measure("habeas on Spark, local[2]", rows, job, fast)
        different = [
            name for name in ("stays", "census", "movements")
            if not pq.read_table(theirs / f"{name}.parquet").equals(pq.read_table(ours / f"{name}.parquet"))
        ]  # fmt: skip
        print_note(f"Spark differs from DuckDB in {different}" if different else None)

    def figures(self) -> None:
        """Read one workbook of statistics."""
        for path in sorted(WORKBOOKS.glob("*.xlsx"))[-1:]:
            self.measure(f"habeas: {path.name}", 0, self.job("figures", path, self.out("figures")))


def print_note(text: str | None) -> None:
    """Print what is wrong; say nothing where nothing is."""
    if text:
        print(f"\n{text}\n", file=sys.stderr, flush=True)


def _write_csv(table: pa.Table, path: Path) -> None:
    for name in ("stay_in", "stint_in", "stint_out"):
        table = table.set_column(
            table.schema.get_field_index(name),
            name,
            pc.strftime(table[name].cast(pa.timestamp("s")), "%Y-%m-%dT%H:%M:%SZ"),
        )
    pcsv.write_csv(table, path)


def _read(folder: Path, name: str) -> pa.Table:
    parquet = folder / f"{name}.parquet"
    if parquet.exists():
        return pq.read_table(parquet)
    return pcsv.read_csv(folder / f"{name}.csv")


def disagreement(folder: Path, truth: Path) -> str | None:
    """Hold stays, census and movements against the truth; return the differences in words."""
    found = []
    try:
        stays, true = _read(folder, "stays"), pq.read_table(truth / "stays.parquet")
        figures = [
            (one.num_rows, pc.sum(one["n_stints"]).as_py(), pc.sum(one["n_places"]).as_py()) for one in (stays, true)
        ]
        if figures[0] != figures[1]:
            found.append(f"stays {figures[0]} instead of {figures[1]}")
        if different := _census_differs(_read(folder, "census"), pq.read_table(truth / "census.parquet")):
            found.append(f"census: {different:,} places and days differ")
        moves = _moves(_read(folder, "movements")), _moves(pq.read_table(truth / "movements.parquet"))
        if moves[0] != moves[1]:
            found.append(f"movements: {len(set(moves[0].items()) ^ set(moves[1].items()))} edges differ")
    except (OSError, KeyError, pa.ArrowException) as error:
        found.append(f"no result: {error}")
    return f"{folder.name} differs from the truth: {'; '.join(found)}" if found else None


def _census_differs(census: pa.Table, true: pa.Table) -> int:
    name = "midnight" if "midnight" in census.schema.names else "midnight_certain"
    low, high = (pa.scalar(day).cast(pa.date32()) for day in (FIRST, LAST))

    def known(table: pa.Table, column: str) -> pa.Table:
        day = table["day"].cast(pa.date32())
        table = pa.table({"place": table["place"].cast(pa.string()), "day": day, "n": table[column].cast(pa.int64())})
        inside = pc.and_(pc.greater_equal(day, low), pc.less_equal(day, high))
        return table.filter(pc.and_(inside, pc.greater(table["n"], 0)))

    ours, theirs = known(census, name), known(true, "midnight")
    both = ours.join(theirs, ["place", "day", "n"], join_type="inner").num_rows
    return int(ours.num_rows + theirs.num_rows - 2 * both)


def _moves(table: pa.Table) -> dict[tuple[str, str], int]:
    """Return how many moves there were from each place to each other, those into and out of custody left out."""
    name = "n" if "n" in table.schema.names else "n_certain"
    rows = zip(table["from_place"].to_pylist(), table["to_place"].to_pylist(), table[name].to_pylist(), strict=True)
    return {(a, b): int(n) for a, b, n in rows if a and b}


def main(folder: Path, only: Sequence[str], *, quick: bool) -> None:
    """Measure the parts asked for."""
    bench = Bench(folder)
    print(f"{os.cpu_count()} processors\n\n| job | rows | wall | peak memory | times habeas |\n|---|---|---|---|---|")
    if "peers" in only:
        for rows in (200_000,) if quick else (2_600_000, 5_000_000):
            bench.peers(rows)
    if "whole" in only:
        bench.whole(200_000 if quick else 2_600_000, workbooks=True)
    if "large" in only:
        bench.large((200_000,) if quick else (2_600_000, 26_000_000))
    if "spark" in only:
        bench.spark(200_000 if quick else 2_600_000)
    if "figures" in only:
        bench.figures()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", default=",".join(PARTS))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="habeas-bench-") as scratch:
        kept = given.keep or Path(scratch)
        kept.mkdir(parents=True, exist_ok=True)
        main(kept.absolute(), given.only.split(","), quick=given.quick)
