"""Runs of habeas on records with truth, each as a whole process; the truth stays here, and only the lists go into the file that it reads."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from linkage.beside import HERE, Cost, measured

HIDDEN_FROM_HABEAS: Final = ("truth", "rec_id")


@dataclass(frozen=True, slots=True)
class Ours:
    """What habeas made: both tiers and the pairs kept by row number, what it says of itself, drawn partitions, and what it took."""

    register: NDArray[Any]
    estimate: NDArray[Any]
    cost: Cost
    steps: dict[str, dict[str, float]]
    left: NDArray[Any] = field(default_factory=lambda: np.zeros(0, np.int64))
    right: NDArray[Any] = field(default_factory=lambda: np.zeros(0, np.int64))
    doubts: NDArray[Any] = field(default_factory=lambda: np.zeros((0, 2), np.int64))
    summary: dict[str, Any] = field(default_factory=dict)
    draws: NDArray[Any] | None = None


def read(path: Path) -> pa.Table:
    """Read records with truth; every column as strings."""
    names = pcsv.open_csv(path).schema.names
    options = pcsv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()),
        strings_can_be_null=True,
        null_values=[""],
        quoted_strings_can_be_null=True,
    )
    return pcsv.read_csv(path, convert_options=options)


def as_strings(table: pa.Table) -> pa.Table:
    """Write every column as strings, empty where there is nothing: what a file would hold."""
    return pa.table({name: pc.fill_null(pc.cast(table[name], pa.string()), "") for name in table.column_names})


def _file(records: pa.Table, folder: Path) -> Path:
    path = folder / "records.csv"
    pcsv.write_csv(records.drop_columns([name for name in HIDDEN_FROM_HABEAS if name in records.column_names]), path)
    return path


def run(records: pa.Table, *, partitions: int = 0, seed: int = 1, bare: bool = False) -> Ours:
    """Run habeas on records. A bare run writes the persons and no pairs: it is for measuring time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command: list[str | Path] = [
            sys.executable,
            HERE / "ours.py",
            _file(records, folder),
            folder / "made",
            "--seed",
            str(seed),
        ]
        cost = measured([*command, "--partitions", str(partitions), *(["--bare"] if bare else [])])
        made = folder / "made"
        groups = pq.read_table(made / "groups.parquet")
        more: dict[str, Any] = {}
        if not bare:
            pairs, doubts = pq.read_table(made / "pairs.parquet"), pq.read_table(made / "doubts.parquet")
            more = {
                "left": pairs["left"].to_numpy(),
                "right": pairs["right"].to_numpy(),
                "doubts": np.stack([doubts["left"].to_numpy(), doubts["right"].to_numpy()], axis=1),
                "summary": json.loads((made / "summary.json").read_text(encoding="utf-8")),
            }
        return Ours(
            register=groups["register"].to_numpy(),
            estimate=groups["estimate"].to_numpy(),
            cost=cost,
            steps=json.loads((made / "said.json").read_text(encoding="utf-8")),
            draws=np.load(made / "draws.npy") if partitions else None,
            **more,
        )


def add(records: pa.Table, name: str) -> dict[str, float]:
    """Link all lists but one, then that one onto them; see ours.incremental."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        measured([sys.executable, HERE / "ours.py", _file(records, folder), folder / "made", "--add", name])
        said: dict[str, float] = json.loads((folder / "made" / "said.json").read_text(encoding="utf-8"))
        return said
