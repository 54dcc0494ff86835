"""Make the recorded decisions of the example: what somebody who knows the truth answers to the top of the queue of review.

Run ``python tests/examples/make_decisions.py [HOW_MANY]``. It links the example's lists, takes the doubts in the order of their worth, and writes
``examples/el-salvador/decisions.csv``: same or different by the truth that tests keep, now and then unsure, as people are; some pairs a second
reviewer judged too, once otherwise, which the first then settled. Another difference is left open, as the first thing that the next sitting is asked.
It is run by hand when lists or linking change; what it writes is kept.
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
FAR: Final = 3
"""Years between two ages from which they are of two persons."""
SECOND: Final = 4
"""Every so many pairs are judged by the second reviewer too, without seeing what the first said."""
FIRST, OTHER = "ana", "ben"
BORN, DOCUMENT, TAKEN, AGE, PLACE = (
    ("fecha de nacimiento", "date of birth"), ("documento", "document"), ("fecha de detención", "date of arrest"), ("edad", "age"),
    ("lugar", "place"),
)  # fmt: skip
SAID: Final = {
    "same": (
        ("Coinciden: {}.", "These agree: {}."),
        ("Comparados los expedientes en papel: es la misma persona.", "Paper files compared: one person."),
    ),
    "different": (
        ("No coinciden: {}.", "These do not agree: {}."),
        ("Comparados los expedientes en papel: son dos personas.", "Paper files compared: two persons."),
    ),
    "unsure": (
        ("", ""),
        ("Las dos filas dicen muy poco; falta ver los expedientes.", "The two rows say too little; the files have to be seen."),
    ),
}  # fmt: skip


def lists() -> Lists:
    """Read the example's lists as the case describes them."""
    told = tomllib.loads((CASE / "case.toml").read_text(encoding="utf-8"))["lists"]
    about = {
        one["source"]: {name: one[name] for name in one.keys() & {"kind", "authority", "official"}} for one in told
    }
    mapping = {LISTS / "flight.csv": LISTS / "flight.toml"}
    return read_lists([LISTS / f"{name}.csv" for name in NAMES], mapping=mapping, about=about)


def truth() -> Mapping[tuple[str, int], str]:
    """Return whose each row is."""
    with TRUTH.open(encoding="utf-8", newline="") as file:
        return {(one["list"], int(one["row"])): one["person"] for one in csv.DictReader(file)}


def reason(one: Mapping[str, Any], other: Mapping[str, Any], verdict: str, lang: int) -> str:
    """Return a reason in the words of whoever compared two rows: what they agree in, or differ in."""
    named = [words[lang] for words, agrees in _compared(one, other) if agrees == (verdict == "same")]
    form, else_ = SAID[verdict]
    return form[lang].format(", ".join(named)) if named and form[lang] else else_[lang]


def _compared(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], bool]]:
    """Yield what two rows agree in or cannot both be right about; what only may agree is left out."""
    for words, name in ((BORN, "born"), (TAKEN, "event")):
        ends = [each[f"{name}_{end}"] for each in (one, other) for end in ("first", "last")]
        if None not in ends:
            apart = ends[0] > ends[3] or ends[2] > ends[1]
            if apart or ends[0] == ends[1] == ends[2] == ends[3]:
                yield words, not apart
    if one["document"] and other["document"]:
        yield DOCUMENT, one["document"] == other["document"]
    if one["age_low"] is not None and other["age_low"] is not None and abs(one["age_low"] - other["age_low"]) > FAR:
        yield AGE, False
    if one["place"] and one["place"] == other["place"]:
        yield PLACE, True


def decisions(read: Lists, doubts: pa.Table, many: int) -> Iterator[Mapping[str, str]]:
    """Yield the answers to the first doubts of the queue, each pair once; of some also what a second reviewer said, and what settled it."""
    rows = {one["mention"]: one for one in read.mentions.to_pylist()}
    whose = truth()
    seen: set[frozenset[str]] = set()
    again: list[Mapping[str, str]] = []
    settled: list[Mapping[str, str]] = []
    for doubt in doubts.sort_by([("value", "descending")]).to_pylist():
        pair = frozenset((doubt["left"], doubt["right"]))
        if len(pair) < 2 or pair in seen or len(seen) == many:
            continue
        seen.add(pair)
        one, other = rows[doubt["left"]], rows[doubt["right"]]
        right = "same" if whose[one["list"], one["row"]] == whose[other["list"], other["row"]] else "different"
        verdict = "unsure" if len(seen) % UNSURE == 0 else right
        about = {"a": f"{one['list']}:{one['row']}", "b": f"{other['list']}:{other['row']}"}
        yield {"verdict": verdict, **about, "reason": reason(one, other, verdict, 0), "by": FIRST, "round": "1"}
        if len(seen) % SECOND == 1:
            wrong = right == "same" and not settled
            said = "unsure" if wrong else right
            again.append({"verdict": said, **about, "reason": reason(one, other, said, 1), "by": OTHER, "round": "2"})
            if wrong:
                why = "Vistos los expedientes con ben: es la misma persona."
                settled.append({"verdict": right, **about, "reason": why, "by": FIRST, "round": "3"})
    yield from again
    yield from settled


def main() -> None:
    """Write the decisions."""
    read = lists()
    linkage = link(read.mentions, lists=read.lists)
    made = list(decisions(read, linkage.doubts, int(sys.argv[1]) if len(sys.argv) > 1 else MANY))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, ["verdict", "a", "b", "reason", "by", "round"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(made)
    (CASE / "decisions.csv").write_text(out.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main()
