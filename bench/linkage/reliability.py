"""Whether probabilities of links mean what they say, on made-up lists that nothing was learned from.

    python bench/linkage/reliability.py [--worlds 12]

Prints a table and draws docs/linkage-reliability.png, and docs/linkage-reliability.es.png in Spanish. Worlds are of the design that priors are learned from (varied),
of another (salvador), and hostile ones full of namesakes and twins, where probabilities are too high: that is the limit of the calibration.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import altair as alt
import numpy as np
import numpy.typing as npt
import vl_convert

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(1, str(Path(__file__).parents[1] / "reading"))

from reliability import Bin

from habeas.words import Lang
from linkage.lists import make_lists
from linkage.priors import World, linked

DOCS: Final = Path(__file__).parents[2] / "docs"
_EDGES: Final = (0.01, 0.03, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 1.0)
_COLOURS: Final = ("#0b5d92", "#5a6069", "#b4470a")
_SHOWN: Final = 20
_NAMES: Final[dict[str, dict[Lang, str]]] = {
    "varied": {"en": "many designs of lists", "es": "muchos diseños de listas"},
    "salvador": {"en": "lists as in El Salvador", "es": "listas como en El Salvador"},
    "hostile": {"en": "hostile: namesakes and twins", "es": "hostil: homónimos y gemelos"},
}
_SAID: Final[dict[Lang, dict[str, str]]] = {
    "en": {
        "title": "How often links of a stated probability are right",
        "x": "Stated probability",
        "y": "Share that is right, with 95 % intervals (Wilson)",
        "of": "Made-up lists",
    },
    "es": {
        "title": "Con qué frecuencia aciertan los enlaces según su probabilidad",
        "x": "Probabilidad indicada",
        "y": "Proporción correcta, con intervalos del 95 % (Wilson)",
        "of": "Listas inventadas",
    },
}


def binned(made: Sequence[World]) -> list[Bin]:
    """Return links by their probability, of all worlds together."""
    stated = np.concatenate([world.made.chance for world in made])
    right = np.concatenate([world.same for world in made])
    place = np.digitize(stated, _EDGES)
    return [_bin(stated[place == n], right[place == n]) for n in range(1, len(_EDGES)) if (place == n).any()]


def _bin(stated: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> Bin:
    return Bin(len(stated), float(stated.mean()), int(right.sum()))


def table(found: dict[str, list[Bin]]) -> str:
    """Return a Markdown table of the bins."""
    rows = ["| lists | links | stated | right (95 %) |", "|---|---|---|---|"]
    for design, bins in found.items():
        for one in bins:
            low, high = one.bounds
            rows.append(f"| {design} | {one.number:,} | {one.stated:.4f} | {one.share:.4f} ({low:.4f}–{high:.4f}) |")
    return "\n".join(rows)


def plot(found: dict[str, list[Bin]], lang: Lang, to: Path) -> None:
    """Draw stated probability against the share that is right, a line for each design; write a PNG."""
    said = _SAID[lang]
    rows: list[dict[str, Any]] = [
        {
            "of": _NAMES[design][lang],
            "stated": one.stated,
            "share": one.share,
            "low": one.bounds[0],
            "high": one.bounds[1],
        }
        for design, bins in found.items()
        for one in bins
        if one.number >= _SHOWN
    ]
    colour = alt.Color(
        "of:N",
        title=said["of"],
        scale=alt.Scale(domain=[name[lang] for name in _NAMES.values()], range=list(_COLOURS)),
        legend=alt.Legend(orient="bottom", labelLimit=400),
    )
    base = alt.Chart({"values": rows}).encode(
        x=alt.X("stated:Q", title=said["x"], scale=alt.Scale(domain=[0, 1])), color=colour
    )
    ideal = (
        alt.Chart({"values": [{"at": 0}, {"at": 1}]})
        .mark_line(color="#9aa0a6", strokeDash=[4, 4])
        .encode(x="at:Q", y="at:Q")
    )
    lines = base.mark_line(strokeWidth=1.5).encode(y=alt.Y("share:Q", title=said["y"], scale=alt.Scale(domain=[0, 1])))
    bars = base.mark_rule().encode(y="low:Q", y2="high:Q")
    points = base.mark_point(filled=True, size=55, opacity=1).encode(y="share:Q", shape=alt.Shape("of:N", legend=None))
    chart = (ideal + bars + lines + points).properties(width=520, height=420, title=said["title"])
    to.write_bytes(vl_convert.vegalite_to_png(chart.to_json(), scale=1.5))


def main() -> None:
    """Link, print and draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=12)
    said = parser.parse_args()
    found = {
        design: binned([linked(make_lists(1_000 + 400 * n, 20_000 + n, design)) for n in range(said.worlds)])
        for design in _NAMES
    }
    print(table(found))
    plot(found, "en", DOCS / "linkage-reliability.png")
    plot(found, "es", DOCS / "linkage-reliability.es.png")


if __name__ == "__main__":
    main()
