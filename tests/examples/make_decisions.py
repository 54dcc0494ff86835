"""Make the recorded decisions of the example: what somebody who knows the truth answers to the top of the queue of review.

Run ``python tests/examples/make_decisions.py [HOW_MANY]``. It links the example's lists, takes the doubts in the order of their worth, and writes
``examples/el-salvador/lists/decisions.csv``: same or different by the truth that tests keep, and now and then unsure, as people are. It is run
by hand when lists or linking change; what it writes is kept.
"""

from __future__ import annotations

import csv
import io
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from habeas.people.linking import link
from habeas.people.lists import Lists, read_lists

ROOT: Final = Path(__file__).parents[2]
CASE: Final = ROOT / "examples" / "el-salvador"
LISTS: Final = CASE / "lists"
TRUTH: Final = Path(__file__).parent / "el-salvador-lists.truth.csv"
NAMES: Final = ("families", "court", "flight", "deaths")
MANY: Final = 40
UNSURE: Final = 11
"""Every so many answers one is unsure."""
SHOWN: Final = ("born", "document", "place", "event_first", "age_low", "nationality")
WORDS: Final = {
    "born": "fecha de nacimiento", "document": "documento", "place": "lugar", "event_first": "fecha de detención",
    "age_low": "edad", "nationality": "nacionalidad",
}  # fmt: skip


def lists() -> Lists:
    """Read the example's lists as the case describes them."""
    part = CASE / "people.toml.part"
    told = tomllib.loads((part if part.is_file() else CASE / "case.toml").read_text(encoding="utf-8"))["lists"]
    about = {
        one["source"]: {name: one[name] for name in one.keys() & {"kind", "authority", "official"}} for one in told
    }
    mapping = {LISTS / "flight.csv": LISTS / "flight.toml"}
    return read_lists([LISTS / f"{name}.csv" for name in NAMES], mapping=mapping, about=about)


def truth() -> Mapping[tuple[str, int], str]:
    """Return whose each row is."""
    with TRUTH.open(encoding="utf-8", newline="") as file:
        return {(one["list"], int(one["row"])): one["person"] for one in csv.DictReader(file)}


def reason(one: Mapping[str, Any], other: Mapping[str, Any], verdict: str) -> str:
    """Return a reason in the words of whoever compared two rows: what they agree in, or differ in."""
    both = [name for name in SHOWN if one.get(name) is not None and other.get(name) is not None]
    same = verdict == "same"
    named = [WORDS[name] for name in both if (one[name] == other[name]) == same]
    if verdict == "unsure":
        return "No hay bastante en las dos filas para decidir."
    if not named:
        return (
            "Expedientes en papel comparados: es la misma persona."
            if same
            else "Expedientes en papel comparados: son dos personas."
        )
    return f"{'Coinciden' if same else 'Difieren'}: {', '.join(named)}."


def decisions(read: Lists, doubts: pa.Table, many: int) -> Iterator[Mapping[str, str]]:
    """Yield the answers to the first doubts of the queue, each pair once."""
    rows = {one["mention"]: one for one in read.mentions.to_pylist()}
    whose = truth()
    seen: set[frozenset[str]] = set()
    for doubt in doubts.sort_by([("value", "descending")]).to_pylist():
        pair = frozenset((doubt["left"], doubt["right"]))
        if len(pair) < 2 or pair in seen or len(seen) == many:
            continue
        seen.add(pair)
        one, other = rows[doubt["left"]], rows[doubt["right"]]
        right = "same" if whose[one["list"], one["row"]] == whose[other["list"], other["row"]] else "different"
        verdict = "unsure" if len(seen) % UNSURE == 0 else right
        yield {
            "verdict": verdict,
            "a": f"{one['list']}:{one['row']}",
            "b": f"{other['list']}:{other['row']}",
            "reason": reason(one, other, verdict),
            "by": "ejemplo",
        }


def main() -> None:
    """Write the decisions."""
    read = lists()
    linkage = link(read.mentions, lists=read.lists)
    made = list(decisions(read, linkage.doubts, int(sys.argv[1]) if len(sys.argv) > 1 else MANY))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, ["verdict", "a", "b", "reason", "by"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(made)
    (LISTS / "decisions.csv").write_text(out.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main()
