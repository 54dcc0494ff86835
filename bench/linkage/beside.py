"""The peers: their own Python, made once in a folder of its own, and one run of one of them, measured as a whole process."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

HERE: Final = Path(__file__).parent
FOLDER: Final = Path(os.environ.get("HABEAS_PEERS", Path.home() / ".cache" / "habeas-bench-peers"))
"""Where the peers are installed; never in the project's .venv."""
PEERS: Final = ("splink-generic", "splink-tuned", "splink-resplit", "recordlinkage", "nomenklatura", "rapidfuzz")
SAID: Final = {
    "splink-generic": "Splink 5, generic, p >= 0.95",
    "splink-public": "Splink 5, generic, p >= 0.95",
    "splink-tuned": "Splink 5, tuned, p >= 0.95",
    "splink-resplit": "Splink 5, tuned, names re-split, p >= 0.95",
    "recordlinkage": "recordlinkage 0.16, ECM",
    "recordlinkage-public": "recordlinkage 0.16, ECM",
    "nomenklatura": "nomenklatura 4.17, logic-v2",
    "rapidfuzz": "rapidfuzz weighted mean >= 0.90",
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What a whole process took: seconds of clock and of processor, and the most memory it held, in MB."""

    wall: float
    processor: float
    memory: float


@dataclass(frozen=True, slots=True)
class Linked:
    """What a tool made: the group of each record, and the pairs it looked at, by row number, where it says them."""

    groups: NDArray[Any]
    left: NDArray[Any]
    right: NDArray[Any]
    cost: Cost


def python() -> Path:
    """Return the peers' Python; it is set up at the first call."""
    ready = FOLDER / "ready"
    wanted = (HERE / "peers" / "requirements.txt").read_text(encoding="utf-8")
    made = FOLDER / "bin" / "python"
    if not ready.exists() or ready.read_text(encoding="utf-8") != wanted:
        print(f"Setting up the peers in {FOLDER} (once) …", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", FOLDER], check=True)
        subprocess.run([made, "-m", "pip", "install", "--quiet", "-r", HERE / "peers" / "requirements.txt"], check=True)
        ready.write_text(wanted, encoding="utf-8")
    return made


def measured(command: Sequence[str | Path]) -> Cost:
    """Run a command to its end and measure it; CalledProcessError with what it said where it failed."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise subprocess.CalledProcessError(process.returncode, str(command[0]), stderr=said.read()[-2000:])
    return Cost(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def run(peer: str, records: pa.Table) -> Linked:
    """Run a peer on records."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pq.write_table(records, folder / "records.parquet")
        cost = measured([python(), HERE / "peers" / "run.py", peer, folder / "records.parquet", folder])
        pairs = pq.read_table(folder / "pairs.parquet")
        return Linked(
            groups=pq.read_table(folder / "groups.parquet")["person"].to_numpy(),
            left=pairs["unique_id_l"].to_numpy().astype(np.int64),
            right=pairs["unique_id_r"].to_numpy().astype(np.int64),
            cost=cost,
        )
