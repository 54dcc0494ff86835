"""What the gate says of every public table, beside what a statistician would sign.

    python bench/mse/gate.py [--models graphs,loglinear] [--tables kosovo_4,…] [--write]

The tables are read from ../shared/data/mse. With ``--write`` what is found is kept in bench/mse/GATE.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
# In place of this folder, where coverage.py would be taken for the package of that name, which numba looks for.
sys.path[0] = str(HERE.parent)

from habeas.estimation import Estimate, shown  # noqa: E402 - likewise
from habeas.estimation.mse import Histories, floors, gate, graphs, loglinear, read_histories  # noqa: E402 - likewise

TABLES: Final = HERE.parents[2] / "shared" / "data" / "mse"
RESULTS: Final = HERE / "GATE.md"
GRAPH_LISTS: Final = 8
"""With twenty lists the chains over graphs are not asked: joining lists comes first."""
LINEAR_LISTS: Final = 6
SIGNED: Final = {
    "artificial_3": "The refusal: list C shares nobody with the others, and the table was made so that nothing identifies the total.",
    "australia_4": "Only with its warnings: one of two lists decides, and the prior does; an order of magnitude.",
    "brighton_opiate_4": "With its warning, as a floor: persons of hidden lists are found too few, as where some are hard to reach.",
    "bunting_8": "Not as a total: birds of eight years are no closed population. That no table can show.",
    "colombia_recruit_1999_R1_20": "No number of twenty lists, most of whom would share nobody by chance. Join lists first; the published answer is of latent classes.",
    "colombia_recruit_1999_R2_20": "As the other replicate.",
    "diabetes_bruno_4": "With its warning, as a floor: all four hidden lists are predicted too small. Log-linear models of the literature go higher.",
    "duck_6": "The refusal: the ducks of the first period are others than those after it; no closed population.",
    "hav_taiwan_3": "The refusal: the graph that fits best identifies nothing; the floor.",
    "korea_3": "The refusal: two of the lists are nearly the same, so that two remain.",
    "kosovo_4": "Yes: four lists that share dozens two by two, and three of four hidden lists found.",
    "netherlands_5": "The refusal: two answers, three times apart.",
    "neworleans_5": "Only with its warnings: 13 persons are on two lists.",
    "neworleans_5_msetools": "As the other edition, with 12.",
    "peru_1980_2000_3": "The refusal: the pooled table identifies nothing; strata were the way of those who published it.",
    "snowshoe_hare_6": "Yes for graphs, if the hares are a closed population.",
    "spina_bifida_3": "Yes, with the warning that two lists avoid each other.",
    "spina_bifida_my97_3": "Yes, as the other edition.",
    "uk_2013_5": "Only with its warnings, which are grave: two answers, twice apart, and three lists each move it by half. A second statistician would refuse.",
    "uk_2013_6": "As with five lists, and the two editions differ by half: that alone speaks against a single number.",
    "western_us_5": "Only with its warnings: 23 persons are on two lists.",
}
"""What the author of the gate would sign, by hand."""


def answers(table: Histories, models: list[str]) -> tuple[Estimate, ...]:
    """Return the judged estimates of a table, of the methods for which it is not too wide."""
    asked: list[tuple[str, int, Any, dict[str, Any]]] = [
        ("graphs", GRAPH_LISTS, graphs.estimate, {}),
        ("loglinear", LINEAR_LISTS, loglinear.estimate, {"draws": 200}),
    ]
    made = [method(table, **more) for name, most, method, more in asked if name in models and table.k <= most]
    return gate.applied(table, [*made, floors.chao(table)])


def part(name: str, models: list[str]) -> Iterator[str]:
    """Yield what is found of a table."""
    table = read_histories(TABLES / f"{name}.csv").table.canonical()
    began = time.perf_counter()
    found = answers(table, models)
    yield f"## {name}: {table.n:,} persons on {table.k} lists"
    yield ""
    for one in found:
        said = f"{shown(one.point)} [{shown(one.low)}, {shown(one.high)}]"
        yield f"- **{one.method}**: {'refused' if one.refused else 'given'}; found {said}"
        yield from (f"  - {reason.gravity}: {reason.text('en')}" for reason in one.reasons if reason.gravity != "note")
    yield ""
    yield f"**Signed?** {SIGNED.get(name, '–')}"
    yield ""
    print(f"{name}: {time.perf_counter() - began:.1f} s", file=sys.stderr)


def main() -> None:
    """Judge every table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--models", default="graphs,loglinear")
    ask.add_argument("--tables", default=",".join(SIGNED))
    ask.add_argument("--write", action="store_true")
    given = ask.parse_args()
    lines = [
        "# What the gate says of the public tables",
        "",
        "Written by `python bench/mse/gate.py --write`. *Found* is printed here to be looked into; of a refused estimate habeas prints no number. *Signed?* is by hand.",
        "",
    ]
    for name in given.tables.split(","):
        lines += part(name, given.models.split(","))
    print("\n".join(lines))
    if given.write:
        RESULTS.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
